//! A plan file: its text, its layout, and the plan that it says.
//!
//! An edit touches only its own bytes, so comments, order and keys that this program does not know
//! survive it, and its inverse puts the same bytes back.

mod change;
mod form;
pub(in crate::plan) mod layout;
mod part;
mod plain;
mod read;
mod recover;
mod said;
mod texts;
mod write;

pub use form::in_program_form;
pub use part::Part;
pub(in crate::plan) use part::comments;
pub use recover::{Broken, MOST_ERRORS};
pub(in crate::plan) use said::value as value_of;
pub use texts::long_texts;
pub use write::value as written;
pub(in crate::plan) use write::{key as key_as_written, prose as prose_as_written};

use std::sync::OnceLock;

use super::areas::line_and_column;
use super::edit::Edit;
use super::model::{Period, Plan};
use super::path::FieldPath;
use super::printable::one_line;
use super::value::Value;
use crate::problem::Problem;
use layout::Layout;
use said::{Said, Table};

/// The newest format of plan files that this program reads.
pub const FORMAT: i64 = 1;

/// The most bytes that a plan may have.
pub const LARGEST: usize = 1024 * 1024;

/// A TOML file that could be read: its text and where everything stands in it.
#[derive(Debug, Clone)]
pub struct Source {
    text: String,
    /// Made when it is first asked for: who only reads what a file says never does.
    layout: OnceLock<Layout>,
    /// What it says, as one table; made when a whole table or list of rows is first asked for.
    said: OnceLock<Value>,
}

impl Source {
    /// Reads the text of a TOML file.
    ///
    /// # Errors
    /// What is wrong, with its line, when the text is empty, too big, or not TOML.
    pub fn parse(text: &str) -> Result<Source, Problem> {
        Ok(Source::read(text, |_, _| ())?.0)
    }

    /// Reads a text, and makes something of it and of what it says.
    fn read<T>(text: &str, then: impl FnOnce(&str, &Table<'_>) -> T) -> Result<(Source, T), Problem> {
        let made = then(text, &Table::parse(text)?);
        Ok((Source { text: text.to_owned(), layout: OnceLock::new(), said: OnceLock::new() }, made))
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::of(&self.text))
    }

    /// The text of the file, as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value at an address: of an entry, of a row or table as a whole, or of a list of rows.
    /// Nothing where the file has none.
    pub fn get(&self, path: &FieldPath) -> Option<Value> {
        if let Some(entry) = self.layout().entry_around(path) {
            let source = self.text.get(entry.value.clone())?;
            let value = said::value(source)?;
            let inside = &path.segments()[entry.depth..];
            return change::descend(&value, inside).cloned();
        }
        if !path.is_root() && !self.layout().sections.iter().any(|section| section.path.is_within(path)) {
            return None;
        }
        // It was read before, so it is TOML.
        let said = self.said.get_or_init(|| {
            Value::Table(Table::parse(&self.text).map(|table| table.values()).unwrap_or_default())
        });
        change::descend(said, path.segments()).cloned()
    }

    /// One-based line and column of an address, or of the nearest place around it.
    pub fn locate(&self, path: &FieldPath) -> (usize, usize) {
        line_and_column(&self.text, self.layout().place(path).start)
    }

    /// The bytes of an address's key or header, or of the nearest place around it.
    pub fn span(&self, path: &FieldPath) -> std::ops::Range<usize> {
        self.layout().place(path)
    }

    /// The bytes of an entry's value; nothing where the address is no entry.
    pub fn value_span(&self, path: &FieldPath) -> Option<std::ops::Range<usize>> {
        self.layout().entry(path).map(|entry| entry.value.clone())
    }

    /// Its comments, in order, each with its `#`.
    pub fn comments(&self) -> impl Iterator<Item = &str> {
        part::comments(&self.text).filter_map(|span| self.text.get(span))
    }

