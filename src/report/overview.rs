//! Every area at a glance: what its plan is, and what is still missing in it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::case::{self, Case, Surroundings, Unjudged};
use super::side_by_side::side_by_side;
use crate::check::copies::PlanTexts;
use crate::check::{self, Class, Copies, Phase, Report, StandardState};
use crate::git::standing::{Standing, standing};
use crate::git::versions::LastChange;
use crate::plan::{Document, Force, Period, Place, RelPath, Status};
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::directory::{Listing, of_today};
use crate::store::read::{Loaded, Unreadable};

/// Which plans are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Of each area the plan that holds today, else the next to begin, else the last.
    Current,
    /// Those of one period.
    Period(&'a str),
    /// Every plan.
    All,
}

/// An area and one of its plans, if it has one.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaStatus {
    /// The area's id.
    pub area: String,
    /// Its name in `areas.toml`; its id where that has none.
    pub name: String,
    /// The period of the plan; of an area without one, the period that was asked for, if one was.
    pub period: Option<String>,
    /// The plan, if there is one.
    pub place: Option<Place>,
    pub plan: PlanStatus,
    /// Who changed the plan last and when, once [`last_changes`] has looked.
    pub changed: Option<LastChange>,
    /// Whether something of the plan is on this computer alone, recorded or not, once [`last_changes`] has looked;
    /// nothing where no shared repository is known.
    pub unsent: Option<bool>,
}

/// What an area's plan is.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanStatus {
    NotStarted,
    /// It could not be judged.
    Unjudged(Unjudged),
    Judged(Judged),
}

/// What a plan came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What it claims to be; a draft where it says nothing that is understood.
    pub status: Status,
    pub phase: Phase,
    /// In the edition's order.
    pub standards: Vec<StandardState>,
    pub counts: Counts,
}

/// How many flags of each class, and how many were set aside. A waived flag counts in no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Of what is checked together: files, not errors.
    pub unreadable: usize,
    pub non_compliant: usize,
    pub incomplete: usize,
    pub advice: usize,
    pub waived: usize,
    /// Of those that stand, how many are asked to be set aside.
    pub asked: usize,
}

impl Counts {
    /// The flags of a report, counted.
    pub fn of(report: &Report) -> Self {
        let mut counts = Counts::default();
        for finding in &report.findings {
            counts.count(finding.class, finding.waived);
            counts.asked += usize::from(finding.is_asked_aside());
        }
        counts
    }

    /// Counts one more flag.
    pub(super) fn count(&mut self, class: Class, waived: bool) {
        let counter = match class {
            _ if waived => &mut self.waived,
            Class::Unreadable => &mut self.unreadable,
            Class::NonCompliant => &mut self.non_compliant,
            Class::Incomplete => &mut self.incomplete,
            Class::Advice => &mut self.advice,
        };
        *counter += 1;
    }

    /// Whether something stands against the plan: any flag but advice and what was set aside.
    pub fn is_clear(&self) -> bool {
        self.unreadable + self.non_compliant + self.incomplete == 0
    }
}

impl Judged {
    /// What a case came to.
    pub fn of(case: &Case) -> Self {
        Judged {
            status: case.document.plan().status.get().unwrap_or(Status::Draft),
            phase: case.report.phase,
            standards: case.report.standards.clone(),
            counts: Counts::of(&case.report),
        }
    }

    /// What it is, as people are told: what it claims to be; once its last day is past, closed.
    /// The list, the screen of a plan, `nec status` and `nec check` have the same word.
    pub fn life(&self) -> String {
        life(self.phase, self.status)
    }
}

/// What a plan is, as people are told: what it claims to be; once its last day is past, closed.
pub fn life(phase: Phase, status: Status) -> String {
    match phase {
        Phase::Closed => "closed".to_owned(),
        _ => status.id().replace('-', " "),
    }
}

/// The plans of a directory, read once: their dates are known, and any can be judged. Only the texts are kept:
/// a plan understood is ten times as large, and most are not wanted.
#[derive(Debug)]
pub struct Plans<'d> {
    directory: &'d Directory,
    read: Vec<(Place, Result<Loaded, Unreadable>)>,
    /// The dates of each area's plans, by area, then period.
    periods: HashMap<String, Vec<(Place, Option<Period>)>>,
    /// The longer texts of every plan, where they are compared.
    texts: Vec<PlanTexts>,
    /// What lies where a plan would and is none.
    pub problems: Vec<Problem>,
}

