//! Rules on local priorities.

use jiff::civil::Date;

use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{COLLEGE, Cite, GUARANTEE};
use super::words::{blank, brief, count, day, listed, many, quoted};
use super::{Class, Phase};
use crate::plan::calendar::days_between;
use crate::plan::{Edit, Entry, FieldPath, Priority, Value};
use crate::standards::{Per, Range};

pub(super) const PRIORITY_MISSING: Rule = Rule {
    name: "priority-missing",
    family: Family::Priorities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "there are fewer or more priorities than asked",
    why: "Priorities say what the team works on for its community; with too many, none of them is one.",
    clears: "Agree priorities with the community, as many as are asked for, each with a title.",
    example: "A plan with no [[priorities]], or with six where at most five are asked for.",
    blind_spot: "Whether the community would name the same ones.",
    sources: &[Cite::Edition],
    run: Some(priority_missing),
};

fn priority_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if facts.is_misread(&FieldPath::of(["priorities"])) {
        return;
    }
    let titled: Vec<&Priority> =
        facts.plan.priorities.iter().filter(|priority| !blank(&priority.title)).collect();
    for (asked, range) in facts.asking(|requires| requires.priorities) {
        let raise = |whose: Option<&str>, has: usize, flags: &mut Flags<'_>| {
            if let Some(message) = out_of_range(whose, has, range) {
                flags.raise(Flag::at(FieldPath::of(["priorities"]), message).by(&asked.standard.id));
            }
        };
        match asked.standard.requires.per {
            Some(Per::Neighbourhood) => {
                for place in &facts.neighbourhoods {
                    let has = titled
                        .iter()
                        .filter(|priority| {
                            priority.neighbourhoods.is_empty()
                                || priority.neighbourhoods.iter().any(|id| id == place.id)
                        })
                        .count();
                    raise(Some(place.name), has, flags);
                }
            }
            _ => raise(None, titled.len(), flags),
        }
    }
}

fn out_of_range(whose: Option<&str>, has: usize, range: Range) -> Option<String> {
    let number = i64::try_from(has).unwrap_or(i64::MAX);
    let wanted = match (range.at_least, range.at_most) {
        (Some(least), _) if number < least => format!("at least {least}"),
        (_, Some(most)) if number > most => format!("at most {most}"),
        _ => return None,
    };
    let whose = whose.map_or("The plan".to_owned(), brief);
    let has = if has == 0 { "no priorities".to_owned() } else { many(has, "priority") };
    Some(format!("{whose} has {has}; {wanted} asked for", wanted = ask(&wanted)))
}

fn ask(wanted: &str) -> String {
    if wanted.ends_with(" 1") { format!("{wanted} is") } else { format!("{wanted} are") }
}

pub(super) const PRIORITY_WITHOUT_SOURCE: Rule = Rule {
    name: "priority-without-source",
    family: Family::Priorities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a priority does not say where it comes from",
    why: "A priority that is agreed with people can say with whom, or from what survey.",
    clears: "Say where it comes from, such as \"Your Dorset survey\" or \"parish meetings in October\".",
    example: "A priority with a title, an action and no source.",
    blind_spot: "Whether the source says so.",
    sources: &[Cite::Authority(&COLLEGE, "priorities are agreed with people"), Cite::Edition],
    run: Some(priority_without_source),
};

fn priority_without_source(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "source", "source", |priority| &priority.source);
}

pub(super) const PRIORITY_WITHOUT_ACTION: Rule = Rule {
    name: "priority-without-action",
    family: Family::Priorities,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a priority does not say what is done about it",
    why: "police.uk shows each priority with its action; without one, people read only a worry.",
    clears: "Say what the team does about it.",
    example: "A priority with a title, a source and no action.",
    blind_spot: "Whether the action helps.",
    sources: &[Cite::Authority(&COLLEGE, "priorities lead to problem-solving"), Cite::Edition],
    run: Some(priority_without_action),
};

fn priority_without_action(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    without(facts, flags, "action", "action", |priority| &priority.action);
}

fn without(
    facts: &Facts<'_>,
    flags: &mut Flags<'_>,
    leaf: &str,
    noun: &str,
    field: impl Fn(&Priority) -> &str,
) {
    let lacking: Vec<&Priority> =
        facts.plan.priorities.iter().filter(|priority| blank(field(priority))).collect();
    for (asked, _) in facts.asking(|requires| requires.priorities) {
        let place = |priority: &&Priority| path(priority, leaf);
        flags.raise_rows(Some(&asked.standard.id), lacking.clone(), place, |rows| {
            Flag::saying(match rows {
                [only] => format!("{} has no {noun}", title(only)),
                _ => {
                    let titles: Vec<String> = rows.iter().map(|priority| title(priority)).collect();
                    format!("{} have no {noun}: {}", many(rows.len(), "priority"), listed(&titles))
                }
            })
        });
    }
}

