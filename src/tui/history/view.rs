//! The versions of a plan, drawn.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Against, Coming, Sent, VersionList, VersionPage};
use crate::plan::diff::Piece;
use crate::report::differences::{Difference, MARKS, marked};
use crate::tui::model::Model;
use crate::tui::overlay::view::{Listed, boxed, lines_from, listed};
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{cell, counted, wrap};

/// The columns of a day: "22 Nov 2026".
const DAY: usize = 11;

/// The list, with all that is known of the chosen one beneath.
pub fn list_box(model: &Model, list: &VersionList, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, &format!("Versions: {}", list.name));
    let detail_rows = match inner.height {
        12.. => 5,
        8.. => 3,
        _ => 0,
    };
    let gap = u16::from(detail_rows > 0);
    let area = Rect { height: inner.height.saturating_sub(detail_rows + gap), ..inner };
    let room = usize::from(inner.width);
    let who = (room / 3).min(28);
    let rows = list
        .rows
        .iter()
        .map(|row| {
            let unsent = if row.sent == Sent::Not { "(not sent) " } else { "" };
            // On a narrow screen the day says enough; the rest is beneath, or on the version's own page.
            let text = match room {
                ..50 => format!("{}  {unsent}{}", row.when.get(..DAY).unwrap_or(&row.when), row.what),
                _ => format!("{}  {}  {unsent}{}", row.when, cell(&row.who, who), row.what),
            };
            (text, model.theme.plain())
        })
        .collect();
    if list.rows.is_empty() {
        let words = match list.coming {
            Coming::Asked => "Looking for versions …",
            _ => "No version of this plan is recorded yet. F9 in the plan records one.",
        };
        lines_from(frame, inner, wrap(words, room).into_iter().map(|line| (line, model.theme.plain())));
        drawn.cursor = Some(Position { x: inner.x, y: inner.y });
        return;
    }
    listed(model, area, Listed { query: None, chosen: list.chosen, rows, empty: "" }, frame, drawn);
    if let Some(row) = list.rows.get(list.chosen) {
        let unsent = if row.sent == Sent::Not { " Not sent yet." } else { "" };
        let mut text = vec![format!("Version {}, {}, {}.{unsent}", row.entry.short(), row.when, row.who)];
        text.push(row.entry.note.clone());
        text.push(format!("Changed: {}", row.what));
        let lines = text.iter().flat_map(|line| wrap(line, room)).map(|line| (line, model.theme.plain()));
        let below = Rect { y: area.bottom() + gap, height: detail_rows, ..inner };
        lines_from(frame, below, lines);
    }
}

/// One version: field by field, what it took away between `[-` and `-]`, what it added between `{+` and `+}`.
pub fn page_box(model: &Model, page: &VersionPage, frame: &mut Frame, drawn: &mut Drawn) {
    let title = match page.against {
        Against::Before => format!("{}, {}: what it changed", page.row.when, page.row.who),
        Against::Now => format!("{}, {}: what changed since", page.row.when, page.row.who),
    };
    let inner = boxed(model, frame, &title);
    let lines = lines(model, page, usize::from(inner.width));
    let rows = usize::from(inner.height);
    let top = page.top.min(lines.len().saturating_sub(rows));
    let below = lines.len().saturating_sub(top + rows);
    let mut change = Change::None;
    for (at, (line, style)) in lines.iter().enumerate() {
        let Some(row) = at.checked_sub(top).filter(|row| *row < rows) else {
            change = change.after(line);
            continue;
        };
        let y = inner.y + u16::try_from(row).unwrap_or(u16::MAX);
        change = draw(model, frame, inner, y, line, *style, change);
    }
    if below > 0 {
        let text = format!(" {}: PageDown ", counted(below, "more line"));
        let x = inner.right().saturating_sub(u16::try_from(text.len()).unwrap_or(0));
        let whole = frame.area();
        put(frame.buffer_mut(), whole, x, inner.bottom(), &text, model.theme.strong());
    }
    drawn.cursor = Some(Position { x: inner.x, y: inner.y });
}

/// How many lines there are on a screen that wide, so that nobody scrolls past the last.
pub fn count(page: &VersionPage, cells: usize) -> usize {
    texts(page).iter().map(|(text, _)| wrap(text, cells).len()).sum()
}

fn lines(model: &Model, page: &VersionPage, cells: usize) -> Vec<(String, Style)> {
    let styled = |(text, kind): (String, Line)| {
        let style = match kind {
            Line::Heading => model.theme.strong(),
            Line::Text => model.theme.plain(),
        };
        wrap(&text, cells).into_iter().map(move |line| (line, style)).collect::<Vec<_>>()
    };
    texts(page).into_iter().flat_map(styled).collect()
}

enum Line {
    Heading,
    Text,
}

fn texts(page: &VersionPage) -> Vec<(String, Line)> {
    let mut texts = vec![(page.row.entry.note.clone(), Line::Text)];
    let marks_words =
        |difference: &Difference| !difference.pieces.iter().all(|piece| matches!(piece, Piece::Same(_)));
    if page.differences.iter().flatten().any(marks_words) {
        let marks = [Piece::Old("taken out".into()), Piece::Same(" ".into()), Piece::New("put in".into())];
        texts.push((marked(&marks), Line::Text));
    }
    let Some(differences) = &page.differences else {
        texts.push(("Looking …".into(), Line::Text));
        return texts;
    };
    if differences.is_empty() {
        let words = match page.against {
            Against::Before => "Nothing but layout and comments.",
            Against::Now => "Nothing changed since, but perhaps layout and comments.",
        };
        texts.push((words.into(), Line::Text));
    }
    for difference in differences {
        texts.push((String::new(), Line::Text));
        texts.push((difference.title.clone(), Line::Heading));
        let text = marked(&difference.pieces);
        texts.extend((!text.is_empty()).then_some((text, Line::Text)));
    }
    texts
}

/// What a stretch of a line is part of.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    None,
    Old,
    New,
}

impl Change {
    fn after(self, line: &str) -> Change {
        line.chars().fold(self, Change::at)
    }

    fn at(self, c: char) -> Change {
        match MARKS.iter().position(|mark| *mark == c) {
            Some(0) => Change::Old,
            Some(2) => Change::New,
            Some(_) => Change::None,
            None => self,
        }
    }
}

fn draw(
    model: &Model,
    frame: &mut Frame,
    area: Rect,
    y: u16,
    line: &str,
    plain: Style,
    from: Change,
) -> Change {
    let style = |change| match change {
        Change::None => plain,
        Change::Old => model.theme.short(),
        Change::New => model.theme.fine().underlined(),
    };
    let mut change = from;
    let (mut x, mut run) = (area.x, String::new());
    for c in line.chars() {
        let next = change.at(c);
        // The mark at the end is part of what it ends.
        if next != change && next != Change::None {
            x = put(frame.buffer_mut(), area, x, y, &run, style(change));
            run.clear();
            change = next;
        }
        run.push(MARKS.iter().position(|mark| *mark == c).map_or(c, |at| ['[', ']', '{', '}'][at]));
        if next != change {
            x = put(frame.buffer_mut(), area, x, y, &run, style(change));
            run.clear();
            change = next;
        }
    }
    put(frame.buffer_mut(), area, x, y, &run, style(change));
    change
}
