//! Two people change the same field, and one of them settles it on the screen.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::os::unix::fs::PermissionsExt;

use support::{Desk, PLAN, Session};

const COMMITMENT: &str = "\n[standards.face-to-face]\ncommitment = \"Every month in Bridport.\"\n";

/// Two clones of one shared repository, of which one sent what the other changed to something else.
struct Two {
    mine: Desk,
    other: Desk,
}

fn named(desk: Desk, post: &str, email: &str) -> Desk {
    desk.env("GIT_AUTHOR_NAME", post).env("GIT_AUTHOR_EMAIL", email)
}

impl Two {
    fn new() -> Two {
        let begun = Desk::plan_with(COMMITMENT);
        let mine = named(begun.clone(), "Inspector, West Dorset", "insp.west@example.police.uk");
        mine.nec_well(&["commit"]);
        let shared = mine.setup.home().join("shared.git");
        let shared = shared.to_str().unwrap().to_owned();
        mine.git(&["clone", "-q", "--bare", ".", &shared]);
        mine.git(&["remote", "add", "origin", &shared]);
        let copy = mine.setup.home().join("copy");
        mine.git(&["clone", "-q", &shared, copy.to_str().unwrap()]);
        let other = Desk { setup: begun.setup.in_dir(&copy) };
        let other = named(other, "Sergeant, Bridport", "sgt.bridport@example.police.uk");
        Two { mine, other }
    }

    /// Both change both fields; the other sends, this one receives and is told of it.
    fn clashed() -> Two {
        let two = Two::new();
        for (desk, how_often, day) in [(&two.other, "week", "03"), (&two.mine, "quarter", "05")] {
            desk.change(PLAN, "Every month", &format!("Every {how_often}"));
            desk.change(PLAN, "starts = 2026-12-01", &format!("starts = 2026-12-{day}"));
            desk.nec_well(&["commit"]);
        }
        two.other.nec_well(&["sync"]);
        assert_eq!(two.mine.nec(&["sync"]).status, 1);
        two
    }
}

fn settle(nec: &mut Session) {
    nec.command("conflict");
}

/// Takes the last look at what was decided, which says what Enter does then.
fn look(nec: &mut Session, says: &str) {
    nec.wait_for_text("Enter: a last look");
    nec.keys(&["Enter"]);
    nec.wait_for_text("A last look");
    nec.wait_for_text(says);
}

#[test]
fn two_fields_are_settled_one_at_a_time_and_sent() {
    let two = Two::clashed();
    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    let screen = nec.wait_for_text("Sergeant, Bridport");
    assert!(screen.contains("Inspector, West Dorset"), "{screen}");
    nec.keys(&["n"]);
    nec.wait_for_text("Every [week]");
    nec.keys(&["t"]);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["m"]);
    look(&mut nec, "Enter makes one version of both");
    nec.keys(&["Enter"]);
    nec.wait_for_words("together in version");
    let text = two.mine.text();
    assert!(text.contains("Every week in Bridport.") && text.contains("starts = 2026-12-05"), "{text}");
    nec.leave();
    two.mine.nec_well(&["sync"]);
    two.other.nec_well(&["sync"]);
    assert_eq!(two.other.text(), two.mine.text());
    two.mine.git(&["fsck", "--strict"]);
}

#[test]
fn leaving_half_way_and_a_kill_lose_no_decision() {
    let two = Two::clashed();
    let before = two.mine.git(&["rev-parse", "HEAD"]);
    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    nec.keys(&["t"]);
    nec.wait_for_text("1 of 2 settled");
    support::wait_for_file(&two.mine.path(".nec/choices.json"), |text| text.contains("\"take\": \"theirs\""));
    nec.kill9();
    assert_eq!(two.mine.git(&["rev-parse", "HEAD"]), before, "nothing moved");

    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["e"]);
    nec.wait_for_text("Write what is to stand there");
    nec.keys(&["Ctrl+A"]);
    nec.type_text("Every fortnight in Bridport.");
    // Leaving is no decision; what was written is there again, and Ctrl+S makes it one.
    nec.leave();
    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["e"]);
    nec.wait_for_text("Kept from before");
    nec.wait_for_text("Every fortnight in Bridport.");
    nec.keys(&["Ctrl+S"]);
    nec.wait_for_text("2 of 2 settled");
    nec.keys(&["n"]);
    nec.wait_for_text("Every fortnight in Bridport.");
    nec.keys(&["u"]);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["m"]);
    look(&mut nec, "Enter makes one version of both");
    nec.keys(&["Enter"]);
    nec.wait_for_words("together in version");
    nec.leave();
    assert!(two.mine.text().contains("Every quarter in Bridport."), "{}", two.mine.text());
}

