//! Keys, pastes and clicks, to whatever has the focus.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{commands, overlays, plan_commands, tables};
use crate::form::base::VENUES;
use crate::form::{Field, Kind};
use crate::tui::areas::Filtering;
use crate::tui::command::Command;
use crate::tui::input::{KeyPress, keys_of};
use crate::tui::keymap::{self, Scope};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Effect, Target};
use crate::tui::overlay::Overlay;
use crate::tui::plan::{Closed, PlanScreen};
use crate::tui::text::{Motion, Select, TextCommand};

/// The scopes that hold now, from the outside in.
pub fn scopes(model: &Model) -> Vec<Scope> {
    let mut scopes = vec![Scope::Global];
    if let Some(overlay) = model.overlays.last() {
        match overlay {
            Overlay::Flags(_) => scopes.extend([Scope::List, Scope::Flags]),
            Overlay::Venues(_) => scopes.extend([Scope::List, Scope::Venues]),
            Overlay::Versions(_) => scopes.extend([Scope::List, Scope::Versions]),
            Overlay::Version(_) => scopes.extend([Scope::List, Scope::Version]),
            Overlay::Conflicts(conflicts) => match (&conflicts.writing, conflicts.look) {
                (Some(_), _) => scopes.push(Scope::Text),
                (None, Some(_)) => scopes.push(Scope::List),
                (None, None) => scopes.extend([Scope::List, Scope::Conflicts]),
            },
            Overlay::Text(_) | Overlay::Problem(_) | Overlay::Table(_) => scopes.push(Scope::List),
            Overlay::Palette(_)
            | Overlay::Picker(_)
            | Overlay::Record(_)
            | Overlay::Venue(_)
            | Overlay::Waive(_)
            | Overlay::Join(_)
            | Overlay::Underway(_) => {}
        }
        return scopes;
    }
    match &model.screen {
        Screen::Areas(_) => scopes.extend([Scope::List, Scope::Areas]),
        Screen::Welcome(_) => scopes.push(Scope::List),
        Screen::Plan(plan) => {
            scopes.push(Scope::Plan);
            if plan.quick.is_some() || plan.filtering.is_some() {
                return scopes;
            }
            match plan.field().map(|field| &field.kind) {
                Some(Kind::Rows(_)) => scopes.extend([Scope::List, Scope::Rows]),
                Some(_) => {
                    scopes.push(Scope::Text);
                    if plan.field().is_some_and(has_options) {
                        scopes.push(Scope::Options);
                    }
                }
                None => scopes.extend([Scope::List, Scope::Summary]),
            }
        }
        Screen::Opening | Screen::Stuck(_) => {}
    }
    scopes
}

/// Whether a field has a list to choose from. The venue book is one even while it is empty: a venue can be
/// added there.
pub fn has_options(field: &Field) -> bool {
    match &field.kind {
        Kind::List(_) if field.path.leaf() == VENUES => true,
        Kind::Choice(choices) | Kind::List(choices) => !choices.is_empty(),
        Kind::Cadence | Kind::Weekday | Kind::YesNo => true,
        _ => false,
    }
}

