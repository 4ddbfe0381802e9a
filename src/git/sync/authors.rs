//! Who changed a field last on the way to a version, and when. Each file's way is walked once and each of its texts
//! read once, for however many fields are asked about.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use git2::{Commit, Oid};
use jiff::Timestamp;

use super::conflicts::Side;
use crate::git::repository::Repository;
use crate::git::snapshot::unreadable;
use crate::plan::document::Source;
use crate::plan::printable::one_line;
use crate::plan::{FieldPath, Value};
use crate::problem::Problem;

/// How many versions are looked through for who changed a field.
const FARTHEST: usize = 300;

/// A version that changed a file: its content there, and in those that it followed.
struct Step {
    version: Oid,
    now: Option<Oid>,
    before: Vec<Option<Oid>>,
}

/// What was found out so far.
pub struct Authors<'r> {
    repository: &'r Repository,
    base: Option<Oid>,
    /// By tip and path, newest first.
    ways: HashMap<(Oid, String), Rc<Vec<Step>>>,
    texts: HashMap<Oid, Option<Rc<Source>>>,
}

impl<'r> Authors<'r> {
    /// Of the versions since `base`; without one, of all.
    pub fn since(repository: &'r Repository, base: Option<Oid>) -> Self {
        Authors { repository, base, ways: HashMap::new(), texts: HashMap::new() }
    }

    /// Who changed a field of a file last on the way to `tip`, and when; where nobody did, who changed the file, else
    /// who recorded `tip`. The root stands for the file as a whole.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn of(&mut self, tip: &Commit, path: &str, field: &FieldPath) -> Result<Side, Problem> {
        let way = self.way(tip.id(), path).map_err(|error| unreadable(&error))?;
        let mut changed = |step: &&Step| {
            let now = self.said(step.now, field);
            step.before.iter().all(|before| self.said(*before, field) != now)
        };
        let step = if field.is_root() { None } else { way.iter().find(&mut changed) };
        let version = step.or(way.first()).map(|step| step.version);
        let commit = version.and_then(|id| self.repository.git.find_commit(id).ok());
        let author = commit.as_ref().map_or_else(|| tip.author(), Commit::author);
        Ok(Side {
            by: Some(author.name().map(one_line).unwrap_or_default()),
            when: Timestamp::from_second(author.when().seconds()).ok(),
        })
    }

    fn said(&mut self, text: Option<Oid>, field: &FieldPath) -> Option<Value> {
        let git = &self.repository.git;
        let read = |id: Oid| {
            let blob = git.find_blob(id).ok()?;
            let text = std::str::from_utf8(blob.content()).ok()?;
            Source::parse(text).ok().map(Rc::new)
        };
        let id = text?;
        self.texts.entry(id).or_insert_with(|| read(id)).as_ref()?.get(field)
    }

    /// The versions that changed the file. What came by itself from one of several is theirs who wrote it.
    fn way(&mut self, tip: Oid, path: &str) -> Result<Rc<Vec<Step>>, git2::Error> {
        let key = (tip, path.to_owned());
        if let Some(known) = self.ways.get(&key) {
            return Ok(known.clone());
        }
        let git = &self.repository.git;
        let content = |commit: &Commit| -> Option<Oid> {
            commit.tree().ok()?.get_path(Path::new(path)).ok().map(|entry| entry.id())
        };
        let mut walk = git.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(tip)?;
        if let Some(base) = self.base {
            walk.hide(base)?;
        }
        let mut way = Vec::new();
        for id in walk.take(FARTHEST) {
            let commit = git.find_commit(id?)?;
            let now = content(&commit);
            let before: Vec<_> = commit.parents().map(|parent| content(&parent)).collect();
            if !before.contains(&now) {
                way.push(Step { version: commit.id(), now, before });
            }
        }
        let way = Rc::new(way);
        self.ways.insert(key, way.clone());
        Ok(way)
    }
}
