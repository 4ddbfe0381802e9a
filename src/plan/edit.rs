//! An edit of a plan, and its inverse.

use super::path::FieldPath;
use super::value::Value;

/// One thing done to a plan file. [`crate::plan::Document::apply`] carries it out and gives its inverse.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Gives a field a value; tables on the way are made where they are missing.
    Set { path: FieldPath, value: Value },
    /// Empties a field.
    Unset { path: FieldPath },
    /// Adds a row to a list, before the row named, else at its end. `row` holds the row's keys in order,
    /// with its `id` among them.
    AddRow { list: FieldPath, before: Option<String>, row: Vec<(String, Value)> },
    /// Takes a row away.
    RemoveRow { path: FieldPath },
    /// Puts a text in the place of another, where the file still holds it: how an edit is undone.
    Splice { at: usize, remove: String, insert: String },
    /// Several, as one step.
    All(Vec<Edit>),
}
