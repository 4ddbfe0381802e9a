//! Lists of rows: showing, adding, copying, removing and filling them.

use super::{ListState, PageOf, PlanScreen};
use crate::form::{Field, Kind, RowManner, Rows, convert, phrases};
use crate::plan::mint::new_id;
use crate::plan::model::row_keys;
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;

/// A row as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its segment of an address.
    pub key: String,
    pub title: String,
    /// What stands beside the title, in columns.
    pub cells: Vec<String>,
}

impl PlanScreen {
    /// An address as the form calls it: "Priorities, Scams, How the team works towards it".
    pub fn in_words(&self, path: &FieldPath) -> String {
        let Some(place) = self.form.find(path) else {
            return path.to_string();
        };
        let Some(section) = self.form.sections.get(place.section) else {
            return path.to_string();
        };
        let mut words = vec![section.title.clone()];
        let field = section.fields.get(place.field).filter(|field| path.is_within(&field.path));
        if let Some(field) = field {
            if field.label != section.title {
                words.push(field.label.clone());
            }
            if let (Some(key), Kind::Rows(rows)) = (&place.row, &field.kind) {
                let row = self.rows(&field.path).into_iter().find(|row| row.key == *key);
                words.push(row.map_or_else(|| key.clone(), |row| row.title));
                let column = place.column.and_then(|at| rows.columns.get(at));
                words.extend(column.map(|column| column.label.clone()));
            }
        }
        words.join(", ")
    }

    /// The rows of a list, in the order of the file; for neighbourhoods one each, entered or not.
    pub fn rows(&self, list: &FieldPath) -> Vec<Row> {
        let Some(rows) = self.rows_of(list) else {
            return Vec::new();
        };
        let items = match self.doc.get(list) {
            Some(Value::List(items)) => items,
            _ => Vec::new(),
        };
        let keys = row_keys(&items);
        let entered = items.iter().zip(keys).filter_map(|(item, key)| match item {
            Value::Table(entries) => Some(self.row(&rows, key, entries)),
            _ => None,
        });
        if rows.manner != RowManner::Neighbourhoods {
            return entered.collect();
        }
        let mut entered: Vec<Row> = entered.collect();
        let area = self.around.areas.area(&self.place.area);
        let known = area.map(|area| area.all_neighbourhoods()).unwrap_or_default();
        let mut all: Vec<Row> = known
            .into_iter()
            .map(|neighbourhood| {
                let at = entered.iter().position(|row| row.key == neighbourhood.id);
                let row = at.map(|at| entered.remove(at));
                Row {
                    title: if neighbourhood.name.is_empty() {
                        neighbourhood.id.clone()
                    } else {
                        neighbourhood.name
                    },
                    cells: row.map(|row| row.cells).unwrap_or_else(|| vec!["nobody yet".into()]),
                    key: neighbourhood.id,
                }
            })
            .collect();
        all.extend(entered);
        all
    }

    fn row(&self, rows: &Rows, key: String, entries: &[(String, Value)]) -> Row {
        let of = |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let cell = |name: &str| {
            let kind = rows.columns.iter().find(|column| column.path.leaf() == name).map(|c| &c.kind);
            match (kind, of(name)) {
                (Some(kind), Some(value)) => convert::show(kind, value),
                _ => String::new(),
            }
        };
        let first = rows.columns.first().map_or("", |column| column.path.leaf());
        let title = cell(if rows.manner == RowManner::Neighbourhoods { "id" } else { first });
        let cells = match rows.manner {
            RowManner::Activities => {
                let activity = self.doc.plan().activities().find(|(_, activity)| activity.key == key);
                let when = activity.map(|(_, activity)| phrases::describe_when(activity)).unwrap_or_default();
                vec![when, place_of(&cell), cell("owner")]
            }
            RowManner::Neighbourhoods => {
                let officer = cell("officer");
                vec![if officer.is_empty() { "nobody yet".into() } else { officer }, cell("contact")]
            }
            RowManner::Free => rows.columns.iter().skip(1).take(2).map(|c| cell(c.path.leaf())).collect(),
        };
        Row { key, title: if title.trim().is_empty() { "(no title yet)".into() } else { title }, cells }
    }

