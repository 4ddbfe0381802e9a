//! Where everything stands in a file: its sections and entries, with their addresses and bytes.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use compact_str::CompactString;
use foldhash::{HashMap, HashSet};
use toml_parser::decoder::Encoding;
use toml_parser::{Raw, Span};

use super::texts::{key_end, line_end, nested_end, text_end};
use crate::plan::model::row_key;
use crate::plan::path::FieldPath;
use crate::plan::value::Value;

/// A file as a flat run of sections: what stands before the first header, then one a header.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub sections: Vec<Section>,
}

/// A header and the entries under it.
#[derive(Debug, Clone)]
pub struct Section {
    /// The address of the table or row; the root's is empty.
    pub path: FieldPath,
    /// For a row, the address of its list.
    pub list: Option<FieldPath>,
    /// The header, brackets included; empty for the root.
    pub header: Range<usize>,
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its address within its section: one key, or several with dots between them.
    pub keys: Keys,
    /// How many segments its whole address has.
    pub depth: usize,
    pub key: Range<usize>,
    pub value: Range<usize>,
}

/// The keys of an entry. Nearly every entry has one, and a short one: then neither needs room of its own.
#[derive(Debug, Clone)]
pub enum Keys {
    One(CompactString),
    Several(Vec<CompactString>),
}

impl Default for Keys {
    fn default() -> Self {
        Keys::Several(Vec::new())
    }
}

impl Deref for Keys {
    type Target = [CompactString];

    fn deref(&self) -> &[CompactString] {
        match self {
            Keys::One(key) => std::slice::from_ref(key),
            Keys::Several(keys) => keys,
        }
    }
}

impl Keys {
    fn push(&mut self, key: CompactString) {
        match self {
            Keys::Several(keys) if keys.is_empty() => *self = Keys::One(key),
            Keys::Several(keys) => keys.push(key),
            Keys::One(first) => *self = Keys::Several(vec![std::mem::take(first), key]),
        }
    }

    fn is(&self, segments: &[String]) -> bool {
        **self == *segments
    }

    fn begin(&self, segments: &[String]) -> bool {
        segments.get(..self.len()).is_some_and(|first| self.is(first))
    }
}

impl Section {
    /// The byte after the last of the header and its entries, before any trailing comment.
    pub fn end(&self) -> usize {
        self.entries.last().map_or(self.header.end, |entry| entry.value.end)
    }
}

impl Layout {
    /// Lays out a file that is TOML; what is not TOML is passed over.
    pub fn of(text: &str) -> Layout {
        let mut resolver = Resolver::default();
        Layout { sections: raw_sections(text).into_iter().map(|raw| resolver.resolve(raw)).collect() }
    }

    /// The entry at an address.
    pub fn entry(&self, path: &FieldPath) -> Option<&Entry> {
        self.sections.iter().filter(|section| path.is_within(&section.path)).find_map(|section| {
            let inside = &path.segments()[section.path.segments().len()..];
            section.entries.iter().find(|entry| entry.keys.is(inside))
        })
    }

    /// The innermost entry whose value holds the address: an inline table or list.
    pub fn entry_around(&self, path: &FieldPath) -> Option<&Entry> {
        self.sections
            .iter()
            .filter(|section| path.is_within(&section.path))
            .flat_map(|section| {
                let inside = &path.segments()[section.path.segments().len()..];
                section.entries.iter().filter(move |entry| entry.keys.begin(inside))
            })
            .max_by_key(|entry| entry.depth)
    }

    /// The section at an address.
    pub fn section(&self, path: &FieldPath) -> Option<&Section> {
        self.sections.iter().find(|section| section.path == *path)
    }

    /// Where a person should look for an address: its key, its header, or the nearest place around it.
    pub fn place(&self, path: &FieldPath) -> Range<usize> {
        if let Some(entry) = self.entry(path) {
            return entry.key.clone();
        }
        let mut around = path.clone();
        loop {
            if let Some(section) = self.section(&around).filter(|_| !around.is_root()) {
                return section.header.clone();
            }
            if let Some(entry) = self.entry_around(&around) {
                return entry.key.clone();
            }
            if let Some(inside) = self
                .sections
                .iter()
                .find(|section| section.path.is_within(&around) && !section.path.is_root())
                // A sibling of what is missing is not its place: another standard, another row.
                && (around == *path || around.segments().len() > 1)
                && !around.is_root()
            {
                return inside.header.clone();
            }
            if around.is_root() {
                return 0..0;
            }
            around = around.parent();
        }
    }
}

/// A header and its entries as they are met, before rows have their names.
#[derive(Debug, Default)]
struct RawSection {
    keys: Keys,
    is_row: bool,
    header: Range<usize>,
    entries: Vec<RawEntry>,
}

#[derive(Debug)]
struct RawEntry {
    keys: Keys,
    key: Range<usize>,
    value: Range<usize>,
    /// The decoded text of a value that could name its row.
    name: Option<String>,
}

