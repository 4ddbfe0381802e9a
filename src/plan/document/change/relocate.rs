//! A value or a list of rows that goes to another address, with the comments that stand with it.

use super::{File, Splice, no_place};
use crate::plan::document::layout::{Entry, Section};
use crate::plan::document::write;
use crate::plan::path::FieldPath;
use crate::problem::Problem;

impl File<'_> {
    /// What moves a value, or the rows and tables at an address, to another. A value takes along the comments
    /// right above it and behind it; rows stay where they stand in the file, under another header, and join
    /// the rows that the list has there.
    pub(super) fn relocate(&self, from: &FieldPath, to: &FieldPath) -> Result<Vec<Splice>, Problem> {
        let is_taken = self.layout.entry_around(to).is_some() || self.layout.section(to).is_some();
        if is_taken || to.is_root() {
            return Err(no_place(to));
        }
        if let Some(entry) = self.layout.entry(from) {
            return Ok(self.relocate_entry(entry, to));
        }
        let inside = self.sections_within(from);
        let is_row = |section: &&Section| section.path == *from && section.list.is_some();
        if inside.is_empty() || from.is_root() || inside.iter().any(is_row) {
            return Err(no_place(from));
        }
        Ok(inside.iter().rev().map(|section| self.rename(section, from, to)).collect())
    }

    fn relocate_entry(&self, entry: &Entry, to: &FieldPath) -> Vec<Splice> {
        let start = self.comments_above(entry.key.start);
        let end =
            self.text[entry.value.end..].find('\n').map_or(self.text.len(), |at| entry.value.end + at + 1);
        let before = &self.text[start..entry.key.start];
        let behind = self.text[entry.key.end..end].trim_end_matches(['\n', '\r']);
        let lines = format!("{before}{}{behind}", write::key(to.leaf()));
        let parent = to.parent();
        let insert = match self.layout.section(&parent) {
            Some(section) => self.insert_entry(section, to.leaf(), &lines),
            None => {
                let newline = self.newline();
                let header: Vec<String> =
                    self.header_keys(&parent).iter().map(|key| write::key(key)).collect();
                let block = format!("[{}]\n{}\n", header.join("."), lines.replace(newline, "\n"));
                self.insert_block(&parent, &block)
            }
        };
        let remove = Splice { at: start, remove: self.text[start..end].to_owned(), insert: String::new() };
        // In this order each still finds its place.
        if insert.at >= end { vec![insert, remove] } else { vec![remove, insert] }
    }

    fn rename(&self, section: &Section, from: &FieldPath, to: &FieldPath) -> Splice {
        let inside = self.header_keys(&section.path).into_iter().skip(from.segments().len());
        let keys: Vec<String> =
            to.segments().iter().cloned().chain(inside).map(|key| write::key(&key)).collect();
        let keys = keys.join(".");
        let header = if section.list.is_some() { format!("[[{keys}]]") } else { format!("[{keys}]") };
        self.replace(section.header.clone(), header)
    }
}
