//! What is in a plan directory.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::files::{Files, Kind};
use super::find::MARK;
use super::read::{Loaded, Unreadable, Why};
use crate::plan::areas::Areas;
use crate::plan::document::{Broken, Source};
use crate::plan::force::Force;
use crate::plan::id::is_file_id;
use crate::plan::place::{Place, RelPath, Role, SCHEMAS};
use crate::plan::{Document, FieldPath, Period, Value};
use crate::problem::Problem;
use crate::standards::{self, Edition};

/// The newest `format` of `nec.toml` that is understood.
const FORMAT: i64 = 1;

/// A plan directory, read. What could not be read of its settings is among the problems, and everything else
/// is usable.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Its path; of a version, that of the folder or the repository that it is a version of.
    pub root: PathBuf,
    /// Its files, on disk or in a version. What is saved goes to disk, to `root`.
    pub files: Files,
    pub force: Force,
    pub areas: Areas,
    /// The texts of `nec.toml` and `areas.toml` that these were read from; empty where they could not be.
    pub force_text: String,
    pub areas_text: String,
    /// The editions, by id.
    pub editions: Vec<Edition>,
    /// Editions that are there and cannot be used, by id: their plans are not judged by another.
    pub broken_editions: Vec<String>,
    /// Why nothing may be judged or changed here: the settings are of a newer program.
    pub newer: Option<Problem>,
    /// What is wrong with `nec.toml`, `areas.toml` and the editions.
    pub problems: Vec<Problem>,
}

/// The plans of a directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Sorted by period, then area.
    pub plans: Vec<Place>,
    /// What lies where a plan would and is none: folders that are links, names that are no ids.
    pub problems: Vec<Problem>,
}

impl Directory {
    /// Reads the settings, areas and editions of the directory at `root`, from disk.
    ///
    /// # Errors
    /// Only where there is no `nec.toml` at all. What is broken inside is told in
    /// [`problems`](Directory::problems).
    pub fn open(root: &Path) -> Result<Self, Problem> {
        Directory::of(root, Files::Disk(root.to_path_buf()))
    }

