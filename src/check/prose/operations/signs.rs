//! Call signs.

use std::ops::Range;

use crate::check::prose::scan::{Word, char_at, is_break, is_space, next_word};

/// The words by which letters are spelt on the radio, without those that are first names, places or things
/// that have numbers.
const SPELT: [&str; 11] =
    ["Bravo", "Delta", "Echo", "Foxtrot", "Sierra", "Tango", "Whiskey", "Whisky", "Yankee", "Zulu", "Xray"];
/// The others; two such words side by side, and a number, are a call sign too.
const SPELT_TOO: [&str; 17] = [
    "Alpha", "Alfa", "Charlie", "Golf", "Hotel", "India", "Juliet", "Juliett", "Kilo", "Lima", "Mike",
    "November", "Oscar", "Papa", "Quebec", "Romeo", "Victor",
];

/// A sign that "call sign" announces: WD21, Tango Two One.
pub fn named_sign(text: &str, start: usize, sign: Word) -> Option<Range<usize>> {
    let between = |c: char| is_break(c) || matches!(c, ':' | '“' | '"' | '\'' | '(' | '-');
    let mut at = sign.end;
    for _ in 0..2 {
        let next = next_word(text, at, between)?;
        let said = next.of(text);
        let coded = (next.has_digit() && !next.is_digits()) || (next.is_capitals() && said.len() <= 4);
        if coded || spelt(said) {
            let more = next_word(text, next.end, |c| is_break(c) || c == '-').filter(Word::has_digit);
            return Some(start..more.map_or(next.end, |more| more.end));
        }
        at = next.end;
    }
    None
}

fn spelt(said: &str) -> bool {
    let is = |list: &[&str]| list.iter().any(|word| said.eq_ignore_ascii_case(word));
    is(&SPELT) || is(&SPELT_TOO) || said.eq_ignore_ascii_case("uniform")
}

/// A sign that nothing announces: a spelt letter, perhaps another, and a number of two or three figures.
pub fn sign(text: &str, word: Word) -> Option<Range<usize>> {
    let said = word.of(text);
    let sure = SPELT.contains(&said);
    if !sure && !SPELT_TOO.contains(&said) {
        return None;
    }
    let beside = |c: char| is_break(c) || c == '-';
    let mut next = next_word(text, word.end, beside)?;
    let two = spelt(next.of(text)) && next.of(text).starts_with(|c: char| c.is_ascii_uppercase());
    if two {
        next = next_word(text, next.end, beside)?;
    }
    let figures = next.is_digits() && (2..=3).contains(&next.len());
    let second = is_figure(next.of(text))
        .then(|| next_word(text, next.end, beside))
        .flatten()
        .filter(|second| is_figure(second.of(text)));
    let end = second.map_or(next.end, |second| second.end);
    let known = (sure || two) && (figures || second.is_some());
    (known && (two || second.is_some() || !counts(text, end))).then_some(word.start..end)
}

/// Whether a number counts something, or belongs to a name: "Echo 50 readers", "Delta 21 variant".
fn counts(text: &str, end: usize) -> bool {
    const SMALL: [&str; 44] = [
        "at",
        "will",
        "is",
        "was",
        "and",
        "or",
        "on",
        "in",
        "to",
        "from",
        "for",
        "has",
        "had",
        "with",
        "near",
        "by",
        "out",
        "may",
        "can",
        "are",
        "attends",
        "attended",
        "responds",
        "responded",
        "patrols",
        "patrolled",
        "calls",
        "called",
        "takes",
        "took",
        "covers",
        "covered",
        "goes",
        "went",
        "then",
        "who",
        "which",
        "that",
        "please",
        "as",
        "of",
        "off",
        "when",
        "if",
    ];
    if char_at(text, end) == Some('%') {
        return true;
    }
    next_word(text, end, |c| is_space(c) || c == '-')
        .is_some_and(|next| !SMALL.iter().any(|one| next.of(text).eq_ignore_ascii_case(one)))
}

fn is_figure(said: &str) -> bool {
    const FIGURES: [&str; 10] =
        ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Zero"];
    FIGURES.contains(&said)
}
