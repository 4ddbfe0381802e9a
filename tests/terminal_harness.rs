//! The terminal that whole-program tests run in, tested on small programs.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Setup;

fn shell(script: &str) -> Setup {
    Setup::new().program("/bin/sh").args(&["-c", script])
}

#[test]
fn what_a_program_writes_is_on_the_screen() {
    let mut session = shell(r"printf 'one\n\033[1mtwo\033[0m'; read line; exit 3").start();
    let screen = session.wait_for_text("two");
    assert_eq!(screen.rows()[..3], ["one", "two", ""]);
    assert_eq!(screen.cursor(), Some((1, 3)));
    assert!(screen.cells_of("two").iter().all(|cell| cell.bold()) && screen.cells_of("two").len() == 3);
    assert!(!screen.cell(0, 0).bold());
    session.send("\n");
    assert_eq!(session.wait_exit().exit_code(), 3);
    assert!(session.raw().starts_with(b"one\r\n\x1b[1mtwo"));
}

#[test]
fn what_is_sent_reaches_the_program() {
    let mut session = shell("stty raw -echo; printf ready; exec cat -v").start();
    session.wait_for_text("ready");
    session.keys(&["Ctrl+N", "Tab", "Shift+Tab", "F8", "F1", "Esc", "Ctrl+Right", "a", "Backspace"]);
    session.paste("x\ry");
    session.type_text("\n");
    // The tab goes to the next stop.
    session.wait_for_text("ready^N ^[[Z^[[19~^[OP^[^[[1;5Ca^?^[[200~x^My^[[201~^M");
    session.kill9();
    assert!(!session.wait_exit().success());
}

#[test]
fn the_environment_is_the_setups_own() {
    let setup = shell("env; pwd; stty size; echo done").size(120, 40).env("NEC_TODAY", "2026-11-11");
    let mut session = setup.start();
    session.wait_exit();
    let screen = session.screen();
    for expected in
        [format!("HOME={}", setup.home().display()), "NEC_TODAY=2026-11-11".to_owned(), "40 120".to_owned()]
    {
        assert!(screen.contains(&expected), "{expected} in {screen}");
    }
    assert!(screen.row_with(&setup.dir().display().to_string()).is_some(), "{screen}");
    assert!(!screen.contains("GIT_") && !screen.contains("CARGO"), "{screen}");
}

#[test]
fn a_resize_and_a_signal_reach_the_program() {
    let mut session = shell(
        "trap 'echo size $(stty size)' WINCH; trap 'echo hung up; exit 9' HUP; echo ready; while :; do read line; done",
    )
    .start();
    session.wait_for_text("ready");
    session.resize(60, 20);
    session.wait_for_text("size 20 60");
    session.signal("HUP");
    session.send("\n");
    assert_eq!(session.wait_exit().exit_code(), 9);
    assert!(session.screen().contains("hung up"));
}

#[test]
fn modes_left_on_are_told() {
    let mut session = shell(r"printf '\033[?1049h\033[?2004h\033[?1002h\033[?25l\033[31mleft'").start();
    session.wait_exit();
    assert_eq!(
        session.screen().modes(),
        ["other screen", "marked pastes", "mouse", "cursor hidden", "colours"]
    );
}

#[test]
#[should_panic(expected = "the program ended while waiting for \"never\"")]
fn what_never_comes_is_told_with_the_screen() {
    shell("echo other").start().wait_for_text("never");
}
