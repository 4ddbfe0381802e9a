//! What the commands do on the versions of a plan.

use super::{Against, Coming, VersionList, VersionPage, VersionRow};
use crate::plan::FieldPath;
use crate::plan::edit::Edit;
use crate::problem::Problem;
use crate::report::differences::{Difference, brought_back};
use crate::tui::command::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then, scroll};

/// More are asked for when so few are left below the bar.
const FEW: usize = 20;

/// Opens the versions of the open plan, or of the area under the bar.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let (file, name) = match &mut model.screen {
        Screen::Plan(plan) => {
            plan.take_in_field();
            plan.save_again();
            // What is compared with now is what is on the disk by then.
            effects.append(&mut plan.outbox);
            (plan.place.file.clone(), format!("{}, {}", plan.place.name, plan.place.period))
        }
        Screen::Areas(areas) => {
            let Some(row) = areas.chosen() else { return effects };
            (format!("{}/{}.toml", row.period, row.id), format!("{}, {}", row.name, row.period))
        }
        _ => return effects,
    };
    let list = VersionList { file: file.clone(), name, rows: Vec::new(), coming: Coming::Asked, chosen: 0 };
    model.overlays.push(Overlay::Versions(Box::new(list)));
    effects.push(Effect::ListVersions { file });
    effects
}

/// Why the versions cannot be shown; nothing when they can.
pub fn why_not(model: &Model, command: Command) -> Option<&'static str> {
    match (command, model.overlays.last()) {
        (Command::History, None) => match &model.screen {
            Screen::Plan(_) => None,
            Screen::Areas(areas) if areas.chosen().is_some() => None,
            _ => Some("Open a plan first."),
        },
        (Command::History, Some(_)) => Some("Close this first."),
        (Command::Restore, Some(Overlay::Version(page))) if page.row.entry.content.is_some() => None,
        (Command::Restore, Some(Overlay::Versions(list))) => match list.rows.get(list.chosen) {
            Some(row) if row.entry.content.is_some() => None,
            Some(_) => Some("This version took the plan away: choose the one before it."),
            None => Some("There is no version to bring back."),
        },
        (Command::Restore, Some(Overlay::Version(_))) => {
            Some("This version took the plan away: choose the one before it.")
        }
        (Command::Compare, Some(Overlay::Version(_))) => None,
        (Command::Compare, Some(Overlay::Versions(list))) if list.rows.is_empty() => {
            Some("There is no version to compare.")
        }
        (Command::Compare, Some(Overlay::Versions(_))) => None,
        _ => Some("Open a version first: the command “Versions of this plan”."),
    }
}

/// A command on the list.
pub fn on_list(model: &mut Model, command: Command, page: usize) -> Vec<Effect> {
    let Some(Overlay::Versions(list)) = model.overlays.last_mut() else { return Vec::new() };
    let last = list.rows.len().saturating_sub(1);
    list.chosen = match command {
        Command::Up => list.chosen.saturating_sub(1),
        Command::Down => list.chosen.saturating_add(1).min(last),
        Command::PageUp => list.chosen.saturating_sub(page),
        Command::PageDown => list.chosen.saturating_add(page).min(last),
        Command::First => 0,
        Command::Last => last,
        _ => list.chosen.min(last),
    };
    match command {
        Command::Open | Command::Compare => {
            let Some(row) = list.rows.get(list.chosen).cloned() else { return Vec::new() };
            let file = list.file.clone();
            let against = if command == Command::Compare { Against::Now } else { Against::Before };
            let effect = compare(&file, &row, against);
            let page = VersionPage { file, row, against, differences: None, top: 0 };
            model.overlays.push(Overlay::Version(Box::new(page)));
            return vec![effect];
        }
        Command::Restore => return ask(model),
        _ if list.coming == Coming::More && list.chosen + FEW > last => {
            list.coming = Coming::Asked;
            return vec![Effect::MoreVersions];
        }
        _ => {}
    }
    Vec::new()
}

/// A command on one version.
pub fn on_page(model: &mut Model, command: Command, rows: usize) -> Vec<Effect> {
    let Some(Overlay::Version(page)) = model.overlays.last_mut() else { return Vec::new() };
    if scroll(&mut page.top, command, rows) {
        return Vec::new();
    }
    match command {
        Command::Compare => {
            page.against = page.against.other();
            page.differences = None;
            page.top = 0;
            return vec![compare(&page.file, &page.row, page.against)];
        }
        Command::Open => {
            model.overlays.pop();
        }
        Command::Restore => return ask(model),
        _ => {}
    }
    Vec::new()
}

