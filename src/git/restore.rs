//! A version of a plan's file, back as a new change of it.

use std::path::{Path, PathBuf};

use super::history::Stood;
use super::record::short;
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::store::read::{self, Stamp};
use crate::store::save;
use crate::store::undo::{self, Doing, Text};

/// What bringing a version back came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// The file is as it was in that version.
    Already,
    /// The file has the text of that version; what was in it is kept there, if it was there.
    Done { kept: Option<PathBuf> },
}

/// Gives a plan's file the text that it had in a version, to the byte. Nothing is recorded by it; what was in the
/// file is kept, and the step can be taken back.
///
/// # Errors
/// Where the version has no such plan, or one that this program cannot read; where the file on disk is no text,
/// or cannot be written. It is then as it was.
pub fn restore(root: &Path, file: &RelPath, stood: &Stood) -> Result<Restored, Problem> {
    let text = readable(file, stood)?;
    let before = read::text_as_it_is(root, file)?;
    if before.as_deref() == Some(text) {
        return Ok(Restored::Already);
    }
    let stamp = before.as_deref().map(|before| Stamp::of(before.as_bytes()));
    let did = format!("it was brought back from the version {}", short(&stood.id));
    let change = Text { file, before: before.as_deref(), after: Some(text) };
    undo::remember(root, &Doing { did: &did, files: vec![change], ..Doing::default() })?;
    save(root, file, text, stamp).map_err(|error| error.problem(file))?;
    let step = undo::steps(root)?.into_iter().next();
    Ok(Restored::Done { kept: step.and_then(|step| step.files.into_iter().next()?.before) })
}

/// The text of a version, if it is a plan that this program reads.
///
/// # Errors
/// Where it has none, or it is no plan, or one of a newer format.
pub fn readable<'s>(file: &RelPath, stood: &'s Stood) -> Result<&'s str, Problem> {
    let name = format!("version {}", short(&stood.id));
    let Some(text) = &stood.text else {
        return Err(Problem::new(
            format!("{name} has no such plan"),
            "Choose another version: the one before it may have one.",
        )
        .safe("Nothing was changed.")
        .in_file(file.to_string()));
    };
    Document::parse(text).map_err(|mut problem| {
        problem.what = format!("{name} cannot be brought back: {}", problem.what);
        problem.next =
            "Choose another version; if it is of a newer program, bring this one up to date.".into();
        problem.safe("Nothing was changed.").in_file(file.to_string())
    })?;
    Ok(text)
}
