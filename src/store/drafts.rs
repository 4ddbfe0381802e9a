//! What was typed in a dialog of the screen and is not taken yet: kept while it is typed, so that a kill loses nothing,
//! and offered again when the same dialog is opened. Nothing of it is ever applied by itself.
//!
//! It holds words, so only their owner may read it, and what nobody comes back to is put among the kept texts.

mod owner;

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn venue(id: &str) -> About {
        About::Venue { id: id.into() }
    }

    /// With words in its first field.
    fn draft(about: About, words: &str) -> Draft {
        let fields = about.fields().unwrap_or(1);
        let mut words = vec![words.to_owned()];
        words.resize(fields, String::new());
        let began =
            if matches!(about, About::Venue { .. }) { vec![String::new(); fields] } else { Vec::new() };
        Draft { about, words, began }
    }

    fn words(folder: &Path) -> Vec<String> {
        read(folder, &Owner::new()).all().iter().map(|draft| draft.words[0].clone()).collect()
    }

    #[test]
    fn a_draft_is_there_until_it_is_taken_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let about = About::Settling { file: "2026-27/a.toml".into(), path: vec!["x".into(), "y z".into()] };
        let [first, second] = ["Half a", "Half a sentence"].map(|words| draft(about.clone(), words));
        let mut me = Owner::new();
        keep(folder.path(), &first, None, &mut me).unwrap();
        keep(folder.path(), &draft(venue(""), "Hall"), None, &mut me).unwrap();
        keep(folder.path(), &second, Some(&first.words), &mut me).unwrap();
        assert_eq!(read(folder.path(), &me).of(&about), Some(&second));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = folder.path().join(FILE).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        forget(folder.path(), &about, &second.words, &me).unwrap();
        drop(me);
        assert_eq!(words(folder.path()), ["Hall"]);
    }

    #[test]
    fn two_programs_that_write_in_the_same_dialog_lose_neither() {
        let folder = tempfile::tempdir().unwrap();
        let [mine, theirs, more] = ["Mine", "Theirs", "Mine, and more"].map(|words| draft(venue(""), words));
        let (mut me, mut other) = (Owner::new(), Owner::new());
        keep(folder.path(), &mine, None, &mut me).unwrap();
        assert!(
            read(folder.path(), &other).all().is_empty(),
            "what somebody is writing is offered to nobody"
        );
        // Offered or not, what a living other writes is not written over, and not cleared.
        keep(folder.path(), &theirs, Some(&mine.words), &mut other).unwrap();
        forget(folder.path(), &venue(""), &mine.words, &other).unwrap();
        assert_eq!(read(folder.path(), &me).all(), [mine.clone()]);
        keep(folder.path(), &more, Some(&mine.words), &mut me).unwrap();
        drop((me, other));
        assert_eq!(words(folder.path()), ["Theirs", "Mine, and more"]);
    }

    #[test]
    fn the_words_of_a_program_that_is_gone_are_taken_up_once() {
        let folder = tempfile::tempdir().unwrap();
        let [half, one, two] = ["Half", "Half a", "Half b"].map(|words| draft(venue(""), words));
        let mut gone = Owner::new();
        keep(folder.path(), &half, None, &mut gone).unwrap();
        drop(gone);
        let (mut me, mut other) = (Owner::new(), Owner::new());
        assert_eq!(read(folder.path(), &me).all(), [half.clone()]);
        assert_eq!(read(folder.path(), &other).all(), [half.clone()]);
        keep(folder.path(), &one, Some(&half.words), &mut me).unwrap();
        keep(folder.path(), &two, Some(&half.words), &mut other).unwrap();
        drop((me, other));
        assert_eq!(words(folder.path()), ["Half a", "Half b"]);
        let locks = private::files(folder.path(), "drafts-");
        assert!(locks.is_empty(), "{locks:?}");
    }

    #[test]
    fn what_was_written_last_is_offered_and_what_fits_no_dialog_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let kept = |words: &str, at| Kept { draft: draft(venue(""), words), at, owner: String::new() };
        let mut odd = kept("Odd", now());
        odd.draft.words.pop();
        let list =
            List { version: VERSION, drafts: vec![kept("New", now() - 5), kept("Old", now() - 9), odd] };
        std::fs::write(folder.path().join(FILE), serde_json::to_vec(&list).unwrap()).unwrap();
        assert_eq!(words(folder.path()), ["Old", "New"]);
    }

    #[test]
    fn what_nobody_comes_back_to_is_put_among_the_kept_texts() {
        let folder = tempfile::tempdir().unwrap();
        let old = now() - WAITS - 1;
        let kept = |words: &str, at| Kept { draft: draft(venue(""), words), at, owner: String::new() };
        let list = List { version: VERSION, drafts: vec![kept("New", now()), kept("Old", old)] };
        std::fs::write(folder.path().join(FILE), serde_json::to_vec(&list).unwrap()).unwrap();
        let put = sweep(folder.path());
        assert_eq!(put.len(), 1);
        assert_eq!(std::fs::read_to_string(&put[0]).unwrap().trim_end(), "Old");
        assert_eq!(words(folder.path()), ["New"]);
        assert_eq!(sweep(folder.path()), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_cannot_be_understood_is_put_away_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "{\"words\": \"dear\"").unwrap();
        assert!(words(folder.path()).is_empty());
        keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
        let kept = private::files(&folder.path().join(private::KEPT), "drafts");
        assert!(std::fs::read_to_string(&kept[0]).unwrap().contains("dear"));
        assert_eq!(words(folder.path()), ["Hall"]);
    }

    #[test]
    fn what_is_too_large_is_put_away_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(folder.path().join(FILE)).unwrap();
        file.set_len(MOST_OF_FILE + 1).unwrap();
        keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
        let kept = private::files(&folder.path().join(private::KEPT), "drafts");
        assert_eq!(kept[0].metadata().unwrap().len(), MOST_OF_FILE + 1);
        assert_eq!(words(folder.path()), ["Hall"]);
    }

    #[test]
    fn what_cannot_be_put_away_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "{\"words\": \"dear\"").unwrap();
        std::fs::write(folder.path().join(private::KEPT), "in the way").unwrap();
        let problem = keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap_err();
        assert!(problem.what.contains("cannot be read or put away"), "{problem}");
        assert!(std::fs::read_to_string(folder.path().join(FILE)).unwrap().contains("dear"));
    }

    #[cfg(unix)]
    #[test]
    fn what_may_not_be_read_is_put_away_before_anything_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "dear").unwrap();
        let shut = std::fs::Permissions::from_mode(0o000);
        std::fs::set_permissions(folder.path().join(FILE), shut).unwrap();
        keep(folder.path(), &draft(venue(""), "Hall"), None, &mut Owner::new()).unwrap();
        let kept = private::files(&folder.path().join(private::KEPT), "drafts");
        std::fs::set_permissions(&kept[0], std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "dear");
    }
}
