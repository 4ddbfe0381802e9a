//! What stops a file from being recorded: versions are kept for good.

use super::case::Surroundings;
use crate::check::{self, ANY_DAY, Finding};
use crate::plan::areas::line_and_column;
use crate::plan::document::Source;
use crate::plan::place::{Role, SCHEMAS};
use crate::plan::{Areas, FieldPath, Force, Part, Place, RelPath, Value};
use crate::problem::Problem;
use crate::standards::Edition;
use crate::store::Directory;
use crate::store::read::{MOST_BYTES, Why};

/// Why a file must not be recorded as it is in this directory, a problem for each place; nothing where it may be.
/// What cannot be read as the text that it should be is one of them: nobody knows what is in it.
///
/// Evidence is a picture or a form, and is not looked into; its name is, as that of every file.
pub fn blocked(directory: &Directory, file: &RelPath) -> Vec<Problem> {
    let named = of_name(directory, file.as_str()).into_iter();
    let mut problems: Vec<Problem> = named.map(|problem| problem.in_file(file.to_string())).collect();
    match file.role() {
        Some(Role::Plan(place)) => problems.extend(of_plan(directory, &place)),
        Some(Role::Evidence(_)) | None => {}
        Some(Role::Record(_) | Role::Review(_) | Role::Directory | Role::Edition) => {
            let broken =
                directory.problems.iter().filter(|problem| problem.file.as_deref() == Some(file.as_str()));
            let before = problems.len();
            problems.extend(broken.map(|problem| problem.clone().safe(UNTOUCHED)));
            if problems.len() == before {
                problems.extend(of_text(directory, file));
            }
        }
    }
    problems
}

/// What is safe of a file that is left out because it cannot be read.
pub(super) const UNTOUCHED: &str = "It is left out, and untouched.";
/// What is safe of a file that is left out for what it holds.
const SAVED: &str = "It is left out: versions are kept for good. It is saved in its file.";

/// Why a file must not be recorded under its name, which is kept for good with it.
pub fn of_name(directory: &Directory, path: &str) -> Vec<Problem> {
    let words = path.replace(['/', '_'], "\n");
    let found = never_recorded_in(&directory.force, &directory.areas, &words);
    let problem = |finding: Finding| {
        let what = format!("the name of this file holds what must never be recorded: {}", finding.message);
        let next = "Give the file another name, and change what points to it.";
        Problem::new(format!("{what} [{}]", finding.rule), next)
            .safe("It is left out: versions are kept for good, and the names of their files with them.")
    };
    found.into_iter().map(problem).collect()
}

/// What must never be recorded in a file that is not a plan.
fn of_text(directory: &Directory, file: &RelPath) -> Vec<Problem> {
    let is_toml = file.as_str().ends_with(".toml");
    let read = if is_toml {
        directory.files.read(file).map(|loaded| loaded.text)
    } else {
        // Git's own files, schemas and keys may be empty.
        let bytes = directory.files.read_bytes(file, MOST_BYTES);
        bytes.map(|bytes| String::from_utf8_lossy(&bytes).replace('\r', ""))
    };
    let text = match read {
        Ok(text) => text,
        Err(unreadable) if unreadable.why == Why::Missing => return Vec::new(),
        Err(unreadable) => return vec![unreadable.problem.safe(UNTOUCHED)],
    };
    if !is_toml {
        let mut found = never_recorded_in(&directory.force, &directory.areas, &text);
        // The program writes these, and names markings in them.
        if file.as_str().starts_with(SCHEMAS) {
            found.retain(|finding| finding.rule != "protective-marking");
        }
        let at = |part: &Part| line_and_column(&text, part.bytes.start);
        return found
            .into_iter()
            .map(|finding| problem(file, finding.part.as_ref().map_or((1, 1), at), finding))
            .collect();
    }
    match Source::parse(&text) {
        Err(problem) => vec![problem.safe(UNTOUCHED).in_file(file.to_string())],
        Ok(source) => in_source(directory, &source)
            .into_iter()
            .map(|finding| {
                let span = finding.part.as_ref().and_then(|part| source.part_span(&finding.path, part));
                let at = span.map(|span| line_and_column(&text, span.start));
                problem(file, at.unwrap_or_else(|| source.locate(&finding.path)), finding)
            })
            .collect(),
    }
}

/// The flags that stop a file of the directory from being recorded, wherever in it they are.
pub(super) fn in_source(directory: &Directory, source: &Source) -> Vec<Finding> {
    let said = source.get(&FieldPath::root()).unwrap_or_else(|| Value::Table(Vec::new()));
    let comments = source.comments().map(str::to_owned).collect();
    check::never_recorded(&said, comments, &directory.force, &directory.areas)
}

/// The flags on a running text.
fn never_recorded_in(force: &Force, areas: &Areas, text: &str) -> Vec<Finding> {
    let said = Value::Table(vec![("text".to_owned(), Value::from(text))]);
    check::never_recorded(&said, Vec::new(), force, areas)
}

/// Why a plan must not be recorded, a problem for each place, as its file is in this directory; nothing when it may be.
/// A file that cannot be read as a plan is one of them.
fn of_plan(directory: &Directory, place: &Place) -> Vec<Problem> {
    let document = match directory.read_plan(place) {
        Ok((document, _)) => document,
        Err(unreadable) => return vec![unreadable.problem.safe(UNTOUCHED)],
    };
    // What must never be recorded does not depend on the edition.
    let none = Edition::default();
    let edition = directory.edition(&document.plan().edition).unwrap_or(&none);
    let around = Surroundings::default();
    let report = check::check(document.plan(), edition, &around.context(directory, place, ANY_DAY));
    let stopping = report.findings.into_iter().filter(Finding::stops_recording);
    let file = place.plan_file();
    stopping
        .map(|finding| problem(&file, document.locate_part(&finding.path, finding.part.as_ref()), finding))
        .collect()
}

/// The flags that would stop a file which says just this: for the words of a version, and for what is to be
/// allowed.
pub fn blocked_in_text(force: &Force, text: &str) -> Vec<Finding> {
    never_recorded_in(force, &Areas::default(), text)
}

/// Refuses the words of a version that must not be kept for good.
///
/// # Errors
/// Says what they hold.
pub fn fit_to_record(force: &Force, words: &str) -> Result<(), Problem> {
    match blocked_in_text(force, words).into_iter().next() {
        None => Ok(()),
        Some(finding) => {
            let what =
                format!("the words for this version hold what must never be recorded: {}", finding.message);
            let safe = "Nothing was recorded; the plans are saved in their files.";
            Err(Problem::new(what, "Say what changed without it.").safe(safe))
        }
    }
}

fn problem(file: &RelPath, (line, column): (usize, usize), finding: Finding) -> Problem {
    Problem::new(format!("{} [{}]", finding.message, finding.rule), finding.help)
        .safe(SAVED)
        .in_file(file.to_string())
        .at(line, column)
}
