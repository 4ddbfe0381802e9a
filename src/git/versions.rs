//! What was recorded.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use git2::{Commit, ErrorCode, ObjectType, Oid, Tree};
use jiff::Timestamp;

use super::listed::Listed;
use super::repository::{Repository, refused};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::plain::plain;
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

impl Difference {
    /// How what a file is now differs from what it was; nothing where it does not.
    pub(super) fn between(before: Option<Oid>, now: Option<Oid>) -> Option<Self> {
        match (before, now) {
            (None, Some(_)) => Some(Difference::New),
            (Some(_), None) => Some(Difference::Gone),
            (Some(before), Some(now)) if before != now => Some(Difference::Changed),
            _ => None,
        }
    }
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
    text_of(&repository, entry.id(), file).map(Some)
}

/// The text that was recorded of a file under that id.
///
/// # Errors
/// Where it is no text of at most 1 MiB, or cannot be read.
pub(super) fn text_of(repository: &Repository, id: Oid, file: &RelPath) -> Result<String, Problem> {
    let no_text = || {
        Problem::new(
            "what was recorded of this file is no text that can be read",
            "Record it again, and what changed is told from then on.",
        )
        .safe("The file on disk is untouched.")
        .in_file(file.to_string())
    };
    let (size, _) =
        repository.git.odb().and_then(|objects| objects.read_header(id)).map_err(|error| refused(&error))?;
    if size as u64 > MOST_BYTES {
        return Err(no_text());
    }
    let blob = repository.git.find_blob(id).map_err(|error| refused(&error))?;
    String::from_utf8(blob.content().to_vec()).map(plain).map_err(|_| no_text())
}

/// The id that a version would give this content: the same for the same bytes, on every computer.
///
/// # Errors
/// Where libgit2 cannot count it.
pub fn content_id(bytes: &[u8]) -> Result<String, Problem> {
    Oid::hash_object(ObjectType::Blob, bytes).map(|id| id.to_string()).map_err(|error| refused(&error))
}

/// Which of these files differ from the last version, and how, as git sees it: what it leaves out of this copy is not
/// gone. A file that neither has is left out; one that cannot be read counts as changed.
///
/// # Errors
/// Where the repository cannot be used.
pub fn changed(root: &Path, files: &[RelPath]) -> Result<Vec<(RelPath, Difference)>, Problem> {
    let repository = Repository::open(root)?;
    let tree = tip_tree(&repository)?;
    let listed = Listed::of(&repository);
    let mut changed = Vec::new();
    for file in files {
        let path = repository.path_of(file);
        let before = tree.as_ref().and_then(|tree| blob_at(tree, &path));
        let bytes = match read::read_bytes(root, file, u64::MAX - 1) {
            Ok(bytes) => Some(bytes),
            Err(unreadable) if unreadable.why == Why::Missing => None,
            Err(_) => {
                changed.push((file.clone(), Difference::Changed));
                continue;
            }
        };
        let now = bytes.as_ref().map(|bytes| Oid::hash_object(ObjectType::Blob, bytes)).transpose();
        let difference = Difference::between(before, now.map_err(|error| refused(&error))?);
        if let Some(difference) = difference
            && !listed.is_as_recorded(file, before, bytes.as_deref())
        {
            changed.push((file.clone(), difference));
        }
    }
    Ok(changed)
}

/// The files that the contract names: those on disk, and those that the last version has and the disk has not.
///
/// # Errors
/// Where the repository cannot be used.
pub fn known_files(directory: &Directory) -> Result<Vec<RelPath>, Problem> {
    let mut files = directory.files();
    files.extend(recorded_files(&directory.root)?);
    files.sort();
    files.dedup();
    Ok(files)
}

/// Those of them that differ from the last version.
///
/// # Errors
/// Where the repository cannot be used.
pub fn unrecorded(directory: &Directory) -> Result<BTreeSet<RelPath>, Problem> {
    let changed = changed(&directory.root, &known_files(directory)?)?;
    Ok(changed.into_iter().map(|(file, _)| file).collect())
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
    let mut walk = Walk { repository: &repository, found: HashMap::new() };
    walk.from(tip, files).map_err(|error| refused(&error))?;
    Ok(walk.found)
}

/// Follows files back through the versions, together as long as they go the same way.
struct Walk<'r> {
    repository: &'r Repository,
    found: HashMap<RelPath, LastChange>,
}

