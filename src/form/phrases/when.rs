//! When something happens, as one phrase.

use std::fmt;

use jiff::Span;
use jiff::civil::{Date, Time, Weekday};

use super::Near;
use super::cadence::Step;
use super::words::Words;
use crate::plan::calendar::{MOST_DATES, days_after, recurring};
use crate::plan::model::{Nth, NthWeekday};
use crate::plan::{Activity, Cadence, Entry, Period, Value};

mod read;
#[cfg(test)]
mod tests;

use read::Said;

/// When something happens: the keys of an activity that say so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct When {
    pub starts: Option<Date>,
    pub every: Option<Cadence>,
    pub on: Option<NthWeekday>,
    pub ends: Option<Date>,
    pub except: Vec<Date>,
    pub dates: Vec<Date>,
    pub time: Option<Time>,
    pub until: Option<Time>,
}

/// A part of a phrase that is not plainly one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The part, as typed.
    pub part: String,
    /// What would make it plain, where that can be said.
    pub ask: Option<&'static str>,
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not understood.", self.part)?;
        self.ask.map_or(Ok(()), |ask| write!(f, " {ask}"))
    }
}

impl std::error::Error for NotUnderstood {}

/// Understands when something happens: dates (`3 Dec, 6.30pm`; `7 Jan, 4 Feb and 4 Mar`), or a recurrence
/// (`1st Thu monthly`, `every fortnight from 3 Dec`, `monthly on the 3rd`, `last Friday monthly until June
/// except 7 Jan`, `quarterly, plus 14 Aug`), in parts of any order. A step that the file has no word for
/// (`every 4 weeks`, `every two months`) is its dates, to its end or the plan's last day.
///
/// `starts` is the first such day on or after what `from` says, else after the period's start, or today once
/// the period has begun. A date alone is `starts`; several are `dates`.
///
/// # Errors
/// The first part that is not understood, or could mean two things: `every second Tuesday`.
pub fn parse_when(text: &str, near: &Near) -> Result<When, NotUnderstood> {
    let mut words = Words::new(text);
    let not = |words: &Words, (place, ask): Unclear| NotUnderstood {
        part: text.get(words.clause(place)).unwrap_or_default().to_owned(),
        ask,
    };
    let said = read::read(&mut words, near).map_err(|unclear| not(&words, unclear))?;
    said.settle(&mut words, near).map_err(|unclear| not(&words, unclear))
}

