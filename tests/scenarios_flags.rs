//! Flags on the screen: walked, listed, mended, set aside.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Desk;

const ACTIVITIES: &str = "[standards.face-to-face]\ncommitment = \"Every month.\"\n\n\
    [[standards.face-to-face.activities]]\nid = \"aaaaaa\"\ntitle = \"Bridport drop-in\" # ours\nkind = \"drop-in\"\n\
    starts = 2026-12-03\nevery = \"month\"\nowner = \"Sergeant, Bridport\"\n";

#[test]
fn f8_walks_through_the_plan_and_begins_again() {
    let desk = Desk::plan_with(ACTIVITIES);
    let mut nec = desk.open();
    let said = desk.nec(&["check", "west-dorset", "--format", "json"]).out;
    let flags = said.matches("\"rule\":").count();
    assert!(flags > 15, "{said}");
    nec.keys(&vec!["F8"; flags]);
    let screen = nec.wait_for_text("section 10 of 11");
    assert!(!screen.contains("That was the last flag"), "every one was gone to once: {screen}");
    nec.keys(&["F8"]);
    let screen = nec.wait_for_text("That was the last flag; this is the first.");
    assert!(screen.contains("section 1 of 11"), "{screen}");
    nec.keys(&["F7"]);
    nec.wait_for_text("That was the first flag; this is the last.");
    nec.wait_for_text("section 10 of 11");
    nec.leave();
}

#[test]
fn enter_on_a_listed_flag_goes_there() {
    let desk = Desk::plan_with(ACTIVITIES);
    let mut nec = desk.open();
    nec.command("all flags");
    let screen = nec.wait_for_text("Flags:");
    assert!(screen.contains("fall short") && screen.contains("to do"), "{screen}");
    let row = screen.row_with("has no venue or link").expect("that flag");
    let first = screen.row_with("> ").expect("the chosen flag");
    nec.keys(&vec!["Down"; usize::from(row - first)]);
    nec.wait_for("the flag chosen", |screen| screen.row(row).contains('>'));
    nec.keys(&["Enter"]);
    nec.wait_for_text(">Venue from the book");
    nec.leave();
}

#[test]
fn f6_mends_what_needs_no_thought_and_undo_takes_it_back() {
    let desk = Desk::plan_with(ACTIVITIES);
    let before = desk.text();
    let mut nec = desk.open();
    nec.command("all flags");
    nec.wait_for_text("Flags:");
    let chosen = |screen: &support::Screen| screen.row_with("> ").map(|row| screen.row(row).to_owned());
    let mut at = nec.wait_for("a flag chosen", |screen| chosen(screen).is_some());
    while !chosen(&at).is_some_and(|row| row.contains("does not say how many")) {
        let before = chosen(&at);
        nec.keys(&["Down"]);
        at = nec
            .wait_for("the next flag chosen", |screen| chosen(screen).is_some_and(|row| Some(row) != before));
    }
    nec.keys(&["Enter"]);
    nec.wait_for_text("F6:");
    nec.keys(&["F6"]);
    nec.wait_for_text("Ctrl+Z takes it back.");
    let text = desk.wait_for_words("publicise-days = 7");
    assert!(text.contains("title = \"Bridport drop-in\" # ours"), "{text}");
    let said = desk.nec(&["check", "west-dorset", "--format", "short"]);
    assert!(!said.out.contains("publicity-lead-time"), "{}", said.out);
    nec.keys(&["Ctrl+Z"]);
    desk.wait_for_plan(|text| text == before);
    nec.leave();
}

#[test]
fn a_standard_set_aside_asks_for_a_reason_and_can_be_taken_back_in() {
    let desk = Desk::plan();
    let mut nec = desk.open_at("inclusion");
    nec.type_text("Kept.");
    nec.wait_saved("Kept.");
    let before = desk.text();
    nec.command("set this standard aside");
    nec.wait_for_text(">Set aside, because");
    let said = |rule: &str| desk.nec(&["check", "west-dorset", "--format", "short"]).out.contains(rule);
    desk.wait_for_words("not-applicable = \"\"");
    assert!(said("not-applicable-without-reason"));
    nec.type_text("The county's team does this for all areas.");
    nec.wait_saved("The county's team does this for all areas.");
    assert!(!said("not-applicable-without-reason"));
    let states = desk.nec_well(&["status", "--format", "json"]);
    assert!(states.contains("not-applicable"), "{states}");
    nec.sections(1);
    nec.wait_for("the mark of what is set aside", |screen| screen.contains("7–"));
    nec.keys(&["F2"]);
    nec.command("set this standard aside");
    nec.wait_for_no_text("Set aside, because");
    desk.wait_for_plan(|text| text == before);
    nec.leave();
}

#[test]
fn a_flag_goes_when_its_field_is_filled() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.wait_for_text("◐Author's work e-mail");
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.keys(&["Tab"]);
    let screen = nec.wait_saved(">The area in a few sentences");
    assert!(!screen.contains("◐Author's work e-mail"), "{screen}");
    nec.leave();
}
