//! What files are to be in a version, read from the disk once: what is judged is what is recorded, whatever
//! other programs write in between.

use std::path::Path;
use std::sync::Arc;

use super::read::{self, Unreadable, Why};
use crate::plan::RelPath;

/// The largest file that is recorded: evidence may be a picture or a form.
pub const MOST_RECORDED: u64 = 64 << 20;

/// What a file is to be in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub file: RelPath,
    /// Its bytes; nothing where the version is not to have it.
    pub bytes: Option<Arc<[u8]>>,
    pub over: Over,
}

/// Which recorded content of a file somebody had before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Over {
    /// Whatever is recorded.
    #[default]
    Any,
    /// The content of this id; nothing where no version had the file.
    This(Option<String>),
}

impl Content {
    /// What the file is on disk now.
    ///
    /// # Errors
    /// Where it is no ordinary file, over [`MOST_RECORDED`], or refused by the system.
    pub fn read(root: &Path, file: &RelPath) -> Result<Self, Unreadable> {
        let bytes = match read::read_bytes(root, file, MOST_RECORDED) {
            Ok(bytes) => Some(bytes.into()),
            Err(unreadable) if unreadable.why == Why::Missing => None,
            Err(unreadable) => return Err(unreadable),
        };
        Ok(Content { file: file.clone(), bytes, over: Over::Any })
    }

    /// What all of these are on disk now.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn read_all(root: &Path, files: &[RelPath]) -> Result<Vec<Self>, Unreadable> {
        files.iter().map(|file| Content::read(root, file)).collect()
    }
}
