//! The versions of a plan: found a page at a time beside everything else, compared, and brought back.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::Hand;
use super::lists::Aside;
use crate::git;
use crate::git::history::{Entry, History, Stood};
use crate::git::restore::{Restored, readable, restore};
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::report::differences::{differences, form_of};
use crate::report::versions::{Telling, moment, post};
use crate::store::Directory;
use crate::store::read::{self, Why};
use crate::store::undo::{forget, put_back, steps};
use crate::tui::history::{Against, Coming, Sent, VersionRow};
use crate::tui::msg::Msg;

/// Versions that are found before they are shown: more than any screen has rows.
const PAGE: usize = 60;

impl Aside {
    /// Looks for the versions of a file: a page, then another whenever more are asked for.
    pub fn list_versions(&mut self, directory: Arc<Directory>, file: RelPath) {
        let number = self.latest_versions.fetch_add(1, Ordering::SeqCst) + 1;
        let (tell, latest) = (Arc::clone(&self.tell), Arc::clone(&self.latest_versions));
        let (more, asked) = channel();
        self.more_versions = Some(more);
        let work = move || {
            let tell = |msg| {
                if latest.load(Ordering::SeqCst) == number {
                    tell(msg);
                }
            };
            if let Err(problem) = pages(&directory, &file, &asked, tell) {
                tell(Msg::VersionsListed { file: file.to_string(), rows: Vec::new(), coming: Coming::All });
                tell(Msg::Failed(problem));
            }
        };
        // Without a thread the list stays empty, and says that it is looked for.
        let _ = std::thread::Builder::new().name("versions".into()).spawn(work);
    }

    /// Looks for the next page.
    pub fn more_versions(&self) {
        if let Some(more) = &self.more_versions {
            // One who is through has nothing more to find.
            let _ = more.send(());
        }
    }
}

/// How long versions that are found wait for others before they are shown.
const HELD_BACK: Duration = Duration::from_millis(20);

/// Tells page after page, as they are asked for, until there are no more or nobody asks.
fn pages(
    directory: &Directory,
    file: &RelPath,
    asked: &Receiver<()>,
    tell: impl Fn(Msg),
) -> Result<(), Problem> {
    let mut history = History::of(&directory.root, file)?;
    let unsent = git::sent::unsent(&directory.root)?.unwrap_or_default();
    let mut telling = Telling::default();
    loop {
        let (mut rows, mut found, mut told) = (Vec::new(), 0, Instant::now());
        while found < PAGE
            && let Some(entry) = history.next().transpose()?
        {
            let what = telling.what(&history, &entry, file).line();
            rows.push(row(directory, entry, what, &unsent));
            found += 1;
            // Few of many versions may be this plan's: those that are found are not held back for the others.
            if told.elapsed() > HELD_BACK {
                let rows = std::mem::take(&mut rows);
                tell(Msg::VersionsListed { file: file.to_string(), rows, coming: Coming::Asked });
                told = Instant::now();
            }
        }
        let coming = if found < PAGE { Coming::All } else { Coming::More };
        tell(Msg::VersionsListed { file: file.to_string(), rows, coming });
        if coming == Coming::All || asked.recv().is_err() {
            return Ok(());
        }
    }
}

fn row(directory: &Directory, entry: Entry, what: String, unsent: &HashSet<String>) -> VersionRow {
    let who = post(&directory.force, &entry.email).unwrap_or_else(|| entry.by.clone());
    let sent = if unsent.contains(&entry.id) { Sent::Not } else { Sent::Yes };
    VersionRow { when: moment(entry.when), who, what, sent, entry }
}

impl Hand {
    /// What a version changed, or what changed since, field by field.
    pub(super) fn compare_version(&self, file: &str, entry: &Entry, against: Against) -> Result<(), Problem> {
        let directory = self.directory()?;
        let file = RelPath::new(file)?;
        let history = History::of(&directory.root, &file)?;
        let of = history.text(&entry.file, entry.content)?;
        let (old, new) = match against {
            Against::Before => (history.text(&file, entry.before)?, of),
            Against::Now => (of, now(&directory.root, &file)?),
        };
        let parse = |text: Option<String>| text.map(|text| Document::parse(&text)).transpose();
        let (old, new) = (parse(old)?, parse(new)?);
        let differences = match new.as_ref().or(old.as_ref()) {
            None => Vec::new(),
            Some(latest) => {
                let edition = directory.edition(&latest.plan().edition);
                let form = form_of(latest, edition, &directory.areas, &directory.force);
                differences(old.as_ref(), new.as_ref(), &form)
            }
        };
        (self.tell)(Msg::VersionCompared { id: entry.id.clone(), against, differences });
        Ok(())
    }

    /// The text of a version, for the plan that is open. What is in that now is kept first: what can be undone there is
    /// gone with the program.
    pub(super) fn fetch_version(&self, file: &str, entry: &Entry) -> Result<(), Problem> {
        let file = RelPath::new(file)?;
        let stood = self.stood(&file, entry)?;
        let text = readable(&file, &stood)?.to_owned();
        if let Some(now) = now(&self.root()?, &file)?.filter(|now| *now != text) {
            self.keep(file.as_str(), &now)?;
        }
        let short = entry.short().to_owned();
        (self.tell)(Msg::VersionFetched { file: file.to_string(), short, text });
        Ok(())
    }

    /// Brings a version of a plan back that is not open.
    pub(super) fn restore_version(&mut self, file: &str, entry: &Entry) -> Result<(), Problem> {
        let file = RelPath::new(file)?;
        let stood = self.stood(&file, entry)?;
        let root = self.root()?;
        let restored = restore(&root, &file, &stood)?;
        if let Restored::Done { .. } = restored {
            self.done_in_list = steps(&root)?.into_iter().next();
        }
        (self.tell)(match restored {
            Restored::Already => Msg::Done("The plan is as it was in that version already.".into()),
            Restored::Done { .. } => Msg::VersionRestored { short: entry.short().to_owned() },
        });
        Ok(())
    }

    /// Takes back what was done last in the list of areas: a plan brought back, or taken out. Where something else was
    /// done since, that is told first and asked about.
    pub(super) fn take_back_in_list(&mut self) -> Result<(), Problem> {
        let root = self.root()?;
        let step = steps(&root)?.into_iter().next();
        let Some(step) = step.filter(|step| self.done_in_list.take().as_ref() == Some(step)) else {
            return self.find_last();
        };
        put_back(&root, &step)?;
        forget(&root, &step)?;
        (self.tell)(Msg::PlanBroughtBack);
        Ok(())
    }

    fn stood(&self, file: &RelPath, entry: &Entry) -> Result<Stood, Problem> {
        let text = History::of(&self.root()?, file)?.text(&entry.file, entry.content)?;
        Ok(Stood { id: entry.id.clone(), by: entry.by.clone(), when: entry.when, text })
    }
}

/// The text of a file as it is on the disk; nothing where it is not there.
fn now(root: &Path, file: &RelPath) -> Result<Option<String>, Problem> {
    match read::read(root, file) {
        Ok(loaded) => Ok(Some(loaded.text)),
        Err(unreadable) if unreadable.why == Why::Missing => Ok(None),
        Err(unreadable) => Err(unreadable.problem),
    }
}
