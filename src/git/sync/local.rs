//! What was received, brought together with what is here: no network.

use std::sync::{Mutex, MutexGuard, PoisonError};

use git2::{Commit, ErrorCode, Oid, Tree};

use super::carry::{self, Carry, Move};
use super::conflicts::{self, Kept, Layer, Open};
use super::trail::{Next, Trail};
use super::trees::{self, Settle, Together};
use crate::git::identity::Identity;
use crate::git::network::trouble::cancelled;
use crate::git::network::{Address, Failed, Watch};
use crate::git::record::{Moved, write_version};
use crate::git::repository::{Repository, refused};
use crate::git::snapshot::{subtree, unreadable};
use crate::git::staging::Workbench;
use crate::git::trespass::trespass;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::directory::understood;
use crate::store::find::MARK;
use crate::store::once;
use crate::store::read::MOST_BYTES;

/// What came of it.
pub enum Brought {
    /// The branch is at `tip` now, and the files are as it has them, with what was not recorded.
    Here {
        tip: Oid,
        received: usize,
        merged: Vec<RelPath>,
        read_once: Vec<(RelPath, FieldPath)>,
        left_out: Vec<String>,
    },
    /// Something is to be decided first; nothing moved.
    Open(Vec<Open>),
    /// Somebody recorded at the same moment; nothing moved.
    Overtaken,
}

/// Both lines of versions and what comes of them, before anything moves.
pub struct Meeting<'r> {
    pub ours: Commit<'r>,
    pub theirs: Commit<'r>,
    pub way: Way,
    pub together: Together,
    pub carry: Carry,
}

/// For whom something is brought.
pub struct By<'a> {
    pub who: Option<&'a Identity>,
    /// Where it came from.
    pub address: &'a Address,
    pub watch: &'a Watch<'a>,
}

/// Held while the branch and the files move, and by whoever ends the process: it ends before or after.
static MOVING: Mutex<()> = Mutex::new(());

/// Waits until nothing is on its way here, and holds it off.
pub fn at_rest() -> MutexGuard<'static, ()> {
    MOVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the branch gets to where both are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is there: the other side has nothing new.
    Stay,
    /// The other side has all that is here.
    Forward,
    /// A version that follows both.
    Merge { tree: Oid },
}

/// Brings them together in memory, with what was decided before.
///
/// # Errors
/// Where they have nothing in common, what came is no plan directory, or something is in the way.
pub fn meet<'r>(
    repository: &'r Repository,
    ours: Commit<'r>,
    theirs: Oid,
    kept: &Kept,
) -> Result<Meeting<'r>, Problem> {
    let failed = |error: git2::Error| unreadable(&error);
    let theirs = repository.git.find_commit(theirs).map_err(failed)?;
    let (mine, other) = (ours.tree().map_err(failed)?, theirs.tree().map_err(failed)?);
    let is_within = |outer: Oid, inner: Oid| -> Result<bool, Problem> {
        Ok(outer == inner || repository.git.graph_descendant_of(outer, inner).map_err(failed)?)
    };
    if is_within(ours.id(), theirs.id())? {
        let (together, carry) = Default::default();
        return Ok(Meeting { ours, theirs, way: Way::Stay, together, carry });
    }
    refuse_trespass(repository, &mine, &other)?;
    let mut together = Together::default();
    let (way, tree) = if is_within(theirs.id(), ours.id())? {
        (Way::Forward, other.id())
    } else {
        let base =
            trees::base_of(repository, ours.id(), theirs.id()).map_err(|error| match error.code() {
                ErrorCode::NotFound => unrelated(),
                _ => unreadable(&error),
            })?;
        let choices = |file: &RelPath| kept.choices(file, Layer::Recorded);
        together = trees::together(repository, base, mine.clone(), other, &Settle::By(&choices))
            .map_err(|error| refused(&error))?;
        if let Some(name) = &together.no_text {
            return Err(carry::no_text(name));
        }
        if let Some(clash) = together.open.iter().find(|clash| clash.file.is_none()) {
            return Err(outside(&clash.path));
        }
        let tree = trees::with(repository, &mine, &together.changes).map_err(|error| refused(&error))?;
        (Way::Merge { tree }, tree)
    };
    if together.open.is_empty() {
        fit(repository, &mine, &repository.git.find_tree(tree).map_err(failed)?)?;
    }
    // What was not recorded is met with what is decided, not before.
    let carry = if together.open.is_empty() {
        let to = repository.git.find_tree(tree).map_err(failed)?;
        let choices = |file: &RelPath| kept.choices(file, Layer::Unrecorded);
        carry::plan(repository, &mine, &to, &choices)?
    } else {
        Carry::default()
    };
    Ok(Meeting { ours, theirs, way, together, carry })
}

/// Brings what was received together with what is here, and moves the branch and the files.
///
/// # Errors
/// As [`meet`]; and where it was stopped before anything moved, or the disk refuses.
pub fn bring(
    repository: &Repository,
    bench: &Workbench,
    branch: &str,
    theirs: Option<Oid>,
    by: &By,
    trail: &mut Trail,
) -> Result<Brought, Failed> {
    let Some(ours) = repository.tip()? else {
        return Err(Problem::new(
            "no version was recorded here yet, so there is nothing to send and nothing to bring together",
            "Record one first: nec commit",
        )
        .safe("Nothing was changed.")
        .into());
    };
    let stays = |tip| Brought::Here {
        tip,
        received: 0,
        merged: Vec::new(),
        read_once: Vec::new(),
        left_out: Vec::new(),
    };
    let Some(theirs) = theirs else { return Ok(stays(ours.id())) };
    let kept = conflicts::holding(repository, &ours, Kept::read(repository.root(), theirs))?;
    let meeting = meet(repository, ours, theirs, &kept)?;
    if meeting.way == Way::Stay {
        conflicts::forget(repository, bench, None)?;
        return Ok(stays(meeting.ours.id()));
    }
    let open = conflicts::open(repository, &meeting, &kept)?;
    if !open.is_empty() {
        conflicts::keep(repository, bench, &kept, by.address)?;
        return Ok(Brought::Open(open));
    }
    if by.watch.is_cancelled() {
        return Err(cancelled());
    }
    Ok(settle(repository, bench, branch, meeting, &kept, by.who, trail)?)
}

