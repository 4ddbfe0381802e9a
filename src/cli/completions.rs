//! `nec completions`: what a shell needs to finish words.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Done;
use super::args::Cli;
use crate::problem::Problem;

/// Print what your shell needs to finish nec's words
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec completions bash > ~/.local/share/bash-completion/completions/nec")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub fn run(args: &Completions) -> Result<Done, Problem> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "nec", &mut bytes);
    Ok(Done::well(String::from_utf8_lossy(&bytes)))
}
