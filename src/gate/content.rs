//! What a version may not hold: what must never be recorded, and files that nobody can read.

use std::collections::HashSet;

use super::people::keeper;
use crate::git::push::{Arriving, Change};
use crate::plan::Force;
use crate::plan::place::{RelPath, Role};
use crate::problem::Problem;
use crate::report::blocked::{blocked, blocked_in_text, of_name};
use crate::store::Directory;

/// Why a version may not hold a file as it is in this directory; nothing where it may.
pub(super) fn refused(directory: &Directory, path: &str) -> Vec<Problem> {
    match RelPath::new(path) {
        Ok(file) => blocked(directory, &file),
        // No file of the program's can be called so; its name is kept for good all the same.
        Err(_) => of_name(directory, path).into_iter().map(|problem| problem.in_file(path)).collect(),
    }
}

/// The folders of a plan directory that hold its plans, editions and evidence, in small letters.
pub(super) fn own_folders(directory: &Directory) -> HashSet<String> {
    let periods = directory.force.periods.iter().map(|period| period.id.to_lowercase());
    let plans = directory.plans().plans.into_iter().map(|place| place.period().to_owned());
    periods.chain(plans).chain(["standards".to_owned(), "evidence".to_owned()]).collect()
}

/// Why a path may not be there, whatever lies at it; nothing where it may. On many computers `Poole.TOML` is
/// `poole.toml`, and a copy with another ending holds a plan's words all the same.
pub(super) fn misplaced(own: &HashSet<String>, path: &str, change: Change) -> Option<Problem> {
    let lower = path.to_lowercase();
    let folder = lower.split('/').next().unwrap_or_default();
    if change == Change::Odd && (own.contains(folder) || keeper(path).is_some()) {
        let what = "this is a link, or belongs to another repository";
        let next = "Put an ordinary file or folder there in its place.";
        return Some(Problem::new(what, next).in_file(path));
    }
    let role = |path: &str| RelPath::new(path).ok().and_then(|file| file.role());
    if role(path).is_some() {
        return None;
    }
    let other_spelling = lower != path
        && match role(&lower) {
            Some(Role::Directory) => true,
            Some(_) => own.contains(folder),
            None => false,
        };
    let near_a_plan = own.contains(folder) && folder != "evidence" && lower.contains(".toml");
    (other_spelling || near_a_plan).then(|| {
        Problem::new(
            "this could hold a plan's words, and nobody looks into a file of this name",
            "Name it as its kind of file is named, in small letters (2026-27/west-dorset.toml), or leave it out \
             of the version: an earlier state of a plan needs no copy.",
        )
        .in_file(path)
    })
}

/// Why a version may not say what it does of itself: its note, and who made it.
pub(super) fn of_version(force: &Force, version: &Arriving) -> Vec<Problem> {
    let mut problems = Vec::new();
    let said = [
        ("the note of this version", &version.note),
        ("the name of whoever made this version", &version.author),
        ("the name of whoever recorded this version", &version.name),
    ];
    for (what, text) in said {
        for finding in blocked_in_text(force, text) {
            let what =
                format!("{what} holds what must never be recorded: {} [{}]", finding.message, finding.rule);
            let next = "Make the version anew without it, and push again.";
            problems.push(Problem::new(what, next));
        }
    }
    problems
}
