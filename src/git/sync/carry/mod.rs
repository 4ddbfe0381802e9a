//! Carrying a plan directory from one version to another: what the files need, so that what was not recorded in them
//! stays, and the way back. It is worked out in memory; [`journal`] carries it out.

mod back;
mod disk;
mod journal;
mod mine;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::Path;

use git2::{DiffOptions, Index, Oid, Tree};
use serde::{Deserialize, Serialize};

use super::file::{self, Rules};
use super::trees::{Clash, Piece};
use crate::git::listed::is_left_out;
use crate::git::reach;
use crate::git::repository::{Repository, refused};
use crate::plan::merge::Choice;
use crate::plan::printable::one_line;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
pub use back::{Edit, back};
use disk::{Disk, ELSEWHERE, empties, is_reserved, on_the_way, safe_name, top};
pub use journal::{Move, carry_out, finish_left, is_left, left};
use mine::Mine;

/// How many characters are told of a path that is too long.
const MOST_SHOWN: usize = 200;

/// What is to be done to the files.
#[derive(Debug, Default)]
pub struct Carry {
    steps: Vec<Step>,
    /// Where what was not recorded and what came in say different things.
    pub open: Vec<Clash>,
    pub read_once: Vec<(RelPath, FieldPath)>,
    /// What came in and stays in the repository alone, by path there: this computer can have no file of that name.
    pub left_out: Vec<String>,
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
    /// What the version from before has.
    #[serde(skip)]
    was: Option<Piece>,
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
    unless_unfinished(repository)?;
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
        let name = delta.new_file().path_bytes().or(delta.old_file().path_bytes()).unwrap_or_default();
        let Ok(path) = std::str::from_utf8(name) else { return Err(no_text(&String::from_utf8_lossy(name))) };
        let seen = Seen { path, old, new, index: &index };
        carry.add(repository, &top, &seen, choices)?;
    }
    // What goes makes room for what comes.
    carry.steps.sort_by_key(|step| step.to.is_some());
    room(&top, &carry.steps)?;
    Ok(carry)
}

/// Refuses where what came in before could not all be written: what is on disk would be taken for somebody's change.
fn unless_unfinished(repository: &Repository) -> Result<(), Problem> {
    let Some(first) = left(repository.root()).into_iter().next() else { return Ok(()) };
    let name = one_line(first.strip_prefix(repository.prefix()).unwrap_or(&first));
    Err(Problem::new(
        format!("what came in before could not all be written: {name} is still to come"),
        "Move away what is in its place, and try again.",
    )
    .safe("It is safe in the repository. Nothing was moved."))
}

/// Refuses where something that stays lies in the place of a file that comes, or on the way to it.
fn room(top: &Path, steps: &[Step]) -> Result<(), Problem> {
    let going: HashSet<&str> = steps
        .iter()
        .filter(|step| step.to.is_none() && step.disk.is_some())
        .map(|step| step.path.as_str())
        .collect();
    for step in steps {
        let (Some((_, mode)), Some(place)) = (&step.to, safe_name(top, &step.path)) else { continue };
        if let Some(at) = on_the_way(top, &place).filter(|at| !going.contains(at.as_str())) {
            return Err(blocked(&place, &at, "Nothing was moved."));
        }
        let is_folder = top.join(place.as_str()).symlink_metadata().is_ok_and(|found| found.is_dir());
        if is_folder && *mode != ELSEWHERE && !empties(top, place.as_str(), &going) {
            return Err(blocked(&place, place.as_str(), "Nothing was moved."));
        }
    }
    Ok(())
}

/// Something lies at `at`, where a file is to come or a folder for it.
fn blocked(path: &RelPath, at: &str, safe: &str) -> Problem {
    let what = if at == path.as_str() {
        "a folder with files of its own is in the way of a file that came in".to_owned()
    } else {
        format!("{} is no folder, and is in the way of a file that came in", one_line(at))
    };
    Problem::new(what, format!("Move {} away or give it another name, then try again.", one_line(at)))
        .safe(safe)
        .in_file(path.to_string())
}

/// A file that differs between the two versions.
struct Seen<'a> {
    path: &'a str,
    old: Option<Piece>,
    new: Option<Piece>,
    /// The list of git's next commit.
    index: &'a Index,
}

