//! Forms over a screen: recording, a venue, a waiver, a pasted table.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{boxed, lines_from};
use crate::tui::model::{Model, Screen};
use crate::tui::overlay::fields::{self, Fields};
use crate::tui::overlay::{RecordForm, TablePaste, VENUE_FIELDS, VenueForm, WAIVE_FIELDS, WaiveForm};
use crate::tui::text::{self, TextArea};
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{cell, wrap};

pub(super) fn record_box(model: &Model, form: &RecordForm, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "Record a version");
    let theme = model.theme;
    let mut y = inner.y;
    let intro = "A version keeps the plan as it is now, for good. Nothing leaves this computer.";
    for line in wrap(intro, usize::from(inner.width)).into_iter().filter(|_| inner.height >= 10) {
        put(frame.buffer_mut(), inner, inner.x, y, &line, theme.plain());
        y += 1;
    }
    let mut fields: Vec<(&str, &TextArea)> = vec![("What changed, in a few words", &form.message)];
    if let Some((name, email)) = &form.author {
        fields.push(("Your name or post, asked this once", name));
        fields.push(("Your work e-mail address", email));
    }
    // On a low screen one field at a time, so that nobody writes blind.
    let is_low = inner.height < 10;
    if is_low {
        y = inner.y;
    }
    for (at, (label, area)) in fields.into_iter().enumerate().filter(|(at, _)| !is_low || *at == form.focus) {
        let is_focus = at == form.focus;
        y += u16::from(inner.height > 12 || at == 0);
        put(
            frame.buffer_mut(),
            inner,
            inner.x,
            y,
            label,
            if is_focus { theme.strong() } else { theme.plain() },
        );
        y += 1;
        let place = Rect { x: inner.x, y, width: inner.width, height: 1 };
        if y < inner.bottom() {
            let cursor = text::draw(area, place, frame.buffer_mut(), theme.plain().underlined());
            if is_focus {
                drawn.cursor = cursor;
            }
        }
        y += 1;
    }
    if let Some((name, email)) = &form.known {
        let text = format!("Recorded by {name} <{email}>");
        put(frame.buffer_mut(), inner, inner.x, y + 1, &text, theme.plain());
    }
    if let Some(trouble) = &form.trouble {
        put(frame.buffer_mut(), inner, inner.x, inner.bottom().saturating_sub(1), trouble, theme.short());
    }
}

pub(super) fn venue_box(model: &Model, form: &VenueForm, frame: &mut Frame, drawn: &mut Drawn) {
    let title = if form.id.is_empty() { "A new venue" } else { "A venue" };
    let inner = boxed(model, frame, title);
    let shown = Fields {
        labels: &VENUE_FIELDS,
        areas: &form.fields,
        focus: form.focus,
        trouble: form.trouble.as_deref(),
        note: "Saved by itself. Esc goes back.",
    };
    fields::draw(model, inner, &shown, frame, drawn);
}

pub(super) fn waive_box(model: &Model, form: &WaiveForm, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "Ask for this flag to be set aside");
    let room = if inner.height >= 12 { 3 } else { 1 };
    let lines = wrap(&form.message, usize::from(inner.width));
    let shown = lines.len().min(room);
    lines_from(frame, inner, lines.into_iter().take(room).map(|line| (line, model.theme.plain())));
    let below = u16::try_from(shown).unwrap_or(0) + u16::from(inner.height >= 12);
    let area = Rect { y: inner.y + below, height: inner.height.saturating_sub(below), ..inner };
    let shown = Fields {
        labels: &WAIVE_FIELDS,
        areas: &form.fields,
        focus: form.focus,
        trouble: form.trouble.as_deref(),
        note: "It counts when a reviewer accepts it; until then the flag stands.",
    };
    fields::draw(model, area, &shown, frame, drawn);
}

pub(super) fn table_box(model: &Model, table: &TablePaste, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "A pasted table: a row each");
    let theme = model.theme;
    let labels: Vec<(String, String)> = match &model.screen {
        Screen::Plan(plan) => plan
            .rows_of(&table.list)
            .map(|rows| rows.columns.iter().map(|c| (c.path.leaf().to_owned(), c.label.clone())).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let count = table.rows.len().saturating_sub(table.skip);
    let skipped = if table.skip > 0 { "; the first row holds headings" } else { "" };
    let head = format!("{count} rows will be added{skipped}. Each column goes into:");
    put(frame.buffer_mut(), inner, inner.x, inner.y, &head, theme.plain());
    let name = usize::from(inner.width) / 3;
    for (at, goal) in table.columns.iter().enumerate() {
        let y = inner.y + 2 + u16::try_from(at).unwrap_or(u16::MAX);
        if y >= inner.bottom() {
            break;
        }
        let label = goal
            .as_ref()
            .and_then(|id| labels.iter().find(|(of, _)| of == id))
            .map_or("(left out)", |(_, label)| label.as_str());
        let sample: Vec<&str> = table
            .rows
            .iter()
            .skip(table.skip)
            .take(3)
            .map(|row| row.get(at).map_or("", String::as_str))
            .collect();
        let is_chosen = at == table.chosen;
        let style = if is_chosen { theme.chosen() } else { theme.plain() };
        let mark = if is_chosen { ">" } else { " " };
        let text = format!("{mark} {} {}", cell(label, name), sample.join(" | "));
        put(frame.buffer_mut(), inner, inner.x, y, &text, style);
        if is_chosen {
            drawn.cursor = Some(Position { x: inner.x, y });
        }
    }
}
