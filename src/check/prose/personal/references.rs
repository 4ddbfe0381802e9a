//! National Insurance numbers, dates of birth, crime references.

use super::Hit;
use crate::check::prose::scan::{Word, char_before, is_space, next_word, word_before};

/// The National Insurance number that begins with a word, or with the two letters before it.
pub fn insurance_number(text: &str, word: Word) -> Option<Hit> {
    let said = word.of(text);
    let start = if said.as_bytes().first()?.is_ascii_digit() {
        let letters = word_before(text, word.start, is_space)?;
        (letters.is_capitals() && letters.len() == 2).then_some(letters.start)?
    } else {
        word.start
    };
    const SHAPE: &[u8] = b"AA999999A";
    let bytes = text.as_bytes();
    let mut at = start;
    for (nth, sort) in SHAPE.iter().enumerate() {
        // A space may stand before each pair.
        if matches!(nth, 2 | 4 | 6 | 8) && matches!(bytes.get(at), Some(b' ' | b'-')) {
            at += 1;
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
    let is_one = (word.is_digits() && is_bare(said))
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

fn is_bare(said: &str) -> bool {
    let year = said.get(2..4).and_then(|year| year.parse::<u8>().ok());
    // Meetings on the screen have eleven digits too, from 8 or 9.
    said.len() == 11
        && !said.starts_with(['0', '8', '9'])
        && year.is_some_and(|year| (10..40).contains(&year))
}

/// "Crime reference number 5526…", "crime no. 1234/26".
fn is_named(text: &str, start: usize) -> bool {
    let between = |c: char| is_space(c) || matches!(c, ':' | '.' | '#' | '(' | '-');
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
    let before = word_before(text, word.start, is_space).is_some_and(named);
    let of = next_word(text, word.end, is_space).filter(|of| of.of(text) == "of");
    before
        && word.is_digits()
        && of.and_then(|of| next_word(text, of.end, is_space)).is_some_and(|day| day.has_digit())
}

/// The date of birth that begins with a word: a whole date that "born" or "date of birth" stands before.
pub fn birth_date(text: &str, word: Word) -> Option<Hit> {
    let end = whole_date(text, word)?;
    let between = |c: char| is_space(c) || matches!(c, ':' | '.' | '(' | ',' | '-');
    let mut at = word.start;
    for _ in 0..4 {
        let before = word_before(text, at, between)?;
        let said = before.of(text);
        at = before.start;
        let is = |name: &str| said.eq_ignore_ascii_case(name);
        if is("born")
            || is("dob")
            || is("birth")
            || (is("b") && text.get(..at)?.to_lowercase().ends_with("d.o."))
        {
            return Some(Hit {
                bytes: word.start..end,
                message: "What looks like a date of birth".to_owned(),
                allow: None,
            });
        }
        if !["on", "the", "is", "was", "of", "b"].iter().any(|small| is(small)) {
            return None;
        }
    }
    None
}

/// Where a date with its year ends that begins with a word: 3/3/62, 3 March 1962, 1962-03-03, March's third.
fn whole_date(text: &str, word: Word) -> Option<usize> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let said = word.of(text);
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    let in_figures = |c: char| matches!(c, '/' | '.' | '-');
    if word.is_digits()
        && let Some(middle) = next_word(text, word.end, in_figures).filter(Word::is_digits)
        && let Some(last) = next_word(text, middle.end, in_figures).filter(Word::is_digits)
    {
        return Some(last.end);
    }
    let ordinal = matches!(said.get(digits..)?, "" | "st" | "nd" | "rd" | "th");
    ((1..=2).contains(&digits) && ordinal).then_some(())?;
    let between = |c: char| is_space(c) || matches!(c, ',' | '-');
    let mut month = next_word(text, word.end, between)?;
    if month.of(text).eq_ignore_ascii_case("of") {
        month = next_word(text, month.end, between)?;
    }
    let begins = month.of(text).get(..3)?.to_lowercase();
    MONTHS.contains(&begins.as_str()).then_some(())?;
    let year =
        next_word(text, month.end, between).filter(|year| year.is_digits() && matches!(year.len(), 2 | 4))?;
    Some(year.end)
}
