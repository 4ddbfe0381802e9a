//! Keys and commands while something lies over the screen.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{commands, keys, texts};
use crate::form::convert;
use crate::form::phrases::{self, Near};
use crate::form::{Field, Kind, Rows, base};
use crate::plan::{FieldPath, Value, Venue};
use crate::tui::command::Command;
use crate::tui::input::{KeyPress, keys_of};
use crate::tui::keymap;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Effect, Target};
use crate::tui::overlay::{
    Many, NEW_VENUE, Overlay, Picker, PickerFor, RecordForm, TablePaste, Then, VENUE_FIELDS, VenueForm,
};
use crate::tui::text::{Change, Shape, TextArea, TextCommand};

/// A key while something lies over the screen.
pub fn key(model: &mut Model, key: KeyPress) -> Vec<Effect> {
    let command = keymap::command(&keys::scopes(model), key);
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            let found = palette.found().len();
            match listed(&mut palette.chosen, found, key) {
                Taken::Chosen => return run_from_palette(model),
                Taken::Moved => return Vec::new(),
                Taken::No => {}
            }
            if let Some(write) = typed(key) {
                palette.query.apply(write);
                palette.chosen = 0;
                return Vec::new();
            }
        }
        Some(Overlay::Picker(picker)) => {
            if key == KeyPress::plain(KeyCode::Char(' ')) && picker.many == Many::Several {
                picker.toggle();
                return Vec::new();
            }
            let found = picker.shown().len();
            match listed(&mut picker.chosen, found, key) {
                Taken::Chosen => {
                    picker.take_bar();
                    return picked(model);
                }
                Taken::Moved => return Vec::new(),
                Taken::No => {}
            }
            if key.code == KeyCode::Delete {
                picker.on.clear();
                return Vec::new();
            }
            if let Some(write) = typed(key) {
                picker.query.apply(write);
                picker.chosen = 0;
                return Vec::new();
            }
        }
        Some(Overlay::Record(form)) => {
            if let Some(effects) = record_key(form, key) {
                if !effects.is_empty() {
                    model.overlays.pop();
                    return with_file(model, effects);
                }
                return Vec::new();
            }
        }
        Some(Overlay::Venue(_)) => {
            if let Some(effects) = venue_key(model, key) {
                return effects;
            }
        }
        Some(Overlay::Table(table)) => {
            if let Some(done) = table_key(table, key) {
                return if done == TableKey::Add { add_table(model) } else { table_column(model) };
            }
        }
        _ => {}
    }
    match command {
        Some(command) => commands::run(model, command),
        None => Vec::new(),
    }
}

/// What a list made of a key.
enum Taken {
    Chosen,
    Moved,
    No,
}

/// The keys of a list with a filter above it.
fn listed(chosen: &mut usize, count: usize, key: KeyPress) -> Taken {
    let last = count.saturating_sub(1);
    *chosen = (*chosen).min(last);
    match key.code {
        KeyCode::Up => *chosen = chosen.saturating_sub(1),
        KeyCode::Down => *chosen = (*chosen + 1).min(last),
        KeyCode::PageUp => *chosen = chosen.saturating_sub(10),
        KeyCode::PageDown => *chosen = (*chosen + 10).min(last),
        KeyCode::Enter => return Taken::Chosen,
        _ => return Taken::No,
    }
    Taken::Moved
}

/// A key as writing in a one-line field.
fn typed(key: KeyPress) -> Option<TextCommand> {
    let is_command = key.modifiers.contains(KeyModifiers::CONTROL)
        && keymap::command(&[keymap::Scope::Global], key).is_some();
    keys::text_command(key, false).filter(|_| !is_command)
}

