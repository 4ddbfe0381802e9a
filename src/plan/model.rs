//! The plan: what an area promises for a period.

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::civil::{Date, Time, Weekday};

use super::path::FieldPath;
pub use super::value::Entry;
use super::value::Value;

/// A plan as read from its file. Empty texts stand for what was not entered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub edition: String,
    pub area: String,
    pub period: String,
    pub starts: Entry<Date>,
    pub ends: Entry<Date>,
    pub status: Entry<Status>,
    pub classification: String,
    pub author: Author,
    pub profile: Profile,
    pub neighbourhoods: Vec<Officer>,
    pub priorities: Vec<Priority>,
    /// The answers to the standards, in the order of the file.
    pub answers: Vec<Answer>,
    pub waivers: Vec<Waiver>,
    /// Values that are not of the type of their field; kept in the file as they stand.
    pub misread: Vec<Misread>,
    /// Keys outside `[standards.*]` that the format does not have. Keys of an answer that its edition
    /// does not have can only be known with the edition.
    pub unknown: Vec<FieldPath>,
    /// What no field holds, as the file has it: values of unknown keys, and those that were misread.
    pub stray: Vec<(FieldPath, Value)>,
    /// The comments of the file, each with its `#`, in order.
    pub comments: Vec<String>,
}

impl Plan {
    /// The answer to a standard, if anything was entered.
    pub fn answer(&self, standard: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == standard)
    }

    /// Every activity with the standard it stands under, in the order of the file.
    pub fn activities(&self) -> impl Iterator<Item = (&Answer, &Activity)> {
        self.answers
            .iter()
            .flat_map(|answer| answer.activities.iter().map(move |activity| (answer, activity)))
    }

    /// The dates of the plan, if both are understood and in order.
    pub fn dates(&self) -> Option<Period> {
        Period::new(self.starts.get()?, self.ends.get()?)
    }
}

/// First and last day, both included, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    starts: Date,
    ends: Date,
}

impl Period {
    /// A period, unless it ends before it starts.
    pub fn new(starts: Date, ends: Date) -> Option<Self> {
        (starts <= ends).then_some(Period { starts, ends })
    }

    pub fn starts(&self) -> Date {
        self.starts
    }

    pub fn ends(&self) -> Date {
        self.ends
    }

    /// Whether the day is in the period.
    pub fn holds(&self, day: Date) -> bool {
        self.starts <= day && day <= self.ends
    }
}

/// What a plan claims to be. What it is, its sign-offs say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Submitted,
    ChangesRequested,
    Approved,
    Assessed,
    Published,
}

/// A value of the file that its field cannot hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Misread {
    pub path: FieldPath,
    /// What the file has, as typed, cut to a line.
    pub found: String,
    /// What the field takes, with its article: "a date", "a list of texts".
    pub wanted: &'static str,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Author {
    pub post: String,
    pub email: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    pub summary: String,
    pub population: Entry<i64>,
    pub population_year: Entry<i64>,
    pub households: Entry<i64>,
    pub settlements: Vec<String>,
    pub team: Team,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Team {
    pub sergeants: Entry<i64>,
    pub constables: Entry<i64>,
    pub pcsos: Entry<i64>,
}

/// Who can be reached in a neighbourhood: a row of `[[neighbourhoods]]`, whose id is the neighbourhood's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Officer {
    /// The row's segment in a path.
    pub key: String,
    /// The neighbourhood of `areas.toml`.
    pub id: String,
    /// As the public is told.
    pub officer: String,
    pub post: String,
    pub contact: String,
    pub deputy: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Priority {
    pub key: String,
    pub id: String,
    pub title: String,
    pub source: String,
    pub agreed: Entry<Date>,
    /// Days on which it was found to be still right.
    pub reviewed: Vec<Date>,
    pub action: String,
    /// Empty: all of the area's.
    pub neighbourhoods: Vec<String>,
}

