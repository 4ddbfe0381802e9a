//! Who made the versions since another one.

use std::path::Path;

use git2::Oid;

use super::repository::{Repository, refused};
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
                kind: if commit.parent_count() > 1 { Kind::Together } else { Kind::Change },
            });
        }
        Ok(made)
    };
    walk().map_err(|error| refused(&error))
}
