//! Rules on who is behind a plan: its author, the team, and the officers that people can reach.

use std::collections::BTreeMap;

use super::Class;
use super::facts::{Doing, Facts};
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{Cite, GUARANTEE};
use super::words::{blank, brief, count, listed, many, quoted};
use crate::plan::FieldPath;

pub(super) const AUTHOR_MISSING: Rule = Rule {
    name: "author-missing",
    family: Family::Plan,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the author's post or e-mail address is not given",
    why: "Readers of the plan need to know who drew it up and whom to ask.",
    clears: "Give the post, such as \"Inspector, West Dorset\", and a work e-mail address.",
    example: "A plan with no [author].",
    blind_spot: "A post that nobody holds any more.",
    sources: &[Cite::Edition],
    run: Some(author_missing),
};

fn author_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let author = &facts.plan.author;
    let lacking: Vec<(&str, &str)> =
        [("post", "post", &author.post), ("email", "e-mail address", &author.email)]
            .into_iter()
            .filter(|(leaf, _, said)| blank(said) && !facts.is_misread(&FieldPath::of(["author", leaf])))
            .map(|(leaf, noun, _)| (leaf, noun))
            .collect();
    flags.raise(Flag::at_all(lacking.iter().map(|(leaf, _)| FieldPath::of(["author", leaf])), || {
        let nouns: Vec<&str> = lacking.iter().map(|(_, noun)| *noun).collect();
        format!("The author's {} not given", said_of(&nouns))
    }));
    let email = author.email.trim();
    let is_address = email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    if !email.is_empty() && !is_address {
        let message = format!("{} is no e-mail address", quoted(email));
        flags.raise(Flag::at(FieldPath::of(["author", "email"]), message));
    }
}

/// "post is", "post and e-mail address are".
fn said_of(nouns: &[&str]) -> String {
    format!("{} {}", listed(nouns), if nouns.len() == 1 { "is" } else { "are" })
}

pub(super) const PROFILE_MISSING: Rule = Rule {
    name: "profile-missing",
    family: Family::Plan,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "there is no summary of the area, no settlements or no team",
    why: "Engagement is judged against who lives in the area and who polices it.",
    clears: "Write a few sentences on the area, name its settlements, and say how many are in the team.",
    example: "A profile with a summary and settlements, and no figure for the team.",
    blind_spot: "A profile that is out of date or about somewhere else.",
    sources: &[Cite::Edition],
    run: Some(profile_missing),
};

fn profile_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let profile = &facts.plan.profile;
    let team = &profile.team;
    let no_team = team.sergeants.is_absent() && team.constables.is_absent() && team.pcsos.is_absent();
    let no_settlements = profile.settlements.iter().all(|settlement| blank(settlement));
    let lacking: Vec<(FieldPath, &str)> = [
        (blank(&profile.summary), FieldPath::of(["profile", "summary"]), "a summary"),
        (no_settlements, FieldPath::of(["profile", "settlements"]), "settlements"),
        (no_team, FieldPath::of(["profile", "team", "sergeants"]), "the team"),
    ]
    .into_iter()
    .filter(|(lacks, path, _)| *lacks && !facts.is_misread(path))
    .map(|(_, path, noun)| (path, noun))
    .collect();
    for (asked, ()) in facts.asking(|requires| requires.profile.then_some(())) {
        let flag = Flag::at_all(lacking.iter().map(|(path, _)| path.clone()), || {
            let nouns: Vec<&str> = lacking.iter().map(|(_, noun)| *noun).collect();
            format!("The area profile lacks {}", listed(&nouns))
        });
        flags.raise(flag.map(|flag| flag.by(&asked.standard.id)));
    }
}

pub(super) const NAMED_OFFICER_MISSING: Rule = Rule {
    name: "named-officer-missing",
    family: Family::Plan,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a neighbourhood has no named officer whom people can contact",
    why: "People should know who their officer is, and how to reach that officer.",
    clears: "For each neighbourhood, name the officer as the public is told, and give a contact.",
    example: "Two neighbourhoods in areas.toml and a row for only one of them.",
    blind_spot: "An officer who has moved on, or a contact that nobody answers.",
    sources: &[
        Cite::Authority(&GUARANTEE, "a named, contactable officer for every neighbourhood"),
        Cite::Edition,
    ],
    run: Some(named_officer_missing),
};

