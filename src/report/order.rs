//! In which order the flags of a plan are told: one for every format.

use super::checked::Told;
use crate::check::StandardState;

/// The rule that a plan which is just begun breaks once for each standard.
const NOT_STARTED: &str = "standard-not-started";

/// Puts the flags of a plan in order: those of the plan as a whole, then standard by standard; in each what
/// stands against it before advice and what is set aside, in the order of the form; last that standards are not
/// started, where there are several.
pub(super) fn arrange(standards: &[StandardState], flags: &mut [Told]) {
    let number = |told: &Told| {
        let id = told.standard.as_deref()?;
        standards.iter().position(|standard| standard.id == id)
    };
    let are_several = flags.iter().filter(|told| is_not_started(told)).count() > 1;
    flags.sort_by_key(|told| (are_several && is_not_started(told), number(told), !told.stands()));
}

/// The flags of a plan that stand each for itself, and those at the end that say the same of several standards.
pub(super) fn apart(flags: &[Told]) -> (&[Told], &[Told]) {
    let group = flags.iter().rev().take_while(|told| is_not_started(told)).count();
    match group {
        0 | 1 => (flags, &[]),
        group => flags.split_at(flags.len() - group),
    }
}

fn is_not_started(told: &Told) -> bool {
    told.rule == NOT_STARTED && !told.waived
}
