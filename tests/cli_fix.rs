//! `nec check --fix`: what is mechanical is mended, all else stays.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

/// A plan with four flags that need nobody to decide anything, and others that do.
fn broken(desk: &Desk) -> String {
    let text = desk
        .read(PLAN)
        .replace("area = \"west-dorset\"", "area = \"purbeck\" # copied from there")
        .replace("[profile]\n", "# what we ask\n[profile]\nsummary = \"Quiet\u{200b} lanes.\" # mine\n")
        + "\n[[waivers]]\nid = \"w7m2qx\"\nrule = \"meeting-gap\"\nstandard = \"face-to-face\"\nreason = \"Works\"\n\
           by = \"Inspector\"\nuntil = 2028-03-31 # Easter\n\n\
           [standards.face-to-face]\ncommitment = \"We meet.\"\n\n\
           [[standards.face-to-face.activities]]\nid = \"k7m2qx\"\ntitle = \"One\"\n\n\
           [[standards.face-to-face.activities]]\nid = \"k7m2qx\" # copied\ntitle = \"Two\"\n";
    desk.write(PLAN, &text);
    text
}

const MENDED: [&str; 4] = ["hidden-characters", "plan-misplaced", "row-id-repeated", "waiver-incomplete"];

fn rules(desk: &Desk) -> Vec<String> {
    let (json, _) = desk.checked(&[]);
    let findings = json["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_dry_run_shows_the_lines_and_changes_nothing() {
    let desk = Desk::new();
    let before = broken(&desk);
    let (out, err, status) = desk.all(&["check", "--fix", "--dry-run"]);
    assert_eq!(status, 1, "{err}");
    assert_eq!(desk.read(PLAN), before);
    for line in [
        "-area = \"purbeck\" # copied from there",
        "+area = \"west-dorset\" # copied from there",
        "-summary = \"Quiet⟨U+200B⟩ lanes.\" # mine",
        "+summary = \"Quiet lanes.\" # mine",
        "-until = 2028-03-31 # Easter",
        "+until = 2027-11-30 # Easter",
    ] {
        assert!(out.lines().any(|shown| shown == line), "{line} is not in:\n{out}");
    }
    assert!(out.starts_with(&format!("--- {PLAN}\n+++ {PLAN}, mended\n@@ -")), "{out}");
    assert!(err.contains("4 flags would be mended; nothing was changed."), "{err}");
    assert!(!out.contains('\u{1b}'));
    let coloured = desk.all(&["--color", "always", "check", "--fix", "--dry-run"]).0;
    assert!(coloured.contains("\u{1b}[31m-area") && coloured.contains("\u{1b}[32m+area"), "{coloured}");
}

#[test]
fn what_is_mechanical_is_mended_and_all_else_stays() {
    let desk = Desk::new();
    let before = broken(&desk);
    let flagged = rules(&desk);
    assert!(MENDED.iter().all(|rule| flagged.iter().any(|flag| flag == rule)), "{flagged:?}");
    let (out, err, status) = desk.all(&["check", "--fix", "--format", "short"]);
    assert_eq!(status, 1, "what a person must do is left: {out}");
    for rule in MENDED {
        assert!(
            err.contains(&format!("[{rule}]")) && !out.contains(&format!("[{rule}]")),
            "{rule}: {err}{out}"
        );
    }
    assert!(
        err.contains(&format!("{PLAN}:"))
            && err.contains("Take them out.")
            && err.contains("Mended 4 flags."),
        "{err}"
    );
    let after = desk.read(PLAN);
    let lines = |one: &str, other: &str| -> Vec<String> {
        one.lines().filter(|line| !other.lines().any(|kept| kept == *line)).map(str::to_owned).collect()
    };
    let id = after.lines().rfind(|line| line.starts_with("id = ")).unwrap();
    assert_ne!(id, "id = \"k7m2qx\"");
    assert_eq!(
        lines(&after, &before),
        [
            "area = \"west-dorset\" # copied from there",
            "summary = \"Quiet lanes.\" # mine",
            "until = 2027-11-30 # Easter",
            id,
            "# copied",
        ]
    );
    assert_eq!(lines(&before, &after).len(), 4, "{after}");
    let (_, err, _) = desk.all(&["check", "--fix"]);
    assert!(err.contains("Nothing to mend that needs nobody to decide it."), "{err}");
    assert_eq!(desk.read(PLAN), after);
}

#[test]
fn what_only_a_person_knows_or_promises_is_never_written() {
    let desk = Desk::new();
    desk.out(&["init", "--example", "example"]);
    // Without its channels and days, the example has flags that one key mends on the screen.
    let example = desk.root.join("example");
    let file = example.join(PLAN);
    let text: String = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .filter(|line| {
            !["channels", "publicise-days", "reviewed", "access"].iter().any(|key| line.starts_with(key))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&file, &text).unwrap();
    let (_, err, _) = desk.all(&["--dir", "example", "check", "west-dorset", "--fix"]);
    assert!(err.contains("Nothing to mend"), "{err}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn only_the_plans_that_are_named_are_mended() {
    let desk = Desk::new();
    desk.out(&["new", "purbeck"]);
    let broken = broken(&desk);
    desk.nec(&["check", "purbeck", "--fix"]).assert().code(1);
    assert_eq!(desk.read(PLAN), broken);
    for args in [&["check", "--dry-run"][..], &["check", "--fix", "--rev", "HEAD"]] {
        desk.nec(args).assert().code(2);
    }
}
