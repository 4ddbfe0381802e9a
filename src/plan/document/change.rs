//! An edit as splices of the text.

mod inside;
mod relocate;
mod respell;

pub use inside::descend;
use inside::{insert_row, put, take};
use respell::respelled;

use super::layout::{Entry, Layout, Section};
use super::{said, write};
use crate::plan::edit::Edit;
use crate::plan::keys;
use crate::plan::path::FieldPath;
use crate::plan::value::Value;
use crate::problem::Problem;

/// Bytes that take the place of others.
#[derive(Debug)]
pub struct Splice {
    pub at: usize,
    pub remove: String,
    pub insert: String,
}

impl Splice {
    /// Carries it out, unless the text there is another by now, and gives its inverse.
    pub fn carry_out(self, text: &mut String) -> Result<Edit, Problem> {
        let end = self.at + self.remove.len();
        if text.get(self.at..end) != Some(self.remove.as_str()) {
            return Err(Problem::new(
                "that step can no longer be undone: the text there has changed since",
                "Change it by hand; everything else stays as it is.",
            ));
        }
        text.replace_range(self.at..end, &self.insert);
        Ok(Edit::Splice { at: self.at, remove: self.insert, insert: self.remove })
    }
}

/// What an edit does to the text, to be carried out in this order.
pub fn splices(text: &str, layout: &Layout, edit: &Edit) -> Result<Vec<Splice>, Problem> {
    let file = File { text, layout };
    match edit {
        Edit::Set { path, value } => file.set(path, value),
        Edit::Unset { path } => file.unset(path),
        Edit::AddRow { list, before, row } => file.add_row(list, before.as_deref(), row),
        Edit::RemoveRow { path } => file.remove_row(path),
        Edit::Move { from, to } => file.relocate(from, to),
        Edit::Splice { at, remove, insert } => {
            Ok(vec![Splice { at: *at, remove: remove.clone(), insert: insert.clone() }])
        }
        Edit::All(_) => Ok(Vec::new()),
    }
}

struct File<'a> {
    text: &'a str,
    layout: &'a Layout,
}

