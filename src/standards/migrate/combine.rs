//! Two values that come to one place.

use super::{Journey, Note, SET_ASIDE, Side, Weight, answer, counted};
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;
use crate::standards::FieldKind;

impl Journey<'_> {
    /// Carries one value of a standard over to an heir, and says what became of it.
    pub(super) fn carry_value(
        &mut self,
        id: &str,
        heir: &str,
        key: &str,
        value: Value,
        side: Side,
    ) -> Result<Option<Note>, Problem> {
        let (from, to) = (answer(id).child(key), answer(heir).child(key));
        let moves = |says: String| Some(Note { weight: Weight::Moves, says });
        let Some(there) = self.document.get(&to).filter(|there| !there.is_blank() || key == SET_ASIDE) else {
            if self.document.get(&to).is_some() {
                self.apply(Edit::Unset { path: to.clone() })?;
            }
            self.shift(&from, &to, &value)?;
            if !self.is_known(heir, key) {
                return Ok(Some(self.kept(key, heir, key)));
            }
            return Ok(moves(match &value {
                Value::List(rows) if is_rows(&value) => {
                    format!("{}: {}.", self.label(key), counted(rows.len(), "row", "rows"))
                }
                _ => format!("{}: as it is.", self.label(key)),
            }));
        };
        if there == value || value.is_blank() && key != SET_ASIDE {
            self.apply(Edit::Unset { path: from })?;
            return Ok((!value.is_blank()).then(|| Note {
                weight: Weight::Moves,
                says: format!("{}: the same in both.", self.label(key)),
            }));
        }
        if is_rows(&there) && is_rows(&value) && self.join_rows(&from, &to)? {
            let Value::List(rows) = &value else { return Ok(None) };
            let rows = counted(rows.len(), "row joins", "rows join");
            return Ok(moves(format!("{}: {rows} those of {heir}.", self.label(key))));
        }
        if let Some(joined) = self.joined(heir, key, &there, &value, side)
            && !(self.holds_comment(&from) || self.holds_comment(&to))
        {
            let is_text = joined.as_text().is_some();
            self.apply(Edit::Set { path: to, value: joined })?;
            self.apply(Edit::Unset { path: from })?;
            let place = if side == Side::Behind { "behind" } else { "before" };
            let label = self.label(key);
            return Ok(Some(if is_text {
                let says = format!("{label}: put {place} that of {heir}, both whole. Read them as one.");
                Note { weight: Weight::Look, says }
            } else {
                Note { weight: Weight::Moves, says: format!("{label}: put together with those of {heir}.") }
            }));
        }
        let kept = self.free_key(heir, id, key);
        self.shift(&from, &answer(heir).child(&*kept), &value)?;
        Ok(Some(self.kept(key, heir, &kept)))
    }

    /// Moves a value to where there is none: with its comments, else as it reads.
    fn shift(&mut self, from: &FieldPath, to: &FieldPath, value: &Value) -> Result<(), Problem> {
        let moved = Edit::Move { from: from.clone(), to: to.clone() };
        if self.apply(moved).is_ok() {
            return Ok(());
        }
        self.apply(Edit::Set { path: to.clone(), value: value.clone() })?;
        self.apply(Edit::Unset { path: from.clone() })
    }

    /// Rows that join other rows; not where comments inside a list would be lost.
    fn join_rows(&mut self, from: &FieldPath, to: &FieldPath) -> Result<bool, Problem> {
        if self.apply(Edit::Move { from: from.clone(), to: to.clone() }).is_ok() {
            return Ok(true);
        }
        if self.holds_comment(from) || self.holds_comment(to) {
            return Ok(false);
        }
        // Of rows in a list on one line and rows of several lines, those on one line are written anew.
        let is_list = self.document.value_span(from).is_some();
        let anew = if is_list { from } else { to };
        let there = self.document.get(anew);
        self.apply(Edit::Unset { path: anew.clone() })?;
        let Some(Value::List(rows)) = there else { return Ok(false) };
        for row in rows {
            let Value::Table(row) = row else { continue };
            self.apply(Edit::AddRow { list: to.clone(), before: None, row })?;
        }
        if !is_list {
            self.apply(Edit::Move { from: from.clone(), to: to.clone() })?;
        }
        Ok(true)
    }

    /// Both values as one, where the field can hold both.
    fn joined(&self, heir: &str, key: &str, there: &Value, value: &Value, side: Side) -> Option<Value> {
        let (first, second) = if side == Side::Behind { (there, value) } else { (value, there) };
        match (first, second) {
            (Value::Text(first), Value::Text(second)) => {
                let between = self.between(heir, key)?;
                let both: Vec<&str> =
                    [first.as_str(), second.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
                Some(Value::Text(both.join(between)))
            }
            (Value::List(first), Value::List(second)) if !is_rows(there) && !is_rows(value) => {
                let more = second.iter().filter(|item| !first.contains(item));
                Some(Value::List(first.iter().chain(more).cloned().collect()))
            }
            _ => None,
        }
    }

    /// What stands between two texts in a field that can hold both.
    fn between(&self, heir: &str, key: &str) -> Option<&'static str> {
        if key == "commitment" || key == SET_ASIDE {
            return Some("\n\n");
        }
        let standard = self.to.standard(heir)?;
        match standard.fields.iter().find(|field| field.id == key)?.kind {
            FieldKind::Prose => Some("\n\n"),
            FieldKind::Line => Some("; "),
            _ => None,
        }
    }

    /// Whether a list is written with something like a comment inside, which writing it anew would lose.
    fn holds_comment(&self, path: &FieldPath) -> bool {
        let source = self.document.value_span(path).and_then(|span| self.document.text().get(span));
        source.is_some_and(|source| source.starts_with('[') && source.contains('#'))
    }
}

/// Whether a value is a list of rows.
fn is_rows(value: &Value) -> bool {
    matches!(value, Value::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item, Value::Table(_))))
}
