//! Carrying it out: the branch, the list of git's next commit, and the files. A journal is kept meanwhile, so that
//! whoever is killed half way leaves the old state, or one that the next `nec` brings to its end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use git2::{Commit, ErrorCode, Oid};
use serde::{Deserialize, Serialize};

use super::disk::{Disk, ELSEWHERE, LINK, safe_name, tidy, top};
use super::{Carry, Step};
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
    let text = serde_json::to_vec(&journal).unwrap_or_default();
    save::replace(&journal_of(root), &text)
        .map_err(|error| crate::store::write_problem(&error, "what is to be done could not be noted"))?;
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

fn move_with_list(repository: &Repository, bench: &Workbench, way: &Move) -> Result<Moved, Problem> {
    let top = top(repository)?;
    let staged: Vec<Staged> = way
        .carry
        .steps
        .iter()
        .map(|step| Staged {
            path: step.path.clone(),
            now: step.recorded.map(|(id, mode)| {
                let disk = safe_name(&step.path).and_then(|path| on_disk(&top, &path, id));
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

/// Writes the files that a journal names, as far as they are not written yet, and puts the journal away.
fn finish(repository: &Repository, journal: &Journal) -> Result<(), Problem> {
    let top = top(repository)?;
    for step in &journal.files {
        write(repository, &top, step)?;
    }
    match fs::remove_file(journal_of(repository.root())) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(crate::store::write_problem(&error, "what was done could not be noted"))
        }
        _ => Ok(()),
    }
}

fn write(repository: &Repository, top: &Path, step: &Step) -> Result<(), Problem> {
    let Some(path) = safe_name(&step.path) else { return Ok(()) };
    let disk = Disk::at(top, &path)?;
    let now = disk.id()?.map(|id| id.to_string());
    let to = step.to.as_ref().map(|(id, _)| id);
    if now.as_ref() == to && (now.is_some() || disk == Disk::Nothing) {
        return Ok(());
    }
    let failed = |error: std::io::Error| {
        crate::store::write_problem(&error, "a file that came in could not be written")
            .safe("It is safe in the repository, and is written when nec opens the directory again.")
            .in_file(path.to_string())
    };
    let blob = |id: &String| -> Result<Vec<u8>, Problem> {
        let id = Oid::from_str(id).map_err(|error| refused(&error))?;
        let blob = repository.git.find_blob(id).map_err(|error| refused(&error))?;
        Ok(blob.content().to_vec())
    };
    let Some((id, mode)) = &step.to else {
        // What somebody wrote since stays.
        if now == step.disk && now.is_some() {
            fs::remove_file(top.join(path.as_str())).map_err(failed)?;
            tidy(top, &path);
        }
        return Ok(());
    };
    if *mode == ELSEWHERE {
        return fs::create_dir_all(top.join(path.as_str())).map_err(failed);
    }
    let mut bytes = blob(id)?;
    if now != step.disk {
        let Disk::File(mine) = &disk else { return Ok(()) };
        // Another hand was quicker: what it wrote stays, with what came in merged into it.
        let before = step.disk.as_ref().map(&blob).transpose().ok().flatten();
        let file = path.as_str().strip_prefix(repository.prefix()).and_then(|inner| RelPath::new(inner).ok());
        let merged = file::merge(Rules::of(file.as_ref()), before.as_deref(), Some(mine), Some(&bytes), &[]);
        if !merged.conflicts.is_empty() {
            let name = path.as_str().replace('/', "-");
            private::keep(repository.root(), None, &name, &String::from_utf8_lossy(&bytes))?;
        }
        let Some(merged) = merged.bytes else { return Ok(()) };
        bytes = merged;
    }
    if *mode == LINK && disk != Disk::Nothing {
        fs::remove_file(top.join(path.as_str())).map_err(failed)?;
    }
    if matches!(disk, Disk::Link(_)) && *mode != LINK {
        fs::remove_file(top.join(path.as_str())).map_err(failed)?;
    }
    let manner = match *mode {
        LINK => save::Manner::Link,
        0o100_755 => save::Manner::Runnable,
        _ => save::Manner::Plain,
    };
    save::put(top, repository.root(), &path, &bytes, manner).map_err(failed)
}

/// Brings to its end what a killed `nec` began, where its branch had moved; forgets it where it had not. Whoever calls
/// has the workbench.
///
/// # Errors
/// Where the disk or the repository refuses; it is then tried again next time.
pub fn finish_left(repository: &Repository) -> Result<(), Problem> {
    let place = journal_of(repository.root());
    let Ok(mut file) = File::open(&place) else { return Ok(()) };
    let mut text = String::new();
    let journal = std::io::Read::read_to_string(&mut file, &mut text)
        .ok()
        .and_then(|_| serde_json::from_str::<Journal>(&text).ok())
        .filter(|journal| journal.version == VERSION);
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
