//! Versions and trees as git stores them, read no further than is asked.

use git2::{Error, Oid};

/// The mode of a folder in a tree.
const FOLDER: u32 = 0o040_000;
/// The part of a mode that tells files, links and folders apart.
const KIND: u32 = 0o170_000;
/// An ordinary file.
const FILE: u32 = 0o100_000;

/// What stands at a path in a version: the id of its bytes, and whether they are a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content {
    mode: u32,
    id: Oid,
}

impl Content {
    /// Whether it is an ordinary file.
    pub fn is_file(self) -> bool {
        self.mode & KIND == FILE
    }

    /// Any file, for tests of what is shown of versions.
    #[cfg(test)]
    pub fn example() -> Content {
        Content { mode: FILE, id: Oid::ZERO_SHA1 }
    }

    pub(super) fn is_folder(self) -> bool {
        self.mode & KIND == FOLDER
    }

    pub(super) fn id(self) -> Oid {
        self.id
    }
}

/// What the walk needs to know of a version.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    pub tree: Oid,
    pub parents: Vec<Oid>,
    /// When it was recorded, in seconds since 1970.
    pub time: i64,
}

impl Head {
    /// Reads a commit's bytes.
    ///
    /// # Errors
    /// Where it names no tree.
    pub fn read(bytes: &[u8]) -> Result<Head, Error> {
        let (mut tree, mut parents, mut time) = (None, Vec::new(), 0);
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Some(id) = line.strip_prefix(b"tree ") {
                tree = Some(hexadecimal(id)?);
            } else if let Some(id) = line.strip_prefix(b"parent ") {
                parents.push(hexadecimal(id)?);
            } else if let Some(who) = line.strip_prefix(b"committer ") {
                // What comes after it is no matter of the walk's.
                time = seconds(who);
                break;
            } else if line.is_empty() {
                break;
            }
        }
        let tree = tree.ok_or_else(|| Error::from_str("a version names no tree"))?;
        Ok(Head { tree, parents, time })
    }
}

fn hexadecimal(id: &[u8]) -> Result<Oid, Error> {
    Oid::from_str(std::str::from_utf8(id).unwrap_or_default())
}

/// The time in "Name <address> 1600000000 +0000"; the name may hold anything.
fn seconds(who: &[u8]) -> i64 {
    let after = who.rsplit(|byte| *byte == b'>').next().unwrap_or_default();
    let text = std::str::from_utf8(after).unwrap_or_default();
    text.split_whitespace().next().and_then(|time| time.parse().ok()).unwrap_or_default()
}

/// The entry of that name in a tree's bytes: "mode name\0" and twenty bytes of id, again and again.
pub fn entry(tree: &[u8], name: &[u8]) -> Option<Content> {
    entries(tree).find(|entry| entry.name == name)?.content()
}

/// An entry of a tree, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'t> {
    mode: &'t [u8],
    pub name: &'t [u8],
    id: &'t [u8],
}

impl Raw<'_> {
    /// What it stands for; nothing where that cannot be read.
    pub fn content(&self) -> Option<Content> {
        let mode = u32::from_str_radix(std::str::from_utf8(self.mode).ok()?, 8).ok()?;
        Some(Content { mode, id: Oid::from_bytes(self.id).ok()? })
    }
}

/// The entries of a tree, up to where its bytes are none.
pub fn entries(mut tree: &[u8]) -> impl Iterator<Item = Raw<'_>> {
    const ID: usize = 20;
    std::iter::from_fn(move || {
        let space = tree.iter().position(|byte| *byte == b' ')?;
        let (mode, rest) = (tree.get(..space)?, tree.get(space + 1..)?);
        let end = rest.iter().position(|byte| *byte == 0)?;
        let id = rest.get(end + 1..end + 1 + ID)?;
        tree = rest.get(end + 1 + ID..)?;
        Some(Raw { mode, name: rest.get(..end)?, id })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";

    #[test]
    fn a_head_is_read_whoever_recorded_it() {
        let text = format!(
            "tree {ONE}\nparent {TWO}\nparent {ONE}\nauthor A <a> 7 +0100\ncommitter > 3 B <b> 12 +0000\n\ntree"
        );
        let head = Head::read(text.as_bytes()).unwrap();
        assert_eq!((head.tree.to_string().as_str(), head.parents.len(), head.time), (ONE, 2, 12));
        assert!(Head::read(b"parent x\n").is_err());
        assert!(Head::read(b"").is_err());
    }

    #[test]
    fn an_entry_is_found_by_its_whole_name() {
        let mut tree = Vec::new();
        for (mode, name, byte) in [("40000", "a", 1_u8), ("100644", "a.toml", 2), ("120000", "b", 3)] {
            tree.extend(format!("{mode} {name}\0").bytes());
            tree.extend([byte; 20]);
        }
        let found = |name: &str| entry(&tree, name.as_bytes());
        assert!(found("a").unwrap().is_folder());
        let file = found("a.toml").unwrap();
        assert!(file.is_file() && file.id() == Oid::from_bytes(&[2; 20]).unwrap());
        assert!(!found("b").unwrap().is_file());
        assert_eq!(found("a.tom"), None);
        assert_eq!(entry(&tree[..tree.len() - 1], b"b"), None, "cut short");
    }
}
