//! What comes and goes over the network, in a thread of its own: saving goes on meanwhile.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::{Hand, Job};
use crate::git::join::{self, Joined, Wish};
use crate::git::network::{Address, Asks, Failed, Progress, Watch};
use crate::git::standing::{Standing, standing};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::joined;
use crate::store::find::MARK;
use crate::store::settings::{self, Choice};
use crate::tui::msg::Msg;

/// Something under way. It is stopped, and waited for, when this is dropped.
pub struct Afar {
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Afar {
    /// Begins; `work` is told when to stop.
    fn begin(work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<Afar, Problem> {
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let thread = std::thread::Builder::new().name("network".into()).spawn(move || work(&stop));
        let thread = thread.map_err(|error| {
            Problem::new(
                format!("this could not be begun: {}", one_line(&error.to_string())),
                "Close some programs, and try again.",
            )
            .safe("Nothing was changed.")
        })?;
        Ok(Afar { cancel, thread: Some(thread) })
    }

    /// Has it stop as soon as that is safe; it tells when it has.
    pub fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for Afar {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // A panic was told by the hook.
            let _ = thread.join();
        }
    }
}

/// What came of joining.
#[derive(Debug)]
pub struct JoinEnded {
    joined: Result<Joined, Failed>,
    drafts: Option<PathBuf>,
}

impl Hand {
    /// Brings the force's plans here, with what was drafted in the directory that is open.
    pub(super) fn join(&mut self, text: &str) {
        if let Err(problem) = self.begin_to_join(text) {
            (self.tell)(Msg::NotDone(Box::new(problem.into())));
        }
    }

    fn begin_to_join(&mut self, text: &str) -> Result<(), Problem> {
        let working = std::env::current_dir().unwrap_or_default();
        let address = Address::new(text, &working)?;
        let data = self.folders()?.data.clone();
        let folder = join::place_for(&address, &data);
        let drafts = self.drafts().filter(|drafts| *drafts != folder);
        let (jobs, tell) = (self.jobs.clone(), Arc::clone(&self.aside.tell));
        self.afar = None;
        self.afar = Some(Afar::begin(move |cancel| {
            let last = RefCell::new(None);
            let progress = |now: Progress| {
                // It is told often, and drawn only where it says something new.
                if last.replace(Some(now.clone())).as_ref() != Some(&now) {
                    tell(Msg::Progress(now));
                }
            };
            let watch = Watch { progress: &progress, cancel, asks: Asks::Nobody, patience: None };
            let wish = Wish { address: &address, folder: &folder, drafts: drafts.as_deref() };
            let joined = join::join(&wish, &watch);
            // Where nobody listens any more, the program ends; the copy is there.
            let _ = jobs.send(Job::Joined(Box::new(JoinEnded { joined, drafts })));
        })?);
        Ok(())
    }

    /// The directory whose plans are carried in: the one that is open, where it is shared with nobody, else the
    /// one that this computer keeps.
    fn drafts(&self) -> Option<PathBuf> {
        let is_alone = |root: &Path| standing(root).is_ok_and(|standing| standing == Standing::Alone);
        let open = self.root().ok().filter(|root| is_alone(root));
        let kept = || self.world.folders.as_ref().map(|folders| folders.default_directory());
        open.or_else(kept).filter(|root| root.join(MARK).is_file())
    }

    /// The force's plans are here, or did not come.
    pub(super) fn joined(&mut self, ended: JoinEnded) -> Result<(), Problem> {
        self.afar = None;
        let joined = match ended.joined {
            Ok(joined) => joined,
            Err(failed) => {
                (self.tell)(Msg::NotDone(Box::new(failed)));
                return Ok(());
            }
        };
        let root = joined.root.clone();
        let kept = match &self.world.folders {
            Some(folders) => settings::choose(folders, &Choice::Directory(root.clone())),
            None => Ok(()),
        };
        self.stamps.clear();
        self.open_directory(&root, None, None)?;
        let mut lines = joined::lines(&joined, &*self.directory()?, ended.drafts.as_deref());
        lines.extend(joined.carried.problems.iter().map(ToString::to_string));
        match kept {
            Ok(()) => lines.push("From now on nec opens these plans.".into()),
            Err(problem) => {
                lines.push(problem.to_string());
                lines.push(format!(
                    "Until then, open them with: nec --dir {}",
                    one_line(&root.to_string_lossy())
                ));
            }
        }
        (self.tell)(Msg::Joined(lines));
        Ok(())
    }
}
