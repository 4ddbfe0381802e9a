//! Where the words are, looked at beside everything else.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::lists::Aside;
use crate::git::standing::{Standing, standing};
use crate::git::{self, versions};
use crate::store::Directory;
use crate::tui::msg::Msg;
use crate::tui::told::Told;

impl Aside {
    /// Finds out what of a directory is recorded and what is sent, and tells it.
    pub fn stand(&self, directory: Arc<Directory>) {
        let number = self.latest_told.fetch_add(1, Ordering::SeqCst) + 1;
        let (tell, latest) = (Arc::clone(&self.tell), Arc::clone(&self.latest_told));
        let work = move || {
            let told = told(&directory);
            if latest.load(Ordering::SeqCst) == number {
                tell(Msg::Told(Box::new(told)));
            }
        };
        // Without a thread nothing is said of it.
        let _ = std::thread::Builder::new().name("standing".into()).spawn(work);
    }
}

fn told(directory: &Directory) -> Told {
    let root = &directory.root;
    Told { standing: stands(root), unrecorded: unrecorded(directory).unwrap_or_default() }
}

/// Where there is no repository, nothing is shared.
fn stands(root: &Path) -> Option<Standing> {
    standing(root).ok()
}

fn unrecorded(directory: &Directory) -> Option<std::collections::BTreeSet<crate::plan::RelPath>> {
    let mut files = directory.files();
    files.extend(versions::recorded_files(&directory.root).ok()?);
    files.retain(|file| file.role().is_some());
    files.sort();
    files.dedup();
    let changed = git::changed(&directory.root, &files).ok()?;
    Some(changed.into_iter().map(|(file, _)| file).collect())
}
