//! `nec sync` and `nec resolve`: two people and a shared repository, with nothing lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use cli_support::{Desk, PLAN};
use shared::Shared;

const COMMITMENT: &str = "standards.face-to-face.commitment";

fn set(desk: &Desk, path: &str, value: &str) {
    desk.nec(&["set", "west-dorset", path, value]).assert().success();
}

fn record(desk: &Desk) {
    desk.nec(&["commit", "west-dorset"]).assert().success();
}

/// A desk of somebody else's.
fn sergeant(shared: &Shared) -> Desk {
    let desk = shared.joined();
    shared.git_in(&desk.root, &["config", "nec.test", "sergeant"]);
    desk
}

fn sound(shared: &Shared, desk: &Desk) {
    assert_eq!(shared.git_in(&desk.root, &["status", "--porcelain"]), "");
    let said = shared.run(&desk.root, &["fsck", "--strict", "--no-dangling"]);
    assert!(said.status.success());
    assert!(!desk.root.join(".nec/carry.json").exists());
}

#[test]
fn versions_go_there_and_come_from_there() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    assert!(one.out(&["sync"]).contains("Nothing new"));
    set(&one, COMMITMENT, "We meet people.");
    record(&one);
    assert!(one.out(&["sync"]).contains("Sent 1 version"));
    assert!(shared.sent(PLAN).contains("We meet people."));
    let out = two.out(&["sync"]);
    assert!(out.contains("Received 1 version"), "{out}");
    assert_eq!(two.read(PLAN), one.read(PLAN));
    for desk in [&one, &two] {
        sound(&shared, desk);
    }
}

#[test]
fn what_both_changed_is_brought_together_by_field_and_ends_the_same() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "We meet people.");
    record(&one);
    one.out(&["sync"]);
    set(&two, "profile.summary", "A coast and its towns.");
    record(&two);
    let out = two.out(&["sync"]);
    assert!(out.contains("Received 1 version and sent 2") && out.contains("brought together"), "{out}");
    one.out(&["sync"]);
    assert_eq!(one.read(PLAN), two.read(PLAN));
    let text = one.read(PLAN);
    assert!(text.contains("We meet people.") && text.contains("A coast and its towns."), "{text}");
    let note = shared.git_in(&one.root, &["log", "-1", "--format=%B"]);
    assert!(note.contains("Bring together") && !note.contains("coast"), "{note}");
    for desk in [&one, &two] {
        sound(&shared, desk);
    }
}

#[test]
fn what_is_not_recorded_stays_in_the_file_and_is_not_sent() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "We meet people.");
    record(&one);
    one.out(&["sync"]);
    set(&two, "profile.summary", "Not recorded.");
    two.write("notes.txt", "staged\n");
    shared.git_in(&two.root, &["add", "notes.txt"]);
    let (out, err, status) = two.all(&["sync"]);
    assert!(status == 0 && out.contains("Received 1 version"), "{out}{err}");
    assert!(err.contains("1 changed file is not recorded yet, so it was not sent"), "{err}");
    let text = two.read(PLAN);
    assert!(text.contains("We meet people.") && text.contains("Not recorded."), "{text}");
    assert!(!shared.sent(PLAN).contains("Not recorded."));
    let status = shared.git_in(&two.root, &["status", "--porcelain"]);
    assert_eq!(status, format!(" M {PLAN}\nA  notes.txt\n"));
}

