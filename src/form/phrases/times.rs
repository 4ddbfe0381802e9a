//! Times of the day, in either clock.

use jiff::civil::Time;

use super::dates::YEARS;
use super::words::{Words, month};

#[cfg(test)]
mod tests;

/// A time: `6.30pm`, `18:30`, `1830`, `6pm`, `noon`, `half past 6pm`.
///
/// An hour from one to eight with neither `am` nor `pm`, nor a nought in front, could be morning or evening
/// and is not understood.
pub fn parse_time(text: &str) -> Option<Time> {
    Words::whole(text, |words| {
        words.word(&["at"]);
        let clock = read_clock(words)?;
        clock.plain().filter(|_| clock.shape != Shape::Number)
    })
}

/// A time, or from one to another: `6pm-7.30pm`, `6.30-7.30pm`, `18:00 to 19:30`, `10-12`.
///
/// The mark of one end counts for the other: `11-1pm` is 11am to 1pm. An end that is not later than the
/// start is not understood.
pub fn parse_times(text: &str) -> Option<(Time, Option<Time>)> {
    parse_time(text)
        .map(|time| (time, None))
        .or_else(|| Words::whole(text, |words| read_range(words, Asked::Times)).map(with_end))
}

fn with_end((from, to): (Time, Time)) -> (Time, Option<Time>) {
    (from, Some(to))
}

/// "6.30pm", "6pm", "noon", "midnight".
pub fn describe_time(time: Time) -> String {
    if time.second() != 0 {
        return format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    }
    let (hour, half) = match time.hour() {
        0 => (12, "am"),
        hour @ 1..=11 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}.{minute:02}{half}"),
    }
}

/// "6.30pm", or "6.30pm to 7.30pm".
pub fn describe_times(from: Time, until: Option<Time>) -> String {
    match until {
        Some(until) => format!("{} to {}", describe_time(from), describe_time(until)),
        None => describe_time(from),
    }
}

/// Which half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    fn other(self) -> Self {
        match self {
            Half::Morning => Half::Afternoon,
            Half::Afternoon => Half::Morning,
        }
    }
}

/// What a clock shows, before it is known which half of the day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    half: Option<Half>,
    /// Written by the clock of 24 hours.
    by_24: bool,
    shape: Shape,
}

/// How much a clock looks like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A bare number.
    Number,
    /// Four digits that could be a year.
    Year,
    /// With minutes, a half of the day or "hours".
    Time,
}

/// The hours that a bare number means by day: nine in the morning to noon.
const BY_DAY: std::ops::RangeInclusive<i8> = 9..=12;

impl Clock {
    fn by_24(hour: i8, minute: i8) -> Self {
        Clock { hour, minute, second: 0, half: None, by_24: true, shape: Shape::Time }
    }

    fn by_12(hour: i8, minute: i8, half: Option<Half>) -> Self {
        Clock { hour, minute, second: 0, half, by_24: false, shape: Shape::Time }
    }

    /// The time, if it is plain which half of the day is meant.
    fn plain(self) -> Option<Time> {
        match self.half {
            Some(half) => self.in_half(half),
            None if self.by_24 || BY_DAY.contains(&self.hour) => self.as_it_stands(),
            None => None,
        }
    }

    /// Whether this is a time, of which only the half of the day is not said.
    pub(super) fn lacks_its_half(self) -> bool {
        self.shape == Shape::Time && self.plain().is_none()
    }

    fn as_it_stands(self) -> Option<Time> {
        Time::new(self.hour, self.minute, self.second, 0).ok()
    }

    fn in_half(self, half: Half) -> Option<Time> {
        if self.by_24 {
            return self.as_it_stands();
        }
        let hour = self.hour % 12 + if half == Half::Afternoon { 12 } else { 0 };
        Time::new(hour, self.minute, self.second, 0).ok()
    }
}

/// What numbers could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Times, since nothing else is asked for.
    Times,
    /// Years, or days of a month, too: `2026-2027`, `14-15 Aug`.
    Anything,
}

/// From one time to another, at this place.
pub(super) fn read_range(words: &mut Words, asked: Asked) -> Option<(Time, Time)> {
    words.attempt(|words| {
        words.word(&["from", "between"]);
        let from = read_clock(words)?;
        let to = words.mark('-') || words.word(&["to", "until", "till", "til", "and"]);
        to.then_some(())?;
        let until = read_clock(words)?;
        let are_years = from.shape == Shape::Year && until.shape == Shape::Year;
        if asked == Asked::Anything
            && (are_years || words.peek_word().is_some_and(|word| month(word).is_some()))
        {
            return None;
        }
        range(from, until)
    })
}

fn range(from: Clock, until: Clock) -> Option<(Time, Time)> {
    let in_order = |from: Option<Time>, until: Option<Time>| Some((from?, until?)).filter(|(a, b)| a < b);
    match (from.half, until.half) {
        (None, Some(half)) => in_order(from.in_half(half), until.plain())
            .or_else(|| in_order(from.in_half(half.other()), until.plain())),
        (Some(half), None) => in_order(from.plain(), until.in_half(half))
            .or_else(|| in_order(from.plain(), until.in_half(half.other()))),
        (Some(_), Some(_)) => in_order(from.plain(), until.plain()),
        (None, None) => in_order(from.plain(), until.plain()).or_else(|| {
            // Nine to five: once the start is plain, only one half of the day is left for the end.
            in_order(from.plain(), until.in_half(Half::Morning))
                .or_else(|| in_order(from.plain(), until.in_half(Half::Afternoon)))
        }),
    }
}

