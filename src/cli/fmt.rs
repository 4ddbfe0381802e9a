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
    let directory = if args.check { here.directory()? } else { here.directory_to_change()? };
    here.known_period(&directory)?;
    let listing = directory.plans();
    let period = here.globals.period.as_deref();
    let wanted = |place: &&Place| period.is_none_or(|period| place.period() == period);
    let mut changed = Vec::new();
    let mut problems = listing.problems.clone();
    let mut count = 0;
    for place in listing.plans.iter().filter(wanted) {
        count += 1;
        let file = place.plan_file();
        let (document, loaded) = match directory.read_plan(place) {
            Ok(read) => read,
            Err(unreadable) => {
                problems.push(unreadable.problem);
                continue;
            }
        };
        let text = in_program_form(&loaded.text);
        if !Document::parse(&text).is_ok_and(|settled| settled.plan() == document.plan()) {
            let what = "this file cannot be laid out without changing what it says";
            let next = "Lay it out by hand, and tell whoever looks after nec.";
            problems.push(Problem::new(what, next).safe("It is untouched.").in_file(file.to_string()));
            continue;
        }
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
        (true, many) => format!("Plans that would be laid out anew: {many} of {count}."),
        (false, many) => format!("Plans laid out anew: {many} of {count}."),
    };
    note(&what);
    let found = !problems.is_empty() || args.check && !changed.is_empty();
    Ok(Done { out, outcome: if found { Outcome::Found } else { Outcome::Well } })
}
