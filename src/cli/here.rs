//! What is around a command: its options, this user's folders, the plan directory, today.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use jiff::Zoned;
use jiff::civil::Date;

use super::args::{ColorWhen, Globals};
use super::nearest::nearest;
use crate::git::{self, Past};
use crate::plan::printable::{one_line, printable};
use crate::plan::{Document, Place};
use crate::problem::Problem;
use crate::report::{self, Colours, overview::Plans};
use crate::store::find::{self, Found, Search};
use crate::store::settings::Settings;
use crate::store::starter::InitOptions;
use crate::store::{Directory, Folders, Stamp};

/// What is around a command.
pub struct Here {
    pub globals: Globals,
    pub folders: Option<Folders>,
}

impl Here {
    pub fn new(globals: Globals) -> Self {
        Here { globals, folders: Folders::of_this_user() }
    }

    /// Which plan directory is meant.
    ///
    /// # Errors
    /// Where one is named that is none.
    pub fn found(&self) -> Result<Found, Problem> {
        find::find(&Search::here(self.globals.dir.clone(), self.folders.as_ref()))
    }

    /// The plan directory, read. The one that is kept for a user who named none is made on first use.
    ///
    /// # Errors
    /// Where one is named that is none, or it cannot be made.
    pub fn directory(&self) -> Result<Directory, Problem> {
        let found = self.found()?;
        if !found.is_made() {
            let who = git::identity(&found.root, &self.settings());
            git::init::init(
                &found.root,
                &InitOptions { alone: true, ..InitOptions::default() },
                who.as_ref(),
            )?;
            let root = one_line(&found.root.to_string_lossy());
            note(&format!("Made a plan directory for you in {root}, with its first version."));
        }
        git::may_open(&found.root)?;
        // What a killed nec left half way is finished before anything is read.
        if let Err(problem) = git::sync::recover(&found.root) {
            tell(&problem);
        }
        Directory::open(&found.root)
    }

    /// The plan directory, to be changed.
    ///
    /// # Errors
    /// As [`Here::directory`]; and where its settings are of a newer program.
    pub fn directory_to_change(&self) -> Result<Directory, Problem> {
        let directory = self.directory()?;
        match &directory.newer {
            Some(problem) => Err(problem.clone()),
            None => Ok(directory),
        }
    }

    /// The plan directory's folder, for what can put it right where its settings cannot be read: they are not.
    ///
    /// # Errors
    /// Where one is named that is none.
    pub fn root_to_mend(&self) -> Result<PathBuf, Problem> {
        let search = Search::here(self.globals.dir.clone(), self.folders.as_ref());
        let found = find::find_broken(&search)?;
        if !found.is_made() {
            return self.directory().map(|directory| directory.root);
        }
        git::may_open(&found.root)?;
        if let Err(problem) = git::sync::recover(&found.root) {
            tell(&problem);
        }
        Ok(found.root)
    }

    /// The plan directory as it stood in a version, whether or not its files are on disk. `near` is a folder in
    /// it that is meant where none is named.
    ///
    /// # Errors
    /// Where there is no such version, or no plan directory in it.
    pub fn past(&self, revision: &str, near: Option<&Path>) -> Result<Past, Problem> {
        let search = Search::here(self.globals.dir.clone(), self.folders.as_ref());
        let working = search.working.as_deref();
        let start = match search.option.as_deref().or(near).or(search.environment.as_deref()) {
            Some(named) => named.to_path_buf(),
            None => match working.map(find::around).transpose()?.flatten() {
                Some(root) => root.to_path_buf(),
                None => match working.filter(|folder| git::is_bare(folder)) {
                    Some(bare) => bare.to_path_buf(),
                    // The plans may be nowhere on disk, and in a version of what is here.
                    None => match self.found()? {
                        found if found.is_made() => found.root,
                        found => search.working.clone().unwrap_or(found.root),
                    },
                },
            },
        };
        if !start.is_dir() {
            let shown = one_line(&start.to_string_lossy());
            return Err(Problem::new(
                format!("there is no folder {shown}"),
                format!(
                    "Name the repository with --dir, and a folder that it had then like this: --rev {}:FOLDER",
                    one_line(revision)
                ),
            )
            .safe("Nothing was checked."));
        }
        git::past(&start, revision)
    }

    /// The user's settings, and the machine's; what is broken in them is told.
    pub fn settings(&self) -> Settings {
        let Some(folders) = &self.folders else { return Settings::default() };
        let (settings, problems) = Settings::of(folders);
        for problem in problems {
            tell(&problem);
        }
        settings
    }

    /// The day by which rules judge.
    ///
    /// # Errors
    /// Where `NEC_TODAY` is no date.
    pub fn today(&self, directory: &Directory) -> Result<Date, Problem> {
        let environment = self.environment();
        report::today(self.globals.today, environment.as_deref(), &directory.force, Zoned::now().date())
    }

    /// What `NEC_TODAY` says.
    pub fn environment(&self) -> Option<String> {
        std::env::var_os("NEC_TODAY").map(|text| text.to_string_lossy().into_owned())
    }

