//! The last look before both sides are brought together: each place, and what will stand there.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::view::{self, Line, gone};
use super::{Conflicts, Ending};
use crate::git::sync::conflicts::Layer;
use crate::plan::merge::Take;
use crate::plan::printable::printable;
use crate::report::clash::Clash;
use crate::tui::model::Model;
use crate::tui::overlay::view::boxed;
use crate::tui::view::Drawn;
use crate::tui::view::words::{cut, width, wrap};

/// Rows of the text that will stand in a place, at most.
const ROWS: usize = 2;

/// Tells the scrolling how much room there is.
pub fn fit(conflicts: &mut Conflicts, inner: Rect) {
    if conflicts.look.is_none() {
        return;
    }
    let lines = lines(conflicts, usize::from(inner.width), Style::new(), Style::new()).len();
    let rows = usize::from(inner.height.saturating_sub(view::FOOT));
    if let Some(top) = &mut conflicts.look {
        *top = (*top).min(lines.saturating_sub(rows));
    }
}

/// Draws it from a line on.
pub fn draw(model: &Model, conflicts: &Conflicts, top: usize, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "A last look: this is what will stand there");
    let lines = lines(conflicts, usize::from(inner.width), model.theme.strong(), model.theme.plain());
    let body = Rect { height: inner.height.saturating_sub(view::FOOT), ..inner };
    let words = foot(conflicts, usize::from(inner.width));
    view::page(model, inner, body, (lines, top), &words, frame, drawn);
}

/// What Enter does.
fn foot(conflicts: &Conflicts, cells: usize) -> String {
    if conflicts.ending == Ending::Asked {
        return "Bringing both sides together …".into();
    }
    if conflicts.is_under_way() {
        return "Keeping what you decided …".into();
    }
    let forms = if is_left(conflicts) {
        ["Enter writes the plan; nothing is recorded yet.", "Enter writes the plan."]
    } else {
        ["Enter makes one version of both; nothing is sent yet.", "Enter makes one version of both."]
    };
    forms.into_iter().find(|form| width(form) <= cells).unwrap_or(forms[1]).to_owned()
}

/// Whether it is what git left in the files, which is written and not recorded.
pub fn is_left(conflicts: &Conflicts) -> bool {
    conflicts.places.iter().any(|place| place.open.layer == Layer::Left)
}

/// Each place, line by line.
fn lines(conflicts: &Conflicts, cells: usize, strong: Style, plain: Style) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut plan = None;
    for place in &conflicts.places {
        if plan.replace(&place.plan) != Some(&place.plan) {
            if !out.is_empty() {
                out.push(Vec::new());
            }
            out.extend(wrap(&place.plan, cells).into_iter().map(|line| vec![(line, strong)]));
        }
        out.extend(wrap(&place.field, cells).into_iter().map(|line| vec![(line, strong)]));
        let said = will_be(place);
        let mut rows = wrap(&said, cells.saturating_sub(2));
        if rows.len() > ROWS {
            rows.truncate(ROWS);
            if let Some(last) = rows.last_mut() {
                *last = cut(&format!("{last} …"), cells.saturating_sub(2));
            }
        }
        out.extend(rows.into_iter().map(|row| vec![(format!("  {row}"), plain)]));
    }
    out
}

/// Whose words are taken, and which those are.
fn will_be(place: &Clash) -> String {
    let (whose, text) = match &place.open.choice {
        None => return "Not settled yet.".into(),
        Some(Take::Mine) => ("Mine", place.mine.clone()),
        Some(Take::Theirs) => ("Theirs", place.theirs.clone()),
        Some(Take::Both) => ("Both", place.both.clone()),
        Some(Take::Text(value)) => {
            let text = place.anew.clone().or_else(|| value.as_text().map(str::to_owned));
            ("Written anew", text.or_else(|| Some("…".into())))
        }
    };
    let text = gone(text.as_deref()).unwrap_or_else(|| printable(text.as_deref().unwrap_or_default()).into());
    format!("{whose}: {text}")
}
