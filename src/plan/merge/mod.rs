//! Three-way merge of a plan, a record or a review: by the address of each field and by the ids of rows.
//!
//! Each text is taken apart into pieces that hold every byte of it, and the merged text is put together from the
//! pieces of both sides, so that comments, order, spelling and unknown keys survive. What only one side changed is
//! taken over; what both changed is merged where it can be: lists of words as sets, texts by sentence, tables and rows
//! by key. The rest is a [`Conflict`], which is data: never marks in the text.
//!
//! Who merges makes no difference: with the sides changed round, the same text comes out, but for the fields in conflict.

mod field;
pub mod lines;
pub mod marks;
pub(super) mod notes;
mod order;
pub(super) mod pieces;
mod prose;
mod rows;
mod shape;
mod walk;

use std::borrow::Cow;
use std::collections::HashMap;

use super::document::layout::Layout;
use super::document::{FORMAT, Source};
use super::path::FieldPath;
use super::value::Value;
use crate::problem::Problem;
use pieces::{Body, Entry, Unit};
use walk::Walk;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merge {
    /// The merged file. Where there is a conflict, it holds what this side has.
    pub text: String,
    /// What is still to be decided, in the order of the file.
    pub conflicts: Vec<Conflict>,
    /// Texts of which both sides changed different sentences, and which a person should read once.
    pub read_once: Vec<FieldPath>,
}

/// A field that both sides changed to different things, or a row that one side changed and the other removed.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub path: FieldPath,
    /// What stood there before; nothing where both sides added it.
    pub base: Option<Value>,
    /// What this side has there; nothing where it removed it.
    pub ours: Option<Value>,
    /// What the other side has there; nothing where it removed it.
    pub theirs: Option<Value>,
}

impl Conflict {
    /// What there would be with [`Take::Both`]: both versions of the sentence, both texts, all words of two lists; a
    /// removed row as the other side changed it. Nothing where there cannot be both, as with dates.
    pub fn both(&self) -> Option<Value> {
        let is_row = |value: &Option<Value>| matches!(value, Some(Value::Table(_)));
        match (&self.ours, &self.theirs) {
            (None, row) | (row, None) if is_row(row) && is_row(&self.base) => row.clone(),
            (ours, theirs) => field::both(self.base.as_ref(), ours.as_ref(), theirs.as_ref()),
        }
    }
}

/// How a conflict is settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub path: FieldPath,
    pub take: Take,
}

/// What a field in conflict is to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Take {
    Mine,
    Theirs,
    /// As [`Conflict::both`]; where there cannot be both, the conflict stays.
    Both,
    /// What a person wrote in its place; for a row, a table.
    Text(Value),
}

/// Merges two versions of a file that were one before; without an earlier text, both sides added the file.
///
/// # Errors
/// Where one of the texts is not TOML, or is of a newer format than this program knows: it says whose. Git's own rules
/// are what is left then.
pub fn merge(base: Option<&str>, ours: &str, theirs: &str) -> Result<Merge, Problem> {
    settle(base, ours, theirs, &[])
}

/// The same, with what was chosen for some or all of the conflicts; those that are left are told. A choice for what is
/// no conflict (any more) is passed over.
///
/// # Errors
/// As [`merge`].
pub fn settle(base: Option<&str>, ours: &str, theirs: &str, choices: &[Choice]) -> Result<Merge, Problem> {
    let plain = |text: &str| Merge { text: text.to_owned(), ..Merge::default() };
    if ours == theirs || base == Some(theirs) {
        return Ok(plain(ours));
    }
    if base == Some(ours) {
        return Ok(plain(theirs));
    }
    let [before, mine, other] = [base.unwrap_or_default(), ours, theirs].map(in_lines);
    if mine == other || (base.is_some() && before == other) {
        return Ok(plain(&mine));
    }
    if base.is_some() && before == mine {
        return Ok(plain(&other));
    }
    // In an order of their own, so that it makes no difference who merges.
    let flipped = other < mine;
    let (one, two) = if flipped { (&other, &mine) } else { (&mine, &other) };
    let check = |text: &str, whose: &str| check(text).map_err(|problem| told(problem, whose));
    if base.is_some() {
        check(&before, "the version that both began with")?;
    }
    check(&mine, "this side's version")?;
    check(&other, "the other side's version")?;
    let chosen: HashMap<&FieldPath, &Take> =
        choices.iter().map(|choice| (&choice.path, &choice.take)).collect();
    let mut walk = Walk {
        ours: if flipped { 2 } else { 1 },
        choices: &chosen,
        conflicts: Vec::new(),
        read_once: Vec::new(),
    };
    let layouts = [&*before, one, two].map(Layout::of);
    let [old, first, second] =
        [(&*before, 0), (one, 1), (two, 2)].map(|(text, at)| pieces::read(text, &layouts[at]));
    let ends =
        [base.map(|_| Cow::Borrowed(old.1)), Some(Cow::Borrowed(first.1)), Some(Cow::Borrowed(second.1))];
    let bodies = [base.map(|_| old.0), Some(first.0), Some(second.0)];
    check_format(&bodies)?;
    let mut text = String::with_capacity(mine.len() + other.len() / 4);
    walk.body(&FieldPath::root(), &[], bodies, &mut text);
    text.push_str(&notes::above(ends.each_ref().map(Option::as_ref)));
    let text = notes::once_each(&before, one, two, text);
    check(&text, "the merged version")?;
    Ok(Merge { text, conflicts: walk.conflicts, read_once: walk.read_once })
}

/// The text as the program has it: lines ended by a line feed, the last one too; no byte order mark.
pub(super) fn in_lines(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_ended = text.is_empty() || text.ends_with('\n');
    match (text.contains("\r\n"), is_ended) {
        (false, true) => Cow::Borrowed(text),
        (false, false) => Cow::Owned(format!("{text}\n")),
        (true, _) => Cow::Owned(text.replace("\r\n", "\n") + if is_ended { "" } else { "\n" }),
    }
}

fn check(text: &str) -> Result<(), Problem> {
    Source::parse(text).map(|_| ())
}

fn told(problem: Problem, whose: &str) -> Problem {
    Problem {
        what: format!("{whose} of the file cannot be merged field by field: {}", problem.what),
        safe: "Neither version was touched.".to_owned(),
        ..problem
    }
}

/// A newer format may mean something by what looks the same.
fn check_format(bodies: &[Option<Body<'_>>; 3]) -> Result<(), Problem> {
    let own = bodies.iter().flatten().filter_map(|body| match body.units.first() {
        Some(Unit::Table(own)) => Some(own),
        _ => None,
    });
    let formats = own.flat_map(|own| &own.entries).filter(|entry| entry.keys == ["format"]).map(Entry::said);
    for format in formats {
        if let Value::Integer(format) = format
            && format > FORMAT
        {
            return Err(Problem::new(
                format!(
                    "one version of the file is of format {format}, and this program knows up to {FORMAT}"
                ),
                "Bring the program up to date, then try again.",
            )
            .safe("Neither version was touched."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
