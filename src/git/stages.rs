//! A file that a merge left in conflict: the versions that git keeps of it until it is settled.

use std::path::Path;

use git2::{ErrorCode, Oid, Repository as Git};

use super::repository::{Repository, refused};
use crate::plan::{RelPath, printable};
use crate::problem::Problem;
use crate::store::plain::plain;

/// The three versions of a file in conflict. While a rebase is stopped, git's `ours` is the version that is built
/// upon, and `theirs` the one that is carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages {
    /// What both sides began with; nothing where both added the file.
    pub base: Option<String>,
    /// Nothing where that side removed the file.
    pub ours: Option<String>,
    pub theirs: Option<String>,
}

/// The versions that git keeps of a file in conflict; nothing where it is in none (any more).
///
/// # Errors
/// Where the repository cannot be read, or a version is no text.
pub fn stages(root: &Path, file: &RelPath) -> Result<Option<Stages>, Problem> {
    let repository = Repository::open(root)?;
    let index = repository.git.index().map_err(|error| refused(&error))?;
    let path = repository.path_of(file);
    let found = |stage: i32| index.get_path(Path::new(&path), stage).map(|entry| entry.id);
    let ids = [found(1), found(2), found(3)];
    if ids == [None; 3] {
        return Ok(None);
    }
    let text = |id: Option<Oid>| id.map(|id| text_of(&repository.git, id, file)).transpose();
    let [base, ours, theirs] = ids;
    Ok(Some(Stages { base: text(base)?, ours: text(ours)?, theirs: text(theirs)? }))
}

/// The text of one version.
///
/// # Errors
/// Where it is missing, or no text.
pub(super) fn text_of(git: &Git, id: Oid, file: &RelPath) -> Result<String, Problem> {
    let blob = git.find_blob(id).map_err(|error| match error.code() {
        ErrorCode::NotFound => Problem::new(
            "a version of this file is missing from the repository",
            "Ask whoever looks after the repository; git fsck tells them what is wrong.",
        )
        .in_file(file.to_string()),
        _ => refused(&error),
    })?;
    String::from_utf8(blob.content().to_vec()).map(plain).map_err(|_| {
        Problem::new(
            format!("a version of this file ({}) is not text in UTF-8", printable::one_line(&id.to_string())),
            "Choose one of the versions with git: git checkout --ours or --theirs, then git add.",
        )
        .safe("All versions are kept by git.")
        .in_file(file.to_string())
    })
}
