//! Rules on partners, seldom-heard groups, access and equality.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{COLLEGE, Cite, EQUALITY_ACT, EQUALITY_ACT_S149};
use super::words::{blank, listed, many, quoted};
use crate::plan::model::row_keys;
use crate::plan::{Answer, FieldPath, Value};

/// The fields whose rows these rules read.
const PARTNERS: &str = "partners";
const GROUPS: &str = "groups";
const EQUALITY: &str = "equality";

/// The three aims of the Equality Act 2010, s.149, as the file spells them, and what each is.
const AIMS: [(&str, &str); 3] = [
    ("discrimination", "end discrimination"),
    ("opportunity", "advance equality of opportunity"),
    ("relations", "foster good relations"),
];

pub(super) const PARTNERS_TOO_FEW: Rule = Rule {
    name: "partners-too-few",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "fewer partners are named than asked, or a partner has no purpose",
    why: "Most of what troubles a neighbourhood is not for the police alone to solve.",
    clears: "Name partner agencies, and what the team works on with each.",
    example: "One partner where two are asked for, or \"Dorset Council\" with no purpose.",
    blind_spot: "Whether the partner knows of it.",
    sources: &[Cite::Edition],
    run: Some(partners_too_few),
};

fn partners_too_few(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (of, wanted) in facts.asking(|requires| requires.partners) {
        let Some(answer) = of.answer else {
            continue;
        };
        let rows = named_rows(answer, PARTNERS);
        if let Some(message) = too_few(rows.len(), wanted, "partner") {
            flags.raise(Flag::at(field(answer, PARTNERS), message).by(&answer.id));
        }
        let purposeless: Vec<&NamedRow<'_>> =
            rows.iter().filter(|row| blank(text(row.entries, "purpose"))).collect();
        let place = |row: &&NamedRow<'_>| field(answer, PARTNERS).child(row.key()).child("purpose");
        flags.raise_rows(Some(&answer.id), purposeless, place, |rows| {
            Flag::saying(match rows {
                [only] => {
                    format!("{} has no purpose: what does the team work on with it?", quoted(only.name))
                }
                several => {
                    let names: Vec<String> = several.iter().map(|row| quoted(row.name)).collect();
                    format!("{} have no purpose: {}", many(several.len(), "partner"), listed(&names))
                }
            })
        });
    }
}

pub(super) const GROUP_UNNAMED: Rule = Rule {
    name: "group-unnamed",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "fewer seldom-heard groups are named than asked",
    why: "\"Everyone\" is whom the team hears already. A group that is named can be sought out.",
    clears: "Name groups that are less often heard, what each needs, and how the team knows.",
    example: "A commitment to \"all our diverse communities\" with no group named.",
    blind_spot: "The groups that the team has not thought of.",
    sources: &[Cite::Edition],
    run: Some(group_unnamed),
};

fn group_unnamed(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (of, wanted) in facts.asking(|requires| requires.groups) {
        if let Some(answer) = of.answer
            && let Some(message) = too_few(named_rows(answer, GROUPS).len(), wanted, "group")
        {
            flags.raise(Flag::at(field(answer, GROUPS), message).by(&answer.id));
        }
    }
}

fn too_few(has: usize, wanted: i64, noun: &str) -> Option<String> {
    if i64::try_from(has).is_ok_and(|has| has >= wanted) {
        return None;
    }
    let (has, verb) = match has {
        0 => (format!("No {noun}"), "is"),
        1 => (many(1, noun), "is"),
        _ => (many(has, noun), "are"),
    };
    let asked = if wanted == 1 { "is" } else { "are" };
    Some(format!("{has} {verb} named; at least {wanted} {asked} asked for"))
}

pub(super) const GROUP_WITHOUT_ACTIVITY: Rule = Rule {
    name: "group-without-activity",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "no activity is for a group that is named",
    why: "A group that is named and not visited has been named for the form.",
    clears: "Give the group an activity of its own: name it, as it is spelt here, in the activity's audience.",
    example: "\"Farm workers\" among the groups, and every activity for everyone.",
    blind_spot: "Whether the activity suits the group.",
    sources: &[Cite::Authority(&COLLEGE, "engagement is tailored to different communities"), Cite::Edition],
    run: Some(group_without_activity),
};

fn group_without_activity(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (of, _) in facts.asking(|requires| requires.groups) {
        let Some(answer) = of.answer else {
            continue;
        };
        if facts.doings.iter().any(|doing| facts.is_misread(&doing.field("audience"))) {
            continue;
        }
        let rows = named_rows(answer, GROUPS);
        let unvisited: Vec<&NamedRow<'_>> = rows
            .iter()
            .filter(|row| {
                let name = row.name.to_lowercase();
                !facts.doings.iter().any(|doing| {
                    doing.activity.audience.iter().any(|audience| audience.trim().to_lowercase() == name)
                })
            })
            .collect();
        let place = |row: &&NamedRow<'_>| field(answer, GROUPS).child(row.key());
        flags.raise_rows(Some(&answer.id), unvisited, place, |rows| {
            Flag::saying(match rows {
                [only] => format!("No activity is for {}", quoted(only.name)),
                several => {
                    let names: Vec<String> = several.iter().map(|row| quoted(row.name)).collect();
                    format!("No activity is for {}: {}", many(several.len(), "group"), listed(&names))
                }
            })
        });
    }
}