/// A key.
pub fn key(model: &mut Model, key: KeyPress) -> Vec<Effect> {
    model.notice = None;
    if key.code != KeyCode::Esc
        && let Screen::Plan(plan) = &mut model.screen
    {
        plan.closed = Closed::ByHand;
    }
    if !model.overlays.is_empty() {
        return match key.character() {
            Some(c) if is_interrupted(model) => commands::write(model, TextCommand::Insert(c.to_string())),
            _ => overlays::key(model, key),
        };
    }
    match &mut model.screen {
        Screen::Areas(areas) if areas.filtering == Filtering::Open => {
            if let Some(done) = filter_key(&mut areas.filter, key) {
                areas.filtering = done;
                if key.code == KeyCode::Enter {
                    return commands::run(model, Command::Open);
                }
                areas.chosen = 0;
                return Vec::new();
            }
        }
        Screen::Plan(plan) if plan.quick.is_some() => return quick_key(model, key),
        Screen::Plan(plan) if plan.filtering.is_some() => {
            if let Some(list) = plan.filtering.clone() {
                let state = plan.list_state(&list);
                if let Some(done) = filter_key(&mut state.filter, key) {
                    if key.code != KeyCode::Enter {
                        state.chosen = 0;
                    }
                    if done == Filtering::Closed {
                        plan.filtering = None;
                    }
                    if key.code == KeyCode::Enter {
                        return commands::run(model, Command::Open);
                    }
                    return Vec::new();
                }
            }
        }
        _ => {}
    }
    let scopes = scopes(model);
    if writes_text(model) {
        if let Some(effects) = text_key(model, key) {
            return effects;
        }
    } else if let (Screen::Plan(plan), Some(c)) = (&model.screen, key.character())
        && plan.field().is_none()
        && let Some(section) = c.to_digit(10)
    {
        // On the summary a digit goes to its standard.
        return plan_commands::go_to_standard(model, section);
    }
    match keymap::command(&scopes, key) {
        Some(command) => commands::run(model, command),
        None => {
            // Somebody types the name of an area: that filters the list.
            if let (Screen::Areas(areas), Some(c)) = (&mut model.screen, key.character())
                && c.is_alphabetic()
            {
                areas.filter.push(c);
                areas.filtering = Filtering::Open;
                areas.chosen = 0;
            }
            // Somebody types where nothing is written: say so before more is typed.
            if key.character().is_some() && scopes.contains(&Scope::Rows) {
                model.notice = Some("This is a list: n adds one, Enter opens one, Tab goes on.".into());
            }
            Vec::new()
        }
    }
}

/// Whether the focus is in a text.
fn writes_text(model: &Model) -> bool {
    matches!(&model.screen, Screen::Plan(plan) if plan.input.is_some())
}

/// Whether a problem came up over a text that somebody is writing: what is typed on goes where it was meant.
fn is_interrupted(model: &Model) -> bool {
    matches!(model.overlays.as_slice(), [Overlay::Problem(_)])
        && matches!(&model.screen, Screen::Plan(plan) if plan.quick.is_some() || plan.input.is_some())
}

/// Keys that a text takes before any command does.
fn text_key(model: &mut Model, key: KeyPress) -> Option<Vec<Effect>> {
    let Screen::Plan(plan) = &mut model.screen else {
        return None;
    };
    let is_prose = in_prose(plan);
    let is_kept = plan.is_kept();
    let has_options = plan.field().is_some_and(has_options);
    let command = match (key.code, key.modifiers) {
        // What can only be read is taken out whole.
        (KeyCode::Delete, KeyModifiers::NONE) if is_kept => {
            return Some(commands::run(model, Command::Remove));
        }
        (KeyCode::Enter, KeyModifiers::NONE) if is_prose && !is_kept => TextCommand::Newline,
        (KeyCode::Enter, KeyModifiers::NONE) if !has_options => {
            return Some(commands::run(model, Command::NextField));
        }
        (KeyCode::Up, KeyModifiers::NONE) if !is_prose => {
            return Some(commands::run(model, Command::PreviousField));
        }
        (KeyCode::Down, KeyModifiers::NONE) if !is_prose => {
            return Some(commands::run(model, Command::NextField));
        }
        _ => text_command(key, is_prose)?,
    };
    Some(commands::write(model, command))
}

