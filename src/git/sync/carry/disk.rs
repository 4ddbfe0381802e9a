//! What lies on disk where a file is to go, and which names may be there.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use crate::git::reach;
use crate::git::repository::{Repository, refused};
use crate::git::trespass;
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::read::{self, Why};

/// The largest file that is merged with what was not recorded in it.
const MOST_BYTES: u64 = 64 << 20;

/// The mode of a link in a version.
pub const LINK: i32 = 0o120_000;
/// The mode of a folder whose content is another repository's.
pub const ELSEWHERE: i32 = 0o160_000;

/// What lies at a path on disk.
#[derive(Debug, PartialEq)]
pub enum Disk {
    Nothing,
    /// A file, by the id of its content: however large it is, it is not held.
    File(Oid),
    /// A link, and where it leads.
    Link(Vec<u8>),
    Folder,
    /// Something that is no folder lies on the way to it, at this path.
    Blocked(String),
}

impl Disk {
    pub fn at(top: &Path, path: &RelPath) -> Result<Disk, Problem> {
        if let Some(at) = on_the_way(top, path) {
            return Ok(Disk::Blocked(at));
        }
        let place = top.join(path.as_str());
        match read::locate(top, path) {
            Ok((place, _)) => {
                Oid::hash_file(ObjectType::Blob, &place).map(Disk::File).map_err(|_| unread(path))
            }
            Err(unreadable) if unreadable.why == Why::Missing => Ok(Disk::Nothing),
            Err(_) if place.is_symlink() => {
                let target = fs::read_link(&place).unwrap_or_default();
                Ok(Disk::Link(target.to_string_lossy().into_owned().into_bytes()))
            }
            Err(_) if place.is_dir() => Ok(Disk::Folder),
            Err(unreadable) => Err(unreadable.problem.safe("Nothing was moved.")),
        }
    }

    pub fn id(&self) -> Result<Option<Oid>, Problem> {
        match self {
            Disk::Nothing | Disk::Folder | Disk::Blocked(_) => Ok(None),
            Disk::File(id) => Ok(Some(*id)),
            Disk::Link(bytes) => {
                Oid::hash_object(ObjectType::Blob, bytes).map(Some).map_err(|error| refused(&error))
            }
        }
    }
}

/// The bytes of a file, where they are needed.
///
/// # Errors
/// Where it is too large for anything to be merged into it, or cannot be read.
pub fn bytes_of(top: &Path, path: &RelPath) -> Result<Vec<u8>, Problem> {
    read::read_bytes(top, path, MOST_BYTES)
        .map_err(|unreadable| unreadable.problem.safe("Nothing was moved."))
}

fn unread(path: &RelPath) -> Problem {
    Problem::new(
        "this file is in the way of what came in, and cannot be read",
        "Ask whoever looks after the computer for the right to read it, or move it away.",
    )
    .safe("The file is untouched.")
    .in_file(path.to_string())
}

/// The first thing on the way to a path that is no folder, by its own path.
pub fn on_the_way(top: &Path, path: &RelPath) -> Option<String> {
    let (folders, _) = path.as_str().rsplit_once('/')?;
    let mut at = String::new();
    for segment in folders.split('/') {
        if !at.is_empty() {
            at.push('/');
        }
        at.push_str(segment);
        match fs::symlink_metadata(top.join(&at)) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Some(at),
            // What is not there is made.
            Err(_) => return None,
        }
    }
    None
}

/// Whether a folder will have nothing in it but folders when the files of these paths are gone.
pub fn empties(top: &Path, folder: &str, going: &HashSet<&str>) -> bool {
    let Ok(entries) = fs::read_dir(top.join(folder)) else { return false };
    entries.into_iter().all(|entry| {
        let Ok(entry) = entry else { return false };
        let name = entry.file_name();
        let Some(name) = name.to_str() else { return false };
        let path = format!("{folder}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => empties(top, &path, going),
            Ok(_) => going.contains(path.as_str()),
            Err(_) => false,
        }
    })
}

/// Takes a folder away that has nothing in it but folders; others stay.
pub fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            clear(&entry.path());
        }
    }
    // It says itself whether something is in it.
    let _ = fs::remove_dir(folder);
}

/// The path as one that a file may have below `top`, with nothing in it that could stand for git's own folder or
/// the program's on any.
pub fn safe_name(top: &Path, path: &str) -> Option<RelPath> {
    (!is_reserved(path)).then(|| reach::here(top, path)).flatten()
}

/// Whether something in a path could stand for git's own folder or the program's, on any computer.
pub fn is_reserved(path: &str) -> bool {
    path.split('/').any(|segment| trespass::is_reserved(segment.as_bytes()))
}

pub fn top(repository: &Repository) -> Result<PathBuf, Problem> {
    let work = repository.git.workdir().unwrap_or(repository.root());
    work.canonicalize()
        .map_err(|error| crate::store::write_problem(&error, "the folder of the repository cannot be read"))
}

/// Takes away folders that have nothing in them any more.
pub fn tidy(top: &Path, path: &RelPath) {
    let place = top.join(path.as_str());
    let mut folder = place.parent();
    while let Some(at) = folder.filter(|at| *at != top) {
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
}
