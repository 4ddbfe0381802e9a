//! The flags of many plans, each with its place in a file.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;

use super::case::{Case, Unjudged, Unread};
use super::excerpt::Excerpt;
use super::order;
use super::overview::{Counts, Judged, Plans};
use super::private;
use super::settings;
use super::spot::{Lines, Reach, Spot};
use crate::check::{self, Aim, Class, Finding, Rule};
use crate::plan::printable::printable;
use crate::plan::{Document, FieldPath, Force, Place, RelPath};
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::read::MOST_BYTES;

/// The rule of plans on an edition that is not there.
const EDITION_UNKNOWN: &str = "edition-unknown";

/// Which plans and files are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<'a> {
    /// All of them, or all of one period.
    All(Option<&'a str>),
    /// These plans, and these other files of the directory.
    These { plans: &'a [Place], files: &'a [String] },
}

/// What checking came to.
#[derive(Debug)]
pub struct Checked {
    /// The day by which it was judged.
    pub today: Date,
    /// In order of period, then area.
    pub plans: Vec<CheckedPlan>,
    /// Those of the directory's own files first, then plan by plan, in the order of [`order`]: every format has it.
    pub findings: Vec<Told>,
    pub counts: Counts,
    /// The rules that the force has set otherwise than they are.
    pub set: Vec<SetRule>,
}

/// A rule that the force has set otherwise than it is, in the `[rules]` of `nec.toml`.
#[derive(Debug, Clone, Copy)]
pub struct SetRule {
    pub rule: &'static Rule,
    /// The class of its flags; nothing where it is switched off.
    pub class: Option<Class>,
}

impl SetRule {
    /// What a force has set otherwise, in the order of the table of rules.
    pub fn all(force: &Force) -> Vec<Self> {
        let set = check::rules().iter().map(|rule| SetRule { rule, class: rule.class_for(force) });
        set.filter(|set| set.class != Some(set.rule.class)).collect()
    }
}

/// A plan that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedPlan {
    pub place: Place,
    /// The area's name in `areas.toml`; its id where that has none.
    pub name: String,
    pub came_to: Result<CameTo, Unjudged>,
    /// Its file, with personal data hidden byte for byte; empty where it cannot be read.
    pub(super) text: String,
}

/// What a plan came to, and what its standards are called.
#[derive(Debug, Clone, PartialEq)]
pub struct CameTo {
    pub judged: Judged,
    /// The titles of the standards, in the order of their states.
    pub titles: Vec<String>,
}

/// A flag as it is told: with its file, line and column.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub rule: &'static str,
    pub class: Class,
    /// The plan that it is about; nothing for a file of the whole directory.
    pub place: Option<Place>,
    /// The standard that asked.
    pub standard: Option<String>,
    /// Where to mend it; the root for a file as a whole.
    pub path: FieldPath,
    /// Relative to the directory.
    pub file: String,
    pub message: String,
    pub help: String,
    pub waived: bool,
    /// Whether all of it is asked to be set aside, and not accepted yet.
    pub asked: bool,
    /// What is said of its waiver, where it has one.
    pub aside: Option<String>,
    /// The other places of the same lack.
    pub also: Vec<(FieldPath, Spot)>,
    /// From where to where in its file what it is about lies: every format points there.
    pub reach: Reach,
    /// What it is about in its file.
    pub(super) quote: Quote,
}

/// What a flag is about in its file, to be quoted where people read it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Quote {
    Nothing,
    /// These bytes of the plan's text.
    Bytes(Range<usize>),
    /// A line of a file that is no plan.
    Line(Excerpt),
}

impl Told {
    /// Line and column of what it is about, in characters, both from one.
    pub fn at(&self) -> (usize, usize) {
        (self.reach.from.line.max(1), self.reach.from.column.max(1))
    }

    /// Whether it stands against its plan or file: advice does not, nor what is set aside.
    pub fn stands(&self) -> bool {
        !self.waived && self.class != Class::Advice
    }

    /// Its class as people read it, and whether it is set aside: "to do (set aside)".
    pub fn kind(&self) -> String {
        let aside = match () {
            () if self.waived => " (set aside)",
            () if self.asked => " (asked to be set aside)",
            () => "",
        };
        format!("{}{aside}", self.class.label())
    }

    /// A flag with its place in a file, as every format tells it.
    pub(super) fn of(finding: &Finding, file: &str, reach: Reach, quote: Quote) -> Self {
        Told {
            rule: finding.rule,
            class: finding.class,
            place: None,
            standard: finding.standard.clone(),
            path: finding.path.clone(),
            file: file.to_owned(),
            message: printable(&finding.message).into_owned(),
            help: printable(&finding.help).into_owned(),
            waived: finding.waived,
            asked: finding.is_asked_aside(),
            aside: finding.aside_in_words(),
            also: Vec::new(),
            reach,
            quote,
        }
    }
}

