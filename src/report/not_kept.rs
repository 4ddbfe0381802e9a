//! What a user wrote and somebody else's words took the place of: of two texts the other was chosen, or theirs was
//! written over it.

use std::collections::HashMap;

use super::away::{New, Reader, SENTENCE};
use crate::git::came::{Kind, Made, meeting};
use crate::git::history::{Content, Entry, History, stood};
use crate::plan::diff::{self, Change};
use crate::plan::sentences::split;
use crate::plan::{Document, FieldPath, RelPath, Value};
use crate::problem::Problem;

/// How many versions of the file are looked through for who wrote something.
const FARTHEST: usize = 100;
/// How many versions by which the user brought both sides together are looked into.
const MOST_SETTLED: usize = 20;

/// One's own words that do not stand any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotKept {
    /// The field, in words.
    pub what: String,
    pub path: FieldPath,
    /// Whose words stand there now; nothing where they are of several or nobody's.
    pub by: Option<String>,
    pub how: How,
}

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Both wrote something at once, and the other's was chosen.
    NotTaken,
    /// Somebody who had it before them wrote something else.
    Replaced,
}

impl NotKept {
    /// "Face to face: commitment (yours was not taken, but that of Sergeant, Bridport)".
    pub fn words(&self) -> String {
        let whose = self.by.as_ref().map_or_else(|| "another’s".to_owned(), |by| format!("that of {by}"));
        match self.how {
            How::NotTaken => format!("{} (yours was not taken, but {whose})", self.what),
            How::Replaced => format!("{} (yours was replaced by {whose})", self.what),
        }
    }
}

/// Where to look.
pub(super) struct Asked<'a> {
    pub reader: &'a Reader<'a>,
    pub file: &'a RelPath,
    /// What the user last saw, and what is there now.
    pub seen: &'a str,
    pub now: &'a Document,
    pub made: &'a [Made],
    /// What the versions of the file changed that the user has not seen, newest first; these versions, and some that are
    /// older.
    pub new: &'a [New],
    pub entries: Vec<Entry>,
    pub older: Vec<Entry>,
}

/// A text of the user that is not there any more.
struct Missing<'c> {
    change: &'c Change,
    path: FieldPath,
    /// What was there.
    old: Value,
}

/// What the user wrote last at each place that another changed, and that does not stand there now. Small changes of
/// something that was there to be seen are nobody's loss: they are told as what others did.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn not_kept(asked: Asked<'_>, history: History) -> Result<Vec<NotKept>, Problem> {
    let Some(last) = last_word(&asked)? else { return Ok(Vec::new()) };
    let changes = diff::changes(Some(&last), asked.now);
    let mut missing: Vec<Missing> = changes.iter().flat_map(missing).collect();
    missing.retain(|one| asked.others().any(|(_, change)| touches(change, &one.path)));
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let settled = settled(&asked)?;
    let mut texts = Texts { history, known: HashMap::new() };
    let mut found: Vec<NotKept> = Vec::new();
    let mut older = asked.older.iter().cloned();
    let mut entries = asked.entries.clone();
    let mut at = 0;
    while !missing.is_empty() && at < FARTHEST {
        if at == entries.len() {
            match older.next().map(Ok).or_else(|| texts.history.next()).transpose()? {
                Some(entry) => entries.push(entry),
                None => break,
            }
        }
        let entry = &entries[at];
        at += 1;
        let mut left = Vec::new();
        for one in missing {
            let (said, before) = (
                texts.said(asked.file, entry.content, &one.path),
                texts.said(asked.file, entry.before, &one.path),
            );
            if said.as_ref() != Some(&one.old) || before.as_ref() == Some(&one.old) {
                left.push(one);
            } else if asked.reader.is_own(&entry.email)
                && let Some(how) = asked.how(&one, before.as_ref())
                && !settled.iter().any(|settled| settled.took(&one))
                && !found.iter().any(|known| known.path == one.change.path)
            {
                let (what, path) = (one.change.what.clone(), one.change.path.clone());
                found.push(NotKept { what, path, by: asked.whose(&one.path), how });
            }
        }
        missing = left;
    }
    Ok(found)
}

/// Where the user brought both sides together: what they chose there is their own doing.
struct Settled {
    base: Option<Document>,
    sides: Vec<Document>,
    outcome: Option<Document>,
}

fn settled(asked: &Asked<'_>) -> Result<Vec<Settled>, Problem> {
    let read = |text: Option<String>| text.and_then(|text| Document::parse(&text).ok());
    let own = asked.made.iter().filter(|version| version.kind == Kind::Together);
    let own = own.filter(|version| asked.reader.is_own(&version.email)).take(MOST_SETTLED);
    let mut found = Vec::new();
    for version in own {
        let Some(met) = meeting(asked.reader.root, &version.id, asked.file)? else { continue };
        let sides = met.sides.into_iter().filter_map(read).collect();
        found.push(Settled { base: read(met.base), sides, outcome: read(met.outcome) });
    }
    Ok(found)
}

