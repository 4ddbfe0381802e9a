//! House numbers with their postcodes.

use std::ops::Range;

use super::Hit;
use crate::check::facts::Facts;
use crate::check::prose::scan::{
    Word, char_at, char_before, is_break, is_space, next_word, word_before, words,
};
use crate::check::texts::{Sort, Text};
use crate::check::words::{is_month, is_weekday};
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
        let next = next_word(text, word.end, |c| is_break(c) || c == '-')?;
        // The gap is one line's end at most. "DT6 3rd Thursday" has no postcode.
        let gap = text.get(word.end..next.start)?;
        (gap.matches('\n').count() <= 1 && gap.len() <= 4 && !is_ordinal(next.of(text))).then_some(())?;
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

/// 1st, 2nd, 3rd, 4th.
fn is_ordinal(said: &str) -> bool {
    matches!(said.get(1..), Some("st" | "nd" | "rd" | "th"))
}

fn is_one_of(list: &[&str], said: &str) -> bool {
    list.iter().any(|one| said.eq_ignore_ascii_case(one))
}

/// Rooms, roads, beats, ages and the like have numbers that are no houses.
const NUMBERED: [&str; 42] = [
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
    "beat",
    "sector",
    "ward",
    "zone",
    "area",
    "unit",
    "units",
    "box",
    "ext",
    "extension",
    "table",
    "stall",
    "page",
    "item",
    "age",
    "ages",
    "aged",
    "over",
    "under",
    "year",
    "years",
    "week",
    "day",
    "top",
    "covid",
    "level",
];

/// What is counted: "4 PCSOs, Bridport".
const COUNTED: [&str; 30] = [
    "pcsos",
    "pcs",
    "officers",
    "constables",
    "sergeants",
    "volunteers",
    "homes",
    "houses",
    "flats",
    "properties",
    "households",
    "residents",
    "people",
    "members",
    "businesses",
    "shops",
    "farms",
    "stalls",
    "spaces",
    "seats",
    "pupils",
    "children",
    "adults",
    "students",
    "sessions",
    "visits",
    "events",
    "meetings",
    "minutes",
    "miles",
];

/// What nobody lives in, unless it is the old one.
const PUBLIC: [&str; 15] = [
    "hub",
    "library",
    "centre",
    "center",
    "café",
    "cafe",
    "club",
    "hall",
    "museum",
    "surgery",
    "theatre",
    "school",
    "church",
    "supermarket",
    "hospital",
];

const STREETS: [&str; 29] = [
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "close", "drive", "way", "court",
    "crescent", "terrace", "gardens", "place", "square", "hill", "row", "mews", "grove", "park", "walk",
    "rise", "view", "green", "parade", "cottage", "cottages",
];

fn is_house_number(text: &str, word: Word) -> bool {
    let said = word.of(text);
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    let lettered = digits + 1 == said.len() && said.as_bytes()[digits].is_ascii_alphabetic();
    // 50p, 10k, 60s.
    let measured = digits > 1 && said.ends_with(['p', 'k', 's']);
    let is_number = (1..=4).contains(&digits) && (digits == said.len() || (lettered && !measured));
    let is_year = digits == 4 && (said.starts_with("19") || said.starts_with("20"));
    let of_more = matches!(char_before(text, word.start), Some(':' | '.' | '£' | '€' | '/'))
        || matches!(char_at(text, word.end), Some('%' | ')' | ':'));
    let is_numbered = word_before(text, word.start, |c| is_space(c) || c == '.')
        .is_some_and(|before| is_one_of(&NUMBERED, before.of(text)));
    is_number && !is_year && !of_more && !is_numbered
}

/// Whether what stands between a number and a postcode is the rest of an address: names, and the small words
/// in them, or a street soon after.
fn is_address(text: &str, number: Word, postcode: usize) -> bool {
    const SMALL: [&str; 10] = ["the", "of", "and", "on", "upon", "under", "le", "la", "by", "in"];
    const PLACING: [&str; 8] = ["on", "in", "at", "from", "along", "near", "to", "for"];
    let between = text.get(number.end..postcode).unwrap_or_default();
    let is_list = between.contains("\n-") || between.contains("\n*") || between.contains("\n•");
    if between.contains(['!', '?', ';', ':']) || is_list || between.contains(". ") && !between.contains("t. ")
    {
        return false;
    }
    let all = || words(text, number.end).take_while(|word| word.start < postcode).map(|word| word.of(text));
    let Some(first) = all().next() else {
        return false;
    };
    // "9 March Road" is a house, "9 March" a day.
    let street_next = all().nth(1).is_some_and(|next| is_one_of(&STREETS, next));
    if !street_next && (is_month(first) || is_one_of(&COUNTED, first)) {
        return false;
    }
    let street = all().take(4).position(|said| is_one_of(&STREETS, said));
    let soon = street.is_some_and(|at| at > 0 && !all().take(at).any(|said| is_one_of(&PLACING, said)));
    // A number at the end of its line, or in a range, is a house's where a street follows.
    let ends_line = between.trim_start_matches(is_space).starts_with(['\n', '\r']);
    let name = between.split([',', '\n']).next().unwrap_or_default();
    let dated = word_before(text, number.start, |c| is_space(c) || c == '.').is_some_and(|before| {
        let before = before.of(text);
        (is_month(before) || is_weekday(before)) && !has_street(name)
    });
    if dated || is_public_place(name) || (ends_line && !soon) {
        return false;
    }
    let named = |said: &str| !said.starts_with(char::is_lowercase) || is_one_of(&SMALL, said) || said == "s";
    (first.starts_with(char::is_uppercase) && all().all(named)) || soon
}

fn has_street(name: &str) -> bool {
    words(name, 0).any(|word| is_one_of(&STREETS, word.of(name)))
}

/// Whether a name is that of a place that is for everybody: "Community Hub". The "Old School" has become a
/// home, and "Library Road" has some.
fn is_public_place(name: &str) -> bool {
    let is_public = |said: &str| is_one_of(&PUBLIC, said);
    let is_old = |said: &str| is_one_of(&["old", "former"], said);
    let has = |sort: &dyn Fn(&str) -> bool| words(name, 0).any(|word| sort(word.of(name)));
    has(&is_public) && !has(&is_old) && !has_street(name)
}
