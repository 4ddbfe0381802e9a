//! The form that records a version.

use ratatui::crossterm::event::KeyCode;

use super::overlays;
use crate::tui::input::KeyPress;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::RecordForm;

/// Keys of the form that records a version. Nothing when the key means something else there.
pub fn key(form: &mut RecordForm, key: KeyPress) -> Option<Vec<Effect>> {
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
            form.area().apply(overlays::typed(key)?);
        }
    }
    Some(Vec::new())
}

/// Gives the effect of recording the plan that is open.
pub fn with_file(model: &Model, effects: Vec<Effect>) -> Vec<Effect> {
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
