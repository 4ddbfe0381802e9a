//! What was checked, as the contract's JSON.

use serde_json::{Value, json};

use super::checked::{Checked, CheckedPlan, Told};
use super::overview::Counts;
use crate::check::StandardState;
use crate::plan::printable::is_hidden;
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
    safe(&root)
}

/// JSON on lines of its own, exact, and safe to show: what would be hidden on a terminal is written as JSON's
/// escapes.
pub fn safe(value: &Value) -> String {
    let text = format!("{value:#}\n");
    if !text.chars().any(is_hidden) {
        return text;
    }
    // Outside its texts JSON has no such character, and all of them have four digits.
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_hides_is_escaped_and_stays_what_it_is() {
        let value = json!({ "a\u{202e}": "b\u{1b}[2J\u{200b}\u{7f}, é" });
        let text = safe(&value);
        assert!(!text.chars().any(is_hidden) && text.contains('é'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
