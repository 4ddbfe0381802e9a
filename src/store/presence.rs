//! Who else has this plan directory open on a screen: a note of each in `.nec/`, for the others to read.
//!
//! A note counts as long as its writer holds the lock beside it, which the system takes back from a process
//! however it ends. Nothing depends on these notes: two people's words are brought together in any case.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::private;
use super::save;
use crate::plan::printable::one_line;
use crate::plan::{RelPath, mint};
use crate::problem::Problem;

/// How the files' names begin.
pub(super) const PREFIX: &str = "here-";
/// A note is a few words; what is larger is none.
const MOST_BYTES: u64 = 4096;
/// How many characters of a name are shown.
const LONGEST_NAME: usize = 60;

/// This program's own note, which goes when it is dropped.
#[derive(Debug)]
pub struct Presence {
    folder: PathBuf,
    name: String,
    who: String,
    since: Timestamp,
    held: Option<File>,
}

/// Somebody else who has the directory open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// As who they record; safe to be shown.
    pub who: String,
    /// The file of the plan that they have open; nothing where they look at the list.
    pub plan: Option<String>,
    /// Since when the program is open there.
    pub since: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    who: String,
    #[serde(default)]
    plan: Option<String>,
    /// As RFC 3339 has it.
    since: String,
}

impl Presence {
    /// Begins to be here, as `who`.
    ///
    /// # Errors
    /// Where the private folder takes no file. The program works without.
    pub fn begin(root: &Path, who: &str) -> Result<Presence, Problem> {
        let folder = private::folder(root)?;
        let name = format!("{PREFIX}{}", mint::new_id());
        let failed =
            |error: &std::io::Error| super::write_problem(error, "others cannot be told that you are here");
        let held = private::private(OpenOptions::new().write(true).create_new(true))
            .open(folder.join(format!("{name}.lock")))
            .map_err(|error| failed(&error))?;
        let mut presence =
            Presence { folder, name, who: who.to_owned(), since: Timestamp::now(), held: None };
        match held.try_lock() {
            // Without locks nobody could tell who has gone: then nothing is said of anybody.
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
            Ok(()) | Err(TryLockError::WouldBlock) => presence.held = Some(held),
        }
        presence.at(None)?;
        Ok(presence)
    }

    /// Says which plan is open here now.
    ///
    /// # Errors
    /// Where the note cannot be written.
    pub fn at(&self, plan: Option<&RelPath>) -> Result<(), Problem> {
        let note = Note {
            who: self.who.clone(),
            plan: plan.map(ToString::to_string),
            since: self.since.to_string(),
        };
        let text = serde_json::to_vec(&note).unwrap_or_default();
        save::replace(&self.note(&self.name), &text)
            .map_err(|error| super::write_problem(&error, "others cannot be told what you have open"))
    }

    /// Who else is here, those who came first at the front. Notes whose writers are gone are cleared away.
    pub fn others(&self) -> Vec<Other> {
        let mut others = Vec::new();
        for path in private::files(&self.folder, PREFIX) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
                continue;
            };
            let Some(name) = name.strip_suffix(".lock").filter(|name| *name != self.name) else { continue };
            if is_gone(&path) {
                let _ = std::fs::remove_file(self.note(name));
                let _ = std::fs::remove_file(&path);
                continue;
            }
            others.extend(read(&self.note(name)));
        }
        others.sort_by(|a, b| (a.since, &a.who).cmp(&(b.since, &b.who)));
        others
    }

    fn note(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.note(&self.name));
        let _ = std::fs::remove_file(self.folder.join(format!("{}.lock", self.name)));
    }
}

/// Whether nobody holds a lock any more.
fn is_gone(lock: &Path) -> bool {
    File::options().write(true).open(lock).is_ok_and(|file| file.try_lock().is_ok())
}

fn read(note: &Path) -> Option<Other> {
    let metadata = note.symlink_metadata().ok()?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return None;
    }
    let note: Note = serde_json::from_slice(&std::fs::read(note).ok()?).ok()?;
    let who: String = one_line(&note.who).chars().take(LONGEST_NAME).collect();
    let plan = note.plan.and_then(|plan| RelPath::new(&plan).ok()).map(|plan| plan.to_string());
    Some(Other { who, plan, since: note.since.parse().ok()? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn two_people_see_each_other_and_what_is_open() {
        let root = tempfile::tempdir().unwrap();
        let inspector = Presence::begin(root.path(), "Inspector, West Dorset").unwrap();
        assert_eq!(inspector.others(), Vec::new());
        let sergeant = Presence::begin(root.path(), "Sergeant, Bridport\u{1b}[31m").unwrap();
        sergeant.at(Some(&RelPath::new("2026-27/west-dorset.toml").unwrap())).unwrap();
        let others = inspector.others();
        assert_eq!(others.len(), 1);
        assert!(others[0].who.starts_with("Sergeant, Bridport") && !others[0].who.contains('\u{1b}'));
        assert_eq!(others[0].plan.as_deref(), Some("2026-27/west-dorset.toml"));
        assert_eq!(sergeant.others()[0].plan, None);
        drop(sergeant);
        assert_eq!(inspector.others(), Vec::new());
    }

    #[test]
    fn who_was_killed_is_not_here_and_what_is_no_note_is_passed_over() {
        let root = tempfile::tempdir().unwrap();
        let here = Presence::begin(root.path(), "Inspector").unwrap();
        let folder = root.path().join(private::FOLDER);
        std::fs::write(folder.join("here-killed.lock"), "").unwrap();
        std::fs::write(folder.join("here-killed.json"), r#"{"who":"Gone","since":"2026-11-22T10:00:00Z"}"#)
            .unwrap();
        std::fs::write(folder.join("here-odd.json"), "{").unwrap();
        let lock = File::create(folder.join("here-odd.lock")).unwrap();
        lock.lock().unwrap();
        assert_eq!(here.others(), Vec::new());
        assert!(!folder.join("here-killed.json").exists() && !folder.join("here-killed.lock").exists());
        assert!(folder.join("here-odd.json").exists(), "its writer is there");
    }
}
