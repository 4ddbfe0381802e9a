//! Watching what comes and goes: progress on the terminal, and Ctrl+C to stop it.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
#[cfg(unix)]
use std::sync::atomic::Ordering;

use crate::git::network::{Asks, Progress, Watch};
#[cfg(unix)]
use crate::git::sync::at_rest;

/// How a program ends that Ctrl+C ended, as shells tell it.
#[cfg(unix)]
const INTERRUPTED: i32 = 130;
/// How long a line of progress can be.
const WIDTH: usize = 60;

/// Does something that takes a while and can be stopped. Where somebody sits at the terminal, they see how far it
/// is, and git and SSH may ask them for a password.
pub fn watched<T>(what: impl FnOnce(&Watch) -> T) -> T {
    let cancel = Arc::new(AtomicBool::new(false));
    // Where that is not to be had, Ctrl+C ends the program, which is safe too.
    #[cfg(unix)]
    let listening = listen(Arc::clone(&cancel));
    let seen = std::io::stderr().is_terminal();
    let asks = if seen && std::io::stdin().is_terminal() { Asks::Terminal } else { Asks::Nobody };
    let show = |progress: Progress| {
        if seen {
            let mut err = std::io::stderr().lock();
            let _ = write!(err, "\r{:<WIDTH$}\r", progress.to_string()).and_then(|()| err.flush());
        }
    };
    let done = what(&Watch { progress: &show, cancel: &cancel, asks, patience: None });
    if seen {
        let _ = write!(std::io::stderr().lock(), "\r{:WIDTH$}\r", "");
    }
    #[cfg(unix)]
    if let Ok(handle) = listening {
        handle.close();
    }
    done
}

/// Has the first Ctrl+C stop it where that leaves nothing half done, and the second end the program: at once, or as
/// soon as what is moving has moved.
#[cfg(unix)]
fn listen(cancel: Arc<AtomicBool>) -> std::io::Result<signal_hook::iterator::Handle> {
    let mut signals = signal_hook::iterator::Signals::new([signal_hook::consts::SIGINT])?;
    let handle = signals.handle();
    std::thread::Builder::new().name("ctrl-c".into()).spawn(move || {
        for _ in signals.forever() {
            if cancel.swap(true, Ordering::Relaxed) {
                let _held = at_rest();
                std::process::exit(INTERRUPTED);
            }
        }
    })?;
    Ok(handle)
}
