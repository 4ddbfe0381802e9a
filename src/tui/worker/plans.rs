//! Opening, beginning and recording plans.

use std::sync::Arc;

use super::told::last_version;
use super::{Hand, Known};
use crate::git::{self, Identity, Recorded as Made};
use crate::plan::document::Broken;
use crate::plan::place::Role;
use crate::plan::{Document, Place, RelPath, diff};
use crate::problem::Problem;
use crate::report::blocked::fit_to_record;
use crate::report::booked::{BOOK, lacks_the_book};
use crate::report::case::{Surroundings, edition_of};
use crate::report::fit::fit;
use crate::report::who;
use crate::store::find::MARK;
use crate::store::new_plan::{NewPlan, new_plan};
use crate::store::read::{Stamp, Unreadable, Why, read, text_as_it_is};
use crate::store::save::remove;
use crate::store::settings::{self, Choice};
use crate::store::state::{Spot, State};
use crate::store::undo::{self, Doing, Text};
use crate::store::{Directory, save};
use crate::tui::msg::{Msg, OpenedPlan, WasAt};
use crate::tui::plan::{Around, PlanPlace, Recorded};

impl Hand {
    /// Opens a plan where its user was last.
    pub(super) fn open_plan(&mut self, area: &str, period: &str) -> Result<(), Problem> {
        let directory = self.directory()?;
        if let Some(newer) = &directory.newer {
            return Err(newer.clone());
        }
        let place = place(area, period)?;
        let (doc, loaded) = match directory.read_plan(&place) {
            // It is opened as what is to be settled in it.
            Err(unreadable) if unreadable.why == Why::Conflicted => {
                self.tell_conflicts(Some(&place.plan_file()));
                return Ok(());
            }
            read => read.map_err(|unreadable| all_that_is_wrong(&directory, &place, unreadable))?,
        };
        let edition =
            edition_of(&directory, &place, &doc).map_err(|unjudged| unjudged.problem().clone())?.clone();
        let file = place.plan_file();
        let version = last_version(&directory.root);
        self.known.insert(file.to_string(), Known { stamp: loaded.stamp, text: loaded.text, version });
        self.generations.remove(file.as_str());
        let surroundings = Surroundings::of(&directory, &place);
        let state = self.world.folders.as_ref().map(|folders| State::read(folders).0).unwrap_or_default();
        let was_at = state.spot(&directory.root, &place).map(|spot| WasAt {
            path: spot.field.clone(),
            section: spot.section.parse().unwrap_or(0),
            cursor: spot.cursor,
            length: spot.length,
        });
        let away = self.away(&directory, &place, doc.text());
        (self.tell)(Msg::PlanOpened(Box::new(OpenedPlan {
            place: PlanPlace {
                area: area.to_owned(),
                period: period.to_owned(),
                file: file.to_string(),
                name: area_name(&directory, area),
            },
            around: Around {
                force: Arc::new(directory.force.clone()),
                areas: Arc::new(directory.areas.clone()),
                edition: Arc::new(edition),
                known: Arc::new(directory.editions.clone()),
                editions: Arc::new(surroundings.editions),
                other_periods: Arc::new(surroundings.other_periods),
                accepted_waivers: Arc::new(surroundings.accepted_waivers),
                copies: surroundings.copies,
            },
            doc,
            today: self.today(&directory)?,
            recorded: Recorded::Unknown,
            was_at,
            notice: None,
            away,
        })));
        self.aside.read_copies(directory);
        self.tell_read_once(&file);
        self.tell_recorded(&file);
        self.be_at(Some(&file));
        // What was told is seen.
        self.see();
        self.tell_standing();
        Ok(())
    }

    /// Begins a plan and opens it.
    pub(super) fn new_plan(&mut self, area: &str, period: &str) -> Result<(), Problem> {
        let directory = self.directory()?;
        if let Some(newer) = &directory.newer {
            return Err(newer.clone());
        }
        if period.is_empty() {
            return Err(Problem::new(
                "no period is known for which a plan could be begun",
                "Add a [[period]] to nec.toml in the plan directory, then try again.",
            ));
        }
        // Enter pressed twice, or begun elsewhere a moment ago: it is there to be opened.
        if directory.root.join(place(area, period)?.plan_file().as_str()).exists() {
            return self.open_plan(area, period);
        }
        let (place, text) = new_plan(&directory, &NewPlan { area, period, edition: None, dates: None })?;
        let file = place.plan_file();
        save(&directory.root, &file, &text, None).map_err(|error| error.problem(&file))?;
        self.open_plan(area, period)
    }

