//! What each command does.

use super::keys::{close_quick, has_options};
use super::{
    afar, facts, migrating, overlays, plan_commands, save_written, tables, taking_back, texts, venues,
    waiving,
};
use crate::form::{Kind, RowManner, SectionId};
use crate::problem::Problem;
use crate::report::for_you::Kind as Line;
use crate::standards::Choice;
use crate::tui::areas::{AreaRow, AreasScreen, Filtering};
use crate::tui::command::{COMMANDS, Command};
use crate::tui::conflicts;
use crate::tui::history::commands as history;
use crate::tui::model::{Ending, Model, Restored, Screen, WELCOME};
use crate::tui::msg::{Effect, Switch, WasAt};
use crate::tui::overlay::{Many, Overlay, Palette, Picker, PickerFor, VenueList};
use crate::tui::plan::{Closed, PageOf, PlanScreen};
use crate::tui::text::{Shape, TextArea, TextCommand};
use crate::tui::theme::{Boxes, Marks};

/// Does a command, or says why it cannot be done now.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Some(why) = why_not(model, command) {
        model.notice = Some(why.to_owned());
        return Vec::new();
    }
    match command {
        Command::Palette => {
            let commands = COMMANDS.iter().map(|said| (said.command, why_not(model, said.command))).collect();
            let query = TextArea::new("", Shape::Line);
            model.overlays.push(Overlay::Palette(Box::new(Palette { query, chosen: 0, commands })));
            return Vec::new();
        }
        Command::Help => model.overlays.push(texts::help(model)),
        Command::Tour => model.overlays.push(texts::tour(0)),
        Command::Leave => return leave(model),
        Command::Back => return back(model),
        Command::Marks => {
            model.theme.marks =
                if model.theme.marks == Marks::Glyphs { Marks::Letters } else { Marks::Glyphs };
            return vec![remember_look(model)];
        }
        Command::Boxes => {
            model.theme.boxes = if model.theme.boxes == Boxes::Drawn { Boxes::Plain } else { Boxes::Drawn };
            return vec![remember_look(model)];
        }
        Command::Mouse => {
            model.mouse = if model.mouse == Switch::On { Switch::Off } else { Switch::On };
            model.notice = Some(match model.mouse {
                Switch::On => {
                    "Clicks and the wheel work here now. Hold Shift to select with the mouse.".into()
                }
                Switch::Off => "The mouse selects text of the terminal again.".into(),
            });
        }
        Command::AreaList => return to_areas(model),
        Command::Join => afar::ask(model),
        Command::Sync => return afar::sync(model),
        Command::PastedTable => tables::take_up(model),
        Command::Period => period_picker(model),
        Command::Venues => {
            if let Screen::Plan(plan) = &mut model.screen {
                plan.take_in_field();
            }
            model.overlays.push(Overlay::Venues(VenueList::default()));
        }
        Command::Settle => return settle(model),
        Command::TakeBack => return taking_back::ask(model),
        Command::Waive => waiving::open(model),
        Command::History => return history::open(model),
        Command::Allow => waiving::ask_to_allow(model),
        Command::Undo if matches!(model.overlays.last(), Some(Overlay::Flags(_))) => {
            return plan_commands::on_plan(model, command);
        }
        _ if !model.overlays.is_empty() => return overlays::run(model, command),
        _ => {
            return match model.screen {
                Screen::Welcome(_) => on_welcome(model, command),
                Screen::Areas(_) => on_areas(model, command),
                Screen::Plan(_) => plan_commands::on_plan(model, command),
                Screen::Opening | Screen::Stuck(_) => Vec::new(),
            };
        }
    }
    Vec::new()
}