    /// The bytes of a part of the text at an address; at the root, of a part of a comment. Nothing where there
    /// is no such text.
    pub fn part_span(&self, path: &FieldPath, part: &Part) -> Option<std::ops::Range<usize>> {
        part::span(&self.text, self.layout(), path, part)
    }

    /// Carries an edit out and gives its inverse. An edit that fails changes nothing.
    ///
    /// # Errors
    /// When the place is not there (a row that somebody removed), or an undo meets a text that has changed.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, Problem> {
        let (changed, (), inverse) = self.after(edit, &|_, _| ())?;
        *self = changed;
        Ok(inverse)
    }

    /// What it is after an edit, what is made of it and of what it says then, and the edit's inverse.
    fn after<T>(
        &self,
        edit: &Edit,
        then: &impl Fn(&str, &Table<'_>) -> T,
    ) -> Result<(Source, T, Edit), Problem> {
        let mut inverses = Vec::new();
        let (after, made) = if let Edit::All(edits) = edit {
            let mut last = None;
            for edit in edits {
                let before = last.as_ref().map_or(self, |(source, _)| source);
                let (source, made, inverse) = before.after(edit, then)?;
                inverses.push(inverse);
                last = Some((source, made));
            }
            match last {
                Some(last) => last,
                None => Source::read(&self.text, then)?,
            }
        } else {
            let splices = change::splices(&self.text, self.layout(), edit)?;
            let mut text = self.text.clone();
            for splice in splices {
                inverses.push(splice.carry_out(&mut text)?);
            }
            Source::read(&text, then)?
        };
        inverses.reverse();
        let inverse = match (inverses.pop(), inverses.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                inverses.extend(last);
                Edit::All(inverses)
            }
        };
        Ok((after, made, inverse))
    }
}

/// A plan file that could be read.
#[derive(Debug, Clone)]
pub struct Document {
    source: Source,
    plan: Plan,
}

impl Document {
    /// Reads the text of a plan file.
    ///
    /// # Errors
    /// What is wrong, with its line, when the text is empty, too big, not TOML, or has no `format` or a newer
    /// one. Wrong values inside are not errors: they are kept, and flagged by a rule.
    pub fn parse(text: &str) -> Result<Document, Problem> {
        let (source, plan) = Source::read(text, understood)?;
        Ok(Document { plan: plan?, source })
    }

    /// The first and last day of a plan, from its text: as [`Document::parse`] reads them, in a tenth of its
    /// time. Nothing where they are not there, are no dates, or the file is no plan.
    pub fn dates(text: &str) -> Option<Period> {
        // What stands before the first table is the plan's own. Where a line of a value only looks like the
        // start of a table, what is before it is no whole file, and everything is read.
        let end = text.find("\n[").map_or(text.len(), |at| at + 1);
        let top = text.get(..end)?;
        let table = Table::parse(top).or_else(|_| Table::parse(text)).ok()?;
        check_format(top, &table).ok()?;
        read::dates(&table)
    }

    /// The text of the file, as it stands.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The text alone.
    pub fn into_text(self) -> String {
        self.source.text
    }

    /// The plan that the file says.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The value at an address; see [`Source::get`].
    pub fn get(&self, path: &FieldPath) -> Option<Value> {
        self.source.get(path)
    }

    /// The text at an address; empty where there is none, and as typed where it is of another type.
    pub fn get_text(&self, path: &FieldPath) -> String {
        self.get(path).map(|value| read::as_typed(&value)).unwrap_or_default()
    }

    /// One-based line and column of an address, or of the nearest place around it.
    pub fn locate(&self, path: &FieldPath) -> (usize, usize) {
        self.source.locate(path)
    }

    /// The bytes of an address's key or header; see [`Source::span`].
    pub fn span(&self, path: &FieldPath) -> std::ops::Range<usize> {
        self.source.span(path)
    }

