//! `nec explain`: all that there is to say about a rule.

use clap::Args;

use super::Done;
use super::here::Here;
use super::nearest::nearest;
use crate::check;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::checked::SetRule;
use crate::report::summary::kind;
use crate::report::wrap::wrap;
use crate::store::Directory;
use crate::store::find::Found;

/// Explain a rule: when it flags, why, what clears it, what it cannot see
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec explain meeting-gap")]
pub struct Explain {
    /// The rule's name, as nec check and nec rules give it
    #[arg(value_name = "RULE")]
    rule: String,
}

pub fn run(args: &Explain, here: &Here) -> Result<Done, Problem> {
    let rule = check::find(&args.rule).ok_or_else(|| {
        let known: Vec<&str> = check::rules().iter().map(|rule| rule.name).collect();
        let next = nearest(&args.rule, &known).unwrap_or_default();
        Problem::new(
            format!("there is no rule “{}”", one_line(&args.rule)),
            format!("{next} nec rules lists them all.").trim_start(),
        )
    })?;
    // An explanation is there without a plan directory too.
    let found = here.found().ok().filter(Found::is_made);
    let directory = found.and_then(|found| Directory::open(&found.root).ok());
    let set = directory.and_then(|directory| {
        SetRule::all(&directory.force).into_iter().find(|set| set.rule.name == rule.name)
    });
    let set = set.map_or(String::new(), |set| {
        format!("\n\nThe force has set it in nec.toml: here it is {}.", set.class.map_or("off", kind))
    });
    Ok(Done::well(wrap(&format!("{}{set}", rule.explanation()), 0)))
}
