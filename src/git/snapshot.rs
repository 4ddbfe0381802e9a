//! A version of a plan directory, read without its files on disk: also where a repository has none.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{ErrorCode, Object, ObjectType, Oid, Tree, TreeWalkMode, TreeWalkResult};

use super::repository::{inside, open_any};
use crate::plan::RelPath;
use crate::plan::place::{Role, SCHEMAS};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::files::{Files, Held, Snapshot};
use crate::store::find::MARK;
use crate::store::read::MOST_BYTES;

/// What lies deeper is evidence, and of that nothing is held.
const DEEPEST: usize = 1;
/// How many plan directories of a repository are named where one is to be chosen.
const MOST_NAMED: usize = 8;
/// The mode of a link in a tree.
const LINK: i32 = 0o120_000;

/// A version of a plan directory.
#[derive(Debug, Clone)]
pub struct Past {
    pub files: Files,
    /// Where the plan directory is on disk; the repository itself, where that has no files.
    pub root: PathBuf,
    /// Where it is in its repository, with a slash at its end; empty where it is the whole.
    pub prefix: String,
}

/// The plan directory as it stood in a version.
///
/// `start` is a folder in the repository. `revision` names a version as git does, `main` or `main~1`; after a
/// colon it may say which folder of the repository is meant: `main:plans`. Without, it is `start`, and of a
/// repository without files the only folder that holds `nec.toml`.
///
/// # Errors
/// Where there is no repository that can be used, no such version, or no plan directory in it.
pub fn past(start: &Path, revision: &str) -> Result<Past, Problem> {
    let git = open_any(start)?;
    let (name, folder) = parts(revision);
    let top = tree_of(&git, name)?;
    let work = git.workdir().map(Path::to_path_buf);
    // A hook may stand in git's own folder.
    let place = work.as_deref().and_then(|work| inside(start, work));
    let place = place.filter(|place| place.split('/').next() != Some(".git"));
    let prefix = match (folder, place) {
        (Some(folder), _) => format!("{}/", folder.trim_matches('/')),
        (None, Some(prefix)) => prefix,
        (None, None) => the_only(&top, name)?,
    };
    let prefix = if prefix == "/" { String::new() } else { prefix };
    let tree = subtree(&git, &top, &prefix)?;
    let is_marked = tree.as_ref().is_some_and(|tree| tree.get_name(MARK).is_some());
    let Some(tree) = tree.filter(|_| is_marked) else {
        let folder = match prefix.trim_end_matches('/') {
            "" => "at its top".to_owned(),
            folder => format!("in {}", one_line(folder)),
        };
        let next = match choices(&plan_directories(&top)?, name) {
            there if there.is_empty() => "Name another version, or another repository with --dir.".to_owned(),
            there => format!("It has one elsewhere: {there}"),
        };
        let what =
            format!("the version “{}” has no {MARK} {folder}, so no plan directory is there", one_line(name));
        return Err(Problem::new(what, next).safe("Nothing was checked."));
    };
    let root = work.as_deref().unwrap_or_else(|| git.path()).join(prefix.trim_end_matches('/'));
    let files = Files::Version(Arc::new(snapshot(&git, &tree)?));
    Ok(Past { files, root, prefix })
}

/// Whether a folder is in a repository that has no files of its own.
pub fn is_bare(folder: &Path) -> bool {
    open_any(folder).is_ok_and(|git| git.is_bare())
}

/// What git calls a version, and the folder after the colon. A colon inside braces belongs to the name.
fn parts(revision: &str) -> (&str, Option<&str>) {
    let mut braces = 0_usize;
    for (at, c) in revision.char_indices() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            ':' if braces == 0 && at > 0 => return (&revision[..at], Some(&revision[at + 1..])),
            _ => {}
        }
    }
    (revision, None)
}

/// What a version holds. What is about to become one has a name too: git write-tree gives it.
fn tree_of<'r>(git: &'r git2::Repository, name: &str) -> Result<Tree<'r>, Problem> {
    let object = named(git, name).map_err(|problem| problem.safe("Nothing was checked."))?;
    match object.peel_to_tree() {
        Ok(tree) => Ok(tree),
        Err(error) if error.code() == ErrorCode::NotFound => Err(unreadable(&error)),
        Err(_) => Err(no_version(format!("“{}” is no version", one_line(name))).safe("Nothing was checked.")),
    }
}

/// What git calls by that name.
///
/// # Errors
/// Where it names nothing, more than one thing, or a stretch of versions.
pub(super) fn named<'r>(git: &'r git2::Repository, name: &str) -> Result<Object<'r>, Problem> {
    let shown = one_line(name);
    if name.contains("..") {
        return Err(no_version(format!("“{shown}” names a stretch of versions, and one is wanted")));
    }
    git.revparse_single(name).map_err(|error| match error.code() {
        ErrorCode::Ambiguous => {
            no_version(format!("more than one thing in this repository is called “{shown}”"))
        }
        _ => no_version(format!("there is no version “{shown}” in this repository")),
    })
}

/// That there is no such version, and how one is named.
pub(super) fn no_version(what: String) -> Problem {
    Problem::new(
        what,
        "Name a version as git does: main, main~1, a tag, or the first digits of its id. A copy that was cut \
         short when it was made may lack it: git fetch --unshallow brings the rest.",
    )
}

/// The folder of the only plan directory in a tree.
fn the_only(top: &Tree, name: &str) -> Result<String, Problem> {
    let folders = plan_directories(top)?;
    if let [folder] = folders.as_slice() {
        return Ok(folder.clone());
    }
    let shown = one_line(name);
    Err(if folders.is_empty() {
        Problem::new(
            format!("the version “{shown}” holds no plan directory: there is no {MARK} in it"),
            "Name another version, or another repository with --dir.",
        )
    } else {
        Problem::new(
            format!("the version “{shown}” holds {} plan directories", folders.len()),
            format!("Say which: {}", choices(&folders, name)),
        )
    }
    .safe("Nothing was checked."))
}

