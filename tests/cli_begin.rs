//! `nec init`, `nec new`, and the directory that is made for whoever named none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

#[test]
fn init_makes_a_directory_with_its_first_version() {
    let desk = Desk::empty();
    let out = desk.out(&["init", "ours"]);
    assert!(out.contains("Dorset Police") && out.contains("first version"), "{out}");
    for file in
        ["nec.toml", "areas.toml", "standards/nec-2020.toml", "standards/nec-2019.toml", ".gitattributes"]
    {
        assert!(desk.root.join("ours").join(file).is_file(), "{file}");
    }
    let repository = git2::Repository::open(desk.root.join("ours")).unwrap();
    let first = repository.head().unwrap().peel_to_commit().unwrap();
    assert_eq!(first.author().email().unwrap(), "inspector@example.police.uk");
    let statuses = repository.statuses(None).unwrap();
    assert!(statuses.iter().all(|entry| entry.status().is_ignored()), "everything else is recorded");
    let (json, status) = desk.checked(&["--dir", "ours"]);
    assert_eq!((status, &json["summary"]["plans"]), (0, &0.into()));
}

#[test]
fn init_does_not_touch_what_is_there() {
    let desk = Desk::new();
    let before = desk.read("nec.toml");
    let (_, err, status) = desk.all(&["init"]);
    assert_eq!(status, 2);
    assert!(err.contains("already") && err.contains("Nothing in it was touched"), "{err}");
    assert_eq!(desk.read("nec.toml"), before);
    let other = Desk::empty();
    other.write("areas.toml", "mine\n");
    other.write("notes.txt", "mine\n");
    other.nec(&["init"]).assert().code(2);
    assert_eq!(other.read("areas.toml"), "mine\n");
    assert!(!other.root.join("nec.toml").exists());
    std::fs::remove_file(other.root.join("areas.toml")).unwrap();
    other.nec(&["init"]).assert().success();
    assert_eq!(other.read("notes.txt"), "mine\n");
}

#[test]
fn another_force_has_areas_of_its_own() {
    let desk = Desk::empty();
    desk.nec(&["init", "--force", "Wessex \"Example\" Police"]).assert().success();
    assert!(desk.read("nec.toml").contains("Wessex"));
    let (_, err, status) = desk.all(&["new", "west-dorset"]);
    assert_eq!(status, 2);
    assert!(err.contains("first-area"), "{err}");
    desk.nec(&["new", "first-area"]).assert().success();
    Desk::empty().nec(&["init", "--force", " "]).assert().code(2);
}

#[test]
fn a_directory_inside_a_larger_repository_joins_it() {
    let desk = Desk::empty();
    git2::Repository::init(&desk.root).unwrap();
    let out = desk.out(&["init", "inner/plans"]);
    assert!(out.contains("repository that it lies in"), "{out}");
    assert!(!desk.root.join("inner/plans/.git").exists());
    desk.nec(&["new", "purbeck", "--dir", "inner/plans"]).assert().success();
    desk.nec(&["commit", "--dir", "inner/plans"]).assert().success();
}

#[test]
fn a_new_plan_has_the_periods_dates() {
    let desk = Desk::new();
    let text = desk.read(PLAN);
    assert!(text.contains("starts = 2026-12-01\nends = 2027-11-30\nstatus = \"draft\""), "{text}");
    let (_, err, status) = desk.all(&["new", "west-dorset"]);
    assert_eq!(status, 2, "every period has a plan: {err}");
    let (_, err, status) = desk.all(&["new", "west-dorset", "--period", "2026-27"]);
    assert_eq!(status, 2);
    assert!(err.contains("nec draft west-dorset"), "{err}");
    assert_eq!(desk.read(PLAN), text);
}

