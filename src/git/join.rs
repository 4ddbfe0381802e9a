//! Joining: a shared repository brought to this computer.

mod files;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{Oid, RepositoryInitOptions};

use super::drivers;
use super::network::{Address, Branches, Failed, Network, Progress, Watch};
use super::reach;
use super::repository::{Repository, system_reason};
use super::snapshot::plan_directories;
use super::trespass::trespass;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::carried::{Carried, carry_in};
use crate::store::find::MARK;
use crate::store::private::{files, lock_file};
use crate::store::save::sync_folder;

/// The name that the shared repository goes by in the copy.
pub const REMOTE: &str = "origin";
/// How folders begin in which a copy is made ready.
const PREFIX: &str = ".nec-joining-";

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    pub address: &'a Address,
    /// Where the copy is to be: a folder that is empty or not there, or a copy that is there already.
    pub folder: &'a Path,
    /// A plan directory of this computer whose plans are to be carried in. It stays as it is.
    pub drafts: Option<&'a Path>,
}

/// A copy that is here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The plan directory: the copy, or a folder in it.
    pub root: PathBuf,
    pub how: How,
    pub carried: Carried,
    /// Files that are left out of the copy, by path in the repository: this computer can have none of that name.
    pub left_out: Vec<String>,
}

/// How the copy came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Brought,
    /// It was here before.
    Here,
}

/// Brings a shared repository here. It is made ready in a folder of its own beside its place and put there in one
/// step, so that whoever is interrupted finds the old or the new.
///
/// # Errors
/// Where it cannot be reached, holds no plan directory, or the place is taken by something else: another plan
/// directory, other files. Nothing has changed then.
pub fn join(wish: &Wish, watch: &Watch) -> Result<Joined, Failed> {
    let there = place(wish.folder)?;
    let failed = |error: std::io::Error| {
        Failed::from(crate::store::write_problem(&error, "the plans could not be brought here"))
    };
    let beside = wish.folder.parent().unwrap_or(wish.folder);
    std::fs::create_dir_all(beside).map_err(failed)?;
    sweep(beside);
    let making = tempfile::Builder::new().prefix(PREFIX).tempdir_in(beside).map_err(failed)?;
    let _alive = alive(making.path()).map_err(failed)?;
    let copy = making.path().join("copy");
    let git = begin(&copy)?;
    let (branch, tip) = receive(&git, wish.address, watch)?;
    let prefix = directory_in(&git, tip)?;
    fit(&git, tip)?;
    if there == There::Directory {
        let root = adopt(wish, &git, &branch)?;
        return Ok(Joined { root, how: How::Here, carried: Carried::default(), left_out: Vec::new() });
    }
    watch.tell(Progress::doing("Writing the files"));
    // It is made in one place and lies in the other.
    let can = |path: &str| [&copy, wish.folder].iter().all(|top| reach::here(top, path).is_some());
    let left_out = check_out(&git, wish.address, &branch, tip, &can).map_err(|error| not_brought(&error))?;
    let inner = prefix.trim_end_matches('/');
    let mut carried = match wish.drafts {
        Some(drafts) => carry_in(drafts, &copy.join(inner))?,
        None => Carried::default(),
    };
    drop(git);
    if watch.is_cancelled() {
        return Err(super::network::trouble::cancelled());
    }
    if wish.folder.is_dir() {
        // An empty one: it is refused where it is not.
        std::fs::remove_dir(wish.folder).map_err(failed)?;
    }
    std::fs::rename(&copy, wish.folder).map_err(failed)?;
    sync_folder(beside).map_err(failed)?;
    carried.moved(&copy, wish.folder);
    let root = if inner.is_empty() { wish.folder.to_path_buf() } else { wish.folder.join(inner) };
    // The whole copy is new and this user's own. Where it cannot be set, nec doctor says so.
    let _ = drivers::program().map(|program| drivers::set(&root, &program));
    Ok(Joined { root, how: How::Brought, carried, left_out })
}

#[derive(PartialEq, Eq)]
enum There {
    Nothing,
    /// A plan directory, or a repository that may hold one.
    Directory,
}

