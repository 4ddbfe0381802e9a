//! What git's own list of files says of one where the disk alone would mislead.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;

use git2::{Index, IndexEntryExtendedFlag, ObjectType, Oid, Status};

use super::repository::Repository;
use crate::plan::RelPath;
use crate::store::plain::as_saved;

/// The list, read when it is first asked for. Where it cannot be read, it says nothing.
pub(super) struct Listed<'r> {
    repository: &'r Repository,
    index: OnceCell<Option<Index>>,
}

impl<'r> Listed<'r> {
    pub fn of(repository: &'r Repository) -> Self {
        Listed { repository, index: OnceCell::new() }
    }

    fn index(&self) -> Option<&Index> {
        self.index.get_or_init(|| self.repository.git.index().ok()).as_ref()
    }

    /// Whether a file that seems to differ from what was recorded under this id does not differ: it is left out of this
    /// copy, or the ends of its lines are only kept otherwise on disk, by git or by an editor. `bytes` are what is on
    /// disk.
    pub fn is_as_recorded(&self, file: &RelPath, recorded: Option<Oid>, bytes: Option<&[u8]>) -> bool {
        let Some(recorded) = recorded else { return false };
        if let Some(bytes) = bytes
            && let Cow::Owned(saved) = as_saved(file, bytes)
            && Oid::hash_object(ObjectType::Blob, &saved).is_ok_and(|id| id == recorded)
        {
            return true;
        }
        let Some(index) = self.index() else { return false };
        let path = &*self.repository.path_of(file);
        let Some(bytes) = bytes else { return is_left_out(index, path) };
        // Nothing else is kept otherwise in a text of the program's.
        if memchr::memchr(b'\r', bytes).is_none() {
            return false;
        }
        let changed = Status::WT_NEW | Status::WT_MODIFIED | Status::WT_DELETED | Status::WT_TYPECHANGE;
        index.get_path(Path::new(path), 0).is_some_and(|entry| entry.id == recorded)
            && self
                .repository
                .git
                .status_file(Path::new(path))
                .is_ok_and(|status| !status.intersects(changed))
    }
}

/// Whether git is told to leave the file out of this copy (`git sparse-checkout`).
pub(super) fn is_left_out(index: &Index, path: &str) -> bool {
    index.get_path(Path::new(path), 0).is_some_and(|entry| {
        IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_skip_worktree()
    })
}
