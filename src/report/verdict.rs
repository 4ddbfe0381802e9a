//! Whether a check fails, and what counted.

use super::checked::{Checked, CheckedPlan, Told};
use crate::check::{self, Class, Recording};
use crate::plan::Status;

/// What a check fails for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    pub drafts: Drafts,
    /// Whether advice counts too.
    pub advice: bool,
    /// Whether what was set aside counts too.
    pub waived: bool,
}

/// What drafts fail for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// The same as other plans.
    AsOthers,
    /// Only what must never be recorded: a gate that drafts may pass while they are written.
    Spared,
}

/// What counted against the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    measure: Measure,
    counted: usize,
    /// How many of those must never be recorded.
    never: usize,
    /// How many would count if they were not on drafts.
    spared: usize,
}

impl Verdict {
    /// What counts by this measure. A file that cannot be read always does: nobody knows what is in it.
    pub fn of(checked: &Checked, measure: Measure) -> Self {
        let mut verdict = Verdict { measure, counted: 0, never: 0, spared: 0 };
        let of_files = checked.of_files().iter().map(|told| (None, told));
        let of_plans =
            checked.by_plan().flat_map(|(plan, flags)| flags.iter().map(move |told| (Some(plan), told)));
        for (plan, told) in of_files.chain(of_plans).filter(|(_, told)| counts(told, measure)) {
            if verdict.counts(plan, told) {
                verdict.counted += 1;
                verdict.never += usize::from(must_never_be_recorded(told));
            } else {
                verdict.spared += 1;
            }
        }
        verdict
    }

    /// Whether drafts are spared.
    pub fn is_gate(self) -> bool {
        self.measure.drafts == Drafts::Spared
    }

    /// Whether a flag counts: of a plan, or of a file of the directory.
    pub fn counts(self, plan: Option<&CheckedPlan>, told: &Told) -> bool {
        let is_spared = self.is_gate()
            && plan.is_some_and(is_draft)
            && !must_never_be_recorded(told)
            && told.class != Class::Unreadable;
        counts(told, self.measure) && !is_spared
    }

    /// Whether nothing counted.
    pub fn is_well(self) -> bool {
        self.counted == 0
    }

    /// What the gate says, where one was asked for.
    pub fn in_words(self) -> Option<String> {
        if !self.is_gate() {
            return None;
        }
        let flags = |count: usize| if count == 1 { "1 flag".to_owned() } else { format!("{count} flags") };
        let mut text = match (self.counted, self.never) {
            (0, _) => "The gate is open: no flag counts.".to_owned(),
            (1, 0) => "The gate is shut: 1 flag counts.".to_owned(),
            (count, 0) => format!("The gate is shut: {count} flags count."),
            (1, _) => "The gate is shut: 1 flag counts, on what must never be recorded.".to_owned(),
            (count, never) => {
                format!(
                    "The gate is shut: {count} flags count, {never} of them on what must never be recorded."
                )
            }
        };
        if self.spared > 0 {
            let verb = if self.spared == 1 { "does" } else { "do" };
            text.push_str(&format!(
                " {} on drafts {verb} not count: a draft fails only for what must never be recorded, or where \
                 it cannot be read.",
                flags(self.spared)
            ));
        }
        Some(text)
    }
}

fn counts(told: &Told, measure: Measure) -> bool {
    match told.class {
        _ if told.waived => measure.waived,
        Class::Advice => measure.advice,
        Class::Unreadable | Class::NonCompliant | Class::Incomplete => true,
    }
}

fn must_never_be_recorded(told: &Told) -> bool {
    check::find(told.rule).is_some_and(|rule| rule.recording == Recording::Blocked)
}

/// Whether a plan says that it is a draft.
fn is_draft(plan: &CheckedPlan) -> bool {
    plan.came_to.as_ref().is_ok_and(|came_to| came_to.judged.status == Status::Draft)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::report::{Chosen, check};
    use crate::store::Directory;

    #[test]
    fn what_a_reviewer_set_aside_fails_only_where_that_is_asked_for() {
        let root = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("nec.toml", "format = 1\nedition = \"nec-2020\"\n");
        write("2026-27/west-dorset.toml", "format = 1\nedition = \"nec-2020\"\n");
        let directory = Directory::open(root.path()).unwrap();
        let mut checked = check(&directory, "2026-11-22".parse().unwrap(), Chosen::All(None));
        checked.findings.truncate(1);
        let well = |checked: &Checked, waived| {
            let measure = Measure { drafts: Drafts::AsOthers, advice: false, waived };
            Verdict::of(checked, measure).is_well()
        };
        assert!(!well(&checked, false), "it stands");
        checked.findings[0].waived = true;
        assert!(well(&checked, false), "it is set aside");
        assert!(!well(&checked, true), "it counts all the same");
    }
}
