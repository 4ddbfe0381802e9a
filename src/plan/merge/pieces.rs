//! A file in pieces: every byte of it, grouped by what it belongs to, so that a merged file can be put together
//! from the bytes of both sides.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::plan::document::layout::{Layout, Section};
use crate::plan::document::{key_as_written, value_of, written};
use crate::plan::model::row_keys;
use crate::plan::path::FieldPath;
use crate::plan::value::Value;

/// What stands at the top of a file, or in a row: its own entries first, then tables and lists of rows. All
/// addresses in it are within it.
#[derive(Debug, Clone, Default)]
pub struct Body<'t> {
    pub units: Vec<Unit<'t>>,
}

/// A table, or the rows of a list.
#[derive(Debug, Clone)]
pub enum Unit<'t> {
    Table(Table<'t>),
    List(List<'t>),
}

/// A header and the entries under it.
#[derive(Debug, Clone, Default)]
pub struct Table<'t> {
    /// Its address; empty for the body's own entries.
    pub address: Vec<String>,
    /// None where it has no header: at the top of a file.
    pub head: Option<Head<'t>>,
    pub entries: Vec<Entry<'t>>,
}

/// A list of rows.
#[derive(Debug, Clone)]
pub struct List<'t> {
    pub address: Vec<String>,
    /// Comments that belong to the list as a whole.
    pub notes: String,
    pub rows: Vec<Row<'t>>,
}

#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// The segment by which a path names it.
    pub key: String,
    pub body: Body<'t>,
}

/// A header with what stands above it and behind it.
#[derive(Debug, Clone, Default)]
pub struct Head<'t> {
    /// The lines above it since the last thing, and its indentation.
    pub above: Cow<'t, str>,
    pub header: Cow<'t, str>,
    /// The rest of its line.
    pub behind: Cow<'t, str>,
}

/// A key and its value, with what stands around them.
#[derive(Debug, Clone, Default)]
pub struct Entry<'t> {
    pub keys: Vec<String>,
    pub above: Cow<'t, str>,
    pub key: Cow<'t, str>,
    /// The equals sign, with the space around it.
    pub equals: Cow<'t, str>,
    /// The value as the file spells it.
    pub value: Cow<'t, str>,
    pub behind: Cow<'t, str>,
}

impl Entry<'_> {
    /// What its value says.
    pub fn said(&self) -> Value {
        value_of(&self.value).unwrap_or_else(|| Value::Text(self.value.to_string()))
    }

    /// An entry that no file has yet.
    pub fn new(key: &str, value: &Value) -> Entry<'static> {
        Entry {
            keys: vec![key.to_owned()],
            key: Cow::Owned(key_as_written(key)),
            equals: Cow::Borrowed(" = "),
            value: Cow::Owned(written(value)),
            ..Entry::default()
        }
    }

    pub fn write(&self, out: &mut String) {
        for part in [&self.above, &self.key, &self.equals, &self.value, &self.behind] {
            out.push_str(part);
        }
        out.push('\n');
    }
}

impl Head<'_> {
    pub fn write(&self, out: &mut String) {
        for part in [&self.above, &self.header, &self.behind] {
            out.push_str(part);
        }
        out.push('\n');
    }
}

impl<'t> Table<'t> {
    /// A table that no file has yet, under a header of these keys.
    pub fn new(address: Vec<String>, header: &[String], entries: &[(String, Value)]) -> Table<'t> {
        Table {
            address,
            head: Some(Head::new(header, "[", "]")),
            entries: entries.iter().map(|(key, value)| Entry::new(key, value)).collect(),
        }
    }

    pub fn write(&self, out: &mut String) {
        if let Some(head) = &self.head {
            head.write(out);
        }
        self.entries.iter().for_each(|entry| entry.write(out));
    }
}

