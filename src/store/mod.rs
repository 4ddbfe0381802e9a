//! The plan directory on disk.
