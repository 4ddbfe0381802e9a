//! `nec rules`: every rule in a line.

use clap::Args;

use super::Done;
use super::here::Here;
use crate::check::{self, Family, Recording};
use crate::plan::Force;
use crate::problem::Problem;
use crate::store::Directory;

/// List every rule, with its class as your force has set it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec rules")]
pub struct Rules {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    let found = here.found()?;
    let force = if found.is_made() { Directory::open(&found.root)?.force } else { Force::default() };
    let width = check::rules().iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    let mut family: Option<Family> = None;
    for rule in check::rules() {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            out.push_str(&format!("{gap}{}\n", rule.family.title()));
            family = Some(rule.family);
        }
        let class = rule.class_for(&force).map_or("off", |class| class.label());
        let blocks = match rule.recording {
            Recording::Allowed => "",
            Recording::Blocked => " It is never recorded.",
        };
        out.push_str(&format!("  {:width$}  {class:14}  {}.{blocks}\n", rule.name, rule.flags_when));
    }
    out.push_str(&format!("\nnec explain RULE says more. {}\n", check::CAVEAT));
    Ok(Done::well(out))
}
