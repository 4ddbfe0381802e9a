//! What comes and goes over the network, in a thread of its own: saving goes on meanwhile.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{Hand, Job};
use crate::git::came;
use crate::git::join::{self, Joined, Wish};
use crate::git::network::{Address, Asks, Failed, Progress, Watch};
use crate::git::standing::{Standing, standing};
use crate::git::sync::{self, Synced};
use crate::git::{self, Identity};
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::came_in::Came;
use crate::report::{joined, synced};
use crate::store::find::MARK;
use crate::store::save::replace;
use crate::store::settings::{self, Choice};
use crate::store::{Directory, private};
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

/// Tells how far it is; it is heard often, and drawn only where it says something new.
fn progress(tell: &dyn Fn(Msg)) -> impl Fn(Progress) + use<'_> {
    let last = RefCell::new(None);
    move |now: Progress| {
        if last.replace(Some(now.clone())).as_ref() != Some(&now) {
            tell(Msg::Progress(now));
        }
    }
}

/// What came of sending and receiving.
#[derive(Debug)]
pub struct SyncEnded {
    synced: Result<Synced, Failed>,
    came: Came,
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
            let progress = progress(&*tell);
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
        self.known.clear();
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

    /// Sends what is recorded, and receives what others recorded.
    pub(super) fn sync(&mut self) {
        if let Err(problem) = self.begin_to_sync() {
            (self.tell)(Msg::NotDone(Box::new(problem.into())));
        }
    }

    fn begin_to_sync(&mut self) -> Result<(), Problem> {
        let root = self.root()?;
        let who = git::identity(&root, &self.settings());
        let (jobs, tell) = (self.jobs.clone(), Arc::clone(&self.aside.tell));
        self.fetching = None;
        self.afar = None;
        self.afar = Some(Afar::begin(move |cancel| {
            let progress = progress(&*tell);
            let watch = Watch { progress: &progress, cancel, asks: Asks::Nobody, patience: None };
            let before = came::tip(&root).ok().flatten();
            let synced = sync::sync(&root, None, who.as_ref(), &watch);
            let came = before.map(|before| Came::since(&root, who.as_ref(), &before)).unwrap_or_default();
            let _ = jobs.send(Job::Synced(Box::new(SyncEnded { synced, came })));
        })?);
        Ok(())
    }

    /// What came is taken into the plan that is open, and all of it is told.
    pub(super) fn synced(&mut self, ended: SyncEnded) -> Result<(), Problem> {
        let taken_in = self.take_in();
        // Until here, what is noticed was received.
        self.afar = None;
        let (directory, trouble) = taken_in?;
        let who = git::identity(&directory.root, &self.settings());
        (self.tell)(match ended.synced {
            Err(failed) => Msg::NotDone(Box::new(failed)),
            Ok(synced) if !synced.open.is_empty() => {
                Msg::LeftToDecide(synced::open_lines(&directory, synced.open))
            }
            Ok(synced) => {
                let unrecorded = crate::git::versions::unrecorded(&directory).unwrap_or_default();
                let own = who.as_ref().map(Identity::email);
                let mut lines = synced::lines(&directory, &synced, &ended.came, own, &unrecorded);
                lines.extend(trouble.map(|problem| problem.to_string()));
                Msg::Synced(lines)
            }
        });
        self.tell_standing();
        (self.tell)(Msg::DirectoryChanged);
        Ok(())
    }

    /// Takes what came into what is open. Gives the directory by which it is told: where it cannot be opened any more, as
    /// it was known, and why.
    fn take_in(&mut self) -> Result<(Arc<Directory>, Option<Problem>), Problem> {
        let known = self.directory()?;
        let (directory, trouble) = match Directory::open(&known.root) {
            Ok(directory) => (Arc::new(directory), None),
            Err(problem) => (known, Some(problem)),
        };
        self.tell_settings(Arc::clone(&directory));
        for file in self.known.keys().filter_map(|file| RelPath::new(file).ok()).collect::<Vec<_>>() {
            self.noticed(&file);
            self.tell_read_once(&file);
            self.tell_recorded(&file);
        }
        Ok((directory, trouble))
    }

    /// Looks for what others sent, beside everything else: not where that is switched off, not again within some
    /// minutes, and silent where nothing can be reached.
    pub(super) fn fetch(&mut self) {
        self.fetching = None;
        let Ok(root) = self.root() else { return };
        if self.settings().fetch == Some(false) {
            return;
        }
        let jobs = self.jobs.clone();
        self.fetching = Afar::begin(move |cancel| {
            if standing(&root).is_ok_and(|standing| standing != Standing::Alone) && is_due(&root) {
                let begun = Instant::now();
                let bounded = |_| {
                    if begun.elapsed() > LONGEST_LOOK {
                        cancel.store(true, Ordering::Relaxed);
                    }
                };
                let watch =
                    Watch { progress: &bounded, cancel, asks: Asks::Nobody, patience: Some(LONGEST_LOOK) };
                if sync::fetch(&root, &watch).is_ok() {
                    let _ = jobs.send(Job::Fetched);
                }
            }
        })
        .ok();
    }
}

/// How long a look for what others sent may take.
const LONGEST_LOOK: Duration = Duration::from_secs(20);
/// How long after one the next is due.
const BETWEEN_LOOKS: Duration = Duration::from_secs(180);

/// Whether the last look is long enough ago; if so, this one is noted.
fn is_due(root: &Path) -> bool {
    let Ok(folder) = private::folder(root) else { return false };
    let note = folder.join("looked");
    let found = note.symlink_metadata().and_then(|found| found.modified());
    let is_due = found.map_or(true, |when| when.elapsed().unwrap_or_default() > BETWEEN_LOOKS);
    is_due && replace(&note, b"").is_ok()
}
