//! Two lines of versions brought together in memory: nothing is moved, and no file is touched.

use std::collections::{BTreeMap, BTreeSet};

use git2::{ObjectType, Oid, Tree, TreeEntry};

use super::file::{self, Merged, Rules};
use crate::git::repository::Repository;
use crate::plan::merge::{Choice, Conflict, Take};
use crate::plan::{FieldPath, RelPath};

/// How deep earlier versions are themselves brought together, where two lines crossed before.
const DEEPEST: usize = 12;
/// The largest file whose content is merged; of a larger one, one whole file or the other is taken.
const LARGEST: usize = 64 << 20;

/// What a path holds: a file's id and its mode.
pub type Piece = (Oid, i32);

/// What came of bringing two trees together.
#[derive(Debug, Default)]
pub struct Together {
    /// By path in the repository, what differs from our tree; nothing where it goes.
    pub changes: BTreeMap<String, Option<Piece>>,
    pub open: Vec<Clash>,
    pub read_once: Vec<(RelPath, FieldPath)>,
    /// The first file that came in with a name that is no text, as it can be shown: it was not brought together.
    pub no_text: Option<String>,
    /// What was merged and not just taken over.
    pub merged: Vec<RelPath>,
}

/// A place at which both sides say different things.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The path in the repository.
    pub path: String,
    /// In the plan directory; nothing where the file is outside it.
    pub file: Option<RelPath>,
    pub conflict: Conflict,
}

/// How clashes are settled.
pub enum Settle<'a> {
    /// By what was chosen for a file.
    By(&'a dyn Fn(&RelPath) -> Vec<Choice>),
    /// By what was there before either: for an earlier version that stands in for several.
    AsBefore,
}

/// The three trees under one folder.
type Three<'r> = [Option<Tree<'r>>; 3];

/// Brings two trees together that came from `base`.
///
/// # Errors
/// Where the repository cannot be read or written.
pub fn together(
    repository: &Repository,
    base: Tree,
    ours: Tree,
    theirs: Tree,
    settle: &Settle,
) -> Result<Together, git2::Error> {
    let mut walk = Walk { repository, settle, out: Together::default() };
    walk.folder("", [Some(base), Some(ours), Some(theirs)])?;
    Ok(walk.out)
}

/// The tree that two versions came from. Where their lines crossed before, there are several such versions: they
/// are brought together first, so that nothing that one of them took back comes again.
///
/// # Errors
/// Where they have no version in common (`NotFound`), or the repository cannot be read.
pub fn base_of<'r>(repository: &'r Repository, ours: Oid, theirs: Oid) -> Result<Tree<'r>, git2::Error> {
    base_within(repository, ours, theirs, DEEPEST)
}

fn base_within<'r>(
    repository: &'r Repository,
    ours: Oid,
    theirs: Oid,
    depth: usize,
) -> Result<Tree<'r>, git2::Error> {
    let git = &repository.git;
    let bases = git.merge_bases(ours, theirs)?;
    let Some((first, others)) = bases.split_first() else {
        return Err(git2::Error::new(
            git2::ErrorCode::NotFound,
            git2::ErrorClass::Merge,
            "no version in common",
        ));
    };
    let mut tree = git.find_commit(*first)?.tree()?;
    if depth == 0 {
        return Ok(tree);
    }
    for other in others {
        let before = base_within(repository, *first, *other, depth - 1)?;
        let their = git.find_commit(*other)?.tree()?;
        let done = together(repository, before, tree.clone(), their, &Settle::AsBefore)?;
        tree = git.find_tree(with(repository, &tree, &done.changes)?)?;
    }
    Ok(tree)
}

/// The tree that is `tree` with these changes.
///
/// # Errors
/// Where it cannot be written.
pub fn with(
    repository: &Repository,
    tree: &Tree,
    changes: &BTreeMap<String, Option<Piece>>,
) -> Result<Oid, git2::Error> {
    // First what goes: where a folder takes a file's place, or a file a folder's, both cannot be said at once.
    let mut gone = git2::build::TreeUpdateBuilder::new();
    for (path, _) in changes.iter().filter(|(_, change)| change.is_none()) {
        gone.remove(path.as_str());
    }
    let left = repository.git.find_tree(gone.create_updated(&repository.git, tree)?)?;
    let mut come = git2::build::TreeUpdateBuilder::new();
    for (path, change) in changes {
        if let Some((id, mode)) = change {
            come.upsert(path.as_str(), *id, mode_of(*mode));
        }
    }
    come.create_updated(&repository.git, &left)
}

