//! A new plan directory with its first version.

use std::path::{Path, PathBuf};

use git2::RepositoryInitOptions;

use super::drivers;
use super::identity::Identity;
use super::record::{Recorded, Version, record};
use super::repository::{is_versioned, refused};
use crate::problem::Problem;
use crate::store::content::Content;
use crate::store::starter::{self, InitOptions};

/// A plan directory that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initialised {
    pub root: PathBuf,
    /// Its first version.
    pub version: Option<Version>,
    /// Whether it is in a repository that was there before, and not in one of its own.
    pub joined: bool,
}

/// Makes a plan directory: its files, a repository where it is not inside one, and the first version. Where
/// nobody is known to record, the program itself is named: the files are its own.
///
/// # Errors
/// Where the folder is a plan directory already or holds a file that is in the way, where the repository that
/// it is in cannot be used, or the disk refuses.
pub fn init(root: &Path, options: &InitOptions, who: Option<&Identity>) -> Result<Initialised, Problem> {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let standing = root.ancestors().find(|dir| dir.is_dir()).unwrap_or(&root);
    let joined = !options.alone && is_versioned(standing)?;
    let files = starter::write(&root, options)?;
    if !joined {
        begin(&root)?;
    }
    let own = Identity::new("nec", "nec@localhost")?;
    let files = Content::read_all(&root, &files)?;
    let recorded = record(&root, &files, "Begin a plan directory", who.unwrap_or(&own))?;
    let version = match recorded {
        Recorded::Version(version) => Some(version),
        Recorded::Nothing | Recorded::Overtaken => None,
    };
    // Where it cannot be set, nec doctor says so; the directory is made all the same.
    let _ = drivers::set_if_own(&root);
    Ok(Initialised { root, version, joined })
}

/// Makes a repository of a folder, without git's templates, which may hold hooks.
///
/// # Errors
/// Where the disk refuses.
pub fn begin(root: &Path) -> Result<(), Problem> {
    let branch = git2::Config::open_default()
        .and_then(|config| config.get_string("init.defaultBranch"))
        .ok()
        .filter(|name| git2::Branch::name_is_valid(name).unwrap_or(false))
        .unwrap_or_else(|| "main".to_owned());
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).external_template(false).initial_head(&branch);
    git2::Repository::init_opts(root, &options).map(drop).map_err(|error| refused(&error))
}
