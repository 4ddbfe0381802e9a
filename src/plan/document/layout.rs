//! Where everything stands in a file: its sections and entries, with their addresses and bytes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Raw, Source, Span};

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
    pub keys: Vec<String>,
    /// How many segments its whole address has.
    pub depth: usize,
    pub key: Range<usize>,
    pub value: Range<usize>,
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
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut builder = Builder::new(text);
        parse_document(&tokens, &mut builder, &mut ());
        builder.finish()
    }

    /// The entry at an address.
    pub fn entry(&self, path: &FieldPath) -> Option<&Entry> {
        self.sections.iter().filter(|section| path.is_within(&section.path)).find_map(|section| {
            let inside = &path.segments()[section.path.segments().len()..];
            section.entries.iter().find(|entry| entry.keys == inside)
        })
    }

    /// The innermost entry whose value holds the address: an inline table or list.
    pub fn entry_around(&self, path: &FieldPath) -> Option<&Entry> {
        self.sections
            .iter()
            .filter(|section| path.is_within(&section.path))
            .flat_map(|section| {
                let inside = &path.segments()[section.path.segments().len()..];
                section.entries.iter().filter(move |entry| inside.starts_with(&entry.keys))
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

/// A header or entry as the parser meets it, before rows have their names.
#[derive(Debug)]
struct RawSection {
    keys: Vec<String>,
    is_row: bool,
    header: Range<usize>,
    entries: Vec<RawEntry>,
}

#[derive(Debug)]
struct RawEntry {
    keys: Vec<String>,
    key: Range<usize>,
    value: Range<usize>,
    /// The decoded text of a value that could name its row.
    name: Option<String>,
}

#[derive(Debug, PartialEq)]
enum At {
    Header,
    Key,
    Value,
}

struct Builder<'i> {
    text: &'i str,
    sections: Vec<RawSection>,
    at: At,
    depth: usize,
    keys: Vec<String>,
    key: Range<usize>,
}

impl<'i> Builder<'i> {
    fn new(text: &'i str) -> Self {
        let root = RawSection { keys: Vec::new(), is_row: false, header: 0..0, entries: Vec::new() };
        Builder { text, sections: vec![root], at: At::Key, depth: 0, keys: Vec::new(), key: 0..0 }
    }

    fn open(&mut self, span: Span, is_row: bool) {
        self.at = At::Header;
        self.keys.clear();
        let header = span.start()..span.end();
        self.sections.push(RawSection { keys: Vec::new(), is_row, header, entries: Vec::new() });
    }

    fn close(&mut self, span: Span) {
        self.at = At::Key;
        let keys = std::mem::take(&mut self.keys);
        if let Some(section) = self.sections.last_mut() {
            section.keys = keys;
            section.header.end = span.end();
        }
    }

    /// A value, or one end of it, was met at `span`.
    fn value(&mut self, span: Span, name: Option<String>) {
        if self.depth > 0 || self.at != At::Value {
            return;
        }
        let keys = std::mem::take(&mut self.keys);
        if let Some(section) = self.sections.last_mut() {
            let value = span.start()..span.end();
            section.entries.push(RawEntry { keys, key: self.key.clone(), value, name });
        }
        self.at = At::Key;
    }

    fn nest(&mut self, span: Span) -> bool {
        self.value(span, None);
        self.depth += 1;
        true
    }

    fn unnest(&mut self, span: Span) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0
            && let Some(entry) = self.sections.last_mut().and_then(|section| section.entries.last_mut())
        {
            entry.value.end = span.end();
        }
    }

    fn finish(self) -> Layout {
        let mut resolver = Resolver::default();
        let sections = self.sections.into_iter().map(|raw| resolver.resolve(raw)).collect();
        Layout { sections }
    }

    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Raw<'i> {
        let text = self.text.get(span.start()..span.end()).unwrap_or_default();
        Raw::new_unchecked(text, encoding, span)
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open(span, false);
    }
    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }
    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.open(span, true);
    }
    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }
    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.nest(span)
    }
    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.unnest(span);
    }
    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.nest(span)
    }
    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.unnest(span);
    }
    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        if self.depth > 0 {
            return;
        }
        let mut key = Cow::Borrowed("");
        self.raw(span, kind).decode_key(&mut key, error);
        if self.keys.is_empty() {
            self.key = span.start()..span.end();
        }
        self.key.end = span.end();
        self.keys.push(key.into_owned());
    }
    fn key_val_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.depth == 0 {
            self.at = At::Value;
        }
    }
    fn scalar(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let names = matches!(self.keys.as_slice(), [key] if ROW_NAMES.contains(&key.as_str()));
        let name = (self.depth == 0 && names).then(|| {
            let mut text = Cow::Borrowed("");
            let _ = self.raw(span, kind).decode_scalar(&mut text, error);
            text.into_owned()
        });
        self.value(span, name.filter(|_| kind.is_some()));
    }
    fn newline(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.depth == 0 && self.at != At::Header {
            self.at = At::Key;
            self.keys.clear();
        }
    }
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
        for (at, key) in raw.keys.into_iter().enumerate() {
            let inner = path.child(key);
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
            .filter_map(|entry| Some((entry.keys.first()?.clone(), Value::Text(entry.name.clone()?))))
            .collect();
        let path = list.child(row_key(place, &names));
        if self.used.insert(path.clone()) { path } else { list.child(format!("#{}", place + 1)) }
    }
}