    /// How a file stands to the last version.
    pub(super) fn tell_recorded(&self, file: &RelPath) {
        let Ok(root) = self.root() else {
            return;
        };
        let recorded = match git::changed(&root, std::slice::from_ref(file)) {
            Err(_) => Recorded::Unknown,
            Ok(changed) => match changed.first() {
                None => Recorded::Same,
                Some((_, git::versions::Difference::New)) => Recorded::Never,
                Some(_) => Recorded::Changed,
            },
        };
        (self.tell)(Msg::RecordedKnown { file: file.to_string(), recorded });
    }

    /// Takes out a plan that was begun by mistake, as a step that can be taken back; one that was ever recorded stays.
    pub(super) fn remove_plan(&mut self, area: &str, period: &str) -> Result<(), Problem> {
        let directory = self.directory()?;
        let name = area_name(&directory, area);
        let file = place(area, period)?.plan_file();
        let changed = git::changed(&directory.root, std::slice::from_ref(&file))?;
        if !matches!(changed.first(), Some((_, git::versions::Difference::New))) {
            return Err(Problem::new(
                format!("the plan of {name} for {period} is recorded, and what is recorded stays"),
                "If it is not wanted any more, ask whoever looks after the plans to take it out.",
            )
            .safe("Nothing was changed."));
        }
        let Some(text) = text_as_it_is(&directory.root, &file)? else {
            return Err(Problem::new(
                format!("{name} has no plan for {period} any more"),
                "Nothing is to be done.",
            )
            .safe("Nothing was changed."));
        };
        let did = format!("the plan of {name} for {period}, never recorded, was taken out");
        let files = vec![Text { file: &file, before: Some(&text), after: None }];
        let step = undo::remember(&directory.root, &Doing { did: &did, files, ..Doing::default() })?;
        remove(&directory.root, &file, Stamp::of(text.as_bytes()))?;
        self.done_in_list = Some(step);
        self.known.remove(file.as_str());
        (self.tell)(Msg::PlanRemoved { name });
        Ok(())
    }

    /// What a version would hold, in words, and who would record it.
    pub(super) fn prepare_record(&self, file: &str) -> Result<(), Problem> {
        let root = self.root()?;
        let directory = self.directory()?;
        let rel = RelPath::new(file)?;
        let now = read(&root, &rel).map_err(|unreadable| unreadable.problem)?;
        let now = Document::parse(&now.text)?;
        let before = git::recorded_text(&root, &rel)?;
        let before = before.and_then(|text| Document::parse(&text).ok());
        let changes = diff::changes(before.as_ref(), &now);
        let is_same = before.is_some()
            && changes.is_empty()
            && git::changed(&root, std::slice::from_ref(&rel))?.is_empty();
        let beside = if is_same { self.beside(&directory, &now)? } else { Vec::new() };
        if is_same && beside.is_empty() {
            (self.tell)(Msg::Done(NOTHING_NEW.into()));
            return Ok(());
        }
        let name = match rel.role().as_ref().and_then(|role| role.place()) {
            Some(place) => format!("{} {}", area_name(&directory, place.area()), place.period()),
            None => file.to_owned(),
        };
        let message = if is_same { of_beside(&beside) } else { diff::summary(&name, &changes) };
        let author = git::identity(&root, &self.settings());
        let author = author.map(|who| (who.name().to_owned(), who.email().to_owned()));
        (self.tell)(Msg::RecordPrepared { message, author });
        Ok(())
    }

    /// The files beside a plan that go into the same version, as far as they are not recorded: the venue book, where
    /// it was changed here or the plan speaks of venues that only it has; the settings, where they were changed
    /// here, for the plan says what they allow.
    fn beside(&self, directory: &Directory, plan: &Document) -> Result<Vec<RelPath>, Problem> {
        let mut names = self.changed_here.clone();
        if lacks_the_book(&directory.root, &directory.areas, [plan])? {
            names.insert(BOOK);
        }
        let files = names.into_iter().map(RelPath::new).collect::<Result<Vec<_>, _>>()?;
        Ok(git::changed(&directory.root, &files)?.into_iter().map(|(file, _)| file).collect())
    }

