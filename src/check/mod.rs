//! Checking a plan against its edition: pure, and quick enough for every key.

use jiff::civil::Date;

use crate::plan::{Areas, Edit, FieldPath, Force, Part, Period, Plan};
use crate::standards::Edition;

mod activities;
mod copied;
pub mod copies;
mod deadlines;
mod demands;
mod facts;
mod flags;
mod given;
mod kept;
mod meetings;
mod others;
mod people;
mod plan;
mod priorities;
mod prose;
mod publicity;
mod rule;
mod settings;
mod sources;
mod spread;
mod standards;
mod texts;
mod timing;
mod understood;
mod waivers;
mod words;

#[cfg(test)]
mod tests;

pub use copies::Copies;
pub use kept::{ANY_DAY, never_recorded};
pub use prose::{is_private, is_provider};
pub use rule::{Family, Needs, Recording, Rule, find, rules};
pub use settings::{of_areas, of_settings};
pub use sources::{Authority, Cite};
pub use waivers::{Aside, row_of, rows_of};
pub use words::{day, word_count};

/// What is always said with the result.
pub const CAVEAT: &str = "Flags say what is written down. They do not say how good it is.";

/// Checks a plan against its edition, by every rule that its phase and the force's settings let run.
///
/// A closed plan is shown as it stood: only the rules that outlast the period run.
pub fn check(plan: &Plan, edition: &Edition, context: &Context<'_>) -> Report {
    let facts = facts::Facts::gather(plan, edition, context);
    let mut flags = flags::Flags::new(&facts);
    for rule in rules() {
        flags.run(rule);
    }
    flags.report()
}

/// The flags that can be told of a plan of which only a part could be read: those of the rules that stay true
/// whatever the rest says ([`Needs::Part`]).
pub fn check_part(plan: &Plan, edition: &Edition, context: &Context<'_>) -> Vec<Finding> {
    let mut facts = facts::Facts::gather(plan, edition, context);
    facts.needs = Needs::Part;
    let mut flags = flags::Flags::new(&facts);
    for rule in rules() {
        flags.run(rule);
    }
    flags.report().findings
}

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

impl Class {
    /// As data has it, and as `nec.toml` spells it.
    pub fn id(self) -> &'static str {
        match self {
            Class::Unreadable => "unreadable",
            Class::NonCompliant => "non-compliant",
            Class::Incomplete => "incomplete",
            Class::Advice => "advice",
        }
    }

    /// As the screen has it.
    pub fn label(self) -> &'static str {
        match self {
            Class::Unreadable => "cannot be read",
            Class::NonCompliant => "falls short",
            Class::Incomplete => "to do",
            Class::Advice => "advice",
        }
    }
}

/// Where a plan is in its life, on the day it is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Drafting,
    Promised,
    Running,
    Closed,
}

impl Phase {
    /// As data has it.
    pub fn id(self) -> &'static str {
        match self {
            Phase::Drafting => "drafting",
            Phase::Promised => "promised",
            Phase::Running => "running",
            Phase::Closed => "closed",
        }
    }
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

impl State {
    /// As data has it.
    pub fn id(self) -> &'static str {
        match self {
            State::NotApplicable => "not-applicable",
            State::NotStarted => "not-started",
            State::NonCompliant => "non-compliant",
            State::Incomplete => "incomplete",
            State::Complete => "complete",
        }
    }

    /// As the screen has it.
    pub fn label(self) -> &'static str {
        match self {
            State::NotApplicable => "not applicable",
            State::NotStarted => "not started",
            State::NonCompliant => "falls short",
            State::Incomplete => "to do",
            State::Complete => "nothing missing",
        }
    }
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
    /// The part of the text there that it is about, where it is not about all of it. The root holds comments.
    pub part: Option<Part>,
    /// Whether it is about what stands there, or about the name that it stands under.
    pub aim: Aim,
    /// The other places of the same lack.
    pub also: Vec<FieldPath>,
    /// What is wrong here, quoting the phrase or the date.
    pub message: String,
    /// Why, what clears it, and the source with its kind; a line each.
    pub help: String,
    /// Whether every place of it is set aside by a waiver that a reviewer accepted.
    pub waived: bool,
    /// What asks for it to be set aside, accepted or not.
    pub asked: Option<AskedAside>,
    /// What would clear it at one key, where that is mechanical.
    pub mend: Option<Mend>,
    /// What the force could allow, for it to be no flag any more.
    pub allow: Option<Allow>,
}

/// What a flag is about at its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The value.
    Value,
    /// The name of the key.
    Key,
}

/// Something that a plan may say once the force's settings, `nec.toml`, allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The list of `nec.toml` that it would be added to: `public-numbers`, for one.
    pub key: &'static str,
    /// What would be added, as the plan has it; never shown where it could be spread, such as in a log.
    pub value: String,
}

/// That a flag is asked to be set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAside {
    /// The key of the waiver; of several the first.
    pub waiver: String,
    /// Who asks.
    pub by: String,
    /// The last day of it.
    pub until: Date,
    /// How many of the flag's places it is about: none where it names a row, and the flag is on none.
    pub places: usize,
}

impl Finding {
    /// Whether it stops its plan from being recorded.
    pub fn stops_recording(&self) -> bool {
        find(self.rule).is_some_and(|rule| rule.recording == Recording::Blocked)
    }

    /// Whether all of it is asked to be set aside, and no reviewer has accepted that yet.
    pub fn is_asked_aside(&self) -> bool {
        !self.waived && self.asked.as_ref().is_some_and(|asked| asked.places > self.also.len())
    }

    /// What is said of its waiver, where it has one: who asks, until when, and whether that counts yet.
    pub fn aside_in_words(&self) -> Option<String> {
        let asked = self.asked.as_ref()?;
        let (by, until) = (words::brief(&asked.by), day(asked.until));
        let all = self.also.len() + 1;
        Some(if self.waived {
            format!("Set aside until {until}, asked by {by} and accepted in the review.")
        } else if asked.places == 0 {
            format!(
                "The waiver that {by} asked for names a row, and this flag is on no single row: it stands. \
                 Without its row, the waiver would be about it."
            )
        } else if asked.places < all {
            let places = asked.places;
            format!(
                "Asked to be set aside for {places} of {all} places until {until} by {by}: the others stand."
            )
        } else {
            format!("Asked to be set aside until {until} by {by}: counts when a reviewer accepts it.")
        })
    }
}

/// A mechanical mend.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    /// What the key would do: "Add the website to its channels".
    pub label: String,
    pub edit: Edit,
    pub by: Hand,
}

/// Whose hand a mend takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// There is one thing to do, and it promises and claims nothing: a script may do it.
    Anybody,
    /// It says what only a person can know or promise: that something was reviewed today, or will be publicised
    /// three weeks ahead.
    Person,
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
    /// The ids of the waivers that a reviewer has accepted.
    pub accepted_waivers: &'a [String],
    /// The texts of the directory's plans; nothing where they are not known, or not yet.
    pub copies: Option<&'a Copies>,
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
