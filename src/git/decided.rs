//! What a person decided of places at which two sides say different things, as it is kept on this computer.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};
use serde::{Deserialize, Serialize};

use super::sync::conflicts::{Layer, Open};
use crate::plan::document::{Source, written};
use crate::plan::merge::{Choice, Take};
use crate::plan::{Edit, FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::drafts::{self, About, Draft, Owner};
use crate::store::private;

/// One decision.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Decided {
    file: String,
    path: Vec<String>,
    pub layer: Layer,
    take: String,
    /// What a person wrote, as TOML.
    #[serde(default)]
    text: Option<String>,
    /// What the two sides said when it was decided: of other words, nothing was decided.
    said: String,
}

impl Decided {
    fn of(open: &Open, choice: Take) -> Result<Decided, Problem> {
        let (take, text) = match choice {
            Take::Mine => ("mine", None),
            Take::Theirs => ("theirs", None),
            Take::Both => ("both", None),
            Take::Text(value) => {
                let mut source = Source::parse("format = 1\n")?;
                source.apply(&Edit::Set { path: FieldPath::of(["text"]), value })?;
                ("text", Some(source.text().to_owned()))
            }
        };
        Ok(Decided {
            file: open.file.as_str().to_owned(),
            path: open.path.segments().to_vec(),
            layer: open.layer,
            take: take.to_owned(),
            text,
            said: said(open),
        })
    }

    fn is_of(&self, open: &Open) -> bool {
        self.file == open.file.as_str() && self.layer == open.layer && self.path == open.path.segments()
    }

    fn is_at(&self, other: &Decided) -> bool {
        self.file == other.file && self.layer == other.layer && self.path == other.path
    }

    fn take(&self) -> Option<Take> {
        Some(match self.take.as_str() {
            "mine" => Take::Mine,
            "theirs" => Take::Theirs,
            "both" => Take::Both,
            "text" => Take::Text(Source::parse(self.text.as_deref()?).ok()?.get(&FieldPath::of(["text"]))?),
            _ => return None,
        })
    }
}

fn said(open: &Open) -> String {
    let text = format!("{:?} {:?} {:?}", open.base, open.ours, open.theirs);
    Oid::hash_object(ObjectType::Blob, text.as_bytes()).map(|id| id.to_string()).unwrap_or_default()
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen {
    /// How many places are still to be decided.
    pub left: usize,
    /// Where texts are kept that were written anew, and that this decision took the place of.
    pub kept: Vec<PathBuf>,
}

/// Keeps the texts that a person wrote `before` and that are among the decisions no longer, but for one that the
/// decider has `seen` and looks after. Where the place is to be decided again, the text is a draft, offered there;
/// where it is decided otherwise, it is among the kept texts. Gives those files.
///
/// # Errors
/// Where it cannot be kept; nothing may be written over then.
pub fn keep_texts(
    root: &Path,
    before: &[Decided],
    after: &[Decided],
    seen: Option<&Take>,
) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    for decided in before {
        let Some(take) = decided.take().filter(|take| Some(take) != seen) else { continue };
        let Take::Text(value) = &take else { continue };
        let here = after.iter().find(|other| other.is_at(decided));
        if here.is_some_and(|here| here.take().as_ref() == Some(&take)) {
            continue;
        }
        let text = value.as_text().map_or_else(|| written(value), str::to_owned);
        let folder = private::folder(root)?;
        if here.is_none() {
            let about = About::Settling { file: decided.file.clone(), path: decided.path.clone() };
            let draft = Draft { about, words: vec![text.clone()], began: Vec::new() };
            if drafts::keep(&folder, &draft, None, &mut Owner::new()).is_ok() {
                continue;
            }
        }
        let name = format!("written-anew-{}", decided.file);
        files.push(private::keep_in(&folder, &name, text.as_bytes()).map_err(|error| {
            let what = format!("what was written anew in {} could not be kept", decided.file);
            crate::store::write_problem(&error, &what).safe("Nothing was decided.")
        })?);
    }
    Ok(files)
}

/// Whether what is decided is what somebody was shown.
pub fn is_as_shown(found: &[Open], shown: &[Open]) -> bool {
    let is_like = |one: &Open, other: &Open| {
        one.file == other.file
            && one.path == other.path
            && one.layer == other.layer
            && one.choice == other.choice
            && said(one) == said(other)
    };
    found.len() == shown.len() && found.iter().all(|one| shown.iter().any(|other| is_like(one, other)))
}

/// What was decided for a file.
pub fn choices(all: &[Decided], file: &RelPath, layer: Layer) -> Vec<Choice> {
    all.iter()
        .filter(|decided| decided.file == file.as_str() && decided.layer == layer)
        .filter_map(|decided| {
            Some(Choice { path: FieldPath::of(decided.path.clone()), take: decided.take()? })
        })
        .collect()
}

/// Tells a place what was decided of it.
pub fn tell(all: &[Decided], open: &mut Open) {
    let turn = all.iter().position(|decided| decided.is_of(open));
    open.choice = turn.and_then(|turn| all[turn].take());
    open.turn = turn.filter(|_| open.choice.is_some());
}

/// Takes out what was decided of other words than stand there now.
pub fn keep_fresh(all: &mut Vec<Decided>, open: &[Open]) {
    all.retain(|decided| open.iter().any(|open| decided.is_of(open) && decided.said == said(open)));
}

/// The place that is meant; without a layer it is the one that is still to be decided there.
pub fn place<'o>(
    all: &'o [Open],
    file: &RelPath,
    path: &FieldPath,
    layer: Option<Layer>,
) -> Option<&'o Open> {
    let is_layer = |open: &Open| layer.is_none_or(|layer| open.layer == layer);
    let here = |open: &&Open| open.file == *file && open.path == *path && is_layer(open);
    all.iter().filter(here).find(|open| open.choice.is_none()).or_else(|| all.iter().rfind(here))
}

/// What is said where nothing is to be decided at a place.
pub fn nothing_there(file: &RelPath, path: &FieldPath) -> Problem {
    Problem::new(format!("nothing is to be decided at {path} of {file}"), "nec resolve lists what is.")
        .safe("Nothing was changed.")
}

/// Decides a place, in place of what was decided there before; nothing takes the decision back.
///
/// # Errors
/// Where there cannot be both.
pub fn decide(all: &mut Vec<Decided>, open: &Open, choice: Option<Take>) -> Result<(), Problem> {
    if choice == Some(Take::Both) && open.both.is_none() {
        return Err(Problem::new(
            "there cannot be both here",
            "Take mine or theirs, and write the other in afterwards.",
        )
        .safe("Nothing was changed."));
    }
    all.retain(|decided| !decided.is_of(open));
    if let Some(choice) = choice {
        all.push(Decided::of(open, choice)?);
    }
    Ok(())
}
