//! The terminal is left as it was found, whatever ends or interrupts the program; and what is typed arrives
//! as it was meant. On a small program of its own, which is this test started anew in a terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::env;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::process::{Command, exit};
use std::sync::mpsc;
use std::thread;

use nec::tui::input::{self, Batch, Input, KeyPress};
use nec::tui::terminal::{Display, Modes, Mouse, Signal, watch};
use ratatui::crossterm::event::KeyCode;
use ratatui::text::Text;
use support::{Screen, Session, Setup};

enum Msg {
    Batch(Batch),
    Signal(Signal),
}

/// The program: shows what arrives, a line each. `q` leaves, `p` panics, `w` has a worker panic, `e` lends the
/// terminal to an editor.
#[test]
#[ignore = "the program that the tests below start in a terminal"]
fn program() {
    let modes = Modes::enter(Mouse::On).unwrap();
    let mut display = Display::new().unwrap();
    let (send, receive) = mpsc::channel();
    let inputs = send.clone();
    input::spawn(move |batch| told(inputs.send(Msg::Batch(batch)))).unwrap();
    watch(&modes, move |signal| told(send.send(Msg::Signal(signal)))).unwrap();
    let mut lines = vec![format!("process {}", std::process::id())];
    loop {
        let text = lines.join("\n");
        if display.draw(|frame| frame.render_widget(Text::raw(text), frame.area())).is_err() {
            leave(modes, GONE);
        }
        let back = match receive.recv().unwrap() {
            Msg::Batch(batch) => {
                let mut back = None;
                for input in &batch.inputs {
                    if *input == Input::Gone {
                        leave(modes, GONE);
                    }
                    let key = match input {
                        Input::Key(KeyPress { code: KeyCode::Char(c), .. }) => *c,
                        _ => ' ',
                    };
                    match key {
                        'q' => return,
                        'p' => panic!("words of a plan"),
                        'w' => assert!(thread::spawn(|| panic!("words of a plan")).join().is_err()),
                        'e' => back = Some(modes.lend(editor).1),
                        _ => {}
                    }
                    lines.push(match input {
                        Input::Burst(text) | Input::Paste(text) if text.len() > 60 => {
                            format!("{} bytes", text.len())
                        }
                        Input::Resize(columns, rows) => format!("Resize {columns}x{rows}"),
                        Input::Key(key) => format!("Key {:?} {:?}", key.code, key.modifiers),
                        input => format!("{input:?}"),
                    });
                }
                back
            }
            Msg::Signal(Signal::Leave(status)) => leave(modes, status),
            Msg::Signal(Signal::Suspend) => Some(modes.suspend()),
            Msg::Signal(Signal::Resume) => Some(modes.retake()),
        };
        if let Some(back) = back {
            if back.and_then(|()| display.forget()).is_err() {
                leave(modes, GONE);
            }
            lines.push("back".to_owned());
        }
    }
}

/// The status after a hang-up. The signal comes first, or a failure to read or to draw.
const GONE: u8 = 129;

fn leave(modes: Modes, status: u8) -> ! {
    drop(modes);
    if let Some(file) = env::var_os("LEFT") {
        fs::write(file, format!("left with {status}")).unwrap();
    }
    exit(status.into());
}

