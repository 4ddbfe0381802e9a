//! Plans of one directory carried into another: what was drafted before joining.

use std::path::{Path, PathBuf};

use super::directory::Directory;
use super::private;
use super::read::{self, Why};
use super::save;
use crate::plan::document::Source;
use crate::plan::merge;
use crate::plan::place::Role;
use crate::plan::{Document, Edit, FieldPath, RelPath, Value};
use crate::problem::Problem;

/// The largest file of evidence that is carried over.
const MOST_EVIDENCE: u64 = 64 << 20;

/// What was carried over. None of it is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Files that the directory did not have.
    pub new: Vec<RelPath>,
    /// Files that both had, and where what each says fits together.
    pub together: Vec<RelPath>,
    /// Files that both had and that say different things: the directory's stays, and the other text was put
    /// away here.
    pub beside: Vec<(RelPath, PathBuf)>,
    /// The ids of venues that these plans use and the venue book did not have.
    pub venues: Vec<String>,
    /// What could not be carried over.
    pub problems: Vec<Problem>,
}

impl Carried {
    /// Whether there was nothing to carry.
    pub fn is_empty(&self) -> bool {
        *self == Carried::default()
    }

    /// Follows a directory that was moved.
    pub fn moved(&mut self, from: &Path, to: &Path) {
        for (_, kept) in &mut self.beside {
            if let Ok(inner) = kept.strip_prefix(from) {
                *kept = to.join(inner);
            }
        }
    }
}

/// Carries plans, records, reviews and evidence, and the venues that the plans use, from one plan directory into
/// another, as drafts. Nothing that is there is overwritten, and the old directory stays as it is. An illustration
/// (a directory that states `as-at`) has nothing to carry.
///
/// # Errors
/// Where the old directory is none, or the new one takes no files.
pub fn carry_in(from: &Path, to: &Path) -> Result<Carried, Problem> {
    let old = Directory::open(from)?;
    let mut carried = Carried::default();
    if old.force.as_at.is_some() {
        return Ok(carried);
    }
    let mut used = Vec::new();
    for file in old.files() {
        let Some(role) = file.role() else { continue };
        let outcome = match role {
            Role::Plan(_) | Role::Record(_) | Role::Review(_) => carry_text(from, to, &file, &mut carried),
            Role::Evidence(_) => carry_evidence(from, to, &file, &mut carried),
            Role::Directory | Role::Edition => continue,
        };
        match outcome {
            Ok(Some(text)) if matches!(role, Role::Plan(_)) => used.extend(venues_of(&text)),
            Ok(_) => {}
            Err(problem) => carried.problems.push(problem),
        }
    }
    if !used.is_empty() && !old.areas_text.is_empty() {
        match carry_venues(&old.areas_text, to, &used) {
            Ok(venues) => carried.venues = venues,
            Err(problem) => carried.problems.push(problem),
        }
    }
    Ok(carried)
}

/// Carries a text; gives it where it is now part of the new directory.
fn carry_text(
    from: &Path,
    to: &Path,
    file: &RelPath,
    carried: &mut Carried,
) -> Result<Option<String>, Problem> {
    let mine = read::read(from, file)?.text;
    let there = match read::read(to, file) {
        Ok(there) => there,
        Err(unreadable) if unreadable.why == Why::Missing => {
            save::save(to, file, &mine, None).map_err(|error| error.problem(file))?;
            carried.new.push(file.clone());
            return Ok(Some(mine));
        }
        Err(unreadable) => return Err(unreadable.problem),
    };
    if there.text == mine {
        return Ok(None);
    }
    // Both were begun apart, so nothing was there before.
    if let Ok(merged) = merge::merge(None, &there.text, &mine)
        && merged.conflicts.is_empty()
    {
        save::save(to, file, &merged.text, Some(there.stamp)).map_err(|error| error.problem(file))?;
        carried.together.push(file.clone());
        return Ok(Some(mine));
    }
    let kept = private::keep(to, None, file.as_str(), &mine)?;
    carried.beside.push((file.clone(), kept));
    Ok(None)
}

fn carry_evidence(
    from: &Path,
    to: &Path,
    file: &RelPath,
    carried: &mut Carried,
) -> Result<Option<String>, Problem> {
    let bytes = read::read_bytes(from, file, MOST_EVIDENCE)?;
    match read::locate(to, file) {
        Err(unreadable) if unreadable.why == Why::Missing => {
            save::add(to, file, &bytes)?;
            carried.new.push(file.clone());
        }
        Ok(_) if read::read_bytes(to, file, MOST_EVIDENCE)? == bytes => {}
        Ok(_) => {
            return Err(Problem::new(
                "the shared plans hold another file of this name, so yours was not carried in",
                "Give yours another name in the old directory, and copy it.",
            )
            .safe("Both are where they were.")
            .in_file(file.to_string()));
        }
        Err(unreadable) => return Err(unreadable.problem),
    }
    Ok(None)
}

/// The ids of the venue book that a plan uses.
fn venues_of(text: &str) -> Vec<String> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let mut ids = Vec::new();
    for answer in &document.plan().answers {
        for activity in &answer.activities {
            ids.extend(activity.venues.iter().cloned());
        }
    }
    ids
}

/// Adds those venues to the book that it does not have; gives their ids.
fn carry_venues(old: &str, to: &Path, used: &[String]) -> Result<Vec<String>, Problem> {
    let file = RelPath::new("areas.toml")?;
    let loaded = read::read(to, &file)?;
    let (old, mut book) = (Source::parse(old)?, Source::parse(&loaded.text)?);
    let list = FieldPath::of(["venue"]);
    let mut added = Vec::new();
    for id in used {
        let path = list.child(id.clone());
        if added.contains(id) || book.get(&path).is_some() {
            continue;
        }
        let Some(Value::Table(row)) = old.get(&path) else { continue };
        book.apply(&Edit::AddRow { list: list.clone(), before: None, row })?;
        added.push(id.clone());
    }
    if !added.is_empty() {
        save::save(to, &file, book.text(), Some(loaded.stamp)).map_err(|error| error.problem(&file))?;
    }
    Ok(added)
}
