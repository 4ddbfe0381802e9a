//! Where the files of a plan directory are read from: the disk, a version of them, or what is to become one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::content::Content;
use super::read::{self, Loaded, Unreadable};
use crate::plan::RelPath;

/// The files of a plan directory. Whoever reads through it need not know which it is.
#[derive(Debug, Clone)]
pub enum Files {
    /// As they lie on disk, in this folder.
    Disk(PathBuf),
    /// As they stood in a version.
    Version(Arc<Snapshot>),
    /// As they were taken from this folder to be recorded; those that were not taken, as they lie there.
    Taken(PathBuf, Arc<HashMap<String, Option<Arc<[u8]>>>>),
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A link to a folder; it is not followed.
    LinkToFolder,
    /// A folder of another repository, of which a version holds only the name.
    Elsewhere,
    /// Any other link, a device.
    Odd,
}

impl Files {
    /// The files of a folder, these of them as they are to be recorded.
    pub fn taken<'c>(root: &Path, contents: impl IntoIterator<Item = &'c Content>) -> Self {
        let named = |content: &Content| (content.file.as_str().to_owned(), content.bytes.clone());
        Files::Taken(root.to_path_buf(), Arc::new(contents.into_iter().map(named).collect()))
    }

    /// Reads a text file of the directory.
    ///
    /// # Errors
    /// Where it is missing, too big, a link or a special file, not UTF-8, empty, in conflict, or refused by the
    /// system.
    pub fn read(&self, file: &RelPath) -> Result<Loaded, Unreadable> {
        match self {
            Files::Disk(root) => read::read(root, file),
            Files::Version(_) | Files::Taken(..) => {
                read::understood(file, self.read_bytes(file, read::MOST_BYTES)?)
            }
        }
    }

    /// Reads a file of the directory as it is, if it has at most `most` bytes.
    ///
    /// # Errors
    /// As [`Files::read`], but for what only a text can fail.
    pub fn read_bytes(&self, file: &RelPath, most: u64) -> Result<Vec<u8>, Unreadable> {
        match self {
            Files::Disk(root) => read::read_bytes(root, file, most),
            Files::Version(snapshot) => snapshot.bytes(file, most).map(<[u8]>::to_vec),
            Files::Taken(root, taken) => match taken.get(file.as_str()) {
                None => read::read_bytes(root, file, most),
                Some(None) => Err(Unreadable::missing().in_file(file)),
                Some(Some(bytes)) if bytes.len() as u64 > most => {
                    Err(Unreadable::too_big(most).in_file(file))
                }
                Some(Some(bytes)) => Ok(bytes.to_vec()),
            },
        }
    }

    /// What lies there; nothing where nothing does. The empty path is the directory itself.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        match self {
            Files::Disk(root) => kind(&root.join(path)),
            Files::Taken(root, taken) => match taken.get(path) {
                None => kind(&root.join(path)),
                Some(bytes) => bytes.as_ref().map(|_| Kind::File),
            },
            Files::Version(snapshot) => snapshot.kind(path),
        }
    }

    /// The names in a folder that are text, sorted; none where it cannot be read. The empty path is the
    /// directory itself.
    pub fn names(&self, folder: &str) -> Vec<String> {
        match self {
            Files::Disk(root) => names(&root.join(folder)),
            Files::Taken(root, taken) => {
                let mut names: BTreeSet<String> = names(&root.join(folder)).into_iter().collect();
                for (path, bytes) in taken.iter() {
                    let (at, name) = path.rsplit_once('/').unwrap_or(("", path));
                    if at == folder && bytes.is_some() {
                        names.insert(name.to_owned());
                    } else if at == folder {
                        names.remove(name);
                    }
                }
                names.into_iter().collect()
            }
            Files::Version(snapshot) => snapshot.folders.get(folder).cloned().unwrap_or_default(),
        }
    }
}

fn kind(path: &Path) -> Option<Kind> {
    let metadata = path.symlink_metadata().ok()?;
    Some(if metadata.is_symlink() {
        if path.is_dir() { Kind::LinkToFolder } else { Kind::Odd }
    } else if metadata.is_dir() {
        Kind::Folder
    } else if metadata.is_file() {
        Kind::File
    } else {
        Kind::Odd
    })
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// The files of a plan directory as they stood in a version, held in memory. Of evidence there are only the
/// names.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// What lies at each path.
    entries: HashMap<String, Held>,
    /// The names in each folder, sorted; the empty path is the directory itself.
    folders: BTreeMap<String, Vec<String>>,
}

/// What a version holds at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    File(Vec<u8>),
    /// A file that is too big to be read, or none of the program's.
    Unread,
    LinkToFolder,
    Link,
    /// A folder of another repository.
    Elsewhere,
}