/// Goes from header to header and entry to entry. What is inside of a value is passed over: the file was parsed
/// before, and only places are wanted.
fn raw_sections(text: &str) -> Vec<RawSection> {
    let bytes = text.as_bytes();
    let mut sections = Vec::new();
    let mut open = RawSection::default();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while let Some(first) = bytes.get(at) {
        match first {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = line_end(bytes, at),
            b'[' => {
                let is_row = bytes.get(at + 1) == Some(&b'[');
                let inside = at + if is_row { 2 } else { 1 };
                let (keys, named) = keys(text, inside);
                let close =
                    named.end + bytes.iter().skip(named.end).take_while(|byte| b" \t".contains(byte)).count();
                let end = bytes.len().min(close + if is_row { 2 } else { 1 });
                let next = RawSection { keys, is_row, header: at..end, entries: Vec::new() };
                sections.push(std::mem::replace(&mut open, next));
                at = line_end(bytes, end);
            }
            _ => {
                let (keys, key) = keys(text, at);
                let equals = key_end(bytes, key.end);
                if bytes.get(equals) != Some(&b'=') {
                    at = line_end(bytes, at);
                    continue;
                }
                let value = value(bytes, equals + 1);
                let names = matches!(&*keys, [key] if ROW_NAMES.contains(&key.as_str()));
                let name = if names { text.get(value.clone()).and_then(decoded) } else { None };
                at = line_end(bytes, value.end.max(equals));
                open.entries.push(RawEntry { keys, key, value, name });
            }
        }
    }
    sections.push(open);
    sections
}

/// The keys that begin at a byte, with dots between them, and where they stand.
fn keys(text: &str, from: usize) -> (Keys, Range<usize>) {
    let bytes = text.as_bytes();
    let mut keys = Keys::default();
    let (mut at, mut span) = (from, None);
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b' ' | b'\t' | b'.' => {
                at += 1;
                continue;
            }
            b'=' | b']' | b'\n' | b'\r' | b'#' => break,
            b'"' | b'\'' => text_end(bytes, at),
            _ => at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_of_key(**byte)).count(),
        };
        let key = text.get(at..end).unwrap_or_default();
        keys.push(decoded(key).map_or_else(|| key.into(), CompactString::from));
        span = Some((span.map_or(at, |(start, _)| start), end));
        at = end;
    }
    let (start, end) = span.unwrap_or((from, from));
    (keys, start..end)
}

/// Whether a byte goes on with a key that stands in no quotes.
fn is_of_key(byte: u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'.' | b'=' | b']' | b'\n' | b'\r' | b'#' | b'"' | b'\'')
}

/// The bytes of the value behind an equals sign.
fn value(bytes: &[u8], from: usize) -> Range<usize> {
    let start = from + bytes.iter().skip(from).take_while(|byte| b" \t".contains(byte)).count();
    let end = match bytes.get(start) {
        Some(b'"' | b'\'') => text_end(bytes, start),
        Some(b'[' | b'{') => nested_end(bytes, start),
        _ => {
            let end = start + bytes.iter().skip(start).take_while(|byte| !b"#\n".contains(byte)).count();
            let blank = |byte: &&u8| b" \t\r".contains(byte);
            end - bytes.get(start..end).unwrap_or_default().iter().rev().take_while(blank).count()
        }
    };
    start..end
}

/// A text in quotes, decoded; nothing where it has none.
fn decoded(literal: &str) -> Option<String> {
    let encoding = match literal.as_bytes() {
        [b'"', b'"', b'"', _, ..] => Encoding::MlBasicString,
        [b'\'', b'\'', b'\'', _, ..] => Encoding::MlLiteralString,
        [b'"', ..] => Encoding::BasicString,
        [b'\'', ..] => Encoding::LiteralString,
        _ => return None,
    };
    let mut text = Cow::Borrowed("");
    let raw = Raw::new_unchecked(literal, Some(encoding), Span::new_unchecked(0, literal.len()));
    let _ = raw.decode_scalar(&mut text, &mut ());
    Some(text.into_owned())
}

const ROW_NAMES: [&str; 4] = ["id", "name", "title", "rule"];

/// Gives headers their addresses: a row's children belong to the last row of its list.
#[derive(Default)]
struct Resolver {
    /// The last row of each list, and how many there were.
    last: HashMap<FieldPath, (FieldPath, usize)>,
    used: HashSet<FieldPath>,
}

impl Resolver {
    fn resolve(&mut self, raw: RawSection) -> Section {
        let mut path = FieldPath::root();
        let mut list = None;
        let count = raw.keys.len();
        for (at, key) in raw.keys.iter().enumerate() {
            let inner = path.into_child(key.as_str());
            if raw.is_row && at + 1 == count {
                let place = self.last.get(&inner).map_or(0, |(_, rows)| *rows);
                path = self.name(&inner, place, &raw.entries);
                self.last.insert(inner.clone(), (path.clone(), place + 1));
                list = Some(inner);
            } else {
                path = self.last.get(&inner).map_or(inner, |(row, _)| row.clone());
            }
        }
        let entries = raw
            .entries
            .into_iter()
            .map(|entry| Entry {
                depth: path.segments().len() + entry.keys.len(),
                keys: entry.keys,
                key: entry.key,
                value: entry.value,
            })
            .collect();
        Section { path, list, header: raw.header, entries }
    }

