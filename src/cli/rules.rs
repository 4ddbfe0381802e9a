//! `nec rules`: every rule in a line.

use clap::Args;

use super::Done;
use super::here::Here;
use crate::check::{self, Family, Recording};
use crate::plan::Force;
use crate::problem::Problem;
use crate::report::summary::kind;
use crate::store::Directory;

/// List every rule, with its class as your force has set it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec rules")]
pub struct Rules {}

pub fn run(here: &Here) -> Result<Done, Problem> {
    let found = here.found()?;
    let force = if found.is_made() { Directory::open(&found.root)?.force } else { Force::default() };
    let width = check::rules().iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut families: Vec<Family> = Vec::new();
    for rule in check::rules() {
        if !families.contains(&rule.family) {
            families.push(rule.family);
        }
    }
    let mut out = String::new();
    for family in families {
        out.push_str(&format!("{}\n", family.title()));
        for rule in check::rules().iter().filter(|rule| rule.family == family) {
            let class = rule.class_for(&force).map_or("off", |class| class.label());
            let blocks = match rule.recording {
                Recording::Allowed => "",
                Recording::Blocked => " It is never recorded.",
            };
            let set = match rule.class_for(&force) {
                class if class == Some(rule.class) => String::new(),
                _ => format!(" Set in nec.toml; {} by itself.", kind(rule.class)),
            };
            out.push_str(&format!("  {:width$}  {class:14}  {}.{blocks}{set}\n", rule.name, rule.flags_when));
        }
        out.push('\n');
    }
    out.push_str(&format!("nec explain RULE says more. {}\n", check::CAVEAT));
    Ok(Done::well(out))
}
