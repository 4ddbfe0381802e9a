//! Pages: the section's own, one row's, and a column of several rows.

use std::collections::HashMap;

use super::{ListState, Page, PageOf, PlanScreen};
use crate::form::{Field, Form, Kind, RowManner, Rows, Section, SectionId};
use crate::plan::{Edit, FieldPath, Value};

impl PlanScreen {
    /// Shows a section from its first field.
    pub fn go_to_section(&mut self, section: usize) {
        self.flag_gone_to = None;
        self.leave_field();
        self.section = section.min(self.form.sections.len().saturating_sub(1));
        if let Some(section) = self.form.sections.get(self.section) {
            self.pages = vec![Page {
                title: section.title.clone(),
                fields: walked(section).to_vec(),
                focus: 0,
                lists: HashMap::new(),
                of: PageOf::Section,
            }];
        }
        self.enter_field();
    }

    /// The section that is shown.
    pub fn section_id(&self) -> &SectionId {
        self.form.sections.get(self.section).map_or(&SectionId::Summary, |section| &section.id)
    }

    /// Goes to an address: its section, its row's page, its field. Says whether the form has a place for it.
    pub fn go_to(&mut self, path: &FieldPath) -> bool {
        let Some(place) = self.form.find(path) else {
            return false;
        };
        self.go_to_section(place.section);
        if *self.section_id() == SectionId::Summary {
            self.go_to_waiver(path);
            return true;
        }
        self.focus(place.field);
        if let (Some(list), Some(row)) = (self.list_in_focus(), &place.row) {
            let chosen = self.rows(&list).iter().position(|at| at.key == *row);
            if let Some(chosen) = chosen {
                self.page_mut().lists.insert(list.clone(), ListState { chosen, filter: String::new() });
                if let Some(column) = place.column {
                    self.open_row(&list, row);
                    self.focus(column);
                }
            }
        }
        true
    }

    /// Gives the focus to a field of the page on top.
    pub fn focus(&mut self, field: usize) {
        self.flag_gone_to = None;
        self.leave_field();
        let page = self.page_mut();
        page.focus = field.min(page.fields.len().saturating_sub(1));
        self.enter_field();
    }

    /// Opens a row on a page of its own.
    pub fn open_row(&mut self, list: &FieldPath, key: &str) {
        let Some(rows) = self.rows_of(list) else {
            return;
        };
        self.leave_field();
        let path = list.child(key);
        let title = self.row_title(list, key);
        let fields = rows.columns.iter().map(|column| Form::in_row(column, &path)).collect();
        self.push_page(title, fields, PageOf::Row(path));
    }

    /// Opens one column of these rows: the same field, row by row.
    pub fn open_column(&mut self, cells: &[FieldPath]) {
        self.leave_field();
        let mut name = String::new();
        let mut fields: Vec<Field> = Vec::new();
        for cell in cells {
            let Some(field) = column_field(&self.form, cell) else {
                continue;
            };
            name.clone_from(&field.label);
            let row = cell.parent();
            fields.push(Field { label: self.row_title(&row.parent(), row.leaf()), ..field });
        }
        if fields.is_empty() {
            self.enter_field();
            return;
        }
        self.push_page(format!("{name}, row by row"), fields, PageOf::Column);
    }

    fn push_page(&mut self, title: String, fields: Vec<Field>, of: PageOf) {
        self.pages.push(Page { title, fields, focus: 0, lists: HashMap::new(), of });
        self.enter_field();
    }

    /// Back to the page below; says whether there was one.
    pub fn close_page(&mut self) -> bool {
        if self.pages.len() < 2 {
            return false;
        }
        self.flag_gone_to = None;
        self.leave_field();
        let page = self.pages.pop();
        if let Some(PageOf::Row(path)) = page.map(|page| page.of) {
            self.take_back_blank_row(&path);
            if path.parent() == PlanScreen::waiver_list() {
                self.go_to_waiver(&path);
            }
        }
        self.enter_field();
        true
    }

    /// A row that was begun and left with nothing in it is taken back.
    fn take_back_blank_row(&mut self, path: &FieldPath) {
        let is_blank = match self.doc.get(path) {
            Some(Value::Table(entries)) => entries.iter().all(|(key, value)| key == "id" || value.is_blank()),
            _ => false,
        };
        let list = path.parent();
        let is_own = self.rows_of(&list).is_some_and(|rows| rows.manner != RowManner::Neighbourhoods);
        if is_blank && is_own {
            // Where it cannot be taken back it stays, and can be removed.
            let _ = self.change(&Edit::RemoveRow { path: path.clone() }, &list);
        }
    }

    /// What the rows of a list are made of.
    pub fn rows_of(&self, list: &FieldPath) -> Option<Rows> {
        let fields = self.form.sections.iter().flat_map(|section| &section.fields);
        fields.into_iter().find(|field| field.path == *list).and_then(|field| match &field.kind {
            Kind::Rows(rows) => Some(rows.clone()),
            _ => None,
        })
    }

    /// Takes pages away whose row is gone, as after undo.
    pub fn drop_lost_pages(&mut self) {
        let doc = &self.doc;
        let is_row = |path: &FieldPath| matches!(doc.get(path), Some(Value::Table(_)));
        let lost = self.pages.iter().position(|page| match &page.of {
            PageOf::Row(path) => !is_row(path),
            PageOf::Column => page.fields.iter().any(|field| !is_row(&field.path.parent())),
            PageOf::Section => false,
        });
        if let Some(at) = lost {
            self.pages.truncate(at.max(1));
        }
    }
}

/// The fields of a section that Tab walks through: the summary is a list of its own, with no field in it.
pub fn walked(section: &Section) -> &[Field] {
    if section.id == SectionId::Summary { &[] } else { &section.fields }
}

/// The field of a cell, by its column.
pub fn column_field(form: &Form, cell: &FieldPath) -> Option<Field> {
    let row = cell.parent();
    let list = row.parent();
    let mut fields = form.sections.iter().flat_map(|section| &section.fields);
    let Kind::Rows(rows) = &fields.find(|field| field.path == list)?.kind else {
        return None;
    };
    let column = rows.columns.iter().find(|column| column.path.leaf() == cell.leaf())?;
    Some(Form::in_row(column, &row))
}
