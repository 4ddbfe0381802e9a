//! The full-screen face.
