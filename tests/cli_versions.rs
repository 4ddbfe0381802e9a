//! `nec commit`, `nec fmt`, `nec status`, `nec doctor`: files and their versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

fn subject(desk: &Desk) -> String {
    let repository = git2::Repository::open(&desk.root).unwrap();
    let commit = repository.head().unwrap().peel_to_commit().unwrap();
    commit.summary().unwrap().unwrap().to_owned()
}

#[test]
fn a_plan_is_recorded_and_nothing_else() {
    let desk = Desk::new();
    desk.nec(&["new", "purbeck"]).assert().success();
    desk.write("notes.txt", "staged\n");
    let repository = git2::Repository::open(&desk.root).unwrap();
    let mut index = repository.index().unwrap();
    index.add_path(std::path::Path::new("notes.txt")).unwrap();
    index.write().unwrap();
    let out = desk.out(&["commit", "west-dorset", "-m", "Begun by the inspector"]);
    assert!(out.contains("Begun by the inspector") && out.contains(PLAN), "{out}");
    assert_eq!(subject(&desk), "Begun by the inspector");
    let tree = repository.head().unwrap().peel_to_tree().unwrap();
    assert!(tree.get_path(std::path::Path::new(PLAN)).is_ok());
    for other in ["2026-27/purbeck.toml", "notes.txt"] {
        assert!(tree.get_path(std::path::Path::new(other)).is_err(), "{other}");
    }
    let status = repository.status_file(std::path::Path::new("notes.txt")).unwrap();
    assert!(status.contains(git2::Status::INDEX_NEW), "still staged");
    let out = desk.out(&["commit", "west-dorset"]);
    assert!(out.contains("Nothing to record"), "{out}");
    desk.nec(&["commit"]).assert().success();
    assert_eq!(subject(&desk), "Purbeck 2026-27: begun");
}

#[test]
fn the_note_is_written_from_what_changed_and_holds_no_text_of_a_plan() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    desk.nec(&["set", "west-dorset", "standards.face-to-face.commitment", "Secret words."])
        .assert()
        .success();
    desk.nec(&["set", "west-dorset", "standards.face-to-face.activities.+", "Secret title"])
        .assert()
        .success();
    desk.nec(&["commit"]).assert().success();
    let subject = subject(&desk);
    assert!(
        subject.starts_with("West Dorset 2026-27: ") && subject.contains("1 activity added"),
        "{subject}"
    );
    assert!(!subject.contains("Secret"), "{subject}");
}

#[test]
fn a_plan_that_was_taken_away_is_recorded_as_gone() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    std::fs::remove_file(desk.root.join(PLAN)).unwrap();
    let out = desk.out(&["commit", "west-dorset"]);
    assert!(out.contains("taken away"), "{out}");
}

#[test]
fn what_must_never_be_recorded_is_left_out_and_the_rest_is_recorded() {
    let desk = Desk::new();
    desk.nec(&["new", "purbeck"]).assert().success();
    desk.nec(&["set", "purbeck", "profile.summary", "a\u{202e}b"]).assert().success();
    let (out, err, status) = desk.all(&["commit"]);
    assert_eq!(status, 1, "{err}");
    assert!(err.contains("2026-27/purbeck.toml") && err.contains("hidden-characters"), "{err}");
    assert!(out.contains(PLAN) && !out.contains("purbeck"), "{out}");
    desk.nec(&["commit", "purbeck"]).assert().code(1);
    desk.nec(&["set", "purbeck", "edition", "nec-2019"]).assert().success();
    desk.write("2026-27/purbeck.toml", desk.read("2026-27/purbeck.toml").replace("nec-2019", "gone"));
    desk.nec(&["commit", "purbeck"]).assert().code(1);
    desk.nec(&["unset", "purbeck", "profile.summary"]).assert().success();
    desk.nec(&["commit", "purbeck"]).assert().success();
}

#[test]
fn a_plan_that_was_renamed_to_one_that_is_refused_is_not_recorded_as_taken_away() {
    let desk = Desk::new();
    desk.write("2026-27/west-dorset.record.toml", "format = 1\n");
    desk.nec(&["commit"]).assert().success();
    let moved = |file: &str, to: &str| std::fs::rename(desk.root.join(file), desk.root.join(to)).unwrap();
    moved(PLAN, "2026-27/purbeck.toml");
    moved("2026-27/west-dorset.record.toml", "2026-27/purbeck.record.toml");
    desk.nec(&["set", "purbeck", "profile.summary", "Call 01632 960123."]).assert().success();
    let (out, err, status) = desk.all(&["commit"]);
    assert_eq!(status, 1, "{err}");
    assert!(err.contains("not recorded as taken away") && err.contains("personal-data"), "{err}");
    assert!(!out.contains("west-dorset"), "{out}");
    let tree = || {
        git2::Repository::open(&desk.root).unwrap().head().unwrap().peel_to_tree().unwrap().id().to_string()
    };
    let before = tree();
    desk.nec(&["commit"]).assert().code(1);
    assert_eq!(tree(), before);
    desk.nec(&["unset", "purbeck", "profile.summary"]).assert().success();
    let out = desk.out(&["commit"]);
    assert!(out.contains("2026-27/purbeck.toml") && out.contains(PLAN), "{out}");
}

