//! Other programs at the same plan: noticed, told, and neither side's words lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs::{self, File};
use std::thread;
use std::time::{Duration, Instant};

use support::{Desk, PLAN, Session};

fn open() -> (Desk, Session) {
    let desk = Desk::plan_with("# Ours.\n[standards.face-to-face]\ncommitment = \"We meet people.\"\n");
    let nec = desk.open_at("face-to-face");
    nec.wait_for_text("We meet people.");
    (desk, nec)
}

/// All texts that were put away for somebody to look at.
fn kept(desk: &Desk) -> String {
    let folder = desk.path(".nec/kept");
    let files = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    files.map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>().join("\n--\n")
}

/// Waits until a text was put away that has these words.
#[track_caller]
fn wait_for_kept(desk: &Desk, words: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !kept(desk).contains(words) {
        assert!(Instant::now() < deadline, "{words:?} is not in what was kept: {}", kept(desk));
        // Nothing tells of another process's files but asking.
        thread::park_timeout(Duration::from_millis(1));
    }
}

/// Keeps every `nec` from writing until it is dropped.
fn hold(desk: &Desk) -> File {
    let lock = File::options().write(true).create(true).truncate(false).open(desk.path(".nec/lock")).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn another_field_changed_by_another_program_is_there_beside_ours() {
    let (desk, mut nec) = open();
    nec.type_text(" Every month.");
    nec.wait_saved("Every month.");
    desk.change(PLAN, "[author]\n", "[author]\nemail = \"insp.west@example.police.uk\" # theirs\n");
    nec.wait_for_text("Another program changed this plan");
    nec.type_text(" And at fairs.");
    nec.wait_saved("And at fairs.");
    let text = desk.text();
    assert!(text.contains("email = \"insp.west@example.police.uk\" # theirs\n"), "{text}");
    assert!(
        text.contains("We meet people. Every month. And at fairs.") && text.contains("# Ours."),
        "{text}"
    );
    nec.leave();
}

#[test]
fn another_field_changed_before_ours_was_on_the_disk_is_there_beside_ours() {
    let (desk, mut nec) = open();
    let lock = hold(&desk);
    nec.type_text(" Ours.");
    nec.wait_for("saving", |screen| {
        screen.contains("We meet people. Ours.") && screen.row(0).contains("Saving")
    });
    desk.change(PLAN, "[author]\n", "[author]\nemail = \"insp.west@example.police.uk\"\n");
    drop(lock);
    nec.wait_saved("We meet people. Ours.");
    let text = desk.wait_for_words("We meet people. Ours.");
    assert!(text.contains("email = \"insp.west@example.police.uk\""), "{text}");
    nec.leave();
}

#[test]
fn another_sentence_of_the_same_text_changed_before_ours_was_on_the_disk_is_there_beside_ours() {
    let (desk, mut nec) = open();
    let lock = hold(&desk);
    nec.type_text(" Ours.");
    nec.wait_for("saving", |screen| {
        screen.contains("We meet people. Ours.") && screen.row(0).contains("Saving")
    });
    desk.change(PLAN, "We meet people.", "They meet people.");
    drop(lock);
    desk.wait_for_words("They meet people. Ours.");
    nec.wait_for_words("They meet people. Ours.");
    nec.type_text(" And more.");
    nec.wait_saved("They meet people. Ours. And more.");
    // Own words are taken back, the other's stay.
    nec.keys(&["Ctrl+Z"; 6]);
    nec.wait_for("our words gone", |screen| !screen.words().contains("Ours"));
    nec.leave();
    assert!(
        desk.text().contains("They meet people.") && !desk.text().contains("people. Ours."),
        "{}",
        desk.text()
    );
}

#[test]
fn the_same_words_changed_before_ours_were_on_the_disk_loses_neither() {
    let (desk, mut nec) = open();
    let lock = hold(&desk);
    nec.keys(&["Backspace"]);
    nec.type_text(" and listen.");
    nec.wait_for("saving", |screen| {
        screen.contains("We meet people and listen.") && screen.row(0).contains("Saving")
    });
    desk.change(PLAN, "We meet people.", "They meet people.");
    drop(lock);
    let text = desk.wait_for_words("We meet people and listen.");
    assert!(!text.contains("They meet"), "{text}");
    nec.wait_for_text("the same place at the same moment");
    nec.keys(&["Esc"]);
    nec.wait_for_no_text("the same place at the same moment");
    let kept = kept(&desk);
    assert!(kept.contains("They meet people."), "{kept}");
    assert!(nec.screen().contains("We meet people and listen."), "{}", nec.screen());
    nec.leave();
}

#[test]
fn a_plan_that_another_program_broke_is_told_and_neither_text_is_lost() {
    let (desk, mut nec) = open();
    nec.type_text(" Ours.");
    nec.wait_saved("Ours.");
    let broken = format!("{}\n[standards.face-to-face\nbroken by theirs", desk.text());
    desk.write(PLAN, &broken);
    let screen = nec.wait_for_text("Another program changed this file while it was open here.");
    assert!(screen.contains(PLAN), "{screen}");
    assert!(screen.row(0).contains("NOT SAVED"), "{screen}");
    nec.keys(&["Esc"]);
    nec.type_text(" More.");
    nec.wait_for_text("Ours. More.");
    // Who leaves is told once more, and then may.
    nec.keys(&["Ctrl+Q"]);
    nec.wait_for_words("Ctrl+Q again leaves all the same.");
    nec.leave();
    assert_eq!(desk.text(), broken, "what the other program wrote is its own to mend");
    assert!(kept(&desk).contains("We meet people. Ours. More."), "{}", kept(&desk));
}

#[test]
fn killed_while_the_plan_on_the_disk_is_broken_what_was_typed_is_kept() {
    let (desk, mut nec) = open();
    desk.write(PLAN, format!("{}\n[standards.face-to-face\n", desk.text()));
    nec.wait_for_text("Another program changed this file while it was open here.");
    nec.keys(&["Esc"]);
    nec.type_text(" Typed since.");
    nec.wait_for_words("We meet people. Typed since.");
    wait_for_kept(&desk, "We meet people. Typed since.");
    nec.kill9();
    assert!(kept(&desk).contains("We meet people. Typed since."), "{}", kept(&desk));
}

#[test]
fn a_plan_taken_away_while_it_is_open_is_told_and_comes_back() {
    let (desk, mut nec) = open();
    fs::remove_file(desk.path(PLAN)).unwrap();
    nec.type_text(" Still here.");
    let screen = nec.wait_for_text("Somebody else took this file away");
    assert!(screen.contains("What you wrote is safe in"), "{screen}");
    assert!(kept(&desk).contains("We meet people."), "{}", kept(&desk));
    nec.keys(&["Esc"]);
    nec.type_text(" And more.");
    let text = desk.wait_for_words("And more.");
    assert!(text.contains("We meet people. Still here. And more."), "{text}");
    nec.wait_saved("And more.");
    nec.leave();
}

#[test]
fn two_necs_at_one_plan_see_each_others_words() {
    let (desk, mut one) = open();
    let mut two = desk.open_at("publicising");
    one.type_text(" From one.");
    one.wait_saved("From one.");
    two.wait_for_text("Another program changed this plan");
    two.type_text("From two.");
    two.wait_saved("From two.");
    one.wait_for_text("Another program changed this plan");
    one.type_text(" And again.");
    one.wait_saved("From one. And again.");
    let text = desk.text();
    assert!(text.contains("We meet people. From one. And again."), "{text}");
    assert!(text.contains("From two.") && text.contains("# Ours."), "{text}");
    two.leave();
    one.leave();
    assert_eq!(desk.text(), text);
}

#[test]
fn a_venue_book_that_another_program_changed_is_offered_at_once() {
    let (desk, mut nec) = open();
    let book = desk.read("areas.toml");
    desk.write("areas.toml", format!("{book}\n[[venue]]\nid = \"example-barn\"\nname = \"Example Barn\"\n"));
    nec.command("venue book");
    nec.wait_for_text("Example Barn");
    nec.keys(&["Esc"]);
    nec.leave();
}

#[test]
fn two_people_with_one_plan_open_are_told_of_each_other() {
    let (desk, mut nec) = open();
    let mut other = desk.open_at("face-to-face");
    other.wait_for("the bar", |screen| screen.row(0).contains("also open"));
    nec.wait_for("the bar", |screen| screen.row(0).contains("also open"));
    nec.wait_for_text("has this plan open too");
    other.leave();
    nec.wait_for("nobody else", |screen| !screen.row(0).contains("also open"));
    // One that is killed says no goodbye, and is missed at the next save.
    let mut other = desk.open_at("face-to-face");
    nec.wait_for("the bar", |screen| screen.row(0).contains("also open"));
    other.kill9();
    other.wait_exit();
    nec.type_text(" Alone.");
    nec.wait_for("nobody else", |screen| !screen.row(0).contains("also open"));
    nec.leave();
}

#[test]
fn a_version_that_another_program_records_is_known_at_once() {
    let (desk, mut nec) = open();
    nec.wait_for("not recorded", |screen| screen.row(0).contains("not recorded"));
    desk.git(&["add", PLAN]);
    desk.git(&["commit", "-q", "-m", "By hand", "--", PLAN]);
    nec.wait_for("recorded", |screen| screen.row(0).contains(", recorded"));
    nec.leave();
}

/// A plan that is recorded, with another branch on which somebody wrote another sentence of the same text.
fn with_a_branch() -> (Desk, Session) {
    let text = "[standards.face-to-face]\ncommitment = \"We meet people. We listen.\"\n";
    let desk = Desk::plan_with(text);
    let record = |words: &str| {
        desk.git(&["add", "-A"]);
        desk.git(&["commit", "-q", "-m", words]);
    };
    record("Begun");
    desk.git(&["switch", "-q", "-c", "side"]);
    desk.change(PLAN, "We listen.", "We listen well.");
    record("On the side");
    desk.git(&["switch", "-q", "-"]);
    let nec = desk.open_at("face-to-face");
    nec.wait_for_words("We meet people. We listen.");
    (desk, nec)
}

#[test]
fn git_goes_to_another_branch_behind_the_open_plan_and_what_is_written_goes_on_there() {
    let (desk, mut nec) = with_a_branch();
    desk.git(&["checkout", "-q", "side"]);
    nec.wait_for_words("We meet people. We listen well.");
    nec.type_text(" On the side.");
    nec.wait_saved("We listen well. On the side.");
    desk.wait_for_words("We listen well. On the side.");
    // What is not on the disk yet goes with it, too.
    desk.git(&["commit", "-q", "-am", "Recorded behind its back"]);
    nec.wait_for("recorded", |screen| screen.row(0).contains(", recorded"));
    let lock = hold(&desk);
    nec.type_text(" And more.");
    nec.wait_for("saving", |screen| screen.row(0).contains("Saving"));
    desk.git(&["checkout", "-q", "-"]);
    assert!(!desk.text().contains("And more."));
    drop(lock);
    let text = desk.wait_for_words("And more.");
    assert!(text.contains("We meet people.") && !text.contains("On the side."), "{text}");
    nec.leave();
}

#[test]
fn git_throws_away_behind_the_open_plan_and_nothing_is_written_over_it() {
    let (desk, mut nec) = with_a_branch();
    nec.type_text(" Recorded.");
    nec.wait_saved("We listen. Recorded.");
    desk.wait_for_words("Recorded.");
    desk.git(&["commit", "-q", "-am", "Recorded"]);
    nec.type_text(" Only saved.");
    nec.wait_saved("Only saved.");
    desk.wait_for_words("Only saved.");
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]);
    nec.wait_for("as git has it", |screen| !screen.words().contains("Only saved."));
    nec.wait_for("recorded", |screen| screen.row(0).contains(", recorded"));
    assert_eq!(desk.git(&["status", "--porcelain"]), "", "nothing was written over it");
    nec.type_text(" Anew.");
    let text = desk.wait_for_words("We listen. Anew.");
    assert!(!text.contains("Recorded."), "{text}");
    nec.leave();
}

