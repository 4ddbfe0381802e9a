//! Editions of the standards, as data.

use jiff::civil::Date;

pub mod load;
pub mod migrate;

/// An edition: its standards, kinds of activity and grades. See `standards/*.toml` of a plan directory.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    pub id: String,
    pub revision: i64,
    pub title: String,
    pub force: String,
    pub issued: String,
    pub supersedes: Option<String>,
    /// Where the wording comes from, shown where a standard is read.
    pub provenance: String,
    pub grades: Vec<Grade>,
    pub kinds: Vec<Kind>,
    pub channels: Vec<Choice>,
    pub standards: Vec<Standard>,
    pub maps: Vec<Map>,
}

/// A grade, in order from the best.
#[derive(Debug, Clone)]
pub struct Grade {
    pub id: String,
    pub title: String,
    pub needs_evidence: bool,
}

/// A kind of activity.
#[derive(Debug, Clone)]
pub struct Kind {
    pub id: String,
    pub label: String,
    /// Anybody can put a question and hear the answer.
    pub meeting: bool,
    /// Public unless the activity says otherwise.
    pub public: bool,
    /// Days ahead by which it must be publicised.
    pub lead_days: Option<i64>,
    /// Other words by which people call it.
    pub also: Vec<String>,
}

/// One of a closed set of words, with what a person reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub id: String,
    pub label: String,
}

/// A minimum standard.
#[derive(Debug, Clone, Default)]
pub struct Standard {
    pub id: String,
    pub number: i64,
    pub title: String,
    pub asks: String,
    pub guidance: String,
    pub prompts: Vec<String>,
    pub example: String,
    pub sources: Vec<Source>,
    pub descriptors: Vec<Descriptor>,
    pub fields: Vec<Field>,
    pub requires: Requires,
}

/// A source of a demand: what it says, whom it binds, and when it was in force.
#[derive(Debug, Clone)]
pub struct Source {
    pub cite: String,
    pub says: String,
    pub binds: String,
    pub kind: SourceKind,
    pub in_force_from: Option<Date>,
    pub in_force_to: Option<Date>,
}

/// What weight a source has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    Law,
    Guidance,
    Commitment,
    Local,
}

impl SourceKind {
    pub const ALL: [SourceKind; 4] =
        [SourceKind::Law, SourceKind::Guidance, SourceKind::Commitment, SourceKind::Local];

    /// As the file and the reader have it.
    pub fn id(self) -> &'static str {
        match self {
            SourceKind::Law => "law",
            SourceKind::Guidance => "guidance",
            SourceKind::Commitment => "commitment",
            SourceKind::Local => "local",
        }
    }
}

/// What a grade looks like for a standard.
#[derive(Debug, Clone)]
pub struct Descriptor {
    pub grade: String,
    pub text: String,
}

/// A field that a standard has of its own.
#[derive(Debug, Clone, Default)]
pub struct Field {
    pub id: String,
    pub label: String,
    pub kind: FieldKind,
    pub unit: String,
    /// What readers look for in it.
    pub help: String,
    pub example: String,
    /// What a `choice` offers, and what a `list` suggests.
    pub choices: Vec<Choice>,
    /// The columns of `rows`.
    pub columns: Vec<Field>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldKind {
    #[default]
    Line,
    Prose,
    Number,
    Choice,
    List,
    Rows,
    Cadence,
    Date,
    Link,
}

impl FieldKind {
    pub const ALL: [FieldKind; 9] = [
        FieldKind::Line,
        FieldKind::Prose,
        FieldKind::Number,
        FieldKind::Choice,
        FieldKind::List,
        FieldKind::Rows,
        FieldKind::Cadence,
        FieldKind::Date,
        FieldKind::Link,
    ];

    /// As the file spells it.
    pub fn id(self) -> &'static str {
        match self {
            FieldKind::Line => "line",
            FieldKind::Prose => "prose",
            FieldKind::Number => "number",
            FieldKind::Choice => "choice",
            FieldKind::List => "list",
            FieldKind::Rows => "rows",
            FieldKind::Cadence => "cadence",
            FieldKind::Date => "date",
            FieldKind::Link => "link",
        }
    }
}

/// What a standard requires: the parameters of rules, and demands on its own fields.
///
/// A rule runs on whichever standard holds its parameter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Requires {
    pub commitment_words: Option<i64>,
    pub activities: Option<i64>,
    pub cadence: Option<crate::plan::Cadence>,
    pub meeting_cadence: Option<crate::plan::Cadence>,
    pub longest_gap_days: Option<i64>,
    pub per: Option<Per>,
    /// Share of meetings that may be virtual, 0 to 1.
    pub virtual_share: Option<f64>,
    /// Share of public events outside working hours, 0 to 1.
    pub out_of_hours: Option<f64>,
    pub lead_days: Option<i64>,
    pub named_officer: bool,
    pub deputy_above: Option<i64>,
    pub channels: Option<i64>,
    pub channels_any_of: Vec<String>,
    /// Share of public events that use the alert service, 0 to 1.
    pub alert_share: Option<f64>,
    pub priorities: Option<Range>,
    pub review_days: Option<i64>,
    pub partners: Option<i64>,
    pub groups: Option<i64>,
    pub venue_access: bool,
    /// Area profile asked for.
    pub profile: bool,
    /// The three equality aims asked for, in the field of that id.
    pub equality_aims: bool,
    /// Demands on the standard's own fields, by field id, in the order of the file.
    pub fields: Vec<(String, Demand)>,
}

/// Where a demand on meetings is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    Area,
    Neighbourhood,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Demand {
    pub required: bool,
    /// Of a number; of a list or rows, how many.
    pub at_least: Option<f64>,
    pub at_most: Option<f64>,
    /// Of a text, how many words.
    pub words: Option<i64>,
    /// Of a cadence, at least this often.
    pub cadence: Option<crate::plan::Cadence>,
    /// The rule that flags it; without it `field-missing` and `field-short`.
    pub rule: Option<String>,
}

/// How a standard of the superseded edition goes over into this one.
#[derive(Debug, Clone)]
pub struct Map {
    pub kind: MapKind,
    /// Standards of the superseded edition.
    pub from: Vec<String>,
    pub to: Vec<String>,
}

/// What becomes of a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    Same,
    Renamed,
    Split,
    Merged,
    Retired,
}

impl MapKind {
    pub const ALL: [MapKind; 5] =
        [MapKind::Same, MapKind::Renamed, MapKind::Split, MapKind::Merged, MapKind::Retired];

    /// As the file spells it.
    pub fn id(self) -> &'static str {
        match self {
            MapKind::Same => "same",
            MapKind::Renamed => "renamed",
            MapKind::Split => "split",
            MapKind::Merged => "merged",
            MapKind::Retired => "retired",
        }
    }
}

impl Edition {
    /// The standard of that id.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|standard| standard.id == id)
    }

    /// The kind of activity of that id.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

#[cfg(test)]
mod tests;
