//! Keys, pastes and clicks while something lies over the screen.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::taking::{After, picked, run_from_palette};
use super::{put_by, run};
use crate::tui::command::Command;
use crate::tui::conflicts;
use crate::tui::input::{KeyPress, keys_of};
use crate::tui::keymap;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Effect, Target};
use crate::tui::overlay::{Many, Overlay};
use crate::tui::text::TextCommand;
use crate::tui::update::{afar, commands, keys, recording, tables, venues, waiving};

/// A key while something lies over the screen.
pub fn key(model: &mut Model, key: KeyPress) -> Vec<Effect> {
    let command = keymap::command(&keys::scopes(model), key);
    if waiving::key(model, key) {
        return Vec::new();
    }
    let force = match &model.screen {
        Screen::Plan(plan) => plan.around.force.clone(),
        _ => Default::default(),
    };
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
            if let Some(effects) = recording::key(form, &force, key) {
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