fn compare(file: &str, row: &VersionRow, against: Against) -> Effect {
    Effect::CompareVersion { file: file.to_owned(), entry: Box::new(row.entry.clone()), against }
}

/// The version that is meant, and the file.
fn meant(model: &Model) -> Option<(String, VersionRow)> {
    meant_by(model.overlays.last()?)
}

fn meant_by(overlay: &Overlay) -> Option<(String, VersionRow)> {
    match overlay {
        Overlay::Versions(list) => Some((list.file.clone(), list.rows.get(list.chosen)?.clone())),
        Overlay::Version(page) => Some((page.file.clone(), page.row.clone())),
        _ => None,
    }
}

/// Asks whether to bring the version back, and looks at what that would change.
fn ask(model: &mut Model) -> Vec<Effect> {
    let Some((file, row)) = meant(model) else { return Vec::new() };
    let effect = compare(&file, &row, Against::Now);
    let lines = question(&row, None);
    let page = TextPage { title: "Bring this version back?".into(), lines, top: 0, then: Then::Restore };
    model.overlays.push(Overlay::Text(Box::new(page)));
    vec![effect]
}

/// What bringing a version back does, in words. What differs now from that version is nothing while it is looked for.
fn question(row: &VersionRow, since: Option<&[Difference]>) -> Vec<TextLine> {
    let changes = since.map_or_else(|| "looking at what changes …".to_owned(), brought_back);
    let stop = if since.is_some() { "." } else { "" };
    let lines = [
        "Enter brings it back; Esc leaves the plan as it is.".to_owned(),
        String::new(),
        format!(
            "This puts the whole plan back as it was on {}, in the version of {}: {changes}{stop}",
            row.when, row.who
        ),
        "What anybody wrote since goes out of the plan. A copy of what is in it now is kept, and Ctrl+Z takes this \
         back. Nothing is recorded by it."
            .to_owned(),
    ];
    lines.into_iter().map(TextLine::Plain).collect()
}

/// Brings the version that was asked about back.
pub fn restore(model: &mut Model) -> Vec<Effect> {
    let Some((file, row)) = meant(model) else { return Vec::new() };
    let entry = Box::new(row.entry);
    // In a plan that is open it is an edit, which undo takes back like any other.
    match &model.screen {
        Screen::Plan(_) => vec![Effect::FetchVersion { file, entry }],
        _ => vec![Effect::RestoreVersion { file, entry }],
    }
}

/// Versions were found.
pub fn listed(model: &mut Model, file: &str, rows: Vec<VersionRow>, coming: Coming) {
    for overlay in &mut model.overlays {
        if let Overlay::Versions(list) = overlay
            && list.file == file
        {
            list.rows.extend(rows);
            list.coming = coming;
            return;
        }
    }
}

/// A version was compared.
pub fn compared(model: &mut Model, id: &str, against: Against, differences: Vec<Difference>) {
    if against == Against::Now
        && let [.., below, Overlay::Text(page)] = model.overlays.as_mut_slice()
        && page.then == Then::Restore
        && let Some((_, row)) = meant_by(below)
        && row.entry.id == id
    {
        page.lines = question(&row, Some(&differences));
    }
    for overlay in &mut model.overlays {
        if let Overlay::Version(page) = overlay
            && page.row.entry.id == id
            && page.against == against
        {
            page.differences = Some(differences);
            return;
        }
    }
}

/// The text of a version that is to be brought back into the open plan.
pub fn fetched(model: &mut Model, file: &str, short: &str, text: &str) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    if plan.place.file != file {
        return;
    }
    if plan.doc.text() == text {
        model.notice = Some("The plan is as it was in that version already.".into());
        return;
    }
    let edit = Edit::Splice { at: 0, remove: plan.doc.text().to_owned(), insert: text.to_owned() };
    let result: Result<(), Problem> = plan.change(&edit, &FieldPath::root());
    match result {
        Ok(()) => {
            model.overlays.clear();
            model.notice = Some(format!("Brought back as in version {short}. Ctrl+Z takes it back."));
        }
        Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
    }
}
