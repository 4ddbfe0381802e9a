//! What takes a while and is looked at beside everything else: the list of areas (names first, then flags, then
//! who changed what), and the texts of all plans.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use jiff::civil::Date;

use crate::check::{StandardState, State};
use crate::form::phrases::short_date;
use crate::plan::Place;
use crate::report::overview::{self, AreaStatus, Counts, PlanStatus, Scope};
use crate::store::Directory;
use crate::tui::areas::{AreaPlan, AreaRow};
use crate::tui::msg::Msg;
use crate::tui::plan::flags;

/// Works in threads of its own; only the last of what was asked for is told.
pub struct Aside {
    pub(super) tell: Arc<dyn Fn(Msg) + Send + Sync>,
    latest: Arc<AtomicU64>,
    latest_copies: Arc<AtomicU64>,
    pub(super) latest_told: Arc<AtomicU64>,
    pub(super) latest_versions: Arc<AtomicU64>,
    /// Asks for the next page of the versions that are listed.
    pub(super) more_versions: Option<Sender<()>>,
}

impl Aside {
    /// Facts go to `tell`.
    pub fn new(tell: impl Fn(Msg) + Send + 'static) -> Aside {
        let tell = std::sync::Mutex::new(tell);
        Aside {
            tell: Arc::new(move |msg| {
                let tell = tell.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                tell(msg);
            }),
            latest: Arc::new(AtomicU64::new(0)),
            latest_copies: Arc::new(AtomicU64::new(0)),
            latest_told: Arc::new(AtomicU64::new(0)),
            latest_versions: Arc::new(AtomicU64::new(0)),
            more_versions: None,
        }
    }

    /// Reads the texts of all plans, for the plan that is open to be compared with: it is open and judged by all
    /// else before they are there.
    pub fn read_copies(&self, directory: Arc<Directory>) {
        let number = self.latest_copies.fetch_add(1, Ordering::SeqCst) + 1;
        let (tell, latest) = (Arc::clone(&self.tell), Arc::clone(&self.latest_copies));
        let work = move || {
            if let Some(copies) = overview::copies(&directory)
                && latest.load(Ordering::SeqCst) == number
            {
                tell(Msg::CopiesKnown(Arc::new(copies)));
            }
        };
        // Without a thread nothing is compared.
        let _ = std::thread::Builder::new().name("texts".into()).spawn(work);
    }

    /// Lists the areas of a period; of none, each area's plan of today.
    pub fn list(&self, directory: Arc<Directory>, today: Date, period: Option<String>) {
        let number = self.latest.fetch_add(1, Ordering::SeqCst) + 1;
        let (tell, latest) = (Arc::clone(&self.tell), Arc::clone(&self.latest));
        let is_latest = move || latest.load(Ordering::SeqCst) == number;
        let begin = period.clone().or_else(|| period_to_begin(&directory, today)).unwrap_or_default();
        tell(Msg::AreasListed(names(&directory, period.as_deref(), &begin)));
        let work = move || {
            let scope = period.as_deref().map_or(Scope::Current, Scope::Period);
            let mut rows = overview::overview(&directory, today, scope);
            if !is_latest() {
                return;
            }
            tell(Msg::AreasListed(rows.iter().map(|row| shown(row, &begin)).collect()));
            if overview::last_changes(&directory, &mut rows).is_ok() && is_latest() {
                tell(Msg::AreasListed(rows.iter().map(|row| shown(row, &begin)).collect()));
            }
            // For whoever opens the history of one of them next; it is right, and slower, without.
            let _ = crate::git::history::remember(&directory.root, &is_latest);
        };
        // Without a thread the list stays at the names.
        let _ = std::thread::Builder::new().name("areas".into()).spawn(work);
    }
}

/// The period for which a plan would be begun: the one that holds today, else the next, else the last.
pub fn period_to_begin(directory: &Directory, today: Date) -> Option<String> {
    let periods = &directory.force.periods;
    let next = periods.iter().filter(|period| period.ends >= today).min_by_key(|period| period.starts);
    next.or_else(|| periods.iter().max_by_key(|period| period.ends)).map(|period| period.id.clone())
}

/// What is known without reading a plan.
fn names(directory: &Directory, period: Option<&str>, begin: &str) -> Vec<AreaRow> {
    let plans = directory.plans().plans;
    let of = |area: &str| -> Option<Place> {
        let mut of_area = plans.iter().filter(|place| place.area() == area);
        match period {
            Some(period) => of_area.find(|place| place.period() == period).cloned(),
            None => of_area.find(|place| place.period() == begin).or_else(|| of_area.next_back()).cloned(),
        }
    };
    directory
        .areas
        .areas
        .iter()
        .map(|area| {
            let place = of(&area.id);
            AreaRow {
                id: area.id.clone(),
                name: if area.name.is_empty() { area.id.clone() } else { area.name.clone() },
                period: place.as_ref().map_or(begin, |place| place.period()).to_owned(),
                plan: if place.is_some() { AreaPlan::There } else { AreaPlan::NotStarted },
            }
        })
        .collect()
}

