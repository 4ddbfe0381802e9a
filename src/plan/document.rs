//! A plan file: its text, its layout, and the plan that it says.

use super::edit::Edit;
use super::model::Plan;
use super::path::FieldPath;
use super::value::Value;
use crate::problem::Problem;

/// A plan file that could be read.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    plan: Plan,
}
