//! Opening the repository that a plan directory is in.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, RepositoryOpenFlags};

use super::trespass;
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::private::{FOLDER, refuse_links};

/// A repository, and where the plan directory is in it.
pub struct Repository {
    pub(super) git: git2::Repository,
    /// The plan directory's path in the repository, with a slash at its end; empty where it is the whole.
    prefix: String,
    root: PathBuf,
}

impl Repository {
    /// Opens the repository that the folder is in: its own, or a larger one.
    ///
    /// # Errors
    /// Where there is none, or one that cannot be used: bare, somebody else's, or of a kind that this
    /// program does not know.
    pub fn open(root: &Path) -> Result<Self, Problem> {
        let git = open_any(root)?;
        let Some(work) = git.workdir() else {
            return Err(Problem::new(
                "this repository has no files of its own (git calls it bare), so nothing can be recorded from it",
                "Make a copy of it with files (git clone), and open that.",
            )
            .safe("Nothing was touched."));
        };
        let prefix = prefix(root, work)?;
        let repository = Repository { prefix, root: root.to_path_buf(), git };
        repository.refuse_versioned_folder()?;
        Ok(repository)
    }

    /// Refuses a plan directory whose private folder came with a version: what is in it is somebody else's, and would
    /// be obeyed as this user's own.
    fn refuse_versioned_folder(&self) -> Result<(), Problem> {
        let Some(tip) = self.tip()? else { return Ok(()) };
        let top = tip.tree().map_err(|error| super::snapshot::unreadable(&error))?;
        let Some(tree) = super::snapshot::subtree(&self.git, &top, &self.prefix)? else { return Ok(()) };
        let Some(entry) = tree.iter().find(|entry| trespass::is_own(entry.name_bytes())) else {
            return Ok(());
        };
        let name = one_line(&String::from_utf8_lossy(entry.name_bytes()));
        Err(Problem::new(
            format!(
                "“{name}” is in the versions of this plan directory, and stands for the folder that every computer \
                 has for itself: somebody else's files would be obeyed as your own"
            ),
            format!(
                "Ask whoever looks after the shared plans to take it out. Here it goes with: git rm -r \"{name}\", \
                 git commit"
            ),
        )
        .safe("Nothing in it was read or written."))
    }

    /// The plan directory.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A file's path in the repository.
    pub(super) fn path_of(&self, file: &RelPath) -> String {
        format!("{}{file}", self.prefix, file = file.as_str())
    }

    /// The plan directory's path in the repository, with a slash at its end; empty where it is the whole.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The commit that the next version follows; nothing where there is no version yet.
    pub(super) fn tip(&self) -> Result<Option<git2::Commit<'_>>, Problem> {
        match self.git.head() {
            Ok(head) => head.peel_to_commit().map(Some).map_err(|error| refused(&error)),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
            Err(error) => Err(refused(&error)),
        }
    }
}

/// Opens the repository that the folder is in, whether or not it has files.
///
/// # Errors
/// Where there is none, or one that cannot be used.
pub(super) fn open_any(folder: &Path) -> Result<git2::Repository, Problem> {
    let git = git2::Repository::open_ext(folder, RepositoryOpenFlags::empty(), &[] as &[&str])
        .map_err(|error| cannot_open(folder, &error))?;
    refuse_in_disguise(&git, folder)?;
    Ok(git)
}

/// Refuses a folder that libgit2 takes for a repository by what lies in it, and that says it has files elsewhere: a
/// version can bring such a folder, and its settings would be obeyed. A repository without files is one by right.
fn refuse_in_disguise(git: &git2::Repository, folder: &Path) -> Result<(), Problem> {
    let of_git = git.path();
    let is_ordinary = of_git.iter().any(|segment| segment == ".git");
    if is_ordinary || git.is_bare() || inside(folder, of_git).is_none() {
        return Ok(());
    }
    Err(Problem::new(
        format!(
            "{} passes for a repository and is an ordinary folder: its settings could send your plans anywhere",
            one_line(&of_git.to_string_lossy())
        ),
        "Ask whoever looks after the shared plans who put the files HEAD and config there; do not use the folder \
         until they are gone.",
    )
    .safe("Nothing was sent or received, and nothing was changed."))
}

/// Whether a plan directory may be opened at all: that nothing of somebody else's stands in the place of its private
/// folder. To be asked before anything in that folder is read.
///
/// # Errors
/// Where its versions hold that folder, a link lies in it, or the directory passes for a repository itself.
pub fn may_open(root: &Path) -> Result<(), Problem> {
    let private = root.join(FOLDER);
    if private.symlink_metadata().is_err() {
        return Ok(());
    }
    // Without a repository that can be used, nothing came with a version.
    if let Ok(git) = git2::Repository::open_ext(root, RepositoryOpenFlags::empty(), &[] as &[&str]) {
        refuse_in_disguise(&git, root)?;
        if !git.is_bare() {
            Repository::open(root)?;
        }
    }
    if private.is_symlink() { Ok(()) } else { refuse_links(&private) }
}

