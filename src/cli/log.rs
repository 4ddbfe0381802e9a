//! `nec log`: the versions of a plan.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::here::{Here, note};
use super::{Done, past};
use crate::git::history::{Entry, History, remember};
use crate::git::sent::unsent;
use crate::plan::diff::{Change, Kind};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::json::written;
use crate::report::versions::{Telling, moment, post};
use crate::report::wrap::wrap;

/// List the versions of a plan, newest first: when, who, and what changed
///
/// Each begins with its short id, which nec diff and nec restore take. A plan that was taken away has its
/// versions too.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec log west-dorset\n  nec log west-dorset --most 5\n  nec log west-dorset --format json"
)]
pub struct Log {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// No more than so many versions
    #[arg(short = 'n', long, value_name = "NUMBER")]
    most: Option<usize>,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Serialize)]
struct Report {
    version: u32,
    area: String,
    period: String,
    path: String,
    versions: Vec<Version>,
}

#[derive(Serialize)]
struct Version {
    id: String,
    short: String,
    at: String,
    by: String,
    email: String,
    post: Option<String>,
    note: String,
    path: String,
    /// Whether others have it; null where the repository is shared with no other.
    sent: Option<bool>,
    summary: String,
    changes: Vec<Changed>,
}

#[derive(Serialize)]
struct Changed {
    path: String,
    kind: &'static str,
    what: String,
}

/// After so many versions that are not remembered it is worth a moment to remember them.
const MANY: usize = 1000;

pub fn run(args: &Log, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory()?;
    let place = past::place(here, &directory, &args.area)?;
    let file = place.plan_file();
    let mut history = History::of(&directory.root, &file)?;
    let unsent = unsent(&directory.root)?;
    let mut telling = Telling::default();
    let mut versions = Vec::new();
    let mut shown = 0;
    while args.most.is_none_or(|most| shown < most) {
        let Some(entry) = history.next().transpose()? else { break };
        let what = telling.what(&history, &entry, &file);
        let sent = unsent.as_ref().map(|unsent| !unsent.contains(&entry.id));
        let post = post(&directory.force, &entry.email);
        match args.format {
            Format::Human => {
                let head =
                    if shown == 0 { format!("{}\n", past::title(&directory, &place)) } else { String::new() };
                // Each is told as it is found: the first are read while the rest are looked for.
                super::print(&(head + &told(&entry, post.as_deref(), sent, &what.line(), &file)))?;
            }
            Format::Json => versions.push(Version {
                short: entry.short().to_owned(),
                at: entry.when.to_string(),
                path: entry.file.to_string(),
                post,
                sent,
                summary: what.line(),
                changes: what.changes().iter().map(changed).collect(),
                id: entry.id,
                by: entry.by,
                email: entry.email,
                note: entry.note,
            }),
        }
        shown += 1;
    }
    if args.format == Format::Json {
        let (area, period, path) = (place.area().to_owned(), place.period().to_owned(), file.to_string());
        return Ok(Done::well(written(&Report { version: 1, area, period, path, versions })?));
    }
    if shown == 0 && args.most != Some(0) {
        note(&format!("No version of {file} is recorded yet: nec commit records one."));
    }
    if history.looked_at() >= MANY && std::io::stdout().is_terminal() {
        // All is told, to a person who will ask again: a program in a fresh copy does not wait for what it never uses.
        // Where they cannot be kept, the next history takes as long as this one.
        let _ = remember(&directory.root, &|| true);
    }
    Ok(Done::well(""))
}

fn told(
    entry: &Entry,
    post: Option<&str>,
    sent: Option<bool>,
    what: &str,
    asked: &crate::plan::RelPath,
) -> String {
    let who = match post {
        Some(post) if post != entry.by => format!("{} ({post})", entry.by),
        _ => entry.by.clone(),
    };
    let sent = if sent == Some(false) { "  not sent" } else { "" };
    let mut out = format!("\n{}  {}  {who}{sent}\n", entry.short(), moment(entry.when));
    out.push_str(&wrap(&entry.note, 4));
    // A note that says no more than that is not said twice.
    if !entry.note.ends_with(&format!(": {what}")) {
        out.push_str(&wrap(&one_line(what), 4));
    }
    if entry.file != *asked {
        out.push_str(&wrap(&format!("(as {})", entry.file), 4));
    }
    out
}

fn changed(change: &Change) -> Changed {
    Changed {
        path: change.path.to_string(),
        kind: match change.kind {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
            Kind::Reordered => "reordered",
        },
        what: change.what.clone(),
    }
}
