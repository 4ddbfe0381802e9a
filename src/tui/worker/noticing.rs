//! What other hands do to the files that are open here, and who else is here.

use std::path::Path;
use std::sync::Arc;

use super::told::last_version;
use super::{Hand, Job, Known};
use crate::git::{self, came::files_since};
use crate::plan::{Document, RelPath};
use crate::report::came_in::{CameIn, Doing};
use crate::store::presence::Presence;
use crate::store::seen::Seen;
use crate::store::watch::{Watch, watch};
use crate::store::{Directory, Loaded, once, private, read};
use crate::tui::msg::Msg;

impl Hand {
    /// Starts to watch a directory, in a thread of its own: it takes the system some milliseconds, and the
    /// list of areas does not wait for it.
    pub(super) fn start_watch(&mut self, root: &Path) {
        self.watch = None;
        self.presence = None;
        let (jobs, root) = (self.jobs.clone(), root.to_path_buf());
        // Without a thread or a watch, another hand's change is noticed at the next save.
        let _ = std::thread::Builder::new().name("watching".into()).spawn(move || {
            let noticed = jobs.clone();
            // It is there to be watched, where it can be made.
            let _ = private::folder(&root);
            let started = watch(&root, &git::repository::folders_of(&root), move |changed| {
                let _ = noticed.send(Job::Noticed(changed));
            });
            if let Ok(watch) = started {
                let _ = jobs.send(Job::Watching { root, watch });
            }
        });
    }

    /// What was opened before the watch began may have changed since.
    pub(super) fn watching(&mut self, root: &Path, watch: Watch) {
        if self.root().ok().as_deref() != Some(root) {
            return;
        }
        self.watch = Some(watch);
        let who = git::identity(root, &self.settings()).map(|who| who.name().to_owned());
        let who = who.unwrap_or_else(|| "Somebody".into());
        // Without a note, others are not told; both sides' words are brought together all the same.
        self.presence = Presence::begin(root, &who).ok();
        let plan = self.known.keys().find_map(|file| RelPath::new(file).ok());
        self.be_at(plan.as_ref());
        let open: Vec<RelPath> = self.known.keys().filter_map(|file| RelPath::new(file).ok()).collect();
        for file in open {
            self.noticed(&file);
        }
    }

    /// A file may have changed; its content decides.
    pub(super) fn noticed(&mut self, file: &RelPath) {
        // While this program receives, what is new came with a version: if one came that changed this file.
        let is_receiving = self.afar.is_some()
            && self.known.get(file.as_str()).zip(self.root().ok()).is_some_and(|(known, root)| {
                match known.version.as_str() {
                    "" => !last_version(&root).is_empty(),
                    version => files_since(&root, version).is_ok_and(|changed| changed.contains(file)),
                }
            });
        self.noticed_while(file, if is_receiving { Doing::Receiving } else { Doing::Nothing });
    }

    /// Where the last version has a file that is open as it is known here, nothing has come into it since: whoever recorded
    /// it, what another program writes from now on is not taken for a part of that version.
    pub(super) fn know_version(&mut self) {
        let Ok(root) = self.root() else { return };
        let version = last_version(&root);
        for (file, known) in self.known.iter_mut().filter(|(_, known)| known.version != version) {
            let recorded = RelPath::new(file).and_then(|file| git::recorded_text(&root, &file));
            if recorded.ok().flatten().as_deref() == Some(known.text.as_str()) {
                known.version.clone_from(&version);
            }
        }
    }

    /// A file may have changed, while this program did something.
    pub(super) fn noticed_while(&mut self, file: &RelPath, doing: Doing) {
        let Ok(root) = self.root() else {
            return;
        };
        if let Some(known) = self.known.get(file.as_str()) {
            match read::read(&root, file) {
                Ok(loaded) if loaded.stamp != known.stamp => {
                    self.tell_changed(file.as_str(), &loaded, doing);
                }
                Err(read::Unreadable { why: read::Why::Conflicted, problem }) => {
                    (self.tell)(Msg::LeftUnsettled { file: file.to_string(), problem });
                }
                _ => {}
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

    /// Tells which texts of a plan stand together from two people.
    pub(super) fn tell_read_once(&self, file: &RelPath) {
        if let Ok(root) = self.root() {
            let texts = once::of(&root, file);
            (self.tell)(Msg::ToReadOnce { file: file.to_string(), texts });
        }
    }

    /// Tells of another hand's text, and whose it is. It counts as known from then on only if it is a plan: one that
    /// is not is never written over.
    pub(super) fn tell_changed(&mut self, file: &str, now: &Loaded, doing: Doing) {
        let known = self.known.get(file);
        let before = known.map(|known| known.text.clone()).unwrap_or_default();
        let mut came = CameIn::default();
        if Document::parse(&now.text).is_ok() {
            let version = known.map(|known| known.version.clone()).unwrap_or_default();
            came = self.came_in(file, &Seen { version, text: before.clone() }, &now.text, doing);
            let version = self.root().map(|root| last_version(&root)).unwrap_or_default();
            self.known.insert(file.to_owned(), Known { stamp: now.stamp, text: now.text.clone(), version });
            *self.generations.entry(file.to_owned()).or_default() += 1;
        }
        let generation = self.generations.get(file).copied().unwrap_or_default();
        let text = now.text.clone();
        (self.tell)(Msg::ChangedOutside { file: file.to_owned(), text, before, generation, came });
    }

    /// Somebody recorded, sent, received, or went to another version.
    pub(super) fn versions_changed(&mut self) {
        self.know_version();
        for file in self.known.keys().filter_map(|file| RelPath::new(file).ok()) {
            self.tell_recorded(&file);
        }
        self.tell_standing();
        (self.tell)(Msg::DirectoryChanged);
    }

    /// Tells others which plan is open here, and the screen who else is here.
    pub(super) fn be_at(&mut self, plan: Option<&RelPath>) {
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

    pub(super) fn tell_others(&mut self) {
        if let Some(presence) = &self.presence {
            let others = presence.others();
            self.company = !others.is_empty();
            (self.tell)(Msg::OthersHere(others));
        }
    }
}
