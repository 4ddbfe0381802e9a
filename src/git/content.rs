//! What is to be recorded, taken from the disk once.

use std::path::Path;

use git2::{ObjectType, Oid};

use super::repository::{Repository, refused};
use super::versions::{Difference, blob_at, tip_tree};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::content::{Content, Over};

/// Files that differ from the last version, as they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub files: Vec<(Content, Difference)>,
    /// Why others could not be read.
    pub problems: Vec<Problem>,
}

/// Takes those of these files that differ from the last version, as they are on disk now.
///
/// # Errors
/// Where the repository cannot be used.
pub fn take(root: &Path, files: &[RelPath]) -> Result<Taken, Problem> {
    let repository = Repository::open(root)?;
    let tree = tip_tree(&repository)?;
    let mut taken = Taken::default();
    for file in files {
        let before = tree.as_ref().and_then(|tree| blob_at(tree, &repository.path_of(file)));
        // Which version it is to follow was looked at before the file was read: what others record or receive
        // from then on is never taken back by it.
        let over = Over::This(before.map(|id| id.to_string()));
        let content = match Content::read(root, file) {
            Ok(content) => Content { over, ..content },
            Err(unreadable) => {
                taken.problems.push(unreadable.problem.safe("It is left out, and untouched."));
                continue;
            }
        };
        let now = content.bytes.as_ref().map(|bytes| Oid::hash_object(ObjectType::Blob, bytes)).transpose();
        if let Some(difference) = Difference::between(before, now.map_err(|error| refused(&error))?) {
            taken.files.push((content, difference));
        }
    }
    Ok(taken)
}
