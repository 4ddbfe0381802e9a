//! A step taken back, the version that it made too.
//!
//! A version that nobody else has is taken out of the branch again; one that others have, or that later ones
//! are built on, is taken back by a new version. Either way the words that it recorded stay in the files. Where
//! something was received, the files go back with the branch, to the byte, and others keep what they recorded: it
//! comes again with the next sync.

mod changes;

use std::path::Path;

use git2::build::TreeUpdateBuilder;
use git2::{Commit, Oid};

use super::identity::Identity;
use super::reach::stays_away;
use super::record::{Moved, Version, branch, confirm, move_branch, short, tree_of, write_version};
use super::repository::{Repository, refused};
use super::sent::is_sent;
use super::staging::{Staged, Staging, Workbench, branch_name};
use super::sync;
use crate::plan::RelPath;
use crate::plan::place::Role;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::undo::{self, Doing, Move, Step};
use changes::{Changed, changed, changed_again, commits, id_of, ids, stands};

/// How long to wait for another program that holds the repository.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// How the version that a step made is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The step made no version, or it is out of the branch already: only files are put back.
    FilesOnly,
    /// It is taken out of the branch.
    Out,
    /// A new version takes it back, for this reason.
    NewVersion(Reason),
}

/// Why a version cannot be taken out of the branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Others have it.
    Sent,
    /// Later versions are built on it.
    BuiltOn,
}

/// What taking a step back did with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenBack {
    FilesOnly,
    Out,
    /// The id of the new version.
    NewVersion(String),
}

/// The step that is taken back next, and what that will do.
#[derive(Debug, Clone)]
pub struct Last {
    pub step: Step,
    pub way: Way,
    /// The files that are put back, as they are called in the plan directory; those outside it by their whole path.
    pub files: Vec<String>,
    /// How many versions of others came in by it.
    pub received: usize,
}

/// Remembers a version that was recorded, for it to be taken back.
///
/// # Errors
/// Where that cannot be kept. The version is recorded all the same.
pub fn remember_version(root: &Path, version: &Version) -> Result<(), Problem> {
    let repository = Repository::open(root)?;
    let find = || -> Result<(Option<String>, Option<String>), git2::Error> {
        let commit = repository.git.find_commit(Oid::from_str(&version.id)?)?;
        Ok((commit.parent_ids().next().map(|id| id.to_string()), branch_name(&repository)?))
    };
    let (from, branch) = find().map_err(|error| refused(&error))?;
    let Some(branch) = branch else { return Ok(()) };
    let did = format!("the version {} was recorded", version.short());
    let moved = Some(Move { branch, from, to: version.id.clone(), received: None });
    undo::remember(root, &Doing { did: &did, moved, ..Doing::default() }).map(drop)
}

/// The newest step that can be taken back, and how. Steps that never came to be, or that were taken back by
/// other means, are forgotten on the way. Nothing is changed by it: whoever asks is told before anybody agrees.
///
/// # Errors
/// Where the list or the repository cannot be read; and where [`take_back`] would refuse as things are now.
pub fn newest(root: &Path) -> Result<Option<Last>, Problem> {
    let Some(last) = find_newest(root)? else { return Ok(None) };
    match unless_refused(root, &last) {
        Ok(()) => Ok(Some(last)),
        Err(problem) => {
            let did = one_line(&last.step.did);
            let what = format!("the last step ({did}) cannot be taken back: {}", problem.what);
            Err(Problem { what, ..problem })
        }
    }
}

/// Refuses what [`take_back`] would refuse, before anybody is asked.
fn unless_refused(root: &Path, last: &Last) -> Result<(), Problem> {
    undo::check(root, &last.step)?;
    let Some(moved) = last.step.moved.as_ref().filter(|_| last.way != Way::FilesOnly) else { return Ok(()) };
    let repository = Repository::open(root)?;
    same_branch(&repository, moved)?;
    if matches!(last.way, Way::NewVersion(_)) {
        unless_changed_again(&repository, moved)?;
    }
    if moved.received.is_some()
        && let (Some(from), to) = commits(&repository, moved)?
    {
        let (before, after) = (tree_of(&repository, Some(&from))?, tree_of(&repository, Some(&to))?);
        sync::back(&repository, &before, &after, &last.step.edits)?;
    }
    Ok(())
}

