//! What was typed in a dialog of the screen and is not taken yet: kept while it is typed, so that a kill loses nothing,
//! and offered again when the same dialog is opened. Nothing of it is ever applied by itself.
//!
//! It holds words, so only their owner may read it, and what nobody comes back to is put among the kept texts.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::read::MOST_BYTES;
use super::{private, save};
use crate::problem::Problem;

/// The file, and the lock that is held while it is changed.
const FILE: &str = "drafts.json";
const LOCK: &str = "drafts.lock";
const VERSION: u32 = 1;
/// How long to wait for another `nec` that is changing it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many seconds a draft waits to be taken up, and how many do.
const WAITS: i64 = 30 * 24 * 3600;
const MOST: usize = 200;
/// What the file may hold.
const MOST_OF_FILE: u64 = 8 * MOST_BYTES;

/// What a dialog is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "dialog", rename_all = "kebab-case")]
pub enum About {
    /// The next version of a plan, by its file: what is in it, and who records it.
    Version { plan: String },
    /// A flag that is to be set aside.
    Waiver { plan: String, rule: String, standard: Option<String>, path: Vec<String> },
    /// What is to stand where two sides say different things, whatever those are by now.
    Settling { file: String, path: Vec<String> },
    /// A venue of the book; with no id, a new one.
    Venue { id: String },
    /// A table pasted on a list of a plan: a row each.
    Table { plan: String, list: Vec<String> },
    /// Where the force's plans are: no directory's, but this user's.
    Address,
}

/// The words of one dialog, a field each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub about: About,
    pub words: Vec<String>,
    /// What stood in each field before anything was written in it, where the dialog changes what is there already:
    /// only the fields that differ from it are somebody's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub began: Vec<String>,
}

/// The drafts that are known, the newest of a dialog at the end: two programs may have written in the same one.
#[derive(Debug, Clone, Default)]
pub struct Drafts(Vec<Draft>);

impl Drafts {
    /// Those that were kept.
    pub fn new(drafts: Vec<Draft>) -> Drafts {
        Drafts(drafts)
    }

    /// All of them.
    pub fn all(&self) -> &[Draft] {
        &self.0
    }

    /// What is to be offered where a dialog is opened.
    pub fn of(&self, about: &About) -> Option<&Draft> {
        self.0.iter().rev().find(|draft| draft.about == *about)
    }

    /// Puts words in the place of those that were offered.
    pub fn set(&mut self, draft: Draft) {
        match self.0.iter_mut().rev().find(|known| known.about == draft.about) {
            Some(known) => *known = draft,
            None => self.0.push(draft),
        }
    }

