//! What both sides changed to different things: found, decided, and brought together.

use super::Hand;
use crate::git;
use crate::git::sync::conflicts::{self, Finished};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::report::clash::{Clash, clashes};
use crate::store::Directory;
use crate::tui::conflicts::Decision;
use crate::tui::msg::Msg;

impl Hand {
    /// Tells what is to be settled, as it is kept now.
    pub(super) fn tell_conflicts(&self) {
        (self.tell)(Msg::ConflictsListed(self.conflicts()));
    }

    fn conflicts(&self) -> Result<Vec<Clash>, Problem> {
        let directory = self.directory()?;
        let open = conflicts::list(&directory.root)?;
        Ok(clashes(&directory, open))
    }

    /// Keeps a decision, and tells what is to be settled now.
    pub(super) fn decide(&self, decision: &Decision) -> Result<(), Problem> {
        let Decision { spot, take } = decision;
        let kept = self.root().and_then(|root| {
            conflicts::choose(&root, &spot.file, &spot.path, Some(spot.layer), take.clone())
        });
        self.tell_conflicts();
        kept.map(drop)
    }

    /// Brings both sides together, where everything is decided.
    pub(super) fn finish_conflicts(&mut self) {
        let ended = self.bring_together();
        if let Ok(Finished::Recorded(_)) = ended {
            // What was moved is on the screen before it is said that it is.
            let open: Vec<RelPath> = self.stamps.keys().filter_map(|file| RelPath::new(file).ok()).collect();
            for file in open {
                self.noticed(&file);
            }
            self.versions_changed();
        }
        (self.tell)(Msg::ConflictsFinished(ended));
    }

    fn bring_together(&mut self) -> Result<Finished, Problem> {
        let root = self.root()?;
        let who = git::identity(&root, &self.settings());
        let ended = conflicts::finish(&root, who.as_ref())?;
        // What came in may name areas and venues that were not there.
        self.tell_settings(std::sync::Arc::new(Directory::open(&root)?));
        Ok(ended)
    }
}