/// What a plan says to one standard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The standard's id.
    pub id: String,
    pub commitment: String,
    pub self_assessment: String,
    /// Set aside; the text is the reason, and may be empty.
    pub not_applicable: Option<String>,
    pub activities: Vec<Activity>,
    /// Everything else, by key, in the order of the file: the fields of the standard's own.
    pub fields: Vec<(String, Value)>,
}

impl Answer {
    /// A field of the standard's own.
    pub fn field(&self, id: &str) -> Option<&Value> {
        self.fields.iter().find(|(key, _)| key == id).map(|(_, value)| value)
    }

    /// The rows of a field of kind `rows`, each with its segment in a path.
    pub fn rows(&self, id: &str) -> Vec<(String, &[(String, Value)])> {
        let Some(Value::List(items)) = self.field(id) else {
            return Vec::new();
        };
        let keys = row_keys(items);
        items
            .iter()
            .zip(keys)
            .filter_map(|(item, key)| match item {
                Value::Table(entries) => Some((key, entries.as_slice())),
                _ => None,
            })
            .collect()
    }

    /// Whether nothing has been entered.
    pub fn is_blank(&self) -> bool {
        self.commitment.trim().is_empty()
            && self.not_applicable.is_none()
            && self.activities.is_empty()
            && self.fields.iter().all(|(_, value)| value.is_blank())
    }
}

/// The segment by which a path names a row: its id, else its name, title or rule, else its place.
pub fn row_key(at: usize, entries: &[(String, Value)]) -> String {
    let text = |key: &str| entries.iter().find(|(name, _)| name == key)?.1.as_text().map(Cow::Borrowed);
    row_name(text).map_or_else(|| row_place(at), Cow::into_owned)
}

/// The name of a row, of the texts that it has: what could be taken for another sort of segment is none.
fn row_name<'r>(text: impl Fn(&str) -> Option<Cow<'r, str>>) -> Option<Cow<'r, str>> {
    let fits = |text: &Cow<'_, str>| !text.is_empty() && !text.contains(['"', '\n']);
    ["id", "name", "title", "rule"].iter().find_map(|key| text(key).filter(fits))
}

/// What a row without a name goes by.
fn row_place(at: usize) -> String {
    format!("#{}", at + 1)
}

/// The segments of the rows of a list, in order: a name that an earlier row has is not used again, and the
/// row goes by its place.
pub fn row_keys(rows: &[Value]) -> Vec<String> {
    row_keys_by(rows.iter(), |row, key| match row {
        Value::Table(entries) => entries.iter().find(|(name, _)| name == key)?.1.as_text().map(Cow::Borrowed),
        _ => None,
    })
}

/// The same of rows of any sort; `text` gives what a row has under a key, if that is a text.
pub fn row_keys_by<'r, R: Copy>(
    rows: impl ExactSizeIterator<Item = R>,
    text: impl Fn(R, &str) -> Option<Cow<'r, str>>,
) -> Vec<String> {
    let mut used: HashSet<Cow<'r, str>> = HashSet::with_capacity_and_hasher(rows.len(), Default::default());
    rows.enumerate()
        .map(|(at, row)| {
            let name = row_name(|key| text(row, key)).unwrap_or_else(|| row_place(at).into());
            if used.insert(name.clone()) { name.into_owned() } else { row_place(at) }
        })
        .collect()
}

/// An activity: what happens, when, where, for whom, and how people hear of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    /// The row's segment in a path.
    pub key: String,
    pub id: String,
    pub title: String,
    /// One of the edition's kinds.
    pub kind: String,
    /// Absent: what the kind says.
    pub public: Entry<bool>,
    pub starts: Entry<Date>,
    pub every: Entry<Cadence>,
    pub on: Entry<NthWeekday>,
    pub ends: Entry<Date>,
    pub except: Vec<Date>,
    /// Stated dates, alone or beside a recurrence.
    pub dates: Vec<Date>,
    pub time: Entry<Time>,
    pub until: Entry<Time>,
    /// Ids of the venue book, taken in turn.
    pub venues: Vec<String>,
    /// A venue that is not in the book.
    pub venue: String,
    /// How accessible that venue is.
    pub access: Vec<String>,
    pub link: String,
    pub neighbourhoods: Vec<String>,
    pub audience: Vec<String>,
    pub purpose: String,
    pub channels: Vec<String>,
    pub publicise_days: Entry<i64>,
    pub owner: String,
    pub deputy: String,
    pub measure: String,
    pub target: String,
}

