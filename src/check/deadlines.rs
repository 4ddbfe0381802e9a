//! Rules on the deadlines of the plan's period.

use jiff::civil::Date;

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::Cite;
use super::words::{count, day};
use crate::plan::calendar::days_between;
use crate::plan::{FieldPath, Status};

/// How many days ahead a deadline is near.
const NEAR_DAYS: i64 = 7;

pub(super) const DEADLINE_PASSED: Rule = Rule {
    name: "deadline-passed",
    family: Family::Plan,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the plan was due and has not been sent, or was to be published and is not",
    why: "Readers have set a day aside for it.",
    clears: "Send the plan, or publish it, and say why it is late.",
    example: "submit-by = 2026-11-30 with a plan that is still a draft on 1 December.",
    blind_spot: "A plan that was sent by other means.",
    sources: &[Cite::Settings],
    run: Some(deadline_passed),
};

pub(super) const DEADLINE_NEAR: Rule = Rule {
    name: "deadline-near",
    family: Family::Plan,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the plan is due within 7 days",
    why: "Readers have set a day aside for it.",
    clears: "Send the plan, or publish it.",
    example: "submit-by = 2026-11-30 with a plan that is still a draft on 23 November.",
    blind_spot: "A plan that was sent by other means.",
    sources: &[Cite::Settings],
    run: Some(deadline_near),
};

/// The deadline that the plan has still to meet: its day, and what is due.
fn pending(facts: &Facts<'_>) -> Option<(Date, &'static str)> {
    let period = facts.force.period(facts.period_id)?;
    match facts.plan.status.get().unwrap_or(Status::Draft) {
        Status::Draft | Status::ChangesRequested => {
            period.submit_by.or(period.smt_by).or(period.panel_on).map(|due| (due, "sent"))
        }
        Status::Submitted | Status::Approved | Status::Assessed => {
            period.publish_by.map(|due| (due, "published"))
        }
        Status::Published => None,
    }
}

fn deadline_passed(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some((due, what)) = pending(facts).filter(|(due, _)| *due < facts.judged) else {
        return;
    };
    let late = count(days_between(due, facts.judged), "day");
    let message = format!("The plan was to be {what} by {}, {late} ago", day(due));
    flags.raise(Flag::at(FieldPath::of(["status"]), message));
}

fn deadline_near(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some((due, what)) = pending(facts) else {
        return;
    };
    let left = days_between(facts.judged, due);
    if (0..=NEAR_DAYS).contains(&left) {
        let when = if left == 0 { "today".to_owned() } else { format!("in {}", count(left, "day")) };
        let message = format!("The plan is to be {what} by {}, {when}", day(due));
        flags.raise(Flag::at(FieldPath::of(["status"]), message));
    }
}
