//! `nec undo` where a repository is shared: what was received, sent and settled, taken back after a restart.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use std::path::PathBuf;

use cli_support::{Desk, PLAN};
use shared::Shared;

const COMMITMENT: &str = "standards.face-to-face.commitment";
const SUMMARY: &str = "profile.summary";

fn write(desk: &Desk, path: &str, value: &str) {
    desk.nec(&["set", "west-dorset", path, value]).assert().success();
    desk.nec(&["commit", "west-dorset"]).assert().success();
}

/// A shared repository beside the usual one, empty.
fn another_shared(desk: &Desk) -> PathBuf {
    let other = desk.home.path().join("other.git");
    git2::Repository::init_bare(&other).unwrap();
    other
}

fn tip(shared: &Shared, desk: &Desk) -> String {
    shared.git_in(&desk.root, &["rev-parse", "HEAD"]).trim().to_owned()
}

fn status(shared: &Shared, desk: &Desk) -> String {
    shared.git_in(&desk.root, &["status", "--porcelain", "--untracked-files=all"])
}

#[test]
fn what_was_received_goes_again_and_comes_again() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    write(&one, COMMITMENT, "We meet people.");
    one.out(&["sync"]);
    let (before, text) = (tip(&shared, &two), two.read(PLAN));
    two.out(&["sync"]);
    assert_ne!(two.read(PLAN), text);
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("what others recorded was received") && said.contains("goes back to"), "{said}");
    assert!(said.contains("1 version") && said.contains("brings it here again"), "{said}");
    assert_eq!((tip(&shared, &two), two.read(PLAN)), (before, text));
    assert_eq!(status(&shared, &two), "");
    let told = two.out(&["sync"]);
    assert!(told.contains("Received 1 version"), "{told}");
    assert_eq!(two.read(PLAN), one.read(PLAN), "it is with the others still");
}

#[test]
fn what_was_not_recorded_is_in_the_files_again_to_the_byte() {
    let shared = Shared::within("plans");
    let (mut one, mut two) = (shared.joined(), shared.joined());
    for desk in [&mut one, &mut two] {
        desk.root = desk.root.join("plans");
    }
    let top = |desk: &Desk| desk.root.join("..");
    let evidence = |desk: &Desk| std::fs::read(desk.root.join("2026-27/west-dorset/hall.jpg")).ok();
    one.write("2026-27/west-dorset/hall.jpg", [0xff, 0xd8, 0, 1]);
    std::fs::write(top(&one).join("README"), "one\ntwo\nthree\nfour\nfive\n").unwrap();
    shared.git_in(&top(&one), &["add", "-A"]);
    shared.git_in(&top(&one), &["commit", "-qm", "Files beside the plan"]);
    one.out(&["sync"]);
    two.out(&["sync"]);
    // The one changes and adds, and takes away; the other has edits that are not recorded.
    one.nec(&["set", "west-dorset", COMMITMENT, "We meet people."]).assert().success();
    one.write("2026-27/west-dorset/hall.jpg", [0xff, 0xd8, 7, 7]);
    one.write("2026-27/west-dorset/new.png", [0x89, 0x50, 0]);
    std::fs::write(top(&one).join("README"), "ONE\ntwo\nthree\nfour\nfive\n").unwrap();
    shared.git_in(&top(&one), &["add", "-A"]);
    shared.git_in(&top(&one), &["commit", "-qm", "More"]);
    one.out(&["sync"]);
    two.nec(&["set", "west-dorset", SUMMARY, "A coast of villages."]).assert().success();
    two.write(PLAN, two.read(PLAN).replace('\n', "\r\n"));
    std::fs::write(top(&two).join("README"), "one\ntwo\nthree\nfour\nFIVE\n").unwrap();
    let (before, text, list) = (tip(&shared, &two), two.read(PLAN), status(&shared, &two));
    let picture = evidence(&two);
    two.out(&["sync"]);
    assert!(two.read(PLAN).contains("We meet people.") && two.read(PLAN).contains("A coast"));
    assert_eq!(std::fs::read_to_string(top(&two).join("README")).unwrap(), "ONE\ntwo\nthree\nfour\nFIVE\n");
    assert_ne!(evidence(&two), picture);
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("2026-27/west-dorset.toml") && said.contains("README"), "{said}");
    assert_eq!((tip(&shared, &two), two.read(PLAN)), (before, text));
    assert_eq!(std::fs::read_to_string(top(&two).join("README")).unwrap(), "one\ntwo\nthree\nfour\nFIVE\n");
    assert_eq!(evidence(&two), picture);
    assert!(!two.root.join("2026-27/west-dorset/new.png").exists());
    assert_eq!(status(&shared, &two), list);
    shared.git_in(&two.root, &["fsck", "--strict", "--no-dangling"]);
}

