//! Rules on waivers: flags set aside on purpose.

use jiff::civil::Date;

use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule, find, rules};
use super::sources::Cite;
use super::words::{blank, brief, day, did_you_mean, listed, quoted};
use super::{
    AskedAside, Class, Finding, Phase, activities, others, people, priorities, publicity, timing, understood,
};
use crate::plan::model::Waiver;
use crate::plan::{Edit, Entry, FieldPath, Plan, Value};

pub(super) const WAIVER_INCOMPLETE: Rule = Rule {
    name: "waiver-incomplete",
    family: Family::Review,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a waiver has no rule, reason, name or end, is past its end, ends after the plan, or \
                 names a rule, standard or row that is not there",
    why: "A reviewer accepts a waiver for a reason, from somebody, for a time; without these it is a flag \
          that was switched off.",
    clears: "Say which rule, why, who asks, and until when, no later than the plan's last day.",
    example: "A waiver of meeting-gap with no reason, or until 31 March 2028.",
    blind_spot: "Whether the reason is a good one.",
    sources: &[Cite::Edition],
    run: Some(waiver_incomplete),
};

pub(super) const WAIVER_NOT_ACCEPTED: Rule = Rule {
    name: "waiver-not-accepted",
    family: Family::Review,
    class: Class::NonCompliant,
    phases: &[Phase::Promised, Phase::Running],
    recording: Recording::Allowed,
    flags_when: "a waiver is asked for in a plan that was submitted or has begun, and no reviewer has accepted it",
    why: "Nobody sets his own flags aside: until a reviewer accepts a waiver, the flag stands.",
    clears: "A reviewer accepts it; or take the waiver out, and mend what it is about.",
    example: "A complete waiver of meeting-gap in a submitted plan that nobody has read yet.",
    blind_spot: "Why no reviewer has accepted it: it may not have been looked at, or been refused.",
    sources: &[Cite::Edition],
    run: Some(waiver_not_accepted),
};

fn waiver_not_accepted(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (waiver, until) in complete(facts).filter(|(waiver, _)| !is_accepted(facts, waiver)) {
        let path = FieldPath::of(["waivers", &waiver.key]);
        let message = format!(
            "The waiver of {}, asked by {} until {}, is not accepted yet",
            quoted(&waiver.rule),
            brief(&waiver.by),
            day(until)
        );
        flags.raise(Flag::at(path, message));
    }
}

/// The waivers that lack nothing, each with its last day.
fn complete<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Waiver, Date)> {
    let complete = |waiver: &&Waiver| incomplete(facts, waiver).is_none();
    facts.plan.waivers.iter().filter(complete).filter_map(|waiver| Some((waiver, waiver.until.get()?)))
}

fn is_accepted(facts: &Facts<'_>, waiver: &Waiver) -> bool {
    !waiver.id.is_empty() && facts.context.accepted_waivers.contains(&waiver.id)
}

/// Which part of a rule's flags a waiver sets aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// None: such flags stand whatever is asked.
    Never,
    /// All of a flag: it is about no row, or about all of them together.
    Whole,
    /// A row's share where the waiver names a row.
    Rows,
    /// All of a flag, also where the waiver names one row of the two that it is about.
    Pair,
}

/// The rules whose flags are on rows, each for itself.
const ON_ROWS: &[&Rule] = &[
    &understood::VALUE_NOT_UNDERSTOOD,
    &understood::ROW_ID_REPEATED,
    &understood::UNKNOWN_KEY,
    &people::NAMED_OFFICER_MISSING,
    &people::DEPUTY_MISSING,
    &priorities::PRIORITY_WITHOUT_SOURCE,
    &priorities::PRIORITY_WITHOUT_ACTION,
    &priorities::PRIORITY_NOT_REVIEWED,
    &others::PARTNERS_TOO_FEW,
    &others::GROUP_WITHOUT_ACTIVITY,
    &others::VENUE_ACCESS_UNSTATED,
    &activities::ACTIVITY_WITHOUT_DATE,
    &activities::ACTIVITY_WITHOUT_VENUE,
    &activities::ACTIVITY_WITHOUT_OWNER,
    &activities::ACTIVITY_WITHOUT_PURPOSE,
    &activities::ACTIVITY_WITHOUT_MEASURE,
    &timing::ACTIVITY_OUTSIDE_PERIOD,
    &timing::ACTIVITY_IMPOSSIBLE_DATE,
    &timing::ACTIVITY_ON_HOLIDAY,
    &timing::PRE_ELECTION_CLASH,
    &publicity::PUBLICITY_LEAD_TIME,
    &publicity::PUBLICITY_CHANNELS,
    &publicity::ALERT_SERVICE_RARE,
];