/// Why a command cannot be done now; nothing when it can.
pub fn why_not(model: &Model, command: Command) -> Option<&'static str> {
    use Command as C;
    let plan = match &model.screen {
        Screen::Plan(plan) => Some(plan),
        _ => None,
    };
    let on_areas = matches!(model.screen, Screen::Areas(_));
    match command {
        C::Help | C::Palette | C::Back | C::Leave | C::Marks | C::Boxes | C::Mouse | C::Tour => None,
        C::Sync | C::Join if afar::is_underway(model) => Some("Something is under way."),
        C::Sync if model.directory.is_none() => Some("No plans are open yet."),
        C::Sync if !model.told.is_shared() => {
            Some("These plans are shared with nobody yet. “Open my force's plans” in Ctrl+K connects them.")
        }
        C::Sync => None,
        C::Join if model.told.is_shared() => Some("These plans are shared with your force already."),
        C::Join => None,
        C::AreaList | C::Period | C::Venues if model.directory.is_none() => Some("No plans are open yet."),
        C::AreaList | C::Period | C::Venues => None,
        C::TakeBack if afar::is_underway(model) => Some("Something is under way."),
        C::Settle | C::TakeBack if model.directory.is_none() => Some("No plans are open yet."),
        C::Settle | C::TakeBack => None,
        C::TakeMine | C::TakeTheirs | C::TakeBoth | C::WriteAnew | C::NextPlace | C::PreviousPlace => {
            conflicts::commands::why_not(model, command)
        }
        C::Waive if plan.is_some() => waiving::why_not(model),
        C::Allow if plan.is_some() => waiving::why_not_allowed(model),
        C::Mend if matches!(model.overlays.last(), Some(Overlay::Flags(_))) => {
            let has_mend = waiving::flag_meant(model).is_some_and(|flag| flag.mend.is_some());
            (!has_mend).then_some("This flag cannot be mended at one key.")
        }
        C::History | C::Restore | C::Compare => history::why_not(model, command),
        C::Up | C::Down | C::PageUp | C::PageDown | C::First | C::Last | C::Open | C::New => None,
        _ if !model.overlays.is_empty() => None,
        C::Filter | C::SaveNow if on_areas => None,
        C::Remove if on_areas => match &model.screen {
            Screen::Areas(areas) if areas.chosen().is_some_and(AreaRow::has_plan) => None,
            _ => Some("This area has no plan to take out."),
        },
        C::Undo if on_areas => None,
        C::Record if on_areas => Some("F9 records a version of one plan: Enter opens it, F9 there."),
        C::Standard if on_areas => Some("F4 shows the standard that you are at in a plan: Enter opens one."),
        _ => {
            let Some(plan) = plan else {
                return Some("Open a plan first.");
            };
            let on_rows = plan.list_in_focus().is_some();
            match command {
                C::Undo
                    if !plan.history.can_undo()
                        && !venues::is_last_changed(model)
                        && !waiving::is_last_allowed(model) =>
                {
                    Some("There is nothing to undo.")
                }
                C::Redo if !plan.history.can_redo() => Some("There is nothing to do again."),
                C::Remove if plan.chosen_waiver().is_some() || plan.is_kept() => None,
                C::Elsewhere | C::Cut | C::PasteHere if plan.is_kept() => {
                    Some("This can only be read, and copied from.")
                }
                C::Filter | C::Duplicate | C::Remove | C::NewBlank | C::Column if !on_rows => {
                    Some("Go to a list first.")
                }
                C::Duplicate | C::Remove if is_fixed(plan) => Some("There is one for each neighbourhood."),
                C::NewBlank if is_fixed(plan) => Some("There is one for each neighbourhood."),
                C::Choose if !plan.field().is_some_and(has_options) => {
                    Some("This field has no list to choose from.")
                }
                C::PastedTable if !tables::is_left(model, plan) => Some("No pasted table was left here."),
                C::Elsewhere if plan.input.is_none() => Some("Go to a text first."),
                C::Cut | C::SelectAll | C::PasteHere if plan.input.is_none() && plan.quick.is_none() => {
                    Some("Go to a text first.")
                }
                C::FillDown if plan.page().of == PageOf::Section => {
                    Some("Open a row and go to the field first.")
                }
                C::Migrate if migrating::newer(plan).next().is_none() => {
                    Some("No edition here says how plans of this one come over to it.")
                }
                C::SetAside | C::Standard if !matches!(plan.section_id(), SectionId::Standard(_)) => {
                    Some("Go to a standard first.")
                }
                C::Mend if plan.flag_here().is_none_or(|flag| flag.mend.is_none()) => {
                    Some("This flag cannot be mended at one key.")
                }
                C::NextFlag | C::PreviousFlag if plan.report.findings.is_empty() => {
                    Some("There are no flags.")
                }
                _ => None,
            }
        }
    }
}

fn is_fixed(plan: &PlanScreen) -> bool {
    matches!(plan.field().map(|field| &field.kind), Some(Kind::Rows(rows)) if rows.manner == RowManner::Neighbourhoods)
}

/// Shows what went wrong, if anything did.
pub(super) fn told<T>(model: &mut Model, result: Result<T, Problem>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(problem) => {
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            None
        }
    }
}

/// Finds out what is to be settled between both sides. What is written in the plan is part of it.
fn settle(model: &mut Model) -> Vec<Effect> {
    close_quick(model);
    let mut effects = save_written(model);
    effects.push(Effect::ListConflicts);
    effects
}

