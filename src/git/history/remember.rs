//! Finding out what versions changed, for every file at once, so that no history has to be walked for it.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use git2::{Odb, Oid};

use super::heads::head;
use super::memory::{MOST_CHANGED, Memory};
use super::raw::{self, Raw};
use crate::git::repository::Repository;
use crate::git::snapshot::unreadable;
use crate::plan::RelPath;
use crate::problem::Problem;

/// How many trees are held at a time.
const TREES: usize = 256;
/// How deep in a version files are looked for: deeper than any that the program knows.
const DEEPEST: usize = 16;

/// What is remembered of a repository's versions. Of one that was cut short nothing is: what a version there follows may
/// be gone.
pub fn memory_of(repository: &Repository) -> Memory {
    if repository.git.is_shallow() {
        return Memory::default();
    }
    Memory::read(repository.root(), repository.prefix())
}

/// Finds out which files each version changed that is not remembered yet, and keeps it in the private folder, for
/// the histories that are asked for later. `goes_on` is asked again and again whether it is to go on; what was found by
/// then is kept.
///
/// # Errors
/// Where the repository cannot be read, or the disk refuses: histories are right all the same.
pub fn remember(root: &Path, goes_on: &dyn Fn() -> bool) -> Result<(), Problem> {
    let repository = Repository::open(root)?;
    if repository.git.is_shallow() {
        return Ok(());
    }
    let Some(tip) = repository.tip()?.map(|tip| tip.id()) else { return Ok(()) };
    let mut memory = memory_of(&repository);
    if memory.has(tip) {
        return Ok(());
    }
    let before = memory.versions();
    let found = find_out(&repository, tip, &mut memory, goes_on);
    if memory.versions() > before {
        memory.keep(repository.root(), repository.prefix()).map_err(|error| {
            crate::store::write_problem(&error, "what was found out of the versions could not be kept")
        })?;
    }
    found.map_err(|error| unreadable(&error))
}

fn find_out(
    repository: &Repository,
    tip: Oid,
    memory: &mut Memory,
    goes_on: &dyn Fn() -> bool,
) -> Result<(), git2::Error> {
    let objects = repository.git.odb()?;
    let mut trees = Trees { objects: &objects, held: HashMap::new() };
    let missing = |id: Oid| git2::Error::from_str(&format!("there is no version {id}"));
    // A version is looked at once all that it followed have been: each stands in the list twice, before and after them.
    let mut ahead = vec![(tip, None)];
    while let Some((id, read)) = ahead.pop() {
        let Some(head) = read else {
            if memory.has(id) {
                continue;
            }
            if !goes_on() {
                return Ok(());
            }
            let head = head(&repository.git, &objects, id)?.ok_or_else(|| missing(id))?;
            let parents = head.parents.clone();
            ahead.push((id, Some(head)));
            // The first is looked at last, right before what follows it: most of it is the same.
            ahead.extend(parents.into_iter().map(|parent| (parent, None)));
            continue;
        };
        if !goes_on() {
            return Ok(());
        }
        let mut changed = Vec::with_capacity(head.parents.len());
        for parent in &head.parents {
            let before = memory.head(*parent).ok_or_else(|| missing(*parent))?;
            changed.push(trees.changed(repository.prefix(), before.tree, head.tree)?);
        }
        if !memory.add(id, &head, &changed) {
            return Ok(());
        }
    }
    Ok(())
}

/// Trees as bytes, those of the last versions held.
struct Trees<'o> {
    objects: &'o Odb<'o>,
    held: HashMap<Oid, Rc<[u8]>>,
}

impl Trees<'_> {
    /// A tree's bytes; none where there is no folder.
    fn read(&mut self, id: Option<Oid>) -> Result<Rc<[u8]>, git2::Error> {
        let Some(id) = id else { return Ok(Rc::from([])) };
        if let Some(tree) = self.held.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let tree: Rc<[u8]> = Rc::from(self.objects.read(id)?.data());
        if self.held.len() >= TREES {
            self.held.clear();
        }
        self.held.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// Which files of the program's stand otherwise in one version than in another, below `prefix`; nothing where
    /// that is not to be remembered.
    fn changed(&mut self, prefix: &str, old: Oid, new: Oid) -> Result<Option<Vec<String>>, git2::Error> {
        let folders = (self.inner(old, prefix)?, self.inner(new, prefix)?);
        let mut ahead = vec![(String::new(), folders, 0)];
        let (mut changed, mut looked) = (Vec::new(), 0);
        while let Some((path, (old, new), depth)) = ahead.pop() {
            if old == new {
                continue;
            }
            let (old, new) = (self.read(old)?, self.read(new)?);
            for (name, sides) in uneven(&old, &new) {
                looked += 1;
                if looked > MOST_CHANGED || depth > DEEPEST {
                    return Ok(None);
                }
                let Ok(name) = std::str::from_utf8(name) else { continue };
                let path = format!("{path}{name}");
                let [old, new] = sides
                    .map(|side| side.and_then(|entry| entry.content()).filter(|content| content.is_folder()));
                if old.is_some() || new.is_some() {
                    let ids = (old.map(raw::Content::id), new.map(raw::Content::id));
                    ahead.push((format!("{path}/"), ids, depth + 1));
                }
                if RelPath::new(&path).is_ok_and(|file| file.role().is_some()) {
                    changed.push(path);
                }
            }
        }
        changed.sort_unstable();
        Ok(Some(changed))
    }

    /// The folder in a version that a path leads to.
    fn inner(&mut self, top: Oid, path: &str) -> Result<Option<Oid>, git2::Error> {
        let mut at = Some(top);
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let entry = raw::entry(&self.read(at)?, name.as_bytes());
            at = entry.filter(|entry| entry.is_folder()).map(raw::Content::id);
        }
        Ok(at)
    }
}

/// The entries by which two trees differ: by name, as the one has it and the other. Of a name that stands there twice,
/// the first counts.
fn uneven<'t>(old: &'t [u8], new: &'t [u8]) -> HashMap<&'t [u8], [Option<Raw<'t>>; 2]> {
    let (old, new): (Vec<Raw>, Vec<Raw>) = (raw::entries(old).collect(), raw::entries(new).collect());
    // Most of two trees is the same, up to one place and from there on.
    let begin = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[begin..], &new[begin..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let sides = [&old[..old.len() - end], &new[..new.len() - end]];
    let mut found: HashMap<&[u8], [Option<Raw>; 2]> = HashMap::new();
    for (side, entries) in sides.into_iter().enumerate() {
        for entry in entries {
            found.entry(entry.name).or_default()[side].get_or_insert(*entry);
        }
    }
    found.retain(|_, [old, new]| old != new);
    found
}
