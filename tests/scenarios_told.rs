//! What people are told of what others did: whose it is, what it changed, what of their own does not stand any more.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared_support;
mod support;

use std::path::PathBuf;

use shared_support::{COMMITMENT, of, two};
use support::{Desk, PLAN, Screen, Session};

const ACTIVITIES: &str = "standards.face-to-face.activities";

/// Writes fields, records and sends them.
fn send(desk: &Desk, fields: &[(&str, &str)]) {
    record(desk, fields);
    desk.nec_well(&["sync"]);
}

fn record(desk: &Desk, fields: &[(&str, &str)]) {
    for (path, words) in fields {
        desk.nec_well(&["set", "west-dorset", path, words]);
    }
    desk.nec_well(&["commit"]);
}

/// Types an activity in a row of its own.
fn add_activity(desk: &Desk, owner: &str) {
    let id = desk.nec_well(&["set", "west-dorset", &format!("{ACTIVITIES}.+"), "Bridport drop-in"]);
    let of = |key: &str| format!("{ACTIVITIES}.{}.{key}", id.trim());
    for (key, value) in
        [("starts", "2026-12-03"), ("time", "18:30:00"), ("venue", "Example Hall"), ("owner", owner)]
    {
        desk.nec_well(&["set", "west-dorset", &of(key), value]);
    }
    desk.nec_well(&["commit"]);
}

/// Opens the plan after others changed it.
fn away(desk: &Desk) -> (Session, Screen) {
    let nec = desk.open();
    let screen = nec.wait_for_text("While you were away");
    (nec, screen)
}

/// The same desk with a server that lets nobody in until the file is there.
fn behind_a_gate(desk: &Desk, address: &str) -> (Desk, PathBuf) {
    let gate = desk.path(".git/gate");
    let shown = gate.to_str().unwrap();
    let relay = format!("r() {{ until [ -e '{shown}' ]; do sleep 0.1; done; eval \"$2\"; }}; r");
    let slow = desk.clone().env("GIT_SSH_COMMAND", &relay).env("GIT_SSH_VARIANT", "simple");
    slow.git(&["remote", "set-url", "origin", &format!("ssh://server.example.police.uk{address}")]);
    (slow, gate)
}

