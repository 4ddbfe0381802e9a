//! `nec gate`: what a shared repository's pre-receive hook runs.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use clap::Args;

use super::Done;
use super::here::Here;
use crate::gate::{self, Pusher, Refusal};
use crate::git::push::{Receiving, Update};
use crate::problem::Problem;

/// How much a hook may be told: some 10,000 branches.
const MOST_BYTES: u64 = 2 << 20;
/// Where the server says who pushes.
const PUSHER: &str = "NEC_PUSHER";

/// Guard a shared repository: for the server's pre-receive hook
///
/// It reads what git tells the hook, looks at every version that the push would bring, and refuses the push as a
/// whole where one of them holds what must never be recorded, in a file, a file's name or its own note, a plan,
/// record, review, setting or edition that cannot be read, or a change that its maker may not make. The [[person]] list of nec.toml as it
/// stands before the push says who may: area for a plan, its record and evidence; stage for reviews; admin for
/// the directory's own files, and for taking versions away. Where nobody is listed for something, anybody may.
///
/// Who made a version is what it says itself, unless the server sets NEC_PUSHER to the e-mail address of whoever
/// pushes. docs/server-gate.md has a hook to copy. Exit status 1 where it refuses, 2 where it could not look;
/// git refuses the push in both cases.
#[derive(Debug, Args)]
#[command(
    after_help = "Example, hooks/pre-receive of the server's repository:\n  #!/bin/sh\n  exec nec gate"
)]
pub struct Gate {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    let safe = "Nothing was taken in.";
    let mut stdin = std::io::stdin().lock();
    if stdin.is_terminal() {
        let next = "docs/server-gate.md has a hook to copy; to check plans yourself, use nec check.";
        return Err(
            Problem::new("this is for the pre-receive hook of a server's repository", next).safe(safe)
        );
    }
    let mut input = Vec::new();
    let read = stdin.by_ref().take(MOST_BYTES + 1).read_to_end(&mut input);
    if let Err(error) = read {
        let what = format!("what git tells the hook could not be read: {error}");
        return Err(Problem::new(what, "Push again.").safe(safe));
    }
    if input.len() as u64 > MOST_BYTES {
        return Err(
            Problem::new("this push moves too many branches at once", "Push fewer at a time.").safe(safe)
        );
    }
    let input = String::from_utf8_lossy(&input);
    let updates: Vec<Update> = input.lines().map(Update::read).collect::<Result<_, _>>()?;
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder =
        here.globals.dir.clone().or(variable("GIT_DIR").map(PathBuf::from)).unwrap_or_else(|| ".".into());
    // Until its hook has spoken, git keeps what a push brings in a folder of its own.
    let mut objects: Vec<PathBuf> = variable("GIT_OBJECT_DIRECTORY").into_iter().map(PathBuf::from).collect();
    if let Some(more) = variable("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
        objects.extend(std::env::split_paths(&more));
    }
    let receiving = Receiving::open(&folder, &objects).map_err(|problem| problem.safe(safe))?;
    let pusher = match variable(PUSHER) {
        Some(email) => Pusher::Known(email.to_string_lossy().into_owned()),
        None => Pusher::AsRecorded,
    };
    let refusals = gate::refusals(&receiving, &updates, &pusher)?;
    Ok(if refusals.is_empty() { Done::well("") } else { Done::found(told(&refusals)) })
}

fn told(refusals: &[Refusal]) -> String {
    let mut out =
        "This push is refused as a whole. The server is as it was; your versions are still with you.\n"
            .to_owned();
    let mut heading = String::new();
    for refusal in refusals {
        let version = refusal.version.as_ref().map_or(String::new(), |version| format!(", {version}"));
        let of = format!("{}{version}:", refusal.name);
        if heading != of {
            out.push_str(&format!("\n{of}\n"));
            heading = of;
        }
        for line in refusal.problem.to_string().lines() {
            out.push_str(&format!("  {line}\n"));
        }
    }
    if refusals.iter().any(|refusal| refusal.of_content) {
        out.push_str(
            "\nVersions are kept for good, so it must be in none of them, also not in an earlier one: mend the \
             file,\nthen make one version of those that are not sent yet (git reset --soft @{upstream}, then nec \
             commit), and push again.\n",
        );
    }
    out
}
