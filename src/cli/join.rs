//! `nec join`: the force's repository, brought here.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Done;
use super::here::{Here, note, tell};
use super::watching::watched;
use crate::git::join::{self, How, Joined, Wish};
use crate::git::network::Address;
use crate::plan::printable::one_line;
use crate::plan::{Place, RelPath};
use crate::problem::Problem;
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
        None => place_for(&address, here.folders.as_ref())?,
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
    Ok(Done::well(told(&joined, &directory, drafts.as_deref())))
}

/// A folder for the copy, in the one that this computer keeps for nec: named after the address, and one that
/// is not taken by something else.
fn place_for(address: &Address, folders: Option<&Folders>) -> Result<PathBuf, Problem> {
    let Some(folders) = folders else {
        return Err(Problem::new(
            "this user has no home folder to put the plans in",
            "Say where: nec join ADDRESS DIR",
        )
        .safe("Nothing was changed."));
    };
    let name = address.name();
    let mut folder = folders.data.join(&name);
    let mut count = 1;
    while folder.symlink_metadata().is_ok() && !join::is_copy_of(&folder, address) {
        count += 1;
        folder = folders.data.join(format!("{name}-{count}"));
    }
    Ok(folder)
}

fn told(joined: &Joined, directory: &Directory, drafts: Option<&Path>) -> String {
    let shown = one_line(&joined.root.to_string_lossy());
    let areas = match directory.areas.areas.len() {
        1 => "1 area".to_owned(),
        many => format!("{many} areas"),
    };
    let force = one_line(&directory.force.force);
    let mut out = match joined.how {
        How::Brought => format!("Joined {force}: {areas}, in {shown}\n"),
        How::Here => format!("{force} is here already: {areas}, in {shown}\n"),
    };
    let carried = &joined.carried;
    let name = |file: &RelPath| {
        let role = file.role();
        let Some(place) = role.as_ref().and_then(|role| role.place()) else { return file.to_string() };
        if *file == place.plan_file() { plan_name(directory, place) } else { file.to_string() }
    };
    let list = |files: &[RelPath]| files.iter().map(name).collect::<Vec<_>>().join(", ");
    if !carried.new.is_empty() {
        out.push_str(&format!("Carried in, not recorded yet: {}\n", list(&carried.new)));
    }
    if !carried.together.is_empty() {
        out.push_str(&format!(
            "Brought together with yours, not recorded yet: {}\n",
            list(&carried.together)
        ));
    }
    if !carried.venues.is_empty() {
        out.push_str(&format!("Venues that they use: {}\n", carried.venues.join(", ")));
    }
    for (file, kept) in &carried.beside {
        let kept = one_line(&kept.to_string_lossy());
        out.push_str(&format!(
            "{}: the force's stays; yours says otherwise, and is kept in {kept}\n",
            name(file)
        ));
    }
    for problem in &carried.problems {
        tell(problem);
    }
    if let Some(drafts) = drafts.filter(|_| !carried.is_empty()) {
        out.push_str(&format!("Your own directory is as it was: {}\n", one_line(&drafts.to_string_lossy())));
    }
    out.push_str("From now on nec opens it.\nNext: nec\n");
    out
}

fn plan_name(directory: &Directory, place: &Place) -> String {
    let name = directory.areas.area(place.area()).map_or(place.area(), |area| area.name.as_str());
    format!("{} {}", one_line(name), place.period())
}
