//! One file, merged: by field where it is the program's, by git's own rules where it is not.

use std::borrow::Cow;

use git2::{MergeFileInput, MergeFileOptions};

use crate::git::content_id;
use crate::plan::merge::{self, Choice, Conflict, Take};
use crate::plan::place::Role;
use crate::plan::{FieldPath, RelPath, Value};
use crate::store::plain::plain_bytes;
use crate::store::read::MOST_BYTES;

/// How a file is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// A plan, a record or a review.
    ByField,
    /// Any other text of the directory in TOML: by git's rules, and by field where those end in a conflict.
    GitThenField,
    /// By git's rules, and where those end in a conflict, one whole file or the other.
    Git,
}

impl Rules {
    /// The bytes of a file as they are merged: those of the program's texts as it saves them.
    fn as_saved(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Rules::ByField | Rules::GitThenField => plain_bytes(bytes),
            Rules::Git => Cow::Borrowed(bytes),
        }
    }

    /// The rules for a file of the plan directory; nothing stands for a file outside it.
    pub fn of(file: Option<&RelPath>) -> Rules {
        match file.map(|file| (file.role(), file.as_str().ends_with(".toml"))) {
            Some((Some(Role::Plan(_) | Role::Record(_) | Role::Review(_)), _)) => Rules::ByField,
            Some((Some(Role::Directory | Role::Edition), true)) => Rules::GitThenField,
            _ => Rules::Git,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// The file; nothing where it is gone. Where something is in conflict, this side's.
    pub bytes: Option<Vec<u8>>,
    pub conflicts: Vec<Conflict>,
    /// Texts that a person should read once.
    pub read_once: Vec<FieldPath>,
}

/// Merges three states of a file; nothing stands for one that is not there. Choices are what was settled before;
/// one for the file as a whole has the empty path.
pub fn merge(
    rules: Rules,
    base: Option<&[u8]>,
    ours: Option<&[u8]>,
    theirs: Option<&[u8]>,
    choices: &[Choice],
) -> Merged {
    let plain = |bytes: Option<&[u8]>| Merged { bytes: bytes.map(<[u8]>::to_vec), ..Merged::default() };
    // Who only ends the lines otherwise changed nothing.
    let saved = [base, ours, theirs].map(|bytes| bytes.map(|bytes| rules.as_saved(bytes)));
    if saved[1] == saved[2] || saved[0] == saved[2] {
        return plain(ours);
    }
    if saved[0] == saved[1] {
        return plain(theirs);
    }
    let [base, ours, theirs] = saved.each_ref().map(Option::as_deref);
    let (Some(mine), Some(other)) = (ours, theirs) else { return whole([base, ours, theirs], choices) };
    let merged = match rules {
        Rules::ByField => by_field(base, mine, other, choices).or_else(|| by_git(base, mine, other)),
        Rules::GitThenField => by_git(base, mine, other).or_else(|| by_field(base, mine, other, choices)),
        Rules::Git => by_git(base, mine, other),
    };
    merged.unwrap_or_else(|| whole([base, ours, theirs], choices))
}

/// One of the two, as was chosen; until then a conflict of the file as a whole, with the id of each content in place
/// of a value: nothing where the file is gone.
fn whole([base, ours, theirs]: [Option<&[u8]>; 3], choices: &[Choice]) -> Merged {
    // Without an id there is still something there.
    let id = |side: Option<&[u8]>| side.map(|bytes| Value::Text(content_id(bytes).unwrap_or_default()));
    let path = FieldPath::root();
    let chosen = choices.iter().rev().find(|choice| choice.path == path).map(|choice| &choice.take);
    let bytes = |side: Option<&[u8]>| side.map(<[u8]>::to_vec);
    match chosen {
        Some(Take::Mine) => Merged { bytes: bytes(ours), ..Merged::default() },
        Some(Take::Theirs) => Merged { bytes: bytes(theirs), ..Merged::default() },
        _ => Merged {
            bytes: bytes(ours),
            conflicts: vec![Conflict { path, base: id(base), ours: id(ours), theirs: id(theirs) }],
            read_once: Vec::new(),
        },
    }
}

fn by_field(base: Option<&[u8]>, ours: &[u8], theirs: &[u8], choices: &[Choice]) -> Option<Merged> {
    // An earlier text that cannot be read is as none.
    let base = base.and_then(text_of);
    let merged = merge::settle(base, text_of(ours)?, text_of(theirs)?, choices).ok()?;
    Some(Merged {
        bytes: Some(merged.text.into_bytes()),
        conflicts: merged.conflicts,
        read_once: merged.read_once,
    })
}

fn by_git(base: Option<&[u8]>, ours: &[u8], theirs: &[u8]) -> Option<Merged> {
    let is_text = |bytes: &[u8]| !bytes.contains(&0) && bytes.len() as u64 <= 16 * MOST_BYTES;
    let base = base.unwrap_or_default();
    if ![base, ours, theirs].into_iter().all(is_text) {
        return None;
    }
    let input = |bytes| {
        let mut input = MergeFileInput::new();
        input.content(bytes);
        input
    };
    let mut options = MergeFileOptions::new();
    let merged = git2::merge_file(&input(base), &input(ours), &input(theirs), Some(&mut options)).ok()?;
    merged.is_automergeable().then(|| Merged { bytes: Some(merged.content().to_vec()), ..Merged::default() })
}

fn text_of(bytes: &[u8]) -> Option<&str> {
    (bytes.len() as u64 <= MOST_BYTES).then(|| std::str::from_utf8(bytes).ok()).flatten()
}
