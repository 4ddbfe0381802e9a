//! What a step changed in the versions: which files, and what stood there before and after.

use std::path::Path;

use git2::{Commit, FileMode, Oid, Tree};

use crate::git::record::tree_of;
use crate::git::repository::{Repository, refused};
use crate::git::staging::Staged;
use crate::problem::Problem;
use crate::store::undo::Move;

/// What a version has at a path.
pub(super) fn stands(tree: &Tree, path: &str) -> Option<Oid> {
    tree.get_path(Path::new(path)).ok().map(|entry| entry.id())
}

/// An id as it is written in the list of steps.
pub(super) fn id_of(text: &str) -> Result<Oid, Problem> {
    Oid::from_str(text).map_err(|error| refused(&error))
}

/// The ids that the branch came from and came to.
pub(super) fn ids(moved: &Move) -> Result<(Option<Oid>, Oid), Problem> {
    Ok((moved.from.as_deref().map(id_of).transpose()?, id_of(&moved.to)?))
}

/// A file that a version changed: its path, and what stood there before and after.
#[derive(Debug)]
pub(super) struct Changed {
    pub path: String,
    pub before: Option<(Oid, FileMode)>,
    pub after: Option<Oid>,
}

impl Changed {
    /// What git's list is to say of it: as it stood before.
    pub fn staged(&self) -> Staged {
        let now =
            self.before.map(|(id, mode)| (id, u32::try_from(i32::from(mode)).unwrap_or(0o100_644), None));
        Staged { path: self.path.clone(), now }
    }
}

/// What the versions from one to another changed.
pub(super) fn changed(
    repository: &Repository,
    from: Option<&Commit>,
    to: &Commit,
) -> Result<Vec<Changed>, Problem> {
    let (before, after) = (tree_of(repository, from)?, tree_of(repository, Some(to))?);
    let differences = repository.git.diff_tree_to_tree(Some(&before), Some(&after), None);
    let differences = differences.map_err(|error| refused(&error))?;
    let there = |file: git2::DiffFile| file.exists().then(|| (file.id(), file.mode()));
    let path = |file: git2::DiffFile| file.path().and_then(Path::to_str).map(str::to_owned);
    Ok(differences
        .deltas()
        .filter_map(|delta| {
            Some(Changed {
                path: path(delta.new_file()).or_else(|| path(delta.old_file()))?,
                before: there(delta.old_file()),
                after: there(delta.new_file()).map(|(id, _)| id),
            })
        })
        .collect())
}

/// The versions that the branch came from and came to.
pub(super) fn commits<'r>(
    repository: &'r Repository,
    moved: &Move,
) -> Result<(Option<Commit<'r>>, Commit<'r>), Problem> {
    let (from, to) = ids(moved)?;
    let find = |id: Oid| repository.git.find_commit(id).map_err(|error| refused(&error));
    Ok((from.map(find).transpose()?, find(to)?))
}

/// The first file that a later version changed again after a step had; nothing where the step can be taken back by a
/// new version.
pub(super) fn changed_again(repository: &Repository, moved: &Move) -> Result<Option<Changed>, Problem> {
    let (from, to) = commits(repository, moved)?;
    let Some(tip) = repository.tip()? else { return Ok(None) };
    let top = tree_of(repository, Some(&tip))?;
    let changes = changed(repository, from.as_ref(), &to)?;
    Ok(changes.into_iter().find(|change| stands(&top, &change.path) != change.after))
}
