//! Recording a version: exactly these contents, on top of what was recorded last, and nothing else that is
//! staged or changed. The files on disk are looked at for one thing only: whether they are what was recorded.

use std::collections::HashSet;
use std::fs::Metadata;
use std::path::Path;
use std::time::Duration;

use git2::build::TreeUpdateBuilder;
use git2::{Commit, ErrorCode, FileMode, ObjectType, Oid, Signature, Tree};

use super::identity::Identity;
use super::left::{begun::Begun, unless_unsettled};
use super::repository::{Repository, refused};
use super::staging::{Staged, Staging, Workbench, branch_name, wait_until};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::content::{Content, MOST_RECORDED, Over};
use crate::store::read;
use crate::store::save::sync_folder;

/// How long to wait for another program that holds the repository.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often to begin again when somebody else records at the same time.
const ATTEMPTS: usize = 20;

/// What recording came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A new version.
    Version(Version),
    /// Every file is as it was recorded last.
    Nothing,
    /// Somebody recorded or received another version of one of these files since they were read: nothing was
    /// recorded, and they are to be read again.
    Overtaken,
}

/// A version of the plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id: forty hexadecimal digits.
    pub id: String,
    /// The files that it changed, relative to the plan directory.
    pub files: Vec<RelPath>,
}

/// A version's id, short enough to read out.
pub fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

impl Version {
    /// The id, short enough to read out.
    pub fn short(&self) -> &str {
        short(&self.id)
    }
}

/// What a file is to be, and the id of that.
struct Wanted<'a> {
    content: &'a Content,
    path: String,
    id: Option<Oid>,
}

/// Records these contents, and nothing else: the version is built from the last one, not from what is staged,
/// and the files are not read again. One that another program has changed since stays as that has it, and
/// counts as not recorded. All other files stay staged, changed or unknown to git as they were.
///
/// When this returns a version, its objects, their folders and the branch are on disk, in that order; before,
/// nothing has changed that anybody sees. No hook runs.
///
/// # Errors
/// Where the repository cannot be used, is on no branch, is in the middle of a merge, or is locked; where a
/// content has git's conflict marks; where the disk is full or refuses. The files are untouched in any case.
pub fn record(root: &Path, contents: &[Content], message: &str, who: &Identity) -> Result<Recorded, Problem> {
    record_within(PATIENCE, root, contents, message, who)
}

/// The same, waiting no longer than this for each lock that another program holds.
pub(super) fn record_within(
    patience: Duration,
    root: &Path,
    contents: &[Content],
    message: &str,
    who: &Identity,
) -> Result<Recorded, Problem> {
    let repository = Repository::open(root)?;
    let bench = Workbench::take(&repository, who, patience)?;
    let branch = branch(&repository)?;
    unless_unsettled(&repository, &contents.iter().map(|content| &content.file).collect::<Vec<_>>())?;
    let wanted = wanted(&repository, contents)?;
    for _ in 0..ATTEMPTS {
        let tip = repository.tip()?;
        let tree = tree_of(&repository, tip.as_ref())?;
        let changes = changes(&wanted, &tree)?;
        if changes.is_empty() {
            return Ok(Recorded::Nothing);
        }
        if changes.iter().any(Change::is_overtaken) {
            return Ok(Recorded::Overtaken);
        }
        let tree = tree_with(&repository, &tree, &changes)?;
        let parents: Vec<&Commit> = tip.iter().collect();
        let id = write_version(&repository, tree, &parents, message, who)?;
        let staged: Vec<Staged> = changes.iter().map(|change| change.staged(repository.root())).collect();
        let staging = Staging::prepare(&repository, &bench, id, &staged)?;
        if move_branch(&repository, &bench, &branch, tip.as_ref(), id)? == Moved::Overtaken {
            continue;
        }
        staging.finish();
        confirm(&repository, &branch)?;
        let files = changes.iter().map(|change| change.wanted.content.file.clone()).collect();
        return Ok(Recorded::Version(Version { id: id.to_string(), files }));
    }
    Err(Problem::new(
        "somebody else keeps recording in this repository at the same time",
        "Try again in a moment.",
    )
    .safe("Your plans are saved in their files."))
}

