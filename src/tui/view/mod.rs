//! The model as a screen. It draws; it decides nothing.

pub mod frame;
pub mod words;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::model::{Model, Screen};
use super::msg::Target;
use super::{areas, overlay, plan};

/// What was drawn where, for clicks; and where the terminal's cursor stands.
#[derive(Debug, Default)]
pub struct Drawn {
    pub targets: Vec<(Rect, Target)>,
    pub cursor: Option<Position>,
}

impl Drawn {
    /// Remembers that something can be clicked.
    pub fn click(&mut self, area: Rect, target: Target) {
        self.targets.push((area, target));
    }

    /// What was drawn last at a cell.
    pub fn at(&self, column: u16, row: u16) -> Option<Target> {
        let place = Position { x: column, y: row };
        self.targets.iter().rev().find(|(area, _)| area.contains(place)).map(|(area, target)| match target {
            Target::Text(..) => Target::Text(column - area.x, row - area.y),
            other => other.clone(),
        })
    }
}

/// Draws everything.
pub fn view(model: &Model, frame: &mut Frame) -> Drawn {
    let mut drawn = Drawn::default();
    if model.is_too_small() {
        frame::too_small(model, frame);
        return drawn;
    }
    match &model.screen {
        Screen::Opening => frame::message(model, frame, "Opening …", ""),
        Screen::Stuck(problem) => frame::problem_screen(model, frame, problem),
        Screen::Welcome(welcome) => areas::view::welcome(model, welcome, frame, &mut drawn),
        Screen::Areas(list) => areas::view::areas(model, list, frame, &mut drawn),
        Screen::Plan(plan) => plan::view::plan(model, plan, frame, &mut drawn),
    }
    for overlay in &model.overlays {
        // What lies beneath can be seen, and not clicked.
        drawn.targets.retain(|(_, target)| matches!(target, Target::Command(_)));
        overlay::view::overlay(model, overlay, frame, &mut drawn);
    }
    if !model.overlays.is_empty() {
        frame::notice(model, frame);
        frame::footer(model, frame, &mut drawn);
    }
    if let Some(cursor) = drawn.cursor {
        frame.set_cursor_position(cursor);
    }
    drawn
}

/// Tells the texts how much room they have, so that they scroll and wrap as they will be drawn.
pub fn fit(model: &mut Model) {
    let size = model.size;
    if let Screen::Plan(plan) = &mut model.screen {
        plan::view::fit(plan, size);
    }
    for overlay in &mut model.overlays {
        overlay::view::fit(overlay, size);
    }
}