/// Moves to where everything is settled, as a step that can be taken back.
///
/// # Errors
/// Where nobody is known to record, or the disk refuses.
pub fn settle(
    repository: &Repository,
    bench: &Workbench,
    branch: &str,
    meeting: Meeting,
    kept: &Kept,
    who: Option<&Identity>,
    trail: &mut Trail,
) -> Result<Brought, Problem> {
    let _moving = at_rest();
    let Meeting { ours, theirs, way, together, carry } = meeting;
    let tip = match way {
        Way::Stay => ours.id(),
        Way::Forward => theirs.id(),
        Way::Merge { tree } => {
            let who = who.ok_or_else(|| {
                Problem::new(
                    "versions have to be brought together, and it is not known who does it",
                    "Say who you are: nec commit asks for it, or git config --global user.name and user.email.",
                )
                .safe("Nothing was moved.")
            })?;
            write_version(repository, tree, &[&ours, &theirs], &message(&together), who)?
        }
    };
    let next = Next { branch, from: &ours, to: tip, theirs: theirs.id(), carry: &carry, kept };
    let noted = trail.note(repository, &next)?;
    let way = Move { branch, from: &ours, to: tip, carry: &carry };
    if carry::carry_out(repository, bench, &way)? == Moved::Overtaken {
        trail.not_done(repository, &noted)?;
        return Ok(Brought::Overtaken);
    }
    trail.done(repository, noted)?;
    conflicts::forget(repository, bench, Some(kept))?;
    let received = between(repository, Some(ours.id()), theirs.id())?;
    let mut read_once = together.read_once;
    read_once.extend(carry.read_once);
    // It is told in any case; only the mark in the field would be missing.
    let _ = once::add(repository.root(), &read_once);
    let left_out = carry.left_out;
    Ok(Brought::Here { tip, received, merged: together.merged, read_once, left_out })
}

/// What the version says that brings two together: no text of a plan.
fn message(together: &Together) -> String {
    let files: String = together.merged.iter().map(|file| format!("{file}\n")).collect();
    let subject = "Bring together what was recorded here and elsewhere";
    if files.is_empty() {
        subject.to_owned()
    } else {
        format!("{subject}\n\nChanged on both sides:\n{files}")
    }
}

/// How many versions `tip` has that `known` has not.
///
/// # Errors
/// Where the repository cannot be read.
pub fn between(repository: &Repository, known: Option<Oid>, tip: Oid) -> Result<usize, Problem> {
    let count = || -> Result<usize, git2::Error> {
        let mut walk = repository.git.revwalk()?;
        walk.push(tip)?;
        if let Some(known) = known {
            walk.hide(known)?;
        }
        Ok(walk.count())
    };
    count().map_err(|error| unreadable(&error))
}

const SAFE: &str = "Nothing was moved; your plans are as they were.";
const ASK: &str = "Ask whoever looks after the shared repository; nec sync works again when it is put right.";

/// Refuses files that this computer would obey. What is here already is not looked at again.
fn refuse_trespass(repository: &Repository, mine: &Tree, tree: &Tree) -> Result<(), Problem> {
    match trespass(&repository.git, tree, std::slice::from_ref(mine))? {
        Some(found) => Err(found.problem(ASK).safe(SAFE)),
        None => Ok(()),
    }
}

/// Refuses to move to what could not be opened then: its settings are an ordinary file, of a format that is known.
fn fit(repository: &Repository, mine: &Tree, tree: &Tree) -> Result<(), Problem> {
    refuse_trespass(repository, mine, tree)?;
    let refuse = |what: String| Err(Problem::new(what, ASK).safe(SAFE));
    let inner = subtree(&repository.git, tree, repository.prefix())?;
    let Some((id, mode)) =
        inner.and_then(|inner| inner.get_name(MARK).map(|mark| (mark.id(), mark.filemode())))
    else {
        return refuse(format!(
            "what came in is no plan directory any more: there is no {MARK} where it should be"
        ));
    };
    if mode & 0o170_000 != 0o100_000 {
        return refuse(format!(
            "with what came in, {MARK} would be a link or a folder, and no ordinary file"
        ));
    }
    let blob = repository.git.find_blob(id).map_err(|error| unreadable(&error))?;
    let text = std::str::from_utf8(blob.content()).ok().filter(|text| text.len() as u64 <= MOST_BYTES);
    match text.map(understood) {
        Some(Ok(())) => Ok(()),
        Some(Err(problem)) => Err(problem.safe(SAFE)),
        None => refuse(format!("with what came in, {MARK} would be no text, or too big to be read")),
    }
}

fn unrelated() -> Problem {
    Problem::new(
        "the shared repository and this plan directory have no version in common, so they are about different things",
        "To work in the force's: nec join ADDRESS; the plans that were drafted here are carried in.",
    )
    .safe("Nothing was changed, here or there.")
}

fn outside(path: &str) -> Problem {
    Problem::new(
        format!(
            "{} lies outside the plan directory and was changed here and elsewhere at the same place",
            crate::plan::printable::one_line(path)
        ),
        "That needs git: git pull, settle it there, then nec sync.",
    )
    .safe("Nothing was moved; your plans are as they were.")
}
