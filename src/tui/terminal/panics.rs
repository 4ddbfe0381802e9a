//! A panic gives the terminal back, and says where it happened without the text that it happened to.

use std::env;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, PoisonError};
use std::thread;

use super::{Holder, State};

/// From now on, a panic of this thread gives the terminal back before anything is said.
///
/// A panic of another thread is told once the terminal is given back: on the screen it would be drawn over.
/// With `RUST_BACKTRACE` set, all that Rust has to say is said as well.
pub(super) fn give_back(state: Arc<State>) {
    let otherwise = panic::take_hook();
    let screen = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == screen {
            let _ = state.give(Holder::Shell);
        } else if state.holder() == Holder::Screen {
            state.late.lock().unwrap_or_else(PoisonError::into_inner).push(message(info));
            return;
        }
        let _ = writeln!(io::stderr(), "{}", message(info));
        if env::var_os("RUST_BACKTRACE").is_some() {
            otherwise(info);
        }
    }));
}

/// A panic's own words can quote the text of a plan, so they are left out.
fn message(info: &PanicHookInfo<'_>) -> String {
    let place =
        info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    format!(
        "nec stopped because of a mistake in the program itself{place}.\n  \
         What the corner of the screen called saved is safe.\n  \
         Start nec again to go on, and tell whoever looks after it about this message."
    )
}
