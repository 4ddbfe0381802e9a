//! `nec log`, `nec diff`, `nec restore`, `nec undo`: what was recorded, and back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

const COMMITMENT: &str = "standards.face-to-face.commitment";

/// A plan with three versions: begun, a commitment, another wording of it.
fn drafted() -> Desk {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    for text in ["We meet every month in Bridport.", "We meet every week in Bridport."] {
        desk.nec(&["set", "west-dorset", COMMITMENT, text]).assert().success();
        desk.nec(&["commit"]).assert().success();
    }
    desk
}

fn versions(desk: &Desk) -> Vec<Value> {
    let json: Value = serde_json::from_str(&desk.out(&["log", "west-dorset", "--format", "json"])).unwrap();
    assert_eq!((&json["version"], &json["path"]), (&1.into(), &PLAN.into()));
    json["versions"].as_array().unwrap().clone()
}

fn short(version: &Value) -> String {
    version["short"].as_str().unwrap().to_owned()
}

#[test]
fn versions_are_listed_with_who_when_and_what_changed() {
    let desk = drafted();
    let out = desk.out(&["log", "West Dorset"]);
    assert!(out.starts_with("West Dorset, 2026-27\n"), "{out}");
    assert_eq!(out.matches("Inspector, West Dorset").count(), 3, "{out}");
    assert!(out.contains("Face to face: commitment changed") && out.contains("begun"), "{out}");
    assert_eq!(desk.out(&["log", "west-dorset", "--most", "1"]).matches("Inspector").count(), 1);
    let all = versions(&desk);
    assert_eq!(all.len(), 3);
    let newest = &all[0];
    assert_eq!(newest["changes"][0]["path"], COMMITMENT);
    assert_eq!((&newest["changes"][0]["kind"], &newest["sent"]), (&"changed".into(), &Value::Null));
    assert_eq!((&newest["post"], &all[2]["summary"]), (&Value::Null, &"begun".into()));
}

#[test]
fn a_person_whom_the_directory_knows_is_named_by_post_and_what_is_not_sent_says_so() {
    let desk = drafted();
    let person = "\n[[person]]\npost = \"Inspector, Bridport\"\nemails = [\"inspector@example.police.uk\"]\n";
    desk.write("nec.toml", desk.read("nec.toml") + person);
    let repository = git2::Repository::open(&desk.root).unwrap();
    let tip = repository.head().unwrap().peel_to_commit().unwrap();
    let sent = tip.parent(0).unwrap().id();
    repository.reference("refs/remotes/origin/main", sent, true, "").unwrap();
    let all = versions(&desk);
    assert_eq!(all[0]["post"], "Inspector, Bridport");
    assert_eq!((&all[0]["sent"], &all[1]["sent"]), (&false.into(), &true.into()));
    assert_eq!(desk.out(&["log", "west-dorset"]).matches("not sent").count(), 1);
}

#[test]
fn two_states_are_compared_field_by_field_with_the_words_marked() {
    let desk = drafted();
    let all = versions(&desk);
    let (newest, second) = (short(&all[0]), short(&all[1]));
    let out = desk.out(&["diff", "west-dorset", &second, &newest]);
    assert!(out.contains("\nFace to face: commitment changed\n"), "{out}");
    assert!(out.contains("  We meet every [-month-]{+week+} in Bridport.\n"), "{out}");
    assert!(desk.out(&["diff", "west-dorset", &second]).contains("{+week+}"));
    assert!(desk.out(&["diff", "west-dorset"]).contains("Nothing changed."));
    desk.nec(&["diff", "west-dorset", "--exit-code"]).assert().code(0);
    desk.nec(&["diff", "west-dorset", &second, "--exit-code"]).assert().code(1);
    desk.nec(&["set", "west-dorset", COMMITMENT, "We meet daily."]).assert().success();
    let coloured = desk.out(&["--color", "always", "diff", "west-dorset"]);
    assert!(coloured.contains("\u{1b}[31m[-") && coloured.contains("\u{1b}[32m{+"), "{coloured}");
    desk.write(PLAN, desk.read(PLAN) + "# a comment\n");
    desk.nec(&["commit"]).assert().success();
    desk.write(PLAN, desk.read(PLAN) + "# another\n");
    let out = desk.out(&["diff", "west-dorset"]);
    assert!(out.contains("layout and comments"), "{out}");
    desk.nec(&["diff", "west-dorset", "--exit-code"]).assert().code(0);
}

