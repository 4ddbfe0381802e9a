//! `nec` in a terminal: what is typed, pasted or edited elsewhere is kept, and the terminal is left as it was
//! found.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{Session, Setup, wait_for_file, wait_until_stopped};

/// The one standard that the tests write in.
const SECTION: &str = "Meeting people face to face";

/// A plan directory with a blank plan for West Dorset, and `nec` about to open its second standard.
fn setup() -> Setup {
    let setup = Setup::new()
        .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
        .env("GIT_AUTHOR_EMAIL", "inspector.west@example.police.uk")
        .env("NEC_TODAY", "2026-11-11");
    for args in [&["init", "plans", "--yes"][..], &["--dir", "plans", "new", "west-dorset"]] {
        let mut session = setup.clone().args(args).start();
        assert!(session.wait_exit().success(), "{}", session.screen());
    }
    setup.args(&["--dir", "plans", "draft", "west-dorset", "--standard", "face-to-face"])
}

fn start(setup: &Setup) -> Session {
    let session = setup.start();
    session.wait_for("the section, with a field in it", |screen| {
        screen.contains(SECTION) && screen.cursor().is_some_and(|(row, _)| row > 2)
    });
    session
}

fn path(setup: &Setup) -> PathBuf {
    setup.dir().join("plans/2026-27/west-dorset.toml")
}

fn plan(setup: &Setup) -> String {
    fs::read_to_string(path(setup)).unwrap()
}

#[test]
fn leaving_and_signals_leave_the_terminal_as_it_was_found() {
    let setup = setup();
    for (end, status) in [("Ctrl+Q", 0), ("TERM", 143), ("HUP", 129)] {
        let mut session = start(&setup);
        assert!(session.screen().modes().contains(&"marked pastes"));
        session.type_text(end);
        match status {
            0 => session.keys(&[end]),
            _ => session.signal(end),
        }
        assert_eq!(session.wait_exit().exit_code(), status, "{end}");
        assert_eq!(session.screen().modes(), [""; 0], "{end}");
        // What was typed just before is there.
        assert!(plan(&setup).contains(end), "{end}: {}", plan(&setup));
    }
}

#[test]
fn what_was_saved_survives_a_kill() {
    let setup = setup();
    let mut session = start(&setup);
    session.type_text("We will meet every month.");
    wait_for_file(&path(&setup), |text| text.contains("We will meet every month."));
    session.kill9();
    let session = start(&setup);
    session.wait_for_text("We will meet every month.");
}

#[test]
fn a_paste_that_the_terminal_does_not_mark_is_whole_and_one_step() {
    let setup = setup();
    let mut session = start(&setup);
    session.type_text("First. ");
    let words: String = (1..=2500).map(|number| format!("word{number} and ")).collect();
    session.send(&words);
    session.wait_for_text("word2500 and");
    wait_for_file(&path(&setup), |text| text.contains(&format!("First. {words}")));
    session.keys(&["Ctrl+Z"]);
    session.wait_for_no_text("word2500");
    assert!(session.screen().contains("First."), "{}", session.screen());
}

#[test]
fn an_editor_is_lent_the_terminal_and_its_text_taken() {
    let setup = setup().env("EDITOR", "sed -i s/meet/gather/");
    let mut session = start(&setup);
    session.type_text("We will meet.");
    session.keys(&["Ctrl+E"]);
    let screen = session.wait_for_text("We will gather.");
    assert!(screen.contains(SECTION) && screen.modes().contains(&"other screen"), "{screen}");
    session.keys(&["Ctrl+Q"]);
    assert!(session.wait_exit().success());
    assert!(plan(&setup).contains("We will gather."));
}

#[test]
fn suspended_and_resumed_it_is_drawn_anew() {
    let setup = setup();
    let mut session = start(&setup);
    session.type_text("We will meet.");
    session.signal("TSTP");
    session.wait_for("the shell", |screen| screen.modes().is_empty());
    wait_until_stopped(session.id());
    session.signal("CONT");
    session.wait_for_text("We will meet.");
    session.type_text(" And talk.");
    session.wait_for_text("We will meet. And talk.");
    session.keys(&["Ctrl+Q"]);
    assert!(session.wait_exit().success());
}

#[test]
fn what_hides_in_a_file_never_reaches_the_terminal() {
    let setup = setup();
    let hostile =
        "\n[standards.face-to-face]\ncommitment = \"title \\u001b]0;owned\\u0007 and \\u202e back\"\n";
    fs::write(path(&setup), plan(&setup) + hostile).unwrap();
    let session = start(&setup);
    session.wait_for_text("title ⟨U+001B⟩]0;owned⟨U+0007⟩ and ⟨U+202E⟩ back");
    let raw = String::from_utf8(session.raw()).unwrap();
    assert!(!raw.contains("\u{1b}]0;") && !raw.contains('\u{202e}') && !raw.contains('\u{7}'), "{raw:?}");
}
