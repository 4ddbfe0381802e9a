//! The fields of a plan by their dotted paths, and what each takes.

use std::collections::HashSet;

use super::nearest::nearest;
use crate::form::{Form, Kind};
use crate::plan::document::Source;
use crate::plan::model::{NthWeekday, row_keys};
use crate::plan::printable::one_line;
use crate::plan::{Cadence, Document, FieldPath, Place, Status, Value};
use crate::problem::Problem;
use crate::report::case;
use crate::standards::{Choice, Edition, Field, FieldKind, Standard};
use crate::store::Directory;

/// What stands at an address.
#[derive(Debug, Clone, PartialEq)]
pub enum Spot {
    /// A field that holds this.
    Field(Kind),
    /// A list of rows with these columns; the first is what a row is called by.
    Rows(Vec<Column>),
    /// A row of a list.
    Row(Vec<Column>),
    /// Several fields under one head.
    Group,
    /// A key that the format does not have, kept because the file has it.
    Unknown,
}

/// A column of rows: its key, and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub key: String,
    pub kind: Kind,
}

/// The addresses that a plan has.
pub struct Addresses<'d> {
    document: &'d Document,
    fields: Vec<(FieldPath, Entry)>,
}

#[derive(Debug, Clone)]
enum Entry {
    One(Kind),
    Many(Vec<Column>),
}

/// Reads a dotted path.
///
/// # Errors
/// Where it is none.
pub fn parse(text: &str) -> Result<FieldPath, Problem> {
    FieldPath::parse(text).ok_or_else(|| {
        Problem::new(
            format!("“{}” is no path of a field", one_line(text)),
            "A path is dotted, such as profile.summary or standards.face-to-face.commitment; a part with spaces \
             or dots stands in double quotes.",
        )
        .safe("Nothing was changed.")
    })
}

impl<'d> Addresses<'d> {
    /// The addresses of a plan. Of a plan whose edition cannot be had, those that every plan has, with what its
    /// file has of its standards.
    pub fn of(directory: &Directory, place: &Place, document: &'d Document) -> Self {
        let fallback;
        let edition = match case::edition_of(directory, place, document) {
            Ok(edition) => edition,
            Err(_) => {
                fallback = of_the_file(directory, document);
                &fallback
            }
        };
        let form = Form::new(document.plan(), edition, &directory.areas, &directory.force);
        let mut fields: Vec<(FieldPath, Entry)> = form
            .sections
            .into_iter()
            .flat_map(|section| section.fields)
            .map(|field| (field.path, entry(field.kind)))
            .collect();
        let ids = directory.editions.iter().map(|edition| choice(&edition.id)).collect();
        let statuses = Status::ALL.iter().map(|status| choice(status.id())).collect();
        for (key, kind) in [
            ("edition", Kind::Choice(ids)),
            ("area", Kind::Line),
            ("period", Kind::Line),
            ("status", Kind::Choice(statuses)),
            ("classification", Kind::Line),
        ] {
            fields.push((FieldPath::of([key]), Entry::One(kind)));
        }
        for standard in &edition.standards {
            for (key, kind) in [("not-applicable", Kind::Prose), ("self-assessment", Kind::Line)] {
                let path = FieldPath::of(["standards", &standard.id, key]);
                if !fields.iter().any(|(known, _)| *known == path) {
                    fields.push((path, Entry::One(kind)));
                }
            }
        }
        Addresses { document, fields }
    }

    /// What stands at an address, there or not.
    ///
    /// # Errors
    /// Where a plan has no such address: names the nearest that it has.
    pub fn spot(&self, path: &FieldPath) -> Result<Spot, Problem> {
        for (field, entry) in &self.fields {
            if !path.is_within(field) {
                continue;
            }
            let inside = &path.segments()[field.segments().len()..];
            match (entry, inside) {
                (Entry::One(kind), []) => return Ok(Spot::Field(kind.clone())),
                (Entry::Many(columns), []) => return Ok(Spot::Rows(columns.clone())),
                (Entry::Many(columns), [_]) if self.document.get(path).is_some() => {
                    return Ok(Spot::Row(columns.clone()));
                }
                (Entry::Many(columns), [row, key]) => {
                    let there = self.document.get(&field.child(row.as_str())).is_some();
                    if let Some(column) = columns.iter().find(|column| there && column.key == *key) {
                        return Ok(Spot::Field(column.kind.clone()));
                    }
                }
                _ => {}
            }
        }
        if self.fields.iter().any(|(field, _)| field.is_within(path)) {
            return Ok(Spot::Group);
        }
        if self.document.get(path).is_some() {
            return Ok(Spot::Unknown);
        }
        Err(self.unknown(path))
    }