    /// Records a version of a plan, and of what goes with it.
    pub(super) fn record(
        &mut self,
        file: &str,
        message: &str,
        author: &(String, String),
    ) -> Result<(), Problem> {
        let root = self.root()?;
        let rel = RelPath::new(file)?;
        let mut files = vec![rel.clone()];
        // What cannot be read is told below, by what is taken.
        if let Ok(Ok(plan)) = read(&root, &rel).map(|now| Document::parse(&now.text)) {
            let directory = self.directory()?;
            files.extend(self.beside(&directory, &plan)?);
        }
        // Another hand may have written since the screen judged the plan, and may write now.
        let fit = fit(&root, git::take(&root, &files)?)?;
        if let Some(problem) = fit.left_out.first() {
            return Err(in_the_way(problem, &rel));
        }
        fit_to_record(&fit.directory.force, message)?;
        let who = match git::identity(&root, &self.settings()) {
            Some(_) => Identity::new(&author.0, &author.1)?,
            None => {
                let who = who::asked(&author.0, &author.1, &fit.directory.force)?;
                if let Some(folders) = &self.world.folders {
                    // Asked once. What cannot be kept is asked again; the version is recorded all the same.
                    let choice = Choice::Who { name: who.name().to_owned(), email: who.email().to_owned() };
                    let _ = settings::choose(folders, &choice);
                }
                who
            }
        };
        let words = match git::record(&root, &fit.contents(), message, &who)? {
            Made::Version(version) => {
                // nec undo takes it back; without that it is recorded all the same.
                let _ = git::undo::remember_version(&root, &version);
                format!("Recorded as version {}.", version.short())
            }
            Made::Nothing => NOTHING_NEW.into(),
            Made::Overtaken => return Err(git::record::overtaken()),
        };
        self.changed_here.clear();
        self.know_version();
        (self.tell)(Msg::VersionRecorded { file: rel.to_string(), words });
        self.tell_recorded(&rel);
        self.tell_standing();
        Ok(())
    }

    /// Remembers where somebody was.
    pub(super) fn remember(&self, area: &str, period: &str, was_at: &WasAt) -> Result<(), Problem> {
        let root = self.root()?;
        let place = place(area, period)?;
        let Some(folders) = &self.world.folders else {
            return Ok(());
        };
        let (mut state, _) = State::read(folders);
        let spot = Spot {
            section: was_at.section.to_string(),
            field: was_at.path.clone(),
            cursor: was_at.cursor,
            length: was_at.length,
        };
        state.remember(&root, &place, spot);
        state.write(folders)
    }
}

/// What is told where nothing of a plan is to be recorded.
const NOTHING_NEW: &str = "Nothing has changed in this plan since the last version.";

/// What a version of files beside the plans is, in words.
fn of_beside(files: &[RelPath]) -> String {
    match files {
        [one] if one.as_str() == BOOK => "The venue book changed".to_owned(),
        [one] if one.as_str() == MARK => "The settings changed".to_owned(),
        _ => "The venue book and the settings changed".to_owned(),
    }
}

/// Why a plan cannot be opened: not only the first error of its file.
fn all_that_is_wrong(directory: &Directory, place: &Place, unreadable: Unreadable) -> Problem {
    let file = place.plan_file();
    let text = directory.files.read(&file).ok();
    let broken = text.and_then(|loaded| Broken::of(&loaded.text)).and_then(Broken::together);
    broken.map_or(unreadable.problem, |problem| problem.in_file(file.to_string()))
}

/// Why a plan is not recorded. The venue book and the settings, where they go with it, are not left behind: the plan speaks of those venues, and says what those settings allow.
fn in_the_way(problem: &Problem, plan: &RelPath) -> Problem {
    let mut problem = problem.clone().safe("Nothing was recorded. The plan is saved in its file.");
    let (file, beside) = match problem.file.as_deref() {
        Some(BOOK) => (BOOK, "the venue book has changes that are not recorded and goes"),
        Some(MARK) => (MARK, "the settings were changed here and go"),
        _ => return problem,
    };
    problem.what = format!("{beside} into the same version, but this is in the way: {}", problem.what);
    if let Some(place) = plan.role().as_ref().and_then(Role::place) {
        // First: on a small screen the rest may find no room.
        problem.next =
            format!("Mend {file}, or record the plan alone: nec commit {}\n{}", place.area(), problem.next);
    }
    problem
}

fn place(area: &str, period: &str) -> Result<Place, Problem> {
    Place::new(period, area).ok_or_else(|| {
        Problem::new(
            format!("“{period}/{area}” names no plan"),
            "Names of areas and periods have small letters, digits and hyphens.",
        )
    })
}

fn area_name(directory: &Directory, area: &str) -> String {
    directory
        .areas
        .area(area)
        .map_or(area, |of| if of.name.is_empty() { area } else { of.name.as_str() })
        .to_owned()
}
