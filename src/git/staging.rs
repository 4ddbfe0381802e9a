//! The list of what git's next commit would hold (its index), kept in step for the files recorded and
//! untouched for all others; and the lock by which git's own programs and this one take turns.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use git2::{Config, ConfigLevel, ErrorCode, Index, IndexEntry, IndexEntryExtendedFlag, IndexTime, Oid};

use super::identity::Identity;
use super::listed::is_left_out;
use super::reach;
use super::repository::{Repository, refused};
use crate::problem::Problem;
use crate::store::private::lock_file;
use crate::store::save::sync_folder;

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(25);
/// What this program writes into git's lock before the id of the version, to know its own again when it was
/// killed while it held it.
const MARK: &str = "nec is recording the version ";

/// The note of a reference that is being moved.
const POINTING: &str = "pointing";

/// The place in the repository where a version is prepared. One `nec` at a time; the system gives the place
/// back when the process ends, however it ends.
pub struct Workbench {
    folder: PathBuf,
    /// How long to wait for another program.
    pub patience: Duration,
    /// Why something that came in is still not written; it must not be recorded or moved away from.
    pub left: Option<Problem>,
    _turn: File,
}

impl Workbench {
    /// Takes the workbench, clears away what a killed `nec` left, and makes the repository, as it is open here,
    /// sync what it writes. To be called before anything is read from the repository.
    ///
    /// # Errors
    /// Where another `nec` does not finish, or the system refuses.
    pub fn take(repository: &Repository, who: &Identity, patience: Duration) -> Result<Self, Problem> {
        let folder = repository.git.path().join("nec");
        let failed = |error: std::io::Error| cannot_write(&error);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let turn = lock_file(&folder.join("lock"), patience).map_err(failed)?.ok_or_else(busy)?;
        clear(repository, &folder).map_err(failed)?;
        unlock(repository, &folder).map_err(failed)?;
        // Whoever has the turn is alone here: locks of libgit2's in this folder were left by the killed.
        for left in ["settings", "settings.lock", "index.lock"] {
            remove(&folder.join(left)).map_err(failed)?;
        }
        let settings = folder.join("settings");
        attach(repository, &settings, who).map_err(|error| refused(&error))?;
        let left = match super::sync::finish_left(repository) {
            // What is over and done is told once; what waits for somebody must not stop everything else till then.
            Err(problem) if !super::sync::is_left(repository.root()) => return Err(problem),
            done => done.err(),
        };
        Ok(Workbench { folder, patience, left, _turn: turn })
    }

    /// Has a reference that is not the branch name a version, or go: waits for other programs, and leaves a note
    /// meanwhile, so that the lock of a `nec` that was killed over it is known for its own. `how` goes into its log.
    ///
    /// # Errors
    /// Where another program holds it all the time, or the disk refuses.
    pub fn point(
        &self,
        repository: &Repository,
        name: &str,
        to: Option<Oid>,
        how: &str,
    ) -> Result<(), Problem> {
        let note = self.folder.join(POINTING);
        std::fs::write(&note, name).map_err(|error| cannot_write(&error))?;
        let mut result = Ok(());
        wait_until(self.patience, || {
            result = match to {
                Some(id) => repository.git.reference(name, id, true, how).map(drop),
                None => match repository.git.find_reference(name) {
                    Ok(mut reference) => reference.delete(),
                    Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
                    Err(error) => Err(error),
                },
            };
            !matches!(&result, Err(error) if error.code() == ErrorCode::Locked)
        });
        remove(&note).map_err(|error| cannot_write(&error))?;
        result.map_err(|error| refused(&error))
    }
}

/// Takes the locks away of a `nec` that was killed while it moved a reference, known by its note.
fn unlock(repository: &Repository, folder: &Path) -> std::io::Result<()> {
    let note = folder.join(POINTING);
    let mut name = String::new();
    let Ok(file) = File::open(&note) else { return Ok(()) };
    if file.take(1024).read_to_string(&mut name).is_ok() && git2::Reference::is_valid_name(&name) {
        for lock in [format!("{name}.lock"), "packed-refs.lock".to_owned()] {
            let lock = repository.git.commondir().join(lock);
            // Another program that moves a reference holds it for a moment only.
            wait_until(Duration::from_secs(1), || !lock.exists());
            remove(&lock)?;
        }
    }
    remove(&note)
}

