//! `nec restore`: a version of a plan, back as a new change.

use clap::Args;

use super::Done;
use super::here::Here;
use super::past;
use crate::git::history;
use crate::git::restore::{Restored, restore};
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// Bring a version of a plan back, as a new change of the file
///
/// The file gets the text of that version, to the byte; nothing is recorded by it. What was in the file is kept,
/// and nec undo takes the step back. A plan that was taken away comes back too. A version is named by the short
/// id that nec log shows, or as git does: main, main~2, a tag.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec restore west-dorset 1a2b3c4d\n  nec restore west-dorset main~1")]
pub struct Restore {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The version
    #[arg(value_name = "REV")]
    revision: String,
}

pub fn run(args: &Restore, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let place = past::place(here, &directory, &args.area)?;
    let file = place.plan_file();
    let stood = history::stood(&directory.root, &file, &args.revision)?;
    let name = past::name(&stood);
    let kept = match restore(&directory.root, &file, &stood)? {
        Restored::Already => return Ok(Done::well(format!("{file} is as it was in {name} already.\n"))),
        Restored::Done { kept } => kept.map_or(String::new(), |kept| {
            format!("What was in it is kept in {}.\n", one_line(&kept.to_string_lossy()))
        }),
    };
    Ok(Done::well(format!(
        "{file} is as it was in {}.\n{kept}Nothing is recorded yet: nec commit {} does that, and nec undo takes \
         this back.\n",
        name,
        place.area()
    )))
}
