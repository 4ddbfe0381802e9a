//! The plan that a file says.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use toml::de::{DeTable, DeValue};

use crate::plan::areas::{civil_date, civil_time};
use crate::plan::model::{
    Activity, Answer, Author, Cadence, Misread, NthWeekday, Officer, Period, Plan, Priority, Profile, Status,
    Team, Waiver, row_keys_by,
};
use crate::plan::path::FieldPath;
use crate::plan::printable::one_line;
use crate::plan::value::{Entry, Value};

/// A parsed table as values, in the order of the file.
pub fn values(table: &DeTable<'_>) -> Vec<(String, Value)> {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), read_value(value.get_ref()))).collect()
}

/// A parsed value.
pub fn read_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            i64::from_str_radix(&digits, number.radix()).map_or_else(|_| Value::Text(digits), Value::Integer)
        }
        DeValue::Float(number) => {
            let digits = number.as_str().replace('_', "");
            digits.parse().map_or_else(|_| Value::Text(digits), Value::Decimal)
        }
        DeValue::Boolean(is) => Value::Boolean(*is),
        DeValue::Datetime(moment) => civil_date(*moment)
            .map(Value::Date)
            .or_else(|| civil_time(*moment).map(Value::Time))
            .unwrap_or_else(|| Value::Moment(moment.to_string())),
        DeValue::Array(items) => Value::List(items.iter().map(|item| read_value(item.get_ref())).collect()),
        DeValue::Table(table) => Value::Table(values(table)),
    }
}

/// Reads a plan. Nothing stops it: what a field cannot hold goes to `misread`, what the format lacks to
/// `unknown`. Only what it keeps is made a value of its own: most of a file is texts, and each is copied once.
pub fn plan(table: &DeTable<'_>) -> Plan {
    let mut reader = Reader::default();
    let mut plan = Plan::default();
    let root = FieldPath::root();
    for (key, value) in in_order(table) {
        let at = At { table: &root, key };
        match key {
            "format" => {}
            "edition" => plan.edition = reader.text(at, value),
            "area" => plan.area = reader.text(at, value),
            "period" => plan.period = reader.text(at, value),
            "starts" => plan.starts = reader.date(at, value),
            "ends" => plan.ends = reader.date(at, value),
            "status" => {
                plan.status = reader.word(
                    at,
                    value,
                    "one of draft, submitted, changes-requested, approved, assessed and published",
                    Status::parse,
                )
            }
            "classification" => plan.classification = reader.text(at, value),
            "author" => plan.author = reader.author(&at.path(), value),
            "profile" => plan.profile = reader.profile(&at.path(), value),
            "neighbourhoods" => plan.neighbourhoods = reader.rows(&at.path(), value, Reader::officer),
            "priorities" => plan.priorities = reader.rows(&at.path(), value, Reader::priority),
            "standards" => {
                let path = at.path();
                for (id, value) in reader.entries(&path, value) {
                    let answer = reader.answer(&path.child(id), id.to_owned(), value);
                    plan.answers.push(answer);
                }
            }
            "waivers" => plan.waivers = reader.rows(&at.path(), value, Reader::waiver),
            _ => reader.unknown(at.path(), value),
        }
    }
    plan.misread = reader.misread;
    plan.unknown = reader.unknown;
    plan.stray = reader.stray;
    plan
}

/// The dates of the plan, as [`plan`] reads them.
pub fn dates(table: &DeTable<'_>) -> Option<Period> {
    let day = |key| date(table.get(key)?.get_ref());
    Period::new(day("starts")?, day("ends")?)
}

/// The entries of a table, in the order of the file.
fn in_order<'v>(table: &'v DeTable<'_>) -> impl Iterator<Item = (&'v str, &'v DeValue<'v>)> {
    table.iter().map(|(key, value)| (key.get_ref().as_ref(), value.get_ref()))
}

/// A text, if it is one: also a number that no field could hold.
fn text<'v>(value: &'v DeValue<'_>) -> Option<Cow<'v, str>> {
    match value {
        DeValue::String(text) => Some(Cow::Borrowed(text)),
        DeValue::Integer(_) | DeValue::Float(_) => match read_value(value) {
            Value::Text(digits) => Some(digits.into()),
            _ => None,
        },
        _ => None,
    }
}

fn date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(moment) => civil_date(*moment),
        _ => None,
    }
}

/// The address of a key, put together only where it is needed.
#[derive(Clone, Copy)]
struct At<'p> {
    table: &'p FieldPath,
    key: &'p str,
}

impl At<'_> {
    fn path(self) -> FieldPath {
        self.table.child(self.key)
    }
}

#[derive(Default)]
struct Reader {
    misread: Vec<Misread>,
    unknown: Vec<FieldPath>,
    stray: Vec<(FieldPath, Value)>,
}

impl Reader {
    fn unknown(&mut self, path: FieldPath, value: &DeValue<'_>) {
        self.unknown.push(path.clone());
        self.stray.push((path, read_value(value)));
    }

    fn miss(&mut self, path: &FieldPath, value: &DeValue<'_>, wanted: &'static str) -> String {
        let value = read_value(value);
        let typed = self.misread(path, &value, wanted);
        self.stray.push((path.clone(), value));
        typed
    }

