//! `nec commit`: records a version.

use std::collections::HashSet;

use clap::Args;

use super::here::{Here, note, tell};
use super::{Done, Outcome};
use crate::git::versions::{Difference, known_files};
use crate::git::{self, Identity, Recorded, Taken};
use crate::plan::diff;
use crate::plan::place::Role;
use crate::plan::printable::{is_hidden, one_line};
use crate::plan::{Document, Place, RelPath};
use crate::problem::Problem;
use crate::report::blocked::fit_to_record;
use crate::report::booked::{BOOK, lacks_the_book};
use crate::report::fit::{Fit, fit};
use crate::report::who;
use crate::store::Directory;
use crate::store::content::Content;
use crate::store::find::MARK;
use crate::store::settings::{self, Choice};

/// Record a version (git's commit): the plans that changed, and nothing else
///
/// With areas: their plans, records, reviews and evidence. Without: every changed file of the plan directory.
/// What else is staged or changed stays as it is. A plan that cannot be read, or holds what must never be
/// recorded, is left out and told; the exit status is then 1.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec commit\n  nec commit west-dorset -m \"Dates of the spring meetings\""
)]
pub struct Commit {
    /// Areas, by id or name; without any, everything that changed
    #[arg(value_name = "AREA")]
    areas: Vec<String>,
    /// What changed, in your words; without it, it is written for you
    #[arg(short, long, value_name = "NOTE")]
    message: Option<String>,
}

/// How often it is begun anew where others record the same plans at the same moment.
const ATTEMPTS: usize = 20;

pub fn run(args: &Commit, here: &Here) -> Result<Done, Problem> {
    let safe = "Nothing was recorded; the plans are saved in their files.";
    if args.message.as_ref().is_some_and(|message| message.trim().is_empty()) {
        return Err(Problem::new("the note is empty", "Say what changed, or leave -m away.").safe(safe));
    }
    if let Some(at) = args.message.as_ref().and_then(|message| message.find(is_hidden)) {
        let message = args.message.as_deref().unwrap_or_default();
        let before: String = message[..at].chars().rev().take(16).collect();
        let near: String = before.chars().rev().chain(message[at..].chars().take(16)).collect();
        let what = format!("the note has a hidden character: “{}”", one_line(&near));
        return Err(Problem::new(what, "Type the note anew; such characters come with a paste.").safe(safe));
    }
    let directory = here.directory_to_change()?;
    if let Some(message) = &args.message {
        fit_to_record(&directory.force, message)?;
    }
    let files = chosen(args, here, &directory)?;
    for _ in 0..ATTEMPTS {
        if let Some(done) = attempt(args, here, &directory, &files)? {
            tell_left_behind(&directory, &files)?;
            return Ok(done);
        }
    }
    Err(git::record::overtaken())
}

/// Judges and records the files as they are now; nothing where somebody else recorded them meanwhile.
fn attempt(
    args: &Commit,
    here: &Here,
    directory: &Directory,
    files: &[RelPath],
) -> Result<Option<Done>, Problem> {
    // From here on, what is on disk is not read again: what is judged is recorded, whoever writes meanwhile.
    let taken = git::take(&directory.root, files)?;
    if taken == Taken::default() {
        return Ok(Some(Done::well("Nothing to record: everything is as it was recorded last.\n")));
    }
    let fit = fit(&directory.root, taken)?;
    for problem in &fit.left_out {
        tell(problem);
    }
    let outcome = if fit.left_out.is_empty() { Outcome::Well } else { Outcome::Found };
    if fit.files.is_empty() {
        note("Nothing was recorded.");
        return Ok(Some(Done { out: String::new(), outcome }));
    }
    let message = match &args.message {
        Some(message) => message.clone(),
        None => written_for_you(&fit)?,
    };
    let who = who(here, directory)?;
    let out = match git::record(&directory.root, &fit.contents(), &message, &who)? {
        Recorded::Overtaken => return Ok(None),
        Recorded::Nothing => "Nothing to record: everything is as it was recorded last.\n".to_owned(),
        Recorded::Version(version) => {
            if let Err(problem) = git::undo::remember_version(&directory.root, &version) {
                tell(&problem);
            }
            let subject = one_line(message.lines().next().unwrap_or_default());
            let files: String = version.files.iter().map(|file| format!("  {file}\n")).collect();
            format!("Recorded version {}: {subject}\n{files}", version.short())
        }
    };
    let settings = [RelPath::new(MARK)?];
    if !args.areas.is_empty() && !git::changed(&directory.root, &settings)?.is_empty() {
        note(
            "The settings, nec.toml, have changes that are not recorded: nec commit, without an area, does that.",
        );
    }
    Ok(Some(Done { out, outcome }))
}