const ONLY_READ: &str = "This can only be read: no field of the edition is for it. Ctrl+A and Ctrl+C copy it; Delete \
                         takes it out.";

/// One change to the text that has the focus.
pub fn write(model: &mut Model, command: TextCommand) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    if plan.quick.is_none() && plan.is_kept() && command.changes() {
        model.notice = Some(ONLY_READ.to_owned());
        return Vec::new();
    }
    let result = if plan.quick.is_some() { plan.write_quick(command) } else { plan.write(command) };
    match told(model, result).flatten() {
        Some(copied) => model.clipboard = copied,
        None => return Vec::new(),
    }
    Vec::new()
}

/// Everything is saved as it is typed; what is under way is waited for.
fn leave(model: &mut Model) -> Vec<Effect> {
    close_quick(model);
    // What is not on the disk is said before anybody goes; the second time they go all the same.
    let is_told = matches!(model.overlays.last(), Some(Overlay::Problem(_)));
    let trouble = match &model.screen {
        Screen::Plan(plan) if !is_told => plan.keeping.trouble.clone(),
        _ => None,
    };
    if let Some(mut trouble) = trouble {
        trouble.next = format!("{} Ctrl+Q again leaves all the same.", trouble.next);
        model.overlays.push(Overlay::Problem(Box::new(trouble)));
        return Vec::new();
    }
    leave_at_once(model)
}

/// What is to be done before the program ends, by choice or by a signal: nobody is asked, nothing is lost.
pub fn leave_at_once(model: &mut Model) -> Vec<Effect> {
    close_quick(model);
    let mut effects = venues::save(model);
    if let Screen::Plan(plan) = &mut model.screen {
        effects.push(remember(plan));
        plan.take_in_field();
    }
    model.ending = Ending::AsSoonAsSaved;
    if let Screen::Plan(plan) = &mut model.screen {
        effects.append(&mut plan.outbox);
    }
    effects.push(Effect::Finish);
    effects
}

/// A text of two people is read when somebody was in it and goes elsewhere.
pub fn read_by_now(plan: &mut PlanScreen) {
    let here = plan.field().map(|field| &field.path).filter(|path| plan.read_once.contains(path)).cloned();
    if plan.reading != here
        && let Some(path) = std::mem::replace(&mut plan.reading, here)
    {
        plan.was_read(&path);
    }
}

/// Where somebody is, if that is another place than the last remembered: so that a kill loses not even that.
pub fn remember_new_place(plan: &mut PlanScreen) -> Option<Effect> {
    let here = (plan.section, plan.field().map(|field| field.path.clone()).unwrap_or_default());
    if plan.remembered.as_ref() == Some(&here) {
        return None;
    }
    let is_first = plan.remembered.replace(here).is_none();
    (!is_first).then(|| remember(plan))
}

pub fn remember(plan: &PlanScreen) -> Effect {
    let path = match (plan.field(), plan.list_in_focus()) {
        (Some(_), Some(list)) => match plan.chosen_row(&list) {
            Some(row) => list.child(row.key).to_string(),
            None => list.to_string(),
        },
        (Some(field), None) => field.path.to_string(),
        _ => String::new(),
    };
    Effect::Remember {
        area: plan.place.area.clone(),
        period: plan.place.period.clone(),
        was_at: WasAt {
            path,
            section: plan.section,
            cursor: plan.input.as_ref().map_or(0, |input| input.area.cursor()),
            length: plan.input.as_ref().map_or(0, |input| input.area.text().len()),
        },
    }
}

fn remember_look(model: &Model) -> Effect {
    let switch = |on| if on { Switch::On } else { Switch::Off };
    Effect::RememberLook {
        letters: switch(model.theme.marks == Marks::Letters),
        boxes: switch(model.theme.boxes == Boxes::Drawn),
    }
}

/// Back one step. Nothing is discarded.
fn back(model: &mut Model) -> Vec<Effect> {
    if !model.overlays.is_empty() {
        return overlays::close(model);
    }
    match &mut model.screen {
        Screen::Plan(plan) => {
            let filtered = plan.list_in_focus().filter(|list| plan.filter_of(list).is_some());
            if let Some(list) = filtered {
                plan.list_state(&list).filter.clear();
                return Vec::new();
            }
            if plan.close_page() {
                return Vec::new();
            }
            if std::mem::replace(&mut plan.closed, Closed::ByHand) == Closed::ByGoingOn {
                model.notice = Some("The row is closed already. Esc again goes to the list of areas.".into());
                return Vec::new();
            }
            to_areas(model)
        }
        Screen::Areas(areas) if !areas.filter.is_empty() => {
            areas.filter.clear();
            Vec::new()
        }
        _ => {
            model.notice = Some("Ctrl+Q leaves. Everything is saved.".into());
            Vec::new()
        }
    }
}

