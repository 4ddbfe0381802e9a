//! What versions changed, kept from one look at the history to the next: a version never changes, so what was found out
//! about one is true for ever. For speed alone: what is not there, is damaged or of another format is looked for in
//! the repository, and what a version holds is always read there.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::Path;

use foldhash::HashMap;
use git2::Oid;

use super::raw::Head;
use crate::plan::RelPath;
use crate::store::private;

/// The file in the private folder.
const FILE: &str = "history";
/// How the file begins. Whoever changes what comes after it changes the number.
const FORMAT: &[u8] = b"nec history 1\n";
/// The most that is kept: some 200,000 versions. What comes after is looked for each time.
const MOST_BYTES: usize = 16 << 20;
/// Of them, what the entries may take.
const MOST_ENTRIES: usize = MOST_BYTES - 4096;
/// How many files a version may change for it to be remembered which.
pub const MOST_CHANGED: usize = 4096;
/// Stands in place of how many files a version changed, where it is not remembered which.
const MANY: u16 = u16::MAX;

/// The kinds of entries: a path, which has the next number from then on; a version.
const PATH: u8 = 0;
const VERSION: u8 = 1;

const ID: usize = 20;

/// What is remembered of a plan directory's versions. Where it has a version, it has all that this one followed.
#[derive(Debug, Default)]
pub struct Memory {
    /// The entries, one after the other, as they are in the file.
    entries: Vec<u8>,
    /// The number of each path that a version changed.
    paths: HashMap<String, u32>,
    /// Where a version's entry is.
    versions: HashMap<Oid, usize>,
}

/// A file, as it is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Number(u32),
    /// None of the versions that are remembered changed it.
    Never,
    /// It is none of those that are remembered.
    Unknown,
}

/// Reads bytes from the front; nothing where they end too soon.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, many: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(many)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn id(&mut self) -> Option<Oid> {
        Oid::from_bytes(self.take(ID)?).ok()
    }

    fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// A version that followed another, and the numbers of the files that it changed; nothing in their place where
    /// it is not remembered which.
    fn parent(&mut self) -> Option<(Oid, Option<&'b [u8]>)> {
        let id = self.id()?;
        let changed = match self.short()? {
            MANY => None,
            many => Some(self.take(usize::from(many) * size_of::<u32>())?),
        };
        Some((id, changed))
    }
}

impl Memory {
    /// What is kept for the plan directory at `root`, which is at `prefix` in its repository: nothing where there is
    /// none that can be used.
    pub fn read(root: &Path, prefix: &str) -> Memory {
        let bytes = kept(&root.join(private::FOLDER).join(FILE));
        bytes.and_then(|bytes| Memory::understood(&bytes, prefix)).unwrap_or_default()
    }

    fn understood(bytes: &[u8], prefix: &str) -> Option<Memory> {
        let mut bytes = Bytes(bytes.strip_prefix(FORMAT)?);
        let sum = u64::from_le_bytes(bytes.array()?);
        if sum != checksum(bytes.0) {
            return None;
        }
        let length = usize::from(bytes.short()?);
        if bytes.take(length)? != prefix.as_bytes() {
            return None;
        }
        let mut memory = Memory { entries: bytes.0.to_vec(), ..Memory::default() };
        let whole = bytes.0.len();
        while !bytes.0.is_empty() {
            let at = whole - bytes.0.len();
            match bytes.array::<1>()? {
                [PATH] => {
                    let length = usize::from(bytes.short()?);
                    let path = std::str::from_utf8(bytes.take(length)?).ok()?;
                    let number = u32::try_from(memory.paths.len()).ok()?;
                    memory.paths.insert(path.to_owned(), number);
                }
                [VERSION] => {
                    memory.versions.insert(bytes.id()?, at);
                    bytes.take(ID + size_of::<i64>())?;
                    let [parents] = bytes.array()?;
                    for _ in 0..parents {
                        bytes.parent()?;
                    }
                }
                _ => return None,
            }
        }
        Some(memory)
    }

