//! From a new computer to a first version, and back the next day.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;

use support::Desk;

/// The folder in which plans are kept where nobody named one.
const KEPT: &str = ".local/share/nec/plans";

#[test]
fn from_the_first_screen_to_the_first_version() {
    let desk = Desk::new();
    let root = desk.setup.home().join(KEPT);
    let mut nec = desk.start(&[]);
    let screen = nec.wait_for_text("Start on this computer");
    assert!(screen.contains("A short tour") && screen.contains("Look at a finished example"), "{screen}");
    assert!(screen.contains("> Open my force's plans"), "{screen}");
    nec.keys(&["Down", "Enter"]);
    let screen = nec.wait_for_text("no plan yet");
    assert!(screen.contains("Your plans are kept on this computer."), "{screen}");
    assert!(screen.contains("Dorset Police") && screen.contains("West Dorset"), "{screen}");
    nec.keys(&["/"]);
    nec.type_text("west dor");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_text("West Dorset · 2026-27 · draft");
    assert!(screen.contains("Inspector, West Dorset"), "{screen}");
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.sections(3);
    nec.wait_for_text("What we commit to");
    nec.type_text("We will meet people in Bridport every month.");
    nec.wait_saved("every month.");
    nec.keys(&["F9"]);
    let screen = nec.wait_for_text("Your name or post, asked this once");
    assert!(screen.contains("West Dorset 2026-27"), "the message is prefilled: {screen}");
    nec.keys(&["Tab"]);
    nec.type_text("Inspector, West Dorset");
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");

    let at = Desk { setup: desk.setup.clone().in_dir(&root) };
    let plan = at.text();
    assert!(plan.contains("email = \"insp.west@example.police.uk\""), "{plan}");
    assert!(plan.contains("We will meet people in Bridport every month."), "{plan}");
    assert_eq!(at.git(&["show", "HEAD:2026-27/west-dorset.toml"]), plan);
    let author = at.git(&["log", "-1", "--format=%an <%ae>|%cn <%ce>"]);
    let who = "Inspector, West Dorset <insp.west@example.police.uk>";
    assert_eq!(author.trim(), format!("{who}|{who}"));
    assert_eq!(at.git(&["show", "--name-only", "--format=", "HEAD"]).trim(), "2026-27/west-dorset.toml");
    assert_eq!(at.git(&["status", "--porcelain"]), "");
    at.git(&["fsck", "--strict"]);

    // The second version asks nobody.
    nec.type_text(" And again in Lyme Regis.");
    nec.wait_saved("Lyme Regis.");
    nec.keys(&["F9"]);
    let screen = nec.wait_for_text("What changed, in a few words");
    assert!(!screen.contains("asked this once") && screen.contains("Inspector, West Dorset"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    assert_eq!(at.git(&["log", "-1", "--format=%an"]).trim(), "Inspector, West Dorset");
    assert_eq!(at.git(&["rev-list", "--count", "HEAD"]).trim(), "3");
    nec.leave();
}

#[test]
fn the_next_day_it_opens_where_it_was() {
    let desk = Desk::new();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("Start on this computer");
    nec.keys(&["Down", "Enter"]);
    nec.wait_for_text("no plan yet");
    nec.keys(&["/"]);
    nec.type_text("west dor");
    // Pressed twice, as people do who are used to double clicks.
    nec.send("\r\r");
    nec.wait_for_text("West Dorset · 2026-27 · draft");
    nec.sections(4);
    nec.type_text("We tell people early and often.");
    nec.keys(&["Ctrl+Left", "Ctrl+Left"]);
    nec.wait_saved("early and often.");
    nec.leave();

    let mut again = desk.start(&[]);
    let screen = again.wait_for_text("Kept in");
    assert!(!screen.contains("Start on this computer"), "{screen}");
    // The plan that was open is chosen.
    again.wait_for(">West Dorset", |screen| screen.contains("> West Dorset"));
    again.keys(&["Enter"]);
    let screen = again.wait_for_text("You were here. 0 of 8 have nothing missing.");
    assert!(screen.contains("section 5 of 11"), "{screen}");
    again.type_text("very ");
    again.wait_saved("early and very often.");
    again.leave();
}

#[test]
fn the_tour_is_five_pages_and_comes_back() {
    let desk = Desk::new();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("A short tour");
    nec.keys(&["Down", "Down", "Down", "Enter"]);
    for page in 1..=5 {
        nec.wait_for_text(&format!("({page} of 5)"));
        nec.keys(&["Enter"]);
    }
    let screen = nec.wait_for_no_text("(5 of 5)");
    assert!(screen.contains("Start on this computer"), "{screen}");
    nec.leave();
    assert!(!desk.setup.home().join(KEPT).exists(), "looking about makes nothing");
}

#[test]
fn leaving_the_first_screen_leaves_nothing_behind() {
    let desk = Desk::new();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("Start on this computer");
    nec.keys(&["Esc"]);
    nec.wait_for_text("Ctrl+Q leaves.");
    nec.keys(&["F1"]);
    nec.wait_for_text("Esc back");
    nec.keys(&["Esc"]);
    nec.leave();
    let left: Vec<_> = fs::read_dir(desk.setup.home()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}
