//! National Insurance numbers, dates of birth, crime references.

use super::Hit;
use crate::check::prose::scan::{Word, char_before, is_break, next_word, word_before};
use crate::check::words::is_month;

/// The National Insurance number that begins with a word, or with the two letters before it.
pub fn insurance_number(text: &str, word: Word) -> Option<Hit> {
    let said = word.of(text);
    let start = if said.as_bytes().first()?.is_ascii_digit() {
        let letters = word_before(text, word.start, is_parting)?;
        (letters.is_capitals() && letters.len() == 2).then_some(letters.start)?
    } else {
        word.start
    };
    const SHAPE: &[u8] = b"AA999999A";
    let bytes = text.as_bytes();
    let mut at = start;
    for (nth, sort) in SHAPE.iter().enumerate() {
        // A space, a mark or a line's end may stand before each pair.
        if matches!(nth, 2 | 4 | 6 | 8) {
            let rest = text.get(at..)?;
            let gap = rest.len() - rest.trim_start_matches(is_parting).len();
            at += if gap <= LONGEST_GAP { gap } else { 0 };
        }
        let byte = bytes.get(at)?;
        let fits = match sort {
            b'9' => byte.is_ascii_digit(),
            _ if nth == 8 => matches!(byte.to_ascii_uppercase(), b'A'..=b'D'),
            _ => byte.is_ascii_alphabetic(),
        };
        fits.then_some(())?;
        at += 1;
    }
    let whole = !text.get(at..)?.starts_with(char::is_alphanumeric);
    let first = text.get(start..start + 2)?;
    whole.then(|| Hit {
        bytes: start..at,
        message: format!("What looks like a National Insurance number: “{first}…”"),
        allow: None,
    })
}

/// The most bytes between two pairs of a National Insurance number.
const LONGEST_GAP: usize = 4;

fn is_parting(c: char) -> bool {
    is_break(c) || matches!(c, '-' | '.' | '/')
}

/// Words that may stand between what a reference is and the reference.
const FILLERS: [&str; 9] = ["reference", "ref", "number", "no", "nr", "num", "is", "id", "report"];
/// What has a reference.
const OF_CRIMES: [&str; 6] = ["crime", "occurrence", "incident", "urn", "log", "cad"];

/// The crime reference that begins with a word: one that is named, or eleven digits of a force's code, a
/// year and a number.
pub fn crime_reference(text: &str, word: Word) -> Option<Hit> {
    let said = word.of(text);
    let end = word.end + run(text.get(word.end..)?);
    let before = text.get(..word.start)?;
    let start = before.trim_end_matches(is_of_run).len();
    let start = end - text.get(start..end)?.trim_start_matches(['/', '-']).len();
    let whole = text.get(start..end)?;
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let is_one = (word.is_digits() && is_bare(said) && !is_of_another(text, word.start))
        || (digits >= 4 && is_named(text, start))
        || is_of_day(text, word);
    is_one.then_some(())?;
    let shown = match whole.len() {
        6.. => format!(": “{}…{}”", whole.get(..2)?, whole.get(whole.len() - 2..)?),
        _ => String::new(),
    };
    Some(Hit { bytes: start..end, message: format!("What looks like a crime reference{shown}"), allow: None })
}

/// How much more of a reference follows: "/26", "-1234".
fn run(rest: &str) -> usize {
    let more = rest.len() - rest.trim_start_matches(is_of_run).len();
    rest[..more].trim_end_matches(['/', '-']).len()
}

fn is_of_run(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '/' || c == '-'
}

pub fn is_bare(said: &str) -> bool {
    let year = said.get(2..4).and_then(|year| year.parse::<u8>().ok());
    // Meetings on the screen have eleven digits too, from 8 or 9.
    said.len() == 11
        && !said.starts_with(['0', '8', '9'])
        && year.is_some_and(|year| (10..40).contains(&year))
}

/// What else has long numbers: "budget code 5521…".
const OTHERS: [&str; 26] = [
    "budget", "code", "cost", "centre", "account", "invoice", "order", "payment", "grant", "charity",
    "company", "barcode", "isbn", "asset", "serial", "vat", "uprn", "meeting", "webinar", "ticket",
    "booking", "licence", "project", "job", "po", "form",
];

/// Whether a word is about such.
pub fn is_other(said: &str) -> bool {
    OTHERS.iter().any(|name| said.eq_ignore_ascii_case(name))
}

/// Whether a number is said to be something else than a crime reference.
fn is_of_another(text: &str, start: usize) -> bool {
    let between = |c: char| is_break(c) || matches!(c, ':' | '.' | '#' | '(' | '-' | '_');
    let mut at = start;
    for _ in 0..3 {
        let Some(before) = word_before(text, at, between) else {
            return false;
        };
        let said = before.of(text);
        if is_other(said) {
            return true;
        }
        if !FILLERS.iter().any(|filler| said.eq_ignore_ascii_case(filler)) {
            return false;
        }
        at = before.start;
    }
    false
}