pub(super) const VENUE_ACCESS_UNSTATED: Rule = Rule {
    name: "venue-access-unstated",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a public venue does not say how accessible it is",
    why: "Somebody who uses a wheelchair, or cannot hear well, has to know before setting out.",
    clears: "Say how accessible the venue is, also where it is not; once in the venue book serves every activity.",
    example: "venue = \"Example Hall\" with no access.",
    blind_spot: "Whether it is so; a venue of the book says when that was last checked.",
    sources: &[
        Cite::Authority(&EQUALITY_ACT, "reasonable adjustments, so that disabled people can take part"),
        Cite::Edition,
    ],
    run: Some(venue_access_unstated),
};

fn venue_access_unstated(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let is_said = |access: &[String]| access.iter().any(|access| !blank(access));
    for (of, ()) in facts.asking(|requires| requires.venue_access.then_some(())) {
        // Each activity with the venues of it that say nothing, and the field that names the first of them.
        let mut silent: Vec<(FieldPath, Vec<String>)> = Vec::new();
        for doing in facts.rows().filter(|doing| doing.public && !is_said(&doing.activity.access)) {
            if facts.is_misread(&doing.field("access")) {
                continue;
            }
            let booked = doing.activity.venues.iter().filter_map(|id| facts.areas.venue(id.trim()));
            let mut unsaid: Vec<(&str, String)> = booked
                .filter(|venue| !is_said(&venue.access))
                .map(|venue| ("venues", quoted(if blank(&venue.name) { &venue.id } else { &venue.name })))
                .collect();
            if !blank(&doing.activity.venue) {
                unsaid.push(("access", quoted(&doing.activity.venue)));
            }
            if let Some((leaf, _)) = unsaid.first() {
                let place = doing.field(leaf);
                silent.push((place, unsaid.into_iter().map(|(_, venue)| venue).collect()));
            }
        }
        let place = |(place, _): &(FieldPath, Vec<String>)| place.clone();
        flags.raise_rows(Some(&of.standard.id), silent, place, |rows| {
            let mut venues: Vec<&str> = Vec::new();
            for venue in rows.iter().flat_map(|(_, venues)| venues) {
                if !venues.contains(&venue.as_str()) {
                    venues.push(venue);
                }
            }
            Flag::saying(match venues.as_slice() {
                [only] => format!("{only} does not say how accessible it is"),
                _ => format!(
                    "{} do not say how accessible they are: {}",
                    many(venues.len(), "venue"),
                    listed(&venues)
                ),
            })
        });
    }
}

pub(super) const EQUALITY_AIMS_UNADDRESSED: Rule = Rule {
    name: "equality-aims-unaddressed",
    family: Family::OtherStandards,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "nothing is said to one of the three equality aims",
    why: "Public bodies must have regard to all three whenever they plan something.",
    clears: "Say in a line how the plan serves the aim; \"it does not, because …\" is an answer.",
    example: "A row for discrimination and one for opportunity, and none for relations.",
    blind_spot: "Whether regard was had.",
    sources: &[Cite::Authority(&EQUALITY_ACT_S149, "have regard to all three aims"), Cite::Edition],
    run: Some(equality_aims_unaddressed),
};

fn equality_aims_unaddressed(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (of, ()) in facts.asking(|requires| requires.equality_aims.then_some(())) {
        let Some(answer) = of.answer else {
            continue;
        };
        let said = |aim: &str| {
            rows(answer, EQUALITY)
                .any(|row| text(row.entries, "aim").trim() == aim && !blank(text(row.entries, "how")))
        };
        let silent: Vec<&str> = AIMS.iter().filter(|(aim, _)| !said(aim)).map(|(_, what)| *what).collect();
        if !silent.is_empty() {
            let message = format!("Nothing says how the plan serves to {}", listed(&silent));
            flags.raise(Flag::at(field(answer, EQUALITY), message).by(&answer.id));
        }
    }
}

/// A row of a field, by its name.
struct NamedRow<'a> {
    field: &'a [Value],
    nth: usize,
    name: &'a str,
    entries: &'a [(String, Value)],
}

impl NamedRow<'_> {
    /// The row's segment in a path.
    fn key(&self) -> String {
        row_keys(self.field).swap_remove(self.nth)
    }
}

/// The rows of a field.
fn rows<'a>(answer: &'a Answer, id: &str) -> impl Iterator<Item = NamedRow<'a>> {
    let field = match answer.field(id) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    field.iter().enumerate().filter_map(move |(nth, row)| match row {
        Value::Table(entries) => Some(NamedRow { field, nth, name: text(entries, "name").trim(), entries }),
        _ => None,
    })
}

/// The rows of a field that have a name.
fn named_rows<'a>(answer: &'a Answer, id: &str) -> Vec<NamedRow<'a>> {
    rows(answer, id).filter(|row| !row.name.is_empty()).collect()
}

fn text<'a>(entries: &'a [(String, Value)], key: &str) -> &'a str {
    entries.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_text()).unwrap_or("")
}

fn field(answer: &Answer, id: &str) -> FieldPath {
    FieldPath::of(["standards", &answer.id, id])
}
