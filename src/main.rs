//! Parses the command line and hands the screen to it, which the command line itself knows nothing of.

use std::process::ExitCode;

use nec::cli::{self, ColorWhen};
use nec::problem::Problem;
use nec::store::settings::Settings;
use nec::tui::colours::{Asked, Colours};
use nec::tui::run::{self as screen, Open, Start};
use nec::tui::worker::World;

/// Plans are read into many small pieces on several cores, in a fraction of the time that the system's own takes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(|wanted| {
        screen::run(start(wanted)).map_err(|error| {
            Problem::new(format!("the terminal could not be used: {error}"), "Try again in another terminal.")
                .safe("What was saved is safe.")
        })
    })
}

fn start(wanted: cli::Screen) -> Start {
    let asked = match wanted.colours {
        ColorWhen::Auto => Asked::Auto,
        ColorWhen::Always => Asked::Always,
        ColorWhen::Never => Asked::Never,
    };
    let open = match wanted.open {
        cli::Open::Welcome => Open::Welcome,
        cli::Open::Areas { root, period } => Open::Areas { root, period },
        cli::Open::Plan { root, place, standard } => {
            Open::Plan { root, area: place.area().to_owned(), period: place.period().to_owned(), standard }
        }
    };
    let (settings, problems) = wanted.folders.as_ref().map(Settings::of).unwrap_or_default();
    Start {
        open,
        world: World {
            folders: wanted.folders,
            today: wanted.today,
            clock: screen::clock(),
            environment: wanted.environment,
        },
        colours: Colours::choose(asked, |name| std::env::var_os(name)),
        settings,
        problems,
    }
}
