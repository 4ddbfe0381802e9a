//! What `nec sync` tells of what came in: whatever it is, it is told, and in a moment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use cli_support::{Desk, PLAN};
use shared::Shared;

const COMMITMENT: &str = "standards.face-to-face.commitment";

fn set(desk: &Desk, path: &str, value: &str) {
    desk.out(&["set", "west-dorset", path, value]);
}

/// Writes a file as somebody else does, in their copy, and records and sends it with git alone.
fn send(shared: &Shared, desk: &Desk, file: &str, text: impl AsRef<[u8]>) {
    desk.write(file, text);
    shared.git_in(&desk.root, &["add", "-A"]);
    shared.git_in(&desk.root, &["commit", "-qm", "Something"]);
    shared.git_in(&desk.root, &["push", "-q", "origin", "HEAD:main"]);
}

/// A version of the plan by somebody, recorded and not sent.
fn record(shared: &Shared, desk: &Desk, who: &str, text: &str) {
    desk.write(PLAN, text);
    shared.git_in(&desk.root, &["-c", &format!("user.name={who}"), "commit", "-qam", "Something"]);
}

fn activity(id: &str, title: &str) -> String {
    format!(
        "\n[[standards.face-to-face.activities]]\nid = \"{id}\"\ntitle = \"{title}\"\nstarts = 2026-12-03\n\
         time = 18:30:00\n"
    )
}

#[test]
fn nothing_of_what_another_wrote_reaches_the_terminal_as_a_command_to_it() {
    let shared = Shared::new();
    let (anna, bob) = (shared.joined(), shared.joined());
    // In TOML an escape is written so.
    let hostile = "\\u001b]0;PWNED\\u0007\\u001b[31mRED\\u001b[2J";
    let settings = bob.read("nec.toml");
    let post = format!(
        "{settings}\n[[person]]\npost = \"Sergeant {hostile}\"\nemails = [\"other@example.police.uk\"]\n"
    );
    send(&shared, &bob, "nec.toml", post);
    anna.out(&["sync"]);
    let text = bob.read(PLAN);
    // Twice, with other ids: that is told, too.
    let rows = activity("a1", hostile) + &activity("a2", hostile);
    send(&shared, &bob, PLAN, format!("{text}{rows}"));
    let (out, err, status) = anna.all(&["sync"]);
    assert!(status == 0 && out.contains("PWNED") && out.contains("Stands twice"), "{out}{err}");
    assert!(out.contains("Sergeant"), "{out}");
    for said in [&out, &err, &anna.out(&["log", "west-dorset"]), &anna.out(&["status"])] {
        let bad: Vec<char> = said.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(bad.is_empty(), "{bad:?} in {said:?}");
    }
}

#[test]
fn a_version_that_is_no_text_is_told_as_one_and_hides_nothing_else() {
    let shared = Shared::new();
    let (anna, bob) = (shared.joined(), shared.joined());
    let text = bob.read(PLAN);
    // What is no text came first, so that what was there before is none.
    send(&shared, &bob, PLAN, b"format = 1\n# \xff\xfe\n");
    anna.out(&["sync"]);
    let other = "2026-27/purbeck.toml";
    bob.write(PLAN, format!("{text}{}", activity("a1", "Bridport drop-in")));
    send(&shared, &bob, other, &text);
    let (out, err, status) = anna.all(&["sync"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.contains("Received 1 version"), "{out}");
    assert!(out.contains("West Dorset 2026-27: changed, in a way that cannot be shown"), "{out}");
    assert!(out.contains("2026-27: begun"), "{out}");
    // And what is none now.
    anna.nec(&["set", "west-dorset", "profile.summary", "A coast and its towns."]).assert().success();
    anna.nec(&["commit", "west-dorset"]).assert().success();
    send(&shared, &bob, other, b"\xff\xfe");
    let (out, err, status) = anna.all(&["sync"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.contains("Received 1 version and sent"), "{out}{err}");
    assert!(out.contains("changed, in a way that cannot be shown"), "{out}");
}

#[test]
fn of_very_many_versions_the_first_are_told_as_one_with_whose_they_are() {
    let shared = Shared::new();
    let (anna, bob) = (shared.joined(), shared.joined());
    let text = bob.read(PLAN);
    let of = |population: usize, households: usize| {
        let profile = format!("[profile]\npopulation = {population}\nhouseholds = {households}\n");
        text.replacen("[profile]\n", &profile, 1)
    };
    record(&shared, &bob, "First", &of(1, 1));
    record(&shared, &bob, "Second", &of(2, 1));
    for count in 2..70 {
        record(&shared, &bob, "Other", &of(2, count));
    }
    shared.git_in(&bob.root, &["push", "-q", "origin", "HEAD:main"]);
    let out = anna.out(&["sync"]);
    assert!(out.contains("Received 70 versions"), "{out}");
    let line = out.lines().find(|line| line.contains("West Dorset 2026-27")).unwrap();
    assert!(line.contains("Other and ") || line.contains("and Other") || line.contains("others"), "{line}");
    assert_eq!(
        line.matches("opulation").count(),
        1,
        "what two wrote after one another is one difference: {line}"
    );
    assert!(line.contains("ouseholds"), "{line}");
}

#[test]
fn a_version_that_came_from_the_server_is_not_said_to_wait_for_being_sent() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    set(&one, COMMITMENT, "We meet people every month.");
    one.out(&["commit"]);
    one.out(&["sync"]);
    // Nothing is recorded here: what is settled stays in the file.
    set(&two, COMMITMENT, "We meet people every week.");
    let (_, _, status) = two.all(&["sync"]);
    assert_eq!(status, 1, "both changed it");
    let out = two.out(&["resolve", "west-dorset", COMMITMENT, "mine"]);
    assert_eq!(shared.git_in(&two.root, &["rev-parse", "HEAD"]).trim(), shared.tip());
    assert!(out.contains("received") && out.contains("not recorded"), "{out}");
    assert!(!out.contains("not sent"), "{out}");
    assert!(two.read(PLAN).contains("every week"));
    // What is recorded here as well is.
    two.out(&["commit"]);
    set(&one, COMMITMENT, "We meet people every year.");
    one.out(&["commit"]);
    one.out(&["sync"]);
    assert_eq!(two.all(&["sync"]).2, 1);
    let out = two.out(&["resolve", "west-dorset", COMMITMENT, "mine"]);
    assert!(out.contains("not sent yet"), "{out}");
}