fn shown(row: &AreaStatus, begin: &str) -> AreaRow {
    let plan = match &row.plan {
        PlanStatus::NotStarted => AreaPlan::NotStarted,
        PlanStatus::Unjudged(unjudged) if unjudged.is_unsettled() => AreaPlan::Unsettled,
        PlanStatus::Unjudged(unjudged) => AreaPlan::Broken(Box::new(unjudged.problem().clone())),
        PlanStatus::Judged(judged) => AreaPlan::Checked {
            states: judged
                .standards
                .iter()
                .map(|s: &StandardState| -> (i64, State) { (s.number, s.state) })
                .collect(),
            flags: words(judged.counts),
            status: judged.life(),
            changed: row.changed.as_ref().map_or_else(String::new, |change| {
                let day = change.when.to_zoned(jiff::tz::TimeZone::system()).date();
                format!("{}, {}", short_date(day), change.by)
            }),
        },
    };
    AreaRow {
        id: row.area.clone(),
        name: row.name.clone(),
        period: row.period.clone().unwrap_or_else(|| begin.to_owned()),
        plan,
    }
}

fn words(counts: Counts) -> String {
    flags::Counts {
        short: counts.non_compliant + counts.unreadable,
        to_do: counts.incomplete,
        advice: counts.advice,
        asked: counts.asked,
    }
    .words()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::path::Path;

    use super::*;
    use crate::plan::Document;
    use crate::tui::plan::view::section_state;
    use crate::tui::testing::Stage;

    /// What the list, the strip of sections and `nec status` make of every standard of every plan.
    fn assert_same(directory: &Directory, today: Date) {
        for row in overview::overview(directory, today, Scope::All) {
            let PlanStatus::Judged(judged) = &row.plan else { continue };
            let AreaPlan::Checked { states, status, .. } = shown(&row, "").plan else { panic!("{row:?}") };
            let of_status: Vec<(i64, State)> =
                judged.standards.iter().map(|standard| (standard.number, standard.state)).collect();
            assert_eq!(states, of_status, "the list, {}", row.area);
            assert_eq!(status, judged.life());
            let place = row.place.as_ref().unwrap();
            let (document, _) = directory.read_plan(place).unwrap();
            let edition = directory.edition(&document.plan().edition).unwrap().clone();
            let mut stage = Stage::plan_in(directory, place, document.text(), edition, today);
            let plan = stage.open();
            let standards = 2..plan.form.sections.len() - 1;
            let strip: Vec<Option<State>> = standards.map(|section| section_state(plan, section)).collect();
            let of_status: Vec<Option<State>> = of_status.iter().map(|(_, state)| Some(*state)).collect();
            assert_eq!(strip, of_status, "the strip, {}", row.area);
            assert!(stage.screen().contains(&format!("{} · {}", place.period(), judged.life())));
        }
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in from.read_dir().unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            match entry.file_type().unwrap() {
                kind if kind.is_dir() => copy(&entry.path(), &to),
                kind if kind.is_file() => drop(std::fs::copy(entry.path(), to).unwrap()),
                _ => {}
            }
        }
    }

    #[test]
    fn the_list_the_strip_and_the_status_say_the_same_of_every_standard() {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
        let today = "2026-11-11".parse().unwrap();
        assert_same(&Directory::open(&example).unwrap(), today);
        // The same with much missing: without what stands in lines that begin so.
        for lacking in
            ["channels", "venues", "access", "publicise-days", "owner", "audience", "commitment", "every"]
        {
            let root = tempfile::tempdir().unwrap();
            copy(&example, root.path());
            let directory = Directory::open(root.path()).unwrap();
            for place in directory.plans().plans {
                let path = root.path().join(place.plan_file().as_str());
                let text = std::fs::read_to_string(&path).unwrap();
                let kept = text.lines().filter(|line| !line.starts_with(&format!("{lacking} =")));
                let kept = kept.map(|line| format!("{line}\n")).collect::<String>();
                if Document::parse(&kept).is_ok() {
                    std::fs::write(&path, kept).unwrap();
                }
            }
            assert_same(&Directory::open(root.path()).unwrap(), today);
        }
    }
}
