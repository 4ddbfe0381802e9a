//! What files are to be in a version, read from the disk once: what is judged is what is recorded, whatever
//! other programs write in between.

use std::path::Path;
use std::sync::Arc;

use super::plain::as_saved;
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

/// The bytes of a file as they are on disk; nothing where there is none.
///
/// # Errors
/// Where it is no ordinary file, over [`MOST_RECORDED`], or refused by the system.
pub fn on_disk(root: &Path, file: &RelPath) -> Result<Option<Vec<u8>>, Unreadable> {
    match read::read_bytes(root, file, MOST_RECORDED) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(unreadable) if unreadable.why == Why::Missing => Ok(None),
        Err(unreadable) => Err(unreadable),
    }
}

impl Content {
    /// What the file is on disk now, as it would be saved.
    ///
    /// # Errors
    /// As [`on_disk`].
    pub fn read(root: &Path, file: &RelPath) -> Result<Self, Unreadable> {
        Ok(Content::of(file, on_disk(root, file)?.as_deref(), Over::Any))
    }

    /// A file with these bytes on disk, or none, as it would be saved: an editor may keep the ends of lines otherwise,
    /// and no version does.
    pub fn of(file: &RelPath, bytes: Option<&[u8]>, over: Over) -> Self {
        let bytes = bytes.map(|bytes| as_saved(file, bytes).into());
        Content { file: file.clone(), bytes, over }
    }

    /// What all of these are on disk now.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn read_all(root: &Path, files: &[RelPath]) -> Result<Vec<Self>, Unreadable> {
        files.iter().map(|file| Content::read(root, file)).collect()
    }
}