impl Checked {
    /// The flags on the directory's own files.
    pub fn of_files(&self) -> &[Told] {
        let until = self.findings.iter().position(|told| told.place.is_some());
        &self.findings[..until.unwrap_or(self.findings.len())]
    }

    /// Each plan with its flags.
    pub fn by_plan(&self) -> impl Iterator<Item = (&CheckedPlan, &[Told])> {
        let mut rest = &self.findings[self.of_files().len()..];
        self.plans.iter().map(move |plan| {
            let until = rest.iter().position(|told| told.place.as_ref() != Some(&plan.place));
            let flags;
            (flags, rest) = rest.split_at(until.unwrap_or(rest.len()));
            (plan, flags)
        })
    }

    /// Whether anything stands against a plan or a file: any flag but advice and what was set aside.
    pub fn is_clear(&self) -> bool {
        self.counts.is_clear()
    }
}

/// Checks plans of a directory, and the directory's own files with them.
pub fn check(directory: &Directory, today: Date, chosen: Chosen<'_>) -> Checked {
    let mut plans = Plans::read(directory);
    let stray = std::mem::take(&mut plans.problems);
    let wanted = |place: &Place| match chosen {
        Chosen::All(period) => period.is_none_or(|period| place.period() == period),
        Chosen::These { plans, .. } => plans.contains(place),
    };
    // The settings beside the plans: what all plans have in common is looked for on one core first.
    let (checked, of_settings) = std::thread::scope(|scope| {
        let of_settings = scope.spawn(|| settings::flags(directory));
        let checked = plans.judge(today, wanted, |place, result| one(directory, place, result));
        (checked, of_settings.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let broken: Vec<&Problem> = checked
        .iter()
        .filter_map(|(plan, _)| match &plan.came_to {
            Err(Unjudged::EditionBroken(problem)) => Some(problem),
            _ => None,
        })
        .collect();
    let mut findings: Vec<Told> = directory
        .problems
        .iter()
        .filter(|problem| match chosen {
            Chosen::All(_) => true,
            Chosen::These { files, .. } => {
                let is_setting = |file: &str| !file.starts_with("standards/");
                let file = problem.file.as_deref().unwrap_or_default();
                is_setting(file) || broken.contains(problem) || files.iter().any(|named| named == file)
            }
        })
        .chain(stray.iter().filter(|problem| {
            let file = problem.file.as_deref().unwrap_or_default();
            match chosen {
                Chosen::All(period) => period.is_none_or(|period| file.split('/').next() == Some(period)),
                Chosen::These { files, .. } => files.iter().any(|named| named == file),
            }
        }))
        .map(|problem| of_file(directory, problem))
        .chain(of_settings.into_iter().filter(|told| match chosen {
            Chosen::All(_) => true,
            Chosen::These { files, .. } => files.contains(&told.file),
        }))
        .collect();
    let mut plans = Vec::with_capacity(checked.len());
    for (plan, told) in checked {
        plans.push(plan);
        findings.extend(told);
    }
    let mut counts = Counts::default();
    for told in &findings {
        counts.count(told.class, told.waived);
        counts.asked += usize::from(told.asked);
    }
    // A file that cannot be read is one, however many errors it has.
    let unreadable = findings.iter().filter(|told| told.class == Class::Unreadable && !told.waived);
    counts.unreadable = unreadable.map(|told| told.file.as_str()).collect::<HashSet<_>>().len();
    Checked { today, plans, findings, counts, set: SetRule::all(&directory.force) }
}

/// One plan and its flags.
fn one(directory: &Directory, place: Place, result: Result<Case, Unjudged>) -> (CheckedPlan, Vec<Told>) {
    let name = directory.areas.area(place.area()).map(|area| area.name.trim()).unwrap_or_default();
    let name = if name.is_empty() { place.area() } else { name }.to_owned();
    match result {
        Ok(case) => {
            let standards = directory
                .edition(&case.document.plan().edition)
                .map(|edition| edition.standards.as_slice())
                .unwrap_or_default();
            let titles = standards.iter().map(|standard| standard.title.clone()).collect();
            let file = place.plan_file().to_string();
            let lines = LazyCell::new(|| Lines::of(case.document.text()));
            let told = |finding| of_plan(&place, &case.document, &file, &lines, finding);
            let mut told: Vec<Told> = case.report.findings.iter().map(told).collect();
            let phrases = private::phrases(&case.document, &case.report.findings);
            told.iter_mut().for_each(|told| private::hide(told, &phrases));
            order::arrange(&case.report.standards, &mut told);
            let hidden = match private::hidden(case.document.text(), &phrases) {
                Cow::Owned(hidden) => Some(hidden),
                Cow::Borrowed(_) => None,
            };
            let came_to = Ok(CameTo { judged: Judged::of(&case), titles });
            let text = hidden.unwrap_or_else(|| case.document.into_text());
            (CheckedPlan { place, name, came_to, text }, told)
        }
        Err(mut unjudged) => {
            let mut text = String::new();
            let told = match &mut unjudged {
                Unjudged::Unreadable(unread) => {
                    let whole = std::mem::take(&mut unread.text);
                    let rest = unread.rest.as_ref();
                    let phrases = rest.map(|(document, found)| private::phrases(document, found));
                    let phrases = phrases.unwrap_or_default();
                    text = private::hidden(&whole, &phrases).into_owned();
                    let mut told = of_unread(directory, &place, unread, &text);
                    order::arrange(&[], &mut told);
                    told.iter_mut().for_each(|told| private::hide(told, &phrases));
                    told
                }
                Unjudged::EditionUnknown(problem) => vec![Told {
                    rule: EDITION_UNKNOWN,
                    place: Some(place.clone()),
                    path: FieldPath::of(["edition"]),
                    ..of_file(directory, problem)
                }],
                Unjudged::EditionBroken(_) => Vec::new(),
            };
            (CheckedPlan { place, name, came_to: Err(unjudged), text }, told)
        }
    }
}

/// What is wrong with a file that cannot be read, and the flags on what could be read of it.
fn of_unread(directory: &Directory, place: &Place, unread: &Unread, text: &str) -> Vec<Told> {
    let lines = Lines::of(text);
    let seen = |problem: &Problem| match (problem.line, problem.column) {
        (Some(line), Some(column)) if !text.is_empty() => Some(seen_in(text, &lines, (line, column))),
        _ => problem.line.and_then(|_| seen_in_file(directory, problem)),
    };
    let problems = std::iter::once(&unread.problem).chain(&unread.more);
    let problems =
        problems.map(|problem| Told { place: Some(place.clone()), ..of_problem(problem, seen(problem)) });
    let rest = unread.rest.iter().flat_map(|(document, found)| {
        found.iter().map(|finding| {
            of_plan(place, document, unread.problem.file.as_deref().unwrap_or_default(), &lines, finding)
        })
    });
    problems.chain(rest).collect()
}

fn of_plan(place: &Place, document: &Document, file: &str, lines: &Lines<'_>, finding: &Finding) -> Told {
    let part = finding.part.as_ref().and_then(|part| document.part_span(&finding.path, part));
    let span = part.clone().unwrap_or_else(|| document.span(&finding.path));
    let pointed = match finding.aim {
        Aim::Value => part.or_else(|| document.value_span(&finding.path)).unwrap_or(span),
        Aim::Key => span,
    };
    let also = finding.also.iter().map(|path| (path.clone(), lines.spot(document.span(path).start)));
    let also = also.collect();
    let reach = lines.reach(&pointed);
    let quote = if pointed.is_empty() { Quote::Nothing } else { Quote::Bytes(pointed) };
    Told { place: Some(place.clone()), also, ..Told::of(finding, file, reach, quote) }
}

fn of_file(directory: &Directory, problem: &Problem) -> Told {
    of_problem(problem, problem.line.and_then(|_| seen_in_file(directory, problem)))
}

/// Where a problem of a file lies.
fn at(problem: &Problem) -> (usize, usize) {
    (problem.line.unwrap_or(1), problem.column.unwrap_or(1))
}

fn of_problem(problem: &Problem, seen: Option<Seen>) -> Told {
    let (reach, excerpt) = seen.unwrap_or((Spot::at(at(problem)).into(), None));
    let file = problem.file.as_deref().unwrap_or_default();
    Told::of(&Finding::unreadable(problem), file, reach, excerpt.map_or(Quote::Nothing, Quote::Line))
}

/// How far a place in a file reaches, and its line.
type Seen = (Reach, Option<Excerpt>);

/// The place in a file that could not be read as what it should be, if it can be read at all.
fn seen_in_file(directory: &Directory, problem: &Problem) -> Option<Seen> {
    let file = RelPath::new(problem.file.as_deref()?).ok()?;
    let bytes = directory.files.read_bytes(&file, MOST_BYTES).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    Some(seen_in(&text, &Lines::of(&text), at(problem)))
}

fn seen_in(text: &str, lines: &Lines<'_>, at: (usize, usize)) -> Seen {
    let start = lines.byte(at);
    let width = text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let bytes = start..start + width;
    let excerpt = Excerpt::of(text, &bytes).filter(|excerpt| !excerpt.text.trim().is_empty());
    (lines.reach(&bytes), excerpt)
}