/// Which part of a rule's flags a waiver sets aside.
pub(super) fn aside(rule: &Rule) -> Aside {
    let on_waivers = [WAIVER_INCOMPLETE.name, WAIVER_NOT_ACCEPTED.name];
    let is_fixed = rule.recording == Recording::Blocked || rule.class == Class::Unreadable;
    if is_fixed || on_waivers.contains(&rule.name) {
        Aside::Never
    } else if rule.name == timing::ACTIVITY_OVERLAP.name {
        Aside::Pair
    } else if rule.family == Family::Words || ON_ROWS.iter().any(|on_rows| on_rows.name == rule.name) {
        Aside::Rows
    } else {
        Aside::Whole
    }
}

/// Whether a waiver that names a row, and that a reviewer accepted, sets this place aside.
pub(super) fn is_row_aside(
    facts: &Facts<'_>,
    rule: &Rule,
    standard: Option<&str>,
    place: &FieldPath,
) -> bool {
    let is_of_it = |waiver: &Waiver| {
        waiver.rule.trim() == rule.name
            && !blank(&waiver.row)
            && is_of_standard(waiver, standard, place)
            && is_of_row(waiver, place)
            && is_accepted(facts, waiver)
    };
    !facts.context.accepted_waivers.is_empty() && complete(facts).any(|(waiver, _)| is_of_it(waiver))
}

/// Tells each flag which complete waiver asks for it to be set aside, and sets aside those of which every
/// place is in a waiver that a reviewer accepted.
pub(super) fn set_aside(facts: &Facts<'_>, found: &mut [Finding]) {
    let waivers: Vec<(&Waiver, Date)> = complete(facts).collect();
    if waivers.is_empty() {
        return;
    }
    for finding in found {
        let places: Vec<&FieldPath> = std::iter::once(&finding.path).chain(&finding.also).collect();
        let is_pair = find(finding.rule).is_some_and(|rule| aside(rule) == Aside::Pair);
        let covers = |waiver: &Waiver, place: &FieldPath| {
            waiver.rule.trim() == finding.rule
                && is_of_standard(waiver, finding.standard.as_deref(), place)
                && (is_of_row(waiver, place)
                    || is_pair && places.iter().any(|other| is_of_row(waiver, other)))
        };
        let within = |place: &FieldPath, accepted: bool| {
            waivers
                .iter()
                .any(|(waiver, _)| covers(waiver, place) && (!accepted || is_accepted(facts, waiver)))
        };
        let asked = places.iter().filter(|place| within(place, false)).count();
        let first = waivers.iter().find(|(waiver, _)| places.iter().any(|place| covers(waiver, place)));
        // One that names a row asks in vain for what is on no row: that is told, so that nobody waits for it.
        let on_no_row = places.iter().all(|place| row_of(place).is_none());
        let in_vain = || {
            waivers.iter().find(|(waiver, _)| {
                on_no_row
                    && waiver.rule.trim() == finding.rule
                    && is_of_standard(waiver, finding.standard.as_deref(), &finding.path)
            })
        };
        finding.waived = places.iter().all(|place| within(place, true));
        finding.asked = first.or_else(in_vain).map(|(waiver, until)| AskedAside {
            waiver: waiver.key.clone(),
            by: waiver.by.trim().to_owned(),
            until: *until,
            places: asked,
        });
    }
}

/// Whether a waiver is for the standard that a flag is about; one that names none is for what no standard asks.
/// One of a row may name the standard under which the row stands.
fn is_of_standard(waiver: &Waiver, asked: Option<&str>, place: &FieldPath) -> bool {
    let named = waiver.standard.trim();
    let stands_there = || matches!(place.segments(), [first, id, ..] if first == "standards" && id == named);
    match asked {
        _ if named.is_empty() => asked.is_none(),
        Some(asked) => named == asked || (!blank(&waiver.row) && stands_there()),
        None => stands_there(),
    }
}

/// Whether a place is in the row that a waiver names; one that names none is for all.
fn is_of_row(waiver: &Waiver, place: &FieldPath) -> bool {
    let row = waiver.row.trim();
    row.is_empty() || row_of(place) == Some(row)
}

