//! What the commands of an open plan do.

use super::commands::{run, told, write};
use super::{choices, migrating, recording, texts, venues, waiving};
use crate::form::{RowManner, SectionId};
use crate::plan::{FieldPath, Value};
use crate::standards::Choice;
use crate::tui::command::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{FlagList, Many, Overlay, Picker, PickerFor};
use crate::tui::plan::PlanScreen;
use crate::tui::plan::flags::Stepped;
use crate::tui::plan::waivers::OnSummary;
use crate::tui::text::TextCommand;

/// Goes to a standard by its number.
pub fn go_to_standard(model: &mut Model, number: u32) -> Vec<Effect> {
    if let Screen::Plan(plan) = &mut model.screen {
        let wanted = number.to_string();
        if let Some(section) = plan.form.sections.iter().position(|section| section.short == wanted) {
            plan.go_to_section(section);
        }
    }
    Vec::new()
}

pub fn on_plan(model: &mut Model, command: Command) -> Vec<Effect> {
    if command == Command::Undo && venues::is_last_changed(model) {
        return venues::undo(model);
    }
    if command == Command::Undo && waiving::is_last_allowed(model) {
        model.allowed_at = None;
        return vec![Effect::TakeBackAllowed];
    }
    let page_rows = isize::try_from(model.size.1).unwrap_or(24) - 10;
    let page_rows = page_rows.max(1);
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    let list = plan.list_in_focus();
    match command {
        Command::NextField => plan.step_field(1),
        Command::PreviousField => plan.step_field(-1),
        Command::NextSection => plan.step_section(1),
        Command::PreviousSection => plan.step_section(-1),
        Command::Area => plan.go_to_section(0),
        Command::Priorities => plan.go_to_section(1),
        Command::Summary => plan.go_to_section(usize::MAX),
        Command::Section => {
            let sections = plan.form.sections.iter().enumerate();
            let items = sections
                .map(|(at, section)| Choice { id: at.to_string(), label: section.title.clone() })
                .collect();
            let on = vec![plan.section.to_string()];
            let picker = Picker::new("Go to which section?", items, on, Many::One, PickerFor::Section);
            model.overlays.push(Overlay::Picker(Box::new(picker)));
        }
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => {
            let by = match command {
                Command::Up => -1,
                Command::Down => 1,
                Command::PageUp => -page_rows,
                Command::PageDown => page_rows,
                Command::First => isize::MIN,
                _ => isize::MAX,
            };
            match list {
                Some(list) => plan.step_row_or_field(&list, by),
                None => plan.step_summary(by),
            }
        }
        Command::Open => return open(model, list),
        Command::Choose => choices::choose(model),
        Command::New => return new_row(model, list),
        Command::NewBlank => new_blank(model, list),
        Command::Duplicate => {
            if let Some(list) = list {
                let result = plan.duplicate_chosen(&list);
                if told(model, result).is_some() {
                    model.notice =
                        Some("Another like it is below. Enter opens it; change what differs.".into());
                }
            }
        }
        Command::Remove => {
            let result = match list {
                Some(list) => plan.remove_chosen(&list).map(|row| row.map(|row| row.title)),
                None if plan.is_kept() => plan.remove_kept(),
                None => plan.remove_waiver().map(|row| row.map(|row| row.title)),
            };
            if let Some(Some(title)) = told(model, result) {
                model.notice = Some(format!("Removed: {title}. Ctrl+Z brings it back."));
            }
        }
        Command::Filter => plan.filtering = list,
        Command::Column => {
            if let Some(list) = list
                && let Some(rows) = plan.rows_of(&list)
            {
                let items = rows
                    .columns
                    .iter()
                    .map(|column| Choice { id: column.path.leaf().into(), label: column.label.clone() })
                    .collect();
                let goal = PickerFor::Column(list);
                model.overlays.push(Overlay::Picker(Box::new(Picker::new(
                    "Which column, for all rows?",
                    items,
                    Vec::new(),
                    Many::One,
                    goal,
                ))));
            }
        }
        Command::FillDown => {
            let is_empty =
                plan.field().is_none_or(|field| plan.doc.get(&field.path).is_none_or(|of| of.is_blank()));
            let result = plan.fill_down();
            model.notice = told(model, result).map(|filled| match filled {
                _ if is_empty => {
                    "This one is empty. Go to the one whose text the others are to have.".to_owned()
                }
                0 => "No other row had it empty.".to_owned(),
                1 => "Filled in 1 other row that had none.".to_owned(),
                filled => format!("Filled in {filled} other rows that had none."),
            });
        }
        Command::Undo => {
            let result = plan.undo();
            if let Some(false) = told(model, result) {
                model.notice = Some("There is nothing to undo.".into());
            }
        }
        Command::Redo => {
            let result = plan.redo();
            if let Some(false) = told(model, result) {
                model.notice = Some("There is nothing to do again.".into());
            }
        }
        Command::SaveNow => {
            plan.take_in_field();
            plan.save_again();
            model.notice = Some("It saves by itself within a second; now too.".into());
        }
        Command::NextFlag => return step_flag(model, 1),
        Command::PreviousFlag => return step_flag(model, -1),
        Command::Mend => {
            let result = plan.mend_here();
            if let Some(Some(label)) = told(model, result) {
                model.notice = Some(format!("Done: {label}. Ctrl+Z takes it back."));
            }
        }
        Command::Flags => {
            plan.take_in_field();
            model.overlays.push(Overlay::Flags(FlagList::default()));
        }
        Command::Year => model.overlays.push(texts::year(plan, model.theme)),
        Command::Standard => {
            if let Some(page) = texts::standard(plan) {
                model.overlays.push(page);
            }
        }
        Command::SetAside => set_aside(model),
        Command::Migrate => migrating::begin(model),
        Command::Record => {
            plan.take_in_field();
            plan.save_again();
            let file = plan.place.file.clone();
            let mut effects = std::mem::take(&mut plan.outbox);
            if !recording::is_stopped(model) {
                effects.push(Effect::PrepareRecord { file });
            }
            return effects;
        }
        Command::Elsewhere => {
            if let Some(input) = &plan.input {
                return vec![Effect::Edit { text: input.area.text().to_owned() }];
            }
        }
        Command::Copy => {
            if plan.input.as_ref().is_some_and(|input| input.area.selection().is_some()) {
                return write(model, TextCommand::Copy);
            }
            model.notice = Some("Nothing is selected. Ctrl+Q leaves; everything is saved.".into());
        }
        Command::Cut => return write(model, TextCommand::Cut),
        Command::SelectAll => return write(model, TextCommand::SelectAll),
        Command::PasteHere => {
            let text = model.clipboard.clone();
            return write(model, TextCommand::Paste(text));
        }
        _ => {}
    }
    Vec::new()
}

