//! The full-screen face: keys -> commands -> update -> effects -> view.
//!
//! | file | what |
//! |---|---|
//! | [`input`] | what arrives from the terminal |
//! | [`keymap`] | the table of keys; [`command`] what they mean, in words |
//! | [`msg`] | facts that come in, effects that go out |
//! | [`model`] | the state; a folder a screen: [`areas`], [`plan`], [`overlay`], [`history`], [`conflicts`] |
//! | [`drafts`] | what was typed in dialogs and is not taken yet |
//! | [`told`] | where the words are, in words |
//! | [`update`] | fact and model to model and effects: pure |
//! | [`view`] | model to screen: pure |
//! | [`worker`] | carries effects out, beside the screen |
//! | [`run`] | the loop: it sleeps until something happens, or a day begins |
//! | [`terminal`] | the one owner of the terminal's modes |

pub mod areas;
pub mod colours;
pub mod command;
pub mod conflicts;
mod day;
pub mod drafts;
pub mod history;
pub mod input;
pub mod keymap;
pub mod model;
pub mod msg;
pub mod overlay;
pub mod plan;
pub mod run;
#[cfg(test)]
mod screens;
pub mod terminal;
#[cfg(test)]
mod testing;
pub mod text;
pub mod theme;
pub mod told;
pub mod update;
pub mod view;
pub mod worker;
