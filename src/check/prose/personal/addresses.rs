//! House numbers with their postcodes.

use std::ops::Range;

use super::Hit;
use crate::check::facts::Facts;
use crate::check::prose::scan::{Word, char_before, is_space, next_word, word_before, words};
use crate::check::texts::{Sort, Text};
use crate::plan::Entry;

/// A house number, what stands between, and a postcode.
pub struct Address {
    pub bytes: Range<usize>,
    /// As written, in small letters: "14b".
    number: String,
    /// In capitals, without a space: "DT63AB".
    postcode: String,
}

impl Address {
    pub fn hit(&self, text: &str) -> Hit {
        let district = self.postcode.get(..self.postcode.len() - 3).unwrap_or_default();
        let said = text.get(self.bytes.clone()).unwrap_or_default();
        Hit {
            bytes: self.bytes.clone(),
            message: format!("A house number with its postcode: “{} … {district} …”", self.number),
            allow: Some(("public-addresses", said.split_whitespace().collect::<Vec<_>>().join(" "))),
        }
    }
}

/// Whether an address may be known: it is listed, it is that of a venue of the book, or it is the venue of
/// an event that anybody can come to.
pub fn is_public(facts: &Facts<'_>, text: &Text<'_, '_>, address: &Address) -> bool {
    if text.sort == Sort::Venue
        && text.activity.is_some_and(|activity| {
            let kind = facts.edition.kind(activity.kind.trim());
            let by_kind = kind.is_none_or(|kind| kind.public);
            activity.public == Entry::Is(true) || (by_kind && activity.public != Entry::Is(false))
        })
    {
        return true;
    }
    let is_same = |listed: &str| {
        let numbers = words(listed, 0).filter(|word| word.has_digit());
        numbers
            .filter_map(|word| self::address(listed, word))
            .any(|listed| listed.number == address.number && listed.postcode == address.postcode)
    };
    facts.force.public_addresses.iter().any(|listed| is_same(listed))
        || facts.areas.venues.iter().any(|venue| is_same(&venue.address))
}

/// How far before a postcode its house number may stand, in bytes.
const FARTHEST: usize = 100;

/// The address whose postcode begins with a word, if one does.
pub fn address(text: &str, word: Word) -> Option<Address> {
    let (postcode, end) = postcode(text, word)?;
    let from = (word.start.saturating_sub(FARTHEST)..=word.start).find(|at| text.is_char_boundary(*at))?;
    let number = words(text, from).take_while(|one| one.start < word.start).find(|one| {
        (one.start > from || from == 0) && is_house_number(text, *one) && is_address(text, *one, word.start)
    })?;
    Some(Address { bytes: number.start..end, number: number.of(text).to_lowercase(), postcode })
}

/// The postcode that begins with a word, in capitals without its space, and the byte where it ends.
fn postcode(text: &str, word: Word) -> Option<(String, usize)> {
    let said = word.of(text);
    let (outward, inward, end) = if is_outward(said) {
        let next = next_word(text, word.end, is_space)?;
        (said, next.of(text), next.end)
    } else {
        let at = said.len().checked_sub(3).filter(|at| said.is_char_boundary(*at))?;
        let (outward, inward) = said.split_at(at);
        (outward, inward, word.end)
    };
    let letter = |byte: u8| byte.is_ascii_alphabetic() && !b"CIKMOV".contains(&byte.to_ascii_uppercase());
    let fits = match inward.as_bytes() {
        [digit, one, two] => digit.is_ascii_digit() && letter(*one) && letter(*two),
        _ => false,
    };
    (fits && is_outward(outward)).then(|| (format!("{outward}{inward}").to_uppercase(), end))
}

/// One or two letters, a digit, and perhaps one more of either.
fn is_outward(said: &str) -> bool {
    let letters = said.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &said.as_bytes()[letters..];
    (1..=2).contains(&letters)
        && matches!(rest, [one] | [one, _] if one.is_ascii_digit())
        && rest.iter().all(u8::is_ascii_alphanumeric)
}

/// Rooms, roads and the like have numbers that are no houses.
const NUMBERED: [&str; 16] = [
    "room",
    "floor",
    "suite",
    "hall",
    "stand",
    "pitch",
    "platform",
    "gate",
    "bus",
    "route",
    "junction",
    "classroom",
    "studio",
    "door",
    "bay",
    "phase",
];

/// Days and months after a number make a date of it.
const OF_DATES: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn is_house_number(text: &str, word: Word) -> bool {
    let said = word.of(text);
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=4).contains(&digits)
        && (digits == said.len()
            || (digits + 1 == said.len() && said.as_bytes()[digits].is_ascii_alphabetic()));
    let is_year = digits == 4 && (said.starts_with("19") || said.starts_with("20"));
    let of_time = matches!(char_before(text, word.start), Some(':' | '.' | '£' | '/'));
    let is_numbered = word_before(text, word.start, is_space)
        .is_some_and(|before| NUMBERED.iter().any(|one| before.of(text).eq_ignore_ascii_case(one)));
    is_number && !is_year && !of_time && !is_numbered
}

/// Whether what stands between a number and a postcode is the rest of an address: names, and the small words
/// in them, or a street soon after.
fn is_address(text: &str, number: Word, postcode: usize) -> bool {
    const STREETS: [&str; 27] = [
        "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "close", "drive", "way", "court",
        "crescent", "terrace", "gardens", "place", "square", "hill", "row", "mews", "grove", "park", "walk",
        "rise", "view", "green", "parade",
    ];
    const SMALL: [&str; 10] = ["the", "of", "and", "on", "upon", "under", "le", "la", "by", "in"];
    const PLACING: [&str; 8] = ["on", "in", "at", "from", "along", "near", "to", "for"];
    let between = text.get(number.end..postcode).unwrap_or_default();
    if between.contains(['!', '?', ';', ':']) || between.contains(". ") && !between.contains("t. ") {
        return false;
    }
    let all: Vec<&str> =
        words(text, number.end).take_while(|word| word.start < postcode).map(|word| word.of(text)).collect();
    let is = |list: &[&str], said: &str| list.iter().any(|one| said.eq_ignore_ascii_case(one));
    let is_date = all.first().is_some_and(|first| {
        first.get(..3).is_some_and(|month| is(&OF_DATES, month))
            && !all.get(1).is_some_and(|next| is(&STREETS, next))
    });
    let named = |said: &&str| !said.starts_with(char::is_lowercase) || is(&SMALL, said) || *said == "s";
    let starts_named = all.first().is_some_and(|first| first.starts_with(char::is_uppercase));
    let street = all.iter().take(4).position(|said| is(&STREETS, said));
    let soon = street.is_some_and(|at| at > 0 && !all[..at].iter().any(|said| is(&PLACING, said)));
    !is_date && ((starts_named && all.iter().all(named)) || soon)
}
