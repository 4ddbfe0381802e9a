//! Carries effects out, in a thread beside the screen: files, versions, settings.

mod afar;
mod book;
mod conflicts;
mod day;
mod drafts;
mod lists;
mod noticing;
mod opening;
mod plans;
mod saving;
mod taking_back;
mod told;
mod versions;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use jiff::civil::Date;

use super::msg::{Effect, Msg, Switch};
use crate::git;
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::drafts::{Drafts, Owner};
use crate::store::presence::Presence;
use crate::store::settings::{self, Choice, Settings, Shown};
use crate::store::undo::Step;
use crate::store::watch::{Changed, Watch};
use crate::store::{Directory, Folders, Stamp, once};

/// What the worker is told.
#[derive(Debug)]
pub enum Job {
    /// Open a plan directory, and perhaps a plan in it.
    Open(OpenRequest),
    Effect(Effect),
    /// Something in the directory may have changed.
    Noticed(Changed),
    /// A directory is watched from now on.
    Watching {
        root: PathBuf,
        watch: Watch,
    },
    /// The force's plans came, or did not.
    Joined(Box<afar::JoinEnded>),
    /// Sending and receiving ended.
    Synced(Box<afar::SyncEnded>),
    /// What others sent was looked for.
    Fetched,
    /// The clock shows another day.
    Day(Date),
    /// There is nothing more to do.
    End,
}

/// What to open at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    pub root: PathBuf,
    /// The plan to open: area and period.
    pub plan: Option<(String, String)>,
    /// The period that the list of areas shows; of none, each area's plan of today.
    pub period: Option<String>,
}

/// Whether the worker works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Working {
    On,
    Stopped,
}

/// How the worker knows the world.
#[derive(Debug, Clone)]
pub struct World {
    pub folders: Option<Folders>,
    /// `--today`.
    pub today: Option<Date>,
    /// The clock's day, as it was last looked at, and `NEC_TODAY`, as it was at the start.
    pub clock: Date,
    pub environment: Option<String>,
}

/// The worker's end of the channel.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts it; facts go to `tell`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(world: World, tell: impl Fn(Msg) + Send + Clone + 'static) -> std::io::Result<Worker> {
        let (jobs, received) = channel();
        let back = jobs.clone();
        let thread = std::thread::Builder::new().name("worker".into()).spawn(move || {
            let mut hand = Hand {
                world,
                tell: Box::new(tell.clone()),
                aside: lists::Aside::new(tell),
                jobs: back,
                open: None,
                period: None,
                known: HashMap::new(),
                watch: None,
                presence: None,
                company: false,
                generations: HashMap::new(),
                kept: HashMap::new(),
                changed_here: BTreeSet::new(),
                done_in_list: None,
                afar: None,
                fetching: None,
                at: None,
                drafts: Drafts::default(),
                owner: Owner::new(),
            };
            hand.tell_drafts();
            hand.work(&received);
        })?;
        Ok(Worker { jobs, thread: Some(thread) })
    }

    /// Asks for something; jobs are done in order. Says whether the worker still works: it ends before it is
    /// told to only by a fault of its own.
    #[must_use]
    pub fn ask(&self, job: Job) -> Working {
        if self.jobs.send(job).is_ok() { Working::On } else { Working::Stopped }
    }

    /// Waits until all that was asked for is done.
    pub fn finish(&mut self) {
        // One that has stopped already needs no telling.
        let _ = self.ask(Job::End);
        if let Some(thread) = self.thread.take() {
            // A panic of the worker was told by the hook; there is nothing to add.
            let _ = thread.join();
        }
    }
}

/// A file as it was on the disk.
struct Known {
    stamp: Stamp,
    text: String,
    /// The last version of the directory when another hand's text was last taken from the disk, or that had this text;
    /// empty where there was none.
    version: String,
}

