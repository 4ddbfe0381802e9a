//! What the project promises of speed, measured, beside peers where they are installed.
//!
//! `cargo bench` measures everything; `cargo bench -- check` one part: `start`, `idle`, `keys`, `check`,
//! `check-10000`, `broken`, `history`, `sync` or `merge`.
//! Nothing here asserts a time. `README.md` in the folder above says what each figure means and what it was.

mod check;
mod directory;
mod figures;
mod history;
mod keys;
mod merge;
mod pty;
mod start;
mod sync;
mod words;

use std::error::Error;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A part: its name, and what measures it.
type Part = (&'static str, fn() -> Outcome);

const PARTS: [Part; 9] = [
    ("start", start::start),
    ("idle", start::idle),
    ("keys", keys::keys),
    ("check", check::check),
    ("check-10000", check::check_10000),
    ("broken", check::broken),
    ("history", history::history),
    ("sync", sync::sync),
    ("merge", merge::merge_plans),
];

fn main() -> Outcome {
    // Cargo hands `--bench` over as well.
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let Some(unknown) = asked.iter().find(|word| PARTS.iter().all(|(name, _)| name != word)) {
        let parts = PARTS.map(|(name, _)| name).join(", ");
        return Err(format!("there is no part “{unknown}”: {parts}").into());
    }
    for (name, measure) in PARTS {
        if asked.is_empty() || asked.iter().any(|word| word == name) {
            println!("\n== {name}");
            measure()?;
        }
    }
    Ok(())
}
