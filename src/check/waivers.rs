//! Rules on waivers: flags set aside on purpose.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule, find};
use super::sources::Cite;
use super::words::{blank, day, listed, quoted};
use crate::plan::model::Waiver;
use crate::plan::{Edit, Entry, FieldPath, Value};

pub(super) const WAIVER_INCOMPLETE: Rule = Rule {
    name: "waiver-incomplete",
    family: Family::Review,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a waiver has no rule, reason, name or end, is past its end, or ends after the plan",
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
