//! Sending and receiving, through the `git` program: it knows the user's keys, passwords and proxies. This is the
//! only place that starts it.
//!
//! It runs in a repository of its own that lends it the objects of the real one and nothing else: no setting of a
//! shared repository is read, so none can have a program run. The user's own settings count, and the system's. No
//! hook runs on this side. References are moved by libgit2 alone, by whoever asked.
//!
//! | file | what |
//! |---|---|
//! | [`address`] | where a shared repository may be |
//! | [`progress`] | how far it is, in words |
//! | [`trouble`] | why nothing came or went, in words |
//! | `own` | the repository of its own |
//! | `run` | the program while it runs |
//! | `worked` | which addresses have worked on this computer |

pub mod address;
mod own;
pub mod progress;
mod run;
pub mod trouble;
mod worked;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use git2::Oid;

use crate::problem::Problem;
use crate::store::save::sync_folder;
pub use address::Address;
use own::Own;
pub use progress::Progress;
pub use trouble::{Failed, Trouble};
use worked::Worked;

/// Who watches while things come and go.
pub struct Watch<'a> {
    /// Is told how far it is, often.
    pub progress: &'a dyn Fn(Progress),
    /// Set by whoever wants it to stop.
    pub cancel: &'a AtomicBool,
    pub asks: Asks,
    /// The longest stretch without a word; nothing for the usual one.
    pub patience: Option<Duration>,
}

/// Whom git and SSH may ask for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    Nobody,
    /// The person at the terminal that this process has.
    Terminal,
}

impl Watch<'_> {
    pub fn tell(&self, progress: Progress) {
        (self.progress)(progress);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// What a push came to, where it could be tried at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is there now.
    Taken,
    /// The branch moved there meanwhile: to be fetched first.
    Moved,
}

/// The branches of a shared repository that are asked for before anything is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Branches {
    /// There are none: nothing was ever sent there.
    None,
    /// The one that whoever joins gets.
    Main(String),
}

/// A repository of its own for the `git` program, for as long as this is there.
pub struct Network {
    own: Own,
    objects: PathBuf,
    worked: Worked,
}

impl Network {
    /// Makes ready the repository in which git will run, for the objects of `repository`.
    ///
    /// # Errors
    /// Where the repository is one that cannot take part, another `nec` does not finish, or the disk refuses.
    pub fn open(repository: &git2::Repository) -> Result<Self, Problem> {
        refuse_odd(repository)?;
        let failed = |error: std::io::Error| {
            crate::store::write_problem(&error, "sending and receiving could not be prepared")
        };
        let place = repository.commondir().join("nec");
        let own = Own::take(&place).map_err(failed)?;
        let objects = repository.commondir().join("objects").canonicalize().map_err(failed)?;
        let worked = Worked::beside(repository, &place);
        Ok(Network { own, objects, worked })
    }

    fn run(&self, address: &Address, words: &[&str], watch: &Watch) -> Result<run::Ended, Failed> {
        run::git(self.own.folder(), &self.objects, address, words, watch)
            .map_err(|failed| self.known(address, failed))
    }

    /// Why nothing came or went, where git ended with that.
    fn failed(&self, address: &Address, said: &[String]) -> Failed {
        self.known(address, trouble::understood(address, said))
    }

    fn known(&self, address: &Address, failed: Failed) -> Failed {
        if self.worked.has(address) { trouble::at_known(address, failed) } else { failed }
    }

    /// Which branch whoever joins gets.
    ///
    /// # Errors
    /// Where the repository cannot be reached or read.
    pub fn branches(&self, address: &Address, watch: &Watch) -> Result<Branches, Failed> {
        watch.tell(Progress::doing("Connecting"));
        // Not every reference: there may be thousands of tags and requests to merge.
        let words = ["ls-remote", "--symref", "--", address.as_str(), "HEAD", "refs/heads/*"];
        let ended = self.run(address, &words, watch)?;
        if !ended.status.success() {
            return Err(self.failed(address, &ended.said));
        }
        let heads: Vec<&str> = ended
            .out
            .iter()
            .filter_map(|line| line.split_once('\t')?.1.strip_prefix("refs/heads/"))
            .collect();
        let named =
            ended.out.iter().find_map(|line| line.strip_prefix("ref: refs/heads/")?.strip_suffix("\tHEAD"));
        let main = named
            .filter(|name| heads.contains(name))
            .or_else(|| ["main", "master"].into_iter().find(|name| heads.contains(name)))
            .or_else(|| heads.first().copied());
        Ok(main.map_or(Branches::None, |name| Branches::Main(name.to_owned())))
    }

