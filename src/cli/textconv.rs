//! `nec textconv FILE`: a plan, record or review as git compares it, line by line.

use std::path::PathBuf;

use clap::Args;

use super::Done;
use crate::plan::lines::lines;
use crate::problem::Problem;
use crate::store::{reason, shown};

/// Print a plan, record or review a line a field, for git diff and git log -p
#[derive(Debug, Args)]
#[command(
    after_help = "Example, as nec init and nec doctor --fix have it in git's configuration:\n  git config diff.nec.textconv 'nec textconv'"
)]
pub struct Textconv {
    /// The file
    file: PathBuf,
}

pub fn run(args: &Textconv) -> Result<Done, Problem> {
    let bytes = std::fs::read(&args.file).map_err(|error| {
        Problem::new(
            format!("{} cannot be read: {}", shown(&args.file), reason(&error)),
            "Name a file that is there, such as 2026-27/west-dorset.toml.",
        )
    })?;
    Ok(Done::well(lines(&String::from_utf8_lossy(&bytes))))
}
