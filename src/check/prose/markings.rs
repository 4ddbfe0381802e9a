//! Protective markings that do not belong in a published plan.

use std::ops::Range;

use super::Prose;
use super::scan::{Word, char_before, is_break, is_space, next_word, word_before, words};
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
             complete\". Where only the word is meant, write it in small letters: secret, restricted. \
             OFFICIAL-SENSITIVE is a marking in small letters too: say \"what is sensitive\".",
    example: "OFFICIAL-SENSITIVE: the addresses that we watch.",
    blind_spot: "What was taken from a marked document without its marking. It cannot tell a marking from a \
                 text that speaks of one. Where capitals may be a marking or a plain word, it is silent: \
                 SECRET before an ordinary word; the old markings before one, unless names, addresses, \
                 intelligence, a briefing or the like follow; any of them but OFFICIAL-SENSITIVE in small letters.",
    sources: &[Cite::Authority(&CLASSIFICATIONS, "who may see what is marked")],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// The words that begin one in small letters too; see [`super::begins`].
pub const BEGINS: &[&str] = &["official"];

/// Looks at a word that could begin a marking.
pub fn word(text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = word.of(text.text);
    let bytes = match said {
        "SECRET" => secret(text.text, word),
        "CONFIDENTIAL" | "RESTRICTED" | "PROTECT" => old(text.text, word),
        "OFFICIALSENSITIVE" => Some(word.start..word.end),
        _ if said.len() == 8 && said.eq_ignore_ascii_case("official") => sensitive(text.text, word),
        _ => None,
    };
    if let Some(bytes) = bytes {
        let phrase = text.text.get(bytes.clone()).unwrap_or_default();
        let message = format!("A protective marking: {}", quoted(phrase));
        prose.tell_phrase(NAME, text, bytes, message, |flag| flag);
    }
}

/// OFFICIAL-SENSITIVE, with whatever stands between its words; in small letters only with a hyphen, and no
/// part of a name: "the Official Sensitive Topics Group".
fn sensitive(text: &str, word: Word) -> Option<Range<usize>> {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '\u{2010}' | '\u{2011}');
    let between = |c: char| is_break(c) || dash(c) || matches!(c, ':' | '/' | '_' | '[' | '(');
    let next = next_word(text, word.end, between)?;
    let said = next.of(text);
    let gap = text.get(word.end..next.start)?;
    let capital = |said: &str| said.starts_with(char::is_uppercase);
    let hyphen = gap.chars().count() == 1 && gap.chars().all(dash);
    let named = || {
        beside_after(text, next).is_some_and(|beyond| {
            let beyond = beyond.of(text);
            capital(beyond) && !is_of_document(beyond)
        })
    };
    let titled = capital(word.of(text)) && capital(said) && gap.chars().all(|c| is_space(c) || dash(c));
    let marked = hyphen || (word.is_capitals() && next.is_capitals()) || (titled && !named());
    (said.eq_ignore_ascii_case("sensitive") && marked && gap.chars().count() <= 3)
        .then_some(word.start..next.end)
}

/// What a document is called, or the material in it, right behind its marking.
const DOCUMENTS: [&str; 14] = [
    "briefing",
    "briefings",
    "document",
    "report",
    "note",
    "notes",
    "memo",
    "minutes",
    "intelligence",
    "file",
    "assessment",
    "dossier",
    "annex",
    "material",
];

/// What a marked passage is about.
const DELICATE: [&str; 20] = [
    "address",
    "addresses",
    "names",
    "intelligence",
    "briefing",
    "informant",
    "informants",
    "suspect",
    "suspects",
    "offenders",
    "target",
    "targets",
    "surveillance",
    "covert",
    "tactics",
    "warrant",
    "warrants",
    "nominals",
    "gang",
    "deployment",
];

/// What stands behind a marking to say whom it concerns, and how it is to be handled.
const HANDLING: [&str; 16] = [
    "PERSONAL",
    "STAFF",
    "POLICE",
    "COMMERCIAL",
    "MANAGEMENT",
    "INVESTIGATION",
    "INVESTIGATIONS",
    "POLICY",
    "APPOINTMENTS",
    "MEDICAL",
    "PRIVATE",
    "UK",
    "EYES",
    "ONLY",
    "NOT",
    "NATO",
];

fn is_of_document(said: &str) -> bool {
    DOCUMENTS.iter().any(|one| said.eq_ignore_ascii_case(one))
}

/// SECRET and TOP SECRET, where no ordinary word follows; in a line of capitals only where it says so of a
/// document.
fn secret(text: &str, word: Word) -> Option<Range<usize>> {
    let before = word_before(text, word.start, is_break).filter(|before| before.of(text) == "TOP");
    let whole = before.map_or(word.start, |top| top.start)..word.end;
    let by = word_before(text, whole.start, |c| is_break(c) || "\"“‘'".contains(c));
    let is_by =
        |list: &[&str]| by.is_some_and(|by| list.iter().any(|one| by.of(text).eq_ignore_ascii_case(one)));
    // "It is no SECRET", "our SECRET", "SECRET!"
    let is_noun = is_by(&["a", "the", "no", "our", "my", "your", "its", "their", "his", "her", "s"]);
    let shouted = text.get(word.end..)?.starts_with(['!', '?', '’', '\'']);
    let marks = is_by(&["marked", "marking", "classified", "as", "classification"])
        || is_handled(text, word)
        || (ends(text, word)
            && !is_noun
            && !shouted
            && (!shouts_before(text, whole.start) || says_so(text, by)));
    marks.then_some(whole)
}

