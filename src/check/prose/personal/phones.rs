//! Telephone numbers, in the ways in which the British write them.

use std::ops::Range;

use super::Hit;
use crate::check::prose::scan::{Word, char_before, is_break, is_space, words};
use crate::plan::Force;

/// A telephone number.
pub struct Phone {
    pub bytes: Range<usize>,
    /// Its digits: from 0 for a British one, from + for another.
    pub digits: String,
}

impl Phone {
    pub fn hit(&self, text: &str) -> Hit {
        let said = text.get(self.bytes.clone()).unwrap_or_default();
        Hit {
            bytes: self.bytes.clone(),
            message: message(&self.digits),
            allow: Some(("public-numbers", said.split_whitespace().collect::<Vec<_>>().join(" "))),
        }
    }
}

/// What is said of a number, with little of it.
pub fn message(digits: &str) -> String {
    let (first, last) =
        (digits.get(..2).unwrap_or_default(), digits.get(digits.len() - 2..).unwrap_or_default());
    format!("A telephone number that is not on the public list: “{first}…{last}”")
}

/// Whether the force has it among its public numbers, however either is written. A number that is still
/// being typed is the beginning of one.
pub fn is_public(force: &Force, digits: &str) -> bool {
    force.public_numbers.iter().any(|listed| canonical(listed).starts_with(digits))
}

