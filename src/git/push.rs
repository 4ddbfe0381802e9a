//! What a push would bring to a shared repository, as its hook sees it before anything is taken in.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{Delta, ErrorCode, ObjectType, Oid, Sort, Tree};

use super::repository::open_any;
use super::snapshot::{plan_directories, snapshot_of, subtree, unreadable};
use super::trespass::{Trespass, trespass};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::files::Files;
use crate::store::find::MARK;

/// A shared repository while it is asked to take something in.
pub struct Receiving {
    git: git2::Repository,
}

/// One name that a push would move: a branch or a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The whole name: `refs/heads/main`.
    pub name: String,
    /// What it is now; nothing where it is new.
    old: Option<Oid>,
    /// What it would be; nothing where it would go.
    new: Option<Oid>,
}

/// Some version of everything in a repository. Only the repository that it came from can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersionId(Oid);

/// A version that a push would bring.
#[derive(Debug, Clone)]
pub struct Arriving {
    pub id: VersionId,
    /// Who recorded it, as it says itself: git calls that the committer.
    pub email: String,
    pub name: String,
    /// The name of who made what it holds, as it says itself.
    pub author: String,
    /// The words that it was given.
    pub note: String,
    /// What it changed, by path in the repository: whatever is as in none of the versions that it follows.
    pub changes: BTreeMap<String, Change>,
}

/// How a version changed a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// An ordinary file, new or changed.
    File,
    /// A link, or a folder of another repository.
    Odd,
    Gone,
}

/// What a name would stand for after a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tip {
    Version(VersionId),
    /// Nothing: the name goes.
    Gone,
    /// A single file or folder.
    NoVersion,
}

/// Where the content that a path has in a version comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A version of the push wrote it, or it came by itself when versions were brought together: only one side
    /// had changed it.
    Natural,
    /// It was in the repository before, and one of these versions of the push put it back over another.
    Chosen(Vec<VersionId>),
}

impl VersionId {
    /// The id, short enough to read out.
    pub fn short(self) -> String {
        let mut id = self.0.to_string();
        id.truncate(8);
        id
    }
}

impl Update {
    /// What a line of a hook's input says: the id that was, the id that is to be, and the name.
    ///
    /// # Errors
    /// Where it says something else.
    pub fn read(line: &str) -> Result<Self, Problem> {
        let id = |word: &str| {
            let id = Oid::from_str(word).ok().filter(|_| word.len() == 40)?;
            Some((!id.is_zero()).then_some(id))
        };
        let words: Vec<&str> = line.splitn(3, ' ').collect();
        if let [old, new, name] = words.as_slice()
            && let (Some(old), Some(new)) = (id(old), id(new))
            && !name.is_empty()
        {
            return Ok(Update { name: (*name).to_owned(), old, new });
        }
        let shown: String = one_line(line).chars().take(100).collect();
        Err(Problem::new(
            format!("“{shown}” is not what git tells a pre-receive hook"),
            "Run nec gate from the hook of that name; docs/server-gate.md has one.",
        ))
    }

    /// Whether the name would go.
    pub fn is_deletion(&self) -> bool {
        self.new.is_none()
    }
}

impl Receiving {
    /// Opens the repository that the folder is, or lies in. `objects` are the folders where git keeps what
    /// a push brings until its hook has spoken.
    ///
    /// # Errors
    /// Where there is none that can be used.
    pub fn open(folder: &Path, objects: &[PathBuf]) -> Result<Self, Problem> {
        let git = open_any(folder)?;
        let store = git.odb().map_err(|error| unreadable(&error))?;
        for folder in objects.iter().filter(|folder| folder.is_dir()) {
            let folder = folder.to_str().ok_or_else(|| {
                Problem::new(
                    "the repository's path is no text in UTF-8",
                    "Move the repository to a path with plain letters.",
                )
            })?;
            store.add_disk_alternate(folder).map_err(|error| unreadable(&error))?;
        }
        drop(store);
        Ok(Receiving { git })
    }

