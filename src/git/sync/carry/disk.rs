//! What lies on disk where a file is to go, and which names may be there.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use crate::git::repository::{Repository, refused};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::private;
use crate::store::read::{self, Why};

/// The largest file that is carried with what was not recorded in it.
const MOST_BYTES: u64 = 64 << 20;

/// The mode of a link in a version.
pub const LINK: i32 = 0o120_000;
/// The mode of a folder whose content is another repository's.
pub const ELSEWHERE: i32 = 0o160_000;

/// What lies at a path on disk.
#[derive(Debug, PartialEq)]
pub enum Disk {
    Nothing,
    File(Vec<u8>),
    /// A link, and where it leads.
    Link(Vec<u8>),
    Folder,
}

impl Disk {
    pub fn at(top: &Path, path: &RelPath) -> Result<Disk, Problem> {
        let place = top.join(path.as_str());
        match read::read_bytes(top, path, MOST_BYTES) {
            Ok(bytes) => Ok(Disk::File(bytes)),
            Err(unreadable) if unreadable.why == Why::Missing => Ok(Disk::Nothing),
            Err(_) if place.parent().is_some_and(|folder| is_real(top, folder)) && place.is_symlink() => {
                let target = fs::read_link(&place).unwrap_or_default();
                Ok(Disk::Link(target.to_string_lossy().into_owned().into_bytes()))
            }
            Err(_) if place.is_dir() && !place.is_symlink() => Ok(Disk::Folder),
            Err(unreadable) => Err(unreadable.problem.safe("Nothing was moved.")),
        }
    }

    pub fn id(&self) -> Result<Option<Oid>, Problem> {
        match self {
            Disk::Nothing | Disk::Folder => Ok(None),
            Disk::File(bytes) | Disk::Link(bytes) => {
                Oid::hash_object(ObjectType::Blob, bytes).map(Some).map_err(|error| refused(&error))
            }
        }
    }
}

/// Whether no link is on the way to a folder.
fn is_real(top: &Path, folder: &Path) -> bool {
    let mut at = folder;
    while at != top {
        if at.is_symlink() {
            return false;
        }
        let Some(above) = at.parent() else { return false };
        at = above;
    }
    true
}

/// The path as one that a file may have on any computer, with nothing in it that could stand for git's own folder.
pub fn safe_name(path: &str) -> Option<RelPath> {
    let of_git = |segment: &str| {
        let plain: String = segment.chars().filter(char::is_ascii).collect();
        let plain = plain.trim_end_matches([' ', '.']).to_ascii_lowercase();
        plain == ".git" || plain.starts_with("git~")
    };
    let own = path.split('/').any(|segment| segment == private::FOLDER);
    (!own && !path.split('/').any(of_git)).then(|| RelPath::new(path).ok()).flatten()
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