/// What is told where [`Recorded::Overtaken`] comes again and again, or to somebody who can look first.
pub fn overtaken() -> Problem {
    Problem::new(
        "another version of this plan was recorded or received at the same moment",
        "Look at the plan as it is now, and record again.",
    )
    .safe("Nothing was recorded. What you wrote is saved in its file.")
}

/// The branch that the next version goes to.
///
/// # Errors
/// Where the repository is on none, or in the middle of a merge.
pub(super) fn branch(repository: &Repository) -> Result<String, Problem> {
    let safe = "Nothing was recorded; your plans are saved in their files.";
    let begun = Begun::of(repository);
    if let Some(go_on) = begun.go_on() {
        let give_up =
            begun.give_up().map(|command| format!(" To give it up: {command}.")).unwrap_or_default();
        return Err(Problem::new(
            "somebody began to bring versions together with git in this repository and has not finished",
            format!(
                "nec resolve settles what both sides changed, if anything is left; then: {go_on}.{give_up}"
            ),
        )
        .safe(safe));
    }
    branch_name(repository).map_err(|error| refused(&error))?.ok_or_else(|| {
        Problem::new(
            "this repository shows one single version and is on no branch: what is recorded now would belong \
             nowhere and could be lost",
            "Go back to a branch first, for example with: git switch main",
        )
        .safe(safe)
    })
}

fn wanted<'a>(repository: &Repository, contents: &'a [Content]) -> Result<Vec<Wanted<'a>>, Problem> {
    let mut wanted: Vec<Wanted> = Vec::with_capacity(contents.len());
    let mut seen = HashSet::new();
    for content in contents {
        if !seen.insert(&content.file) {
            continue;
        }
        let id = match &content.bytes {
            None => None,
            Some(bytes) => {
                read::unless_conflicted(&content.file, bytes)?;
                Some(Oid::hash_object(ObjectType::Blob, bytes).map_err(|error| refused(&error))?)
            }
        };
        wanted.push(Wanted { content, path: repository.path_of(&content.file), id });
    }
    Ok(wanted)
}

/// A file that differs from the last version.
struct Change<'a> {
    wanted: &'a Wanted<'a>,
    /// What is recorded of it.
    before: Option<Oid>,
    /// An ordinary file, or one that may be run, as it was recorded before.
    mode: FileMode,
}

impl Change<'_> {
    /// Whether what is recorded is no more what it was when the file was read.
    fn is_overtaken(&self) -> bool {
        let now = self.before.map(|id| id.to_string());
        matches!(&self.wanted.content.over, Over::This(before) if *before != now)
    }

    fn staged(&self, root: &Path) -> Staged {
        let mode = u32::try_from(i32::from(self.mode)).unwrap_or(0o100_644);
        let now = self.wanted.id.map(|id| (id, mode, on_disk(root, &self.wanted.content.file, id)));
        Staged { path: self.wanted.path.clone(), now }
    }
}

/// What the file on disk is, for the list of what git's next commit would hold, where its bytes are those of
/// this id. It is looked at before it is read: what is written after that differs in time.
pub(super) fn on_disk(root: &Path, file: &RelPath, id: Oid) -> Option<Metadata> {
    let (_, metadata) = read::locate(root, file).ok()?;
    let bytes = read::read_bytes(root, file, MOST_RECORDED).ok()?;
    let same = Oid::hash_object(ObjectType::Blob, &bytes).is_ok_and(|now| now == id);
    same.then_some(metadata)
}

/// What a version holds; nothing at all where there is none yet.
pub(super) fn tree_of<'r>(repository: &'r Repository, tip: Option<&Commit<'r>>) -> Result<Tree<'r>, Problem> {
    match tip {
        Some(tip) => tip.tree(),
        None => repository
            .git
            .treebuilder(None)
            .and_then(|builder| builder.write())
            .and_then(|id| repository.git.find_tree(id)),
    }
    .map_err(|error| refused(&error))
}

