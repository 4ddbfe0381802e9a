//! One plan, opened and judged.

use std::sync::Arc;

use jiff::civil::Date;

use crate::check::{self, Context, Copies, Finding, Report};
use crate::plan::document::Broken;
use crate::plan::{Document, FieldPath, Period, Place};
use crate::problem::Problem;
use crate::standards::Edition;
use crate::store::read::{Unreadable, Why};
use crate::store::{Directory, Loaded, Stamp};

/// A plan that was read and judged by its own edition.
#[derive(Debug, Clone)]
pub struct Case {
    pub place: Place,
    pub document: Document,
    /// What its bytes on disk were.
    pub stamp: Stamp,
    pub around: Surroundings,
    pub report: Report,
}

/// Why a plan could not be judged. Every other plan still can.
#[derive(Debug, Clone, PartialEq)]
pub enum Unjudged {
    /// Its file cannot be read, or only in part.
    Unreadable(Box<Unread>),
    /// It names an edition that the directory lacks.
    EditionUnknown(Problem),
    /// Its edition is there and cannot be used, or the directory's settings are of a newer program; it is not
    /// judged by another. The problem is the edition's own, or that of the settings, told once for all plans.
    EditionBroken(Problem),
}

impl Unjudged {
    /// Whether git left two versions in the file, to be settled.
    pub fn is_unsettled(&self) -> bool {
        matches!(self, Unjudged::Unreadable(unread) if unread.why == Some(Why::Conflicted))
    }

    /// What is wrong, as a person is told it, with its file and line.
    pub fn problem(&self) -> &Problem {
        match self {
            Unjudged::Unreadable(unread) => &unread.problem,
            Unjudged::EditionUnknown(problem) | Unjudged::EditionBroken(problem) => problem,
        }
    }
}

/// A plan's file that cannot be read, or only in part.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Why it could not be read at all; nothing where it was, and is no plan.
    pub why: Option<Why>,
    /// The first of what is wrong.
    pub problem: Problem,
    /// The rest of it, in order: at most [`MOST_ERRORS`](crate::plan::document::MOST_ERRORS) in all.
    pub more: Vec<Problem>,
    /// The text of the file, where it is a text.
    pub text: String,
    /// What could still be read of it, and the flags that this allows.
    pub rest: Option<(Document, Vec<Finding>)>,
}

impl PartialEq for Unread {
    fn eq(&self, other: &Self) -> bool {
        // The rest follows from the text.
        (&self.problem, &self.more, &self.text) == (&other.problem, &other.more, &other.text)
    }
}

impl Unread {
    /// What is wrong with a file, told at once.
    pub fn of(problem: Problem) -> Self {
        Unread { why: None, problem, more: Vec::new(), text: String::new(), rest: None }
    }
}

/// What rules need to know beside the plan and its edition, read once and used again at every key.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Every edition of the directory: id, and the id that it supersedes.
    pub editions: Vec<(String, Option<String>)>,
    /// The area's other plans: id of the period, and dates.
    pub other_periods: Vec<(String, Period)>,
    /// The ids of the plan's waivers that a reviewer has accepted: none before there are reviews.
    pub accepted_waivers: Vec<String>,
    /// The texts of all plans; nothing where they were not read.
    pub copies: Option<Arc<Copies>>,
}

impl Surroundings {
    /// What is around the plan of that place, but for the texts of all plans. Reads the area's other plans.
    pub fn of(directory: &Directory, place: &Place) -> Self {
        let others = directory.area_plans(place.area()).into_iter().filter(|other| other != place);
        let other_periods = others
            .filter_map(|other| {
                let read = directory.files.read(&other.plan_file()).ok();
                let own = read.and_then(|loaded| Document::dates(&loaded.text));
                let period = period_of(directory, &other, own)?;
                Some((other.period().to_owned(), period))
            })
            .collect();
        Surroundings { editions: editions(directory), other_periods, ..Surroundings::default() }
    }

    /// As rules take it.
    pub fn context<'a>(&'a self, directory: &'a Directory, place: &'a Place, today: Date) -> Context<'a> {
        Context {
            today,
            force: &directory.force,
            areas: &directory.areas,
            place: Some((place.area(), place.period())),
            editions: &self.editions,
            other_periods: &self.other_periods,
            accepted_waivers: &self.accepted_waivers,
            copies: self.copies.as_deref(),
        }
    }
}