/// "THIS DOCUMENT IS", "THIS IS" and the like.
fn says_so(text: &str, is: Option<Word>) -> bool {
    let Some(is) = is.filter(|is| matches!(is.of(text), "IS" | "ARE" | "REMAINS")) else {
        return false;
    };
    word_before(text, is.start, is_space).is_some_and(|what| {
        let what = what.of(text);
        is_of_document(what)
            || matches!(what, "THIS" | "PAGE" | "PLAN" | "PASSAGE" | "SECTION" | "INFORMATION")
    })
}

/// The old markings are words too: they mark where they stand alone, or at one end of a line or in brackets,
/// or where something is said to be marked so, and before what only a marked passage has.
fn old(text: &str, word: Word) -> Option<Range<usize>> {
    let before = text.get(..word.start)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let bracketed = char_before(text, word.start).is_some_and(|c| "[(\"“".contains(c));
    let opens =
        bracketed || line.trim_start_matches([' ', '\t', '#', '*', '[', '(', '"', '“', '\'']).is_empty();
    let closed = bracketed && text.get(word.end..)?.starts_with([']', ')', '"', '”']);
    let opening = opens
        && (closed || ends_line(text.get(word.end..)?) || is_handled(text, word) || is_about(text, word));
    let named =
        word_before(text, word.start, |c| c.is_whitespace() || ":\"“'=-".contains(c)).is_some_and(|before| {
            ["marked", "marking", "classified", "classification", "as"]
                .iter()
                .any(|one| before.of(text).eq_ignore_ascii_case(one))
        });
    let parted = line.trim_end().ends_with(['-', '–', '—', ':', '.']) && ends_line(text.get(word.end..)?);
    (opening || named || parted).then_some(word.start..word.end)
}

/// Whether a line ends behind a marking.
fn ends_line(after: &str) -> bool {
    let rest = after.trim_start_matches(['.', ' ', '\t', ')', ']']);
    rest.is_empty() || rest.starts_with('\n')
}

/// Whether no ordinary word follows in its clause: the end of a line, or a mark.
fn ends(text: &str, word: Word) -> bool {
    let rest = text.get(word.end..).unwrap_or_default().trim_start_matches(is_space);
    !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '&' | '!' | '?' | '’' | '\'' | ','))
}

/// Whether what follows says how a marked document is handled, or what it is: PERSONAL, UK EYES ONLY, BRIEFING
/// NOTE, "when complete".
fn is_handled(text: &str, word: Word) -> bool {
    let between = |c: char| is_space(c) || matches!(c, ':' | '-' | '–' | '—' | '(' | '[' | '/' | '.' | ',');
    let Some(next) = next_word(text, word.end, between) else {
        return false;
    };
    let said = next.of(text);
    if said.eq_ignore_ascii_case("when") {
        return true;
    }
    let beyond = next_word(text, next.end, is_space);
    let more = beyond.is_none_or(|beyond| {
        let beyond = beyond.of(text);
        HANDLING.iter().any(|one| beyond.eq_ignore_ascii_case(one)) || is_of_document(beyond)
    });
    let handled = HANDLING.iter().any(|one| said.eq_ignore_ascii_case(one));
    // PROTECT is a verb before what there is to protect.
    let document = is_of_document(said) && word.of(text) != "PROTECT";
    more && (handled || document)
}

/// The most words after a marking that are looked at for what the passage is about.
const FARTHEST: usize = 10;

/// Whether a mark follows, and what is said after it is for few: names, addresses. Not what is said to the
/// reader: "we never ask for your address".
fn is_about(text: &str, word: Word) -> bool {
    let after = text.get(word.end..).unwrap_or_default();
    let after = after.get(..after.find('\n').unwrap_or(after.len())).unwrap_or_default();
    if !after.trim_start_matches(is_space).starts_with([':', '-', '–', '—', '.', '/', '('])
        || word.of(text) == "PROTECT"
    {
        return false;
    }
    let said = || words(after, 0).take(FARTHEST).map(|word| word.of(after));
    let is = |list: &[&str], said: &str| list.iter().any(|one| said.eq_ignore_ascii_case(one));
    said().any(|one| is(&DELICATE, one)) && !said().any(|one| is(&["you", "your"], one))
}

/// Whether the word before is in capitals too: a line that shouts.
fn shouts_before(text: &str, start: usize) -> bool {
    word_before(text, start, is_light).is_some_and(|before| {
        (before.is_capitals() && before.of(text) != "OFFICIAL") || matches!(before.of(text), "A" | "I")
    })
}

/// The next word on the line, where only spaces and light marks stand between.
fn beside_after(text: &str, word: Word) -> Option<Word> {
    next_word(text, word.end, is_light)
}

fn is_light(c: char) -> bool {
    is_space(c) || matches!(c, ',' | '&' | '’' | '\'')
}