impl Settled {
    /// Whether the user's text was on one side and was given up here. Where both came from it, nobody was asked: the
    /// other side had it, and something else in its place already.
    fn took(&self, one: &Missing<'_>) -> bool {
        let has = |document: &Document| document.get(&one.path).as_ref() == Some(&one.old);
        self.sides.iter().any(has)
            && !self.outcome.as_ref().is_some_and(has)
            && !self.base.as_ref().is_some_and(has)
    }
}

/// What the user had last: in the newest version that they wrote among those that came, else what they saw.
fn last_word(asked: &Asked<'_>) -> Result<Option<Document>, Problem> {
    let is_own = |version: &&Made| version.kind == Kind::Change && asked.reader.is_own(&version.email);
    let own = asked.made.iter().find(is_own);
    let text = match own {
        Some(version) => stood(asked.reader.root, asked.file, &version.id)?.text,
        None => Some(asked.seen.to_owned()),
    };
    Ok(text.and_then(|text| Document::parse(&text).ok()))
}

/// The fields that a change took something from; of a row that went, each of its own.
fn missing(change: &Change) -> Vec<Missing<'_>> {
    match &change.old {
        Some(Value::Table(fields)) => fields
            .iter()
            .filter(|(key, value)| key != "id" && !value.is_blank())
            .map(|(key, value)| Missing { change, path: change.path.child(key), old: value.clone() })
            .collect(),
        Some(old) if !old.is_blank() => {
            vec![Missing { change, path: change.path.clone(), old: old.clone() }]
        }
        _ => Vec::new(),
    }
}

fn touches(change: &Change, path: &FieldPath) -> bool {
    path.is_within(&change.path) || change.path.is_within(path)
}

impl Asked<'_> {
    /// What others changed, each with whose it is.
    fn others(&self) -> impl Iterator<Item = (&str, &Change)> {
        let others = self.new.iter().filter_map(|new| Some((new.by.as_deref()?, &new.changes)));
        others.flat_map(|(by, changes)| changes.iter().map(move |change| (by, change)))
    }

    /// Whether the user's words are lost, and how; nothing where they stand, or where somebody who had them changed
    /// less than half of them. `before` is what was there before the user wrote.
    fn how(&self, one: &Missing<'_>, before: Option<&Value>) -> Option<How> {
        let saw: Vec<Value> = self
            .others()
            .filter(|(_, change)| touches(change, &one.path))
            .filter_map(|(_, change)| part(change.old.as_ref()?, &change.path, &one.path))
            .collect();
        let Value::Text(old) = &one.old else {
            return (!saw.contains(&one.old)).then_some(How::NotTaken);
        };
        let sentences = |text: &str| split(text).map(|(_, sentence)| sentence.to_owned()).collect::<Vec<_>>();
        let of = |value: Option<&Value>| value.and_then(Value::as_text).map(sentences).unwrap_or_default();
        let (before, now) = (of(before), of(self.now.get(&one.path).as_ref()));
        let mut own = sentences(old);
        own.retain(|sentence| !before.contains(sentence));
        let gone: Vec<&String> = own.iter().filter(|sentence| !now.contains(sentence)).collect();
        let was_seen =
            |sentence: &str| saw.iter().any(|text| of(Some(text)).iter().any(|seen| seen == sentence));
        if gone.iter().any(|sentence| !was_seen(sentence)) {
            return Some(How::NotTaken);
        }
        let stands =
            |word: &&str| now.iter().any(|sentence| sentence.split_whitespace().any(|one| one == *word));
        let words: Vec<&str> = own.iter().flat_map(|sentence| sentence.split_whitespace()).collect();
        let standing = words.iter().filter(|word| stands(word)).count();
        (words.len() >= SENTENCE && standing * 2 < words.len()).then_some(How::Replaced)
    }

    /// Whose words stand at a place now.
    fn whose(&self, path: &FieldPath) -> Option<String> {
        let now = self.now.get(path);
        let is_now = |change: &Change| match &change.new {
            Some(new) => part(new, &change.path, path) == now,
            None => now.is_none(),
        };
        let (by, _) = self.others().find(|(_, change)| touches(change, path) && is_now(change))?;
        Some(by.to_owned())
    }
}

/// What a value that stands at a place has at another inside it.
fn part(value: &Value, at: &FieldPath, path: &FieldPath) -> Option<Value> {
    let mut value = value;
    for segment in path.segments().get(at.segments().len()..)? {
        let Value::Table(fields) = value else { return None };
        value = &fields.iter().find(|(key, _)| key == segment)?.1;
    }
    Some(value.clone())
}

/// The texts of versions, each read once.
struct Texts {
    history: History,
    known: HashMap<Content, Option<Document>>,
}

impl Texts {
    fn said(&mut self, file: &RelPath, content: Option<Content>, path: &FieldPath) -> Option<Value> {
        let content = content?;
        let history = &self.history;
        let read = || Document::parse(&history.text(file, Some(content)).ok()??).ok();
        self.known.entry(content).or_insert_with(read).as_ref()?.get(path)
    }
}
