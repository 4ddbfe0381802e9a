//! The domain, pure: no files, no git, no terminal, no clock.

pub mod allow;
pub mod areas;
pub mod calendar;
pub mod carry;
pub mod diff;
pub mod document;
pub mod edit;
pub mod force;
pub mod id;
pub mod keys;
pub mod labels;
pub mod lines;
pub mod merge;
pub mod mint;
pub mod model;
pub mod path;
pub mod place;
pub mod printable;
pub mod sentences;
pub mod value;

pub use areas::{Area, Areas, Neighbourhood, Venue};
pub use document::{Document, Part};
pub use edit::Edit;
pub use force::Force;
pub use model::{Activity, Answer, Cadence, Entry, Period, Plan, Priority, Status};
pub use path::FieldPath;
pub use place::{Place, RelPath};
pub use value::Value;
