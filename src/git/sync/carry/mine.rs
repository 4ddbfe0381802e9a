//! A file on disk as git reads it: it may keep the ends of the lines otherwise there (core.autocrlf, .gitattributes).

use std::path::Path;

use git2::FileMode;
use git2::build::{CheckoutBuilder, TreeUpdateBuilder};

use super::disk::bytes_of;
use crate::git::repository::{Repository, refused};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::private;

/// What is on disk, and what it is to git.
pub struct Mine {
    pub bytes: Vec<u8>,
    /// Where it is not the same.
    to_git: Option<Vec<u8>>,
}

impl Mine {
    /// # Errors
    /// Where the file cannot be read, is too large to be merged, or the repository refuses.
    pub fn read(repository: &Repository, top: &Path, path: &RelPath) -> Result<Mine, Problem> {
        let bytes = bytes_of(top, path)?;
        let clean = || {
            let id = repository.git.blob_path(&top.join(path.as_str()))?;
            Ok(repository.git.find_blob(id)?.content().to_vec())
        };
        let to_git = clean().map_err(|error: git2::Error| refused(&error))?;
        let to_git = (to_git != bytes).then_some(to_git);
        Ok(Mine { bytes, to_git })
    }

    /// What git would record of it.
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
        std::fs::read(folder.path().join(path)).map_err(failed)
    }
}
