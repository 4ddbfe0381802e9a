//! The areas at a glance, for people, for programs and for spreadsheets.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::case::Unjudged;
use super::json::{VERSION, written};
use super::overview::{AreaStatus, Counts, Judged, PlanStatus};
use super::wrap::wrap;
use crate::check::{self, State};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::find::MARK;

/// What an area is whose plan has not been begun.
const NOT_STARTED: &str = "not-started";

impl AreaStatus {
    fn judged(&self) -> Option<&Judged> {
        match &self.plan {
            PlanStatus::Judged(judged) => Some(judged),
            PlanStatus::NotStarted | PlanStatus::Unjudged(_) => None,
        }
    }

    /// The word of the contract; nothing for a plan that could not be judged.
    fn word(&self) -> Option<&'static str> {
        match &self.plan {
            PlanStatus::NotStarted => Some(NOT_STARTED),
            PlanStatus::Unjudged(_) => None,
            PlanStatus::Judged(judged) => Some(judged.status.id()),
        }
    }

    fn path(&self) -> Option<String> {
        self.place.as_ref().map(|place| place.plan_file().as_str().to_owned())
    }
}

/// The contract's JSON: every key always there, null where it does not apply or is not known. Stages and
/// grades are not known before there are reviews.
///
/// # Errors
/// As [`written`].
pub fn json(rows: &[AreaStatus], today: Date) -> Result<String, Problem> {
    let root = json!({
        "version": VERSION,
        "today": today.to_string(),
        "areas": rows.iter().map(row_as_json).collect::<Vec<_>>(),
    });
    written(&root)
}

fn row_as_json(row: &AreaStatus) -> Value {
    let judged = row.judged();
    let counts = judged.map(|judged| judged.counts);
    json!({
        "area": row.area,
        "name": row.name,
        "period": row.period,
        "path": row.path(),
        "status": row.word(),
        "stage": null,
        "standards": judged.map(standards),
        "incomplete": counts.map(|counts| counts.incomplete),
        "non_compliant": counts.map(|counts| counts.non_compliant),
        "advice": counts.map(|counts| counts.advice),
        "waived": counts.map(|counts| counts.waived),
        "changed": row.changed.as_ref().map(|change| change.when.to_string()),
        "changed_by": row.changed.as_ref().map(|change| change.by.clone()),
        "unsent": row.unsent,
    })
}

fn standards(judged: &Judged) -> Vec<Value> {
    let one = |standard: &check::StandardState| {
        json!({
            "number": standard.number,
            "id": standard.id,
            "state": standard.state.id(),
            "grade": null,
        })
    };
    judged.standards.iter().map(one).collect()
}

