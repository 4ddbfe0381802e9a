//! `nec check` as people read it, alone or aloud, and what the force has set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

#[test]
fn what_is_not_started_is_one_group_and_its_help_is_said_once() {
    let desk = Desk::new();
    let (out, _, _) = desk.all(&["check"]);
    assert!(out.starts_with("West Dorset, 2026-27: draft\n===========================\n"), "{out}");
    assert_eq!(out.matches("[standard-not-started]").count(), 1, "{out}");
    assert!(out.contains("to do[standard-not-started]: 8 standards are not started"), "{out}");
    assert!(
        out.contains("these: 1 Knowing the community") && out.contains("8 Listening, and saying"),
        "{out}"
    );
    assert_eq!(out.matches("Every plan answers every standard of its edition.").count(), 1);
    let (json, _) = desk.checked(&[]);
    let flags = json["findings"].as_array().unwrap().iter();
    assert_eq!(flags.filter(|flag| flag["rule"] == "standard-not-started").count(), 8, "data has each");
    // All but one begun: it stands at its standard.
    let begun = |id: &&str| format!("\n[standards.{id}]\ncommitment = \"We meet people.\"\n");
    let ids =
        ["priorities", "face-to-face", "publicising", "website", "social-media", "partners", "inclusion"];
    desk.write(PLAN, desk.read(PLAN) + &ids.iter().map(begun).collect::<String>());
    let (out, _, _) = desk.all(&["check"]);
    assert!(out.contains("\n8 Listening, and saying what was done: not started\n"), "{out}");
    assert!(out.contains("[standard-not-started]: Standard 8,"), "{out}");
}

#[test]
fn lines_are_no_wider_than_people_read() {
    let desk = Desk::new();
    let (out, _, _) = desk.all(&["check"]);
    let widest = out.lines().filter(|line| line.starts_with("   ")).map(|line| line.chars().count()).max();
    assert!(widest.unwrap() <= 115, "{out}");
}

#[test]
fn the_summary_says_each_plan_in_a_sentence() {
    let desk = Desk::new();
    let one = desk.all(&["check"]).0;
    assert!(!one.contains("West Dorset, 2026-27, draft:"), "one plan needs no list: {one}");
    desk.nec(&["new", "purbeck"]).assert().success();
    let out = desk.all(&["check"]).0.replace('\n', " ");
    for told in [
        "Purbeck, 2026-27, draft: 1 falls short, 11 are to do. Not started: all 8 standards.",
        "West Dorset, 2026-27, draft: 1 falls short, 11 are to do. Not started: all 8 standards.",
        "2 plans were checked, as of 22 November 2026. Flags: 2 fall short, 22 are to do.",
        "Flags say what is written down. They do not say how good it is.",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
}

#[test]
fn a_line_of_its_own_has_the_words_of_the_screen() {
    let desk = Desk::new();
    let (out, _, _) = desk.all(&["check", "--format", "short"]);
    let first = out.lines().next().unwrap();
    assert!(first.starts_with(&format!("{PLAN}:10:1: to do: The author")), "{first}");
    assert!(out.contains(": falls short: 3 neighbourhoods have no named officer"), "{out}");
}

#[test]
fn what_the_force_has_set_is_said_wherever_it_matters() {
    let desk = Desk::new();
    let set = "[rules]\nauthor-missing = \"advice\"\nmeeting-gap = \"off\"\n";
    desk.write("nec.toml", desk.read("nec.toml").replace("[rules]\n", set));
    let out = desk.all(&["check"]).0;
    assert!(out.contains("advice[author-missing]"), "{out}");
    assert!(out.contains("= set: the force counts it so in nec.toml; by itself it is to do"), "{out}");
    assert_eq!(out.matches("= set:").count(), 1);
    let told = "The force has set rules in nec.toml: author-missing is advice (to do by itself); meeting-gap is off.";
    assert!(out.replace('\n', " ").contains(told), "{out}");
    let out = desk.out(&["explain", "meeting-gap"]);
    assert!(out.contains("The force has set it in nec.toml: here it is off."), "{out}");
    assert!(!desk.out(&["explain", "meeting-frequency"]).contains("nec.toml: here"));
    let rules = desk.out(&["rules"]);
    let line = |name: &str| rules.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
    assert!(
        line("meeting-gap ").contains(" off ")
            && line("meeting-gap ").ends_with("Set in nec.toml; falling short by itself.")
    );
    assert!(!line("meeting-frequency ").contains("nec.toml"));
    // Without a plan directory an explanation is still there.
    let empty = Desk::empty();
    assert!(empty.out(&["explain", "meeting-gap"]).contains("meeting-gap"));
}
