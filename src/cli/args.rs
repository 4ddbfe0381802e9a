//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::{
    allow, check, commit, completions, diff, doctor, draft, explain, fmt, gate, get, init, join, log, man,
    merge_driver, migrate, new, resolve, restore, rules, schema, set, show, standards, status, sync,
    textconv, undo, unset, waive,
};

/// Draft, check and keep Neighbourhood Engagement Contract plans.
///
/// Without a command it opens the list of areas.
#[derive(Debug, Parser)]
#[command(
    name = "nec",
    version,
    max_term_width = 100,
    after_help = "Examples:\n  nec                          open the list of areas\n  nec draft west-dorset        open a plan\n  nec check                    check every plan\n  nec --dir plans status       the areas at a glance\n\nExit status: 0 all well; 1 it ran and found something; 2 it could not run."
)]
pub struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command, before or after it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// The plan directory. Without it: NEC_DIR, else the nearest folder upwards that holds nec.toml, else
    /// your settings, else one that is kept for you.
    #[arg(long, global = true, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The period of the plans, such as 2026-27. Without it: the plan that holds today, else the next to
    /// begin, else the last; for check, status, fmt and commit every plan.
    #[arg(long, global = true, value_name = "PERIOD")]
    pub period: Option<String>,
    /// The day by which rules judge, such as 2026-11-11. Without it: NEC_TODAY, else the directory's as-at,
    /// else the clock.
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
    /// When to use colours. It wins over NO_COLOR.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Answer yes to every question.
    #[arg(long, global = true)]
    pub yes: bool,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Join(join::Join),
    New(new::New),
    Draft(draft::Draft),
    Check(check::Check),
    Explain(explain::Explain),
    Rules(rules::Rules),
    Standards(standards::Standards),
    Status(status::Status),
    Show(show::Show),
    Get(get::Get),
    Set(set::Set),
    Unset(unset::Unset),
    Waive(waive::Waive),
    Allow(allow::Allow),
    Fmt(fmt::Fmt),
    Migrate(migrate::Migrate),
    Schema(schema::Schema),
    Commit(commit::Commit),
    Sync(sync::Sync),
    Resolve(resolve::Resolve),
    Log(log::Log),
    Diff(diff::Diff),
    Restore(restore::Restore),
    Undo(undo::Undo),
    Gate(gate::Gate),
    MergeDriver(merge_driver::MergeDriver),
    Textconv(textconv::Textconv),
    Completions(completions::Completions),
    Man(man::Man),
    Doctor(doctor::Doctor),
}

/// A day as the command line takes it: 2026-11-11.
///
/// # Errors
/// Where it is none.
pub fn date(text: &str) -> Result<Date, String> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| "write a day as 2026-11-11".to_owned())
}
