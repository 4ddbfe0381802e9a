//! What was recorded.

use std::collections::HashMap;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, Tree};
use jiff::Timestamp;

use super::repository::{Repository, refused};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::read::{self, MOST_BYTES, Why};

/// How many versions are looked through for a file's last change, at most: some 60 ms.
const FARTHEST: usize = 10_000;

/// How a file differs from the last version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The last version does not have it.
    New,
    Changed,
    /// It is gone from the disk.
    Gone,
}

/// Who changed a file last, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    pub by: String,
    pub when: Timestamp,
    /// The version's id.
    pub id: String,
}

/// The text of a file in the last version; nothing where that has no such file, or there is no version yet.
///
/// # Errors
/// Where the repository cannot be used, or what was recorded is no text of at most 1 MiB.
pub fn recorded_text(root: &Path, file: &RelPath) -> Result<Option<String>, Problem> {
    let repository = Repository::open(root)?;
    let Some(tree) = tip_tree(&repository)? else { return Ok(None) };
    let entry = match tree.get_path(Path::new(&repository.path_of(file))) {
        Ok(entry) => entry,
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(refused(&error)),
    };
    if entry.kind() != Some(ObjectType::Blob) {
        return Ok(None);
    }
    let no_text = || {
        Problem::new(
            "what was recorded of this file is no text that can be read",
            "Record it again, and what changed is told from then on.",
        )
        .safe("The file on disk is untouched.")
        .in_file(file.to_string())
    };
    let (size, _) = repository
        .git
        .odb()
        .and_then(|objects| objects.read_header(entry.id()))
        .map_err(|error| refused(&error))?;
    if size as u64 > MOST_BYTES {
        return Err(no_text());
    }
    let blob = repository.git.find_blob(entry.id()).map_err(|error| refused(&error))?;
    String::from_utf8(blob.content().to_vec()).map(Some).map_err(|_| no_text())
}

/// Which of these files differ from the last version, and how. A file that neither has is left out; one that
/// cannot be read counts as changed.
///
/// # Errors
/// Where the repository cannot be used.
pub fn changed(root: &Path, files: &[RelPath]) -> Result<Vec<(RelPath, Difference)>, Problem> {
    let repository = Repository::open(root)?;
    let tree = tip_tree(&repository)?;
    let mut changed = Vec::new();
    for file in files {
        let before = tree.as_ref().and_then(|tree| blob_at(tree, &repository.path_of(file)));
        let now = match read::read_bytes(root, file, u64::MAX - 1) {
            Ok(bytes) => Some(Oid::hash_object(ObjectType::Blob, &bytes).map_err(|error| refused(&error))?),
            Err(unreadable) if unreadable.why == Why::Missing => None,
            Err(_) => {
                changed.push((file.clone(), Difference::Changed));
                continue;
            }
        };
        let difference = match (before, now) {
            (None, Some(_)) => Difference::New,
            (Some(_), None) => Difference::Gone,
            (Some(before), Some(now)) if before != now => Difference::Changed,
            _ => continue,
        };
        changed.push((file.clone(), difference));
    }
    Ok(changed)
}

/// The files of the plan directory that the last version has and the contract names.
///
/// # Errors
/// Where the repository cannot be used.
pub fn recorded_files(root: &Path) -> Result<Vec<RelPath>, Problem> {
    let repository = Repository::open(root)?;
    let Some(mut tree) = tip_tree(&repository)? else { return Ok(Vec::new()) };
    if !repository.prefix().is_empty() {
        let folder = repository.prefix().trim_end_matches('/');
        let Some(entry) = tree.get_path(Path::new(folder)).ok() else { return Ok(Vec::new()) };
        let Ok(inner) = repository.git.find_tree(entry.id()) else { return Ok(Vec::new()) };
        tree = inner;
    }
    let mut files = Vec::new();
    tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if entry.kind() == Some(ObjectType::Blob)
            && let Ok(name) = entry.name()
            && let Ok(file) = RelPath::new(&format!("{folder}{name}"))
            && file.role().is_some()
        {
            files.push(file);
        }
        git2::TreeWalkResult::Ok
    })
    .map_err(|error| refused(&error))?;
    files.sort();
    Ok(files)
}

/// Who changed each of these files last, and when: the newest version whose content of the file differs from
/// all that it followed. Files that no version has, or whose last change lies more than 10,000 versions back,
/// are left out.
///
/// # Errors
/// Where the repository cannot be used.
pub fn last_changes(root: &Path, files: &[RelPath]) -> Result<HashMap<RelPath, LastChange>, Problem> {
    let repository = Repository::open(root)?;
    let Some(tip) = repository.tip()? else { return Ok(HashMap::new()) };
    Walk { repository: &repository, found: HashMap::new() }.from(tip, files).map_err(|error| refused(&error))
}

/// Follows files back through the versions, together as long as they go the same way.
struct Walk<'r> {
    repository: &'r Repository,
    found: HashMap<RelPath, LastChange>,
}

/// A file that is followed: its path in the repository, and its blob there.
type Followed = (RelPath, String, Oid);

impl<'r> Walk<'r> {
    fn from(
        mut self,
        tip: git2::Commit<'r>,
        files: &[RelPath],
    ) -> Result<HashMap<RelPath, LastChange>, git2::Error> {
        let tree = tip.tree()?;
        let followed: Vec<Followed> = files
            .iter()
            .filter_map(|file| {
                let path = self.repository.path_of(file);
                let blob = blob_at(&tree, &path)?;
                Some((file.clone(), path, blob))
            })
            .collect();
        let mut ahead = vec![(tip, followed)];
        let mut steps = 0;
        while let Some((commit, followed)) = ahead.pop() {
            steps += 1;
            if followed.is_empty() || steps > FARTHEST {
                continue;
            }
            ahead.extend(self.step(&commit, followed)?);
        }
        Ok(self.found)
    }

    /// One version: the files that it changed are found; the others go on to the first of those before it
    /// that has them as they are.
    fn step(
        &mut self,
        commit: &git2::Commit<'r>,
        mut followed: Vec<Followed>,
    ) -> Result<Vec<(git2::Commit<'r>, Vec<Followed>)>, git2::Error> {
        let mut ahead = Vec::new();
        for before in commit.parents() {
            let (same, other) = if before.tree_id() == commit.tree_id() {
                (followed, Vec::new())
            } else {
                let tree = before.tree()?;
                followed.into_iter().partition(|(_, path, blob)| blob_at(&tree, path) == Some(*blob))
            };
            ahead.push((before, same));
            followed = other;
        }
        let by = commit.author().name().map(crate::plan::printable::one_line).unwrap_or_default();
        let when = Timestamp::from_second(commit.author().when().seconds()).unwrap_or_default();
        for (file, _, _) in followed {
            self.found.insert(file, LastChange { by: by.clone(), when, id: commit.id().to_string() });
        }
        Ok(ahead)
    }
}

fn tip_tree(repository: &Repository) -> Result<Option<Tree<'_>>, Problem> {
    repository.tip()?.map(|tip| tip.tree().map_err(|error| refused(&error))).transpose()
}

fn blob_at(tree: &Tree, path: &str) -> Option<Oid> {
    tree.get_path(Path::new(path)).ok().map(|entry| entry.id())
}