#[test]
fn a_rebase_behind_the_open_plan_is_noticed_while_it_waits_and_when_it_is_done_or_given_up() {
    let (desk, mut nec) = with_a_branch();
    nec.type_text(" Ours.");
    nec.wait_saved("We listen. Ours.");
    desk.wait_for_words("Ours.");
    desk.git(&["commit", "-q", "-am", "Ours"]);
    nec.wait_for("recorded", |screen| screen.row(0).contains(", recorded"));
    desk.git(&["rebase", "-q", "side"]);
    nec.wait_for_words("We meet people. We listen well. Ours.");
    assert_eq!(desk.git(&["status", "--porcelain"]), "", "nothing was written over it");
    // One that stops in the middle leaves a file that is no plan until it goes on.
    desk.git(&["switch", "-q", "side"]);
    desk.change(PLAN, "We meet people.", "We meet everybody.");
    desk.git(&["commit", "-q", "-am", "Everybody"]);
    desk.git(&["switch", "-q", "-"]);
    desk.change(PLAN, "We meet people.", "We meet nobody.");
    desk.git(&["commit", "-q", "-am", "Nobody"]);
    nec.wait_for_words("We meet nobody. We listen well. Ours.");
    desk.git(&["-c", "alias.stopping=!git rebase -q side || true", "stopping"]);
    let stopped = desk.text();
    let wrong = "Something went wrong";
    nec.wait_for_text(wrong);
    nec.keys(&["Esc"]);
    nec.wait_for_no_text(wrong);
    let lock = hold(&desk);
    nec.keys(&["Ctrl+End"]);
    nec.type_text(" Typed.");
    nec.wait_for_words("Ours. Typed.");
    drop(lock);
    nec.wait_for_text(wrong);
    assert!(nec.screen().row(0).contains("NOT SAVED"), "{}", nec.screen());
    wait_for_kept(&desk, "Ours. Typed.");
    assert_eq!(desk.text(), stopped, "what git left is its own");
    desk.git(&["rebase", "--abort"]);
    nec.keys(&["Esc"]);
    nec.wait_for_no_text(wrong);
    nec.type_text(" Still here.");
    desk.wait_for_words("We meet nobody. We listen well. Ours. Typed. Still here.");
    nec.leave();
}
