//! Whose a draft is. Two programs may have the same dialog open: neither writes over the other's words, and neither
//! takes up what the other is still writing.
//!
//! A program counts as there as long as it holds a lock of its own beside the drafts, which the system takes back from
//! a process however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::plan::mint;
use crate::store::private;

/// How the names of the locks begin and end.
const PREFIX: &str = "drafts-";
const SUFFIX: &str = ".lock";

/// This program, as a writer of drafts, with its locks; they go when it is dropped.
#[derive(Debug)]
pub struct Owner {
    id: String,
    held: Vec<(PathBuf, File)>,
}

/// What is known of a writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Mine,
    Gone,
    Living,
    /// Where the file system knows no locks.
    Unknown,
}

impl Owner {
    /// A writer whom no other is like.
    pub fn new() -> Owner {
        Owner { id: mint::new_id() + &mint::new_id(), held: Vec::new() }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Shows others that it is there, and clears away the locks of those who are gone. Nobody else changes the drafts
    /// of the folder meanwhile.
    ///
    /// # Errors
    /// Where the lock cannot be made.
    pub(super) fn be_seen(&mut self, folder: &Path) -> std::io::Result<()> {
        let path = lock_of(folder, &self.id);
        if self.held.iter().any(|(known, _)| *known == path) && path.exists() {
            return Ok(());
        }
        for lock in private::files(folder, PREFIX) {
            let is_lock = lock.to_string_lossy().ends_with(SUFFIX);
            if is_lock && lock != path && life(&lock) == Life::Gone {
                // One that stays is looked at again the next time.
                let _ = std::fs::remove_file(lock);
            }
        }
        let file =
            private::private(OpenOptions::new().write(true).create(true).truncate(false)).open(&path)?;
        match file.try_lock() {
            Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        self.held.retain(|(known, _)| *known != path);
        self.held.push((path, file));
        Ok(())
    }

    /// What is known of the writer of a draft in a folder.
    pub(super) fn life(&self, folder: &Path, id: &str) -> Life {
        if id == self.id {
            return Life::Mine;
        }
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Life::Gone;
        }
        life(&lock_of(folder, id))
    }
}

impl Default for Owner {
    fn default() -> Self {
        Owner::new()
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        for (path, _) in &self.held {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn lock_of(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{PREFIX}{id}{SUFFIX}"))
}

fn life(lock: &Path) -> Life {
    let file = match private::private(File::options().write(true)).open(lock) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Life::Gone,
        Err(_) => return Life::Unknown,
    };
    // Shared: two who look at the same moment are not taken for its writer.
    match file.try_lock_shared() {
        Ok(()) => Life::Gone,
        Err(TryLockError::WouldBlock) => Life::Living,
        Err(TryLockError::Error(_)) => Life::Unknown,
    }
}
