//! Between what a file stores and what a person reads and types.

use jiff::civil::Date;

use super::Kind;
use super::phrases::{self, Near};
use crate::plan::model::NthWeekday;
use crate::plan::{Cadence, FieldPath, Value, labels};
use crate::standards::Choice;

/// What was made of a typed text.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// What to store; nothing empties the field.
    pub value: Option<Value>,
    /// How it was understood, where that says more than the text itself.
    pub in_words: Option<String>,
    /// Why it could not be understood; it is stored as typed then.
    pub trouble: Option<String>,
}

/// A stored value as it stands in its field.
pub fn show(kind: &Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Date | Kind::Dates | Kind::Line, Value::Date(date)) => phrases::describe_date(*date),
        (Kind::Time, Value::Time(time)) => phrases::describe_time(*time),
        (Kind::Dates, Value::List(items)) => join(items, |item| match item {
            Value::Date(date) => phrases::short_date(*date),
            other => plain(other),
        }),
        (Kind::Choice(choices), Value::Text(id)) => label(choices, id),
        (Kind::List(choices), Value::List(items)) => join(items, |item| match item {
            Value::Text(id) => label(choices, id),
            other => plain(other),
        }),
        (Kind::Cadence, Value::Text(id)) => {
            Cadence::parse(id).map_or_else(|| id.clone(), phrases::describe_cadence)
        }
        (Kind::Weekday, Value::Text(text)) => {
            NthWeekday::parse(text).map_or_else(|| text.clone(), phrases::describe_weekday_of_month)
        }
        (Kind::YesNo, Value::Boolean(is)) => if *is { "yes" } else { "no" }.into(),
        (Kind::Kept, value) => kept(value),
        _ => plain(value),
    }
}

/// Everything that a value holds, as text to be read and copied: a paragraph for each entry, those of rows beneath
/// their list.
fn kept(value: &Value) -> String {
    let mut lines = Vec::new();
    tell(value, "", &mut lines);
    lines.join("\n")
}

fn tell(value: &Value, indent: &str, lines: &mut Vec<String>) {
    let inner = format!("{indent}  ");
    match value {
        Value::Table(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| key != "id") {
                let path = FieldPath::of(["standards", "kept", key.as_str()]);
                let row = FieldPath::of(["standards", "kept", "activities", "row", key.as_str()]);
                let label = if indent.is_empty() { labels::label(&path) } else { labels::label(&row) };
                let label = label.unwrap_or(key);
                match value {
                    Value::Date(date) => {
                        lines.push(format!("{indent}{label}: {}", phrases::describe_date(*date)))
                    }
                    Value::Time(time) => {
                        lines.push(format!("{indent}{label}: {}", phrases::describe_time(*time)))
                    }
                    Value::Text(text) if text.contains('\n') || text.len() > LONG => {
                        lines.push(format!("{indent}{label}:"));
                        lines.extend(text.lines().map(|line| format!("{indent}{line}")));
                        lines.push(String::new());
                    }
                    Value::Table(_) => {
                        lines.push(format!("{indent}{label}:"));
                        tell(value, &inner, lines);
                    }
                    Value::List(items) if items.iter().any(|item| matches!(item, Value::Table(_))) => {
                        lines.push(format!("{indent}{label}:"));
                        tell(value, &inner, lines);
                    }
                    other => lines.push(format!("{indent}{label}: {}", plain(other))),
                }
            }
        }
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Table(_))) => {
            for item in items {
                tell(item, if indent.is_empty() { &inner } else { indent }, lines);
                lines.push(String::new());
            }
        }
        other => lines.push(format!("{indent}{}", plain(other))),
    }
}

/// A longer text is a paragraph of its own.
const LONG: usize = 60;

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => join(items, plain),
        other => crate::plan::document::written(other),
    }
}

fn join(items: &[Value], show: impl Fn(&Value) -> String) -> String {
    let shown: Vec<String> = items.iter().map(show).collect();
    let separator = if shown.iter().any(|item| item.contains(',')) { "; " } else { ", " };
    shown.join(separator)
}

fn label(choices: &[Choice], id: &str) -> String {
    choices.iter().find(|choice| choice.id == id).map_or(id, |choice| choice.label.as_str()).to_owned()
}