    /// The same from these files, on disk or in a version of the directory at `root`.
    ///
    /// # Errors
    /// As [`Directory::open`].
    pub fn of(root: &Path, files: Files) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let mut newer = None;
        let force = match read_named(&files, MARK) {
            Ok(loaded) => {
                newer = of_newer(&loaded.text);
                let force = newer.clone().map_or_else(|| Force::parse(&loaded.text), Err);
                force.map(|force| (force, loaded.text))
            }
            Err(unreadable) if unreadable.why == Why::Missing => {
                return Err(Problem::new(
                    format!("{} is not a plan directory: it has no {MARK}", super::shown(root)),
                    "Name another with --dir, or make one with nec init.",
                ));
            }
            Err(unreadable) => Err(unreadable.problem),
        };
        let (force, force_text) = force.unwrap_or_else(|problem| {
            problems.extend(all_that_is_wrong(&files, MARK, problem));
            (unknown_force(), String::new())
        });
        let areas = match read_named(&files, "areas.toml") {
            Ok(loaded) => Areas::parse(&loaded.text).map(|areas| (areas, loaded.text)),
            Err(unreadable) => Err(unreadable.problem),
        };
        let (areas, areas_text) = areas.unwrap_or_else(|problem| {
            problems.extend(all_that_is_wrong(&files, "areas.toml", problem));
            (Areas { unread: true, ..Areas::default() }, String::new())
        });
        let mut directory = Directory {
            root: root.to_path_buf(),
            files,
            force,
            areas,
            force_text,
            areas_text,
            editions: Vec::new(),
            broken_editions: Vec::new(),
            newer,
            problems,
        };
        directory.read_editions();
        Ok(directory)
    }

    fn read_editions(&mut self) {
        for name in self.files.names("standards") {
            let Some(id) = name.strip_suffix(".toml").filter(|id| is_file_id(id)) else { continue };
            let path = format!("standards/{name}");
            let edition = read_named(&self.files, &path)
                .map_err(Problem::from)
                .and_then(|loaded| standards::load::parse(&path, &loaded.text));
            match edition {
                Ok(edition) => self.editions.push(edition),
                Err(problem) => {
                    self.broken_editions.push(id.to_owned());
                    self.problems.extend(all_that_is_wrong(&self.files, &path, problem));
                }
            }
        }
    }

    /// The edition of that id.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// Lists the plans, without reading them.
    pub fn plans(&self) -> Listing {
        let mut listing = Listing::default();
        for period in self.files.names("").into_iter().filter(|name| is_file_id(name)) {
            let problem = match self.files.kind(&period) {
                Some(Kind::Folder) => {
                    self.list_period(&period, &mut listing);
                    continue;
                }
                Some(Kind::LinkToFolder) => Problem::new(
                    "this folder is a link to another place, and links are not followed",
                    "Put the folder itself there in place of the link.",
                ),
                Some(Kind::Elsewhere) if self.force.period(&period).is_some() => Problem::new(
                    "this folder belongs to another repository (git calls it a submodule), and its files are \
                     not in this version",
                    "Put the folder itself there in its place.",
                ),
                _ => continue,
            };
            let safe = "The plans behind it are not listed; they are untouched.";
            listing.problems.push(problem.safe(safe).in_file(period));
        }
        listing
    }

    fn list_period(&self, period: &str, listing: &mut Listing) {
        for name in self.files.names(period) {
            let path = format!("{period}/{name}");
            let Some(stem) = name.strip_suffix(".toml") else { continue };
            if stem.ends_with(".record") || stem.ends_with(".review") {
                continue;
            }
            let Some(Role::Plan(place)) = RelPath::new(&path).ok().and_then(|file| file.role()) else {
                listing.problems.push(
                    Problem::new(
                        "this file's name is not one that a plan can have",
                        "Name it after its area, in small letters, digits and hyphens: west-dorset.toml.",
                    )
                    .safe("It is not listed as a plan, and is untouched.")
                    .in_file(crate::plan::printable::one_line(&path)),
                );
                continue;
            };
            // What is no ordinary file is told where it is read.
            listing.plans.push(place);
        }
    }

    /// The plans of one area, by period.
    pub fn area_plans(&self, area: &str) -> Vec<Place> {
        self.plans().plans.into_iter().filter(|place| place.area() == area).collect()
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// Where the file cannot be read, or not as a plan.
    pub fn read_plan(&self, place: &Place) -> Result<(Document, Loaded), Unreadable> {
        let loaded = self.files.read(&place.plan_file())?;
        Ok((self.parse_plan(place, &loaded)?, loaded))
    }

    /// Understands a plan whose text was read.
    ///
    /// # Errors
    /// Where the text is no plan.
    pub fn parse_plan(&self, place: &Place, loaded: &Loaded) -> Result<Document, Unreadable> {
        Document::parse(&loaded.text).map_err(|problem| Unreadable {
            why: Why::NotAText,
            problem: problem.in_file(place.plan_file().to_string()),
        })
    }

    /// Every file that the contract names and that is there: what a version may hold. Of a version itself,
    /// without evidence.
    pub fn files(&self) -> Vec<RelPath> {
        let mut files = Vec::new();
        let mut folders = vec![(String::new(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for name in self.files.names(&folder) {
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let kind = self.files.kind(&path);
                if kind == Some(Kind::Folder) {
                    let worth = depth > 0
                        || is_file_id(&path)
                        || ["standards", "evidence", SCHEMAS].contains(&&*path);
                    if worth && depth < DEEPEST {
                        folders.push((path, depth + 1));
                    }
                } else if kind == Some(Kind::File)
                    && let Ok(file) = RelPath::new(&path)
                    && file.role().is_some()
                {
                    files.push(file);
                }
            }
        }
        files.sort();
        files
    }
}

/// How deep folders of evidence may lie.
const DEEPEST: usize = 8;

/// Which of an area's plans is meant where none is named: the one that holds today, else the next to begin,
/// else the last.
pub fn of_today(plans: &[(Place, Period)], today: Date) -> Option<&Place> {
    let holds =
        plans.iter().filter(|(_, period)| period.holds(today)).max_by_key(|(_, period)| period.starts());
    let next =
        plans.iter().filter(|(_, period)| period.starts() > today).min_by_key(|(_, period)| period.starts());
    let last = plans.iter().max_by_key(|(_, period)| period.ends());
    holds.or(next).or(last).map(|(place, _)| place)
}

fn read_named(files: &Files, name: &str) -> Result<Loaded, Unreadable> {
    let file = RelPath::new(name).map_err(|problem| Unreadable { why: Why::NotAFile, problem })?;
    files.read(&file)
}

/// What is wrong with a file: every error that can be told where it is no TOML, else this one.
fn all_that_is_wrong(files: &Files, name: &str, problem: Problem) -> Vec<Problem> {
    let broken = read_named(files, name).ok().and_then(|loaded| Broken::of(&loaded.text));
    match broken {
        None => vec![problem],
        Some(broken) => broken.problems.into_iter().map(|problem| problem.in_file(name)).collect(),
    }
}

/// Says that the settings are of a newer format, whatever else is in them, if they are.
/// Whether settings are ones that this program knows: TOML, of a format that is not newer.
///
/// # Errors
/// Says where they are not.
pub fn understood(text: &str) -> Result<(), Problem> {
    Source::parse(text).map_err(|problem| problem.in_file(MARK))?;
    of_newer(text).map_or(Ok(()), Err)
}

fn of_newer(text: &str) -> Option<Problem> {
    let format = FieldPath::of(["format"]);
    let source = Source::parse(text).ok()?;
    let Value::Integer(found) = source.get(&format)? else { return None };
    let (line, column) = source.locate(&format);
    (found > FORMAT).then(|| {
        Problem::new(
            format!(
                "this plan directory was made by a newer nec (format {found}, and this one knows {FORMAT})"
            ),
            "Get the newer nec, and open it with that.",
        )
        .safe("Nothing was touched.")
        .in_file(MARK)
        .at(line, column)
    })
}

/// What stands in for settings that cannot be read: no force, no periods, nothing set.
fn unknown_force() -> Force {
    Force { format: FORMAT, ..Force::default() }
}

#[cfg(test)]
mod tests;
