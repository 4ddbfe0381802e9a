//! The force's areas, their neighbourhoods, and the venue book: `areas.toml`.

use jiff::civil::{Date, Time};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use crate::problem::Problem;

/// `areas.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Areas {
    #[serde(default, rename = "area")]
    pub areas: Vec<Area>,
    #[serde(default, rename = "venue")]
    pub venues: Vec<Venue>,
    /// Stands in for a file that is missing or cannot be read: what the areas and venues are is not known.
    #[serde(skip)]
    pub unread: bool,
}

/// An area: what an inspector answers for.
#[derive(Debug, Clone, Deserialize)]
pub struct Area {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub inspector: String,
    #[serde(default)]
    pub settlements: Vec<String>,
    /// None listed: the area is one neighbourhood.
    #[serde(default, rename = "neighbourhood")]
    pub neighbourhoods: Vec<Neighbourhood>,
}

/// A neighbourhood: the unit that the standards bind.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Neighbourhood {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub police_uk: String,
    #[serde(default)]
    pub settlements: Vec<String>,
}

/// A place of the venue book: said once, used by many.
#[derive(Debug, Clone, Default, Deserialize, PartialEq)]
pub struct Venue {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub settlement: String,
    #[serde(default)]
    pub access: Vec<String>,
    /// The day on which somebody last checked the access.
    #[serde(default, deserialize_with = "optional_date")]
    pub checked: Option<Date>,
}

impl Areas {
    /// Reads `areas.toml`.
    ///
    /// # Errors
    /// Says the line and what to do when it is not TOML or not what it should be.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read_file("areas.toml", text)
    }

    /// The area of that id.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The venue of that id.
    pub fn venue(&self, id: &str) -> Option<&Venue> {
        self.venues.iter().find(|venue| venue.id == id)
    }
}

impl Area {
    /// The neighbourhoods; an area that lists none is one neighbourhood of its own id and name.
    pub fn all_neighbourhoods(&self) -> Vec<Neighbourhood> {
        if self.neighbourhoods.is_empty() {
            return vec![Neighbourhood {
                id: self.id.clone(),
                name: self.name.clone(),
                police_uk: String::new(),
                settlements: self.settlements.clone(),
            }];
        }
        self.neighbourhoods.clone()
    }
}

/// Reads a settings file, with the place of the first error.
pub(crate) fn read_file<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Problem> {
    let value = toml::from_str::<T>(text).map_err(|error| {
        let (line, column) = error.span().map_or((1, 1), |span| line_and_column(text, span.start));
        Problem::new(
            format!("this file cannot be read: {}", super::printable::one_line(error.message())),
            "Mend that line in a text editor, or bring an earlier version of the file back.",
        )
        .safe("The file is untouched.")
        .in_file(name)
        .at(line, column)
    })?;
    Ok(value)
}

/// One-based line and column (in characters) of a byte offset.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
}

pub(crate) fn civil_date(moment: Datetime) -> Option<Date> {
    match (moment.date, moment.time, moment.offset) {
        (Some(d), None, None) => Date::new(d.year as i16, d.month as i8, d.day as i8).ok(),
        _ => None,
    }
}

pub(crate) fn civil_time(moment: Datetime) -> Option<Time> {
    match (moment.date, moment.time, moment.offset) {
        (None, Some(t), None) => Time::new(t.hour as i8, t.minute as i8, t.second.unwrap_or(0) as i8, 0).ok(),
        _ => None,
    }
}

pub(crate) fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    civil_date(Datetime::deserialize(from)?)
        .ok_or_else(|| serde::de::Error::custom("expected a date such as 2026-12-01"))
}

pub(crate) fn optional_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    date(from).map(Some)
}

pub(crate) fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Date>, D::Error> {
    Vec::<Datetime>::deserialize(from)?
        .into_iter()
        .map(|moment| {
            civil_date(moment).ok_or_else(|| serde::de::Error::custom("expected dates such as 2026-12-25"))
        })
        .collect()
}

pub(crate) fn times<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Time>, D::Error> {
    Vec::<Datetime>::deserialize(from)?
        .into_iter()
        .map(|moment| {
            civil_time(moment).ok_or_else(|| serde::de::Error::custom("expected times such as 09:00:00"))
        })
        .collect()
}