/// Opens a plan and judges it by its own edition.
///
/// # Errors
/// Where it cannot be read, or its edition is not there or is broken.
pub fn open_case(directory: &Directory, place: &Place, today: Date) -> Result<Case, Unjudged> {
    let (document, loaded) = directory.read_plan(place).map_err(unjudged)?;
    judge(directory, place, document, loaded.stamp, Surroundings::of(directory, place), today)
}

fn unjudged(unreadable: Unreadable) -> Unjudged {
    let why = Some(unreadable.why);
    Unjudged::Unreadable(Box::new(Unread { why, ..Unread::of(unreadable.problem) }))
}

/// Understands a plan whose text was read, as far as it can be, and judges what there is.
pub(super) fn understand(
    directory: &Directory,
    place: &Place,
    read: Result<Loaded, Unreadable>,
    around: Surroundings,
    today: Date,
) -> Result<Case, Unjudged> {
    let loaded = read.map_err(unjudged)?;
    match directory.parse_plan(place, &loaded) {
        Ok(document) => judge(directory, place, document, loaded.stamp, around, today),
        Err(unreadable) => Err(Unjudged::Unreadable(Box::new(unread(
            directory,
            place,
            loaded,
            unreadable.problem,
            &around,
            today,
        )))),
    }
}

/// What is wrong with a file that is no plan, and what can still be told of it.
fn unread(
    directory: &Directory,
    place: &Place,
    loaded: Loaded,
    problem: Problem,
    around: &Surroundings,
    today: Date,
) -> Unread {
    let Some(Broken { problems, rest }) = Broken::of(&loaded.text) else {
        return Unread { text: loaded.text, ..Unread::of(problem) };
    };
    let file = place.plan_file().to_string();
    let mut problems = problems.into_iter().map(|problem| problem.in_file(&file));
    let first = problems.next().unwrap_or(problem);
    let rest = rest.filter(|_| directory.newer.is_none()).and_then(|rest| {
        let edition = edition_of(directory, place, &rest).ok()?;
        let found = check::check_part(rest.plan(), edition, &around.context(directory, place, today));
        Some((rest, found))
    });
    Unread { why: None, problem: first, more: problems.collect(), text: loaded.text, rest }
}

/// Judges a plan that was read.
pub(super) fn judge(
    directory: &Directory,
    place: &Place,
    document: Document,
    stamp: Stamp,
    around: Surroundings,
    today: Date,
) -> Result<Case, Unjudged> {
    if let Some(problem) = &directory.newer {
        return Err(Unjudged::EditionBroken(problem.clone()));
    }
    let edition = edition_of(directory, place, &document)?;
    let context = around.context(directory, place, today);
    let report = check::check(document.plan(), edition, &context);
    Ok(Case { place: place.clone(), document, stamp, around, report })
}

/// The edition that a plan is judged by: its own or none.
///
/// # Errors
/// Where the directory lacks it, or it is broken.
pub fn edition_of<'d>(
    directory: &'d Directory,
    place: &Place,
    document: &Document,
) -> Result<&'d Edition, Unjudged> {
    let id = &document.plan().edition;
    if let Some(edition) = directory.edition(id) {
        return Ok(edition);
    }
    let file = format!("standards/{id}.toml");
    if let Some(problem) = directory.problems.iter().find(|problem| problem.file.as_ref() == Some(&file)) {
        return Err(Unjudged::EditionBroken(problem.clone()));
    }
    let there: Vec<&str> = directory.editions.iter().map(|edition| edition.id.as_str()).collect();
    let (line, column) = document.locate(&FieldPath::of(["edition"]));
    let flag = Finding::edition_unknown(id, &there);
    let problem =
        Problem::new(flag.message, flag.help).in_file(place.plan_file().to_string()).at(line, column);
    Err(Unjudged::EditionUnknown(problem))
}

/// The dates of a plan: its own, else those that `nec.toml` gives its period.
pub(super) fn period_of(directory: &Directory, place: &Place, own: Option<Period>) -> Option<Period> {
    own.or_else(|| {
        let period = directory.force.period(place.period())?;
        Period::new(period.starts, period.ends)
    })
}

pub(super) fn editions(directory: &Directory) -> Vec<(String, Option<String>)> {
    directory.editions.iter().map(|edition| (edition.id.clone(), edition.supersedes.clone())).collect()
}
