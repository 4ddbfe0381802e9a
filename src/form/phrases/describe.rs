//! When an activity takes place, in words.

use jiff::civil::{Date, Time};

use super::cadence::{describe_cadence, describe_weekday_of_month};
use super::dates::{describe_date, short_date};
use super::times::{describe_time, describe_times};
use super::words::{ordinal_ending, weekday_name};
use crate::plan::calendar::stated;
use crate::plan::model::NthWeekday;
use crate::plan::printable::one_line;
use crate::plan::{Activity, Cadence, Entry};

/// When, for the column of a list: "1st Thursday of the month, 6.30pm to 7.30pm", "11 Mar 2027, 7pm",
/// "every fortnight from 3 Dec 2026", "3 dates".
///
/// What is stored as typed is shown as typed. Empty where nothing is said.
pub fn describe_when(activity: &Activity) -> String {
    let days = match recurrence(activity) {
        Some(recurrence) => {
            let from = if recurrence.tells_its_day { None } else { starts(activity) };
            let beside = match activity.dates.len() {
                0 => None,
                1 => Some("1 date".to_owned()),
                more => Some(format!("{more} dates")),
            };
            with(with(recurrence.words, " from ", from), " and ", beside)
        }
        None => {
            let dates: Vec<Date> = stated(activity).collect();
            let listed = match dates.as_slice() {
                [] => None,
                [day] => Some(short_date(*day)),
                more => Some(format!("{} dates", more.len())),
            };
            join([half_typed(activity), listed], " and ")
        }
    };
    join([Some(days), times(activity)], ", ")
}

/// When, with everything that is said: "1st Thursday of the month from 3 Dec 2026 until 30 Jun 2027, except
/// 7 Jan 2027, 6.30pm to 7.30pm".
///
/// [`super::parse_when`] understands it as it was. Empty where nothing is said.
pub fn describe_when_in_full(activity: &Activity) -> String {
    let (days, plus) = match recurrence(activity) {
        Some(recurrence) => {
            let plus = list(&activity.dates);
            (with(recurrence.words, " from ", starts(activity)), plus.map(|dates| format!("plus {dates}")))
        }
        None => {
            let dates: Vec<Date> = stated(activity).collect();
            let listed = match dates.as_slice() {
                [day] => Some(describe_date(*day)),
                _ => list(&dates),
            };
            (join([half_typed(activity), listed], " and "), None)
        }
    };
    let ends = shown(&activity.ends, |day| short_date(*day));
    let except = list(&activity.except).map(|dates| format!("except {dates}"));
    join([Some(with(days, " until ", ends)), plus, except, times(activity)], ", ")
}

struct Recurrence {
    words: String,
    /// The words say on which days, so that the first of them need not be named.
    tells_its_day: bool,
}

fn recurrence(activity: &Activity) -> Option<Recurrence> {
    let every = match &activity.every {
        Entry::Absent => return None,
        Entry::AsTyped(text) => {
            let words = join([Some(one_line(text)), weekday_of_month(activity)], ", ");
            return Some(Recurrence { words, tells_its_day: false });
        }
        Entry::Is(every) => *every,
    };
    let tells = |words: String| Some(Recurrence { words, tells_its_day: true });
    if let Some(on) = weekday_of_month(activity) {
        return match every {
            Cadence::Month => tells(format!("{on} of the month")),
            _ => tells(format!("{on}, {}", describe_cadence(every))),
        };
    }
    match (every, activity.starts.get()) {
        (Cadence::Week, Some(starts)) => tells(format!("every {}", weekday_name(starts.weekday()))),
        (Cadence::Month, Some(starts)) => {
            tells(format!("{}{} of the month", starts.day(), ordinal_ending(starts.day())))
        }
        _ => Some(Recurrence { words: describe_cadence(every), tells_its_day: false }),
    }
}

fn weekday_of_month(activity: &Activity) -> Option<String> {
    shown(&activity.on, |on: &NthWeekday| describe_weekday_of_month(*on))
}

fn starts(activity: &Activity) -> Option<String> {
    shown(&activity.starts, |day| short_date(*day))
}

/// A start that is not (yet) a date, where nothing recurs.
fn half_typed(activity: &Activity) -> Option<String> {
    match &activity.starts {
        Entry::AsTyped(text) => Some(one_line(text)),
        _ => None,
    }
}

fn times(activity: &Activity) -> Option<String> {
    match (&activity.time, &activity.until) {
        (Entry::Is(from), Entry::Is(until)) => Some(describe_times(*from, Some(*until))),
        (time, until) => {
            let words = |time: &Time| describe_time(*time);
            let from = shown(time, words);
            let until = shown(until, words);
            match (from, until) {
                (None, Some(until)) => Some(format!("until {until}")),
                (from, until) => from.map(|from| with(from, " to ", until)),
            }
        }
    }
}

/// An entry in words, or as it was typed.
fn shown<T>(entry: &Entry<T>, words: impl FnOnce(&T) -> String) -> Option<String> {
    match entry {
        Entry::Absent => None,
        Entry::Is(value) => Some(words(value)),
        Entry::AsTyped(text) => Some(one_line(text)),
    }
}

/// "7 Jan 2027, 4 Feb 2027 and 4 Mar 2027".
fn list(dates: &[Date]) -> Option<String> {
    let (last, before) = dates.split_last()?;
    let last = short_date(*last);
    if before.is_empty() {
        return Some(last);
    }
    let before: Vec<String> = before.iter().map(|day| short_date(*day)).collect();
    Some(format!("{} and {last}", before.join(", ")))
}

fn with(words: String, between: &str, more: Option<String>) -> String {
    join([Some(words), more], between)
}

fn join<const N: usize>(parts: [Option<String>; N], between: &str) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}
