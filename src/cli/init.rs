//! `nec init`: a new plan directory with its first version.

use std::path::PathBuf;

use clap::Args;

use super::Done;
use super::here::Here;
use crate::git;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::starter::InitOptions;

/// Make a plan directory and its first version
///
/// Without --force it has the areas of Dorset Police. Other files in the folder stay as they are.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec init plans\n  nec init plans --force \"Wessex Police\"\n  nec init look-around --example"
)]
pub struct Init {
    /// Where; without it the folder of --dir, else the working directory
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The force's name; its areas are then yours to add
    #[arg(long, value_name = "NAME")]
    force: Option<String>,
    /// A finished example to look at, in place of an empty directory
    #[arg(long)]
    example: bool,
}

pub fn run(args: &Init, here: &Here) -> Result<Done, Problem> {
    if let Some(force) = &args.force
        && force.trim().is_empty()
    {
        return Err(Problem::new("the force has no name", "Give one, such as --force \"Wessex Police\".")
            .safe("Nothing was made."));
    }
    let root = args.folder.clone().or_else(|| here.globals.dir.clone()).unwrap_or_else(|| PathBuf::from("."));
    let options = InitOptions { force: args.force.clone(), example: args.example, ..InitOptions::default() };
    let standing = root.ancestors().find(|folder| folder.is_dir()).unwrap_or(&root);
    let who = git::identity(standing, &here.settings());
    let made = git::init::init(&root, &options, who.as_ref())?;
    let directory = Directory::open(&made.root)?;
    let shown = one_line(&made.root.to_string_lossy());
    let mut out = format!("Made a plan directory for {} in {shown}\n", one_line(&directory.force.force));
    if made.joined {
        out.push_str("It is kept in the repository that it lies in.\n");
    }
    if let Some(version) = &made.version {
        out.push_str(&format!("Its first version is {}.\n", version.short()));
    }
    let next = match directory.areas.areas.first() {
        None => "Next: add your areas to areas.toml.".to_owned(),
        Some(_) if args.example => format!("Next: nec --dir {shown}"),
        Some(area) => format!("Next: nec new {} --dir {shown}, or nec --dir {shown}", area.id),
    };
    out.push_str(&next);
    out.push('\n');
    Ok(Done::well(out))
}
