//! What was typed in a dialog of the screen and is not taken yet: kept while it is typed, so that a kill loses nothing,
//! and offered again when the same dialog is opened. Nothing of it is ever applied by itself.
//!
//! It holds words, so only their owner may read it, and what nobody comes back to is put among the kept texts.

mod owner;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::read::MOST_BYTES;
use super::{private, save};
use crate::problem::Problem;
use owner::Life;
pub use owner::Owner;

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

impl About {
    /// How many fields the dialog has; nothing where there may be any number.
    fn fields(&self) -> Option<usize> {
        match self {
            About::Version { .. } | About::Waiver { .. } => Some(3),
            About::Venue { .. } => Some(5),
            About::Settling { .. } | About::Address => Some(1),
            About::Table { .. } => None,
        }
    }
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

impl Draft {
    /// Whether its words are as many as its dialog has fields for.
    pub fn fits(&self) -> bool {
        let is_changing = matches!(self.about, About::Venue { .. });
        self.about.fields().is_none_or(|fields| self.words.len() == fields)
            && self.began.len() == if is_changing { self.words.len() } else { 0 }
    }
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
    /// Who wrote it.
    #[serde(default)]
    owner: String,
}

/// The drafts kept in a folder of the program's own, the newest at the end, but for those that another program is
/// writing and those that fit no dialog; none where there are none, or what is kept cannot be read.
pub fn read(folder: &Path, owner: &Owner) -> Drafts {
    let mut kept = stored(folder).ok().flatten().unwrap_or_default();
    kept.retain(|kept| kept.draft.fits() && owner.life(folder, &kept.owner) != Life::Living);
    kept.sort_by_key(|kept| kept.at);
    Drafts::new(kept.into_iter().map(|kept| kept.draft).collect())
}

/// Keeps a draft in the place of this program's own of the same dialog; else of the words `before`, which were offered,
/// if whoever wrote them is gone. Nobody else's are written over.
///
/// # Errors
/// Where it holds too much, or the system refuses.
pub fn keep(
    folder: &Path,
    draft: &Draft,
    before: Option<&[String]>,
    owner: &mut Owner,
) -> Result<(), Problem> {
    let bytes: usize = draft.words.iter().map(String::len).sum();
    if bytes as u64 > MOST_BYTES {
        return Err(Problem::new(
            format!("{WHAT}: it is more than 1 MiB"),
            "Make it shorter, or end it with these words.",
        )
        .safe(SAFE));
    }
    change(folder, |kept| {
        owner.be_seen(folder)?;
        let is_mine = |kept: &Kept| kept.draft.about == draft.about && kept.owner == owner.id();
        let is_left = |kept: &Kept| {
            is(&kept.draft, &draft.about, before) && owner.life(folder, &kept.owner) == Life::Gone
        };
        if let Some(at) = kept.iter().position(is_mine).or_else(|| kept.iter().position(is_left)) {
            kept.remove(at);
        }
        kept.push(Kept { draft: draft.clone(), at: now(), owner: owner.id().to_owned() });
        Ok(())
    })
}

/// Forgets words that were taken, if they are still there and nobody else is writing them.
///
/// # Errors
/// Where the system refuses.
pub fn forget(folder: &Path, about: &About, words: &[String], owner: &Owner) -> Result<(), Problem> {
    change(folder, |kept| {
        kept.retain(|kept| {
            !is(&kept.draft, about, Some(words)) || owner.life(folder, &kept.owner) == Life::Living
        });
        Ok(())
    })
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
        Ok(())
    });
    // Where they could not be taken out, they are there twice.
    drop(swept);
    put
}

const WHAT: &str = "what you are writing here could not be kept for the case that this program is killed";
const SAFE: &str = "It is still on the screen.";

fn change(folder: &Path, change: impl FnOnce(&mut Vec<Kept>) -> std::io::Result<()>) -> Result<(), Problem> {
    let refused = |error: &std::io::Error| super::write_problem(error, WHAT).safe(SAFE);
    std::fs::create_dir_all(folder).map_err(|error| refused(&error))?;
    let _held: File = private::lock_file(&folder.join(LOCK), PATIENCE)
        .map_err(|error| refused(&error))?
        .ok_or_else(|| Problem::new(format!("{WHAT}: another nec is busy"), "Go on; it is tried again."))?;
    let mut kept = match stored(folder) {
        Ok(kept) => kept.unwrap_or_default(),
        // It may hold words: it is put away, not written over, whatever is wrong with it.
        Err(Unreadable) => {
            let file = folder.join(FILE);
            private::put_away(folder, "drafts", &file).map_err(|error| {
                let what = format!("{WHAT}: {} cannot be read or put away: {error}", super::shown(&file));
                Problem::new(what, "Move that file elsewhere: it may hold words.").safe(SAFE)
            })?;
            Vec::new()
        }
    };
    change(&mut kept).map_err(|error| refused(&error))?;
    let text = serde_json::to_vec(&List { version: VERSION, drafts: kept })
        .map_err(|error| Problem::new(format!("{WHAT}: {error}"), "Go on; it is tried again.").safe(SAFE))?;
    if text.len() as u64 > MOST_OF_FILE {
        let what = format!("{WHAT}: too much is waiting in {}", super::shown(&folder.join(FILE)));
        return Err(Problem::new(what, "End a dialog with its words, or empty it.").safe(SAFE));
    }
    save::replace(&folder.join(FILE), &text).map_err(|error| refused(&error))
}

/// Something is there, and nobody knows what it holds.
struct Unreadable;

/// What is kept; nothing where there is no file.
fn stored(folder: &Path) -> Result<Option<Vec<Kept>>, Unreadable> {
    let file = folder.join(FILE);
    match file.symlink_metadata() {
        Ok(found) if found.is_file() && found.len() <= MOST_OF_FILE => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        _ => return Err(Unreadable),
    }
    let bytes = std::fs::read(&file).map_err(|_| Unreadable)?;
    match serde_json::from_slice::<List>(&bytes) {
        Ok(list) if list.version == VERSION => Ok(Some(list.drafts)),
        _ => Err(Unreadable),
    }
}