/// Has objects and references synced to disk before their names are theirs, and the branch's log say who moved
/// it. The settings are read beside the repository's configuration, never written into it.
fn attach(repository: &Repository, settings: &Path, who: &Identity) -> Result<(), git2::Error> {
    let mut own = Config::open(settings)?;
    own.set_bool("core.fsyncObjectFiles", true)?;
    own.set_str("user.name", who.name())?;
    own.set_str("user.email", who.email())?;
    let mut config = repository.git.config()?;
    config.add_file(settings, ConfigLevel::App, true)?;
    repository.git.set_config(&config)
}

/// Tidies up after a `nec` that was killed while it recorded, known by its mark in git's lock: the branch is
/// unlocked; if it had moved, the list that was ready takes its place; then git's lock goes.
fn clear(repository: &Repository, folder: &Path) -> std::io::Result<()> {
    let lock = repository.git.path().join("index.lock");
    let mut found = String::new();
    let read = File::open(&lock).and_then(|file| file.take(128).read_to_string(&mut found));
    let Some(version) = read.ok().and_then(|_| found.strip_prefix(MARK)) else { return Ok(()) };
    if let Ok(Some(branch)) = branch_name(repository) {
        let lock = repository.git.commondir().join(format!("{branch}.lock"));
        // Another program that moves the branch holds it for a moment only.
        wait_until(Duration::from_secs(1), || !lock.exists());
        remove(&lock)?;
    }
    let moved = repository.git.head().ok().and_then(|head| head.target()).map(|tip| tip.to_string());
    let next = folder.join("index");
    if moved.as_deref() == Some(version.trim_end()) && next.exists() {
        std::fs::rename(&next, repository.git.path().join("index"))?;
    }
    remove(&next)?;
    remove(&lock)
}

/// The branch that the next version goes to; nothing where the repository is on none.
///
/// # Errors
/// Where that cannot be read.
pub fn branch_name(repository: &Repository) -> Result<Option<String>, git2::Error> {
    let head = repository.git.find_reference("HEAD")?;
    Ok(head.symbolic_target()?.map(str::to_owned))
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Looks again and again until it is so, or the time is up; gives whether it is so.
pub fn wait_until(patience: Duration, mut so: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + patience;
    loop {
        if so() {
            return true;
        }
        if Instant::now() >= until {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
}

/// What the list is to say of one file.
pub struct Staged {
    /// Its path in the repository.
    pub path: String,
    /// What was recorded, its mode, and what the file on disk is, where that has these very bytes; without, git
    /// looks at the content. Nothing where the version does not have the file.
    pub now: Option<(Oid, u32, Option<Metadata>)>,
}

/// The list, locked against git's own programs, with its next state ready beside it.
pub struct Staging {
    list: PathBuf,
    lock: PathBuf,
    next: PathBuf,
    /// Whether lock and next state are left for the next version.
    stays: bool,
}

impl Staging {
    /// Locks the list, waiting a bounded time, and writes its next state beside it, for the version of that id.
    ///
    /// # Errors
    /// Where another program holds it all that time, it cannot be understood, or the system refuses.
    pub fn prepare(
        repository: &Repository,
        bench: &Workbench,
        version: Oid,
        files: &[Staged],
    ) -> Result<Self, Problem> {
        let lock = repository.git.path().join("index.lock");
        let mark = bench.folder.join("mark");
        std::fs::write(&mark, format!("{MARK}{version}\n")).map_err(|error| cannot_write(&error))?;
        let mut taken = Ok(());
        wait_until(bench.patience, || {
            taken = take_lock(&mark, &lock);
            !matches!(&taken, Err(error) if error.kind() == ErrorKind::AlreadyExists)
        });
        taken.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                let lock = crate::plan::printable::one_line(&lock.to_string_lossy());
                busy().safe(format!("Your plans are saved in their files. The lock is {lock}."))
            }
            _ => cannot_write(&error),
        })?;
        let list = repository.git.path().join("index");
        let staging = Staging { list, lock, next: bench.folder.join("index"), stays: false };
        let top = repository.git.workdir().unwrap_or(repository.root());
        staging.write_next(top, files)?;
        Ok(staging)
    }

    fn write_next(&self, top: &Path, files: &[Staged]) -> Result<(), Problem> {
        let failed = |error: std::io::Error| cannot_write(&error);
        remove(&self.next).map_err(failed)?;
        let before = match std::fs::copy(&self.list, &self.next) {
            Ok(_) => Some(std::fs::metadata(&self.list).map_err(failed)?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        let edit = || -> Result<(), git2::Error> {
            let mut index = Index::open(&self.next)?;
            for file in files {
                // What this computer cannot have is no file that somebody took out; what lies here is hidden from
                // nobody.
                let impossible =
                    || reach::here(top, &file.path).is_none() && !reach::lies_too_deep(top, &file.path);
                let left_out = is_left_out(&index, &file.path) || impossible();
                // Whatever stages it had, of a conflict too, it has one now.
                for stage in 0..=3 {
                    match index.remove(Path::new(&file.path), stage) {
                        Err(error) if error.code() != ErrorCode::NotFound => return Err(error),
                        _ => {}
                    }
                }
                if let Some((id, mode, metadata)) = &file.now {
                    let mut entry = entry(&file.path, *id, *mode, metadata.as_ref());
                    if left_out {
                        // Git leaves it out of this copy, or goes on doing so.
                        entry.flags_extended = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
                    }
                    index.add(&entry)?;
                }
            }
            index.write()
        };
        edit().map_err(|error| refused(&error))?;
        if let Some(before) = before {
            std::fs::set_permissions(&self.next, before.permissions()).map_err(failed)?;
        }
        File::open(&self.next).and_then(|file| file.sync_all()).map_err(failed)
    }

    /// Puts the next state in the list's place and unlocks it. If the system refuses, the lock stays, so that
    /// git's programs do not work with a list that is behind, until the next version puts it right.
    pub fn finish(mut self) {
        let placed = std::fs::rename(&self.next, &self.list);
        self.stays = placed.is_err();
        // Not worth telling: if power fails now, git finds the list behind, and says so.
        let _ = sync_folder(self.list.parent().unwrap_or(&self.list));
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.stays {
            // What cannot be removed now, the next version finds by its mark and removes.
            let _ = remove(&self.next);
            let _ = remove(&self.lock);
        }
    }
}

/// Makes git's lock with the mark in it, in one step where the file system can: a lock without a mark would
/// stay for ever if this process were killed before it wrote one.
fn take_lock(mark: &Path, lock: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(mark, lock) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            let mut file = OpenOptions::new().write(true).create_new(true).open(lock)?;
            file.write_all(&std::fs::read(mark)?)
        }
        made => made,
    }
}