/// A table for spreadsheets: a row an area, a column a standard's number.
pub fn csv(rows: &[AreaStatus]) -> String {
    let mut numbers: Vec<i64> = rows
        .iter()
        .filter_map(AreaStatus::judged)
        .flat_map(|judged| &judged.standards)
        .map(|s| s.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut head: Vec<String> =
        ["area", "name", "period", "path", "status", "stage"].map(str::to_owned).to_vec();
    head.extend(numbers.iter().map(|number| format!("standard {number}")));
    head.extend(
        ["incomplete", "non_compliant", "advice", "waived", "changed", "changed_by", "unsent"]
            .map(str::to_owned),
    );
    let mut out = line(&head);
    for row in rows {
        let judged = row.judged();
        let state = |number: &i64| {
            judged
                .and_then(|judged| judged.standards.iter().find(|standard| standard.number == *number))
                .map_or("", |standard| standard.state.id())
                .to_owned()
        };
        let count = |of: fn(&Counts) -> usize| judged.map_or(String::new(), |j| of(&j.counts).to_string());
        let mut cells = vec![
            row.area.clone(),
            row.name.clone(),
            row.period.clone().unwrap_or_default(),
            row.path().unwrap_or_default(),
            row.word().unwrap_or("unreadable").to_owned(),
            String::new(),
        ];
        cells.extend(numbers.iter().map(state));
        cells.extend([
            count(|counts| counts.incomplete),
            count(|counts| counts.non_compliant),
            count(|counts| counts.advice),
            count(|counts| counts.waived),
            row.changed.as_ref().map(|change| change.when.to_string()).unwrap_or_default(),
            row.changed.as_ref().map(|change| change.by.clone()).unwrap_or_default(),
            row.unsent.map_or(String::new(), |unsent| unsent.to_string()),
        ]);
        out.push_str(&line(&cells));
    }
    out
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A cell; one that a spreadsheet would take for a formula gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let cell = one_line(cell);
    let formula = cell.starts_with(['=', '+', '-', '@']);
    let cell = if formula { format!("'{cell}") } else { cell };
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The mark of a state; the legend says what it means.
fn mark(state: State) -> char {
    match state {
        State::NotApplicable => 'n',
        State::NotStarted => '-',
        State::NonCompliant => 'x',
        State::Incomplete => 'i',
        State::Complete => 'c',
    }
}

const LEGEND: &str = "c nothing missing   i to do   x falls short   - not started   n not applicable";

/// A table for people, with what its marks mean, and `beneath` it, each a sentence without a full stop, where the words
/// are and what is to be done, where that is known.
pub fn human(rows: &[AreaStatus], beneath: &[String], today: Date) -> String {
    let numbers = |judged: &Judged| judged.standards.iter().map(|s| s.number).collect::<Vec<_>>();
    let longest = rows.iter().filter_map(AreaStatus::judged).map(numbers).max_by_key(Vec::len);
    let longest = longest.unwrap_or_default();
    let marks_width = longest.len() * 2;
    let head: String = longest.iter().map(|number| format!("{} ", number % 10)).collect();
    let mut table =
        vec![["Area", "Period", head.trim_end(), "Flags", "Stage", "Last recorded"].map(str::to_owned)];
    for row in rows {
        let marks = row.judged().map_or(String::new(), |judged| {
            let marks: Vec<String> =
                judged.standards.iter().map(|standard| mark(standard.state).to_string()).collect();
            marks.join(" ")
        });
        let (flags, stage) = match &row.plan {
            PlanStatus::NotStarted => (String::new(), "not started".to_owned()),
            PlanStatus::Unjudged(unjudged) => (why(unjudged).to_owned(), "not judged".to_owned()),
            PlanStatus::Judged(judged) => (flags(&judged.counts), judged.life()),
        };
        let changed = row.changed.as_ref().map_or(String::new(), |change| {
            let day = change.when.to_zoned(TimeZone::system()).date();
            format!("{}, {}", check::day(day), one_line(&change.by))
        });
        let period = row.period.clone().unwrap_or_default();
        table.push([one_line(&row.name), period, marks, flags, stage, changed]);
    }
    let mut widths = [0; 6];
    for cells in &table {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.width());
        }
    }
    widths[2] = widths[2].max(marks_width.saturating_sub(1));
    let mut out = String::new();
    for cells in &table {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            text.push_str(cell);
            text.push_str(&" ".repeat(width - cell.width() + 2));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    let beneath: String = beneath.iter().map(|words| wrap(&format!("{words}."), 0)).collect();
    format!("{out}\n{beneath}{LEGEND}\nAs of {}. {}\n", check::day(today), check::CAVEAT)
}

fn why(unjudged: &Unjudged) -> &'static str {
    match unjudged {
        _ if unjudged.is_unsettled() => "two versions: nec resolve",
        Unjudged::Unreadable(_) => "cannot be read",
        Unjudged::EditionUnknown(_) => "edition not there",
        Unjudged::EditionBroken(problem) if problem.file.as_deref() == Some(MARK) => "settings too new",
        Unjudged::EditionBroken(_) => "edition cannot be read",
    }
}

fn flags(counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.non_compliant, "short"),
        (counts.incomplete, "to do"),
        (counts.advice, "advice"),
        (counts.waived, "set aside"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let asked =
        if counts.asked > 0 { format!(" ({} asked to be set aside)", counts.asked) } else { String::new() };
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") + &asked }
}
