//! What comes into plans while somebody is there: into the one that is open, and with sending and receiving.

use std::collections::BTreeSet;
use std::path::Path;

use super::away::{Away, Reader, away, away_among};
use super::synced::name;
use crate::git::Identity;
use crate::git::came::{Made, files_since, since};
use crate::git::history::stood;
use crate::plan::diff::{self, Change};
use crate::plan::place::Role;
use crate::plan::printable::one_line;
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::read::Why;
use crate::store::seen::Seen;

/// How many characters what changed takes in a sentence, at most: two lines of a small screen with who did it.
const IN_A_SENTENCE: usize = 64;
/// The same of a plan on a page.
const ON_A_PAGE: usize = 200;
/// How many plans are told one by one.
const MOST_PLANS: usize = 8;

/// What came into the plan that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CameIn {
    /// Whose it is; nothing where another program wrote it into the file.
    pub by: Option<String>,
    /// "Received from Sergeant, Bridport: Face to face: commitment changed; and 2 more."
    pub words: String,
}

/// What this program is doing where a plan that is open changes on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Nothing that would change it: another program did.
    Nothing,
    Receiving,
    TakingBack,
}

/// What came into an open plan since it was last read: by versions of others, else by what this program does, else by
/// another one.
pub fn came_in(reader: &Reader<'_>, file: &RelPath, seen: &Seen, now: &str, doing: Doing) -> CameIn {
    // What cannot be told by its versions is told by what changed.
    if let Some(away) = away(reader, file, seen, now).ok().flatten() {
        let by = away.whose();
        return CameIn {
            words: format!("Received from {by}: {}.", few(&away.parts(), IN_A_SENTENCE)),
            by: Some(by),
        };
    }
    let parts = match (Document::parse(&seen.text), Document::parse(now)) {
        (Ok(before), Ok(after)) => diff::changes(Some(&before), &after).iter().map(Change::words).collect(),
        _ => Vec::new(),
    };
    let what = if parts.is_empty() { "layout only".to_owned() } else { few(&parts, IN_A_SENTENCE) };
    let (how, by) = match doing {
        Doing::Nothing => ("Another program changed this plan", None),
        Doing::Receiving => ("Received, recorded by you elsewhere", Some("what you recorded elsewhere")),
        Doing::TakingBack => ("Taken back", Some("what was taken back")),
    };
    CameIn { by: by.map(str::to_owned), words: format!("{how}: {what}.") }
}

/// As many parts as so many characters have room for, at least one, and how many more there are.
fn few(parts: &[String], most: usize) -> String {
    let mut told: Vec<&str> = Vec::new();
    let mut used = 0;
    for part in parts {
        used += part.chars().count() + 2;
        if used > most && !told.is_empty() {
            break;
        }
        told.push(part);
    }
    let more = parts.len() - told.len();
    let line = told.join("; ");
    if more > 0 { format!("{line}; and {more} more") } else { line }
}

/// What came with sending and receiving.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Came {
    /// The versions that are new here.
    pub versions: Vec<Made>,
    /// What others changed in which plans, a line each: "- West Dorset 2026-27, Sergeant, Bridport: …". What is the own of
    /// whoever is told is left out, and so is what is no plan.
    pub changed: Vec<String>,
}

impl Came {
    /// Since a version of the directory at `root`, for `who`. It is told of what has happened: what cannot be told is no
    /// error, but a line that says so.
    pub fn since(root: &Path, who: Option<&Identity>, version: &str) -> Came {
        let unshown = || vec!["- What changed in which plans cannot be shown".to_owned()];
        let Ok(versions) = since(root, version) else {
            return Came { versions: Vec::new(), changed: unshown() };
        };
        let changed = match (Directory::open(root), files_since(root, version)) {
            (Ok(directory), Ok(files)) => changed(&directory, who, version, &files, &versions),
            _ => unshown(),
        };
        Came { versions, changed }
    }
}

fn changed(
    directory: &Directory,
    who: Option<&Identity>,
    version: &str,
    files: &BTreeSet<RelPath>,
    made: &[Made],
) -> Vec<String> {
    let (root, email) = (&directory.root, who.map(Identity::email));
    let reader = Reader { root, force: &directory.force, email };
    if made.iter().all(|version| reader.is_own(&version.email)) {
        return Vec::new();
    }
    let plans = |file: &&RelPath| matches!(file.role(), Some(Role::Plan(_)));
    let plans: Vec<&RelPath> = files.iter().filter(plans).collect();
    let mut out = Vec::new();
    for file in plans.iter().take(MOST_PLANS) {
        let plan = name(directory, file);
        let told = lines_of(directory, &reader, file, version, made);
        // A text that is none, in one of the versions; this plan's others are no reason to be silent of the rest.
        out.extend(
            told.unwrap_or_else(|_| vec![format!("- {plan}: changed, in a way that cannot be shown")]),
        );
    }
    match plans.len().saturating_sub(MOST_PLANS) {
        0 => {}
        1 => out.push("- and 1 more plan".to_owned()),
        more => out.push(format!("- and {more} more plans")),
    }
    out
}

/// What others changed in one plan.
fn lines_of(
    directory: &Directory,
    reader: &Reader<'_>,
    file: &RelPath,
    version: &str,
    made: &[Made],
) -> Result<Vec<String>, Problem> {
    let plan = name(directory, file);
    let now = match directory.files.read(file) {
        Ok(now) => now,
        Err(unreadable) if unreadable.why == Why::Missing => {
            return Ok(vec![format!("- {plan}: taken away")]);
        }
        Err(unreadable) => return Err(unreadable.problem),
    };
    let Some(text) = stood(&directory.root, file, version)?.text else {
        return Ok(vec![format!("- {plan}: begun")]);
    };
    Document::parse(&now.text)?;
    Document::parse(&text)?;
    let seen = Seen { version: version.to_owned(), text };
    let away = away_among(reader, file, &seen, &now.text, made)?;
    Ok(away.map(|away| told(&plan, &away)).unwrap_or_default())
}

/// A plan in a line, and what needs the reader in lines of its own, all fit to be shown.
fn told(plan: &str, away: &Away) -> Vec<String> {
    let changes: Vec<String> =
        away.theirs.iter().flat_map(|theirs| &theirs.changes).map(Change::words).collect();
    let mut out = vec![format!("- {plan}, {}: {}", away.whose(), few(&changes, ON_A_PAGE))];
    out.extend(away.not_kept.iter().map(|one| format!("- {plan}, {}", one.words())));
    out.extend(away.twice.iter().map(|title| format!("- Stands twice in {plan}: “{title}”. One may go.")));
    // Its parts are; what is added to them one day has to be, too.
    out.iter().map(|line| one_line(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_there_is_room_for_are_told_and_how_many_more_there_are() {
        let parts = |count: usize| vec!["Bridport drop-in: first day changed".to_owned(); count];
        let few = |count: usize| few(&parts(count), 40);
        assert_eq!(few(1), "Bridport drop-in: first day changed");
        assert_eq!(few(5), "Bridport drop-in: first day changed; and 4 more");
        assert_eq!(super::few(&["x".repeat(200), "y".to_owned()], 40).len(), "; and 1 more".len() + 200);
    }
}
