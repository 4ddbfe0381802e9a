//! Which versions others have: those in what was last heard of the repositories that this one is shared with.

use std::collections::HashSet;
use std::path::Path;

use git2::Oid;

use super::repository::{Repository, refused};
use crate::problem::Problem;

/// What was last heard of the branches of other repositories that this one knows by name.
const REMOTES: &str = "refs/remotes/";
/// The same of those that were reached once, by their address; what follows tells one branch of one address from another.
pub(super) const ONCE: &str = "refs/nec/once/";

/// The versions of this branch that no other repository is known to have, by id. Nothing where this one is
/// shared with no other: nothing is sent then, and nothing is missing.
///
/// # Errors
/// Where the repository cannot be read.
pub fn unsent(root: &Path) -> Result<Option<HashSet<String>>, Problem> {
    let repository = Repository::open(root)?;
    let (Some(tip), remote) = (repository.tip()?, tips(&repository, REMOTES)?) else { return Ok(None) };
    if remote.is_empty() {
        return Ok(None);
    }
    let walk = || -> Result<HashSet<String>, git2::Error> {
        let mut walk = repository.git.revwalk()?;
        walk.push(tip.id())?;
        for id in &remote {
            walk.hide(*id)?;
        }
        walk.map(|id| id.map(|id| id.to_string())).collect()
    };
    walk().map(Some).map_err(|error| refused(&error))
}

/// Whether another repository is known to have a version, whichever it was sent to.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn is_sent(repository: &Repository, version: Oid) -> Result<bool, Problem> {
    for tip in tips(repository, REMOTES)?.into_iter().chain(tips(repository, ONCE)?) {
        let has = tip == version
            || repository.git.graph_descendant_of(tip, version).map_err(|error| refused(&error))?;
        if has {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The versions that references under a name lead to.
fn tips(repository: &Repository, under: &str) -> Result<Vec<Oid>, Problem> {
    let tips = || -> Result<Vec<Oid>, git2::Error> {
        let mut tips = Vec::new();
        for reference in repository.git.references_glob(&format!("{under}*"))? {
            // A branch that leads nowhere tells nothing.
            if let Ok(commit) = reference?.peel_to_commit() {
                tips.push(commit.id());
            }
        }
        Ok(tips)
    };
    tips().map_err(|error| refused(&error))
}