#[test]
fn the_same_field_is_decided_by_a_person_and_nothing_moves_until_then() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "Every month.");
    set(&one, "profile.summary", "A coast.");
    record(&one);
    one.out(&["sync"]);
    set(&two, COMMITMENT, "Every quarter.");
    set(&two, "profile.summary", "A county.");
    record(&two);
    let (before, tip) = (two.read(PLAN), shared.git_in(&two.root, &["rev-parse", "HEAD"]));
    let (out, err, status) = two.all(&["sync"]);
    assert_eq!(status, 1, "{out}{err}");
    for words in
        ["Every month.", "Every quarter.", COMMITMENT, "West Dorset 2026-27", "Inspector, West Dorset"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert_eq!(two.read(PLAN), before);
    assert_eq!(shared.git_in(&two.root, &["rev-parse", "HEAD"]), tip);
    assert!(two.out(&["resolve", "west-dorset", COMMITMENT, "theirs"]).contains("1 place is left"));
    let (out, _, status) = two.all(&["resolve"]);
    assert!(status == 1 && out.contains("settled: theirs"), "{out}");
    assert_eq!(two.all(&["sync"]).2, 1, "what was decided is kept");
    two.nec(&["resolve", "west-dorset", COMMITMENT, "both"]).assert().success();
    let out = two.out(&["resolve", "west-dorset", "profile.summary", "mine"]);
    assert!(out.contains("not sent yet"), "{out}");
    let text = two.read(PLAN);
    assert!(
        text.contains("Every month.") && text.contains("Every quarter.") && text.contains("A county."),
        "{text}"
    );
    assert!(!shared.sent(PLAN).contains("A county."));
    two.out(&["sync"]);
    one.out(&["sync"]);
    assert_eq!(one.read(PLAN), two.read(PLAN));
    assert!(two.out(&["resolve"]).contains("Nothing is to be settled"));
    for desk in [&one, &two] {
        sound(&shared, desk);
    }
}

#[test]
fn a_decision_is_about_the_words_that_were_shown_and_no_others() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "Every month.");
    set(&one, "profile.summary", "A coast.");
    record(&one);
    one.out(&["sync"]);
    set(&two, COMMITMENT, "Every quarter.");
    set(&two, "profile.summary", "A county.");
    record(&two);
    assert_eq!(two.all(&["sync"]).2, 1);
    two.nec(&["resolve", "west-dorset", COMMITMENT, "mine"]).assert().success();
    // What was decided of "Every month." says nothing of what stands there now.
    set(&one, COMMITMENT, "Every week, as the parish asked.");
    set(&one, "profile.summary", "A county.");
    record(&one);
    one.out(&["sync"]);
    let (out, err, status) = two.all(&["sync"]);
    assert!(status == 1 && out.contains("as the parish asked"), "{out}{err}");
    assert!(two.read(PLAN).contains("Every quarter."));
    // Nor of other words of this side's own.
    two.nec(&["resolve", "west-dorset", COMMITMENT, "theirs"]).assert().success();
    assert!(two.read(PLAN).contains("as the parish asked"));
}

#[test]
fn a_decision_of_what_is_not_recorded_is_not_about_what_was_written_since() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    for (path, value) in [(COMMITMENT, "Every month."), ("profile.summary", "A coast.")] {
        set(&one, path, value);
    }
    record(&one);
    one.out(&["sync"]);
    set(&two, COMMITMENT, "Every week.");
    set(&two, "profile.summary", "A county.");
    assert_eq!(two.all(&["sync"]).2, 1);
    two.nec(&["resolve", "west-dorset", COMMITMENT, "theirs"]).assert().success();
    set(&two, COMMITMENT, "Every week, and at the school gate.");
    two.nec(&["resolve", "west-dorset", "profile.summary", "theirs"]).assert().success();
    assert_eq!(two.all(&["sync"]).2, 1);
    assert!(two.read(PLAN).contains("at the school gate"));
}

