//! The fields that every plan has, and those that its edition adds.

mod activities;
mod area;
mod kept;
mod offered;
mod priorities;
mod standard;

pub use activities::VENUES;
pub use offered::access_choices;
pub(super) use offered::choice;

use super::{Field, Kind};
use crate::plan::{Areas, FieldPath, Force, Plan};
use crate::standards::Edition;

/// What the form is made from.
pub struct Known<'a> {
    pub plan: &'a Plan,
    pub edition: &'a Edition,
    pub areas: &'a Areas,
    pub force: &'a Force,
}

pub(super) fn field(path: &[&str], label: &str, kind: Kind, help: &str, example: &str) -> Field {
    Field {
        path: FieldPath::of(path.iter().copied()),
        label: label.into(),
        kind,
        help: help.into(),
        example: example.into(),
        words: None,
    }
}
