//! Flags: going from one to the next, and mending.

use super::{PlanScreen, Written};
use crate::check::{Class, Finding};
use crate::form::SectionId;
use crate::plan::FieldPath;
use crate::problem::Problem;

/// How many flags of each class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub short: usize,
    pub to_do: usize,
    pub advice: usize,
}

impl Counts {
    /// Counts flags that are not waived.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts::default();
        for finding in findings.into_iter().filter(|finding| !finding.waived) {
            match finding.class {
                Class::NonCompliant | Class::Unreadable => counts.short += 1,
                Class::Incomplete => counts.to_do += 1,
                Class::Advice => counts.advice += 1,
            }
        }
        counts
    }

    /// In words: "1 falls short, 5 to do".
    pub fn words(self) -> String {
        let mut parts = Vec::new();
        if self.short > 0 {
            parts.push(format!(
                "{} {}",
                self.short,
                if self.short == 1 { "falls short" } else { "fall short" }
            ));
        }
        if self.to_do > 0 {
            parts.push(format!("{} to do", self.to_do));
        }
        if self.advice > 0 {
            parts.push(format!("{} advice", self.advice));
        }
        if parts.is_empty() { "no flags".into() } else { parts.join(", ") }
    }
}

impl PlanScreen {
    /// The worst flag of where the focus is: of the row that is chosen, or of the field.
    pub fn flag_here(&self) -> Option<&Finding> {
        let Some(field) = self.field() else {
            return self.report.findings.get(self.summary_chosen);
        };
        if self.input.as_ref().is_some_and(|input| input.written == Written::Since) {
            return None;
        }
        let row = self.list_in_focus().and_then(|list| Some(list.child(self.chosen_row(&list)?.key)));
        let of_row = row.and_then(|row| self.flags_at(&row).min_by_key(|finding| finding.class));
        of_row.or_else(|| self.flags_at(&field.path).min_by_key(|finding| finding.class))
    }

    /// The flags of the section that is shown: those that its standard asks for, and those mended here.
    pub fn flags_here(&self) -> Vec<&Finding> {
        let standard = match self.section_id() {
            SectionId::Standard(id) => Some(id.as_str()),
            _ => None,
        };
        self.report
            .findings
            .iter()
            .filter(|finding| {
                self.section_of(finding) == Some(self.section)
                    || standard.is_some() && finding.standard.as_deref() == standard
            })
            .collect()
    }

    /// Goes to the next flag, or the one before, in the order of the form; says which.
    pub fn step_flag(&mut self, by: isize) -> Option<String> {
        self.leave_field();
        let count = self.report.findings.len();
        if count == 0 {
            self.enter_field();
            return None;
        }
        let here = self.field().map(|field| field.path.clone()).unwrap_or_default();
        let at_last =
            |last: usize| self.report.findings.get(last).is_some_and(|finding| finding.path.is_within(&here));
        let start = match self.last_flag.filter(|last| at_last(*last)) {
            Some(last) => last as isize + by,
            None if by > 0 => self.first_flag_after_here() as isize,
            None => self.first_flag_after_here() as isize - 1,
        };
        let next = start.rem_euclid(count as isize) as usize;
        self.go_to_flag(next)
    }

    fn first_flag_after_here(&self) -> usize {
        let section = self.section;
        self.report
            .findings
            .iter()
            .position(|finding| self.section_of(finding).is_some_and(|of| of >= section))
            .unwrap_or(0)
    }

    /// Goes to a flag by its number in the report; says what it is about.
    pub fn go_to_flag(&mut self, number: usize) -> Option<String> {
        let finding = self.report.findings.get(number)?.clone();
        if finding.also.is_empty() {
            self.go_to(&finding.path);
        } else {
            let list = finding.path.parent().parent();
            self.go_to(&list);
            let cells: Vec<FieldPath> =
                std::iter::once(finding.path.clone()).chain(finding.also.clone()).collect();
            self.open_column(&cells);
        }
        self.last_flag = Some(number);
        Some(finding.message)
    }

    /// Mends the flag that is shown, where that is mechanical; says what was done.
    ///
    /// # Errors
    /// When the place of the flag is gone.
    pub fn mend_here(&mut self) -> Result<Option<String>, Problem> {
        let Some(mend) = self.flag_here().and_then(|finding| finding.mend.clone()) else {
            return Ok(None);
        };
        let at = self.flag_here().map(|finding| finding.path.clone()).unwrap_or_default();
        self.change(&mend.edit, &at)?;
        Ok(Some(mend.label))
    }
}
