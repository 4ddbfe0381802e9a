//! The full-screen face.

pub mod text;