#[test]
fn git_names_versions_too_and_what_is_none_is_told() {
    let desk = drafted();
    let out = desk.out(&["diff", "west-dorset", "HEAD~1", "main"]);
    assert!(out.contains("{+week+}"), "{out}");
    for wrong in ["nowhere", "main..main", "--output=x", "main:nec.toml"] {
        let (_, err, status) = desk.all(&["diff", "west-dorset", "--", wrong]);
        assert_eq!(status, 2, "{wrong}: {err}");
        assert!(err.contains("Nothing was changed"), "{err}");
    }
    let (_, err, status) = desk.all(&["diff", "west-dorset", "main~3", "main~4"]);
    assert_eq!(status, 2, "{err}");
}

#[test]
fn a_version_comes_back_as_a_change_that_can_be_taken_back() {
    let desk = drafted();
    let second = short(&versions(&desk)[1]);
    desk.nec(&["set", "west-dorset", COMMITMENT, "Not recorded yet."]).assert().success();
    let unrecorded = desk.read(PLAN);
    let out = desk.out(&["restore", "west-dorset", &second]);
    assert!(out.contains("kept in") && out.contains("nec undo"), "{out}");
    assert!(desk.read(PLAN).contains("every month"));
    assert_eq!(versions(&desk).len(), 3, "nothing is recorded by it");
    let out = desk.out(&["restore", "west-dorset", &second]);
    assert!(out.contains("already"), "{out}");
    let (_, err, status) = desk.all(&["undo"]);
    assert_eq!(status, 2, "{err}");
    let out = desk.out(&["undo", "--yes"]);
    assert!(out.contains("brought back from the version"), "{out}");
    assert_eq!(desk.read(PLAN), unrecorded);
}

#[test]
fn a_plan_that_was_taken_away_comes_back() {
    let desk = drafted();
    let text = desk.read(PLAN);
    std::fs::remove_file(desk.root.join(PLAN)).unwrap();
    desk.nec(&["commit"]).assert().success();
    let all = versions(&desk);
    assert_eq!(all[0]["summary"], "taken away");
    assert!(desk.out(&["diff", "west-dorset", "main~1", "main"]).contains("removed"));
    let (_, err, status) = desk.all(&["restore", "west-dorset", "main"]);
    assert_eq!(status, 2);
    assert!(err.contains("has no such plan"), "{err}");
    desk.nec(&["restore", "west-dorset", &short(&all[1])]).assert().success();
    assert_eq!(desk.read(PLAN), text);
    desk.nec(&["undo", "--yes"]).assert().success();
    assert!(!desk.root.join(PLAN).exists());
}

#[test]
fn a_broken_or_newer_version_does_not_come_back() {
    let desk = drafted();
    let good = desk.read(PLAN);
    let repository = git2::Repository::open(&desk.root).unwrap();
    for text in ["format = \n", "format = 99\n"] {
        let tip = repository.head().unwrap().peel_to_commit().unwrap();
        let mut update = git2::build::TreeUpdateBuilder::new();
        update.upsert(PLAN, repository.blob(text.as_bytes()).unwrap(), git2::FileMode::Blob);
        let tree = update.create_updated(&repository, &tip.tree().unwrap()).unwrap();
        let who = git2::Signature::now("Other", "other@example.police.uk").unwrap();
        let tree = repository.find_tree(tree).unwrap();
        repository.commit(Some("HEAD"), &who, &who, "Odd", &tree, &[&tip]).unwrap();
        let (_, err, status) = desk.all(&["restore", "west-dorset", "HEAD"]);
        assert_eq!(status, 2, "{err}");
        assert!(err.contains("version ") && err.contains("Nothing was changed"), "{err}");
        assert_eq!(desk.read(PLAN), good);
    }
    let out = desk.out(&["log", "west-dorset"]);
    assert!(out.contains("cannot be read as a plan"), "{out}");
}

