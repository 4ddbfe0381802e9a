//! The command line: one file a command.
//!
//! A command is handed what is around it ([`here::Here`]) and gives back what to print and how it went
//! ([`Done`]), or a [`Problem`]. Results go to standard output, messages to standard error.

mod address;
mod allow;
mod args;
mod check;
mod commit;
mod completions;
mod diff;
mod doctor;
mod draft;
mod explain;
mod fix;
mod fmt;
mod gate;
mod get;
mod here;
mod init;
mod join;
mod log;
mod man;
mod merge_driver;
mod migrate;
mod nearest;
mod new;
mod past;
mod resolve;
mod restore;
mod rules;
mod schema;
mod set;
mod show;
mod standards;
mod status;
mod sync;
mod textconv;
mod undo;
mod unset;
mod waive;
mod watching;

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches};
use jiff::civil::Date;

use crate::plan::Place;
use crate::problem::Problem;
use crate::store::Folders;
pub use args::ColorWhen;
use args::{Cli, Command};
use here::Here;

/// What the screen is to open, and what it needs to know of the command line and the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    pub open: Open,
    /// This user's folders; nothing where the user has no home.
    pub folders: Option<Folders>,
    /// `--today`.
    pub today: Option<Date>,
    /// `NEC_TODAY`.
    pub environment: Option<String>,
    pub colours: ColorWhen,
}

/// Where the screen begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// There is no plan directory yet.
    Welcome,
    /// The list of areas.
    Areas { root: PathBuf, period: Option<String> },
    /// A plan, at a standard or where its user was last.
    Plan { root: PathBuf, place: Place, standard: Option<String> },
}

/// What a command did.
#[derive(Debug)]
struct Done {
    /// For standard output.
    out: String,
    outcome: Outcome,
}

/// How a command went, for the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Well,
    /// It ran and found something: flags, an empty field, files to lay out.
    Found,
    /// The screen was left with this exit status.
    Screen(u8),
}

impl Done {
    fn well(out: impl Into<String>) -> Self {
        Done { out: out.into(), outcome: Outcome::Well }
    }

    fn found(out: impl Into<String>) -> Self {
        Done { out: out.into(), outcome: Outcome::Found }
    }
}

/// Parses the command line and runs it. `screen` opens the program's screen and returns when it is left.
///
/// The exit status is 0 where all is well, 1 where a command ran and found something, 2 where it could not run;
/// of the screen, what it gives.
pub fn run(screen: impl FnOnce(Screen) -> Result<u8, Problem>) -> ExitCode {
    let parsed =
        command(std::env::args_os()).try_get_matches().and_then(|found| Cli::from_arg_matches(&found));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // A reader that went away has no use for it.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match dispatch(cli, screen).and_then(|done| print(&done.out).map(|()| done.outcome)) {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Screen(status)) => ExitCode::from(status),
        Err(problem) => {
            here::tell(&problem);
            ExitCode::from(2)
        }
    }
}

/// The command line as clap has it; its own messages have colours as `--color` says.
fn command(words: impl IntoIterator<Item = std::ffi::OsString>) -> clap::Command {
    let words: Vec<String> = words.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let wish = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--color") {
        Some("") => words.get(at + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    Cli::command().color(match wish {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    })
}

fn dispatch(cli: Cli, screen: impl FnOnce(Screen) -> Result<u8, Problem>) -> Result<Done, Problem> {
    let here = Here::new(cli.globals);
    match cli.command {
        None => {
            let found = here.found()?;
            let period = here.globals.period.clone();
            let open = if found.is_made() { Open::Areas { root: found.root, period } } else { Open::Welcome };
            on_screen(here, open, screen)
        }
        Some(Command::Draft(args)) => {
            let open = draft::run(&args, &here)?;
            on_screen(here, open, screen)
        }
        Some(Command::Init(args)) => init::run(&args, &here),
        Some(Command::Join(args)) => join::run(&args, &here),
        Some(Command::New(args)) => new::run(&args, &here),
        Some(Command::Check(args)) => check::run(&args, &here),
        Some(Command::Explain(args)) => explain::run(&args, &here),
        Some(Command::Rules(_)) => rules::run(&here),
        Some(Command::Standards(args)) => standards::run(&args, &here),
        Some(Command::Status(args)) => status::run(&args, &here),
        Some(Command::Show(args)) => show::run(&args, &here),
        Some(Command::Get(args)) => get::run(&args, &here),
        Some(Command::Set(args)) => set::run(&args, &here),
        Some(Command::Unset(args)) => unset::run(&args, &here),
        Some(Command::Waive(args)) => waive::run(&args, &here),
        Some(Command::Allow(args)) => allow::run(&args, &here),
        Some(Command::Fmt(args)) => fmt::run(&args, &here),
        Some(Command::Migrate(args)) => migrate::run(&args, &here),
        Some(Command::Log(args)) => log::run(&args, &here),
        Some(Command::Diff(args)) => diff::run(&args, &here),
        Some(Command::Restore(args)) => restore::run(&args, &here),
        Some(Command::Undo(_)) => undo::run(&here),
        Some(Command::Schema(args)) => schema::run(&args, &here),
        Some(Command::Commit(args)) => commit::run(&args, &here),
        Some(Command::Sync(args)) => sync::run(&args, &here),
        Some(Command::Resolve(args)) => resolve::run(&args, &here),
        Some(Command::Gate(_)) => gate::run(&here),
        Some(Command::MergeDriver(args)) => merge_driver::run(&args),
        Some(Command::Textconv(args)) => textconv::run(&args),
        Some(Command::Completions(args)) => completions::run(&args),
        Some(Command::Man(_)) => man::run(),
        Some(Command::Doctor(args)) => doctor::run(&args, &here),
    }
}

fn on_screen(
    here: Here,
    open: Open,
    screen: impl FnOnce(Screen) -> Result<u8, Problem>,
) -> Result<Done, Problem> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Problem::new(
            "this opens a screen to work in, and there is no terminal to show it on",
            "Run it in a terminal; nec status, nec check, nec show, nec get and nec set need none.",
        )
        .safe("Nothing was touched."));
    }
    let status = screen(Screen {
        open,
        environment: here.environment(),
        folders: here.folders,
        today: here.globals.today,
        colours: here.globals.color,
    })?;
    Ok(Done { out: String::new(), outcome: Outcome::Screen(status) })
}

/// Writes to standard output. A reader that went away is no problem: it had what it wanted.
fn print(text: &str) -> Result<(), Problem> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let safe = "What the command was to do is done; only its answer is not told.";
            let what = format!("the answer could not be written: {error}");
            Err(Problem::new(what, "Make room there, or write it elsewhere.").safe(safe))
        }
        _ => Ok(()),
    }
}
