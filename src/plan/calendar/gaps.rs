//! Stretches without an occurrence.

use jiff::civil::Date;

use super::days_between;
use crate::plan::model::Period;

/// A stretch without an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The period's first day, or the occurrence before it.
    pub from: Date,
    /// The occurrence after it, or the period's last day.
    pub to: Date,
    /// From the one to the other.
    pub days: i64,
    /// How many of them lie in a quiet period.
    pub quiet_days: i64,
}

impl Gap {
    /// The days that count: those outside quiet periods.
    pub fn counted(&self) -> i64 {
        self.days - self.quiet_days
    }
}

/// Quiet periods, in order and without overlaps, so that no day is told twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuietDays(Vec<(Date, Date)>);

impl QuietDays {
    /// From first and last days, both included; one that ends before it starts holds no day.
    pub fn new(periods: impl IntoIterator<Item = (Date, Date)>) -> Self {
        let mut given: Vec<_> = periods.into_iter().filter(|(from, to)| from <= to).collect();
        given.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::with_capacity(given.len());
        for (from, to) in given {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        QuietDays(merged)
    }

    /// Whether the day is in a quiet period.
    pub fn holds(&self, day: Date) -> bool {
        self.0.iter().any(|(from, to)| *from <= day && day <= *to)
    }

    /// How many days from the first to the last, both included, are quiet.
    fn between(&self, first: Date, last: Date) -> i64 {
        self.0
            .iter()
            .map(|(from, to)| (first.max(*from), last.min(*to)))
            .filter(|(from, to)| from <= to)
            .map(|(from, to)| days_between(from, to) + 1)
            .sum()
    }
}

/// The stretch without an occurrence that counts most days: from the start to the first, between
/// neighbours, or from the last to the end. Of equals, the first. `days` are sorted and in the period.
pub fn longest_gap(days: &[Date], period: Period, quiet: &QuietDays) -> Gap {
    let mut longest: Option<Gap> = None;
    let mut from = period.starts();
    let mut after_occurrence = false;
    let ends = days.iter().map(|day| (*day, true)).chain([(period.ends(), false)]);
    for (to, at_occurrence) in ends {
        // Only days on which nothing is held can be quiet: not the occurrences at either end.
        let first = if after_occurrence { from.tomorrow().unwrap_or(from) } else { from };
        let last = if at_occurrence { to.yesterday().unwrap_or(to) } else { to };
        let days = days_between(from, to);
        let gap = Gap { from, to, days, quiet_days: quiet.between(first, last).min(days) };
        if longest.is_none_or(|longest| gap.counted() > longest.counted()) {
            longest = Some(gap);
        }
        from = to;
        after_occurrence = true;
    }
    longest.unwrap_or(Gap { from, to: from, days: 0, quiet_days: 0 })
}
