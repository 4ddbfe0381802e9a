//! What both sides changed to different things: found, decided, and brought together.

use super::Hand;
use crate::git;
use crate::git::settling::{self, End};
use crate::git::sync::conflicts::{Finished, Open};
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::clash::{Clash, clashes};
use crate::store::Directory;
use crate::tui::conflicts::Decision;
use crate::tui::msg::Msg;

impl Hand {
    /// Tells what is to be settled, as it is kept now; what is about a file comes first, where one is meant.
    pub(super) fn tell_conflicts(&mut self, of: Option<&RelPath>) {
        let listed = match self.conflicts(of) {
            Ok(None) => return self.finish_conflicts(&[]),
            Ok(Some(places)) => Ok(places),
            Err(problem) => Err(problem),
        };
        (self.tell)(Msg::ConflictsListed(listed));
    }

    /// The places; nothing where there are none and what comes of it only has to be written.
    fn conflicts(&self, of: Option<&RelPath>) -> Result<Option<Vec<Clash>>, Problem> {
        let directory = self.directory()?;
        let settling::Listed { mut open, ready, troubles, texts } = settling::list(&directory.root)?;
        if open.is_empty() && ready {
            return Ok(None);
        }
        let is_of =
            |problem: &&Problem| of.is_some_and(|file| problem.file.as_deref() == Some(file.as_str()));
        let trouble = troubles.iter().find(is_of).or_else(|| troubles.first().filter(|_| open.is_empty()));
        if let Some(trouble) = trouble {
            return Err(trouble.clone());
        }
        open.sort_by_key(|open| Some(&open.file) != of);
        Ok(Some(clashes(&directory, open, &texts)))
    }

    /// Keeps a decision, and tells what is to be settled now.
    pub(super) fn decide(&mut self, decision: &Decision) -> Result<(), Problem> {
        let Decision { spot, take, was } = decision;
        let kept = self.root().and_then(|root| {
            settling::choose(&root, &spot.file, &spot.path, Some(spot.layer), take.clone(), was.as_ref())
        });
        let listed = self.conflicts(None).map(Option::unwrap_or_default);
        (self.tell)(Msg::ConflictsListed(listed));
        self.tell_standing();
        if let Some(path) = kept?.kept.first() {
            let path = one_line(&path.to_string_lossy());
            (self.tell)(Msg::Done(format!(
                "What another program had there, written anew, is kept in {path}"
            )));
        }
        Ok(())
    }

    /// Brings both sides together, where everything is decided as it was shown.
    pub(super) fn finish_conflicts(&mut self, shown: &[Open]) {
        let ended = self.bring_together(shown);
        if let Ok(End::Came(Finished::Recorded(_) | Finished::Received(_)) | End::Written(_)) = ended {
            // What was moved is on the screen before it is said that it is.
            let open: Vec<RelPath> = self.known.keys().filter_map(|file| RelPath::new(file).ok()).collect();
            for file in open {
                self.noticed(&file);
                self.tell_read_once(&file);
            }
            self.versions_changed();
        }
        (self.tell)(Msg::ConflictsFinished(ended));
    }

    fn bring_together(&mut self, shown: &[Open]) -> Result<End, Problem> {
        let root = self.root()?;
        let who = git::identity(&root, &self.settings());
        let ended = settling::finish(&root, who.as_ref(), Some(shown))?;
        // What came in may name areas and venues that were not there.
        self.tell_settings(std::sync::Arc::new(Directory::open(&root)?));
        Ok(ended)
    }
}