impl<'d> Plans<'d> {
    /// Reads every plan of the directory, side by side.
    pub fn read(directory: &'d Directory) -> Self {
        let Listing { plans, problems } = directory.plans();
        Plans::of(directory, plans, problems, texts_wanted(&directory.force))
    }

    /// Reads the plans of one area; they are compared with no other's.
    pub fn of_one_area(directory: &'d Directory, area: &str) -> Self {
        Plans::of(directory, directory.area_plans(area), Vec::new(), Texts::Left)
    }

    fn of(directory: &'d Directory, plans: Vec<Place>, problems: Vec<Problem>, texts: Texts) -> Self {
        let dated = side_by_side(plans, |place| {
            let read = directory.files.read(&place.plan_file());
            let own = read.as_ref().ok().and_then(|loaded| Document::dates(&loaded.text));
            let period = case::period_of(directory, &place, own);
            let texts = read.as_ref().ok().filter(|_| texts == Texts::Compared).map(|loaded| {
                PlanTexts::of(
                    place.area(),
                    place.period(),
                    period.map(|period| period.starts()),
                    &loaded.text,
                )
            });
            (place, read, period, texts)
        });
        let mut texts = Vec::new();
        let mut periods: HashMap<String, Vec<_>> = HashMap::new();
        let mut read = Vec::with_capacity(dated.len());
        for (place, loaded, period, of_plan) in dated {
            texts.extend(of_plan);
            periods.entry(place.area().to_owned()).or_default().push((place.clone(), period));
            read.push((place, loaded));
        }
        Plans { directory, read, periods, texts, problems }
    }

    /// Where the plans are, in order of period, then area.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.read.iter().map(|(place, _)| place)
    }

    /// The plans of an area, by period.
    pub fn of_area(&self, area: &str) -> impl Iterator<Item = &Place> {
        self.periods.get(area).into_iter().flatten().map(|(place, _)| place)
    }

    /// The plan of an area that is meant where none is named: the one that holds today, else the next to
    /// begin, else the last.
    pub fn current(&self, area: &str, today: Date) -> Option<&Place> {
        let plans = self.periods.get(area)?;
        let dated: Vec<(Place, Period)> =
            plans.iter().filter_map(|(place, period)| Some((place.clone(), (*period)?))).collect();
        let meant = of_today(&dated, today);
        let meant = meant.and_then(|meant| plans.iter().find(|(place, _)| place == meant));
        meant.or(plans.last()).map(|(place, _)| place)
    }

    /// Judges those of the plans that are wanted, and makes something of each, side by side. What was made is
    /// in the plans' order.
    pub fn judge<R: Send>(
        self,
        today: Date,
        wanted: impl Fn(&Place) -> bool,
        then: impl Fn(Place, Result<Case, Unjudged>) -> R + Sync,
    ) -> Vec<R> {
        let editions = case::editions(self.directory);
        let chosen: Vec<_> = self.read.into_iter().filter(|(place, _)| wanted(place)).collect();
        let periods = &self.periods;
        let copies = (!self.texts.is_empty()).then(|| Arc::new(Copies::among(self.texts)));
        side_by_side(chosen, |(place, read)| {
            let others = periods.get(place.area()).into_iter().flatten();
            let other_periods = others
                .filter(|(other, _)| *other != place)
                .filter_map(|(other, period)| Some((other.period().to_owned(), (*period)?)))
                .collect();
            let around = Surroundings {
                editions: editions.clone(),
                other_periods,
                copies: copies.clone(),
                ..Surroundings::default()
            };
            let judged = case::understand(self.directory, &place, read, around, today);
            then(place, judged)
        })
    }
}

/// The texts of a directory's plans, for any text to be looked for in them, where any rule of the force's compares them.
pub fn copies(directory: &Directory) -> Option<Copies> {
    let texts = Plans::read(directory).texts;
    (!texts.is_empty()).then(|| Copies::new(texts))
}

/// Whether the texts of plans are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Texts {
    Compared,
    Left,
}

