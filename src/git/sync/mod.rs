//! Sending and receiving: what others recorded is brought here and together with what was recorded here, field by
//! field, and the outcome is sent. Nothing moves where something is left to decide.
//!
//! | file | what |
//! |---|---|
//! | [`authors`] | who wrote what both changed |
//! | `remote` | which shared repository |
//! | `trees` | two lines of versions, brought together in memory |
//! | `file` | one file, merged |
//! | `carry` | the branch and the files, moved, with a journal |
//! | `trail` | what is about to be done, remembered for it to be taken back |
//! | [`conflicts`] | what is left to decide, and what was decided |

pub mod authors;
mod carry;
pub mod conflicts;
pub(super) mod file;
mod local;
mod remote;
mod trail;
mod trees;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use git2::Oid;

use super::identity::Identity;
use super::network::{Failed, Network, Pushed, Watch};
use super::repository::Repository;
use super::staging::Workbench;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::private::lock_file;
pub(super) use carry::{Move, back, carry_out};
pub use carry::{finish_left, is_left, left};
use conflicts::Open;
pub use local::at_rest;
use local::{Brought, By};
use trail::Trail;

/// How often it is begun anew where others send at the same moment.
const ATTEMPTS: u32 = 12;
/// What the log says where something came.
const RECEIVED: &str = "nec: received";
/// How long to wait for another `nec` that sends and receives.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long to wait for another program that records.
pub(super) const PATIENCE_TO_RECORD: Duration = Duration::from_secs(10);

/// What sending and receiving came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Synced {
    /// Where to, as it may be shown.
    pub address: String,
    /// How many versions came from others.
    pub received: usize,
    /// How many versions of here went there.
    pub sent: usize,
    /// Files in which what others wrote was brought together with what is here.
    pub merged: Vec<RelPath>,
    /// Texts that both changed, and that a person should read once.
    pub read_once: Vec<(RelPath, FieldPath)>,
    /// Files that came in and are left out of this copy, by path in the repository: this computer can have none of that
    /// name.
    pub left_out: Vec<String>,
    /// What is to be decided first. Where there is any, nothing was moved or sent.
    pub open: Vec<Open>,
}

/// Brings what others recorded here, and sends what was recorded here. `remote` is the name or the address of
/// the shared repository where another than the usual one is meant; `who` records where versions have to be brought
/// together. What was not recorded stays so, with what came in merged into it, and is not sent.
///
/// Where both sides say different things, nothing moves: [`Synced::open`] names each place, and they are settled with
/// [`conflicts`].
///
/// # Errors
/// Where the shared repository cannot be reached or refuses, versions have nothing in common, or something is in the way.
/// What has come by then stays, and what is here is as it was.
pub fn sync(
    root: &Path,
    remote: Option<&str>,
    who: Option<&Identity>,
    watch: &Watch,
) -> Result<Synced, Failed> {
    let repository = Repository::open(root)?;
    let branch = super::record::branch(&repository)?;
    super::left::unless_left(&repository)?;
    let mut place = remote::place(&repository, remote, &branch)?;
    let _turn = turn(&repository, watch)?;
    let mut trail = Trail::from(remote::elsewhere(&repository, &branch, place.fetch.to_string()));
    let mut synced = Synced { address: place.fetch.to_string(), ..Synced::default() };
    let mut seen = HashSet::new();
    for attempt in 0..ATTEMPTS {
        pause(attempt);
        let repository = Repository::open(root)?;
        let network = Network::open(&repository.git)?;
        let mut known: Vec<Oid> = repository.tip()?.map(|tip| tip.id()).into_iter().collect();
        known.extend(repository.git.refname_to_id(&place.noted()?).ok());
        let theirs = place.receive(&network, &known, watch)?;
        seen.insert(theirs);
        if watch.is_cancelled() {
            return Err(super::network::trouble::cancelled());
        }
        if is_level(&repository, &place, theirs)? {
            return Ok(synced);
        }
        let bench = Workbench::take(&repository, &own(who)?, PATIENCE_TO_RECORD)?;
        note(&repository, &bench, &place, theirs, RECEIVED)?;
        let by = By { who, address: &place.fetch, watch };
        let brought = local::bring(&repository, &bench, &branch, theirs, &by, &mut trail)?;
        drop(bench);
        let tip = match brought {
            Brought::Overtaken => continue,
            Brought::Open(open) => {
                synced.open = open;
                return Ok(synced);
            }
            Brought::Here { tip, received, merged, read_once, left_out } => {
                synced.received += received;
                synced.merged.extend(merged);
                synced.read_once.extend(read_once);
                synced.left_out.extend(left_out);
                tip
            }
        };
        if theirs == Some(tip) {
            return Ok(synced);
        }
        let received = synced.received;
        match network
            .push(&place.push, tip, &place.branch, watch)
            .map_err(|failed| unsent(failed, received))?
        {
            Pushed::Moved => continue,
            Pushed::Taken => {
                synced.sent = local::between(&repository, theirs, tip)?;
                let bench = Workbench::take(&repository, &own(who)?, PATIENCE_TO_RECORD)?;
                note(&repository, &bench, &place, Some(tip), "nec: sent")?;
                drop(bench);
                return Ok(synced);
            }
        }
    }
    Err(given_up(seen.len() > 1).into())
}

