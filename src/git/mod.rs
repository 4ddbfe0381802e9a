//! Versions: local work through libgit2.
