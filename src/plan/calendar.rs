//! Dates and recurrences become occurrences in the period, and gaps.
//!
//! Counting is the contract's: the nth date of a recurrence is counted from its start, so that nothing
//! drifts from the 31st; what lies outside the period counts for nothing; a day counts once.

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday, date};

use super::model::{Activity, Cadence, Nth, NthWeekday, Period};
use super::value::Entry;

mod gaps;
mod strip;
#[cfg(test)]
mod tests;

pub use gaps::{Gap, QuietDays, longest_gap};
pub use strip::{Month, MonthCount, StripRow, months, year_strip};

/// The most dates that one recurrence gives: 20 years of weeks. A period is a year or a quarter; this only
/// keeps a mistyped one from filling the memory.
pub const MOST_DATES: usize = 1_040;

/// The days on which an activity takes place in the period: sorted, each once.
///
/// A start with no recurrence is one stated date. Days of `except` are left out. A recurrence stops at its
/// `ends`, else at the period's last day, and gives at most [`MOST_DATES`].
pub fn occurrences(activity: &Activity, period: Period) -> Vec<Date> {
    let mut days = recurring(activity, period);
    let recurred = days.len();
    days.extend(stated(activity).filter(|day| period.holds(*day)));
    if days.len() > recurred {
        days.sort_unstable();
        days.dedup();
        leave_out(&mut days, &activity.except);
    }
    days
}

/// The days in the period that the recurrence gives, without the stated ones.
pub fn recurring(activity: &Activity, period: Period) -> Vec<Date> {
    let Some(recurrence) = Recurrence::of(activity) else {
        return Vec::new();
    };
    let mut days = recurrence.within(period);
    leave_out(&mut days, &activity.except);
    days
}

fn leave_out(days: &mut Vec<Date>, except: &[Date]) {
    if !except.is_empty() {
        let mut except = except.to_vec();
        except.sort_unstable();
        days.retain(|day| except.binary_search(day).is_err());
    }
}

/// The dates that are written down one by one, wherever they lie: `dates`, and `starts` where nothing
/// recurs.
pub fn stated(activity: &Activity) -> impl Iterator<Item = Date> {
    let alone = if activity.every.is_absent() { activity.starts.get() } else { None };
    alone.into_iter().chain(activity.dates.iter().copied())
}

/// Whether a recurrence is set down that can be followed: a start and how often.
pub fn recurs(activity: &Activity) -> bool {
    Recurrence::of(activity).is_some()
}

/// The id of the venue of the nth occurrence in the period, counted from nothing: those of the list are
/// taken in turn.
pub fn venue_in_turn(activity: &Activity, nth: usize) -> Option<&str> {
    let turn = nth.checked_rem(activity.venues.len())?;
    activity.venues.get(turn).map(String::as_str)
}

/// How many a cadence asks for over the period as a whole: the whole months over the months of the cadence,
/// for week and fortnight the days over 7 or 14, rounded down, and at least one.
pub fn asked(cadence: Cadence, period: Period) -> i64 {
    let fit = match cadence.step() {
        Step::Days(days) => period.days() / days,
        Step::Months(months) => period.whole_months() / months,
    };
    fit.max(1)
}

impl Period {
    /// How many days it has, both ends included.
    pub fn days(self) -> i64 {
        days_between(self.starts(), self.ends()) + 1
    }

    /// How many whole months it has, both ends included: 1 December to 30 November are twelve.
    pub fn whole_months(self) -> i64 {
        let after = self.ends().tomorrow().unwrap_or(self.ends());
        let months = month_number(after) - month_number(self.starts());
        let last = in_month(month_number(self.starts()) + months, self.starts().day());
        if last.is_some_and(|last| last <= after) { months } else { months - 1 }
    }
}

/// From one day to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The day so many days later, or earlier for a negative number; stops at the calendar's end.
pub fn days_after(day: Date, days: i64) -> Date {
    day_number(day).checked_add(days).and_then(numbered).unwrap_or(if days < 0 {
        Date::MIN
    } else {
        Date::MAX
    })
}

/// Days are counted through from this one: the calendar library adds no more days to one than lie between
/// it and the calendar's end.
const FIRST: Date = date(1970, 1, 1);

fn day_number(day: Date) -> i64 {
    days_between(FIRST, day)
}

fn numbered(number: i64) -> Option<Date> {
    FIRST.checked_add(SignedDuration::from_hours(number.checked_mul(24)?)).ok()
}

enum Step {
    Days(i64),
    Months(i64),
}

impl Cadence {
    fn step(self) -> Step {
        match self {
            Cadence::Week => Step::Days(7),
            Cadence::Fortnight => Step::Days(14),
            Cadence::Month => Step::Months(1),
            Cadence::Quarter => Step::Months(3),
            Cadence::HalfYear => Step::Months(6),
            Cadence::Year => Step::Months(12),
        }
    }
}

struct Recurrence {
    starts: Date,
    ends: Option<Date>,
    every: Cadence,
    /// Of months and longer only.
    on: Option<NthWeekday>,
}

impl Recurrence {
    /// Nothing while any part of it still stands as it was typed: no day is guessed from the rest.
    fn of(activity: &Activity) -> Option<Self> {
        if matches!(activity.on, Entry::AsTyped(_)) || matches!(activity.ends, Entry::AsTyped(_)) {
            return None;
        }
        Some(Recurrence {
            starts: activity.starts.get()?,
            ends: activity.ends.get(),
            every: activity.every.get()?,
            on: activity.on.get(),
        })
    }

    /// Goes straight to the period: how long ago the recurrence began does not matter.
    fn within(&self, period: Period) -> Vec<Date> {
        let from = self.starts.max(period.starts());
        let to = self.ends.map_or(period.ends(), |ends| ends.min(period.ends()));
        let mut days = Vec::new();
        if from > to {
            return days;
        }
        match self.every.step() {
            Step::Days(step) => {
                let skipped = (days_between(self.starts, from) + step - 1) / step;
                let mut number = day_number(self.starts) + skipped * step;
                let last = day_number(to);
                while number <= last && days.len() < MOST_DATES {
                    days.extend(numbered(number));
                    number += step;
                }
            }
            Step::Months(step) => {
                let first = month_number(self.starts);
                let skipped = (month_number(from) - first + step - 1) / step;
                let mut month = first + skipped * step;
                while days.len() < MOST_DATES && month <= month_number(to) {
                    days.extend(self.in_month(month).filter(|day| from <= *day && *day <= to));
                    month += step;
                }
            }
        }
        days
    }

    fn in_month(&self, month: i64) -> Option<Date> {
        match self.on {
            None => in_month(month, self.starts.day()),
            Some(on) => {
                let nth = match on.nth {
                    Nth::First => 1,
                    Nth::Second => 2,
                    Nth::Third => 3,
                    Nth::Fourth => 4,
                    Nth::Last => -1,
                };
                in_month(month, 1)?.nth_weekday_of_month(nth, on.weekday).ok()
            }
        }
    }
}

/// Whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Months counted through from the year nought.
fn month_number(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

/// The day of a month, clamped to the month's end.
fn in_month(month: i64, day: i8) -> Option<Date> {
    let first =
        Date::new(i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1)
            .ok()?;
    Date::new(first.year(), first.month(), day.min(first.days_in_month())).ok()
}
