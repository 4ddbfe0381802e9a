//! The versions of a plan: listed newest first as they are found, and one of them field by field.

pub mod commands;
pub mod view;

use crate::git::history::Entry;
use crate::report::differences::Difference;

/// The versions of a plan.
#[derive(Debug)]
pub struct VersionList {
    /// The plan's file, and what it is called: "West Dorset, 2026-27".
    pub file: String,
    pub name: String,
    pub rows: Vec<VersionRow>,
    pub coming: Coming,
    pub chosen: usize,
}

/// Whether there are more than are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// They are being looked for.
    Asked,
    /// There may be.
    More,
    /// These are all.
    All,
}

/// A version, as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRow {
    pub entry: Entry,
    /// The author's post, where the directory knows it; else the name.
    pub who: String,
    /// "22 Nov 2026 14:02".
    pub when: String,
    /// What it changed, in a line.
    pub what: String,
    pub sent: Sent,
}

/// Whether others have a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// They have it, or there are no others.
    Yes,
    Not,
}

/// One version, field by field.
#[derive(Debug)]
pub struct VersionPage {
    pub file: String,
    pub row: VersionRow,
    pub against: Against,
    /// Nothing while they are looked for.
    pub differences: Option<Vec<Difference>>,
    /// The first line that is shown.
    pub top: usize,
}

/// What a version is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The one before it.
    Before,
    /// The plan as it is now.
    Now,
}

impl Against {
    /// The other.
    pub fn other(self) -> Against {
        match self {
            Against::Before => Against::Now,
            Against::Now => Against::Before,
        }
    }
}

#[cfg(test)]
mod tests;
