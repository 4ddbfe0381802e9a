//! Carrying a plan directory from one version to another: the branch, the list of git's next commit, and the files
//! with what was not recorded in them. A journal is kept meanwhile, so that whoever is killed half way leaves the old
//! state, or one that the next `nec` brings to its end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use git2::{Commit, DiffOptions, ErrorCode, ObjectType, Oid, Tree};
use serde::{Deserialize, Serialize};

use super::file::{self, Rules};
use super::trees::{Clash, Piece};
use crate::git::record::{Moved, confirm, move_branch, on_disk};
use crate::git::repository::{Repository, refused};
use crate::git::staging::{Staged, Staging, Workbench};
use crate::plan::merge::Choice;
use crate::plan::printable::one_line;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::private::{self, Lock};
use crate::store::read::{self, Why};
use crate::store::save;

/// The journal, in `.nec/`.
const JOURNAL: &str = "carry.json";
/// The newest form of it that is understood.
const VERSION: u32 = 1;
/// The largest file that is carried with what was not recorded in it.
const MOST_BYTES: u64 = 64 << 20;

const LINK: i32 = 0o120_000;
const ELSEWHERE: i32 = 0o160_000;

/// What is to be done to the files.
#[derive(Debug, Default)]
pub struct Carry {
    steps: Vec<Step>,
    /// Where what was not recorded and what came in say different things.
    pub open: Vec<Clash>,
    pub read_once: Vec<(RelPath, FieldPath)>,
}

/// One file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Step {
    /// Its path in the repository.
    path: String,
    /// The id of what is on disk; nothing where nothing is.
    disk: Option<String>,
    /// The id of what is to be there, and its mode.
    to: Option<(String, i32)>,
    /// What the version has, for the list of git's next commit.
    #[serde(skip)]
    recorded: Option<Piece>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    version: u32,
    from: String,
    to: String,
    files: Vec<Step>,
}

/// What lies at a path on disk.
#[derive(Debug, PartialEq)]
enum Disk {
    Nothing,
    File(Vec<u8>),
    /// A link, and where it leads.
    Link(Vec<u8>),
    Folder,
}

impl Disk {
    fn at(top: &Path, path: &RelPath) -> Result<Disk, Problem> {
        let place = top.join(path.as_str());
        match read::read_bytes(top, path, MOST_BYTES) {
            Ok(bytes) => Ok(Disk::File(bytes)),
            Err(unreadable) if unreadable.why == Why::Missing => Ok(Disk::Nothing),
            Err(_) if place.parent().is_some_and(|folder| is_real(top, folder)) && place.is_symlink() => {
                let target = fs::read_link(&place).unwrap_or_default();
                Ok(Disk::Link(target.to_string_lossy().into_owned().into_bytes()))
            }
            Err(_) if place.is_dir() && !place.is_symlink() => Ok(Disk::Folder),
            Err(unreadable) => Err(unreadable.problem.safe("Nothing was moved.")),
        }
    }

    fn id(&self) -> Result<Option<Oid>, Problem> {
        match self {
            Disk::Nothing | Disk::Folder => Ok(None),
            Disk::File(bytes) | Disk::Link(bytes) => {
                Oid::hash_object(ObjectType::Blob, bytes).map(Some).map_err(|error| refused(&error))
            }
        }
    }
}

/// Whether no link is on the way to a folder.
fn is_real(top: &Path, folder: &Path) -> bool {
    let mut at = folder;
    while at != top {
        if at.is_symlink() {
            return false;
        }
        let Some(above) = at.parent() else { return false };
        at = above;
    }
    true
}

/// What the files need to go from one tree to another. What was not recorded stays: it is merged into what comes.
///
/// # Errors
/// Where something that the program may not touch is in the way, or the disk or the repository cannot be read.
pub fn plan(
    repository: &Repository,
    from: &Tree,
    to: &Tree,
    choices: &dyn Fn(&RelPath) -> Vec<Choice>,
) -> Result<Carry, Problem> {
    let failed = |error: git2::Error| refused(&error);
    let mut options = DiffOptions::new();
    options.include_typechange(true);
    let diff = repository.git.diff_tree_to_tree(Some(from), Some(to), Some(&mut options)).map_err(failed)?;
    let index = repository.git.index().map_err(failed)?;
    let top = top(repository)?;
    let mut carry = Carry::default();
    for delta in diff.deltas() {
        let piece = |file: git2::DiffFile| {
            let mode = i32::try_from(u32::from(file.mode())).unwrap_or_default();
            (!file.id().is_zero() && mode != 0).then(|| (file.id(), mode))
        };
        let (old, new) = (piece(delta.old_file()), piece(delta.new_file()));
        let path = delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str);
        let Some(path) = path else {
            return Err(Problem::new(
                "a file that came in has a name that is no text in UTF-8",
                "Ask whoever sent it to give it another name.",
            )
            .safe("Nothing was moved."));
        };
        let staged = index.get_path(Path::new(path), 0).map(|entry| entry.id);
        let seen = Seen { path, old, new, staged };
        carry.add(repository, &top, &seen, choices)?;
    }
    // What goes makes room for what comes.
    carry.steps.sort_by_key(|step| step.to.is_some());
    Ok(carry)
}