impl Carry {
    fn add(
        &mut self,
        repository: &Repository,
        top: &Path,
        seen: &Seen,
        choices: &dyn Fn(&RelPath) -> Vec<Choice>,
    ) -> Result<(), Problem> {
        let Seen { path, old, new, index } = *seen;
        let step = |disk: Option<Oid>, to: Option<Piece>| Step {
            path: path.to_owned(),
            disk: disk.map(|id| id.to_string()),
            to: to.map(|(id, mode)| (id.to_string(), mode)),
            recorded: new,
            was: old,
        };
        let Some(place) = safe_name(top, path) else {
            if reach::lies_too_deep(top, path) {
                return Err(too_deep(path));
            }
            // Nothing lies under such a name, so nothing has to go.
            self.steps.push(step(None, None));
            if new.is_some() && is_reserved(path) {
                return Err(no_name(path));
            }
            self.left_out.extend(new.map(|_| path.to_owned()));
            return Ok(());
        };
        let plain = |piece: Option<Piece>| piece.is_none_or(|(_, mode)| mode & 0o170_000 == 0o100_000);
        let disk = match Disk::at(top, &place)? {
            // What lies there goes in the same move, or `room` refuses it.
            Disk::Blocked(_) => Disk::Nothing,
            Disk::Folder if old.is_none() => Disk::Nothing,
            disk => disk,
        };
        let id = disk.id()?;
        let in_the_way = |what: &str| {
            Problem::new(what, "Record it or move it away, then send and receive again.")
                .safe("Nothing was moved.")
                .in_file(place.to_string())
        };
        let was = old.map(|(id, _)| id);
        let staged = index.get_path(Path::new(path), 0).map(|entry| entry.id);
        if staged
            .is_some_and(|staged| Some(staged) != was && Some(staged) != id && staged_matters(old, staged))
        {
            return Err(in_the_way(
                "git has yet another version of this file ready to record (staged), and a newer one came in",
            ));
        }
        let clean = match (&disk, old) {
            (Disk::Nothing, None) => true,
            (Disk::Nothing | Disk::Folder, Some((_, mode))) => mode == ELSEWHERE,
            _ => id.is_some() && id == was,
        };
        if clean || (id.is_some() && id == new.map(|(id, _)| id)) {
            self.steps.push(step(id, new));
            return Ok(());
        }
        // What git is told to leave out of this copy goes on in its list alone.
        if disk == Disk::Nothing && is_left_out(index, path) {
            self.steps.push(step(None, None));
            return Ok(());
        }
        let file = path.strip_prefix(repository.prefix()).and_then(|inner| RelPath::new(inner).ok());
        let mine = match &disk {
            Disk::File(_) if plain(old) && plain(new) => {
                Some(Mine::read(repository, top, &place, file.as_ref())?)
            }
            Disk::File(_) => None,
            Disk::Nothing => None,
            Disk::Link(_) | Disk::Folder | Disk::Blocked(_) => {
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
        let text = mine.as_ref().map(Mine::text);
        let merged = file::merge(rules, base.as_deref(), text, theirs.as_deref(), &chosen);
        let Some(file) = file else {
            if !merged.conflicts.is_empty() {
                return Err(in_the_way(
                    "this file, outside the plan directory, was changed here and by others at the same place",
                ));
            }
            return self.keep(repository, step, mine.as_ref(), new, &merged);
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
        self.keep(repository, step, mine.as_ref(), new, &merged)
    }

    /// What is here and what came of it are kept in the repository: the one as what a later merge is measured by,
    /// where another hand writes before this one, the other so that it can be written after a kill.
    fn keep(
        &mut self,
        repository: &Repository,
        step: impl Fn(Option<Oid>, Option<Piece>) -> Step,
        mine: Option<&Mine>,
        new: Option<Piece>,
        merged: &file::Merged,
    ) -> Result<(), Problem> {
        let mode = new.map_or(0o100_644, |(_, mode)| mode);
        let keep = |bytes: &[u8]| repository.git.blob(bytes).map_err(|error| refused(&error));
        let made = step(None, None);
        let to = match (&merged.bytes, mine) {
            (Some(bytes), Some(mine)) => Some(keep(&mine.as_on_disk(repository, &made.path, bytes)?)?),
            (Some(bytes), None) => Some(keep(bytes)?),
            (None, _) => None,
        };
        let disk = mine.map(|mine| keep(&mine.bytes)).transpose()?;
        self.steps.push(step(disk, to.map(|id| (id, mode))));
        Ok(())
    }
}

/// A name that others gave a file, or took from one, and that is no text.
pub fn no_text(shown: &str) -> Problem {
    let shown: String = one_line(shown).chars().take(MOST_SHOWN).collect();
    Problem::new(
        format!("others sent or took out a file whose name is no text in UTF-8, which nec cannot bring: {shown}"),
        "Ask whoever sent it to give it another name and to send that, or bring it with git (git pull); then send \
         and receive again.",
    )
    .safe("Nothing was moved; your plans are as they were.")
}

fn no_name(path: &str) -> Problem {
    Problem::new(
        format!(
            "a file that came in has a name that some computers take for an own folder: {}",
            one_line(path)
        ),
        "Ask whoever sent it to give it another name and to send that; then send and receive again.",
    )
    .safe("Nothing was moved; your plans are as they were.")
}

/// A file that git put where no whole path reaches.
fn too_deep(path: &str) -> Problem {
    let shown: String = one_line(path).chars().take(MOST_SHOWN).collect();
    Problem::new(
        format!("a file that others changed lies too deep in the folders of this copy to be read or written: {shown}…"),
        "Move the whole copy to a folder with a shorter path, then send and receive again.",
    )
    .safe("Nothing was moved; the file and your plans are as they were.")
}

/// Whether what is staged is a change of somebody's: a file that is not in the list at all is none.
fn staged_matters(old: Option<Piece>, staged: Oid) -> bool {
    old.is_none_or(|(id, _)| id != staged)
}
