//! Protective markings that do not belong in a published plan.

use std::ops::Range;

use super::Prose;
use super::scan::{Word, char_at, char_before, next_word, word_before};
use crate::check::Class;
use crate::check::rule::{ALWAYS, Family, Recording, Rule};
use crate::check::sources::{CLASSIFICATIONS, Cite};
use crate::check::texts::Text;
use crate::check::words::quoted;

const NAME: &str = "protective-marking";

pub(in crate::check) const PROTECTIVE_MARKING: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::NonCompliant,
    phases: ALWAYS,
    recording: Recording::Blocked,
    flags_when: "a text, or a comment of the file, is marked OFFICIAL-SENSITIVE, SECRET or TOP SECRET, or with \
                 the old RESTRICTED, CONFIDENTIAL or PROTECT",
    why: "A plan is for everybody to read. What bears such a marking came from something that is not, and \
          versions are kept for good.",
    clears: "Take the passage out and ask its owner what may be said. A plan itself is \"OFFICIAL when \
             complete\". Where only the word is meant, write it in small letters.",
    example: "OFFICIAL-SENSITIVE: the addresses that we watch.",
    blind_spot: "What was taken from a marked document without its marking. It cannot tell a marking from a \
                 text that speaks of one.",
    sources: &[Cite::Authority(&CLASSIFICATIONS, "who may see what is marked")],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// Looks at a word that could begin a marking.
pub fn word(text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = word.of(text.text);
    let bytes = match said {
        "SECRET" => secret(text.text, word),
        "CONFIDENTIAL" | "RESTRICTED" | "PROTECT" => old(text.text, word),
        _ if said.len() == 8 && said.eq_ignore_ascii_case("official") => sensitive(text.text, word),
        _ => None,
    };
    if let Some(bytes) = bytes {
        let phrase = text.text.get(bytes.clone()).unwrap_or_default();
        let message = format!("A protective marking: {}", quoted(phrase));
        prose.tell_phrase(NAME, text, bytes, message, |flag| flag);
    }
}

/// OFFICIAL-SENSITIVE, with whatever stands between its words; in small letters only with a hyphen.
fn sensitive(text: &str, word: Word) -> Option<Range<usize>> {
    let between =
        |c: char| matches!(c, ' ' | '-' | '–' | '—' | '\u{2010}' | '\u{2011}' | ':' | '/' | '_' | '[' | '(');
    let next = next_word(text, word.end, between)?;
    let said = next.of(text);
    let gap = text.get(word.end..next.start)?;
    let capital = |said: &str| said.starts_with(char::is_uppercase);
    let hyphen = matches!(gap, "-" | "–" | "\u{2010}" | "\u{2011}");
    let marked = hyphen
        || (word.is_capitals() && next.is_capitals())
        || (gap == " " && capital(word.of(text)) && capital(said));
    (said.eq_ignore_ascii_case("sensitive") && marked && gap.chars().count() <= 3)
        .then_some(word.start..next.end)
}

/// SECRET, and TOP SECRET; not a word of a line that is all in capitals.
fn secret(text: &str, word: Word) -> Option<Range<usize>> {
    let before = beside_before(text, word).filter(|before| before.of(text) == "TOP");
    let start = before.map_or(word.start, |top| top.start);
    (before.is_some() || !shouts(text, word)).then_some(start..word.end)
}

/// The old markings are words too: they mark where they stand alone, or at one end of a line or in brackets,
/// or where something is said to be marked so.
fn old(text: &str, word: Word) -> Option<Range<usize>> {
    if shouts(text, word) {
        return None;
    }
    let before = text.get(..word.start)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let opens = line.trim_start_matches([' ', '\t', '#', '*', '[', '(', '"', '“', '\'']).is_empty()
        || char_before(text, word.start).is_some_and(|c| "[(\"“".contains(c));
    let after = text.get(word.end..)?;
    let ends = after.trim_start_matches([' ', '\t']);
    let closes = ends.is_empty()
        || ends.starts_with(['\n', ':', '-', '–', '—', '.', ']', ')', '"', '”', '(', '/', ','])
        || beside_after(text, word).is_some_and(|next| next.of(text).eq_ignore_ascii_case("when"));
    let named =
        word_before(text, word.start, |c| c.is_whitespace() || ":\"“'=-".contains(c)).is_some_and(|before| {
            ["marked", "marking", "classified", "classification"]
                .iter()
                .any(|one| before.of(text).eq_ignore_ascii_case(one))
        });
    let parted = line.trim_end().ends_with(['-', '–', '—', ':', '.']) && ends_line(after);
    ((opens && closes) || named || parted).then_some(word.start..word.end)
}

fn ends_line(after: &str) -> bool {
    let rest = after.trim_start_matches(['.', ' ', '\t', ')', ']']);
    rest.is_empty() || rest.starts_with('\n')
}

/// Whether the words beside it are in capitals too, and no part of a marking.
fn shouts(text: &str, word: Word) -> bool {
    const OF_MARKINGS: [&str; 12] = [
        "TOP",
        "SECRET",
        "OFFICIAL",
        "SENSITIVE",
        "UK",
        "EYES",
        "ONLY",
        "POLICE",
        "NOT",
        "PERSONAL",
        "STAFF",
        "NATO",
    ];
    [beside_before(text, word), beside_after(text, word)].into_iter().flatten().any(|beside| {
        (beside.is_capitals() || beside.of(text) == "A") && !OF_MARKINGS.contains(&beside.of(text))
    })
}

/// The next word on the line, where only spaces, commas, dots and dashes stand between.
fn beside_after(text: &str, word: Word) -> Option<Word> {
    next_word(text, word.end, is_light).filter(|next| char_at(text, next.start) != Some('\n'))
}

fn beside_before(text: &str, word: Word) -> Option<Word> {
    word_before(text, word.start, is_light)
}

fn is_light(c: char) -> bool {
    matches!(c, ' ' | '\t' | ',' | '.' | '!' | '&' | '\u{a0}' | '’' | '\'')
}
