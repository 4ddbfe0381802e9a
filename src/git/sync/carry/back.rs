//! The way back: what lay in the files that was not recorded, before they were carried to another version, and
//! the files as they were then.

use std::collections::HashSet;
use std::path::Path;

use git2::{DiffOptions, Tree};

use super::disk::{Disk, ELSEWHERE, bytes_of, safe_name, top};
use super::{Carry, Step, room, staged_matters, unless_unfinished};
use crate::git::repository::{Repository, refused};
use crate::git::sync::trees::Piece;
use crate::problem::Problem;
use crate::store::undo::KeptEdit;

/// A file with something in it that is not recorded, before it is carried.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Its path in the repository.
    pub path: String,
    /// Its bytes; nothing where there is no such file.
    pub before: Option<Vec<u8>>,
    /// The id of what it is to be; nothing where it goes.
    pub after: Option<String>,
}

impl Carry {
    /// The files that are not, or will not be, as the versions have them.
    ///
    /// # Errors
    /// Where the disk cannot be read.
    pub fn edits(&self, repository: &Repository) -> Result<Vec<Edit>, Problem> {
        let top = top(repository)?;
        let mut edits = Vec::new();
        for step in &self.steps {
            let Some(place) = safe_name(&top, &step.path) else { continue };
            let of_another = |piece: Option<Piece>| piece.is_some_and(|(_, mode)| mode == ELSEWHERE);
            if of_another(step.was) || of_another(step.recorded) {
                continue;
            }
            let id = |piece: Option<Piece>| piece.map(|(id, _)| id.to_string());
            let after = step.to.as_ref().map(|(id, _)| id.clone());
            if step.disk == id(step.was) && after == id(step.recorded) {
                continue;
            }
            let before = match Disk::at(&top, &place)? {
                Disk::File(_) => Some(bytes_of(&top, &place)?),
                Disk::Link(bytes) => Some(bytes),
                Disk::Nothing | Disk::Folder | Disk::Blocked(_) => None,
            };
            edits.push(Edit { path: step.path.clone(), before, after });
        }
        Ok(edits)
    }

    /// Says of a file that was carried before what it is to be now, if it goes on.
    pub fn goes_on(&self, path: &str) -> Option<Option<String>> {
        let step = self.steps.iter().find(|step| step.path == path)?;
        Some(step.to.as_ref().map(|(id, _)| id.clone()))
    }
}

/// What the files need to go back from one version to the one that they came from, to the byte, with what was not
/// recorded in them then.
///
/// # Errors
/// Where a file was changed since, and where the disk or the repository cannot be read.
pub fn back(repository: &Repository, from: &Tree, to: &Tree, edits: &[KeptEdit]) -> Result<Carry, Problem> {
    unless_unfinished(repository)?;
    let failed = |error: git2::Error| refused(&error);
    let mut options = DiffOptions::new();
    options.include_typechange(true);
    let diff = repository.git.diff_tree_to_tree(Some(from), Some(to), Some(&mut options)).map_err(failed)?;
    let piece = |file: git2::DiffFile| {
        let mode = i32::try_from(u32::from(file.mode())).unwrap_or_default();
        (!file.id().is_zero() && mode != 0).then(|| (file.id(), mode))
    };
    let mut ways: Vec<(String, Option<Piece>, Option<Piece>)> = Vec::new();
    for delta in diff.deltas() {
        let path = delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str);
        // No name that is no text was ever carried.
        let Some(path) = path else { continue };
        ways.push((path.to_owned(), piece(delta.old_file()), piece(delta.new_file())));
    }
    let seen: HashSet<String> = ways.iter().map(|(path, ..)| path.clone()).collect();
    for edit in edits.iter().filter(|edit| !seen.contains(&edit.path)) {
        let same = from.get_path(Path::new(&edit.path)).ok().map(|entry| (entry.id(), entry.filemode()));
        ways.push((edit.path.clone(), same, same));
    }
    let mut carry = Carry::default();
    for (path, old, new) in ways {
        let edit = edits.iter().find(|edit| edit.path == path);
        carry.steps.push(step(repository, &path, old, new, edit)?);
    }
    carry.steps.sort_by_key(|step| step.to.is_some());
    room(&top(repository)?, &carry.steps)?;
    Ok(carry)
}

fn step(
    repository: &Repository,
    path: &str,
    old: Option<Piece>,
    new: Option<Piece>,
    edit: Option<&KeptEdit>,
) -> Result<Step, Problem> {
    let step = |disk: Option<String>, to: Option<(String, i32)>| Step {
        path: path.to_owned(),
        disk,
        to,
        recorded: old,
        was: new,
    };
    // A name that this computer must not have was never a file here.
    let top = top(repository)?;
    let Some(place) = safe_name(&top, path) else { return Ok(step(None, None)) };
    let text = |piece: Option<Piece>| piece.map(|(id, mode)| (id.to_string(), mode));
    let left = match edit {
        Some(edit) => edit.after.clone(),
        None => new.map(|(id, _)| id.to_string()),
    };
    let to = match edit {
        None => text(old),
        Some(edit) => match &edit.before {
            None => None,
            Some(kept) => {
                let gone =
                    |_| changed(path, repository, Some(edit), "what was in it before is not there any more");
                let bytes = std::fs::read(kept).map_err(gone)?;
                let id = repository.git.blob(&bytes).map_err(|error| refused(&error))?;
                let mode = old.or(new).map_or(0o100_644, |(_, mode)| mode);
                Some((id.to_string(), mode))
            }
        },
    };
    let disk = Disk::at(&top, &place)?;
    let id = disk.id()?.map(|id| id.to_string());
    let of_another = [old, new].iter().flatten().any(|(_, mode)| *mode == ELSEWHERE);
    let index = repository.git.index().map_err(|error| refused(&error))?;
    let staged = index.get_path(Path::new(path), 0).map(|entry| entry.id);
    let as_staged = staged.is_none_or(|staged| {
        !staged_matters(new, staged)
            || Some(staged.to_string()) == id
            || Some(staged) == old.map(|(id, _)| id)
    });
    if !as_staged {
        return Err(changed(
            path,
            repository,
            edit,
            "git has yet another version of it ready to record (staged)",
        ));
    }
    if id == left || id == to.as_ref().map(|(id, _)| id.clone()) || of_another {
        return Ok(step(id, to));
    }
    Err(match disk {
        Disk::Nothing => {
            changed(path, repository, edit, "the file is gone, and taking the step back would bring it again")
        }
        _ => changed(
            path,
            repository,
            edit,
            "the file was changed since, and taking the step back would lose that",
        ),
    })
}

fn changed(path: &str, repository: &Repository, edit: Option<&KeptEdit>, what: &str) -> Problem {
    let name = crate::plan::printable::one_line(path.strip_prefix(repository.prefix()).unwrap_or(path));
    let next = match edit.and_then(|edit| edit.before.as_ref()) {
        Some(before) => {
            let before = crate::store::shown(before);
            format!("The text from before is in {before}: take from it what you need, by hand.")
        }
        None => {
            "Take out of it by hand what came since (nec diff shows it), and run nec undo again.".to_owned()
        }
    };
    Problem::new(what, next).safe("Nothing was changed.").in_file(name)
}