fn changes<'a>(wanted: &'a [Wanted<'a>], tree: &Tree) -> Result<Vec<Change<'a>>, Problem> {
    let mut changes = Vec::new();
    for file in wanted {
        let before = match tree.get_path(Path::new(&file.path)) {
            Ok(entry) => Some(entry),
            Err(error) if error.code() == ErrorCode::NotFound => None,
            Err(error) => return Err(refused(&error)),
        };
        if before.as_ref().map(|entry| entry.id()) == file.id {
            continue;
        }
        let runnable =
            before.as_ref().is_some_and(|entry| entry.filemode() == i32::from(FileMode::BlobExecutable));
        changes.push(Change {
            wanted: file,
            before: before.map(|entry| entry.id()),
            mode: if runnable { FileMode::BlobExecutable } else { FileMode::Blob },
        });
    }
    Ok(changes)
}

/// Writes the tree that has these changes on top of another.
fn tree_with(repository: &Repository, tree: &Tree, changes: &[Change]) -> Result<Oid, Problem> {
    let make = || -> Result<Oid, git2::Error> {
        let mut update = TreeUpdateBuilder::new();
        for change in changes {
            let path = change.wanted.path.as_str();
            match &change.wanted.content.bytes {
                Some(bytes) => update.upsert(path, repository.git.blob(bytes)?, change.mode),
                None => update.remove(path),
            };
        }
        update.create_updated(&repository.git, tree)
    };
    make().map_err(|error| refused(&error))
}

/// Writes a version that holds this tree and follows these, and syncs what it is made of, and the folders that
/// name that, to disk. Nobody sees it until a branch is moved to it.
///
/// # Errors
/// Where the disk is full or refuses.
pub(super) fn write_version(
    repository: &Repository,
    tree: Oid,
    parents: &[&Commit],
    message: &str,
    who: &Identity,
) -> Result<Oid, Problem> {
    let make = || -> Result<Oid, git2::Error> {
        let git = &repository.git;
        let tree = git.find_tree(tree)?;
        let author = Signature::now(who.name(), who.email())?;
        let message = git2::message_prettify(message, None)?;
        git.commit(None, &author, &author, &message, &tree, parents)
    };
    let id = make().map_err(|error| refused(&error))?;
    // libgit2 synced each object and the folder it is in, but not the folder that holds a new folder.
    sync_folder(&repository.git.commondir().join("objects"))
        .map_err(|error| crate::store::write_problem(&error, "the version could not be recorded"))?;
    Ok(id)
}

/// What came of moving a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    Yes,
    /// Somebody else recorded meanwhile.
    Overtaken,
}

/// Moves the branch from the version that was built upon to the new one, synced to disk.
///
/// # Errors
/// Where it is locked all the time, or the disk refuses.
pub(super) fn move_branch(
    repository: &Repository,
    bench: &Workbench,
    branch: &str,
    tip: Option<&Commit>,
    id: Oid,
) -> Result<Moved, Problem> {
    let log = "record: nec";
    let mut result = Ok(());
    wait_until(bench.patience, || {
        result = match tip {
            Some(tip) => repository.git.reference_matching(branch, id, true, tip.id(), log),
            None => repository.git.reference(branch, id, false, log),
        }
        .map(drop);
        !matches!(&result, Err(error) if error.code() == ErrorCode::Locked)
    });
    match result {
        Ok(()) => Ok(Moved::Yes),
        Err(error) if matches!(error.code(), ErrorCode::Modified | ErrorCode::Exists) => Ok(Moved::Overtaken),
        // It may have moved and only the sync after it have failed.
        Err(_) if repository.git.refname_to_id(branch).is_ok_and(|now| now == id) => Ok(Moved::Yes),
        Err(error) => Err(refused(&error)),
    }
}

/// Syncs the branch's new place to disk, after libgit2 did: whether that failed, it only tells as if nothing
/// had moved.
///
/// # Errors
/// Where the disk does not confirm it.
pub(super) fn confirm(repository: &Repository, branch: &str) -> Result<(), Problem> {
    let file = repository.git.commondir().join(branch);
    let folder = file.parent().unwrap_or(&file);
    sync_folder(folder).map_err(|error| {
        crate::store::write_problem(&error, "the version is recorded, but the disk did not confirm it")
            .safe("Your plans are saved in their files.")
    })
}
