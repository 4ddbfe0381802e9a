//! A plan carried over into another period.
//!
//! What recurs goes on: the first Thursday of the month stays the first Thursday. What was agreed for single
//! days does not: nobody has agreed the new ones.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::{days_after, days_between, recurring, recurs};
use super::document::Document;
use super::edit::Edit;
use super::model::{Activity, Cadence, Entry, Period};
use super::path::FieldPath;
use super::value::Value;
use crate::problem::Problem;

/// Where a plan is carried to.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// The id of the period.
    pub period: &'a str,
    pub dates: Period,
    /// The edition that the new plan is written to.
    pub edition: &'a str,
}

/// A plan in its new period.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The text of the new file.
    pub text: String,
    /// How many recurrences were moved on.
    pub moved: usize,
    /// What was left behind, a sentence each.
    pub left: Vec<String>,
}

/// Carries a plan over: everything that it says, with its recurrences moved on by as many months as lie
/// between the two periods. Dates stated one by one, exceptions, waivers, self-assessments and the status
/// stay behind; comments, order and unknown keys come along.
///
/// # Errors
/// Where the new file would be no plan.
pub fn carry(document: &Document, to: &Destination<'_>) -> Result<Carried, Problem> {
    let plan = document.plan();
    let mut journey =
        Journey { from: plan.dates(), to: to.dates, edits: Vec::new(), moved: 0, left: Vec::new() };
    for (key, value) in [
        ("edition", Value::from(to.edition)),
        ("period", Value::from(to.period)),
        ("starts", Value::Date(to.dates.starts())),
        ("ends", Value::Date(to.dates.ends())),
        ("status", Value::from("draft")),
    ] {
        journey.edits.push(Edit::Set { path: FieldPath::of([key]), value });
    }
    for (answer, activity) in plan.activities() {
        let path = FieldPath::of(["standards", &answer.id, "activities", &activity.key]);
        journey.activity(&path, activity);
    }
    for answer in plan.answers.iter().filter(|answer| !answer.self_assessment.is_empty()) {
        journey.unset(FieldPath::of(["standards", &answer.id, "self-assessment"]));
        journey.left.push(format!("The self-assessment of {} is left behind.", answer.id));
    }
    if !plan.waivers.is_empty() {
        journey.unset(FieldPath::of(["waivers"]));
        let what = if plan.waivers.len() == 1 {
            "1 waiver is".to_owned()
        } else {
            format!("{} waivers are", plan.waivers.len())
        };
        journey.left.push(format!("{what} left behind: each was for its own period."));
    }
    let mut carried = document.clone();
    carried.apply(&Edit::All(journey.edits))?;
    Ok(Carried { text: carried.text().to_owned(), moved: journey.moved, left: journey.left })
}

struct Journey {
    from: Option<Period>,
    to: Period,
    edits: Vec<Edit>,
    moved: usize,
    left: Vec<String>,
}

impl Journey {
    fn set(&mut self, path: FieldPath, day: Date) {
        self.edits.push(Edit::Set { path, value: Value::Date(day) });
    }

    fn unset(&mut self, path: FieldPath) {
        self.edits.push(Edit::Unset { path });
    }

    fn activity(&mut self, path: &FieldPath, activity: &Activity) {
        let name = activity.name();
        let mut stated = activity.dates.len();
        if recurs(activity) {
            match self.first(activity) {
                Some(first) => {
                    self.moved += 1;
                    self.set(path.child("starts"), first);
                    self.end(path, activity, first);
                }
                None => {
                    self.unset(path.child("starts"));
                    self.left.push(format!("{name}: it has no day in the new period; say when it begins."));
                }
            }
        } else if activity.every.is_absent() && activity.starts.get().is_some() {
            stated += 1;
            self.unset(path.child("starts"));
            if !activity.ends.is_absent() {
                self.unset(path.child("ends"));
            }
        }
        if !activity.dates.is_empty() {
            self.unset(path.child("dates"));
        }
        if stated > 0 {
            let days = if stated == 1 { "1 stated date is" } else { "its stated dates are" };
            self.left.push(format!("{name}: {days} left behind; give it new ones."));
        }
        if !activity.except.is_empty() {
            self.unset(path.child("except"));
            self.left.push(format!("{name}: the dates on which it fell out are left behind."));
        }
    }

