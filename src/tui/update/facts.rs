//! What came back from outside.

use std::sync::Arc;

use super::{afar, commands, day, drafts, recording, taking_back, waiving};
use crate::plan::merge::merge;
use crate::plan::printable::capital;
use crate::plan::{Document, FieldPath};
use crate::problem::Problem;
use crate::report::away::Line;
use crate::report::came_in::CameIn;
use crate::store::presence::Other;
use crate::tui::areas::AreasScreen;
use crate::tui::conflicts;
use crate::tui::history::commands as history;
use crate::tui::model::{DirectoryShown, Ending, Model, Restored, Screen, Welcome};
use crate::tui::msg::{Effect, Msg, OpenedDirectory, OpenedPlan, WasAt};
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then};
use crate::tui::plan::{PlanScreen, Recorded};
use crate::tui::text::TextCommand;
use crate::tui::told::Told;
use crate::tui::view::words::sentence;

/// Takes a fact in.
pub fn fact(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::DirectoryOpened(opened) => directory_opened(model, *opened),
        Msg::AreasListed(rows) => {
            if let Screen::Areas(areas) = &mut model.screen {
                areas.list(rows);
            }
            Vec::new()
        }
        Msg::PlanOpened(opened) => {
            plan_opened(model, *opened);
            Vec::new()
        }
        Msg::Saved { file, number, at } => {
            if let Screen::Plan(plan) = &mut model.screen
                && plan.place.file == file
            {
                plan.saved(number, at);
                // What was undone may be what is recorded.
                if number == plan.keeping.asked {
                    let here = commands::remember(plan);
                    let is_undone = number == plan.undone_at;
                    let compare = is_undone.then_some(Effect::CompareWithRecorded { file });
                    return std::iter::once(here).chain(compare).collect();
                }
            }
            Vec::new()
        }
        Msg::SaveFailed { file, number, problem } => {
            let mut is_known = false;
            if let Screen::Plan(plan) = &mut model.screen
                && plan.place.file == file
                && number >= plan.keeping.done
            {
                let before = plan.keeping.trouble.replace(problem.clone());
                is_known = before.is_some_and(|before| before.what == problem.what);
            }
            // Whoever wanted to leave is told first. Who goes on typing was told once; the corner says it on.
            if !is_known || model.ending != Ending::Running {
                model.overlays.retain(|overlay| !matches!(overlay, Overlay::Problem(_)));
                model.overlays.push(Overlay::Problem(Box::new(problem)));
            }
            model.ending = Ending::Running;
            Vec::new()
        }
        Msg::ChangedOutside { file, text, before, generation, came } => {
            changed_outside(model, &file, &text, &before, generation, came)
        }
        Msg::LeftUnsettled { file, problem } => conflicts::commands::left_in(model, &file, problem),
        Msg::ToReadOnce { file, texts } => {
            if let Screen::Plan(plan) = &mut model.screen
                && plan.place.file == file
            {
                plan.read_once = texts;
            }
            Vec::new()
        }
        Msg::OthersHere(others) => {
            others_here(model, others);
            Vec::new()
        }
        Msg::Told(told) => {
            model.told = *told;
            if let Screen::Plan(plan) = &mut model.screen {
                plan.shared = model.told.is_shared();
            }
            Vec::new()
        }
        Msg::Progress(progress) => {
            afar::progress(model, progress);
            Vec::new()
        }
        Msg::Joined(lines) => {
            afar::joined(model, &lines);
            Vec::new()
        }
        Msg::Synced(lines) => {
            afar::synced(model, &lines);
            Vec::new()
        }
        Msg::LeftToDecide(places) => {
            afar::left_to_decide(model, &places);
            Vec::new()
        }
        Msg::NotDone(failed) => {
            afar::not_done(model, *failed);
            Vec::new()
        }
        Msg::ConflictsListed(places) => {
            conflicts::commands::listed(model, places);
            Vec::new()
        }
        Msg::ConflictsFinished(end) => conflicts::commands::ended(model, end),
        Msg::LastFound { step, lines } => {
            taking_back::found(model, step, lines);
            Vec::new()
        }
        Msg::TakenBack(lines) => taking_back::taken(model, lines),
        Msg::DirectoryChanged => match &model.screen {
            Screen::Areas(_) => vec![list_areas(model)],
            Screen::Plan(_) => vec![Effect::ReadCopies],
            _ => Vec::new(),
        },
        Msg::RecordedKnown { file, recorded } => {
            if let Screen::Plan(plan) = &mut model.screen
                && plan.place.file == file
            {
                plan.keeping.recorded = recorded;
            }
            Vec::new()
        }
        Msg::RecordPrepared { message, author } => {
            recording::prepared(model, message, author);
            Vec::new()
        }
        Msg::DraftsFound(drafts) => {
            model.drafts.found(drafts);
            Vec::new()
        }
        // One line: whoever goes on writing is not to be interrupted, and each letter tries again.
        Msg::DraftNotKept(problem) => {
            model.notice = Some(sentence(&capital(&problem.what)));
            Vec::new()
        }
        Msg::PlanRemoved { name } => {
            model.notice = Some(format!("Taken out: {name}. Ctrl+Z brings it back."));
            model.restored = Restored::CanBeTakenBack;
            model.resting = None;
            vec![list_areas(model)]
        }
        Msg::PlanBroughtBack => {
            model.restored = Restored::Not;
            model.notice = Some("It is as it was before.".into());
            vec![list_areas(model)]
        }
        Msg::VersionRecorded { file, words } => {
            model.drafts.forget(&drafts::of_version(&file));
            if let Screen::Plan(plan) = &mut model.screen
                && plan.place.file == file
                && plan.keeping.asked == plan.keeping.done
            {
                plan.keeping.recorded = Recorded::Same;
            }
            model.notice = Some(words);
            Vec::new()
        }
        Msg::VersionsListed { file, rows, coming } => {
            history::listed(model, &file, rows, coming);
            Vec::new()
        }
        Msg::VersionCompared { id, against, differences } => {
            history::compared(model, &id, against, differences);
            Vec::new()
        }
        Msg::VersionFetched { file, short, text } => {
            history::fetched(model, &file, &short, &text);
            Vec::new()
        }
        Msg::VersionRestored { short } => {
            model.overlays.clear();
            model.restored = Restored::CanBeTakenBack;
            model.notice = Some(format!("Brought back as in version {short}. Ctrl+Z takes it back."));
            vec![list_areas(model)]
        }
        Msg::EditorClosed(result) => editor_closed(model, result),
        Msg::Failed(problem) => {
            match model.screen {
                Screen::Opening => model.screen = Screen::Stuck(problem),
                _ => model.overlays.push(Overlay::Problem(Box::new(problem))),
            }
            Vec::new()
        }
        Msg::Allowed(words) => {
            model.notice = Some(words);
            waiving::allowed(model);
            Vec::new()
        }
        Msg::Done(words) => {
            model.notice = Some(words);
            Vec::new()
        }
        Msg::SettingsChanged { force, areas } => {
            model.areas = Arc::clone(&areas);
            if let Screen::Plan(plan) = &mut model.screen {
                plan.around.areas = areas;
                plan.around.force = force;
                plan.show_again();
            }
            Vec::new()
        }
        Msg::CopiesKnown(copies) => {
            if let Screen::Plan(plan) = &mut model.screen {
                plan.compare_with(copies);
            }
            Vec::new()
        }
        Msg::DayCame(today) => day::came(model, today),
        Msg::AllDone => {
            if model.ending == Ending::AsSoonAsSaved {
                model.ending = Ending::Now;
            }
            Vec::new()
        }
        Msg::Input(_) | Msg::Clicked(_) => Vec::new(),
    }
}