#[test]
fn what_a_conflict_took_from_ones_own_words_is_said_plainly_with_the_way_back() {
    let (inspector, sergeant, _) = two();
    send(&inspector, &[(COMMITMENT, "We meet people in Bridport every fortnight, and listen.")]);
    inspector.open().leave();
    record(&sergeant, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    assert_eq!(sergeant.nec(&["sync"]).status, 1, "both changed it");
    sergeant.nec_well(&["resolve", "west-dorset", COMMITMENT, "mine"]);
    sergeant.nec_well(&["sync"]);
    inspector.nec_well(&["sync"]);
    let nec = inspector.start(&[]);
    nec.wait_for("the line for the inspector", |screen| {
        screen.contains("Bridport changed 1 thing in West Dorset 2026-27")
            && screen.contains("yours not kept")
    });
    let (mut nec, screen) = away(&inspector);
    let words = screen.words();
    assert!(words.contains("Of what you wrote, this does not stand now"), "{screen}");
    let lost = "commitment (yours was not taken, but that of Sergeant, Bridport)";
    assert!(words.contains(lost), "{screen}");
    assert!(words.contains("h on the summary") && words.contains("r brings a version back"), "{screen}");
    // And so it is.
    nec.keys(&["Enter"]);
    nec.command("to the summary");
    nec.wait_for_text("standards have nothing missing");
    nec.keys(&["h"]);
    nec.wait_for_text("Inspector, West Dorset");
    nec.leave();
}

#[test]
fn what_was_not_taken_is_said_also_where_ones_own_work_since_was_brought_together_with_it() {
    let (inspector, sergeant, _) = two();
    send(&inspector, &[(COMMITMENT, "We meet people in Bridport every fortnight, and listen.")]);
    record(&sergeant, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    assert_eq!(sergeant.nec(&["sync"]).status, 1, "both changed it");
    sergeant.nec_well(&["resolve", "west-dorset", COMMITMENT, "mine"]);
    sergeant.nec_well(&["sync"]);
    send(&inspector, &[("profile.population", "1234")]);
    let (mut nec, screen) = away(&inspector);
    assert!(screen.words().contains("(yours was not taken, but that of Sergeant, Bridport)"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn a_text_that_another_wrote_anew_is_told_as_ones_own_and_a_sentence_more_is_not() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    let commitment = "We are at the market on every second Saturday. Come and see us there.";
    let summary = "We meet people. The coast has villages. There are two towns.";
    send(&inspector, &[(COMMITMENT, commitment), ("profile.summary", summary)]);
    inspector.open().leave();
    sergeant.nec_well(&["sync"]);
    let longer = format!("{summary} And a harbour.");
    send(&sergeant, &[(COMMITMENT, "Nothing is left of it: other words."), ("profile.summary", &longer)]);
    inspector.nec_well(&["sync"]);
    let (mut nec, screen) = away(&inspector);
    let words = screen.words();
    assert!(words.contains("yours was replaced by that of Sergeant, Bridport"), "{screen}");
    assert!(!words.contains("Area summary: yours"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn what_one_settled_oneself_is_no_news() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    send(&sergeant, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    record(&inspector, &[(COMMITMENT, "We meet people in Bridport every fortnight, and listen.")]);
    assert_eq!(inspector.nec(&["sync"]).status, 1);
    inspector.nec_well(&["resolve", "west-dorset", COMMITMENT, "theirs"]);
    inspector.nec_well(&["sync"]);
    let (mut nec, screen) = away(&inspector);
    assert!(!screen.words().contains("does not stand"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn what_comes_into_the_open_plan_is_told_with_its_fields_and_whose_it_is() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    let mut nec = inspector.open_at("partners");
    let words = "We meet people in Bridport every week, and listen.";
    send(&sergeant, &[(COMMITMENT, words), ("profile.population", "1234"), ("profile.households", "567")]);
    nec.wait_for("shared plans", |screen| screen.row(0).contains("Sent, as of "));
    nec.command("send and receive");
    let screen = nec.wait_for_text("Sent and received");
    let said = screen.words();
    assert!(said.contains("- West Dorset 2026-27, Sergeant, Bridport: "), "{screen}");
    assert!(said.contains("commitment changed") || said.contains("more"), "{screen}");
    assert!(!said.contains("nother program"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
    assert!(inspector.text().contains("every week"));
}

#[test]
fn what_another_program_receives_behind_the_open_plan_is_told_so_and_what_it_writes_by_its_fields() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    let mut nec = inspector.open_at("partners");
    send(&sergeant, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    let out = inspector.nec_well(&["sync"]);
    assert!(
        out.contains("  West Dorset 2026-27, Sergeant, Bridport: Face to face: commitment changed\n"),
        "{out}"
    );
    nec.wait_for_words("Received from Sergeant, Bridport: Face to face: commitment changed.");
    inspector.change(PLAN, "[author]\n", "[author]\nemail = \"insp.west@example.police.uk\"\n");
    nec.wait_for_words("Another program changed this plan: Author's e-mail address added.");
    nec.leave();
}

#[test]
fn what_one_recorded_on_another_computer_is_received_and_no_other_programs() {
    let (inspector, _, address) = two();
    inspector.nec_well(&["sync"]);
    let home = of(Desk::new(), "Inspector, West Dorset", "insp.west@example.police.uk");
    let copy = home.path("copy");
    home.nec_well(&["join", &address, copy.to_str().unwrap()]);
    let home = Desk { setup: home.setup.clone().in_dir(&copy) };
    send(&home, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    let mut nec = inspector.open_at("partners");
    nec.wait_for("shared plans", |screen| screen.row(0).contains("Sent, as of "));
    nec.command("send and receive");
    let screen = nec.wait_for_text("Sent and received");
    assert!(screen.words().contains("Received 1 version."), "{screen}");
    assert!(!screen.contains("Another program"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn what_another_program_writes_during_a_sync_is_its_own_and_not_received() {
    let (inspector, sergeant, address) = two();
    inspector.nec_well(&["sync"]);
    // Something comes for another file meanwhile.
    sergeant.write("notes.md", "Example Hall is shut.\n");
    sergeant.git(&["add", "-A"]);
    sergeant.git(&["commit", "-qm", "Notes"]);
    sergeant.git(&["push", "-q", "origin", "HEAD:main"]);
    let (slow, gate) = behind_a_gate(&inspector, &address);
    let mut nec = slow.open();
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.wait_saved("insp.west@example.police.uk");
    nec.keys(&["F9"]);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.command("send and receive");
    nec.wait_for_text("Connecting");
    let (from, to) = ("every month, and listen", "every week, and listen");
    slow.change(PLAN, from, to);
    nec.wait_for_words("Another program changed this plan: Face to face: commitment changed.");
    std::fs::write(gate, "").unwrap();
    let screen = nec.wait_for_text("Sent and received");
    assert!(screen.words().contains("Received 1 version"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_no_text("Sent and received");
    slow.change(PLAN, to, from);
    nec.wait_for_words("Another program changed this plan: Face to face: commitment changed.");
    nec.leave();
}

#[test]
fn a_sync_is_told_also_where_the_directory_cannot_be_opened_after_it() {
    let (inspector, sergeant, address) = two();
    inspector.nec_well(&["sync"]);
    send(&sergeant, &[("profile.population", "1234")]);
    let (slow, gate) = behind_a_gate(&inspector, &address);
    let mut nec = slow.open();
    nec.wait_for("shared plans", |screen| screen.row(0).contains("Sent, as of "));
    nec.command("send and receive");
    nec.wait_for_text("Connecting");
    let settings = slow.read("nec.toml");
    std::fs::remove_file(slow.path("nec.toml")).unwrap();
    std::fs::write(gate, "").unwrap();
    let screen = nec.wait_for_text("Sent and received");
    let words = screen.words();
    assert!(words.contains("Received 1 version") && words.contains("has no nec.toml"), "{screen}");
    nec.keys(&["Enter"]);
    slow.write("nec.toml", settings);
    slow.change(PLAN, "every month, and listen", "every week, and listen");
    nec.wait_for_words("Another program changed this plan: Face to face: commitment changed.");
    nec.leave();
}

#[test]
fn the_same_activity_typed_by_two_people_is_told_to_stand_twice() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    add_activity(&inspector, "Inspector, West Dorset");
    inspector.open().leave();
    add_activity(&sergeant, "Sergeant, Bridport");
    sergeant.nec_well(&["sync"]);
    let mut nec = inspector.start(&[]);
    nec.wait_for_text("NOT SENT YET");
    nec.keys(&["s"]);
    let screen = nec.wait_for_text("Sent and received");
    assert!(screen.words().contains("Stands twice in West Dorset 2026-27: “Bridport drop-in”"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
    let (mut nec, screen) = away(&inspector);
    assert!(screen.words().contains("Stands twice, typed by two people: one may go"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn a_shared_folder_that_worked_and_is_gone_is_told_as_that_and_no_wrong_address() {
    let (inspector, _, address) = two();
    // Something else has worked since, and what came from here before anything was noted has still worked.
    let other = format!("{address}.other");
    inspector.git(&["clone", "-q", "--bare", &address, &other]);
    inspector.git(&["fetch", "-q", "origin"]);
    inspector.nec_well(&["sync", "--remote", &other]);
    std::fs::rename(&address, format!("{address}.gone")).unwrap();
    record(&inspector, &[(COMMITMENT, "We meet people in Bridport every week, and listen.")]);
    let mut nec = inspector.start(&[]);
    nec.wait_for_text("Recorded, 1 version NOT SENT YET");
    nec.keys(&["s"]);
    let screen = nec.wait_for_text("has worked on this computer");
    let words = screen.words();
    assert!(words.contains("There is no shared repository in the folder"), "{screen}");
    assert!(words.contains("saved on this computer") && words.contains("drive"), "{screen}");
    assert!(!words.contains("letter by letter") && !words.contains("ffline"), "{screen}");
    nec.keys(&["Enter"]);
    std::fs::rename(format!("{address}.gone"), &address).unwrap();
    nec.keys(&["s"]);
    nec.wait_for_text("Sent 1 version.");
    nec.keys(&["Enter"]);
    nec.leave();
}

const SUMMARY: &str = "profile.summary";
const THREE: &str = "We meet people. The coast has villages. There are two towns.";

/// Both have the same text of three sentences, and the inspector has seen it.
fn two_with_three_sentences() -> (Desk, Desk) {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    send(&inspector, &[(SUMMARY, THREE)]);
    sergeant.nec_well(&["sync"]);
    (inspector, sergeant)
}

#[test]
fn a_part_of_ones_own_that_a_conflict_took_is_told_also_where_words_were_added_after_it() {
    let (inspector, sergeant) = two_with_three_sentences();
    let mine = THREE.replace("has villages", "has nine villages and a harbour");
    send(&inspector, &[(SUMMARY, &mine)]);
    inspector.open().leave();
    let theirs = THREE.replace("has villages", "has many villages");
    record(&sergeant, &[(SUMMARY, &theirs)]);
    assert_eq!(sergeant.nec(&["sync"]).status, 1, "both changed it");
    sergeant.nec_well(&["resolve", "west-dorset", SUMMARY, "mine"]);
    sergeant.nec_well(&["sync"]);
    send(&sergeant, &[(SUMMARY, &format!("{theirs} And one lake."))]);
    inspector.nec_well(&["sync"]);
    let (mut nec, screen) = away(&inspector);
    let lost = "Area summary (part of yours was not taken, but that of Sergeant, Bridport)";
    assert!(screen.words().contains(lost), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn a_part_of_ones_own_that_another_took_back_is_told() {
    let (inspector, sergeant) = two_with_three_sentences();
    let mine = THREE.replace("has villages", "has nine villages and a harbour");
    record(&sergeant, &[(SUMMARY, &THREE.replace("two towns", "two small towns"))]);
    send(&inspector, &[(SUMMARY, &mine)]);
    sergeant.nec_well(&["sync"]);
    inspector.nec_well(&["sync"]);
    assert!(inspector.text().contains("nine villages") && inspector.text().contains("two small towns"));
    inspector.open().leave();
    sergeant.nec_well(&["undo", "--yes"]);
    sergeant.nec_well(&["sync"]);
    assert!(!sergeant.text().contains("nine villages"), "{}", sergeant.text());
    inspector.nec_well(&["sync"]);
    let (mut nec, screen) = away(&inspector);
    let lost = "Area summary (part of yours was taken back by Sergeant, Bridport)";
    assert!(screen.words().contains(lost), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn a_word_that_another_changed_in_ones_own_sentence_is_a_change_and_no_loss() {
    let (inspector, sergeant) = two_with_three_sentences();
    send(&inspector, &[(SUMMARY, &THREE.replace("has villages", "has nine villages and a harbour"))]);
    inspector.open().leave();
    sergeant.nec_well(&["sync"]);
    send(&sergeant, &[(SUMMARY, &THREE.replace("has villages", "has ten villages and a harbour"))]);
    inspector.nec_well(&["sync"]);
    let (mut nec, screen) = away(&inspector);
    assert!(!screen.words().contains("does not stand"), "{screen}");
    nec.keys(&["Enter"]);
    nec.leave();
}
