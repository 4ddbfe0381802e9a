//! What is to be recorded, taken from the disk once.

use std::path::Path;

use git2::{ObjectType, Oid};

use super::listed::Listed;
use super::repository::{Repository, refused};
use super::sync;
use super::versions::{Difference, blob_at, tip_tree};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::content::{Content, Over, on_disk};
use crate::store::private::Lock;

/// Files that differ from the last version, as they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub files: Vec<(Content, Difference)>,
    /// Why others could not be read.
    pub problems: Vec<Problem>,
}

/// How often it is looked whether a `nec` that was killed left something, where they are killed one after another.
const LOOKS: usize = 3;

/// Takes those of these files that differ from the last version, as they are on disk now. What is being received
/// meanwhile is waited for, and what a killed `nec` left of that is finished first: a file that is not written yet would
/// look as if somebody had taken out what came in. One that cannot be written yet is left out.
///
/// # Errors
/// Where the repository cannot be used, or what came in clashes with what was written here meanwhile.
pub fn take(root: &Path, files: &[RelPath]) -> Result<Taken, Problem> {
    let (lock, behind) = hold(root)?;
    let taken = read(root, files, &behind);
    drop(lock);
    taken
}

/// The right to write in the directory, with the branch and the files as one, but for those that are named.
fn hold(root: &Path) -> Result<(Lock, Vec<String>), Problem> {
    let mut looks = 0;
    loop {
        looks += 1;
        let finished = sync::recover(root);
        let lock = Lock::take(root)?;
        let behind = sync::left(root);
        if behind.is_empty() {
            finished?;
            return Ok((lock, behind));
        }
        if finished.is_err() || looks == LOOKS {
            return Ok((lock, behind));
        }
    }
}

fn read(root: &Path, files: &[RelPath], behind: &[String]) -> Result<Taken, Problem> {
    let repository = Repository::open(root)?;
    let tree = tip_tree(&repository)?;
    let listed = Listed::of(&repository);
    let mut taken = Taken::default();
    for file in files {
        let path = repository.path_of(file);
        if behind.contains(&path) {
            taken.problems.push(not_written(file));
            continue;
        }
        let before = tree.as_ref().and_then(|tree| blob_at(tree, &path));
        // Which version it is to follow was looked at before the file was read: what others record or receive
        // from then on is never taken back by it.
        let over = Over::This(before.map(|id| id.to_string()));
        let bytes = match on_disk(root, file) {
            Ok(bytes) => bytes,
            Err(unreadable) => {
                taken.problems.push(unreadable.problem.safe("It is left out, and untouched."));
                continue;
            }
        };
        let now = bytes.as_ref().map(|bytes| Oid::hash_object(ObjectType::Blob, bytes)).transpose();
        let difference = Difference::between(before, now.map_err(|error| refused(&error))?);
        if let Some(difference) = difference
            && !listed.is_as_recorded(file, before, bytes.as_deref())
        {
            taken.files.push((Content::of(file, bytes.as_deref(), over), difference));
        }
    }
    Ok(taken)
}

fn not_written(file: &RelPath) -> Problem {
    Problem::new(
        "a newer one of this file came in and could not be written yet, because something is in its place",
        "Move away what is in its place, and run nec again.",
    )
    .safe("It is left out; what came in is safe in the repository.")
    .in_file(file.to_string())
}
