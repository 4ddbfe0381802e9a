//! `nec join`: the force's repository, brought here.

use std::path::PathBuf;

use clap::Args;

use super::Done;
use super::here::{Here, note, tell};
use super::watching::watched;
use crate::git::join::{self, Wish};
use crate::git::network::Address;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report;
use crate::store::find::MARK;
use crate::store::settings::{self, Choice};
use crate::store::{Directory, Folders};

/// Bring your force's plans here, and open them from now on
///
/// ADDRESS is what you were given: a folder, ssh://…, user@server:path or https://… Without one, that of the
/// computer's settings. Plans that you drafted before joining are carried in as drafts, not recorded yet, and the
/// directory that they are in stays as it is. It needs the program git.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec join ssh://git@server.example.police.uk/plans.git\n  nec join /srv/shared/plans.git my-plans"
)]
pub struct Join {
    /// Where the force's repository is
    #[arg(value_name = "ADDRESS")]
    address: Option<String>,
    /// Where to put it; without it, in the folder that this computer keeps for nec
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub fn run(args: &Join, here: &Here) -> Result<Done, Problem> {
    let working = std::env::current_dir().unwrap_or_default();
    let address = match args.address.clone().or_else(|| here.settings().join) {
        Some(text) => Address::new(&text, &working)?,
        None => {
            return Err(Problem::new(
                "an address is needed, and the settings of this computer name none",
                "Ask whoever looks after the force's plans for it, and run: nec join ADDRESS",
            )
            .safe("Nothing was changed."));
        }
    };
    let named = args.folder.clone().or_else(|| here.globals.dir.clone());
    let folder = match named {
        Some(folder) => std::path::absolute(&folder).unwrap_or(folder),
        None => match &here.folders {
            Some(folders) => join::place_for(&address, &folders.data),
            None => {
                return Err(Problem::new(
                    "this user has no home folder to put the plans in",
                    "Say where: nec join ADDRESS DIR",
                )
                .safe("Nothing was changed."));
            }
        },
    };
    let drafts = here.folders.as_ref().map(Folders::default_directory);
    let drafts = drafts.filter(|drafts| drafts.join(MARK).is_file() && *drafts != folder);
    let wish = Wish { address: &address, folder: &folder, drafts: drafts.as_deref() };
    let joined = watched(|watch| join::join(&wish, watch))?;
    let directory = Directory::open(&joined.root)?;
    if let Some(folders) = &here.folders
        && let Err(problem) = settings::choose(folders, &Choice::Directory(joined.root.clone()))
    {
        tell(&problem);
        note(&format!("Until then, open it with: nec --dir {}", one_line(&joined.root.to_string_lossy())));
    }
    for problem in &joined.carried.problems {
        tell(problem);
    }
    let lines = report::joined::lines(&joined, &directory, drafts.as_deref());
    Ok(Done::well(format!("{}\nFrom now on nec opens it.\nNext: nec\n", lines.join("\n"))))
}
