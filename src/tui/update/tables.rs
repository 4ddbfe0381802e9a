//! A pasted table: what its columns are, and its rows.

use ratatui::crossterm::event::KeyCode;

use super::drafts;
use crate::form::phrases::{self, Near};
use crate::form::{Field, Kind, RowManner, Rows, base, convert};
use crate::plan::{FieldPath, Value};
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::input::KeyPress;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Many, Overlay, Picker, PickerFor, TablePaste};
use crate::tui::plan::PlanScreen;
use crate::tui::view::words::counted;

/// A table pasted on a list of rows: offered as rows, a column each.
pub fn paste(model: &mut Model, list: &FieldPath, text: &str) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    if plan.rows_of(list).is_none_or(|rows| rows.manner == RowManner::Neighbourhoods) {
        model.notice = Some("Nothing can be pasted here. Open a neighbourhood first.".into());
        return Vec::new();
    }
    let table = phrases::table(text).unwrap_or_else(|| {
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| vec![line.trim().to_owned()]).collect()
    });
    if !table.is_empty() {
        offer(model, list, table);
    }
    Vec::new()
}

/// Offers the rows of a table for a list, each column as what it seems to be.
fn offer(model: &mut Model, list: &FieldPath, table: Vec<Vec<String>>) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    let Some(rows) = plan.rows_of(list) else { return };
    let fields: Vec<(&str, &str)> =
        rows.columns.iter().map(|column| (column.path.leaf(), column.label.as_str())).collect();
    let guessed = phrases::guess_columns(&table, &fields);
    let mut columns: Vec<Option<String>> = guessed.columns;
    // Something must be the title.
    if let Some(first) = rows.columns.first().map(|column| column.path.leaf().to_owned())
        && !columns.contains(&Some(first.clone()))
        && let Some(free) = columns.iter_mut().find(|column| column.is_none())
    {
        *free = Some(first);
    }
    model.overlays.push(Overlay::Table(Box::new(TablePaste {
        list: list.clone(),
        skip: usize::from(guessed.header == phrases::Header::Present),
        rows: table,
        columns,
        chosen: 0,
    })));
}

/// The table that was left, opened again.
pub fn take_up(model: &mut Model) {
    let Screen::Plan(plan) = &model.screen else { return };
    if let Some((_, table)) = model.put_by.table.take_if(|(file, _)| *file == plan.place.file) {
        model.overlays.push(Overlay::Table(table));
    } else if let Some((list, rows)) = drafts::table_left(model, &plan.place.file) {
        offer(model, &list, rows);
        model.notice = Some(FROM_BEFORE.into());
    }
}

/// Whether a table was left in the plan that is open.
pub fn is_left(model: &Model, plan: &PlanScreen) -> bool {
    let is_put_by = model.put_by.table.as_ref().is_some_and(|(file, _)| *file == plan.place.file);
    is_put_by
        || drafts::table_left(model, &plan.place.file).is_some_and(|(list, _)| plan.rows_of(&list).is_some())
}

/// What a key on a pasted table asks for.
#[derive(PartialEq)]
pub enum TableKey {
    Add,
    Column,
}

/// A key on a pasted table; what is to be done, if anything.
pub fn key(table: &mut TablePaste, key: KeyPress) -> Option<TableKey> {
    let last = table.columns.len().saturating_sub(1);
    match key.code {
        KeyCode::Left | KeyCode::Up => table.chosen = table.chosen.saturating_sub(1),
        KeyCode::Right | KeyCode::Down | KeyCode::Tab => table.chosen = (table.chosen + 1).min(last),
        KeyCode::Char('h') => table.skip = 1 - table.skip.min(1),
        KeyCode::Char(' ') => return Some(TableKey::Column),
        KeyCode::Enter => return Some(TableKey::Add),
        _ => {}
    }
    None
}

/// Offers the fields for a column of the pasted table.
pub fn column(model: &mut Model) -> Vec<Effect> {
    let (Some(Overlay::Table(table)), Screen::Plan(plan)) = (model.overlays.last(), &model.screen) else {
        return Vec::new();
    };
    let Some(rows) = plan.rows_of(&table.list) else {
        return Vec::new();
    };
    let mut items =
        vec![crate::standards::Choice { id: String::new(), label: "Leave this column out".into() }];
    items.extend(rows.columns.iter().map(|column| crate::standards::Choice {
        id: column.path.leaf().into(),
        label: column.label.clone(),
    }));
    let on = table.columns.get(table.chosen).cloned().flatten().into_iter().collect();
    let goal = PickerFor::TableColumn(table.chosen);
    model.overlays.push(Overlay::Picker(Box::new(Picker::new(
        "What is in this column?",
        items,
        on,
        Many::One,
        goal,
    ))));
    Vec::new()
}

