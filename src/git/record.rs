//! Recording a version: exactly these files, on top of what was recorded last, and nothing else that is
//! staged or changed.

use std::fs::Metadata;
use std::path::Path;
use std::time::Duration;

use git2::build::TreeUpdateBuilder;
use git2::{Commit, ErrorCode, FileMode, ObjectType, Oid, RepositoryState, Signature, Tree};

use super::identity::Identity;
use super::repository::{Repository, refused};
use super::staging::{Staged, Staging, Workbench, branch_name, wait_until};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::read::{self, Why};
use crate::store::save::sync_folder;

/// The largest file that is recorded: evidence may be a picture or a form.
const MOST_BYTES: u64 = 64 << 20;
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
}

/// A version of the plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id: forty hexadecimal digits.
    pub id: String,
    /// The files that it changed, relative to the plan directory.
    pub files: Vec<RelPath>,
}

impl Version {
    /// The id, short enough to read out.
    pub fn short(&self) -> &str {
        self.id.get(..8).unwrap_or(&self.id)
    }
}

/// A file as it is on disk, or that it is gone.
struct Found<'a> {
    file: &'a RelPath,
    path: String,
    now: Option<(Vec<u8>, Oid, Metadata)>,
}

/// Records these files as they are on disk, those that are gone as gone, and nothing else: the version is
/// built from the last one, not from what is staged. All other files stay staged, changed or unknown to git
/// as they were.
///
/// When this returns a version, its objects, their folders and the branch are on disk, in that order; before,
/// nothing has changed that anybody sees. No hook runs.
///
/// # Errors
/// Where the repository cannot be used, is on no branch, is in the middle of a merge, or is locked; where a
/// file cannot be read, or has git's conflict marks; where the disk is full or refuses. The files are
/// untouched in any case.
pub fn record(root: &Path, files: &[RelPath], message: &str, who: &Identity) -> Result<Recorded, Problem> {
    record_within(PATIENCE, root, files, message, who)
}

/// The same, waiting no longer than this for each lock that another program holds.
pub(super) fn record_within(
    patience: Duration,
    root: &Path,
    files: &[RelPath],
    message: &str,
    who: &Identity,
) -> Result<Recorded, Problem> {
    let repository = Repository::open(root)?;
    let bench = Workbench::take(&repository, who, patience)?;
    let branch = branch(&repository)?;
    let found = find(&repository, files)?;
    for _ in 0..ATTEMPTS {
        let tip = repository.tip()?;
        let tree = tree_of(&repository, tip.as_ref())?;
        let changes = changes(&found, &tree)?;
        if changes.is_empty() {
            return Ok(Recorded::Nothing);
        }
        let id = write(&repository, tip.as_ref(), &tree, &changes, message, who)?;
        let staged: Vec<Staged> = changes.iter().map(Change::staged).collect();
        let staging = Staging::prepare(&repository, &bench, id, &staged)?;
        if move_branch(&repository, &bench, &branch, tip.as_ref(), id)? == Moved::Overtaken {
            continue;
        }
        staging.finish();
        confirm(&repository, &branch)?;
        let files = changes.iter().map(|change| change.found.file.clone()).collect();
        return Ok(Recorded::Version(Version { id: id.to_string(), files }));
    }
    Err(Problem::new(
        "somebody else keeps recording in this repository at the same time",
        "Try again in a moment.",
    )
    .safe("Your plans are saved in their files."))
}

