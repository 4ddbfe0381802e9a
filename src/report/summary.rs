//! What a check came to, as it would be read out in a meeting.

use super::checked::{Checked, CheckedPlan, SetRule};
use super::overview::{Counts, Judged};
use super::verdict::Verdict;
use super::wrap::wrap;
use crate::check::{self, Class, State};
use crate::plan::printable::one_line;

/// How many plans are told one by one; of more, only what they come to together.
const MOST: usize = 30;

/// Plan by plan where there are few, then all together, then what the force has set, what the gate says, and what
/// flags do not say.
pub fn summary(checked: &Checked, verdict: Verdict) -> String {
    let mut out = String::new();
    if (2..=MOST).contains(&checked.plans.len()) {
        checked.plans.iter().for_each(|plan| out.push_str(&wrap(&of_plan(plan), 0)));
        out.push('\n');
    }
    let plans = match checked.plans.len() {
        0 => "No plan was checked".to_owned(),
        1 => "1 plan was checked".to_owned(),
        many => format!("{many} plans were checked"),
    };
    let tally = tally(&checked.counts);
    out.push_str(&format!("{plans}, as of {}. {tally}\n", check::day(checked.today)));
    for words in set_in_words(&checked.set).iter().chain(verdict.in_words().iter()) {
        out.push_str(&wrap(words, 0));
    }
    out.push_str(check::CAVEAT);
    out.push('\n');
    out
}

/// "Poole, 2026-27, a draft: 2 fall short, 5 are to do. 3 standards are not started: 6, 7 and 8."
fn of_plan(plan: &CheckedPlan) -> String {
    let name = format!("{}, {}", one_line(&plan.name), plan.place.period());
    let Ok(came_to) = &plan.came_to else { return format!("{name}: not judged.") };
    let judged = &came_to.judged;
    let counted = counted(&judged.counts);
    let flags = if counted.is_empty() { "no flags".to_owned() } else { counted.join(", ") };
    format!(
        "{name}, {}: {flags}. {}",
        judged.life(),
        standing(judged, &[State::Complete, State::NotStarted]).join(" ")
    )
}

/// Which standards are in each of these states: "Nothing missing: standards 1 and 4."
pub(super) fn standing(judged: &Judged, states: &[State]) -> Vec<String> {
    let line = |state: &State| {
        let of = judged.standards.iter().filter(|standard| standard.state == *state);
        let numbers: Vec<String> = of.map(|standard| standard.number.to_string()).collect();
        let which = match numbers.as_slice() {
            [] => return None,
            all if all.len() == judged.standards.len() && all.len() > 1 => {
                format!("all {} standards", all.len())
            }
            [one] => format!("standard {one}"),
            [others @ .., last] => format!("standards {} and {last}", others.join(", ")),
        };
        let (first, rest) = state.label().split_at(1);
        Some(format!("{}{rest}: {which}.", first.to_uppercase()))
    };
    states.iter().filter_map(line).collect()
}

/// "3 fall short", "5 are to do", "2 are advice", "1 is set aside".
fn counted(counts: &Counts) -> Vec<String> {
    let is = |count: usize| if count == 1 { "is" } else { "are" };
    let Counts { unreadable, non_compliant, incomplete, advice, waived, asked: _ } = *counts;
    [
        (unreadable, format!("{} cannot be read", if unreadable == 1 { "file" } else { "files" })),
        (non_compliant, if non_compliant == 1 { "falls short" } else { "fall short" }.to_owned()),
        (incomplete, format!("{} to do", is(incomplete))),
        (advice, format!("{} advice", is(advice))),
        (waived, format!("{} set aside", is(waived))),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect()
}

/// "Flags: 3 fall short, 5 are to do, 2 are advice, 1 is set aside."
pub fn tally(counts: &Counts) -> String {
    let parts = counted(counts);
    if parts.is_empty() {
        return "No flags.".to_owned();
    }
    let asked = match counts.asked {
        0 => String::new(),
        1 => " 1 of them is asked to be set aside.".to_owned(),
        many => format!(" {many} of them are asked to be set aside."),
    };
    format!("Flags: {}.{asked}", parts.join(", "))
}

/// What the force has set otherwise, so that nobody takes its silence for the rule's.
fn set_in_words(set: &[SetRule]) -> Option<String> {
    let one = |set: &SetRule| match set.class {
        None => format!("{} is off", set.rule.name),
        Some(class) => format!("{} is {} ({} by itself)", set.rule.name, kind(class), kind(set.rule.class)),
    };
    let all: Vec<String> = set.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("The force has set rules in nec.toml: {}.", all.join("; ")))
}

/// What a flag of that class is called in a sentence.
pub fn kind(class: Class) -> &'static str {
    match class {
        Class::NonCompliant => "falling short",
        other => other.label(),
    }
}
