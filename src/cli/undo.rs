//! `nec undo`: the last step of a command, taken back.

use clap::Args;

use super::Done;
use super::commit::who;
use super::here::Here;
use crate::git::undo;
use crate::problem::Problem;
use crate::report::undoing;
use crate::report::wrap::wrap;
use crate::store::Directory;

/// Take back the last step: nec commit, sync, resolve, restore, migrate or allow
///
/// It says first what it will do. Files get their text from before, to the byte, if nobody changed them since;
/// else nothing is changed, and you are told where the text from before is. A version that was recorded is taken
/// out again, and its words stay in the files; if others have it already, wherever it was sent, a new version takes it
/// back. If a later version changed the same file again, nothing is asked, and you are told how to bring it back. What was
/// received goes out again here, and stays with the others: the next nec sync brings it. If it was brought together
/// with what you recorded, and sent, a new version puts the files back. Again, it takes back the step before that, up
/// to fifty. What is typed on the screen is undone there, with Ctrl+Z.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec undo\n  nec undo --yes")]
pub struct Undo {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    // What came in may have broken the settings.
    let root = here.root_to_mend()?;
    let Some(last) = undo::newest(&root)? else {
        return Err(undoing::nothing());
    };
    super::print(&wrap(&undoing::will(&last).join("\n"), 0))?;
    let agreed = here.ask("Take it back? yes or no:", "yes", "a step is taken back when somebody agrees")?;
    if !agreed.to_lowercase().starts_with('y') {
        return Ok(Done::well("Nothing was changed.\n"));
    }
    let taken = undo::take_back(&root, &last.step, || who(here, &Directory::open(&root)?))?;
    Ok(Done::well(wrap(&undoing::did(&last, &taken).join("\n"), 0)))
}