/// How plan directories of a version are named on the command line.
fn choices(folders: &[String], name: &str) -> String {
    let named = |folder: &String| match folder.trim_end_matches('/') {
        "" => format!("--rev {}:/", one_line(name)),
        folder => format!("--rev {}:{}", one_line(name), one_line(folder)),
    };
    folders.iter().take(MOST_NAMED).map(named).collect::<Vec<_>>().join(", or ")
}

/// Every folder in a tree that holds [`MARK`], each with a slash at its end; the top is the empty path.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn plan_directories(top: &Tree) -> Result<Vec<String>, Problem> {
    let mut folders = Vec::new();
    top.walk(TreeWalkMode::PreOrder, |folder, entry| {
        if entry.kind() == Some(ObjectType::Blob) && entry.name() == Ok(MARK) {
            folders.push(folder.to_owned());
        }
        TreeWalkResult::Ok
    })
    .map_err(|error| unreadable(&error))?;
    folders.sort();
    Ok(folders)
}

/// The folder of that path in a tree, if there is one. The path is empty or ends in a slash.
pub(super) fn subtree<'r>(
    git: &'r git2::Repository,
    top: &Tree<'r>,
    prefix: &str,
) -> Result<Option<Tree<'r>>, Problem> {
    if prefix.is_empty() {
        return Ok(Some(top.clone()));
    }
    let folder = prefix.trim_end_matches('/');
    if RelPath::new(folder).is_err() {
        return Ok(None);
    }
    match top.get_path(Path::new(folder)) {
        Ok(entry) if entry.kind() == Some(ObjectType::Tree) => {
            git.find_tree(entry.id()).map(Some).map_err(|error| unreadable(&error))
        }
        Ok(_) => Ok(None),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(unreadable(&error)),
    }
}

/// The files of the plan directory that a tree is.
///
/// # Errors
/// Where the repository cannot be read.
fn snapshot(git: &git2::Repository, tree: &Tree) -> Result<Snapshot, Problem> {
    snapshot_of(git, tree, |_| true)
}

/// The same, with the content of those files only that are wanted; the others are there by name.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn snapshot_of(
    git: &git2::Repository,
    tree: &Tree,
    wanted: impl Fn(&str) -> bool,
) -> Result<Snapshot, Problem> {
    let mut found: Vec<(String, Option<ObjectType>, i32, Oid)> = Vec::new();
    tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let Ok(name) = entry.name() else { return TreeWalkResult::Skip };
        let kind = entry.kind();
        if kind == Some(ObjectType::Tree) {
            let too_deep =
                folder.matches('/').count() >= DEEPEST || (name.starts_with('.') && name != SCHEMAS);
            return if too_deep { TreeWalkResult::Skip } else { TreeWalkResult::Ok };
        }
        found.push((format!("{folder}{name}"), kind, entry.filemode(), entry.id()));
        TreeWalkResult::Ok
    })
    .map_err(|error| unreadable(&error))?;
    let objects = git.odb().map_err(|error| unreadable(&error))?;
    let mut held = Vec::with_capacity(found.len());
    for (path, kind, mode, id) in found {
        let what = match kind {
            Some(ObjectType::Blob) if mode == LINK => link(git, tree, &path, id)?,
            Some(ObjectType::Blob) if is_read(&path) && wanted(&path) => {
                let (size, _) = objects.read_header(id).map_err(|error| unreadable(&error))?;
                if size as u64 > MOST_BYTES {
                    Held::Unread
                } else {
                    Held::File(git.find_blob(id).map_err(|error| unreadable(&error))?.content().to_vec())
                }
            }
            Some(ObjectType::Blob) => Held::Unread,
            _ => Held::Elsewhere,
        };
        held.push((path, what));
    }
    Ok(Snapshot::of(held))
}

/// Whether the program reads that file as text.
fn is_read(path: &str) -> bool {
    let role = RelPath::new(path).ok().and_then(|path| path.role());
    role.is_some_and(|role| !matches!(role, Role::Evidence(_)))
}

/// Whether a link leads to a folder of the same version.
fn link(git: &git2::Repository, tree: &Tree, path: &str, id: Oid) -> Result<Held, Problem> {
    let blob = git.find_blob(id).map_err(|error| unreadable(&error))?;
    let mut target: Vec<&str> = path.split('/').collect();
    target.pop();
    let text = String::from_utf8_lossy(blob.content());
    for segment in text.split('/').filter(|segment| !["", "."].contains(segment)) {
        if segment == ".." {
            target.pop();
        } else {
            target.push(segment);
        }
    }
    let target = target.join("/");
    let entry = (!target.is_empty()).then(|| tree.get_path(Path::new(&target)).ok()).flatten();
    let is_folder = entry.is_some_and(|entry| entry.kind() == Some(ObjectType::Tree));
    Ok(if is_folder { Held::LinkToFolder } else { Held::Link })
}

/// What could not be read in a repository, in words.
pub(super) fn unreadable(error: &git2::Error) -> Problem {
    let problem = match error.code() {
        ErrorCode::NotFound => Problem::new(
            "a part of this version is not in the repository",
            "A copy that was made with parts left out (git clone --filter, --depth) cannot be read here: make a \
             whole one, or run git fetch --unshallow.",
        ),
        _ => Problem::new(
            "something in this repository cannot be read",
            "Ask whoever looks after the repository; git fsck tells them what is wrong.",
        ),
    };
    problem.safe("Nothing was changed.")
}
