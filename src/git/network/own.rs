//! The repository in which the `git` program runs. It holds no version: only the settings below, and which versions are
//! here. It stays from one time to the next, as making one takes as long as all the rest, and is looked through
//! before each: where anything in it is not as this program leaves it, the whole goes and is made anew, so that nobody
//! else's settings, hooks or links are ever obeyed.

use std::fs::{DirEntry, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::Oid;

use crate::store::private::lock_file;

/// Its folder, and the lock of whoever uses it.
const FOLDER: &str = "network";
const LOCK: &str = "network.lock";
/// Its files.
const HEAD: &str = "HEAD";
const CONFIG: &str = "config";
/// Where git writes what came.
const GOT: &str = "FETCH_HEAD";
/// Its folders, and the one of the names of versions that are here.
const FOLDERS: [&str; 3] = ["objects", "refs", KNOWN];
const KNOWN: &str = "refs/nec";

/// How long to wait for another `nec`: who sends and receives takes turns before.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest of its files that is read.
const LONGEST: u64 = 4096;

const NO_BRANCH: &str = "ref: refs/heads/none\n";
/// Its settings. They come after the user's, and win. Objects are synced, as they are the real repository's; references
/// need not be.
const SETTINGS: &str = "\
[core]
\trepositoryformatversion = 0
\tbare = true
\thooksPath = none
\tfsmonitor = false
\tfsync = objects,derived-metadata,-reference
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[fetch]
\twriteCommitGraph = false
\trecurseSubmodules = false
\tprune = false
\tall = false
[push]
\tfollowTags = false
\tgpgSign = false
\trecurseSubmodules = no
[submodule]
\trecurse = false
";

/// The repository, held by one at a time.
pub struct Own {
    folder: PathBuf,
    _held: File,
}

impl Own {
    /// Takes it, in the program's folder `place` in the real repository; makes it where it is missing or not as this
    /// program leaves it.
    ///
    /// # Errors
    /// Where another holds it all the time, or the disk refuses.
    pub fn take(place: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(place)?;
        let held = lock_file(&place.join(LOCK), PATIENCE)?;
        let held = held.ok_or_else(|| std::io::Error::from(ErrorKind::WouldBlock))?;
        // git is told a path that stays true wherever it goes.
        let folder = place.canonicalize()?.join(FOLDER);
        // What cannot be looked through is not as it was left either.
        if !is_as_left(&folder).unwrap_or(false) {
            remove(&folder)?;
            make(&folder)?;
        }
        Ok(Own { folder, _held: held })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Tells git which versions are here, with all that they follow, and no others.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn knows(&self, known: &[Oid]) -> std::io::Result<()> {
        let names: Vec<String> = (0..known.len()).map(known_name).collect();
        for entry in std::fs::read_dir(self.folder.join(KNOWN))? {
            let entry = entry?;
            if !names.iter().any(|name| entry.file_name().to_str() == Some(name)) {
                std::fs::remove_file(entry.path())?;
            }
        }
        for (name, id) in names.iter().zip(known) {
            let (file, text) = (self.folder.join(KNOWN).join(name), format!("{id}\n"));
            if read(&file).ok().as_deref() != Some(&text) {
                std::fs::write(file, text)?;
            }
        }
        Ok(())
    }

    /// The version that git brought; nothing where it says so of none.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn got(&self) -> std::io::Result<Option<Oid>> {
        let mut id = [0; 40];
        match File::open(self.folder.join(GOT))?.read_exact(&mut id) {
            Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(error),
            _ => Ok(std::str::from_utf8(&id).ok().and_then(|id| Oid::from_str(id).ok())),
        }
    }
}

fn known_name(number: usize) -> String {
    format!("known-{number}")
}

/// Makes it, in a folder that only this user may open.
fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    for inner in FOLDERS {
        builder.create(folder.join(inner))?;
    }
    std::fs::write(folder.join(HEAD), NO_BRANCH)?;
    std::fs::write(folder.join(CONFIG), SETTINGS)
}

fn remove(folder: &Path) -> std::io::Result<()> {
    let removed = match folder.symlink_metadata() {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(folder),
        Ok(_) => std::fs::remove_file(folder),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether it is there with all that belongs into it, to the byte, and nothing else: a file more could send git
/// to other settings, a folder more could be one of hooks.
fn is_as_left(folder: &Path) -> std::io::Result<bool> {
    if !is_private(&folder.symlink_metadata()?) {
        return Ok(false);
    }
    let mut seen = 0;
    let mut ahead = vec![PathBuf::new()];
    while let Some(inner) = ahead.pop() {
        for entry in std::fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            match belongs(&entry, &path)? {
                None => return Ok(false),
                Some(Part::Folder) => {
                    ahead.push(path);
                    seen += 1;
                }
                Some(Part::Always) => seen += 1,
                Some(Part::Sometimes) => {}
            }
        }
    }
    Ok(seen == FOLDERS.len() + [HEAD, CONFIG].len())
}

/// What belongs into the repository.
enum Part {
    Folder,
    Always,
    Sometimes,
}

/// What an entry is; nothing where it does not belong.
fn belongs(entry: &DirEntry, path: &Path) -> std::io::Result<Option<Part>> {
    let found = entry.metadata()?;
    let Some(name) = path.to_str().filter(|_| is_own(&found)) else { return Ok(None) };
    if found.is_dir() {
        return Ok(FOLDERS.contains(&name).then_some(Part::Folder));
    }
    if !found.is_file() || found.len() > LONGEST {
        return Ok(None);
    }
    Ok(match name {
        HEAD => (read(&entry.path())? == NO_BRANCH).then_some(Part::Always),
        CONFIG => (read(&entry.path())? == SETTINGS).then_some(Part::Always),
        GOT => Some(Part::Sometimes),
        known => {
            let number = known.strip_prefix("refs/nec/known-").and_then(|number| number.parse().ok());
            number
                .filter(|number| *number < 16 && known.ends_with(&known_name(*number)))
                .map(|_| Part::Sometimes)
        }
    })
}

/// The text of one of its files.
fn read(file: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// Whether it is a folder that is this user's own and that nobody else may open.
#[cfg(unix)]
fn is_private(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(found) & 0o077 == 0 && found.is_dir() && is_own(found)
}

#[cfg(not(unix))]
fn is_private(found: &Metadata) -> bool {
    found.is_dir()
}

/// Whether it is this user's own.
#[cfg(unix)]
fn is_own(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}
