//! Letters that stand for words, and are not written out.

use super::Prose;
use super::scan::{Word, char_at, char_before, is_space, next_word, word_before, words};
use crate::check::Class;
use crate::check::facts::Facts;
use crate::check::flags::Flag;
use crate::check::rule::{Family, OPEN, Recording, Rule};
use crate::check::sources::{Cite, GOV_UK_STYLE};
use crate::check::texts::{Sort, Text, for_each_text};
use crate::plan::FieldPath;

const NAME: &str = "acronym-unexplained";

pub(in crate::check) const ACRONYM_UNEXPLAINED: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "letters that stand for words are not written out where the plan first has them",
    why: "Residents do not know the letters that the police use every day.",
    clears: "Write it out the first time, with the letters after it: \"the Independent Advisory Group (IAG)\".",
    example: "The IAG meets each quarter.",
    blind_spot: "Letters that nearly everybody knows are let through: UK, PC, PCSO, MP, NHS, CCTV, TV and the \
                 like. Letters with full stops between them, or more than six, are not looked at, and neither \
                 are words that only the police use.",
    sources: &[Cite::Authority(&GOV_UK_STYLE, "acronyms explained the first time")],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// The most letters.
const LONGEST: usize = 6;

/// What nearly everybody knows, and what stands for no words.
const KNOWN: &[&str] = &[
    // What rules.md names, and what GOV.UK lets through.
    "UK", "PC", "PCSO", "MP", "EU", "US", "USA", "GB", "VAT", "DVLA", // Everyday letters.
    "AA", "AGM", "AM", "ATM", "BBC", "BST", "CCTV", "CV", "DIY", "DOB", "DVD", "FAQ", "GMT", "GP", "HM",
    "HMRC", "HQ", "ID", "ISBN", "IT", "ITV", "LED", "LGBT", "LGBTQ", "MOT", "NHS", "OK", "PDF", "PIN", "PLC",
    "PM", "PO", "PS", "QR", "RNLI", "RSPCA", "RSVP", "SIM", "SMS", "SOS", "TV", "UN", "USB", "WI", "WC",
    "YMCA", "COVID", "NE", "NW", "SE", "SW", "AD", "BC", // Placeholders and protective markings.
    "TBA", "TBC", "TBD", "TODO", "SECRET", "TOP", "OFFICIAL",
    // Plain words in capitals, for weight.
    "ALL", "AND", "ANY", "ARE", "ASK", "AT", "BE", "BUT", "BY", "CALL", "CAN", "DAY", "DID", "DO", "EVERY",
    "FOR", "FREE", "FROM", "GO", "HELP", "HERE", "HOW", "IF", "IN", "IS", "ME", "MUST", "MY", "NEVER", "NEW",
    "NO", "NOT", "NOTE", "NOW", "OF", "OFF", "ON", "ONE", "ONLY", "OPEN", "OR", "OUR", "OUT", "PLEASE",
    "SAID", "SAY", "SEE", "SO", "STOP", "TEXT", "THE", "THIS", "TO", "TWO", "UP", "WE", "WILL", "WITH",
    "YES", "YOU", "YOUR",
];

/// Whether the letters need no explanation.
pub fn is_known(letters: &str) -> bool {
    KNOWN.contains(&letters) || letters.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// Whether the text ends in what could be the beginning of a postcode, or of letters that need no explanation:
/// they are still being typed.
fn is_begun(text: &str, word: Word) -> bool {
    word.end == text.len() && (word.len() == 2 || KNOWN.iter().any(|known| known.starts_with(word.of(text))))
}

/// The letters that a plan has, each where it has them first.
#[derive(Default)]
pub struct Uses<'a> {
    first: Vec<Use<'a>>,
}

struct Use<'a> {
    letters: &'a str,
    path: FieldPath,
    flag: Flag,
}

impl<'a> Uses<'a> {
    pub fn word(&mut self, text: &Text<'a, '_>, word: Word) {
        let said = word.of(text.text);
        let Some(letters) = letters(said) else {
            return;
        };
        if is_known(letters)
            || is_begun(text.text, word)
            || self.first.iter().any(|known| known.letters == letters)
            || !stands_for_words(text.text, word)
        {
            return;
        }
        let path = text.path();
        let message = format!("{letters} is not written out where the plan first has it");
        let flag = Flag::at(path.clone(), message).in_text(text, word.start..word.start + letters.len());
        self.first.push(Use { letters, path, flag });
    }

    /// Tells those that are not written out by then: in an earlier text, or anywhere in the same row.
    pub fn tell(self, facts: &Facts<'_>, prose: &mut Prose) {
        for used in self.first {
            let row = used.path.parent();
            let (mut written_out, mut past) = (false, false);
            for_each_text(facts.plan, |text| {
                let may_be = matches!(text.sort, Sort::Words | Sort::Title | Sort::Venue);
                if written_out || !may_be || (past && !text.path().is_within(&row)) {
                    return;
                }
                past |= text.path() == used.path;
                written_out = writes_out(text.text, used.letters);
            });
            if !written_out {
                prose.tell_flag(NAME, used.path, used.flag);
            }
        }
    }
}

/// The letters of a word that could be an acronym: "PCSO" and "PCSOs".
fn letters(word: &str) -> Option<&str> {
    let letters = word.strip_suffix('s').unwrap_or(word);
    let fits =
        (2..=LONGEST).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then_some(letters)
}

