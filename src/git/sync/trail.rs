//! What one sync, or one settlement, is about to do, remembered for it to be taken back whole: where others sent at the
//! same moment it moves more than once, and is one step all the same.

use std::collections::BTreeMap;

use git2::{Commit, Oid};

use super::carry::{Carry, Edit};
use super::conflicts::Kept;
use crate::git::repository::Repository;
use crate::problem::Problem;
use crate::store::undo::{self, Doing, Move, Received, Step};

/// What was done so far.
#[derive(Debug, Default)]
pub struct Trail {
    /// As it is remembered.
    step: Option<Step>,
    /// The files in which something was not recorded, by their paths in the repository.
    edits: BTreeMap<String, Edit>,
    /// Where it comes from, where that is not the usual shared repository.
    elsewhere: Option<String>,
}

/// A step that is about to be done.
pub struct Next<'a> {
    pub branch: &'a str,
    pub from: &'a Commit<'a>,
    pub to: Oid,
    pub theirs: Oid,
    pub carry: &'a Carry,
    pub kept: &'a Kept,
}

/// A step that is remembered and not done yet.
#[must_use]
pub struct Noted {
    step: Step,
    edits: BTreeMap<String, Edit>,
}

impl Trail {
    /// The trail of what comes from there: nothing where that is the usual shared repository.
    pub fn from(elsewhere: Option<String>) -> Self {
        Trail { elsewhere, ..Trail::default() }
    }

    /// Remembers what is done next, together with what was done before.
    ///
    /// # Errors
    /// Where that cannot be kept; then nothing should be done.
    pub fn note(&self, repository: &Repository, next: &Next) -> Result<Noted, Problem> {
        let mut edits = self.edits.clone();
        for (path, edit) in &mut edits {
            if let Some(after) = next.carry.goes_on(path) {
                edit.after = after;
            }
        }
        for edit in next.carry.edits(repository)? {
            edits.entry(edit.path.clone()).or_insert(edit);
        }
        let before = self.step.as_ref().and_then(|step| step.moved.as_ref());
        let did = match next.kept.before_last() {
            Some(_) => "what you and others changed to different things was settled",
            None if next.to == next.theirs => "what others recorded was received",
            None => "what others recorded was received, and brought together with what was recorded here",
        };
        let received = Received {
            theirs: next.theirs.to_string(),
            decided: next.kept.before_last().filter(|_| before.is_none()),
            elsewhere: self.elsewhere.clone(),
        };
        let moved = Move {
            branch: next.branch.to_owned(),
            from: before.map_or_else(|| Some(next.from.id().to_string()), |before| before.from.clone()),
            to: next.to.to_string(),
            received: Some(received),
        };
        let told = edits.values().map(|edit| undo::Edit {
            path: &edit.path,
            before: edit.before.as_deref(),
            after: edit.after.as_deref(),
        });
        let doing = Doing { did, files: Vec::new(), edits: told.collect(), moved: Some(moved) };
        let step = undo::remember(repository.root(), &doing)?;
        Ok(Noted { step, edits })
    }

    /// It was done: what was remembered before is a part of it.
    ///
    /// # Errors
    /// Where the list cannot be written.
    pub fn done(&mut self, repository: &Repository, noted: Noted) -> Result<(), Problem> {
        self.edits = noted.edits;
        match self.step.replace(noted.step) {
            Some(part) => undo::forget(repository.root(), &part),
            None => Ok(()),
        }
    }

    /// It was not done.
    ///
    /// # Errors
    /// Where the list cannot be written.
    pub fn not_done(&self, repository: &Repository, noted: &Noted) -> Result<(), Problem> {
        undo::forget(repository.root(), &noted.step)
    }
}