impl<'t> Head<'t> {
    fn new(keys: &[String], open: &str, close: &str) -> Head<'t> {
        let keys: Vec<String> = keys.iter().map(|key| key_as_written(key)).collect();
        Head {
            above: Cow::Borrowed("\n"),
            header: Cow::Owned(format!("{open}{}{close}", keys.join("."))),
            behind: Cow::Borrowed(""),
        }
    }
}

impl<'t> List<'t> {
    /// The rows of a value that is a list of tables, under headers of these keys.
    pub fn new(address: Vec<String>, header: &[String], rows: &[Value]) -> List<'t> {
        let keys = row_keys(rows);
        let rows = rows.iter().zip(keys).map(|(row, key)| {
            let entries = if let Value::Table(entries) = row { entries.as_slice() } else { &[] };
            Row { key, body: Body::of_row(header, entries) }
        });
        List { address, notes: String::new(), rows: rows.collect() }
    }

    pub fn write(&self, out: &mut String) {
        out.push_str(&self.notes);
        self.rows.iter().for_each(|row| row.body.write(out));
    }
}

impl<'t> Unit<'t> {
    pub fn address(&self) -> &[String] {
        match self {
            Unit::Table(table) => &table.address,
            Unit::List(list) => &list.address,
        }
    }

    pub fn write(&self, out: &mut String) {
        match self {
            Unit::Table(table) => table.write(out),
            Unit::List(list) => list.write(out),
        }
    }
}

impl<'t> Body<'t> {
    /// A row that no file has yet.
    pub fn of_row(header: &[String], entries: &[(String, Value)]) -> Body<'t> {
        let mut table = Table::new(Vec::new(), header, entries);
        table.head = Some(Head::new(header, "[[", "]]"));
        Body { units: vec![Unit::Table(table)] }
    }

    pub fn write(&self, out: &mut String) {
        self.units.iter().for_each(|unit| unit.write(out));
    }

    /// Every entry, with the tables and rows that it stands in left aside.
    pub fn entries(&self) -> Box<dyn Iterator<Item = &Entry<'t>> + '_> {
        Box::new(self.units.iter().flat_map(|unit| -> Box<dyn Iterator<Item = &Entry<'t>>> {
            match unit {
                Unit::Table(table) => Box::new(table.entries.iter()),
                Unit::List(list) => Box::new(list.rows.iter().flat_map(|row| row.body.entries())),
            }
        }))
    }

    /// Every header.
    pub fn heads(&self) -> Box<dyn Iterator<Item = &Head<'t>> + '_> {
        Box::new(self.units.iter().flat_map(|unit| -> Box<dyn Iterator<Item = &Head<'t>>> {
            match unit {
                Unit::Table(table) => Box::new(table.head.iter()),
                Unit::List(list) => Box::new(list.rows.iter().flat_map(|row| row.body.heads())),
            }
        }))
    }

    /// The text of a key of its own.
    pub fn text(&self, key: &str) -> Option<String> {
        let Some(Unit::Table(own)) = self.units.first() else { return None };
        let entry = own.entries.iter().find(|entry| entry.keys == [key])?;
        match entry.said() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What it says, as one table.
    pub fn said(&self) -> Value {
        let mut all = Value::Table(Vec::new());
        for unit in &self.units {
            match unit {
                Unit::Table(table) => {
                    if !table.address.is_empty() {
                        put(&mut all, &table.address, None);
                    }
                    for entry in &table.entries {
                        let address: Vec<String> = table.address.iter().chain(&entry.keys).cloned().collect();
                        put(&mut all, &address, Some(entry.said()));
                    }
                }
                Unit::List(list) => {
                    let rows = list.rows.iter().map(|row| row.body.said()).collect();
                    put(&mut all, &list.address, Some(Value::List(rows)));
                }
            }
        }
        all
    }
}

