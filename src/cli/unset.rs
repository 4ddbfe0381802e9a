//! `nec unset`: empties one field of a plan, or takes a row away.

use clap::Args;

use super::Done;
use super::address::{self, Addresses, Spot};
use super::here::{Here, note};
use super::set::save;
use crate::plan::Edit;
use crate::problem::Problem;

/// Empty one field of a plan, or take a row away
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec unset west-dorset profile.households\n  nec unset west-dorset standards.face-to-face.activities.k7m2qx"
)]
pub struct Unset {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The field or row, dotted; a row by its id
    #[arg(value_name = "PATH")]
    path: String,
}

pub fn run(args: &Unset, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let (place, mut document, stamp) = here.plan(&directory, &args.area)?;
    let path = address::parse(&args.path)?;
    let spot = if path.to_string() == "format" {
        let what = "a plan cannot do without its format: it says how the file is to be read";
        return Err(Problem::new(what, "Leave it.").safe("Nothing was changed."));
    } else {
        Addresses::of(&directory, &place, &document).spot(&path)?
    };
    if document.get(&path).is_none() {
        note(&format!("It was empty already: {path}"));
        return Ok(Done::well(""));
    }
    let edit = match spot {
        Spot::Row(_) => Edit::RemoveRow { path },
        Spot::Field(_) if path.leaf() == "id" => {
            let what = format!("{path} is what the row is known by, so it stays");
            let next = format!("Take the whole row away with: nec unset {} {}", place.area(), path.parent());
            return Err(Problem::new(what, next).safe("Nothing was changed."));
        }
        Spot::Field(_) | Spot::Rows(_) | Spot::Group | Spot::Unknown => Edit::Unset { path },
    };
    document.apply(&edit)?;
    save(&directory, &place, document, stamp)?;
    Ok(Done::well(""))
}
