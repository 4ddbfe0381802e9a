//! Rules on the plan as a whole: what it says it is, and for which dates.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::Cite;
use super::words::{day, did_you_mean, quoted};
use crate::plan::{Edit, Entry, FieldPath, Period, Value};

pub(super) const PLAN_MISPLACED: Rule = Rule {
    name: "plan-misplaced",
    family: Family::Plan,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the area or the period in the file differs from where the file is",
    why: "The place of a file decides what a plan is; a reader of the file alone would take it for another.",
    clears: "Give the key the name that the place has, or move the file.",
    example: "2026-27/west-dorset.toml with area = \"east-dorset\".",
    blind_spot: "A plan whose words are about another area.",
    sources: &[],
    run: Some(plan_misplaced),
};

fn plan_misplaced(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some((area, period)) = facts.context.place else {
        return;
    };
    let differing: Vec<(&str, &str, &str)> =
        [("area", area, facts.plan.area.as_str()), ("period", period, facts.plan.period.as_str())]
            .into_iter()
            .filter(|(key, place, said)| place != said && !facts.is_misread(&FieldPath::of([*key])))
            .collect();
    let flag = Flag::at_all(differing.iter().map(|(key, _, _)| FieldPath::of([*key])), || {
        let said: Vec<String> = differing
            .iter()
            .map(|(key, place, said)| {
                if said.trim().is_empty() {
                    format!("says no {key}, and its place is {}", quoted(place))
                } else {
                    format!("says {key} {}, and its place is {}", quoted(said), quoted(place))
                }
            })
            .collect();
        format!("The file {}", said.join("; it "))
    });
    let edits = differing
        .iter()
        .map(|(key, place, _)| Edit::Set { path: FieldPath::of([*key]), value: Value::from(*place) })
        .collect();
    flags.raise(flag.map(|flag| flag.mend_all("Take the names that its place has", edits).by_any_hand()));
}

pub(super) const AREA_UNKNOWN: Rule = Rule {
    name: "area-unknown",
    family: Family::Plan,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the plan's area is not in areas.toml",
    why: "Without the area nobody knows its neighbourhoods, and nothing can be checked for each of them.",
    clears: "Add the area to areas.toml, or name one that is there.",
    example: "A plan for \"west-dorest\".",
    blind_spot: "An area that is there but is not the one that was meant.",
    sources: &[],
    run: Some(area_unknown),
};

fn area_unknown(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let misread = facts.context.place.is_none() && facts.is_misread(&FieldPath::of(["area"]));
    if facts.area.is_some() || facts.areas.unread || misread {
        return;
    }
    let message = if facts.area_id.trim().is_empty() {
        "The plan does not say which area it is for".to_owned()
    } else {
        format!("The force has no area {}", quoted(facts.area_id))
    };
    let there: Vec<&str> = facts.areas.areas.iter().map(|area| area.id.as_str()).collect();
    flags.raise(Flag::at(FieldPath::of(["area"]), message).detail(did_you_mean(facts.area_id, &there)));
}

pub(super) const PERIOD_INVALID: Rule = Rule {
    name: "period-invalid",
    family: Family::Plan,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the plan has no dates, ends before it starts, runs for over five years, differs from \
                 nec.toml's dates, or overlaps another plan",
    why: "Every count of meetings and every deadline follows from the plan's first and last day.",
    clears: "Give the plan the first and last day of its period.",
    example: "starts = 2026-12-01 with ends = 2026-11-30, where 2027 was meant.",
    blind_spot: "A wrong date where nec.toml does not have the period.",
    sources: &[Cite::Settings],
    run: Some(period_invalid),
};

fn period_invalid(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let plan = facts.plan;
    if matches!(plan.starts, Entry::AsTyped(_)) || matches!(plan.ends, Entry::AsTyped(_)) {
        return;
    }
    let stated =
        facts.force.period(facts.period_id).and_then(|stated| Period::new(stated.starts, stated.ends));
    let at = |leaf: &str, message: String| {
        let flag = Flag::at(FieldPath::of([leaf]), message);
        match stated {
            Some(stated) => flag.mend("Take the dates of the period", take(stated)),
            None => flag,
        }
    };
    let flag = match (plan.starts.get(), plan.ends.get()) {
        (None, _) => Some(at("starts", "The plan does not say on which day it starts".to_owned())),
        (_, None) => Some(at("ends", "The plan does not say on which day it ends".to_owned())),
        (Some(starts), Some(ends)) if ends < starts => {
            Some(at("ends", format!("The plan ends on {}, before it starts on {}", day(ends), day(starts))))
        }
        (Some(starts), Some(ends)) => match stated {
            Some(stated) if stated.starts() != starts => Some(at(
                "starts",
                format!(
                    "The plan starts on {}; period {} starts on {}",
                    day(starts),
                    facts.period_id,
                    day(stated.starts())
                ),
            )),
            Some(stated) if stated.ends() != ends => Some(at(
                "ends",
                format!(
                    "The plan ends on {}; period {} ends on {}",
                    day(ends),
                    facts.period_id,
                    day(stated.ends())
                ),
            )),
            _ if facts.period.is_none() => Some(at(
                "ends",
                format!("The plan runs from {} to {}, longer than five years", day(starts), day(ends)),
            )),
            _ => overlap(facts),
        },
    };
    flags.raise(flag);
}

fn take(period: Period) -> Edit {
    let set = |leaf: &str, value| Edit::Set { path: FieldPath::of([leaf]), value: Value::Date(value) };
    Edit::All(vec![set("starts", period.starts()), set("ends", period.ends())])
}

fn overlap(facts: &Facts<'_>) -> Option<Flag> {
    let period = facts.period?;
    let (other, common) = facts
        .context
        .other_periods
        .iter()
        .filter(|(id, _)| id != facts.period_id)
        .find(|(_, other)| other.starts() <= period.ends() && period.starts() <= other.ends())?;
    let (leaf, first) = if period.starts() < common.starts() {
        ("ends", common.starts())
    } else {
        ("starts", period.starts())
    };
    let message = format!(
        "The plan and this area's plan for {other} overlap, from {} to {}",
        day(first),
        day(common.ends().min(period.ends()))
    );
    Some(Flag::at(FieldPath::of([leaf]), message))
}

pub(super) const EDITION_OUTDATED: Rule = Rule {
    name: "edition-outdated",
    family: Family::Plan,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an edition in the directory supersedes the plan's",
    why: "Readers will look for what the newer edition asks.",
    clears: "Carry the plan over with `nec migrate`, which shows first what it will do.",
    example: "A plan on nec-2019 in a directory that has nec-2020, which supersedes it.",
    blind_spot: "A newer edition that does not say which one it supersedes.",
    sources: &[],
    run: Some(edition_outdated),
};

fn edition_outdated(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let newer =
        facts.context.editions.iter().find(|(id, supersedes)| {
            *id != facts.edition.id && supersedes.as_deref() == Some(&facts.edition.id)
        });
    if let Some((newer, _)) = newer {
        let message = format!("Edition {} has been superseded by {newer}", facts.edition.id);
        let how = format!("nec migrate {} --to {newer} --dry-run shows what it would do.", facts.plan.area);
        flags.raise(Flag::at(FieldPath::of(["edition"]), message).detail(how));
    }
}
