//! `nec migrate`: a plan carried over to the edition that supersedes its own.

use clap::Args;

use super::here::Here;
use super::{Done, nearest};
use crate::plan::printable::one_line;
use crate::plan::{Document, mint};
use crate::problem::Problem;
use crate::report::case;
use crate::report::wrap::wrap;
use crate::standards::Edition;
use crate::standards::migrate::{CLOSED, Migration, migrate};
use crate::store::read::{self, Stamp};
use crate::store::undo::{self, Doing, Text};
use crate::store::{self, Directory};

/// Carry a plan over to the edition of the standards that supersedes its own
///
/// It shows first what goes where, and what has no place there. Nothing is lost: what has no place is kept in
/// the file and flagged; comments and the ids of rows stay. nec undo takes it back. A plan that was sent is not
/// carried over; one that is over can be.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec migrate east-dorset --to nec-2020 --dry-run\n  nec migrate east-dorset --period 2019-20 --to nec-2020"
)]
pub struct Migrate {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The edition, by id
    #[arg(long, value_name = "EDITION")]
    to: String,
    /// Only show what it would do
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Migrate, here: &Here) -> Result<Done, Problem> {
    let directory = if args.dry_run { here.directory()? } else { here.directory_to_change()? };
    let (place, document, stamp) = here.plan(&directory, &args.area)?;
    let from =
        case::edition_of(&directory, &place, &document).map_err(|unjudged| unjudged.problem().clone())?;
    let to = edition(&directory, &args.to)?;
    let migration = migrate(&document, from, to)?;
    let mut shown = format!("{place}: from {} to {}, {}\n", from.id, to.id, one_line(&to.title));
    let today = here.today(&directory)?;
    if document.plan().dates().is_some_and(|period| period.ends() < today) {
        shown.push_str(&wrap(CLOSED, 0));
    }
    shown.push_str(&preview(&migration));
    if args.dry_run {
        shown.push_str("\nNothing was changed.\n");
        return Ok(Done::well(shown));
    }
    let after = carried(&document, &migration)?;
    super::print(&shown)?;
    let agreed =
        here.ask("\nCarry it over? yes or no:", "yes", "a plan is carried over when somebody agrees")?;
    if !agreed.to_lowercase().starts_with('y') {
        return Ok(Done::well("\nNothing was changed.\n"));
    }
    let file = place.plan_file();
    let bytes = read::read_bytes(&directory.root, &file, read::MOST_BYTES)?;
    let before = String::from_utf8_lossy(&bytes);
    if Stamp::of(&bytes) != stamp {
        return Err(Problem::new("the plan was changed while you looked", "Run this again.")
            .safe("Nothing was changed.")
            .in_file(file.to_string()));
    }
    let did = format!("it was carried over to {}", to.id);
    let text = Text { file: &file, before: Some(&before), after: Some(&after) };
    undo::remember(&directory.root, &Doing { did: &did, files: vec![text], ..Doing::default() })?;
    store::save(&directory.root, &file, &after, Some(stamp)).map_err(|error| error.problem(&file))?;
    let kept = match migration.kept() {
        0 => String::new(),
        kept => format!(" Kept with no place of their own: {kept}. nec show lists them."),
    };
    Ok(Done::well(format!("\nCarried {file} over to {}.{kept} nec undo takes it back.\n", to.id)))
}

fn edition<'d>(directory: &'d Directory, id: &str) -> Result<&'d Edition, Problem> {
    if let Some(edition) = directory.edition(id) {
        return Ok(edition);
    }
    let file = format!("standards/{id}.toml");
    if let Some(problem) = directory.problems.iter().find(|problem| problem.file.as_ref() == Some(&file)) {
        return Err(problem.clone());
    }
    let known: Vec<&str> = directory.editions.iter().map(|edition| edition.id.as_str()).collect();
    let next = nearest::nearest(id, &known).unwrap_or_else(|| {
        "nec standards lists those that there are, and those that can be added.".to_owned()
    });
    let what = format!("there is no edition “{}” in the folder standards", one_line(id));
    Err(Problem::new(what, next).safe("Nothing was changed."))
}

/// The text of the plan on its new edition.
fn carried(document: &Document, migration: &Migration) -> Result<String, Problem> {
    let mut after = document.clone();
    after.apply(&migration.edit)?;
    if let Some(ids) = mint::missing_ids(&after) {
        after.apply(&ids)?;
    }
    Ok(after.text().to_owned())
}

/// What goes where, in words.
fn preview(migration: &Migration) -> String {
    let mut out = String::new();
    for part in &migration.parts {
        out.push('\n');
        out.push_str(&wrap(&one_line(&part.title), 0));
        for note in &part.notes {
            out.push_str(&wrap(&format!("- {}", one_line(&note.line())), 2));
        }
    }
    out
}
