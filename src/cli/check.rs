//! `nec check`: plans judged by their editions.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::fix::{self, Manner};
use super::here::{Here, note};
use super::{Done, Outcome};
use crate::plan::printable::one_line;
use crate::plan::{Place, RelPath};
use crate::problem::Problem;
use crate::report::{self, Chosen, Drafts, Measure, Verdict, github, human, json, junit, sarif, short};
use crate::store::Directory;
use crate::store::find::{self, MARK};

/// Check plans: what is still to do, and what falls short
///
/// Exit status 1 where any flag but advice and what was set aside is found.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec check\n  nec check west-dorset --period 2026-27\n  nec check 2026-27/west-dorset.toml --format short\n  nec check --format json --deny advice\n  nec check --rev main\n  nec check --gate --format github\n  nec check west-dorset --fix --dry-run"
)]
pub struct Check {
    /// Areas, by id or name, or files; without any, all plans
    #[arg(value_name = "AREA or FILE")]
    targets: Vec<String>,
    /// For people, a line a flag, or for programs: see docs/continuous-checks.md
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Also fail for these
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    deny: Vec<Deny>,
    /// Let drafts pass while they are written
    ///
    /// For a shared repository: a plan whose status is draft fails only for what must never be recorded (nec
    /// rules marks those), or where it cannot be read. All other plans fail as usual.
    #[arg(long)]
    gate: bool,
    /// Check a version in place of the files on disk: main, main~1, a tag, an id
    ///
    /// It is read from the repository, which need not have files of its own (a bare one). Where it is not
    /// clear which folder of the repository is the plan directory, add it after a colon: main:plans.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Mend what needs nobody to decide anything, then check
    ///
    /// Hidden characters, names that differ from the plan's place, ids used twice, waivers that outlast the
    /// plan. What only a person can know or promise is left. Comments stay. What was mended is told on standard
    /// error.
    #[arg(long, conflicts_with = "rev")]
    fix: bool,
    /// With --fix: show the lines that would change, and change nothing
    ///
    /// The exit status is that of the plans as they are.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    /// Code scanning and editors
    Sarif,
    /// Build servers
    Junit,
    /// Notes beside the lines of a pull request
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Advice,
    Waived,
}

pub fn run(args: &Check, here: &Here) -> Result<Done, Problem> {
    let (directory, prefix) = directory(args, here)?;
    let today = here.today(&directory)?;
    here.known_period(&directory)?;
    let period = here.globals.period.as_deref();
    let mut plans = Vec::new();
    let mut files = Vec::new();
    if args.targets.is_empty() {
        plans = directory.plans().plans;
        plans.retain(|place| period.is_none_or(|period| place.period() == period));
    } else {
        for target in &args.targets {
            if is_file(target) {
                match file(&directory, target)? {
                    Named::Plan(place) => plans.push(place),
                    Named::Other(path) => files.push(path),
                }
            } else {
                plans.extend(of_area(&directory, here, target)?);
            }
        }
    }
    let mut fixed = None;
    if args.fix {
        if let Some(newer) = &directory.newer {
            return Err(newer.clone());
        }
        let manner = if args.dry_run { Manner::Show } else { Manner::Save };
        fixed = Some(fix::fix(&directory, here, &plans, today, manner)?);
    }
    let chosen = match args.targets.as_slice() {
        [] => Chosen::All(period),
        _ => Chosen::These { plans: &plans, files: &files },
    };
    let checked = report::check(&directory, today, chosen);
    if checked.plans.is_empty() && args.targets.is_empty() {
        let which = period.map_or(String::new(), |period| format!(" for the period “{}”", one_line(period)));
        note(&format!("There is no plan{which} to check. Begin one with: nec new AREA"));
    }
    let measure = Measure {
        drafts: if args.gate { Drafts::Spared } else { Drafts::AsOthers },
        advice: args.deny.contains(&Deny::Advice),
        waived: args.deny.contains(&Deny::Waived),
    };
    let verdict = Verdict::of(&checked, measure);
    let is_saved = fixed.as_ref().is_none_or(|fixed| fixed.problems.is_empty());
    let outcome = if verdict.is_well() && is_saved { Outcome::Well } else { Outcome::Found };
    if let Some(fixed) = fixed.filter(|_| args.dry_run) {
        return Ok(Done { out: fixed.shown, outcome });
    }
    let prefix = prefix.as_str();
    let out = match args.format {
        Format::Human => human::human(&checked, verdict, here.colours()),
        Format::Short => short::short(&checked, verdict),
        Format::Json => json::json(&checked)?,
        Format::Sarif => sarif::sarif(&checked, prefix, u8::from(!verdict.is_well()))?,
        Format::Junit => junit::junit(&checked, prefix)?,
        Format::Github => github::github(&checked, verdict, prefix),
    };
    let says_it = matches!(args.format, Format::Human | Format::Github);
    if let Some(words) = verdict.in_words().filter(|_| !says_it) {
        note(&words);
    }
    Ok(Done { out, outcome })
}