/// The line of the list for a file. What it says of the file on disk, git trusts without a look at its content;
/// zeros, no file is ever like.
fn entry(path: &str, id: Oid, mode: u32, metadata: Option<&Metadata>) -> IndexEntry {
    let entry = IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    };
    match metadata {
        Some(metadata) => looked_at(entry, metadata),
        None => entry,
    }
}

#[cfg(unix)]
fn looked_at(entry: IndexEntry, metadata: &Metadata) -> IndexEntry {
    use std::os::unix::fs::MetadataExt;
    // The list keeps the low 32 bits of each, and compares no more.
    let low = |number: u64| (number & u64::from(u32::MAX)) as u32;
    let time = |seconds: i64, nanos: i64| IndexTime::new(seconds as i32, low(nanos as u64));
    IndexEntry {
        ctime: time(metadata.ctime(), metadata.ctime_nsec()),
        mtime: time(metadata.mtime(), metadata.mtime_nsec()),
        dev: low(metadata.dev()),
        ino: low(metadata.ino()),
        uid: metadata.uid(),
        gid: metadata.gid(),
        file_size: low(metadata.len()),
        ..entry
    }
}

#[cfg(not(unix))]
fn looked_at(entry: IndexEntry, metadata: &Metadata) -> IndexEntry {
    // Without times git looks at the content, which is right and a little slower.
    IndexEntry { file_size: (metadata.len() & u64::from(u32::MAX)) as u32, ..entry }
}

fn busy() -> Problem {
    Problem::new(
        "another program is recording in this repository and does not finish",
        "Wait for it and try again; if none is running, a program was killed: remove its lock.",
    )
    .safe("Your plans are saved in their files.")
}

fn cannot_write(error: &std::io::Error) -> Problem {
    crate::store::write_problem(error, "the version could not be recorded")
        .safe("Your plans are saved in their files.")
}