/// What a person typed, as it is to be stored. What is not understood is kept as typed.
pub fn understand(kind: &Kind, typed: &str, near: &Near) -> Understood {
    let text = typed.trim();
    if text.is_empty() && !matches!(kind, Kind::Prose) || typed.is_empty() {
        return Understood { value: None, in_words: None, trouble: None };
    }
    let read = match kind {
        Kind::Line | Kind::Prose | Kind::Rows(_) | Kind::Kept => return as_is(typed),
        Kind::Link => return as_is(text),
        Kind::Number(unit) => number(text, unit),
        Kind::Date => date(text, near),
        Kind::Dates => dates(text, near),
        Kind::Time => phrases::parse_time(text)
            .map(|time| (Value::Time(time), phrases::describe_time(time)))
            .ok_or_else(|| "a time such as 6.30pm or 18:30".into()),
        Kind::Cadence => phrases::parse_cadence(text)
            .or_else(|| cadence_begun(text))
            .map(|cadence| (Value::from(cadence.id()), phrases::describe_cadence(cadence)))
            .ok_or_else(|| "how often, such as every month".into()),
        Kind::Weekday => phrases::parse_weekday_of_month(text)
            .or_else(|| NthWeekday::parse(text))
            .map(|on| (Value::from(on.to_string()), phrases::describe_weekday_of_month(on)))
            .ok_or_else(|| "a weekday of the month, such as first Thursday".into()),
        Kind::YesNo => match text.to_lowercase().as_str() {
            "yes" | "y" | "true" => Ok((Value::Boolean(true), "yes".into())),
            "no" | "n" | "false" => Ok((Value::Boolean(false), "no".into())),
            _ => Err("yes or no".into()),
        },
        Kind::Choice(choices) => match choose(choices, text) {
            Some(choice) => Ok((Value::from(choice.id.as_str()), choice.label.clone())),
            None => Err("one from the list: Enter shows it".into()),
        },
        Kind::List(choices) => {
            let items = whole_labels(choices, split(text)).map(|item| {
                let chosen = choose(choices, &item);
                Value::from(chosen.map_or(item.as_str(), |choice| choice.id.as_str()))
            });
            return Understood { value: Some(Value::List(items.collect())), in_words: None, trouble: None };
        }
    };
    match read {
        Ok((value, words)) => {
            Understood { value: Some(value), in_words: (words != text).then_some(words), trouble: None }
        }
        Err(wanted) => Understood {
            value: Some(Value::from(text)),
            in_words: None,
            trouble: Some(match phrases::no_such_day(text, near) {
                Some(why) if matches!(kind, Kind::Date | Kind::Dates) => {
                    format!("Kept as you typed it: {why}.")
                }
                _ => format!("Kept as you typed it. This takes {wanted}."),
            }),
        },
    }
}

/// How often, by the beginning of its word: "quar".
fn cadence_begun(text: &str) -> Option<Cadence> {
    const WORDS: [&str; 6] = ["weekly", "fortnightly", "monthly", "quarterly", "half-yearly", "yearly"];
    let text = text.to_lowercase();
    let at = WORDS.iter().position(|word| word.starts_with(&text))?;
    Cadence::ALL.get(at).copied()
}

fn as_is(text: &str) -> Understood {
    Understood { value: Some(Value::from(text)), in_words: None, trouble: None }
}

fn number(text: &str, unit: &str) -> Result<(Value, String), String> {
    let unit = unit.trim();
    let digits = text.strip_suffix(unit).unwrap_or(text).trim().replace([',', ' '], "");
    match digits.parse::<i64>() {
        Ok(number) => {
            Ok((Value::Integer(number), format!("{} {unit}", in_thousands(number)).trim().to_owned()))
        }
        Err(_) if unit.is_empty() => Err("a whole number".into()),
        Err(_) => Err(format!("a whole number of {unit}")),
    }
}

/// With a comma between the thousands, as people write numbers.
fn in_thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

fn date(text: &str, near: &Near) -> Result<(Value, String), String> {
    phrases::parse_date(text, near)
        .or_else(|| text.parse::<Date>().ok())
        .map(|date| (Value::Date(date), phrases::describe_date(date)))
        .ok_or_else(|| "a date such as 10/12/26 or 10 Dec".into())
}

