//! The full-screen face.

pub mod input;
pub mod text;
