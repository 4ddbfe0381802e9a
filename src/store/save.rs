//! Saving a file of the plan directory: whole or not at all, synced to disk, and never over another hand's
//! change.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::private::{self, Lock};
use super::read::{self, Loaded, Stamp, Unreadable, Why};
use crate::plan::RelPath;
use crate::problem::Problem;

/// Why a text was not saved. The file on disk is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// Another hand changed the file since it was read; this is what it says now.
    Changed(Loaded),
    /// Another hand took the file away.
    Gone,
    /// The system refused, or what stands there now cannot be read as a text.
    Refused(Problem),
}

impl From<Problem> for SaveError {
    fn from(problem: Problem) -> Self {
        SaveError::Refused(problem)
    }
}

impl SaveError {
    /// As a person is told it.
    pub fn problem(&self, file: &RelPath) -> Problem {
        match self {
            SaveError::Changed(_) => Problem::new(
                "somebody else changed this file while it was open here",
                "Compare the two, and keep one or the other.",
            )
            .safe("Both versions are safe; nothing was overwritten.")
            .in_file(file.to_string()),
            SaveError::Gone => Problem::new(
                "somebody else took this file away while it was open here",
                "Save it again as a new file, or leave it.",
            )
            .safe("Your text is still here.")
            .in_file(file.to_string()),
            SaveError::Refused(problem) => problem.clone(),
        }
    }
}

/// Saves a text, if the file still is what `expected` says: the stamp of what was read, or nothing for a file
/// that is not there yet. Gives the stamp of what was written.
///
/// The text goes to a temporary file in `.nec/` with the mode of the old file, is synced, takes the file's
/// place in one step, and the folder is synced. Other `nec`s wait meanwhile. A program that does not know the
/// lock could still write between the last look and the change of places, a few microseconds.
///
/// # Errors
/// [`SaveError`]; the file is then as it was.
pub fn save(root: &Path, file: &RelPath, text: &str, expected: Option<Stamp>) -> Result<Stamp, SaveError> {
    if text.len() as u64 > read::MOST_BYTES {
        return Err(too_big(file).into());
    }
    let lock = Lock::take(root)?;
    let stamp = save_locked(root, file, text, expected)?;
    drop(lock);
    Ok(stamp)
}

/// Adds a file of any kind that is not there yet, whole or not at all.
///
/// # Errors
/// Where something is there, or the system refuses.
pub fn add(root: &Path, file: &RelPath, bytes: &[u8]) -> Result<(), Problem> {
    let _lock = Lock::take(root)?;
    match read::locate(root, file) {
        Err(unreadable) if unreadable.why == Why::Missing => {
            let path = root.join(file.as_str());
            ready(root, root, &path, bytes, false)
                .and_then(|ready| place(ready, &path, false))
                .map_err(|error| refused(&error, file))
        }
        Err(unreadable) => Err(unreadable.problem),
        Ok(_) => Err(SaveError::Refused(refused(&ErrorKind::AlreadyExists.into(), file)).problem(file)),
    }
}

/// Removes a file, if it still is what was read.
///
/// # Errors
/// Where another program changed it since, or it may not be removed; it is then as it was.
pub fn remove(root: &Path, file: &RelPath, expected: Stamp) -> Result<(), Problem> {
    let _lock = Lock::take(root)?;
    if Stamp::of(&read::read_bytes(root, file, read::MOST_BYTES)?) != expected {
        return Err(Problem::new(
            "another program changed this file at the same moment",
            "Look at it first; then try again.",
        )
        .safe("It was not taken out.")
        .in_file(file.to_string()));
    }
    let path = root.join(file.as_str());
    std::fs::remove_file(&path)
        .and_then(|()| path.parent().map_or(Ok(()), sync_folder))
        .map_err(|error| super::write_problem(&error, "the file could not be taken out"))
}

fn save_locked(root: &Path, file: &RelPath, text: &str, expected: Option<Stamp>) -> Result<Stamp, SaveError> {
    let bytes = text.as_bytes();
    let failed = |error: std::io::Error| SaveError::Refused(refused(&error, file));
    if is_saved(root, file, bytes, expected)? {
        return Ok(Stamp::of(bytes));
    }
    let path = root.join(file.as_str());
    let ready = ready(root, root, &path, bytes, expected.is_some()).map_err(failed)?;
    // A slow disk takes its time; another hand does not wait for it.
    if is_saved(root, file, bytes, expected)? {
        return Ok(Stamp::of(bytes));
    }
    place(ready, &path, expected.is_some()).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            // It came to be in this very moment.
            return read::read(root, file)
                .map_or_else(|unreadable| SaveError::Refused(unreadable.problem), SaveError::Changed);
        }
        failed(error)
    })?;
    Ok(Stamp::of(bytes))
}

/// Whether the file says that already; if not, it is as expected.
fn is_saved(root: &Path, file: &RelPath, text: &[u8], expected: Option<Stamp>) -> Result<bool, SaveError> {
    match (read::read_bytes(root, file, read::MOST_BYTES), expected) {
        (Ok(bytes), _) if bytes == text => {
            // An earlier save may have come this far and not been confirmed.
            sync(root, file).map_err(|error| refused(&error, file))?;
            Ok(true)
        }
        (Ok(bytes), Some(stamp)) if Stamp::of(&bytes) == stamp => Ok(false),
        (Ok(_), _) => Err(match read::read(root, file) {
            Ok(now) => SaveError::Changed(now),
            Err(unreadable) => SaveError::Refused(changed_beyond_reading(unreadable)),
        }),
        (Err(Unreadable { why: Why::Missing, .. }), Some(_)) => Err(SaveError::Gone),
        (Err(Unreadable { why: Why::Missing, .. }), None) => Ok(false),
        (Err(unreadable), _) => Err(SaveError::Refused(changed_beyond_reading(unreadable))),
    }
}

