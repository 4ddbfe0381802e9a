//! `nec allow`: lets plans say a number, an address, the name of an operation, or addresses of a domain.

use clap::{Args, ValueEnum};
use jiff::Zoned;

use super::Done;
use super::here::{Here, note};
use crate::check::{Allow as Allowance, Finding, is_provider};
use crate::git;
use crate::plan::Force;
use crate::plan::allow::noun;
use crate::plan::printable::{is_hidden, one_line};
use crate::problem::Problem;
use crate::report;
use crate::report::blocked::blocked_in_text;
use crate::store::Directory;
use crate::store::allow::{Allowed, Allowing, allow};

/// Allow what the public may read: a number, an address, the name of an operation
///
/// It is added to its list in nec.toml, with who allowed it and when beside it; the rules that stop recording
/// take it as allowed from then on, in every plan of the force. What a value is, is found out where it is not
/// said. What identifies somebody, such as a National Insurance number, can never be allowed: take it out of
/// the plan. nec undo takes it back. `nec commit` without AREA records the
/// settings too.
#[derive(Debug, Args)]
#[command(
    override_usage = "nec allow [OPTIONS] [number|address|operation|domain] VALUE",
    after_help = "Examples:\n  nec allow 01632 960123\n  nec allow number \"01632 960123\"\n  nec allow operation Example\n  nec allow domain example.police.uk"
)]
pub struct Allow {
    /// What it is, if it is to be said, and the value
    #[arg(value_name = "VALUE", required = true)]
    words: Vec<String>,
    /// Who allows it; without it whoever records
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Number,
    Address,
    Operation,
    Domain,
}

impl Kind {
    fn list(self) -> &'static str {
        match self {
            Kind::Number => "public-numbers",
            Kind::Address => "public-addresses",
            Kind::Operation => "public-operations",
            Kind::Domain => "work-domains",
        }
    }
}

pub fn run(args: &Allow, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let (kind, value) = said(&args.words)?;
    let found = blocked_in_text(&directory.force, &value);
    let (list, value) = what(kind, value, &found)?;
    let by = by(args, here, &directory)?;
    // An illustration's own day is not the day on which somebody allowed something.
    let day = report::today(
        here.globals.today,
        here.environment().as_deref(),
        &Force::default(),
        Zoned::now().date(),
    )?;
    let allowing = Allowing { list, value: &value, by: &by, on: day };
    let shown = one_line(&value);
    Ok(match allow(&directory.root, &allowing)? {
        Allowed::Added => {
            note("It counts for every plan of the force. nec undo takes it back; record it with: nec commit");
            Done::well(format!("Allowed in nec.toml, {list}: {shown}\n"))
        }
        Allowed::Before => Done::well(format!("It is allowed already, in nec.toml, {list}: {shown}\n")),
    })
}

fn refused(what: impl Into<String>, next: impl Into<String>) -> Problem {
    Problem::new(what, next).safe("Nothing was changed.")
}

/// What it is, where that is said, and the value.
fn said(words: &[String]) -> Result<(Option<Kind>, String), Problem> {
    let first = words.first().filter(|_| words.len() > 1).and_then(|word| Kind::from_str(word, true).ok());
    let rest = if first.is_some() { &words[1..] } else { words };
    let value = rest.join(" ").trim().to_owned();
    let fits = value.chars().any(char::is_alphanumeric) && !value.contains(is_hidden) && value.len() <= 200;
    if fits {
        Ok((first, value))
    } else {
        Err(refused("that is nothing that can be allowed", "Give it as it stands in the plan."))
    }
}

/// The list that the value belongs to, and the value as it stands there.
fn what(kind: Option<Kind>, value: String, found: &[Finding]) -> Result<(&'static str, String), Problem> {
    if let Some(never) = found.iter().find(|finding| finding.allow.is_none()) {
        let what = format!("this can never be allowed: {}", never.message);
        return Err(refused(what, "Take it out of the plan: versions are kept for good."));
    }
    let allowed: Vec<&Allowance> = found.iter().filter_map(|finding| finding.allow.as_ref()).collect();
    if let Some(kind) = kind {
        fits(kind, &value)?;
        let same = allowed.iter().find(|allow| allow.key == kind.list());
        return Ok((kind.list(), same.map_or(value, |allow| allow.value.clone())));
    }
    match allowed.as_slice() {
        [only] => Ok((only.key, only.value.clone())),
        [] => Err(refused(
            "nothing stops a plan that says this from being recorded, so it needs no allowing",
            "If it is the name of an operation, or a domain of the force, say so: nec allow operation NAME.",
        )),
        several => {
            let nouns: Vec<&str> = several.iter().map(|allow| noun(allow.key)).collect();
            Err(refused(
                format!("that is more than one thing: {}", nouns.join(", ")),
                "Allow them one by one.",
            ))
        }
    }
}

/// Whether a value is what it is said to be, as far as that can be told.
fn fits(kind: Kind, value: &str) -> Result<(), Problem> {
    let is_number = value.chars().filter(char::is_ascii_digit).count() >= 3
        && value.chars().all(|c| c.is_ascii_digit() || " +()-.".contains(c));
    /// What many share: a name of one's own stands before it.
    const SHARED: [&str; 8] =
        ["co.uk", "org.uk", "gov.uk", "police.uk", "ac.uk", "nhs.uk", "sch.uk", "me.uk"];
    let is_shared = SHARED.iter().any(|domain| value.eq_ignore_ascii_case(domain));
    let is_domain = !is_shared && value.contains('.') && !value.contains(['@', ' ', '/']);
    match kind {
        Kind::Number if !is_number => {
            Err(refused("that is no telephone number", "Give it as it is dialled."))
        }
        Kind::Domain if !is_domain => {
            Err(refused("that is no domain", "Give what stands behind the @, such as example.police.uk."))
        }
        Kind::Domain if is_provider(value) => Err(refused(
            "anybody can have an address there, so every resident's would be let through",
            "Allow the one address: nec allow address NAME@….",
        )),
        _ => Ok(()),
    }
}

fn by(args: &Allow, here: &Here, directory: &Directory) -> Result<String, Problem> {
    if let Some(by) = args.by.as_deref().map(str::trim).filter(|by| !by.is_empty()) {
        return Ok(by.to_owned());
    }
    let who = git::identity(&directory.root, &here.settings()).map(|who| who.name().to_owned());
    who.ok_or_else(|| refused("nothing says who allows it", "Give --by with your post."))
}
