//! A file on disk as it would be recorded: git may keep the ends of the lines otherwise there (core.autocrlf,
//! .gitattributes), and so may an editor.

use std::borrow::Cow;
use std::path::Path;

use git2::FileMode;
use git2::build::{CheckoutBuilder, TreeUpdateBuilder};
use memchr::memmem;

use super::disk::bytes_of;
use crate::git::repository::{Repository, refused};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::plain::{BOM, as_saved};
use crate::store::private;

/// What is on disk, and what it is to git.
pub struct Mine {
    pub bytes: Vec<u8>,
    /// Where it is not the same.
    to_git: Option<Vec<u8>>,
    ends: Ends,
}

/// What an editor has otherwise in one of the program's texts than the program, and git keeps so.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    mark: bool,
    returns: bool,
}

impl Ends {
    fn of(bytes: &[u8]) -> Ends {
        let (lines, returns) =
            (memchr::memchr_iter(b'\n', bytes).count(), memmem::find_iter(bytes, b"\r\n").count());
        // Where they are mixed, nobody wants them so.
        Ends { mark: bytes.starts_with(BOM.as_bytes()), returns: returns > 0 && returns == lines }
    }

    fn put(self, bytes: Vec<u8>) -> Vec<u8> {
        let mut out = if self.mark { BOM.as_bytes().to_vec() } else { Vec::new() };
        if !self.returns || memchr::memchr(b'\r', &bytes).is_some() {
            out.extend(bytes);
            return out;
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.split_last() {
                Some((b'\n', text)) => {
                    out.extend_from_slice(text);
                    out.extend_from_slice(b"\r\n");
                }
                _ => out.extend_from_slice(line),
            }
        }
        out
    }
}

impl Mine {
    /// `path` is in the repository, `file` in the plan directory, if it is there.
    ///
    /// # Errors
    /// Where the file cannot be read, is too large to be merged, or the repository refuses.
    pub fn read(
        repository: &Repository,
        top: &Path,
        path: &RelPath,
        file: Option<&RelPath>,
    ) -> Result<Mine, Problem> {
        let bytes = bytes_of(top, path)?;
        let clean = || {
            let id = repository.git.blob_path(&top.join(path.as_str()))?;
            Ok(repository.git.find_blob(id)?.content().to_vec())
        };
        let mut to_git = clean().map_err(|error: git2::Error| refused(&error))?;
        let mut ends = Ends::default();
        if let Some(file) = file
            && let Cow::Owned(saved) = as_saved(file, &to_git)
        {
            ends = Ends::of(&to_git);
            to_git = saved;
        }
        let to_git = (to_git != bytes).then_some(to_git);
        Ok(Mine { bytes, to_git, ends })
    }

    /// What would be recorded of it.
    pub fn text(&self) -> &[u8] {
        self.to_git.as_deref().unwrap_or(&self.bytes)
    }

    /// What git knows, as it is to be on disk where this file is.
    ///
    /// # Errors
    /// Where the disk or the repository refuses.
    pub fn as_on_disk(&self, repository: &Repository, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
        if self.to_git.is_none() {
            return Ok(bytes.to_vec());
        }
        if bytes == self.text() {
            return Ok(self.bytes.clone());
        }
        let failed = |error: std::io::Error| {
            crate::store::write_problem(&error, "what came in could not be made ready")
                .safe("Nothing was moved.")
        };
        let folder = private::folder(repository.root())?;
        let folder = tempfile::Builder::new().tempdir_in(folder).map_err(failed)?;
        // Only writing a version out lets it be as git's settings have it.
        let check_out = || -> Result<(), git2::Error> {
            let git = &repository.git;
            let empty = git.find_tree(git.treebuilder(None)?.write()?)?;
            let mut one = TreeUpdateBuilder::new();
            let id = one.upsert(path, git.blob(bytes)?, FileMode::Blob).create_updated(git, &empty)?;
            let mut how = CheckoutBuilder::new();
            how.force().update_index(false).disable_pathspec_match(true).path(path).target_dir(folder.path());
            git.checkout_tree(git.find_tree(id)?.as_object(), Some(&mut how))
        };
        check_out().map_err(|error| refused(&error))?;
        std::fs::read(folder.path().join(path)).map(|bytes| self.ends.put(bytes)).map_err(failed)
    }
}