    /// How many months on the new period begins.
    fn months(&self) -> Option<i64> {
        let (from, to) = (self.from?.starts(), self.to.starts());
        Some(
            (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
                - i64::from(from.month()),
        )
    }

    fn on(&self, day: Date) -> Option<Date> {
        day.checked_add(self.months()?.months()).ok()
    }

    /// The first day of a recurrence in the new period.
    fn first(&self, activity: &Activity) -> Option<Date> {
        let was = activity.starts.get()?;
        let moved = self.on(was)?;
        let starts = match (activity.on.get(), activity.every.get()?) {
            // The same weekday, a week or a fortnight from the last one or not.
            (_, Cadence::Week | Cadence::Fortnight) => {
                let ahead = days_between(moved, was).rem_euclid(7);
                days_after(moved, ahead)
            }
            (Some(_), _) => moved.first_of_month(),
            (None, _) => moved,
        };
        let again = Activity {
            starts: Entry::Is(starts),
            every: activity.every.clone(),
            on: activity.on.clone(),
            ..Activity::default()
        };
        recurring(&again, self.to).first().copied()
    }

    /// A recurrence that went on to the end of its period goes on to the end of the new one.
    fn end(&mut self, path: &FieldPath, activity: &Activity, first: Date) {
        let Some(was) = activity.ends.get() else { return };
        let to_the_end = self.from.is_some_and(|from| was >= from.ends());
        let last = if to_the_end { Some(self.to.ends()) } else { self.on(was) };
        match last.map(|last| last.min(self.to.ends())).filter(|last| *last >= first) {
            Some(last) => self.set(path.child("ends"), last),
            None => self.unset(path.child("ends")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    const HEAD: &str = "format = 1\nedition = \"nec-2020\"\narea = \"west-dorset\"\nperiod = \"2026-27\"\nstarts = 2026-12-01\nends = 2027-11-30\nstatus = \"approved\"\n";

    fn carried(activity: &str) -> (Carried, Activity) {
        let text = format!(
            "{HEAD}\n[[standards.face-to-face.activities]]\nid = \"a\"\ntitle = \"Drop-in\"\n{activity}"
        );
        let dates = Period::new("2027-12-01".parse().unwrap(), "2028-11-30".parse().unwrap()).unwrap();
        let to = Destination { period: "2027-28", dates, edition: "nec-2020" };
        let carried = carry(&Document::parse(&text).unwrap(), &to).unwrap();
        let document = Document::parse(&carried.text).unwrap();
        let (_, activity) = document.plan().activities().next().unwrap();
        (carried.clone(), activity.clone())
    }

    fn day(text: &str) -> Entry<Date> {
        Entry::Is(text.parse().unwrap())
    }

    #[test]
    fn the_weekday_of_the_month_stays() {
        let (carried, activity) =
            carried("starts = 2026-12-03\nevery = \"month\"\non = \"first thursday\"\nends = 2027-11-30\n");
        assert_eq!((activity.starts, activity.ends), (day("2027-12-02"), day("2028-11-30")));
        assert_eq!((carried.moved, carried.left), (1, vec![]));
    }

    #[test]
    fn the_weekday_of_the_week_and_the_day_of_the_month_stay() {
        let (_, weekly) = carried("starts = 2026-12-01\nevery = \"week\"\n");
        assert_eq!(weekly.starts, day("2027-12-07"), "both are Tuesdays");
        let (_, monthly) = carried("starts = 2027-01-31\nevery = \"month\"\nends = 2027-06-30\n");
        assert_eq!((monthly.starts, monthly.ends), (day("2028-01-31"), day("2028-06-30")));
        let (_, quarterly) = carried("starts = 2027-02-10\nevery = \"quarter\"\non = \"last wednesday\"\n");
        assert_eq!(quarterly.starts, day("2028-02-23"));
    }

    #[test]
    fn single_days_stay_behind_and_it_is_said() {
        let (left, activity) = carried("dates = [2027-03-11, 2027-08-14]\nexcept = [2027-01-07]\n");
        assert!(activity.dates.is_empty() && activity.except.is_empty());
        assert_eq!((left.moved, left.left.len()), (0, 2));
        let (left, activity) = carried("starts = 2027-03-11\n");
        assert_eq!(activity.starts, Entry::Absent);
        assert!(left.left[0].contains("1 stated date"), "{:?}", left.left);
    }

    #[test]
    fn the_plan_begins_again_as_a_draft_with_all_that_was_said() {
        let (carried, _) = carried(
            "owner = \"Sergeant, Bridport\" # by post\n[standards.face-to-face]\nself-assessment = \"good\"\ncommitment = \"We meet.\"\n[[waivers]]\nid = \"w\"\nrule = \"meeting-gap\"\n",
        );
        let document = Document::parse(&carried.text).unwrap();
        let plan = document.plan();
        assert_eq!(
            (plan.period.as_str(), plan.starts.get(), plan.waivers.len()),
            ("2027-28", "2027-12-01".parse().ok(), 0)
        );
        assert_eq!(plan.status, Entry::Is(super::super::model::Status::Draft));
        assert_eq!(plan.answers[0].commitment, "We meet.");
        assert_eq!(plan.answers[0].self_assessment, "");
        assert!(carried.text.contains("# by post"));
        assert_eq!(carried.left.len(), 2);
    }

    #[test]
    fn what_is_not_understood_comes_along_as_typed() {
        let (_, activity) = carried("starts = \"after Easter\"\nevery = \"now and then\"\n");
        assert_eq!(activity.starts, Entry::AsTyped("after Easter".into()));
    }
}
