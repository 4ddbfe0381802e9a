//! `nec fmt`: plans laid out in the program's form.

use clap::Args;

use super::here::{Here, note, tell};
use super::{Done, Outcome};
use crate::plan::document::in_program_form;
use crate::plan::{Document, Place};
use crate::problem::Problem;
use crate::store::{self, Stamp};

/// Lay plan files out: quoting and spacing, never order
///
/// Comments, order and keys that nec does not know stay. With --period only the plans of that period.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec fmt\n  nec fmt --check --period 2026-27")]
pub struct Fmt {
    /// Change nothing; say which files would change, and exit with 1 where any would
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Fmt, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    let listing = directory.plans();
    let period = here.globals.period.as_deref();
    let wanted = |place: &&Place| period.is_none_or(|period| place.period() == period);
    let mut changed = Vec::new();
    let mut problems = listing.problems.clone();
    let mut count = 0;
    for place in listing.plans.iter().filter(wanted) {
        count += 1;
        let file = place.plan_file();
        let loaded = match directory.read_plan(place) {
            Ok((_, loaded)) => loaded,
            Err(unreadable) => {
                problems.push(unreadable.problem);
                continue;
            }
        };
        let text = in_program_form(&loaded.text);
        // A plan must still say the same.
        Document::parse(&text)?;
        if Stamp::of(text.as_bytes()) == loaded.stamp {
            continue;
        }
        if !args.check
            && let Err(error) = store::save(&directory.root, &file, &text, Some(loaded.stamp))
        {
            problems.push(error.problem(&file));
            continue;
        }
        changed.push(file);
    }
    for problem in &problems {
        tell(problem);
    }
    let mut out = String::new();
    for file in &changed {
        out.push_str(&format!("{file}\n"));
    }
    let what = match (args.check, changed.len()) {
        (_, 0) => format!("All {count} plans are laid out."),
        (true, many) => format!("{many} of {count} plans would be laid out anew."),
        (false, many) => format!("{many} of {count} plans were laid out anew."),
    };
    note(&what);
    let found = !problems.is_empty() || args.check && !changed.is_empty();
    Ok(Done { out, outcome: if found { Outcome::Found } else { Outcome::Well } })
}