#[test]
fn a_recorded_version_is_taken_back_and_then_the_one_before() {
    let desk = drafted();
    let text = desk.read(PLAN);
    let out = desk.out(&["undo", "--yes"]);
    assert!(out.contains("nobody else has it") && out.contains("is out again"), "{out}");
    assert_eq!((versions(&desk).len(), desk.read(PLAN)), (2, text.clone()));
    desk.nec(&["undo", "--yes"]).assert().success();
    assert_eq!((versions(&desk).len(), desk.read(PLAN)), (1, text));
    let out = desk.out(&["commit"]);
    assert!(out.contains("Recorded version"), "{out}");
}

#[test]
fn a_version_whose_file_a_later_one_changed_again_is_refused_before_anybody_is_asked() {
    let desk = drafted();
    let before = short(&versions(&desk)[1]);
    // By another program: nec knows nothing of this step.
    let repository = git2::Repository::open(&desk.root).unwrap();
    desk.write(PLAN, format!("{}# by hand\n", desk.read(PLAN)));
    let mut index = repository.index().unwrap();
    index.add_path(std::path::Path::new(PLAN)).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let tip = repository.head().unwrap().peel_to_commit().unwrap();
    let who = git2::Signature::now("Other", "other@example.police.uk").unwrap();
    repository.commit(Some("HEAD"), &who, &who, "By hand", &tree, &[&tip]).unwrap();
    let (all, text) = (versions(&desk), desk.read(PLAN));
    let (out, err, status) = desk.all(&["undo"]);
    assert_eq!((out.as_str(), status), ("", 2), "nothing is promised or asked: {err}");
    assert!(err.contains("later version changed") && !err.contains("--yes"), "{err}");
    assert!(err.contains("Nothing was changed"), "{err}");
    assert_eq!((versions(&desk), desk.read(PLAN)), (all, text));
    let next = format!("restore west-dorset {before} --period 2026-27");
    assert!(err.contains(&next), "{next}: {err}");
    desk.nec(&next.split(' ').collect::<Vec<_>>()).assert().success();
}

#[test]
fn a_plan_without_versions_and_an_area_without_plans_are_told() {
    let desk = Desk::new();
    let (out, err, status) = desk.all(&["log", "west-dorset"]);
    assert_eq!((out.as_str(), status), ("", 0), "{err}");
    assert!(err.contains("No version of") && err.contains("nec commit"), "{err}");
    assert!(desk.out(&["diff", "west-dorset"]).contains("from nothing recorded"));
    desk.nec(&["log", "purbeck"]).assert().code(2);
    desk.nec(&["log", "nowhere"]).assert().code(2);
    desk.nec(&["restore", "west-dorset", "main"]).assert().code(2);
    desk.nec(&["undo"]).assert().code(2);
}

#[test]
fn a_program_does_not_wait_for_what_only_a_person_asks_again() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let repository = git2::Repository::open(&desk.root).unwrap();
    let mut tip = repository.head().unwrap().peel_to_commit().unwrap();
    let who = git2::Signature::now("Other", "other@example.police.uk").unwrap();
    for _ in 0..1000 {
        let id = repository.commit(Some("HEAD"), &who, &who, "Again", &tip.tree().unwrap(), &[&tip]).unwrap();
        tip = repository.find_commit(id).unwrap();
    }
    assert!(desk.out(&["log", "west-dorset"]).contains("West Dorset"));
    assert!(!desk.root.join(".nec/history").exists(), "its output is piped");
}