impl File<'_> {
    fn set(&self, path: &FieldPath, value: &Value) -> Result<Vec<Splice>, Problem> {
        if let Some(entry) = self.layout.entry(path) {
            let source = self.text.get(entry.value.clone()).unwrap_or_default();
            return Ok(vec![self.replace(entry.value.clone(), respelled(source, value))]);
        }
        if let Some(entry) = self.layout.entry_around(path) {
            return self.change_inside(entry, path, |inside, rest| put(inside, rest, value));
        }
        if path.is_root() || self.layout.section(path).is_some() {
            return Err(no_place(path));
        }
        let parent = path.parent();
        let line = format!("{} = {}", write::key(path.leaf()), write::value(value));
        if let Some(section) = self.layout.section(&parent) {
            return Ok(vec![self.insert_entry(section, path.leaf(), &line)]);
        }
        if self.is_missing_row(&parent) {
            return Err(no_place(path));
        }
        let header = parent.segments().iter().map(|key| write::key(key)).collect::<Vec<_>>().join(".");
        Ok(vec![self.insert_block(&parent, &format!("[{header}]\n{line}\n"))])
    }

    fn unset(&self, path: &FieldPath) -> Result<Vec<Splice>, Problem> {
        if let Some(entry) = self.layout.entry(path) {
            return Ok(vec![self.remove_entry(entry)]);
        }
        if let Some(entry) = self.layout.entry_around(path) {
            return self.change_inside(entry, path, |inside, rest| take(inside, rest).is_some());
        }
        let inside: Vec<&Section> = self.sections_within(path);
        if inside.is_empty() || path.is_root() {
            return Ok(Vec::new());
        }
        Ok(self.remove_sections(&inside))
    }

    fn add_row(
        &self,
        list: &FieldPath,
        before: Option<&str>,
        row: &[(String, Value)],
    ) -> Result<Vec<Splice>, Problem> {
        if let Some(entry) = self.layout.entry_around(list) {
            let row = Value::Table(row.to_vec());
            return self.change_inside(entry, list, |inside, rest| insert_row(inside, rest, before, &row));
        }
        if self.is_missing_row(&list.parent()) {
            return Err(no_place(list));
        }
        let keys: Vec<String> =
            self.header_keys(&list.parent()).into_iter().chain([list.leaf().to_owned()]).collect();
        let header = keys.iter().map(|key| write::key(key)).collect::<Vec<_>>().join(".");
        let mut block = format!("[[{header}]]\n");
        for (key, value) in row {
            block.push_str(&format!("{} = {}\n", write::key(key), write::value(value)));
        }
        let rows: Vec<usize> = (0..self.layout.sections.len())
            .filter(|at| self.layout.sections[*at].list.as_ref() == Some(list))
            .collect();
        if let Some(before) = before {
            let Some(at) = rows.iter().find(|at| self.layout.sections[**at].path.leaf() == before).copied()
            else {
                return Err(no_place(&list.child(before)));
            };
            return Ok(vec![self.block_before(at, &block)]);
        }
        if let Some(last) = rows.last() {
            let path = &self.layout.sections[*last].path;
            let end = (0..self.layout.sections.len())
                .filter(|at| self.layout.sections[*at].path.is_within(path))
                .max()
                .unwrap_or(*last);
            return Ok(vec![self.block_after(end, &block)]);
        }
        Ok(vec![self.insert_block(list, &block)])
    }

    fn remove_row(&self, path: &FieldPath) -> Result<Vec<Splice>, Problem> {
        let inside = self.sections_within(path);
        if !inside.is_empty() && !path.is_root() {
            return Ok(self.remove_sections(&inside));
        }
        let Some(entry) = self.layout.entry_around(path) else {
            return Err(no_place(path));
        };
        self.change_inside(entry, path, |inside, rest| take(inside, rest).is_some())
    }

    fn sections_within(&self, path: &FieldPath) -> Vec<&Section> {
        self.layout.sections.iter().filter(|section| section.path.is_within(path)).collect()
    }

    /// A row's address names a list that is there, and no row of it.
    fn is_missing_row(&self, path: &FieldPath) -> bool {
        let mut at = path.clone();
        while !at.is_root() {
            let list = at.parent();
            let is_list = self.layout.sections.iter().any(|section| section.list.as_ref() == Some(&list));
            if is_list && self.layout.section(&at).is_none() {
                return true;
            }
            at = list;
        }
        false
    }

    /// The keys of a header for an address: rows are named by their list alone.
    fn header_keys(&self, path: &FieldPath) -> Vec<String> {
        let mut keys = Vec::new();
        let mut at = FieldPath::root();
        for segment in path.segments() {
            let inner = at.child(segment.clone());
            let is_row = self.layout.sections.iter().any(|s| s.list.as_ref() == Some(&at) && s.path == inner);
            if !is_row {
                keys.push(segment.clone());
            }
            at = inner;
        }
        keys
    }

    fn replace(&self, span: std::ops::Range<usize>, insert: String) -> Splice {
        // Only what differs, so that a letter typed in a long text is a small step to remember.
        let old = self.text.get(span.clone()).unwrap_or_default();
        let same = |(a, b): &(char, char)| a == b;
        let front: usize = old.chars().zip(insert.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old, new) = (&old[front..], &insert[front..]);
        let back: usize =
            old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        Splice {
            at: span.start + front,
            remove: old[..old.len() - back].to_owned(),
            insert: new[..new.len() - back].to_owned(),
        }
    }

    /// Rewrites an entry whose value holds the place.
    fn change_inside(
        &self,
        entry: &Entry,
        path: &FieldPath,
        change: impl Fn(&mut Value, &[String]) -> bool,
    ) -> Result<Vec<Splice>, Problem> {
        let source = self.text.get(entry.value.clone()).unwrap_or_default();
        let mut value = said::value(source).ok_or_else(|| no_place(path))?;
        if !change(&mut value, &path.segments()[entry.depth..]) {
            return Err(no_place(path));
        }
        Ok(vec![self.replace(entry.value.clone(), respelled(source, &value))])
    }

    /// Puts a line into a section, after the entries that come before it in the program's order.
    fn insert_entry(&self, section: &Section, key: &str, line: &str) -> Splice {
        let newline = self.newline();
        let rank = entry_rank(&section.path, key);
        let before = section.entries.iter().rev().find(|entry| {
            entry_rank(&section.path, entry.keys.first().map_or("", |key| key.as_str())) <= rank
        });
        let after = match before {
            Some(entry) => entry.value.end,
            None if section.path.is_root() => {
                let start = section.entries.first().map_or(0, |first| self.line_start(first.key.start));
                return Splice { at: start, remove: String::new(), insert: format!("{line}{newline}") };
            }
            None => section.header.end,
        };
        self.line_after(after, line)
    }

    /// A line of its own after the line that holds the byte before `after`.
    fn line_after(&self, after: usize, line: &str) -> Splice {
        let newline = self.newline();
        match self.text[after..].find('\n') {
            Some(at) => {
                Splice { at: after + at + 1, remove: String::new(), insert: format!("{line}{newline}") }
            }
            None => Splice {
                at: self.text.len(),
                remove: String::new(),
                insert: format!("{newline}{line}{newline}"),
            },
        }
    }

    /// Puts a new header with its entries where the program's order has it.
    fn insert_block(&self, path: &FieldPath, block: &str) -> Splice {
        let rank = self.section_rank(path);
        let later = (1..self.layout.sections.len())
            .find(|at| self.section_rank(&self.layout.sections[*at].path) > rank);
        match later {
            Some(at) => self.block_before(at, block),
            None => self.block_after(self.layout.sections.len() - 1, block),
        }
    }

    /// A block before a section and the comments that stand right above it.
    fn block_before(&self, section: usize, block: &str) -> Splice {
        let at = self.comments_above(self.layout.sections[section].header.start);
        let newline = self.newline();
        let block = block.replace('\n', newline);
        Splice { at, remove: String::new(), insert: format!("{block}{newline}") }
    }

    /// A block after the last entry of a section.
    fn block_after(&self, section: usize, block: &str) -> Splice {
        let newline = self.newline();
        let end = self.layout.sections.get(section).map_or(0, Section::end);
        let is_last = section + 1 >= self.layout.sections.len();
        let block = block.replace('\n', newline);
        // The last section may be followed by comments; a new block goes to the end of the file then.
        let rest = if is_last { None } else { self.text[end..].find('\n').map(|at| end + at + 1) };
        match rest {
            Some(at) => Splice { at, remove: String::new(), insert: format!("{newline}{block}") },
            None => {
                let gap = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { newline };
                let insert = if self.text.trim().is_empty() {
                    format!("{gap}{block}")
                } else {
                    format!("{gap}{newline}{block}")
                };
                Splice { at: self.text.len(), remove: String::new(), insert }
            }
        }
    }

    /// Takes an entry's lines away; a comment behind it stays on a line of its own.
    fn remove_entry(&self, entry: &Entry) -> Splice {
        let start = self.line_start(entry.key.start);
        let line_end =
            self.text[entry.value.end..].find('\n').map_or(self.text.len(), |at| entry.value.end + at + 1);
        let behind = self.text[entry.value.end..line_end].trim_start_matches([' ', '\t']);
        let end = if behind.starts_with('#') { line_end - behind.len() } else { line_end };
        self.replace(start..end, String::new())
    }

    /// Takes sections away, from the last to the first, each with the blank line before it.
    fn remove_sections(&self, sections: &[&Section]) -> Vec<Splice> {
        sections
            .iter()
            .rev()
            .map(|section| {
                let mut start = self.line_start(section.header.start);
                let line_end = self.text[section.end()..]
                    .find('\n')
                    .map_or(self.text.len(), |at| section.end() + at + 1);
                let behind = self.text[section.end()..line_end].trim_start_matches([' ', '\t']);
                // What stands behind a header with nothing under it is about more than the header.
                let stays = section.entries.is_empty() && behind.starts_with('#');
                let end = if stays { line_end - behind.len() } else { line_end };
                if start > 0 {
                    let above = self.line_start(start - 1);
                    if self.text[above..start].trim().is_empty() {
                        start = above;
                    }
                }
                self.replace(start..end, String::new())
            })
            .collect()
    }

    /// Where the comments begin that stand right above the line of a byte, else that line. The last line of a
    /// text can look like a comment and is none.
    fn comments_above(&self, at: usize) -> usize {
        let values = self.layout.sections.iter().flat_map(|section| &section.entries);
        let floor = values.map(|entry| entry.value.end).filter(|end| *end <= at).max().unwrap_or(0);
        let mut start = self.line_start(at);
        while start > floor {
            let above = self.line_start(start - 1);
            if above < floor || !self.text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn newline(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// The place of a section in the program's order. Standards keep the order in which they stand.
    fn section_rank(&self, path: &FieldPath) -> (usize, usize, usize) {
        let segments = path.segments();
        let Some(first) = segments.first() else {
            return (0, 0, 0);
        };
        let group = SECTIONS.iter().position(|name| name == first).map_or(SECTIONS.len() + 1, |at| at + 1);
        if group > SECTIONS.len() {
            // Of what the program has no order for, new ones go to the end.
            return (group, 0, 0);
        }
        if first != "standards" {
            return (group, segments.len(), 0);
        }
        let standard = path.segments().get(1);
        let order = standard.map_or(0, |id| {
            let mut seen: Vec<&String> = Vec::new();
            for section in &self.layout.sections {
                if let [first, id, ..] = section.path.segments()
                    && first == "standards"
                    && !seen.contains(&id)
                {
                    seen.push(id);
                }
            }
            seen.iter().position(|seen| *seen == id).unwrap_or(seen.len())
        });
        let within = match segments.get(2).map(String::as_str) {
            None => 0,
            Some("activities") => 2,
            Some(_) => 1,
        };
        (group, order, within)
    }
}

const SECTIONS: [&str; 6] = ["author", "profile", "neighbourhoods", "priorities", "standards", "waivers"];

/// The order in which the program writes the keys of a table; others follow.
fn entry_rank(section: &FieldPath, key: &str) -> usize {
    let keys = keys::of(section);
    keys.iter().position(|known| *known == key).unwrap_or(keys.len())
}

fn no_place(path: &FieldPath) -> Problem {
    Problem::new(
        format!("the plan has no place {path}"),
        "It may have been removed since. Nothing was changed; look at the list again.",
    )
}