fn named_officer_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if facts.is_misread(&FieldPath::of(["neighbourhoods"])) {
        return;
    }
    let mut lacking = Vec::new();
    for place in &facts.neighbourhoods {
        let row = facts.plan.neighbourhoods.iter().find(|officer| officer.id == place.id);
        let (leaf, what) = match row {
            None => ("officer", "named officer"),
            Some(row) if blank(&row.officer) => ("officer", "named officer"),
            Some(row) if blank(&row.contact) => ("contact", "contact for its officer"),
            Some(_) => continue,
        };
        let key = row.map_or(place.id, |row| &row.key);
        lacking.push((FieldPath::of(["neighbourhoods", key, leaf]), brief(place.name), what));
    }
    for (asked, ()) in facts.asking(|requires| requires.named_officer.then_some(())) {
        flags.raise_rows(
            Some(&asked.standard.id),
            lacking.clone(),
            |(path, _, _)| path.clone(),
            |rows| {
                Flag::saying(match rows {
                    [(_, name, what)] => format!("{name} has no {what}"),
                    _ => {
                        let names: Vec<&str> = rows.iter().map(|(_, name, _)| name.as_str()).collect();
                        format!(
                            "{} have no named officer with a contact: {}",
                            many(rows.len(), "neighbourhood"),
                            listed(&names)
                        )
                    }
                })
            },
        );
    }
}

pub(super) const DEPUTY_MISSING: Rule = Rule {
    name: "deputy-missing",
    family: Family::Plan,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "many public events hang on one person, and no deputy is named",
    why: "Officers are called away. An event with a deputy still takes place.",
    clears: "Name a deputy for these activities.",
    example: "Thirteen events of one sergeant with no deputy, where more than twelve are too many.",
    blind_spot: "One person under two names, or a deputy who is just as busy.",
    sources: &[Cite::Edition],
    run: Some(deputy_missing),
};

fn deputy_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (asked, most) in facts.asking(|requires| requires.deputy_above) {
        // Each owner's activities that have no deputy, with how many events each has.
        let mut by_owner: BTreeMap<String, Vec<(&Doing<'_>, usize)>> = BTreeMap::new();
        for doing in facts.public() {
            let activity = doing.activity;
            if blank(&activity.owner) || !blank(&activity.deputy) || doing.dates.is_empty() {
                continue;
            }
            let own = by_owner.entry(activity.owner.trim().to_lowercase()).or_default();
            own.push((doing, doing.dates.len()));
        }
        let events = |rows: &[(&Doing<'_>, usize)]| rows.iter().map(|(_, events)| events).sum::<usize>();
        let are_too_many =
            |rows: &[(&Doing<'_>, usize)]| i64::try_from(events(rows)).map_or(true, |events| events > most);
        for rows in by_owner.into_values().filter(|rows| are_too_many(rows)) {
            let standard = Some(asked.standard.id.as_str());
            let place = |(doing, _): &(&Doing<'_>, usize)| doing.field("deputy");
            let (aside, standing): (Vec<_>, Vec<_>) =
                rows.into_iter().partition(|row| flags.is_aside(standard, &place(row)));
            // What may go without a deputy does not count against what is left.
            let standing = if are_too_many(&standing) { standing } else { Vec::new() };
            for rows in [standing, aside] {
                flags.raise_rows(standard, rows, place, |rows| {
                    let owner = rows.first().map_or("", |(doing, _)| doing.activity.owner.as_str());
                    let events = many(events(rows), "public event");
                    Flag::saying(format!("{events} hang on {} with no deputy", quoted(owner))).detail(
                        format!("More than {} on one person need a deputy.", count(most, "public event")),
                    )
                });
            }
        }
    }
}