    /// The bytes of an entry's value; see [`Source::value_span`].
    pub fn value_span(&self, path: &FieldPath) -> Option<std::ops::Range<usize>> {
        self.source.value_span(path)
    }

    /// The bytes in the file of a part of the text at an address; at the root, of a part of a comment. Nothing
    /// where there is no such text.
    pub fn part_span(&self, path: &FieldPath, part: &Part) -> Option<std::ops::Range<usize>> {
        self.source.part_span(path, part)
    }

    /// One-based line and column of a part of the text at an address; of the address, where there is no part.
    pub fn locate_part(&self, path: &FieldPath, part: Option<&Part>) -> (usize, usize) {
        match part.and_then(|part| self.part_span(path, part)) {
            Some(span) => line_and_column(self.text(), span.start),
            None => self.locate(path),
        }
    }

    /// Carries an edit out and gives its inverse. An edit that fails changes nothing.
    ///
    /// # Errors
    /// As [`Source::apply`]; and when the file would no longer be a plan.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, Problem> {
        let (source, plan, inverse) = self.source.after(edit, &understood)?;
        *self = Document { plan: plan?, source };
        Ok(inverse)
    }
}

/// The plan that a file says, with its comments.
///
/// # Errors
/// Where it has no format, or a newer one.
fn understood(text: &str, table: &Table<'_>) -> Result<Plan, Problem> {
    check_format(text, table)?;
    let mut plan = read::plan(table);
    plan.comments = part::comments(text).filter_map(|span| text.get(span)).map(str::to_owned).collect();
    Ok(plan)
}

fn check_size(text: &str) -> Result<(), Problem> {
    if text.len() > LARGEST {
        return Err(Problem::new(
            format!("this file has {} bytes, and a plan may have {LARGEST}", text.len()),
            "Take out what does not belong in a plan.",
        )
        .safe("The file is untouched.")
        .at(1, 1));
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(Problem::new(
            "this file is empty",
            "Bring an earlier version of it back, or remove it and begin the plan again.",
        )
        .at(1, 1));
    }
    Ok(())
}

fn check_format(text: &str, table: &Table<'_>) -> Result<(), Problem> {
    let found = table.get("format");
    let place = |key: &str| {
        let layout = Layout::of(text);
        line_and_column(text, layout.place(&FieldPath::of([key])).start)
    };
    match found {
        Some(Said::Integer(format)) if (1..=FORMAT).contains(format) => Ok(()),
        Some(Said::Integer(format)) if *format > FORMAT => {
            let (line, column) = place("format");
            Err(Problem::new(
                format!("this file is of format {format}, and this program reads up to format {FORMAT}"),
                "Bring the program up to date, then open the plan again.",
            )
            .safe("The file is untouched.")
            .at(line, column))
        }
        other => {
            let (line, column) = place("format");
            let what = match other {
                None => "this file does not say its format, so it may be no plan".to_owned(),
                Some(said) => format!("the format is {}, not a whole number from 1", said.value().noun()),
            };
            Err(Problem::new(what, "Put the line `format = 1` at its top if it is a plan.")
                .safe("The file is untouched.")
                .at(line, column))
        }
    }
}

fn syntax_problem(text: &str, error: &toml::de::Error) -> Problem {
    let start = error.span().map_or(0, |span| span.start);
    let (line, column) = line_and_column(text, start);
    let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let problem = if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| source.starts_with(mark))
    {
        Problem::new(
            "two people's versions of this plan were left unmerged here, with marks between them",
            "Keep the lines that are right, take out the lines that begin with <<<<<<<, ======= and >>>>>>>, \
             and open it again.",
        )
    } else {
        Problem::new(
            format!("this file cannot be read: {}", one_line(error.message())),
            "Mend that line in a text editor, or bring an earlier version of the plan back.",
        )
    };
    problem.safe("The file is untouched.").at(line, column)
}

#[cfg(test)]
mod tests;