/// The digits of a number as [`Phone`] has them.
fn canonical(number: &str) -> String {
    let abroad = number.trim().starts_with('+');
    let number = if number.trim().starts_with("(0)") { number.to_owned() } else { number.replace("(0)", "") };
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
const MOST_GROUPS: usize = 12;

/// The groups of digits of what could be a number, gathered from left to right.
struct Groups {
    digits: String,
    lengths: [usize; MOST_GROUPS],
    count: usize,
    /// Whether a gap was of a sort that other figures have between them too: a line's end, a stroke, a comma.
    odd: bool,
    /// Whether a plus stands before.
    plus: bool,
}

/// The telephone number that begins with a word, or with the digits after its letters, if one does.
pub fn phone(text: &str, word: Word) -> Option<Phone> {
    let first = digits_of(text, word)?;
    let glued = first.start > word.start;
    let plus = !glued && char_before(text, first.start) == Some('+');
    let said = text.get(first.clone())?;
    let country = said.starts_with("0044") || said.starts_with("44");
    if !(plus || country || said.starts_with('0')) {
        return None;
    }
    let mut groups = Groups { digits: String::new(), lengths: [0; MOST_GROUPS], count: 0, odd: false, plus };
    let mut best = None;
    let mut end = first.start;
    let mut clocks = false;
    for group in words(text, first.start).take(MOST_GROUPS) {
        let gap = text.get(end..group.start)?;
        let digits = text.get(group.start..group.end)?;
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        // Letters may be glued to the end of the last group.
        let letters = digits.get(length..)?;
        if length == 0 || letters.contains(|c: char| !c.is_alphabetic()) || !is_gap(gap) {
            break;
        }
        let digits = digits.get(..length)?;
        groups.odd |= !is_plain(gap);
        // The nought in brackets is not dialled after +44, and is alone before a code.
        let bracketed = digits == "0" && text.get(..group.start)?.ends_with('(');
        if bracketed && groups.count == 0 {
            groups.digits.push('0');
        } else if !bracketed {
            groups.digits.push_str(digits);
            groups.lengths[groups.count] = length;
            groups.count += 1;
        }
        // Half past seven to half past nine, and then a count.
        clocks |= groups.count == 2 && gap.contains(['-', '–']) && groups.are_clocks();
        end = group.start + length;
        if let Some(number) = groups.number().filter(|_| !clocks) {
            best = Some((end, number, groups.is_sure()));
        }
        if !letters.is_empty() {
            break;
        }
    }
    let (end, digits, sure) = best?;
    let in_grid = digits.len() == 10 && !plus && after_two_letters(text, first.start);
    if in_grid || (!plus && joined_before(text, first.start, sure)) {
        return None;
    }
    let start = first.start - usize::from(plus);
    let start =
        start - usize::from(char_before(text, start) == Some('(') && text.get(start..end)?.contains(')'));
    Some(Phone { bytes: start..end, digits })
}

/// The digits of a word, where letters alone stand before and after them in it.
fn digits_of(text: &str, word: Word) -> Option<Range<usize>> {
    if word.is_digits() {
        return Some(word.start..word.end);
    }
    let said = word.of(text);
    let from = said.find(|c: char| c.is_ascii_digit())?;
    let length = said.bytes().skip(from).take_while(u8::is_ascii_digit).count();
    let before = said.get(..from)?;
    // The letter in "B01632" makes a road or a form of it, unless there is a whole number.
    let letters = before.chars().all(char::is_alphabetic)
        && said.get(from + length..)?.chars().all(char::is_alphabetic)
        && length >= 5;
    letters.then_some(word.start + from..word.start + from + length)
}

/// Whether what stands before makes the digits a part of something else: 1.5, 3/07, £0. Groups of digits that
/// only telephone numbers have are no part of another number but of a decimal.
fn joined_before(text: &str, start: usize, sure: bool) -> bool {
    let before = char_before(text, start);
    let after_digit = before.is_some_and(|mark| {
        char_before(text, start - mark.len_utf8()).is_some_and(|beyond| beyond.is_ascii_digit())
    });
    match before {
        Some('£') => true,
        Some('.') => after_digit,
        Some(',' | '/' | '-' | '_') => after_digit && !sure,
        _ => false,
    }
}

/// Whether the digits are those of a grid reference: SY 01234 56789.
fn after_two_letters(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end_matches(is_space);
    let others = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
    before.len() - others.len() == 2 && !others.ends_with(char::is_alphanumeric)
}

/// What stands between the groups of a number: a few marks and spaces.
fn is_gap(gap: &str) -> bool {
    let mut marks = 0;
    gap.chars().all(|c| {
        marks += usize::from(!is_break(c));
        is_break(c)
            || is_dash(c)
            || matches!(c, '.' | ',' | '/' | '_' | '|' | '(' | ')' | ':' | '·' | '•' | '~' | '*')
    }) && marks <= 2
        && gap.chars().count() <= 4
}

/// What stands between the groups of a number, and seldom between other figures.
fn is_plain(gap: &str) -> bool {
    let count = gap.chars().count();
    let marks = gap.chars().filter(|c| !is_space(*c)).count();
    (count <= 2 || (count == 3 && marks == 1 || gap == ") ("))
        && gap.chars().all(|c| is_space(c) || is_dash(c) || matches!(c, '.' | '(' | ')'))
        && gap != ". "
        && gap != "  "
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

impl Groups {
    fn lengths(&self) -> &[usize] {
        &self.lengths[..self.count]
    }

    /// The number that the groups make, if they make one.
    fn number(&self) -> Option<String> {
        let (digits, lengths) = (&self.digits, self.lengths());
        let country = digits.strip_prefix("0044").or_else(|| {
            digits.strip_prefix("44").filter(|national| {
                self.plus
                    || (digits.len() == 12
                        && !self.odd
                        && (lengths.first() == Some(&2) || national.starts_with('7')))
            })
        });
        if let Some(national) = country {
            let national = national.strip_prefix('0').unwrap_or(national);
            let national = format!("0{national}");
            return is_national(&national).then_some(national);
        }
        if self.plus {
            return (9..=15).contains(&digits.len()).then(|| format!("+{digits}"));
        }
        // Days and times come in groups of two; area codes are longer.
        let grouped = match lengths {
            [only] => *only >= 10,
            [first, second, ..] => *first > 2 || (*first == 2 && *second > 2) || self.is_spelt(),
            [] => false,
        };
        (grouped && (!self.odd || self.is_sure()) && is_national(digits)).then(|| digits.clone())
    }

    /// Whether the groups are those in which telephone numbers are written, and hardly anything else.
    fn is_sure(&self) -> bool {
        match self.lengths() {
            [11] | [5, ..] | [3, 4, 4] | [4, 3, 4] | [3, 8] | [4, 7] => true,
            _ => self.plus || self.digits.starts_with("0044") || (self.count > 2 && self.is_spelt()),
        }
    }

    /// Whether a mobile number is written figure by figure, or in pairs that are no days.
    fn is_spelt(&self) -> bool {
        let digits = self.digits.as_bytes();
        digits.starts_with(b"07")
            && (self.lengths().iter().all(|length| *length == 1)
                || (self.lengths().iter().all(|length| *length <= 2)
                    && self.lengths.first() == Some(&2)
                    && digits.get(2).is_some_and(|tens| *tens > b'3')))
    }

    /// Whether the first two are times of day in four figures.
    fn are_clocks(&self) -> bool {
        let clock = |four: Option<&str>| {
            four.and_then(|four| four.parse::<u16>().ok())
                .is_some_and(|time| time / 100 < 24 && time % 100 < 60 && time % 5 == 0)
        };
        self.lengths() == [4, 4] && clock(self.digits.get(..4)) && clock(self.digits.get(4..8))
    }
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

/// Whether a whole number of a file is a telephone number that has lost its nought: 7700900123. A landline's
/// only where the key speaks of one: it could be anything.
pub fn in_figures(figures: i64, named: bool) -> Option<String> {
    let digits = figures.to_string();
    let national = match digits.len() {
        10 if digits.starts_with('7') || (named && digits.starts_with(['1', '2', '3', '8'])) => digits,
        12 => {
            digits.strip_prefix("44").filter(|rest| rest.starts_with(['1', '2', '7'])).map(str::to_owned)?
        }
        _ => return None,
    };
    Some(format!("0{national}"))
}
