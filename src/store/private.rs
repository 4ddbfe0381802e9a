//! The directory's private folder, `.nec/`: temporary files, locks, texts kept. Only its owner may read it,
//! and git never sees it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::shown;
use crate::problem::Problem;

/// The folder's name in the plan directory.
pub const FOLDER: &str = ".nec";

/// How temporary files begin.
const TEMPORARY: &str = "writing-";
/// How those begin that are written without the lock, and how old one is before it counts as left behind.
const UNLOCKED: &str = "replacing-";
const LEFT_BEHIND: Duration = Duration::from_secs(3600);
/// Where texts are kept that could not be saved.
pub(super) const KEPT: &str = "kept";
/// How many bytes of a name are kept of it: systems take some 250.
const LONGEST_KEPT: usize = 200;

/// How long to wait for another `nec` that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the private folder, making it where it is missing: mode 0700, with a `.gitignore` of its own so that
/// a directory without one records nothing of it.
///
/// # Errors
/// Where it cannot be made, or where a link or a file stands in its place.
pub fn folder(root: &Path) -> Result<PathBuf, Problem> {
    let folder = root.join(FOLDER);
    let problem = |error: &std::io::Error| {
        super::write_problem(error, &format!("the folder {FOLDER}/ for temporary files cannot be made"))
    };
    match make_folder(&folder) {
        Ok(()) => {
            std::fs::write(folder.join(".gitignore"), "*\n").map_err(|error| problem(&error))?;
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let metadata = folder.symlink_metadata().map_err(|error| problem(&error))?;
            if !metadata.is_dir() {
                return Err(Problem::new(
                    format!("{FOLDER} in the plan directory is not a folder, so nothing can be saved"),
                    format!("Move {} out of the way.", shown(&folder)),
                )
                .safe("Your files are untouched."));
            }
            refuse_links(&folder)?;
        }
        Err(error) => return Err(problem(&error)),
    }
    Ok(folder)
}

/// Refuses a private folder in which a link lies: this program makes none, and would write and read through it.
///
/// # Errors
/// Names the first.
pub fn refuse_links(folder: &Path) -> Result<(), Problem> {
    let inner = [KEPT, super::seen::FOLDER].map(|name| folder.join(name));
    for place in [folder].into_iter().chain(inner.iter().map(PathBuf::as_path)) {
        if place.is_symlink() {
            return Err(link_found(place));
        }
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
                return Err(link_found(&entry.path()));
            }
        }
    }
    Ok(())
}

fn link_found(link: &Path) -> Problem {
    Problem::new(
        format!("{} is a link, and nec makes none there: somebody else's may lead anywhere", shown(link)),
        "Remove it, and ask who put it there.",
    )
    .safe("Nothing was read or written through it.")
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir(folder)
}

/// A temporary file in the private folder, mode 0600, which goes when it is dropped.
///
/// # Errors
/// Where the system refuses.
pub fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)
}

/// A temporary file that is to take the place of a small file of the program's own, mode 0600, without the lock: a
/// sweep leaves it alone as long as somebody may be writing it.
///
/// # Errors
/// Where the system refuses.
pub fn temporary_without_lock(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(UNLOCKED).tempfile_in(folder)
}

/// A temporary file that is to be a new file of the directory: with the mode that this user's new files get.
///
/// # Errors
/// Where the system refuses.
pub fn temporary_of_new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(TEMPORARY).tempfile_in(folder)
}

/// The right to write in a plan directory, held against every other `nec` until it is dropped. The system
/// gives it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting up to five seconds.
    ///
    /// # Errors
    /// Where another `nec` holds it all that time, or the system refuses.
    pub fn take(root: &Path) -> Result<Self, Problem> {
        Self::take_within(root, PATIENCE)
    }

    /// Takes the lock, waiting no longer than this.
    ///
    /// # Errors
    /// As [`Lock::take`].
    pub fn take_within(root: &Path, patience: Duration) -> Result<Self, Problem> {
        let path = folder(root)?.join("lock");
        lock_file(&path, patience)
            .map_err(|error| super::write_problem(&error, "the lock of the plan directory cannot be made"))?
            .map(|file| Lock { _file: file })
            .ok_or_else(|| {
                Problem::new(
                    "another nec is writing in this plan directory and does not finish",
                    "Close it, or wait for it, and try again.",
                )
                .safe("The files are untouched.")
            })
    }
}