fn told<T>(sent: Result<(), mpsc::SendError<T>>) -> ControlFlow<()> {
    if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn editor() {
    let script = "trap 'echo interrupted' INT; stty -a | grep -o '.icanon'; echo editing; until read text; do :; done; echo got $text; read end";
    Command::new("sh").arg("-c").arg(script).status().unwrap();
}

/// What a shell says after the program: its status, and whether the terminal's settings are the same.
const AROUND: &str = r#"trap : INT; before=$(stty -g); "$PROGRAM" program --ignored --exact --nocapture --quiet; status=$?
    [ "$before" = "$(stty -g)" ] && settings=same || settings=changed
    echo "status $status, settings $settings""#;

fn setup() -> Setup {
    let program = env::current_exe().unwrap();
    Setup::new().program("/bin/sh").args(&["-c", AROUND]).env("PROGRAM", program)
}

/// Starts the program, and gives its process too.
fn start() -> (Session, u32) {
    let mut session = setup().start();
    let process = process(&session.wait_for_text("process "));
    session.keys_go_to(Some(process));
    (session, process)
}

fn process(screen: &Screen) -> u32 {
    screen.rows().iter().find_map(|row| row.strip_prefix("process ")).unwrap().parse().unwrap()
}

#[track_caller]
fn is_as_found(session: &Session, status: u8) {
    let screen = session.wait_for_text(&format!("status {status}, settings same"));
    assert_eq!(screen.modes(), [""; 0], "{screen}");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let (mut session, _) = start();
    assert_eq!(session.screen().modes(), ["other screen", "marked pastes", "mouse", "cursor hidden"]);
    session.keys(&["q"]);
    is_as_found(&session, 0);
}

#[test]
fn a_panic_gives_it_back_and_quotes_nothing() {
    let (mut session, _) = start();
    session.keys(&["p"]);
    is_as_found(&session, 101);
    assert!(session.screen().contains("mistake in the program itself"), "{}", session.screen());
    assert!(!session.screen().contains("words of a plan"), "{}", session.screen());
}

#[test]
fn a_workers_panic_leaves_the_screen_alone_and_is_told_afterwards() {
    let (mut session, _) = start();
    session.keys(&["w", "x"]);
    let screen = session.wait_for_text("Key Char('x')");
    assert_eq!(screen.modes().len(), 4);
    session.keys(&["q"]);
    is_as_found(&session, 0);
    assert!(session.screen().contains("mistake in the program itself"), "{}", session.screen());
    let raw = String::from_utf8(session.raw()).unwrap();
    assert!(!raw.contains("panicked") && !raw.contains("words of a plan"), "{raw:?}");
}

#[test]
fn signals_that_end_a_program_give_it_back() {
    for (name, status) in [("TERM", 143), ("HUP", 129)] {
        let (session, process) = start();
        session.signal_to(name, process);
        is_as_found(&session, status);
    }
}

#[test]
fn an_interrupt_from_outside_ends_nothing() {
    let (mut session, process) = start();
    session.signal_to("INT", process);
    session.signal_to("QUIT", process);
    session.keys(&["x"]);
    session.wait_for_text("Key Char('x')");
    session.keys(&["q"]);
    is_as_found(&session, 0);
}

/// A terminal that is about to be closed with the program in it.
#[test]
#[ignore = "the terminal that a test below closes"]
fn host() {
    let session = setup().env("LEFT", env::var_os("LEFT").unwrap()).start();
    session.wait_for_text("process ");
    println!("hosting");
    io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_terminal_that_is_closed_ends_the_program_in_good_order() {
    let setup = Setup::new();
    let left = setup.home().join("left");
    let host = setup
        .program(env::current_exe().unwrap())
        .args(&["host", "--ignored", "--exact", "--nocapture"])
        .env("LEFT", &left);
    let host = host.clone().env("TMPDIR", host.home());
    let mut session = host.start();
    session.wait_for_text("hosting");
    session.kill9();
    support::wait_for_file(&left, |text| text == "left with 129");
}

#[test]
fn suspended_the_shell_has_the_terminal_and_then_all_is_drawn_anew() {
    let mut session = setup().args(&["-i"]).env("PS1", "shell> ").start();
    session.wait_for_text("shell>");
    session.send("$PROGRAM program --ignored --exact --nocapture --quiet\n");
    let process = process(&session.wait_for_text("process "));
    session.signal_to("TSTP", process);
    let screen = session.wait_for("the shell", |screen| screen.modes().is_empty());
    assert!(!screen.contains("process "), "{screen}");
    session
        .wait_for("the shell's word", |screen| screen.contains("Stopped") && screen.cursor() > Some((0, 6)));
    session.keys_go_to(None);
    session.send("fg\n");
    let screen = session.wait_for_text("back");
    assert!(screen.contains("process ") && screen.modes().len() == 4, "{screen}");
    session.send("q");
    session.wait_for("the shell again", |screen| screen.modes().is_empty());
}

#[test]
fn stopped_from_outside_it_is_taken_anew() {
    let (mut session, process) = start();
    session.signal_to("STOP", process);
    session.signal_to("CONT", process);
    session.wait_for_text("back");
    session.keys(&["q"]);
    is_as_found(&session, 0);
}

#[test]
fn an_editor_gets_the_terminal_with_all_its_keys() {
    let (mut session, process) = start();
    session.send("e");
    let screen = session.wait_for_text("editing");
    session.keys_go_to(None);
    assert!(screen.modes().is_empty() && !screen.contains("-icanon"), "{screen}");
    // Ctrl+C is the editor's to mind.
    session.send("\x03");
    session.wait_for_text("interrupted");
    session.send("some words\n");
    session.wait_for_text("got some words");
    session.send("\n");
    let screen = session.wait_for_text("back");
    assert!(!screen.contains("some words") && screen.modes().len() == 4, "{screen}");
    session.keys_go_to(Some(process));
    session.keys(&["q"]);
    is_as_found(&session, 0);
}

#[test]
fn keys_and_pastes_arrive_as_they_were_meant() {
    let (mut session, _) = start();
    session.send("one\r\ntwo");
    session.wait_for_text(r#"Burst("one\ntwo")"#);
    session.send("title\r");
    session.wait_for_text("Burst(\"title\")\nKey Enter KeyModifiers(0x0)");
    session.send("\x1b\x1b[B");
    session.wait_for_text("Key Esc KeyModifiers(0x0)\nKey Down KeyModifiers(0x0)");
    session.send("\x1b\x0e");
    session.wait_for_text("Key Esc KeyModifiers(0x0)\nKey Char('n') KeyModifiers(CONTROL)");
    session.paste("a\r\nb");
    session.wait_for("a marked paste", |screen| {
        screen.contains(r#"Paste("a\nb")"#) || screen.contains(r#"Paste("a\r\nb")"#)
    });
    session.type_text("ab");
    session.wait_for_text("Key Char('a') KeyModifiers(0x0)\nKey Char('b') KeyModifiers(0x0)");
    session.resize(100, 40);
    session.wait_for_text("Resize 100x40");
    // More than one read holds.
    session.send(&"words and words ".repeat(2000));
    session.wait_for_text("32000 bytes");
    session.keys(&["q"]);
    is_as_found(&session, 0);
}
