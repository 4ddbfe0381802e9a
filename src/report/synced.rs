//! What sending and receiving came to, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::came_in::Came;
use super::clash::{Clash, clashes};
use super::versions::post;
use crate::git::came::{Kind, Made};
use crate::git::sync::Synced;
use crate::git::sync::conflicts::Open;
use crate::plan::RelPath;
use crate::plan::printable::one_line;
use crate::store::Directory;

/// How many characters of a path are told.
const MOST_SHOWN: usize = 200;

/// A line each: what was sent, what came, of whom and where, what was brought together, what to read once, and what
/// stays here because it is not recorded. What only brings two sides together is nobody's work, and not counted where
/// there is any; where all is `own`, it is not said whose it is.
pub fn lines(
    directory: &Directory,
    synced: &Synced,
    came: &Came,
    own: Option<&str>,
    unrecorded: &BTreeSet<RelPath>,
) -> Vec<String> {
    let mut out = Vec::new();
    match synced.sent {
        0 if synced.received == 0 => out.push("Nothing new on either side.".to_owned()),
        0 => {}
        1 => out.push("Sent 1 version. Whoever shares these plans can see it.".to_owned()),
        many => out.push(format!("Sent {many} versions. Whoever shares these plans can see them.")),
    }
    if synced.received > 0 {
        let made = came.versions.iter().filter(|version| version.kind == Kind::Change).count();
        let received = if made == 0 { synced.received } else { made };
        let whose = whose(directory, &came.versions, own);
        let from = if whose.is_empty() { String::new() } else { format!(" from {}", whose.join("; ")) };
        let versions = if received == 1 { "version" } else { "versions" };
        out.push(format!("Received {received} {versions}{from}."));
        out.extend(came.changed.iter().cloned());
    }
    let names = |files: BTreeSet<&RelPath>| {
        files.into_iter().map(|file| name(directory, file)).collect::<Vec<_>>().join(", ")
    };
    if !synced.merged.is_empty() {
        out.push(format!("Brought together with yours: {}.", names(synced.merged.iter().collect())));
    }
    if !synced.read_once.is_empty() {
        let files = synced.read_once.iter().map(|(file, _)| file).collect();
        out.push(format!("Read once, because sentences of two people stand together: {}.", names(files)));
    }
    out.extend(left_out(synced));
    if !unrecorded.is_empty() {
        out.push(format!("Not recorded, so not sent: {}.", names(unrecorded.iter().collect())));
    }
    out
}

/// A line for each file that came in and is not written here.
pub fn left_out(synced: &Synced) -> impl Iterator<Item = String> {
    synced.left_out.iter().map(|path| left_out_line(path))
}

/// That a file is not written here.
pub fn left_out_line(path: &str) -> String {
    let shown: String = one_line(path).chars().take(MOST_SHOWN).collect();
    format!(
        "Left out here, because this computer can have no file of that name: {shown}. It is safe in the repository; \
         whoever sent it can give it another name."
    )
}

/// Each place that is left to decide: the plan, the field as its form calls it, and who wrote the other side.
pub fn open_lines(directory: &Directory, open: Vec<Open>) -> Vec<String> {
    let line = |place: Clash| {
        let by = place.open.other.by.map(|by| format!(" (the other side is by {by})")).unwrap_or_default();
        one_line(&format!("- {}: {}{by}", place.plan, place.field))
    };
    clashes(directory, open, &BTreeMap::new()).into_iter().map(line).collect()
}

/// Who made what came, and how many versions each; none where all are the own of whoever is told.
fn whose(directory: &Directory, came: &[Made], own: Option<&str>) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    let is_own = |version: &Made| own.is_some_and(|own| own.eq_ignore_ascii_case(&version.email));
    let (mine, others): (Vec<&Made>, Vec<&Made>) =
        came.iter().filter(|version| version.kind == Kind::Change).partition(|version| is_own(version));
    for version in others {
        let by = post(&directory.force, &version.email).unwrap_or_else(|| version.by.clone());
        match counted.iter_mut().find(|(known, _)| *known == by) {
            Some((_, count)) => *count += 1,
            None => counted.push((by, 1)),
        }
    }
    if !counted.is_empty() && !mine.is_empty() {
        counted.push(("yourself, elsewhere".to_owned(), mine.len()));
    }
    counted.into_iter().map(|(by, count)| if count == 1 { by } else { format!("{by} ({count})") }).collect()
}

/// A file as people call it: "West Dorset 2026-27", "the venue book".
pub fn name(directory: &Directory, file: &RelPath) -> String {
    let role = file.role();
    match role.as_ref().and_then(|role| role.place()) {
        Some(place) => {
            let area = directory.areas.area(place.area()).map_or(place.area(), |area| area.name.as_str());
            let plan = format!("{} {}", one_line(area), place.period());
            let beside = [(place.record_file(), "record"), (place.review_file(), "review")];
            match beside.iter().find(|(of, _)| of == file) {
                Some((_, what)) => format!("{plan} ({what})"),
                None => plan,
            }
        }
        None if file.as_str() == "areas.toml" => "the venue book".to_owned(),
        None if file.as_str() == "nec.toml" => "the force's settings".to_owned(),
        None => one_line(file.as_str()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_count_of_what_was_received_is_that_of_peoples_versions() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("nec.toml"), "format = 1\n").unwrap();
        std::fs::write(root.path().join("areas.toml"), "format = 1\n").unwrap();
        let directory = Directory::open(root.path()).unwrap();
        let made = |by: &str, kind| Made {
            id: String::new(),
            by: by.to_owned(),
            email: format!("{}@example.police.uk", by.to_lowercase()),
            kind,
        };
        let told = |versions: &[Made]| {
            let synced = Synced { received: versions.len(), ..Synced::default() };
            let came = Came { versions: versions.to_vec(), changed: Vec::new() };
            lines(&directory, &synced, &came, Some("Me@example.police.uk"), &BTreeSet::new()).concat()
        };
        let (theirs, mine) = (made("Inspector", Kind::Change), made("Me", Kind::Change));
        let together = made("Inspector", Kind::Together);
        let two = [theirs.clone(), theirs.clone(), together.clone()];
        assert_eq!(told(&two), "Received 2 versions from Inspector (2).");
        assert_eq!(told(&[theirs, mine.clone()]), "Received 2 versions from Inspector; yourself, elsewhere.");
        assert_eq!(told(&[mine, together.clone()]), "Received 1 version.");
        assert_eq!(told(&[together]), "Received 1 version.");
    }
}