fn find_newest(root: &Path) -> Result<Option<Last>, Problem> {
    for step in undo::steps(root)? {
        let way = match &step.moved {
            None => Some(Way::FilesOnly),
            Some(moved) => way(&Repository::open(root)?, moved)?,
        };
        let received = step.moved.as_ref().filter(|moved| moved.received.is_some());
        match (way, received) {
            // The files went with the branch: where it is elsewhere, there is nothing to put back.
            (None | Some(Way::FilesOnly), Some(_)) => {}
            (Some(way), Some(moved)) => return told(root, step.clone(), way, moved).map(Some),
            (Some(Way::FilesOnly), None) if undo::is_as_before(root, &step) => {}
            (None, None) if step.files.is_empty() => {}
            (way, None) => {
                let files = step.files.iter().map(|kept| kept.file.to_string()).collect();
                let way = way.unwrap_or(Way::FilesOnly);
                return Ok(Some(Last { step, way, files, received: 0 }));
            }
        }
        undo::forget(root, &step)?;
    }
    Ok(None)
}

/// A step by which something was received.
fn told(root: &Path, step: Step, way: Way, moved: &Move) -> Result<Last, Problem> {
    let repository = Repository::open(root)?;
    let (from, to) = commits(&repository, moved)?;
    let name = |path: &str| path.strip_prefix(repository.prefix()).unwrap_or(path).to_owned();
    let index = repository.git.index().map_err(|error| refused(&error))?;
    let top = repository.git.workdir().unwrap_or(root);
    // What never came to this disk is not put back on it.
    let files = changed(&repository, from.as_ref(), &to)?
        .iter()
        .filter(|changed| !stays_away(top, &index, &changed.path))
        .map(|changed| name(&changed.path))
        .collect();
    let theirs = moved.received.as_ref().map(|received| id_of(&received.theirs)).transpose()?;
    let count = || -> Result<usize, git2::Error> {
        let mut walk = repository.git.revwalk()?;
        walk.push(theirs.unwrap_or_else(|| to.id()))?;
        if let Some(from) = &from {
            walk.hide(from.id())?;
        }
        Ok(walk.count())
    };
    let received = count().map_err(|error| refused(&error))?;
    Ok(Last { step, way, files, received })
}

/// How a move of the branch is taken back; nothing where what it led to is not in the branch, or was taken back by a
/// new version.
fn way(repository: &Repository, moved: &Move) -> Result<Option<Way>, Problem> {
    let tip = repository.tip()?;
    let (from, to) = ids(moved)?;
    let Some(tip) = tip else { return Ok(None) };
    if tip.id() != to {
        // A version that is not there any more is in no branch.
        if !repository.git.graph_descendant_of(tip.id(), to).unwrap_or(false) {
            return Ok((from == Some(tip.id())).then_some(Way::FilesOnly));
        }
        if is_taken_back(repository, &tip, moved)? {
            return Ok(None);
        }
        let reason = if is_sent(repository, to)? { Reason::Sent } else { Reason::BuiltOn };
        return Ok(Some(Way::NewVersion(reason)));
    }
    // What only came in is others': it goes out here, and never out of what they have.
    let is_theirs = moved.received.as_ref().is_some_and(|received| received.theirs == moved.to);
    Ok(Some(if !is_theirs && is_sent(repository, to)? { Way::NewVersion(Reason::Sent) } else { Way::Out }))
}

/// Whether the last version has everything that a step changed as it was before: whoever took it back was stopped
/// before that was noted.
fn is_taken_back(repository: &Repository, tip: &Commit, moved: &Move) -> Result<bool, Problem> {
    let (from, to) = commits(repository, moved)?;
    let changes = changed(repository, from.as_ref(), &to)?;
    let now = tree_of(repository, Some(tip))?;
    Ok(!changes.is_empty()
        && changes.iter().all(|change| stands(&now, &change.path) == change.before.map(|(id, _)| id)))
}

