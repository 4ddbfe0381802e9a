//! `nec draft`: opens the screen at a plan.

use clap::Args;

use super::Open;
use super::here::Here;
use super::nearest::nearest;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::case;

/// Open a plan to work on it
///
/// It opens where you were last, or at the standard that is named.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec draft west-dorset\n  nec draft west-dorset --standard face-to-face")]
pub struct Draft {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The standard to begin at, by id or number
    #[arg(long, value_name = "ID")]
    standard: Option<String>,
}

pub fn run(args: &Draft, here: &Here) -> Result<Open, Problem> {
    let directory = here.directory()?;
    let place = here.place(&directory, &args.area)?;
    let Some(word) = &args.standard else {
        return Ok(Open::Plan { root: directory.root, place, standard: None });
    };
    let (document, _) = directory.read_plan(&place)?;
    let edition =
        case::edition_of(&directory, &place, &document).map_err(|unjudged| unjudged.problem().clone())?;
    let named = edition
        .standards
        .iter()
        .find(|standard| standard.id == *word || standard.number.to_string() == *word);
    let standard = named.ok_or_else(|| {
        let known: Vec<&str> = edition.standards.iter().map(|standard| standard.id.as_str()).collect();
        let next = nearest(word, &known).unwrap_or_else(|| format!("They are: {}.", known.join(", ")));
        Problem::new(format!("{} has no standard “{}”", edition.id, one_line(word)), next)
    })?;
    let standard = Some(standard.id.clone());
    Ok(Open::Plan { root: directory.root, place, standard })
}
