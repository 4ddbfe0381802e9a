//! What was checked, as the contract's JSON.

use serde::Serialize;

use super::checked::{Checked, CheckedPlan, Told};
use super::overview::Counts;
use super::spot::Spot;
use crate::check::StandardState;
use crate::plan::printable::is_hidden;
use crate::plan::{FieldPath, Place};
use crate::problem::Problem;

/// The version of this JSON.
pub(super) const VERSION: u8 = 1;

#[derive(Serialize)]
struct Root<'a> {
    version: u8,
    today: String,
    summary: Summary,
    plans: Vec<Plan<'a>>,
    findings: Vec<Flag<'a>>,
}

#[derive(Serialize)]
struct Summary {
    plans: usize,
    incomplete: usize,
    non_compliant: usize,
    advice: usize,
    waived: usize,
    unreadable: usize,
}

#[derive(Serialize)]
struct Plan<'a> {
    area: &'a str,
    period: &'a str,
    path: String,
    status: Option<&'static str>,
    phase: Option<&'static str>,
    standards: Option<Vec<Standard<'a>>>,
}

#[derive(Serialize)]
struct Standard<'a> {
    number: i64,
    id: &'a str,
    state: &'static str,
}

#[derive(Serialize)]
struct Flag<'a> {
    rule: &'static str,
    class: &'static str,
    area: Option<&'a str>,
    period: Option<&'a str>,
    standard: Option<&'a str>,
    path: Option<String>,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: &'a str,
    waived: bool,
    also: Vec<Also>,
}

#[derive(Serialize)]
struct Also {
    path: Option<String>,
    line: usize,
    column: usize,
}

/// The contract's JSON: every key always there, null where it does not apply. `also` holds the other places
/// of a flag that stands for several rows.
///
/// # Errors
/// As [`written`].
pub fn json(checked: &Checked) -> Result<String, Problem> {
    let Counts { unreadable, non_compliant, incomplete, advice, waived, asked: _ } = checked.counts;
    let plans = checked.plans.len();
    written(&Root {
        version: VERSION,
        today: checked.today.to_string(),
        summary: Summary { plans, incomplete, non_compliant, advice, waived, unreadable },
        plans: checked.plans.iter().map(plan).collect(),
        findings: checked.findings.iter().map(flag).collect(),
    })
}

/// JSON on lines of its own, exact, and safe to show: what would be hidden on a terminal is written as JSON's
/// escapes.
///
/// # Errors
/// Where the value is one that JSON cannot hold.
pub fn written(value: &impl Serialize) -> Result<String, Problem> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| {
        Problem::new(format!("this cannot be written as JSON: {error}"), "Ask for it in another format.")
    })?;
    text.push('\n');
    if !text.chars().any(is_hidden) {
        return Ok(text);
    }
    // Outside its texts JSON has no such character.
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

fn plan(plan: &CheckedPlan) -> Plan<'_> {
    let judged = plan.came_to.as_ref().ok().map(|came_to| &came_to.judged);
    Plan {
        area: plan.place.area(),
        period: plan.place.period(),
        path: plan.place.plan_file().as_str().to_owned(),
        status: judged.map(|judged| judged.status.id()),
        phase: judged.map(|judged| judged.phase.id()),
        standards: judged.map(|judged| judged.standards.iter().map(standard).collect()),
    }
}

fn standard(standard: &StandardState) -> Standard<'_> {
    Standard { number: standard.number, id: &standard.id, state: standard.state.id() }
}

fn flag(told: &Told) -> Flag<'_> {
    let (line, column) = told.at();
    Flag {
        rule: told.rule,
        class: told.class.id(),
        area: told.place.as_ref().map(Place::area),
        period: told.place.as_ref().map(Place::period),
        standard: told.standard.as_deref(),
        path: address(&told.path),
        file: &told.file,
        line,
        column,
        message: &told.message,
        help: &told.help,
        waived: told.waived,
        also: told.also.iter().map(place).collect(),
    }
}

fn place((path, spot): &(FieldPath, Spot)) -> Also {
    Also { path: address(path), line: spot.line.max(1), column: spot.column.max(1) }
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
        let value = serde_json::json!({ "a\u{202e}": "b\u{1b}[2J\u{200b}\u{7f}, é" });
        let text = written(&value).unwrap();
        assert!(!text.chars().any(is_hidden) && text.contains('é'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
