//! What can be read without a plan: help, the manual, rules, standards; and what the command line refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

const COMMANDS: [&str; 20] = [
    "init",
    "join",
    "new",
    "draft",
    "check",
    "explain",
    "rules",
    "standards",
    "status",
    "show",
    "get",
    "set",
    "unset",
    "fmt",
    "commit",
    "sync",
    "resolve",
    "completions",
    "man",
    "doctor",
];

#[test]
fn everything_has_help_with_an_example() {
    let desk = Desk::empty();
    let whole = desk.out(&["--help"]);
    for command in COMMANDS {
        assert!(whole.contains(&format!("\n  {command} ")), "{command}: {whole}");
        let help = desk.out(&[command, "--help"]);
        assert!(help.contains("Example") && help.contains(&format!("  nec {command}")), "{help}");
        assert!(help.contains("--dir") && help.contains("--today"), "{help}");
        let short = desk.out(&[command, "-h"]);
        assert!(short.contains("Example"), "{short}");
    }
    assert!(whole.contains("Exit status"));
    assert!(!whole.contains("TODO"));
    desk.nec(&["--version"]).assert().success();
}

#[test]
fn the_manual_and_completions_name_every_command() {
    let desk = Desk::empty();
    let manual = desk.out(&["man"]);
    assert!(manual.starts_with(".ie") || manual.contains(".TH"), "{manual}");
    for command in COMMANDS {
        assert!(manual.contains(&format!("\"NEC {}\"", command.to_uppercase())), "{command}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let words = desk.out(&["completions", shell]);
        assert!(words.contains("standards") && words.contains("doctor"), "{shell}");
    }
    desk.nec(&["completions", "nonsense"]).assert().code(2);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let desk = Desk::new();
    let rules = desk.out(&["rules"]);
    for rule in nec::check::rules() {
        assert!(rules.contains(rule.name), "{}", rule.name);
        let text = desk.out(&["explain", rule.name]);
        assert!(text.contains(rule.name) && text.contains("What clears it"), "{text}");
    }
    desk.write("nec.toml", desk.read("nec.toml") + "\n\"activity-on-holiday\" = \"off\"\n");
    let line = |out: &str| out.lines().find(|line| line.contains("activity-on-holiday")).unwrap().to_owned();
    assert!(line(&desk.out(&["rules"])).contains(" off "), "as the force has set it");
    let (_, err, status) = desk.all(&["explain", "meeting-gaps"]);
    assert_eq!(status, 2);
    assert!(err.contains("meeting-gap"), "{err}");
}

#[test]
fn standards_are_listed_shown_and_added() {
    let desk = Desk::new();
    let list = desk.out(&["standards"]);
    assert!(list.contains("nec-2020 (for new plans)") && list.contains("face-to-face"), "{list}");
    let one = desk.out(&["standards", "face-to-face"]);
    for part in
        ["face-to-face of nec-2020", "What readers look for", "Sources", "Where the wording comes from"]
    {
        assert!(one.contains(part), "{part}: {one}");
    }
    let whole = desk.out(&["standards", "nec-2019"]);
    assert!(whole.contains("10  "), "{whole}");
    let (_, err, status) = desk.all(&["standards", "face-to-fase"]);
    assert_eq!(status, 2);
    assert!(err.contains("face-to-face"), "{err}");
    desk.nec(&["standards", "--add", "nec-2019"]).assert().code(2);
    let before = desk.read("standards/nec-2019.toml");
    std::fs::remove_file(desk.root.join("standards/nec-2019.toml")).unwrap();
    assert!(desk.out(&["standards"]).contains("nec standards --add nec-2019"));
    desk.nec(&["standards", "--add", "nec-2019"]).assert().success();
    assert_eq!(desk.read("standards/nec-2019.toml"), before);
    desk.nec(&["standards", "--add", "../x"]).assert().code(2);
}

#[test]
fn a_plan_is_shown_to_be_read() {
    let desk = Desk::new();
    for (path, value) in [
        ("profile.summary", "Two market towns, and\n\nmany villages."),
        ("profile.population", "12345"),
        ("neighbourhoods.bridport.officer", "PC for Bridport"),
        ("standards.website.reviewed-every", "month"),
        ("standards.face-to-face.activities.+", "Bridport drop-in"),
    ] {
        desk.nec(&["set", "west-dorset", path, value]).assert().success();
    }
    let row = "standards.face-to-face.activities.\"Bridport drop-in\".every";
    desk.write(PLAN, desk.read(PLAN) + "\n[[standards.website.activities]]\ntitle = \"No id\"\n");
    desk.nec(&["set", "west-dorset", "standards.website.activities.\"No id\".every", "month"])
        .assert()
        .success();
    desk.nec(&["set", "west-dorset", row, "month"]).assert().code(2);
    let text = desk.out(&["show", "West Dorset"]);
    for part in [
        "West Dorset, 2026-27: 1 December 2026 to 30 November 2027",
        "  Two market towns, and\n\n  many villages.\n",
        "People: 12345",
        "1. Bridport\n",
        ": PC for Bridport\n",
        "2 Meeting people face to face\n------",
        "1. Bridport drop-in\n",
        "Nothing entered yet.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    desk.nec(&["show", "poole"]).assert().code(2);
    desk.nec(&["show", "west-dorset", "--period", "2031"]).assert().code(2);
}

#[test]
fn the_screen_needs_a_terminal() {
    let desk = Desk::new();
    for args in [vec![], vec!["draft", "west-dorset"], vec!["draft", "west-dorset", "--standard", "2"]] {
        let (out, err, status) = desk.all(&args);
        assert_eq!((out.as_str(), status), ("", 2), "{args:?}");
        assert!(err.contains("terminal"), "{err}");
    }
    for (args, near) in [
        (vec!["draft", "west-dorst"], "west-dorset"),
        (vec!["draft", "poole"], "nec new poole"),
        (vec!["draft", "west-dorset", "--standard", "face"], "face-to-face"),
    ] {
        let (_, err, status) = desk.all(&args);
        assert_eq!(status, 2, "{args:?}");
        assert!(err.contains(near), "{args:?}: {err}");
    }
}

#[test]
fn what_is_no_command_line_is_refused() {
    let desk = Desk::new();
    for args in [vec!["chekc"], vec!["check", "--fromat", "json"], vec!["get", "west-dorset"], vec!["sync"]] {
        let (out, err, status) = desk.all(&args);
        assert_eq!((out.as_str(), status), ("", 2), "{args:?}");
        assert!(!err.is_empty());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    let program = assert_cmd::cargo::cargo_bin!("nec");
    let mut child = std::process::Command::new(program)
        .args(["standards", "nec-2020"])
        .env("HOME", desk.home.path())
        .current_dir(&desk.root)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
    assert!(desk.root.join(PLAN).is_file());
}
