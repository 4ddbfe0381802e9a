//! Flags: going from one to the next, and mending.

use super::{PageOf, PlanScreen, Written};
use crate::check::{Aim, Class, Finding};
use crate::form::SectionId;
use crate::plan::FieldPath;
use crate::problem::Problem;
use crate::tui::overlay::{FlagList, FlagsOf};

/// Where a flag is in the form: section, field, row, column; there by how much it is in the way, then by its rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlagPlace {
    at: [usize; 4],
    /// Nothing where it is no flag's place, but that of whoever comes from elsewhere.
    weight: Option<Weight>,
    rule: String,
}

/// How much a flag is in the way: what stops recording comes first, then by class.
type Weight = (bool, Class);

/// Comes after every flag of a place.
const LAST: Option<Weight> = Some((true, Class::Advice));
/// Comes after the name of every rule.
const LAST_RULE: &str = "~";

fn weight(finding: &Finding) -> Weight {
    (!finding.stops_recording(), finding.class)
}

/// How a step to a flag went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stepped {
    On,
    /// From the last to the first, or back.
    Around,
    /// There are none.
    Nowhere,
}

/// How many flags of each class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub short: usize,
    pub to_do: usize,
    pub advice: usize,
    /// Of these, those that are asked to be set aside.
    pub asked: usize,
}

impl Counts {
    /// Counts flags that are not waived.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts::default();
        for finding in findings.into_iter().filter(|finding| !finding.waived) {
            counts.asked += usize::from(finding.is_asked_aside());
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
        if parts.is_empty() {
            return "no flags".into();
        }
        let asked =
            if self.asked > 0 { format!(" ({} asked to be set aside)", self.asked) } else { String::new() };
        parts.join(", ") + &asked
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
        if let Some(gone_to) = &self.flag_gone_to
            && let Some(finding) =
                self.report.findings.iter().find(|finding| {
                    finding.rule == gone_to.rule && self.place_of(&finding.path) == gone_to.at
                })
        {
            return Some(finding);
        }
        let row = self.list_in_focus().and_then(|list| Some(list.child(self.chosen_row(&list)?.key)));
        let of_row = row.and_then(|row| self.flags_at(&row).min_by_key(|finding| weight(finding)));
        of_row.or_else(|| self.flags_at(&field.path).min_by_key(|finding| weight(finding)))
    }

    /// The numbers of the flags that a list has, in the report's order.
    pub fn listed_flags(&self, of: FlagsOf) -> Vec<usize> {
        let findings = self.report.findings.iter().enumerate();
        let wanted = |finding: &Finding| of == FlagsOf::All || finding.stops_recording();
        findings.filter(|(_, finding)| wanted(finding)).map(|(number, _)| number).collect()
    }

    /// The flag under the bar of a list, by its number in the report.
    pub fn flag_in_list(&self, list: &FlagList) -> Option<usize> {
        let listed = self.listed_flags(list.of);
        listed.get(list.chosen.min(listed.len().saturating_sub(1))).copied()
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

    /// Goes to the next flag, or the one before, in the order of the form; from the last to the first. Says
    /// how that went.
    pub fn step_flag(&mut self, by: isize) -> Stepped {
        let here = self.flag_gone_to.clone().unwrap_or_else(|| self.place_of_focus());
        self.leave_field();
        let order = self.flags_in_order();
        let next = if by > 0 {
            order.iter().find(|(place, _)| *place > here)
        } else {
            order.iter().rev().find(|(place, _)| *place < here)
        };
        let around = if by > 0 { order.first() } else { order.last() };
        match (next, around) {
            (Some((_, number)), _) => {
                self.go_to_flag(*number);
                Stepped::On
            }
            (None, Some((_, number))) => {
                self.go_to_flag(*number);
                Stepped::Around
            }
            (None, None) => {
                self.enter_field();
                Stepped::Nowhere
            }
        }
    }

    /// The flags by their places in the form, each with its number in the report.
    fn flags_in_order(&self) -> Vec<(FlagPlace, usize)> {
        let findings = self.report.findings.iter().enumerate();
        let mut order: Vec<(FlagPlace, usize)> = findings
            .filter(|(_, finding)| !finding.waived)
            .map(|(number, finding)| (self.flag_place(finding), number))
            .collect();
        order.sort();
        order
    }

    fn flag_place(&self, finding: &Finding) -> FlagPlace {
        let at = self.place_of(&finding.path);
        FlagPlace { at, weight: Some(weight(finding)), rule: finding.rule.to_owned() }
    }

    /// The line of the file, from one, where a flag is about a comment: no field shows that.
    pub fn line_of_comment(&self, finding: &Finding) -> Option<usize> {
        let part = finding.part.as_ref().filter(|_| finding.path.is_root() && finding.aim == Aim::Value)?;
        Some(self.doc.locate_part(&finding.path, Some(part)).0)
    }

    /// What is wrong, and where, if no field shows it.
    pub fn flag_in_words(&self, finding: &Finding) -> String {
        match self.line_of_comment(finding) {
            Some(line) => format!("In a comment of the file, line {line}: {}", finding.message),
            None => finding.message.clone(),
        }
    }

    fn place_of(&self, path: &FieldPath) -> [usize; 4] {
        let Some(place) = self.form.find(path) else {
            return [0; 4];
        };
        let list = self.form.sections.get(place.section).and_then(|section| section.fields.get(place.field));
        let row = list
            .zip(place.row.as_ref())
            .and_then(|(list, key)| self.rows(&list.path).iter().position(|row| row.key == *key));
        [
            place.section,
            place.field,
            row.map_or(0, |row| row + 1),
            place.column.map_or(0, |column| column + 1),
        ]
    }

    /// Where the focus is: before the flags of its field for who comes from elsewhere.
    fn place_of_focus(&self) -> FlagPlace {
        // Whichever row of a column somebody is on, the flags behind the column come next: it was gone to from
        // its first row.
        if let (PageOf::Column, Some(first)) = (&self.page().of, self.page().fields.first()) {
            return FlagPlace { at: self.place_of(&first.path), weight: LAST, rule: LAST_RULE.to_owned() };
        }
        let at = self.field().map_or([usize::MAX; 4], |field| self.place_of(&field.path));
        FlagPlace { at, weight: None, rule: String::new() }
    }

    /// Goes to a flag by its number in the report.
    pub fn go_to_flag(&mut self, number: usize) {
        let Some(finding) = self.report.findings.get(number).cloned() else {
            return;
        };
        self.go_to(&finding.path);
        let in_rows = self.form.find(&finding.path).is_some_and(|place| place.column.is_some());
        if in_rows && !finding.also.is_empty() {
            self.close_page();
            let cells: Vec<FieldPath> =
                std::iter::once(finding.path.clone()).chain(finding.also.iter().cloned()).collect();
            self.open_column(&cells);
        }
        self.flag_gone_to = Some(self.flag_place(&finding));
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
