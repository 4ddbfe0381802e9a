//! Allowing, in `nec.toml`, what plans may say.

use std::path::Path;

use jiff::civil::Date;

use super::find::MARK;
use super::undo::{Doing, Text};
use super::{SaveError, read, save, undo};
use crate::check::day;
use crate::git::undo::{Last, Way, newest};
use crate::plan::{Force, RelPath, allow};
use crate::problem::Problem;

/// How often to begin again when somebody else changes the file at the same time.
const ATTEMPTS: usize = 5;

/// What is to be allowed, and who allows it.
#[derive(Debug, Clone, Copy)]
pub struct Allowing<'a> {
    /// The list of `nec.toml`.
    pub list: &'a str,
    pub value: &'a str,
    /// By post or name.
    pub by: &'a str,
    pub on: Date,
}

/// What allowing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    Added,
    /// The list had it already.
    Before,
}

/// Takes back what was allowed last, if nothing else was done or written there since.
///
/// # Errors
/// Where there is no such step, or the settings were changed since; they are then as they were.
pub fn take_back(root: &Path) -> Result<(), Problem> {
    match newest(root)? {
        Some(Last { step, way: Way::FilesOnly, .. })
            if step.files.iter().all(|kept| kept.file.as_str() == MARK) =>
        {
            undo::put_back(root, &step)?;
            undo::forget(root, &step)
        }
        _ => Err(Problem::new(
            "nothing that was allowed can be taken back here",
            "Take it out of nec.toml by hand.",
        )
        .safe("Nothing was changed.")),
    }
}

/// Adds a value to one of the lists of `nec.toml`, with who allowed it and when beside it. Comments and all else
/// stay, and so does what another hand writes at the same time. It is remembered first, so that it can be taken back.
///
/// # Errors
/// Where the file cannot be read as the force's settings, or cannot be saved; it is then as it was.
pub fn allow(root: &Path, allowing: &Allowing<'_>) -> Result<Allowed, Problem> {
    let file = RelPath::new(MARK)?;
    let note = format!("allowed by {}, {}", allowing.by, day(allowing.on));
    let mut tries = 0;
    loop {
        let loaded = read::read(root, &file).map_err(|unreadable| unreadable.problem)?;
        Force::parse(&loaded.text).map_err(|problem| problem.safe("Nothing was changed."))?;
        let Some(text) = allow::with_value(&loaded.text, allowing.list, allowing.value, &note)? else {
            return Ok(Allowed::Before);
        };
        Force::parse(&text).map_err(|problem| problem.safe("Nothing was changed."))?;
        let did = format!("this {} was allowed", allow::noun(allowing.list));
        let before =
            read::read_bytes(root, &file, read::MOST_BYTES).map_err(|unreadable| unreadable.problem)?;
        let before = String::from_utf8_lossy(&before);
        let change = Text { file: &file, before: Some(&before), after: Some(&text) };
        undo::remember(root, &Doing { did: &did, files: vec![change], ..Doing::default() })?;
        let saved = save(root, &file, &text, Some(loaded.stamp));
        if saved.is_err()
            && let Some(never) = undo::steps(root)?.first()
        {
            undo::forget(root, never)?;
        }
        match saved {
            Ok(_) => return Ok(Allowed::Added),
            Err(SaveError::Changed(_)) if tries < ATTEMPTS => tries += 1,
            Err(error) => return Err(error.problem(&file)),
        }
    }
}
