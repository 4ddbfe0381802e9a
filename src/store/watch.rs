//! Other hands on the directory: which file may have changed, whether versions did, who came or went; told soon
//! after it happened.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::plan::RelPath;
use crate::plan::id::is_file_id;
use crate::problem::Problem;
use crate::store::{presence, private};

/// What may have changed. Whether it did, its content says: the program's own doing is told too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// A file that the contract names.
    File(RelPath),
    /// What is recorded, sent or received.
    Versions,
    /// Who else has the directory open.
    Somebody,
}

/// How long it is to be quiet before something is told: one save is several events.
const QUIET: Duration = Duration::from_millis(60);
/// How long to wait for quiet, at most.
const LONGEST: Duration = Duration::from_millis(500);

/// Where the repository keeps its references, and below that what is known of those of the shared one.
const REFERENCES: &str = "refs";
const NOTED: &str = "remotes";

/// A watch that goes on until it is dropped.
#[derive(Debug)]
pub struct Watch {
    sender: Sender<Noticed>,
}

enum Noticed {
    Event(notify::Event),
    Stop,
}

/// Watches the files that the contract names, the folders of the repository (`versions`), where there is one, and
/// who is here, and calls `tell` from a thread of its own with each that may have changed, come or gone.
///
/// # Errors
/// Where the system cannot watch. The program works without: content is compared at each save.
pub fn watch(
    root: &Path,
    versions: &[PathBuf],
    tell: impl Fn(Changed) + Send + 'static,
) -> Result<Watch, Problem> {
    let failed = |error: notify::Error| {
        Problem::new(
            format!(
                "changes by others cannot be noticed as they happen: {}",
                crate::plan::printable::one_line(&error.to_string())
            ),
            "Nothing needs doing.",
        )
        .safe("Nothing of theirs is overwritten: it is noticed when you save.")
    };
    // Some systems tell the real path, whatever path is watched.
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let (sender, receiver) = channel();
    let events = sender.clone();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if let Ok(event) = event {
            // Nobody listens any more when the watch was dropped.
            let _ = events.send(Noticed::Event(event));
        }
    })
    .map_err(failed)?;
    let versions = versions.iter().map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.clone()));
    let versions = versions.collect();
    let mut watching = Watching { root, versions, watcher };
    watching.watcher.watch(&watching.root, RecursiveMode::NonRecursive).map_err(failed)?;
    let beside = watching
        .versions
        .iter()
        .flat_map(|folder| [folder.clone(), folder.join("logs"), folder.join(REFERENCES)]);
    let beside: Vec<PathBuf> = beside.chain([watching.root.join(private::FOLDER)]).collect();
    for folder in watching.folders().into_iter().chain(beside) {
        // One that vanished meanwhile needs no watch.
        let _ = watching.watcher.watch(&folder, RecursiveMode::NonRecursive);
    }
    for folder in watching.noted() {
        let _ = watching.watcher.watch(&folder, RecursiveMode::Recursive);
    }
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || watching.run(&receiver, &tell))
        .map_err(|error| {
            Problem::new(format!("no watch could be started: {error}"), "Close some programs.")
        })?;
    Ok(Watch { sender })
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.sender.send(Noticed::Stop);
    }
}

struct Watching {
    root: PathBuf,
    versions: Vec<PathBuf>,
    watcher: RecommendedWatcher,
}