/// The list of areas as it is to be asked for.
pub fn list_areas(model: &Model) -> Effect {
    Effect::ListAreas { period: model.directory.as_ref().and_then(|directory| directory.period.clone()) }
}

fn directory_opened(model: &mut Model, opened: OpenedDirectory) -> Vec<Effect> {
    model.today = opened.today;
    if model.directory.as_ref().is_none_or(|directory| directory.root != opened.root) {
        model.told = Told::default();
    }
    model.areas = opened.areas;
    let first_problem = opened.problems.first().cloned();
    model.directory = Some(DirectoryShown {
        root: opened.root,
        force: opened.force,
        period: opened.period,
        periods: opened.periods,
        problems: opened.problems,
    });
    if opened.notice.is_some() {
        model.notice = opened.notice;
    }
    if !matches!(model.screen, Screen::Plan(_)) {
        model.screen = Screen::Areas(AreasScreen { came_from: opened.last_area, ..AreasScreen::default() });
        // What was told at the start, as of the settings, was not read yet.
        model.overlays.retain(|overlay| matches!(overlay, Overlay::Problem(_)));
        if let Some(problem) = first_problem {
            model.overlays.push(Overlay::Problem(Box::new(problem)));
        }
        return vec![list_areas(model)];
    }
    Vec::new()
}

