//! `nec undo`: the last step of a command, taken back.

use clap::Args;

use super::Done;
use super::here::Here;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::undo;

/// Take back the last step of a command: so far, nec migrate
///
/// It says first what it will do. The file gets its text from before, to the byte, if nobody changed it since;
/// else nothing is changed, and you are told where the text from before is. What is done on the screen is
/// undone there, with Ctrl+Z.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec undo\n  nec undo --yes")]
pub struct Undo {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let Some(step) = undo::last(&directory.root)? else {
        return Err(Problem::new(
            "there is nothing to take back here",
            "nec migrate is what can be taken back; on the screen, Ctrl+Z undoes.",
        )
        .safe("Nothing was changed."));
    };
    let did = one_line(&step.did);
    super::print(&format!("This puts {} back as it was before {did}.\n", step.file))?;
    let agreed = here.ask("Put it back? yes or no:", "yes", "a step is taken back when somebody agrees")?;
    if !agreed.to_lowercase().starts_with('y') {
        return Ok(Done::well("Nothing was changed.\n"));
    }
    undo::take_back(&directory.root, &step)?;
    Ok(Done::well(format!("{} is as it was before {did}.\n", step.file)))
}
