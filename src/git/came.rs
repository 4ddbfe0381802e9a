//! Who made the versions since another one.

use std::collections::BTreeSet;
use std::path::Path;

use git2::Oid;

use super::repository::{Repository, refused};
use super::standing::changed;
use super::versions::{blob_at, text_of};
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// How many versions are looked at, at most.
const MOST: usize = 2_000;

/// A version that somebody made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub id: String,
    /// Its author's name, fit to be shown, and address.
    pub by: String,
    pub email: String,
    pub kind: Kind,
}

/// What a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Change,
    /// It brings the work of several people together.
    Together,
}

/// The id of the last version; nothing where there is none yet.
///
/// # Errors
/// Where the repository cannot be used.
pub fn tip(root: &Path) -> Result<Option<String>, Problem> {
    Ok(Repository::open(root)?.tip()?.map(|tip| tip.id().to_string()))
}

/// The versions that came since an earlier one, newest first, at most 2,000; none where that one is not known.
///
/// # Errors
/// Where the repository cannot be used.
pub fn since(root: &Path, version: &str) -> Result<Vec<Made>, Problem> {
    let repository = Repository::open(root)?;
    let Some(tip) = repository.tip()? else { return Ok(Vec::new()) };
    let known = Oid::from_str(version).ok().filter(|id| repository.git.find_commit(*id).is_ok());
    let Some(known) = known else { return Ok(Vec::new()) };
    let walk = || -> Result<Vec<Made>, git2::Error> {
        let mut walk = repository.git.revwalk()?;
        walk.push(tip.id())?;
        walk.hide(known)?;
        let mut made = Vec::new();
        for id in walk.take(MOST) {
            let commit = repository.git.find_commit(id?)?;
            let author = commit.author();
            let text = |text: Result<&str, _>| text.map(one_line).unwrap_or_default();
            made.push(Made {
                id: commit.id().to_string(),
                by: text(author.name()),
                email: text(author.email()),
                kind: kind_of(&commit),
            });
        }
        Ok(made)
    };
    walk().map_err(|error| refused(&error))
}

/// What a version is; nothing where it is not known.
///
/// # Errors
/// Where the repository cannot be used.
pub fn kind(root: &Path, version: &str) -> Result<Option<Kind>, Problem> {
    let repository = Repository::open(root)?;
    let commit = Oid::from_str(version).and_then(|id| repository.git.find_commit(id));
    Ok(commit.ok().as_ref().map(kind_of))
}

fn kind_of(commit: &git2::Commit) -> Kind {
    if commit.parent_count() > 1 { Kind::Together } else { Kind::Change }
}

/// The files of the plan directory that differ between an earlier version and the last; none where that one is not
/// known.
///
/// # Errors
/// Where the repository cannot be used.
pub fn files_since(root: &Path, version: &str) -> Result<BTreeSet<RelPath>, Problem> {
    let repository = Repository::open(root)?;
    let known = Oid::from_str(version).ok().and_then(|id| repository.git.find_commit(id).ok());
    let Some((known, tip)) = known.zip(repository.tip()?) else { return Ok(BTreeSet::new()) };
    changed(&repository, Some(&known), &tip).map_err(|error| refused(&error))
}

/// What a version that brings two lines together had before it of a file, and what it made of them. A text that cannot be
/// read is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// What both had come from.
    pub base: Option<String>,
    pub sides: Vec<Option<String>>,
    pub outcome: Option<String>,
}

/// How both sides met in a version; nothing where it is none that brings two together.
///
/// # Errors
/// Where the repository cannot be used.
pub fn meeting(root: &Path, version: &str, file: &RelPath) -> Result<Option<Meeting>, Problem> {
    let repository = Repository::open(root)?;
    let path = repository.path_of(file);
    let text = |commit: &git2::Commit| -> Option<String> {
        text_of(&repository, blob_at(&commit.tree().ok()?, &path)?, file).ok()
    };
    let found = || -> Result<Option<Meeting>, git2::Error> {
        let commit = repository.git.find_commit(Oid::from_str(version)?)?;
        let parents: Vec<git2::Commit> = commit.parents().collect();
        let [one, other, ..] = parents.as_slice() else { return Ok(None) };
        let base =
            repository.git.merge_base(one.id(), other.id()).and_then(|id| repository.git.find_commit(id));
        let sides = parents.iter().map(&text).collect();
        Ok(Some(Meeting { base: base.ok().as_ref().and_then(&text), sides, outcome: text(&commit) }))
    };
    found().map_err(|error| refused(&error))
}
