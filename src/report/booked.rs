//! Whether a plan speaks of venues that only the venue book of this computer has.

use std::path::Path;

use crate::git;
use crate::plan::{Areas, Document, RelPath};
use crate::problem::Problem;

/// The venue book.
pub const BOOK: &str = "areas.toml";

/// Whether one of these plans uses a venue that the venue book has and the last version does not have, or not so:
/// whoever gets the plan without the book gets a plan that names nothing. `book` is the venue book as it is now.
///
/// # Errors
/// Where the repository cannot be used.
pub fn lacks_the_book<'p>(
    root: &Path,
    book: &Areas,
    plans: impl IntoIterator<Item = &'p Document>,
) -> Result<bool, Problem> {
    let file = RelPath::new(BOOK)?;
    if git::changed(root, std::slice::from_ref(&file))?.is_empty() {
        return Ok(false);
    }
    // One that cannot be read has none of the venues.
    let recorded = git::recorded_text(root, &file).ok().flatten();
    let recorded = recorded.and_then(|text| Areas::parse(&text).ok()).unwrap_or_default();
    let is_only_here = |id: &String| book.venue(id).is_some_and(|now| recorded.venue(id) != Some(now));
    let mut used = plans.into_iter().flat_map(|plan| plan.plan().activities());
    Ok(used.any(|(_, activity)| activity.venues.iter().any(is_only_here)))
}