#[test]
fn nobody_is_asked_where_there_is_no_terminal() {
    let desk = Desk::new();
    let commit = |args: &[&str]| {
        let mut command = desk.nec(&["commit"]);
        command.args(args).env_remove("GIT_AUTHOR_NAME").env_remove("GIT_AUTHOR_EMAIL").env("USER", "alex");
        command.write_stdin("Somebody\nsomebody@example.police.uk\n");
        command.output().unwrap()
    };
    let output = commit(&[]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("--yes") && err.contains("Nothing was"), "{err}");
    let output = commit(&["--yes"]);
    assert_eq!(output.status.code(), Some(0));
    let repository = git2::Repository::open(&desk.root).unwrap();
    let author = repository.head().unwrap().peel_to_commit().unwrap().author().name().unwrap().to_owned();
    assert_eq!(author, "alex");
}

#[test]
fn a_repository_that_is_on_no_branch_is_said_plainly() {
    let desk = Desk::new();
    let repository = git2::Repository::open(&desk.root).unwrap();
    let tip = repository.head().unwrap().target().unwrap();
    repository.set_head_detached(tip).unwrap();
    let before = desk.read(PLAN);
    let (_, err, status) = desk.all(&["commit"]);
    assert_eq!(status, 2);
    assert!(err.contains("on no branch") && err.contains("saved"), "{err}");
    assert_eq!(desk.read(PLAN), before);
    desk.nec(&["commit", "-m", " "]).assert().code(2);
    desk.nec(&["commit", "nowhere"]).assert().code(2);
}

#[test]
fn fmt_settles_spacing_and_never_order() {
    let desk = Desk::new();
    desk.nec(&["fmt", "--check"]).assert().success().stdout("");
    let crooked = "\u{feff}format=1\r\nedition   =  'nec-2020'   # ours\r\nperiod = \"2026-27\"\r\narea = \"west-dorset\"\r\n\r\n\r\n[profile]\r\nsummary = \"\"\"\r\none\r\ntwo\"\"\"\r\n";
    desk.write(PLAN, crooked);
    desk.nec(&["fmt", "--check"]).assert().code(1).stdout(format!("{PLAN}\n"));
    assert_eq!(desk.read(PLAN), crooked);
    desk.write("2020/purbeck.toml", "format = 1\n");
    desk.nec(&["fmt", "--check", "--period", "2020"]).assert().success();
    std::fs::remove_dir_all(desk.root.join("2020")).unwrap();
    desk.nec(&["fmt"]).assert().success().stdout(format!("{PLAN}\n"));
    let settled = desk.read(PLAN);
    assert_eq!(
        settled,
        "format = 1\nedition = \"nec-2020\"  # ours\nperiod = \"2026-27\"\narea = \"west-dorset\"\n\n[profile]\nsummary = \"\"\"\none\ntwo\"\"\"\n"
    );
    desk.nec(&["fmt"]).assert().success().stdout("");
    assert_eq!(desk.read(PLAN), settled);
}

#[test]
fn status_tells_of_every_area() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let json: Value = serde_json::from_str(&desk.out(&["status", "--format", "json"])).unwrap();
    assert_eq!((&json["version"], &json["today"]), (&1.into(), &"2026-11-22".into()));
    let areas = json["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 10);
    for area in areas {
        let keys: Vec<&str> = area.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "area",
                "name",
                "period",
                "path",
                "status",
                "stage",
                "standards",
                "incomplete",
                "non_compliant",
                "advice",
                "waived",
                "changed",
                "changed_by",
                "unsent"
            ]
        );
    }
    let find = |id: &str| areas.iter().find(|area| area["area"] == id).unwrap();
    let drafted = find("west-dorset");
    assert_eq!((&drafted["status"], &drafted["path"]), (&"draft".into(), &PLAN.into()));
    assert_eq!(drafted["changed_by"], "Inspector, West Dorset");
    assert!(drafted["changed"].as_str().unwrap().ends_with('Z'), "{drafted}");
    let standard = &drafted["standards"][0];
    assert_eq!(
        (&standard["number"], &standard["state"], &standard["grade"]),
        (&1.into(), &"not-started".into(), &Value::Null)
    );
    assert_eq!((&find("poole")["status"], &find("poole")["period"]), (&"not-started".into(), &Value::Null));
    let human = desk.out(&["status"]);
    assert!(human.contains("West Dorset") && human.contains("c nothing missing"), "{human}");
    desk.write("2020/purbeck.toml", "format = 1\n");
    let period = desk.out(&["status", "--period", "2020", "--format", "json"]);
    assert!(!period.contains("\"draft\""), "{period}");
}

