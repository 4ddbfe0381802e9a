//! Which plan and which of its states is meant, of plans that may be gone.

use super::here::Here;
use crate::git::history::{self, History, Stood};
use crate::git::record::short;
use crate::plan::id::is_file_id;
use crate::plan::printable::one_line;
use crate::plan::{Document, Place, RelPath};
use crate::problem::Problem;
use crate::report::versions::moment;
use crate::store::Directory;
use crate::store::read;

/// A state of a plan: what it is called, its text, and how that can be read.
pub struct State {
    /// "version 1a2b3c4d (22 Nov 2026 14:02, Inspector, West Dorset)".
    pub name: String,
    /// Nothing where there is no such file in it.
    pub text: Option<String>,
}

/// The plan of an area that is meant, as [`Here::place`] finds it; one that is gone from the disk too, of
/// `--period`, else of the period whose plan was recorded last.
///
/// # Errors
/// Where no such plan is there or was recorded.
pub fn place(here: &Here, directory: &Directory, word: &str) -> Result<Place, Problem> {
    let problem = match here.place(directory, word) {
        Ok(place) => return Ok(place),
        Err(problem) => problem,
    };
    let area = here.area(directory, word).unwrap_or_else(|_| word.to_owned());
    let mut periods: Vec<&str> = match &here.globals.period {
        Some(period) => vec![period],
        None => directory.force.periods.iter().rev().map(|period| period.id.as_str()).collect(),
    };
    let plans = directory.plans().plans;
    if here.globals.period.is_none() {
        periods.extend(plans.iter().map(Place::period));
    }
    periods.retain(|period| is_file_id(period));
    if !is_file_id(&area) {
        return Err(problem);
    }
    let mut newest: Option<(jiff::Timestamp, Place)> = None;
    for (at, period) in periods.iter().enumerate() {
        let Some(place) = Place::new(period, &area).filter(|_| !periods[..at].contains(period)) else {
            continue;
        };
        if let Some(Ok(entry)) = History::of(&directory.root, &place.plan_file())?.next()
            && newest.as_ref().is_none_or(|(when, _)| entry.when > *when)
        {
            newest = Some((entry.when, place));
        }
    }
    newest.map(|(_, place)| place).ok_or(problem)
}

/// The area's name and the period: "West Dorset, 2026-27".
pub fn title(directory: &Directory, place: &Place) -> String {
    let name = directory.areas.area(place.area()).map_or(place.area(), |area| area.name.as_str());
    format!("{}, {}", one_line(name), place.period())
}

/// What a version has of a file.
///
/// # Errors
/// Where there is no such version, or its text cannot be read.
pub fn in_version(directory: &Directory, file: &RelPath, revision: &str) -> Result<State, Problem> {
    let stood = history::stood(&directory.root, file, revision)?;
    Ok(State { name: name(&stood), text: stood.text })
}

/// "version 1a2b3c4d (22 Nov 2026 14:02, Inspector, West Dorset)".
pub fn name(stood: &Stood) -> String {
    format!("version {} ({}, {})", short(&stood.id), moment(stood.when), stood.by)
}

/// A file as it is on disk.
///
/// # Errors
/// Where it is no text that can be read.
pub fn on_disk(directory: &Directory, file: &RelPath) -> Result<State, Problem> {
    let text = read::text_as_it_is(&directory.root, file)?;
    Ok(State { name: "the file on disk".to_owned(), text })
}

/// A state's text as a plan; nothing where it has none.
///
/// # Errors
/// Where the text is no plan, or one of a newer format.
pub fn plan_of(state: &State, file: &RelPath) -> Result<Option<Document>, Problem> {
    let Some(text) = &state.text else { return Ok(None) };
    Document::parse(text).map(Some).map_err(|mut problem| {
        problem.what = format!("{}: {}", state.name, problem.what);
        problem.safe("Nothing was changed.").in_file(file.to_string())
    })
}
