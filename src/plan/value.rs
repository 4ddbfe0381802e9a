//! A value as a file holds it.

use jiff::civil::{Date, Time};

/// Any value of a plan, before its field gives it meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Decimal(f64),
    Boolean(bool),
    Date(Date),
    Time(Time),
    /// A date and time, as written.
    Moment(String),
    List(Vec<Value>),
    /// A row or an inline table, in the order of the file.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a person calls a value of this sort, with its article.
    pub fn noun(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Decimal(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Time(_) => "a time",
            Value::Moment(_) => "a date and time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// Whether nothing has been entered: no text but white space, an empty list, a table of such.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Value::is_blank),
            Value::Table(entries) => entries.iter().all(|(_, value)| value.is_blank()),
            _ => false,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

/// A typed field that may be empty, or hold what somebody typed that is not (yet) of its type.
///
/// Half a date is kept as it was typed; the rule `value-not-understood` flags it and no other rule
/// builds on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Entry<T> {
    #[default]
    Absent,
    Is(T),
    AsTyped(String),
}

impl<T: Copy> Entry<T> {
    /// The value, if it is understood.
    pub fn get(&self) -> Option<T> {
        match self {
            Entry::Is(value) => Some(*value),
            _ => None,
        }
    }
}

impl<T> Entry<T> {
    /// Whether nothing at all was entered.
    pub fn is_absent(&self) -> bool {
        matches!(self, Entry::Absent)
    }
}
