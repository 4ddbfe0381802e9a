//! Which column of a table is which field.

use jiff::civil::date;

use crate::form::phrases::names::{find, plain, same, singular};
use crate::form::phrases::quick_add::{names_a_rank, names_a_venue};
use crate::form::phrases::{Near, parse_cadence, parse_dates, parse_times, parse_when};
use crate::plan::Period;

/// What the columns of a table are taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    pub header: Header,
    /// For each column the id of its field, where one was found; no field twice.
    pub columns: Vec<Option<String>>,
}

/// Whether the first row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    Present,
    Absent,
}

/// What the heads of tables call the fields of a plan, beside their ids and labels.
const HEADS: [(&str, &[&str]); 17] = [
    ("title", &["activity", "event", "title", "name", "what", "engagement", "priority", "issue"]),
    ("kind", &["type", "kind", "category"]),
    ("starts", &["date", "when", "day", "start date", "first date", "date and time"]),
    ("every", &["how often", "frequency", "repeat", "recurs"]),
    ("ends", &["end date", "last date", "ends"]),
    ("time", &["time", "start time", "start", "from"]),
    ("until", &["until", "end time", "end", "finish", "to"]),
    ("venue", &["venue", "where", "location", "place", "address"]),
    ("neighbourhoods", &["neighbourhood", "area", "beat", "town", "parish", "ward"]),
    ("owner", &["owner", "who", "lead", "led by", "officer", "responsible", "by whom"]),
    ("deputy", &["deputy", "cover"]),
    ("purpose", &["purpose", "why", "aim", "objective", "reason"]),
    ("audience", &["audience", "for whom", "for", "group"]),
    ("channels", &["channel", "publicity", "advertised", "how publicised"]),
    ("measure", &["measure", "success", "how measured"]),
    ("link", &["link", "url", "website", "web page"]),
    ("agreed", &["agreed", "date agreed", "date"]),
];

/// More words than the head of a column has.
const LONGEST_HEAD: usize = 5;
/// So many rows say what a column holds.
const ROWS_TO_LOOK_AT: usize = 50;

/// Guesses which column is which of the fields, each an id and a label: by the words of the first row, then
/// by what the cells hold. A column that holds phrases such as "1st Thu monthly" is taken for `starts`.
pub fn guess_columns(rows: &[Vec<String>], fields: &[(&str, &str)]) -> Columns {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns: Vec<Option<String>> = vec![None; width];
    let mut header = Header::Absent;
    if let [first, _, ..] = rows {
        let found = by_heads(first, fields);
        let named = found.iter().flatten().count();
        let told = first.iter().filter(|cell| !cell.is_empty()).count();
        if named > 0 && named * 2 >= told && !first.iter().any(|cell| is_data(cell)) {
            header = Header::Present;
            columns = found;
            columns.resize(width, None);
        }
    }
    let body = &rows[usize::from(header == Header::Present)..];
    by_content(body, fields, &mut columns);
    Columns { header, columns }
}

/// Where in the head of a column a name stands.
type Called = fn(&[String], &[String]) -> Option<usize>;

fn by_heads(heads: &[String], fields: &[(&str, &str)]) -> Vec<Option<String>> {
    let heads: Vec<Vec<String>> = heads.iter().map(|head| words(head)).collect();
    let mut columns: Vec<Option<String>> = vec![None; heads.len()];
    // First what is called just so, then what is called so among other words.
    let just_so: Called = |name, head| same(name, head).then_some(0);
    let ways: [Called; 2] = [just_so, |name, head| find(name, head)];
    for is_called in ways {
        for (at, head) in heads.iter().enumerate() {
            if columns[at].is_some() || head.is_empty() || head.len() > LONGEST_HEAD {
                continue;
            }
            let free = fields.iter().filter(|(id, _)| !is_taken(&columns, id));
            let best = free
                .flat_map(|(id, label)| names(id, label).into_iter().map(move |name| (*id, name)))
                .enumerate()
                .filter_map(|(order, (id, name))| {
                    let place = is_called(&name, head)?;
                    Some(((place, std::cmp::Reverse(name.len()), order), id))
                })
                .min();
            columns[at] = best.map(|(_, id)| id.to_owned());
        }
    }
    columns
}

/// What a field goes by at the head of a column, its own names first.
fn names(id: &str, label: &str) -> Vec<Vec<String>> {
    let also = HEADS.iter().filter(|(field, _)| *field == id).flat_map(|(_, heads)| *heads).copied();
    [id, label].into_iter().chain(also).map(words).filter(|name| !name.is_empty()).collect()
}

fn words(text: &str) -> Vec<String> {
    plain(text).iter().map(|word| singular(word)).collect()
}

fn is_taken(columns: &[Option<String>], id: &str) -> bool {
    columns.iter().any(|column| column.as_deref() == Some(id))
}

/// What cells may hold, and the fields that hold it, the likelier first.
type Content = (fn(&str) -> bool, &'static [&'static str]);

const CONTENTS: [Content; 7] = [
    (is_link, &["link", "page"]),
    (is_cadence, &["every", "meets"]),
    (is_time, &["time", "until"]),
    (is_when, &["starts", "agreed", "when"]),
    (names_a_rank, &["owner", "post", "deputy"]),
    (names_a_venue, &["venue"]),
    (is_text, &["title", "name", "who"]),
];

fn by_content(body: &[Vec<String>], fields: &[(&str, &str)], columns: &mut [Option<String>]) {
    let cells = |at: usize| {
        let cells = body.iter().take(ROWS_TO_LOOK_AT).filter_map(move |row| row.get(at));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    };
    for (is_such, ids) in CONTENTS {
        for at in 0..columns.len() {
            let mut free = ids
                .iter()
                .filter(|id| fields.iter().any(|(field, _)| field == *id) && !is_taken(columns, id));
            let (Some(id), None) = (free.next(), &columns[at]) else {
                continue;
            };
            let (such, all) =
                cells(at).fold((0, 0), |(such, all), cell| (such + usize::from(is_such(cell)), all + 1));
            if such * 2 > all {
                columns[at] = Some((*id).to_owned());
            }
        }
    }
}

fn is_data(cell: &str) -> bool {
    is_link(cell) || is_time(cell) || is_date(cell)
}

fn is_link(cell: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| cell.starts_with(start))
}

fn is_time(cell: &str) -> bool {
    parse_times(cell).is_some()
}

fn is_cadence(cell: &str) -> bool {
    parse_cadence(cell).is_some()
}

/// Whether it is a date can be said without knowing near to what: some year fits.
fn is_date(cell: &str) -> bool {
    parse_dates(cell, &somewhere()).is_some()
}

fn is_when(cell: &str) -> bool {
    is_date(cell) || parse_when(cell, &somewhere()).is_ok_and(|when| when.starts.is_some())
}

fn somewhere() -> Near {
    Near { period: Period::new(date(2019, 1, 1), date(2034, 12, 31)), today: date(2019, 1, 1) }
}

fn is_text(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
}
