//! What can be filled in on the summary: the waivers.

use super::base::{Known, choice, field};
use super::{Kind, RowManner, Rows, Section, SectionId};
use crate::check;
use crate::standards::Choice;

/// The list of waivers.
pub const WAIVERS: &str = "waivers";

impl Known<'_> {
    /// Flags, what is asked to be set aside, the year, and recording.
    pub fn summary_section(&self) -> Section {
        let rows = Rows {
            one: "a flag to be set aside".into(),
            columns: vec![
                field(
                    &["rule"],
                    "Which rule",
                    Kind::Choice(rules()),
                    "The rule whose flag is to be set aside. What must never be recorded is not on the list.",
                    "meeting-gap",
                ),
                field(
                    &["standard"],
                    "Of which standard",
                    Kind::Choice(self.standards()),
                    "The standard that asks. Empty for a flag that no standard asks for.",
                    "",
                ),
                field(
                    &["row"],
                    "Of which row",
                    Kind::Choice(self.rows()),
                    "The one activity, priority or partner that it is about. Empty for all of them.",
                    "",
                ),
                field(
                    &["reason"],
                    "Why",
                    Kind::Prose,
                    "The reviewer reads it, and accepts it or not.",
                    "The hall is closed for works until Easter.",
                ),
                field(&["until"], "Until", Kind::Date, "No later than the plan's last day.", "31 Mar 2027"),
                field(&["by"], "Who asks", Kind::Line, "By post.", "Inspector, West Dorset"),
            ],
            asked: None,
            manner: RowManner::Free,
        };
        let waivers = field(
            &[WAIVERS],
            "Asked to be set aside",
            Kind::Rows(rows),
            "Flags that are to be set aside on purpose. Each counts when a reviewer accepts it.",
            "",
        );
        Section {
            id: SectionId::Summary,
            title: "Summary".into(),
            short: "Summary".into(),
            asks: "What is still to do, the year at a glance, and recording a version.".into(),
            fields: vec![waivers],
        }
    }

    fn standards(&self) -> Vec<Choice> {
        let title = |number: i64, title: &str| format!("{number} {title}");
        let standards = self.edition.standards.iter();
        standards.map(|standard| choice(&standard.id, &title(standard.number, &standard.title))).collect()
    }

    /// The rows that a flag can be about, by what they are called.
    fn rows(&self) -> Vec<Choice> {
        let title = |key: &str| {
            let activity = self.plan.activities().map(|(_, activity)| (&activity.key, &activity.title));
            let priorities = self.plan.priorities.iter().map(|priority| (&priority.key, &priority.title));
            let called =
                activity.chain(priorities).find(|(of, _)| *of == key).map(|(_, title)| title.as_str());
            called.filter(|title| !title.trim().is_empty()).unwrap_or(key).to_owned()
        };
        check::rows_of(self.plan).into_iter().map(|key| choice(key, &title(key))).collect()
    }
}

fn rules() -> Vec<Choice> {
    let rules = check::rules().iter().filter(|rule| rule.can_be_waived());
    rules.map(|rule| choice(rule.name, rule.name)).collect()
}
