//! The terminal: taken over while the program runs, and given back as it was found.
//!
//! [`Modes`] is the one owner of every mode that is changed: raw input, the other screen, marked pastes, the
//! mouse, the cursor. Leaving, a panic, a signal, suspending and lending the terminal to an editor all go
//! through its one way out. [`Display`] is what is drawn on, and [`Frames`] sends a frame in one write. [`Signal`]s are facts for
//! the main loop; on Windows there are none.
//!
//! When a terminal is closed, its signals, failures to draw and to take it back, and
//! [`crate::tui::input::Input::Gone`] come in any order. Each means the same: save, and leave.

mod display;
mod frames;
mod panics;
#[cfg(unix)]
mod signals;

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{Command, ExecutableCommand, QueueableCommand};

pub use display::Display;
pub use frames::Frames;
#[cfg(unix)]
pub use signals::watch;

/// Whether clicks and the wheel come to the program, or stay with the terminal for selecting text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    On,
    Off,
}

/// What a signal asks for. Windows has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// To save and leave, with this exit status: 128 and the signal's number, as shells have it. The terminal
    /// may be gone already.
    Leave(u8),
    /// To stop for a while: `Modes::suspend`.
    Suspend,
    /// The process went on after it was stopped from outside: [`Modes::retake`], and all to be drawn anew.
    Resume,
}

/// Whose the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// As it was found.
    Shell,
    /// Taken over.
    Screen,
    /// As it was found, for a program that was started from here.
    Lent,
}

/// The modes of the terminal. Gives it back when dropped.
#[derive(Debug)]
pub struct Modes {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    mouse: Mutex<Mouse>,
    holder: Mutex<Holder>,
    /// What is to be told once the terminal is given back.
    late: Mutex<Vec<String>>,
}

impl Modes {
    /// Takes the terminal over, for good or until it is lent, and sees to it that a panic gives it back.
    ///
    /// Fails where there is no terminal; it is then as it was found.
    pub fn enter(mouse: Mouse) -> io::Result<Self> {
        let state = State {
            mouse: Mutex::new(mouse),
            holder: Mutex::new(Holder::Shell),
            late: Mutex::new(Vec::new()),
        };
        let modes = Modes { state: Arc::new(state) };
        panics::give_back(Arc::clone(&modes.state));
        modes.state.take()?;
        Ok(modes)
    }

    /// Gives the terminal back; does nothing where it is not ours. Every step is tried, whatever fails.
    pub fn leave(&self) -> io::Result<()> {
        self.state.give(Holder::Shell)
    }

    /// Gives clicks and the wheel to the program, or back to the terminal.
    pub fn set_mouse(&self, mouse: Mouse) -> io::Result<()> {
        *self.state.mouse.lock().unwrap_or_else(PoisonError::into_inner) = mouse;
        if self.state.holder() != Holder::Screen {
            return Ok(());
        }
        match mouse {
            Mouse::On => io::stdout().execute(EnableMouseCapture)?,
            Mouse::Off => io::stdout().execute(DisableMouseCapture)?,
        };
        Ok(())
    }

    /// Takes it over anew, after another program may have changed it: the screen is then empty, and
    /// [`Display::forget`] is due.
    pub fn retake(&self) -> io::Result<()> {
        // What cannot be given back cannot be helped; what matters is whether it can be taken.
        let _ = self.state.give(Holder::Shell);
        self.state.take()
    }

    /// Lends the terminal to a program that `run` starts and waits for, and takes it back: the screen is then
    /// empty, and [`Display::forget`] is due. Gives what came of both.
    ///
    /// The reading of keys must be held meanwhile; see [`crate::tui::input::Hold`].
    pub fn lend<T>(&self, run: impl FnOnce() -> T) -> (T, io::Result<()>) {
        let _ = self.state.give(Holder::Lent);
        let result = run();
        (result, self.state.take())
    }

