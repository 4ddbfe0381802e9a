//! `nec merge-driver %O %A %B %P`: git's merge of a plan, record or review, field by field.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Done;
use super::here::{note, tell as tell_problem};
use crate::git::drivers::{ByLine, by_line};
use crate::plan::merge::{Merge, marks, merge};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::{reason, shown};

/// Merge a plan, record or review field by field, for git
#[derive(Debug, Args)]
#[command(
    after_help = "Example, as nec init and nec doctor --fix have it in git's configuration:\n  git config merge.nec.driver 'nec merge-driver %O %A %B %P'\n\nWhere both sides changed the same field, the file holds this side's version, and a comment above the field (# nec: conflict) has the other's; git keeps both until the file is added. The exit status is 1 then."
)]
pub struct MergeDriver {
    /// The version that both sides began with (%O); empty where both added the file
    base: PathBuf,
    /// This side's version (%A); the merged file takes its place
    ours: PathBuf,
    /// The other side's version (%B)
    theirs: PathBuf,
    /// The file's name, for messages (%P)
    path: String,
}

pub fn run(args: &MergeDriver) -> Result<Done, Problem> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|file| read(file));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let name = one_line(&args.path);
    match fields(&base, &ours, &theirs) {
        Ok(merge) => {
            write(&args.ours, marks::marked(&merge).as_bytes())?;
            tell(&name, &merge);
            Ok(if merge.conflicts.is_empty() { Done::well("") } else { Done::found("") })
        }
        Err(problem) => {
            tell_problem(&problem.in_file(name.clone()));
            let (merged, done) = match by_line(&base, &ours, &theirs)? {
                ByLine::Clean(merged) => (merged, Done::well("")),
                ByLine::Marked(merged) => (merged, Done::found("")),
            };
            note(&format!("{name}: merged by line instead, as git does it."));
            write(&args.ours, &merged)?;
            Ok(done)
        }
    }
}

fn fields(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Merge, Problem> {
    let text = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec()).map_err(|_| {
            Problem::new("a version of the file is not text in UTF-8", "Save it as UTF-8 in a text editor.")
        })
    };
    let (base, ours, theirs) = (text(base)?, text(ours)?, text(theirs)?);
    merge((!base.trim().is_empty()).then_some(base.as_str()), &ours, &theirs)
}

fn tell(name: &str, merge: &Merge) {
    for path in &merge.read_once {
        let path = one_line(&path.to_string());
        note(&format!("{name}: {path}: both sides changed different sentences; read it once."));
    }
    for conflict in &merge.conflicts {
        let path = one_line(&conflict.path.to_string());
        note(&format!(
            "{name}: {path}: both sides changed it; it holds this side's, and the other's is above it."
        ));
    }
    if !merge.conflicts.is_empty() {
        note("nec resolve settles it, one field at a time. Nothing is lost until then.");
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(file).map_err(|error| {
        Problem::new(
            format!("{} cannot be read: {}", shown(file), reason(&error)),
            "This command is for git to run; see nec merge-driver --help.",
        )
        .safe("Nothing was merged.")
    })
}

fn write(file: &Path, content: &[u8]) -> Result<(), Problem> {
    std::fs::write(file, content).map_err(|error| {
        Problem::new(
            format!("the merged file {} cannot be written: {}", shown(file), reason(&error)),
            "Make room there, or see that you may write there, then merge again.",
        )
        .safe("Both versions are kept by git.")
    })
}
