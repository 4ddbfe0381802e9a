//! Rules on public meetings: how many, how far apart, where, and for whom.

use super::Class;
use super::activities::name;
use super::facts::{Asked, Coverage, Doing, Facts};
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{Cite, REFORM_ACT_S34};
use super::words::{blank, brief, count, day, listed, many};
use crate::plan::calendar::{Gap, asked, longest_gap};
use crate::plan::{Cadence, FieldPath, Period};
use crate::standards::Per;

pub(super) const NEIGHBOURHOOD_UNCOVERED: Rule = Rule {
    name: "neighbourhood-uncovered",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a neighbourhood has no public meeting at all",
    why: "Meetings are for people in each neighbourhood, not only in the town with the station.",
    clears: "Add a public meeting for the neighbourhood: one where anybody can put a question.",
    example: "Two neighbourhoods, and every drop-in in Bridport.",
    blind_spot: "How far people have to travel.",
    sources: &[
        Cite::Authority(&REFORM_ACT_S34, "regular meetings in each neighbourhood; it gives no number"),
        Cite::Edition,
    ],
    run: Some(neighbourhood_uncovered),
};

pub(super) const MEETING_FREQUENCY: Rule = Rule {
    name: "meeting-frequency",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "there are fewer public meetings than the standard's meeting cadence asks",
    why: "People should be able to meet their officers regularly, and put questions to them.",
    clears: "Add dates on which anybody can put a question, in the period as a whole.",
    example: "Three public meetings in a year where every quarter is asked for.",
    blind_spot: "Whether anybody comes.",
    sources: &[
        Cite::Authority(&REFORM_ACT_S34, "regular meetings in each neighbourhood; it gives no number"),
        Cite::Edition,
    ],
    run: Some(meeting_frequency),
};

pub(super) const MEETING_GAP: Rule = Rule {
    name: "meeting-gap",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the longest stretch without a public meeting is longer than allowed",
    why: "Meetings that bunch together leave people waiting for months.",
    clears: "Move a meeting into the stretch, or add one.",
    example: "Four meetings from December to March, and none until November.",
    blind_spot: "A meeting that is cancelled.",
    sources: &[Cite::Edition],
    run: Some(meeting_gap),
};

/// Each neighbourhood, or the area, as the standard counts.
fn wholes<'f, 'a>(facts: &'f Facts<'a>, of: Asked<'a>) -> &'f [Coverage<'a>] {
    match of.standard.requires.per {
        Some(Per::Neighbourhood) => &facts.in_each,
        _ => facts.in_all.as_slice(),
    }
}

/// The standards that ask for public meetings. One that is not begun, or has none of the activities that it
/// asks for, is flagged for that, as long as no meeting stands elsewhere in the plan.
pub(super) fn asking<'f, 'a>(facts: &'f Facts<'a>) -> impl Iterator<Item = Asked<'a>> + use<'f, 'a> {
    let any_meeting = facts.doings.iter().any(Doing::may_be_meeting);
    facts
        .asking(|requires| {
            (requires.meeting_cadence.is_some() || requires.longest_gap_days.is_some()).then_some(requires)
        })
        .filter(move |(of, requires)| {
            let begun = of.answer.is_some_and(|answer| {
                !answer.activities.is_empty() || requires.activities.is_none_or(|wanted| wanted < 1)
            });
            begun || any_meeting
        })
        .map(|(of, _)| of)
}

pub(super) fn activities_of(of: Asked<'_>) -> FieldPath {
    FieldPath::of(["standards", &of.standard.id, "activities"])
}

fn neighbourhood_uncovered(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if facts.period.is_none() {
        return;
    }
    for of in asking(facts) {
        let none: Vec<&Coverage<'_>> =
            facts.in_each.iter().filter(|whole| whole.settled && whole.days.is_empty()).collect();
        let message = match none.as_slice() {
            [] => continue,
            [only] => format!("{} has no public meeting in the whole period", brief(only.name)),
            several => {
                let names: Vec<String> = several.iter().map(|place| brief(place.name)).collect();
                format!("{} have no public meeting: {}", many(several.len(), "neighbourhood"), listed(&names))
            }
        };
        let not_counted = not_counted(facts, |doing| concerns(&none, doing));
        flags.raise(Flag::at(activities_of(of), message).by(&of.standard.id).detail(not_counted));
    }
}