/// A command while something lies over the screen.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = usize::from(model.size.1.saturating_sub(6)).max(1);
    let venues = model.areas.venues.len();
    let findings = match &model.screen {
        Screen::Plan(plan) => plan.report.findings.len(),
        _ => 0,
    };
    let Some(overlay) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Text(text) => {
            match command {
                Command::Up => text.top = text.top.saturating_sub(1),
                Command::Down => text.top += 1,
                Command::PageUp => text.top = text.top.saturating_sub(page),
                Command::PageDown => text.top += page,
                Command::First => text.top = 0,
                Command::Last => text.top = usize::MAX,
                Command::Open => {
                    if let Then::Tour(next) = text.then {
                        model.overlays.pop();
                        model.overlays.push(texts::tour(next));
                    } else {
                        return close(model);
                    }
                }
                _ => {}
            }
            Vec::new()
        }
        Overlay::Problem(_) => {
            if command == Command::Open {
                return close(model);
            }
            Vec::new()
        }
        Overlay::Flags(list) => {
            move_in(&mut list.chosen, findings, command, page);
            let chosen = list.chosen;
            match (command, &mut model.screen) {
                (Command::Open, Screen::Plan(plan)) if findings > 0 => {
                    plan.go_to_flag(chosen);
                    model.overlays.pop();
                }
                (Command::Mend, Screen::Plan(plan)) => {
                    let finding = plan.report.findings.get(chosen).cloned();
                    let Some((path, mend)) = finding.and_then(|f| Some((f.path, f.mend?))) else {
                        model.notice = Some("This flag cannot be mended at one key.".into());
                        return Vec::new();
                    };
                    match plan.change(&mend.edit, &path) {
                        Ok(()) => model.notice = Some(format!("Done: {}. Ctrl+Z takes it back.", mend.label)),
                        Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
                    }
                }
                _ => {}
            }
            Vec::new()
        }
        Overlay::Venues(list) => {
            move_in(&mut list.chosen, venues, command, page);
            let chosen = list.chosen;
            let venue = model.areas.venues.get(chosen).cloned();
            match command {
                Command::New => model.overlays.push(Overlay::Venue(Box::new(venue_form(&Venue::default())))),
                Command::Open => {
                    let venue = venue.unwrap_or_default();
                    model.overlays.push(Overlay::Venue(Box::new(venue_form(&venue))));
                }
                Command::Remove => {
                    if let Some(venue) = venue {
                        if is_used(model, &venue.id) {
                            model.notice =
                                Some("This plan uses that venue; choose another there first.".into());
                            return Vec::new();
                        }
                        return vec![Effect::RemoveVenue(venue.id)];
                    }
                }
                _ => {}
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn is_used(model: &Model, venue: &str) -> bool {
    match &model.screen {
        Screen::Plan(plan) => {
            plan.doc.plan().activities().any(|(_, activity)| activity.venues.iter().any(|id| id == venue))
        }
        _ => false,
    }
}

fn move_in(chosen: &mut usize, count: usize, command: Command, page: usize) {
    let last = count.saturating_sub(1);
    *chosen = match command {
        Command::Up => chosen.saturating_sub(1),
        Command::Down => (*chosen + 1).min(last),
        Command::PageUp => chosen.saturating_sub(page),
        Command::PageDown => (*chosen + page).min(last),
        Command::First => 0,
        Command::Last => last,
        _ => (*chosen).min(last),
    };
}

/// Takes away what lies on top. Nothing that was written is discarded.
pub fn close(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last() {
        Some(Overlay::Venue(_)) => {
            let effects = save_venue(model);
            put_venue_where_wanted(model);
            if !matches!(model.overlays.last(), Some(Overlay::Venue(form)) if form.trouble.is_some()) {
                model.overlays.pop();
            }
            effects
        }
        // A choice of several is taken as it stands: Esc goes back, it discards nothing.
        Some(Overlay::Picker(picker)) if picker.many == Many::Several => picked(model),
        _ => {
            model.overlays.pop();
            Vec::new()
        }
    }
}

fn run_from_palette(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Palette(palette)) = model.overlays.pop() else {
        return Vec::new();
    };
    match palette.found().get(palette.chosen) {
        Some((_, Some(why))) => {
            model.notice = Some((*why).to_owned());
            Vec::new()
        }
        Some((command, None)) => commands::run(model, *command),
        None => Vec::new(),
    }
}

/// Takes what was chosen from a list.
fn picked(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(mut picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    match picker.goal.clone() {
        PickerFor::Field(path) => {
            let is_new = picker.on.iter().any(|id| id == NEW_VENUE);
            picker.on.retain(|id| id != NEW_VENUE);
            if is_new {
                let form = VenueForm { wanted_in: Some(path.clone()), ..venue_form(&Venue::default()) };
                model.overlays.push(Overlay::Venue(Box::new(form)));
            }
            let value = chosen_value(&picker);
            if let Screen::Plan(plan) = &mut model.screen {
                let result = plan.set(&path, value);
                match result {
                    // One choice made is one field done.
                    Ok(()) if picker.many == Many::One => plan.step_field(1),
                    Ok(()) => {}
                    Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
                }
            }
            Vec::new()
        }
        PickerFor::Column(list) => {
            if let (Screen::Plan(plan), Some(column)) = (&mut model.screen, picker.on.first()) {
                let cells: Vec<FieldPath> = plan
                    .rows(&list)
                    .into_iter()
                    .map(|row| list.child(row.key).child(column.clone()))
                    .collect();
                plan.open_column(&cells);
            }
            Vec::new()
        }
        PickerFor::Period => {
            if let Some(directory) = &mut model.directory {
                directory.period = picker.on.first().filter(|id| !id.is_empty()).cloned();
            }
            commands::run(model, Command::AreaList)
        }
        PickerFor::TableColumn(column) => {
            if let Some(Overlay::Table(table)) = model.overlays.last_mut()
                && let Some(goal) = table.columns.get_mut(column)
            {
                *goal = picker.on.first().filter(|id| !id.is_empty()).cloned();
            }
            Vec::new()
        }
    }
}

fn chosen_value(picker: &Picker) -> Option<Value> {
    if picker.on.is_empty() {
        return None;
    }
    Some(match picker.many {
        Many::Several => Value::List(picker.on.iter().map(|id| Value::from(id.as_str())).collect()),
        Many::One => match picker.on[0].as_str() {
            "yes" if picker.items.len() == 2 => Value::Boolean(true),
            "no" if picker.items.len() == 2 => Value::Boolean(false),
            id => Value::from(id),
        },
    })
}

/// Keys of the form that records a version. Nothing when the key means something else there.
fn record_key(form: &mut RecordForm, key: KeyPress) -> Option<Vec<Effect>> {
    match key.code {
        KeyCode::Tab | KeyCode::Down => form.focus = (form.focus + 1) % form.fields(),
        KeyCode::BackTab | KeyCode::Up => form.focus = (form.focus + form.fields() - 1) % form.fields(),
        KeyCode::Enter if form.focus + 1 < form.fields() => form.focus += 1,
        KeyCode::Enter => {
            let message = form.message.text().trim().to_owned();
            if message.is_empty() {
                form.focus = 0;
                form.trouble = Some("Say in a few words what this version is.".into());
                return Some(Vec::new());
            }
            let Some(author) = form.who() else {
                form.focus = 1;
                form.trouble = Some("A name or post and a work e-mail address are needed, this once.".into());
                return Some(Vec::new());
            };
            return Some(vec![Effect::Record { file: String::new(), message, author }]);
        }
        _ => {
            form.area().apply(typed(key)?);
        }
    }
    Some(Vec::new())
}

/// Gives the effect of recording the plan that is open.
fn with_file(model: &Model, effects: Vec<Effect>) -> Vec<Effect> {
    let Screen::Plan(plan) = &model.screen else {
        return Vec::new();
    };
    effects
        .into_iter()
        .map(|effect| match effect {
            Effect::Record { message, author, .. } => {
                Effect::Record { file: plan.place.file.clone(), message, author }
            }
            other => other,
        })
        .collect()
}

fn venue_form(venue: &Venue) -> VenueForm {
    let access = venue.access.iter().map(|id| Value::from(id.as_str())).collect();
    let texts = [
        venue.name.clone(),
        venue.address.clone(),
        venue.settlement.clone(),
        convert::show(&Kind::List(base::access_choices()), &Value::List(access)),
        venue.checked.map(phrases::short_date).unwrap_or_default(),
    ];
    VenueForm {
        id: venue.id.clone(),
        wanted_in: None,
        fields: texts.iter().map(|text| TextArea::new(text, Shape::Line)).collect(),
        focus: 0,
        trouble: None,
    }
}

fn venue_key(model: &mut Model, key: KeyPress) -> Option<Vec<Effect>> {
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return None;
    };
    let last = VENUE_FIELDS.len() - 1;
    match key.code {
        KeyCode::Enter if form.focus == last => return Some(close(model)),
        KeyCode::Tab | KeyCode::Down | KeyCode::Enter => form.focus = (form.focus + 1).min(last),
        KeyCode::BackTab | KeyCode::Up => form.focus = form.focus.saturating_sub(1),
        _ => {
            let write = typed(key)?;
            let focus = form.focus;
            if let Some(Change::None | Change::Moved) =
                form.fields.get_mut(focus).map(|area| area.apply(write))
            {
                return Some(Vec::new());
            }
            // A venue that has its id is saved as it is written; a new one gets it from its whole name.
            let is_new = form.id.is_empty();
            return Some(if is_new { Vec::new() } else { save_venue(model) });
        }
    }
    Some(save_venue(model))
}

/// The venue of the form, to be saved; nothing while it has no name.
fn save_venue(model: &mut Model) -> Vec<Effect> {
    let near = Near { period: None, today: model.today };
    let taken: Vec<String> = model.areas.venues.iter().map(|venue| venue.id.clone()).collect();
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let text = |at: usize| form.fields.get(at).map(|area| area.text().trim().to_owned()).unwrap_or_default();
    let (name, address, settlement) = (text(0), text(1), text(2));
    if name.is_empty() {
        return Vec::new();
    }
    let access = match convert::understand(&Kind::List(base::access_choices()), &text(3), &near).value {
        Some(Value::List(items)) => items.iter().filter_map(|v| v.as_text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let typed_date = text(4);
    let checked = phrases::parse_date(&typed_date, &near);
    form.trouble = (checked.is_none() && !typed_date.is_empty())
        .then(|| format!("“{typed_date}” is no date. Type one such as 1 Sep 2026, or leave it empty."));
    if form.id.is_empty() {
        form.id = free_id(&name, &taken);
    }
    let venue = Venue { id: form.id.clone(), name, address, settlement, access, checked };
    vec![Effect::SaveVenue(Box::new(venue))]
}

/// A venue added from an activity stands in that activity.
fn put_venue_where_wanted(model: &mut Model) {
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return;
    };
    if form.id.is_empty() {
        return;
    }
    let id = Value::from(form.id.as_str());
    let Some(path) = form.wanted_in.take() else {
        return;
    };
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let mut venues = match plan.doc.get(&path) {
        Some(Value::List(venues)) => venues,
        _ => Vec::new(),
    };
    if !venues.contains(&id) {
        venues.push(id);
    }
    if let Err(problem) = plan.set(&path, Some(Value::List(venues))) {
        model.overlays.push(Overlay::Problem(Box::new(problem)));
    }
}

/// An id made of a name, which no other has.
fn free_id(name: &str, taken: &[String]) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut stem: String = words.join("-").chars().take(56).collect();
    stem = stem.trim_end_matches('-').to_owned();
    if stem.is_empty() {
        stem = "venue".into();
    }
    let mut id = stem.clone();
    let mut number = 2;
    while taken.contains(&id) {
        id = format!("{stem}-{number}");
        number += 1;
    }
    id
}

#[derive(PartialEq)]
enum TableKey {
    Add,
    Column,
}

fn table_key(table: &mut TablePaste, key: KeyPress) -> Option<TableKey> {
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
fn table_column(model: &mut Model) -> Vec<Effect> {
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
fn add_table(model: &mut Model) -> Vec<Effect> {
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
                row.extend(pasted_cell(column, cell, &of, &near));
            }
            row
        })
        .filter(|row| !row.is_empty())
        .collect();
    let count = rows.len();
    match plan.add_rows(&table.list, rows) {
        Ok(()) => model.notice = Some(format!("Added {count} rows. Ctrl+Z takes them back.")),
        Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
    }
    Vec::new()
}

