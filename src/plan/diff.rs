//! What changed between two states of a plan, field by field, and in a line of words.

mod summary;
mod words;

pub use summary::summary;
pub use words::{Piece, words};

use super::document::Document;
use super::model::row_keys;
use super::path::FieldPath;
use super::printable::{capital, one_line};
use super::value::Value;

/// What happened to a field or a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
    /// The rows of a list stand in another order.
    Reordered,
}

/// A field, or a row as a whole, that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub path: FieldPath,
    pub kind: Kind,
    /// What it is, in words that are fit to be shown: "Priority 2's action". It may hold the title of an activity, so it
    /// is for the screen; for a version's message there is [`summary`].
    pub what: String,
    pub old: Option<Value>,
    pub new: Option<Value>,
    /// Its list's number, counted from one, where it is a priority or in one.
    priority: Option<usize>,
}

impl Change {
    /// The change as a sentence without a full stop: "Bridport drop-in: venue added".
    pub fn words(&self) -> String {
        let verb = match self.kind {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
            Kind::Reordered => "put in another order",
        };
        format!("{} {verb}", self.what)
    }
}

/// What changed, in the order of the new plan; what was removed stands where its list stands. Without an old
/// state, everything was added. Layout and comments are no change.
pub fn changes(old: Option<&Document>, new: &Document) -> Vec<Change> {
    let root = |document: &Document| document.get(&FieldPath::root()).unwrap_or(Value::Table(Vec::new()));
    let empty = Value::Table(Vec::new());
    let old = old.map(root).unwrap_or_else(|| empty.clone());
    let new = root(new);
    let mut comparison = Comparison { old: &old, new: &new, changes: Vec::new() };
    comparison.compare(&FieldPath::root(), Some(&old), Some(&new));
    comparison.changes
}

struct Comparison<'v> {
    old: &'v Value,
    new: &'v Value,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn compare(&mut self, path: &FieldPath, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(old), Some(new)) if old == new => {}
            (Some(Value::Table(old)), Some(Value::Table(new))) => self.tables(path, old, new),
            (None, Some(Value::Table(new))) if !is_row(path) => self.tables(path, &[], new),
            (Some(Value::Table(old)), None) if !is_row(path) => self.tables(path, old, &[]),
            (Some(Value::List(old)), Some(Value::List(new))) if are_rows(old) || are_rows(new) => {
                self.rows(path, old, new);
            }
            (None, Some(Value::List(new))) if are_rows(new) => self.rows(path, &[], new),
            (Some(Value::List(old)), None) if are_rows(old) => self.rows(path, old, &[]),
            (old, new) => self.push(path, old, new),
        }
    }

    fn tables(&mut self, path: &FieldPath, old: &[(String, Value)], new: &[(String, Value)]) {
        for (key, value) in new {
            self.compare(&path.child(key), lookup(old, key), Some(value));
        }
        for (key, value) in old {
            if lookup(new, key).is_none() {
                self.compare(&path.child(key), Some(value), None);
            }
        }
    }

    fn rows(&mut self, path: &FieldPath, old: &[Value], new: &[Value]) {
        let (old_keys, new_keys) = (row_keys(old), row_keys(new));
        let matched: Vec<Option<usize>> = new_keys
            .iter()
            .zip(new)
            .map(|(key, row)| counterpart(key, row, &old_keys, old, &new_keys))
            .collect();
        for ((key, row), before) in new_keys.iter().zip(new).zip(&matched) {
            self.compare(&path.child(key), before.map(|at| &old[at]), Some(row));
        }
        for (at, (key, row)) in old_keys.iter().zip(old).enumerate() {
            if !matched.contains(&Some(at)) {
                self.compare(&path.child(key), Some(row), None);
            }
        }
        let order: Vec<usize> = matched.iter().flatten().copied().collect();
        if !order.is_sorted() {
            self.changes.push(Change {
                path: path.clone(),
                kind: Kind::Reordered,
                what: one_line(&self.describe(path)),
                old: None,
                new: None,
                priority: None,
            });
        }
    }

    fn push(&mut self, path: &FieldPath, old: Option<&Value>, new: Option<&Value>) {
        let kind = match (is_blank(old), is_blank(new)) {
            (false, false) => Kind::Changed,
            (true, false) => Kind::Added,
            (false, true) => Kind::Removed,
            // Of all fields, only this one says something by being there.
            (true, true) if path.leaf() != "not-applicable" => return,
            (true, true) if new.is_some() => Kind::Added,
            (true, true) => Kind::Removed,
        };
        self.changes.push(Change {
            path: path.clone(),
            kind,
            what: one_line(&self.describe(path)),
            old: old.cloned(),
            new: new.cloned(),
            priority: self.priority(path),
        });
    }

    /// The number of the priority that a path is of, or in.
    fn priority(&self, path: &FieldPath) -> Option<usize> {
        let [list, key, ..] = path.segments() else { return None };
        let at = |root| Some(place_of(root, &[list], key)?.0 + 1);
        (list == "priorities").then(|| at(self.new).or_else(|| at(self.old))).flatten()
    }

    /// What stands at a path, in words.
    fn describe(&self, path: &FieldPath) -> String {
        let segments: Vec<&str> = path.segments().iter().map(String::as_str).collect();
        match segments.as_slice() {
            ["priorities", _, rest @ ..] => {
                let number = self.priority(path).map_or(String::new(), |number| format!(" {number}"));
                if rest.is_empty() {
                    format!("Priority{number}")
                } else {
                    format!("Priority{number}'s {}", fields(rest))
                }
            }
            ["neighbourhoods", id, rest @ ..] => within(&format!("Neighbourhood {}", plain(id)), rest),
            ["waivers", key, rest @ ..] => {
                let rule = self.name_of(&["waivers"], key, &["rule"]).unwrap_or(key);
                within(&format!("Waiver of {rule}"), rest)
            }
            ["standards", standard, "activities", key, rest @ ..] => {
                let title = self.name_of(&["standards", standard, "activities"], key, &["title"]);
                within(title.unwrap_or("An activity with no title"), rest)
            }
            ["standards", standard, list, key, rest @ ..] => {
                let name =
                    self.name_of(&["standards", standard, list], key, &["name", "title", "who", "aim"]);
                let row = name.map_or_else(|| plain(list), str::to_owned);
                within(&format!("{}: {row}", capital(&plain(standard))), rest)
            }
            ["standards", standard, rest @ ..] => within(&capital(&plain(standard)), rest),
            rest => capital(&fields(rest)),
        }
    }

    /// The first of these texts that the row has.
    fn name_of(&self, list: &[&str], key: &str, names: &[&str]) -> Option<&str> {
        let (_, row) = place_of(self.new, list, key).or_else(|| place_of(self.old, list, key))?;
        names.iter().find_map(|name| field(row, name))
    }
}