/// The thread itself.
struct Hand {
    world: World,
    tell: Box<dyn Fn(Msg) + Send>,
    aside: lists::Aside,
    jobs: Sender<Job>,
    open: Option<Arc<Directory>>,
    /// The period that the list of areas shows.
    period: Option<String>,
    /// What the files that are open were on the disk when last read or written.
    known: HashMap<String, Known>,
    watch: Option<Watch>,
    /// This program's note for others who have the directory open.
    presence: Option<Presence>,
    /// Somebody else was here when it was last looked.
    company: bool,
    /// How often another hand changed each file that is open.
    generations: HashMap<String, u64>,
    /// The texts put away last, by their files.
    kept: HashMap<String, PathBuf>,
    /// The files beside the plans that were changed here since the last version: the venue book, the settings.
    changed_here: BTreeSet<&'static str>,
    /// What was done last in the list of areas, while one key takes it back.
    done_in_list: Option<Step>,
    /// What comes and goes over the network.
    afar: Option<afar::Afar>,
    /// The look for what others sent, when a directory is opened.
    fetching: Option<afar::Afar>,
    /// The plan that is open.
    at: Option<RelPath>,
    /// What was typed in dialogs and is not taken yet, as it is kept.
    drafts: Drafts,
    /// This program, as the writer of them.
    owner: Owner,
}