/// What a cell of a pasted table says: a date may be a phrase, a time a range, a venue one of the book.
fn pasted_cell(column: &Field, cell: &str, of: &Rows, near: &Near) -> Vec<(String, Value)> {
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
        "venue" => {
            let book = of.columns.iter().find(|column| column.path.leaf() == base::VENUES);
            if let Some(Kind::List(venues)) = book.map(|column| &column.kind)
                && let Some(venue) = convert::choose(venues, cell)
            {
                return vec![(base::VENUES.to_owned(), Value::List(vec![Value::from(venue.id.as_str())]))];
            }
        }
        _ => {}
    }
    read.value.map(|value| (column.path.leaf().to_owned(), value)).into_iter().collect()
}

/// Whether what lies on top takes typed text.
pub fn takes_text(overlay: &Overlay) -> bool {
    matches!(overlay, Overlay::Palette(_) | Overlay::Picker(_) | Overlay::Record(_) | Overlay::Venue(_))
}

/// A paste while something lies over the screen.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let insert = TextCommand::Paste(text.to_owned());
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            palette.query.apply(insert);
        }
        Some(Overlay::Picker(picker)) => {
            picker.query.apply(insert);
        }
        Some(Overlay::Record(form)) => {
            form.area().apply(insert);
        }
        Some(Overlay::Venue(form)) => {
            let focus = form.focus;
            if let Some(area) = form.fields.get_mut(focus) {
                area.apply(insert);
            }
        }
        _ => return keys_of(text).into_iter().flat_map(|press| key(model, press)).collect(),
    }
    Vec::new()
}

/// A click while something lies over the screen.
pub fn click(model: &mut Model, target: &Target) -> Vec<Effect> {
    let Target::Row(row) = target else {
        return Vec::new();
    };
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            palette.chosen = *row;
            run_from_palette(model)
        }
        Some(Overlay::Picker(picker)) => {
            picker.chosen = *row;
            if picker.many == Many::Several {
                picker.toggle();
                return Vec::new();
            }
            picker.take_bar();
            picked(model)
        }
        Some(Overlay::Flags(list)) => {
            list.chosen = *row;
            run(model, Command::Open)
        }
        Some(Overlay::Venues(list)) => {
            list.chosen = *row;
            run(model, Command::Open)
        }
        _ => Vec::new(),
    }
}
