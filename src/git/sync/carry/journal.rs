//! Carrying it out: the branch, the list of git's next commit, and the files. A journal is kept meanwhile, so that
//! whoever is killed half way leaves the old state, or one that the next `nec` brings to its end.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{Commit, ErrorCode, Oid};
use serde::{Deserialize, Serialize};

use super::disk::{Disk, ELSEWHERE, LINK, bytes_of, clear, safe_name, tidy, top};
use super::{Carry, Step, blocked};
use crate::git::record::{Moved, confirm, move_branch, on_disk};
use crate::git::repository::{Repository, refused};
use crate::git::staging::{Staged, Staging, Workbench};
use crate::git::sync::file::{self, Rules};
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::private::{self, Lock};
use crate::store::save;

/// The journal, in `.nec/`.
const JOURNAL: &str = "carry.json";
/// The newest form of it that is understood.
const VERSION: u32 = 1;
/// A branch on its way from one version to another, and what the files need to go with it. The objects of both are
/// on disk.
pub struct Move<'a> {
    pub branch: &'a str,
    pub from: &'a Commit<'a>,
    pub to: Oid,
    pub carry: &'a Carry,
}

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    version: u32,
    from: String,
    to: String,
    files: Vec<Step>,
}

fn journal_of(root: &Path) -> PathBuf {
    root.join(private::FOLDER).join(JOURNAL)
}

/// Moves the branch from one version to another, and the files with it. The objects of both are on disk.
///
/// # Errors
/// Where the repository is locked all the time, or the disk refuses: before the branch has moved, nothing has
/// changed then; after, the next `nec` finishes it.
pub fn carry_out(repository: &Repository, bench: &Workbench, way: &Move) -> Result<Moved, Problem> {
    if let Some(problem) = &bench.left {
        return Err(problem.clone());
    }
    let root = repository.root();
    let _lock = Lock::take(root)?;
    save::sync_folder(&repository.git.commondir().join("objects"))
        .map_err(|error| crate::store::write_problem(&error, "what came in could not be kept"))?;
    let journal = Journal {
        version: VERSION,
        from: way.from.id().to_string(),
        to: way.to.to_string(),
        files: way.carry.steps.clone(),
    };
    note(root, &journal)?;
    let moved = move_with_list(repository, bench, way);
    match moved {
        Ok(Moved::Yes) => {}
        other => {
            // Nothing has moved, so there is nothing to finish.
            let _ = fs::remove_file(journal_of(root));
            return other;
        }
    }
    // A branch that moved and was not confirmed by the disk has moved all the same: files that stayed behind would
    // look as if what came in had been taken out.
    let confirmed = confirm(repository, way.branch);
    finish(repository, &journal)?;
    confirmed.map(|()| Moved::Yes)
}

fn note(root: &Path, journal: &Journal) -> Result<(), Problem> {
    let text = serde_json::to_vec(journal).unwrap_or_default();
    save::replace(&journal_of(root), &text)
        .map_err(|error| crate::store::write_problem(&error, "what is to be done could not be noted"))
}

fn move_with_list(repository: &Repository, bench: &Workbench, way: &Move) -> Result<Moved, Problem> {
    let top = top(repository)?;
    let staged: Vec<Staged> = way
        .carry
        .steps
        .iter()
        .map(|step| Staged {
            path: step.path.clone(),
            now: step.recorded.map(|(id, mode)| {
                let disk = safe_name(&top, &step.path).and_then(|path| on_disk(&top, &path, id));
                (id, u32::try_from(mode).unwrap_or(0o100_644), disk)
            }),
        })
        .collect();
    let staging = Staging::prepare(repository, bench, way.to, &staged)?;
    if move_branch(repository, bench, way.branch, Some(way.from), way.to)? == Moved::Overtaken {
        return Ok(Moved::Overtaken);
    }
    staging.finish();
    Ok(Moved::Yes)
}

/// Writes the files that a journal names, as far as they are not written yet. What could not be written stays in the
/// journal; with nothing left, it is put away.
///
/// # Errors
/// Says what could not be written and why, and where what somebody wrote since and what came in say different things.
fn finish(repository: &Repository, journal: &Journal) -> Result<(), Problem> {
    let top = top(repository)?;
    let (mut left, mut told) = (Vec::new(), Vec::new());
    for step in &journal.files {
        match write(repository, &top, step) {
            Ok(clash) => told.extend(clash),
            Err(problem) => {
                left.push(step.clone());
                told.push(problem);
            }
        }
    }
    if !left.is_empty() {
        let (from, to) = (journal.from.clone(), journal.to.clone());
        note(repository.root(), &Journal { version: VERSION, from, to, files: left })?;
    } else if let Err(error) = fs::remove_file(journal_of(repository.root()))
        && error.kind() != std::io::ErrorKind::NotFound
    {
        told.push(crate::store::write_problem(&error, "what was done could not be noted"));
    }
    in_one(told)
}