fn refused(error: &std::io::Error, file: &RelPath) -> Problem {
    super::write_problem(error, "this file could not be saved").in_file(file.to_string())
}

fn sync(root: &Path, file: &RelPath) -> std::io::Result<()> {
    let path = root.join(file.as_str());
    File::open(&path)?.sync_all()?;
    sync_folder(path.parent().unwrap_or(root))
}

/// A temporary file that is to take this place, synced to disk, with the mode of the file that is there.
fn ready(
    top: &Path,
    root: &Path,
    path: &Path,
    bytes: &[u8],
    replace: bool,
) -> std::io::Result<NamedTempFile> {
    if !replace {
        make_folders(top, path.parent().unwrap_or(top))?;
    }
    let private = private::folder(root).map_err(|problem| std::io::Error::other(problem.what))?;
    let mut temporary =
        if replace { private::temporary(&private)? } else { private::temporary_of_new_file(&private)? };
    temporary.write_all(bytes)?;
    if replace {
        dress(temporary.as_file(), path)?;
    }
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

fn place(ready: NamedTempFile, path: &Path, replace: bool) -> std::io::Result<()> {
    let placed = if replace { ready.persist(path) } else { ready.persist_noclobber(path) };
    placed.map_err(|refused| refused.error)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// What a file is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Plain,
    Runnable,
    /// A link to where its content says; a plain file on a computer that has no links.
    Link,
}

/// Puts a file of any kind in its place below `top`, whole or not at all, synced to disk, if `still` says at the last
/// moment that what is there may go. The temporary file is made in the private folder of `root`. Whoever calls holds
/// the lock. Says whether it was put.
///
/// # Errors
/// Where the system refuses; the file is then as it was.
pub fn put(
    (top, root): (&Path, &Path),
    file: &RelPath,
    bytes: &[u8],
    manner: Manner,
    still: &dyn Fn() -> bool,
) -> std::io::Result<bool> {
    let path = top.join(file.as_str());
    #[cfg(unix)]
    if manner == Manner::Link {
        make_folders(top, path.parent().unwrap_or(top))?;
        std::os::unix::fs::symlink(&*String::from_utf8_lossy(bytes), &path)?;
        return path.parent().map_or(Ok(()), sync_folder).map(|()| true);
    }
    let there = path.symlink_metadata().is_ok();
    let ready = ready(top, root, &path, bytes, there)?;
    #[cfg(unix)]
    if manner == Manner::Runnable {
        use std::os::unix::fs::PermissionsExt;
        let mode = ready.as_file().metadata()?.permissions().mode();
        ready.as_file().set_permissions(std::fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))?;
    }
    if !still() {
        return Ok(false);
    }
    place(ready, &path, there).map(|()| true)
}

/// Replaces a small file of the program's own, outside plan directories: whole or not at all, mode 0600 where it
/// is new. Folders on the way are made.
///
/// # Errors
/// Where the system refuses; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let mut temporary = private::temporary_without_lock(folder)?;
    temporary.write_all(bytes)?;
    if path.exists() {
        dress(temporary.as_file(), path)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|refused| refused.error)?;
    sync_folder(folder)
}

/// Gives a temporary file the mode and owner of the file whose place it takes.
#[cfg(unix)]
fn dress(temporary: &File, old: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let old = old.symlink_metadata()?;
    let new = temporary.metadata()?;
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        // Only the system's keeper may give a file away; a shared folder works without.
        let _ = fchown(temporary, Some(old.uid()), Some(old.gid()));
    }
    temporary.set_permissions(std::fs::Permissions::from_mode(old.permissions().mode() & 0o777))
}

#[cfg(not(unix))]
fn dress(_: &File, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Makes the folders down to one, each synced into the folder that holds it.
fn make_folders(root: &Path, folder: &Path) -> std::io::Result<()> {
    let Ok(inner) = folder.strip_prefix(root) else { return Ok(()) };
    let mut at = root.to_path_buf();
    for segment in inner {
        let above = at.clone();
        at.push(segment);
        match std::fs::create_dir(&at) {
            Ok(()) => sync_folder(&above)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Syncs what a folder lists to disk. Windows has no such thing, and needs none.
///
/// # Errors
/// Where the system refuses.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(folder)?.sync_all()
}

fn too_big(file: &RelPath) -> Problem {
    Problem::new(
        "this text is too big for a file: it has more than 1 MiB",
        "Take something out, and it saves again.",
    )
    .safe("The file holds what was saved last; the text is still in this window.")
    .in_file(file.to_string())
}

/// What to tell where the file as it is now cannot be read.
fn changed_beyond_reading(unreadable: Unreadable) -> Problem {
    let mut problem = unreadable.problem;
    problem.what = match unreadable.why {
        Why::Refused => format!("this text was not saved: {}", problem.what),
        _ => format!("another hand changed this file, so it was not saved: {}", problem.what),
    };
    problem.safe("Nothing was overwritten; your text is still in this window.")
}

#[cfg(test)]
mod tests;