#[test]
fn decisions_made_at_the_same_moment_are_all_kept() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    let fields = ["population", "households", "population-year"].map(|name| format!("profile.{name}"));
    for (nth, field) in fields.iter().enumerate() {
        set(&one, field, &format!("{}", 2011 + nth));
        set(&two, field, &format!("{}", 2021 + nth));
    }
    set(&one, COMMITMENT, "Every month.");
    set(&two, COMMITMENT, "Every week.");
    record(&one);
    record(&two);
    one.out(&["sync"]);
    assert_eq!(two.all(&["sync"]).2, 1);
    std::thread::scope(|scope| {
        for field in &fields {
            scope.spawn(|| two.nec(&["resolve", "west-dorset", field, "theirs"]).assert().success());
        }
    });
    let (out, _, _) = two.all(&["resolve"]);
    assert_eq!(out.matches("settled: theirs").count(), fields.len(), "{out}");
}

#[test]
fn what_is_not_recorded_can_clash_with_what_came_in_too() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "Every month.");
    record(&one);
    one.out(&["sync"]);
    set(&two, COMMITMENT, "Every week.");
    let before = two.read(PLAN);
    let (out, _, status) = two.all(&["sync"]);
    assert!(status == 1 && out.contains("you, not recorded yet"), "{out}");
    assert_eq!(two.read(PLAN), before);
    two.nec(&["resolve", "west-dorset", COMMITMENT, "mine"]).assert().success();
    assert_eq!(two.read(PLAN), before, "mine stands in the file");
    assert_eq!(shared.git_in(&two.root, &["status", "--porcelain"]), format!(" M {PLAN}\n"));
    record(&two);
    two.out(&["sync"]);
    assert!(shared.sent(PLAN).contains("Every week."));
}

#[test]
fn a_plan_that_one_removed_and_the_other_changed_is_decided_as_a_whole() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    std::fs::remove_file(one.root.join(PLAN)).unwrap();
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    set(&two, COMMITMENT, "Every month.");
    record(&two);
    let (out, _, status) = two.all(&["sync"]);
    assert!(status == 1 && out.contains(&format!("nec resolve west-dorset {PLAN}")), "{out}");
    assert!(out.contains("the file is taken away") && out.contains("the file as it is there"), "{out}");
    two.nec(&["resolve", "west-dorset", PLAN, "mine"]).assert().success();
    two.out(&["sync"]);
    one.out(&["sync"]);
    assert!(one.read(PLAN).contains("Every month."));
    sound(&shared, &one);
}

#[test]
fn a_file_that_both_added_and_one_that_was_never_recorded_are_brought_together() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    let purbeck = "2026-27/purbeck.toml";
    one.nec(&["new", "purbeck"]).assert().success();
    one.nec(&["set", "purbeck", COMMITMENT, "Every month."]).assert().success();
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    two.nec(&["new", "purbeck"]).assert().success();
    two.nec(&["set", "purbeck", "profile.summary", "An isle."]).assert().success();
    two.out(&["sync"]);
    let text = two.read(purbeck);
    assert!(text.contains("Every month.") && text.contains("An isle."), "{text}");
    assert!(!shared.sent(purbeck).contains("An isle."));
    two.nec(&["commit"]).assert().success();
    two.out(&["sync"]);
    assert!(shared.sent(purbeck).contains("An isle."));
    sound(&shared, &two);
}

#[test]
fn something_in_the_way_is_told_before_anything_moves() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    let file = "evidence/2026-27/west-dorset/poster.txt";
    one.write(file, "one\n");
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    two.write(file, "another\n");
    let tip = shared.git_in(&two.root, &["rev-parse", "HEAD"]);
    let (_, err, status) = two.all(&["sync"]);
    assert!(status == 2 && err.contains("in the way") && err.contains("poster.txt"), "{err}");
    assert_eq!(shared.git_in(&two.root, &["rev-parse", "HEAD"]), tip);
    assert_eq!(two.read(file), "another\n");
}

