//! The project's own illustration, `plans/`, as `nec init --example` writes it.

/// Each file with its path in the plan directory.
pub const FILES: &[(&str, &str)] = &[];
