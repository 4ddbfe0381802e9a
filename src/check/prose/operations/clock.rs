//! What a time of day looks like.

use std::ops::Range;

use crate::check::prose::scan::{Word, char_at, char_before, is_space, next_word, word_before};

/// The time of day that begins with a word, in minutes from midnight: 22:00, 9.30pm, 9pm, 9 p.m., 2200 hours,
/// 10 o'clock, 2200-0200, "at 2200". Another number alone is none.
pub fn clock(text: &str, word: Word) -> Option<(Range<usize>, u16)> {
    let said = word.of(text);
    let count = said.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, joined) = said.split_at(count);
    if !(1..=4).contains(&count) || matches!(char_before(text, word.start), Some(':' | '.' | '£' | '/')) {
        return None;
    }
    let number: u16 = figures.parse().ok()?;
    let (mut hour, mut minute, mut end) =
        if count > 2 { (number / 100, number % 100, word.end) } else { (number, 0, word.end) };
    let mut half = half_of_day(joined);
    let mut sure = false;
    if joined.is_empty() && count <= 2 {
        let mark = char_at(text, word.end);
        let minutes =
            next_word(text, word.end, |c| c == ':' || c == '.').filter(|next| next.start == word.end + 1);
        if let Some(minutes) = minutes {
            let said = minutes.of(text);
            let count = said.bytes().take_while(u8::is_ascii_digit).count();
            if count == 2 {
                minute = said.get(..2)?.parse().ok()?;
                half = half_of_day(said.get(2..)?);
                end = minutes.end;
                sure = mark == Some(':');
            }
        }
    }
    if half.is_none() {
        let rest = text.get(end..)?;
        let after = rest.trim_start_matches(is_space);
        let mark = MARKS.iter().find(|(mark, _)| {
            after.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
                && !after[mark.len()..].starts_with(char::is_alphanumeric)
        });
        if let Some((mark, of)) =
            mark.filter(|(_, of)| *of != Half::Either || count == 4 || mark_is_clock(after))
        {
            half = Some(*of);
            end += rest.len() - after.len() + mark.len();
        }
    }
    sure |= half.is_some() || (count == 4 && matches!(joined, "hrs" | "h"));
    sure |= count == 4 && joined.is_empty() && (opens_range(text, word) || is_said_as_time(text, word));
    if half == Some(Half::Afternoon) && hour < 12 {
        hour += 12;
    }
    (sure && hour <= 24 && minute < 60).then_some((word.start..end, hour * 60 + minute))
}

/// What says that a number before it is a time.
const MARKS: [(&str, Half); 8] = [
    ("am", Half::Morning),
    ("a.m", Half::Morning),
    ("pm", Half::Afternoon),
    ("p.m", Half::Afternoon),
    ("hours", Half::Either),
    ("hrs", Half::Either),
    ("o'clock", Half::Either),
    ("o’clock", Half::Either),
];

/// "Hours" follow a number of them too; "o'clock" is always a time.
fn mark_is_clock(after: &str) -> bool {
    after.starts_with(['o', 'O'])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Either,
}

fn half_of_day(said: &str) -> Option<Half> {
    if said.eq_ignore_ascii_case("am") {
        Some(Half::Morning)
    } else if said.eq_ignore_ascii_case("pm") {
        Some(Half::Afternoon)
    } else {
        None
    }
}

/// Whether four figures could be a time, and no year: of a whole number of five minutes.
fn is_four(said: &str) -> bool {
    let number = said.parse::<u16>().unwrap_or(u16::MAX);
    said.len() == 4 && number < 2400 && number % 100 < 60 && number % 5 == 0
}

fn is_year(said: &str) -> bool {
    said.starts_with("19") || said.starts_with("20")
}

/// Whether another time in four figures follows, and not both are years: 2200-0200, 2200 to 0200.
fn opens_range(text: &str, word: Word) -> bool {
    let dash = |c: char| is_space(c) || matches!(c, '-' | '–' | '—');
    let next = next_word(text, word.end, dash).and_then(|next| match next.of(text) {
        "to" | "until" | "till" => next_word(text, next.end, is_space),
        _ => Some(next),
    });
    let said = word.of(text);
    next.filter(|next| text.get(word.end..next.start).is_some_and(|gap| !gap.trim().is_empty())).is_some_and(
        |next| {
            let next = next.of(text);
            is_four(said) && is_four(next) && !(is_year(said) && is_year(next))
        },
    )
}

/// Whether four figures are said as a time: "at 2030", "from 2200". Not "to 2200 homes", or "from 2020".
fn is_said_as_time(text: &str, word: Word) -> bool {
    const BEFORE: [&str; 7] = ["at", "from", "until", "till", "after", "before", "by"];
    const AFTER: [&str; 14] = [
        "to", "until", "till", "and", "on", "in", "at", "each", "every", "with", "daily", "nightly", "by",
        "when",
    ];
    let said = word.of(text);
    let before = word_before(text, word.start, is_space).map(|before| before.of(text));
    let is = |one: &&str| before.is_some_and(|before| before.eq_ignore_ascii_case(one));
    let is_at = BEFORE.first().is_some_and(is);
    let goes_on = next_word(text, word.end, is_space).is_none_or(|next| AFTER.contains(&next.of(text)));
    is_four(said) && BEFORE.iter().any(is) && (is_at || !is_year(said)) && goes_on
}