/// Files of one folder that are followed. Most versions leave a folder as it is, and then none is looked at.
struct Folder {
    /// Its path in the repository; empty for the top.
    path: String,
    tree: Oid,
    files: Vec<Followed>,
}

/// A file that is followed: its name in the folder, and its content there.
struct Followed {
    file: RelPath,
    name: String,
    blob: Oid,
}

impl<'r> Walk<'r> {
    fn from(&mut self, tip: Commit<'r>, files: &[RelPath]) -> Result<(), git2::Error> {
        let mut ahead = vec![(tip.clone(), self.folders(&tip.tree()?, files)?)];
        let mut steps = 0;
        while let Some((commit, folders)) = ahead.pop() {
            steps += 1;
            if steps > FARTHEST {
                break;
            }
            ahead.extend(self.step(&commit, folders)?);
        }
        Ok(())
    }

    fn folders(&self, tree: &Tree, files: &[RelPath]) -> Result<Vec<Folder>, git2::Error> {
        let mut folders: Vec<Folder> = Vec::new();
        for file in files {
            let path = self.repository.path_of(file);
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let Some(blob) = blob_at(tree, &path) else { continue };
            let followed = Followed { file: file.clone(), name: name.to_owned(), blob };
            match folders.iter_mut().find(|known| known.path == folder) {
                Some(known) => known.files.push(followed),
                None => folders.push(Folder {
                    path: folder.to_owned(),
                    tree: folder_at(tree, folder).unwrap_or_else(|| tree.id()),
                    files: vec![followed],
                }),
            }
        }
        Ok(folders)
    }

    /// One version: the files that it changed are found; the others go on to the first of those before it
    /// that has them as they are.
    fn step(
        &mut self,
        commit: &Commit<'r>,
        mut folders: Vec<Folder>,
    ) -> Result<Vec<(Commit<'r>, Vec<Folder>)>, git2::Error> {
        let mut ahead = Vec::new();
        for before in commit.parents() {
            let tree = before.tree()?;
            let mut same = Vec::new();
            let mut other = Vec::new();
            for folder in folders {
                let (stayed, changed) = self.part(&tree, folder)?;
                same.extend(stayed);
                other.extend(changed);
            }
            if !same.is_empty() {
                ahead.push((before, same));
            }
            folders = other;
        }
        if !folders.is_empty() {
            let author = commit.author();
            let by = author.name().map(crate::plan::printable::one_line).unwrap_or_default();
            let when = Timestamp::from_second(author.when().seconds()).unwrap_or_default();
            for followed in folders.into_iter().flat_map(|folder| folder.files) {
                let change = LastChange { by: by.clone(), when, id: commit.id().to_string() };
                self.found.insert(followed.file, change);
            }
        }
        Ok(ahead)
    }

    /// The files of a folder that an earlier version has as they are, and those that it has not.
    fn part(&self, earlier: &Tree, folder: Folder) -> Result<(Option<Folder>, Option<Folder>), git2::Error> {
        let Some(id) = folder_at(earlier, &folder.path) else { return Ok((None, Some(folder))) };
        if id == folder.tree {
            return Ok((Some(folder), None));
        }
        let tree = self.repository.git.find_tree(id)?;
        let (same, other): (Vec<Followed>, Vec<Followed>) = folder
            .files
            .into_iter()
            .partition(|file| tree.get_name(&file.name).is_some_and(|entry| entry.id() == file.blob));
        let of = |tree: Oid, files: Vec<Followed>| {
            (!files.is_empty()).then(|| Folder { path: folder.path.clone(), tree, files })
        };
        Ok((of(id, same), of(folder.tree, other)))
    }
}

/// The tree of a folder, where the path is one.
fn folder_at(tree: &Tree, path: &str) -> Option<Oid> {
    if path.is_empty() {
        return Some(tree.id());
    }
    let entry = tree.get_path(Path::new(path)).ok()?;
    (entry.kind() == Some(ObjectType::Tree)).then(|| entry.id())
}

/// What the last version holds; nothing where there is none yet.
pub(super) fn tip_tree(repository: &Repository) -> Result<Option<Tree<'_>>, Problem> {
    repository.tip()?.map(|tip| tip.tree().map_err(|error| refused(&error))).transpose()
}

/// The id of what a tree has at a path.
pub(super) fn blob_at(tree: &Tree, path: &str) -> Option<Oid> {
    tree.get_path(Path::new(path)).ok().map(|entry| entry.id())
}
