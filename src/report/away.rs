//! What others changed of a plan since a user last saw it: who, what, and which texts two hands wrote.

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;

use super::not_kept::{Asked, NotKept, not_kept};
use super::twice::twice;
use super::versions::{Telling, moment, post};
use crate::git::came::{Kind, Made, since};
use crate::git::history::{Entry, History};
use crate::plan::diff::{self, Change};
use crate::plan::{Document, FieldPath, Force, RelPath, Value};
use crate::problem::Problem;
use crate::store::seen::Seen;

/// How many versions of the file in a row may be older than what was seen before the search ends: clocks differ.
const MOST_OLDER: usize = 3;
/// How many versions of a file are told one by one, at most: their texts are read for it.
const MOST_READ: usize = 60;
/// How many changes of one person are told one by one.
const MOST_TOLD: usize = 12;
/// From how many words on a text is one of sentences, which two people can have written.
pub(super) const SENTENCE: usize = 6;

/// What others changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Away {
    /// Whoever changed something last comes first.
    pub theirs: Vec<Theirs>,
    /// Texts in which sentences of two people stand together, in words.
    pub read_once: Vec<String>,
    /// What the user wrote and does not stand there any more.
    pub not_kept: Vec<NotKept>,
    /// Titles of activities that stand twice, because two people typed them.
    pub twice: Vec<String>,
}

/// What one of them changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    pub by: String,
    pub when: Timestamp,
    pub changes: Vec<Change>,
}

/// Whose eyes it is for, and where.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'r> {
    pub root: &'r Path,
    pub force: &'r Force,
    /// The user's own address: their own doing is not told them.
    pub email: Option<&'r str>,
}

impl Reader<'_> {
    /// Whether an address is the user's own.
    pub(super) fn is_own(&self, email: &str) -> bool {
        self.email.is_some_and(|own| own.trim().eq_ignore_ascii_case(email.trim()))
    }

    /// Who made a version: their post, where the force names it. It is fit to be shown.
    pub(super) fn name(&self, entry: &Entry) -> String {
        post(self.force, &entry.email).unwrap_or_else(|| entry.by.clone())
    }
}

/// What others changed of a file since it was last seen; nothing where they changed nothing that still stands.
///
/// # Errors
/// Where the repository cannot be read.
pub fn away(reader: &Reader<'_>, file: &RelPath, seen: &Seen, now: &str) -> Result<Option<Away>, Problem> {
    if seen.text == now {
        return Ok(None);
    }
    away_among(reader, file, seen, now, &since(reader.root, &seen.version)?)
}

/// The same, where the versions that came since are known.
///
/// # Errors
/// As [`away`].
pub(super) fn away_among(
    reader: &Reader<'_>,
    file: &RelPath,
    seen: &Seen,
    now: &str,
    made: &[Made],
) -> Result<Option<Away>, Problem> {
    if seen.text == now {
        return Ok(None);
    }
    if made.iter().all(|version| reader.is_own(&version.email)) {
        return Ok(None);
    }
    let (Ok(before), Ok(after)) = (Document::parse(&seen.text), Document::parse(now)) else {
        return Ok(None);
    };
    let net = diff::changes(Some(&before), &after);
    let mut said: HashMap<FieldPath, Vec<Option<Value>>> = HashMap::new();
    let mut theirs: Vec<Theirs> = Vec::new();
    let Came { history, new, entries, older } = of_file(reader, file, &before, made)?;
    for version in new.iter().rev() {
        for change in &version.changes {
            let earlier = said.entry(change.path.clone()).or_default();
            // Whoever brought two people's work together did not write it.
            if earlier.contains(&change.new) {
                continue;
            }
            earlier.push(change.new.clone());
            let stands =
                net.iter().any(|now| now.path.is_within(&change.path) || change.path.is_within(&now.path));
            if let Some(by) = version.by.as_deref().filter(|_| stands) {
                take(&mut theirs, by, version.when, change.clone());
            }
        }
    }
    theirs.retain(|theirs| !theirs.changes.is_empty());
    if theirs.is_empty() {
        return Ok(None);
    }
    theirs.sort_by_key(|theirs| std::cmp::Reverse(theirs.when));
    let read_once = net.iter().filter(|now| is_of_two(now, &theirs)).map(|now| now.what.clone()).collect();
    let is_new = |standard: &str, key: &str| {
        let row = FieldPath::of(["standards", standard, "activities", key]);
        let mut changes = theirs.iter().flat_map(|theirs| &theirs.changes);
        changes.any(|change| change.path == row && change.old.is_none())
    };
    let twice = twice(after.plan(), is_new);
    let asked = Asked { reader, file, seen: &seen.text, now: &after, made, new: &new, entries, older };
    let not_kept = not_kept(asked, history)?;
    Ok(Some(Away { theirs, read_once, not_kept, twice }))
}

/// What a version of the file that is new to the reader changed, or several together.
pub(super) struct New {
    /// Whose it is, as it may be shown; nothing where it is the reader's own, or brings two people's work together.
    pub by: Option<String>,
    when: Timestamp,
    pub changes: Vec<Change>,
}

/// What came of a file.
struct Came {
    history: History,
    /// Newest first.
    new: Vec<New>,
    /// Each of their versions, newest first; then the older ones that were met on the way. The history goes on from there.
    entries: Vec<Entry>,
    older: Vec<Entry>,
}

