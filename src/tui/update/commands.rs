//! What each command does.

use super::keys::{close_quick, has_options};
use super::{facts, overlays, texts};
use crate::form::base::VENUES;
use crate::form::phrases;
use crate::form::{Field, Kind, RowManner, SectionId};
use crate::plan::{Cadence, FieldPath, Value};
use crate::problem::Problem;
use crate::standards::Choice;
use crate::tui::areas::{AreasScreen, Filtering};
use crate::tui::command::{COMMANDS, Command};
use crate::tui::model::{Ending, Model, Screen, WELCOME};
use crate::tui::msg::{Effect, Switch, WasAt};
use crate::tui::overlay::{
    FlagList, Many, NEW_VENUE, Overlay, Palette, Picker, PickerFor, TablePaste, VenueList,
};
use crate::tui::plan::flags::Counts;
use crate::tui::plan::{PageOf, PlanScreen};
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
        Command::Period => period_picker(model),
        Command::Venues => {
            if let Screen::Plan(plan) = &mut model.screen {
                plan.leave_field();
                plan.enter_field();
            }
            model.overlays.push(Overlay::Venues(VenueList::default()));
        }
        _ if !model.overlays.is_empty() => return overlays::run(model, command),
        _ => {
            return match model.screen {
                Screen::Welcome(_) => on_welcome(model, command),
                Screen::Areas(_) => on_areas(model, command),
                Screen::Plan(_) => on_plan(model, command),
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
        C::AreaList | C::Period | C::Venues if model.directory.is_none() => Some("No plans are open yet."),
        C::AreaList | C::Period | C::Venues => None,
        C::Up | C::Down | C::PageUp | C::PageDown | C::First | C::Last | C::Open | C::New => None,
        _ if !model.overlays.is_empty() => None,
        C::Filter if on_areas => None,
        _ => {
            let Some(plan) = plan else {
                return Some("Open a plan first.");
            };
            let on_rows = plan.list_in_focus().is_some();
            match command {
                C::Undo if !plan.history.can_undo() => Some("There is nothing to undo."),
                C::Redo if !plan.history.can_redo() => Some("There is nothing to do again."),
                C::Filter | C::Duplicate | C::Remove | C::NewBlank | C::Column if !on_rows => {
                    Some("Go to a list first.")
                }
                C::Duplicate | C::Remove if is_fixed(plan) => Some("There is one for each neighbourhood."),
                C::NewBlank if is_fixed(plan) => Some("There is one for each neighbourhood."),
                C::Choose if !plan.field().is_some_and(has_options) => {
                    Some("This field has no list to choose from.")
                }
                C::Elsewhere if plan.input.is_none() => Some("Go to a text first."),
                C::Cut | C::SelectAll | C::PasteHere if plan.input.is_none() && plan.quick.is_none() => {
                    Some("Go to a text first.")
                }
                C::FillDown if plan.page().of == PageOf::Section => {
                    Some("Open a row and go to the field first.")
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
fn told<T>(model: &mut Model, result: Result<T, Problem>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(problem) => {
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            None
        }
    }
}

/// One change to the text that has the focus.
pub fn write(model: &mut Model, command: TextCommand) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
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
    let mut effects = Vec::new();
    if let Screen::Plan(plan) = &mut model.screen {
        effects.push(remember(plan));
        plan.leave_field();
        plan.enter_field();
    }
    model.ending = Ending::AsSoonAsSaved;
    if let Screen::Plan(plan) = &mut model.screen {
        effects.append(&mut plan.outbox);
    }
    effects.push(Effect::Finish);
    effects
}

/// What is to be done before the program ends by a signal: nobody is asked, nothing is lost.
pub fn leave_at_once(model: &mut Model) -> Vec<Effect> {
    leave(model)
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

fn remember(plan: &PlanScreen) -> Effect {
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
            if plan.close_page() {
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

fn to_areas(model: &mut Model) -> Vec<Effect> {
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
        model.screen = Screen::Areas(AreasScreen { came_from: area, ..AreasScreen::default() });
        model.overlays.clear();
    }
    effects.push(facts::list_areas(model));
    effects
}

fn period_picker(model: &mut Model) {
    let Some(directory) = &model.directory else {
        return;
    };
    let mut items = vec![Choice { id: String::new(), label: "Each area's plan of today".into() }];
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
            0 => return vec![Effect::StartHere],
            1 => return vec![Effect::OpenExample],
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
    match command {
        Command::Up => areas.step(-1),
        Command::Down => areas.step(1),
        Command::PageUp => areas.step(-page),
        Command::PageDown => areas.step(page),
        Command::First => areas.chosen = 0,
        Command::Last => areas.step(isize::MAX),
        Command::Filter => areas.filtering = Filtering::Open,
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

fn on_plan(model: &mut Model, command: Command) -> Vec<Effect> {
    let page_rows = isize::try_from(model.size.1).unwrap_or(24) - 10;
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
        Command::Choose => choose(model),
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
            if let Some(list) = list {
                let result = plan.remove_chosen(&list);
                if let Some(Some(row)) = told(model, result) {
                    model.notice = Some(format!("Removed: {}. Ctrl+Z brings it back.", row.title));
                }
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
            let result = plan.fill_down();
            model.notice = told(model, result).map(|filled| match filled {
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
            plan.leave_field();
            plan.enter_field();
            plan.save();
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
            plan.leave_field();
            plan.enter_field();
            model.overlays.push(Overlay::Flags(FlagList::default()));
        }
        Command::Year => model.overlays.push(texts::year(plan, model.theme)),
        Command::Standard => {
            if let Some(page) = texts::standard(plan) {
                model.overlays.push(page);
            }
        }
        Command::SetAside => set_aside(model),
        Command::Record => {
            plan.leave_field();
            plan.enter_field();
            plan.save();
            let file = plan.place.file.clone();
            let mut effects = std::mem::take(&mut plan.outbox);
            effects.push(Effect::PrepareRecord { file });
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
    match plan.step_flag(by) {
        Some(_) => {}
        None => model.notice = Some("There are no flags. Nothing is missing.".into()),
    }
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
        None => {
            let chosen = plan.summary_chosen;
            if chosen < plan.report.findings.len() {
                plan.go_to_flag(chosen);
            } else {
                return run(model, Command::Record);
            }
        }
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

/// Opens the list of a field that has one.
fn choose(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let Some(Field { path, label, kind, .. }) = plan.field().cloned() else {
        return;
    };
    plan.history.close();
    let (items, many) = match kind {
        Kind::Choice(choices) => (choices, Many::One),
        Kind::List(choices) => (choices, Many::Several),
        Kind::Cadence => (
            Cadence::ALL
                .map(|cadence| Choice { id: cadence.id().into(), label: phrases::describe_cadence(cadence) })
                .to_vec(),
            Many::One,
        ),
        Kind::Weekday => (weekdays_of_month(), Many::One),
        Kind::YesNo => {
            (["yes", "no"].map(|id| Choice { id: id.into(), label: id.into() }).to_vec(), Many::One)
        }
        _ => return,
    };
    let on: Vec<String> = match plan.doc.get(&path) {
        Some(Value::List(items)) => {
            items.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect()
        }
        Some(Value::Text(text)) => vec![text],
        Some(Value::Boolean(is)) => vec![if is { "yes" } else { "no" }.into()],
        _ => Vec::new(),
    };
    // What was typed and is on no list stays chosen, so that choosing loses nothing.
    let mut items = items;
    for id in on.iter().filter(|_| many == Many::Several) {
        if !items.iter().any(|item| item.id == *id) {
            items.push(Choice { id: id.clone(), label: id.clone() });
        }
    }
    if path.leaf() == VENUES {
        items.push(Choice { id: NEW_VENUE.into(), label: "+ A new venue for the book".into() });
    }
    model.overlays.push(Overlay::Picker(Box::new(Picker::new(
        label,
        items,
        on,
        many,
        PickerFor::Field(path),
    ))));
}

fn weekdays_of_month() -> Vec<Choice> {
    let mut choices = Vec::new();
    for weekday in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        for nth in ["first", "second", "third", "fourth", "last"] {
            let id = format!("{nth} {weekday}");
            choices.push(Choice { label: id.clone(), id });
        }
    }
    choices
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

/// A table pasted on a list of rows: offered as rows, a column each.
pub fn paste_table(model: &mut Model, list: &FieldPath, text: &str) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else {
        return Vec::new();
    };
    let Some(rows) = plan.rows_of(list).filter(|rows| rows.manner != RowManner::Neighbourhoods) else {
        model.notice = Some("Nothing can be pasted here. Open a neighbourhood first.".into());
        return Vec::new();
    };
    let fields: Vec<(&str, &str)> =
        rows.columns.iter().map(|column| (column.path.leaf(), column.label.as_str())).collect();
    let table = phrases::table(text).unwrap_or_else(|| {
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| vec![line.trim().to_owned()]).collect()
    });
    if table.is_empty() {
        return Vec::new();
    }
    let guessed = phrases::guess_columns(&table, &fields);
    let mut columns: Vec<Option<String>> = guessed.columns;
    // Something must be the title.
    if let Some(first) = rows.columns.first().map(|column| column.path.leaf().to_owned())
        && !columns.contains(&Some(first.clone()))
        && let Some(free) = columns.iter_mut().find(|column| column.is_none())
    {
        *free = Some(first);
    }
    model.overlays.push(Overlay::Table(Box::new(TablePaste {
        list: list.clone(),
        skip: usize::from(guessed.header == phrases::Header::Present),
        rows: table,
        columns,
        chosen: 0,
    })));
    Vec::new()
}

impl PlanScreen {
    /// The next field of the page, or the one before; from the last to the first.
    pub fn step_field(&mut self, by: isize) {
        let count = self.page().fields.len();
        if count > 0 {
            let next = (self.page().focus as isize + by).rem_euclid(count as isize);
            self.focus(next as usize);
        }
    }

    /// The next section, or the one before; from the last to the first.
    pub fn step_section(&mut self, by: isize) {
        let count = self.form.sections.len() as isize;
        self.go_to_section((self.section as isize + by).rem_euclid(count) as usize);
    }

    /// Moves the choice in a list of rows.
    pub fn step_row(&mut self, list: &FieldPath, by: isize) {
        let last = self.shown_rows(list).len().saturating_sub(1);
        let state = self.list_state(list);
        state.chosen = state.chosen.min(last).saturating_add_signed(by).min(last);
    }

    /// The same; a step beyond the first or last row goes to the field before or behind, so that the arrows
    /// reach everything.
    fn step_row_or_field(&mut self, list: &FieldPath, by: isize) {
        let last = self.shown_rows(list).len().saturating_sub(1);
        let chosen = self.list_state(list).chosen.min(last);
        match by {
            -1 if chosen == 0 => self.step_field(-1),
            1 if chosen == last => self.step_field(1),
            by => self.step_row(list, by),
        }
    }

    /// Moves the choice on the summary: the flags, then recording.
    pub fn step_summary(&mut self, by: isize) {
        let last = self.report.findings.len();
        self.summary_chosen = self.summary_chosen.min(last).saturating_add_signed(by).min(last);
    }

    /// The flags of the plan, counted.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.report.findings)
    }
}