fn dates(text: &str, near: &Near) -> Result<(Value, String), String> {
    let dates = phrases::parse_dates(text, near).ok_or("dates such as 7 Jan, 4 Feb")?;
    let words: Vec<String> = dates.iter().map(|date| phrases::short_date(*date)).collect();
    Ok((Value::List(dates.into_iter().map(Value::Date).collect()), words.join(", ")))
}

/// The parts of a typed list: by semicolons and new lines where there are any, else by commas.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if text.contains([';', '\n']) { &[';', '\n'] } else { &[','] };
    text.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

/// The parts of a typed list, those together that are one label with a comma in it.
fn whole_labels<'t>(
    choices: &[Choice],
    parts: impl Iterator<Item = &'t str>,
) -> impl Iterator<Item = String> {
    let mut whole: Vec<String> = Vec::new();
    for part in parts {
        if let Some(last) = whole.last_mut() {
            let joined = format!("{last}, {part}");
            if choices.iter().any(|choice| choice.label.to_lowercase() == joined.to_lowercase()) {
                *last = joined;
                continue;
            }
        }
        whole.push(part.to_owned());
    }
    whole.into_iter()
}

/// The choice that a typed text means: its id, its label, or the only one that begins with it.
pub fn choose<'c>(choices: &'c [Choice], text: &str) -> Option<&'c Choice> {
    let text = text.to_lowercase();
    let is = |choice: &&Choice| choice.id.to_lowercase() == text || choice.label.to_lowercase() == text;
    choices.iter().find(is).or_else(|| {
        let mut starting = choices.iter().filter(|choice| choice.label.to_lowercase().starts_with(&text));
        starting.next().filter(|_| starting.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn near() -> Near {
        let period = crate::plan::Period::new("2026-12-01".parse().unwrap(), "2027-11-30".parse().unwrap());
        Near { period, today: "2026-11-11".parse().unwrap() }
    }

    #[test]
    fn what_is_not_understood_is_kept_as_typed() {
        let half = understand(&Kind::Date, "10 De", &near());
        assert_eq!(half.value, Some(Value::from("10 De")));
        assert!(half.trouble.is_some());
        assert_eq!(understand(&Kind::Date, "  ", &near()).value, None);
    }

    #[test]
    fn numbers_take_their_unit_and_commas() {
        let read = understand(&Kind::Number("days".into()), "1,021 days", &near());
        assert_eq!(read.value, Some(Value::Integer(1021)));
    }

    #[test]
    fn choices_are_found_by_label_id_or_beginning() {
        let choices = vec![
            Choice { id: "dorset-alert".into(), label: "Dorset Alert".into() },
            Choice { id: "website".into(), label: "Force website".into() },
        ];
        let list = Kind::List(choices.clone());
        let read = understand(&list, "dorset alert, force, poster in the hall", &near());
        let items = ["dorset-alert", "website", "poster in the hall"].map(Value::from).to_vec();
        assert_eq!(read.value, Some(Value::List(items.clone())));
        assert_eq!(show(&list, &Value::List(items)), "Dorset Alert, Force website, poster in the hall");
        assert!(choose(&choices, "").is_none());
    }

    #[test]
    fn a_label_with_a_comma_is_one_choice() {
        let choices = vec![Choice { id: "hall".into(), label: "Example Hall, Bridport".into() }];
        let list = Kind::List(choices);
        let read = understand(&list, "example hall, bridport, Elsewhere", &near());
        let items = vec![Value::from("hall"), Value::from("Elsewhere")];
        assert_eq!(read.value, Some(Value::List(items)));
    }

    #[test]
    fn what_is_shown_is_understood_again() {
        for (kind, value) in [
            (Kind::Date, Value::Date("2026-12-10".parse().unwrap())),
            (Kind::Time, Value::Time("18:30:00".parse().unwrap())),
            (Kind::Cadence, Value::from("half-year")),
            (Kind::Weekday, Value::from("first thursday")),
            (Kind::YesNo, Value::Boolean(false)),
            (Kind::Dates, Value::List(vec![Value::Date("2027-01-07".parse().unwrap())])),
        ] {
            assert_eq!(understand(&kind, &show(&kind, &value), &near()).value, Some(value));
        }
    }
}