    /// Gives the terminal back, stops until the shell says to go on, and takes it over: the screen is then
    /// empty, and [`Display::forget`] is due.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<()> {
        let _ = self.state.give(Holder::Shell);
        signals::stop()?;
        self.state.take()
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

impl State {
    fn holder(&self) -> Holder {
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass_to(&self, holder: Holder) -> Holder {
        mem::replace(&mut *self.holder.lock().unwrap_or_else(PoisonError::into_inner), holder)
    }

    fn mouse(&self) -> Mouse {
        *self.mouse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> io::Result<()> {
        if self.pass_to(Holder::Screen) == Holder::Screen {
            return Ok(());
        }
        let taken = enable_raw_mode().and_then(|()| enter_screen(&mut io::stdout(), self.mouse()));
        if taken.is_err() {
            let _ = self.give(Holder::Shell);
        }
        taken
    }

    fn give(&self, to: Holder) -> io::Result<()> {
        if self.pass_to(to) != Holder::Screen {
            return Ok(());
        }
        let left = leave_screen(&mut io::stdout(), self.mouse());
        let left = left.and(disable_raw_mode());
        if to == Holder::Shell {
            for message in mem::take(&mut *self.late.lock().unwrap_or_else(PoisonError::into_inner)) {
                let _ = writeln!(io::stderr(), "{message}");
            }
        }
        left
    }
}

/// Takes over what is changed by writing to the terminal.
fn enter_screen(out: &mut impl Write, mouse: Mouse) -> io::Result<()> {
    out.queue(EnterAlternateScreen)?.queue(EnableBracketedPaste)?;
    if mouse == Mouse::On {
        out.queue(EnableMouseCapture)?;
    }
    out.flush()
}

/// Gives it back, in the reverse order, with what a frame broken off may have left behind. Gives the first
/// error, having tried every step.
fn leave_screen(out: &mut impl Write, mouse: Mouse) -> io::Result<()> {
    let mut result = Ok(());
    let mut step = |done: io::Result<()>| result = mem::replace(&mut result, Ok(())).and(done);
    step(write(out, EndSynchronizedUpdate));
    step(write(out, SetAttribute(Attribute::Reset)));
    if mouse == Mouse::On {
        step(write(out, DisableMouseCapture));
    }
    step(write(out, DisableBracketedPaste));
    step(write(out, Show));
    step(write(out, LeaveAlternateScreen));
    step(out.flush());
    result
}

fn write(out: &mut impl Write, command: impl Command) -> io::Result<()> {
    out.queue(command).map(drop)
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    /// The modes that a text of escape sequences leaves switched on.
    fn switched_on(text: &str) -> Vec<&str> {
        let mut on = Vec::new();
        for part in text.split("\u{1b}[?").skip(1) {
            let end = part.find(['h', 'l']).expect("a switch");
            on.retain(|mode| *mode != &part[..end]);
            if part[end..].starts_with('h') {
                on.push(&part[..end]);
            }
        }
        on
    }

    #[test]
    fn all_that_is_switched_on_is_switched_off() {
        for (mouse, count) in [(Mouse::Off, 2), (Mouse::On, 7)] {
            let mut out = Vec::new();
            enter_screen(&mut out, mouse).unwrap();
            assert_eq!(switched_on(std::str::from_utf8(&out).unwrap()).len(), count);
            out.extend(b"\x1b[?2026h\x1b[1m\x1b[?25l");
            leave_screen(&mut out, mouse).unwrap();
            let out = String::from_utf8(out).unwrap();
            // The cursor is shown by switching it on.
            assert_eq!(switched_on(&out), ["25"], "{out:?}");
            assert!(out.rfind("\u{1b}[0m") > out.rfind("\u{1b}[1m"), "{out:?}");
        }
    }

    /// Fails at its `n`th write, and notes the others.
    struct Broken(usize, Vec<u8>);

    impl Write for Broken {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.wrapping_sub(1);
            if self.0 == usize::MAX {
                return Err(io::Error::other("no"));
            }
            self.1.extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_step_that_fails_does_not_keep_the_others_back() {
        let mut whole = Broken(100, Vec::new());
        leave_screen(&mut whole, Mouse::Off).unwrap();
        let mut broken = Broken(0, Vec::new());
        assert!(leave_screen(&mut broken, Mouse::Off).is_err());
        assert!(!broken.1.is_empty() && whole.1.ends_with(&broken.1));
    }
}