fn mode_of(mode: i32) -> git2::FileMode {
    match mode {
        0o100_755 => git2::FileMode::BlobExecutable,
        0o120_000 => git2::FileMode::Link,
        0o160_000 => git2::FileMode::Commit,
        _ => git2::FileMode::Blob,
    }
}

struct Walk<'r, 'a> {
    repository: &'r Repository,
    settle: &'a Settle<'a>,
    out: Together,
}

impl<'r> Walk<'r, '_> {
    /// One folder; `path` ends in a slash, or is empty for the top.
    fn folder(&mut self, path: &str, trees: Three<'r>) -> Result<(), git2::Error> {
        let mut names = BTreeSet::new();
        for tree in trees.iter().flatten() {
            names.extend(tree.iter().map(|entry| entry.name_bytes().to_vec()));
        }
        for name in names {
            let entries =
                trees.each_ref().map(|tree| tree.as_ref().and_then(|tree| tree.get_name_bytes(&name)));
            self.entry(path, &name, entries)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        folder: &str,
        name: &[u8],
        entries: [Option<TreeEntry>; 3],
    ) -> Result<(), git2::Error> {
        let pieces = entries.each_ref().map(|entry| entry.as_ref().map(|e| (e.id(), e.filemode())));
        let [base, ours, theirs] = pieces;
        if ours == theirs || base == theirs {
            return Ok(());
        }
        let Ok(name) = std::str::from_utf8(name) else {
            let shown = || format!("{folder}{}", String::from_utf8_lossy(name));
            self.out.no_text.get_or_insert_with(shown);
            return Ok(());
        };
        let path = format!("{folder}{name}");
        let is_tree = |entry: &Option<TreeEntry>| {
            entry.as_ref().is_some_and(|entry| entry.kind() == Some(ObjectType::Tree))
        };
        if entries.iter().any(is_tree) {
            // Where a folder meets a file, each goes its own way.
            let trees = [&entries[0], &entries[1], &entries[2]]
                .map(|entry| entry.as_ref().filter(|e| e.kind() == Some(ObjectType::Tree)).map(|e| e.id()));
            let mut found = [None, None, None];
            for (place, id) in found.iter_mut().zip(trees) {
                *place = id.map(|id| self.repository.git.find_tree(id)).transpose()?;
            }
            self.folder(&format!("{path}/"), found)?;
            let files = [0, 1, 2].map(|at: usize| pieces[at].filter(|_| !is_tree(&entries[at])));
            if files.iter().all(Option::is_none) || files[1] == files[2] || files[0] == files[2] {
                return Ok(());
            }
            return self.file(path, files);
        }
        self.file(path, [base, ours, theirs])
    }

    fn file(&mut self, path: String, pieces: [Option<Piece>; 3]) -> Result<(), git2::Error> {
        let [base, ours, theirs] = pieces;
        if base == ours {
            self.out.changes.insert(path, theirs);
            return Ok(());
        }
        let file = path.strip_prefix(self.repository.prefix()).and_then(|inner| RelPath::new(inner).ok());
        let is_plain = |piece: &Option<Piece>| piece.is_none_or(|(_, mode)| mode & 0o170_000 == 0o100_000);
        let choices = match (self.settle, &file) {
            (Settle::By(choices), Some(file)) => choices(file),
            _ => Vec::new(),
        };
        let contents = if pieces.iter().all(is_plain) {
            let mut contents = [None, None, None];
            for (content, piece) in contents.iter_mut().zip(pieces) {
                *content = piece.map(|(id, _)| self.content(id)).transpose()?;
            }
            contents
        } else {
            // Links and other repositories: by their ids alone, one or the other.
            pieces.map(|piece| piece.map(|(id, mode)| format!("\0{id} {mode}").into_bytes()))
        };
        let [before, mine, other] = contents.each_ref().map(Option::as_deref);
        let rules = if pieces.iter().all(is_plain) { Rules::of(file.as_ref()) } else { Rules::Git };
        let mut merged = file::merge(rules, before, mine, other, &choices);
        if matches!(self.settle, Settle::AsBefore) && !merged.conflicts.is_empty() {
            merged = as_before(rules, [before, mine, other], &merged);
        }
        let piece = self.piece(&merged, &contents, pieces)?;
        if piece != ours {
            self.out.changes.insert(path.clone(), piece);
        }
        if let Some(file) = &file {
            self.out.merged.push(file.clone());
            self.out.read_once.extend(merged.read_once.into_iter().map(|path| (file.clone(), path)));
        }
        self.out.open.extend(merged.conflicts.into_iter().map(|conflict| Clash {
            path: path.clone(),
            file: file.clone(),
            conflict,
        }));
        Ok(())
    }

    fn content(&self, id: Oid) -> Result<Vec<u8>, git2::Error> {
        let blob = self.repository.git.find_blob(id)?;
        if blob.size() > LARGEST {
            return Ok(format!("\0{id}").into_bytes());
        }
        Ok(blob.content().to_vec())
    }

    /// What the merged content is kept as: one of the two sides' own where it is the same, else a new one.
    fn piece(
        &self,
        merged: &Merged,
        contents: &[Option<Vec<u8>>; 3],
        pieces: [Option<Piece>; 3],
    ) -> Result<Option<Piece>, git2::Error> {
        let [base, ours, theirs] = pieces;
        let Some(bytes) = &merged.bytes else { return Ok(None) };
        let same = |at: usize| contents[at].as_ref() == Some(bytes);
        let mode = |piece: Option<Piece>| piece.map(|(_, mode)| mode);
        // Whether it may be run: as on the side that changed that.
        let merged_mode =
            if mode(ours) == mode(base) { mode(theirs).or(mode(ours)) } else { mode(ours).or(mode(theirs)) };
        let merged_mode = merged_mode.unwrap_or(0o100_644);
        for (at, piece) in [(1, ours), (2, theirs), (0, base)] {
            if same(at)
                && let Some((id, mode)) = piece
            {
                let plain = mode & 0o170_000 == 0o100_000 && merged_mode & 0o170_000 == 0o100_000;
                return Ok(Some((id, if plain { merged_mode } else { mode })));
            }
        }
        Ok(Some((self.repository.git.blob(bytes)?, merged_mode)))
    }
}

