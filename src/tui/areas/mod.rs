//! The list of areas: where every plan stands, and the way into one.

pub mod view;

use crate::check::State;
use crate::problem::Problem;
use crate::tui::msg::Effect;

/// An area as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRow {
    pub id: String,
    pub name: String,
    /// The period of its plan; of none, the one for which it could be begun.
    pub period: String,
    pub plan: AreaPlan,
}

/// How an area's plan stands.
#[derive(Debug, Clone, PartialEq)]
pub enum AreaPlan {
    /// There is none.
    NotStarted,
    /// There is one; what it comes to is not known yet.
    There,
    /// It was checked.
    Checked {
        states: Vec<(i64, State)>,
        /// "1 falls short, 5 to do".
        flags: String,
        /// What it claims to be: draft, submitted …
        status: String,
        /// The last change, as "2 Nov 2026, Inspector, West Dorset"; empty where there is none recorded.
        changed: String,
    },
    /// Git left two versions in it, to be settled.
    Unsettled,
    /// It cannot be read.
    Broken(Box<Problem>),
}

/// The list of areas.
#[derive(Debug, Default)]
pub struct AreasScreen {
    pub rows: Vec<AreaRow>,
    pub chosen: usize,
    pub filter: String,
    /// The filter is being typed.
    pub filtering: Filtering,
    pub listed: Listed,
    /// The line for this user that is chosen, above the areas.
    pub above: Option<usize>,
    /// The area whose plan was open before; it is chosen once the list is there.
    pub came_from: String,
}

/// Whether keys go into a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filtering {
    #[default]
    Closed,
    Open,
}

/// Whether the list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listed {
    #[default]
    Coming,
    Here,
}

impl AreaRow {
    /// Whether there is a plan, readable or not.
    pub fn has_plan(&self) -> bool {
        !matches!(self.plan, AreaPlan::NotStarted)
    }

    /// Why its plan cannot be opened, if it cannot.
    pub fn problem(&self) -> Option<Problem> {
        match &self.plan {
            AreaPlan::Broken(problem) => Some((**problem).clone()),
            _ => None,
        }
    }
}

impl AreasScreen {
    /// The rows that the filter lets through.
    pub fn shown(&self) -> Vec<&AreaRow> {
        let filter = self.filter.to_lowercase();
        self.rows.iter().filter(|row| row.name.to_lowercase().contains(&filter)).collect()
    }

    /// The area that is chosen.
    pub fn chosen(&self) -> Option<&AreaRow> {
        let shown = self.shown();
        shown.get(self.chosen.min(shown.len().saturating_sub(1))).copied()
    }

    /// Whether the first area is chosen.
    pub fn is_first(&self) -> bool {
        self.chosen == 0 || self.shown().len() < 2
    }

    /// Moves the choice, within the list.
    pub fn step(&mut self, by: isize) {
        let last = self.shown().len().saturating_sub(1);
        self.chosen = self.chosen.min(last).saturating_add_signed(by).min(last);
    }

    /// Opens the plan of the chosen area, or begins one where there is none.
    pub fn open(&self) -> Option<Effect> {
        let row = self.chosen()?;
        let (area, period) = (row.id.clone(), row.period.clone());
        Some(match row.plan {
            AreaPlan::NotStarted => Effect::NewPlan { area, period },
            _ => Effect::OpenPlan { area, period },
        })
    }

    /// Takes the rows in and keeps the choice on its area.
    pub fn list(&mut self, rows: Vec<AreaRow>) {
        let came_from = std::mem::take(&mut self.came_from);
        let chosen =
            if came_from.is_empty() { self.chosen().map(|row| row.id.clone()) } else { Some(came_from) };
        self.rows = rows;
        self.listed = Listed::Here;
        if let Some(at) = self.shown().iter().position(|row| Some(&row.id) == chosen.as_ref()) {
            self.chosen = at;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{AreaPlan, AreaRow};
    use crate::tui::input::Input;
    use crate::tui::model::Screen;
    use crate::tui::msg::{Effect, Msg};
    use crate::tui::testing::Stage;

    fn list() -> Stage {
        let mut stage = Stage::directory(80, 24);
        let rows = ["North Dorset", "Poole", "Purbeck", "West Dorset"].map(|name| AreaRow {
            id: name.to_lowercase().replace(' ', "-"),
            name: name.into(),
            period: "2026-27".into(),
            plan: AreaPlan::NotStarted,
        });
        stage.tell(Msg::AreasListed(rows.to_vec()));
        stage.effects.clear();
        stage
    }

    fn shown(stage: &Stage) -> Vec<String> {
        let Screen::Areas(areas) = &stage.model.screen else { panic!("another screen") };
        areas.shown().iter().map(|row| row.name.clone()).collect()
    }

    #[test]
    fn the_name_of_an_area_goes_to_it() {
        let mut stage = list();
        stage.type_text("purb");
        assert_eq!(shown(&stage), ["Purbeck"]);
        assert!(stage.screen().contains("Filter: purb"), "{}", stage.screen());
        stage.press(&["Esc"]);
        assert_eq!(shown(&stage).len(), 4, "Esc shows all again");
        stage.type_text("west n");
        assert!(stage.effects.is_empty(), "a letter that is a command elsewhere is part of the name");
        assert!(shown(&stage).is_empty());
    }

    #[test]
    fn a_name_that_comes_at_once_begins_no_plan() {
        let mut stage = list();
        stage.tell(Msg::Input(Input::Burst("north".into())));
        assert_eq!((shown(&stage), stage.effects.len()), (vec!["North Dorset".to_owned()], 0));
        stage.press(&["Enter"]);
        assert!(matches!(stage.effects.as_slice(), [Effect::NewPlan { area, .. }] if area == "north-dorset"));
        // A key alone is the command that the footer names.
        let mut stage = list();
        stage.press(&["n"]);
        assert!(matches!(stage.effects.as_slice(), [Effect::NewPlan { .. }]));
    }
}
