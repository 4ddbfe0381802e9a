//! What is left to decide where both sides say different things, and what was decided: kept on this computer, so
//! that leaving half way loses nothing. What comes of it is worked out anew each time.

use std::path::{Path, PathBuf};

use git2::{Commit, Oid};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::authors::Authors;
use super::local::{self, Brought, Meeting, Way};
use super::trail::Trail;
use super::trees::Clash;
use super::{PATIENCE_TO_RECORD, own};
use crate::git::decided::{self, Chosen, Decided};
use crate::git::identity::Identity;
use crate::git::network::Address;
use crate::git::repository::{Repository, refused};
use crate::git::staging::Workbench;
use crate::plan::merge::{Choice, Take};
use crate::plan::{FieldPath, RelPath, Value};
use crate::problem::Problem;
use crate::store::private;
use crate::store::save;

/// What was decided, in `.nec/`.
const FILE: &str = "choices.json";
const VERSION: u32 = 1;
/// Holds on to the versions of the other side meanwhile.
const THEIRS: &str = "refs/nec/theirs";

/// A place at which both sides say different things.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    pub file: RelPath,
    /// The field; the root stands for the file as a whole.
    pub path: FieldPath,
    pub layer: Layer,
    /// What stood there before both; nothing where nothing did.
    pub base: Option<Value>,
    pub ours: Option<Value>,
    pub theirs: Option<Value>,
    /// What both together would be; nothing where there cannot be both.
    pub both: Option<Value>,
    pub mine: Side,
    pub other: Side,
    /// What was decided.
    pub choice: Option<Take>,
    /// Which decision it was: the higher, the later.
    pub turn: Option<usize>,
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Nothing where it is not recorded: whoever works here.
    pub by: Option<String>,
    pub when: Option<Timestamp>,
}

/// What of this side is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// What was recorded here.
    Recorded,
    /// What is in the file and not recorded.
    Unrecorded,
    /// What git left in the file, unsettled.
    Left,
}

/// What the last decision led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// So many places are left.
    Open(usize),
    /// Everything is settled, and the branch has moved to this version. It is not sent.
    Recorded(String),
    /// Everything is settled, and the branch has moved to this version, which came from the shared repository: what was
    /// decided is of what was not recorded here, and stays so.
    Received(String),
    /// Nothing was to be decided.
    Nothing,
    /// What is decided is not what was shown: another program decided meanwhile. Nothing has moved.
    Otherwise,
}

/// What is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    version: u32,
    theirs: String,
    address: String,
    choices: Vec<Decided>,
}

impl Kept {
    /// What was decided, for the other side as it is now.
    pub fn read(root: &Path, theirs: Oid) -> Kept {
        let found = stored(root).unwrap_or_else(|| Kept {
            version: VERSION,
            theirs: String::new(),
            address: String::new(),
            choices: Vec::new(),
        });
        Kept { theirs: theirs.to_string(), ..found }
    }

    /// What was decided for a file.
    pub fn choices(&self, file: &RelPath, layer: Layer) -> Vec<Choice> {
        decided::choices(&self.choices, file, layer)
    }

    /// What was decided, but for the last decision, as it is kept; nothing where nothing was.
    pub fn before_last(&self) -> Option<String> {
        let (_, others) = self.choices.split_last()?;
        serde_json::to_string(&Kept { choices: others.to_vec(), ..self.clone() }).ok()
    }

    /// Takes out what was decided of other words than stand there now.
    fn fresh(mut self, all: &[Open]) -> Kept {
        decided::keep_fresh(&mut self.choices, all);
        self
    }
}

fn place(root: &Path) -> PathBuf {
    root.join(private::FOLDER).join(FILE)
}

fn stored(root: &Path) -> Option<Kept> {
    let text = std::fs::read(place(root)).ok()?;
    serde_json::from_slice::<Kept>(&text).ok().filter(|kept| kept.version == VERSION)
}

/// Keeps what was decided, and holds on to the other side's versions.
pub(super) fn keep(
    repository: &Repository,
    bench: &Workbench,
    kept: &Kept,
    address: &Address,
) -> Result<(), Problem> {
    let theirs = Oid::from_str(&kept.theirs).map_err(|error| refused(&error))?;
    if repository.git.refname_to_id(THEIRS).ok() != Some(theirs) {
        bench.point(repository, THEIRS, Some(theirs), "sync: nec")?;
    }
    let kept = Kept { address: address.to_string(), ..kept.clone() };
    write(repository, &kept, None).map(drop)
}