/// Puts a value into a table, with tables on the way; without a value, a table.
fn put(all: &mut Value, address: &[String], value: Option<Value>) {
    let (Value::Table(entries), Some((first, rest))) = (all, address.split_first()) else { return };
    let at = entries.iter().position(|(key, _)| key == first).unwrap_or_else(|| {
        entries.push((first.clone(), Value::Table(Vec::new())));
        entries.len() - 1
    });
    match (rest.is_empty(), value) {
        (true, Some(value)) => entries[at].1 = value,
        (true, None) => {}
        (false, value) => put(&mut entries[at].1, rest, value),
    }
}

/// A file in pieces: its body, and what stands behind the last of it.
pub fn read<'t>(text: &'t str, layout: &Layout) -> (Body<'t>, &'t str) {
    let mut at = 0;
    let mut parts = Vec::with_capacity(layout.sections.len());
    for section in &layout.sections {
        let head = (!section.header.is_empty()).then(|| {
            let end = line_end(text, section.header.end);
            let head = Head {
                above: Cow::Borrowed(&text[at..section.header.start]),
                header: Cow::Borrowed(&text[section.header.clone()]),
                behind: Cow::Borrowed(&text[section.header.end..end]),
            };
            at = (end + 1).min(text.len());
            head
        });
        let entries = section.entries.iter().map(|entry| {
            let end = line_end(text, entry.value.end);
            let piece = Entry {
                keys: entry.keys.iter().map(ToString::to_string).collect(),
                above: Cow::Borrowed(&text[at..entry.key.start]),
                key: Cow::Borrowed(&text[entry.key.clone()]),
                equals: Cow::Borrowed(&text[entry.key.end..entry.value.start]),
                value: Cow::Borrowed(&text[entry.value.clone()]),
                behind: Cow::Borrowed(&text[entry.value.end..end]),
            };
            at = (end + 1).min(text.len());
            piece
        });
        let entries = entries.collect();
        parts.push(Part { section, table: Table { address: Vec::new(), head, entries } });
    }
    let own = if parts.is_empty() { Table::default() } else { parts.remove(0).table };
    (body(own, 0, parts), &text[at..])
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

/// A section that is still to be put into a body.
struct Part<'t, 'l> {
    section: &'l Section,
    table: Table<'t>,
}

/// The body of a row, or of a file, whose address has `depth` segments.
fn body<'t>(own: Table<'t>, depth: usize, parts: Vec<Part<'t, '_>>) -> Body<'t> {
    let mut units = vec![Unit::Table(own)];
    let mut lists: HashMap<&[String], usize> = HashMap::new();
    // The rows of this body by their addresses, and what lies in each.
    let mut known: HashMap<&[String], usize> = HashMap::new();
    let mut rows: Vec<(usize, Part<'t, '_>, Vec<Part<'t, '_>>)> = Vec::new();
    for mut part in parts {
        let path = part.section.path.segments();
        let list = part.section.list.as_ref().map(FieldPath::segments);
        // A row header opens a row unless its list lies in one.
        let around = list.unwrap_or(path);
        let inside = (depth + 1..=around.len()).find_map(|end| known.get(&around[..end]).copied());
        match (inside, list) {
            (Some(row), _) => rows[row].2.push(part),
            (None, Some(list)) => {
                let unit = *lists.entry(list).or_insert_with(|| {
                    let address = list[depth..].to_vec();
                    units.push(Unit::List(List { address, notes: String::new(), rows: Vec::new() }));
                    units.len() - 1
                });
                known.insert(path, rows.len());
                rows.push((unit, part, Vec::new()));
            }
            (None, None) => {
                part.table.address = path[depth..].to_vec();
                units.push(Unit::Table(part.table));
            }
        }
    }
    for (unit, head, parts) in rows {
        let path = &head.section.path;
        let row = Row { key: path.leaf().to_owned(), body: body(head.table, path.segments().len(), parts) };
        if let Some(Unit::List(list)) = units.get_mut(unit) {
            list.rows.push(row);
        }
    }
    Body { units }
}
