//! Where the words are: recorded on this computer alone, or in the shared repository too. What is known of that
//! repository is what it held when something last came or went; nothing is fetched.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{Commit, DiffOptions, Oid};
use jiff::Timestamp;

use super::repository::{Repository, refused};
use super::shared::{Found, Shared};
use super::staging::branch_name;
use crate::plan::RelPath;
use crate::problem::Problem;

/// How many of the versions to be sent are looked into one by one, the newest first.
const MOST_READ: usize = 200;

/// How what is recorded here stands to the shared repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No shared repository is known.
    Alone,
    /// One is known, and nothing ever came from it or went to it.
    NeverSent,
    With(With),
}

/// How far this repository and the shared one are apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct With {
    /// Versions that are here alone.
    pub to_send: usize,
    /// Versions that came and are not brought together with what is here.
    pub to_take_in: usize,
    /// Files of the plan directory that the versions to be sent change.
    pub unsent: BTreeSet<RelPath>,
    /// Files of the plan directory that the versions to be taken in change.
    pub waiting: BTreeSet<RelPath>,
    /// When something last came or went; nothing where the repository keeps no log of it.
    pub last: Option<Timestamp>,
}

impl Standing {
    /// Whether the last version of a file is in the shared repository; nothing where there is none to know.
    pub fn is_sent(&self, file: &RelPath) -> Option<bool> {
        match self {
            Standing::Alone => None,
            Standing::NeverSent => Some(false),
            Standing::With(with) => Some(!with.unsent.contains(file)),
        }
    }
}

/// How a plan directory's versions stand to the shared repository.
///
/// # Errors
/// Where the repository cannot be used.
pub fn standing(root: &Path) -> Result<Standing, Problem> {
    let repository = Repository::open(root)?;
    let Some(branch) = branch_name(&repository).map_err(|error| refused(&error))? else {
        return Ok(Standing::Alone);
    };
    let Found::One(shared) = Shared::find(&repository, &branch)? else { return Ok(Standing::Alone) };
    let noted = shared.noted();
    let Ok(there) = repository.git.refname_to_id(&noted) else { return Ok(Standing::NeverSent) };
    let last = moved(&repository, &noted);
    let Some(tip) = repository.tip()? else {
        return Ok(Standing::With(With { last, ..With::default() }));
    };
    apart(&repository, &tip, there)
        .map(|with| Standing::With(With { last, ..with }))
        .map_err(|error| refused(&error))
}

fn apart(repository: &Repository, tip: &Commit, there: Oid) -> Result<With, git2::Error> {
    if tip.id() == there {
        return Ok(With::default());
    }
    let git = &repository.git;
    let (to_send, to_take_in) = git.graph_ahead_behind(tip.id(), there)?;
    let there = git.find_commit(there)?;
    let base = match git.merge_base(tip.id(), there.id()) {
        Ok(base) => Some(git.find_commit(base)?),
        Err(_) => None,
    };
    let mut unsent = changed(repository, base.as_ref(), tip)?;
    // What one of them changes and a later one puts back is to be sent all the same.
    let mut walk = git.revwalk()?;
    walk.push(tip.id())?;
    walk.hide(there.id())?;
    for id in walk.take(MOST_READ) {
        unsent.extend(made(repository, &git.find_commit(id?)?)?);
    }
    let waiting = changed(repository, base.as_ref(), &there)?;
    Ok(With { to_send, to_take_in, unsent, waiting, ..With::default() })
}

/// The files of the contract that a version has as none of those before it.
fn made(repository: &Repository, version: &Commit) -> Result<BTreeSet<RelPath>, git2::Error> {
    let mut parents = version.parents();
    let mut made = changed(repository, parents.next().as_ref(), version)?;
    for parent in parents {
        let other = changed(repository, Some(&parent), version)?;
        made.retain(|file| other.contains(file));
    }
    Ok(made)
}

/// The files of the contract that differ between two versions.
pub(super) fn changed(
    repository: &Repository,
    old: Option<&Commit>,
    new: &Commit,
) -> Result<BTreeSet<RelPath>, git2::Error> {
    let old = old.map(Commit::tree).transpose()?;
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).disable_pathspec_match(true);
    if !repository.prefix().is_empty() {
        options.pathspec(repository.prefix());
    }
    let diff = repository.git.diff_tree_to_tree(old.as_ref(), Some(&new.tree()?), Some(&mut options))?;
    let files = diff.deltas().flat_map(|delta| {
        [delta.old_file().path(), delta.new_file().path()]
            .map(|path| path.and_then(Path::to_str).map(str::to_owned))
    });
    Ok(files
        .flatten()
        .filter_map(|path| RelPath::new(path.strip_prefix(repository.prefix())?).ok())
        .filter(|file| file.role().is_some())
        .collect())
}

/// When a reference last moved, by its log.
fn moved(repository: &Repository, reference: &str) -> Option<Timestamp> {
    let log = repository.git.reflog(reference).ok()?;
    Timestamp::from_second(log.get(0)?.committer().when().seconds()).ok()
}