#[test]
fn a_text_written_anew_outlives_a_kill_also_where_a_side_changes_meanwhile() {
    let two = Two::clashed();
    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    nec.keys(&["n", "e"]);
    nec.wait_for_text("Write what is to stand there");
    nec.keys(&["Ctrl+A"]);
    nec.type_text("Every fortnight, in turn");
    nec.wait_for_text("Every fortnight, in turn");
    let drafts = two.mine.path(".nec/drafts.json");
    support::wait_for_file(&drafts, |text| text.contains("Every fortnight, in turn"));
    assert_eq!(std::fs::metadata(&drafts).unwrap().permissions().mode() & 0o777, 0o600);
    nec.kill9();
    // The other side goes on meanwhile.
    two.other.change(PLAN, "Every week", "Every Monday");
    two.other.nec_well(&["commit"]);
    two.other.nec_well(&["sync"]);
    assert_eq!(two.mine.nec(&["sync"]).status, 1);

    let mut nec = two.mine.open();
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    nec.keys(&["n"]);
    nec.wait_for_text("Monday");
    nec.keys(&["e"]);
    let screen = nec.wait_for_text("Every fortnight, in turn");
    assert!(screen.contains("Kept from before"), "{screen}");
    nec.type_text(", in Bridport.");
    nec.keys(&["Ctrl+S"]);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["m"]);
    look(&mut nec, "Written anew: Every fortnight, in turn, in Bridport.");
    support::wait_for_file(&drafts, |text| !text.contains("fortnight"));
    nec.keys(&["Enter"]);
    nec.wait_for_words("together in version");
    nec.leave();
    assert!(two.mine.text().contains("Every fortnight, in turn, in Bridport."), "{}", two.mine.text());
}

#[test]
fn the_smallest_screen_settles_too() {
    let two = Two::clashed();
    let mut nec = two.mine.clone().size(40, 10).open();
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    nec.keys(&["m", "m"]);
    look(&mut nec, "Enter makes one version of both");
    nec.keys(&["Enter"]);
    nec.wait_for_words("together in version");
    nec.leave();
    assert!(two.mine.text().contains("Every quarter"), "{}", two.mine.text());
}

/// A clone that knows nothing of this program, in which a merge stopped with git's marks in the plan.
fn stopped_in_a_merge() -> Desk {
    let desk = named(Desk::plan_with(COMMITMENT), "Inspector, West Dorset", "insp.west@example.police.uk");
    desk.nec_well(&["commit"]);
    for section in ["merge.nec", "diff.nec"] {
        desk.git(&["config", "--remove-section", section]);
    }
    let record = |desk: &Desk, how_often: &str, day: &str| {
        desk.change(PLAN, "Every month", &format!("Every {how_often}"));
        desk.change(PLAN, "starts = 2026-12-01", &format!("starts = 2026-12-{day}"));
        desk.git(&["commit", "-qam", how_often]);
    };
    let branch = desk.git(&["symbolic-ref", "--short", "HEAD"]);
    desk.git(&["checkout", "-qb", "other"]);
    record(&named(desk.clone(), "Sergeant, Bridport", "sgt.bridport@example.police.uk"), "week", "03");
    desk.git(&["checkout", "-q", branch.trim()]);
    record(&desk, "quarter", "05");
    desk.git_stops(&["merge", "other"]);
    assert!(desk.text().contains("<<<<<<<"));
    desk
}