    /// Brings the versions of one branch here, as far as they are not here yet; the objects are on disk when this
    /// returns, and no reference names them. Nothing where the branch is not there. `known` are versions
    /// that are here.
    ///
    /// # Errors
    /// Where nothing came, and why.
    pub fn fetch(
        &self,
        address: &Address,
        branch: &str,
        known: &[Oid],
        watch: &Watch,
    ) -> Result<Option<Oid>, Failed> {
        watch.tell(Progress::doing("Connecting"));
        let failed = |error: std::io::Error| {
            Failed::from(crate::store::write_problem(&error, "what comes could not be written"))
        };
        self.own.knows(known).map_err(failed)?;
        let begun = SystemTime::now();
        let what = format!("refs/heads/{branch}");
        let words = [
            "fetch",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
            "--progress",
            "--",
            address.as_str(),
            &what,
        ];
        let ended = self.run(address, &words, watch)?;
        if !ended.status.success() {
            let none = ended.said.iter().any(|line| line.contains("couldn't find remote ref"));
            return if none { Ok(None) } else { Err(self.failed(address, &ended.said)) };
        }
        let got = self.own.got().map_err(failed)?;
        let id = got.ok_or_else(|| self.failed(address, &ended.said))?;
        // Of a version that is here nothing came: there is nothing to be synced, which can take longer than all of this.
        if !known.contains(&id) {
            self.sync(begun).map_err(failed)?;
        }
        self.worked.note(address);
        Ok(Some(id))
    }

    /// Syncs the folders that name what came: git syncs the files themselves.
    fn sync(&self, begun: SystemTime) -> std::io::Result<()> {
        // Clocks of file systems are coarse.
        let begun = begun - Duration::from_secs(2);
        let changed = |folder: &Path| {
            folder.metadata().and_then(|found| found.modified()).is_ok_and(|time| time >= begun)
        };
        for entry in std::fs::read_dir(&self.objects)? {
            let path = entry?.path();
            if path.is_dir() && changed(&path) {
                sync_folder(&path)?;
            }
        }
        sync_folder(&self.objects)
    }

    /// Sends a version, and what it follows, to a branch: only on top of what is there, never in its place.
    ///
    /// # Errors
    /// Where it did not arrive, and why; what the server's gate said is in it.
    pub fn push(&self, address: &Address, id: Oid, branch: &str, watch: &Watch) -> Result<Pushed, Failed> {
        watch.tell(Progress::doing("Sending"));
        let what = format!("{id}:refs/heads/{branch}");
        let words = [
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
            "--progress",
            "--",
            address.as_str(),
            &what,
        ];
        let ended = self.run(address, &words, watch)?;
        if ended.status.success() {
            self.worked.note(address);
            return Ok(Pushed::Taken);
        }
        let Some(refusal) = ended.out.iter().find(|line| line.starts_with('!')) else {
            return Err(self.failed(address, &ended.said));
        };
        // What another push did at the same moment is told by the server in these words.
        let moved =
            ["(non-fast-forward)", "(fetch first)", "failed to update ref", "cannot lock ref", "stale info"];
        if moved.iter().any(|sign| refusal.contains(sign)) {
            return Ok(Pushed::Moved);
        }
        let mut words: Vec<String> = ended
            .said
            .iter()
            .filter_map(|line| line.strip_prefix("remote: ").or_else(|| line.strip_prefix("remote:")))
            .map(str::to_owned)
            .collect();
        if words.iter().all(|line| line.trim().is_empty()) {
            words = refusal.rsplit_once('\t').map(|(_, why)| why.to_owned()).into_iter().collect();
        }
        Err(trouble::gate(&words))
    }
}

/// Refuses a repository of a kind that would come to harm.
fn refuse_odd(repository: &git2::Repository) -> Result<(), Problem> {
    let refuse = |what: &str, next: &str| Err(Problem::new(what, next).safe("Nothing was sent or received."));
    if repository.is_shallow() {
        return refuse(
            "this copy of the repository was cut short when it was made (git calls it shallow), so versions could \
             not be brought together",
            "Bring the rest with: git fetch --unshallow",
        );
    }
    let config = repository.config().and_then(|mut config| config.snapshot()).ok();
    let partial = config.is_some_and(|config| {
        config.get_str("extensions.partialclone").is_ok()
            || config.entries(Some("remote\\..*\\.promisor")).is_ok_and(|mut found| found.next().is_some())
    });
    if partial {
        return refuse(
            "this copy of the repository was made with parts left out (git calls it partial)",
            "Make a whole copy, with: nec join and its address",
        );
    }
    Ok(())
}