/// Locks the file of that path, making it where it is missing; nothing where somebody else holds it all the
/// time.
///
/// # Errors
/// Where it cannot be made. A file system that knows no locks gives the file unlocked.
pub fn lock_file(path: &Path, patience: Duration) -> std::io::Result<Option<File>> {
    let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(path)?;
    let until = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                return Ok(Some(file));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Options that make a file only its owner may read, and that open none through a link.
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let no_link = rustix::fs::OFlags::NOFOLLOW.bits();
        options.mode(0o600).custom_flags(i32::try_from(no_link).unwrap_or_default());
    }
    options
}

/// Clears away what a killed `nec` left in the private folder. Temporary files go; a text that was open in an
/// editor goes if it was not changed, and is kept if it was. Gives the files that were kept, to be told to the
/// user.
pub fn sweep(root: &Path) -> Vec<PathBuf> {
    let private = root.join(FOLDER);
    if !private.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Vec::new();
    }
    // Who holds the lock writes no temporary file but its own.
    if let Ok(lock) = Lock::take_within(root, Duration::ZERO) {
        for file in files(&private, TEMPORARY) {
            let _ = std::fs::remove_file(file);
        }
        let is_old = |file: &PathBuf| {
            let written = file.symlink_metadata().and_then(|found| found.modified());
            written.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > LEFT_BEHIND))
        };
        for file in files(&private, UNLOCKED).into_iter().filter(is_old) {
            let _ = std::fs::remove_file(file);
        }
        drop(lock);
    }
    super::elsewhere::sweep(&private)
}

/// The files of a folder whose names begin so.
pub fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}

/// Keeps a text that could not be saved: in the private folder, else in `elsewhere` (the user's state
/// folder). Gives the file's path, to be told to the user.
///
/// # Errors
/// Where neither place takes it.
pub fn keep(root: &Path, elsewhere: Option<&Path>, name: &str, text: &str) -> Result<PathBuf, Problem> {
    let here = folder(root).ok();
    let places = [here.as_deref(), elsewhere].into_iter().flatten();
    let mut last = None;
    for place in places {
        match keep_in(place, name, text.as_bytes()) {
            Ok(path) => return Ok(path),
            Err(error) => last = Some(error),
        }
    }
    let what = "the text could not be kept on this computer";
    let problem = match last {
        Some(error) => super::write_problem(&error, what),
        None => Problem::new(what, "Copy it out of this window by hand."),
    };
    Err(problem.safe("It is still in this window: do not close it."))
}

/// Writes a text, or what is none, to a new file of the folder of kept texts in `place`, mode 0600.
///
/// # Errors
/// Where the system refuses.
pub fn keep_in(place: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let (mut file, path) = new_kept(place, name)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    super::save::sync_folder(&place.join(KEPT))?;
    Ok(path)
}

/// Moves what cannot be read into the folder of kept texts in `place`. Gives where it is.
///
/// # Errors
/// Where the system refuses; it is where it was then.
pub fn put_away(place: &Path, name: &str, what: &Path) -> std::io::Result<PathBuf> {
    let (_, path) = new_kept(place, name)?;
    if let Err(error) = std::fs::rename(what, &path) {
        let _ = std::fs::remove_file(&path);
        return Err(error);
    }
    super::save::sync_folder(&place.join(KEPT))?;
    Ok(path)
}