/// The row that a place is in, by its key.
pub fn row_of(place: &FieldPath) -> Option<&str> {
    match place.segments() {
        [first, _, _, row, ..] if first == "standards" => Some(row),
        [first, row, ..] if first == "priorities" || first == "neighbourhoods" => Some(row),
        _ => None,
    }
}

fn waiver_incomplete(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for waiver in &facts.plan.waivers {
        flags.raise(incomplete(facts, waiver));
    }
}

/// A rule, standard or row that is none of those that there are: the waiver would set nothing aside.
fn unknown(facts: &Facts<'_>, waiver: &Waiver, what: &str) -> Option<Flag> {
    let names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    let standards: Vec<&str> = facts.edition.standards.iter().map(|standard| standard.id.as_str()).collect();
    // A flag of one standard may be on rows of another: publicity is asked for where nothing takes place.
    let neighbourhoods = facts.neighbourhoods.iter().map(|place| place.id);
    let rows: Vec<&str> = rows_of(facts.plan).into_iter().chain(neighbourhoods).collect();
    [
        ("rule", "rule", &waiver.rule, names),
        ("standard", "standard", &waiver.standard, standards),
        ("row", "row", &waiver.row, rows),
    ]
    .into_iter()
    .find(|(_, _, said, known)| !blank(said) && !known.contains(&said.trim()))
    .map(|(leaf, noun, said, known)| {
        let path = FieldPath::of(["waivers", &waiver.key, leaf]);
        let message = match leaf {
            "rule" => format!("There is no rule {} to waive", quoted(said)),
            _ => format!("{what} is for {noun} {}, which is not there", quoted(said)),
        };
        Flag::at(path, message).detail(did_you_mean(said.trim(), &known))
    })
}

/// The keys of the rows that flags may be on.
pub fn rows_of(plan: &Plan) -> Vec<&str> {
    let mut rows: Vec<&str> = Vec::new();
    for answer in &plan.answers {
        rows.extend(answer.activities.iter().map(|activity| activity.key.as_str()));
        for (_, value) in &answer.fields {
            let Value::List(items) = value else { continue };
            for item in items {
                let Value::Table(entries) = item else { continue };
                let id = entries.iter().find(|(key, _)| key == "id");
                rows.extend(id.and_then(|(_, id)| id.as_text()));
            }
        }
    }
    rows.extend(plan.priorities.iter().map(|row| row.key.as_str()));
    rows.extend(plan.neighbourhoods.iter().map(|row| row.key.as_str()));
    rows
}

fn incomplete(facts: &Facts<'_>, waiver: &Waiver) -> Option<Flag> {
    let field = |leaf: &str| FieldPath::of(["waivers", &waiver.key, leaf]);
    let what = if blank(&waiver.rule) {
        "A waiver".to_owned()
    } else {
        format!("The waiver of {}", quoted(&waiver.rule))
    };
    let lacking: Vec<(&str, &str)> = [
        (blank(&waiver.rule), "rule", "rule"),
        (blank(&waiver.reason), "reason", "reason"),
        (blank(&waiver.by), "by", "name of who asks"),
        (waiver.until == Entry::Absent, "until", "end"),
    ]
    .into_iter()
    .filter(|(lacks, _, _)| *lacks)
    .map(|(_, leaf, noun)| (leaf, noun))
    .collect();
    let lacks = Flag::at_all(lacking.iter().map(|(leaf, _)| field(leaf)), || {
        let nouns: Vec<&str> = lacking.iter().map(|(_, noun)| *noun).collect();
        format!("{what} has no {}", listed(&nouns).replace(" and ", " and no "))
    });
    if lacks.is_some() {
        return lacks;
    }
    if find(waiver.rule.trim()).is_some_and(|rule| !rule.can_be_waived()) {
        return Some(Flag::at(field("rule"), format!("{} can never be waived", quoted(&waiver.rule))));
    }
    if let Some(unknown) = unknown(facts, waiver, &what) {
        return Some(unknown);
    }
    let until = waiver.until.get()?;
    if until < facts.judged {
        return Some(Flag::at(field("until"), format!("{what} ended on {}", day(until))));
    }
    let last = facts.period?.ends();
    (until > last).then(|| {
        let message = format!("{what} ends on {}, after the plan ends on {}", day(until), day(last));
        // Nothing is judged after the plan's last day: the same days are set aside.
        Flag::at(field("until"), message)
            .mend(
                "End it on the plan's last day",
                Edit::Set { path: field("until"), value: Value::Date(last) },
            )
            .by_any_hand()
    })
}
