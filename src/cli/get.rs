//! `nec get`: one field of a plan.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value as Json};

use super::Done;
use super::address::{self, Addresses, Spot};
use super::here::{Here, note};
use crate::plan::Value;
use crate::plan::document::written;
use crate::plan::printable::printable;
use crate::problem::Problem;
use crate::report::json as report_json;

/// Print one field of a plan
///
/// Text is printed as it is, then one new line; anything else as TOML has it. Exit status 1 where the field is
/// empty.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec get west-dorset profile.summary\n  nec get west-dorset standards.face-to-face.activities.k7m2qx.title\n  nec get west-dorset standards.face-to-face.activities --format json"
)]
pub struct Get {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The field, dotted; a row by its id
    #[arg(value_name = "PATH")]
    path: String,
    /// As text, or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: &Get, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    let (place, document, _) = here.plan(&directory, &args.area)?;
    let path = address::parse(&args.path)?;
    let spot = Addresses::of(&directory, &place, &document).spot(&path)?;
    let value = document.get(&path);
    // Set aside without a reason says something by being there, but there is nothing to print.
    let filled = value.filter(|value| match value {
        Value::Text(text) => !text.is_empty(),
        other => !other.is_blank(),
    });
    let out = match (args.format, &filled) {
        (Format::Json, value) => report_json::written(&value.as_ref().map_or(Json::Null, json))?,
        (Format::Text, Some(value)) => text(path.leaf(), value),
        (Format::Text, None) => String::new(),
    };
    if filled.is_none() {
        let what = if spot == Spot::Group { "There is nothing in" } else { "Empty:" };
        note(&format!("{what} {path}"));
        return Ok(Done::found(out));
    }
    let shown = std::io::stdout().is_terminal();
    Ok(Done::well(if shown { printable(&out).into_owned() } else { out }))
}

fn text(name: &str, value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text}\n"),
        Value::Table(entries) => lines(entries),
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Table(_))) => {
            let rows = items.iter().map(|item| match item {
                Value::Table(entries) => format!("[[{name}]]\n{}", lines(entries)),
                other => format!("{}\n", written(other)),
            });
            rows.collect::<Vec<_>>().join("\n")
        }
        other => format!("{}\n", written(other)),
    }
}

fn lines(entries: &[(String, Value)]) -> String {
    entries.iter().map(|(key, value)| format!("{key} = {}\n", written(value))).collect()
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Integer(number) => Json::from(*number),
        Value::Decimal(number) => Json::from(*number),
        Value::Boolean(is) => Json::from(*is),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Time(time) => Json::from(time.to_string()),
        Value::Moment(moment) => Json::from(moment.as_str()),
        Value::List(items) => Json::from(items.iter().map(json).collect::<Vec<_>>()),
        Value::Table(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), json(value)));
            Json::from(entries.collect::<Map<_, _>>())
        }
    }
}
