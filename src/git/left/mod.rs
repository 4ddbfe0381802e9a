//! What plain git left unsettled: files that it could not merge, with both versions in them, from a merge, a rebase
//! or anything like it by somebody without this program, or who went on without settling them.
//!
//! | file | what |
//! |---|---|
//! | [`begun`] | what git was doing, and whose the sides are |
//! | `file` | one such file, merged anew |
//! | `kept` | what was decided |
//! | `settling` | decided, and written |

pub mod begun;
mod file;
mod kept;
mod settling;

use std::collections::BTreeMap;
use std::path::Path;

use super::decided;
use super::repository::{Repository, refused};
use super::sync::conflicts::Open;
use crate::plan::RelPath;
use crate::plan::merge::{lines, marks};
use crate::problem::Problem;
use crate::store::{Directory, find, read};
use begun::Begun;
use file::{Found, Left};
use kept::Kept;
pub use settling::{Written, choose, finish};

/// What is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unsettled {
    /// What is to be decided, with what was decided of it.
    pub open: Vec<Open>,
    /// Files of which nothing is to be decided (any more), and that only have to be written.
    pub ready: Vec<RelPath>,
    /// Files that this program cannot settle, why, and what to do.
    pub troubles: Vec<Problem>,
    /// The files with what is to be decided as this user has it: what is on disk is no plan until then.
    pub texts: BTreeMap<RelPath, String>,
}

impl Unsettled {
    /// Whether everything is decided, and something is to be written.
    pub fn is_ready(&self) -> bool {
        self.open.iter().all(|open| open.choice.is_some()) && !(self.open.is_empty() && self.ready.is_empty())
    }
}

/// What git left unsettled in a plan directory.
///
/// # Errors
/// Where the repository cannot be read.
pub fn list(root: &Path) -> Result<Unsettled, Problem> {
    let repository = Repository::open(root)?;
    Ok(All::of(&repository)?.unsettled())
}

/// Whether git counts a file as unsettled. Marks that somebody recorded, git does not know.
pub fn is_known(root: &Path) -> bool {
    Repository::open(root)
        .is_ok_and(|repository| repository.git.index().is_ok_and(|index| index.has_conflicts()))
}

/// Refuses what cannot be done while git has something unsettled here.
///
/// # Errors
/// Names the files, and says what to do.
pub fn unless_left(repository: &Repository) -> Result<(), Problem> {
    let all = All::of(repository)?;
    let names: Vec<String> = all.files().map(ToString::to_string).collect();
    if names.is_empty() {
        return Ok(());
    }
    let what = match names.as_slice() {
        [one] => format!("git left two versions in {one}, and nobody has settled yet what holds"),
        many => format!(
            "git left two versions in each of {}, and nobody has settled yet what holds",
            many.join(", ")
        ),
    };
    let next = match all.begun.go_on() {
        Some(command) => format!("nec resolve settles them, one field at a time; then {command}."),
        None => "nec resolve settles them, one field at a time; then try again.".to_owned(),
    };
    Err(Problem::new(what, next).safe("Nothing was moved; both versions are kept."))
}

/// Refuses to record a file that git counts as unsettled, whatever stands in it.
///
/// # Errors
/// Says so.
pub fn unless_unsettled(repository: &Repository, files: &[&RelPath]) -> Result<(), Problem> {
    let index = repository.git.index().map_err(|error| refused(&error))?;
    if !index.has_conflicts() {
        return Ok(());
    }
    let all = All::of(repository)?;
    match all.left.iter().find(|left| files.contains(&&left.file)) {
        None => Ok(()),
        Some(left) => Err(Problem::new(
            "git left two versions of this file, and nobody has settled yet what holds",
            "Settle it one field at a time: nec resolve. Then record.",
        )
        .safe("Nothing was recorded; both versions are kept.")
        .in_file(left.file.to_string())),
    }
}

/// All files that git left.
struct All {
    begun: Begun,
    kept: Kept,
    left: Vec<Left>,
    troubles: Vec<(RelPath, Problem)>,
    /// Files that git counts as unsettled, and that are none of this program's.
    others: usize,
}

impl All {
    fn of(repository: &Repository) -> Result<All, Problem> {
        let mut all = All {
            begun: Begun::of(repository),
            kept: Kept::read(repository.root()),
            left: Vec::new(),
            troubles: Vec::new(),
            others: 0,
        };
        let index = repository.git.index().map_err(|error| refused(&error))?;
        let mut unmerged: Vec<RelPath> = Vec::new();
        if index.has_conflicts() {
            for conflict in index.conflicts().map_err(|error| refused(&error))? {
                let conflict = conflict.map_err(|error| refused(&error))?;
                let stages = [conflict.ancestor, conflict.our, conflict.their];
                let path = stages.iter().flatten().next().map(|entry| entry.path.clone()).unwrap_or_default();
                let path = String::from_utf8(path).ok();
                let file = path.as_deref().and_then(|path| path.strip_prefix(repository.prefix()));
                let file = file.and_then(|file| RelPath::new(file).ok()).filter(file::is_ours);
                let plain = stages.iter().flatten().all(|entry| entry.mode & 0o170_000 == 0o100_000);
                match file.filter(|_| plain) {
                    Some(file) => {
                        let found = Found::Stages(stages.map(|entry| entry.map(|entry| entry.id)));
                        all.add(repository, &file, found)?;
                        unmerged.push(file);
                    }
                    None => all.others += 1,
                }
            }
        }
        for file in candidates(repository.root()) {
            if !unmerged.contains(&file) && is_marked(repository.root(), &file) {
                all.add(repository, &file, Found::Marks)?;
            }
        }
        all.left.sort_by(|one, two| one.file.cmp(&two.file));
        Ok(all)
    }

    fn add(&mut self, repository: &Repository, file: &RelPath, found: Found) -> Result<(), Problem> {
        match Left::of(repository, file, found, self.begun, &self.kept) {
            Ok(Some(left)) => self.left.push(left),
            Ok(None) => {}
            Err(problem) => self.troubles.push((file.clone(), problem.in_file(file.to_string()))),
        }
        Ok(())
    }

    fn files(&self) -> impl Iterator<Item = &RelPath> {
        self.left.iter().map(|left| &left.file).chain(self.troubles.iter().map(|(file, _)| file))
    }

    fn unsettled(&self) -> Unsettled {
        let mut out = Unsettled {
            troubles: self.troubles.iter().map(|(_, problem)| problem.clone()).collect(),
            ..Unsettled::default()
        };
        for left in &self.left {
            if left.open.is_empty() {
                out.ready.push(left.file.clone());
            }
            out.texts.extend(left.text.clone().map(|text| (left.file.clone(), text)));
            for open in &left.open {
                let mut open = open.clone();
                decided::tell(&self.kept.choices, &mut open);
                out.open.push(open);
            }
        }
        out
    }
}

/// The files of the directory in which marks may stand.
fn candidates(root: &Path) -> Vec<RelPath> {
    let mut files = Directory::open(root).map(|directory| directory.files()).unwrap_or_default();
    files.retain(file::is_ours);
    // What cannot be opened may be so because of marks in the settings.
    if files.is_empty() {
        files.extend([find::MARK, "areas.toml"].iter().filter_map(|name| RelPath::new(name).ok()));
    }
    files
}

fn is_marked(root: &Path, file: &RelPath) -> bool {
    read::read_bytes(root, file, read::MOST_BYTES).is_ok_and(|bytes| {
        let text = String::from_utf8_lossy(&bytes);
        lines::first(&text).is_some() || marks::first(&text).is_some()
    })
}