/// A key as something done to a text.
pub fn text_command(key: KeyPress, is_prose: bool) -> Option<TextCommand> {
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let select = if shift { Select::Extend } else { Select::Drop };
    let motion = match (key.code, ctrl) {
        (KeyCode::Left, false) => Motion::Left,
        (KeyCode::Left, true) => Motion::WordLeft,
        (KeyCode::Right, false) => Motion::Right,
        (KeyCode::Right, true) => Motion::WordRight,
        (KeyCode::Home, false) => Motion::LineStart,
        (KeyCode::Home, true) => Motion::TextStart,
        (KeyCode::End, false) => Motion::LineEnd,
        (KeyCode::End, true) => Motion::TextEnd,
        (KeyCode::Up, false) if is_prose => Motion::Up,
        (KeyCode::Down, false) if is_prose => Motion::Down,
        (KeyCode::PageUp, _) if is_prose => Motion::PageUp,
        (KeyCode::PageDown, _) if is_prose => Motion::PageDown,
        (KeyCode::Backspace, false) => return Some(TextCommand::DeleteBack),
        (KeyCode::Backspace, true) | (KeyCode::Char('w'), true) => return Some(TextCommand::DeleteWordBack),
        (KeyCode::Char('h'), true) => return Some(TextCommand::DeleteBack),
        (KeyCode::Char('j'), true) if is_prose => return Some(TextCommand::Newline),
        (KeyCode::Delete, false) => return Some(TextCommand::DeleteForward),
        (KeyCode::Delete, true) => return Some(TextCommand::DeleteWordForward),
        _ => return key.character().map(|c| TextCommand::Insert(c.to_string())),
    };
    Some(TextCommand::Move(motion, select))
}

/// A key in a filter. Nothing when the key means something else there; otherwise whether the filter stays open.
pub fn filter_key(filter: &mut String, key: KeyPress) -> Option<Filtering> {
    match key.code {
        // The cursor stands at the end always, so Delete can only mean the last letter; never what the list holds.
        KeyCode::Backspace | KeyCode::Delete => {
            filter.pop();
            Some(Filtering::Open)
        }
        KeyCode::Enter => Some(Filtering::Closed),
        KeyCode::Esc => {
            filter.clear();
            Some(Filtering::Closed)
        }
        _ => key.character().map(|c| {
            filter.push(c);
            Filtering::Open
        }),
    }
}

/// A key while the line of quick add is open.
fn quick_key(model: &mut Model, key: KeyPress) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    match (key.code, key.modifiers) {
        (KeyCode::Enter, KeyModifiers::NONE) => {
            let taken = plan.take_quick();
            match taken {
                Ok(Some(title)) => model.notice = Some(format!("Added: {title}. Type the next, or Esc.")),
                Ok(None) => plan.quick = None,
                Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
            }
            return Vec::new();
        }
        (KeyCode::Esc | KeyCode::Tab, _) => {
            close_quick(model);
            return Vec::new();
        }
        _ => {}
    }
    let is_write = keymap::command(&[Scope::Text], key).is_none();
    if let Some(command) = text_command(key, false).filter(|_| is_write) {
        return commands::write(model, command);
    }
    let command = keymap::command(&[Scope::Global, Scope::Plan, Scope::Text], key);
    match command {
        Some(Command::Copy) => commands::write(model, TextCommand::Copy),
        Some(Command::Cut) => commands::write(model, TextCommand::Cut),
        Some(Command::SelectAll) => commands::write(model, TextCommand::SelectAll),
        Some(Command::Elsewhere | Command::FillDown | Command::Undo | Command::Redo) | None => Vec::new(),
        Some(command) => {
            if !matches!(command, Command::Help | Command::SaveNow | Command::PasteHere) {
                close_quick(model);
            }
            commands::run(model, command)
        }
    }
}

/// Closes the line of quick add; what it holds becomes an activity.
pub fn close_quick(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    match plan.take_quick() {
        Ok(Some(title)) => model.notice = Some(format!("Added: {title}.")),
        Ok(None) => {}
        Err(problem) => {
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            return;
        }
    }
    plan.quick = None;
}

