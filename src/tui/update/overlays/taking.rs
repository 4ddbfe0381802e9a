//! What is taken from a list with a filter above it: the palette, and the lists to choose from.

use crate::plan::{FieldPath, Value, Venue};
use crate::tui::areas::AreasScreen;
use crate::tui::command::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Many, NEW_VENUE, Overlay, Picker, PickerFor};
use crate::tui::text::{Shape, TextArea};
use crate::tui::update::{commands, migrating, venues};

/// Where the focus is after a choice.
#[derive(Clone, Copy, PartialEq)]
pub enum After {
    Stay,
    Next,
}

/// Does what was chosen in the palette.
pub fn run_from_palette(model: &mut Model) -> Vec<Effect> {
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
pub fn picked(model: &mut Model, after: After) -> Vec<Effect> {
    let Some(Overlay::Picker(mut picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    match picker.goal.clone() {
        PickerFor::Field(path) => {
            let is_new = picker.on.iter().any(|id| id == NEW_VENUE);
            picker.on.retain(|id| id != NEW_VENUE);
            if is_new {
                venues::open(model, &Venue::default(), Some(path.clone()));
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