    /// An item of a list, which is not all that its address holds.
    fn miss_item(&mut self, path: &FieldPath, item: &DeValue<'_>, wanted: &'static str) {
        let item = read_value(item);
        self.misread(path, &item, wanted);
        self.stray.push((path.clone(), Value::List(vec![item])));
    }

    fn misread(&mut self, path: &FieldPath, value: &Value, wanted: &'static str) -> String {
        let typed = as_typed(value);
        let found = one_line(&typed).chars().take(60).collect();
        self.misread.push(Misread { path: path.clone(), found, wanted });
        typed
    }

    fn text(&mut self, at: At<'_>, value: &DeValue<'_>) -> String {
        match text(value) {
            Some(text) => text.into_owned(),
            None => self.miss(&at.path(), value, "a text"),
        }
    }

    fn typed<T>(
        &mut self,
        at: At<'_>,
        value: &DeValue<'_>,
        wanted: &'static str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Entry<T> {
        match read(value) {
            Some(is) => Entry::Is(is),
            None if read_value(value).is_blank() => Entry::Absent,
            None => Entry::AsTyped(self.miss(&at.path(), value, wanted)),
        }
    }

    fn date(&mut self, at: At<'_>, value: &DeValue<'_>) -> Entry<Date> {
        self.typed(at, value, "a date", date)
    }

    fn time(&mut self, at: At<'_>, value: &DeValue<'_>) -> Entry<Time> {
        self.typed(at, value, "a time", |value| match read_value(value) {
            Value::Time(time) => Some(time),
            _ => None,
        })
    }

    fn number(&mut self, at: At<'_>, value: &DeValue<'_>) -> Entry<i64> {
        self.typed(at, value, "a whole number", |value| match value {
            DeValue::Integer(_) => match read_value(value) {
                Value::Integer(number) => Some(number),
                _ => None,
            },
            _ => None,
        })
    }

    fn word<T>(
        &mut self,
        at: At<'_>,
        value: &DeValue<'_>,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Entry<T> {
        self.typed(at, value, wanted, |value| text(value).and_then(|text| read(text.trim())))
    }

    fn list<T>(
        &mut self,
        at: At<'_>,
        value: &DeValue<'_>,
        wanted: &'static str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Vec<T> {
        let DeValue::Array(items) = value else {
            if !read_value(value).is_blank() {
                self.miss(&at.path(), value, wanted);
            }
            return Vec::new();
        };
        let mut found = Vec::with_capacity(items.len());
        for item in items.iter().map(|item| item.get_ref()) {
            match read(item) {
                Some(is) => found.push(is),
                None => self.miss_item(&at.path(), item, wanted),
            }
        }
        found
    }

    fn texts(&mut self, at: At<'_>, value: &DeValue<'_>) -> Vec<String> {
        self.list(at, value, "a list of texts", |value| text(value).map(Cow::into_owned))
    }

    fn dates(&mut self, at: At<'_>, value: &DeValue<'_>) -> Vec<Date> {
        self.list(at, value, "a list of dates", date)
    }