    /// What an update would bring its name to.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn tip(&self, update: &Update) -> Result<Tip, Problem> {
        let Some(new) = update.new else { return Ok(Tip::Gone) };
        let object = self.git.find_object(new, None).map_err(|error| unreadable(&error))?;
        let commit = object.peel_to_commit();
        Ok(commit.map_or(Tip::NoVersion, |commit| Tip::Version(VersionId(commit.id()))))
    }

    /// The version that a name stands for before the push; nothing where it is new or stood for none.
    pub fn old(&self, update: &Update) -> Option<VersionId> {
        let old = self.git.find_object(update.old?, None).ok()?;
        old.peel_to_commit().ok().map(|commit| VersionId(commit.id()))
    }

    /// The versions that stand before the push and decide who may change what: that of the name, and that of
    /// the main branch; where neither is there, every branch's. The name's own is the first.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn standing(&self, update: &Update) -> Result<Vec<VersionId>, Problem> {
        let mut standing: Vec<VersionId> = self.old(update).into_iter().collect();
        if let Ok(head) = self.git.head().and_then(|head| head.peel_to_commit()) {
            standing.push(VersionId(head.id()));
        }
        if standing.is_empty() {
            let branches = self.git.references_glob("refs/heads/*").map_err(|error| unreadable(&error))?;
            let tips = branches.flatten().filter_map(|branch| branch.peel_to_commit().ok());
            standing.extend(tips.map(|commit| VersionId(commit.id())));
        }
        standing.dedup();
        Ok(standing)
    }

    /// The versions that a tip would bring and that no name of the repository leads to yet, earlier ones first.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn arriving(&self, tip: VersionId) -> Result<Vec<Arriving>, Problem> {
        let walk = || -> Result<Vec<Oid>, git2::Error> {
            let mut walk = self.git.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
            walk.push(tip.0)?;
            for reference in self.git.references()?.flatten() {
                if let Ok(commit) = reference.peel_to_commit() {
                    walk.hide(commit.id())?;
                }
            }
            walk.collect()
        };
        let ids = walk().map_err(|error| unreadable(&error))?;
        ids.into_iter().map(|id| self.one(id).map_err(|error| unreadable(&error))).collect()
    }

    fn one(&self, id: Oid) -> Result<Arriving, git2::Error> {
        let commit = self.git.find_commit(id)?;
        let tree = commit.tree()?;
        let mut changes: Option<BTreeMap<String, Change>> = None;
        for parent in commit.parents() {
            let from_this = self.changes(Some(&parent.tree()?), &tree)?;
            changes = Some(match changes {
                None => from_this,
                Some(mut both) => {
                    both.retain(|path, _| from_this.contains_key(path));
                    both
                }
            });
        }
        let changes = changes.map_or_else(|| self.changes(None, &tree), Ok)?;
        let who = commit.committer();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        Ok(Arriving {
            id: VersionId(id),
            email: text(who.email_bytes()),
            name: text(who.name_bytes()),
            author: text(commit.author().name_bytes()),
            note: text(commit.message_raw_bytes()),
            changes,
        })
    }

    fn changes(&self, before: Option<&Tree>, now: &Tree) -> Result<BTreeMap<String, Change>, git2::Error> {
        let mut options = git2::DiffOptions::new();
        options.include_typechange(true).skip_binary_check(true);
        let diff = self.git.diff_tree_to_tree(before, Some(now), Some(&mut options))?;
        let mut changes = BTreeMap::new();
        for delta in diff.deltas() {
            let file = if delta.status() == Delta::Deleted { delta.old_file() } else { delta.new_file() };
            let Some(path) = file.path_bytes() else { continue };
            let change = match (delta.status(), file.mode()) {
                (Delta::Deleted, _) => Change::Gone,
                (_, git2::FileMode::Blob | git2::FileMode::BlobExecutable) => Change::File,
                _ => Change::Odd,
            };
            changes.insert(String::from_utf8_lossy(path).into_owned(), change);
        }
        Ok(changes)
    }

    /// What differs between two versions, by path in the repository.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn between(&self, before: VersionId, now: VersionId) -> Result<BTreeMap<String, Change>, Problem> {
        let changes = || self.changes(Some(&self.tree(before)?), &self.tree(now)?);
        changes().map_err(|error| unreadable(&error))
    }

    /// Where what a path is in a version, or that it is gone there, comes from: followed back through the
    /// versions of the push, wherever they have the same.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn origin(&self, path: &str, tip: VersionId, arriving: &[Arriving]) -> Result<Origin, Problem> {
        let new: HashSet<Oid> = arriving.iter().map(|version| version.id.0).collect();
        let trace = || -> Result<Origin, git2::Error> {
            let mut ahead = vec![(tip.0, None)];
            let mut seen = HashSet::new();
            let mut choosers = Vec::new();
            while let Some((id, chooser)) = ahead.pop() {
                if !new.contains(&id) {
                    match chooser {
                        Some(chooser) => choosers.push(VersionId(chooser)),
                        None => return Ok(Origin::Natural),
                    }
                    continue;
                }
                if !seen.insert(id) {
                    continue;
                }
                let commit = self.git.find_commit(id)?;
                let here = entry(&commit.tree()?, path)?;
                let (mut same, mut other) = (Vec::new(), Vec::new());
                for parent in commit.parents() {
                    let side = if entry(&parent.tree()?, path)? == here { &mut same } else { &mut other };
                    side.push(parent.id());
                }
                if same.is_empty() {
                    return Ok(Origin::Natural);
                }
                for parent in same {
                    let chose = self.chose(path, parent, &other)?;
                    ahead.push((parent, if chose { Some(id) } else { chooser }));
                }
            }
            Ok(Origin::Chosen(choosers))
        };
        trace().map_err(|error| unreadable(&error))
    }

    /// Whether a version that has what one of those it follows has, and not what these others have, put that
    /// over a change of theirs.
    fn chose(&self, path: &str, same: Oid, others: &[Oid]) -> Result<bool, git2::Error> {
        for other in others {
            let theirs = entry(&self.git.find_commit(*other)?.tree()?, path)?;
            let base = match self.git.merge_base(same, *other) {
                Ok(base) => entry(&self.git.find_commit(base)?.tree()?, path)?,
                Err(error) if error.code() == ErrorCode::NotFound => None,
                Err(error) => return Err(error),
            };
            if base != theirs {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an update would leave versions behind that no other name of the repository leads to, so that
    /// they would be lost in time.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn loses_versions(&self, update: &Update, all: &[Update]) -> Result<bool, Problem> {
        let Some(VersionId(old)) = self.old(update) else { return Ok(false) };
        let loses = || -> Result<bool, git2::Error> {
            let mut keepers: Vec<Oid> = Vec::new();
            for reference in self.git.references()?.flatten() {
                let moved = all.iter().any(|update| update.name.as_bytes() == reference.name_bytes());
                if !moved && let Ok(commit) = reference.peel_to_commit() {
                    keepers.push(commit.id());
                }
            }
            for new in all.iter().filter_map(|update| update.new) {
                let commit = self.git.find_object(new, None).and_then(|object| object.peel_to_commit());
                keepers.extend(commit.map(|commit| commit.id()));
            }
            for keeper in keepers {
                if keeper == old || self.git.graph_descendant_of(keeper, old)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        loses().map_err(|error| unreadable(&error))
    }

    /// Whether one version follows another, or is the same.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn follows(&self, later: VersionId, earlier: VersionId) -> Result<bool, Problem> {
        if later == earlier {
            return Ok(true);
        }
        self.git.graph_descendant_of(later.0, earlier.0).map_err(|error| unreadable(&error))
    }

    /// The folders of the plan directories in the versions that a push would bring, and in those that it builds
    /// on or stands beside: each with a slash at its end, the top as the empty path.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn plan_directories(
        &self,
        known: &[VersionId],
        arriving: &[Arriving],
    ) -> Result<Vec<String>, Problem> {
        let new: HashSet<Oid> = arriving.iter().map(|version| version.id.0).collect();
        let mut built_on: HashSet<Oid> = known.iter().map(|version| version.0).collect();
        let mut folders = Vec::new();
        for version in arriving {
            let commit = self.git.find_commit(version.id.0).map_err(|error| unreadable(&error))?;
            built_on.extend(commit.parent_ids().filter(|parent| !new.contains(parent)));
            folders.extend(version.changes.keys().filter_map(|path| {
                let folder = path.strip_suffix(MARK)?;
                (folder.is_empty() || folder.ends_with('/')).then(|| folder.to_owned())
            }));
        }
        let mut trees: HashMap<Oid, Tree> = HashMap::new();
        for id in built_on {
            let tree = self.tree(VersionId(id)).map_err(|error| unreadable(&error))?;
            trees.insert(tree.id(), tree);
        }
        for tree in trees.values() {
            folders.extend(plan_directories(tree)?);
        }
        folders.sort();
        folders.dedup();
        Ok(folders)
    }

    /// The files of a plan directory in a version: its settings, areas and editions, and those of `wanted`, by
    /// path in the directory; nothing where the version has no such directory.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn files(&self, version: VersionId, prefix: &str, wanted: &[&str]) -> Result<Option<Files>, Problem> {
        let top = self.tree(version).map_err(|error| unreadable(&error))?;
        let tree = subtree(&self.git, &top, prefix)?.filter(|tree| tree.get_name(MARK).is_some());
        let Some(tree) = tree else { return Ok(None) };
        let is_wanted = |path: &str| {
            [MARK, "areas.toml"].contains(&path) || path.starts_with("standards/") || wanted.contains(&path)
        };
        Ok(Some(Files::Version(Arc::new(snapshot_of(&self.git, &tree, is_wanted)?))))
    }

    /// What a version holds and may not, wherever it lies, where the versions that it follows have it not.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn trespass(&self, version: VersionId) -> Result<Option<Trespass>, Problem> {
        let trees = || -> Result<(Tree<'_>, Vec<Tree<'_>>), git2::Error> {
            let commit = self.git.find_commit(version.0)?;
            let known = commit.parents().map(|parent| parent.tree()).collect::<Result<_, _>>()?;
            Ok((commit.tree()?, known))
        };
        let (tree, known) = trees().map_err(|error| unreadable(&error))?;
        trespass(&self.git, &tree, &known)
    }

    /// The text of a small file in a version; nothing where there is none.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn text(&self, version: VersionId, path: &str) -> Result<Option<String>, Problem> {
        let read = || -> Result<Option<String>, git2::Error> {
            let Some((id, _)) = entry(&self.tree(version)?, path)? else { return Ok(None) };
            let (size, kind) = self.git.odb()?.read_header(id)?;
            if kind != ObjectType::Blob || size as u64 > crate::store::read::MOST_BYTES {
                return Ok(None);
            }
            Ok(String::from_utf8(self.git.find_blob(id)?.content().to_vec()).ok())
        };
        read().map_err(|error| unreadable(&error))
    }

    /// The versions that a version follows directly.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn parents(&self, version: VersionId) -> Result<Vec<VersionId>, Problem> {
        let commit = self.git.find_commit(version.0).map_err(|error| unreadable(&error))?;
        Ok(commit.parent_ids().map(VersionId).collect())
    }

    fn tree(&self, version: VersionId) -> Result<Tree<'_>, git2::Error> {
        self.git.find_commit(version.0)?.tree()
    }
}

/// What a tree has at a path: its id and mode.
fn entry(tree: &Tree, path: &str) -> Result<Option<(Oid, i32)>, git2::Error> {
    match tree.get_path(Path::new(path)) {
        Ok(entry) => Ok(Some((entry.id(), entry.filemode()))),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
