//! Commands while something lies over the screen.

use super::close;
use crate::plan::Venue;
use crate::tui::command::Command;
use crate::tui::conflicts;
use crate::tui::history::commands as history;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, Then, scroll};
use crate::tui::update::{commands, migrating, texts, venues, waiving};

/// A command while something lies over the screen.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = usize::from(model.size.1.saturating_sub(6)).max(1);
    match model.overlays.last() {
        Some(Overlay::Conflicts(_)) => conflicts::commands::run(model, command),
        Some(Overlay::Text(_)) => on_text(model, command, page),
        Some(Overlay::Versions(_)) => history::on_list(model, command, page),
        Some(Overlay::Version(_)) => history::on_page(model, command, page),
        Some(Overlay::Flags(_)) => on_flags(model, command, page),
        Some(Overlay::Venues(_)) => on_venues(model, command, page),
        Some(Overlay::Problem(_)) if command == Command::Open => close(model),
        _ => Vec::new(),
    }
}

/// A command on a text to read.
fn on_text(model: &mut Model, command: Command, page: usize) -> Vec<Effect> {
    let Some(Overlay::Text(text)) = model.overlays.last_mut() else { return Vec::new() };
    if scroll(&mut text.top, command, page) || command != Command::Open {
        return Vec::new();
    }
    match text.then.clone() {
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
        Then::TakeBack(step) => {
            model.overlays.pop();
            return vec![Effect::TakeBack(step)];
        }
        Then::Settle => {
            model.overlays.pop();
            return commands::run(model, Command::Settle);
        }
        Then::Send => {
            model.overlays.pop();
            return commands::run(model, Command::Sync);
        }
        Then::Restore => {
            model.overlays.pop();
            return history::restore(model);
        }
        Then::Close | Then::GoOn => return close(model),
    }
    Vec::new()
}

/// A command on the list of flags.
fn on_flags(model: &mut Model, command: Command, page: usize) -> Vec<Effect> {
    let Some(Overlay::Flags(list)) = model.overlays.last_mut() else { return Vec::new() };
    let (findings, flag) = match &model.screen {
        Screen::Plan(plan) => (plan.listed_flags(list.of).len(), plan.flag_in_list(list)),
        _ => (0, None),
    };
    move_in(&mut list.chosen, findings, command, page);
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    match (command, flag) {
        (Command::Open, Some(number)) => {
            let page = texts::of_comment(model, number);
            if let (None, Screen::Plan(plan)) = (&page, &mut model.screen) {
                plan.go_to_flag(number);
                model.overlays.pop();
            }
            model.overlays.extend(page);
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

/// A command on the venue book.
fn on_venues(model: &mut Model, command: Command, page: usize) -> Vec<Effect> {
    let Some(Overlay::Venues(list)) = model.overlays.last_mut() else { return Vec::new() };
    move_in(&mut list.chosen, model.areas.venues.len(), command, page);
    let venue = model.areas.venues.get(list.chosen).cloned();
    match command {
        Command::New => venues::open(model, &Venue::default(), None),
        Command::Open => venues::open(model, &venue.unwrap_or_default(), None),
        Command::Undo => return venues::undo(model),
        Command::Remove => {
            if let Some(venue) = venue {
                if is_used(model, &venue.id) {
                    model.notice = Some("This plan uses that venue; choose another there first.".into());
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