/// A new file of the folder of kept texts in `place`, mode 0600.
fn new_kept(place: &Path, name: &str) -> std::io::Result<(File, PathBuf)> {
    std::fs::create_dir_all(place)?;
    let place = &place.join(KEPT);
    match make_folder(place) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        Err(_) if !place.symlink_metadata()?.is_dir() => return Err(ErrorKind::NotADirectory.into()),
        _ => {}
    }
    let name = name.replace(['/', '\\'], "-");
    // The end says what it is, and what is kept has a number behind it.
    let name =
        &name[name.ceil_char_boundary(name.len().saturating_sub(LONGEST_KEPT))..].trim_start_matches('.');
    for count in 1..=9999 {
        let path = place.join(format!("{name}.{count}.txt"));
        match private(OpenOptions::new().write(true).create_new(true)).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn one_nec_writes_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let problem = Lock::take_within(root.path(), Duration::ZERO).unwrap_err();
        assert!(problem.what.contains("another nec"), "{problem}");
        drop(lock);
        assert!(Lock::take_within(root.path(), Duration::ZERO).is_ok());
    }

    #[test]
    fn a_text_that_could_not_be_saved_is_kept_beside_the_earlier_ones() {
        let root = tempfile::tempdir().unwrap();
        let keep = |text: &str| keep(root.path(), None, "2026-27/west-dorset.toml", text).unwrap();
        let (first, second) = (keep("one"), keep("two"));
        assert_ne!(first, second);
        assert_eq!(std::fs::read_to_string(first).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(second).unwrap(), "two");
        let deep =
            super::keep(root.path(), None, &format!("{}é/notes.txt", "é/".repeat(600)), "three").unwrap();
        assert!(deep.to_string_lossy().ends_with("notes.txt.1.txt"), "{}", deep.display());
    }

    #[test]
    fn where_the_directory_takes_nothing_the_text_is_kept_elsewhere() {
        let root = tempfile::tempdir().unwrap();
        let state = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(FOLDER), "in the way").unwrap();
        let kept = keep(root.path(), Some(state.path()), "plan", "words").unwrap();
        assert!(kept.starts_with(state.path()));
        assert!(keep(root.path(), None, "plan", "words").unwrap_err().safe.contains("still in this window"));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_what_is_private_and_a_link_in_its_place_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let kept = keep(root.path(), None, "plan", "words").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&kept), mode(&root.path().join(FOLDER))), (0o600, 0o700));
        let other = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root.path(), other.path().join(FOLDER)).unwrap();
        assert!(folder(other.path()).is_err() && sweep(other.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_read_or_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let (root, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let private = folder(root.path()).unwrap();
        symlink(away.path(), private.join(KEPT)).unwrap();
        assert!(keep_in(&private, "plan", b"words").is_err());
        assert!(keep(root.path(), None, "plan", "words").is_err());
        let precious = away.path().join("precious");
        symlink(&precious, away.path().join("link")).unwrap();
        assert!(lock_file(&away.path().join("link"), Duration::ZERO).is_err() && !precious.exists());
        std::fs::remove_file(private.join(KEPT)).unwrap();
        symlink(&precious, private.join("looked")).unwrap();
        let problem = folder(root.path()).unwrap_err();
        assert!(problem.what.contains("looked") && problem.what.contains("link"), "{problem}");
        assert!(Lock::take(root.path()).is_err() && !precious.exists());
    }

    #[test]
    fn what_is_written_without_the_lock_is_not_swept_under_its_writer() {
        let root = tempfile::tempdir().unwrap();
        let private = folder(root.path()).unwrap();
        let writing = temporary_without_lock(&private).unwrap();
        let left = temporary_without_lock(&private).unwrap();
        left.as_file().set_modified(std::time::SystemTime::now() - 2 * LEFT_BEHIND).unwrap();
        sweep(root.path());
        assert!(writing.path().exists() && !left.path().exists());
        writing.persist(private.join("note")).unwrap();
    }

    #[test]
    fn the_sweep_takes_what_was_left_and_nothing_that_somebody_kept() {
        let root = tempfile::tempdir().unwrap();
        let kept = keep(root.path(), None, "plan", "words").unwrap();
        let left = temporary(&root.path().join(FOLDER)).unwrap().keep().unwrap().1;
        let busy = Lock::take(root.path()).unwrap();
        sweep(root.path());
        assert!(left.exists(), "another nec may be writing it");
        drop(busy);
        sweep(root.path());
        assert!(!left.exists() && kept.exists());
    }
}
