//! Another day begins while the screen is open.

use super::facts::list_areas;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use jiff::civil::Date;

/// Rules judge by another day from now on: what is shown is judged anew. A field that is being written is judged when it
/// is left.
pub fn came(model: &mut Model, today: Date) -> Vec<Effect> {
    if model.today == today {
        return Vec::new();
    }
    model.today = today;
    match &mut model.screen {
        Screen::Areas(_) => vec![list_areas(model)],
        Screen::Plan(plan) => {
            plan.judge_by(today);
            Vec::new()
        }
        _ => Vec::new(),
    }
}
