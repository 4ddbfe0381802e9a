//! The versions of one file, newest first, one at a time: who asks for ten waits for ten.
//!
//! What is compared is only what stands at the file's path in each version's tree. The trees and the heads of
//! the versions are read as bytes: of a version that leaves the file alone, nothing is made but two numbers.

mod ahead;
mod heads;
mod memory;
mod raw;
mod remember;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::path::Path;

use git2::{Delta, DiffFindOptions, DiffOptions, Odb, Oid};
use jiff::Timestamp;

use super::record::short;
use super::repository::{Repository, refused};
use super::snapshot::{named, no_version, unreadable};
use super::versions::text_of;
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use heads::{Heads, head};
use memory::{Memory, Named};
pub use raw::Content;
use raw::Head;
pub use remember::remember;

/// How alike two files must be, in hundredths, for one to be the other under a new name.
const ALIKE: u16 = 50;
/// How many files that are gone are compared with a new one, at most.
const MOST_COMPARED: usize = 100;

/// A version that changed a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The version's id: forty hexadecimal digits.
    pub id: String,
    /// Its author's name, fit to be shown.
    pub by: String,
    /// The author's address, as recorded.
    pub email: String,
    /// When the author wrote it.
    pub when: Timestamp,
    /// The first line of its note, fit to be shown.
    pub note: String,
    /// The file's path in it: of an area whose id was changed since, the earlier one.
    pub file: RelPath,
    /// What it has at that path; nothing where it took the file away.
    pub content: Option<Content>,
    /// What the version before it had; nothing where it began the file.
    pub before: Option<Content>,
}

impl Entry {
    /// The id, short enough to read out.
    pub fn short(&self) -> &str {
        short(&self.id)
    }
}

/// The versions that changed a file, newest first, found as they are asked for.
///
/// Where versions were brought together, all of them are followed, as `git log --full-history` does: what one person
/// recorded is found, also where the other's was taken. What brought them together is given where it has the
/// file as none of them had.
pub struct History {
    repository: Repository,
    paths: Paths,
    ahead: BinaryHeap<Ahead>,
    seen: HashSet<Oid>,
    met: u64,
    heads: Heads,
    /// What is known of versions from before; nothing until it is asked for.
    memory: Option<Memory>,
    /// How many versions were looked at that are not remembered.
    looked: usize,
}

/// The file's paths in the repository, and what was found at them.
struct Paths {
    /// The one asked for, then those that it had before.
    all: Vec<String>,
    /// How these are remembered; it grows as it is asked for.
    named: Vec<Named>,
    /// What stands at a path in a folder's tree, by path, depth of the folder and its id.
    known: HashMap<(usize, usize, Oid), Option<Content>>,
}

/// A version that is yet to be looked at; of those, the newest is next, and of the same second the one met
/// first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ahead {
    time: i64,
    met: Reverse<u64>,
    id: Oid,
    path: usize,
    content: Option<Content>,
    head: Head,
}

impl History {
    /// The history of a file, whether or not it is still there.
    ///
    /// # Errors
    /// Where the repository cannot be used.
    pub fn of(root: &Path, file: &RelPath) -> Result<Self, Problem> {
        let repository = Repository::open(root)?;
        let tip = repository.tip()?.map(|tip| tip.id());
        let paths = Paths { all: vec![repository.path_of(file)], named: Vec::new(), known: HashMap::new() };
        let mut history = History {
            repository,
            paths,
            ahead: BinaryHeap::new(),
            seen: HashSet::new(),
            met: 0,
            heads: Heads::Asked(0),
            memory: None,
            looked: 0,
        };
        if let Some(tip) = tip {
            history.begin(tip).map_err(|error| unreadable(&error))?;
        }
        Ok(history)
    }

    /// The text of what a version had of the file; nothing where it had none.
    ///
    /// # Errors
    /// Where it is no text of at most 1 MiB, or cannot be read.
    pub fn text(&self, file: &RelPath, content: Option<Content>) -> Result<Option<String>, Problem> {
        match content {
            None => Ok(None),
            Some(content) if content.is_file() => text_of(&self.repository, content.id(), file).map(Some),
            Some(_) => Err(Problem::new(
                "what stood there in that version is a link or a folder, not a file",
                "Choose another version: nec log lists them.",
            )
            .safe("Nothing was changed.")
            .in_file(file.to_string())),
        }
    }