fn step_flag(model: &mut Model, by: isize) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    model.notice = match plan.step_flag(by) {
        Stepped::On => None,
        Stepped::Around if by > 0 => Some("That was the last flag; this is the first.".into()),
        Stepped::Around => Some("That was the first flag; this is the last.".into()),
        Stepped::Nowhere => Some("There are no flags. Nothing is missing.".into()),
    };
    Vec::new()
}

fn open(model: &mut Model, list: Option<FieldPath>) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    match list {
        Some(list) => {
            if plan.rows(&list).is_empty() {
                return new_row(model, Some(list));
            }
            let result = plan.open_chosen(&list);
            told(model, result);
        }
        None => match plan.on_summary() {
            OnSummary::Flag(number) => match texts::of_comment(model, number) {
                Some(page) => model.overlays.push(page),
                None => {
                    if let Screen::Plan(plan) = &mut model.screen {
                        plan.go_to_flag(number);
                    }
                }
            },
            OnSummary::Waiver(_) => {
                if let Some(row) = plan.chosen_waiver() {
                    plan.open_row(&PlanScreen::waiver_list(), &row.key);
                }
            }
            OnSummary::Record => return run(model, Command::Record),
            OnSummary::Sync => return run(model, Command::Sync),
        },
    }
    Vec::new()
}

fn new_row(model: &mut Model, list: Option<FieldPath>) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    let Some(list) = list else {
        model.notice = Some("Go to a list first.".into());
        return Vec::new();
    };
    match plan.rows_of(&list).map(|rows| rows.manner) {
        Some(RowManner::Activities) => plan.open_quick(list),
        Some(RowManner::Free) => new_blank(model, Some(list)),
        _ => model.notice = Some("There is one for each neighbourhood; Enter opens it.".into()),
    }
    Vec::new()
}

fn new_blank(model: &mut Model, list: Option<FieldPath>) {
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let Some(list) = list else {
        return;
    };
    let result = plan.add_row(&list, Vec::new());
    if let Some(id) = told(model, result)
        && let Screen::Plan(plan) = &mut model.screen
    {
        plan.open_row(&list, &id);
    }
}

/// Sets the standard aside, or takes it back in: the field for the reason comes and goes with it.
fn set_aside(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let SectionId::Standard(id) = plan.section_id().clone() else {
        return;
    };
    let path = FieldPath::of(["standards", id.as_str(), "not-applicable"]);
    let is_aside = plan.doc.get(&path).is_some();
    let result = plan.set(&path, if is_aside { None } else { Some(Value::from("")) });
    if told(model, result).is_none() {
        return;
    }
    if let Screen::Plan(plan) = &mut model.screen
        && !is_aside
    {
        plan.go_to(&path);
        model.notice = Some("Set aside. Say why; the same command takes it back in.".into());
    }
}