    /// Keeps it for the next time.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn keep(&self, root: &Path, prefix: &str) -> std::io::Result<()> {
        let folder = private::folder(root).map_err(|problem| std::io::Error::other(problem.what))?;
        let mut after = u16::try_from(prefix.len()).map_err(std::io::Error::other)?.to_le_bytes().to_vec();
        after.extend_from_slice(prefix.as_bytes());
        after.extend_from_slice(&self.entries);
        let mut file = private::temporary_without_lock(&folder)?;
        for part in [FORMAT, &checksum(&after).to_le_bytes(), &after] {
            file.write_all(part)?;
        }
        // Not synced: what a power cut damages is made anew.
        file.persist(folder.join(FILE)).map(drop).map_err(|error| error.error)
    }

    /// How many versions are remembered.
    pub fn versions(&self) -> usize {
        self.versions.len()
    }

    pub fn has(&self, version: Oid) -> bool {
        self.versions.contains_key(&version)
    }

    /// How a file is known.
    pub fn named(&self, file: Option<&RelPath>) -> Named {
        match file.filter(|file| file.role().is_some()) {
            None => Named::Unknown,
            Some(file) => self.paths.get(file.as_str()).map_or(Named::Never, |number| Named::Number(*number)),
        }
    }

    /// The head of a version.
    pub fn head(&self, version: Oid) -> Option<Head> {
        let (mut bytes, tree, time) = self.entry(version)?;
        let [parents] = bytes.array()?;
        let parents = (0..parents).map(|_| bytes.parent().map(|(id, _)| id)).collect::<Option<_>>()?;
        Some(Head { tree, parents, time })
    }

    /// Whether a version has a file as one of those that it followed has it; nothing where that is not remembered.
    pub fn is_same(&self, version: Oid, parent: Oid, file: Named) -> Option<bool> {
        let (mut bytes, ..) = self.entry(version)?;
        let [parents] = bytes.array()?;
        for _ in 0..parents {
            let (id, changed) = bytes.parent()?;
            if id == parent {
                return match file {
                    Named::Unknown => None,
                    Named::Never => changed.map(|_| true),
                    Named::Number(number) => {
                        changed.map(|numbers| !numbers.chunks(4).any(|one| *one == number.to_le_bytes()))
                    }
                };
            }
        }
        None
    }

    /// A version's tree and time, and the rest of its entry.
    fn entry(&self, version: Oid) -> Option<(Bytes<'_>, Oid, i64)> {
        let mut bytes = Bytes(self.entries.get(*self.versions.get(&version)?..)?);
        bytes.take(1 + ID)?;
        let tree = bytes.id()?;
        let time = i64::from_le_bytes(bytes.array()?);
        Some((bytes, tree, time))
    }

    /// Remembers a version: its head, and which files it changed of each that it followed; nothing for one where that
    /// is not to be remembered. Gives whether there was room. All that it followed must be there before.
    pub fn add(&mut self, version: Oid, head: &Head, changed: &[Option<Vec<String>>]) -> bool {
        let Ok(parents) = u8::try_from(head.parents.len()) else { return false };
        if !head.parents.iter().all(|parent| self.has(*parent)) {
            return false;
        }
        let mut after = Vec::new();
        for (parent, files) in head.parents.iter().zip(changed) {
            after.extend_from_slice(parent.as_bytes());
            let files = files.as_ref().filter(|files| files.len() <= MOST_CHANGED);
            let many = files.map_or(MANY, |files| u16::try_from(files.len()).unwrap_or(MANY));
            after.extend_from_slice(&many.to_le_bytes());
            for file in files.into_iter().flatten() {
                let Some(number) = self.number(file) else { return false };
                after.extend_from_slice(&number.to_le_bytes());
            }
        }
        let at = self.entries.len();
        if at + after.len() + ID * 4 > MOST_ENTRIES {
            return false;
        }
        self.entries.push(VERSION);
        self.entries.extend_from_slice(version.as_bytes());
        self.entries.extend_from_slice(head.tree.as_bytes());
        self.entries.extend_from_slice(&head.time.to_le_bytes());
        self.entries.push(parents);
        self.entries.extend_from_slice(&after);
        self.versions.insert(version, at);
        true
    }

    /// The number of a path; a new one where it has none.
    fn number(&mut self, path: &str) -> Option<u32> {
        if let Some(number) = self.paths.get(path) {
            return Some(*number);
        }
        let number = u32::try_from(self.paths.len()).ok()?;
        self.entries.push(PATH);
        self.entries.extend_from_slice(&u16::try_from(path.len()).ok()?.to_le_bytes());
        self.entries.extend_from_slice(path.as_bytes());
        self.paths.insert(path.to_owned(), number);
        Some(number)
    }
}

/// The bytes of an ordinary file that is not too big, read through no link.
fn kept(file: &Path) -> Option<Vec<u8>> {
    let file = private::private(OpenOptions::new().read(true)).open(file).ok()?;
    let found = file.metadata().ok()?;
    if !found.is_file() || found.len() > MOST_BYTES as u64 {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Tells whole bytes from damaged ones: FNV, eight bytes at a time.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(PRIME).rotate_left(23);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    rest.iter().fold(mix(sum, bytes.len() as u64), |sum, byte| mix(sum, u64::from(*byte)))
}
