//! Carries effects out, in a thread beside the screen: files, versions, settings.

mod afar;
mod book;
mod conflicts;
mod lists;
mod plans;
mod told;
mod versions;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use jiff::civil::Date;

use super::msg::{Effect, Msg, OpenedDirectory, Switch};
use crate::git;
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::store::presence::Presence;
use crate::store::settings::{self, Choice, Settings, Shown};
use crate::store::starter::InitOptions;
use crate::store::state::State;
use crate::store::watch::{Changed, Watch, watch};
use crate::store::{Directory, Folders, Loaded, SaveError, Stamp, private, read, save};

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
    /// The clock's day, and `NEC_TODAY`, as they were at the start.
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
                stamps: HashMap::new(),
                watch: None,
                presence: None,
                company: false,
                generations: HashMap::new(),
                kept: HashMap::new(),
                changed_here: BTreeSet::new(),
                afar: None,
                fetching: None,
                at: None,
            };
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
    stamps: HashMap<String, Stamp>,
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
    /// What comes and goes over the network.
    afar: Option<afar::Afar>,
    /// The look for what others sent, when a directory is opened.
    fetching: Option<afar::Afar>,
    /// The plan that is open.
    at: Option<RelPath>,
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
            Effect::BringBack { file, text } => self.bring_back(&file, &text),
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
            Effect::TakeBackRestored => self.take_back_restored(),
            Effect::PrepareRecord { file } => self.prepare_record(&file),
            Effect::Record { file, message, author } => self.record(&file, &message, &author),
            Effect::Remember { area, period, was_at } => {
                // Where somebody was is worth no interruption.
                let _ = self.remember(&area, &period, &was_at);
                Ok(())
            }
            Effect::RememberLook { letters, boxes } => self.remember_look(letters, boxes),
            Effect::ListConflicts => {
                self.tell_conflicts();
                Ok(())
            }
            Effect::Decide(decision) => self.decide(&decision),
            Effect::FinishConflicts => {
                self.finish_conflicts();
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

    fn today(&self, directory: &Directory) -> Result<Date, Problem> {
        let environment = self.world.environment.as_deref();
        crate::report::today::today(self.world.today, environment, &directory.force, self.world.clock)
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

    fn start_here(&mut self) -> Result<(), Problem> {
        let root = self.folders()?.default_directory();
        self.make_and_open(&root, false, Some("Your plans are kept on this computer."))
    }

    fn open_example(&mut self) -> Result<(), Problem> {
        let root = self.folders()?.data.join("example");
        let notice =
            "An example to look at and play with. Nothing in it is real, and nothing leaves this computer.";
        self.make_and_open(&root, true, Some(notice))
    }

    fn make_and_open(&mut self, root: &Path, example: bool, notice: Option<&str>) -> Result<(), Problem> {
        if !root.join(crate::store::find::MARK).exists() {
            let who = git::identity(root, &self.settings());
            let options = InitOptions { force: None, example, alone: true };
            git::init::init(root, &options, who.as_ref())?;
        }
        self.open_directory(root, None, notice)
    }

    fn open(&mut self, request: &OpenRequest) -> Result<(), Problem> {
        self.open_directory(&request.root, request.period.clone(), None)?;
        match &request.plan {
            Some((area, period)) => self.open_plan(area, period),
            None => Ok(()),
        }
    }

    fn open_directory(
        &mut self,
        root: &Path,
        period: Option<String>,
        notice: Option<&str>,
    ) -> Result<(), Problem> {
        // What a killed nec left half way is finished before anything is read.
        if let Err(problem) = git::sync::recover(root) {
            (self.tell)(Msg::Failed(problem));
        }
        // What a killed nec left half way is finished before anything is read.
        git::sync::recover(root)?;
        let directory = Arc::new(Directory::open(root)?);
        let kept = private::sweep(root);
        let today = self.today(&directory)?;
        self.period.clone_from(&period);
        let mut periods: Vec<String> =
            directory.plans().plans.iter().map(|place| place.period().to_owned()).collect();
        periods.extend(directory.force.periods.iter().map(|period| period.id.clone()));
        periods.sort();
        periods.dedup();
        let notice = match kept.first() {
            Some(path) => Some(format!("A text left open in another editor was kept in {}", path.display())),
            None => notice.map(str::to_owned),
        };
        self.open = Some(Arc::clone(&directory));
        let last = self.world.folders.as_ref().and_then(|folders| State::read(folders).0.last(root));
        let last_area = last.map(|place| place.area().to_owned()).unwrap_or_default();
        (self.tell)(Msg::DirectoryOpened(Box::new(OpenedDirectory {
            root: root.to_path_buf(),
            force: directory.force.force.clone(),
            today,
            period,
            periods,
            problems: directory.problems.clone(),
            areas: Arc::new(directory.areas.clone()),
            last_area,
            notice,
        })));
        self.start_watch(root);
        self.fetch();
        Ok(())
    }

    /// Starts to watch a directory, in a thread of its own: it takes the system some milliseconds, and the
    /// list of areas does not wait for it.
    fn start_watch(&mut self, root: &Path) {
        self.watch = None;
        self.presence = None;
        let (jobs, root) = (self.jobs.clone(), root.to_path_buf());
        // Without a thread or a watch, another hand's change is noticed at the next save.
        let _ = std::thread::Builder::new().name("watching".into()).spawn(move || {
            let noticed = jobs.clone();
            // It is there to be watched, where it can be made.
            let _ = private::folder(&root);
            let started = watch(&root, git::repository::folder_of(&root).as_deref(), move |changed| {
                let _ = noticed.send(Job::Noticed(changed));
            });
            if let Ok(watch) = started {
                let _ = jobs.send(Job::Watching { root, watch });
            }
        });
    }

    /// What was opened before the watch began may have changed since.
    fn watching(&mut self, root: &Path, watch: Watch) {
        if self.root().ok().as_deref() != Some(root) {
            return;
        }
        self.watch = Some(watch);
        let who = git::identity(root, &self.settings()).map(|who| who.name().to_owned());
        let who = who.unwrap_or_else(|| "Somebody".into());
        // Without a note, others are not told; both sides' words are brought together all the same.
        self.presence = Presence::begin(root, &who).ok();
        let plan = self.stamps.keys().find_map(|file| RelPath::new(file).ok());
        self.be_at(plan.as_ref());
        let open: Vec<RelPath> = self.stamps.keys().filter_map(|file| RelPath::new(file).ok()).collect();
        for file in open {
            self.noticed(&file);
        }
    }

    /// Tells others which plan is open here, and the screen who else is here.
    fn be_at(&mut self, plan: Option<&RelPath>) {
        if self.at.as_ref() != plan {
            self.see();
            self.at = plan.cloned();
        }
        if let Some(presence) = &self.presence {
            // Nothing depends on it.
            let _ = presence.at(plan);
        }
        self.tell_others();
    }

    fn tell_others(&mut self) {
        if let Some(presence) = &self.presence {
            let others = presence.others();
            self.company = !others.is_empty();
            (self.tell)(Msg::OthersHere(others));
        }
    }

    /// Somebody recorded, sent, received, or went to another version.
    fn versions_changed(&self) {
        for file in self.stamps.keys().filter_map(|file| RelPath::new(file).ok()) {
            self.tell_recorded(&file);
        }
        self.tell_standing();
        (self.tell)(Msg::DirectoryChanged);
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

    /// A file may have changed; its content decides.
    fn noticed(&mut self, file: &RelPath) {
        let Ok(root) = self.root() else {
            return;
        };
        if let Some(known) = self.stamps.get(file.as_str()) {
            if let Ok(loaded) = read::read(&root, file)
                && loaded.stamp != *known
            {
                self.tell_changed(file.as_str(), &loaded);
            }
            return;
        }
        let is_settings = !file.as_str().contains('/') || file.as_str().starts_with("standards/");
        if is_settings && let Ok(directory) = Directory::open(&root) {
            // What cannot be read now, half written perhaps, does not empty what is known.
            let is_broken =
                directory.problems.iter().any(|problem| problem.file.as_deref() == Some(file.as_str()));
            if is_broken {
                (self.tell)(Msg::Done(format!(
                    "{file} was changed and cannot be read now; what was known stays."
                )));
                return;
            }
            let directory = Arc::new(directory);
            self.tell_settings(directory);
        }
        (self.tell)(Msg::DirectoryChanged);
    }

    /// Tells of another hand's text. It counts as known from then on only if it is a plan: one that is not is
    /// never written over.
    fn tell_changed(&mut self, file: &str, now: &Loaded) {
        if Document::parse(&now.text).is_ok() {
            self.stamps.insert(file.to_owned(), now.stamp);
            *self.generations.entry(file.to_owned()).or_default() += 1;
        }
        let generation = self.generations.get(file).copied().unwrap_or_default();
        (self.tell)(Msg::ChangedOutside { file: file.to_owned(), text: now.text.clone(), generation });
    }

    fn save(&mut self, file: &str, text: &str, number: u64, generation: u64) {
        if generation < self.generations.get(file).copied().unwrap_or_default() {
            // It was written before another hand's change was seen on the screen, which saves anew with it.
            self.keep_latest(file, text);
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
                self.keep_latest(file, text);
                self.tell_changed(file, &now);
            }
            Err(error) => {
                let rel = RelPath::new(file).ok();
                let mut problem = match (&error, rel) {
                    (SaveError::Refused(problem), _) => problem.clone(),
                    (_, Some(rel)) => error.problem(&rel),
                    (_, None) => Problem::new("the plan could not be saved", "Copy your text elsewhere."),
                };
                let is_gone = matches!(error, SaveError::Gone);
                problem = match self.keep(file, text) {
                    Ok(path) => problem.safe(format!("What you wrote is safe in {}", path.display())),
                    Err(worse) => problem.safe(worse.safe),
                };
                if is_gone {
                    // The next save puts it there anew.
                    self.stamps.remove(file);
                }
                (self.tell)(Msg::SaveFailed { file: file.to_owned(), number, problem });
            }
        }
    }

    fn try_save(&mut self, file: &str, text: &str) -> Result<(), SaveError> {
        let root = self.root()?;
        let rel = RelPath::new(file)?;
        let stamp = save(&root, &rel, text, self.stamps.get(file).copied())?;
        self.stamps.insert(file.to_owned(), stamp);
        Ok(())
    }

    /// Puts a text away that could not be saved, in the place of the one put away before it: it holds that.
    fn keep_latest(&mut self, file: &str, text: &str) {
        let Ok(path) = self.keep(file, text) else {
            return;
        };
        if let Some(earlier) = self.kept.insert(file.to_owned(), path) {
            // One that stays behind is only one too many.
            let _ = std::fs::remove_file(earlier);
        }
    }

    fn keep(&self, name: &str, text: &str) -> Result<PathBuf, Problem> {
        let elsewhere = self.world.folders.as_ref().map(|folders| folders.state.clone());
        private::keep(&self.root()?, elsewhere.as_deref(), name, text)
    }

    fn remember_look(&self, letters: Switch, boxes: Switch) -> Result<(), Problem> {
        let folders = self.folders()?;
        let marks = if letters == Switch::On { settings::Marks::Letters } else { settings::Marks::Glyphs };
        settings::choose(folders, &Choice::Marks(marks))?;
        let shown = if boxes == Switch::On { Shown::Yes } else { Shown::No };
        settings::choose(folders, &Choice::Boxes(shown))
    }
}