/// The branch that the version goes to.
fn branch(repository: &Repository) -> Result<String, Problem> {
    let safe = "Nothing was recorded; your plans are saved in their files.";
    if repository.git.state() != RepositoryState::Clean {
        return Err(Problem::new(
            "somebody began to bring versions together in this repository and has not finished",
            "Finish or give up what was begun with git (git status says what it is), then record.",
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

fn find<'a>(repository: &Repository, files: &'a [RelPath]) -> Result<Vec<Found<'a>>, Problem> {
    let mut found: Vec<Found> = Vec::with_capacity(files.len());
    for file in files {
        if found.iter().any(|other| other.file == file) {
            continue;
        }
        let path = repository.path_of(file);
        let read = read::locate(repository.root(), file)
            .and_then(|(_, metadata)| Ok((read::read_bytes(repository.root(), file, MOST_BYTES)?, metadata)));
        let now = match read {
            Ok((bytes, metadata)) => {
                read::unless_conflicted(file, &bytes)?;
                let id = Oid::hash_object(ObjectType::Blob, &bytes).map_err(|error| refused(&error))?;
                Some((bytes, id, metadata))
            }
            Err(unreadable) if unreadable.why == Why::Missing => None,
            Err(unreadable) => return Err(unreadable.problem),
        };
        found.push(Found { file, path, now });
    }
    Ok(found)
}

/// A file that differs from the last version.
struct Change<'a> {
    found: &'a Found<'a>,
    /// An ordinary file, or one that may be run, as it was recorded before.
    mode: FileMode,
}

impl Change<'_> {
    fn staged(&self) -> Staged {
        let mode = u32::try_from(i32::from(self.mode)).unwrap_or(0o100_644);
        let now = self.found.now.as_ref().map(|(_, id, metadata)| (*id, mode, metadata.clone()));
        Staged { path: self.found.path.clone(), now }
    }
}

fn tree_of<'r>(repository: &'r Repository, tip: Option<&Commit<'r>>) -> Result<Tree<'r>, Problem> {
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

fn changes<'a>(found: &'a [Found<'a>], tree: &Tree) -> Result<Vec<Change<'a>>, Problem> {
    let mut changes = Vec::new();
    for file in found {
        let before = match tree.get_path(Path::new(&file.path)) {
            Ok(entry) => Some(entry),
            Err(error) if error.code() == ErrorCode::NotFound => None,
            Err(error) => return Err(refused(&error)),
        };
        if before.as_ref().map(|entry| entry.id()) == file.now.as_ref().map(|(_, id, _)| *id) {
            continue;
        }
        let runnable = before.is_some_and(|entry| entry.filemode() == i32::from(FileMode::BlobExecutable));
        changes.push(Change {
            found: file,
            mode: if runnable { FileMode::BlobExecutable } else { FileMode::Blob },
        });
    }
    Ok(changes)
}

/// Writes the version's objects and syncs them, and the folders that name them, to disk.
fn write(
    repository: &Repository,
    tip: Option<&Commit>,
    tree: &Tree,
    changes: &[Change],
    message: &str,
    who: &Identity,
) -> Result<Oid, Problem> {
    let make = || -> Result<Oid, git2::Error> {
        let git = &repository.git;
        let mut update = TreeUpdateBuilder::new();
        for change in changes {
            match &change.found.now {
                Some((bytes, _, _)) => {
                    update.upsert(change.found.path.as_str(), git.blob(bytes)?, change.mode)
                }
                None => update.remove(change.found.path.as_str()),
            };
        }
        let tree = git.find_tree(update.create_updated(git, tree)?)?;
        let author = Signature::now(who.name(), who.email())?;
        let message = git2::message_prettify(message, None)?;
        let parents: Vec<&Commit> = tip.into_iter().collect();
        git.commit(None, &author, &author, &message, &tree, &parents)
    };
    let id = make().map_err(|error| refused(&error))?;
    // libgit2 synced each object and the folder it is in, but not the folder that holds a new folder.
    sync_folder(&repository.git.commondir().join("objects"))
        .map_err(|error| crate::store::write_problem(&error, "the version could not be recorded"))?;
    Ok(id)
}

#[derive(PartialEq, Eq)]
enum Moved {
    Yes,
    /// Somebody else recorded meanwhile.
    Overtaken,
}

/// Moves the branch from the version that was built upon to the new one, synced to disk.
fn move_branch(
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
fn confirm(repository: &Repository, branch: &str) -> Result<(), Problem> {
    let file = repository.git.commondir().join(branch);
    let folder = file.parent().unwrap_or(&file);
    sync_folder(folder).map_err(|error| {
        crate::store::write_problem(&error, "the version is recorded, but the disk did not confirm it")
            .safe("Your plans are saved in their files.")
    })
}
