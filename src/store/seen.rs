//! What this user last saw of each plan, so that they are told what others changed meanwhile. It is kept in the
//! directory's private folder, because it holds the plan's text.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::private;
use super::read::MOST_BYTES;
use crate::plan::Place;
use crate::problem::Problem;

/// The folder in the private one.
pub(super) const FOLDER: &str = "seen";

/// A plan as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The last version of the directory then; empty where there was none.
    pub version: String,
    /// The plan's text then.
    pub text: String,
}

/// What was last seen of a plan; nothing where it never was, or what is kept of it cannot be read.
pub fn seen(root: &Path, place: &Place) -> Option<Seen> {
    let file = file(root, place);
    let is_small = |found: std::fs::Metadata| found.is_file() && found.len() <= 8 * MOST_BYTES;
    file.symlink_metadata().ok().filter(|found| is_small(found.clone()))?;
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// Keeps what was seen of a plan.
///
/// # Errors
/// Where the system refuses.
pub fn see(root: &Path, place: &Place, seen: &Seen) -> Result<(), Problem> {
    let what = "what you have seen of this plan could not be kept";
    private::folder(root)?;
    let text = serde_json::to_vec(seen)
        .map_err(|error| Problem::new(format!("{what}: {error}"), "Your plans are not touched by this."))?;
    super::save::replace(&file(root, place), &text).map_err(|error| super::write_problem(&error, what))
}

fn file(root: &Path, place: &Place) -> PathBuf {
    root.join(private::FOLDER).join(FOLDER).join(format!("{}.{}.json", place.period(), place.area()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_was_seen_is_there_again_and_only_its_owner_may_read_it() {
        let root = tempfile::tempdir().unwrap();
        let place = Place::new("2026-27", "west-dorset").unwrap();
        assert_eq!(seen(root.path(), &place), None);
        let now = Seen { version: "0123".into(), text: "format = 1\n".into() };
        see(root.path(), &place, &now).unwrap();
        assert_eq!(seen(root.path(), &place), Some(now));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file(root.path(), &place).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        std::fs::write(file(root.path(), &place), "{").unwrap();
        assert_eq!(seen(root.path(), &place), None, "broken, it is forgotten");
    }
}