/// The first of them, with the names of the files that the others are about.
fn in_one(told: Vec<Problem>) -> Result<(), Problem> {
    let mut told = told.into_iter();
    let Some(mut first) = told.next() else { return Ok(()) };
    let others: Vec<String> = told
        .map(|other| match other.file {
            Some(file) => format!("{file}: {} {}", other.what, other.next),
            None => other.what,
        })
        .collect();
    if !others.is_empty() {
        first.what = format!("{} (and also {})", first.what, others.join("; "));
    }
    Err(first)
}

/// How often it is looked again where another hand writes at the same moment.
const LOOKS: usize = 20;

/// Writes one file. Gives what is to be told where another hand was quicker and it clashes with what came in: what that
/// hand wrote stands, and nothing is lost.
fn write(repository: &Repository, top: &Path, step: &Step) -> Result<Option<Problem>, Problem> {
    let Some(path) = safe_name(top, &step.path) else { return Ok(None) };
    for _ in 0..LOOKS {
        if let Some(told) = write_if_still(repository, top, step, &path)? {
            return Ok(told);
        }
    }
    Err(Problem::new(
        "another program writes this file all the time, so what came in could not be put into it",
        "Close that program, and run nec again.",
    )
    .safe(WAITS)
    .in_file(path.to_string()))
}

/// The same; nothing where somebody wrote at the very moment, and it is to be looked at again.
fn write_if_still(
    repository: &Repository,
    top: &Path,
    step: &Step,
    path: &RelPath,
) -> Result<Option<Option<Problem>>, Problem> {
    let place = top.join(path.as_str());
    let mut disk = Disk::at(top, path)?;
    let now = disk.id()?.map(|id| id.to_string());
    let to = step.to.as_ref().map(|(id, _)| id);
    if now.as_ref() == to && (now.is_some() || disk == Disk::Nothing) {
        return Ok(Some(None));
    }
    let failed = |error: std::io::Error| {
        crate::store::write_problem(&error, "a file that came in could not be written")
            .safe("It is safe in the repository, and is written when nec opens the directory again.")
            .in_file(path.to_string())
    };
    let as_planned = now == step.disk;
    let Some((id, mode)) = &step.to else {
        if as_planned && now.is_some() {
            fs::remove_file(&place).map_err(failed)?;
            tidy(top, path);
        }
        return Ok(Some((!as_planned && now.is_some()).then(|| taken_out(path))));
    };
    if let Disk::Blocked(at) = &disk {
        return Err(blocked(path, at, WAITS));
    }
    if disk == Disk::Folder && *mode != ELSEWHERE {
        clear(&place);
        if place.symlink_metadata().is_ok() {
            return Err(blocked(path, path.as_str(), WAITS));
        }
        disk = Disk::Nothing;
    }
    let special = *mode == ELSEWHERE || *mode == LINK || matches!(disk, Disk::Link(_));
    if special && !as_planned && now.is_some() {
        return Err(Problem::new(
            "what came in is to be here, and something else was put in its place meanwhile",
            "Move away what is there, and run nec again.",
        )
        .safe(WAITS)
        .in_file(path.to_string()));
    }
    if special && now.is_some() {
        fs::remove_file(&place).map_err(failed)?;
        disk = Disk::Nothing;
    }
    if *mode == ELSEWHERE {
        return fs::create_dir_all(&place).map(|()| Some(None)).map_err(failed);
    }
    let mut bytes = blob(repository, id)?;
    let mut told = None;
    // A file that is gone since comes again: nothing that came in is taken back by that.
    if !as_planned && now.is_some() {
        let mine = bytes_of(top, path)?;
        let merged = merged(repository, step, path, &mine, &bytes);
        if merged.as_ref().is_none_or(|merged| !merged.conflicts.is_empty()) {
            told = Some(put_away(repository, path, &bytes)?);
        }
        let Some(merged) = merged.and_then(|merged| merged.bytes) else { return Ok(Some(told)) };
        bytes = merged;
    }
    let manner = match *mode {
        LINK => save::Manner::Link,
        0o100_755 => save::Manner::Runnable,
        _ => save::Manner::Plain,
    };
    let still = || Disk::at(top, path).is_ok_and(|now| now == disk);
    let is_put = save::put((top, repository.root()), path, &bytes, manner, &still).map_err(failed)?;
    Ok(is_put.then_some(told))
}

