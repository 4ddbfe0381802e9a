//! The gate of a shared repository: what a push may bring, and who may change what.
//!
//! | file | what |
//! |---|---|
//! | [`people`] | who may change which files |
//! | [`passage`] | one name that a push would move |
//! | `content` | what a version may not hold |

mod content;
mod passage;
pub mod people;

use crate::git::push::{Receiving, Update};
use crate::problem::Problem;

/// Why a push is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The branch or tag: `main`.
    pub name: String,
    /// The version that it is about, and who recorded it; nothing where it is about the branch or tag itself.
    pub version: Option<String>,
    /// Whether it is about what a version holds, and not about who made it.
    pub of_content: bool,
    /// Its file is relative to the top of the repository.
    pub problem: Problem,
}

/// Who pushes, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pusher {
    /// The server says so: this e-mail address.
    Known(String),
    /// Nobody but the versions themselves, which say who recorded them; anybody can write anything there.
    AsRecorded,
}

/// Everything for which a push must not be taken in; nothing where it may. A version that more than one name
/// would bring is told once.
///
/// Every version that it would bring is looked at, not only the newest: versions are kept for good. Who may
/// change what is as the settings said before the push, so that nobody lets himself in.
///
/// # Errors
/// Where the repository cannot be read, or its settings before the push cannot.
pub fn refusals(receiving: &Receiving, updates: &[Update], pusher: &Pusher) -> Result<Vec<Refusal>, Problem> {
    let mut refusals: Vec<Refusal> = Vec::new();
    for update in updates {
        for refusal in passage::refusals(receiving, update, updates, pusher)? {
            let is_told = |told: &Refusal| {
                told.version.is_some()
                    && (&told.version, &told.problem) == (&refusal.version, &refusal.problem)
            };
            if !refusals.iter().any(is_told) {
                refusals.push(refusal);
            }
        }
    }
    Ok(refusals)
}
