//! Rules across plans: texts that stand in another area's plan, or stood in last period's.

use std::collections::HashSet;
use std::ops::Range;

use super::Class;
use super::copies::{Copies, LEAST_BYTES, LEAST_WORDS, RUN, Source, Word, places, words};
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{Cite, PANEL_2019};
use super::texts::{Held, for_each_text};
use super::words::{brief, many, quoted};
use crate::plan::FieldPath;

/// The share of a text's words that must stand elsewhere, as one in so many: half.
const COPIED_IS_ONE_IN: usize = 2;

pub(super) const COPIED_FROM_AREA: Rule = Rule {
    name: "copied-from-area",
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "half or more of a text of at least 25 words stands, in runs of eight words and more, in the \
                 plan of another area that does not start later; what nec.toml has as shared-text is left out",
    why: "A plan says what will be done in its own area. Words that fit every area say nothing about this one.",
    clears: "Say what is particular here: the places, the people, the days. What every area is to say in the \
             same words can be put into shared-text in nec.toml.",
    example: "A commitment that is Purbeck's but for the name of the town.",
    blind_spot: "The same thought in other words; texts that were shortened or reworded so that no eight words \
                 in a row are left; texts of fewer than 25 words; which of two plans of one period had it first.",
    sources: &[Cite::Authority(&PANEL_2019, "plans must be local")],
    run: Some(copied_from_area),
};

fn copied_from_area(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some(copies) = known(facts) else {
        return;
    };
    let before = facts.plan.starts.get().and_then(|day| copies.before(facts.area_id, facts.period_id, day));
    let starts = facts.plan.starts.get();
    raise_all(facts, flags, |text| {
        let found = copies.elsewhere(facts.area_id, starts, text)?;
        // What the area itself wrote last time is for the other rule.
        let own = before.as_ref().and_then(|before| before.source(text));
        (!own.is_some_and(|own| is_much(own.count(), text.len()))).then_some(found)
    });
}

pub(super) const COPIED_FROM_PERIOD: Rule = Rule {
    name: "copied-from-period",
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "half or more of a text of at least 25 words stands, in runs of eight words and more, in the \
                 area's plan before this one; what nec.toml has as shared-text is left out",
    why: "Last period's words answer last period's worries. A reader cannot tell whether anybody asked again.",
    clears: "Say what is different this time, and what was learnt from the last; if all still holds, waive the \
             flag and say why.",
    example: "A commitment that was carried over from 2025-26 and not touched since.",
    blind_spot: "The same thought in other words; texts of fewer than 25 words; what stood in an older plan and \
                 not in the last.",
    sources: &[Cite::Authority(&PANEL_2019, "plans must be local")],
    run: Some(copied_from_period),
};

fn copied_from_period(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if let Some(copies) = known(facts)
        && let Some(starts) = facts.plan.starts.get()
        && let Some(before) = copies.before(facts.area_id, facts.period_id, starts)
    {
        raise_all(facts, flags, |text| before.source(text));
    }
}

/// The texts of other plans, where this plan has anything in common with one.
fn known<'a>(facts: &Facts<'a>) -> Option<&'a Copies> {
    facts.context.copies.filter(|copies| copies.is_worth_looking(facts.area_id, facts.period_id))
}

/// A text of the plan that much of stands elsewhere.
struct Copied<'c> {
    path: FieldPath,
    /// How the part that stands there begins.
    begins: String,
    from: Source<'c>,
    /// Its words, and how many of them stand there.
    words: usize,
    same: usize,
}

/// Looks for each longer text of the plan, and raises a flag for each plan that such came from, a standard at
/// a time.
fn raise_all<'c>(facts: &Facts<'_>, flags: &mut Flags<'_>, find: impl Fn(&[Word]) -> Option<Source<'c>>) {
    let mut found: Vec<Copied<'c>> = Vec::new();
    for_each_text(facts.plan, |seen| {
        let text = seen.text;
        if text.len() < LEAST_BYTES || matches!(seen.held, Held::Key | Held::Comment(_)) {
            return;
        }
        let here = words(text);
        let from = if here.len() >= LEAST_WORDS { find(&here) } else { None };
        let Some(from) = from else {
            return;
        };
        let shared = shared(&here, &facts.force.shared_text);
        let own = |range: Range<usize>| range.filter(|at| !shared.get(*at).copied().unwrap_or_default());
        let all = own(0..here.len()).count();
        let same: Vec<usize> = from.runs.iter().cloned().flat_map(own).collect();
        let path = seen.path();
        if all < LEAST_WORDS
            || !is_much(same.len(), all)
            || path.segments().first().is_some_and(|top| top == "waivers")
        {
            return;
        }
        let start = same.first().and_then(|first| places(text).nth(*first)).map_or(0, |word| word.start);
        let begins = text.get(start..).unwrap_or(text);
        found.push(Copied { path, begins: quoted(begins), from, words: all, same: same.len() });
    });
    let mut told: Vec<bool> = vec![false; found.len()];
    for nth in 0..found.len() {
        if std::mem::replace(&mut told[nth], true) {
            continue;
        }
        let first = &found[nth];
        let mut also = Vec::new();
        for (at, other) in found.iter().enumerate().skip(nth + 1) {
            if !told[at]
                && standard(&other.path) == standard(&first.path)
                && first.from.is_of_plan_of(&other.from)
            {
                told[at] = true;
                also.push(other.path.clone());
            }
        }
        flags.raise(flag(facts, first, also));
    }
}

fn flag(facts: &Facts<'_>, first: &Copied<'_>, also: Vec<FieldPath>) -> Flag {
    let from = &first.from;
    let area = facts.areas.area(from.area).map(|area| area.name.trim()).filter(|name| !name.is_empty());
    let plan = if from.area == facts.area_id {
        format!("this area's plan for {}", brief(from.period))
    } else {
        format!("the plan of {} for {}", brief(area.unwrap_or(from.area)), brief(from.period))
    };
    let field: String = brief_field(from.field);
    let message = match also.len() {
        0 => format!("{} stands in {plan} too, at {field}", first.begins),
        more => format!(
            "{} here stand in {plan} too; the first, {}, at {field}",
            many(more + 1, "text"),
            first.begins
        ),
    };
    let detail =
        format!("{} of its {} words stand there, in runs of {RUN} and more.", first.same, first.words);
    let flag = Flag::at(first.path.clone(), message).detail(detail);
    let flag = also.into_iter().fold(flag, Flag::and_at);
    match standard(&first.path) {
        Some(id) => flag.by(id),
        None => flag,
    }
}

fn brief_field(field: &str) -> String {
    const LONGEST: usize = 60;
    crate::plan::printable::one_line(field).chars().take(LONGEST).collect()
}

fn standard(path: &FieldPath) -> Option<&str> {
    match path.segments() {
        [standards, id, ..] if standards == "standards" => Some(id),
        _ => None,
    }
}

fn is_much(same: usize, all: usize) -> bool {
    same > 0 && same * COPIED_IS_ONE_IN >= all
}

/// Which words of a text belong to a passage that every area may use: to the whole of a short one, to eight in
/// a row of a longer.
fn shared(text: &[Word], passages: &[String]) -> Vec<bool> {
    let mut shared = vec![false; text.len()];
    for passage in passages {
        let passage = words(passage);
        let run = passage.len().min(RUN);
        if run == 0 {
            continue;
        }
        let runs: HashSet<&[Word]> = passage.windows(run).collect();
        for (at, window) in text.windows(run).enumerate() {
            if runs.contains(window) {
                shared[at..at + run].fill(true);
            }
        }
    }
    shared
}