/// Puts it in the place of what is kept, of which no text that somebody wrote goes, but for one that was `seen`. Gives
/// where those are.
fn write(repository: &Repository, kept: &Kept, seen: Option<&Take>) -> Result<Vec<PathBuf>, Problem> {
    let before = stored(repository.root()).map(|before| before.choices).unwrap_or_default();
    let put = decided::keep_texts(repository.root(), &before, &kept.choices, seen)?;
    let failed =
        |error: std::io::Error| crate::store::write_problem(&error, "what you decided could not be kept");
    private::folder(repository.root())?;
    let text = serde_json::to_vec_pretty(kept).map_err(|error| {
        Problem::new(format!("what you decided could not be kept: {error}"), "Try again.")
    })?;
    save::replace(&place(repository.root()), &text).map_err(failed)?;
    Ok(put)
}

/// Keeps again what was decided before a settlement that is taken back: [`Kept::before_last`].
///
/// # Errors
/// Where it cannot be kept.
pub fn open_again(repository: &Repository, bench: &Workbench, decided: &str) -> Result<(), Problem> {
    // What another program made of it tells nothing: everything is to be decided again then.
    let Ok(kept) = serde_json::from_str::<Kept>(decided) else { return Ok(()) };
    let theirs = Oid::from_str(&kept.theirs).map_err(|error| refused(&error))?;
    bench.point(repository, THEIRS, Some(theirs), "sync: nec")?;
    write(repository, &kept, None).map(drop)
}

/// Whether anything is kept of what was to be decided.
pub(super) fn is_open(repository: &Repository) -> bool {
    place(repository.root()).symlink_metadata().is_ok() || repository.git.find_reference(THEIRS).is_ok()
}

/// Forgets what was decided: it is in a version now, as far as it was `settled`, or there is nothing to decide.
pub(super) fn forget(
    repository: &Repository,
    bench: &Workbench,
    settled: Option<&Kept>,
) -> Result<(), Problem> {
    if let Some(kept) = stored(repository.root()) {
        let settled = settled.map_or(&[][..], |settled| &settled.choices);
        decided::keep_texts(repository.root(), &kept.choices, settled, None)?;
    }
    match std::fs::remove_file(place(repository.root())) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(crate::store::write_problem(&error, "what was decided could not be put away"));
        }
        _ => {}
    }
    match repository.git.find_reference(THEIRS) {
        Ok(_) => bench.point(repository, THEIRS, None, "sync: nec"),
        Err(_) => Ok(()),
    }
}

/// What of a meeting is left to decide.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn open(repository: &Repository, meeting: &Meeting, kept: &Kept) -> Result<Vec<Open>, Problem> {
    let base = repository.git.merge_base(meeting.ours.id(), meeting.theirs.id()).ok();
    let mut authors = Authors::since(repository, base);
    let mut told = |clashes: &[Clash], layer| -> Result<Vec<Open>, Problem> {
        let of = |clash| of(&mut authors, meeting, clash, layer, kept).transpose();
        clashes.iter().filter_map(of).collect()
    };
    let mut all = told(&meeting.together.open, Layer::Recorded)?;
    all.extend(told(&meeting.carry.open, Layer::Unrecorded)?);
    Ok(all)
}

fn of(
    authors: &mut Authors,
    meeting: &Meeting,
    clash: &Clash,
    layer: Layer,
    kept: &Kept,
) -> Result<Option<Open>, Problem> {
    let Some(file) = clash.file.clone() else { return Ok(None) };
    let path = &clash.conflict.path;
    let mut who = |tip: &Commit| authors.of(tip, &clash.path, path);
    let mine = match layer {
        Layer::Recorded => who(&meeting.ours)?,
        Layer::Unrecorded | Layer::Left => Side { by: None, when: None },
    };
    let mut open = Open {
        file,
        path: path.clone(),
        layer,
        base: clash.conflict.base.clone(),
        ours: clash.conflict.ours.clone(),
        theirs: clash.conflict.theirs.clone(),
        both: if path.is_root() { None } else { clash.conflict.both() },
        mine,
        other: who(&meeting.theirs)?,
        choice: None,
        turn: None,
    };
    decided::tell(&kept.choices, &mut open);
    Ok(Some(open))
}

/// Whether something came in that may be to be decided.
pub fn is_kept(root: &Path) -> bool {
    place(root).is_file()
}

/// What is to be decided in this directory, with what was decided of it; nothing where nothing is. Of what is not
/// recorded, when all that is recorded is decided.
///
/// # Errors
/// Where the repository cannot be read, or something is in the way.
pub fn list(root: &Path) -> Result<Vec<Open>, Problem> {
    if stored(root).is_none() {
        return Ok(Vec::new());
    }
    let repository = Repository::open(root)?;
    Ok(all(&repository)?.map(|(all, _)| all).unwrap_or_default())
}

/// Everything that was or is to be decided, and what was decided that still holds.
fn all(repository: &Repository) -> Result<Option<(Vec<Open>, Kept)>, Problem> {
    let (Some(kept), Some(ours)) = (stored(repository.root()), repository.tip()?) else { return Ok(None) };
    judged(repository, ours, kept)
}

