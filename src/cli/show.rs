//! `nec show`: a plan to read.

use clap::Args;

use super::Done;
use super::here::Here;
use crate::problem::Problem;
use crate::report::{case, readable};

/// Print a plan to read, as plain text
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec show west-dorset\n  nec show west-dorset --period 2026-27 | less")]
pub struct Show {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
}

pub fn run(args: &Show, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    let (place, document, _) = here.plan(&directory, &args.area)?;
    let edition =
        case::edition_of(&directory, &place, &document).map_err(|unjudged| unjudged.problem().clone())?;
    Ok(Done::well(readable::readable(&document, &place, edition, &directory)))
}
