//! What others changed of a plan since a user last saw it: who, what, and which texts two hands wrote.

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;

use super::versions::{Telling, moment, post};
use crate::git::came::{Kind, Made, since};
use crate::git::history::{Entry, History};
use crate::plan::diff::{self, Change};
use crate::plan::{Document, FieldPath, Force, RelPath, Value};
use crate::problem::Problem;
use crate::store::seen::Seen;

/// How many versions of the file in a row may be older than what was seen before the search ends: clocks differ.
const MOST_OLDER: usize = 3;
/// How many changes of one person are told one by one.
const MOST_TOLD: usize = 12;
/// From how many words on a text is one of sentences, which two people can have written.
const SENTENCE: usize = 6;

/// What others changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Away {
    /// Whoever changed something last comes first.
    pub theirs: Vec<Theirs>,
    /// Texts in which sentences of two people stand together, in words.
    pub read_once: Vec<String>,
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

/// What others changed of a file since it was last seen; nothing where they changed nothing that still stands.
///
/// # Errors
/// Where the repository cannot be read.
pub fn away(reader: &Reader<'_>, file: &RelPath, seen: &Seen, now: &str) -> Result<Option<Away>, Problem> {
    if seen.text == now {
        return Ok(None);
    }
    let made = since(reader.root, &seen.version)?;
    let is_own = |email: &str| reader.email.is_some_and(|own| own.trim().eq_ignore_ascii_case(email.trim()));
    if made.iter().all(|version| is_own(&version.email)) {
        return Ok(None);
    }
    let (Ok(before), Ok(after)) = (Document::parse(&seen.text), Document::parse(now)) else {
        return Ok(None);
    };
    let net = diff::changes(Some(&before), &after);
    let mut said: HashMap<FieldPath, Vec<Option<Value>>> = HashMap::new();
    let mut theirs: Vec<Theirs> = Vec::new();
    for (version, changes) in of_file(reader.root, file, &made)?.into_iter().rev() {
        for change in changes {
            let earlier = said.entry(change.path.clone()).or_default();
            // Whoever brought two people's work together did not write it.
            if earlier.contains(&change.new) {
                continue;
            }
            earlier.push(change.new.clone());
            let stands =
                net.iter().any(|now| now.path.is_within(&change.path) || change.path.is_within(&now.path));
            if version.kind == Kind::Change && !is_own(&version.email) && stands {
                let by = post(reader.force, &version.email).unwrap_or(&version.by);
                take(&mut theirs, by, version.when, change);
            }
        }
    }
    theirs.retain(|theirs| !theirs.changes.is_empty());
    if theirs.is_empty() {
        return Ok(None);
    }
    theirs.sort_by_key(|theirs| std::cmp::Reverse(theirs.when));
    let read_once = net.iter().filter(|now| is_of_two(now, &theirs)).map(|now| now.what.clone()).collect();
    Ok(Some(Away { theirs, read_once }))
}

/// A version of the file that is new to the reader.
struct New {
    email: String,
    by: String,
    when: Timestamp,
    kind: Kind,
}

/// The new versions that changed the file, newest first, with what each changed.
fn of_file(root: &Path, file: &RelPath, made: &[Made]) -> Result<Vec<(New, Vec<Change>)>, Problem> {
    let mut history = History::of(root, file)?;
    let (mut entries, mut older): (Vec<(Entry, Kind)>, usize) = (Vec::new(), 0);
    while older < MOST_OLDER
        && let Some(entry) = history.next()
    {
        let entry = entry?;
        match made.iter().find(|version| version.id == entry.id) {
            Some(version) => entries.push((entry, version.kind)),
            None => older += 1,
        }
    }
    let mut telling = Telling::default();
    entries
        .into_iter()
        .map(|(entry, kind)| {
            let changes = telling.what(&history, &entry, file).changes().to_vec();
            Ok((New { email: entry.email, by: entry.by, when: entry.when, kind }, changes))
        })
        .collect()
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
    /// In lines: a person, and beneath each thing that they changed. The first of each pair says whether the line is
    /// a heading.
    pub fn lines(&self) -> Vec<(Line, String)> {
        let mut out = Vec::new();
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
        if !self.read_once.is_empty() {
            out.push((Line::Heading, "Read once: sentences of two people stand together in".to_owned()));
            out.extend(self.read_once.iter().map(|what| (Line::Plain, format!("- {what}"))));
            out.push((Line::Plain, String::new()));
        }
        out
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Heading,
    Plain,
}