/// What is said of a file that waits in the journal.
const WAITS: &str = "What came in is safe in the repository, and is written when the way is free.";

fn blob(repository: &Repository, id: &str) -> Result<Vec<u8>, Problem> {
    let find = || Ok(repository.git.find_blob(Oid::from_str(id)?)?.content().to_vec());
    find().map_err(|error: git2::Error| refused(&error))
}

/// What somebody wrote since, with what came in; nothing where it is not known what either came from.
fn merged(
    repository: &Repository,
    step: &Step,
    path: &RelPath,
    mine: &[u8],
    theirs: &[u8],
) -> Option<file::Merged> {
    let before = step.disk.as_ref().map(|id| blob(repository, id)).transpose().ok()?;
    let file = path.as_str().strip_prefix(repository.prefix()).and_then(|inner| RelPath::new(inner).ok());
    Some(file::merge(Rules::of(file.as_ref()), before.as_deref(), Some(mine), Some(theirs), &[]))
}

/// Keeps what came in beside what somebody wrote meanwhile.
fn put_away(repository: &Repository, path: &RelPath, bytes: &[u8]) -> Result<Problem, Problem> {
    let kept = private::folder(repository.root()).and_then(|folder| {
        private::keep_in(&folder, path.as_str(), bytes)
            .map_err(|error| crate::store::write_problem(&error, "what came in could not be kept"))
    })?;
    let kept = crate::store::shown(&kept);
    Ok(Problem::new(
        "this file was written here just when a newer one came in, and the two say different things at the same \
         place: what was written here stands",
        format!("Compare it with what came in, which is kept in {kept}, put in what is right, and record it."),
    )
    .safe("Nothing is lost: both are kept.")
    .in_file(path.to_string()))
}

fn taken_out(path: &RelPath) -> Problem {
    Problem::new(
        "this file was written here just when others took it out: it stays, and is not recorded any more",
        "Record it if it is still needed, or remove it.",
    )
    .safe("What was written here is untouched.")
    .in_file(path.to_string())
}

/// Brings to its end what a killed `nec` began, where its branch had moved; forgets it where it had not. Whoever calls
/// has the workbench.
///
/// # Errors
/// As [`finish`]; what could not be written is tried again next time.
pub fn finish_left(repository: &Repository) -> Result<(), Problem> {
    let place = journal_of(repository.root());
    if !place.exists() {
        return Ok(());
    }
    let journal = read(&place);
    let forget = || match fs::remove_file(&place) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(crate::store::write_problem(
            &error,
            &format!("{} could not be put away", one_line(&place.to_string_lossy())),
        )),
        _ => Ok(()),
    };
    let Some(journal) = journal else { return forget() };
    let tip = match repository.git.head() {
        Ok(head) => head.target(),
        Err(error) if error.code() == ErrorCode::UnbornBranch => None,
        Err(error) => return Err(refused(&error)),
    };
    let (Some(tip), Ok(to)) = (tip, Oid::from_str(&journal.to)) else { return forget() };
    let within = |outer: Oid, inner: Oid| {
        outer == inner || repository.git.graph_descendant_of(outer, inner).unwrap_or(false)
    };
    // On a way back, the branch has what it goes to from the first; it has arrived when it has not what it came from.
    let is_back = Oid::from_str(&journal.from).is_ok_and(|from| within(from, to) && within(tip, from));
    if !within(tip, to) || is_back {
        return forget();
    }
    let _lock = Lock::take(repository.root())?;
    finish(repository, &journal)
}

/// Whether a killed `nec` left something to be brought to its end.
pub fn is_left(root: &Path) -> bool {
    journal_of(root).is_file()
}

/// The files that came in and could not be written yet, by their paths in the repository.
pub fn left(root: &Path) -> Vec<String> {
    let files = read(&journal_of(root)).map(|journal| journal.files).unwrap_or_default();
    files.into_iter().map(|step| step.path).collect()
}

/// A journal; nothing where there is none that can be understood.
fn read(place: &Path) -> Option<Journal> {
    let text = fs::read(place).ok()?;
    serde_json::from_slice::<Journal>(&text).ok().filter(|journal| journal.version == VERSION)
}