/// Takes a step back: first its version, then its files. Stopped half way, the same step can be taken back
/// again for the rest. `who` is asked only where the branch moves.
///
/// # Errors
/// Where a file was changed since, or what a version did was changed by a later one: nothing is changed then.
/// Where the repository or a file cannot be written.
pub fn take_back(
    root: &Path,
    step: &Step,
    who: impl FnOnce() -> Result<Identity, Problem>,
) -> Result<TakenBack, Problem> {
    undo::check(root, step)?;
    let taken = match &step.moved {
        None => TakenBack::FilesOnly,
        Some(moved) => {
            let repository = Repository::open(root)?;
            let who = who()?;
            let bench = Workbench::take(&repository, &who, PATIENCE)?;
            match way(&repository, moved)? {
                None | Some(Way::FilesOnly) => TakenBack::FilesOnly,
                Some(way) if moved.received.is_some() => {
                    go_back(&repository, &bench, step, moved, &way, &who)?
                }
                Some(Way::Out) => take_out(&repository, &bench, moved)?,
                Some(Way::NewVersion(_)) => take_back_anew(&repository, &bench, moved, &who)?,
            }
        }
    };
    undo::put_back(root, step)?;
    undo::forget(root, step)?;
    Ok(taken)
}

/// The branch, if it is the one that moved and nothing is half done.
fn same_branch(repository: &Repository, moved: &Move) -> Result<String, Problem> {
    let branch = branch(repository).map_err(|problem| problem.safe("Nothing was changed."))?;
    if branch == moved.branch {
        return Ok(branch);
    }
    let name = one_line(moved.branch.strip_prefix("refs/heads/").unwrap_or(&moved.branch));
    Err(Problem::new(
        format!("the version was recorded on the branch {name}, and this repository is on another now"),
        format!("Go back to it first, for example with: git switch {name}"),
    )
    .safe("Nothing was changed."))
}

/// Takes a version that nobody else has out of the branch again. Its words stay in the files.
fn take_out(repository: &Repository, bench: &Workbench, moved: &Move) -> Result<TakenBack, Problem> {
    let branch = same_branch(repository, moved)?;
    let (from, to) = commits(repository, moved)?;
    let staged: Vec<Staged> = changed(repository, from.as_ref(), &to)?.iter().map(Changed::staged).collect();
    let target = from.as_ref().map_or_else(|| Oid::ZERO_SHA1, Commit::id);
    let staging = Staging::prepare(repository, bench, target, &staged)?;
    let is_overtaken = match &from {
        Some(from) => move_branch(repository, bench, &branch, Some(&to), from.id())? == Moved::Overtaken,
        None => {
            let mut reference = repository.git.find_reference(&branch).map_err(|error| refused(&error))?;
            let is_there = reference.target() == Some(to.id());
            if is_there {
                reference.delete().map_err(|error| refused(&error))?;
            }
            !is_there
        }
    };
    if is_overtaken {
        return Err(overtaken());
    }
    staging.finish();
    confirm(repository, &branch)?;
    Ok(TakenBack::Out)
}

/// Goes back to where the branch came from before something was received, files and all; where others have what came of
/// it, with a new version that has the files as they were. Stopped half way, the next `nec` finishes it.
fn go_back(
    repository: &Repository,
    bench: &Workbench,
    step: &Step,
    moved: &Move,
    way: &Way,
    who: &Identity,
) -> Result<TakenBack, Problem> {
    let branch = same_branch(repository, moved)?;
    let (Some(from), to) = commits(repository, moved)? else { return Ok(TakenBack::FilesOnly) };
    let trees = (tree_of(repository, Some(&from))?, tree_of(repository, Some(&to))?);
    let carry = sync::back(repository, &trees.0, &trees.1, &step.edits)?;
    let decided = moved.received.as_ref().and_then(|received| received.decided.as_deref());
    let (tip, target, taken) = match way {
        Way::NewVersion(_) => {
            let note = "Take back what was received and brought together";
            let Some((tip, id)) = version_from_before(repository, moved, note, who)? else {
                return Ok(TakenBack::FilesOnly);
            };
            (tip, id, TakenBack::NewVersion(id.to_string()))
        }
        Way::Out | Way::FilesOnly => {
            if let Some(decided) = decided {
                sync::conflicts::open_again(repository, bench, decided)?;
            }
            (to, from.id(), TakenBack::Out)
        }
    };
    let way = sync::Move { branch: &branch, from: &tip, to: target, carry: &carry };
    match sync::carry_out(repository, bench, &way)? {
        Moved::Yes => Ok(taken),
        Moved::Overtaken => Err(overtaken()),
    }
}