impl Watching {
    /// The folders of plans and of editions. The rest of the directory, which may be a large repository, is
    /// not watched.
    fn folders(&self) -> Vec<PathBuf> {
        std::fs::read_dir(&self.root)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| {
                self.is_watched(&entry.path()) && entry.file_type().is_ok_and(|kind| kind.is_dir())
            })
            .map(|entry| entry.path())
            .collect()
    }

    /// The folders where it is noted what the shared repository held when something last came or went.
    fn noted(&self) -> Vec<PathBuf> {
        self.versions.iter().map(|folder| folder.join(REFERENCES).join(NOTED)).collect()
    }

    fn is_watched(&self, folder: &Path) -> bool {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        folder.parent() == Some(&self.root) && (is_file_id(name) || name == "standards")
    }

    fn run(mut self, receiver: &Receiver<Noticed>, tell: &impl Fn(Changed)) {
        while let Ok(Noticed::Event(event)) = receiver.recv() {
            let mut paths = BTreeSet::new();
            self.take(event, &mut paths);
            let until = Instant::now() + LONGEST;
            let stopped = loop {
                match receiver.recv_timeout(QUIET) {
                    Ok(Noticed::Event(event)) => self.take(event, &mut paths),
                    Ok(Noticed::Stop) | Err(RecvTimeoutError::Disconnected) => break true,
                    Err(RecvTimeoutError::Timeout) => break false,
                }
                if Instant::now() >= until {
                    break false;
                }
            };
            paths.into_iter().for_each(tell);
            if stopped {
                return;
            }
        }
    }

    fn take(&mut self, event: notify::Event, paths: &mut BTreeSet<Changed>) {
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths {
            if self.is_watched(&path) && path.is_dir() {
                // A new folder: what is in it came before the watch.
                let _ = self.watcher.watch(&path, RecursiveMode::NonRecursive);
                let inside = std::fs::read_dir(&path).into_iter().flatten().flatten();
                paths.extend(inside.filter_map(|entry| self.file(&entry.path())).map(Changed::File));
            }
            if self.noted().contains(&path) && path.is_dir() {
                let _ = self.watcher.watch(&path, RecursiveMode::Recursive);
            }
            paths.extend(self.changed(&path));
        }
    }

    fn changed(&self, path: &Path) -> Option<Changed> {
        if let Some(inside) = self.versions.iter().find_map(|folder| path.strip_prefix(folder).ok()) {
            // Where each reference stands is in these, or told in the log beside them.
            let of_versions = ["HEAD", "packed-refs", "FETCH_HEAD", "logs/HEAD"];
            let is_noted = inside.starts_with(Path::new(REFERENCES).join(NOTED))
                && inside.extension().is_none_or(|ending| ending != "lock");
            let is_one = is_noted || of_versions.iter().any(|name| inside == Path::new(name));
            return is_one.then_some(Changed::Versions);
        }
        if path.parent().is_some_and(|folder| folder == self.root.join(private::FOLDER)) {
            let is_note = path.extension().is_some_and(|ending| ending == "json")
                && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(presence::PREFIX));
            return is_note.then_some(Changed::Somebody);
        }
        self.file(path).map(Changed::File)
    }

    fn file(&self, path: &Path) -> Option<RelPath> {
        let segments: Option<Vec<&str>> =
            path.strip_prefix(&self.root).ok()?.iter().map(|segment| segment.to_str()).collect();
        RelPath::new(&segments?.join("/")).ok().filter(|file| file.role().is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::store::save::save;

    /// Waits until the file was told; other files may be told before.
    fn told(receiver: &Receiver<Changed>, file: &str) -> Vec<String> {
        let mut others = Vec::new();
        loop {
            match receiver.recv_timeout(Duration::from_secs(20)).expect(file) {
                Changed::File(told) if told.as_str() == file => return others,
                Changed::File(told) => others.push(told.to_string()),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn versions_and_who_is_here_are_told() {
        let root = tempfile::tempdir().unwrap();
        let versions = root.path().join(".git");
        std::fs::create_dir_all(versions.join("logs")).unwrap();
        std::fs::create_dir_all(versions.join(REFERENCES)).unwrap();
        private::folder(root.path()).unwrap();
        let (sender, receiver) = channel();
        let next = || receiver.recv_timeout(Duration::from_secs(20)).unwrap();
        let tell = move |changed| sender.send(changed).unwrap_or_default();
        let _watch = watch(root.path(), std::slice::from_ref(&versions), tell).unwrap();
        std::fs::write(versions.join("index"), "x").unwrap();
        std::fs::write(versions.join("logs/HEAD"), "x").unwrap();
        assert_eq!(next(), Changed::Versions);
        // What is known of the shared repository, also where it is known for the first time.
        let noted = versions.join("refs/remotes/origin");
        std::fs::create_dir_all(noted.join("team")).unwrap();
        assert_eq!(next(), Changed::Versions);
        for name in ["main", "team/plans"] {
            std::fs::write(noted.join(name), "x").unwrap();
            assert_eq!(next(), Changed::Versions);
        }
        let somebody = presence::Presence::begin(root.path(), "Inspector").unwrap();
        assert_eq!(next(), Changed::Somebody);
        drop(somebody);
        assert_eq!(next(), Changed::Somebody);
    }

    #[test]
    fn what_comes_changes_and_goes_is_told_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("2026-27")).unwrap();
        let (sender, receiver) = channel();
        let watch = watch(root.path(), &[], move |file| sender.send(file).unwrap_or_default()).unwrap();
        let plan = RelPath::new("2026-27/purbeck.toml").unwrap();
        std::fs::write(root.path().join("2026-27/notes.txt"), "x").unwrap();
        save(root.path(), &plan, "a = 1\n", None).unwrap();
        let mut others = told(&receiver, plan.as_str());
        std::fs::write(root.path().join("nec.toml"), "format = 1\n").unwrap();
        others.extend(told(&receiver, "nec.toml"));
        std::fs::remove_file(root.path().join(plan.as_str())).unwrap();
        others.extend(told(&receiver, plan.as_str()));
        let new = RelPath::new("2027-28/bridport.toml").unwrap();
        save(root.path(), &new, "a = 1\n", None).unwrap();
        others.extend(told(&receiver, new.as_str()));
        assert!(others.iter().all(|file| file.ends_with(".toml") && !file.contains(".nec")), "{others:?}");
        drop(watch);
        // The thread ends, and with it the last sender.
        while receiver.recv_timeout(Duration::from_secs(20)).is_ok() {}
        assert_eq!(receiver.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected));
    }
}
