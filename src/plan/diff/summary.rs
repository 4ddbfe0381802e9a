//! What changed, in a line for a version's message.

use super::{Change, Kind, is_row, plain};
use crate::plan::id::is_id;

/// Parts of a message, at most; the rest are counted.
const MOST_PARTS: usize = 5;

/// What changed in a line, for a version's message: "West Dorset 2026-27: 3 activities added, publicising
/// filled in, priority 2 changed". `name` is the area's and the period; no text of the plan is in it, not even
/// a title. Where nothing changed but layout it says "layout only".
pub fn summary(name: &str, changes: &[Change]) -> String {
    let begun = changes.iter().any(|change| change.path.leaf() == "format" && change.kind == Kind::Added);
    let mut parts = Vec::new();
    if begun {
        parts.push("begun".to_owned());
    }
    parts.extend(counted(changes, ["activity", "activities"], |path| match path {
        ["standards", _, "activities", key, ..] => Some((*key).to_owned()),
        _ => None,
    }));
    let mut standards: Vec<&str> = Vec::new();
    for change in changes {
        if let Some(id) = standard(change)
            && !standards.contains(&id)
        {
            standards.push(id);
        }
    }
    parts.extend(standards.into_iter().map(|id| of_standard(id, changes)));
    parts.extend(of_priorities(changes));
    parts.extend(counted(changes, ["waiver", "waivers"], |path| row_of("waivers", path)));
    if !begun {
        let of_neighbourhood = |path: &[&str]| row_of("neighbourhoods", path);
        parts.extend(counted(changes, ["neighbourhood", "neighbourhoods"], of_neighbourhood));
        parts.extend(of_the_plan(changes));
    }
    if parts.is_empty() {
        parts.push("layout only".to_owned());
    }
    let surplus = parts.len().saturating_sub(MOST_PARTS);
    if surplus > 0 {
        parts.truncate(MOST_PARTS);
        parts.push(format!("and {surplus} more"));
    }
    format!("{name}: {}", parts.join(", "))
}

fn row_of(list: &str, path: &[&str]) -> Option<String> {
    match path {
        [first, key, ..] if *first == list => Some((*key).to_owned()),
        _ => None,
    }
}

fn segments(change: &Change) -> Vec<&str> {
    change.path.segments().iter().map(String::as_str).collect()
}

/// "3 activities added, 1 activity removed, 2 activities changed".
fn counted(
    changes: &[Change],
    [one, many]: [&str; 2],
    row: impl Fn(&[&str]) -> Option<String>,
) -> Vec<String> {
    let mut rows: [Vec<String>; 3] = Default::default();
    for change in changes {
        let path = segments(change);
        let Some(key) = row(&path) else { continue };
        let group = match change.kind {
            Kind::Added if is_row(&change.path) => 0,
            Kind::Removed if is_row(&change.path) => 1,
            _ => 2,
        };
        if !rows[group].contains(&key) {
            rows[group].push(key);
        }
    }
    let verbs = ["added", "removed", "changed"];
    let count = |(rows, verb): (&Vec<String>, &str)| match rows.len() {
        0 => None,
        1 => Some(format!("1 {one} {verb}")),
        count => Some(format!("{count} {many} {verb}")),
    };
    rows.iter().zip(verbs).filter_map(count).collect()
}

/// The standard that a change is of, if it is not one of its activities.
fn standard(change: &Change) -> Option<&str> {
    match change.path.segments() {
        [first, _, list, _, ..] if first == "standards" && list == "activities" => None,
        [first, id, ..] if first == "standards" => Some(id),
        _ => None,
    }
}

fn of_standard(id: &str, changes: &[Change]) -> String {
    let own: Vec<&Change> = changes.iter().filter(|change| standard(change) == Some(id)).collect();
    let all = |kind: Kind| own.iter().all(|change| change.kind == kind);
    let is =
        |leaf: &str| own.iter().any(|change| change.path.segments().len() == 3 && change.path.leaf() == leaf);
    let verb = if is("not-applicable") && !all(Kind::Removed) {
        "set aside"
    } else if all(Kind::Added) && is("commitment") {
        "filled in"
    } else if all(Kind::Added) {
        "added to"
    } else if all(Kind::Removed) && is("commitment") {
        "emptied"
    } else {
        "changed"
    };
    // A key that is no id may be anything that somebody wrote.
    let name = if is_id(id) { plain(id) } else { "another standard".to_owned() };
    format!("{name} {verb}")
}

/// "1 priority added", "priority 2 changed", "priorities 1 and 3 changed", "priorities put in another order".
fn of_priorities(changes: &[Change]) -> Vec<String> {
    let own = |change: &&Change| change.path.segments().first().is_some_and(|first| first == "priorities");
    let (whole, inside): (Vec<&Change>, Vec<&Change>) =
        changes.iter().filter(own).partition(|change| is_row(&change.path));
    let mut parts = Vec::new();
    for (kind, verb) in [(Kind::Added, "added"), (Kind::Removed, "removed")] {
        match whole.iter().filter(|change| change.kind == kind).count() {
            0 => {}
            1 => parts.push(format!("1 priority {verb}")),
            count => parts.push(format!("{count} priorities {verb}")),
        }
    }
    let mut numbers: Vec<usize> = inside.iter().filter_map(|change| change.priority).collect();
    numbers.dedup();
    match numbers.as_slice() {
        [] => {}
        [only] => parts.push(format!("priority {only} changed")),
        [first, second] => parts.push(format!("priorities {first} and {second} changed")),
        more => parts.push(format!("{} priorities changed", more.len())),
    }
    if inside.iter().any(|change| change.kind == Kind::Reordered) {
        parts.push("priorities put in another order".to_owned());
    }
    parts
}

/// What is neither of a standard nor a row: each by its name, where it is one of the format's.
fn of_the_plan(changes: &[Change]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for change in changes {
        let part = match segments(change).as_slice() {
            ["standards" | "priorities" | "neighbourhoods" | "waivers", ..] => continue,
            ["status"] => "status changed",
            ["starts" | "ends"] => "dates changed",
            ["edition"] => "edition changed",
            ["author", ..] => "author changed",
            ["profile", ..] => "area profile changed",
            _ => "other fields changed",
        };
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}