#[test]
fn a_period_that_the_settings_do_not_have_needs_its_dates() {
    let desk = Desk::new();
    let settings = desk.read("nec.toml");
    let (_, err, status) = desk.all(&["new", "purbeck", "--period", "2031"]);
    assert_eq!(status, 2);
    assert!(err.contains("--starts"), "{err}");
    let dates = ["--starts", "2031-01-01", "--ends", "2031-12-31"];
    desk.nec(&["new", "purbeck", "--period", "2031"]).args(dates).assert().success();
    assert!(desk.read("2031/purbeck.toml").contains("starts = 2031-01-01"));
    assert_eq!(desk.read("nec.toml"), settings, "nec.toml is never edited");
    for wrong in [
        vec!["--starts", "2031-01-01"],
        vec!["--starts", "2031-12-31", "--ends", "2031-01-01"],
        vec!["--starts", "2031-02-30", "--ends", "2031-12-31"],
        vec!["--edition", "nec-1999"],
    ] {
        desk.nec(&["new", "poole", "--period", "2032"]).args(wrong).assert().code(2);
    }
    desk.nec(&["new", "poole", "--period", "../x"]).args(dates).assert().code(2);
    desk.nec(&["new", "poole", "--period", "con"]).args(dates).assert().code(2);
    let (_, err, _) = desk.all(&["new", "pole"]);
    assert!(err.contains("poole"), "{err}");
}

#[test]
fn a_plan_is_carried_over() {
    let desk = Desk::new();
    let field = |name: &str| format!("standards.face-to-face.activities.+.{name}");
    let row = desk.out(&["set", "west-dorset", &field("title"), "Bridport drop-in"]);
    let at = |name: &str| format!("standards.face-to-face.activities.{}.{name}", row.trim());
    for (name, value) in
        [("starts", "2026-12-03"), ("every", "month"), ("on", "first thursday"), ("dates", "[2027-08-14]")]
    {
        desk.nec(&["set", "west-dorset", &at(name), value]).assert().success();
    }
    desk.nec(&["set", "west-dorset", "status", "approved"]).assert().success();
    desk.write("2026-27/west-dorset.record.toml", "format = 1\n");
    let dates = ["--starts", "2027-12-01", "--ends", "2028-11-30"];
    let output = desk
        .nec(&["new", "West Dorset", "--period", "2027-28", "--from", "2026-27"])
        .args(dates)
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.contains("Recurrences moved on: 1") && out.contains("Bridport drop-in: 1 stated date"),
        "{out}"
    );
    let get = |path: &str| desk.out(&["get", "west-dorset", path, "--period", "2027-28"]);
    assert_eq!(get(&at("starts")), "2027-12-02\n");
    assert_eq!(get("status"), "draft\n");
    assert_eq!(get("period"), "2027-28\n");
    desk.nec(&["get", "west-dorset", &at("dates"), "--period", "2027-28"]).assert().code(1);
    assert!(!desk.root.join("2027-28/west-dorset.record.toml").exists());
    let (_, err, status) = desk.all(&["new", "purbeck", "--from", "2026-27"]);
    assert_eq!(status, 2);
    assert!(err.contains("no plan of purbeck"), "{err}");
}

#[test]
fn whoever_names_no_directory_gets_one_on_first_use() {
    let desk = Desk::empty();
    let away = desk.home.path().to_path_buf();
    let (out, err) = {
        let output = desk.nec(&["new", "purbeck"]).current_dir(&away).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert!(out.contains("2026-27/purbeck.toml") && err.contains("first version"), "{out}{err}");
    desk.nec(&["set", "purbeck", "profile.summary", "x"]).current_dir(&away).assert().success().stderr("");
    let output = desk.nec(&["commit"]).current_dir(&away).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn the_directory_is_the_first_that_is_named() {
    let desk = Desk::empty();
    for name in ["option", "variable", "working/inner"] {
        desk.nec(&["init", name, "--force", name]).assert().success();
    }
    let inner = desk.root.join("working/inner/2026-27");
    std::fs::create_dir(&inner).unwrap();
    let force = |command: &mut assert_cmd::Command| {
        let output = command.current_dir(&inner).output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines().find(|line| line.contains("Plan directory")).unwrap().to_owned()
    };
    assert!(force(&mut desk.nec(&["doctor"])).contains("inner, found from the working directory"));
    let variable = desk.root.join("variable");
    assert!(force(desk.nec(&["doctor"]).env("NEC_DIR", &variable)).contains("variable, named by NEC_DIR"));
    let option = desk.root.join("option");
    let option = option.to_str().unwrap();
    for args in [["doctor", "--dir", option], ["--dir", option, "doctor"]] {
        assert!(force(desk.nec(&args).env("NEC_DIR", &variable)).contains("option, named by --dir"));
    }
}