    /// The columns of the list of rows at an address.
    pub fn columns(&self, list: &FieldPath) -> Option<Vec<Column>> {
        self.fields.iter().find_map(|(field, entry)| match entry {
            Entry::Many(columns) if field == list => Some(columns.clone()),
            _ => None,
        })
    }

    /// Says that a plan has no such address, at the first part of it that is not known.
    pub fn unknown(&self, path: &FieldPath) -> Problem {
        let mut around = path.clone();
        let siblings = loop {
            around = around.parent();
            let siblings = self.inside(&around);
            if !siblings.is_empty() || around.is_root() {
                break siblings;
            }
        };
        let part = path.segments().get(around.segments().len()).map(String::as_str).unwrap_or_default();
        let names: Vec<&str> = siblings.iter().map(String::as_str).collect();
        let next = match nearest(part, &names) {
            Some(near) => near,
            None if names.is_empty() => "nec show lists what the plan has.".to_owned(),
            None => format!("There are: {}.", names.join(", ")),
        };
        let whence = if around.is_root() { "a plan".to_owned() } else { around.to_string() };
        let what = format!("{} has no “{}”", one_line(&whence), one_line(part));
        Problem::new(what, next).safe("Nothing was changed.")
    }

    /// What can stand right inside an address.
    fn inside(&self, around: &FieldPath) -> Vec<String> {
        let depth = around.segments().len();
        let mut names: Vec<String> = Vec::new();
        for (field, entry) in &self.fields {
            if field != around && field.is_within(around) {
                names.extend(field.segments().get(depth).cloned());
            }
            let Entry::Many(columns) = entry else { continue };
            if around == field {
                if let Some(Value::List(rows)) = self.document.get(field) {
                    names.extend(row_keys(&rows));
                }
                names.push("+".to_owned());
            } else if around.parent() == *field && self.document.get(around).is_some() {
                names.extend(columns.iter().map(|column| column.key.clone()));
            }
        }
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }
}

/// What stands in for an edition that cannot be had: the standards that the file and other editions have, with
/// the fields that stand in the file, as what they are there.
fn of_the_file(directory: &Directory, document: &Document) -> Edition {
    let answers = &document.plan().answers;
    let elsewhere = directory.editions.iter().flat_map(|edition| &edition.standards);
    let mut ids: Vec<&str> = answers.iter().map(|answer| answer.id.as_str()).collect();
    ids.extend(elsewhere.map(|standard| standard.id.as_str()));
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    let field = |(id, value): &(String, Value)| {
        let kind = match value {
            Value::Text(_) => FieldKind::Prose,
            Value::Integer(_) | Value::Decimal(_) => FieldKind::Number,
            Value::Date(_) => FieldKind::Date,
            Value::List(items) if items.iter().all(|item| item.as_text().is_some()) => FieldKind::List,
            _ => return None,
        };
        Some(Field { id: id.clone(), label: id.clone(), kind, ..Field::default() })
    };
    let standard = |id: &str| Standard {
        id: id.to_owned(),
        fields: document
            .plan()
            .answer(id)
            .map_or_else(Vec::new, |answer| answer.fields.iter().filter_map(field).collect()),
        ..Standard::default()
    };
    Edition { standards: ids.into_iter().map(standard).collect(), ..Edition::default() }
}

fn entry(kind: Kind) -> Entry {
    let Kind::Rows(rows) = kind else { return Entry::One(open(kind)) };
    let mut columns: Vec<Column> = rows
        .columns
        .into_iter()
        .map(|column| Column { key: column.path.leaf().to_owned(), kind: open(column.kind) })
        .collect();
    if !columns.iter().any(|column| column.key == "id") {
        columns.push(Column { key: "id".to_owned(), kind: Kind::Line });
    }
    Entry::Many(columns)
}

/// A choice of nothing, of an edition that cannot be had, takes any word.
fn open(kind: Kind) -> Kind {
    match kind {
        Kind::Choice(choices) if choices.is_empty() => Kind::Line,
        other => other,
    }
}

fn choice(id: &str) -> Choice {
    Choice { id: id.to_owned(), label: id.to_owned() }
}

/// A value as the command line has it, for a field of that kind: text to the byte where the field holds text,
/// else TOML.
///
/// # Errors
/// Says what the field takes, where this is something else.
pub fn read(path: &FieldPath, kind: &Kind, text: &str) -> Result<Value, Problem> {
    let value = match kind {
        Kind::Line | Kind::Prose | Kind::Link => return Ok(Value::from(text)),
        Kind::Choice(_) | Kind::Cadence | Kind::Weekday => Some(Value::from(text.trim())),
        _ => toml(text),
    };
    value.filter(|value| fits(path, kind, value)).ok_or_else(|| refused(path, kind, text))
}