#[test]
fn a_file_that_was_changed_since_is_told_and_nothing_moves() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    write(&one, COMMITMENT, "We meet people.");
    one.out(&["sync"]);
    two.nec(&["set", "west-dorset", SUMMARY, "A coast of villages."]).assert().success();
    two.out(&["sync"]);
    two.nec(&["set", "west-dorset", "status", "draft"]).assert().success();
    two.write(PLAN, format!("{}# mine\n", two.read(PLAN)));
    let (before, text) = (tip(&shared, &two), two.read(PLAN));
    let (_, told, code) = two.all(&["undo", "--yes"]);
    assert!(code == 2 && told.contains("changed since") && told.contains("Nothing was changed"), "{told}");
    assert!(told.contains(".nec/kept"), "where the text from before is: {told}");
    assert_eq!((tip(&shared, &two), two.read(PLAN)), (before, text));
}

#[test]
fn two_in_a_row_go_back_one_at_a_time_with_what_was_recorded_between() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    let mut stood = vec![(tip(&shared, &two), two.read(PLAN))];
    for (count, words) in ["We meet people.", "We meet people monthly."].into_iter().enumerate() {
        write(&one, COMMITMENT, words);
        one.out(&["sync"]);
        two.out(&["sync"]);
        stood.push((tip(&shared, &two), two.read(PLAN)));
        if count == 0 {
            write(&two, SUMMARY, "A coast of villages.");
            stood.push((tip(&shared, &two), two.read(PLAN)));
        }
    }
    // The second sync brought both together, and sent.
    let sent = shared.tip();
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("What was sent stays sent") && said.contains("everybody's files"), "{said}");
    assert_eq!(two.read(PLAN), stood[2].1);
    assert_eq!(status(&shared, &two), "", "it is recorded, by a new version");
    assert_eq!(shared.git_in(&two.root, &["rev-parse", "HEAD~1"]).trim(), sent);
    assert_eq!(shared.tip(), sent, "nothing was sent by it");
    // What was recorded before it was sent too, by then; then what was received first.
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("was recorded") && said.contains("Others have the version"), "{said}");
    let (_, told, code) = two.all(&["undo", "--yes"]);
    assert!(
        code == 2 && told.contains("nec diff shows it"),
        "the words of that version are in the file: {told}"
    );
    two.write(PLAN, &stood[1].1);
    let said = two.out(&["undo", "--yes"]);
    assert!(
        said.contains("what others recorded was received") && said.contains("everybody's files"),
        "{said}"
    );
    assert_eq!(two.read(PLAN), stood[0].1);
    one.out(&["sync"]);
    two.out(&["sync"]);
    shared.git_in(&two.root, &["merge-base", "--is-ancestor", &sent, "HEAD"]);
    assert_eq!(shared.tip(), tip(&shared, &two));
}