    /// Takes out those that were offered.
    pub fn forget(&mut self, about: &About) {
        if let Some(at) = self.0.iter().rposition(|draft| draft.about == *about) {
            self.0.remove(at);
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    drafts: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    draft: Draft,
    /// When it was written, in seconds since 1970.
    at: i64,
}

/// The drafts kept in a folder of the program's own; none where there are none, or what is kept cannot be read.
pub fn read(folder: &Path) -> Drafts {
    let kept = stored(folder).ok().flatten().unwrap_or_default();
    Drafts::new(kept.into_iter().map(|kept| kept.draft).collect())
}

/// Keeps a draft in the place of the words that were kept of the same dialog `before`, if they are still there.
///
/// # Errors
/// Where it holds too much, or the system refuses.
pub fn keep(folder: &Path, draft: &Draft, before: Option<&[String]>) -> Result<(), Problem> {
    let bytes: usize = draft.words.iter().map(String::len).sum();
    if bytes as u64 > MOST_BYTES {
        return Err(Problem::new(
            format!("{WHAT}: it is more than 1 MiB"),
            "Make it shorter, or end it with these words.",
        )
        .safe(SAFE));
    }
    change(folder, |kept| {
        let fresh = Kept { draft: draft.clone(), at: now() };
        match kept.iter_mut().find(|kept| is(&kept.draft, &draft.about, before)) {
            Some(kept) => *kept = fresh,
            None => kept.push(fresh),
        }
    })
}

/// Forgets words that were taken, if they are still there.
///
/// # Errors
/// Where the system refuses.
pub fn forget(folder: &Path, about: &About, words: &[String]) -> Result<(), Problem> {
    change(folder, |kept| kept.retain(|kept| !is(&kept.draft, about, Some(words))))
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

fn is(draft: &Draft, about: &About, words: Option<&[String]>) -> bool {
    draft.about == *about && Some(draft.words.as_slice()) == words
}

/// Puts drafts that nobody came back to in a month among the kept texts, and the oldest where there are too many.
/// Gives the files, to be told to the user.
pub fn sweep(folder: &Path) -> Vec<PathBuf> {
    let is_left = |kept: &Kept, now: i64| now.saturating_sub(kept.at) > WAITS;
    let now = now();
    // Nothing is written where nothing is to be swept.
    match stored(folder) {
        Ok(Some(kept)) if kept.len() > MOST || kept.iter().any(|kept| is_left(kept, now)) => {}
        _ => return Vec::new(),
    }
    let mut put = Vec::new();
    let swept = change(folder, |kept| {
        kept.sort_by_key(|kept| kept.at);
        let surplus = kept.len().saturating_sub(MOST);
        let mut at = 0;
        kept.retain(|kept| {
            at += 1;
            if at > surplus && !is_left(kept, now) {
                return true;
            }
            // What cannot be put away waits on.
            match private::keep_in(folder, "dialog", kept.draft.words.join("\n\n").as_bytes()) {
                Ok(path) => {
                    put.push(path);
                    false
                }
                Err(_) => true,
            }
        });
    });
    // Where they could not be taken out, they are there twice.
    drop(swept);
    put
}

const WHAT: &str = "what you are writing here could not be kept for the case that this program is killed";
const SAFE: &str = "It is still on the screen.";

fn change(folder: &Path, change: impl FnOnce(&mut Vec<Kept>)) -> Result<(), Problem> {
    let refused = |error: &std::io::Error| super::write_problem(error, WHAT).safe(SAFE);
    std::fs::create_dir_all(folder).map_err(|error| refused(&error))?;
    let _held: File = private::lock_file(&folder.join(LOCK), PATIENCE)
        .map_err(|error| refused(&error))?
        .ok_or_else(|| Problem::new(format!("{WHAT}: another nec is busy"), "Go on; it is tried again."))?;
    let mut kept = match stored(folder) {
        Ok(kept) => kept.unwrap_or_default(),
        // What cannot be understood may hold words: it is put away, not written over.
        Err(bytes) => {
            private::keep_in(folder, "drafts", &bytes).map_err(|error| refused(&error))?;
            Vec::new()
        }
    };
    change(&mut kept);
    let text = serde_json::to_vec(&List { version: VERSION, drafts: kept })
        .map_err(|error| Problem::new(format!("{WHAT}: {error}"), "Go on; it is tried again.").safe(SAFE))?;
    if text.len() as u64 > MOST_OF_FILE {
        let what = format!("{WHAT}: too much is waiting in {}", super::shown(&folder.join(FILE)));
        return Err(Problem::new(what, "End a dialog with its words, or empty it.").safe(SAFE));
    }
    save::replace(&folder.join(FILE), &text).map_err(|error| refused(&error))
}

/// What is kept; nothing where nothing is. What cannot be understood comes back as it is.
fn stored(folder: &Path) -> Result<Option<Vec<Kept>>, Vec<u8>> {
    let file = folder.join(FILE);
    if !file.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() <= MOST_OF_FILE) {
        return Ok(None);
    }
    let Ok(bytes) = std::fs::read(&file) else { return Ok(None) };
    match serde_json::from_slice::<List>(&bytes) {
        Ok(list) if list.version == VERSION => Ok(Some(list.drafts)),
        _ => Err(bytes),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn venue(id: &str) -> About {
        About::Venue { id: id.into() }
    }

    fn draft(about: About, words: &str) -> Draft {
        Draft { about, words: vec![words.into()], began: Vec::new() }
    }

    fn words(folder: &Path) -> Vec<String> {
        read(folder).all().iter().map(|draft| draft.words.join("|")).collect()
    }

    #[test]
    fn a_draft_is_there_until_it_is_taken_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let about = About::Settling { file: "2026-27/a.toml".into(), path: vec!["x".into(), "y z".into()] };
        let [first, second] = ["Half a", "Half a sentence"].map(|words| draft(about.clone(), words));
        keep(folder.path(), &first, None).unwrap();
        keep(folder.path(), &draft(venue(""), "Hall"), None).unwrap();
        keep(folder.path(), &second, Some(&first.words)).unwrap();
        assert_eq!(read(folder.path()).of(&about), Some(&second));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = folder.path().join(FILE).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        forget(folder.path(), &about, &second.words).unwrap();
        assert_eq!(words(folder.path()), ["Hall"]);
    }

    #[test]
    fn two_programs_that_write_in_the_same_dialog_lose_neither() {
        let folder = tempfile::tempdir().unwrap();
        let [mine, theirs, more] = ["Mine", "Theirs", "Mine, and more"].map(|words| draft(venue(""), words));
        keep(folder.path(), &mine, None).unwrap();
        keep(folder.path(), &theirs, None).unwrap();
        keep(folder.path(), &more, Some(&mine.words)).unwrap();
        assert_eq!(words(folder.path()), ["Mine, and more", "Theirs"]);
        forget(folder.path(), &venue(""), &more.words).unwrap();
        assert_eq!(words(folder.path()), ["Theirs"]);
    }

    #[test]
    fn what_nobody_comes_back_to_is_put_among_the_kept_texts() {
        let folder = tempfile::tempdir().unwrap();
        let old = now() - WAITS - 1;
        let kept = |words: &str, at| Kept { draft: draft(venue(""), words), at };
        let list = List { version: VERSION, drafts: vec![kept("New", now()), kept("Old", old)] };
        std::fs::write(folder.path().join(FILE), serde_json::to_vec(&list).unwrap()).unwrap();
        let put = sweep(folder.path());
        assert_eq!(put.len(), 1);
        assert_eq!(std::fs::read_to_string(&put[0]).unwrap(), "Old");
        assert_eq!(words(folder.path()), ["New"]);
        assert_eq!(sweep(folder.path()), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_cannot_be_understood_is_put_away_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "{\"words\": \"dear\"").unwrap();
        assert!(words(folder.path()).is_empty());
        keep(folder.path(), &draft(venue(""), "Hall"), None).unwrap();
        let kept = private::files(&folder.path().join(private::KEPT), "drafts");
        assert!(std::fs::read_to_string(&kept[0]).unwrap().contains("dear"));
        assert_eq!(words(folder.path()), ["Hall"]);
    }
}
