//! What git left, decided one place at a time, and written when all is decided.

use std::path::Path;

use git2::Oid;

use super::begun::Begun;
use super::file::Left;
use super::kept::Kept;
use super::{All, refused};
use crate::git::content_id;
use crate::git::decided::{self, Chosen};
use crate::git::identity::Identity;
use crate::git::record::on_disk;
use crate::git::repository::Repository;
use crate::git::staging::{Staged, Staging, Workbench};
use crate::git::sync::conflicts::Layer;
use crate::plan::merge::Take;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::once;
use crate::store::read::Stamp;
use crate::store::save;
use crate::store::undo::{self, Doing, Text};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub files: Vec<RelPath>,
    /// Texts that both changed, and that a person should read once.
    pub read_once: Vec<(RelPath, FieldPath)>,
    /// What git goes on with.
    pub begun: Begun,
    /// Files that are none of this program's, and that git still counts as unsettled.
    pub others: usize,
}

/// Decides one place, in place of what was decided there before; nothing takes the decision back. A text that stood
/// there and was not `seen` is kept.
///
/// # Errors
/// Where there is no such place, there cannot be both, or it cannot be kept.
pub fn choose(
    root: &Path,
    file: &RelPath,
    path: &FieldPath,
    choice: Option<Take>,
    seen: Option<&Take>,
) -> Result<Chosen, Problem> {
    let repository = Repository::open(root)?;
    let mut all = All::of(&repository)?;
    let open = all.unsettled().open;
    let Some(place) = decided::place(&open, file, path, Some(Layer::Left)) else {
        return Err(decided::nothing_there(file, path));
    };
    let before = all.kept.choices.clone();
    decided::keep_fresh(&mut all.kept.choices, &open);
    decided::decide(&mut all.kept.choices, place, choice)?;
    let kept = decided::keep_texts(root, &before, &all.kept.choices, seen)?;
    all.kept.write(root)?;
    Ok(Chosen { left: all.unsettled().open.iter().filter(|open| open.choice.is_none()).count(), kept })
}

/// A file as it is to be.
struct Ready<'l> {
    left: &'l Left,
    after: Option<String>,
}

/// Where everything is decided, writes the files and tells git that they are settled: what was in them before can be
/// taken back. Nothing is recorded by it. Gives how many places are left, where some are.
///
/// # Errors
/// Where a file was changed meanwhile, or the disk refuses. What was decided stays decided.
pub fn finish(
    root: &Path,
    who: &Identity,
    patience: std::time::Duration,
) -> Result<Result<Written, usize>, Problem> {
    let repository = Repository::open(root)?;
    let bench = Workbench::take(&repository, who, patience)?;
    let all = All::of(&repository)?;
    let left = all.unsettled().open.iter().filter(|open| open.choice.is_none()).count();
    if left > 0 {
        return Ok(Err(left));
    }
    let mut ready = Vec::new();
    let mut read_once = Vec::new();
    for left in &all.left {
        let merged = left.merged(&all.kept.choices_of(&left.file))?;
        read_once.extend(merged.read_once.into_iter().map(|path| (left.file.clone(), path)));
        let after = merged.bytes.map(String::from_utf8).transpose().map_err(|_| {
            Problem::new("what comes of it is no text in UTF-8", "Choose one of the versions with git.")
                .safe("Nothing was changed.")
                .in_file(left.file.to_string())
        })?;
        ready.push(Ready { left, after });
    }
    let mut used = all.kept.choices.clone();
    decided::keep_fresh(&mut used, &all.unsettled().open);
    decided::keep_texts(root, &Kept::read(root).choices, &used, None)?;
    let mut kept = all.kept.clone();
    for Ready { left, .. } in &ready {
        if let (Some(stages), Some(now)) = (left.stages, &left.now) {
            kept.remember(&left.file, content_id(now.as_bytes())?, stages);
        }
    }
    kept.write(root)?;
    write(root, &ready)?;
    tell_git(&repository, &bench, &ready)?;
    kept.choices.clear();
    kept.write(root)?;
    // It is told in any case; only the mark in the field would be missing.
    let _ = once::add(root, &read_once);
    let files = ready.iter().map(|ready| ready.left.file.clone()).collect();
    let others = all.others + all.troubles.len();
    Ok(Ok(Written { files, read_once, begun: all.begun, others }))
}

/// Writes what differs, as one step that can be taken back.
fn write(root: &Path, ready: &[Ready]) -> Result<(), Problem> {
    let changed: Vec<&Ready> = ready.iter().filter(|ready| ready.left.now != ready.after).collect();
    let texts = changed.iter().map(|Ready { left, after }| Text {
        file: &left.file,
        before: left.now.as_deref(),
        after: after.as_deref(),
    });
    let files: Vec<Text> = texts.collect();
    if files.is_empty() {
        return Ok(());
    }
    undo::remember(root, &Doing { did: "what git left in it was settled", files, ..Doing::default() })?;
    for Ready { left: Left { file, now, .. }, after } in changed {
        let stamp = now.as_deref().map(|now| Stamp::of(now.as_bytes()));
        match (after, stamp) {
            (Some(after), stamp) => {
                save(root, file, after, stamp).map_err(|error| error.problem(file))?;
            }
            (None, Some(stamp)) => save::remove(root, file, stamp)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Has git count the files as settled, as `git add` and `git rm` do.
fn tell_git(repository: &Repository, bench: &Workbench, ready: &[Ready]) -> Result<(), Problem> {
    let mut staged = Vec::new();
    for Ready { left, after } in ready {
        if left.stages.is_none() {
            continue;
        }
        let path = repository.path_of(&left.file);
        let now = match after {
            None => None,
            Some(after) => {
                let id = repository.git.blob(after.as_bytes()).map_err(|error| refused(&error))?;
                Some((id, mode(repository, &path)?, on_disk(repository.root(), &left.file, id)))
            }
        };
        staged.push(Staged { path, now });
    }
    if staged.is_empty() {
        return Ok(());
    }
    // Of no version: one that is killed over it leaves the list as it was, and the next begins again.
    Staging::prepare(repository, bench, Oid::ZERO_SHA1, &staged)?.finish();
    Ok(())
}

/// The mode that a file had on either side.
fn mode(repository: &Repository, path: &str) -> Result<u32, Problem> {
    let index = repository.git.index().map_err(|error| refused(&error))?;
    let entry = [2, 3].iter().find_map(|stage| index.get_path(Path::new(path), *stage));
    Ok(entry.map_or(0o100_644, |entry| entry.mode))
}
