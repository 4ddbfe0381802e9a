//! A plan moved to the edition that supersedes its own: shown first, then one step that undo takes back.

use super::commands::told;
use crate::check::Phase;
use crate::plan::FieldPath;
use crate::standards::migrate::{CLOSED, Migration, migrate};
use crate::standards::{Choice, Edition};
use crate::tui::model::{Model, Screen};
use crate::tui::overlay::{Many, Overlay, Picker, PickerFor, TextLine, TextPage, Then};
use crate::tui::plan::PlanScreen;

/// The editions that the plan can move to: those that supersede its own.
pub fn newer(plan: &PlanScreen) -> impl Iterator<Item = &Edition> {
    let own = &plan.around.edition.id;
    plan.around.known.iter().filter(move |edition| edition.supersedes.as_ref() == Some(own))
}

/// Shows what would go where; of several editions, asks first which.
pub fn begin(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    plan.take_in_field();
    let newer: Vec<Choice> =
        newer(plan).map(|edition| Choice { id: edition.id.clone(), label: edition.title.clone() }).collect();
    match newer.as_slice() {
        [] => {}
        [only] => show(model, &only.id),
        _ => {
            let title = "Move this plan to which edition?".to_owned();
            let picker = Picker::new(title, newer, Vec::new(), Many::One, PickerFor::Edition);
            model.overlays.push(Overlay::Picker(Box::new(picker)));
        }
    }
}

/// Shows what would go where on the way to an edition.
pub fn show(model: &mut Model, to: &str) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    let Some(to) = newer(plan).find(|edition| edition.id == to) else { return };
    let title = format!("Move this plan to {}?", to.title);
    let is_closed = plan.report.phase == Phase::Closed;
    let then = Then::Migrate(to.id.clone());
    let migration = migrate(&plan.doc, &plan.around.edition, to);
    if let Some(migration) = told(model, migration) {
        let mut lines = lines(&migration);
        if is_closed {
            lines.insert(1, TextLine::Plain(CLOSED.to_owned()));
        }
        let page = TextPage { title, lines, top: 0, then };
        model.overlays.push(Overlay::Text(Box::new(page)));
    }
}

fn lines(migration: &Migration) -> Vec<TextLine> {
    let first = "Nothing is lost, and Ctrl+Z takes it back. Enter moves it; Esc leaves it as it is.";
    let mut lines = vec![TextLine::Plain(first.to_owned())];
    for part in &migration.parts {
        lines.push(TextLine::Plain(String::new()));
        lines.push(TextLine::Heading(part.title.clone()));
        lines.extend(part.notes.iter().map(|note| TextLine::Plain(format!("- {}", note.line()))));
    }
    lines
}

/// Moves the plan.
pub fn carry_out(model: &mut Model, to: &str) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    let Some(to) = newer(plan).find(|edition| edition.id == to).cloned() else { return };
    let moved = migrate(&plan.doc, &plan.around.edition, &to)
        .and_then(|migration| plan.change(&migration.edit, &FieldPath::of(["edition"])).map(|()| migration));
    let Some(migration) = told(model, moved) else { return };
    if let Screen::Plan(plan) = &mut model.screen {
        plan.go_to_section(0);
    }
    let kept = match migration.kept() {
        0 => String::new(),
        1 => " One text wants a place: F8 finds it.".to_owned(),
        many => format!(" {many} texts want a place: F8 finds them."),
    };
    model.notice = Some(format!("Moved to {}.{kept} Ctrl+Z takes it back.", to.id));
}