/// What the new versions changed in the file. The texts of the newest are read; of all before those, where there are
/// more, what differs between `before` and the last of them is told as one.
fn of_file(reader: &Reader<'_>, file: &RelPath, before: &Document, made: &[Made]) -> Result<Came, Problem> {
    let mut history = History::of(reader.root, file)?;
    let kinds: HashMap<&str, Kind> = made.iter().map(|version| (version.id.as_str(), version.kind)).collect();
    let (mut entries, mut older): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
    while older.len() < MOST_OLDER
        && let Some(entry) = history.next()
    {
        let entry = entry?;
        if kinds.contains_key(entry.id.as_str()) { entries.push(entry) } else { older.push(entry) }
    }
    let by = |entry: &Entry| {
        let is_theirs = kinds.get(entry.id.as_str()) == Some(&Kind::Change) && !reader.is_own(&entry.email);
        is_theirs.then(|| reader.name(entry))
    };
    let (newest, rest) = entries.split_at(entries.len().min(MOST_READ));
    let mut telling = Telling::default();
    let mut new: Vec<New> = newest
        .iter()
        .map(|entry| {
            let changes = telling.what(&history, entry, file).changes().to_vec();
            New { by: by(entry), when: entry.when, changes }
        })
        .collect();
    // A version in between can hold anything.
    let parse = |entry: &Entry| -> Option<(Timestamp, Document)> {
        let text = history.text(file, entry.content).ok()??;
        Some((entry.when, Document::parse(&text).ok()?))
    };
    if let Some((when, text)) = rest.iter().take(MOST_OLDER).find_map(parse) {
        let mut people: Vec<String> = Vec::new();
        for name in rest.iter().filter_map(by) {
            if !people.contains(&name) {
                people.push(name);
            }
        }
        let changes = diff::changes(Some(before), &text);
        let by = Some(several(&people)).filter(|by| !by.is_empty());
        new.push(New { by, when, changes });
    }
    Ok(Came { history, new, entries, older })
}

/// "Sergeant, Bridport", "Sergeant, Bridport and 2 others".
fn several(people: &[impl AsRef<str>]) -> String {
    match people {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first, second] => format!("{} and {}", first.as_ref(), second.as_ref()),
        [first, more @ ..] => format!("{} and {} others", first.as_ref(), more.len()),
    }
}

/// The last that somebody did at a place stands for all that they did there.
fn take(theirs: &mut Vec<Theirs>, by: &str, when: Timestamp, change: Change) {
    let at = theirs.iter().position(|known| known.by == by).unwrap_or_else(|| {
        theirs.push(Theirs { by: by.to_owned(), when, changes: Vec::new() });
        theirs.len() - 1
    });
    let known = &mut theirs[at];
    known.when = known.when.max(when);
    known.changes.retain(|earlier| earlier.path != change.path);
    known.changes.push(change);
}

/// Whether a text now is neither what was seen nor what another wrote, but sentences of both.
fn is_of_two(now: &Change, theirs: &[Theirs]) -> bool {
    let (Some(Value::Text(text)), Some(_)) = (&now.new, &now.old) else { return false };
    text.split_whitespace().count() >= SENTENCE
        && theirs
            .iter()
            .flat_map(|theirs| &theirs.changes)
            .any(|change| change.path == now.path && change.new != now.new)
}

impl Away {
    /// In lines, what needs the reader first at the top: their own words that were not kept; each person, and beneath
    /// each thing that they changed; what stands twice, and what is to be read once.
    pub fn lines(&self) -> Vec<(Line, String)> {
        let mut out = Vec::new();
        if !self.not_kept.is_empty() {
            out.push((Line::Heading, "Of what you wrote, this does not stand now".to_owned()));
            out.extend(self.not_kept.iter().map(|one| (Line::Plain, format!("- {}", one.words()))));
            out.push((Line::Plain, BRING_BACK.to_owned()));
            out.push((Line::Plain, String::new()));
        }
        for theirs in &self.theirs {
            out.push((Line::Heading, format!("{}, {}", theirs.by, moment(theirs.when))));
            for change in theirs.changes.iter().take(MOST_TOLD) {
                out.push((Line::Plain, format!("- {}", change.words())));
            }
            let more = theirs.changes.len().saturating_sub(MOST_TOLD);
            if more > 0 {
                out.push((Line::Plain, format!("- and {more} more")));
            }
            out.push((Line::Plain, String::new()));
        }
        let mut list = |heading: &str, items: &[String]| {
            if !items.is_empty() {
                out.push((Line::Heading, heading.to_owned()));
                out.extend(items.iter().map(|what| (Line::Plain, format!("- {what}"))));
                out.push((Line::Plain, String::new()));
            }
        };
        list("Stands twice, typed by two people: one may go", &self.twice);
        list("Read once: sentences of two people stand together in", &self.read_once);
        out
    }

    /// Who changed something, in a few words: "Sergeant, Bridport", "Sergeant, Bridport and 2 others".
    pub fn whose(&self) -> String {
        several(&self.theirs.iter().map(|theirs| &theirs.by).collect::<Vec<_>>())
    }

    /// What there is to be said of it, each a part of a sentence, what needs the reader first at its beginning.
    pub fn parts(&self) -> Vec<String> {
        let mut parts: Vec<String> = self.not_kept.iter().map(NotKept::words).collect();
        parts.extend(self.twice.iter().map(|title| format!("“{title}” stands twice, one may go")));
        let changes = self.theirs.iter().flat_map(|theirs| &theirs.changes);
        let is_told = |change: &&Change| self.not_kept.iter().any(|one| one.path == change.path);
        parts.extend(changes.filter(|change| !is_told(change)).map(Change::words));
        parts
    }
}

/// How to have it again.
const BRING_BACK: &str = "Yours is kept in the plan’s history: h on the summary or the list, then c compares and r brings a version back.";

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Heading,
    Plain,
}
