//! What commands did and can be taken back, newest first: kept in `.nec/`, on this computer only.
//!
//! A command that changes something [`remember`]s it before: the text of each file that it writes, before and
//! after, and how it moved the branch, if it did. What the branch is about is `git/undo`'s, which takes a whole
//! step back; this file keeps the list and puts files back.
//!
//! To make a command undoable: make a [`Doing`] with a `did` that follows "before" ("it was carried over to
//! nec-2020"), one [`Text`] for each file that is written, made (`before` nothing) or taken away (`after`
//! nothing), and a [`Move`] where the branch moves from one version to another; remember it; then do it. A step
//! whose files are as they were before, and whose version is not in the branch, is forgotten: it never came to
//! be, or was taken back by other means. Where something is received, the files go with the branch, and only those
//! with something in them that was not recorded are kept here ([`Edit`]): the versions have the others.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::private::{self, Lock};
use super::read::{self, Stamp, Why};
use super::save;
use crate::git::content_id;
use crate::plan::RelPath;
use crate::problem::Problem;

/// The file in `.nec/`.
const FILE: &str = "undo.json";
/// The newest form of it that is understood.
const VERSION: u32 = 2;
/// Steps that are remembered, at most; the oldest are forgotten first.
const MOST_STEPS: usize = 50;
/// The largest list that is read, in bytes: fifty steps of some hundred files.
const LARGEST: u64 = 4 << 20;

/// What is about to be done.
#[derive(Debug, Clone, Default)]
pub struct Doing<'a> {
    /// What, to follow "before": "it was carried over to nec-2020".
    pub did: &'a str,
    pub files: Vec<Text<'a>>,
    pub edits: Vec<Edit<'a>>,
    pub moved: Option<Move>,
}

/// A file that goes with the branch and has something in it that was not recorded.
#[derive(Debug, Clone, Copy)]
pub struct Edit<'a> {
    /// Its path in the repository.
    pub path: &'a str,
    /// Nothing where there is no such file yet.
    pub before: Option<&'a [u8]>,
    /// The id of what it is to be; nothing where it goes.
    pub after: Option<&'a str>,
}

/// A file that is about to be written: its whole text, to the byte.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    pub file: &'a RelPath,
    /// Nothing where there is no such file yet.
    pub before: Option<&'a str>,
    /// Nothing where it is taken away.
    pub after: Option<&'a str>,
}

/// How the branch moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Its full name, `refs/heads/main`.
    pub branch: String,
    /// The id of the version that it came from; nothing where there was none.
    pub from: Option<String>,
    /// The id of the version that it came to.
    pub to: String,
    /// Where something was received by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Received>,
}

/// What came in by a move of the branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The id of the newest version of others.
    pub theirs: String,
    /// What was decided before it, but for the last decision, as it was kept; nothing where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<String>,
    /// The address that it came from, fit to be shown, where that is another than the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
}

/// A step that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done, to follow "before": "it was carried over to nec-2020".
    pub did: String,
    pub at: Timestamp,
    pub files: Vec<Kept>,
    pub edits: Vec<KeptEdit>,
    pub moved: Option<Move>,
}

/// A file that went with the branch and had something in it that was not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEdit {
    /// Its path in the repository.
    pub path: String,
    /// Where its bytes from before are kept; nothing where there was no file.
    pub before: Option<PathBuf>,
    /// The id of what the step left; nothing where it took the file away.
    pub after: Option<String>,
}

/// A file of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub file: RelPath,
    /// Where the text from before is kept, for whoever wants to look into it; nothing where there was no file.
    pub before: Option<PathBuf>,
    /// The id of the content that the step left; nothing where it took the file away.
    after: Option<String>,
}

/// How a file stands to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// As the step left it.
    AsLeft,
    /// As it was before.
    AsBefore,
    Changed,
    Gone,
}