/// The same merge with what was there before at each place where both sides differ.
fn as_before(rules: Rules, contents: [Option<&[u8]>; 3], merged: &Merged) -> Merged {
    let [base, ours, theirs] = contents;
    let take = |conflict: &Conflict| match &conflict.base {
        Some(value) => Take::Text(value.clone()),
        None => Take::Mine,
    };
    if merged.conflicts.iter().any(|conflict| conflict.path.is_root()) {
        return Merged { bytes: base.or(ours).map(<[u8]>::to_vec), ..Merged::default() };
    }
    let choices: Vec<Choice> = merged
        .conflicts
        .iter()
        .map(|conflict| Choice { path: conflict.path.clone(), take: take(conflict) })
        .collect();
    let settled = file::merge(rules, base, ours, theirs, &choices);
    Merged { conflicts: Vec::new(), ..settled }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_file_takes_the_place_of_a_folder_and_a_folder_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let git = git2::Repository::init(folder.path()).unwrap();
        let repository = Repository::open(folder.path()).unwrap();
        let blob = git.blob(b"x").unwrap();
        let none = git.find_tree(git.treebuilder(None).unwrap().write().unwrap()).unwrap();
        let file = |path: &str| (path.to_owned(), Some((blob, 0o100_644)));
        let gone = |path: &str| (path.to_owned(), None);
        let made = |tree: &Tree, changes: Vec<(String, Option<Piece>)>| {
            let id = with(&repository, tree, &changes.into_iter().collect()).unwrap();
            repository.git.find_tree(id).unwrap()
        };
        let names = |tree: &Tree| {
            let mut names = Vec::new();
            tree.walk(git2::TreeWalkMode::PreOrder, |root, entry| {
                names.push(format!("{root}{}", entry.name().unwrap()));
                git2::TreeWalkResult::Ok
            })
            .unwrap();
            names
        };
        let start = made(&none, vec![file("notes/a.md"), file("notes/deep/b.md"), file("plan")]);
        let to_file = made(&start, vec![gone("notes/a.md"), gone("notes/deep/b.md"), file("notes")]);
        assert_eq!(names(&to_file), ["notes", "plan"]);
        let to_folder = made(&to_file, vec![gone("notes"), file("notes/a.md")]);
        assert_eq!(names(&to_folder), ["notes", "notes/a.md", "plan"]);
    }
}
