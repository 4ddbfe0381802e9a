//! What a person decided of places at which two sides say different things, as it is kept on this computer.

use git2::{ObjectType, Oid};
use serde::{Deserialize, Serialize};

use super::sync::conflicts::{Layer, Open};
use crate::plan::document::Source;
use crate::plan::merge::{Choice, Take};
use crate::plan::{Edit, FieldPath, RelPath};
use crate::problem::Problem;

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
