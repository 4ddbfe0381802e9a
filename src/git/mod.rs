//! Versions: local work through libgit2, so that no git program is needed, and nothing that a repository
//! configures is run.
//!
//! | file | what |
//! |---|---|
//! | `reach` | which paths a file may have on this computer |
//! | [`repository`] | opening one, and why one cannot be opened |
//! | [`identity`] | who records |
//! | [`content`] | what is to be recorded, read once |
//! | [`record`] | a version of these contents and nothing else |
//! | [`staging`] | the list of what git's next commit would hold, kept in step |
//! | [`listed`] | what that list says of a file where the disk alone would mislead |
//! | [`versions`] | what was recorded |
//! | [`history`] | the versions of one file, newest first, and what a version had of it |
//! | [`restore`] | a version back as a new change of the file |
//! | [`sent`] | which versions others have |
//! | [`undo`] | a step taken back, the version that it made too |
//! | [`snapshot`] | a version of a plan directory, without its files on disk |
//! | [`push`] | what a push would bring to a shared repository |
//! | [`came`] | who made the versions since another one |
//! | [`shared`] | which other repository versions are shared with |
//! | [`standing`] | where the words are: here alone, or sent |
//! | [`init`] | a new plan directory with its first version |
//! | [`network`] | sending and receiving, through the `git` program |
//! | [`join`] | a shared repository brought here |
//! | [`sync`] | what others recorded brought together with what was recorded here, and sent |
//! | [`drivers`] | this program as git's own merge driver and reader of plans |
//! | `trespass` | what no version may hold, wherever it lies |
//! | [`stages`] | the versions that git keeps of a file in conflict |
//! | [`left`] | what plain git left unsettled: found, decided, written |
//! | [`settling`] | everything that is to be settled, of sending and receiving and of plain git |
//!
//! *Record* and *version* are what people read; commit, HEAD, ref and index are this folder's own words.

pub mod came;
pub mod content;
mod decided;
pub mod drivers;
pub mod history;
pub mod identity;
pub mod init;
pub mod join;
pub mod left;
mod listed;
pub mod network;
pub mod push;
mod reach;
pub mod record;
pub mod repository;
pub mod restore;
pub mod sent;
pub mod settling;
pub mod shared;
pub mod snapshot;
pub mod stages;
mod staging;
pub mod standing;
pub mod sync;
mod trespass;
pub mod undo;
pub mod versions;

pub use content::{Taken, take};
pub use identity::{Identity, identity};
pub use record::{Recorded, Version, record};
pub use repository::may_open;
pub use snapshot::{Past, is_bare, past};
pub use versions::{changed, content_id, last_changes, recorded_text};

#[cfg(test)]
mod tests;