/// What is at the place where the copy is to be.
fn place(folder: &Path) -> Result<There, Problem> {
    let shown = one_line(&folder.to_string_lossy());
    let taken = |what: String| {
        Err(Problem::new(what, "Name another folder: nec join ADDRESS DIR").safe("Nothing was changed."))
    };
    match std::fs::symlink_metadata(folder) {
        Err(_) => Ok(There::Nothing),
        Ok(found) if !found.is_dir() => taken(format!("{shown} is there already, and is no folder")),
        Ok(_) if folder.join(MARK).exists() || folder.join(".git").exists() => Ok(There::Directory),
        Ok(_) => match std::fs::read_dir(folder).map(|mut found| found.next().is_none()) {
            Ok(true) => Ok(There::Nothing),
            _ => taken(format!("the folder {shown} holds other files")),
        },
    }
}

/// Removes what a killed nec left beside the place. One that runs holds its lock.
fn sweep(beside: &Path) {
    for left in files(beside, PREFIX) {
        if alive(&left).is_ok() {
            let _ = std::fs::remove_dir_all(left);
        }
    }
}

fn alive(folder: &Path) -> std::io::Result<File> {
    lock_file(&folder.join("alive"), Duration::ZERO)?.ok_or_else(|| std::io::ErrorKind::WouldBlock.into())
}

/// A repository without anything in it, and without git's templates, which may hold hooks.
fn begin(folder: &Path) -> Result<git2::Repository, Problem> {
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).external_template(false).initial_head("main").mkdir(true);
    let git = git2::Repository::init_opts(folder, &options).map_err(|error| not_brought(&error))?;
    if cfg!(windows) {
        // Receiving writes paths there that are longer than libgit2 and git take without it.
        let long = git.config().and_then(|mut config| config.set_bool("core.longpaths", true));
        long.map_err(|error| not_brought(&error))?;
    }
    Ok(git)
}

/// Fetches the branch that whoever joins gets.
fn receive(git: &git2::Repository, address: &Address, watch: &Watch) -> Result<(String, Oid), Failed> {
    let network = Network::open(git)?;
    let empty = || {
        Problem::new(
            format!("the shared repository at {address} is empty: nobody has sent anything there yet"),
            format!("To be the first, send your plan directory there: nec sync --remote {address}"),
        )
        .safe("Nothing was changed here.")
    };
    let Branches::Main(branch) = network.branches(address, watch)? else { return Err(empty().into()) };
    let tip = network.fetch(address, &branch, &[], watch)?.ok_or_else(empty)?;
    Ok((branch, tip))
}

/// Refuses a version with files in it that this computer would obey.
fn fit(git: &git2::Repository, tip: Oid) -> Result<(), Problem> {
    let tree = git.find_commit(tip).and_then(|commit| commit.tree());
    let tree = tree.map_err(|error| super::snapshot::unreadable(&error))?;
    match trespass(git, &tree, &[])? {
        Some(found) => Err(found
            .problem("Ask whoever looks after the shared repository to take it out; then join again.")
            .safe("Nothing was changed here.")),
        None => Ok(()),
    }
}

/// Where the plan directory is in a version, with a slash at its end; empty where it is the whole.
fn directory_in(git: &git2::Repository, tip: Oid) -> Result<String, Problem> {
    let tree = git
        .find_commit(tip)
        .and_then(|commit| commit.tree())
        .map_err(|error| super::snapshot::unreadable(&error))?;
    let folders = plan_directories(&tree)?;
    let no_choice =
        |what: String, next: &str| Err(Problem::new(what, next).safe("Nothing was changed here."));
    match folders.as_slice() {
        [only] => Ok(only.clone()),
        [] => no_choice(
            format!("what is at this address is no plan directory: there is no {MARK} in it"),
            "Compare the address with the one that you were given.",
        ),
        many if many.iter().any(String::is_empty) => Ok(String::new()),
        many => {
            let named: Vec<String> =
                many.iter().take(8).map(|folder| one_line(folder.trim_end_matches('/'))).collect();
            no_choice(
                format!("this repository holds {} plan directories: {}", many.len(), named.join(", ")),
                "Copy it with git clone, and open the one that you mean with nec --dir.",
            )
        }
    }
}

/// What the disk or the repository refused while the copy was made.
fn not_brought(error: &git2::Error) -> Problem {
    Problem::new(
        format!("the plans could not be brought here: {}", system_reason(error)),
        "Try again; if it stays so, ask whoever looks after the computer.",
    )
    .safe("Nothing was changed here: there is no copy yet, and the shared repository is as it was.")
}