/// What is said where nothing could be sent, however often it was tried.
fn given_up(has_moved: bool) -> Problem {
    let problem = if has_moved {
        Problem::new(
            "others keep sending to the shared repository at the same moment, so this was given up",
            "Try again in a moment.",
        )
    } else {
        Problem::new(
            "the shared repository takes nothing now, and nobody sent anything to it meanwhile: it is held, perhaps by \
             a program that was stopped there",
            "Try again in a moment. If it stays so, ask whoever looks after the shared repository whether a file that \
             ends in .lock was left in it.",
        )
    };
    problem.safe("What others sent is here; what you recorded is on this computer, and not sent.")
}

/// Brings what others recorded beside what is here, so that it is known of: nothing here is moved, and nothing is
/// sent.
///
/// # Errors
/// Where nothing came, and why; nothing has changed then.
pub fn fetch(root: &Path, watch: &Watch) -> Result<(), Failed> {
    let repository = Repository::open(root)?;
    let branch = super::record::branch(&repository)?;
    let mut place = remote::place(&repository, None, &branch)?;
    let _turn = turn(&repository, watch)?;
    let network = Network::open(&repository.git)?;
    let mut known: Vec<Oid> = repository.tip()?.map(|tip| tip.id()).into_iter().collect();
    known.extend(repository.git.refname_to_id(&place.noted()?).ok());
    let theirs = place.receive(&network, &known, watch)?;
    if watch.is_cancelled() {
        return Err(super::network::trouble::cancelled());
    }
    let bench = Workbench::take(&repository, &own(None)?, PATIENCE_TO_RECORD)?;
    note(&repository, &bench, &place, theirs, RECEIVED).map_err(Failed::from)
}

/// Brings to its end what a `nec` that was killed left half way, if one did: to be called before a directory is read.
///
/// # Errors
/// Where not all of it can be brought to its end now, and what is in the way: nothing is lost, and the next one tries
/// again. And where it was, but what somebody wrote meanwhile clashes with what came in; that is told once.
pub fn recover(root: &Path) -> Result<(), Problem> {
    if !carry::is_left(root) {
        return Ok(());
    }
    let repository = Repository::open(root)?;
    let bench = Workbench::take(&repository, &own(None)?, PATIENCE_TO_RECORD)?;
    bench.left.map_or(Ok(()), Err)
}

/// Who moves references where nobody is known: the program.
pub(super) fn own(who: Option<&Identity>) -> Result<Identity, Problem> {
    who.map_or_else(|| Identity::new("nec", "nec@localhost"), |who| Ok(who.clone()))
}

/// One `nec` sends and receives at a time, for all working copies of a repository.
fn turn(repository: &Repository, watch: &Watch) -> Result<std::fs::File, Failed> {
    let failed =
        |error: std::io::Error| Failed::from(crate::store::write_problem(&error, "nothing can be received"));
    let folder = repository.git.commondir().join("nec");
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let step = Duration::from_millis(200);
    for _ in 0..PATIENCE.as_millis() / step.as_millis() {
        if let Some(file) = lock_file(&folder.join("sync"), step).map_err(failed)? {
            return Ok(file);
        }
        if watch.is_cancelled() {
            return Err(super::network::trouble::cancelled());
        }
    }
    Err(Problem::new(
        "another nec is sending and receiving in this repository and does not finish",
        "Wait for it, or close it, and try again.",
    )
    .safe("Nothing was changed.")
    .into())
}

/// Whether both sides have the same, as is noted here already, and nothing is left to decide or half done: then there is
/// nothing to move, to note or to send.
fn is_level(repository: &Repository, place: &remote::Place, theirs: Option<Oid>) -> Result<bool, Problem> {
    let tip = repository.tip()?.map(|tip| tip.id());
    let is_noted = repository.git.refname_to_id(&place.noted()?).ok() == theirs;
    Ok(theirs.is_some()
        && tip == theirs
        && is_noted
        && !carry::is_left(repository.root())
        && !conflicts::is_open(repository))
}

/// Notes what the shared repository has, for whoever asks later.
fn note(
    repository: &Repository,
    bench: &Workbench,
    place: &remote::Place,
    tip: Option<Oid>,
    how: &str,
) -> Result<(), Problem> {
    let Some(tip) = tip else { return Ok(()) };
    let name = place.noted()?;
    if repository.git.refname_to_id(&name).ok() == Some(tip) {
        return Ok(());
    }
    bench.point(repository, &name, Some(tip), how)
}

/// Waits a moment of random length, longer each time, so that those who send at the same moment do not meet again.
fn pause(attempt: u32) {
    if attempt == 0 {
        return;
    }
    let mut random = [0; 2];
    // Without it, the wait has its full length.
    let _ = getrandom::fill(&mut random);
    let most = 40_u64 << attempt.min(6);
    let part = most * u64::from(u16::from_le_bytes(random)) / u64::from(u16::MAX);
    std::thread::sleep(Duration::from_millis(part));
}

/// Says what is here where sending failed after receiving.
fn unsent(mut failed: Failed, received: usize) -> Failed {
    failed.problem.safe = if received > 0 {
        "What others sent is here now. What you recorded is safe on this computer, and not sent yet."
            .to_owned()
    } else {
        "What you recorded is safe on this computer, and not sent yet.".to_owned()
    };
    failed
}