impl Snapshot {
    /// The version that holds this at these paths, which have forward slashes and none at an end.
    pub fn of(held: impl IntoIterator<Item = (String, Held)>) -> Self {
        let mut snapshot = Snapshot::default();
        for (path, held) in held {
            let mut inner = path.as_str();
            loop {
                let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
                let names = snapshot.folders.entry(folder.to_owned()).or_default();
                match names.binary_search_by(|known| known.as_str().cmp(name)) {
                    Ok(_) => break,
                    Err(at) => names.insert(at, name.to_owned()),
                }
                if folder.is_empty() {
                    break;
                }
                inner = folder;
            }
            snapshot.entries.insert(path, held);
        }
        snapshot
    }

    fn kind(&self, path: &str) -> Option<Kind> {
        match self.entries.get(path) {
            Some(Held::File(_) | Held::Unread) => Some(Kind::File),
            Some(Held::LinkToFolder) => Some(Kind::LinkToFolder),
            Some(Held::Link) => Some(Kind::Odd),
            Some(Held::Elsewhere) => Some(Kind::Elsewhere),
            None => self.folders.contains_key(path).then_some(Kind::Folder),
        }
    }

    fn bytes(&self, file: &RelPath, most: u64) -> Result<&[u8], Unreadable> {
        let mut on_the_way = file.as_str().match_indices('/').map(|(at, _)| &file.as_str()[..at]);
        if on_the_way.any(|folder| matches!(self.entries.get(folder), Some(Held::LinkToFolder | Held::Link)))
        {
            return Err(Unreadable::link().in_file(file));
        }
        match self.entries.get(file.as_str()) {
            Some(Held::File(bytes)) if bytes.len() as u64 <= most => Ok(bytes),
            Some(Held::File(_) | Held::Unread) => Err(Unreadable::too_big(most).in_file(file)),
            Some(Held::LinkToFolder | Held::Link) => Err(Unreadable::link().in_file(file)),
            Some(Held::Elsewhere) => Err(Unreadable::not_ordinary().in_file(file)),
            None if self.folders.contains_key(file.as_str()) => Err(Unreadable::not_ordinary().in_file(file)),
            None => Err(Unreadable::missing().in_file(file)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::store::Directory;
    use crate::store::read::Why;

    fn file(text: &str) -> Held {
        Held::File(text.as_bytes().to_vec())
    }

    fn version(held: &[(&str, Held)]) -> Files {
        let held = held.iter().map(|(path, held)| ((*path).to_owned(), held.clone()));
        Files::Version(Arc::new(Snapshot::of(held)))
    }

    #[test]
    fn a_version_is_listed_like_a_disk() {
        let held = [
            ("nec.toml", file("format = 1\nedition = \"x\"\n")),
            ("2027-28/purbeck.toml", file("")),
            ("2026-27/west-dorset.toml", file("")),
            ("2026-27/East Dorset.toml", file("")),
            ("2026-27/west-dorset.record.toml", file("")),
            ("old", Held::LinkToFolder),
            ("notes", Held::Link),
        ];
        let files = version(&held);
        assert_eq!(files.names(""), ["2026-27", "2027-28", "nec.toml", "notes", "old"]);
        assert_eq!(
            files.names("2026-27"),
            ["East Dorset.toml", "west-dorset.record.toml", "west-dorset.toml"]
        );
        let listing = Directory::of(Path::new("/x"), files).unwrap().plans();
        let plans: Vec<String> = listing.plans.iter().map(ToString::to_string).collect();
        assert_eq!(plans, ["2026-27/west-dorset", "2027-28/purbeck"]);
        let problems: Vec<_> = listing.problems.iter().map(|problem| problem.file.clone().unwrap()).collect();
        assert_eq!(problems, ["2026-27/East Dorset.toml", "old"]);
    }

    #[test]
    fn what_is_no_text_is_told_like_on_a_disk() {
        let files = version(&[
            ("2026-27/a.toml", Held::Link),
            ("2026-27/b.toml", Held::Unread),
            ("2026-27/c.toml", Held::Elsewhere),
            ("2026-27/d.toml", Held::File(b"a = \"\xff\"".to_vec())),
            ("2026-27/e.toml/f", file("x")),
            ("2026-27/g.toml", file("\u{feff}a = 1\r\n")),
            ("2027-28", Held::LinkToFolder),
        ]);
        let read = |path: &str| files.read(&RelPath::new(path).unwrap());
        let why = |path: &str| read(path).unwrap_err().why;
        assert_eq!(why("2026-27/a.toml"), Why::NotAFile);
        assert_eq!(why("2026-27/b.toml"), Why::NotAText);
        assert_eq!(why("2026-27/c.toml"), Why::NotAFile);
        assert_eq!(why("2026-27/d.toml"), Why::NotAText);
        assert_eq!(why("2026-27/e.toml"), Why::NotAFile);
        assert_eq!(why("2026-27/z.toml"), Why::Missing);
        assert!(read("2027-28/a.toml").unwrap_err().problem.what.contains("link"));
        assert_eq!(read("2026-27/g.toml").unwrap().text, "a = 1\n");
    }
}