/// A paste, or keys that came at once: text in a text, keys elsewhere.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    model.notice = None;
    if is_interrupted(model) {
        return commands::write(model, TextCommand::Paste(text.to_owned()));
    }
    if !model.overlays.is_empty() {
        return overlays::paste(model, text);
    }
    if let Screen::Plan(plan) = &mut model.screen
        && plan.quick.is_none()
        && plan.filtering.is_none()
        && let Some(list) = plan.list_in_focus()
    {
        return tables::paste(model, &list, text);
    }
    if matches!(&model.screen, Screen::Plan(plan) if plan.quick.is_some() || plan.input.is_some()) {
        return commands::write(model, TextCommand::Paste(text.to_owned()));
    }
    burst(model, text)
}

/// Keys that came at once: in a text they are the text, elsewhere each is a key.
pub fn burst(model: &mut Model, text: &str) -> Vec<Effect> {
    let is_text = model.overlays.is_empty()
        && matches!(&model.screen, Screen::Plan(plan) if plan.filtering.is_none() && (plan.quick.is_some() || plan.input.is_some()));
    // No one-line field holds a tab: whoever typed one quickly went on to the next.
    let goes_on = text.contains('\t')
        && matches!(&model.screen, Screen::Plan(plan) if plan.quick.is_none() && !in_prose(plan));
    if is_text && goes_on {
        return keys_of(text).into_iter().flat_map(|press| key(model, press)).collect();
    }
    if is_text || is_interrupted(model) {
        return commands::write(model, TextCommand::Paste(text.to_owned()));
    }
    if model.overlays.last().is_some_and(overlays::takes_text) {
        return overlays::paste(model, text);
    }
    // The name of an area that came at once is no run of commands.
    if let Screen::Areas(areas) = &mut model.screen
        && model.overlays.is_empty()
        && text.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2
    {
        areas.filtering = Filtering::Open;
    }
    // A table pasted without the terminal's marks.
    if let Screen::Plan(plan) = &mut model.screen
        && model.overlays.is_empty()
        && let Some(list) = plan.list_in_focus()
        && text.contains('\n')
        && text.contains('\t')
    {
        return tables::paste(model, &list, text);
    }
    keys_of(text).into_iter().flat_map(|press| key(model, press)).collect()
}

/// Whether a text of paragraphs is being written.
fn in_prose(plan: &PlanScreen) -> bool {
    plan.field().is_some_and(|field| field.kind.is_long())
}

/// A click.
pub fn click(model: &mut Model, target: &Target) -> Vec<Effect> {
    model.notice = None;
    if let Target::Command(command) = target {
        return commands::run(model, *command);
    }
    if !model.overlays.is_empty() {
        return overlays::click(model, target);
    }
    match (&mut model.screen, target) {
        (Screen::Areas(areas), Target::ForYou(row)) => {
            let before = areas.above.replace(*row);
            return if before == Some(*row) { commands::run(model, Command::Open) } else { Vec::new() };
        }
        (Screen::Areas(areas), Target::Row(row)) => {
            areas.above = None;
            if areas.chosen == *row {
                return commands::run(model, Command::Open);
            }
            areas.chosen = *row;
        }
        (Screen::Welcome(welcome), Target::Row(row)) => {
            welcome.chosen = *row;
            return commands::run(model, Command::Open);
        }
        (Screen::Plan(plan), Target::Section(section)) => plan.go_to_section(*section),
        (Screen::Plan(plan), Target::Field(field)) => plan.focus(*field),
        (Screen::Plan(plan), Target::FieldRow(field, row)) => {
            let again = plan.page().focus == *field;
            plan.focus(*field);
            if let Some(list) = plan.list_in_focus() {
                let state = plan.list_state(&list);
                if again && state.chosen == *row {
                    return commands::run(model, Command::Open);
                }
                state.chosen = *row;
            }
        }
        (Screen::Plan(plan), Target::Text(column, row)) => {
            if let Some(input) = &mut plan.input {
                let at = input.area.offset_at(*column, *row);
                input.area.set_cursor(at);
            }
        }
        _ => {}
    }
    Vec::new()
}
