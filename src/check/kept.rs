//! What must never be recorded, looked for in any file of the directory: whatever its keys are for.

use jiff::civil::Date;

use super::{Context, Finding, check};
use crate::plan::{Areas, FieldPath, Force, Plan, Value};
use crate::standards::Edition;

/// No rule that stops recording looks at the day.
pub const ANY_DAY: Date = Date::ZERO;

/// The flags that stop a file which says this, with these comments, from being recorded: every text in it is
/// looked at, and the name of every key.
///
/// `areas` holds the venues whose addresses may be known.
pub fn never_recorded(said: &Value, comments: Vec<String>, force: &Force, areas: &Areas) -> Vec<Finding> {
    let plan = Plan { stray: vec![(FieldPath::root(), said.clone())], comments, ..Plan::default() };
    let context = Context {
        today: ANY_DAY,
        force,
        areas,
        place: None,
        editions: &[],
        other_periods: &[],
        accepted_waivers: &[],
        copies: None,
    };
    let report = check(&plan, &Edition::default(), &context);
    report.findings.into_iter().filter(Finding::stops_recording).collect()
}
