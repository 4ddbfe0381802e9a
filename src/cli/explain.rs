//! `nec explain`: all that there is to say about a rule.

use clap::Args;

use super::Done;
use super::nearest::nearest;
use crate::check;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::wrap::wrap;

/// Explain a rule: when it flags, why, what clears it, what it cannot see
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec explain meeting-gap")]
pub struct Explain {
    /// The rule's name, as nec check and nec rules give it
    #[arg(value_name = "RULE")]
    rule: String,
}

pub fn run(args: &Explain) -> Result<Done, Problem> {
    let rule = check::find(&args.rule).ok_or_else(|| {
        let known: Vec<&str> = check::rules().iter().map(|rule| rule.name).collect();
        let next = nearest(&args.rule, &known).unwrap_or_default();
        Problem::new(
            format!("there is no rule “{}”", one_line(&args.rule)),
            format!("{next} nec rules lists them all.").trim_start(),
        )
    })?;
    Ok(Done::well(wrap(&rule.explanation(), 0)))
}
