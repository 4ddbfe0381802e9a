//! Which paths a file may have below a folder of this computer, as its system has it, and what lies there.

use std::io::ErrorKind;
use std::path::Path;

use git2::Index;

use super::listed::is_left_out;
use crate::plan::RelPath;

/// The path, if a file of it can be below the folder: its names are such as this computer takes, or it lies there all
/// the same, and the system does not find the whole too long.
pub fn here(top: &Path, path: &str) -> Option<RelPath> {
    let found = |place: &RelPath| std::fs::symlink_metadata(top.join(place.as_str()));
    match RelPath::here(path) {
        // What is not there yet may come.
        Ok(place) => {
            let too_long = found(&place).is_err_and(|error| error.kind() == ErrorKind::InvalidFilename);
            (!too_long).then_some(place)
        }
        Err(_) => RelPath::lying(path).ok().filter(|place| found(place).is_ok()),
    }
}

/// Whether something lies below the folder so deep that its whole path cannot be named: git, which goes from the top of
/// the copy, puts a file there.
#[cfg(unix)]
pub fn lies_too_deep(top: &Path, path: &str) -> bool {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, openat, statat};
    let Ok(place) = RelPath::lying(path) else { return false };
    let folder = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::RDONLY;
    let Ok(mut at) = openat(CWD, top, folder, Mode::empty()) else { return false };
    let mut names = place.as_str().split('/').peekable();
    while let Some(name) = names.next() {
        if names.peek().is_none() {
            return statat(&at, name, AtFlags::SYMLINK_NOFOLLOW).is_ok();
        }
        match openat(&at, name, folder, Mode::empty()) {
            Ok(inner) => at = inner,
            Err(_) => return false,
        }
    }
    false
}

/// The same; nothing lies there where every program names the whole path.
#[cfg(not(unix))]
pub fn lies_too_deep(_: &Path, _: &str) -> bool {
    false
}

/// Whether a file of a version stays away from this copy: git is told to leave it out, or this computer cannot have it.
pub fn stays_away(top: &Path, index: &Index, path: &str) -> bool {
    here(top, path).is_none_or(|place| {
        is_left_out(index, path) && std::fs::symlink_metadata(top.join(place.as_str())).is_err()
    })
}