#[test]
fn a_merge_that_was_settled_is_taken_back_until_it_is_sent_and_by_a_new_version_after() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    write(&one, COMMITMENT, "One.");
    write(&one, SUMMARY, "Of one.");
    one.out(&["sync"]);
    write(&two, COMMITMENT, "Two.");
    write(&two, SUMMARY, "Of two.");
    let (before, text) = (tip(&shared, &two), two.read(PLAN));
    two.nec(&["sync"]).assert().code(1);
    two.out(&["resolve", "west-dorset", COMMITMENT, "theirs"]);
    two.out(&["resolve", "west-dorset", SUMMARY, "mine"]);
    assert!(two.read(PLAN).contains("One.") && two.read(PLAN).contains("Of two."));
    let said = two.out(&["undo", "--yes"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("was settled") && said.contains("all decisions but the last are kept"), "{said}");
    assert_eq!((tip(&shared, &two), two.read(PLAN)), (before, text));

    // The last decision is open again, the other is kept; a sync does not settle it by itself.
    let (told, _, code) = two.all(&["resolve"]);
    assert!(code == 1 && told.contains("settled: theirs. Again"), "{told}");
    assert!(told.contains(&format!("settle with: nec resolve west-dorset {SUMMARY}")), "{told}");
    two.nec(&["sync"]).assert().code(1);
    two.out(&["resolve", "west-dorset", SUMMARY, "theirs"]);
    assert!(two.read(PLAN).contains("One.") && two.read(PLAN).contains("Of one."));
    two.out(&["sync"]);
    let sent = shared.tip();
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("What was sent stays sent"), "{said}");
    assert!(two.read(PLAN).contains("Two.") && two.read(PLAN).contains("Of two."));
    two.out(&["sync"]);
    assert!(shared.sent(PLAN).contains("Two."));
    shared.git_in(&two.root, &["merge-base", "--is-ancestor", &sent, "HEAD"]);
}

#[cfg(unix)]
#[test]
fn what_came_in_two_goes_is_one_step() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    write(&one, COMMITMENT, "We meet people.");
    one.out(&["sync"]);
    write(&two, SUMMARY, "A coast of villages.");
    two.nec(&["set", "west-dorset", "standards.face-to-face.if-called-away", "Another team comes."])
        .assert()
        .success();
    let (before, text) = (tip(&shared, &two), two.read(PLAN));
    // The server lets the other one in first, once, and then says that the branch moved.
    one.nec(&["set", "west-dorset", COMMITMENT, "We meet people monthly."]).assert().success();
    one.nec(&["commit"]).assert().success();
    let copy = one.root.to_str().unwrap();
    let hook = format!(
        "#!/bin/sh\nunset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH\nif mkdir {address}/once 2>/dev/null; then\n\
         git -C {copy} push -q --no-verify {address} HEAD:main >&2 || exit 1\nfi\n",
        address = shared.address()
    );
    shared.hook("pre-receive", &hook);
    two.out(&["sync"]);
    assert!(two.read(PLAN).contains("monthly") && two.read(PLAN).contains("Another team"));
    two.out(&["undo", "--yes"]);
    assert_eq!(two.read(PLAN), text, "both goes are taken back");
    let recorded = shared.git_in(&two.root, &["show", &format!("{before}:{PLAN}")]);
    assert_eq!(shared.git_in(&two.root, &["show", &format!("HEAD:{PLAN}")]), recorded);
}

#[test]
fn what_was_sent_to_an_address_or_another_shared_repository_is_with_others() {
    for named in [false, true] {
        let desk = Desk::new();
        desk.nec(&["commit"]).assert().success();
        let other = another_shared(&desk);
        let address = other.to_str().unwrap();
        let repository = git2::Repository::open(&desk.root).unwrap();
        if named {
            repository.remote("panel", address).unwrap();
        }
        write(&desk, COMMITMENT, "We meet people.");
        let remote = if named { "panel" } else { address };
        desk.out(&["sync", "--remote", remote]);
        let sent = repository.refname_to_id("HEAD").unwrap();
        let text = desk.read(PLAN);
        let said = desk.out(&["undo", "--yes"]);
        assert!(said.contains("Others have the version") && said.contains("new version"), "{remote}: {said}");
        let tip = repository.head().unwrap().peel_to_commit().unwrap();
        assert_eq!(tip.parent_id(0).unwrap(), sent, "what was sent stays");
        let before = repository.find_commit(sent).unwrap().parent(0).unwrap();
        assert_eq!(tip.tree_id(), before.tree_id());
        assert_eq!(desk.read(PLAN), text, "its words stay in the file, as changes that are not recorded");
        desk.out(&["sync", "--remote", remote]);
        let there = git2::Repository::open(&other).unwrap();
        assert_eq!(there.refname_to_id("refs/heads/main").unwrap(), tip.id());
    }
}