fn overtaken() -> Problem {
    Problem::new("somebody else recorded at the same moment", "Run nec undo again.")
        .safe("Nothing was changed.")
}

/// Refuses to take a step back of which a later version changed a file again: the new version would lose that.
fn unless_changed_again(repository: &Repository, moved: &Move) -> Result<(), Problem> {
    let Some(change) = changed_again(repository, moved)? else { return Ok(()) };
    let path = change.path.strip_prefix(repository.prefix()).unwrap_or(&change.path);
    let role = RelPath::new(path).ok().and_then(|file| file.role());
    let next = match (&role, &moved.from) {
        (Some(Role::Plan(place)), Some(from)) if change.before.is_some() => format!(
            "Look at what was changed: nec log {area}. To have the plan as it was before that step, as a change that \
             you record: nec restore {area} {from} --period {period}",
            area = place.area(),
            period = place.period(),
            from = short(from),
        ),
        _ => "Change it by hand to what it is to be, and record that.".to_owned(),
    };
    let what = "a later version changed this file again, and that would be lost";
    let safe = "Nothing was changed; both versions stay.";
    Err(Problem::new(what, next).safe(safe).in_file(one_line(path)))
}

/// Writes a version that follows the last one and has, of what a step changed, what was there before; nothing where
/// there is no last one. The branch has not moved to it yet.
fn version_from_before<'r>(
    repository: &'r Repository,
    moved: &Move,
    note: &str,
    who: &Identity,
) -> Result<Option<(Commit<'r>, Oid)>, Problem> {
    unless_changed_again(repository, moved)?;
    let (from, to) = commits(repository, moved)?;
    let changes = changed(repository, from.as_ref(), &to)?;
    let Some(tip) = repository.tip()? else { return Ok(None) };
    let top = tree_of(repository, Some(&tip))?;
    let mut update = TreeUpdateBuilder::new();
    for change in &changes {
        match change.before {
            Some((id, mode)) => update.upsert(change.path.as_str(), id, mode),
            None => update.remove(change.path.as_str()),
        };
    }
    let tree = update.create_updated(&repository.git, &top).map_err(|error| refused(&error))?;
    let id = write_version(repository, tree, &[&tip], note, who)?;
    Ok(Some((tip, id)))
}

/// Records a new version that has, of what a version changed, what was there before.
fn take_back_anew(
    repository: &Repository,
    bench: &Workbench,
    moved: &Move,
    who: &Identity,
) -> Result<TakenBack, Problem> {
    let branch = same_branch(repository, moved)?;
    let (from, to) = commits(repository, moved)?;
    let note = String::from_utf8_lossy(to.message_bytes()).trim().to_owned();
    let note = format!("Take back: {}", note.lines().next().unwrap_or_default());
    let Some((tip, id)) = version_from_before(repository, moved, &note, who)? else {
        return Ok(TakenBack::FilesOnly);
    };
    let staged: Vec<Staged> = changed(repository, from.as_ref(), &to)?.iter().map(Changed::staged).collect();
    let staging = Staging::prepare(repository, bench, id, &staged)?;
    if move_branch(repository, bench, &branch, Some(&tip), id)? == Moved::Overtaken {
        return Err(overtaken());
    }
    staging.finish();
    confirm(repository, &branch)?;
    Ok(TakenBack::NewVersion(id.to_string()))
}
