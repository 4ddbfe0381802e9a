//! Going from field to field, row to row, section to section.

use super::flags::Counts;
use super::{Closed, PageOf, PlanScreen};
use crate::plan::FieldPath;

impl PlanScreen {
    /// The next field of the page, or the one before. Behind the last field of a section is the next section,
    /// before the first the section before; behind the last field of a row is its list.
    pub fn step_field(&mut self, by: isize) {
        let next = self.page().focus.checked_add_signed(by);
        match next.filter(|next| *next < self.page().fields.len()) {
            Some(next) => self.focus(next),
            None if self.page().of != PageOf::Section => {
                if by > 0 && self.close_page() {
                    self.closed = Closed::ByGoingOn;
                }
            }
            None => {
                self.step_section(by);
                if by < 0 {
                    self.focus(self.page().fields.len().saturating_sub(1));
                }
            }
        }
    }

    /// The next section, or the one before; from the last to the first.
    pub fn step_section(&mut self, by: isize) {
        let count = self.form.sections.len() as isize;
        self.go_to_section((self.section as isize + by).rem_euclid(count) as usize);
    }

    /// Moves the choice in a list of rows.
    pub fn step_row(&mut self, list: &FieldPath, by: isize) {
        self.flag_gone_to = None;
        let last = self.shown_rows(list).len().saturating_sub(1);
        let state = self.list_state(list);
        state.chosen = state.chosen.min(last).saturating_add_signed(by).min(last);
    }

    /// The same; a step beyond the first or last row goes to the field before or behind, so that the arrows
    /// reach everything.
    pub fn step_row_or_field(&mut self, list: &FieldPath, by: isize) {
        let last = self.shown_rows(list).len().saturating_sub(1);
        let chosen = self.list_state(list).chosen.min(last);
        match by {
            -1 if chosen == 0 => self.step_field(-1),
            1 if chosen == last => self.step_field(1),
            by => self.step_row(list, by),
        }
    }

    /// Moves the choice on the summary: the flags, what is asked to be set aside, then recording, then sending.
    pub fn step_summary(&mut self, by: isize) {
        let last = self.report.findings.len() + self.waivers().len() + usize::from(self.shared);
        self.summary_chosen = self.summary_chosen.min(last).saturating_add_signed(by).min(last);
    }

    /// The flags of the plan, counted.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.report.findings)
    }
}
