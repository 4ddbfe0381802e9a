//! The versions of a plan on the screen: looked at, compared, brought back, in a real terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;

use support::{Desk, PLAN};

/// A plan with three versions: begun, a commitment, another wording of it.
fn drafted() -> Desk {
    let desk = Desk::plan()
        .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
        .env("GIT_AUTHOR_EMAIL", "insp.west@example.police.uk");
    desk.nec_well(&["commit"]);
    for words in ["We meet every month in Bridport.", "We meet every week in Bridport."] {
        desk.nec_well(&["set", "west-dorset", "standards.face-to-face.commitment", words]);
        desk.nec_well(&["commit"]);
    }
    desk
}

#[test]
fn who_changed_what_is_seen_and_a_version_comes_back_and_goes_again() {
    let desk = drafted();
    let before = desk.text();
    let mut nec = desk.open();
    nec.command("versions of this plan");
    let screen = nec.wait_for_text("Face to face: commitment changed");
    assert!(screen.contains("Versions: West Dorset, 2026-27"), "{screen}");
    assert!(screen.words().contains("Inspector, West Dorset"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_text("We meet every [-month-]{+week+} in Bridport.");
    nec.keys(&["c"]);
    nec.wait_for_text("Nothing changed since");
    nec.keys(&["Esc", "Down", "r"]);
    nec.wait_for_text("1 field changes, and words go from");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Brought back as in version");
    desk.wait_for_plan(|text| text.contains("every month"));
    // What can be undone goes with the program: a copy does not.
    let mut kept = std::fs::read_dir(desk.path(".nec/kept")).unwrap().flatten();
    assert!(kept.any(|file| std::fs::read_to_string(file.path()).unwrap() == before));
    nec.keys(&["Ctrl+Z"]);
    desk.wait_for_plan(|text| text == before);
    nec.leave();
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD", "--", PLAN]).trim(), "3");
}

#[test]
fn a_plan_that_was_taken_away_comes_back_from_the_list_of_areas() {
    let desk = drafted();
    let before = desk.text();
    fs::remove_file(desk.path(PLAN)).unwrap();
    desk.nec_well(&["commit"]);
    let mut nec = desk.open_areas();
    nec.wait_for_text("West Dorset");
    nec.type_text("/");
    nec.type_text("west d");
    nec.wait_for_text("Filter: west d");
    nec.command("versions of this plan");
    nec.wait_for_text("taken away");
    nec.keys(&["r"]);
    nec.wait_for_text("took the plan away");
    nec.keys(&["Down", "r"]);
    nec.wait_for_text("Bring this version back?");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Brought back as in version");
    assert_eq!(desk.text(), before);
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_text("as it was before");
    assert!(!desk.path(PLAN).exists());
    nec.leave();
}

#[test]
fn a_plan_that_was_never_recorded_and_taken_out_comes_back_after_a_restart() {
    let desk = Desk::plan();
    let before = desk.text();
    let mut nec = desk.open_areas();
    nec.wait_for_text("West Dorset");
    nec.type_text("/");
    nec.type_text("west d");
    nec.wait_for_text("Filter: west d");
    nec.keys(&["Delete"]);
    nec.wait_for("a filter of a letter less", |screen| {
        screen.contains("Filter: west") && !screen.contains("Filter: west d")
    });
    assert!(desk.path(PLAN).exists(), "while a filter is typed, Delete is of its text");
    let out = ["Home", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Delete"];
    nec.keys(&["Esc"]);
    nec.wait_for_no_text("Filter:");
    nec.keys(&out);
    nec.wait_for_text("Taken out: West Dorset. Ctrl+Z brings it back.");
    assert!(!desk.path(PLAN).exists());
    nec.leave();
    let mut nec = desk.open_areas();
    nec.wait_for_text("West Dorset");
    nec.keys(&["Ctrl+Z"]);
    let screen = nec.wait_for_text("Take back what was done last?");
    assert!(
        screen.words().contains("the plan of West Dorset for 2026-27, never recorded, was taken out"),
        "{screen}"
    );
    nec.keys(&["Enter"]);
    nec.wait_for_text("is as it was before");
    assert_eq!(desk.text(), before);
    nec.keys(&["Esc"]);
    nec.wait_for_no_text("is as it was before");
    nec.keys(&["Ctrl+Z"]);
    let screen = nec.wait_for_text("There is nothing left to take back.");
    assert!(!screen.contains("Something went wrong"), "{screen}");
    nec.keys(&out);
    nec.wait_for_text("Taken out: West Dorset.");
    nec.leave();
    let told = desk.nec_well(&["undo", "--yes"]);
    assert!(told.contains("never recorded, was taken out"), "{told}");
    assert_eq!(desk.text(), before);
}