/// The place of what is not understood, and what would make it plain.
type Unclear = (usize, Option<&'static str>);

const HOW_OFTEN: &str = "How often? Such as: every month from 3 Dec.";
const WHICH_OF_THE_MONTH: &str = "Which of the month? Such as: first Thursday of the month.";
const ONE_OR_EVERY: &str = "One, or every? Write its date, or every Thursday.";
const OTHER_OR_OF_THE_MONTH: &str = "Every fortnight, or the second of the month? Such as: every fortnight from \
                                     1 Dec; second Tuesday of the month.";
const WEEKS_OR_OF_THE_MONTH: &str = "Every so many weeks, or which of the month? Such as: every 3 weeks from 1 Dec; \
                                     third Tuesday of the month.";
const ONE_RECURRENCE: &str = "An activity recurs in one way. Give the other an activity of its own.";
const PLUS: &str = "Does it start then, or is it one day more? Write from before it, or plus.";
const ENDS_BEFORE: &str = "It ends before it starts.";

impl When {
    /// The keys of an activity's row with their values, in the order of the file; what was not said is not
    /// among them.
    pub fn edits_row(&self) -> Vec<(String, Value)> {
        let dates = |dates: &[Date]| {
            let list = || Value::List(dates.iter().copied().map(Value::Date).collect());
            (!dates.is_empty()).then(list)
        };
        [
            ("starts", self.starts.map(Value::Date)),
            ("every", self.every.map(|every| Value::from(every.id()))),
            ("on", self.on.map(|on| Value::Text(on.to_string()))),
            ("ends", self.ends.map(Value::Date)),
            ("except", dates(&self.except)),
            ("dates", dates(&self.dates)),
            ("time", self.time.map(Value::Time)),
            ("until", self.until.map(Value::Time)),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
    }

    /// An activity at these times, of which nothing else is known.
    pub fn activity(&self) -> Activity {
        fn entry<T>(value: Option<T>) -> Entry<T> {
            value.map_or(Entry::Absent, Entry::Is)
        }
        Activity {
            starts: entry(self.starts),
            every: entry(self.every),
            on: entry(self.on),
            ends: entry(self.ends),
            except: self.except.clone(),
            dates: self.dates.clone(),
            time: entry(self.time),
            until: entry(self.until),
            ..Activity::default()
        }
    }
}

/// On which days of its cadence something recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    /// Whatever day it starts on.
    Any,
    Weekday(Weekday),
    NthWeekday(NthWeekday),
    OfMonth(i8),
}

/// The longest wait for such a day: from one 31st to the next but one month's.
const LONGEST_SEARCH: i64 = 62;

impl Days {
    fn hold(self, day: Date) -> bool {
        match self {
            Days::Any => true,
            Days::Weekday(weekday) => day.weekday() == weekday,
            Days::OfMonth(number) => day.day() == number,
            Days::NthWeekday(on) => {
                let nth = (day.day() - 1) / 7;
                let is_nth = match on.nth {
                    Nth::First => nth == 0,
                    Nth::Second => nth == 1,
                    Nth::Third => nth == 2,
                    Nth::Fourth => nth == 3,
                    Nth::Last => day.day() + 7 > day.days_in_month(),
                };
                day.weekday() == on.weekday && is_nth
            }
        }
    }

    fn first_from(self, day: Date) -> Option<Date> {
        (0..=LONGEST_SEARCH).map(|days| days_after(day, days)).find(|day| self.hold(*day))
    }
}

/// How something recurs.
#[derive(Debug, Clone, Copy)]
enum Rhythm {
    /// As the file can say.
    Cadence(Cadence),
    /// Every so many days or months: its dates are written down one by one.
    Step(Step),
}

/// The days of a step from its start to its end, else to the plan's last day, else for a year.
fn stepped(step: Step, days: Days, starts: Date, ends: Option<Date>, near: &Near) -> Vec<Date> {
    let period = near.period.map(|period| period.ends()).filter(|last| *last >= starts);
    let last = ends.or(period).unwrap_or_else(|| days_after(starts, 365));
    let nth = |nth: i64| match step {
        Step::Days(count) => Some(days_after(starts, nth * i64::from(count))),
        Step::Months(count) => {
            let months = Span::new().try_months(nth * i64::from(count)).ok()?;
            match days {
                Days::NthWeekday(_) => days.first_from(starts.first_of_month().checked_add(months).ok()?),
                _ => starts.checked_add(months).ok(),
            }
        }
    };
    let most = i64::try_from(MOST_DATES).unwrap_or(i64::MAX);
    (0..most).map_while(nth).take_while(|day| *day <= last).collect()
}

impl Said {
    /// Makes one thing of what was said, if it is one.
    fn settle(self, words: &mut Words, near: &Near) -> Result<When, Unclear> {
        let (time, until) = self.times.map_or((None, None), |(from, until)| (Some(from), until));
        let Some((rhythm, days)) = self.recurrence()? else {
            let clause = [self.from.map(|(_, place)| place), self.until, self.except_at];
            if let Some(place) = clause.into_iter().flatten().min() {
                return Err((place, Some(HOW_OFTEN)));
            }
            let dates: Vec<Date> = self.dates.iter().map(|(day, _)| *day).chain(self.beside).collect();
            return Ok(match dates.as_slice() {
                [day] => When { starts: Some(*day), time, until, ..When::default() },
                _ => When { dates, time, until, ..When::default() },
            });
        };
        let from = match self.dates.as_slice() {
            [] => self.from.map(|(day, _)| day),
            [(day, _)] if self.from.is_none() && days.hold(*day) => Some(*day),
            [(_, place), ..] => return Err((*place, Some(PLUS))),
        };
        let begins = near
            .period
            .map_or(near.today, |period| if period.holds(near.today) { near.today } else { period.starts() });
        let starts = days.first_from(from.unwrap_or(begins));
        let ends = match (self.until, starts) {
            (Some(place), Some(starts)) => {
                words.go_to(place);
                let ends = read::end(words, near, starts).ok_or((place, None))?;
                if ends < starts {
                    return Err((place, Some(ENDS_BEFORE)));
                }
                Some(ends)
            }
            _ => None,
        };
        let on = match days {
            Days::NthWeekday(on) => Some(on),
            _ => None,
        };
        let every = match rhythm {
            Rhythm::Cadence(every) => Some(every),
            Rhythm::Step(step) => {
                let all = starts.map_or_else(Vec::new, |starts| stepped(step, days, starts, ends, near));
                let stands =
                    |day: &Date| !self.except.contains(day) && !self.except_months.contains(&day.month());
                let mut dates: Vec<Date> = all.into_iter().filter(stands).chain(self.beside).collect();
                dates.sort_unstable();
                dates.dedup();
                return Ok(match dates.as_slice() {
                    [day] => When { starts: Some(*day), time, until, ..When::default() },
                    _ => When { dates, time, until, ..When::default() },
                });
            }
        };
        let mut when = When { starts, every, on, ends, except: self.except, dates: self.beside, time, until };
        let left_out = when.days_in(&self.except_months, near);
        when.except.extend(left_out);
        Ok(when)
    }

    /// How often and on which days, if anything recurs.
    fn recurrence(&self) -> Result<Option<(Rhythm, Days)>, Unclear> {
        let step = self.step.map(|(step, _)| Rhythm::Step(step));
        let said = self.every.map(|(every, _)| Rhythm::Cadence(every)).or(step);
        let rhythm = match (said, self.days, self.one_weekday) {
            (Some(rhythm), _, _) => rhythm,
            (None, None, None) => return Ok(None),
            (None, None, Some((_, place))) => return Err((place, Some(ONE_OR_EVERY))),
            (None, Some((Days::NthWeekday(on), place)), _) => match (self.doubtful, on.nth) {
                (None, _) => Rhythm::Cadence(Cadence::Month),
                (Some(_), Nth::Second) => return Err((place, Some(OTHER_OR_OF_THE_MONTH))),
                (Some(_), _) => return Err((place, Some(WEEKS_OR_OF_THE_MONTH))),
            },
            (None, Some((Days::Weekday(_), _)), _) => Rhythm::Cadence(Cadence::Week),
            (None, Some((_, place)), _) => return Err((place, Some(HOW_OFTEN))),
        };
        let (days, place) = match (self.days, self.one_weekday) {
            (None, None) => (Days::Any, 0),
            (Some(days), None) => days,
            (None, Some((weekday, place))) => (Days::Weekday(weekday), place),
            (Some(_), Some((_, place))) => return Err((place, Some(ONE_RECURRENCE))),
        };
        let in_months = match rhythm {
            Rhythm::Cadence(every) => every >= Cadence::Month,
            Rhythm::Step(step) => matches!(step, Step::Months(_)),
        };
        let keeps_weekdays = !matches!(rhythm, Rhythm::Step(Step::Days(days)) if days % 7 != 0);
        match days {
            Days::Weekday(_) if !keeps_weekdays => Err((place, Some(ONE_RECURRENCE))),
            Days::Weekday(_) if in_months => Err((place, Some(WHICH_OF_THE_MONTH))),
            Days::NthWeekday(_) if !in_months => Err((place, Some(ONE_RECURRENCE))),
            Days::OfMonth(_) if !in_months => Err((place, Some(ONE_RECURRENCE))),
            _ => Ok(Some((rhythm, days))),
        }
    }
}

impl When {
    /// Its days in some months of the period, else of the year from its start.
    fn days_in(&self, months: &[i8], near: &Near) -> Vec<Date> {
        let a_year = self.starts.and_then(|starts| Period::new(starts, days_after(starts, 365)));
        match near.period.or(a_year) {
            Some(period) if !months.is_empty() => {
                let mut days = recurring(&self.activity(), period);
                days.retain(|day| months.contains(&day.month()));
                days
            }
            _ => Vec::new(),
        }
    }
}
