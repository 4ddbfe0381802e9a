//! The strip of the year: what happens when, by neighbourhood, and where the gaps are.

use jiff::civil::Date;

use super::PlanScreen;
use crate::plan::calendar::{self, QuietDays};
use crate::plan::{Activity, Answer, FieldPath};
use crate::standards::Standard;
use crate::tui::theme::Month;

/// The year as rows of months.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// The first letters of the months.
    pub letters: Vec<&'static str>,
    pub rows: Vec<StripRow>,
    /// "gap 63 of 120 days", where a gap is limited.
    pub gap: Option<String>,
}

/// A neighbourhood's year.
#[derive(Debug, Clone, PartialEq)]
pub struct StripRow {
    pub name: String,
    pub months: Vec<Month>,
}

/// What a strip counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Public meetings, as the rules on meetings do.
    Meetings,
    /// Everything that the public can come to.
    Public,
}

const LETTERS: [&str; 12] = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

impl PlanScreen {
    /// The strip; nothing while the plan has no valid dates.
    pub fn strip(&self, counted: Counted) -> Option<Strip> {
        let plan = self.doc.plan();
        let period = plan.dates()?;
        let known = self.around.areas.area(&self.place.area).map(|area| area.all_neighbourhoods());
        let known = known.unwrap_or_default();
        let ids: Vec<String> = known.iter().map(|neighbourhood| neighbourhood.id.clone()).collect();
        let quiet = self.quiet();
        let rows = calendar::year_strip(plan, &ids, |activity| self.counts_as(activity, counted))
            .into_iter()
            .zip(&known)
            .map(|(row, neighbourhood)| StripRow {
                name: neighbourhood.name.clone(),
                months: row
                    .months
                    .iter()
                    .map(|month| match month.occurrences {
                        0 if is_quiet(&quiet, month.month) => Month::Quiet,
                        0 => Month::Empty,
                        _ => Month::Planned,
                    })
                    .collect(),
            })
            .collect();
        let letters = calendar::months(period)
            .into_iter()
            .map(|month| LETTERS[usize::try_from(month.month - 1).unwrap_or(0) % 12])
            .collect();
        Some(Strip { letters, rows, gap: self.gap_words(&ids) })
    }

    /// Quiet periods of the force.
    pub fn quiet(&self) -> QuietDays {
        QuietDays::new(self.around.force.quiet_periods.iter().map(|quiet| (quiet.from, quiet.to)))
    }

    fn counts_as(&self, activity: &Activity, counted: Counted) -> bool {
        let kind = self.around.edition.kind(&activity.kind);
        let is_public = activity.public.get().unwrap_or_else(|| kind.is_some_and(|kind| kind.public));
        let is_meeting = kind.is_some_and(|kind| kind.meeting);
        is_public && (counted == Counted::Public || is_meeting)
    }

    /// The longest gap of all neighbourhoods against what the edition allows.
    fn gap_words(&self, neighbourhoods: &[String]) -> Option<String> {
        let allowed = self.around.edition.standards.iter().find_map(|s| s.requires.longest_gap_days)?;
        let plan = self.doc.plan();
        let period = plan.dates()?;
        let quiet = self.quiet();
        let of_each: Vec<Option<i64>> = neighbourhoods
            .iter()
            .map(|id| {
                let mut days: Vec<Date> = plan
                    .activities()
                    .filter(|(_, activity)| {
                        activity.is_for(id) && self.counts_as(activity, Counted::Meetings)
                    })
                    .flat_map(|(_, activity)| calendar::occurrences(activity, period))
                    .collect();
                days.sort();
                days.dedup();
                (!days.is_empty()).then(|| calendar::longest_gap(&days, period, &quiet).counted())
            })
            .collect();
        let without = of_each.iter().filter(|gap| gap.is_none()).count();
        let longest = of_each.into_iter().flatten().max()?;
        Some(match without {
            0 => format!("gap {longest} of {allowed} days"),
            without => format!("{without} with none"),
        })
    }

    /// Whether the strip belongs beneath this list of activities.
    pub fn has_strip(&self, list: &FieldPath) -> bool {
        let standard = list.segments().get(1).and_then(|id| self.around.edition.standard(id));
        list.leaf() == "activities" && standard.is_some_and(asks_for_meetings)
    }

    /// Every public occurrence of the plan, in order: the day, and the activity's words.
    pub fn agenda(&self) -> Vec<(Date, String)> {
        let Some(period) = self.doc.plan().dates() else {
            return Vec::new();
        };
        let mut days: Vec<(Date, String)> = Vec::new();
        for (answer, activity) in self.doc.plan().activities() {
            let number = self.around.edition.standard(&answer.id).map(|s| s.number).unwrap_or_default();
            for (nth, day) in calendar::occurrences(activity, period).into_iter().enumerate() {
                let mut words = format!("{}  {}", number, activity.name());
                if let Some(time) = activity.time.get() {
                    words.push_str(&format!(", {}", crate::form::phrases::describe_time(time)));
                }
                let venue = calendar::venue_in_turn(activity, nth)
                    .map(|id| self.around.areas.venue(id).map_or(id.to_owned(), |venue| venue.name.clone()));
                if let Some(venue) = venue {
                    words.push_str(&format!(", {venue}"));
                }
                days.push((day, words));
            }
        }
        days.sort();
        days
    }

    /// The dates of an activity in the plan's period.
    pub fn occurrences_of(&self, row: &FieldPath) -> Vec<Date> {
        let Some(period) = self.doc.plan().dates() else {
            return Vec::new();
        };
        self.activity(row).map(|activity| calendar::occurrences(activity, period)).unwrap_or_default()
    }

    /// The activity that a row is.
    pub fn activity(&self, row: &FieldPath) -> Option<&Activity> {
        let is_it = |answer: &Answer, activity: &Activity| {
            FieldPath::of(["standards", answer.id.as_str(), "activities", activity.key.as_str()]) == *row
        };
        let mut all = self.doc.plan().activities();
        all.find(|(answer, activity)| is_it(answer, activity)).map(|(_, activity)| activity)
    }
}

fn asks_for_meetings(standard: &Standard) -> bool {
    standard.requires.meeting_cadence.is_some() || standard.requires.longest_gap_days.is_some()
}

/// Whether the greater part of a month lies in a quiet period.
fn is_quiet(quiet: &QuietDays, month: calendar::Month) -> bool {
    (1..=28).filter(|day| Date::new(month.year, month.month, *day).is_ok_and(|day| quiet.holds(day))).count()
        > 14
}
