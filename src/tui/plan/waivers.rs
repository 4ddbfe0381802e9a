//! What is asked to be set aside: rows of the summary, between its flags and recording.

use super::PlanScreen;
use super::rows::Row;
use crate::check::{self, Finding};
use crate::form::WAIVERS;
use crate::form::phrases::short_date;
use crate::plan::mint::new_id;
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;

/// What is chosen on the summary.
#[derive(Debug, Clone, PartialEq)]
pub enum OnSummary {
    /// A flag, by its number in the report.
    Flag(usize),
    /// A waiver, by its place among them.
    Waiver(usize),
    Record,
    /// Sending and receiving.
    Sync,
}

/// What asks for a flag to be set aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    pub rule: &'static str,
    /// Empty where no standard asks.
    pub standard: String,
    /// Empty where it is about more than one row.
    pub row: String,
    pub reason: String,
    pub by: String,
    pub until: Value,
}

impl PlanScreen {
    /// The list of waivers.
    pub fn waiver_list() -> FieldPath {
        FieldPath::of([WAIVERS])
    }

    /// The waivers, in the order of the file.
    pub fn waivers(&self) -> Vec<Row> {
        self.rows(&PlanScreen::waiver_list())
    }

    /// What is chosen on the summary.
    pub fn on_summary(&self) -> OnSummary {
        let flags = self.report.findings.len();
        match self.summary_chosen {
            chosen if chosen < flags => OnSummary::Flag(chosen),
            chosen if chosen < flags + self.waivers().len() => OnSummary::Waiver(chosen - flags),
            chosen if self.shared && chosen > flags + self.waivers().len() => OnSummary::Sync,
            _ => OnSummary::Record,
        }
    }

    /// The waiver that is chosen on the summary.
    pub fn chosen_waiver(&self) -> Option<Row> {
        match self.on_summary() {
            OnSummary::Waiver(at) if self.field().is_none() => self.waivers().into_iter().nth(at),
            _ => None,
        }
    }

    /// A waiver as the summary tells it, in a line.
    pub fn waiver_in_words(&self, row: &Row) -> String {
        let plan = self.doc.plan();
        let Some(waiver) = plan.waivers.iter().find(|waiver| waiver.key == row.key) else {
            return row.title.clone();
        };
        let until = waiver.until.get().map(|day| format!(" until {}", short_date(day))).unwrap_or_default();
        let number =
            self.around.edition.standard(&waiver.standard).map(|standard| standard.number.to_string());
        let number = number.unwrap_or_else(|| waiver.standard.clone());
        let number = if number.is_empty() { number } else { format!("{number} ") };
        let is_accepted = self.around.accepted_waivers.contains(&waiver.id);
        let state = if is_accepted { "set aside" } else { "asked" };
        format!("{number}{}: {state}{until}, {}", row.title, waiver.reason.replace('\n', " "))
    }

    /// Chooses the waiver of an address on the summary, and opens it at the field that the address names.
    pub fn go_to_waiver(&mut self, path: &FieldPath) {
        let list = PlanScreen::waiver_list();
        let Some(key) = path.segments().get(1) else { return };
        let Some(at) = self.waivers().iter().position(|row| row.key == *key) else { return };
        self.summary_chosen = self.report.findings.len() + at;
        let column = |rows: &crate::form::Rows| {
            rows.columns
                .iter()
                .position(|column| path.segments().get(2).is_some_and(|leaf| column.path.leaf() == leaf))
        };
        if let Some(column) = self.rows_of(&list).as_ref().and_then(column) {
            self.open_row(&list, key);
            self.focus(column);
        }
    }

    /// Asks for a flag to be set aside: one step, which undo takes back at the flag's place.
    ///
    /// # Errors
    /// When the file has no place for it.
    pub fn ask_aside(&mut self, asking: &Asking, at: &FieldPath) -> Result<(), Problem> {
        let texts = [
            ("id", new_id()),
            ("rule", asking.rule.to_owned()),
            ("standard", asking.standard.clone()),
            ("row", asking.row.clone()),
            ("reason", asking.reason.clone()),
            ("by", asking.by.clone()),
        ];
        let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let mut row: Vec<(String, Value)> =
            said.map(|(key, text)| (key.to_owned(), Value::Text(text))).collect();
        row.push(("until".to_owned(), asking.until.clone()));
        self.change(&Edit::AddRow { list: PlanScreen::waiver_list(), before: None, row }, at)
    }

    /// Takes the waiver out that is chosen on the summary.
    ///
    /// # Errors
    /// When it is gone.
    pub fn remove_waiver(&mut self) -> Result<Option<Row>, Problem> {
        let Some(row) = self.chosen_waiver() else { return Ok(None) };
        let list = PlanScreen::waiver_list();
        self.change(&Edit::RemoveRow { path: list.child(row.key.clone()) }, &list)?;
        Ok(Some(row))
    }

    /// Why a flag cannot be asked to be set aside; nothing when it can.
    pub fn why_not_aside(finding: &Finding) -> Option<&'static str> {
        match check::find(finding.rule) {
            Some(rule) if rule.can_be_waived() => {}
            _ => return Some("This flag can never be set aside."),
        }
        let is_asked = finding.waived || finding.is_asked_aside();
        is_asked.then_some("That is asked for already: the summary lists it.")
    }
}
