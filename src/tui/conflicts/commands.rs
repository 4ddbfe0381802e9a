//! Keys and commands while something is being settled.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{Conflicts, Decision, Ending, finished};
use crate::form::convert::understand;
use crate::form::phrases::Near;
use crate::git::sync::conflicts::Finished;
use crate::plan::Value;
use crate::plan::merge::Take;
use crate::problem::Problem;
use crate::report::clash::Clash;
use crate::tui::command::Command;
use crate::tui::input::KeyPress;
use crate::tui::keymap::{self, Scope};
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, scroll};
use crate::tui::text::TextCommand;
use crate::tui::update::text_command;

/// What is being settled, wherever it lies.
pub fn open(model: &mut Model) -> Option<&mut Conflicts> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Conflicts(conflicts) => Some(&mut **conflicts),
        _ => None,
    })
}

/// What is to be settled is known: it is shown, or shown anew.
pub fn listed(model: &mut Model, listed: Result<Vec<Clash>, Problem>) {
    let places = match listed {
        Ok(places) => places,
        Err(problem) => {
            if let Some(conflicts) = open(model) {
                conflicts.not_ended();
            }
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            return;
        }
    };
    let none = places.is_empty();
    match open(model) {
        Some(conflicts) if !none => conflicts.listed(places),
        None if !none => model.overlays.push(Overlay::Conflicts(Box::new(Conflicts::new(places)))),
        _ => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflicts(_)));
            model.notice = Some("Nothing is to be settled: both sides say the same.".into());
        }
    }
}

/// Both sides are together, or something is left.
pub fn ended(model: &mut Model, end: Result<Finished, Problem>) -> Vec<Effect> {
    match end {
        Ok(end) => {
            model.notice = Some(finished(&end));
            if let Finished::Open(_) = end {
                if let Some(conflicts) = open(model) {
                    conflicts.not_ended();
                }
                return vec![Effect::ListConflicts];
            }
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflicts(_)));
        }
        Err(problem) => {
            if let Some(conflicts) = open(model) {
                conflicts.not_ended();
            }
            model.overlays.push(Overlay::Problem(Box::new(problem)));
        }
    }
    Vec::new()
}

fn keep(decision: Option<Decision>) -> Vec<Effect> {
    decision.map(Effect::Decide).into_iter().collect()
}

/// Why a command of settling cannot be done now.
pub fn why_not(model: &Model, command: Command) -> Option<&'static str> {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last() else {
        return Some("Settle first what both changed: this is about one of those places.");
    };
    match command {
        _ if conflicts.ending == Ending::Asked => Some("Both sides are being brought together."),
        Command::TakeBoth if conflicts.place().is_some_and(|place| place.both.is_none()) => {
            Some("There cannot be both here: m takes mine, t takes theirs.")
        }
        Command::WriteAnew if conflicts.place().is_some_and(|place| place.kind.is_none()) => {
            Some("This cannot be written anew here: take one, and change it in the plan afterwards.")
        }
        _ => None,
    }
}

/// A command while a place is shown.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Command::TakeMine | Command::TakeTheirs | Command::TakeBoth | Command::WriteAnew = command
        && let Some(why) = why_not(model, command)
    {
        model.notice = Some(why.into());
        return Vec::new();
    }
    let page = usize::from(model.size.1.saturating_sub(8)).max(1);
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    if scroll(&mut conflicts.top, command, page) {
        return Vec::new();
    }
    match command {
        Command::TakeMine => return keep(conflicts.decide(Take::Mine)),
        Command::TakeTheirs => return keep(conflicts.decide(Take::Theirs)),
        Command::TakeBoth => return keep(conflicts.decide(Take::Both)),
        Command::WriteAnew => {
            conflicts.write();
        }
        Command::Elsewhere => {
            if conflicts.writing.is_some() || conflicts.write() {
                let text = conflicts.writing.as_ref().map_or("", |writing| writing.area.text()).to_owned();
                return vec![Effect::Edit { text }];
            }
            model.notice = Some("This cannot be written anew here.".into());
        }
        Command::NextPlace => conflicts.step(1),
        Command::PreviousPlace => conflicts.step(-1),
        Command::Undo => {
            let back = conflicts.undo();
            if back.is_none() {
                model.notice = Some("Nothing is settled yet.".into());
            }
            return keep(back);
        }
        Command::Open if conflicts.ending == Ending::Asked => {}
        Command::Open if conflicts.left() == 0 => {
            conflicts.ending = Ending::Asked;
            return vec![Effect::FinishConflicts];
        }
        Command::Open => {
            model.notice = Some("Choose first: m mine, t theirs, b both, e writes it anew.".into());
        }
        _ => {}
    }
    Vec::new()
}

/// A key while a text is being written. Nothing when the key means something else there.
pub fn key(model: &mut Model, key: KeyPress) -> Option<Vec<Effect>> {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else { return None };
    let writing = conflicts.writing.as_mut()?;
    let is_prose = matches!(writing.kind, crate::form::Kind::Prose);
    match (key.code, key.modifiers) {
        (KeyCode::Enter, KeyModifiers::NONE) if is_prose => write(writing, TextCommand::Newline),
        (KeyCode::Enter | KeyCode::Esc, _) => return Some(take_written(model)),
        _ => match keymap::command(&[Scope::Global, Scope::Text], key) {
            Some(Command::SaveNow) => return Some(take_written(model)),
            Some(Command::SelectAll) => write(writing, TextCommand::SelectAll),
            Some(Command::Copy | Command::Cut) => {
                let cut = keymap::command(&[Scope::Text], key) == Some(Command::Cut);
                let change = writing.area.apply(if cut { TextCommand::Cut } else { TextCommand::Copy });
                if let crate::tui::text::Change::Copied(text) | crate::tui::text::Change::Cut(text) = change {
                    model.clipboard = text;
                }
            }
            Some(Command::PasteHere) => {
                let text = model.clipboard.clone();
                write(writing, TextCommand::Paste(text));
            }
            Some(_) => return None,
            None => write(writing, text_command(key, is_prose)?),
        },
    }
    Some(Vec::new())
}

fn write(writing: &mut super::Writing, command: TextCommand) {
    writing.area.apply(command);
}

/// A paste into the text that is being written. Says whether there is one.
pub fn paste(model: &mut Model, text: &str) -> bool {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else { return false };
    let Some(writing) = &mut conflicts.writing else { return false };
    write(writing, TextCommand::Paste(text.to_owned()));
    true
}

/// The text that another editor left.
pub fn from_elsewhere(model: &mut Model, text: &str) {
    if let Some(writing) = open(model).and_then(|conflicts| conflicts.writing.as_mut()) {
        write(writing, TextCommand::SelectAll);
        write(writing, TextCommand::Paste(text.to_owned()));
    }
}

/// What was written is the decision; what was left as it began decides nothing.
pub fn take_written(model: &mut Model) -> Vec<Effect> {
    let near = Near { period: None, today: model.today };
    let Some(conflicts) = open(model) else { return Vec::new() };
    let Some(writing) = conflicts.writing.take() else { return Vec::new() };
    let Some(text) = writing.written() else {
        model.notice = Some("Left as it was: nothing is settled by that.".into());
        return Vec::new();
    };
    let value = understand(&writing.kind, text, &near).value.unwrap_or_else(|| Value::from(""));
    keep(conflicts.decide(Take::Text(value)))
}
