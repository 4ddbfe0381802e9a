//! A plan moved to the edition that supersedes its own: shown first, then one step that undo takes back.

use super::commands::told;
use crate::plan::FieldPath;
use crate::standards::Edition;
use crate::standards::migrate::{Migration, migrate};
use crate::tui::model::{Model, Screen};
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then};
use crate::tui::plan::PlanScreen;

/// The edition that the plan can move to.
pub fn newer(plan: &PlanScreen) -> Option<&Edition> {
    let own = &plan.around.edition.id;
    plan.around.known.iter().find(|edition| edition.supersedes.as_ref() == Some(own))
}

/// Shows what would go where.
pub fn show(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    plan.leave_field();
    plan.enter_field();
    let Some(to) = newer(plan) else { return };
    let title = format!("Move this plan to {}?", to.title);
    let migration = migrate(&plan.doc, &plan.around.edition, to);
    if let Some(migration) = told(model, migration) {
        let page = TextPage { title, lines: lines(&migration), top: 0, then: Then::Migrate };
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
pub fn carry_out(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    let Some(to) = newer(plan).cloned() else { return };
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
