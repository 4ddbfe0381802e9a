//! The plan directory on disk: found, read, written whole or not at all, and watched; and what this computer
//! remembers for its user.
//!
//! | file | what |
//! |---|---|
//! | [`find`] | which directory |
//! | [`content`] | what files are to be in a version |
//! | [`directory`] | what is in it |
//! | [`files`] | its files, on disk, in a version, or about to be in one |
//! | [`read`] | a file, within limits |
//! | [`save`] | a file, atomically, never over another hand's change |
//! | [`private`] | `.nec/`: temporary files, locks, texts kept |
//! | [`presence`] | who else has the directory open |
//! | [`carried`] | plans of one directory carried into another |
//! | [`drafts`] | what was typed in a dialog and is not taken yet |
//! | [`once`] | texts of two people that are still to be read |
//! | [`undo`] | what commands did, newest first, to be taken back |
//! | [`folders`] | where the platform keeps settings, state and data |

pub mod allow;
pub mod carried;
pub mod cloud;
pub mod content;
pub mod directory;
pub mod drafts;
pub mod elsewhere;
mod example;
pub mod files;
pub mod find;
pub mod folders;
pub mod new_plan;
pub mod once;
pub mod plain;
pub mod presence;
pub mod private;
pub mod read;
pub mod save;
pub mod seen;
pub mod settings;
pub mod starter;
pub mod state;
pub mod undo;
pub mod watch;

pub use directory::Directory;
pub use files::Files;
pub use folders::Folders;
pub use read::{Loaded, Stamp};
pub use save::{SaveError, save};

use std::io::ErrorKind;
use std::path::Path;

use crate::problem::Problem;

/// A path as it may be shown on a terminal.
pub(crate) fn shown(path: &Path) -> String {
    crate::plan::printable::one_line(&path.to_string_lossy())
}

/// What the system says of an error, without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    crate::plan::printable::one_line(&text)
}

/// A file or folder that could not be written: why, and what to do about it.
pub(crate) fn write_problem(error: &std::io::Error, what: &str) -> Problem {
    let (why, next) = match error.kind() {
        ErrorKind::PermissionDenied => (
            "you may not write there".to_owned(),
            "Ask whoever looks after the computer for the right to write there.",
        ),
        ErrorKind::ReadOnlyFilesystem => {
            ("the disk takes no changes".to_owned(), "Use a copy of the directory on another disk.")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ("the disk is full".to_owned(), "Make room on the disk, and try again.")
        }
        ErrorKind::InvalidFilename => {
            ("the path is too long for this computer".to_owned(), "Move the directory to a shorter path.")
        }
        _ => (reason(error), "Try again; if it stays so, ask whoever looks after the computer."),
    };
    Problem::new(format!("{what}: {why}"), next).safe("The files are as they were.")
}
