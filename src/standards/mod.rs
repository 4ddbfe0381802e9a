//! Editions of the standards, as data.

use jiff::civil::Date;
use serde::Deserialize;

pub mod load;

/// An edition: its standards, kinds of activity and grades. See `standards/*.toml` of a plan directory.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub struct Edition {
    pub id: String,
    #[serde(default)]
    pub revision: i64,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub force: String,
    #[serde(default)]
    pub issued: String,
    #[serde(default)]
    pub supersedes: Option<String>,
    /// Where the wording comes from, shown where a standard is read.
    #[serde(default)]
    pub provenance: String,
    #[serde(default, rename = "grade")]
    pub grades: Vec<Grade>,
    #[serde(default, rename = "kind")]
    pub kinds: Vec<Kind>,
    #[serde(default, rename = "channel")]
    pub channels: Vec<Choice>,
    #[serde(default, rename = "standard")]
    pub standards: Vec<Standard>,
    #[serde(default, rename = "map")]
    pub maps: Vec<Map>,
}

/// A grade, in order from the best.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Grade {
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub needs_evidence: bool,
}

/// A kind of activity.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Kind {
    pub id: String,
    #[serde(default)]
    pub label: String,
    /// Anybody can put a question and hear the answer.
    #[serde(default)]
    pub meeting: bool,
    /// Public unless the activity says otherwise.
    #[serde(default)]
    pub public: bool,
    /// Days ahead by which it must be publicised.
    #[serde(default)]
    pub lead_days: Option<i64>,
}

/// One of a closed set of words, with what a person reads.
#[derive(Debug, Clone, Deserialize, PartialEq)]
pub struct Choice {
    pub id: String,
    #[serde(default)]
    pub label: String,
}

/// A minimum standard.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub struct Standard {
    pub id: String,
    pub number: i64,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub asks: String,
    #[serde(default)]
    pub guidance: String,
    #[serde(default)]
    pub prompts: Vec<String>,
    #[serde(default)]
    pub example: String,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    #[serde(default, rename = "descriptor")]
    pub descriptors: Vec<Descriptor>,
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    #[serde(skip)]
    pub requires: Requires,
}

/// A source of a demand: what it says, whom it binds, and when it was in force.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Source {
    pub cite: String,
    #[serde(default)]
    pub says: String,
    #[serde(default)]
    pub binds: String,
    /// law, guidance, commitment or local.
    #[serde(default)]
    pub kind: String,
    #[serde(default, deserialize_with = "crate::plan::areas::optional_date")]
    pub in_force_from: Option<Date>,
    #[serde(default, deserialize_with = "crate::plan::areas::optional_date")]
    pub in_force_to: Option<Date>,
}

/// What a grade looks like for a standard.
#[derive(Debug, Clone, Deserialize)]
pub struct Descriptor {
    pub grade: String,
    #[serde(default)]
    pub text: String,
}

/// A field that a standard has of its own.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub struct Field {
    pub id: String,
    #[serde(default)]
    pub label: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub unit: String,
    /// Help on this field: what panels look for, a good example.
    #[serde(default)]
    pub help: String,
    #[serde(default)]
    pub example: String,
    /// What a `choice` offers, and what a `list` suggests.
    #[serde(default, rename = "choice")]
    pub choices: Vec<Choice>,
    /// The columns of `rows`.
    #[serde(default, rename = "column")]
    pub columns: Vec<Field>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
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
#[derive(Debug, Clone, Deserialize)]
pub struct Map {
    /// same, renamed, split, merged or retired.
    pub kind: String,
    #[serde(default)]
    pub from: Vec<String>,
    #[serde(default)]
    pub to: Vec<String>,
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