fn meeting_frequency(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some(period) = facts.period else {
        return;
    };
    for of in asking(facts) {
        let Some(cadence) = of.standard.requires.meeting_cadence else {
            continue;
        };
        let wanted = asked(cadence, period);
        let short: Vec<&Coverage<'_>> = wholes(facts, of)
            .iter()
            .filter(|whole| whole.settled && !whole.days.is_empty())
            .filter(|whole| i64::try_from(whole.days.len()).is_ok_and(|has| has < wanted))
            .collect();
        for_each_alike(
            &short,
            |whole| whole.days.len(),
            |names, whole| {
                let message = too_few(names, whole.days.len(), cadence, wanted);
                let not_counted = not_counted(facts, |doing| concerns(&short, doing));
                flags.raise(Flag::at(activities_of(of), message).by(&of.standard.id).detail(not_counted));
            },
        );
    }
}

fn too_few(names: &str, has: usize, cadence: Cadence, wanted: i64) -> String {
    format!("{names}: {}; every {} makes at least {wanted}", many(has, "public meeting"), cadence.id())
}

fn meeting_gap(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some(period) = facts.period else {
        return;
    };
    for of in asking(facts) {
        let Some(most) = of.standard.requires.longest_gap_days else {
            continue;
        };
        let long: Vec<&Coverage<'_>> = wholes(facts, of)
            .iter()
            .filter(|whole| whole.settled && !whole.days.is_empty())
            .filter(|whole| gap(facts, whole, period).counted() > most)
            .collect();
        for_each_alike(
            &long,
            |whole| gap(facts, whole, period),
            |names, whole| {
                let gap = gap(facts, whole, period);
                let message = format!(
                    "{names}: no public meeting for {}, {} to {}; at most {most}",
                    count(gap.counted(), "day"),
                    day(gap.from),
                    day(gap.to)
                );
                let quiet = quiet_days(facts, &gap);
                let not_counted = not_counted(facts, |doing| concerns(&long, doing));
                let detail = super::flags::help(&[&quiet, &not_counted]);
                flags.raise(Flag::at(activities_of(of), message).by(&of.standard.id).detail(detail));
            },
        );
    }
}

fn gap(facts: &Facts<'_>, whole: &Coverage<'_>, period: Period) -> Gap {
    longest_gap(&whole.days, period, &facts.quiet)
}

fn quiet_days(facts: &Facts<'_>, gap: &Gap) -> String {
    if gap.quiet_days == 0 {
        return String::new();
    }
    let titles: Vec<&str> = facts
        .force
        .quiet_periods
        .iter()
        .filter(|quiet| quiet.from <= gap.to && gap.from <= quiet.to && !blank(&quiet.title))
        .map(|quiet| quiet.title.trim())
        .collect();
    let which = if titles.is_empty() { String::new() } else { format!(" ({})", listed(&titles)) };
    match gap.quiet_days {
        1 => format!("1 more day lies in a quiet period{which} and does not count."),
        days => format!("{days} more days lie in a quiet period{which} and do not count."),
    }
}

/// One call for those that lack the same, with all their names.
fn for_each_alike<'w, 'a, K: PartialEq>(
    wholes: &[&'w Coverage<'a>],
    key: impl Fn(&Coverage<'a>) -> K,
    mut tell: impl FnMut(&str, &'w Coverage<'a>),
) {
    let mut alike: Vec<(K, &Coverage<'a>, Vec<String>)> = Vec::new();
    for whole in wholes {
        let (key, name) = (key(whole), brief(whole.name));
        match alike.iter_mut().find(|(other, _, _)| *other == key) {
            Some((_, _, names)) => names.push(name),
            None => alike.push((key, whole, vec![name])),
        }
    }
    for (_, first, names) in alike {
        tell(&listed(&names), first);
    }
}

/// Whether an activity is for one of those that are short of meetings.
fn concerns(wholes: &[&Coverage<'_>], doing: &Doing<'_>) -> bool {
    wholes.iter().any(|whole| whole.place.is_none_or(|id| doing.activity.is_for(id)))
}

/// What looks like a meeting and does not count, and why: at most three.
fn not_counted(facts: &Facts<'_>, concerns: impl Fn(&Doing<'_>) -> bool) -> String {
    let told = facts.doings.iter().filter(|doing| concerns(doing)).filter_map(|doing| {
        let Some(kind) = doing.kind else {
            let unsaid = blank(&doing.activity.kind);
            return unsaid
                .then(|| format!("{} does not count: it does not say of what kind it is.", name(doing)));
        };
        if doing.is_meeting() {
            None
        } else if kind.meeting {
            Some(format!("{} does not count: it is not public.", name(doing)))
        } else {
            let what = kind.label.to_lowercase();
            doing.public.then(|| {
                format!("{} ({what}) is not a meeting: nobody can put a question there.", name(doing))
            })
        }
    });
    told.take(3).collect::<Vec<_>>().join("\n")
}