/// Makes the files that `can` says can be, and the settings by which it is sent and received. Gives what was left out.
fn check_out(
    git: &git2::Repository,
    address: &Address,
    branch: &str,
    tip: Oid,
    can: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, git2::Error> {
    let name = format!("refs/heads/{branch}");
    git.reference(&format!("refs/remotes/{REMOTE}/{branch}"), tip, true, "join: nec")?;
    git.reference(&name, tip, true, "join: nec")?;
    git.set_head(&name)?;
    let left_out = files::write(git, &git.find_commit(tip)?.tree()?, can)?;
    configure(git, address, branch)?;
    Ok(left_out)
}

fn configure(git: &git2::Repository, address: &Address, branch: &str) -> Result<(), git2::Error> {
    let mut config = git.config()?.open_level(git2::ConfigLevel::Local)?;
    config.set_str(&format!("remote.{REMOTE}.url"), address.as_str())?;
    config.set_str(&format!("remote.{REMOTE}.fetch"), &format!("+refs/heads/*:refs/remotes/{REMOTE}/*"))?;
    config.set_str(&format!("branch.{branch}.remote"), REMOTE)?;
    config.set_str(&format!("branch.{branch}.merge"), &format!("refs/heads/{branch}"))
}

/// A copy that is here already is joined to its address, if the two have versions in common. Gives the plan
/// directory.
fn adopt(wish: &Wish, theirs: &git2::Repository, branch: &str) -> Result<PathBuf, Problem> {
    let shown = one_line(&wish.folder.to_string_lossy());
    let safe = "Nothing was changed.";
    let next = "Name another folder: nec join ADDRESS DIR. Its plans can be carried in from there.";
    let ours = Repository::open(wish.folder)?;
    let Some(mine) = ours.tip()? else {
        return Err(Problem::new(format!("{shown} is a repository without any version"), next).safe(safe));
    };
    if !in_common(&ours.git, mine.id(), theirs)? {
        let what = format!(
            "{shown} holds plans of its own: no version of them is in the shared repository at {}",
            wish.address
        );
        return Err(Problem::new(what, next).safe(safe));
    }
    let place = directory_in(&ours.git, mine.id())?;
    let not_joined = |error: git2::Error| not_brought(&error).safe(safe);
    let config = ours.git.config().map_err(not_joined)?;
    match config.get_string(&format!("remote.{REMOTE}.url")) {
        Ok(address) if address != wish.address.as_str() => {
            let address = super::network::address::shorten(&address);
            let what = format!("{shown} is a copy of another shared repository, {address}");
            return Err(Problem::new(what, next).safe(safe));
        }
        Ok(_) => {}
        Err(_) => {
            let own = super::staging::branch_name(&ours).ok().flatten();
            let own = own.as_deref().and_then(|name| name.strip_prefix("refs/heads/")).unwrap_or(branch);
            configure(&ours.git, wish.address, own).map_err(not_joined)?;
        }
    }
    Ok(wish.folder.join(place.trim_end_matches('/')))
}

/// A folder for the copy in `data`, named after the address: one that is not taken by something else.
pub fn place_for(address: &Address, data: &Path) -> PathBuf {
    let name = address.name();
    let mut folder = data.join(&name);
    let mut count = 1;
    while folder.symlink_metadata().is_ok() && !is_copy_of(&folder, address) {
        count += 1;
        folder = data.join(format!("{name}-{count}"));
    }
    folder
}

/// Whether a folder is a copy that was joined to that address.
fn is_copy_of(folder: &Path, address: &Address) -> bool {
    Repository::open(folder)
        .and_then(|repository| repository.git.config().map_err(|error| not_brought(&error)))
        .ok()
        .and_then(|config| config.get_string(&format!("remote.{REMOTE}.url")).ok())
        .is_some_and(|found| found == address.as_str())
}

/// Whether a version that `ours` follows is in the other repository.
fn in_common(ours: &git2::Repository, tip: Oid, theirs: &git2::Repository) -> Result<bool, Problem> {
    let look = || -> Result<bool, git2::Error> {
        let objects = theirs.odb()?;
        let mut walk = ours.revwalk()?;
        walk.push(tip)?;
        for id in walk {
            if objects.exists(id?) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    look().map_err(|error| super::snapshot::unreadable(&error))
}
