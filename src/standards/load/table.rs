//! A table of an edition's file, with errors that say where.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::plan::areas::{civil_date, line_and_column};
use crate::plan::id;
use crate::plan::printable::{is_hidden, one_line};
use crate::problem::Problem;

/// The file that is being read.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Origin<'_> {
    /// What is wrong at a byte of the file, and what to do.
    pub fn problem(&self, at: usize, what: impl AsRef<str>, next: impl Into<String>) -> Problem {
        let (line, column) = line_and_column(self.text, at);
        Problem::new(one_line(what.as_ref()), next)
            .safe(
                "The file is untouched. Until it is mended, plans that use it can be written but not judged.",
            )
            .in_file(self.name)
            .at(line, column)
    }
}

/// The ids that a list has had so far.
#[derive(Default)]
pub(super) struct Ids(Vec<String>);

/// A table, and what a person would call it: "the standard \"website\"".
pub(super) struct Table<'a> {
    pub origin: Origin<'a>,
    pub what: String,
    at: usize,
    entries: &'a DeTable<'a>,
    /// Keys that somebody else reads.
    apart: Vec<String>,
}

impl<'a> Table<'a> {
    pub fn new(origin: Origin<'a>, what: impl Into<String>, at: usize, entries: &'a DeTable<'a>) -> Self {
        Table { origin, what: what.into(), at, entries, apart: Vec::new() }
    }

    /// The same table by another name, once its id is known.
    pub fn called(&self, what: String) -> Self {
        Table { what, ..Table::new(self.origin, "", self.at, self.entries) }
    }

    /// The same table without some of its keys.
    pub fn without(&self, apart: Vec<String>) -> Self {
        Table { apart, ..self.called(self.what.clone()) }
    }

