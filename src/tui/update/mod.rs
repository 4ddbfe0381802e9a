//! A fact comes in; the model changes; what is to be done outside goes out. No files, no clock.

mod afar;
mod choices;
mod commands;
mod day;
pub mod drafts;
mod facts;
mod keys;
mod migrating;
mod overlays;
mod plan_commands;
mod recording;
mod tables;
mod taking_back;
mod texts;
mod venues;
mod waiving;

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::model::{Model, Screen};
use super::msg::{Effect, Msg};
use super::{input::Input, view};

pub use commands::{leave_at_once, why_not};
pub use facts::welcome;
pub use keys::{has_options, scopes, text_command};

/// Saves what is being written in a plan: the first of what is to be done where the files are read next.
fn save_written(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Screen::Plan(plan) = &mut model.screen {
        plan.take_in_field();
        effects.append(&mut plan.outbox);
    }
    effects
}

/// Takes a fact in and says what is to be done outside.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let still_told = still_told(model, &msg);
    let mut effects = match msg {
        Msg::Input(Input::Resize(width, height)) => {
            model.size = (width, height);
            Vec::new()
        }
        // Nobody can see what a key would do.
        Msg::Input(_) | Msg::Clicked(_) if model.is_too_small() => Vec::new(),
        Msg::Input(Input::Key(key)) => keys::key(model, key),
        Msg::Input(Input::Paste(text)) => keys::paste(model, &text),
        Msg::Input(Input::Burst(text)) => keys::burst(model, &text),
        // The loop turns the mouse into what was clicked, and ends when the terminal is gone.
        Msg::Input(Input::Mouse(_) | Input::Gone) => Vec::new(),
        Msg::Clicked(target) => keys::click(model, &target),
        fact => facts::fact(model, fact),
    };
    if let Screen::Plan(plan) = &mut model.screen {
        commands::read_by_now(plan);
        effects.append(&mut plan.outbox);
        effects.extend(commands::remember_new_place(plan));
    }
    if model.notice.is_none() {
        model.notice = still_told;
    }
    // Last: what takes the words of a dialog is done before they are forgotten.
    effects.extend(drafts::keep(model));
    view::fit(model);
    effects
}

/// What came into the plan is told as long as somebody goes on writing in a field: they look at their text, and any
/// other notice goes with the next key.
fn still_told(model: &Model, msg: &Msg) -> Option<String> {
    let Screen::Plan(plan) = &model.screen else { return None };
    let is_writing = match msg {
        Msg::Input(Input::Key(key)) => {
            !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                && matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Delete)
        }
        Msg::Input(Input::Paste(_) | Input::Burst(_)) => true,
        _ => false,
    };
    let goes_on = is_writing && plan.input.is_some() && model.overlays.is_empty();
    plan.came_in.clone().filter(|words| goes_on && model.notice.as_ref() == Some(words))
}

#[cfg(test)]
mod tests;