fn plan_opened(model: &mut Model, opened: OpenedPlan) {
    let OpenedPlan { place, mut around, doc, today, recorded, was_at, notice, away } = opened;
    // The same plan again: the settings or an edition changed around it.
    if let Screen::Plan(plan) = &mut model.screen
        && plan.place == place
    {
        around.copies = around.copies.or(plan.around.copies.take());
        plan.around = around;
        plan.show_again();
        return;
    }
    model.areas = Arc::clone(&around.areas);
    let mut plan = PlanScreen::new(place, around, doc, today);
    plan.keeping.recorded = recorded;
    plan.shared = model.told.is_shared();
    if let Some(resting) = model.resting.take()
        && resting.place == plan.place
        && resting.doc.text() == plan.doc.text()
    {
        plan.history = resting.history;
    }
    // What was told of the directory a moment ago was not read yet.
    model.notice = notice.or(model.notice.take());
    if let Some(was_at) = was_at {
        go_back_to(&mut plan, &was_at);
        if model.notice.is_none() {
            model.notice = Some(you_were_here(&plan));
        }
    }
    model.overlays.retain(|overlay| matches!(overlay, Overlay::Problem(_)));
    model.screen = Screen::Plan(Box::new(plan));
    if let Some(away) = away {
        let page = TextPage {
            title: "While you were away".into(),
            lines: away
                .lines()
                .into_iter()
                .map(|(line, text)| match line {
                    Line::Heading => TextLine::Heading(text),
                    Line::Plain => TextLine::Plain(text),
                })
                .collect(),
            top: 0,
            then: Then::GoOn,
        };
        model.overlays.push(Overlay::Text(Box::new(page)));
    }
}

/// What is said where somebody comes back to a plan.
pub fn you_were_here(plan: &PlanScreen) -> String {
    let standards = &plan.report.standards;
    let complete = standards.iter().filter(|s| s.state == crate::check::State::Complete).count();
    format!("You were here. {complete} of {} have nothing missing.", standards.len())
}

fn go_back_to(plan: &mut PlanScreen, was_at: &WasAt) {
    let path = FieldPath::parse(&was_at.path);
    if !path.is_some_and(|path| plan.go_to(&path)) {
        plan.go_to_section(was_at.section);
    }
    if let Some(input) = &mut plan.input {
        // In a text that has changed since, the end is where nobody's words are broken into.
        let length = input.area.text().len();
        input.area.set_cursor(if length == was_at.length { was_at.cursor } else { length });
    }
}