fn path(priority: &Priority, leaf: &str) -> FieldPath {
    FieldPath::of(["priorities", &priority.key, leaf])
}

fn title(priority: &Priority) -> String {
    if blank(&priority.title) { "A priority with no title".to_owned() } else { quoted(&priority.title) }
}

pub(super) const PRIORITY_NOT_REVIEWED: Rule = Rule {
    name: "priority-not-reviewed",
    family: Family::Priorities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a priority was neither agreed nor reviewed in the last months",
    why: "Still right? What troubled people last year may not trouble them now.",
    clears: "Ask again, then add the day to its reviews; one key records that it was reviewed today.",
    example: "A priority agreed on 1 August for a plan that starts on 1 December, not reviewed since.",
    blind_spot: "Whether anybody was asked at the review.",
    sources: &[
        Cite::Authority(&GUARANTEE, "priorities are updated within the last three months"),
        Cite::Edition,
    ],
    run: Some(priority_not_reviewed),
};

/// Where the day goes: a priority that nobody agreed yet is agreed first.
fn where_to(priority: &Priority) -> FieldPath {
    path(priority, if looked_at(priority).next().is_none() { "agreed" } else { "reviewed" })
}

fn priority_not_reviewed(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let running = matches!(facts.phase, Phase::Running | Phase::Closed);
    let by = if running { facts.judged } else { facts.period.map_or(facts.judged, |period| period.starts()) };
    for (asked, within) in facts.asking(|requires| requires.review_days) {
        let stale: Vec<(&Priority, Option<Date>)> = facts
            .plan
            .priorities
            .iter()
            .filter(|priority| is_understood(facts, priority))
            .map(|priority| (priority, last_looked_at(priority, by)))
            .filter(|(_, last)| last.is_none_or(|last| days_between(last, by) > within))
            .collect();
        let before = if running { "before today" } else { "before the plan starts" };
        let today = facts.context.today;
        let would_help = today <= by && days_between(today, by) <= within;
        let place = |(priority, _): &(&Priority, Option<Date>)| where_to(priority);
        flags.raise_rows(Some(&asked.standard.id), stale, place, |rows| {
            let message = match rows {
                [(priority, Some(last))] => format!(
                    "{} was last looked at on {}, {} {before}; at most {within}",
                    title(priority),
                    day(*last),
                    count(days_between(*last, by), "day"),
                ),
                [(priority, None)] if looked_at(priority).next().is_some() => {
                    let day = looked_at(priority).min().map_or_else(String::new, day);
                    format!(
                        "{} was first agreed or reviewed on {day}, after {}",
                        title(priority),
                        if running { "today" } else { "the plan starts" }
                    )
                }
                [(priority, None)] => {
                    format!("{} has no day on which it was agreed or reviewed", title(priority))
                }
                _ => {
                    let titles: Vec<String> = rows.iter().map(|(priority, _)| title(priority)).collect();
                    format!(
                        "{} neither agreed nor reviewed in the {within} days {before}: {}",
                        many(rows.len(), "priority"),
                        listed(&titles)
                    )
                }
            };
            let reviews = rows.iter().filter(|_| would_help).map(|(priority, _)| review(priority, today));
            Flag::saying(message).mend_all("Reviewed today: still right", reviews.collect())
        });
    }
}

fn is_understood(facts: &Facts<'_>, priority: &Priority) -> bool {
    let reviewed = path(priority, "reviewed");
    !matches!(priority.agreed, Entry::AsTyped(_))
        && !facts.plan.misread.iter().any(|misread| misread.path == reviewed)
}

/// The last day, up to a given one, on which it was agreed or found still right.
fn last_looked_at(priority: &Priority, by: Date) -> Option<Date> {
    looked_at(priority).filter(|day| *day <= by).max()
}

/// Every day on which it was agreed or found still right.
fn looked_at(priority: &Priority) -> impl Iterator<Item = Date> {
    priority.agreed.get().into_iter().chain(priority.reviewed.iter().copied())
}

fn review(priority: &Priority, today: Date) -> Edit {
    let days = priority.reviewed.iter().copied().chain([today]);
    Edit::Set { path: path(priority, "reviewed"), value: Value::List(days.map(Value::Date).collect()) }
}
