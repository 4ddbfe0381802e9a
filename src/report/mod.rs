//! What is known of a whole directory, and a report as text and as data.
//!
//! | file | what |
//! |---|---|
//! | [`case`] | one plan opened and judged |
//! | [`blocked`] | what stops a plan from being recorded |
//! | [`booked`] | whether a plan uses venues that no version has |
//! | [`fit`] | what of the files taken may be recorded |
//! | [`mended`] | what needs nobody to decide anything, mended in a plan's text |
//! | [`versions`] | what a version changed, in words |
//! | [`away`] | what others did to a plan since it was seen |
//! | [`not_kept`] | of that, what took the place of the user's own words |
//! | [`came_in`] | the same of what comes while it is open, and of a sync |
//! | [`differences`] | two states of a plan, field by field |
//! | [`whereabouts`] | what is not recorded, not sent, sent |
//! | [`overview`] | every area at a glance |
//! | [`checked`] | the flags of many plans, each with its place |
//! | [`order`] | in which order they are told |
//! | [`today`] | the day by which rules judge |
//! | [`human`], [`short`], [`json`] | what was checked, for people, for lines, for programs |
//! | [`schema`] | what files can hold, for editors and linters |
//! | [`sarif`], [`junit`], [`github`] | the same for code scanning, for build servers, beside the lines of a change |
//! | [`private`] | personal data kept out of what is told |
//! | [`summary`] | what a check came to, to be read out |
//! | [`verdict`] | whether a check fails |
//! | [`readable`] | a plan to read |
//! | [`wrap`] | running text on readable lines |
//! | [`status`] | the areas, for people, for programs, for spreadsheets |

pub mod away;
pub mod blocked;
pub mod booked;
pub mod came_in;
pub mod case;
pub mod checked;
pub mod clash;
pub mod differences;
mod excerpt;
pub mod fit;
pub mod for_you;
pub mod github;
pub mod human;
pub mod joined;
pub mod json;
pub mod junit;
pub mod left;
pub mod mended;
pub mod not_kept;
mod order;
pub mod overview;
mod private;
pub mod readable;
pub mod sarif;
pub mod schema;
mod settings;
pub mod short;
mod side_by_side;
pub mod spot;
pub mod status;
pub mod summary;
pub mod synced;
pub mod today;
mod twice;
pub mod undoing;
pub mod verdict;
pub mod versions;
pub mod whereabouts;
pub mod who;
pub mod wrap;

pub use case::{Case, Surroundings, Unjudged, open_case};
pub use checked::{Checked, Chosen, check};
pub use overview::{AreaStatus, Counts, Judged, PlanStatus, Scope, overview};
pub use today::today;
pub use verdict::{Drafts, Measure, Verdict};

/// Whether a text is to have the terminal's colours in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    Plain,
    Coloured,
}