    /// What a row is called in its list.
    pub fn row_title(&self, list: &FieldPath, key: &str) -> String {
        self.rows(list).into_iter().find(|row| row.key == key).map(|row| row.title).unwrap_or_default()
    }

    /// The filter of a list while one is typed, or holds rows back.
    pub fn filter_of(&self, list: &FieldPath) -> Option<&str> {
        let filter = self.page().lists.get(list).map_or("", |state| state.filter.as_str());
        (!filter.is_empty() || self.filtering.as_ref() == Some(list)).then_some(filter)
    }

    /// The rows that the filter of a list lets through.
    pub fn shown_rows(&self, list: &FieldPath) -> Vec<Row> {
        let filter = self.page().lists.get(list).map(|state| state.filter.to_lowercase()).unwrap_or_default();
        // The line of quick add shows what it keeps; the list need not.
        let line =
            self.quick.as_ref().filter(|quick| quick.list == *list).and_then(|quick| quick.row.as_ref());
        let mut rows = self.rows(list);
        rows.retain(|row| Some(&row.key) != line);
        rows.retain(|row| {
            filter.is_empty()
                || row.title.to_lowercase().contains(&filter)
                || row.cells.iter().any(|cell| cell.to_lowercase().contains(&filter))
        });
        rows
    }

    /// The row that is chosen in a list.
    pub fn chosen_row(&self, list: &FieldPath) -> Option<Row> {
        let rows = self.shown_rows(list);
        let chosen = self.page().lists.get(list).map_or(0, |state| state.chosen);
        rows.get(chosen.min(rows.len().saturating_sub(1))).cloned()
    }

    /// What is chosen in a list, to be changed.
    pub fn list_state(&mut self, list: &FieldPath) -> &mut ListState {
        self.page_mut().lists.entry(list.clone()).or_default()
    }

    /// Opens the chosen row; a neighbourhood's row is made when it is first opened.
    ///
    /// # Errors
    /// When the list is gone.
    pub fn open_chosen(&mut self, list: &FieldPath) -> Result<(), Problem> {
        let Some(row) = self.chosen_row(list) else {
            return Ok(());
        };
        if self.doc.get(&list.child(row.key.clone())).is_none() {
            let entries = vec![("id".to_owned(), Value::Text(row.key.clone()))];
            self.change(&Edit::AddRow { list: list.clone(), before: None, row: entries }, list)?;
        }
        self.open_row(list, &row.key);
        Ok(())
    }

    /// Adds a row with these entries and an id of its own, and chooses it.
    ///
    /// # Errors
    /// When the list is gone.
    pub fn add_row(&mut self, list: &FieldPath, entries: Vec<(String, Value)>) -> Result<String, Problem> {
        let id = new_id();
        let mut row = vec![("id".to_owned(), Value::Text(id.clone()))];
        row.extend(entries.into_iter().filter(|(key, _)| key != "id"));
        self.change(&Edit::AddRow { list: list.clone(), before: None, row }, list)?;
        self.choose_row(list, &id);
        Ok(id)
    }

    /// Adds several rows as one step.
    ///
    /// # Errors
    /// When the list is gone; then none is added.
    pub fn add_rows(&mut self, list: &FieldPath, rows: Vec<Vec<(String, Value)>>) -> Result<(), Problem> {
        let edits = rows
            .into_iter()
            .map(|entries| {
                let mut row = vec![("id".to_owned(), Value::Text(new_id()))];
                row.extend(entries);
                Edit::AddRow { list: list.clone(), before: None, row }
            })
            .collect();
        self.change(&Edit::All(edits), list)
    }

