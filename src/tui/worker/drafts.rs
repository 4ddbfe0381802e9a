//! Keeping what is typed in dialogs, and finding what was left in them.

use std::path::PathBuf;

use super::Hand;
use crate::problem::Problem;
use crate::store::drafts::{self, About, Draft, Drafts};
use crate::store::private;
use crate::tui::msg::Msg;

impl Hand {
    /// Tells what was left in dialogs: of the directory that is open, and of none.
    pub(super) fn tell_drafts(&mut self) {
        let of_nobody = self.world.folders.as_ref().map(|folders| drafts::read(&folders.state, &self.owner));
        let private = self.open.as_ref().map(|directory| directory.root.join(private::FOLDER));
        // One that is a link is somebody else's.
        let private =
            private.filter(|folder| folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()));
        let of_directory = private.map(|folder| drafts::read(&folder, &self.owner));
        // Each from the folder in which it is kept, and no other.
        let of = |drafts: Option<Drafts>, is_nobodys: bool| {
            let mut all = drafts.map(|drafts| drafts.all().to_vec()).unwrap_or_default();
            all.retain(|draft| is_of_nobody(&draft.about) == is_nobodys);
            all
        };
        self.drafts = Drafts::new([of(of_nobody, true), of(of_directory, false)].concat());
        (self.tell)(Msg::DraftsFound(self.drafts.clone()));
    }

    /// Keeps what is being typed in a dialog. What cannot be kept is told, and is on the screen still.
    pub(super) fn keep_draft(&mut self, draft: Draft) {
        let before = self.drafts.of(&draft.about).map(|known| known.words.as_slice());
        let kept = self
            .place_of(&draft.about)
            .and_then(|folder| drafts::keep(&folder, &draft, before, &mut self.owner));
        match kept {
            Ok(()) => self.drafts.set(draft),
            Err(problem) => (self.tell)(Msg::DraftNotKept(problem)),
        }
    }

    /// Forgets what was kept of a dialog: its words were taken, or cleared. What cannot be forgotten is offered once
    /// more, which does no harm.
    pub(super) fn forget_draft(&mut self, about: &About) {
        let Some(Draft { words, .. }) = self.drafts.of(about) else { return };
        let forgotten =
            self.place_of(about).and_then(|folder| drafts::forget(&folder, about, words, &self.owner));
        if forgotten.is_ok() {
            self.drafts.forget(about);
        }
    }

    /// The folder of the program's own in which what is typed in a dialog is kept.
    fn place_of(&self, about: &About) -> Result<PathBuf, Problem> {
        if is_of_nobody(about) {
            return self.folders().map(|folders| folders.state.clone());
        }
        private::folder(&self.root()?)
    }
}

/// Whether it is kept for this user, and not in a directory.
fn is_of_nobody(about: &About) -> bool {
    matches!(about, About::Address)
}
