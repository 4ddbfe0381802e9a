//! Registrations of vehicles.

use super::Hit;
use crate::check::prose::acronyms;
use crate::check::prose::scan::{Word, is_break, next_word, word_before};

/// The registration that begins with a word, or with the three letters before it.
pub fn registration(text: &str, word: Word) -> Option<Hit> {
    let said = word.of(text);
    let named = || is_named(text, word.start);
    if is_joined(said) {
        return Some(hit(text, word.start, word.end));
    }
    let gap = |c: char| is_break(c) || c == '-';
    let next = next_word(text, word.end, gap)
        .filter(|next| text.get(word.end..next.start).is_some_and(|gap| gap.chars().count() == 1));
    if let Some(next) = next.filter(|next| is_parted(said, next.of(text), named)) {
        return Some(hit(text, word.start, next.end));
    }
    let before = word_before(text, word.start, is_break)
        .filter(|before| before.is_capitals() && before.len() == 3)
        .filter(|before| {
            matches!(Shape::of(said).sorts(), b"9A" | b"99A" | b"999A") && is_named(text, before.start)
        });
    if let Some(before) = before {
        return Some(hit(text, before.start, word.end));
    }
    (is_personal(said) && named()).then(|| hit(text, word.start, word.end))
}

fn hit(text: &str, start: usize, end: usize) -> Hit {
    let first: String = text.get(start..end).unwrap_or_default().chars().take(2).collect();
    Hit {
        bytes: start..end,
        message: format!("What looks like the registration of a vehicle: “{first}…”"),
        allow: None,
    }
}

/// The sorts of the letters of a word: capitals as A, small letters as a, digits as 9.
struct Shape {
    sorts: [u8; Shape::MOST],
    count: usize,
}

impl Shape {
    /// One more than any registration has: what is longer has the shape of none.
    const MOST: usize = 9;

    fn of(said: &str) -> Self {
        let mut shape = Shape { sorts: [b'?'; Shape::MOST], count: 0 };
        for (sort, c) in shape.sorts.iter_mut().zip(said.chars()) {
            *sort = match c {
                'A'..='Z' => b'A',
                'a'..='z' => b'a',
                '0'..='9' => b'9',
                _ => b'?',
            };
            shape.count += 1;
        }
        shape
    }

    fn sorts(&self) -> &[u8] {
        &self.sorts[..self.count]
    }
}

/// In one word: AB12CDE, A123BCD, ABC123D.
fn is_joined(said: &str) -> bool {
    if !(5..=7).contains(&said.len()) {
        return false;
    }
    match Shape::of(said).sorts() {
        b"AA99AAA" | b"aa99aaa" => is_age(&said[2..4]),
        b"A9AAA" | b"A99AAA" | b"A999AAA" | b"AAA9A" | b"AAA99A" | b"AAA999A" => true,
        _ => false,
    }
}

/// Capitals and digits of any order, where they are named as a registration.
fn is_personal(said: &str) -> bool {
    let shape = Shape::of(said);
    (3..=7).contains(&said.len())
        && shape.sorts().contains(&b'A')
        && shape.sorts().iter().all(|sort| matches!(sort, b'A' | b'9'))
}

/// In two words: AB12 CDE, K123 ABC. Roads, postcodes and years beside letters that the police use are none.
fn is_parted(said: &str, next: &str, named: impl Fn() -> bool) -> bool {
    let letters =
        Shape::of(next).sorts() == b"AAA" && !acronyms::is_known(next) && !OF_POLICE.contains(&next);
    match Shape::of(said).sorts() {
        b"AA99" => letters && is_age(&said[2..]) && (named() || !is_district(said)),
        b"A999" => letters && (named() || !said.starts_with(['A', 'B', 'M'])),
        b"A9" | b"A99" => letters && named(),
        b"9" | b"99" | b"999" | b"9999" => letters && named(),
        b"aa99" => Shape::of(next).sorts() == b"aaa" && named(),
        _ => false,
    }
}

/// Whether it is the first half of a postcode of the south west as well: "BH21 PTA" is a school's association.
/// Their districts have low numbers.
fn is_district(said: &str) -> bool {
    const AREAS: [&str; 14] =
        ["BA", "BH", "BS", "DT", "EX", "GL", "PL", "PO", "SN", "SO", "SP", "TA", "TQ", "TR"];
    let number: u32 = said.get(2..).and_then(|digits| digits.parse().ok()).unwrap_or_default();
    said.get(..2).is_some_and(|area| AREAS.contains(&area)) && number <= 40
}

/// Three letters that follow a place in what the police write.
const OF_POLICE: [&str; 14] =
    ["ASB", "NPT", "PCC", "IAG", "SMT", "RCT", "CSP", "RTC", "CSO", "CSI", "SNT", "NHW", "RPU", "ARV"];

/// The numbers that tell the half of a year.
fn is_age(digits: &str) -> bool {
    !matches!(digits, "00" | "01" | "50")
}

/// Whether a registration is announced: "registration AB12 CDE", "number plate".
fn is_named(text: &str, start: usize) -> bool {
    const NAMES: [&str; 7] = ["registration", "reg", "vrm", "plate", "plates", "index", "registered"];
    let between = |c: char| is_break(c) || matches!(c, ':' | '.' | '(' | '“' | '"' | '\'');
    let mut at = start;
    for _ in 0..3 {
        let Some(before) = word_before(text, at, between) else {
            return false;
        };
        if NAMES.iter().any(|name| before.of(text).eq_ignore_ascii_case(name)) {
            return true;
        }
        at = before.start;
    }
    false
}
