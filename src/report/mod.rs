//! What is known of a whole directory, and a report as text and as data.
//!
//! | file | what |
//! |---|---|
//! | [`case`] | one plan opened and judged |
//! | [`overview`] | every area at a glance |
//! | [`today`] | the day by which rules judge |

pub mod case;
pub mod overview;
mod side_by_side;
pub mod today;

pub use case::{Case, Surroundings, Unjudged, open_case};
pub use overview::{AreaStatus, Counts, Judged, PlanStatus, Scope, overview};
pub use today::today;