#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    /// The oldest first.
    steps: Vec<Written>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Written {
    did: String,
    at: String,
    files: Vec<WrittenFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<WrittenFile>,
    moved: Option<Move>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct WrittenFile {
    file: String,
    /// The path of the text from before, in the folder of this list.
    before: Option<String>,
    after: Option<String>,
}

/// Remembers a step before it is done, and gives it.
///
/// # Errors
/// Where the private folder takes no file; then nothing should be done that has to be undone.
pub fn remember(root: &Path, doing: &Doing) -> Result<Step, Problem> {
    let _lock = Lock::take(root)?;
    let folder = private::folder(root)?;
    let problem = |error: &std::io::Error| {
        super::write_problem(error, "what is there now cannot be kept, so nothing was changed")
    };
    // What another program made of the list cannot be added to; its texts stay where they are.
    let mut steps = read_list(root).unwrap_or_default();
    let kept = |file: &str, before: Option<&[u8]>, after: Option<String>| -> Result<WrittenFile, Problem> {
        let before = before.map(|before| private::keep_in(&folder, &kept_name(file), before));
        let before = before.transpose().map_err(|error| problem(&error))?;
        Ok(WrittenFile { file: file.to_owned(), before: before.map(|path| relative(&folder, &path)), after })
    };
    let mut files = Vec::with_capacity(doing.files.len());
    for text in &doing.files {
        let after = text.after.map(|after| content_id(after.as_bytes())).transpose()?;
        files.push(kept(text.file.as_str(), text.before.map(str::as_bytes), after)?);
    }
    let mut edits = Vec::with_capacity(doing.edits.len());
    for edit in &doing.edits {
        edits.push(kept(edit.path, edit.before, edit.after.map(str::to_owned))?);
    }
    let new = Written {
        did: doing.did.to_owned(),
        at: Timestamp::now().to_string(),
        files,
        edits,
        moved: doing.moved.clone(),
    };
    steps.push(new.clone());
    let surplus = steps.len().saturating_sub(MOST_STEPS);
    for old in steps.drain(..surplus).flat_map(|step| step.files.into_iter().chain(step.edits)) {
        // One that stays takes a little room, no more.
        let _ = old.before.as_deref().and_then(|kept| kept_text(&folder, kept)).map(std::fs::remove_file);
    }
    write_list(root, steps)?;
    step(&folder, new)
}

/// The steps that can be taken back, newest first.
///
/// # Errors
/// Where what is kept of them cannot be read.
pub fn steps(root: &Path) -> Result<Vec<Step>, Problem> {
    let folder = root.join(private::FOLDER);
    read_list(root)?.into_iter().rev().map(|written| step(&folder, written)).collect()
}

/// Whether all files of a step are as they were before it.
pub fn is_as_before(root: &Path, step: &Step) -> bool {
    step.files.iter().all(|kept| standing(root, kept).is_ok_and(|standing| standing == Standing::AsBefore))
}

/// Checks that each file of a step is as the step left it, or as it was before.
///
/// # Errors
/// Names the first that was changed since, and where its text from before is.
pub fn check(root: &Path, step: &Step) -> Result<(), Problem> {
    for kept in &step.files {
        let what = match standing(root, kept)? {
            Standing::AsLeft => match &kept.before {
                Some(before) if !before.is_file() => "the text from before is not there any more",
                _ => continue,
            },
            Standing::AsBefore => continue,
            Standing::Changed => "the file was changed since, and taking the step back would lose that",
            Standing::Gone => "the file is gone, so nothing can be taken back in it",
        };
        return Err(refused(kept, what));
    }
    Ok(())
}

/// Puts the files of a step back as they were before it.
///
/// # Errors
/// As [`check`]; and where a text cannot be read or written. The files before that one are back then, and the
/// same step can be taken back again for the rest.
pub fn put_back(root: &Path, step: &Step) -> Result<(), Problem> {
    check(root, step)?;
    for kept in &step.files {
        if standing(root, kept)? == Standing::AsBefore {
            continue;
        }
        let now = read::read_bytes(root, &kept.file, read::MOST_BYTES).ok().map(|bytes| Stamp::of(&bytes));
        match (&kept.before, now) {
            (Some(before), now) => {
                let text = std::fs::read_to_string(before).map_err(|error| {
                    refused(kept, &format!("the text from before cannot be read: {}", super::reason(&error)))
                })?;
                save::save(root, &kept.file, &text, now).map_err(|error| error.problem(&kept.file))?;
            }
            (None, Some(now)) => save::remove(root, &kept.file, now)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Forgets a step: it was taken back, or never came to be.
///
/// # Errors
/// Where the list cannot be read or written.
pub fn forget(root: &Path, step: &Step) -> Result<(), Problem> {
    let _lock = Lock::take(root)?;
    let folder = root.join(private::FOLDER);
    let mut list = read_list(root)?;
    let last = list
        .iter()
        .rposition(|written| self::step(&folder, written.clone()).is_ok_and(|known| known == *step));
    if let Some(at) = last {
        list.remove(at);
        write_list(root, list)?;
    }
    Ok(())
}

fn refused(kept: &Kept, what: &str) -> Problem {
    let next = match &kept.before {
        Some(before) => {
            let before = super::shown(before);
            format!("The text from before is in {before}: take from it what you need, by hand.")
        }
        None => "It was not there before; remove it by hand if it is not wanted.".to_owned(),
    };
    Problem::new(what, next).safe("Nothing was changed.").in_file(kept.file.to_string())
}

fn standing(root: &Path, kept: &Kept) -> Result<Standing, Problem> {
    let now = match read::read_bytes(root, &kept.file, read::MOST_BYTES) {
        Ok(bytes) => Some(bytes),
        Err(unreadable) if unreadable.why == Why::Missing => None,
        Err(unreadable) => return Err(unreadable.problem),
    };
    let before = kept.before.as_ref().map(|before| std::fs::read(before).ok());
    Ok(match (&now, before) {
        (Some(now), Some(Some(before))) if *now == before => Standing::AsBefore,
        (None, None) => Standing::AsBefore,
        (Some(now), _) if kept.after.as_deref() == Some(content_id(now)?.as_str()) => Standing::AsLeft,
        (None, _) if kept.after.is_none() => Standing::AsLeft,
        (None, _) => Standing::Gone,
        _ => Standing::Changed,
    })
}

fn unreadable(root: &Path, why: &str) -> Problem {
    let folder = super::shown(&root.join(private::FOLDER));
    Problem::new(
        format!("what can be taken back cannot be read: {why}"),
        format!("The texts from before are in {folder}/{}: look there.", private::KEPT),
    )
    .safe("Nothing was changed.")
}

/// The steps as they are written, the oldest first.
fn read_list(root: &Path) -> Result<Vec<Written>, Problem> {
    let file = root.join(private::FOLDER).join(FILE);
    let bytes = match std::fs::metadata(&file) {
        Ok(metadata) if metadata.len() > LARGEST => return Err(unreadable(root, "it is too big")),
        Ok(_) => std::fs::read(&file),
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(root, &super::reason(&error))),
    };
    let list: List = serde_json::from_slice(&bytes)
        .map_err(|error| unreadable(root, &crate::plan::printable::one_line(&error.to_string())))?;
    if list.version != VERSION {
        return Err(unreadable(root, "it was kept by another nec"));
    }
    Ok(list.steps)
}

fn write_list(root: &Path, steps: Vec<Written>) -> Result<(), Problem> {
    let problem = |why: String| Problem::new(why, "Try again.").safe("The files are as they were.");
    let text = serde_json::to_vec(&List { version: VERSION, steps })
        .map_err(|error| problem(format!("what can be taken back cannot be kept: {error}")))?;
    save::replace(&root.join(private::FOLDER).join(FILE), &text)
        .map_err(|error| super::write_problem(&error, "what can be taken back cannot be kept"))
}

fn step(folder: &Path, written: Written) -> Result<Step, Problem> {
    let broken =
        || unreadable(folder.parent().unwrap_or(folder), "it names a text that nec did not put away");
    let place =
        |kept: Option<String>| kept.map(|kept| kept_text(folder, &kept).ok_or_else(broken)).transpose();
    let mut files = Vec::with_capacity(written.files.len());
    for file in written.files {
        let before = place(file.before)?;
        files.push(Kept { file: RelPath::new(&file.file)?, before, after: file.after });
    }
    let mut edits = Vec::with_capacity(written.edits.len());
    for edit in written.edits {
        edits.push(KeptEdit { path: edit.file, before: place(edit.before)?, after: edit.after });
    }
    let at = written.at.parse().unwrap_or_default();
    Ok(Step { did: written.did, at, files, edits, moved: written.moved })
}

fn relative(folder: &Path, kept: &Path) -> String {
    let inside = kept.strip_prefix(folder).unwrap_or(kept);
    let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

/// A name for a file's text that [`kept_text`] takes, of a length that any disk takes.
fn kept_name(file: &str) -> String {
    let mut name: Vec<char> = file.chars().rev().take(100).collect();
    name.reverse();
    let name: String = name.into_iter().map(|c| if c == ':' { '-' } else { c }).collect();
    if name.starts_with(['.', '/', '\\']) { format!("file{name}") } else { name }
}

/// The path of a text that is kept; nothing where it is not one at which texts are put away. A repository from
/// somebody else is not to name any file of this computer.
fn kept_text(folder: &Path, kept: &str) -> Option<PathBuf> {
    let name = kept.strip_prefix(private::KEPT)?.strip_prefix('/')?;
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    plain.then(|| folder.join(private::KEPT).join(name))
}

#[cfg(test)]
mod tests;
