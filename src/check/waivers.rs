//! Rules on waivers: flags set aside on purpose.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule, find, rules};
use super::sources::Cite;
use super::words::{blank, day, did_you_mean, listed, quoted};
use crate::plan::model::Waiver;
use crate::plan::{Edit, Entry, FieldPath, Value};

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

fn waiver_incomplete(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for waiver in &facts.plan.waivers {
        flags.raise(incomplete(facts, waiver));
    }
}

/// A rule, standard or row that is none of those that there are: the waiver would set nothing aside.
fn unknown(facts: &Facts<'_>, waiver: &Waiver, what: &str) -> Option<Flag> {
    let names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    let standards: Vec<&str> = facts.edition.standards.iter().map(|standard| standard.id.as_str()).collect();
    let rows: Vec<&str> = rows(facts, waiver.standard.trim());
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

/// The keys of the rows of a standard, or of the whole plan where no standard is named.
fn rows<'a>(facts: &Facts<'a>, standard: &str) -> Vec<&'a str> {
    let plan = facts.plan;
    let answers = plan.answers.iter().filter(|answer| blank(standard) || answer.id == standard);
    let mut rows: Vec<&str> = Vec::new();
    for answer in answers {
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
    if find(&waiver.rule).is_some_and(|rule| rule.recording == super::Recording::Blocked) {
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
        Flag::at(field("until"), message).mend(
            "End it on the plan's last day",
            Edit::Set { path: field("until"), value: Value::Date(last) },
        )
    })
}