    /// Whether what is printed is to have colours.
    pub fn colours(&self) -> Colours {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let coloured = match self.globals.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb,
        };
        if coloured { Colours::Coloured } else { Colours::Plain }
    }

    /// The id of the area that a word means: an id, or a name.
    ///
    /// # Errors
    /// Names the nearest where there is none.
    pub fn area(&self, directory: &Directory, word: &str) -> Result<String, Problem> {
        let areas = &directory.areas.areas;
        let named = |name: &str| name.trim().to_lowercase() == word.trim().to_lowercase();
        if let Some(area) = areas.iter().find(|area| area.id == word || named(&area.name)) {
            return Ok(area.id.clone());
        }
        let mut known: Vec<String> = areas.iter().map(|area| area.id.clone()).collect();
        known.extend(directory.plans().plans.iter().map(|place| place.area().to_owned()));
        known.sort_unstable();
        known.dedup();
        if known.iter().any(|id| id == word) {
            return Ok(word.to_owned());
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let next = nearest(word, &known).unwrap_or_else(|| match known.as_slice() {
            [] => "This directory has no areas yet: add them to areas.toml.".to_owned(),
            known => format!("The areas are: {}.", known.join(", ")),
        });
        Err(Problem::new(format!("there is no area “{}”", one_line(word)), next).safe("Nothing was touched."))
    }

    /// Refuses a `--period` that no plan has and nec.toml does not name: it is mistyped.
    ///
    /// # Errors
    /// Names the nearest.
    pub fn known_period(&self, directory: &Directory) -> Result<(), Problem> {
        let Some(asked) = &self.globals.period else { return Ok(()) };
        let plans = directory.plans().plans;
        let mut known: Vec<&str> = plans.iter().map(Place::period).collect();
        known.extend(directory.force.periods.iter().map(|period| period.id.as_str()));
        known.sort_unstable();
        known.dedup();
        if known.contains(&asked.as_str()) {
            return Ok(());
        }
        let next = nearest(asked, &known).unwrap_or_else(|| match known.as_slice() {
            [] => "There are no plans yet. Begin one with: nec new AREA".to_owned(),
            known => format!("The periods are: {}.", known.join(", ")),
        });
        let what = format!("there is no period “{}”", one_line(asked));
        Err(Problem::new(what, next).safe("Nothing was touched."))
    }

    /// The plan of an area that is meant: that of `--period`, else the one that holds today, else the next to
    /// begin, else the last.
    ///
    /// # Errors
    /// Where there is no such area, or no such plan of it.
    pub fn place(&self, directory: &Directory, word: &str) -> Result<Place, Problem> {
        let area = self.area(directory, word)?;
        let begin = |period: &str| {
            let option = if period.is_empty() { String::new() } else { format!(" --period {period}") };
            format!("Begin one with: nec new {area}{option}")
        };
        if let Some(period) = &self.globals.period {
            let there = directory.area_plans(&area);
            if let Some(place) = there.iter().find(|place| place.period() == period) {
                return Ok(place.clone());
            }
            let periods: Vec<&str> = there.iter().map(Place::period).collect();
            let next = match periods.as_slice() {
                [] => begin(&one_line(period)),
                periods => format!("It has plans for: {}. {}", periods.join(", "), begin(&one_line(period))),
            };
            let what = format!("there is no plan of {area} for the period “{}”", one_line(period));
            return Err(Problem::new(what, next).safe("Nothing was touched."));
        }
        let today = self.today(directory)?;
        let plans = Plans::of_one_area(directory, &area);
        plans.current(&area, today).cloned().ok_or_else(|| {
            Problem::new(format!("there is no plan of {area} yet"), begin("")).safe("Nothing was touched.")
        })
    }

    /// The plan of an area that is meant, read.
    ///
    /// # Errors
    /// As [`Here::place`]; and where the file cannot be read.
    pub fn plan(&self, directory: &Directory, word: &str) -> Result<(Place, Document, Stamp), Problem> {
        let place = self.place(directory, word)?;
        let (document, loaded) = directory.read_plan(&place)?;
        Ok((place, document, loaded.stamp))
    }

    /// Asks for a line of text. `instead` is taken with `--yes`.
    ///
    /// # Errors
    /// Where nobody can be asked: standard input is no terminal. `what` says what was to be asked for.
    pub fn ask(&self, question: &str, instead: &str, what: &str) -> Result<String, Problem> {
        if self.globals.yes {
            return Ok(instead.to_owned());
        }
        let nobody = || {
            Problem::new(
                format!("{what}, and nobody can be asked: standard input is no terminal"),
                format!("Run it in a terminal, or add --yes to take: {}", one_line(instead)),
            )
            .safe("Nothing was changed.")
        };
        if !std::io::stdin().is_terminal() {
            return Err(nobody());
        }
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{question} ").and_then(|()| err.flush());
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).unwrap_or_default();
        if read == 0 { Err(nobody()) } else { Ok(line.trim().to_owned()) }
    }
}

/// Tells a problem on standard error: what happened, what is safe, what to do next.
pub fn tell(problem: &Problem) {
    let text = problem.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    note(&format!("nec: {}", lines.join("\n  ")));
}

/// Writes a message to standard error. Nobody there to read it is no problem.
pub fn note(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{}", printable(text));
}