/// Where the repository that the folder is in keeps which version it shows, and its references where those are elsewhere;
/// none where it is in none.
pub fn folders_of(root: &Path) -> Vec<PathBuf> {
    let Ok(git) = open_any(root) else { return Vec::new() };
    let (own, common) = (git.path().to_path_buf(), git.commondir().to_path_buf());
    if own == common { vec![own] } else { vec![own, common] }
}

/// Whether the folder is in a repository that can be used.
///
/// # Errors
/// Where it is in one that cannot be used.
pub fn is_versioned(root: &Path) -> Result<bool, Problem> {
    let ceiling: [&str; 0] = [];
    match git2::Repository::discover_path(root, ceiling) {
        Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
        _ => Repository::open(root).map(|_| true),
    }
}

fn prefix(root: &Path, work: &Path) -> Result<String, Problem> {
    let outside = || {
        Problem::new(
            "the plan directory lies outside the files of its repository",
            "Ask whoever looks after the repository.",
        )
        .safe("Nothing was touched.")
    };
    inside(root, work).ok_or_else(outside)
}

/// Where a folder is in another, with a slash at its end; empty where they are one.
pub(super) fn inside(folder: &Path, outer: &Path) -> Option<String> {
    let (folder, outer) = (folder.canonicalize().ok()?, outer.canonicalize().ok()?);
    let mut inner = String::new();
    for segment in folder.strip_prefix(&outer).ok()? {
        inner.push_str(segment.to_str()?);
        inner.push('/');
    }
    Some(inner)
}

fn cannot_open(root: &Path, error: &git2::Error) -> Problem {
    let folder = one_line(&root.to_string_lossy());
    let message = error.message();
    let unknown_kind =
        ["extension", "object format", "objectformat", "oid type", "version", "reftable", "sparse"]
            .iter()
            .any(|word| message.contains(word));
    let problem = match error.code() {
        ErrorCode::NotFound => Problem::new(
            format!("{folder} is in no repository, so no version of it can be kept"),
            "nec doctor --fix puts it into one.",
        ),
        ErrorCode::Owner => Problem::new(
            format!("the repository of {folder} belongs to another user of this computer"),
            "If you trust it, run: git config --global --add safe.directory followed by the folder; else make \
             a copy of your own.",
        ),
        _ if unknown_kind => Problem::new(
            format!("the repository of {folder} is of a kind that nec does not know yet"),
            "Ask whoever looks after it for an ordinary copy (SHA-1 names, files for branches, nothing left out).",
        ),
        _ if error.class() == ErrorClass::Os => Problem::new(
            format!("the repository of {folder} cannot be read: {}", system_reason(error)),
            "Ask whoever looks after the computer for the right to read it.",
        ),
        _ => Problem::new(
            format!("the repository of {folder} cannot be opened: something in it is broken"),
            "Ask whoever looks after the repository; git fsck tells them what is wrong.",
        ),
    };
    problem.safe("Your plans are files of their own and untouched.")
}

/// What a repository refused, in words.
pub(super) fn refused(error: &git2::Error) -> Problem {
    let problem = match error.code() {
        ErrorCode::Locked => Problem::new(
            "another program is recording in this repository and does not finish",
            "Wait for it and try again; if none is running, ask whoever looks after the repository to remove \
             its lock.",
        ),
        _ if error.message().contains("No space left") => Problem::new(
            "the version could not be recorded: the disk is full",
            "Make room on the disk, and try again.",
        ),
        _ if error.message().contains("Permission denied") => Problem::new(
            "the version could not be recorded: you may not write in the repository",
            "Ask whoever looks after the computer for the right to write there.",
        ),
        _ if error.class() == ErrorClass::Index && error.message().contains("extension") => Problem::new(
            "this repository keeps its list of files in a form that nec does not know yet (git calls it split \
             or sparse)",
            "Ask whoever looks after it to run: git update-index --no-split-index, or git sparse-checkout disable",
        ),
        _ if error.class() == ErrorClass::Os => Problem::new(
            format!("the version could not be recorded: {}", system_reason(error)),
            "Try again; if it stays so, ask whoever looks after the computer.",
        ),
        _ => Problem::new(
            "something in this repository cannot be read, so no version can be recorded",
            "Ask whoever looks after the repository; git fsck tells them what is wrong.",
        ),
    };
    problem.safe("Your plans are saved in their files.")
}

/// What the system said, without what libgit2 says before it of its own files.
pub(super) fn system_reason(error: &git2::Error) -> String {
    let message = error.message();
    one_line(message.rsplit_once(": ").map_or(message, |(_, reason)| reason)).to_lowercase()
}
