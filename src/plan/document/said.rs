//! What a file says: its tables and values, with every text that needs no decoding as it stands in the file.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use toml::de::{DeTable, DeValue};

use super::{check_size, plain, syntax_problem};
use crate::plan::areas::{civil_date, civil_time};
use crate::plan::value::Value;
use crate::problem::Problem;

/// A value of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Said<'t> {
    /// A text; a number that no field could hold is one, too.
    Text(Cow<'t, str>),
    Integer(i64),
    Decimal(f64),
    Boolean(bool),
    Date(Date),
    Time(Time),
    /// A date and time, as written.
    Moment(String),
    List(Vec<Said<'t>>),
    Table(Table<'t>),
}

/// A table of a file, its entries in the file's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table<'t> {
    pub(super) entries: Vec<(Cow<'t, str>, Said<'t>)>,
    /// Whether it stands within a value, where no header can add to it.
    pub(super) is_closed: bool,
}

/// What the text of one value says; nothing where it is none.
pub fn value(source: &str) -> Option<Value> {
    let said = plain::value(source).or_else(|| Some(Said::of(DeValue::parse(source).ok()?.into_inner())));
    said.map(|said| said.value())
}

impl<'t> Table<'t> {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong, with its line, when the text is empty, too big, or not TOML.
    pub fn parse(text: &'t str) -> Result<Table<'t>, Problem> {
        check_size(text)?;
        match plain::table(text) {
            Some(table) => Ok(table),
            None => DeTable::parse(text)
                .map(|parsed| Table::of(parsed.into_inner()))
                .map_err(|error| syntax_problem(text, &error)),
        }
    }

    fn of(table: DeTable<'t>) -> Table<'t> {
        let entries = table.into_iter();
        let entries = entries.map(|(key, value)| (key.into_inner(), Said::of(value.into_inner()))).collect();
        Table { entries, ..Table::default() }
    }

    /// The entries, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Said<'t>)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Said<'t>> {
        self.iter().find_map(|(other, value)| (other == key).then_some(value))
    }

    /// The same with texts of their own.
    pub fn values(&self) -> Vec<(String, Value)> {
        self.iter().map(|(key, value)| (key.to_owned(), value.value())).collect()
    }
}

impl<'t> Said<'t> {
    /// A value that the parser read.
    pub fn of(value: DeValue<'t>) -> Said<'t> {
        match value {
            DeValue::String(text) => Said::Text(text),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                let read = i64::from_str_radix(&digits, number.radix());
                read.map_or_else(|_| Said::Text(digits.into()), Said::Integer)
            }
            DeValue::Float(number) => {
                let digits = number.as_str().replace('_', "");
                digits.parse().map_or_else(|_| Said::Text(digits.into()), Said::Decimal)
            }
            DeValue::Boolean(is) => Said::Boolean(is),
            DeValue::Datetime(moment) => civil_date(moment)
                .map(Said::Date)
                .or_else(|| civil_time(moment).map(Said::Time))
                .unwrap_or_else(|| Said::Moment(moment.to_string())),
            DeValue::Array(items) => {
                Said::List(items.into_iter().map(|item| Said::of(item.into_inner())).collect())
            }
            DeValue::Table(table) => Said::Table(Table::of(table)),
        }
    }

    /// The same with texts of its own.
    pub fn value(&self) -> Value {
        match self {
            Said::Text(text) => Value::Text(text.to_string()),
            Said::Integer(number) => Value::Integer(*number),
            Said::Decimal(number) => Value::Decimal(*number),
            Said::Boolean(is) => Value::Boolean(*is),
            Said::Date(date) => Value::Date(*date),
            Said::Time(time) => Value::Time(*time),
            Said::Moment(moment) => Value::Moment(moment.clone()),
            Said::List(items) => Value::List(items.iter().map(Said::value).collect()),
            Said::Table(table) => Value::Table(table.values()),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Said::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether nothing has been entered: see [`Value::is_blank`].
    pub fn is_blank(&self) -> bool {
        match self {
            Said::Text(text) => text.trim().is_empty(),
            Said::List(items) => items.iter().all(Said::is_blank),
            Said::Table(table) => table.iter().all(|(_, value)| value.is_blank()),
            _ => false,
        }
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table<'t>> {
        match self {
            Said::Table(table) => Some(table),
            _ => None,
        }
    }
}
