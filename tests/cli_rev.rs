//! `nec check --rev`: a version in place of the files on disk.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

/// A desk with the plan recorded, another version on top, and the file broken on disk.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    desk.nec(&["set", "west-dorset", "standards.website.commitment", "Pages are looked after."])
        .assert()
        .success();
    desk.nec(&["commit"]).assert().success();
    desk
}

fn state(json: &Value, standard: usize) -> &str {
    json["plans"][0]["standards"][standard - 1]["state"].as_str().unwrap()
}

#[test]
fn a_version_is_checked_as_its_files_were() {
    let desk = desk();
    let (on_disk, _) = desk.checked(&[]);
    let (recorded, status) = desk.checked(&["--rev", "HEAD"]);
    assert_eq!((&recorded, status), (&on_disk, 1), "as on disk, to the byte");
    assert_ne!(state(&recorded, 4), "not-started");
    desk.write(PLAN, "broken");
    assert_eq!(desk.checked(&["--rev", "HEAD"]).0, recorded);
    let (before, _) = desk.checked(&["--rev", "HEAD~1"]);
    assert_eq!(state(&before, 4), "not-started");
    let (human, _, _) = desk.all(&["check", "--rev", "HEAD~1", "west-dorset"]);
    assert!(human.contains("10 | [author]"), "{human}");
    let (_, err, status) = desk.all(&["check", "--rev", "HEAD~2", PLAN]);
    assert_eq!(status, 2, "the first version had no plan yet");
    assert!(err.contains("no file “2026-27/west-dorset.toml”"), "{err}");
}

#[test]
fn a_repository_without_files_is_enough_and_its_day_counts() {
    let desk = desk();
    desk.write("nec.toml", desk.read("nec.toml").replace("format = 1\n", "format = 1\nas-at = 2026-11-11\n"));
    desk.nec(&["commit"]).assert().success();
    let bare = desk.home.path().join("bare.git");
    git2::build::RepoBuilder::new().bare(true).clone(desk.root.to_str().unwrap(), &bare).unwrap();
    let today = |revision: &str| {
        let output = desk
            .nec(&["check", "--format", "json", "--rev", revision, PLAN])
            .env_remove("NEC_TODAY")
            .current_dir(&bare)
            .output()
            .unwrap();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(json["plans"].as_array().unwrap().len(), 1);
        json["today"].as_str().unwrap().to_owned()
    };
    assert_eq!(today("HEAD"), "2026-11-11");
    assert_ne!(today("HEAD~1"), "2026-11-11", "its settings said nothing then");
    let (_, err, status) = desk.all(&["--dir", bare.to_str().unwrap(), "check", "--rev", "nowhere"]);
    assert_eq!(status, 2);
    assert!(err.contains("there is no version “nowhere”") && err.contains("Nothing was checked"), "{err}");
}
