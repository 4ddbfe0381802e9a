//! What a version may not hold: what must never be recorded, and files that nobody can read.

use crate::plan::document::Source;
use crate::plan::place::{RelPath, Role};
use crate::problem::Problem;
use crate::report::blocked::blocked;
use crate::store::Directory;

/// Why a version may not hold a file as it is in this directory; nothing where it may.
pub(super) fn refused(directory: &Directory, path: &str) -> Vec<Problem> {
    let Ok(file) = RelPath::new(path) else { return Vec::new() };
    match file.role() {
        // A plan that cannot be read is refused too: nobody knows what is in it.
        Some(Role::Plan(place)) => blocked(directory, &place),
        Some(Role::Record(_) | Role::Review(_)) => text(directory, &file).err().into_iter().collect(),
        Some(Role::Directory | Role::Edition) => {
            let of_it = directory.problems.iter().filter(|problem| problem.file.as_deref() == Some(path));
            of_it.cloned().collect()
        }
        Some(Role::Evidence(_)) | None => Vec::new(),
    }
}

fn text(directory: &Directory, file: &RelPath) -> Result<(), Problem> {
    let loaded = directory.files.read(file)?;
    Source::parse(&loaded.text).map(drop).map_err(|problem| problem.in_file(file.to_string()))
}
