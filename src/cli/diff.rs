//! `nec diff`: two states of a plan, field by field.

use clap::Args;

use super::here::Here;
use super::past::{self, State};
use super::{Done, Outcome};
use crate::git;
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::report::differences::{differences, form_of, human};
use crate::store::Directory;

/// Show what changed in a plan, field by field, with the words marked: [-old-]{+new+}
///
/// Without a version: the file on disk against the last version. With one: the file on disk against that one.
/// With two: the second against the first. A version is named by the short id that nec log shows, or as git
/// does: main, main~2, a tag. Layout and comments are no difference.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec diff west-dorset\n  nec diff west-dorset 1a2b3c4d\n  nec diff west-dorset main~3 main"
)]
pub struct Diff {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// One version, or two
    #[arg(value_name = "REV", num_args = 0..=2)]
    revisions: Vec<String>,
    /// Exit with 1 where something differs
    #[arg(long)]
    exit_code: bool,
}

pub fn run(args: &Diff, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    let place = past::place(here, &directory, &args.area)?;
    let file = place.plan_file();
    let (old, new) = match args.revisions.as_slice() {
        [] => (last(&directory, &file)?, past::on_disk(&directory, &file)?),
        [one] => (past::in_version(&directory, &file, one)?, past::on_disk(&directory, &file)?),
        [one, two, ..] => {
            (past::in_version(&directory, &file, one)?, past::in_version(&directory, &file, two)?)
        }
    };
    if old.text.is_none() && new.text.is_none() {
        let what = format!("neither {} nor {} has a plan of {}", old.name, new.name, place.area());
        return Err(Problem::new(what, "nec log lists the versions that have one.")
            .safe("Nothing was changed.")
            .in_file(file.to_string()));
    }
    let (before, after) = (past::plan_of(&old, &file)?, past::plan_of(&new, &file)?);
    let differences = of(&directory, before.as_ref(), after.as_ref());
    let names = format!("{}: from {} to {}\n", past::title(&directory, &place), old.name, new.name);
    let (out, differs) = match differences.is_empty() {
        false => (format!("{names}{}", human(&differences, here.colours())), true),
        true if old.text == new.text => (format!("{names}\nNothing changed.\n"), false),
        true => (format!("{names}\nNothing changed but layout and comments.\n"), false),
    };
    let outcome = if differs && args.exit_code { Outcome::Found } else { Outcome::Well };
    Ok(Done { out, outcome })
}

fn of(
    directory: &Directory,
    before: Option<&Document>,
    after: Option<&Document>,
) -> Vec<crate::report::differences::Difference> {
    let Some(latest) = after.or(before) else { return Vec::new() };
    let form = form_of(latest, directory.edition(&latest.plan().edition), &directory.areas, &directory.force);
    differences(before, after, &form)
}

/// What the last version has of a file.
fn last(directory: &Directory, file: &RelPath) -> Result<State, Problem> {
    let text = git::recorded_text(&directory.root, file)?;
    let name = if text.is_some() { "the last version" } else { "nothing recorded" };
    Ok(State { name: name.to_owned(), text })
}
