//! Keys and commands while something lies over the screen.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{afar, commands, facts, keys, migrating, recording, tables, texts, venues, waiving};
use crate::plan::{FieldPath, Value, Venue};
use crate::tui::areas::AreasScreen;
use crate::tui::command::Command;
use crate::tui::conflicts;
use crate::tui::history::commands as history;
use crate::tui::input::{KeyPress, keys_of};
use crate::tui::keymap;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Effect, Target};
use crate::tui::overlay::{Many, NEW_VENUE, Overlay, Picker, PickerFor, Then, VenueForm};
use crate::tui::text::{Shape, TextArea, TextCommand};

/// A key while something lies over the screen.
pub fn key(model: &mut Model, key: KeyPress) -> Vec<Effect> {
    let command = keymap::command(&keys::scopes(model), key);
    if waiving::key(model, key) {
        return Vec::new();
    }
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
                    return picked(model, After::Next);
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
            if let Some(effects) = recording::key(form, key) {
                if !effects.is_empty() {
                    if recording::is_stopped(model) {
                        return Vec::new();
                    }
                    // Kept until it is recorded: that can fail.
                    put_by(model);
                    return recording::with_file(model, effects);
                }
                return Vec::new();
            }
        }
        Some(Overlay::Join(form)) => {
            if key.code == KeyCode::Enter {
                return afar::join(model);
            }
            if let Some(write) = typed(key) {
                form.address.apply(write);
                form.trouble = None;
                return Vec::new();
            }
        }
        Some(Overlay::Venue(_)) => {
            if let Some(effects) = venues::key(model, key) {
                return effects;
            }
        }
        Some(Overlay::Conflicts(_)) => {
            if let Some(effects) = conflicts::commands::key(model, key) {
                return effects;
            }
        }
        Some(Overlay::Table(table)) => {
            if let Some(done) = tables::key(table, key) {
                return if done == tables::TableKey::Add {
                    tables::add(model)
                } else {
                    tables::column(model)
                };
            }
        }
        _ => {}
    }
    match command {
        Some(command) => commands::run(model, command),
        None => Vec::new(),
    }
}

/// Where the focus is after a choice.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Stay,
    Next,
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
        KeyCode::Home => *chosen = 0,
        KeyCode::End => *chosen = last,
        KeyCode::PageUp => *chosen = chosen.saturating_sub(10),
        KeyCode::PageDown => *chosen = (*chosen + 10).min(last),
        KeyCode::Enter => return Taken::Chosen,
        _ => return Taken::No,
    }
    Taken::Moved
}

/// A key as writing in a one-line field.
pub fn typed(key: KeyPress) -> Option<TextCommand> {
    let is_command = key.modifiers.contains(KeyModifiers::CONTROL)
        && keymap::command(&[keymap::Scope::Global], key).is_some();
    if keymap::command(&[keymap::Scope::Text], key) == Some(Command::SelectAll) {
        return Some(TextCommand::SelectAll);
    }
    keys::text_command(key, false).filter(|_| !is_command)
}