pub(super) fn to_areas(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Screen::Plan(plan) = &mut model.screen {
        effects.push(remember(plan));
        plan.leave_field();
        effects.append(&mut plan.outbox);
    }
    if !matches!(model.screen, Screen::Areas(_)) {
        let area = match &model.screen {
            Screen::Plan(plan) => plan.place.area.clone(),
            _ => String::new(),
        };
        // The choice stays on the area that was open, once the list is there.
        let areas = Screen::Areas(AreasScreen { came_from: area, ..AreasScreen::default() });
        if let Screen::Plan(plan) = std::mem::replace(&mut model.screen, areas) {
            model.resting = Some(plan);
        }
        model.overlays.clear();
    }
    effects.push(facts::list_areas(model));
    effects
}

fn period_picker(model: &mut Model) {
    let Some(directory) = &model.directory else {
        return;
    };
    let mut items = vec![Choice { id: String::new(), label: "Each area's current plan".into() }];
    items.extend(directory.periods.iter().map(|id| Choice { id: id.clone(), label: id.clone() }));
    let on = vec![directory.period.clone().unwrap_or_default()];
    let picker = Picker::new("Which period?", items, on, Many::One, PickerFor::Period);
    model.overlays.push(Overlay::Picker(Box::new(picker)));
}

fn on_welcome(model: &mut Model, command: Command) -> Vec<Effect> {
    let Screen::Welcome(welcome) = &mut model.screen else {
        return Vec::new();
    };
    match command {
        Command::Up => welcome.chosen = welcome.chosen.saturating_sub(1),
        Command::Down => welcome.chosen = (welcome.chosen + 1).min(WELCOME.len() - 1),
        Command::First => welcome.chosen = 0,
        Command::Last => welcome.chosen = WELCOME.len() - 1,
        Command::Open => match welcome.chosen {
            0 => afar::ask(model),
            1 => return vec![Effect::StartHere],
            2 => return vec![Effect::OpenExample],
            _ => model.overlays.push(texts::tour(0)),
        },
        _ => {}
    }
    Vec::new()
}

fn on_areas(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = isize::try_from(model.size.1).unwrap_or(24) - 8;
    let Screen::Areas(areas) = &mut model.screen else {
        return Vec::new();
    };
    let told = &model.told.for_you;
    let above = areas.above.filter(|at| *at < told.len());
    if command != Command::Open {
        areas.above = None;
    }
    match command {
        // The lines for this user stand above the first area.
        Command::Up if above.is_none() && areas.is_first() && !told.is_empty() && areas.filter.is_empty() => {
            areas.above = Some(told.len() - 1);
        }
        Command::Up if let Some(at) = above => areas.above = Some(at.saturating_sub(1)),
        Command::Down if let Some(at) = above => areas.above = Some(at + 1).filter(|at| *at < told.len()),
        Command::Open if let Some(one) = above.and_then(|at| told.get(at)) => {
            return match &one.place {
                Some(place) => {
                    let (area, period) = (place.area().to_owned(), place.period().to_owned());
                    vec![Effect::OpenPlan { area, period }]
                }
                None if one.kind == Line::Unsettled => run(model, Command::Settle),
                None => run(model, Command::Sync),
            };
        }
        Command::Up => areas.step(-1),
        Command::Down => areas.step(1),
        Command::PageUp => areas.step(-page),
        Command::PageDown => areas.step(page),
        Command::First => areas.chosen = 0,
        Command::Last => areas.step(isize::MAX),
        Command::Filter => areas.filtering = Filtering::Open,
        Command::SaveNow => model.notice = Some("Everything is saved.".into()),
        Command::Remove => {
            let chosen = areas.chosen().map(|row| (row.id.clone(), row.period.clone()));
            return chosen.map(|(area, period)| Effect::RemovePlan { area, period }).into_iter().collect();
        }
        Command::Undo if model.restored == Restored::CanBeTakenBack => {
            model.restored = Restored::Not;
            return vec![Effect::TakeBackInList];
        }
        Command::Undo => return taking_back::ask(model),
        Command::Open | Command::New => {
            if let Some(problem) = areas.chosen().and_then(|row| row.problem()) {
                model.overlays.push(Overlay::Problem(Box::new(problem)));
                return Vec::new();
            }
            return areas.open().into_iter().collect();
        }
        _ => {}
    }
    Vec::new()
}
