//! What happens while something lies over the screen.

mod closing;
mod commands;
mod input;
mod taking;

pub use closing::{close, put_by};
pub use commands::run;
pub use input::{click, key, paste, takes_text, typed};