    fn begin(&mut self, tip: Oid) -> Result<(), git2::Error> {
        let objects = self.repository.git.odb()?;
        let Some(head) = head(&self.repository.git, &objects, tip)? else { return Ok(()) };
        let content = self.paths.content(&objects, head.tree, 0)?;
        drop(objects);
        self.meet(tip, 0, content, head);
        Ok(())
    }

    fn meet(&mut self, id: Oid, path: usize, content: Option<Content>, head: Head) {
        if self.seen.insert(id) {
            self.met += 1;
            self.ahead.push(Ahead { time: head.time, met: Reverse(self.met), id, path, content, head });
        }
    }

    /// One version: it is left out where one of those that it followed has the file as it is. All of those are gone
    /// on from.
    fn step(&mut self, at: Ahead) -> Result<Option<Entry>, git2::Error> {
        let objects = self.repository.git.odb()?;
        let memory = self.memory.get_or_insert_with(|| remember::memory_of(&self.repository));
        self.looked += usize::from(!memory.has(at.id));
        let named = self.paths.named(&self.repository, memory, at.path);
        let mut before = Vec::with_capacity(at.head.parents.len());
        for id in &at.head.parents {
            let head = match memory.head(*id) {
                Some(head) => head,
                None => match self.heads.head(&self.repository.git, &objects, *id)? {
                    Some(head) => head,
                    None => continue,
                },
            };
            let content = match memory.is_same(at.id, *id, named) {
                Some(true) => at.content,
                _ => self.paths.content(&objects, head.tree, at.path)?,
            };
            before.push((*id, content, head));
        }
        if before.iter().any(|(_, content, _)| *content == at.content) {
            drop(objects);
            for (id, content, head) in before {
                self.meet(id, at.path, content, head);
            }
            return Ok(None);
        }
        drop(objects);
        let mut earlier = before.first().and_then(|(_, content, _)| *content);
        if before.is_empty() && at.content.is_none() {
            return Ok(None);
        }
        let is_new = at.content.is_some() && before.iter().all(|(_, content, _)| content.is_none());
        for (nth, (id, content, head)) in before.into_iter().enumerate() {
            let renamed = if is_new { self.renamed(&at, head.tree)? } else { None };
            let (path, content) = match renamed {
                Some(path) => {
                    let objects = self.repository.git.odb()?;
                    (path, self.paths.content(&objects, head.tree, path)?)
                }
                None => (at.path, content),
            };
            if nth == 0 {
                earlier = content;
            }
            self.meet(id, path, content, head);
        }
        self.entry(&at, earlier).map(Some)
    }

    /// Under which path the version before had a file that is new here.
    fn renamed(&mut self, at: &Ahead, earlier: Oid) -> Result<Option<usize>, git2::Error> {
        let git = &self.repository.git;
        let mut options = DiffOptions::new();
        if !self.repository.prefix().is_empty() {
            options.pathspec(self.repository.prefix().trim_end_matches('/'));
        }
        let (old, new) = (git.find_tree(earlier)?, git.find_tree(at.head.tree)?);
        let mut differences = git.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?;
        if differences.deltas().all(|delta| delta.status() != Delta::Deleted) {
            return Ok(None);
        }
        let mut find = DiffFindOptions::new();
        find.renames(true).rename_threshold(ALIKE).rename_limit(MOST_COMPARED);
        differences.find_similar(Some(&mut find))?;
        let path = differences.deltas().find_map(|delta| {
            let is_it = delta.status() == Delta::Renamed
                && delta.new_file().path_bytes() == Some(self.paths.all[at.path].as_bytes());
            is_it.then(|| delta.old_file().path()?.to_str().map(str::to_owned)).flatten()
        });
        // Files that the contract does not name are no plans, whatever they say.
        let path = path.filter(|path| self.file(path).is_some_and(|file| file.role().is_some()));
        Ok(path.map(|path| self.paths.number(path)))
    }

    fn file(&self, path: &str) -> Option<RelPath> {
        file_at(&self.repository, path)
    }

    /// How many versions were looked at so far that were not remembered from before.
    pub fn looked_at(&self) -> usize {
        self.looked
    }