/// A command while something lies over the screen.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Some(Overlay::Conflicts(_)) = model.overlays.last() {
        return conflicts::commands::run(model, command);
    }
    let page = usize::from(model.size.1.saturating_sub(6)).max(1);
    let venues = model.areas.venues.len();
    let (findings, flag) = match (&model.screen, model.overlays.last()) {
        (Screen::Plan(plan), Some(Overlay::Flags(list))) => {
            (plan.listed_flags(list.of).len(), plan.flag_in_list(list))
        }
        _ => (0, None),
    };
    let Some(overlay) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Text(text) => {
            match command {
                Command::Up => text.top = text.top.saturating_sub(1),
                Command::Down => text.top = text.top.saturating_add(1),
                Command::PageUp => text.top = text.top.saturating_sub(page),
                Command::PageDown => text.top = text.top.saturating_add(page),
                Command::First => text.top = 0,
                Command::Last => text.top = usize::MAX,
                Command::Open => match text.then.clone() {
                    Then::Tour(next) => {
                        model.overlays.pop();
                        model.overlays.push(texts::tour(next));
                    }
                    Then::Migrate(to) => {
                        model.overlays.pop();
                        migrating::carry_out(model, &to);
                    }
                    Then::Allow(allow) => {
                        model.overlays.pop();
                        return waiving::allow(model, allow);
                    }
                    Then::Restore => {
                        model.overlays.pop();
                        return history::restore(model);
                    }
                    Then::Close | Then::GoOn => return close(model),
                },
                _ => {}
            }
            Vec::new()
        }
        Overlay::Versions(_) => history::on_list(model, command, page),
        Overlay::Version(_) => history::on_page(model, command, page),
        Overlay::Problem(_) => {
            if command == Command::Open {
                return close(model);
            }
            Vec::new()
        }
        Overlay::Flags(list) => {
            move_in(&mut list.chosen, findings, command, page);
            let Screen::Plan(plan) = &mut model.screen else {
                return Vec::new();
            };
            match (command, flag) {
                (Command::Open, Some(number)) => {
                    plan.go_to_flag(number);
                    model.overlays.pop();
                }
                (Command::Mend, Some(number)) => {
                    let finding = plan.report.findings.get(number).cloned();
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
                Command::New => {
                    model.overlays.push(Overlay::Venue(Box::new(venues::form(&Venue::default()))))
                }
                Command::Open => {
                    let venue = venue.unwrap_or_default();
                    model.overlays.push(Overlay::Venue(Box::new(venues::form(&venue))));
                }
                Command::Undo => return venues::undo(model),
                Command::Remove => {
                    if let Some(venue) = venue {
                        if is_used(model, &venue.id) {
                            model.notice =
                                Some("This plan uses that venue; choose another there first.".into());
                            return Vec::new();
                        }
                        let id = venue.id.clone();
                        model.notice = Some(format!("Removed: {}. Ctrl+Z brings it back.", venue.name));
                        let gone = Venue { id: id.clone(), ..Venue::default() };
                        venues::remember(model, venue, gone);
                        return vec![Effect::RemoveVenue(id)];
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
            let effects = venues::save(model);
            if let Some(Overlay::Venue(form)) = model.overlays.last() {
                let (before, after) = (form.opened.clone(), form.before.clone());
                venues::remember(model, before, after);
            }
            venues::put_where_wanted(model);
            if let Some(Overlay::Venue(form)) = model.overlays.pop() {
                model.notice = form.trouble;
            }
            effects
        }
        Some(Overlay::Waive(_)) => {
            waiving::close(model);
            Vec::new()
        }
        Some(Overlay::Underway(_)) => afar::stop(model),
        Some(Overlay::Text(page)) if page.then == Then::GoOn => {
            model.overlays.pop();
            if let Screen::Plan(plan) = &model.screen {
                model.notice = Some(facts::you_were_here(plan));
            }
            Vec::new()
        }
        // A choice of several is taken as it stands: Esc goes back, it discards nothing.
        Some(Overlay::Picker(picker)) if picker.many == Many::Several => picked(model, After::Stay),
        _ => {
            model.notice = put_by(model).map(str::to_owned);
            Vec::new()
        }
    }
}

/// Takes away what lies on top. What was written there is kept for the plan that is open; says so where it
/// matters.
pub(super) fn put_by(model: &mut Model) -> Option<&'static str> {
    let top = model.overlays.pop();
    let Screen::Plan(plan) = &model.screen else { return None };
    let file = plan.place.file.clone();
    match top {
        Some(Overlay::Record(form)) => {
            let is_written = form.message.text() != form.proposed || form.author.is_some();
            model.put_by.record = Some((file, form));
            is_written.then_some("What you wrote for this version is kept. F9 opens it again.")
        }
        Some(Overlay::Table(table)) => {
            model.put_by.table = Some((file, table));
            Some("The table is kept: Ctrl+K, “pasted table”, opens it again.")
        }
        _ => None,
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
        Some((command, None)) => {
            let effects = commands::run(model, *command);
            // "standard 5" goes on to the fifth.
            let number: String = palette.query.text().chars().filter(char::is_ascii_digit).collect();
            if let (Command::Section, Some(Overlay::Picker(picker))) = (command, model.overlays.last_mut()) {
                picker.query = TextArea::new(&number, Shape::Line);
            }
            effects
        }
        None => Vec::new(),
    }
}

/// Takes what was chosen from a list.
fn picked(model: &mut Model, after: After) -> Vec<Effect> {
    let Some(Overlay::Picker(mut picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    match picker.goal.clone() {
        PickerFor::Field(path) => {
            let is_new = picker.on.iter().any(|id| id == NEW_VENUE);
            picker.on.retain(|id| id != NEW_VENUE);
            if is_new {
                let form = VenueForm { wanted_in: Some(path.clone()), ..venues::form(&Venue::default()) };
                model.overlays.push(Overlay::Venue(Box::new(form)));
            }
            let value = chosen_value(&picker);
            if let Screen::Plan(plan) = &mut model.screen {
                let result = plan.set(&path, value);
                match result {
                    // What Enter takes is a field done, unless a venue is to be written first.
                    Ok(()) if after == After::Next && !is_new => plan.step_field(1),
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
            // The plans of the other period are not to stand under this one's name.
            if let Screen::Areas(areas) = &mut model.screen {
                let came_from = areas.chosen().map(|row| row.id.clone()).unwrap_or_default();
                *areas = AreasScreen { came_from, ..AreasScreen::default() };
            }
            commands::run(model, Command::AreaList)
        }
        PickerFor::Section => {
            if let (Screen::Plan(plan), Some(section)) = (&mut model.screen, picker.on.first())
                && let Ok(section) = section.parse()
            {
                plan.go_to_section(section);
            }
            Vec::new()
        }
        PickerFor::Edition => {
            if let Some(to) = picker.on.first() {
                migrating::show(model, to);
            }
            Vec::new()
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

/// Whether what lies on top takes typed text.
pub fn takes_text(overlay: &Overlay) -> bool {
    if let Overlay::Conflicts(conflicts) = overlay {
        return conflicts.writing.is_some();
    }
    matches!(
        overlay,
        Overlay::Palette(_)
            | Overlay::Picker(_)
            | Overlay::Record(_)
            | Overlay::Venue(_)
            | Overlay::Waive(_)
            | Overlay::Join(_)
    )
}

/// A paste while something lies over the screen.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if conflicts::commands::paste(model, text) {
        return Vec::new();
    }
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
        Some(Overlay::Join(form)) => {
            form.address.apply(insert);
            form.trouble = None;
        }
        Some(Overlay::Venue(form)) => {
            let focus = form.focus;
            if let Some(area) = form.fields.get_mut(focus) {
                area.apply(insert);
            }
            return venues::save_if_known(model);
        }
        Some(Overlay::Waive(form)) => {
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
            picked(model, After::Stay)
        }
        Some(Overlay::Versions(list)) => {
            list.chosen = *row;
            run(model, Command::Open)
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
