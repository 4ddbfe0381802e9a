//! What was checked, a line a flag.

use super::checked::{Checked, Told};
use super::verdict::Verdict;
use crate::plan::printable::one_line;

/// `file:line:column: class: message [rule]`, a flag a line, the class in the words of the screen. At a gate only
/// what counts there: it is read by whoever was stopped.
pub fn short(checked: &Checked, verdict: Verdict) -> String {
    let of_files = checked.of_files().iter().filter(|told| !verdict.is_gate() || verdict.counts(None, told));
    let mut out: String = of_files.map(line).collect();
    for (plan, flags) in checked.by_plan() {
        let shown = flags.iter().filter(|told| !verdict.is_gate() || verdict.counts(Some(plan), told));
        out.extend(shown.map(line));
    }
    out
}

/// A flag on one line: its place, its class, what is wrong, its rule.
pub(super) fn line(told: &Told) -> String {
    let (line, column) = told.at();
    // The class says it before.
    let said_twice = format!("this file {}: ", told.class.label());
    let message = told.message.strip_prefix(&said_twice).unwrap_or(&told.message);
    let (file, message) = (one_line(&told.file), one_line(message));
    format!("{file}:{line}:{column}: {}: {message} [{}]\n", told.kind(), told.rule)
}
