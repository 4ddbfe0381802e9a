//! `nec doctor`: whether everything that plans need is there, and in order.

use std::path::Path;

use clap::Args;

use super::here::Here;
use super::{Done, Outcome};
use crate::git;
use crate::git::drivers::{self, Standing};
use crate::git::repository::is_versioned;
use crate::plan::printable::{one_line, printable};
use crate::problem::Problem;
use crate::report::fit::fit;
use crate::report::schema;
use crate::report::who;
use crate::store::find::{By, Found};
use crate::store::private::{self, Lock};
use crate::store::settings::Settings;
use crate::store::starter::{self, InitOptions};
use crate::store::{Directory, Folders, cloud};

/// See whether everything that plans need is there, and mend what can be mended
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nec doctor\n  nec doctor --fix")]
pub struct Doctor {
    /// Mend what can be mended without you
    #[arg(long)]
    fix: bool,
}

/// What was looked at, a line each.
#[derive(Default)]
struct Findings {
    out: String,
    wrong: usize,
    mendable: usize,
}

impl Findings {
    fn well(&mut self, text: &str) {
        self.out.push_str(&format!("well    {}\n", printable(text)));
    }

    fn mended(&mut self, text: &str) {
        self.out.push_str(&format!("mended  {}\n", printable(text)));
    }

    fn wrong(&mut self, problem: &Problem) {
        self.wrong += 1;
        let text = printable(&problem.to_string()).replace('\n', "\n      ");
        self.out.push_str(&format!("wrong   {text}\n"));
    }

    /// Something that `--fix` mends: now, or with it.
    fn mend(&mut self, fix: bool, what: &str, done: &str, mend: impl FnOnce() -> Result<(), Problem>) {
        if !fix {
            self.mendable += 1;
            self.wrong(&Problem::new(what, "nec doctor --fix mends it."));
        } else {
            match mend() {
                Ok(()) => self.mended(done),
                Err(problem) => self.wrong(&problem),
            }
        }
    }
}

pub fn run(args: &Doctor, here: &Here) -> Result<Done, Problem> {
    let mut findings = Findings::default();
    let settings = settings(here.folders.as_ref(), &mut findings);
    match here.found() {
        Ok(found) => directory(&found, args.fix, &settings, &mut findings),
        Err(problem) => findings.wrong(&problem),
    }
    let end = match (findings.wrong, findings.mendable) {
        (0, _) => "Everything is in order.".to_owned(),
        (1, 0) => "1 thing is wrong.".to_owned(),
        (wrong, 0) => format!("{wrong} things are wrong."),
        (wrong, mendable) => format!("Wrong: {wrong}. nec doctor --fix mends: {mendable}."),
    };
    let outcome = if findings.wrong == 0 { Outcome::Well } else { Outcome::Found };
    Ok(Done { out: format!("{}{end}\n", findings.out), outcome })
}

fn settings(folders: Option<&Folders>, findings: &mut Findings) -> Settings {
    let Some(folders) = folders else {
        let what = "this user has no home folder, so nec cannot keep settings";
        findings.wrong(&Problem::new(what, "Name the plan directory with --dir or NEC_DIR."));
        return Settings::default();
    };
    let (settings, problems) = Settings::of(folders);
    for problem in &problems {
        findings.wrong(problem);
    }
    if problems.is_empty() {
        let file = folders.config_file();
        let there = if file.is_file() { "Your settings" } else { "You have no settings; they would be" };
        findings.well(&format!("{there} in {}", file.to_string_lossy()));
    }
    settings
}

fn directory(found: &Found, fix: bool, settings: &Settings, findings: &mut Findings) {
    let root = &found.root;
    let shown = one_line(&root.to_string_lossy());
    if !found.is_made() {
        let what = format!("there is no plan directory yet; it would be {shown}");
        findings.mend(fix, &what, &format!("Made a plan directory in {shown}."), || {
            let who = git::identity(root, settings);
            git::init::init(root, &InitOptions { alone: true, ..InitOptions::default() }, who.as_ref())
                .map(drop)
        });
        if !found.is_made() {
            return;
        }
    }
    let by = match found.by {
        By::Option => "named by --dir",
        By::Environment => "named by NEC_DIR",
        By::Working => "found from the working directory",
        By::User => "named by your settings",
        By::Machine => "named by the settings of this computer",
        By::Default => "kept for you, because no other was named",
    };
    findings.well(&format!("Plan directory {shown}, {by}"));
    let resolved = root.canonicalize().unwrap_or_else(|_| root.clone());
    if let Some(drive) = cloud::drive(&resolved) {
        findings.wrong(&Problem::new(
            format!("{drive} keeps this folder in step, which can damage the versions in it"),
            "Move the folder to one that no such drive keeps; nec sync sends and receives in its place.",
        ));
    }
    let directory = match Directory::open(root) {
        Ok(directory) => directory,
        Err(problem) => return findings.wrong(&problem),
    };
    // What a newer program made is not for this one to mend.
    let fix = fix && directory.newer.is_none();
    files(&directory, findings);
    writing(&directory, fix, findings);
    editors(&directory, fix, findings);
    versions(&directory, fix, settings, findings);
    if matches!(is_versioned(root), Ok(true)) {
        drivers(root, fix, findings);
    }
}

