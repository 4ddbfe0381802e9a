//! What a user wrote and somebody else's words took the place of: of two texts the other was chosen, or theirs was
//! written over it.

use std::collections::HashMap;

use super::away::{New, Reader, SENTENCE};
use crate::git::came::{Kind, Made, kind, meeting};
use crate::git::history::{Content, Entry, History, stood};
use crate::plan::diff::{self, Change};
use crate::plan::sentences::split;
use crate::plan::{Document, FieldPath, RelPath, Value};
use crate::problem::Problem;

/// How many versions of the file are looked through for who wrote something.
const FARTHEST: usize = 100;
/// How many versions before another are looked through for what it put back.
const MOST_BACK: usize = 20;
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
    pub much: Much,
}

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Both wrote something at once, and the other's was chosen.
    NotTaken,
    /// Somebody put back what stood there earlier.
    TakenBack,
    /// Somebody who had it before them wrote something else.
    Replaced,
}

/// How much of it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Much {
    All,
    /// Other sentences of the user stand there still.
    Part,
}

impl NotKept {
    /// "Face to face: commitment (yours was not taken, but that of Sergeant, Bridport)".
    pub fn words(&self) -> String {
        let whose = self.by.as_ref().map_or_else(|| "another’s".to_owned(), |by| format!("that of {by}"));
        let yours = match self.much {
            Much::All => "yours",
            Much::Part => "part of yours",
        };
        let went = match self.how {
            How::NotTaken => format!("was not taken, but {whose}"),
            How::TakenBack => {
                format!("was taken back by {}", self.by.as_deref().unwrap_or("another"))
            }
            How::Replaced => format!("was replaced by {whose}"),
        };
        format!("{} ({yours} {went})", self.what)
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
    /// The sentences that were there and of which it is not known yet who wrote them; something else than a text is one
    /// of itself.
    unknown: Vec<Value>,
    /// Those that the user wrote, together with all others of the same version.
    own: Vec<Vec<Value>>,
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
    let (entries, older) = (asked.entries.clone(), asked.older.clone().into_iter());
    let mut past = Past { history, file: asked.file, entries, older, known: HashMap::new() };
    let mut at = 0;
    while missing.iter().any(|one| !one.unknown.is_empty())
        && at < FARTHEST
        && let Some(entry) = past.entry(at)?
    {
        at += 1;
        for one in missing.iter_mut().filter(|one| !one.unknown.is_empty()) {
            let (said, before) = past.both(&entry, &one.path);
            let is_new = |part: &Value| said.contains(part) && !before.contains(part);
            let (new, left): (Vec<Value>, Vec<Value>) = one.unknown.iter().cloned().partition(is_new);
            // Whoever brought two people's work together did not write it.
            if new.is_empty() || kind(asked.reader.root, &entry.id)? == Some(Kind::Together) {
                continue;
            }
            one.unknown = left;
            if asked.reader.is_own(&entry.email) {
                one.own.push(new);
            }
        }
    }
    let settled = settled(&asked)?;
    let mut found: Vec<NotKept> = Vec::new();
    for one in &missing {
        if found.iter().any(|known| known.path == one.change.path) {
            continue;
        }
        if let Some((how, much, by)) = asked.how(one, &settled, &mut past)? {
            let (what, path) = (one.change.what.clone(), one.change.path.clone());
            found.push(NotKept { what, path, by, how, much });
        }
    }
    Ok(found)
}

/// The sentences of a text; something else is one of itself.
fn parts(value: Value) -> Vec<Value> {
    match value {
        Value::Text(text) => split(&text).map(|(_, sentence)| Value::Text(sentence.to_owned())).collect(),
        other => vec![other],
    }
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
    /// Whether something of the user's was on one side and was given up here. Where both came from it, nobody was asked:
    /// the other side had it, and something else in its place already.
    fn took(&self, path: &FieldPath, part: &Value) -> bool {
        let has = |document: &Document| document.get(path).map(parts).unwrap_or_default().contains(part);
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
    let missing = |path: FieldPath, old: &Value| {
        let unknown = parts(old.clone());
        Missing { change, path, unknown, own: Vec::new() }
    };
    match &change.old {
        Some(Value::Table(fields)) => fields
            .iter()
            .filter(|(key, value)| key != "id" && !value.is_blank())
            .map(|(key, value)| missing(change.path.child(key), value))
            .collect(),
        Some(old) if !old.is_blank() => vec![missing(change.path.clone(), old)],
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

    /// Whether the user's words are lost, how, how much of them and to whom; nothing where they stand, where the user gave
    /// them up, or where somebody who had them changed less than half of them.
    fn how(
        &self,
        one: &Missing<'_>,
        settled: &[Settled],
        past: &mut Past<'_>,
    ) -> Result<Option<(How, Much, Option<String>)>, Problem> {
        let now = self.now.get(&one.path).map(parts).unwrap_or_default();
        let stands = |part: &&Value| now.contains(part);
        let given_up = |part: &Value| settled.iter().any(|settled| settled.took(&one.path, part));
        let gone: Vec<&Value> =
            one.own.iter().flatten().filter(|part| !stands(part) && !given_up(part)).collect();
        let much = if one.own.iter().flatten().any(|part| stands(&part)) { Much::Part } else { Much::All };
        let steps = self.steps(&one.path);
        let was_seen = |part: &&Value| steps.iter().any(|step| step.by.is_some() && step.old.contains(part));
        if !gone.iter().all(was_seen) {
            return Ok(Some((How::NotTaken, much, self.whose(&one.path))));
        }
        for (at, step) in steps.iter().enumerate() {
            let took = gone.iter().any(|part| step.old.contains(part) && !step.new.contains(part));
            if let Some(by) = step.by.filter(|_| took)
                && past.stood_before(at, &one.path, &step.new)?
            {
                return Ok(Some((How::TakenBack, much, Some(by.to_owned()))));
            }
        }
        let is_replaced = |written: &&Vec<Value>| {
            let gone = written.iter().any(|part| gone.contains(&part));
            let (all, standing) = words(written, &now);
            gone && all >= SENTENCE && standing * 2 < all
        };
        let replaced = one.own.iter().find(is_replaced);
        Ok(replaced.map(|_| (How::Replaced, Much::All, self.whose(&one.path))))
    }

    /// What each of the versions that came made of a place, newest first.
    fn steps(&self, path: &FieldPath) -> Vec<Step<'_>> {
        let step = |version: &New| {
            let change = version.changes.iter().find(|change| touches(change, path));
            let at = |value: Option<&Value>| {
                let value = change.zip(value).and_then(|(change, value)| part(value, &change.path, path));
                value.map(parts).unwrap_or_default()
            };
            let old = at(change.and_then(|change| change.old.as_ref()));
            (old, at(change.and_then(|change| change.new.as_ref())))
        };
        let steps = self.new.iter().map(|version| (version.by.as_deref(), step(version)));
        steps.map(|(by, (old, new))| Step { by, old, new }).collect()
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

/// What a version made of a place.
struct Step<'a> {
    /// Whose it is; nothing where it is the reader's own, or brings two people's work together.
    by: Option<&'a str>,
    old: Vec<Value>,
    new: Vec<Value>,
}

/// How many words something has, and how many of these stand now.
fn words(written: &[Value], now: &[Value]) -> (usize, usize) {
    let of = |parts: &[Value]| -> Vec<String> {
        let texts = parts.iter().filter_map(Value::as_text);
        texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let (all, now) = (of(written), of(now));
    (all.len(), all.iter().filter(|word| now.contains(word)).count())
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

/// The versions of the file, newest first, and their texts, each read once.
struct Past<'a> {
    history: History,
    file: &'a RelPath,
    entries: Vec<Entry>,
    /// Met already, and not among the entries yet.
    older: std::vec::IntoIter<Entry>,
    known: HashMap<Content, Option<Document>>,
}

impl Past<'_> {
    fn entry(&mut self, at: usize) -> Result<Option<Entry>, Problem> {
        while at >= self.entries.len() {
            match self.older.next().map(Ok).or_else(|| self.history.next()).transpose()? {
                Some(entry) => self.entries.push(entry),
                None => return Ok(None),
            }
        }
        Ok(self.entries.get(at).cloned())
    }

    /// What stands at a place in a version, and before it.
    fn both(&mut self, entry: &Entry, path: &FieldPath) -> (Vec<Value>, Vec<Value>) {
        (self.said(entry.content, path), self.said(entry.before, path))
    }

    fn said(&mut self, content: Option<Content>, path: &FieldPath) -> Vec<Value> {
        let Some(content) = content else { return Vec::new() };
        let (history, file) = (&self.history, self.file);
        let read = || Document::parse(&history.text(file, Some(content)).ok()??).ok();
        let document = self.known.entry(content).or_insert_with(read);
        document.as_ref().and_then(|document| document.get(path)).map(parts).unwrap_or_default()
    }

    /// Whether something stood at a place before a version already, in one of those next to it.
    fn stood_before(&mut self, version: usize, path: &FieldPath, what: &[Value]) -> Result<bool, Problem> {
        for at in version + 1..version + 1 + MOST_BACK {
            let Some(entry) = self.entry(at)? else { break };
            let (said, before) = self.both(&entry, path);
            if said == what || before == what {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
