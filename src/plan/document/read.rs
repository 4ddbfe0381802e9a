//! The plan that a file says.

use jiff::civil::{Date, Time};
use toml::de::{DeTable, DeValue};

use crate::plan::areas::{civil_date, civil_time};
use crate::plan::model::{
    Activity, Answer, Author, Cadence, Misread, NthWeekday, Officer, Plan, Priority, Profile, Status, Team,
    Waiver, row_keys,
};
use crate::plan::path::FieldPath;
use crate::plan::printable::one_line;
use crate::plan::value::{Entry, Value};

type Table = Vec<(String, Value)>;

/// A parsed table as values, in the order of the file.
pub fn values(table: &DeTable<'_>) -> Table {
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
/// `unknown`.
pub fn plan(table: Table) -> Plan {
    let mut reader = Reader::default();
    let mut plan = Plan::default();
    let root = FieldPath::root();
    for (key, value) in table {
        let at = At { table: &root, key: &key };
        match key.as_str() {
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
                for (id, value) in reader.table(&path, value) {
                    let at = path.child(&id);
                    let answer = reader.answer(&at, id, value);
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
    fn unknown(&mut self, path: FieldPath, value: Value) {
        self.unknown.push(path.clone());
        self.stray.push((path, value));
    }

    fn miss(&mut self, path: &FieldPath, value: &Value, wanted: &'static str) -> String {
        self.stray.push((path.clone(), value.clone()));
        self.misread(path, value, wanted)
    }

    /// An item of a list, which is not all that its address holds.
    fn miss_item(&mut self, path: &FieldPath, item: &Value, wanted: &'static str) {
        self.stray.push((path.clone(), Value::List(vec![item.clone()])));
        self.misread(path, item, wanted);
    }

    fn misread(&mut self, path: &FieldPath, value: &Value, wanted: &'static str) -> String {
        let typed = as_typed(value);
        let found = one_line(&typed).chars().take(60).collect();
        self.misread.push(Misread { path: path.clone(), found, wanted });
        typed
    }

    fn text(&mut self, at: At<'_>, value: Value) -> String {
        match value {
            Value::Text(text) => text,
            other => self.miss(&at.path(), &other, "a text"),
        }
    }

    fn typed<T>(
        &mut self,
        at: At<'_>,
        value: Value,
        wanted: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Entry<T> {
        match read(&value) {
            Some(is) => Entry::Is(is),
            None if value.is_blank() => Entry::Absent,
            None => Entry::AsTyped(self.miss(&at.path(), &value, wanted)),
        }
    }

    fn date(&mut self, at: At<'_>, value: Value) -> Entry<Date> {
        self.typed(at, value, "a date", |value| match value {
            Value::Date(date) => Some(*date),
            _ => None,
        })
    }

    fn time(&mut self, at: At<'_>, value: Value) -> Entry<Time> {
        self.typed(at, value, "a time", |value| match value {
            Value::Time(time) => Some(*time),
            _ => None,
        })
    }

    fn number(&mut self, at: At<'_>, value: Value) -> Entry<i64> {
        self.typed(at, value, "a whole number", |value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        })
    }

    fn word<T>(
        &mut self,
        at: At<'_>,
        value: Value,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Entry<T> {
        self.typed(at, value, wanted, |value| value.as_text().and_then(|text| read(text.trim())))
    }

    fn list<T>(
        &mut self,
        at: At<'_>,
        value: Value,
        wanted: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = value else {
            if !value.is_blank() {
                self.miss(&at.path(), &value, wanted);
            }
            return Vec::new();
        };
        let found: Vec<T> = items.iter().filter_map(&read).collect();
        if found.len() < items.len() {
            for item in items.iter().filter(|item| read(item).is_none()) {
                self.miss_item(&at.path(), item, wanted);
            }
        }
        found
    }

    fn texts(&mut self, at: At<'_>, value: Value) -> Vec<String> {
        self.list(at, value, "a list of texts", |value| value.as_text().map(str::to_owned))
    }

    fn dates(&mut self, at: At<'_>, value: Value) -> Vec<Date> {
        self.list(at, value, "a list of dates", |value| match value {
            Value::Date(date) => Some(*date),
            _ => None,
        })
    }

    fn table(&mut self, path: &FieldPath, value: Value) -> Table {
        match value {
            Value::Table(entries) => entries,
            other => {
                self.miss(path, &other, "a table");
                Table::new()
            }
        }
    }

    fn rows<T>(
        &mut self,
        path: &FieldPath,
        value: Value,
        read: impl Fn(&mut Self, &FieldPath, String, Table) -> T,
    ) -> Vec<T> {
        let Value::List(items) = value else {
            self.miss(path, &value, "a list of rows");
            return Vec::new();
        };
        let keys = row_keys(&items);
        let mut rows = Vec::with_capacity(items.len());
        for (item, key) in items.into_iter().zip(keys) {
            match item {
                Value::Table(entries) => rows.push(read(self, &path.child(&key), key, entries)),
                other => self.miss_item(path, &other, "a list of rows"),
            }
        }
        rows
    }

    fn author(&mut self, path: &FieldPath, value: Value) -> Author {
        let mut author = Author::default();
        for (key, value) in self.table(path, value) {
            let at = At { table: path, key: &key };
            match key.as_str() {
                "post" => author.post = self.text(at, value),
                "email" => author.email = self.text(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        author
    }

    fn profile(&mut self, path: &FieldPath, value: Value) -> Profile {
        let mut profile = Profile::default();
        for (key, value) in self.table(path, value) {
            let at = At { table: path, key: &key };
            match key.as_str() {
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

    fn team(&mut self, path: &FieldPath, value: Value) -> Team {
        let mut team = Team::default();
        for (key, value) in self.table(path, value) {
            let at = At { table: path, key: &key };
            match key.as_str() {
                "sergeants" => team.sergeants = self.number(at, value),
                "constables" => team.constables = self.number(at, value),
                "pcsos" => team.pcsos = self.number(at, value),
                _ => self.unknown(at.path(), value),
            }
        }
        team
    }

    fn officer(&mut self, path: &FieldPath, key: String, row: Table) -> Officer {
        let mut officer = Officer { key, ..Officer::default() };
        for (key, value) in row {
            let at = At { table: path, key: &key };
            match key.as_str() {
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

    fn priority(&mut self, path: &FieldPath, key: String, row: Table) -> Priority {
        let mut priority = Priority { key, ..Priority::default() };
        for (key, value) in row {
            let at = At { table: path, key: &key };
            match key.as_str() {
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

    fn answer(&mut self, path: &FieldPath, id: String, value: Value) -> Answer {
        let mut answer = Answer { id, ..Answer::default() };
        for (key, value) in self.table(path, value) {
            let at = At { table: path, key: &key };
            match key.as_str() {
                "commitment" => answer.commitment = self.text(at, value),
                "self-assessment" => answer.self_assessment = self.text(at, value),
                "not-applicable" => answer.not_applicable = Some(self.text(at, value)),
                "activities" => answer.activities = self.rows(&at.path(), value, Reader::activity),
                _ => answer.fields.push((key, value)),
            }
        }
        answer
    }

    fn activity(&mut self, path: &FieldPath, key: String, row: Table) -> Activity {
        let mut activity = Activity { key, ..Activity::default() };
        for (key, value) in row {
            let at = At { table: path, key: &key };
            match key.as_str() {
                "id" => activity.id = self.text(at, value),
                "title" => activity.title = self.text(at, value),
                "kind" => activity.kind = self.text(at, value),
                "public" => {
                    activity.public = self.typed(at, value, "true or false", |value| match value {
                        Value::Boolean(is) => Some(*is),
                        _ => None,
                    });
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
                        Value::Text(text) if text.trim().is_empty() => Vec::new(),
                        Value::Text(text) => vec![text],
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

    fn waiver(&mut self, path: &FieldPath, key: String, row: Table) -> Waiver {
        let mut waiver = Waiver { key, ..Waiver::default() };
        for (key, value) in row {
            let at = At { table: path, key: &key };
            match key.as_str() {
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
