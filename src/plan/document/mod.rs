//! A plan file: its text, its layout, and the plan that it says.
//!
//! An edit touches only its own bytes, so comments, order and keys that this program does not know
//! survive it, and its inverse puts the same bytes back.

mod change;
mod form;
mod layout;
mod read;
mod write;

pub use form::in_program_form;
pub use write::value as written;

use toml::de::{DeTable, DeValue};

use super::areas::line_and_column;
use super::edit::Edit;
use super::model::Plan;
use super::path::FieldPath;
use super::printable::one_line;
use super::value::Value;
use crate::problem::Problem;
use layout::Layout;

/// The newest format of plan files that this program reads.
pub const FORMAT: i64 = 1;

/// The most bytes that a plan may have.
pub const LARGEST: usize = 1024 * 1024;

/// A TOML file that could be read: its text and where everything stands in it.
#[derive(Debug, Clone)]
pub struct Source {
    text: String,
    layout: Layout,
}

impl Source {
    /// Reads the text of a TOML file.
    ///
    /// # Errors
    /// What is wrong, with its line, when the text is empty, too big, or not TOML.
    pub fn parse(text: &str) -> Result<Source, Problem> {
        Ok(Source::read(text)?.0)
    }

    fn read(text: &str) -> Result<(Source, Vec<(String, Value)>), Problem> {
        check_size(text)?;
        let parsed = DeTable::parse(text).map_err(|error| syntax_problem(text, &error))?;
        Ok((Source { text: text.to_owned(), layout: Layout::of(text) }, read::values(parsed.get_ref())))
    }

    /// The text of the file, as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value at an address: of an entry, of a row or table as a whole, or of a list of rows.
    /// Nothing where the file has none.
    pub fn get(&self, path: &FieldPath) -> Option<Value> {
        if let Some(entry) = self.layout.entry_around(path) {
            let source = self.text.get(entry.value.clone())?;
            let value = DeValue::parse(source).ok().map(|value| read::read_value(value.get_ref()))?;
            let inside = &path.segments()[entry.path.segments().len()..];
            return change::descend(&value, inside).cloned();
        }
        if !path.is_root() && !self.layout.sections.iter().any(|section| section.path.is_within(path)) {
            return None;
        }
        let parsed = DeTable::parse(&self.text).ok()?;
        change::descend(&Value::Table(read::values(parsed.get_ref())), path.segments()).cloned()
    }

    /// One-based line and column of an address, or of the nearest place around it.
    pub fn locate(&self, path: &FieldPath) -> (usize, usize) {
        line_and_column(&self.text, self.layout.place(path).start)
    }

    /// Carries an edit out and gives its inverse. An edit that fails changes nothing.
    ///
    /// # Errors
    /// When the place is not there (a row that somebody removed), or an undo meets a text that has changed.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, Problem> {
        let mut changed = self.clone();
        let inverse = changed.carry_out(edit)?;
        *self = changed;
        Ok(inverse)
    }

    fn carry_out(&mut self, edit: &Edit) -> Result<Edit, Problem> {
        let mut inverses = Vec::new();
        if let Edit::All(edits) = edit {
            for edit in edits {
                inverses.push(self.carry_out(edit)?);
            }
        } else {
            let splices = change::splices(&self.text, &self.layout, edit)?;
            let mut text = self.text.clone();
            for splice in splices {
                inverses.push(splice.carry_out(&mut text)?);
            }
            *self = Source::parse(&text)?;
        }
        inverses.reverse();
        Ok(match (inverses.pop(), inverses.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                inverses.extend(last);
                Edit::All(inverses)
            }
        })
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
        let (source, values) = Source::read(text)?;
        check_format(text, &values)?;
        Ok(Document { source, plan: read::plan(values) })
    }

    /// The text of the file, as it stands.
    pub fn text(&self) -> &str {
        self.source.text()
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

    /// The bytes of an address's key or header, or of the nearest place around it.
    pub fn span(&self, path: &FieldPath) -> std::ops::Range<usize> {
        self.source.layout.place(path)
    }

    /// The bytes of an entry's value; nothing where the address is no entry.
    pub fn value_span(&self, path: &FieldPath) -> Option<std::ops::Range<usize>> {
        self.source.layout.entry(path).map(|entry| entry.value.clone())
    }

    /// Carries an edit out and gives its inverse. An edit that fails changes nothing.
    ///
    /// # Errors
    /// As [`Source::apply`]; and when the file would no longer be a plan.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, Problem> {
        let mut source = self.source.clone();
        let inverse = source.apply(edit)?;
        *self = Document::parse(source.text())?;
        Ok(inverse)
    }
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

fn check_format(text: &str, values: &[(String, Value)]) -> Result<(), Problem> {
    let found = values.iter().find(|(key, _)| key == "format").map(|(_, value)| value);
    let place = |key: &str| {
        let layout = Layout::of(text);
        line_and_column(text, layout.place(&FieldPath::of([key])).start)
    };
    match found {
        Some(Value::Integer(format)) if (1..=FORMAT).contains(format) => Ok(()),
        Some(Value::Integer(format)) if *format > FORMAT => {
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
                Some(value) => format!("the format is {}, not a whole number from 1", value.noun()),
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