#[cfg(unix)]
#[test]
fn what_is_hostile_in_what_came_in_breaks_nothing() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    std::os::unix::fs::symlink("/etc/hostname", one.root.join("2026-27/purbeck.toml")).unwrap();
    std::os::unix::fs::symlink("/etc", one.root.join("2027-28")).unwrap();
    one.write("2026-27/north-dorset.toml", "not = [toml\n");
    one.write("2026-27/east-dorset.toml", "#".repeat((1 << 20) + 1));
    shared.git_in(&one.root, &["add", "-A"]);
    let odd = format!("160000,{},2028-29", "1".repeat(40));
    shared.git_in(&one.root, &["update-index", "--add", "--cacheinfo", &odd]);
    shared.git_in(&one.root, &["commit", "-qm", "Odd things"]);
    shared.git_in(&one.root, &["push", "-q", "origin", "main"]);
    let out = two.out(&["sync"]);
    assert!(out.contains("Received 1 version"), "{out}");
    assert!(two.out(&["status"]).contains("West Dorset"));
    set(&two, COMMITMENT, "Every month.");
    record(&two);
    two.out(&["sync"]);
    assert!(shared.sent(PLAN).contains("Every month."));
}

#[cfg(unix)]
#[test]
fn when_somebody_sends_at_the_same_moment_it_is_brought_together_again() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "Every month.");
    record(&one);
    set(&two, "profile.summary", "A coast.");
    record(&two);
    // The server's hook lets the other one in first, once, and then says that the branch moved.
    let copy = one.root.to_str().unwrap();
    let hook = format!(
        "#!/bin/sh\nunset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH\nif mkdir {address}/once 2>/dev/null; then\n\
         git -C {copy} push -q --no-verify {address} HEAD:main >&2 || exit 1\nfi\n",
        address = shared.address()
    );
    shared.hook("pre-receive", &hook);
    let out = two.out(&["sync"]);
    assert!(out.contains("Received 1 version"), "{out}");
    let text = shared.sent(PLAN);
    assert!(text.contains("Every month.") && text.contains("A coast."), "{text}");
    sound(&shared, &two);
}

#[cfg(unix)]
#[test]
fn the_servers_gate_is_told_in_its_words_and_what_came_stays() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    set(&one, COMMITMENT, "Every month.");
    record(&one);
    one.out(&["sync"]);
    set(&two, "profile.summary", "A coast.");
    record(&two);
    shared.hook("pre-receive", "#!/bin/sh\necho 'west-dorset: not in December' >&2\nexit 1\n");
    let (_, err, status) = two.all(&["sync"]);
    assert!(status == 2 && err.contains("not in December"), "{err}");
    assert!(err.contains("What others sent is here now") && err.contains("not sent"), "{err}");
    assert!(two.read(PLAN).contains("Every month.") && two.read(PLAN).contains("A coast."));
    sound(&shared, &two);
}

#[test]
fn where_there_is_nowhere_to_send_to_or_nothing_in_common_it_is_told() {
    let shared = Shared::new();
    let desk = Desk::empty();
    // The same files by the same person in the same second would be the same version.
    desk.nec(&["init"]).env("GIT_AUTHOR_NAME", "Somebody else").assert().success();
    desk.nec(&["new", "west-dorset"]).assert().success();
    let (_, err, status) = desk.all(&["sync"]);
    assert!(status == 2 && err.contains("nec join") && err.contains("--remote"), "{err}");
    desk.nec(&["commit"]).assert().success();
    let before = shared.tip();
    let (_, err, status) = desk.all(&["sync", "--remote", &shared.address()]);
    assert!(status == 2 && err.contains("no version in common"), "{err}");
    assert_eq!(shared.tip(), before);
    assert_eq!(shared.git_in(&desk.root, &["remote"]), "");
    let empty = desk.home.path().join("empty.git");
    shared.git_in(desk.home.path(), &["init", "-q", "--bare", empty.to_str().unwrap()]);
    let out = desk.out(&["sync", "--remote", empty.to_str().unwrap()]);
    assert!(out.contains("Sent"), "{out}");
    let (_, err, status) = desk.all(&["sync", "--remote", "http://127.0.0.1:1/plans.git"]);
    assert!(status == 2 && err.contains("cannot be reached"), "{err}");
    let (_, err, status) = desk.all(&["sync", "--remote", "ext::sh -c x"]);
    assert!(status == 2 && err.contains("cannot be used as an address"), "{err}");
}