/// Whether a value is one that a field of that kind holds.
pub fn fits(path: &FieldPath, kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Number(_), Value::Decimal(_)) => is_of_edition(path),
        (Kind::Line | Kind::Prose | Kind::Link, Value::Text(_))
        | (Kind::Number(_), Value::Integer(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Time, Value::Time(_))
        | (Kind::YesNo, Value::Boolean(_)) => true,
        (Kind::Choice(choices), Value::Text(id)) => choices.iter().any(|choice| choice.id == *id),
        (Kind::Cadence, Value::Text(id)) => Cadence::parse(id).is_some(),
        (Kind::Weekday, Value::Text(id)) => NthWeekday::parse(id).is_some(),
        (Kind::List(_), Value::List(items)) => items.iter().all(|item| item.as_text().is_some()),
        (Kind::Dates, Value::List(items)) => items.iter().all(|item| matches!(item, Value::Date(_))),
        _ => false,
    }
}

/// Whether a field is one of an edition's own, in which a number need not be whole.
fn is_of_edition(path: &FieldPath) -> bool {
    matches!(path.segments(), [standards, _, field, ..] if standards == "standards" && field != "activities")
}

/// Says what a field takes.
pub fn refused(path: &FieldPath, kind: &Kind, found: &str) -> Problem {
    let takes = match kind {
        Kind::Line | Kind::Prose | Kind::Link | Kind::Kept => "a text".to_owned(),
        Kind::Number(_) if is_of_edition(path) => "a number, such as 21 or 1.5".to_owned(),
        Kind::Number(_) => "a whole number, such as 21".to_owned(),
        Kind::Date => "a date, such as 2026-12-03".to_owned(),
        Kind::Dates => "a list of dates, such as [2027-01-07, 2027-02-04]".to_owned(),
        Kind::Time => "a time, such as 18:30:00".to_owned(),
        Kind::YesNo => "true or false".to_owned(),
        Kind::List(_) => "a list of texts, such as [\"dorset-alert\", \"website\"]".to_owned(),
        Kind::Weekday => "a weekday of the month, such as: first thursday".to_owned(),
        Kind::Cadence => {
            format!("one of these: {}", Cadence::ALL.map(Cadence::id).join(", "))
        }
        Kind::Choice(choices) => {
            let ids: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            format!("one of these: {}", ids.join(", "))
        }
        Kind::Rows(_) => "rows".to_owned(),
    };
    let found: String = one_line(found).chars().take(60).collect();
    Problem::new(format!("“{found}” is not what {path} takes"), format!("It takes {takes}."))
        .safe("Nothing was changed.")
}

/// One value in TOML; nothing where the text is anything else.
pub fn toml(text: &str) -> Option<Value> {
    let source = Source::parse(&format!("value = {text}\n")).ok()?;
    match source.get(&FieldPath::root())? {
        Value::Table(mut entries) if entries.len() == 1 => entries.pop().map(|(_, value)| value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_value_is_one_value() {
        assert_eq!(toml("21"), Some(Value::Integer(21)));
        assert_eq!(
            toml(" [2027-01-07] ").map(|value| fits(&FieldPath::root(), &Kind::Dates, &value)),
            Some(true)
        );
        for text in ["1\nother = 2", "", "10 De", "1 2", "2027-02-30"] {
            assert_eq!(toml(text), None, "{text}");
        }
    }

    #[test]
    fn text_is_kept_and_half_understood_is_refused() {
        let path = FieldPath::of(["x"]);
        let number = Kind::Number(String::new());
        let own = FieldPath::of(["standards", "social-media", "reply-hours"]);
        assert_eq!(read(&own, &number, "1.5").unwrap(), Value::Decimal(1.5));
        assert!(read(&FieldPath::of(["profile", "population"]), &number, "1.5").is_err());
        let text = " \"one\"\r\n\ttwo ";
        assert_eq!(read(&path, &Kind::Prose, text).unwrap(), Value::from(text));
        for (kind, text) in [
            (Kind::Date, "10 De"),
            (Kind::Date, "2026-12-03T10:00:00"),
            (Kind::Number(String::new()), "\"21\""),
            (Kind::List(Vec::new()), "website"),
            (Kind::List(Vec::new()), "[1]"),
            (Kind::YesNo, "yes"),
            (Kind::Cadence, "monthly-ish"),
            (Kind::Weekday, "fifth thursday"),
            (Kind::Choice(vec![choice("good")]), "Good"),
        ] {
            assert!(read(&path, &kind, text).unwrap_err().next.starts_with("It takes "), "{kind:?}");
        }
    }
}