fn is_file(target: &str) -> bool {
    target.ends_with(".toml") || target.contains(['/', '\\'])
}

/// The directory that is meant; where none is named, the one that the first file lies in. With `--rev`, as it
/// stood then.
///
/// With it comes where it is in its repository, for programs that take paths from there.
fn directory(args: &Check, here: &Here) -> Result<(Directory, String), Problem> {
    let of_file = || {
        let target = args.targets.iter().find(|target| is_file(target))?;
        let path = std::path::absolute(target).ok()?;
        path.symlink_metadata().ok()?;
        path.parent().map(Path::to_path_buf)
    };
    let folder = of_file().filter(|_| here.globals.dir.is_none());
    let root = folder.as_deref().map(find::around).transpose()?.flatten();
    if let Some(revision) = &args.rev {
        let past = here.past(revision, root)?;
        return Ok((Directory::of(&past.root, past.files)?, past.prefix));
    }
    let directory = root.map_or_else(|| here.directory(), Directory::open)?;
    let prefix = find::in_repository(&directory.root);
    Ok((directory, prefix))
}

/// What a file named on the command line is.
enum Named {
    Plan(Place),
    /// A file of the directory's own, or one that lies where a plan would.
    Other(String),
}

fn file(directory: &Directory, target: &str) -> Result<Named, Problem> {
    let shown = one_line(target);
    let relative = relative(directory, target).ok_or_else(|| {
        let root = one_line(&directory.root.to_string_lossy());
        Problem::new(
            format!("there is no file “{shown}” in the plan directory {root}"),
            "Name a file in it, such as 2026-27/west-dorset.toml, or another directory with --dir.",
        )
        .safe("Nothing was checked.")
    })?;
    let listing = directory.plans();
    if let Some(place) = listing.plans.into_iter().find(|place| place.plan_file().as_str() == relative) {
        return Ok(Named::Plan(place));
    }
    let is_problem = |problem: &Problem| problem.file.as_deref() == Some(relative.as_str());
    let is_setting = relative == MARK || relative == "areas.toml" || relative.starts_with("standards/");
    if is_setting || listing.problems.iter().any(is_problem) {
        return Ok(Named::Other(relative));
    }
    Err(Problem::new(
        format!("“{shown}” is no file that nec checks"),
        "Plans are files such as 2026-27/west-dorset.toml; nec.toml, areas.toml and editions can be named too.",
    )
    .safe("Nothing was checked."))
}

/// The path inside the directory of a file that is named from here, or from there.
fn relative(directory: &Directory, target: &str) -> Option<String> {
    let absolute = std::path::absolute(target).ok()?;
    let root = std::path::absolute(&directory.root).ok()?;
    let inside = |path: &Path| {
        let inner: Vec<_> = path.strip_prefix(&root).ok()?.iter().map(|part| part.to_str()).collect();
        let inner: Option<Vec<&str>> = inner.into_iter().collect();
        let path = RelPath::new(&inner?.join("/")).ok()?;
        directory.files.kind(path.as_str()).map(|_| path.as_str().to_owned())
    };
    let resolved = |path: &Path| -> Option<PathBuf> {
        let folder = path.parent()?.canonicalize().ok()?;
        let inner = folder.strip_prefix(root.canonicalize().ok()?).ok()?;
        Some(root.join(inner).join(path.file_name()?))
    };
    inside(&absolute).or_else(|| inside(&root.join(target))).or_else(|| inside(&resolved(&absolute)?))
}

fn of_area(directory: &Directory, here: &Here, target: &str) -> Result<Vec<Place>, Problem> {
    if here.globals.period.is_some() {
        return Ok(vec![here.place(directory, target)?]);
    }
    let area = here.area(directory, target)?;
    let plans = directory.area_plans(&area);
    if plans.is_empty() {
        return Err(Problem::new(
            format!("there is no plan of {area} yet"),
            format!("Begin one with: nec new {area}"),
        )
        .safe("Nothing was checked."));
    }
    Ok(plans)
}