#[test]
fn a_plan_with_marks_in_it_opens_as_what_is_to_be_settled() {
    let desk = stopped_in_a_merge();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("to be settled: Enter");
    nec.wait_for_words("West Dorset 2026-27 is to be settled");
    nec.type_text("west");
    nec.keys(&["Enter", "Enter"]);
    let screen = nec.wait_for_text("0 of 2 settled");
    assert!(
        screen.words().contains("West Dorset 2026-27: ") && screen.contains("Theirs: Sergeant, Bridport"),
        "{screen}"
    );
    nec.keys(&["t"]);
    nec.wait_for_text("1 of 2 settled");
    support::wait_for_file(&desk.path(".nec/left.json"), |text| text.contains("\"take\": \"theirs\""));
    nec.kill9();
    // As it is opened from the command line, half way.
    let mut nec = desk.start(&["draft", "west-dorset"]);
    nec.wait_for_text("1 of 2 settled");
    nec.keys(&["m"]);
    look(&mut nec, "Enter writes the plan");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_words("next: git merge --continue");
    assert!(!screen.contains("<<<<"), "{screen}");
    nec.keys(&["Enter"]);
    nec.wait_for("the list without it", |screen| !screen.contains("to be settled"));
    nec.leave();
    let text = desk.text();
    assert!(!text.contains("<<<<"), "{text}");
    assert!(text.contains("Every quarter") || text.contains("Every week"), "{text}");
    desk.git(&["-c", "core.editor=true", "merge", "--continue"]);
    assert_eq!(desk.git(&["status", "--short", "--untracked-files=no"]), "");
}

#[test]
fn marks_that_come_while_the_plan_is_open_are_never_shown() {
    let desk = stopped_in_a_merge();
    let marked = desk.text();
    desk.git(&["merge", "--abort"]);
    let mut nec = desk.open();
    desk.git_stops(&["merge", "other"]);
    assert_eq!(desk.text(), marked);
    let screen = nec.wait_for_words("git left both versions in it, to be settled");
    assert!(!screen.contains("<<<<"), "{screen}");
    nec.keys(&["Enter"]);
    settle(&mut nec);
    nec.wait_for_text("0 of 2 settled");
    nec.keys(&["t", "t"]);
    look(&mut nec, "Enter writes the plan");
    nec.keys(&["Enter"]);
    nec.wait_for_words("next: git merge --continue");
    nec.keys(&["Enter"]);
    nec.wait_for("the plan as it is now", |screen| screen.contains("3 Dec") && !screen.contains("NOT SAVED"));
    nec.leave();
    assert!(desk.text().contains("Every week"), "{}", desk.text());
}

#[test]
fn a_text_of_two_people_is_marked_until_somebody_has_been_there_also_after_a_restart() {
    let two = Two::new();
    two.mine.change(PLAN, "in Bridport.", "in Bridport. We listen to all.");
    two.mine.nec_well(&["commit"]);
    two.mine.nec_well(&["sync"]);
    two.other.nec_well(&["sync"]);
    for (desk, from, to) in
        [(&two.other, "to all", "to everybody"), (&two.mine, "Every month", "Every quarter")]
    {
        desk.change(PLAN, from, to);
        desk.nec_well(&["commit"]);
        desk.nec_well(&["sync"]);
    }
    assert!(two.mine.text().contains("Every quarter in Bridport. We listen to everybody."));
    let open = || {
        let nec = two.mine.start(&["draft", "west-dorset", "--standard", "face-to-face"]);
        nec.wait_for("the plan", |screen| screen.contains("What we commit to"));
        nec
    };
    let mut nec = open();
    nec.wait_for_text("READ ONCE: by two people");
    nec.kill9();
    let mut nec = open();
    nec.wait_for_text("READ ONCE: by two people");
    nec.keys(&["Enter", "Tab"]);
    nec.wait_for_no_text("READ ONCE");
    nec.leave();
    let mut nec = open();
    nec.wait_for_text("We listen to everybody");
    assert!(!nec.screen().contains("READ ONCE"), "{}", nec.screen());
    nec.leave();
}
