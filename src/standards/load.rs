//! Editions read from their files.