/// A file that differs between the two versions.
struct Seen<'a> {
    path: &'a str,
    old: Option<Piece>,
    new: Option<Piece>,
    staged: Option<Oid>,
}

impl Carry {
    fn add(
        &mut self,
        repository: &Repository,
        top: &Path,
        seen: &Seen,
        choices: &dyn Fn(&RelPath) -> Vec<Choice>,
    ) -> Result<(), Problem> {
        let Seen { path, old, new, staged } = *seen;
        let step = |disk: Option<Oid>, to: Option<Piece>| Step {
            path: path.to_owned(),
            disk: disk.map(|id| id.to_string()),
            to: to.map(|(id, mode)| (id.to_string(), mode)),
            recorded: new,
        };
        // A name that this computer must not have: git's list knows it, and no file is made.
        let Some(place) = safe_name(path) else {
            self.steps.push(step(None, None));
            return Ok(());
        };
        let disk = Disk::at(top, &place)?;
        let id = disk.id()?;
        let in_the_way = |what: &str| {
            Problem::new(what, "Record it or move it away, then send and receive again.")
                .safe("Nothing was moved.")
                .in_file(place.to_string())
        };
        let was = old.map(|(id, _)| id);
        if staged
            .is_some_and(|staged| Some(staged) != was && Some(staged) != id && staged_matters(old, staged))
        {
            return Err(in_the_way(
                "git has yet another version of this file ready to record (staged), and a newer one came in",
            ));
        }
        let clean = match (&disk, old) {
            (Disk::Nothing, None) => true,
            (Disk::Folder, None) => new.is_none_or(|(_, mode)| mode == ELSEWHERE),
            (Disk::Folder, Some((_, mode))) => mode == ELSEWHERE,
            _ => id.is_some() && id == was,
        };
        if clean || (id.is_some() && id == new.map(|(id, _)| id)) {
            self.steps.push(step(id, new));
            return Ok(());
        }
        let file = path.strip_prefix(repository.prefix()).and_then(|inner| RelPath::new(inner).ok());
        let plain = |piece: Option<Piece>| piece.is_none_or(|(_, mode)| mode & 0o170_000 == 0o100_000);
        let mine = match &disk {
            Disk::File(bytes) => Some(bytes.as_slice()),
            Disk::Nothing => None,
            Disk::Link(_) | Disk::Folder => {
                return Err(in_the_way("something that is no ordinary file is in the way of what came in"));
            }
        };
        if !plain(old) || !plain(new) {
            return Err(in_the_way("this file was changed here, and what came in is no ordinary file"));
        }
        let content = |piece: Option<Piece>| {
            piece.map(|(id, _)| repository.git.find_blob(id).map(|blob| blob.content().to_vec())).transpose()
        };
        let base = content(old).map_err(|error| refused(&error))?;
        let theirs = content(new).map_err(|error| refused(&error))?;
        let chosen = file.as_ref().map(choices).unwrap_or_default();
        let rules = Rules::of(file.as_ref());
        let merged = file::merge(rules, base.as_deref(), mine, theirs.as_deref(), &chosen);
        let Some(file) = file else {
            if !merged.conflicts.is_empty() {
                return Err(in_the_way(
                    "this file, outside the plan directory, was changed here and by others at the same place",
                ));
            }
            return self.keep(repository, step, id, new, &merged);
        };
        if old.is_none() && !merged.conflicts.is_empty() && rules != Rules::ByField {
            return Err(in_the_way("a file that was never recorded is in the way of one that came in"));
        }
        self.read_once.extend(merged.read_once.iter().map(|path| (file.clone(), path.clone())));
        self.open.extend(merged.conflicts.iter().map(|conflict| Clash {
            path: path.to_owned(),
            file: Some(file.clone()),
            conflict: conflict.clone(),
        }));
        self.keep(repository, step, id, new, &merged)
    }