/// A time that needs nothing else to be one, at this place.
pub(super) fn read_time(words: &mut Words) -> Option<Time> {
    words.attempt(|words| {
        words.word(&["at", "from"]);
        words.mark('@');
        let clock = read_clock(words)?;
        clock.plain().filter(|_| clock.shape == Shape::Time)
    })
}

/// A time at this place, plain or not.
pub(super) fn read_clock(words: &mut Words) -> Option<Clock> {
    words.attempt(|words| {
        if words.word(&["noon", "midday"]) || words.attempt(twelve_noon).is_some() {
            return Some(Clock::by_24(12, 0));
        }
        if words.word(&["midnight"]) {
            return Some(Clock::by_24(0, 0));
        }
        words.attempt(by_the_hands).or_else(|| in_digits(words))
    })
}

fn twelve_noon(words: &mut Words) -> Option<()> {
    let twelve = words.number() == Some((12, 2));
    (twelve && words.word(&["noon", "midday"])).then_some(())
}

/// "half past 6pm", "quarter to seven in the evening".
fn by_the_hands(words: &mut Words) -> Option<Clock> {
    words.word(&["a"]);
    let (to, minute) = if words.phrase(&["half", "past"]) {
        (false, 30)
    } else if words.phrase(&["quarter", "past"]) {
        (false, 15)
    } else {
        words.phrase(&["quarter", "to"]).then_some((true, 45))?
    };
    let hour =
        words.count().and_then(|hour| i8::try_from(hour).ok()).filter(|hour| (1..=12).contains(hour))?;
    let half = read_half(words);
    Some(match (to, hour) {
        (false, _) => Clock::by_12(hour, minute, half),
        (true, 1) => Clock::by_12(12, minute, half),
        // A quarter to noon is in the morning.
        (true, 12) => Clock::by_12(11, minute, half.map(Half::other)),
        (true, _) => Clock::by_12(hour - 1, minute, half),
    })
}

/// `6pm`, `6.30pm`, `18:30`, `1830`, "six o'clock in the evening".
fn in_digits(words: &mut Words) -> Option<Clock> {
    let Some((number, digits)) = words.number() else {
        let hour = words.count().and_then(|hour| i8::try_from(hour).ok())?;
        return read_half(words).map(|half| Clock::by_12(hour, 0, Some(half)));
    };
    let (hour, minute, second) = match digits {
        1 | 2 => {
            let minute = words.attempt(|words| minutes(words, &['.', ':']));
            let second = minute.and_then(|_| words.attempt(|words| minutes(words, &[':'])));
            (number, minute, second.unwrap_or(0))
        }
        3 | 4 => (number / 100, Some(number % 100), 0),
        _ => return None,
    };
    let half = read_half(words);
    let hours = half.is_none() && words.word(&["hrs", "hours", "h"]);
    if digits == 3 && half.is_none() {
        return None;
    }
    let needs_24 = !(1..=12).contains(&hour);
    if needs_24 && half.is_some() && !(half == Some(Half::Afternoon) && hour > 12) {
        return None;
    }
    let nought_in_front = hour < 10 && digits % 2 == 0;
    let shape = if half.is_some() || hours {
        Shape::Time
    } else if digits == 4 && YEARS.contains(&number) {
        Shape::Year
    } else if minute.is_some() {
        Shape::Time
    } else {
        Shape::Number
    };
    Some(Clock {
        hour: i8::try_from(hour).ok()?,
        minute: i8::try_from(minute.unwrap_or(0)).ok()?,
        second: i8::try_from(second).ok()?,
        half,
        by_24: needs_24 || (half.is_none() && (nought_in_front || digits == 4 || hours)),
        shape,
    })
    .filter(|clock| clock.as_it_stands().is_some())
}

fn minutes(words: &mut Words, marks: &[char]) -> Option<u32> {
    let mark = words.is_joined() && marks.iter().any(|mark| words.mark(*mark));
    (mark && words.is_joined()).then_some(())?;
    match words.number()? {
        (minutes @ 0..=59, 2) => Some(minutes),
        _ => None,
    }
}

/// `am`, `p.m.`, "in the evening".
fn read_half(words: &mut Words) -> Option<Half> {
    words.attempt(|words| {
        words.word(&["o'clock", "oclock"]);
        if words.word(&["am"]) || words.attempt(|words| dotted(words, "a")).is_some() {
            return Some(Half::Morning);
        }
        if words.word(&["pm"]) || words.attempt(|words| dotted(words, "p")).is_some() {
            return Some(Half::Afternoon);
        }
        (words.phrase(&["in", "the"]) || words.word(&["this"])).then_some(())?;
        if words.word(&["morning"]) {
            return Some(Half::Morning);
        }
        words.word(&["afternoon", "evening"]).then_some(Half::Afternoon)
    })
}

fn dotted(words: &mut Words, first: &str) -> Option<()> {
    (words.word(&[first]) && words.mark('.') && words.word(&["m"])).then_some(())?;
    words.mark('.');
    Some(())
}
