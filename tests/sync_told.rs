//! What `nec sync` tells of what came in: whatever it is, it is told, and in a moment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use cli_support::{Desk, PLAN};
use shared::Shared;

/// Writes a file as somebody else does, in their copy, and records and sends it with git alone.
fn send(shared: &Shared, desk: &Desk, file: &str, text: impl AsRef<[u8]>) {
    desk.write(file, text);
    shared.git_in(&desk.root, &["add", "-A"]);
    shared.git_in(&desk.root, &["commit", "-qm", "Something"]);
    shared.git_in(&desk.root, &["push", "-q", "origin", "HEAD:main"]);
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
