//! Checking a plan against its edition: pure, and quick enough for every key.

use jiff::civil::Date;

use crate::plan::{Areas, Edit, FieldPath, Force, Period};

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The file could not be read.
    Unreadable,
    /// What is there falls short.
    NonCompliant,
    /// Something asked for is missing.
    Incomplete,
    Advice,
}

/// Where a plan is in its life, on the day it is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Drafting,
    Promised,
    Running,
    Closed,
}

/// What one standard of a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    NotApplicable,
    NotStarted,
    NonCompliant,
    Incomplete,
    Complete,
}

/// One flag: what is wrong, where, why, and what clears it. The same lack in many rows is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    pub class: Class,
    /// The standard that asked; nothing for the plan as a whole.
    pub standard: Option<String>,
    /// Where to mend it: the first place.
    pub path: FieldPath,
    /// The other places of the same lack.
    pub also: Vec<FieldPath>,
    /// What is wrong here, quoting the phrase or the date.
    pub message: String,
    /// Why, what clears it, and the source with its kind.
    pub help: String,
    pub waived: bool,
    /// What would clear it at one key, where that is mechanical.
    pub mend: Option<Mend>,
}

/// A mechanical mend.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    /// What the key would do: "Add the website to its channels".
    pub label: String,
    pub edit: Edit,
}

/// What is known around a plan.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub today: Date,
    pub force: &'a Force,
    pub areas: &'a Areas,
    /// What the path says the plan is: area and period.
    pub place: Option<(&'a str, &'a str)>,
    /// Every edition of the directory: id, and the id that it supersedes.
    pub editions: &'a [(String, Option<String>)],
    /// The area's other plans: id of the period, and dates.
    pub other_periods: &'a [(String, Period)],
}

/// What checking a plan gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub phase: Phase,
    /// In the edition's order: number, id, state.
    pub standards: Vec<StandardState>,
    /// In the order of the form: the plan, then standard by standard.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StandardState {
    pub number: i64,
    pub id: String,
    pub state: State,
}
