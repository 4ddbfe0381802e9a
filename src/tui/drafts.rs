//! What was typed in dialogs and is not taken yet, as the screen knows it: offered where the same dialog is opened
//! again, and kept outside as soon as it changes.

use super::msg::Effect;
use crate::store::drafts::{About, Draft, Drafts};

/// What is said where a dialog is opened with words that were left in it.
pub const FROM_BEFORE: &str = "Kept from before: what you wrote here last.";

/// The drafts, and what of them is to be done outside.
#[derive(Debug, Default)]
pub struct Held {
    drafts: Drafts,
    /// The dialogs whose words were offered or written here: a dialog that is empty clears no others.
    mine: Vec<About>,
    outbox: Vec<Effect>,
}

impl Held {
    /// What was kept from before.
    pub fn found(&mut self, drafts: Drafts) {
        self.drafts = drafts;
        self.mine.clear();
    }

    /// All of them.
    pub fn all(&self) -> &[Draft] {
        self.drafts.all()
    }

    /// What is kept of a dialog.
    pub fn of(&self, about: &About) -> Option<&Draft> {
        self.drafts.of(about)
    }

    /// What is offered where a dialog is opened.
    pub fn offer(&mut self, about: &About) -> Option<Draft> {
        let draft = self.drafts.of(about)?.clone();
        self.own(about);
        Some(draft)
    }

    fn own(&mut self, about: &About) {
        if !self.mine.contains(about) {
            self.mine.push(about.clone());
        }
    }

    /// What is written in a dialog now; words that are blank are none.
    pub fn write(&mut self, draft: Draft) {
        if draft.words.iter().all(|text| text.trim().is_empty()) {
            if self.mine.contains(&draft.about) {
                self.forget(&draft.about);
            }
        } else if self.drafts.of(&draft.about) != Some(&draft) {
            self.own(&draft.about);
            self.drafts.set(draft.clone());
            self.outbox.push(Effect::KeepDraft(draft));
        }
    }

    /// The words of a dialog were taken, or cleared.
    pub fn forget(&mut self, about: &About) {
        self.mine.retain(|known| known != about);
        if self.drafts.of(about).is_some() {
            self.drafts.forget(about);
            self.outbox.push(Effect::ForgetDraft(about.clone()));
        }
    }

    /// What is to be done outside since this was last asked.
    pub fn take_outbox(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.outbox)
    }
}
