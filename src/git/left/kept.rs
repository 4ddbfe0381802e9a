//! What was decided of files that git left unsettled, and which versions a file was settled from, so that a step
//! that is taken back finds them again. Kept in `.nec/`, on this computer only.

use std::path::{Path, PathBuf};

use git2::Oid;
use serde::{Deserialize, Serialize};

use crate::git::decided::Decided;
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::private;
use crate::store::save;

/// The file in `.nec/`.
const FILE: &str = "left.json";
const VERSION: u32 = 1;
/// Settled files that are remembered, at most; the oldest are forgotten first.
const MOST: usize = 50;

/// What is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    version: u32,
    pub choices: Vec<Decided>,
    settled: Vec<Settled>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Settled {
    file: String,
    /// The id of the content that was there before, with both versions in it.
    content: String,
    /// The ids of git's three versions: what both began with, and the two sides.
    stages: [Option<String>; 3],
}

impl Kept {
    /// What is kept; nothing where it cannot be read.
    pub fn read(root: &Path) -> Kept {
        let text = std::fs::read(place(root)).ok();
        text.and_then(|text| serde_json::from_slice::<Kept>(&text).ok())
            .filter(|kept| kept.version == VERSION)
            .unwrap_or(Kept { version: VERSION, choices: Vec::new(), settled: Vec::new() })
    }

    /// Keeps it.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(&self, root: &Path) -> Result<(), Problem> {
        private::folder(root)?;
        let text = serde_json::to_vec_pretty(self).map_err(|error| {
            Problem::new(format!("what you decided could not be kept: {error}"), "Try again.")
        })?;
        save::replace(&place(root), &text)
            .map_err(|error| crate::store::write_problem(&error, "what you decided could not be kept"))
    }

    /// Remembers from which versions a file with that content is settled.
    pub fn remember(&mut self, file: &RelPath, content: String, stages: [Option<Oid>; 3]) {
        let stages = stages.map(|id| id.map(|id| id.to_string()));
        self.settled.retain(|settled| settled.file != file.as_str() || settled.content != content);
        self.settled.push(Settled { file: file.as_str().to_owned(), content, stages });
        let surplus = self.settled.len().saturating_sub(MOST);
        self.settled.drain(..surplus);
    }

    /// The versions that a file with that content was settled from, if it was.
    pub fn stages(&self, file: &RelPath, content: &str) -> Option<[Option<Oid>; 3]> {
        let found = self
            .settled
            .iter()
            .find(|settled| settled.file == file.as_str() && settled.content == content)?;
        let id = |at: usize| found.stages[at].as_deref().and_then(|id| Oid::from_str(id).ok());
        Some([id(0), id(1), id(2)])
    }
}

fn place(root: &Path) -> PathBuf {
    root.join(private::FOLDER).join(FILE)
}
