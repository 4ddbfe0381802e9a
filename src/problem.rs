//! What went wrong, as a person is told it.

use std::fmt;

/// An error as a value: what happened, what is safe, what to do next; where it is, if it is in a file.
///
/// Every text is plain English for somebody who has never used git or a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// What happened, as one sentence without a full stop's worth of jargon.
    pub what: String,
    /// What is safe, if anything was at risk.
    pub safe: String,
    /// What to do next.
    pub next: String,
    /// The file it is about, relative to the plan directory where it is inside it.
    pub file: Option<String>,
    /// One-based line in that file.
    pub line: Option<usize>,
    /// One-based column, in characters.
    pub column: Option<usize>,
}

impl Problem {
    /// A problem with what happened and what to do next.
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Problem { what: what.into(), next: next.into(), ..Problem::default() }
    }

    /// Says what is safe.
    pub fn safe(mut self, safe: impl Into<String>) -> Self {
        self.safe = safe.into();
        self
    }

    /// Says which file it is about.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Says where in the file it is, both counted from one.
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
                if let Some(column) = self.column {
                    write!(f, ":{column}")?;
                }
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.what)?;
        for part in [&self.safe, &self.next] {
            if !part.is_empty() {
                write!(f, "\n  {part}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
