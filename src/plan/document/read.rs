//! The plan that a file says.

use super::said::{Said, Table};
use crate::plan::model::{
    Activity, Answer, Author, Cadence, Misread, NthWeekday, Officer, Period, Plan, Priority, Profile, Status,
    Team, Waiver, row_keys_by,
};
use crate::plan::path::FieldPath;
use crate::plan::printable::one_line;
use crate::plan::value::{Entry, Value};
use jiff::civil::{Date, Time};

/// Reads a plan. Nothing stops it: what a field cannot hold goes to `misread`, what the format lacks to
/// `unknown`. Only what it keeps is made a value of its own: most of a file is texts, and each is copied once.
pub fn plan(table: &Table<'_>) -> Plan {
    let mut reader = Reader::default();
    let mut plan = Plan::default();
    let root = FieldPath::root();
    for (key, value) in table.iter() {
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
pub fn dates(table: &Table<'_>) -> Option<Period> {
    let day = |key| date(table.get(key)?);
    Period::new(day("starts")?, day("ends")?)
}

fn date(value: &Said<'_>) -> Option<Date> {
    match value {
        Said::Date(date) => Some(*date),
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
    fn unknown(&mut self, path: FieldPath, value: &Said<'_>) {
        self.unknown.push(path.clone());
        self.stray.push((path, value.value()));
    }

    fn miss(&mut self, path: &FieldPath, value: &Said<'_>, wanted: &'static str) -> String {
        let value = value.value();
        let typed = self.misread(path, &value, wanted);
        self.stray.push((path.clone(), value));
        typed
    }

    /// An item of a list, which is not all that its address holds.
    fn miss_item(&mut self, path: &FieldPath, item: &Said<'_>, wanted: &'static str) {
        let item = item.value();
        self.misread(path, &item, wanted);
        self.stray.push((path.clone(), Value::List(vec![item])));
    }

    fn misread(&mut self, path: &FieldPath, value: &Value, wanted: &'static str) -> String {
        let typed = as_typed(value);
        let found = one_line(&typed).chars().take(60).collect();
        self.misread.push(Misread { path: path.clone(), found, wanted });
        typed
    }

    fn text(&mut self, at: At<'_>, value: &Said<'_>) -> String {
        match value.as_text() {
            Some(text) => text.to_owned(),
            None => self.miss(&at.path(), value, "a text"),
        }
    }

    fn typed<T>(
        &mut self,
        at: At<'_>,
        value: &Said<'_>,
        wanted: &'static str,
        read: impl Fn(&Said<'_>) -> Option<T>,
    ) -> Entry<T> {
        match read(value) {
            Some(is) => Entry::Is(is),
            None if value.is_blank() => Entry::Absent,
            None => Entry::AsTyped(self.miss(&at.path(), value, wanted)),
        }
    }

    fn date(&mut self, at: At<'_>, value: &Said<'_>) -> Entry<Date> {
        self.typed(at, value, "a date", date)
    }

    fn time(&mut self, at: At<'_>, value: &Said<'_>) -> Entry<Time> {
        self.typed(at, value, "a time", |value| match value {
            Said::Time(time) => Some(*time),
            _ => None,
        })
    }

    fn number(&mut self, at: At<'_>, value: &Said<'_>) -> Entry<i64> {
        self.typed(at, value, "a whole number", |value| match value {
            Said::Integer(number) => Some(*number),
            _ => None,
        })
    }

    fn word<T>(
        &mut self,
        at: At<'_>,
        value: &Said<'_>,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Entry<T> {
        self.typed(at, value, wanted, |value| value.as_text().and_then(|text| read(text.trim())))
    }

    fn list<T>(
        &mut self,
        at: At<'_>,
        value: &Said<'_>,
        wanted: &'static str,
        read: impl Fn(&Said<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Said::List(items) = value else {
            if !value.is_blank() {
                self.miss(&at.path(), value, wanted);
            }
            return Vec::new();
        };
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            match read(item) {
                Some(is) => found.push(is),
                None => self.miss_item(&at.path(), item, wanted),
            }
        }
        found
    }

    fn texts(&mut self, at: At<'_>, value: &Said<'_>) -> Vec<String> {
        self.list(at, value, "a list of texts", |value| value.as_text().map(str::to_owned))
    }

    fn dates(&mut self, at: At<'_>, value: &Said<'_>) -> Vec<Date> {
        self.list(at, value, "a list of dates", date)
    }

    /// The entries of what should be a table; none where it is no table.
    fn entries<'v>(
        &mut self,
        path: &FieldPath,
        value: &'v Said<'_>,
    ) -> impl Iterator<Item = (&'v str, &'v Said<'v>)> + use<'v> {
        let table = value.as_table();
        if table.is_none() {
            self.miss(path, value, "a table");
        }
        table.into_iter().flat_map(Table::iter)
    }

    fn rows<T>(
        &mut self,
        path: &FieldPath,
        value: &Said<'_>,
        read: impl Fn(&mut Self, &FieldPath, String, &Table<'_>) -> T,
    ) -> Vec<T> {
        let Said::List(items) = value else {
            self.miss(path, value, "a list of rows");
            return Vec::new();
        };
        let keys = row_keys_by(items.iter(), |row, key| Some(row.as_table()?.get(key)?.as_text()?.into()));
        let mut rows = Vec::with_capacity(items.len());
        for (item, key) in items.iter().zip(keys) {
            match item {
                Said::Table(entries) => rows.push(read(self, &path.child(&key), key, entries)),
                other => self.miss_item(path, other, "a list of rows"),
            }
        }
        rows
    }

    fn author(&mut self, path: &FieldPath, value: &Said<'_>) -> Author {
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

    fn profile(&mut self, path: &FieldPath, value: &Said<'_>) -> Profile {
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

    fn team(&mut self, path: &FieldPath, value: &Said<'_>) -> Team {
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

    fn officer(&mut self, path: &FieldPath, key: String, row: &Table<'_>) -> Officer {
        let mut officer = Officer { key, ..Officer::default() };
        for (key, value) in row.iter() {
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

    fn priority(&mut self, path: &FieldPath, key: String, row: &Table<'_>) -> Priority {
        let mut priority = Priority { key, ..Priority::default() };
        for (key, value) in row.iter() {
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

    fn answer(&mut self, path: &FieldPath, id: String, value: &Said<'_>) -> Answer {
        let mut answer = Answer { id, ..Answer::default() };
        for (key, value) in self.entries(path, value) {
            let at = At { table: path, key };
            match key {
                "commitment" => answer.commitment = self.text(at, value),
                "self-assessment" => answer.self_assessment = self.text(at, value),
                "not-applicable" => answer.not_applicable = Some(self.text(at, value)),
                "activities" => answer.activities = self.rows(&at.path(), value, Reader::activity),
                _ => answer.fields.push((key.to_owned(), value.value())),
            }
        }
        answer
    }

    fn activity(&mut self, path: &FieldPath, key: String, row: &Table<'_>) -> Activity {
        let mut activity = Activity { key, ..Activity::default() };
        for (key, value) in row.iter() {
            let at = At { table: path, key };
            match key {
                "id" => activity.id = self.text(at, value),
                "title" => activity.title = self.text(at, value),
                "kind" => activity.kind = self.text(at, value),
                "public" => {
                    activity.public = self.typed(at, value, "true or false", |value| match value {
                        Said::Boolean(is) => Some(*is),
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
                        Said::Text(text) if text.trim().is_empty() => Vec::new(),
                        Said::Text(text) => vec![text.to_string()],
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

    fn waiver(&mut self, path: &FieldPath, key: String, row: &Table<'_>) -> Waiver {
        let mut waiver = Waiver { key, ..Waiver::default() };
        for (key, value) in row.iter() {
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
