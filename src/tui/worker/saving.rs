//! Saving what is written here, and putting away what cannot be saved.

use std::path::PathBuf;

use super::{Hand, Known};
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::report::came_in::Doing;
use crate::store::{SaveError, private, save};
use crate::tui::msg::Msg;

impl Hand {
    pub(super) fn save(&mut self, file: &str, text: &str, number: u64, generation: u64) {
        if generation < self.generations.get(file).copied().unwrap_or_default() {
            // It was written before another hand's change was seen on the screen, which saves anew with it.
            // Where it cannot be put away, it is still on the screen.
            let _ = self.keep_latest(file, text);
            return;
        }
        let result = self.try_save(file, text);
        match result {
            Ok(()) => {
                let at = jiff::Zoned::now().strftime("%H:%M").to_string();
                (self.tell)(Msg::Saved { file: file.to_owned(), number, at });
            }
            Err(SaveError::Changed(now)) => {
                // Whoever reads the message may have gone: the text is put away in any case.
                let _ = self.keep_latest(file, text);
                self.tell_changed(file, &now, Doing::Nothing);
            }
            Err(error) => {
                let rel = RelPath::new(file).ok();
                let mut problem = match (&error, rel) {
                    (SaveError::Refused(problem), _) => problem.clone(),
                    (_, Some(rel)) => error.problem(&rel),
                    (_, None) => Problem::new("the plan could not be saved", "Copy your text elsewhere."),
                };
                let is_gone = matches!(error, SaveError::Gone);
                problem = match self.keep_latest(file, text) {
                    Ok(path) => problem.safe(format!("What you wrote is safe in {}", path.display())),
                    Err(worse) => problem.safe(worse.safe),
                };
                if is_gone {
                    // The next save puts it there anew.
                    self.known.remove(file);
                }
                (self.tell)(Msg::SaveFailed { file: file.to_owned(), number, problem });
            }
        }
    }

    fn try_save(&mut self, file: &str, text: &str) -> Result<(), SaveError> {
        let root = self.root()?;
        let rel = RelPath::new(file)?;
        let known = self.known.get(file);
        let stamp = save(&root, &rel, text, known.map(|known| known.stamp))?;
        let version = known.map(|known| known.version.clone()).unwrap_or_default();
        self.known.insert(file.to_owned(), Known { stamp, text: text.to_owned(), version });
        Ok(())
    }

    /// Puts a text away that could not be saved, in the place of the one put away before it: it holds that.
    fn keep_latest(&mut self, file: &str, text: &str) -> Result<PathBuf, Problem> {
        let path = self.keep(file, text)?;
        if let Some(earlier) = self.kept.insert(file.to_owned(), path.clone()) {
            // One that stays behind is only one too many.
            let _ = std::fs::remove_file(earlier);
        }
        Ok(path)
    }

    pub(super) fn keep(&self, name: &str, text: &str) -> Result<PathBuf, Problem> {
        let elsewhere = self.world.folders.as_ref().map(|folders| folders.state.clone());
        private::keep(&self.root()?, elsewhere.as_deref(), name, text)
    }
}
