//! What was checked, as the contract's JSON.

use serde_json::{Value, json};

use super::checked::{Checked, CheckedPlan, Told};
use super::overview::Counts;
use crate::check::StandardState;
use crate::plan::{FieldPath, Place};

/// The version of this JSON.
pub(super) const VERSION: u8 = 1;

/// The contract's JSON: every key always there, null where it does not apply. `also` holds the other places
/// of a flag that stands for several rows.
pub fn json(checked: &Checked) -> String {
    let Counts { unreadable, non_compliant, incomplete, advice, waived } = checked.counts;
    let root = json!({
        "version": VERSION,
        "today": checked.today.to_string(),
        "summary": {
            "plans": checked.plans.len(),
            "incomplete": incomplete,
            "non_compliant": non_compliant,
            "advice": advice,
            "waived": waived,
            "unreadable": unreadable,
        },
        "plans": checked.plans.iter().map(plan).collect::<Vec<_>>(),
        "findings": checked.findings.iter().map(flag).collect::<Vec<_>>(),
    });
    format!("{root:#}\n")
}

fn plan(plan: &CheckedPlan) -> Value {
    let judged = plan.came_to.as_ref().ok().map(|came_to| &came_to.judged);
    json!({
        "area": plan.place.area(),
        "period": plan.place.period(),
        "path": plan.place.plan_file().as_str(),
        "status": judged.map(|judged| judged.status.id()),
        "phase": judged.map(|judged| judged.phase.id()),
        "standards": judged.map(|judged| judged.standards.iter().map(standard).collect::<Vec<_>>()),
    })
}

fn standard(standard: &StandardState) -> Value {
    json!({ "number": standard.number, "id": standard.id, "state": standard.state.id() })
}

fn flag(told: &Told) -> Value {
    let (line, column) = told.at;
    json!({
        "rule": told.rule,
        "class": told.class.id(),
        "area": told.place.as_ref().map(Place::area),
        "period": told.place.as_ref().map(Place::period),
        "standard": told.standard,
        "path": address(&told.path),
        "file": told.file,
        "line": line.max(1),
        "column": column.max(1),
        "message": told.message,
        "help": told.help,
        "waived": told.waived,
        "also": told.also.iter().map(place).collect::<Vec<_>>(),
    })
}

fn place((path, (line, column)): &(FieldPath, (usize, usize))) -> Value {
    json!({ "path": address(path), "line": (*line).max(1), "column": (*column).max(1) })
}

fn address(path: &FieldPath) -> Option<String> {
    (!path.is_root()).then(|| path.to_string())
}