/// Whether capitals are an acronym here: not a grid reference, a part of a code, or shouting.
fn stands_for_words(text: &str, word: Word) -> bool {
    let part_of_code = |c: Option<char>| matches!(c, Some('_' | '/' | '\\' | '@' | '#' | '&' | '+'));
    let before = char_before(text, word.start);
    let after = char_at(text, word.end);
    if part_of_code(before) && before != Some('/') || part_of_code(after) && after != Some('/') {
        return false;
    }
    // The parts of an address: EXAMPLE.POLICE.UK.
    let dotted =
        |c: Option<char>, beyond: Option<char>| c == Some('.') && beyond.is_some_and(char::is_alphanumeric);
    if dotted(after, char_at(text, word.end + 1))
        || dotted(before, word.start.checked_sub(1).and_then(|at| char_before(text, at)))
    {
        return false;
    }
    let beside = |c: char| is_space(c) || c == ',';
    let next = next_word(text, word.end, beside);
    let previous = word_before(text, word.start, beside);
    // A reference of the grid, or an old registration: SY 465 929, ABC 123D.
    let in_code = |next: Word| {
        let letters = next.of(text).trim_start_matches(|c: char| c.is_ascii_digit()).len();
        next.has_digit() && (if word.len() == 2 { letters == 0 } else { word.len() == 3 && letters == 1 })
    };
    let in_grid = next.is_some_and(in_code);
    let in_postcode = next.is_some_and(|next| next.of(text).to_lowercase().starts_with("postcode"));
    // Two words of capitals side by side are a heading or a shout, unless both are letters of the police.
    let shouts = |other: Option<Word>| {
        other.is_some_and(|other| {
            let said = other.of(text);
            other.is_capitals() && (said.len() > 4 || (is_known(said) && !NAMES.contains(&said)))
        })
    };
    !in_grid && !in_postcode && !shouts(next) && !shouts(previous)
}

/// Letters that stand beside others in a sentence that does not shout.
const NAMES: &[&str] =
    &["UK", "PC", "PCSO", "MP", "EU", "US", "NHS", "BBC", "CCTV", "GP", "HM", "ID", "PS", "TV"];

/// Whether a text writes letters out: words whose first letters they are, or words beside the letters in
/// brackets in which they are found in their order.
fn writes_out(text: &str, letters: &str) -> bool {
    let initials: Vec<(u8, bool)> = words(text, 0)
        .filter(|word| word.of(text).trim_end_matches('s') != letters)
        .map(|word| {
            let said = word.of(text);
            let first = said.bytes().next().unwrap_or_default().to_ascii_uppercase();
            (first, SMALL.contains(&said))
        })
        .collect();
    let wanted = letters.as_bytes();
    (0..initials.len()).any(|start| spells(&initials[start..], wanted)) || in_brackets(text, letters)
}

/// Words that letters may leave out.
const SMALL: [&str; 11] = ["a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"];

fn spells(initials: &[(u8, bool)], letters: &[u8]) -> bool {
    let mut left = letters;
    for (initial, small) in initials {
        match left.split_first() {
            None => break,
            Some((first, rest)) if first == initial => left = rest,
            Some(_) if *small && left.len() < letters.len() => {}
            Some(_) => return false,
        }
    }
    left.is_empty()
}

/// "Closed-circuit television (CCTV)", and "CCTV (closed-circuit television)".
fn in_brackets(text: &str, letters: &str) -> bool {
    for (at, _) in text.match_indices(letters) {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + letters.len()..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        let whole = if let Some(before) = before.strip_suffix('(') {
            let from = before.trim_end().rmatch_indices(char::is_whitespace).nth(2 * letters.len());
            Some(&before[from.map_or(0, |(from, _)| from)..])
        } else {
            after.trim_start().strip_prefix('(').and_then(|inside| inside.split(')').next())
        };
        if whole.is_some_and(|whole| words(whole, 0).any(|word| holds(&whole[word.start..], letters))) {
            return true;
        }
    }
    false
}

/// Whether a text begins with the first of the letters and has the others in their order.
fn holds(text: &str, letters: &str) -> bool {
    let mut said = text.bytes().map(|byte| byte.to_ascii_uppercase());
    let mut letters = letters.bytes();
    said.next() == letters.next() && letters.all(|letter| said.any(|byte| byte == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_written_out_before_behind_and_in_brackets() {
        for (text, letters) in [
            ("the Independent Advisory Group (IAG)", "IAG"),
            ("IAG (Independent Advisory Group) meets", "IAG"),
            ("the Independent Advisory Group, or IAG", "IAG"),
            ("anti-social behaviour (ASB) in town", "ASB"),
            ("Automatic number-plate recognition (ANPR)", "ANPR"),
            ("the Office of the Police and Crime Commissioner, OPCC", "OPCC"),
            ("closed-circuit television (CCTVs)", "CCTV"),
            ("cycle to work scheme, CWS", "CWS"),
        ] {
            assert!(writes_out(text, letters), "{text}");
        }
        for (text, letters) in
            [("The IAG meets", "IAG"), ("IAG (quarterly)", "IAG"), ("In an old group", "IAG")]
        {
            assert!(!writes_out(text, letters), "{text}");
        }
    }
}
