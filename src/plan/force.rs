//! The settings of a plan directory: `nec.toml`.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::Deserialize;

use super::areas::{date, dates, optional_date, times};
use crate::problem::Problem;

/// `nec.toml`: the force, its periods, stages and people, and how its rules are set.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub struct Force {
    pub format: i64,
    #[serde(default)]
    pub force: String,
    #[serde(default)]
    pub police_uk: String,
    /// The edition of new plans.
    pub edition: String,
    #[serde(default)]
    pub alert_service: String,
    #[serde(default)]
    pub work_domains: Vec<String>,
    #[serde(default)]
    pub public_numbers: Vec<String>,
    #[serde(default)]
    pub public_operations: Vec<String>,
    #[serde(default)]
    pub public_addresses: Vec<String>,
    #[serde(default)]
    pub shared_text: Vec<String>,
    /// From and to, of a weekday.
    #[serde(default, deserialize_with = "times")]
    pub working_hours: Vec<Time>,
    #[serde(default, deserialize_with = "dates")]
    pub holidays: Vec<Date>,
    /// Illustrations and archives only: the day by which rules judge.
    #[serde(default, deserialize_with = "optional_date")]
    pub as_at: Option<Date>,
    #[serde(default, rename = "period")]
    pub periods: Vec<PlanPeriod>,
    #[serde(default, rename = "quiet-period")]
    pub quiet_periods: Vec<QuietPeriod>,
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
    /// A rule's name to off, advice, incomplete or non-compliant.
    #[serde(default)]
    pub rules: BTreeMap<String, String>,
}

/// A period for which areas write plans, with its deadlines.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanPeriod {
    pub id: String,
    #[serde(deserialize_with = "date")]
    pub starts: Date,
    #[serde(deserialize_with = "date")]
    pub ends: Date,
    #[serde(default, deserialize_with = "optional_date")]
    pub submit_by: Option<Date>,
    #[serde(default, deserialize_with = "optional_date")]
    pub smt_by: Option<Date>,
    #[serde(default, deserialize_with = "optional_date")]
    pub panel_on: Option<Date>,
    #[serde(default, deserialize_with = "optional_date")]
    pub publish_by: Option<Date>,
}

/// A pre-election period, or another time when public events are held back.
#[derive(Debug, Clone, Deserialize)]
pub struct QuietPeriod {
    #[serde(default)]
    pub title: String,
    #[serde(deserialize_with = "date")]
    pub from: Date,
    #[serde(deserialize_with = "date")]
    pub to: Date,
}

/// Who reads a plan, in order.
#[derive(Debug, Clone, Deserialize)]
pub struct Stage {
    pub id: String,
    #[serde(default)]
    pub title: String,
}

/// Who may review at a stage, draft for an area, or keep the directory.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub emails: Vec<String>,
    #[serde(default)]
    pub stage: Option<String>,
    #[serde(default)]
    pub area: Option<String>,
    #[serde(default)]
    pub admin: bool,
}

impl Force {
    /// Reads `nec.toml`.
    ///
    /// # Errors
    /// Says the line and what to do when it is not TOML, not what it should be, or of a newer format.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        super::areas::read_file("nec.toml", text)
    }

    /// The period of that id.
    pub fn period(&self, id: &str) -> Option<&PlanPeriod> {
        self.periods.iter().find(|period| period.id == id)
    }
}