fn texts_wanted(force: &Force) -> Texts {
    let compare = ["copied-from-area", "copied-from-period"]
        .into_iter()
        .filter_map(check::find)
        .any(|rule| rule.class_for(force).is_some());
    if compare { Texts::Compared } else { Texts::Left }
}

/// Every area with its plan judged, in the order of `areas.toml`; then areas that only have plans, by id.
/// [`Scope::All`] gives an area as many times as it has plans, by period. Git is not asked: see
/// [`last_changes`].
pub fn overview(directory: &Directory, today: Date, scope: Scope<'_>) -> Vec<AreaStatus> {
    let plans = Plans::read(directory);
    let asked = match scope {
        Scope::Period(period) => Some(period),
        Scope::Current | Scope::All => None,
    };
    let areas = areas(directory, &plans);
    let wanted: Vec<Vec<Place>> = areas
        .iter()
        .map(|(id, _)| match scope {
            Scope::Current => plans.current(id, today).into_iter().cloned().collect(),
            Scope::Period(period) => {
                plans.of_area(id).filter(|place| place.period() == period).cloned().collect()
            }
            Scope::All => plans.of_area(id).cloned().collect(),
        })
        .collect();
    let chosen: HashSet<&Place> = wanted.iter().flatten().collect();
    let mut judged: HashMap<Place, PlanStatus> = plans
        .judge(today, |place| chosen.contains(place), |place, result| (place, PlanStatus::of(result)))
        .into_iter()
        .collect();
    let mut rows = Vec::new();
    for ((area, name), places) in areas.into_iter().zip(&wanted) {
        let row = |place: Option<&Place>, plan| AreaStatus {
            area: area.clone(),
            name: name.clone(),
            period: place.map(Place::period).or(asked).map(str::to_owned),
            place: place.cloned(),
            plan,
            changed: None,
            unsent: None,
        };
        if places.is_empty() && directory.areas.area(&area).is_some() {
            rows.push(row(None, PlanStatus::NotStarted));
        }
        for place in places {
            let plan = judged.remove(place).unwrap_or(PlanStatus::NotStarted);
            rows.push(row(Some(place), plan));
        }
    }
    rows
}

/// The areas with their names, each once: those of `areas.toml`, then those that only have plans.
fn areas(directory: &Directory, plans: &Plans<'_>) -> Vec<(String, String)> {
    let mut strangers: Vec<&str> = plans.periods.keys().map(String::as_str).collect();
    strangers.sort_unstable();
    let known = directory.areas.areas.iter().map(|area| (area.id.as_str(), area.name.trim()));
    let mut seen = HashSet::new();
    known
        .chain(strangers.into_iter().map(|id| (id, "")))
        .filter(|(id, _)| seen.insert(*id))
        .map(|(id, name)| (id.to_owned(), if name.is_empty() { id } else { name }.to_owned()))
        .collect()
}

impl PlanStatus {
    fn of(result: Result<Case, Unjudged>) -> Self {
        match result {
            Ok(case) => PlanStatus::Judged(Judged::of(&case)),
            Err(unjudged) => PlanStatus::Unjudged(unjudged),
        }
    }
}

/// Fills in who changed each plan last, and when, as far as versions say. It may take a moment in a long
/// history, so it is a step of its own.
///
/// # Errors
/// Where the repository cannot be used; the rows are then as they were.
pub fn last_changes(directory: &Directory, rows: &mut [AreaStatus]) -> Result<(), Problem> {
    let files: Vec<RelPath> = rows.iter().filter_map(|row| Some(row.place.as_ref()?.plan_file())).collect();
    let mut changes = crate::git::last_changes(&directory.root, &files)?;
    let standing = standing(&directory.root)?;
    let unrecorded: HashSet<RelPath> = match standing {
        Standing::Alone => HashSet::new(),
        _ => crate::git::changed(&directory.root, &files)?.into_iter().map(|(file, _)| file).collect(),
    };
    for row in rows {
        let Some(file) = row.place.as_ref().map(Place::plan_file) else { continue };
        row.unsent = standing.is_sent(&file).map(|sent| !sent || unrecorded.contains(&file));
        row.changed = changes.remove(&file);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
