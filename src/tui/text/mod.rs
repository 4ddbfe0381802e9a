//! The editing of text: prose and one-line fields.
//!
//! [`TextArea`] is the text with its cursor and selection, pure; [`TextCommand`]s change it; [`draw`] shows
//! it. Undo belongs to the document, so there is none here: each [`Change`] says what kind of typing it
//! was, so that the document can join letters into one step. Text goes in and out to the byte: what hides
//! is spelt out on the screen and stays in the text.

mod area;
mod differ;
mod draw;
mod glyph;
mod layout;
mod motion;
mod paste;
#[cfg(test)]
mod tests;

pub use area::{Change, Select, Shape, TextArea, TextCommand, Typing};
pub use draw::draw;
pub use motion::Motion;
