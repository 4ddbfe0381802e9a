//! What arrives from the terminal: keys, pastes, clicks and sizes.
//!
//! **What is a paste.** Most terminals mark their pastes; some, and the Windows console, send them as keys.
//! So keys that arrive in one read with more than one printable character are a paste, and a paste is one
//! step. Such keys can also have been typed: by quick fingers over a slow line, or by a script. Either
//! reading must therefore put the same text in the same place, and lose no key:
//!
//! 1. Printable characters, Enter (with Ctrl+J, which is how a raw line feed arrives) and Tab run together;
//!    any other key ends a run and stays a key, in its place.
//! 2. A run with fewer than two printable characters is keys: a Tab, an Enter, a letter.
//! 3. A run with Enter or Tab *between* printable characters is one [`Input::Burst`], its ends included:
//!    several lines, or cells of a table.
//! 4. In any other run the characters are one [`Input::Burst`], and an Enter or Tab at either end is a key:
//!    a title and the Enter that leaves its field may arrive together.
//!
//! A field takes a burst as it takes a paste; a list, which a burst of letters can only have been meant for
//! one by one, takes [`keys_of`] it.
//!
//! **Escape.** A terminal sends Alt with a letter as Escape and the letter, so the two cannot be told
//! apart, and no key here has Alt with a letter: it is read as Escape, then the letter. Escape and an arrow
//! in one read, which crossterm takes for Escape, `[` and a letter, are put right, so that no stray letters
//! are typed into a plan.

mod burst;
mod reader;

use ratatui::crossterm::event::{KeyCode, KeyModifiers, MouseEvent};

pub use burst::{inputs, keys_of};
pub use reader::{Batch, Hold, spawn};

/// One thing that a person did, or that happened to the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Key(KeyPress),
    /// Pasted text, as the terminal marked it, line ends as they came.
    Paste(String),
    /// Keys that arrived at once, as text: a paste, or quick typing.
    Burst(String),
    /// The left button and the wheel, when the mouse is asked for.
    Mouse(MouseEvent),
    /// Columns and rows.
    Resize(u16, u16),
    /// The terminal cannot be read any more, and nothing else will come.
    Gone,
}

/// A key, as the table of bindings names it.
///
/// A character is what it says: Shift is in it, and not in the modifiers. With Ctrl it is in lower case.
/// Shift+Tab is `BackTab` with no modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyPress {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

impl KeyPress {
    /// A key with no modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        KeyPress { code, modifiers: KeyModifiers::NONE }
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        KeyPress { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
    }

    /// The character that the key types, if it types one.
    pub fn character(self) -> Option<char> {
        match (self.code, self.modifiers) {
            (KeyCode::Char(c), KeyModifiers::NONE) => Some(c),
            _ => None,
        }
    }
}
