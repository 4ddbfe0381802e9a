//! `nec status`: the areas at a glance.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Done;
use super::here::{Here, tell};
use crate::git::standing::standing;
use crate::git::versions::unrecorded;
use crate::problem::Problem;
use crate::report::for_you::{ForYou, of_all};
use crate::report::whereabouts::of_directory;
use crate::report::{self, AreaStatus, PlanStatus, Scope, overview, status};
use crate::store::Directory;

/// Show every area: its standards, its flags, its stage and its last change
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec status\n  nec status --period 2026-27 --format csv")]
pub struct Status {
    /// For people, for programs, or for spreadsheets
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Csv,
}

pub fn run(args: &Status, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    here.known_period(&directory)?;
    let today = here.today(&directory)?;
    let scope = here.globals.period.as_deref().map_or(Scope::All, Scope::Period);
    for problem in &directory.problems {
        tell(problem);
    }
    let mut rows = report::overview(&directory, today, scope);
    if let Err(problem) = overview::last_changes(&directory, &mut rows) {
        tell(&problem);
    }
    Ok(Done::well(match args.format {
        Format::Human => status::human(&rows, &beneath(&directory, &rows, today), today),
        Format::Json => status::json(&rows, today)?,
        Format::Csv => status::csv(&rows),
    }))
}

/// What is not recorded and what is not sent, and what is to be settled or can be received; nothing where there is no
/// repository. Nothing is fetched.
fn beneath(directory: &Directory, rows: &[AreaStatus], today: Date) -> Vec<String> {
    let standing = standing(&directory.root).ok();
    let of_here = standing.as_ref().zip(unrecorded(directory).ok());
    let mut lines: Vec<String> = of_here
        .and_then(|(standing, unrecorded)| of_directory(standing, unrecorded.len(), today).into_iter().next())
        .into_iter()
        .collect();
    let is_marked =
        rows.iter().any(|row| matches!(&row.plan, PlanStatus::Unjudged(unjudged) if unjudged.is_unsettled()));
    let found = of_all(directory, standing.as_ref(), is_marked);
    lines.extend(found.iter().filter_map(ForYou::with_command));
    lines
}
