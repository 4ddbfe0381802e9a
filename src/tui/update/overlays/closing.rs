//! What lies on top is taken away, and what was written there is kept.

use super::taking::{After, picked};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Many, Overlay, Then};
use crate::tui::update::{afar, facts, venues, waiving};

/// What is said where a venue was only looked at, with what was written in it before.
const NOT_SAVED: &str = "It is kept, and not saved. Enter in the last field saves it.";

/// Takes away what lies on top. Nothing that was written is discarded.
pub fn close(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last_mut() {
        Some(Overlay::Venue(_)) => {
            let effects = venues::save(model);
            if let Some(Overlay::Venue(form)) = model.overlays.last() {
                let (before, after) = (form.opened.clone(), form.before.clone());
                venues::remember(model, before, after);
            }
            venues::put_where_wanted(model);
            if let Some(Overlay::Venue(form)) = model.overlays.pop() {
                let is_left = form.is_as_opened() && form.texts() != form.began;
                model.notice = form.trouble.or_else(|| is_left.then(|| NOT_SAVED.to_owned()));
            }
            effects
        }
        Some(Overlay::Waive(_)) => {
            waiving::close(model);
            Vec::new()
        }
        Some(Overlay::Conflicts(conflicts)) if conflicts.look.is_some() => {
            conflicts.look = None;
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

/// Takes away what lies on top. What was written there is kept; says so where it matters.
pub fn put_by(model: &mut Model) -> Option<&'static str> {
    let top = model.overlays.pop();
    let Screen::Plan(plan) = &model.screen else { return None };
    match top {
        Some(Overlay::Record(form)) => {
            let is_written = form.written().iter().any(|text| !text.is_empty());
            is_written.then_some("What you wrote for this version is kept. F9 opens it again.")
        }
        Some(Overlay::Table(table)) => {
            model.put_by.table = Some((plan.place.file.clone(), table));
            Some("The table is kept: Ctrl+K, “pasted table”, opens it again.")
        }
        _ => None,
    }
}
