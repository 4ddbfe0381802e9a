//! `nec schema`: what the files of a plan directory can hold, for editors and linters.

use clap::{Args, ValueEnum};

use super::Done;
use super::here::Here;
use crate::problem::Problem;
use crate::report::schema::{self, File};
use crate::standards::{Edition, load};
use crate::store::Directory;

/// Print the JSON Schema of a file, for editors and linters
///
/// That of a plan follows from the editions of the plan directory; where there is none, from those that come
/// with nec. `nec doctor --fix` writes all of them into the directory, with what makes an editor use them.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec schema plan > plan.schema.json\n  taplo lint --schema file://$PWD/plan.schema.json 2026-27/west-dorset.toml"
)]
pub struct Schema {
    /// The file
    #[arg(value_name = "FILE")]
    file: Which,
}

/// The files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// What is promised: 2026-27/west-dorset.toml
    Plan,
    /// What was done: 2026-27/west-dorset.record.toml
    Record,
    /// Comments, decisions, marks, sign-offs: 2026-27/west-dorset.review.toml
    Review,
    /// The standards: standards/nec-2020.toml
    Edition,
    /// Areas, neighbourhoods and venues: areas.toml
    Areas,
    /// The settings: nec.toml
    Directory,
}

pub fn run(args: &Schema, here: &Here) -> Result<Done, Problem> {
    let file = match args.file {
        Which::Plan => File::Plan,
        Which::Record => File::Record,
        Which::Review => File::Review,
        Which::Edition => File::Edition,
        Which::Areas => File::Areas,
        Which::Directory => File::Directory,
    };
    let found = here.found()?;
    let directory = if found.is_made() { Some(Directory::open(&found.root)?) } else { None };
    let own = directory.as_ref().map(schema::editions).unwrap_or_default();
    if !own.is_empty() {
        return Ok(Done::well(schema::text(file, &own)));
    }
    let embedded = load::embedded().iter().map(|(name, text)| load::parse(name, text));
    let embedded: Vec<Edition> = embedded.collect::<Result<_, _>>()?;
    Ok(Done::well(schema::text(file, &embedded.iter().collect::<Vec<_>>())))
}
