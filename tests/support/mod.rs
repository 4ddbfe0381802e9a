//! `nec` in a real terminal, for tests of the whole program.
//!
//! ```ignore
//! let setup = Setup::new().size(80, 24).args(&["--dir", "plans"]);
//! let mut nec = setup.start();
//! nec.wait_for_text("Areas");
//! nec.keys(&["Down", "Enter"]);
//! nec.type_text("We will meet");
//! nec.kill9();
//! let mut again = setup.start(); // the same home and folder
//! ```
//!
//! Nothing here sleeps for a while and hopes: a test waits for what it expects to see, and fails with the
//! screen in its message when that does not come.

// Each file of tests uses its own part of this.
#![allow(dead_code, unused_imports)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod consumed;
mod desk;
mod keys;
mod screen;
mod session;

pub use desk::{Desk, PLAN, Ran};
pub use screen::Screen;
pub use session::{Session, Setup, wait_for_file, wait_until_stopped};