/// Makes rows of the pasted table, as one step.
pub fn add(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Table(table)) = model.overlays.pop() else {
        return Vec::new();
    };
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    let near = plan.near_at(&table.list);
    let Some(of) = plan.rows_of(&table.list) else {
        return Vec::new();
    };
    let rows: Vec<Vec<(String, Value)>> = table
        .rows
        .iter()
        .skip(table.skip)
        .map(|cells| {
            let mut row: Vec<(String, Value)> = Vec::new();
            for (cell, goal) in cells.iter().zip(&table.columns) {
                let Some(column) =
                    goal.as_ref().and_then(|id| of.columns.iter().find(|c| c.path.leaf() == id))
                else {
                    continue;
                };
                row.extend(pasted_cell(plan, column, cell, &of, &near));
            }
            row
        })
        .filter(|row| !row.is_empty())
        .map(|row| if of.manner == RowManner::Activities { with_kind(plan, row) } else { row })
        .collect();
    let count = rows.len();
    let for_all =
        if of.manner == RowManner::Activities { for_the_whole_area(plan, &rows) } else { String::new() };
    match plan.add_rows(&table.list, rows) {
        Ok(()) => {
            model.drafts.forget(&drafts::of_table(&plan.place.file, &table.list));
            model.notice = Some(format!("Added {}{for_all}. Ctrl+Z takes them back.", counted(count, "row")));
        }
        Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
    }
    Vec::new()
}

/// What to say of activities that name no neighbourhood, where the area has some: they count for each of them.
fn for_the_whole_area(plan: &PlanScreen, rows: &[Vec<(String, Value)>]) -> String {
    let is_divided =
        plan.around.areas.area(&plan.place.area).is_some_and(|area| !area.neighbourhoods.is_empty());
    let is_for_all = |row: &&Vec<(String, Value)>| !row.iter().any(|(key, _)| key == "neighbourhoods");
    match rows.iter().filter(is_for_all).count() {
        0 => String::new(),
        _ if !is_divided => String::new(),
        all if all == rows.len() => ", for the whole area".to_owned(),
        some => format!(", {some} of them for the whole area"),
    }
}

/// An activity of a pasted table with what its title says besides: its kind, and its neighbourhoods.
fn with_kind(plan: &PlanScreen, mut row: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let title = row.iter().find(|(key, _)| key == "title").and_then(|(_, value)| value.as_text());
    let Some(title) = title.map(|title| title.replace(',', " ")) else {
        return row;
    };
    for (key, value) in plan.understand_quick(&title).row {
        if matches!(key.as_str(), "kind" | "neighbourhoods") && !row.iter().any(|(name, _)| *name == key) {
            row.push((key, value));
        }
    }
    row
}

/// What a cell of a pasted table says: a date may be a phrase, a time a range, a venue one of the book, who
/// holds it a post, each as in quick add.
fn pasted_cell(
    plan: &PlanScreen,
    column: &Field,
    cell: &str,
    of: &Rows,
    near: &Near,
) -> Vec<(String, Value)> {
    let read = convert::understand(&column.kind, cell, near);
    match column.path.leaf() {
        "starts" if read.trouble.is_some() => {
            if let Ok(when) = phrases::parse_when(cell, near) {
                return when.edits_row();
            }
        }
        "time" => {
            if let Some((from, until)) = phrases::parse_times(cell) {
                let until = until.map(|until| ("until".to_owned(), Value::Time(until)));
                return std::iter::once(("time".to_owned(), Value::Time(from))).chain(until).collect();
            }
        }
        "owner" | "deputy" if of.manner == RowManner::Activities => {
            let post = phrases::parse_post(cell, &plan.around.areas, &plan.place.area, &plan.posts());
            if let Some(post) = post {
                return vec![(column.path.leaf().to_owned(), Value::from(post.as_str()))];
            }
        }
        "venue" => {
            let book = of.columns.iter().find(|column| column.path.leaf() == base::VENUES);
            if let Some(Kind::List(venues)) = book.map(|column| &column.kind)
                && let Some(venue) = convert::choose(venues, cell)
            {
                return vec![(base::VENUES.to_owned(), Value::List(vec![Value::from(venue.id.as_str())]))];
            }
        }
        // As quick add has it: a venue that the book lacks is written in.
        base::VENUES => {
            if let (Kind::List(venues), Some(Value::List(named))) = (&column.kind, &read.value)
                && named.iter().any(|id| !venues.iter().any(|venue| id.as_text() == Some(venue.id.as_str())))
            {
                return vec![("venue".to_owned(), Value::from(cell.trim()))];
            }
        }
        _ => {}
    }
    read.value.map(|value| (column.path.leaf().to_owned(), value)).into_iter().collect()
}