/// Another hand changed the plan on the disk, which held `before`. What was written here and is not on the disk yet is
/// merged into it as in a sync; where both changed the same words, this side stands and both texts are put away and told.
fn changed_outside(
    model: &mut Model,
    file: &str,
    text: &str,
    before: &str,
    generation: u64,
    came: CameIn,
) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    if plan.place.file != file {
        return Vec::new();
    }
    let theirs = match Document::parse(text) {
        Ok(theirs) => theirs,
        Err(problem) => {
            let problem = problem
                .in_file(file)
                .safe("Another program changed this file while it was open here. What you see here is kept.");
            // Told once; the corner goes on saying that nothing is saved.
            if plan.keeping.trouble.replace(problem.clone()).is_none() {
                let mine = plan.doc.text().to_owned();
                model.overlays.push(Overlay::Problem(Box::new(problem)));
                return vec![Effect::KeepAside { name: format!("mine-{file}"), text: mine }];
            }
            return Vec::new();
        }
    };
    plan.generation = generation;
    let has_unsaved = plan.keeping.asked > plan.keeping.done;
    if theirs.text() == plan.doc.text() {
        return Vec::new();
    }
    let merged = merge(Some(before), plan.doc.text(), text)
        .and_then(|merged| Ok((Document::parse(&merged.text)?, merged.conflicts, merged.read_once)));
    let (merged, clash, read_once) = match merged {
        Ok((doc, conflicts, read_once)) => {
            (doc, conflicts.into_iter().map(|conflict| conflict.path).collect(), read_once)
        }
        // What cannot be merged by field is what the other hand made of it.
        Err(_) => (theirs, vec![FieldPath::root()], Vec::new()),
    };
    let named = |paths: &[FieldPath]| -> String {
        let name = |path: &FieldPath| if path.is_root() { "the plan".into() } else { plan.in_words(path) };
        paths.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let mut effects = Vec::new();
    if clash.is_empty() {
        let words = match read_once.as_slice() {
            [] => came.words,
            both => format!("{} Both wrote in it, read it once: {}", came.words, named(both)),
        };
        model.notice = Some(words.clone());
        plan.came_in = Some(words);
    } else {
        let names = named(&clash);
        effects.push(Effect::KeepAside { name: format!("theirs-{file}"), text: text.to_owned() });
        effects.push(Effect::KeepAside { name: format!("mine-{file}"), text: plan.doc.text().to_owned() });
        let who = came.by.as_deref().unwrap_or("another program");
        let problem = Problem::new(
            format!("{who} changed the same place at the same moment: {names}"),
            "Look at that place, and take what you need from the other text.",
        )
        .safe(
            "What you wrote stands where it can. Both texts are kept in the folder .nec/kept of your plans.",
        )
        .in_file(file);
        model.overlays.push(Overlay::Problem(Box::new(problem)));
    }
    plan.take_from_outside(merged);
    if has_unsaved {
        plan.save();
    }
    effects
}

/// Who comes to the open plan is told once; the bar goes on saying so.
fn others_here(model: &mut Model, others: Vec<Other>) {
    if let Screen::Plan(plan) = &model.screen {
        let file = Some(plan.place.file.as_str());
        let came = others.iter().find(|other| other.plan.as_deref() == file && !model.others.contains(other));
        // What else there is to say stays: the bar says who is here.
        if let Some(other) = came
            && model.notice.is_none()
        {
            let words =
                format!("{} has this plan open too. What you both write is brought together.", other.who);
            model.notice = Some(words);
        }
    }
    model.others = others;
}

fn editor_closed(model: &mut Model, result: Result<String, crate::problem::Problem>) -> Vec<Effect> {
    let text = match result {
        Ok(text) => text,
        Err(problem) => {
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            return Vec::new();
        }
    };
    if model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Conflicts(_))) {
        conflicts::commands::from_elsewhere(model, &text);
        return Vec::new();
    }
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    if plan.input.as_ref().is_none_or(|input| input.area.text() == text) {
        return Vec::new();
    }
    // As if it had been typed, so that a date stays a date.
    let write = if text.is_empty() { TextCommand::DeleteBack } else { TextCommand::Paste(text.clone()) };
    let written = plan.write(TextCommand::SelectAll).and_then(|_| plan.write(write));
    if let Err(problem) = written {
        let name = format!("from-the-other-editor-{}", plan.place.file);
        model.overlays.push(Overlay::Problem(Box::new(problem)));
        return vec![Effect::KeepAside { name, text }];
    }
    Vec::new()
}

/// The first screen, where there is no plan directory.
pub fn welcome(model: &mut Model) {
    model.screen = Screen::Welcome(Welcome::default());
}