#[test]
fn what_came_from_another_address_than_the_usual_one_comes_again_from_there() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    let other = another_shared(&two);
    let address = other.to_str().unwrap();
    write(&one, COMMITMENT, "We meet people.");
    one.out(&["sync", "--remote", address]);
    two.out(&["sync", "--remote", address]);
    let said = two.out(&["undo", "--yes"]);
    assert!(said.lines().all(|line| line.chars().count() <= 80 || !line.contains(' ')), "{said}");
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!("nec sync --remote {address} brings it here again")), "{said}");
    assert!(two.out(&["sync"]).contains("Nothing new"));
    assert!(two.out(&["sync", "--remote", address]).contains("Received 1 version"));
}

#[test]
fn what_was_sent_to_an_address_stays_known_when_another_branch_is_sent_there() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let other = another_shared(&desk);
    let address = other.to_str().unwrap();
    let repository = git2::Repository::open(&desk.root).unwrap();
    let first = repository.head().unwrap().name().unwrap().to_owned();
    let begun = repository.head().unwrap().peel_to_commit().unwrap();
    write(&desk, COMMITMENT, "We meet people.");
    desk.out(&["sync", "--remote", address]);
    // Another branch, that has not what was sent of the first.
    repository.branch("side", &begun, false).unwrap();
    let switch = |name: &str| {
        repository.set_head(name).unwrap();
        repository.checkout_head(Some(git2::build::CheckoutBuilder::new().force())).unwrap();
    };
    switch("refs/heads/side");
    git2::Repository::open(&other).unwrap().reference("refs/heads/side", begun.id(), true, "").unwrap();
    write(&desk, SUMMARY, "A coast of villages.");
    desk.out(&["sync", "--remote", address]);
    desk.out(&["undo", "--yes"]);
    switch(&first);
    let said = desk.out(&["undo", "--yes"]);
    assert!(said.contains("Others have the version"), "{said}");
}

/// Sends a file that this computer cannot have, from one who can.
#[cfg(unix)]
fn send_what_is_only_recorded(shared: &Shared, desk: &Desk, path: &str) {
    let id = shared.git_in(&desk.root, &["hash-object", "-w", "nec.toml"]);
    let entry = format!("100644,{},{path}", id.trim());
    shared.git_in(&desk.root, &["update-index", "--add", "--cacheinfo", &entry]);
    shared.git_in(&desk.root, &["update-index", "--skip-worktree", path]);
    shared.git_in(&desk.root, &["commit", "-qm", "A long name"]);
    shared.git_in(&desk.root, &["push", "-q"]);
}

#[cfg(unix)]
#[test]
fn what_was_left_out_is_not_told_as_put_back() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    let long = format!("evidence/2026-27/west-dorset/{}", "y".repeat(300));
    send_what_is_only_recorded(&shared, &one, &long);
    write(&one, COMMITMENT, "We meet people.");
    one.out(&["sync"]);
    let told = two.out(&["sync"]);
    assert!(told.contains("Left out here"), "{told}");
    let said = two.out(&["undo", "--yes"]);
    assert!(said.contains("west-dorset.toml") && !said.contains("yyy"), "{said}");
    assert_eq!(status(&shared, &two), "");
    two.out(&["sync"]);
    assert_eq!(two.read(PLAN), one.read(PLAN));
    assert_eq!(status(&shared, &two), "");
}

#[cfg(unix)]
#[test]
fn own_words_in_a_file_with_a_long_path_are_met_and_come_back() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    let long = format!("{}/notes.txt", vec!["n".repeat(200); 6].join("/"));
    let lines = |first: &str, last: &str| format!("{first}\ntwo\nthree\nfour\n{last}\n");
    std::fs::create_dir_all(one.root.join(&long).parent().unwrap()).unwrap();
    for text in [lines("one", "five"), lines("one", "theirs")] {
        if one.root.join(&long).exists() {
            two.out(&["sync"]);
            two.write(&long, lines("mine", "five"));
        }
        one.write(&long, text);
        shared.git_in(&one.root, &["add", "-A"]);
        shared.git_in(&one.root, &["commit", "-qm", "Notes"]);
        one.out(&["sync"]);
    }
    let told = two.out(&["sync"]);
    assert!(!told.contains("Left out"), "{told}");
    assert_eq!(two.read(&long), lines("mine", "theirs"));
    assert_eq!(status(&shared, &two), format!(" M {long}\n"));
    two.out(&["undo", "--yes"]);
    assert_eq!(two.read(&long), lines("mine", "five"));
    assert_eq!(status(&shared, &two), format!(" M {long}\n"));
}