#[test]
fn status_tells_what_is_on_this_computer_alone() {
    let desk = Desk::new();
    let unsent = || {
        let json: Value = serde_json::from_str(&desk.out(&["status", "--format", "json"])).unwrap();
        let areas = json["areas"].as_array().unwrap();
        areas.iter().find(|area| area["area"] == "west-dorset").unwrap()["unsent"].clone()
    };
    desk.nec(&["commit"]).assert().success();
    assert_eq!(unsent(), Value::Null, "there is nowhere to send it");
    let git = git2::Repository::open(&desk.root).unwrap();
    git.remote("origin", "/nowhere/plans.git").unwrap();
    assert_eq!(unsent(), true);
    let tip = git.head().unwrap().target().unwrap();
    let branch = git.head().unwrap().shorthand().unwrap().to_owned();
    git.reference(&format!("refs/remotes/origin/{branch}"), tip, true, "sent").unwrap();
    assert_eq!(unsent(), false);
    desk.nec(&["set", "west-dorset", "author.post", "Acting inspector"]).assert().success();
    assert_eq!(unsent(), true, "it is not even recorded");
}

#[test]
fn a_spreadsheet_takes_no_formula_from_a_name() {
    let desk = Desk::new();
    desk.write(
        "areas.toml",
        desk.read("areas.toml").replace("name = \"Poole\"", "name = \"=1+1, \\\"x\\\"\""),
    );
    let csv = desk.out(&["status", "--format", "csv"]);
    assert!(csv.contains("poole,\"'=1+1, \"\"x\"\"\","), "{csv}");
    let columns: Vec<usize> =
        csv.lines().filter(|line| !line.contains('"')).map(|line| line.split(',').count()).collect();
    assert!(columns.len() > 5 && columns.iter().all(|count| *count == columns[0]), "{csv}");
}

#[test]
fn the_doctor_finds_and_mends() {
    let desk = Desk::new();
    desk.nec(&["doctor"]).assert().success();
    std::fs::remove_file(desk.root.join(".gitignore")).unwrap();
    std::fs::remove_dir_all(desk.root.join(".git")).unwrap();
    let (out, _, status) = desk.all(&["doctor"]);
    assert_eq!(status, 1);
    assert!(out.contains("in no repository") && out.contains("nec doctor --fix"), "{out}");
    assert!(!desk.root.join(".git").exists(), "without --fix it only looks");
    let out = desk.out(&["doctor", "--fix"]);
    assert_eq!(out.matches("\nmended").count(), 3, "git's settings went with the repository: {out}");
    desk.nec(&["doctor"]).assert().success();
    assert_eq!(subject(&desk), "Begin to keep versions");
}

#[test]
fn the_doctor_warns_of_a_folder_that_a_cloud_drive_keeps() {
    let desk = Desk::new();
    let folder = desk.home.path().join("OneDrive - Dorset Police/plans");
    let folder = folder.to_str().unwrap();
    desk.nec(&["init", folder]).assert().success();
    let (out, _, status) = desk.all(&["doctor", "--dir", folder]);
    assert_eq!(status, 1);
    assert!(out.contains("OneDrive keeps this folder in step") && out.contains("Move the folder"), "{out}");
}

#[test]
fn the_doctor_makes_the_directory_that_is_not_there_only_when_told_to() {
    let desk = Desk::empty();
    let doctor = |args: &[&str]| {
        let output = desk.nec(&["doctor"]).args(args).current_dir(desk.home.path()).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    let (out, status) = doctor(&[]);
    assert_eq!(status, Some(1), "{out}");
    let (out, status) = doctor(&[]);
    assert_eq!(status, Some(1), "nothing was made: {out}");
    let (out, status) = doctor(&["--fix"]);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("Made a plan directory"), "{out}");
}

#[test]
fn a_plan_recorded_without_the_venues_that_it_uses_is_told() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let book = desk.read("areas.toml");
    let venue = "\n[[venue]]\nid = \"barn\"\nname = \"Barn\"\nsettlement = \"Bridport\"\n";
    desk.write("areas.toml", format!("{book}{venue}"));
    let activity = "\n[[standards.face-to-face.activities]]\nid = \"a\"\ntitle = \"Drop-in\"\n";
    desk.write(PLAN, desk.read(PLAN) + activity);
    let (_, err, _) = desk.all(&["commit", "west-dorset"]);
    assert!(!err.contains("venue book"), "the plan does not use it: {err}");
    let told = "The venue book has venues that this plan uses and no version has: nec commit without an area records it too.";
    desk.write(PLAN, desk.read(PLAN) + "venues = [\"barn\"]\n");
    // And as long as that is so.
    for _ in 0..2 {
        let (out, err, status) = desk.all(&["commit", "west-dorset"]);
        assert!(err.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{err}");
        assert!(!out.contains("areas.toml") && status == 0, "{out}");
    }
    let (out, err, _) = desk.all(&["commit"]);
    assert!(out.contains("areas.toml") && !err.contains("venue book"), "{out}{err}");
    let (_, err, _) = desk.all(&["commit", "west-dorset"]);
    assert!(!err.contains("venue book"), "{err}");
}