/// Says where these plans use venues of a book that is not meant and that no version has so.
fn tell_left_behind(directory: &Directory, files: &[RelPath]) -> Result<(), Problem> {
    if files.iter().any(|file| file.as_str() == BOOK) {
        return Ok(());
    }
    let places = files.iter().filter_map(|file| match file.role() {
        Some(Role::Plan(place)) => Some(place),
        _ => None,
    });
    let plans: Vec<Document> =
        places.filter_map(|place| directory.read_plan(&place).ok()).map(|(plan, _)| plan).collect();
    if lacks_the_book(&directory.root, &directory.areas, &plans)? {
        let which = if plans.len() == 1 { "this plan uses" } else { "these plans use" };
        note(&format!(
            "The venue book has venues that {which} and no version has: nec commit without an area records it too."
        ));
    }
    Ok(())
}

/// The files that are meant, those that are gone from the disk too.
fn chosen(args: &Commit, here: &Here, directory: &Directory) -> Result<Vec<RelPath>, Problem> {
    let mut files = known_files(directory)?;
    let period = here.globals.period.as_deref();
    if args.areas.is_empty() && period.is_none() {
        return Ok(files);
    }
    let places: Vec<Place> =
        files.iter().filter_map(|file| file.role().and_then(|role| role.place().cloned())).collect();
    let mut areas = HashSet::new();
    for word in &args.areas {
        let known = places.iter().any(|place| place.area() == word);
        areas.insert(if known { word.clone() } else { here.area(directory, word)? });
    }
    files.retain(|file| {
        file.role().and_then(|role| role.place().cloned()).is_some_and(|place| {
            (areas.is_empty() || areas.contains(place.area()))
                && period.is_none_or(|period| place.period() == period)
        })
    });
    if files.is_empty() {
        let which = period.map_or(String::new(), |period| format!(" for the period “{}”", one_line(period)));
        let who =
            if args.areas.is_empty() { String::new() } else { format!(" of {}", args.areas.join(", ")) };
        return Err(Problem::new(
            format!("there is no plan{}{which} to record", one_line(&who)),
            "nec status lists the plans.",
        ));
    }
    Ok(files)
}

/// What changed, in words that hold nothing of a plan's text.
fn written_for_you(fit: &Fit) -> Result<String, Problem> {
    let directory = &fit.directory;
    let mut plans = Vec::new();
    let mut others = 0;
    for (Content { file, .. }, difference) in &fit.files {
        let Some(Role::Plan(place)) = file.role() else {
            others += 1;
            continue;
        };
        let name = directory.areas.area(place.area()).map_or(place.area(), |area| area.name.as_str());
        let name = format!("{} {}", one_line(name), place.period());
        plans.push(if *difference == Difference::Gone {
            format!("{name}: plan taken away")
        } else {
            let (now, _) = directory.read_plan(&place)?;
            // A version that was no plan is as none.
            let before =
                git::recorded_text(&directory.root, file)?.and_then(|text| Document::parse(&text).ok());
            diff::summary(&name, &diff::changes(before.as_ref(), &now))
        });
    }
    let of_others = match others {
        0 => None,
        1 => Some("1 other file of the plan directory".to_owned()),
        many => Some(format!("{many} other files of the plan directory")),
    };
    Ok(match (plans.len(), of_others) {
        (0, of_others) => format!("Record {}", of_others.unwrap_or_default()),
        (1, None) => plans.concat(),
        (many, of_others) => {
            let plans_or_plan = if many == 1 { "plan" } else { "plans" };
            let mut lines = plans;
            lines.extend(of_others);
            format!("Record {many} {plans_or_plan}\n\n{}\n", lines.join("\n"))
        }
    })
}

/// Who records: as git has it, else as this user said once, else who is asked now.
pub(super) fn who(here: &Here, directory: &Directory) -> Result<Identity, Problem> {
    if let Some(who) = git::identity(&directory.root, &here.settings()) {
        return Ok(who);
    }
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let user =
        user.filter(|user| user.chars().any(char::is_alphanumeric)).unwrap_or_else(|| "nec".to_owned());
    let address: String = user.chars().filter(char::is_ascii_alphanumeric).collect::<String>() + "@localhost";
    let what = "a version needs to say who records it";
    let name = here.ask("Your name or post, for the versions that you record:", &user, what)?;
    let email = here.ask("Your work e-mail address:", &address, what)?;
    let who = who::asked(&name, &email, &directory.force)
        .map_err(|problem| problem.safe("Nothing was recorded; the plans are saved in their files."))?;
    if !here.globals.yes
        && let Some(folders) = &here.folders
        && let Err(problem) = settings::choose(folders, &Choice::Who { name, email })
    {
        tell(&problem);
    }
    Ok(who)
}