impl Hand {
    fn work(&mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            // What came meanwhile is taken together, so that only the last of many saves is written.
            let mut batch = vec![first];
            batch.extend(jobs.try_iter());
            let mut batch = batch.into_iter().peekable();
            while let Some(job) = batch.next() {
                let superseded = match (&job, batch.peek()) {
                    (
                        Job::Effect(Effect::Save { file, .. }),
                        Some(Job::Effect(Effect::Save { file: next, .. })),
                    ) => file == next,
                    (Job::Effect(Effect::KeepDraft(draft)), Some(Job::Effect(Effect::KeepDraft(next)))) => {
                        draft.about == next.about
                    }
                    _ => false,
                };
                if matches!(job, Job::End) {
                    return;
                }
                if !superseded {
                    self.job(job);
                }
            }
        }
    }

    fn job(&mut self, job: Job) {
        let result = match job {
            Job::Open(request) => self.open(&request),
            Job::Effect(effect) => self.effect(effect),
            Job::Noticed(Changed::File(file)) => {
                self.noticed(&file);
                Ok(())
            }
            Job::Noticed(Changed::Versions) => {
                self.versions_changed();
                Ok(())
            }
            Job::Noticed(Changed::Somebody) => {
                self.tell_others();
                Ok(())
            }
            Job::Watching { root, watch } => {
                self.watching(&root, watch);
                Ok(())
            }
            Job::Joined(ended) => self.joined(*ended),
            Job::Synced(ended) => self.synced(*ended),
            Job::Fetched => {
                self.tell_standing();
                Ok(())
            }
            Job::Day(clock) => self.day_came(clock),
            Job::End => Ok(()),
        };
        if let Err(problem) = result {
            (self.tell)(Msg::Failed(problem));
        }
    }

    fn effect(&mut self, effect: Effect) -> Result<(), Problem> {
        match effect {
            Effect::StartHere => self.start_here(),
            Effect::OpenExample => self.open_example(),
            Effect::Join { address } => {
                self.join(&address);
                Ok(())
            }
            Effect::Sync => {
                self.sync();
                Ok(())
            }
            Effect::Stop => {
                if let Some(afar) = &self.afar {
                    afar.stop();
                }
                Ok(())
            }
            Effect::ListAreas { period } => {
                self.period.clone_from(&period);
                let directory = self.directory()?;
                let today = self.today(&directory)?;
                self.be_at(None);
                self.stand(&directory);
                self.aside.list(directory, today, period);
                Ok(())
            }
            Effect::ReadCopies => {
                self.aside.read_copies(self.directory()?);
                Ok(())
            }
            Effect::OpenPlan { area, period } => self.open_plan(&area, &period),
            Effect::NewPlan { area, period } => self.new_plan(&area, &period),
            Effect::Save { file, text, number, generation } => {
                self.save(&file, &text, number, generation);
                // Nothing is noticed of one who was killed.
                if self.company {
                    self.tell_others();
                }
                Ok(())
            }
            Effect::KeepAside { name, text } => {
                let path = self.keep(&name, &text)?;
                (self.tell)(Msg::Done(format!("Kept in {}", path.display())));
                Ok(())
            }
            Effect::SaveVenue { venue, before } => self.save_venue(&venue, &before),
            Effect::RemoveVenue(id) => self.remove_venue(&id),
            Effect::Allow { list, value, otherwise } => self.allow(list, &value, &otherwise),
            Effect::TakeBackAllowed => self.take_back_allowed(),
            Effect::RemovePlan { area, period } => self.remove_plan(&area, &period),
            Effect::CompareWithRecorded { file } => RelPath::new(&file).map(|file| self.tell_recorded(&file)),
            Effect::ListVersions { file } => {
                let directory = self.directory()?;
                self.aside.list_versions(directory, RelPath::new(&file)?);
                Ok(())
            }
            Effect::MoreVersions => {
                self.aside.more_versions();
                Ok(())
            }
            Effect::CompareVersion { file, entry, against } => self.compare_version(&file, &entry, against),
            Effect::FetchVersion { file, entry } => self.fetch_version(&file, &entry),
            Effect::RestoreVersion { file, entry } => self.restore_version(&file, &entry),
            Effect::TakeBackInList => self.take_back_in_list(),
            Effect::PrepareRecord { file } => self.prepare_record(&file),
            Effect::Record { file, message, author } => self.record(&file, &message, &author),
            Effect::KeepDraft(draft) => {
                self.keep_draft(draft);
                Ok(())
            }
            Effect::ForgetDraft(about) => {
                self.forget_draft(&about);
                Ok(())
            }
            Effect::Remember { area, period, was_at } => {
                // Where somebody was is worth no interruption.
                let _ = self.remember(&area, &period, &was_at);
                Ok(())
            }
            Effect::RememberLook { letters, boxes } => self.remember_look(letters, boxes),
            Effect::FindLast => self.find_last(),
            Effect::TakeBack(step) => self.take_back(&step),
            Effect::ListConflicts => {
                self.tell_conflicts(None);
                Ok(())
            }
            Effect::WasRead { file, path } => once::was_read(&self.root()?, &RelPath::new(&file)?, &path),
            Effect::Decide(decision) => self.decide(&decision),
            Effect::FinishConflicts { shown } => {
                self.finish_conflicts(&shown);
                Ok(())
            }
            // The loop does it: it holds the terminal.
            Effect::Edit { .. } => Ok(()),
            Effect::Finish => {
                self.see();
                (self.tell)(Msg::AllDone);
                Ok(())
            }
        }
    }

    fn directory(&self) -> Result<Arc<Directory>, Problem> {
        self.open.clone().ok_or_else(|| Problem::new("no plans are open", "Open a plan directory first."))
    }

    fn root(&self) -> Result<PathBuf, Problem> {
        self.directory().map(|directory| directory.root.clone())
    }

    fn settings(&self) -> Settings {
        self.world.folders.as_ref().map(|folders| Settings::of(folders).0).unwrap_or_default()
    }

    fn folders(&self) -> Result<&Folders, Problem> {
        self.world.folders.as_ref().ok_or_else(|| {
            Problem::new(
                "this user has no home folder to keep plans in",
                "Name a folder: nec --dir FOLDER, or make one: nec init FOLDER.",
            )
        })
    }

    fn tell_standing(&self) {
        if let Some(directory) = &self.open {
            self.stand(directory);
        }
    }

    fn stand(&self, directory: &Arc<Directory>) {
        if let Ok(today) = self.today(directory) {
            let who = git::identity(&directory.root, &self.settings());
            self.aside.stand(Arc::clone(directory), today, who);
        }
    }

    fn remember_look(&self, letters: Switch, boxes: Switch) -> Result<(), Problem> {
        let folders = self.folders()?;
        let marks = if letters == Switch::On { settings::Marks::Letters } else { settings::Marks::Glyphs };
        settings::choose(folders, &Choice::Marks(marks))?;
        let shown = if boxes == Switch::On { Shown::Yes } else { Shown::No };
        settings::choose(folders, &Choice::Boxes(shown))
    }
}
