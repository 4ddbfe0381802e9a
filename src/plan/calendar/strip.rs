//! The year as a picture: how many occurrences a neighbourhood has in each month.

use jiff::civil::Date;

use super::{MOST_DATES, in_month, month_number, occurrences};
use crate::plan::model::{Activity, Period, Plan};

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month that a day is in.
    pub fn of(day: Date) -> Self {
        Month { year: day.year(), month: day.month() }
    }
}

/// What a month of the strip holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    pub month: Month,
    /// Occurrences, of all activities together.
    pub occurrences: usize,
}

/// A neighbourhood's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripRow {
    /// The neighbourhood's id.
    pub neighbourhood: String,
    /// Every month that the period touches, in order.
    pub months: Vec<MonthCount>,
}

/// The months that a period touches, in order.
pub fn months(period: Period) -> Vec<Month> {
    (month_number(period.starts())..=month_number(period.ends()))
        .take(MOST_DATES)
        .filter_map(|month| in_month(month, 1).map(Month::of))
        .collect()
}

/// The strip of the year: for each neighbourhood, how many occurrences fall in each month of the plan's
/// period, of the activities that `counts` lets through. Nothing while the plan has no valid dates.
pub fn year_strip(
    plan: &Plan,
    neighbourhoods: &[String],
    counts: impl Fn(&Activity) -> bool,
) -> Vec<StripRow> {
    let Some(period) = plan.dates() else {
        return Vec::new();
    };
    let months = months(period);
    let mut rows: Vec<StripRow> = neighbourhoods
        .iter()
        .map(|id| StripRow {
            neighbourhood: id.clone(),
            months: months.iter().map(|month| MonthCount { month: *month, occurrences: 0 }).collect(),
        })
        .collect();
    for (_, activity) in plan.activities().filter(|(_, activity)| counts(activity)) {
        let days = occurrences(activity, period);
        for row in &mut rows {
            if !activity.is_for(&row.neighbourhood) {
                continue;
            }
            for day in &days {
                let at = usize::try_from(month_number(*day) - month_number(period.starts()));
                if let Some(count) = at.ok().and_then(|at| row.months.get_mut(at)) {
                    count.occurrences += 1;
                }
            }
        }
    }
    rows
}

impl Activity {
    /// Whether it is for that neighbourhood: one that names none is for all.
    pub fn is_for(&self, neighbourhood: &str) -> bool {
        self.neighbourhoods.is_empty() || self.neighbourhoods.iter().any(|id| id == neighbourhood)
    }
}