    /// The entries of what should be a table; none where it is no table.
    fn entries<'v>(
        &mut self,
        path: &FieldPath,
        value: &'v DeValue<'_>,
    ) -> impl Iterator<Item = (&'v str, &'v DeValue<'v>)> + use<'v> {
        if !value.is_table() {
            self.miss(path, value, "a table");
        }
        value.as_table().into_iter().flat_map(in_order)
    }

    fn rows<T>(
        &mut self,
        path: &FieldPath,
        value: &DeValue<'_>,
        read: impl Fn(&mut Self, &FieldPath, String, &DeTable<'_>) -> T,
    ) -> Vec<T> {
        let DeValue::Array(items) = value else {
            self.miss(path, value, "a list of rows");
            return Vec::new();
        };
        let keys = row_keys_by(items.iter(), |row, key| text(row.get_ref().get(key)?.get_ref()));
        let mut rows = Vec::with_capacity(items.len());
        for (item, key) in items.iter().zip(keys) {
            match item.get_ref() {
                DeValue::Table(entries) => rows.push(read(self, &path.child(&key), key, entries)),
                other => self.miss_item(path, other, "a list of rows"),
            }
        }
        rows
    }

    fn author(&mut self, path: &FieldPath, value: &DeValue<'_>) -> Author {
        let mut author = Author::default();
        for (key, value) in self.entries(path, value) {
            let at = At { table: path, key };
            match key {
                "post" => author.post = self.text(at, value),
                "email" => author.email = self.text(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        author
    }

    fn profile(&mut self, path: &FieldPath, value: &DeValue<'_>) -> Profile {
        let mut profile = Profile::default();
        for (key, value) in self.entries(path, value) {
            let at = At { table: path, key };
            match key {
                "summary" => profile.summary = self.text(at, value),
                "population" => profile.population = self.number(at, value),
                "population-year" => profile.population_year = self.number(at, value),
                "households" => profile.households = self.number(at, value),
                "settlements" => profile.settlements = self.texts(at, value),
                "team" => profile.team = self.team(&at.path(), value),
                _ => self.unknown(at.path(), value),
            }
        }
        profile
    }

    fn team(&mut self, path: &FieldPath, value: &DeValue<'_>) -> Team {
        let mut team = Team::default();
        for (key, value) in self.entries(path, value) {
            let at = At { table: path, key };
            match key {
                "sergeants" => team.sergeants = self.number(at, value),
                "constables" => team.constables = self.number(at, value),
                "pcsos" => team.pcsos = self.number(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        team
    }

    fn officer(&mut self, path: &FieldPath, key: String, row: &DeTable<'_>) -> Officer {
        let mut officer = Officer { key, ..Officer::default() };
        for (key, value) in in_order(row) {
            let at = At { table: path, key };
            match key {
                "id" => officer.id = self.text(at, value),
                "officer" => officer.officer = self.text(at, value),
                "post" => officer.post = self.text(at, value),
                "contact" => officer.contact = self.text(at, value),
                "deputy" => officer.deputy = self.text(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        officer
    }

    fn priority(&mut self, path: &FieldPath, key: String, row: &DeTable<'_>) -> Priority {
        let mut priority = Priority { key, ..Priority::default() };
        for (key, value) in in_order(row) {
            let at = At { table: path, key };
            match key {
                "id" => priority.id = self.text(at, value),
                "title" => priority.title = self.text(at, value),
                "source" => priority.source = self.text(at, value),
                "agreed" => priority.agreed = self.date(at, value),
                "reviewed" => priority.reviewed = self.dates(at, value),
                "action" => priority.action = self.text(at, value),
                "neighbourhoods" => priority.neighbourhoods = self.texts(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        priority
    }

    fn answer(&mut self, path: &FieldPath, id: String, value: &DeValue<'_>) -> Answer {
        let mut answer = Answer { id, ..Answer::default() };
        for (key, value) in self.entries(path, value) {
            let at = At { table: path, key };
            match key {
                "commitment" => answer.commitment = self.text(at, value),
                "self-assessment" => answer.self_assessment = self.text(at, value),
                "not-applicable" => answer.not_applicable = Some(self.text(at, value)),
                "activities" => answer.activities = self.rows(&at.path(), value, Reader::activity),
                _ => answer.fields.push((key.to_owned(), read_value(value))),
            }
        }
        answer
    }

    fn activity(&mut self, path: &FieldPath, key: String, row: &DeTable<'_>) -> Activity {
        let mut activity = Activity { key, ..Activity::default() };
        for (key, value) in in_order(row) {
            let at = At { table: path, key };
            match key {
                "id" => activity.id = self.text(at, value),
                "title" => activity.title = self.text(at, value),
                "kind" => activity.kind = self.text(at, value),
                "public" => {
                    activity.public = self.typed(at, value, "true or false", |value| value.as_bool());
                }
                "starts" => activity.starts = self.date(at, value),
                "every" => {
                    activity.every =
                        self.word(at, value, "a word for how often, such as month", Cadence::parse)
                }
                "on" => {
                    activity.on = self.word(
                        at,
                        value,
                        "a weekday of the month, such as first thursday",
                        NthWeekday::parse,
                    );
                }
                "ends" => activity.ends = self.date(at, value),
                "except" => activity.except = self.dates(at, value),
                "dates" => activity.dates = self.dates(at, value),
                "time" => activity.time = self.time(at, value),
                "until" => activity.until = self.time(at, value),
                "venues" => activity.venues = self.texts(at, value),
                "venue" => activity.venue = self.text(at, value),
                "access" => {
                    activity.access = match value {
                        DeValue::String(text) if text.trim().is_empty() => Vec::new(),
                        DeValue::String(text) => vec![text.to_string()],
                        other => self.texts(at, other),
                    };
                }
                "link" => activity.link = self.text(at, value),
                "neighbourhoods" => activity.neighbourhoods = self.texts(at, value),
                "audience" => activity.audience = self.texts(at, value),
                "purpose" => activity.purpose = self.text(at, value),
                "channels" => activity.channels = self.texts(at, value),
                "publicise-days" => activity.publicise_days = self.number(at, value),
                "owner" => activity.owner = self.text(at, value),
                "deputy" => activity.deputy = self.text(at, value),
                "measure" => activity.measure = self.text(at, value),
                "target" => activity.target = self.text(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        activity
    }

    fn waiver(&mut self, path: &FieldPath, key: String, row: &DeTable<'_>) -> Waiver {
        let mut waiver = Waiver { key, ..Waiver::default() };
        for (key, value) in in_order(row) {
            let at = At { table: path, key };
            match key {
                "id" => waiver.id = self.text(at, value),
                "rule" => waiver.rule = self.text(at, value),
                "standard" => waiver.standard = self.text(at, value),
                "row" => waiver.row = self.text(at, value),
                "reason" => waiver.reason = self.text(at, value),
                "by" => waiver.by = self.text(at, value),
                "until" => waiver.until = self.date(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        waiver
    }
}

/// A value as somebody would have typed it.
pub fn as_typed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => super::write::value(other),
    }
}