#[test]
fn eight_at_once_on_one_copy_all_end_well() {
    let shared = Shared::new();
    let desk = shared.joined();
    set(&desk, COMMITMENT, "Every month.");
    record(&desk);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| desk.nec(&["sync"]).assert().success());
        }
    });
    assert!(shared.sent(PLAN).contains("Every month."));
    sound(&shared, &desk);
}

#[test]
fn in_a_larger_repository_the_plans_are_met_by_field_and_the_rest_by_gits_rules() {
    let shared = Shared::within("work/plans");
    let (mut one, mut two) = (shared.joined(), sergeant(&shared));
    for desk in [&mut one, &mut two] {
        desk.root = desk.root.join("work/plans");
    }
    let top = |desk: &Desk| desk.root.join("../..");
    std::fs::write(top(&one).join("notes.txt"), "a note\n").unwrap();
    shared.git_in(&top(&one), &["add", "notes.txt"]);
    shared.git_in(&top(&one), &["commit", "-qm", "A note"]);
    set(&one, COMMITMENT, "Every month.");
    record(&one);
    one.out(&["sync"]);
    set(&two, "profile.summary", "A coast.");
    record(&two);
    two.out(&["sync"]);
    assert_eq!(std::fs::read_to_string(top(&two).join("notes.txt")).unwrap(), "a note\n");
    assert!(two.read(PLAN).contains("Every month.") && two.read(PLAN).contains("A coast."));
    sound(&shared, &two);
}

#[test]
fn status_says_what_is_not_recorded_and_what_is_not_sent() {
    let shared = Shared::new();
    let desk = shared.joined();
    assert!(desk.out(&["status"]).contains("Everything is sent"), "{}", desk.out(&["status"]));
    set(&desk, COMMITMENT, "Every month.");
    assert!(desk.out(&["status"]).contains("\n1 change not recorded.\n"), "{}", desk.out(&["status"]));
    record(&desk);
    assert!(
        desk.out(&["status"]).contains("\nRecorded, 1 version NOT SENT YET.\n"),
        "{}",
        desk.out(&["status"])
    );
    set(&desk, COMMITMENT, "Every week.");
    let out = desk.out(&["status"]);
    assert!(out.contains("\n1 change not recorded, 1 version NOT SENT YET.\n"), "{out}");
}

#[test]
fn status_says_what_is_to_be_settled_and_what_can_be_received_to_people_alone() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), sergeant(&shared));
    let told = |desk: &Desk| desk.out(&["status"]).split_whitespace().collect::<Vec<_>>().join(" ");
    set(&one, COMMITMENT, "Every month.");
    record(&one);
    one.out(&["sync"]);
    // As it is known here: nothing is fetched.
    assert!(!told(&two).contains("nec sync"), "{}", told(&two));
    shared.git_in(&two.root, &["fetch", "-q", "origin"]);
    let said = told(&two);
    assert!(said.contains("1 version of others can be received (West Dorset 2026-27): nec sync."), "{said}");
    set(&two, COMMITMENT, "Every quarter.");
    record(&two);
    two.nec(&["sync"]).assert().code(1);
    let said = told(&two);
    assert!(said.contains("West Dorset 2026-27 is to be settled (1 place): nec resolve."), "{said}");
    for format in ["json", "csv"] {
        let out = two.out(&["status", "--format", format]);
        assert!(!out.contains("settled") && !out.contains("received"), "{out}");
    }
    two.out(&["resolve", "west-dorset", COMMITMENT, "theirs"]);
    two.out(&["sync"]);
    let said = told(&two);
    assert!(!said.contains("settled") && !said.contains("received"), "{said}");
}
