//! What comes into plans while somebody is there: into the one that is open, and with sending and receiving.

use super::away::{Away, Reader, away};
use super::synced::name;
use crate::git::came::files_since;
use crate::git::history::stood;
use crate::plan::diff::{self, Change};
use crate::plan::place::Role;
use crate::plan::printable::one_line;
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::store::Directory;
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

/// What changed in which plans since a version, a line each: "- West Dorset 2026-27, Sergeant, Bridport: …". What is the
/// reader's own is left out, and so is what is no plan.
///
/// # Errors
/// Where the repository cannot be read.
pub fn lines(directory: &Directory, reader: &Reader<'_>, version: &str) -> Result<Vec<String>, Problem> {
    let mut out = Vec::new();
    let files = files_since(&directory.root, version)?;
    let plans: Vec<&RelPath> =
        files.iter().filter(|file| matches!(file.role(), Some(Role::Plan(_)))).collect();
    for file in plans.iter().take(MOST_PLANS) {
        let plan = name(directory, file);
        let Ok(now) = directory.files.read(file) else { continue };
        let Some(text) = stood(&directory.root, file, version)?.text else {
            out.push(format!("- {plan}: begun"));
            continue;
        };
        let seen = Seen { version: version.to_owned(), text };
        if let Some(away) = away(reader, file, &seen, &now.text)? {
            out.extend(told(&plan, &away));
        }
    }
    match plans.len().saturating_sub(MOST_PLANS) {
        0 => {}
        1 => out.push("- and 1 more plan".to_owned()),
        more => out.push(format!("- and {more} more plans")),
    }
    Ok(out)
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
