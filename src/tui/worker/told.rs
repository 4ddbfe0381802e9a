//! Where the words are and what others did, looked at beside everything else; and what this user has seen.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::civil::Date;

use super::Hand;
use super::lists::Aside;
use crate::git::standing::standing;
use crate::git::versions::unrecorded;
use crate::git::{self, Identity, came};
use crate::plan::{Place, RelPath};
use crate::report::away::{Away, Reader, away};
use crate::report::came_in::{CameIn, Doing, came_in};
use crate::report::for_you::for_you;
use crate::store::Directory;
use crate::store::read::read;
use crate::store::seen::{Seen, see, seen};
use crate::tui::msg::Msg;
use crate::tui::told::Told;

impl Aside {
    /// Finds out what of a directory is recorded, what is sent and what needs its user, and tells it.
    pub fn stand(&self, directory: Arc<Directory>, today: Date, who: Option<Identity>) {
        let number = self.latest_told.fetch_add(1, Ordering::SeqCst) + 1;
        let (tell, latest) = (Arc::clone(&self.tell), Arc::clone(&self.latest_told));
        let work = move || {
            // Where there is no repository, nothing is shared.
            let standing = standing(&directory.root).ok();
            let email = who.as_ref().map(Identity::email);
            let for_you = for_you(&directory, standing.as_ref(), today, email);
            let unrecorded = unrecorded(&directory).unwrap_or_default();
            if latest.load(Ordering::SeqCst) == number {
                tell(Msg::Told(Box::new(Told { standing, unrecorded, for_you })));
            }
        };
        // Without a thread nothing is said of it.
        let _ = std::thread::Builder::new().name("standing".into()).spawn(work);
    }
}

/// The id of the last version of a directory; empty where there is none.
pub(super) fn last_version(root: &Path) -> String {
    came::tip(root).ok().flatten().unwrap_or_default()
}

impl Hand {
    /// What came into a plan that is open, and whose it is.
    pub(super) fn came_in(&self, file: &str, seen: &Seen, now: &str, doing: Doing) -> CameIn {
        let Some((directory, file)) = self.open.as_ref().zip(RelPath::new(file).ok()) else {
            return CameIn::default();
        };
        let who = git::identity(&directory.root, &self.settings());
        let email = who.as_ref().map(Identity::email);
        let reader = Reader { root: &directory.root, force: &directory.force, email };
        came_in(&reader, &file, seen, now, doing)
    }

    /// What others changed of a plan since it was last seen here.
    pub(super) fn away(&self, directory: &Directory, place: &Place, now: &str) -> Option<Away> {
        let seen = seen(&directory.root, place)?;
        let who = git::identity(&directory.root, &self.settings());
        let email = who.as_ref().map(Identity::email);
        let reader = Reader { root: &directory.root, force: &directory.force, email };
        // What cannot be told stops nobody from writing.
        away(&reader, &place.plan_file(), &seen, now).ok()?
    }

    /// Keeps what the plan that is open holds now: it was seen. Where that cannot be kept, the same is told again.
    pub(super) fn see(&self) {
        let Some((root, file)) = self.root().ok().zip(self.at.as_ref()) else { return };
        let role = file.role();
        let Some(place) = role.as_ref().and_then(|role| role.place()) else { return };
        if let Ok(loaded) = read(&root, file) {
            let version = last_version(&root);
            let _ = see(&root, place, &Seen { version, text: loaded.text });
        }
    }
}
