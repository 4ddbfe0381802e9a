//! Keys and facts in, a plan and effects out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod areas;
mod columns;
mod day;
mod drafts;
mod flags;
mod kept;
mod moving;
mod other_hands;
mod palette;
mod rows;
mod standards;
mod tables;
mod undo;
mod venues;
mod versions;
mod writing;

use crate::plan::FieldPath;

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}
