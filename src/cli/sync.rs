//! `nec sync`: what was recorded, sent; what others recorded, received.

use std::path::Path;

use clap::Args;

use super::here::{Here, note, tell};
use super::resolve;
use super::watching::watched;
use super::{Done, Outcome};
use crate::git;
use crate::git::came;
use crate::git::sync::{self, Synced};
use crate::git::versions::unrecorded;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::came_in::Came;
use crate::report::synced::left_out;
use crate::store::Directory;

/// Send what was recorded, and receive what others recorded
///
/// Versions of others are brought together with yours field by field. What is not recorded yet stays in your files,
/// with what came in merged into it, and is not sent. Where both sides say different things nothing moves: each
/// place is named, the exit status is 1, and nec resolve settles them. Nothing on the server is ever overwritten. It
/// needs the program git, whose keys, passwords and proxies it uses.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec sync\n  nec sync --remote ssh://git@server.example.police.uk/plans.git"
)]
pub struct Sync {
    /// Another shared repository than the usual one, this once: its name or its address
    #[arg(long, value_name = "NAME or URL")]
    remote: Option<String>,
}

pub fn run(args: &Sync, here: &Here) -> Result<Done, Problem> {
    // What comes in may put the settings right.
    let root = here.root_to_mend()?;
    let who = git::identity(&root, &here.settings());
    let remote = args.remote.as_deref();
    let tip = came::tip(&root)?;
    let (synced, before) = std::thread::scope(|scope| {
        // What is not recorded is looked for while git is on its way: as a rule nothing comes that changes it.
        let looking = std::thread::Builder::new().spawn_scoped(scope, || waiting(&root));
        let synced = watched(|watch| sync::sync(&root, remote, who.as_ref(), watch));
        (synced, looking.ok().and_then(|looking| looking.join().ok()))
    });
    let synced = synced?;
    if !synced.open.is_empty() {
        let mut out = resolve::listed(&Directory::open(&root)?, &synced.open);
        out.push_str("Nothing was moved or sent. Settle them, and run nec sync again.\n");
        return Ok(Done { out, outcome: Outcome::Found });
    }
    let mut out = told(&synced);
    let waiting = match before {
        Some(Ok(before)) if synced.received == 0 => before,
        _ => {
            let came = tip.map(|tip| Came::since(&root, who.as_ref(), &tip)).unwrap_or_default();
            for line in came.changed {
                out.push_str(&format!("  {}\n", line.trim_start_matches("- ")));
            }
            // It is done: what cannot be found out any more is said, and is no reason to keep silent of the rest.
            waiting(&root).unwrap_or_else(|problem| {
                tell(&problem);
                0
            })
        }
    };
    if waiting > 0 {
        let changes =
            if waiting == 1 { "1 changed file is" } else { &format!("{waiting} changed files are") };
        let they = if waiting == 1 { "it was" } else { "they were" };
        note(&format!("{changes} not recorded yet, so {they} not sent. Record with: nec commit"));
    }
    Ok(Done::well(out))
}

/// How many files are not recorded.
fn waiting(root: &Path) -> Result<usize, Problem> {
    Ok(unrecorded(&Directory::open(root)?)?.len())
}

fn told(synced: &Synced) -> String {
    let versions = |count: usize| match count {
        1 => "1 version".to_owned(),
        many => format!("{many} versions"),
    };
    let address = one_line(&synced.address);
    let mut out = match (synced.received, synced.sent) {
        (0, 0) => format!("Nothing new on either side. ({address})\n"),
        (0, sent) => format!("Sent {} to {address}\n", versions(sent)),
        (received, 0) => format!("Received {} from {address}\n", versions(received)),
        (received, sent) => {
            format!("Received {} and sent {}. ({address})\n", versions(received), versions(sent))
        }
    };
    for file in &synced.merged {
        out.push_str(&format!("  brought together: {}\n", one_line(file.as_str())));
    }
    for (file, path) in &synced.read_once {
        let place = one_line(&format!("{file} {path}"));
        out.push_str(&format!("  both changed it, read it once: {place}\n"));
    }
    out.extend(left_out(synced).map(|line| format!("  {line}\n")));
    out
}