    fn name(&mut self, list: &FieldPath, place: usize, entries: &[RawEntry]) -> FieldPath {
        let names: Vec<(String, Value)> = entries
            .iter()
            .filter_map(|entry| Some((entry.keys.first()?.to_string(), Value::Text(entry.name.clone()?))))
            .collect();
        let path = list.child(row_key(place, &names));
        if self.used.insert(path.clone()) { path } else { list.child(format!("#{}", place + 1)) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// The bytes of every key and of every value that the parser finds.
    fn parsed(table: &DeTable<'_>, keys: &mut HashSet<Range<usize>>, values: &mut HashSet<Range<usize>>) {
        for (key, value) in table {
            keys.insert(key.span());
            values.insert(value.span());
            let rows = match value.get_ref() {
                DeValue::Table(table) => vec![table],
                DeValue::Array(items) => items.iter().filter_map(|item| item.get_ref().as_table()).collect(),
                _ => Vec::new(),
            };
            rows.into_iter().for_each(|row| parsed(row, keys, values));
        }
    }

    fn laid_out(file: &str) -> Vec<(String, String, String)> {
        let (mut keys, mut values) = (HashSet::default(), HashSet::default());
        parsed(DeTable::parse(file).unwrap().get_ref(), &mut keys, &mut values);
        let mut found = Vec::new();
        for section in Layout::of(file).sections {
            for entry in section.entries {
                assert!(values.contains(&entry.value), "{:?}", &file[entry.value]);
                let is_key = |span: &Range<usize>| {
                    if entry.keys.len() == 1 { *span == entry.key } else { span.end == entry.key.end }
                };
                assert!(keys.iter().any(is_key), "{:?}", &file[entry.key]);
                let path = entry.keys.iter().fold(section.path.clone(), |path, key| path.child(key.as_str()));
                found.push((
                    path.to_string(),
                    file[section.header.clone()].to_owned(),
                    file[entry.value].to_owned(),
                ));
            }
        }
        found
    }

    #[test]
    fn places_are_those_that_the_parser_finds() {
        for file in [
            include_str!("../../standards/editions/nec-2020.toml"),
            include_str!("../../check/tests/plan.toml"),
            include_str!("../../check/tests/areas.toml"),
        ] {
            assert!(laid_out(file).len() > 10);
            let windows = file.replace('\n', "\r\n");
            assert_eq!(laid_out(&windows).len(), laid_out(file).len());
        }
    }

    #[test]
    fn everything_that_toml_allows_has_its_place() {
        let file = "\u{feff} a . \"b.c\" = 'x' # \"one\n\"\" = [ # ]\n  \"]\", { a = '}' },\n]\n'q' = 1\n\
                    [ s . 't.u' ] # [x]\n \"n\\u0061me\" = \"\"\"\n\"quoted\"\"\"\"\nd = 2026-01-01 10:00:00 # day\n\
                    f = -1.5\t\n[[ r ]]\nid = \"\\u00e9\"\n [[ r.s ]]\nid=\"\"\nx={a={b=[1]}}\n[[r]]\n[r.u]\nv = [\n]";
        let found = laid_out(file);
        let seen: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(path, header, value)| (path.as_str(), header.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("a.\"b.c\"", "", "'x'"),
                ("", "", "[ # ]\n  \"]\", { a = '}' },\n]"),
                ("q", "", "1"),
                ("s.\"t.u\".name", "[ s . 't.u' ]", "\"\"\"\n\"quoted\"\"\"\""),
                ("s.\"t.u\".d", "[ s . 't.u' ]", "2026-01-01 10:00:00"),
                ("s.\"t.u\".f", "[ s . 't.u' ]", "-1.5"),
                ("r.é.id", "[[ r ]]", "\"\\u00e9\""),
                ("r.é.s.#1.id", "[[ r.s ]]", "\"\""),
                ("r.é.s.#1.x", "[[ r.s ]]", "{a={b=[1]}}"),
                ("r.#2.u.v", "[r.u]", "[\n]"),
            ]
        );
    }

    #[test]
    fn what_is_no_toml_is_passed_over() {
        for file in [
            "a = \"",
            "=",
            "🛜",
            "a \"b\nc = 1",
            "]\n=",
            "[",
            "[[",
            "[\"",
            "a",
            "a.",
            ".a=\"\"\"",
            "a = [\n\"\\",
            "'",
            "{",
            "a = {",
        ] {
            Layout::of(file);
        }
    }
}
