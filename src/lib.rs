//! `nec`: Neighbourhood Engagement Contract plans, drafted, checked and kept in the terminal.
//!
//! The floors only look down: `plan` is the domain, `standards` the editions as data, `check` the rules;
//! `store` and `git` reach the disk; `report`, `gate` and `form` are what faces share; `tui` and `cli` are the
//! faces, and never see each other. `ARCHITECTURE.md` is the map.

pub mod check;
pub mod cli;
pub mod form;
pub mod gate;
pub mod git;
pub mod plan;
pub mod problem;
pub mod report;
pub mod standards;
pub mod store;
pub mod tui;
