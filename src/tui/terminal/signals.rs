//! Signals, as facts for the main loop. None is lost: the loop saves and leaves on its own terms.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{Holder, Modes, Signal};

/// Tells of signals from a thread of its own, until `deliver` breaks.
///
/// Interrupts are let go: the terminal sends none while it is ours, and while it is lent they are the other
/// program's to mind. Suspending while it is lent stops this process as well, so that the shell gets it.
pub fn watch(
    modes: &Modes,
    mut deliver: impl FnMut(Signal) -> ControlFlow<()> + Send + 'static,
) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    let state = Arc::clone(&modes.state);
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            match meaning(number, state.holder()) {
                Meaning::Tell(signal) if deliver(signal).is_break() => break,
                // Where it cannot stop, it goes on, and so does the other program.
                Meaning::Stop => drop(stop()),
                Meaning::Tell(_) | Meaning::Nothing => {}
            }
        }
    })?;
    Ok(())
}

/// Stops the process until it is told to go on.
pub(super) fn stop() -> io::Result<()> {
    emulate_default_handler(SIGTSTP)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Tell(Signal),
    Stop,
    Nothing,
}

fn meaning(number: i32, holder: Holder) -> Meaning {
    match (number, holder) {
        (SIGINT | SIGQUIT, _) | (SIGCONT, Holder::Lent) => Meaning::Nothing,
        (SIGTSTP, Holder::Lent) => Meaning::Stop,
        (SIGTSTP, _) => Meaning::Tell(Signal::Suspend),
        // Suspended by ourselves, and taken over again by whoever suspended.
        (SIGCONT, Holder::Shell) => Meaning::Nothing,
        (SIGCONT, Holder::Screen) => Meaning::Tell(Signal::Resume),
        _ => Meaning::Tell(Signal::Leave(u8::try_from(128 + number).unwrap_or(u8::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_program_is_a_request_to_leave() {
        for (number, status) in [(SIGHUP, 129), (SIGTERM, 143)] {
            assert_eq!(meaning(number, Holder::Screen), Meaning::Tell(Signal::Leave(status)));
        }
    }

    #[test]
    fn an_editor_keeps_its_own_keys() {
        for holder in [Holder::Lent, Holder::Screen] {
            assert_eq!(meaning(SIGINT, holder), Meaning::Nothing);
            assert_eq!(meaning(SIGQUIT, holder), Meaning::Nothing);
        }
        assert_eq!(meaning(SIGTSTP, Holder::Lent), Meaning::Stop);
        assert_eq!(meaning(SIGCONT, Holder::Lent), Meaning::Nothing);
        assert_eq!(meaning(SIGTERM, Holder::Lent), Meaning::Tell(Signal::Leave(143)));
    }
}