    /// What was merged is kept in the repository, so that it can be written after a kill.
    fn keep(
        &mut self,
        repository: &Repository,
        step: impl Fn(Option<Oid>, Option<Piece>) -> Step,
        disk: Option<Oid>,
        new: Option<Piece>,
        merged: &file::Merged,
    ) -> Result<(), Problem> {
        let mode = new.map_or(0o100_644, |(_, mode)| mode);
        let to = merged.bytes.as_ref().map(|bytes| repository.git.blob(bytes)).transpose();
        let to = to.map_err(|error| refused(&error))?.map(|id| (id, mode));
        self.steps.push(step(disk, to));
        Ok(())
    }
}

/// Whether what is staged is a change of somebody's: a file that is not in the list at all is none.
fn staged_matters(old: Option<Piece>, staged: Oid) -> bool {
    old.is_none_or(|(id, _)| id != staged)
}

/// The path as one that a file may have on any computer, with nothing in it that could stand for git's own folder.
fn safe_name(path: &str) -> Option<RelPath> {
    let of_git = |segment: &str| {
        let plain: String = segment.chars().filter(char::is_ascii).collect();
        let plain = plain.trim_end_matches([' ', '.']).to_ascii_lowercase();
        plain == ".git" || plain.starts_with("git~")
    };
    let own = path.split('/').any(|segment| segment == private::FOLDER);
    (!own && !path.split('/').any(of_git)).then(|| RelPath::new(path).ok()).flatten()
}

fn top(repository: &Repository) -> Result<PathBuf, Problem> {
    let work = repository.git.workdir().unwrap_or(repository.root());
    work.canonicalize()
        .map_err(|error| crate::store::write_problem(&error, "the folder of the repository cannot be read"))
}

fn journal_of(root: &Path) -> PathBuf {
    root.join(private::FOLDER).join(JOURNAL)
}

/// Moves the branch from one version to another, and the files with it. The objects of both are on disk.
///
/// # Errors
/// Where the repository is locked all the time, or the disk refuses: before the branch has moved, nothing has
/// changed then; after, the next `nec` finishes it.
pub fn carry_out(
    repository: &Repository,
    bench: &Workbench,
    branch: &str,
    from: &Commit,
    to: Oid,
    carry: &Carry,
) -> Result<Moved, Problem> {
    let root = repository.root();
    let _lock = Lock::take(root)?;
    save::sync_folder(&repository.git.commondir().join("objects"))
        .map_err(|error| crate::store::write_problem(&error, "what came in could not be kept"))?;
    let journal = Journal {
        version: VERSION,
        from: from.id().to_string(),
        to: to.to_string(),
        files: carry.steps.clone(),
    };
    let text = serde_json::to_vec(&journal).unwrap_or_default();
    save::replace(&journal_of(root), &text)
        .map_err(|error| crate::store::write_problem(&error, "what is to be done could not be noted"))?;
    let moved = move_with_list(repository, bench, branch, from, to, carry);
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
    let confirmed = confirm(repository, branch);
    finish(repository, &journal)?;
    confirmed.map(|()| Moved::Yes)
}

fn move_with_list(
    repository: &Repository,
    bench: &Workbench,
    branch: &str,
    from: &Commit,
    to: Oid,
    carry: &Carry,
) -> Result<Moved, Problem> {
    let top = top(repository)?;
    let staged: Vec<Staged> = carry
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
    let staging = Staging::prepare(repository, bench, to, &staged)?;
    if move_branch(repository, bench, branch, Some(from), to)? == Moved::Overtaken {
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

/// Takes away folders that have nothing in them any more.
fn tidy(top: &Path, path: &RelPath) {
    let place = top.join(path.as_str());
    let mut folder = place.parent();
    while let Some(at) = folder.filter(|at| *at != top) {
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
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
    let reached = tip == to || repository.git.graph_descendant_of(tip, to).unwrap_or(false);
    if !reached {
        return forget();
    }
    let _lock = Lock::take(repository.root())?;
    finish(repository, &journal)
}

/// Whether a killed `nec` left something to be brought to its end.
pub fn is_left(root: &Path) -> bool {
    journal_of(root).is_file()
}