/// "Crime reference number 5526…", "crime no. 1234/26".
fn is_named(text: &str, start: usize) -> bool {
    let between = |c: char| is_break(c) || matches!(c, ':' | '.' | '#' | '(' | '-');
    let mut at = start;
    for fillers in 0..5 {
        let Some(before) = word_before(text, at, between) else {
            return false;
        };
        let said = before.of(text);
        if OF_CRIMES.iter().any(|name| said.eq_ignore_ascii_case(name)) {
            // "Crime 2026" and "log 1234" are too little; "CAD 1234" is not.
            return fillers > 0 || matches!(said, "CAD" | "URN") || char_before(text, start) == Some('#');
        }
        if !FILLERS.iter().any(|filler| said.eq_ignore_ascii_case(filler)) {
            return false;
        }
        at = before.start;
    }
    false
}

/// "Log 234 of 3 March": how incidents are named.
fn is_of_day(text: &str, word: Word) -> bool {
    let names = ["log", "incident", "cad"];
    let named = |word: Word| names.iter().any(|name| word.of(text).eq_ignore_ascii_case(name));
    let of = || next_word(text, word.end, is_break).filter(|of| of.of(text) == "of");
    word.is_digits()
        && word_before(text, word.start, is_break).is_some_and(named)
        && of().and_then(|of| next_word(text, of.end, is_break)).is_some_and(|day| day.has_digit())
}

/// The date of birth that begins with a word: a whole date that "born" or "date of birth" stands before, or
/// whose key says so.
pub fn birth_date(text: &str, word: Word, of_key: impl FnOnce() -> bool) -> Option<Hit> {
    let (start, end) = whole_date(text, word)?;
    (is_of_birth(text, start) || of_key()).then(|| Hit {
        bytes: start..end,
        message: BIRTH.to_owned(),
        allow: None,
    })
}

/// What is said of a date of birth.
pub const BIRTH: &str = "What looks like a date of birth";

/// Whether a word is about a birth.
pub fn names_birth(said: &str) -> bool {
    ["born", "dob", "birth", "birthday", "birthdate"].iter().any(|one| said.eq_ignore_ascii_case(one))
}

fn is_of_birth(text: &str, start: usize) -> bool {
    let between = |c: char| is_break(c) || matches!(c, ':' | '.' | '(' | ',' | '-');
    let mut at = start;
    for _ in 0..4 {
        let Some(before) = word_before(text, at, between) else {
            return false;
        };
        let said = before.of(text);
        at = before.start;
        let is = |name: &str| said.eq_ignore_ascii_case(name);
        let initials = || {
            let from = at.checked_sub("d.o.".len()).and_then(|from| text.get(from..at));
            from.is_some_and(|initials| initials.eq_ignore_ascii_case("d.o."))
        };
        if names_birth(said) || (is("b") && initials()) {
            return true;
        }
        if !["on", "the", "is", "was", "of", "b"].iter().any(|small| is(small)) {
            return false;
        }
    }
    false
}

/// Where a date with its year begins and ends that has a word for its first number: 3/3/62, 3 March 1962,
/// March 3, 1962, 1962-03-03.
fn whole_date(text: &str, word: Word) -> Option<(usize, usize)> {
    let said = word.of(text);
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    let in_figures = |c: char| is_break(c) || matches!(c, '/' | '.' | '-');
    if word.is_digits()
        && let Some(middle) = next_word(text, word.end, in_figures).filter(Word::is_digits)
        && let Some(last) = next_word(text, middle.end, in_figures).filter(Word::has_digit)
        && text.get(word.end..last.start)?.contains(['/', '.', '-'])
        && last.of(text).starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((word.start, last.end));
    }
    let ordinal = matches!(said.get(digits..)?, "" | "st" | "nd" | "rd" | "th");
    ((1..=2).contains(&digits) && ordinal).then_some(())?;
    let between = |c: char| is_break(c) || matches!(c, ',' | '-');
    let is_year = |year: &Word| year.is_digits() && matches!(year.len(), 2 | 4);
    let mut next = next_word(text, word.end, between)?;
    if is_year(&next) {
        let month = word_before(text, word.start, between).filter(|month| is_month(month.of(text)))?;
        return Some((month.start, next.end));
    }
    if next.of(text).eq_ignore_ascii_case("of") {
        next = next_word(text, next.end, between)?;
    }
    is_month(next.of(text)).then_some(())?;
    let year = next_word(text, next.end, between).filter(is_year)?;
    Some((word.start, year.end))
}