impl Activity {
    /// Held over a link and at no place.
    pub fn is_virtual(&self) -> bool {
        !self.link.trim().is_empty() && !self.has_venue()
    }

    /// Held at a place.
    pub fn has_venue(&self) -> bool {
        self.venues.iter().any(|id| !id.trim().is_empty()) || !self.venue.trim().is_empty()
    }

    /// What to call it: the title, else a stand-in.
    pub fn name(&self) -> &str {
        if self.title.trim().is_empty() { "An activity with no title" } else { self.title.trim() }
    }
}

/// A flag set aside on purpose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Waiver {
    pub key: String,
    pub id: String,
    pub rule: String,
    pub standard: String,
    pub row: String,
    pub reason: String,
    pub by: String,
    pub until: Entry<Date>,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cadence {
    Week,
    Fortnight,
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Cadence {
    pub const ALL: [Cadence; 6] = [
        Cadence::Week,
        Cadence::Fortnight,
        Cadence::Month,
        Cadence::Quarter,
        Cadence::HalfYear,
        Cadence::Year,
    ];

    /// As the file spells it.
    pub fn id(self) -> &'static str {
        match self {
            Cadence::Week => "week",
            Cadence::Fortnight => "fortnight",
            Cadence::Month => "month",
            Cadence::Quarter => "quarter",
            Cadence::HalfYear => "half-year",
            Cadence::Year => "year",
        }
    }

    /// Reads the file's spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Cadence::ALL.into_iter().find(|cadence| cadence.id() == text)
    }
}

/// The first Thursday, the last Friday: a weekday of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NthWeekday {
    pub nth: Nth,
    pub weekday: Weekday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

const NTHS: [(Nth, &str); 5] = [
    (Nth::First, "first"),
    (Nth::Second, "second"),
    (Nth::Third, "third"),
    (Nth::Fourth, "fourth"),
    (Nth::Last, "last"),
];

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

impl NthWeekday {
    /// Reads the file's spelling: "first thursday".
    pub fn parse(text: &str) -> Option<Self> {
        let (nth, weekday) = text.split_once(' ')?;
        Some(NthWeekday {
            nth: NTHS.iter().find(|(_, name)| *name == nth)?.0,
            weekday: WEEKDAYS.iter().find(|(_, name)| *name == weekday)?.0,
        })
    }
}

impl std::fmt::Display for NthWeekday {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nth = NTHS.iter().find(|(nth, _)| *nth == self.nth).map_or("", |(_, name)| name);
        let weekday = WEEKDAYS.iter().find(|(day, _)| *day == self.weekday).map_or("", |(_, name)| name);
        write!(f, "{nth} {weekday}")
    }
}

const STATUSES: [(Status, &str); 6] = [
    (Status::Draft, "draft"),
    (Status::Submitted, "submitted"),
    (Status::ChangesRequested, "changes-requested"),
    (Status::Approved, "approved"),
    (Status::Assessed, "assessed"),
    (Status::Published, "published"),
];

impl Status {
    /// In the order in which a plan goes through them.
    pub const ALL: [Status; 6] = [
        Status::Draft,
        Status::Submitted,
        Status::ChangesRequested,
        Status::Approved,
        Status::Assessed,
        Status::Published,
    ];

    /// As the file spells it.
    pub fn id(self) -> &'static str {
        STATUSES.iter().find(|(status, _)| *status == self).map_or("", |(_, id)| id)
    }

    /// Reads the file's spelling.
    pub fn parse(text: &str) -> Option<Self> {
        STATUSES.iter().find(|(_, id)| *id == text).map(|(status, _)| *status)
    }
}
