//! The floors of the house only look down, and the domain touches nothing outside itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

/// From the ground up: a floor may use those before it in its row, and itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("plan", &["problem"]),
    ("standards", &["plan", "problem"]),
    ("check", &["plan", "standards", "problem"]),
    ("form", &["plan", "standards", "check", "problem"]),
    // The two halves of one cellar: where files lie, and their versions.
    ("store", &["plan", "standards", "check", "git", "problem"]),
    ("git", &["plan", "standards", "store", "problem"]),
    ("report", &["plan", "standards", "check", "form", "store", "git", "problem"]),
    ("gate", &["plan", "standards", "check", "store", "git", "report", "problem"]),
    ("tui", &["plan", "standards", "check", "form", "store", "git", "report", "problem"]),
    ("cli", &["plan", "standards", "check", "form", "store", "git", "report", "gate", "problem"]),
];

/// Pure floors, and what they may not name: disk, versions, screen, clock, environment.
const PURE: &[&str] = &["plan", "standards", "check", "form"];
const IMPURE: &[&str] = &[
    "git2",
    "ratatui",
    "crossterm",
    "std::fs",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant",
    "Zoned::now",
    "Timestamp::now",
    "std::net",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn of_floor(floor: &str) -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    if source.join(floor).is_dir() {
        sources(&source.join(floor), &mut found);
    }
    let file = source.join(format!("{floor}.rs"));
    if file.is_file() {
        found.push(file);
    }
    assert!(!found.is_empty(), "there is no floor {floor}");
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The floors that a line names with `crate::`, one by one or in braces.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        // `ratatui::crate::` and the like do not exist; a word before it would be another crate's.
        let rest = &line[at + "crate::".len()..];
        let inside = rest.strip_prefix('{').map(|braces| braces.split('}').next().unwrap_or_default());
        match inside {
            Some(list) => names.extend(list.split(',').map(|item| first_word(item.trim()))),
            None => names.push(first_word(rest)),
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn every_arrow_points_down() {
    let floors: Vec<&str> = MAY_USE.iter().map(|(floor, _)| *floor).collect();
    for (floor, may_use) in MAY_USE {
        for (path, text) in of_floor(floor) {
            for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//"))
            {
                for name in named(line).into_iter().filter(|name| floors.contains(&name.as_str())) {
                    assert!(
                        name == *floor || may_use.contains(&name.as_str()),
                        "{}:{}: {floor} may not use {name}",
                        path.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

#[test]
fn the_domain_is_pure() {
    for floor in PURE {
        for (path, text) in of_floor(floor) {
            // Tests may read files to compare with.
            if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
                continue;
            }
            for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//"))
            {
                for name in IMPURE {
                    assert!(!line.contains(name), "{}:{}: {floor} names {name}", path.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn the_screen_and_the_command_line_never_meet() {
    for (one, other) in [("tui", "crate::cli"), ("cli", "crate::tui")] {
        for (path, text) in of_floor(one) {
            assert!(!text.contains(other), "{} names {other}", path.display());
        }
    }
}

#[test]
fn a_name_in_braces_is_seen() {
    assert_eq!(named("use crate::{git, store::read};"), ["git", "store"]);
    assert_eq!(named("let x = crate::tui::run();"), ["tui"]);
}
