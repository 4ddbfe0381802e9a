//! Telephone numbers, in the ways in which the British write them.

use std::ops::Range;

use super::Hit;
use crate::check::prose::scan::{Word, char_before, is_space, word_before, words};
use crate::plan::Force;

/// A telephone number.
pub struct Phone {
    pub bytes: Range<usize>,
    /// Its digits: from 0 for a British one, from + for another.
    digits: String,
}

impl Phone {
    pub fn hit(&self, text: &str) -> Hit {
        let digits = &self.digits;
        let (first, last) =
            (digits.get(..2).unwrap_or_default(), digits.get(digits.len() - 2..).unwrap_or_default());
        Hit {
            bytes: self.bytes.clone(),
            message: format!("A telephone number that is not on the public list: “{first}…{last}”"),
            allow: Some(("public-numbers", text.get(self.bytes.clone()).unwrap_or_default().to_owned())),
        }
    }
}

/// Whether the force has it among its public numbers, however either is written. A number that is still
/// being typed is the beginning of one.
pub fn is_public(force: &Force, phone: &Phone) -> bool {
    force.public_numbers.iter().any(|listed| canonical(listed).starts_with(&phone.digits))
}

/// The digits of a number as [`Phone`] has them.
fn canonical(number: &str) -> String {
    let abroad = number.trim().starts_with('+');
    let number = number.replace("(0)", "");
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits
        .strip_prefix("0044")
        .or_else(|| digits.strip_prefix("44").filter(|_| abroad || digits.len() == 12))
    {
        Some(national) => format!("0{}", national.trim_start_matches('0')),
        None if abroad => format!("+{digits}"),
        None => digits,
    }
}

/// The most groups of digits that a number is written in.
const MOST_GROUPS: usize = 8;

/// The telephone number that begins with a word, if one does.
pub fn phone(text: &str, word: Word) -> Option<Phone> {
    if !word.is_digits() {
        return None;
    }
    let plus = char_before(text, word.start) == Some('+');
    let said = word.of(text);
    let country = said.starts_with("0044") || said.starts_with("44");
    if !(plus || country || said.starts_with('0')) || joined_before(text, word, plus) {
        return None;
    }
    let (mut digits, mut lengths) = (String::new(), Vec::new());
    let mut best = None;
    let mut end = word.start;
    for group in words(text, word.start).take(MOST_GROUPS) {
        if !group.is_digits() || !(group.start == end || is_gap(text.get(end..group.start)?)) {
            break;
        }
        // The nought in brackets after +44 is not dialled.
        let nought = group.of(text) == "0" && text.get(..group.start)?.ends_with('(');
        if !(nought && lengths.len() == 1) {
            digits.push_str(group.of(text));
            lengths.push(group.len());
        }
        end = group.end;
        if let Some(number) = number(&digits, plus, &lengths) {
            best = Some((end, number));
        }
    }
    let (end, digits) = best?;
    // A longer run of digits is something else.
    let runs_on = text.get(end..)?.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let start = word.start - usize::from(plus);
    let start =
        start - usize::from(char_before(text, start) == Some('(') && text.get(start..end)?.contains(')'));
    (!runs_on).then_some(Phone { bytes: start..end, digits })
}

/// Whether what stands before makes the digits a part of something else: 1.5, 3/07, £0, a grid reference.
fn joined_before(text: &str, word: Word, plus: bool) -> bool {
    let before = char_before(text, word.start - usize::from(plus));
    let in_grid = || {
        let letters = word_before(text, word.start, is_space);
        letters.is_some_and(|letters| letters.len() == 2 && letters.is_capitals())
    };
    matches!(before, Some('.' | ',' | '/' | '-' | '_' | '£' | '#')) && !plus || in_grid()
}

/// What stands between the groups of a number.
fn is_gap(gap: &str) -> bool {
    let count = gap.chars().count();
    let marks = gap.chars().filter(|c| !is_space(*c)).count();
    (count <= 2 || (count == 3 && marks == 1 || gap == ") ("))
        && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '–' | '\u{2011}'))
        && gap != ". "
        && gap != "  "
}

/// The number that groups of digits make, if they make one.
fn number(digits: &str, plus: bool, lengths: &[usize]) -> Option<String> {
    let country = digits.strip_prefix("0044").or_else(|| {
        digits.strip_prefix("44").filter(|national| {
            plus || (digits.len() == 12 && (lengths.first() == Some(&2) || national.starts_with('7')))
        })
    });
    if let Some(national) = country {
        let national = national.strip_prefix('0').unwrap_or(national);
        let national = format!("0{national}");
        return is_national(&national).then_some(national);
    }
    if plus {
        return (9..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    // Days and times come in groups of two; area codes are longer.
    let grouped = match lengths {
        [only] => *only >= 10,
        [first, second, ..] => *first > 2 || (*first == 2 && *second > 2),
        [] => false,
    };
    (grouped && is_national(digits)).then(|| digits.to_owned())
}

/// Whether digits are a British number: ten or eleven, with the beginnings that there are.
fn is_national(digits: &str) -> bool {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| digits.starts_with(beginning));
    match digits.len() {
        11 => begins(&["01", "02", "03", "055", "056", "07", "08"]),
        10 => begins(&["01", "0500", "0800"]),
        _ => false,
    }
}
