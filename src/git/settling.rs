//! Everything at which two sides say different things and a person decides: what came in by sending and receiving,
//! and what plain git left unsettled in a file. That comes first: while git is in the middle of something, nothing
//! can be received.

use std::collections::BTreeMap;
use std::path::Path;

pub use super::decided::Chosen;
use super::decided::is_as_shown;
use super::identity::Identity;
use super::left::{self, Written};
use super::sync::conflicts::{self, Finished, Layer, Open};
use super::sync::{PATIENCE_TO_RECORD, own};
use crate::plan::merge::Take;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::private::Lock;

/// What is to be settled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listed {
    /// The places, with what was decided of them.
    pub open: Vec<Open>,
    /// Nothing is to be decided (any more), and what comes of it is to be written or recorded.
    pub ready: bool,
    /// Files that this program cannot settle, why, and what to do.
    pub troubles: Vec<Problem>,
    /// The texts of files that cannot be read from the disk until they are settled.
    pub texts: BTreeMap<RelPath, String>,
}

/// What the last decision led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Both sides of what came in are together, or something is left.
    Came(Finished),
    /// What git left is written; nothing is recorded.
    Written(Written),
}

/// What is to be settled in this directory.
///
/// # Errors
/// Where the repository cannot be read, or something is in the way.
pub fn list(root: &Path) -> Result<Listed, Problem> {
    let unsettled = left::list(root)?;
    let ready = unsettled.is_ready();
    let left::Unsettled { mut open, ready: files, troubles, texts } = unsettled;
    if open.is_empty() && files.is_empty() && troubles.is_empty() {
        open = conflicts::list(root)?;
        let ready = !open.is_empty() && open.iter().all(|open| open.choice.is_some());
        return Ok(Listed { open, ready, ..Listed::default() });
    }
    Ok(Listed { open, ready, troubles, texts })
}

/// Whether something is to be settled, as far as it is known without a look into the files.
pub fn is_known(root: &Path) -> bool {
    conflicts::is_kept(root) || left::is_known(root)
}

/// Decides one place, in place of what was decided there before; nothing takes the decision back. Without a layer it
/// is the one that is still to be decided there. A text that somebody wrote there is kept, unless whoever decides has
/// `seen` it and looks after it.
///
/// # Errors
/// Where there is no such place, there cannot be both, or it cannot be kept.
pub fn choose(
    root: &Path,
    file: &RelPath,
    path: &FieldPath,
    layer: Option<Layer>,
    choice: Option<Take>,
    seen: Option<&Take>,
) -> Result<Chosen, Problem> {
    // Who decides at the same moment waits, so that both decisions are kept.
    let _turn = Lock::take(root)?;
    match layer {
        Some(Layer::Left) => left::choose(root, file, path, choice, seen),
        layer => conflicts::choose(root, file, path, layer, choice, seen),
    }
}

/// Where everything is decided, and as it was `shown` where it was, writes what git left, or else records what both
/// sides come to.
///
/// # Errors
/// Where nobody is known to record, something is in the way, or the disk refuses; nothing has moved then.
pub fn finish(root: &Path, who: Option<&Identity>, shown: Option<&[Open]>) -> Result<End, Problem> {
    let unsettled = left::list(root)?;
    if unsettled.open.is_empty() && unsettled.ready.is_empty() {
        return conflicts::finish(root, who, shown).map(End::Came);
    }
    if shown.is_some_and(|shown| !is_as_shown(&unsettled.open, shown)) {
        return Ok(End::Came(Finished::Otherwise));
    }
    Ok(match left::finish(root, &own(who)?, PATIENCE_TO_RECORD)? {
        Ok(written) => End::Written(written),
        Err(open) => End::Came(Finished::Open(open)),
    })
}