/// What was decided that still holds: a decision is about the words that were shown, and no others.
///
/// # Errors
/// Where the repository cannot be read.
pub(super) fn holding(repository: &Repository, ours: &Commit, kept: Kept) -> Result<Kept, Problem> {
    if kept.choices.is_empty() {
        return Ok(kept);
    }
    let none = Kept { choices: Vec::new(), ..kept.clone() };
    Ok(judged(repository, ours.clone(), kept)?.map_or(none, |(_, kept)| kept))
}

fn judged(repository: &Repository, ours: Commit, kept: Kept) -> Result<Option<(Vec<Open>, Kept)>, Problem> {
    let theirs = Oid::from_str(&kept.theirs).map_err(|error| refused(&error))?;
    let none = Kept { choices: Vec::new(), ..kept.clone() };
    let meeting = local::meet(repository, ours.clone(), theirs, &none)?;
    if meeting.way == Way::Stay {
        return Ok(None);
    }
    let mut found = open(repository, &meeting, &kept)?;
    if meeting.together.open.is_empty() {
        let kept = kept.fresh(&found);
        told(&mut found, &kept);
        return Ok(Some((found, kept)));
    }
    let recorded = Kept {
        choices: kept.choices.iter().filter(|decided| decided.layer == Layer::Recorded).cloned().collect(),
        ..kept.clone()
    };
    let recorded = recorded.fresh(&found);
    let meeting = local::meet(repository, ours, theirs, &recorded)?;
    found.extend(
        open(repository, &meeting, &kept)?.into_iter().filter(|open| open.layer == Layer::Unrecorded),
    );
    let kept = kept.fresh(&found);
    told(&mut found, &kept);
    Ok(Some((found, kept)))
}

fn told(found: &mut [Open], kept: &Kept) {
    for open in found {
        decided::tell(&kept.choices, open);
    }
}

/// Decides one place, in place of what was decided there before; nothing takes the decision back. Without a layer it
/// is the one that is still to be decided there. A text that stood there and was not `seen` is kept.
///
/// # Errors
/// Where there is no such place, there cannot be both, or it cannot be kept.
pub fn choose(
    root: &Path,
    file: &RelPath,
    path: &FieldPath,
    layer: Option<Layer>,
    choice: Option<Take>,
    seen: Option<&Take>,
) -> Result<Chosen, Problem> {
    let repository = Repository::open(root)?;
    let found = all(&repository)?;
    let place = found.as_ref().and_then(|(all, _)| decided::place(all, file, path, layer));
    let (Some((_, kept)), Some(open)) = (&found, place) else {
        return Err(decided::nothing_there(file, path));
    };
    let mut kept = kept.clone();
    decided::decide(&mut kept.choices, open, choice)?;
    let put = write(&repository, &kept, seen)?;
    let left = all(&repository)?.map(|(all, _)| all).unwrap_or_default();
    Ok(Chosen { left: left.iter().filter(|open| open.choice.is_none()).count(), kept: put })
}

/// Where everything is decided, and as it was `shown` where it was, records what both sides come to and moves there. It
/// is not sent.
///
/// # Errors
/// Where nobody is known to record, something is in the way, or the disk refuses; nothing has moved then.
pub fn finish(root: &Path, who: Option<&Identity>, shown: Option<&[Open]>) -> Result<Finished, Problem> {
    let repository = Repository::open(root)?;
    let branch = crate::git::record::branch(&repository)?;
    let bench = Workbench::take(&repository, &own(who)?, PATIENCE_TO_RECORD)?;
    let Some((found, kept)) = all(&repository)? else {
        forget(&repository, &bench, None)?;
        return Ok(Finished::Nothing);
    };
    let left = found.iter().filter(|open| open.choice.is_none()).count();
    if left > 0 {
        return Ok(Finished::Open(left));
    }
    if shown.is_some_and(|shown| !decided::is_as_shown(&found, shown)) {
        return Ok(Finished::Otherwise);
    }
    let Some(ours) = repository.tip()? else { return Ok(Finished::Nothing) };
    let theirs = Oid::from_str(&kept.theirs).map_err(|error| refused(&error))?;
    let meeting = local::meet(&repository, ours, theirs, &kept)?;
    let open = open(&repository, &meeting, &kept)?.len();
    if open > 0 {
        return Ok(Finished::Open(open));
    }
    let mut trail = Trail::from(super::remote::elsewhere(&repository, &branch, kept.address.clone()));
    match local::settle(&repository, &bench, &branch, meeting, &kept, who, &mut trail)? {
        Brought::Here { tip, .. } if tip == theirs => Ok(Finished::Received(tip.to_string())),
        Brought::Here { tip, .. } => Ok(Finished::Recorded(tip.to_string())),
        Brought::Open(open) => Ok(Finished::Open(open.len())),
        Brought::Overtaken => Err(Problem::new(
            "somebody recorded in this repository at the same moment",
            "Try again; what you decided is kept.",
        )
        .safe("Nothing was moved.")),
    }
}