fn files(directory: &Directory, findings: &mut Findings) {
    let listing = directory.plans();
    for problem in directory.problems.iter().chain(&listing.problems) {
        findings.wrong(problem);
    }
    let mut readable = 0;
    for place in &listing.plans {
        match directory.read_plan(place) {
            Ok(_) => readable += 1,
            Err(unreadable) => findings.wrong(&unreadable.problem),
        }
    }
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    findings.well(&format!(
        "{}, {}, {} that can be read",
        count(directory.areas.areas.len(), "area"),
        count(directory.editions.len(), "edition"),
        count(readable, "plan"),
    ));
}

fn writing(directory: &Directory, fix: bool, findings: &mut Findings) {
    match Lock::take(&directory.root) {
        Ok(lock) => {
            drop(lock);
            findings.well("Plans can be saved");
        }
        Err(problem) => return findings.wrong(&problem),
    }
    for kept in private::sweep(&directory.root) {
        findings.mended(&format!("A text that was open in an editor is kept in {}", kept.to_string_lossy()));
    }
    let lacking = starter::git_files_lacking(&directory.root);
    if lacking.is_empty() {
        return findings.well("Git is told to keep texts as they are, and to leave .nec/ alone");
    }
    let what = format!("{} lacks lines that keep texts as they are, or .nec/ private", lacking.join(" and "));
    findings.mend(fix, &what, &format!("Added what {} lacked.", lacking.join(" and ")), || {
        starter::complete_git_files(&directory.root).map(drop)
    });
}

/// The schemas follow from the editions. While an edition cannot be read, they stay as they are.
fn editors(directory: &Directory, fix: bool, findings: &mut Findings) {
    if !directory.broken_editions.is_empty() || directory.editions.is_empty() {
        return;
    }
    let schemas = match schema::files(directory) {
        Ok(schemas) => schemas,
        Err(problem) => return findings.wrong(&problem),
    };
    let lacking = starter::editor_files_lacking(&directory.root, &schemas);
    if lacking.is_empty() {
        return findings.well("Editors are helped by schemas that fit the editions");
    }
    let names: Vec<&str> = lacking.iter().map(|(file, _)| file.as_str()).collect();
    let names = names.join(", ");
    let what = format!("what helps editors with these files is missing or of other editions: {names}");
    findings.mend(fix, &what, &format!("Wrote {names}."), || {
        starter::complete_editor_files(&directory.root, &lacking)
    });
}

/// Whether git merges and compares plans with this program.
fn drivers(root: &Path, fix: bool, findings: &mut Findings) {
    let what = match drivers::standing(root) {
        Ok(Standing::Set) => return findings.well("Git merges and compares plans field by field"),
        Ok(Standing::Missing) => "git merges and compares plans by line here, not field by field".to_owned(),
        Ok(Standing::Gone(file)) => format!("git would merge plans with {file}, which is not there any more"),
        Err(problem) => return findings.wrong(&problem),
    };
    findings.mend(fix, &what, "Git merges and compares plans field by field from now on.", || {
        let program = drivers::program().ok_or_else(|| {
            Problem::new("where this program is cannot be told", "Run it under its own name, nec.")
        })?;
        drivers::set(root, &program)
    });
}

fn versions(directory: &Directory, fix: bool, settings: &Settings, findings: &mut Findings) {
    let root = &directory.root;
    let who = git::identity(root, settings);
    match is_versioned(root) {
        Ok(true) => match git::changed(root, &directory.files()) {
            Ok(changed) if changed.is_empty() => findings.well("Everything is recorded"),
            Ok(changed) => findings.well(&format!("Versions are kept; not recorded yet: {}", changed.len())),
            Err(problem) => findings.wrong(&problem),
        },
        Ok(false) => {
            let what = "the plan directory is in no repository, so no version of it can be kept";
            let mut left_out = Vec::new();
            findings.mend(fix, what, "Made a repository, with a first version.", || {
                git::init::begin(root)?;
                let own = git::Identity::new("nec", "nec@localhost")?;
                let who = who.as_ref().unwrap_or(&own);
                let taken = git::take(root, &directory.files())?;
                let fit = fit(root, taken)?;
                git::record(root, &fit.contents(), "Begin to keep versions", who)?;
                left_out = fit.left_out;
                Ok(())
            });
            for problem in &left_out {
                findings.wrong(problem);
            }
        }
        Err(problem) => findings.wrong(&problem),
    }
    match &who {
        Some(who) => match who::private(who, &directory.force) {
            Some(problem) => findings.wrong(&problem),
            None => findings.well(&format!("You record as {} <{}>", who.name(), who.email())),
        },
        None => findings.wrong(&Problem::new(
            "nobody is known to record versions",
            "nec commit asks once; or say it to git: git config --global user.name and user.email.",
        )),
    }
}