    fn entry(&self, at: &Ahead, before: Option<Content>) -> Result<Entry, git2::Error> {
        let commit = self.repository.git.find_commit(at.id)?;
        let author = commit.author();
        let note = String::from_utf8_lossy(commit.message_bytes()).trim_start().to_owned();
        let file = self.file(&self.paths.all[at.path]);
        Ok(Entry {
            id: at.id.to_string(),
            by: one_line(&String::from_utf8_lossy(author.name_bytes())),
            email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
            when: Timestamp::from_second(author.when().seconds()).unwrap_or_default(),
            note: one_line(note.lines().next().unwrap_or_default()),
            file: file.ok_or_else(|| git2::Error::from_str("a path outside the plan directory"))?,
            content: at.content,
            before,
        })
    }
}

/// The file of the plan directory that is at a path of the repository.
fn file_at(repository: &Repository, path: &str) -> Option<RelPath> {
    RelPath::new(path.strip_prefix(repository.prefix())?).ok()
}

impl Paths {
    /// How a path is remembered.
    fn named(&mut self, repository: &Repository, memory: &Memory, path: usize) -> Named {
        let Paths { all, named, .. } = self;
        let new = all.iter().skip(named.len()).map(|path| memory.named(file_at(repository, path).as_ref()));
        named.extend(new.collect::<Vec<_>>());
        named[path]
    }

    /// What stands at a path in a tree.
    fn content(&mut self, objects: &Odb, top: Oid, path: usize) -> Result<Option<Content>, git2::Error> {
        let Paths { all, known, .. } = self;
        let mut tree = top;
        let mut passed = Vec::new();
        let mut found = None;
        let mut segments = all[path].split('/').enumerate().peekable();
        while let Some((depth, name)) = segments.next() {
            // The top differs in every version, a folder in few.
            if depth > 0 {
                if let Some(content) = known.get(&(path, depth, tree)) {
                    found = *content;
                    break;
                }
                passed.push((path, depth, tree));
            }
            let entry = raw::entry(objects.read(tree)?.data(), name.as_bytes());
            match (entry, segments.peek()) {
                (Some(entry), Some(_)) if entry.is_folder() => tree = entry.id(),
                (entry, None) => found = entry,
                _ => break,
            }
        }
        known.extend(passed.into_iter().map(|key| (key, found)));
        Ok(found)
    }

    /// The number of a path.
    fn number(&mut self, path: String) -> usize {
        self.all.iter().position(|known| *known == path).unwrap_or_else(|| {
            self.all.push(path);
            self.all.len() - 1
        })
    }
}

impl Iterator for History {
    type Item = Result<Entry, Problem>;

    /// The next version that changed the file. After an error there is none.
    fn next(&mut self) -> Option<Self::Item> {
        while let Some(at) = self.ahead.pop() {
            match self.step(at) {
                Ok(None) => {}
                Ok(Some(entry)) => return Some(Ok(entry)),
                Err(error) => {
                    self.ahead.clear();
                    return Some(Err(unreadable(&error)));
                }
            }
        }
        None
    }
}

/// What a version had of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// The version's id: forty hexadecimal digits.
    pub id: String,
    pub by: String,
    pub when: Timestamp,
    /// Nothing where the version has no such file.
    pub text: Option<String>,
}

/// What a version had of a file. `revision` names the version as git does, or by the first digits of its id.
/// A file that had another path then is found under that one, where the version is one that [`History`] gives.
///
/// # Errors
/// Where there is no such version, or what it has is no text of at most 1 MiB.
pub fn stood(root: &Path, file: &RelPath, revision: &str) -> Result<Stood, Problem> {
    let repository = Repository::open(root)?;
    let safe = "Nothing was changed.";
    let object = named(&repository.git, revision).map_err(|problem| problem.safe(safe))?;
    let commit = object
        .peel_to_commit()
        .map_err(|_| no_version(format!("“{}” is no version", one_line(revision))).safe(safe))?;
    let mut history = History::of(root, file)?;
    let content = {
        let objects = repository.git.odb().map_err(|error| refused(&error))?;
        history.paths.content(&objects, commit.tree_id(), 0).map_err(|error| unreadable(&error))?
    };
    let id = commit.id().to_string();
    let text = match content {
        Some(_) => history.text(file, content)?,
        None => match history.by_ref().find(|entry| entry.as_ref().is_ok_and(|entry| entry.id == id)) {
            Some(Ok(entry)) => history.text(&entry.file, entry.content)?,
            _ => None,
        },
    };
    let author = commit.author();
    Ok(Stood {
        id,
        by: one_line(&String::from_utf8_lossy(author.name_bytes())),
        when: Timestamp::from_second(author.when().seconds()).unwrap_or_default(),
        text,
    })
}
