//! What stops a plan from being recorded: versions are kept for good.

use jiff::civil::Date;

use super::case::Surroundings;
use crate::check::{self, Context, Finding};
use crate::plan::Edit;
use crate::plan::{Areas, Document, FieldPath, Force, Place, Value};
use crate::problem::Problem;
use crate::standards::Edition;
use crate::store::Directory;

/// No rule that stops recording looks at the day.
const ANY_DAY: Date = Date::ZERO;

/// Why a plan must not be recorded, a problem for each place, as its file is in this directory; nothing when it may be.
/// A file that cannot be read as a plan is one of them.
pub fn blocked(directory: &Directory, place: &Place) -> Vec<Problem> {
    let document = match directory.read_plan(place) {
        Ok((document, _)) => document,
        Err(unreadable) => return vec![unreadable.problem.safe("It is left out, and untouched.")],
    };
    // What must never be recorded does not depend on the edition.
    let none = Edition::default();
    let edition = directory.edition(&document.plan().edition).unwrap_or(&none);
    let around = Surroundings::default();
    let report = check::check(document.plan(), edition, &around.context(directory, place, ANY_DAY));
    let stopping = report.findings.into_iter().filter(Finding::stops_recording);
    stopping.map(|finding| problem(&document, place, finding)).collect()
}

/// The flags that would stop a plan which says just this: for the words of a version, and for what is to be
/// allowed.
///
/// # Errors
/// Where the text is too big for a plan.
pub fn blocked_in_text(force: &Force, text: &str) -> Result<Vec<Finding>, Problem> {
    let mut document = Document::parse("format = 1\n")?;
    let path = FieldPath::of(["profile", "summary"]);
    document.apply(&Edit::Set { path, value: Value::from(text) })?;
    let context = Context {
        today: ANY_DAY,
        force,
        areas: &Areas::default(),
        place: None,
        editions: &[],
        other_periods: &[],
        accepted_waivers: &[],
        copies: None,
    };
    let report = check::check(document.plan(), &Edition::default(), &context);
    Ok(report.findings.into_iter().filter(Finding::stops_recording).collect())
}

/// Refuses the words of a version that must not be kept for good.
///
/// # Errors
/// Says what they hold.
pub fn fit_to_record(force: &Force, words: &str) -> Result<(), Problem> {
    match blocked_in_text(force, words)?.into_iter().next() {
        None => Ok(()),
        Some(finding) => {
            let what =
                format!("the words for this version hold what must never be recorded: {}", finding.message);
            let safe = "Nothing was recorded; the plans are saved in their files.";
            Err(Problem::new(what, "Say what changed without it.").safe(safe))
        }
    }
}

fn problem(document: &Document, place: &Place, finding: Finding) -> Problem {
    let (line, column) = document.locate_part(&finding.path, finding.part.as_ref());
    Problem::new(format!("{} [{}]", finding.message, finding.rule), finding.help)
        .safe("It is left out: versions are kept for good. It is saved in its file.")
        .in_file(place.plan_file().to_string())
        .at(line, column)
}
