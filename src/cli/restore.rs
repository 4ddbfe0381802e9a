//! `nec restore`: a version of a plan, back as a new change.

use clap::Args;

use super::Done;
use super::here::Here;
use super::past::{self, State};
use crate::git::history;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::undo::{self, Doing, Text};
use crate::store::{self};

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
    let state = State { name: past::name(&stood), text: stood.text };
    let Some(text) = &state.text else {
        return Err(Problem::new(
            format!("{} has no plan of {} for {}", state.name, place.area(), place.period()),
            format!("nec log {} lists the versions that have one.", place.area()),
        )
        .safe("Nothing was changed.")
        .in_file(file.to_string()));
    };
    past::plan_of(&state, &file)?;
    let (now, stamp) = past::on_disk(&directory, &file)?;
    if now.text.as_ref() == Some(text) {
        return Ok(Done::well(format!("{file} is as it was in {} already.\n", state.name)));
    }
    let did = format!("it was brought back from the version {}", history::short(&stood.id));
    let change = Text { file: &file, before: now.text.as_deref(), after: Some(text) };
    undo::remember(&directory.root, &Doing { did: &did, files: vec![change], moved: None })?;
    store::save(&directory.root, &file, text, stamp).map_err(|error| error.problem(&file))?;
    let kept = undo::steps(&directory.root)?.into_iter().next();
    let kept = kept.and_then(|step| step.files.into_iter().next()?.before);
    let kept = kept.map_or(String::new(), |kept| {
        format!("What was in it is kept in {}.\n", one_line(&kept.to_string_lossy()))
    });
    Ok(Done::well(format!(
        "{file} is as it was in {}.\n{kept}Nothing is recorded yet: nec commit {} does that, and nec undo takes \
         this back.\n",
        state.name,
        place.area()
    )))
}
