//! Plans that several people share: joined, sent and received on the screen, and told what happened meanwhile.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared_support;
mod support;

use shared_support::{COMMITMENT, two};
use support::{Desk, PLAN};

#[test]
fn what_a_colleague_sent_is_told_received_and_read() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    let words = "We meet people in Bridport every week, and listen.";
    sergeant.nec_well(&["set", "west-dorset", COMMITMENT, words]);
    sergeant.nec_well(&["commit"]);
    sergeant.nec_well(&["sync"]);
    let mut nec = inspector.start(&[]);
    nec.wait_for_text("1 version of others can be received");
    nec.keys(&["s"]);
    let screen = nec.wait_for_text("Sent and received");
    assert!(screen.contains("Received 1 version from Sergeant, Bridport."), "{screen}");
    assert!(inspector.text().contains("every week"));
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_text("Sergeant, Bridport changed 1 thing in West Dorset 2026-27");
    assert!(screen.contains("standard 2"), "{screen}");
    nec.keys(&["Home", "Up", "Enter"]);
    let screen = nec.wait_for_text("While you were away");
    assert!(screen.contains("Sergeant, Bridport, ") && screen.contains("changed"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_text("You were here. ");
    nec.wait_for("sent", |screen| screen.row(0).contains("Sent, as of "));
    nec.leave();
    let again = inspector.open();
    assert!(!again.screen().contains("While you were away"), "it is told once: {}", again.screen());
}

#[test]
fn where_the_words_are_follows_from_recorded_to_sent() {
    let (inspector, sergeant, _) = two();
    let mut nec = sergeant.open_at("face-to-face");
    nec.type_text(" And we come back.");
    nec.wait_saved("And we come back.");
    nec.keys(&["F9"]);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for("not sent", |screen| screen.row(0).contains("Recorded, NOT SENT YET"));
    nec.command("to the summary");
    nec.wait_for_text("Send and receive: recorded, NOT SENT YET. Safe");
    nec.keys(&["s"]);
    nec.wait_for_text("Sent 1 version.");
    nec.keys(&["Enter"]);
    nec.wait_for("sent", |screen| {
        screen.row(0).contains("Sent, as of ") && screen.contains("whoever shares these plans can see it")
    });
    nec.leave();
    inspector.nec_well(&["sync"]);
    assert!(inspector.text().contains("And we come back."));
}

#[test]
fn the_forces_plans_are_opened_from_the_first_screen() {
    let (_inspector, _, address) = two();
    let desk = Desk::new();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("Open my force's plans");
    nec.keys(&["Enter"]);
    nec.wait_for_text("The address that you were given");
    nec.type_text("/nowhere.git");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Something went wrong");
    nec.keys(&["Esc"]);
    nec.wait_for_text("/nowhere.git");
    nec.keys(&["Ctrl+A"]);
    nec.type_text(&address);
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_text("Your force's plans are here");
    assert!(screen.words().contains("Joined Dorset Police: "), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for("the list", |screen| {
        screen.contains("West Dorset") && screen.row(0).contains("Everything is sent")
    });
    nec.leave();
    let mut again = desk.start(&[]);
    again.wait_for_text("Kept in");
    again.leave();
}

#[test]
fn what_both_changed_is_left_to_decide_and_nothing_is_sent() {
    let (inspector, sergeant, _) = two();
    for (desk, words) in [(&sergeant, "every week"), (&inspector, "every fortnight")] {
        let words = format!("We meet people in Bridport {words}, and listen.");
        desk.nec_well(&["set", "west-dorset", COMMITMENT, &words]);
        desk.nec_well(&["commit"]);
    }
    sergeant.nec_well(&["sync"]);
    let mut nec = inspector.start(&[]);
    nec.wait_for_text("1 version of others can be received");
    nec.keys(&["s"]);
    let screen = nec.wait_for_text("Left to decide");
    let words = "West Dorset 2026-27: 2 Meeting people face to face, What we commit to (the other side is by";
    assert!(screen.words().contains(words), "{screen}");
    assert!(inspector.read(PLAN).contains("every fortnight"));
    nec.keys(&["Enter"]);
    nec.wait_for_text("0 of 1 settled");
    nec.keys(&["t"]);
    nec.wait_for_text("Enter: a last look");
    // Later is no loss: it is the first thing that is told.
    nec.keys(&["Esc"]);
    nec.wait_for_no_text("1 of 1 settled");
    nec.wait_for_text("all decided");
    nec.leave();
    let mut nec = inspector.start(&[]);
    nec.wait_for_words("West Dorset 2026-27 is to be settled");
    nec.keys(&["Home", "Up", "Up", "Up"]);
    nec.wait_for_text("> =");
    nec.keys(&["Enter"]);
    nec.wait_for_text("1 of 1 settled");
    nec.keys(&["Enter"]);
    nec.wait_for_text("A last look");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_text("Send it now?");
    assert!(screen.contains("Enter send now") && screen.contains("Esc later"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_words("Whoever shares these plans can see");
    assert!(inspector.read(PLAN).contains("every week"));
    nec.leave();
}

#[test]
fn what_was_received_is_taken_back_on_the_screen_after_a_restart_and_says_first_what_that_does() {
    let (inspector, sergeant, _) = two();
    inspector.nec_well(&["sync"]);
    sergeant.nec_well(&[
        "set",
        "west-dorset",
        COMMITMENT,
        "We meet people in Bridport every week, and listen.",
    ]);
    sergeant.nec_well(&["commit"]);
    sergeant.nec_well(&["sync"]);
    // Not recorded, and carried over.
    let mut nec = inspector.open_at("partners");
    nec.type_text("Whoever comes.");
    nec.wait_saved("Whoever comes.");
    nec.leave();
    let before = inspector.read(PLAN);
    inspector.nec_well(&["sync"]);
    assert!(inspector.text().contains("every week") && inspector.text().contains("Whoever comes."));
    let mut nec = inspector.start(&[]);
    nec.wait_for_text("1 change not recorded");
    nec.keys(&["Ctrl+Z"]);
    let screen = nec.wait_for_text("Take back what was done last?");
    let words = screen.words();
    assert!(words.contains("what others recorded was received"), "{screen}");
    assert!(words.contains("What came in (1 version) stays with the others"), "{screen}");
    nec.keys(&["Esc"]);
    assert!(inspector.text().contains("every week"), "nothing was agreed to");
    nec.keys(&["Enter"]);
    nec.wait_for_text("While you were away");
    nec.keys(&["Enter"]);
    nec.command("take back what was done");
    nec.wait_for_text("Take back what was done last?");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Taken back");
    assert!(!nec.screen().contains("Another program"), "{}", nec.screen());
    assert_eq!(inspector.read(PLAN), before, "to the byte, with what was not recorded");
    nec.keys(&["Enter"]);
    nec.command("to the list of areas");
    nec.wait_for_text("1 version of others can be received");
    nec.keys(&["s"]);
    nec.wait_for_text("Received 1 version");
    assert!(inspector.text().contains("every week"));
    nec.keys(&["Enter"]);
    nec.leave();
}

#[test]
fn the_list_says_that_all_is_sent_when_another_window_sent_it() {
    let (inspector, _, _) = two();
    inspector.nec_well(&["sync"]);
    for population in ["1234", "1235"] {
        inspector.nec_well(&["set", "west-dorset", "profile.population", population]);
        inspector.nec_well(&["commit"]);
        let mut nec = inspector.start(&[]);
        nec.wait_for_text("NOT SENT YET");
        inspector.nec_well(&["sync"]);
        nec.wait_for_text("Everything is sent");
        nec.wait_for_no_text("NOT SENT YET");
        // As Git does from time to time.
        inspector.git(&["pack-refs", "--all"]);
        nec.leave();
    }
}
