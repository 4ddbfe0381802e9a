//! `nec man`: the manual.

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use super::Done;
use super::args::Cli;
use crate::problem::Problem;

/// Print the manual, in the form that man reads
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nec man | man -l -")]
pub struct Man {}

/// One page: the program, then every command.
pub fn run() -> Result<Done, Problem> {
    let mut bytes = Vec::new();
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut page = || -> std::io::Result<()> {
        let whole = Page::new(command.clone());
        whole.render_title(&mut bytes)?;
        whole.render_name_section(&mut bytes)?;
        whole.render_synopsis_section(&mut bytes)?;
        whole.render_description_section(&mut bytes)?;
        whole.render_options_section(&mut bytes)?;
        whole.render_extra_section(&mut bytes)?;
        for one in command.get_subcommands() {
            // Options of every command are told once.
            let own = one.clone().mut_args(|arg| {
                let everywhere = arg.is_global_set();
                arg.hide(everywhere)
            });
            bytes.extend(format!(".SH \"NEC {}\"\n", one.get_name().to_uppercase()).into_bytes());
            let own = Page::new(own);
            let mut section = Vec::new();
            own.render_synopsis_section(&mut section)?;
            own.render_description_section(&mut section)?;
            own.render_options_section(&mut section)?;
            own.render_extra_section(&mut section)?;
            let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
            bytes.extend(section.into_bytes());
        }
        Ok(())
    };
    page()
        .map_err(|error| Problem::new(format!("the manual could not be written: {error}"), "Try again."))?;
    let text = String::from_utf8_lossy(&bytes)
        .replace(".SH EXTRA", ".SH EXAMPLES")
        .replace(".SS EXTRA", ".SS EXAMPLES");
    Ok(Done::well(text))
}
