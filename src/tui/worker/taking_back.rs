//! What was done last to the plans, taken back: the steps of `nec undo`.

use std::sync::Arc;

use super::Hand;
use crate::git;
use crate::git::undo::{newest, take_back};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::report::came_in::Doing;
use crate::report::undoing;
use crate::store::Directory;
use crate::store::undo::Step;
use crate::tui::msg::Msg;

impl Hand {
    /// Tells what can be taken back next, and what that will do.
    pub(super) fn find_last(&self) -> Result<(), Problem> {
        let Some(last) = newest(&self.root()?)? else {
            (self.tell)(Msg::Done(undoing::NOTHING_LEFT.into()));
            return Ok(());
        };
        (self.tell)(Msg::LastFound { lines: undoing::will(&last), step: Box::new(last.step) });
        Ok(())
    }

    /// Takes a step back that was shown. What it changes in a plan that is open is merged as from any other hand.
    pub(super) fn take_back(&mut self, step: &Step) -> Result<(), Problem> {
        let root = self.root()?;
        let last = newest(&root)?.filter(|last| last.step == *step).ok_or_else(|| {
            Problem::new("something else was done here meanwhile", "Look again at what was done last.")
                .safe("Nothing was changed.")
        })?;
        let who = git::identity(&root, &self.settings());
        let taken = take_back(&root, step, || {
            who.ok_or_else(|| {
                Problem::new(
                    "it is not known who takes this back",
                    "Say who you are: recording a version asks for it (F9, or nec commit).",
                )
                .safe("Nothing was changed.")
            })
        })?;
        // What came in with it may have named areas and venues that are not there any more.
        self.tell_settings(Arc::new(Directory::open(&root)?));
        let open: Vec<RelPath> = self.known.keys().filter_map(|file| RelPath::new(file).ok()).collect();
        for file in open {
            self.noticed_while(&file, Doing::TakingBack);
        }
        self.versions_changed();
        (self.tell)(Msg::TakenBack(undoing::did(&last, &taken)));
        Ok(())
    }
}
