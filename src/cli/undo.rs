//! `nec undo`: the last step of a command, taken back.

use clap::Args;

use super::Done;
use super::commit::who;
use super::here::Here;
use crate::git::record::short;
use crate::git::undo::{self, Reason, TakenBack, Way};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::versions::moment;
use crate::store::undo::Step;

/// Take back the last step of a command: nec commit, restore, migrate or allow
///
/// It says first what it will do. Files get their text from before, to the byte, if nobody changed them since;
/// else nothing is changed, and you are told where the text from before is. A version that was recorded is taken
/// out again, and its words stay in the files; if others have it already, a new version takes it back. Again, it
/// takes back the step before that, up to fifty. What is typed on the screen is undone there, with Ctrl+Z.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec undo\n  nec undo --yes")]
pub struct Undo {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let Some((step, way)) = undo::newest(&directory.root)? else {
        return Err(Problem::new(
            "there is nothing to take back here",
            "nec commit, restore, migrate and allow can be taken back; on the screen, Ctrl+Z undoes.",
        )
        .safe("Nothing was changed."));
    };
    super::print(&will(&step, &way))?;
    let agreed = here.ask("Take it back? yes or no:", "yes", "a step is taken back when somebody agrees")?;
    if !agreed.to_lowercase().starts_with('y') {
        return Ok(Done::well("Nothing was changed.\n"));
    }
    let taken = undo::take_back(&directory.root, &step, || who(here, &directory))?;
    Ok(Done::well(did(&step, &taken)))
}

fn files(step: &Step) -> String {
    step.files.iter().map(|kept| kept.file.to_string()).collect::<Vec<_>>().join(", ")
}

/// What taking it back will do.
fn will(step: &Step, way: &Way) -> String {
    let (what, when) = (one_line(&step.did), moment(step.at));
    let mut out = format!("The last step, on {when}: {what}.\n");
    let version = step.moved.as_ref().map_or("", |moved| short(&moved.to));
    out.push_str(&match way {
        Way::FilesOnly => String::new(),
        Way::Out => format!("This takes the version {version} out again; nobody else has it.\n"),
        Way::NewVersion(Reason::Sent) => {
            format!("Others have the version {version}, so this records a new version that takes it back.\n")
        }
        Way::NewVersion(Reason::BuiltOn) => format!(
            "Later versions follow the version {version}, so this records a new version that takes it back.\n"
        ),
    });
    out.push_str(&match step.files.as_slice() {
        [] => "The words stay in the files, as changes that are not recorded.\n".to_owned(),
        [one] if one.before.is_none() => format!("This takes {} away: it was not there before.\n", one.file),
        _ => format!("This puts {} back as before that step.\n", files(step)),
    });
    out
}

/// What taking it back did.
fn did(step: &Step, taken: &TakenBack) -> String {
    let version = step.moved.as_ref().map_or("", |moved| short(&moved.to));
    let mut out = match taken {
        TakenBack::FilesOnly => String::new(),
        TakenBack::Out => format!("The version {version} is out again.\n"),
        TakenBack::NewVersion(id) => {
            format!("The version {version} is taken back by the new version {}.\n", short(id))
        }
    };
    let what = one_line(&step.did);
    out.push_str(&match step.files.as_slice() {
        [] => "The words are in the files: nec commit records them.\n".to_owned(),
        [one] if one.before.is_none() => format!("{} is gone, as it was before {what}.\n", one.file),
        [one] => format!("{} is as it was before {what}.\n", one.file),
        _ => format!("{} are as they were before {what}.\n", files(step)),
    });
    out
}