/// A row's place in a list, and the row.
fn place_of<'v>(root: &'v Value, list: &[impl AsRef<str>], key: &str) -> Option<(usize, &'v Value)> {
    let mut value = root;
    for segment in list {
        let Value::Table(entries) = value else { return None };
        value = lookup(entries, segment.as_ref())?;
    }
    let Value::List(rows) = value else { return None };
    let at = row_keys(rows).iter().position(|known| known == key)?;
    Some((at, &rows[at]))
}

/// The row of the old list that a new row was: of the same key, else one without an id that was known by the
/// same name before it got one.
fn counterpart(
    key: &str,
    row: &Value,
    old_keys: &[String],
    old: &[Value],
    new_keys: &[String],
) -> Option<usize> {
    old_keys.iter().position(|known| known == key).or_else(|| {
        let name = ["name", "title", "rule"].iter().find_map(|name| field(row, name))?;
        old_keys.iter().zip(old).position(|(known, before)| {
            known == name && field(before, "id").is_none() && !new_keys.contains(known)
        })
    })
}

fn lookup<'v>(entries: &'v [(String, Value)], key: &str) -> Option<&'v Value> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// The text of a row's field, unless it is empty.
fn field<'v>(row: &'v Value, key: &str) -> Option<&'v str> {
    match row {
        Value::Table(entries) => lookup(entries, key)?.as_text().filter(|text| !text.trim().is_empty()),
        _ => None,
    }
}

fn are_rows(items: &[Value]) -> bool {
    matches!(items.first(), Some(Value::Table(_)))
}

/// Whether a path names a row: of a list of every plan's, or of a list inside a standard.
fn is_row(path: &FieldPath) -> bool {
    match path.segments() {
        [list, _] => ["neighbourhoods", "priorities", "waivers"].contains(&list.as_str()),
        [first, _, _, _] => first == "standards",
        _ => false,
    }
}

fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_blank)
}

fn within(name: &str, rest: &[&str]) -> String {
    if rest.is_empty() { name.to_owned() } else { format!("{name}: {}", fields(rest)) }
}

/// What the keys of the format are called, where their own words do not say it.
const WORDS: [(&str, &str); 15] = [
    ("starts", "first day"),
    ("ends", "last day"),
    ("author post", "author's post"),
    ("author email", "author's e-mail address"),
    ("profile summary", "area summary"),
    ("profile population year", "year of the population figure"),
    ("profile team sergeants", "number of sergeants"),
    ("profile team constables", "number of constables"),
    ("profile team pcsos", "number of PCSOs"),
    ("every", "how often"),
    ("on", "weekday"),
    ("except", "dates left out"),
    ("until", "time it ends"),
    ("publicise days", "days publicised ahead"),
    ("not applicable", "set aside"),
];

/// What keys of the format are called in words.
pub(super) fn fields(keys: &[&str]) -> String {
    let plain = keys.iter().map(|key| plain(key)).collect::<Vec<_>>().join(" ");
    let known = WORDS.iter().find(|(key, _)| *key == plain).map(|(_, words)| (*words).to_owned());
    known.unwrap_or_else(|| plain.strip_prefix("profile ").unwrap_or(&plain).to_owned())
}

fn plain(key: &str) -> String {
    key.replace('-', " ")
}

#[cfg(test)]
mod tests;