    /// Every key, where it is, and its value, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, usize, &'a Spanned<DeValue<'a>>)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .filter(|(key, _, _)| !self.apart.iter().any(|name| name == key))
    }

    fn entry(&self, key: &str) -> Option<(usize, &'a Spanned<DeValue<'a>>)> {
        self.entries().find(|(name, _, _)| *name == key).map(|(_, at, value)| (at, value))
    }

    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Refuses every key but these.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (key, at, _) in self.entries() {
            if !known.contains(&key) {
                return Err(self.origin.problem(
                    at,
                    format!("{} has a key \"{key}\", which is not one that it can have", self.what),
                    nearest(key, known),
                ));
            }
        }
        Ok(())
    }

    /// Something wrong with the value of a key; with the table itself where the key is absent.
    pub fn wrong(&self, key: &str, what: impl AsRef<str>, next: impl Into<String>) -> Problem {
        let at = self.entry(key).map_or(self.at, |(_, value)| value.span().start);
        self.origin.problem(at, format!("{}: {}", self.what, what.as_ref()), next)
    }

    /// A key that should be there and is not.
    pub fn missing(&self, key: &str, next: &str) -> Problem {
        self.origin.problem(self.at, format!("{} has no \"{key}\"", self.what), next)
    }

    fn not_a(&self, key: &str, wanted: &str, found: &DeValue) -> Problem {
        self.wrong(
            key,
            format!("\"{key}\" takes {wanted}, and here it is {}", noun(found)),
            "Mend that value.",
        )
    }

    /// A text; empty where the key is absent.
    pub fn text(&self, key: &str) -> Result<String, Problem> {
        match self.entry(key) {
            None => Ok(String::new()),
            Some((_, value)) => match value.get_ref() {
                DeValue::String(text) => self.clean(key, text),
                other => Err(self.not_a(key, "a text in quotes", other)),
            },
        }
    }

    /// A longer text. Lines of a paragraph are joined, a blank line parts paragraphs, and a line that begins
    /// with "- " stays a line of its own, so that a file can be wrapped for reading and a screen can wrap
    /// it anew.
    pub fn prose(&self, key: &str) -> Result<String, Problem> {
        let mut out = String::new();
        let mut parted = true;
        for line in self.text(key)?.lines().map(str::trim) {
            if line.is_empty() {
                parted = true;
                continue;
            }
            if !out.is_empty() {
                out.push_str(match (parted, line.starts_with("- ")) {
                    (true, _) => "\n\n",
                    (false, true) => "\n",
                    (false, false) => " ",
                });
            }
            out.push_str(line);
            parted = false;
        }
        Ok(out)
    }

    /// Texts of an edition are shown on terminals and pages as they stand.
    fn clean(&self, key: &str, text: &str) -> Result<String, Problem> {
        match text.chars().find(|c| is_hidden(*c)) {
            None => Ok(text.to_owned()),
            Some(c) => Err(self.wrong(
                key,
                format!("\"{key}\" holds the hidden character U+{:04X}", c as u32),
                "Take it away: it could make the text read as something else.",
            )),
        }
    }

    /// A text, else the id in words.
    pub fn text_or_spoken(&self, key: &str, id: &str) -> Result<String, Problem> {
        let text = self.text(key)?;
        if !text.trim().is_empty() {
            return Ok(text);
        }
        let words = id.replace('-', " ");
        let mut letters = words.chars();
        Ok(letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()))
    }

    pub fn is_list_of_texts(&self, key: &str) -> bool {
        self.entry(key)
            .and_then(|(_, value)| value.get_ref().as_array())
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.get_ref().is_str()))
    }

    /// A list of texts; empty where the key is absent.
    pub fn texts(&self, key: &str) -> Result<Vec<String>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(Vec::new());
        };
        let wanted = "a list of texts in quotes";
        let items = value.get_ref().as_array().ok_or_else(|| self.not_a(key, wanted, value.get_ref()))?;
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            let text = item.get_ref().as_str().ok_or_else(|| self.not_a(key, wanted, item.get_ref()))?;
            let text = self.clean(key, text)?;
            if found.contains(&text) {
                return Err(self.origin.problem(
                    item.span().start,
                    format!("{}: \"{key}\" names \"{text}\" twice", self.what),
                    "Take one of the two away.",
                ));
            }
            found.push(text);
        }
        Ok(found)
    }

    /// True or false; false where the key is absent.
    pub fn flag(&self, key: &str) -> Result<bool, Problem> {
        match self.entry(key) {
            None => Ok(false),
            Some((_, value)) => match value.get_ref() {
                DeValue::Boolean(flag) => Ok(*flag),
                other => Err(self.not_a(key, "true or false", other)),
            },
        }
    }

    /// A whole number.
    pub fn number(&self, key: &str) -> Result<Option<i64>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(None);
        };
        let number = value.get_ref().as_integer();
        number
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok())
            .map(Some)
            .ok_or_else(|| self.not_a(key, "a whole number", value.get_ref()))
    }

    /// A whole number of things, none to a million.
    pub fn count(&self, key: &str) -> Result<Option<i64>, Problem> {
        match self.number(key)? {
            Some(number) if !(0..=1_000_000).contains(&number) => {
                Err(self.wrong(key, format!("\"{key}\" is {number}"), "Give a number from 0 to 1000000."))
            }
            number => Ok(number),
        }
    }

    /// A number, whole or decimal.
    pub fn decimal(&self, key: &str) -> Result<Option<f64>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(None);
        };
        let read = match value.get_ref() {
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64)
            }
            DeValue::Float(number) => number.as_str().parse::<f64>().ok().filter(|n| n.is_finite()),
            _ => None,
        };
        read.map(Some).ok_or_else(|| self.not_a(key, "a number", value.get_ref()))
    }

    /// A share, from 0 for none to 1 for all.
    pub fn share(&self, key: &str) -> Result<Option<f64>, Problem> {
        match self.decimal(key)? {
            Some(share) if !(0.0..=1.0).contains(&share) => Err(self.wrong(
                key,
                format!("\"{key}\" is {share}"),
                "Give a share from 0, for none, to 1, for all; half is 0.5.",
            )),
            share => Ok(share),
        }
    }

    /// A day.
    pub fn date(&self, key: &str) -> Result<Option<Date>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(None);
        };
        value
            .get_ref()
            .as_datetime()
            .and_then(|moment| civil_date(*moment))
            .map(Some)
            .ok_or_else(|| self.not_a(key, "a date such as 2026-12-01, without quotes", value.get_ref()))
    }

    /// An id that has to be there.
    pub fn id(&self, key: &str) -> Result<String, Problem> {
        self.optional_id(key)?.ok_or_else(|| self.missing(key, "Add it: small letters, digits and hyphens."))
    }

    pub fn optional_id(&self, key: &str) -> Result<Option<String>, Problem> {
        if self.entry(key).is_none() {
            return Ok(None);
        }
        let text = self.text(key)?;
        if id::is_id(&text) {
            return Ok(Some(text));
        }
        Err(self.wrong(key, format!("\"{text}\" cannot be an id"), id::SHAPE))
    }

    /// The row's `id`, which no row before it may have.
    pub fn fresh_id(&self, ids: &mut Ids) -> Result<String, Problem> {
        let id = self.id("id")?;
        if ids.0.contains(&id) {
            return Err(self.wrong(
                "id",
                format!("\"{id}\" is there already"),
                "Give each an id of its own.",
            ));
        }
        ids.0.push(id.clone());
        Ok(id)
    }

    /// One of a closed set of words, which has to be there.
    pub fn one_of<T: Copy>(&self, key: &str, words: &[(T, &str)]) -> Result<T, Problem> {
        let offered: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        if self.entry(key).is_none() {
            return Err(self.missing(key, &format!("Add it: one of {}.", offered.join(", "))));
        }
        let text = self.text(key)?;
        words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value).ok_or_else(|| {
            self.wrong(key, format!("\"{key}\" cannot be \"{text}\""), nearest(&text, &offered))
        })
    }

    /// Refuses an id that nothing has.
    pub fn refers<'b>(
        &self,
        key: &str,
        id: &str,
        noun: &str,
        known: impl Iterator<Item = &'b str>,
    ) -> Result<(), Problem> {
        let known: Vec<&str> = known.collect();
        if known.contains(&id) {
            return Ok(());
        }
        Err(self.wrong(key, format!("the edition has no {noun} \"{id}\""), nearest(id, &known)))
    }

    /// A table below this one.
    pub fn table(&self, key: &str, noun: &str) -> Result<Option<Table<'a>>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(None);
        };
        let entries =
            value.get_ref().as_table().ok_or_else(|| self.not_a(key, "a table", value.get_ref()))?;
        Ok(Some(Table::new(self.origin, format!("{}, {noun}", self.what), value.span().start, entries)))
    }

    /// The tables of a list; none where the key is absent.
    pub fn rows(&self, key: &str, noun: &str) -> Result<Vec<Table<'a>>, Problem> {
        let Some((_, value)) = self.entry(key) else {
            return Ok(Vec::new());
        };
        let wanted = "a list of tables";
        let items = value.get_ref().as_array().ok_or_else(|| self.not_a(key, wanted, value.get_ref()))?;
        items
            .iter()
            .enumerate()
            .map(|(nth, item)| {
                let entries =
                    item.get_ref().as_table().ok_or_else(|| self.not_a(key, wanted, item.get_ref()))?;
                let what = format!("{noun} {}", nth + 1);
                let what = if self.at == 0 { what } else { format!("{}, {what}", self.what) };
                Ok(Table::new(self.origin, what, item.span().start, entries))
            })
            .collect()
    }
}

/// What to do about a word that is not one of those known.
pub(super) fn nearest(word: &str, known: &[&str]) -> String {
    match similar::get_close_matches(word, known, 1, 0.6).first() {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None if known.is_empty() => "There is none. Take it away.".to_owned(),
        None => format!("Take it away, or use one of these: {}.", known.join(", ")),
    }
}

fn noun(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number, or one too large",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