    /// Adds a row like the chosen one behind it, and chooses it. Its stated dates are left out: they are the
    /// other's.
    ///
    /// # Errors
    /// When the row is gone.
    pub fn duplicate_chosen(&mut self, list: &FieldPath) -> Result<(), Problem> {
        let Some(row) = self.chosen_row(list) else {
            return Ok(());
        };
        let Some(Value::Table(entries)) = self.doc.get(&list.child(row.key.clone())) else {
            return Ok(());
        };
        let keys: Vec<String> = self.rows(list).into_iter().map(|row| row.key).collect();
        let before = keys.iter().position(|key| *key == row.key).and_then(|at| keys.get(at + 1)).cloned();
        let id = new_id();
        let mut copy = vec![("id".to_owned(), Value::Text(id.clone()))];
        copy.extend(entries.into_iter().filter(|(key, _)| key != "id"));
        self.change(&Edit::AddRow { list: list.clone(), before, row: copy }, list)?;
        self.choose_row(list, &id);
        Ok(())
    }

    /// Removes the chosen row; undo brings it back.
    ///
    /// # Errors
    /// When the row is gone.
    pub fn remove_chosen(&mut self, list: &FieldPath) -> Result<Option<Row>, Problem> {
        let Some(row) = self.chosen_row(list) else {
            return Ok(None);
        };
        let path = list.child(row.key.clone());
        if self.doc.get(&path).is_none() {
            return Ok(None);
        }
        self.change(&Edit::RemoveRow { path }, list)?;
        Ok(Some(row))
    }

    /// Chooses a row by its key, whatever the filter.
    pub fn choose_row(&mut self, list: &FieldPath, key: &str) {
        if let Some(chosen) = self.rows(list).iter().position(|row| row.key == key) {
            *self.list_state(list) = ListState { chosen, filter: String::new() };
        }
    }

    /// Uses the value of the field that has the focus for every other row of its list, or of the column that
    /// is shown, that has none. Says how many were filled.
    ///
    /// # Errors
    /// When a row is gone; then nothing changed.
    pub fn fill_down(&mut self) -> Result<usize, Problem> {
        let Some(Field { path, kind, .. }) = self.field().cloned() else {
            return Ok(0);
        };
        if self.page().of == PageOf::Section || matches!(kind, Kind::Rows(_)) {
            return Ok(0);
        }
        let Some(value) = self.doc.get(&path).filter(|value| !value.is_blank()) else {
            return Ok(0);
        };
        let list = path.parent().parent();
        // Row by row, only the rows that are there to be seen.
        let cells: Vec<FieldPath> = match self.page().of {
            PageOf::Column => self.page().fields.iter().map(|field| field.path.clone()).collect(),
            _ => self.rows(&list).into_iter().map(|row| list.child(row.key).child(path.leaf())).collect(),
        };
        // Access is that of a venue which is written in: of the book's the book says it, and a link has none.
        let is_about = |cell: &FieldPath| {
            cell.leaf() != "access"
                || self.doc.get(&cell.parent().child("venue")).is_some_and(|venue| !venue.is_blank())
        };
        let edits: Vec<Edit> = cells
            .into_iter()
            .filter(|cell| self.doc.get(&cell.parent()).is_some() && is_about(cell))
            .filter(|cell| self.doc.get(cell).is_none_or(|value| value.is_blank()))
            .map(|cell| Edit::Set { path: cell, value: value.clone() })
            .collect();
        let filled = edits.len();
        if filled > 0 {
            self.change(&Edit::All(edits), &path)?;
        }
        Ok(filled)
    }
}

/// Where an activity is held, in a few words.
fn place_of(cell: &impl Fn(&str) -> String) -> String {
    let book = cell("venues");
    let venue = cell("venue");
    if !book.is_empty() {
        book
    } else if !venue.is_empty() {
        venue
    } else if !cell("link").is_empty() {
        "online".into()
    } else {
        "(no venue)".into()
    }
}
