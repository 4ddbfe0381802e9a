//! Rules on what an activity says of itself.

use super::Class;
use super::facts::{Doing, Facts, has_date, is_understood};
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{COLLEGE, Cite};
use super::words::{blank, listed, many, quoted};
use crate::plan::{Edit, FieldPath};

pub(super) const ACTIVITY_MISSING: Rule = Rule {
    name: "activity-missing",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a standard has fewer activities than asked",
    why: "A commitment with nothing in the diary is not carried out.",
    clears: "Add an activity: what, when, where, who.",
    example: "A commitment to meet people face to face, and no activity.",
    blind_spot: "An activity that stands under another standard.",
    sources: &[Cite::Edition],
    run: Some(activity_missing),
};

fn activity_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (asked, wanted) in facts.asking(|requires| requires.activities) {
        let Some(answer) = asked.answer else {
            continue;
        };
        let path = FieldPath::of(["standards", &answer.id, "activities"]);
        if facts.is_misread(&path) {
            continue;
        }
        let has = answer.activities.len();
        if i64::try_from(has).is_ok_and(|has| has < wanted) {
            let has = if has == 0 { "no activity".to_owned() } else { many(has, "activity") };
            let verb = if wanted == 1 { "is" } else { "are" };
            let message =
                format!("Standard {} has {has}; at least {wanted} {verb} asked for", asked.standard.number);
            flags.raise(Flag::at(path, message).by(&answer.id));
        }
    }
}

pub(super) const ACTIVITY_WITHOUT_DATE: Rule = Rule {
    name: "activity-without-date",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity has no date and no recurrence",
    why: "Nobody can come to what has no date, and nobody can publicise it.",
    clears: "Give a date, or from when it recurs and how often.",
    example: "\"Bridport drop-in\", every month, with no start.",
    blind_spot: "A date that nobody keeps free.",
    sources: &[Cite::Authority(&COLLEGE, "regular contact"), Cite::Edition],
    run: Some(activity_without_date),
};

fn activity_without_date(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "date", |doing| {
        let lacks = !has_date(doing.activity) && is_understood(facts.plan, doing.answer, doing.activity);
        lacks.then_some("starts")
    });
}

pub(super) const ACTIVITY_WITHOUT_VENUE: Rule = Rule {
    name: "activity-without-venue",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a public activity has neither a venue nor a link",
    why: "Nobody can come.",
    clears: "Choose a venue from the book, write one in, or give the link for people to join.",
    example: "A public meeting with a date, a time and no place.",
    blind_spot: "A venue that is closed, or too small.",
    sources: &[Cite::Authority(&COLLEGE, "a visible presence"), Cite::Edition],
    run: Some(activity_without_venue),
};

fn activity_without_venue(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "venue or link", |doing| {
        let nowhere = !doing.activity.has_venue() && blank(&doing.activity.link);
        let misread = facts.is_misread(&doing.field("venues"));
        (doing.public && nowhere && !misread).then_some("venues")
    });
}

pub(super) const ACTIVITY_WITHOUT_OWNER: Rule = Rule {
    name: "activity-without-owner",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity is nobody's, by post or by name",
    why: "What is everybody's job is done by nobody.",
    clears: "Say whose it is, best by post, such as \"Sergeant, Bridport\".",
    example: "A drop-in with a date and a venue, and no owner.",
    blind_spot: "Whether that person knows.",
    sources: &[Cite::Edition],
    run: Some(activity_without_owner),
};

fn activity_without_owner(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "owner", |doing| blank(&doing.activity.owner).then_some("owner"));
}

pub(super) const ACTIVITY_WITHOUT_PURPOSE: Rule = Rule {
    name: "activity-without-purpose",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity does not say what it is for",
    why: "People come to something that is for them; a date in a diary is no reason.",
    clears: "Say in one line what it is for.",
    example: "A drop-in with no purpose.",
    blind_spot: "Whether the activity serves its purpose.",
    sources: &[Cite::Authority(&COLLEGE, "engagement has a clear purpose"), Cite::Edition],
    run: Some(activity_without_purpose),
};

fn activity_without_purpose(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "purpose", |doing| blank(&doing.activity.purpose).then_some("purpose"));
}

pub(super) const ACTIVITY_WITHOUT_MEASURE: Rule = Rule {
    name: "activity-without-measure",
    family: Family::Activities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity has no measure, or a measure with no target",
    why: "Success is measured by events held, people attending, and what they say.",
    clears: "Say what is counted, such as people attending, and how many are aimed for.",
    example: "measure = \"people attending\" with no target.",
    blind_spot: "A target that is met whatever happens.",
    sources: &[Cite::Edition],
    run: Some(activity_without_measure),
};

fn activity_without_measure(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "measure with a target", |doing| {
        if blank(&doing.activity.measure) {
            Some("measure")
        } else {
            blank(&doing.activity.target).then_some("target")
        }
    });
}

/// One flag a standard for the activities that lack something; `lacks` names the field to mend.
fn without(
    facts: &Facts<'_>,
    flags: &mut Flags<'_>,
    noun: &str,
    lacks: impl Fn(&Doing<'_>) -> Option<&'static str>,
) {
    let hits = facts
        .rows()
        .filter_map(|doing| {
            let place = doing.field(lacks(doing)?);
            Some(Hit { doing, place, message: format!("{} has no {noun}", name(doing)), edit: None })
        })
        .collect();
    group(hits, flags, "", |many, names| format!("{many} have no {noun}: {names}"));
}

/// An activity that a rule is about.
pub(super) struct Hit<'f, 'a> {
    pub doing: &'f Doing<'a>,
    pub place: FieldPath,
    /// What to say where it is the only one.
    pub message: String,
    /// What would clear it, where that is mechanical.
    pub edit: Option<Edit>,
}

/// One flag a standard; a mend, called `label`, where all of them have one.
pub(super) fn group(
    hits: Vec<Hit<'_, '_>>,
    flags: &mut Flags<'_>,
    label: &str,
    several: impl Fn(&str, &str) -> String,
) {
    let mut hits = hits.into_iter().peekable();
    while let Some(first) = hits.next() {
        let standard = first.doing.answer.id.as_str();
        let mut of_standard = vec![first];
        of_standard.extend(std::iter::from_fn(|| hits.next_if(|hit| hit.doing.answer.id == standard)));
        flags.raise_rows(
            Some(standard),
            of_standard,
            |hit| hit.place.clone(),
            |hits| {
                let edits: Option<Vec<Edit>> = hits.iter().map(|hit| hit.edit.clone()).collect();
                let message = match hits {
                    [only] => only.message.clone(),
                    _ => several(&many(hits.len(), "activity"), &names(hits.iter().map(|hit| hit.doing))),
                };
                Flag::saying(message).mend_all(label, edits.unwrap_or_default())
            },
        );
    }
}

/// What to call an activity in a message.
pub(super) fn name(doing: &Doing<'_>) -> String {
    if blank(&doing.activity.title) {
        doing.activity.name().to_owned()
    } else {
        quoted(&doing.activity.title)
    }
}

/// What to call several.
pub(super) fn names<'f, 'a: 'f>(doings: impl Iterator<Item = &'f Doing<'a>>) -> String {
    listed(&doings.map(name).collect::<Vec<_>>())
}
