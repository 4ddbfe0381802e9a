//! What lies over a screen, drawn.

mod forms;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Borders, Clear, Widget};

use super::afar;
use super::fields;
use super::{FlagList, FlagsOf, Many, Overlay, Palette, Picker, TextLine, TextPage};
use crate::check::Finding;
use crate::tui::conflicts;
use crate::tui::history::view as history;
use crate::tui::keymap;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Target;
use crate::tui::text::{self, TextArea};
use crate::tui::theme::{Boxes, Marks};
use crate::tui::view::Drawn;
use crate::tui::view::frame::{problem_lines, put};
use crate::tui::view::words::{cell, cut, sentence, width, wrap};

/// Tells the texts of an overlay how much room they have on a screen of that size.
pub fn fit(overlay: &mut Overlay, size: (u16, u16)) {
    let area = outer(Rect::new(0, 0, size.0, size.1));
    let (width, rows) = (area.width.saturating_sub(4), area.height.saturating_sub(2));
    match overlay {
        Overlay::Text(page) => {
            let lines: usize = page.lines.iter().map(|line| rows_of(line, usize::from(width))).sum();
            page.top = page.top.min(lines.saturating_sub(usize::from(rows)));
        }
        Overlay::Palette(palette) => palette.query.resize(width.saturating_sub(2), 1),
        Overlay::Picker(picker) => picker.query.resize(width.saturating_sub(2), 1),
        Overlay::Record(form) => {
            form.message.resize(width, 1);
            if let Some((name, email)) = &mut form.author {
                name.resize(width, 1);
                email.resize(width, 1);
            }
        }
        Overlay::Version(page) => {
            let lines = history::count(page, usize::from(width));
            page.top = page.top.min(lines.saturating_sub(usize::from(rows)));
        }
        Overlay::Venue(form) => fields::fit(&mut form.fields, width),
        Overlay::Waive(form) => fields::fit(&mut form.fields, width),
        Overlay::Join(form) => form.address.resize(width, 1),
        Overlay::Conflicts(conflicts) => conflicts::view::fit(conflicts, inside(area)),
        _ => {}
    }
}

/// How many rows a line of a text takes.
fn rows_of(line: &TextLine, cells: usize) -> usize {
    match line {
        TextLine::Heading(text) | TextLine::Plain(text) => wrap(text, cells).len(),
        TextLine::Fixed(_) => 1,
    }
}

/// The box: all of an ordinary screen but the bar on top and the footer, at most 100 wide.
fn outer(area: Rect) -> Rect {
    let width = area.width.min(100);
    let top = u16::from(area.height >= 16);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + top,
        width,
        height: area.height.saturating_sub(top + 1),
    }
}

/// Draws an overlay.
pub fn overlay(model: &Model, overlay: &Overlay, frame: &mut Frame, drawn: &mut Drawn) {
    match overlay {
        Overlay::Text(page) => text_page(model, page, frame, drawn),
        Overlay::Palette(palette) => palette_box(model, palette, frame, drawn),
        Overlay::Picker(picker) => picker_box(model, picker, frame, drawn),
        Overlay::Flags(list) => flags_box(model, list, frame, drawn),
        Overlay::Record(form) => forms::record_box(model, form, frame, drawn),
        Overlay::Venues(list) => venues_box(model, list.chosen, frame, drawn),
        Overlay::Venue(form) => forms::venue_box(model, form, frame, drawn),
        Overlay::Waive(form) => forms::waive_box(model, form, frame, drawn),
        Overlay::Versions(list) => history::list_box(model, list, frame, drawn),
        Overlay::Version(page) => history::page_box(model, page, frame, drawn),
        Overlay::Table(table) => forms::table_box(model, table, frame, drawn),
        Overlay::Join(form) => afar::join(model, form, frame, drawn),
        Overlay::Underway(underway) => afar::underway(model, underway, frame, drawn),
        Overlay::Conflicts(conflicts) => conflicts::view::draw(model, conflicts, frame, drawn),
        Overlay::Problem(problem) => {
            let inner = boxed(model, frame, "Something went wrong");
            let mut lines = problem_lines(problem, usize::from(inner.width), model);
            let room = Rect { height: inner.height.saturating_sub(1), ..inner };
            while lines.last().is_some_and(|(line, _)| line.is_empty()) {
                lines.pop();
            }
            if lines.len() > usize::from(room.height) {
                lines.truncate(room.height.into());
                if let Some((last, _)) = lines.last_mut() {
                    *last = format!("{} …", cut(last, usize::from(room.width).saturating_sub(2)));
                }
            }
            lines_from(frame, room, lines);
            put(
                frame.buffer_mut(),
                inner,
                inner.x,
                inner.bottom().saturating_sub(1),
                "Enter or Esc closes this.",
                model.theme.plain(),
            );
            drawn.cursor = Some(Position { x: inner.x, y: inner.y });
        }
    }
}

/// Clears the place of the box, draws it, and gives its inside.
pub fn boxed(model: &Model, frame: &mut Frame, title: &str) -> Rect {
    let area = outer(frame.area());
    Clear.render(area, frame.buffer_mut());
    let title = format!(" {} ", cut(title, usize::from(area.width).saturating_sub(4)));
    if model.theme.boxes == Boxes::Plain || model.theme.marks == Marks::Letters {
        put(frame.buffer_mut(), area, area.x + 1, area.y, &title, model.theme.bar());
    } else {
        let block = Block::new().borders(Borders::ALL).title(title).title_style(model.theme.strong());
        block.render(area, frame.buffer_mut());
    }
    inside(area)
}

fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// Lines from the top of an area, as many as it holds.
pub fn lines_from(frame: &mut Frame, area: Rect, lines: impl IntoIterator<Item = (String, Style)>) {
    for (y, (line, style)) in (area.top()..area.bottom()).zip(lines) {
        put(frame.buffer_mut(), area, area.x, y, &line, style);
    }
}

fn text_page(model: &Model, page: &TextPage, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, &page.title);
    let cells = usize::from(inner.width);
    let lines: Vec<(String, Style)> = page
        .lines
        .iter()
        .flat_map(|line| match line {
            TextLine::Heading(text) => {
                wrap(text, cells).into_iter().map(|line| (line, model.theme.strong())).collect::<Vec<_>>()
            }
            TextLine::Plain(text) => {
                wrap(text, cells).into_iter().map(|line| (line, model.theme.plain())).collect()
            }
            TextLine::Fixed(text) => vec![(text.clone(), model.theme.plain())],
        })
        .collect();
    let rows = usize::from(inner.height);
    let most = lines.len().saturating_sub(rows);
    let top = page.top.min(most);
    let below = lines.len().saturating_sub(top + rows);
    lines_from(frame, inner, lines.into_iter().skip(top));
    if below > 0 {
        let lines = crate::tui::view::words::counted(below, "more line");
        let text = format!(" {lines}: PageDown ");
        let x = inner.right().saturating_sub(u16::try_from(text.len()).unwrap_or(0));
        let whole = frame.area();
        put(frame.buffer_mut(), whole, x, inner.bottom(), &text, model.theme.strong());
    }
    drawn.cursor = Some(Position { x: inner.x, y: inner.y });
}

/// A filter with the rows beneath that it finds.
pub struct Listed<'a> {
    pub query: Option<&'a TextArea>,
    pub chosen: usize,
    pub rows: Vec<(String, Style)>,
    /// What is said where there are none.
    pub empty: &'a str,
}

/// Draws them.
pub fn listed(model: &Model, inner: Rect, list: Listed, frame: &mut Frame, drawn: &mut Drawn) {
    let mut y = inner.y;
    if let Some(query) = list.query {
        put(frame.buffer_mut(), inner, inner.x, y, "/", model.theme.strong());
        let area = Rect { x: inner.x + 2, y, width: inner.width.saturating_sub(2), height: 1 };
        drawn.cursor = text::draw(query, area, frame.buffer_mut(), model.theme.plain().underlined());
        y += 1;
    }
    let room = usize::from(inner.bottom().saturating_sub(y)).max(1);
    let chosen = list.chosen.min(list.rows.len().saturating_sub(1));
    let top = chosen.saturating_sub(room - 1);
    if list.rows.is_empty() {
        put(frame.buffer_mut(), inner, inner.x, y, list.empty, model.theme.plain());
    }
    let below = list.rows.len().saturating_sub(top + room);
    if below > 0 {
        let text = format!(" {below} more below ");
        let x = inner.right().saturating_sub(u16::try_from(text.len()).unwrap_or(0));
        let whole = frame.area();
        put(frame.buffer_mut(), whole, x, inner.bottom(), &text, model.theme.strong());
    }
    for (at, (row, style)) in list.rows.iter().enumerate().skip(top).take(room) {
        let is_chosen = at == chosen;
        let style = if is_chosen { model.theme.chosen() } else { *style };
        let text = format!("{} {row}", if is_chosen { ">" } else { " " });
        put(frame.buffer_mut(), inner, inner.x, y, &cell(&text, usize::from(inner.width)), style);
        if is_chosen && list.query.is_none() {
            drawn.cursor = Some(Position { x: inner.x, y });
        }
        drawn.click(Rect { y, height: 1, ..inner }, Target::Row(at));
        y += 1;
    }
}

fn palette_box(model: &Model, palette: &Palette, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "Commands: type to find one");
    let keys = 14.min(usize::from(inner.width) / 4);
    let name = usize::from(inner.width).saturating_sub(keys + 3);
    let rows = palette
        .found()
        .into_iter()
        .map(|(command, why)| {
            let shown = keymap::keys_of(command).into_iter().take(2).collect::<Vec<_>>().join(", ");
            let text = match why {
                Some(why) => {
                    format!("{} ({})", command.said().name, why.trim_end_matches('.').to_lowercase())
                }
                None => command.said().name.to_owned(),
            };
            let style = if why.is_some() { model.theme.plain() } else { model.theme.strong() };
            (format!("{} {}", cell(&text, name), cut(&shown, keys)), style)
        })
        .collect();
    let list = Listed {
        query: Some(&palette.query),
        chosen: palette.chosen,
        rows,
        empty: "No command has that in its name.",
    };
    listed(model, inner, list, frame, drawn);
}

fn picker_box(model: &Model, picker: &Picker, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, &picker.title);
    let (on, off) = match model.theme.marks {
        Marks::Glyphs => ("●", "○"),
        Marks::Letters => ("x", "-"),
    };
    let rows = picker
        .shown()
        .into_iter()
        .map(|item| {
            let is_on = picker.on.contains(&item.id);
            let label = if item.label.is_empty() { &item.id } else { &item.label };
            let text = match picker.many {
                Many::Several => format!("{} {label}", if is_on { on } else { off }),
                Many::One => label.clone(),
            };
            (text, model.theme.plain())
        })
        .collect();
    let list = Listed {
        query: Some(&picker.query),
        chosen: picker.chosen,
        rows,
        empty: "Nothing on the list has that.",
    };
    listed(model, inner, list, frame, drawn);
}

fn flags_box(model: &Model, list: &FlagList, frame: &mut Frame, drawn: &mut Drawn) {
    let Screen::Plan(plan) = &model.screen else {
        return;
    };
    let numbers = plan.listed_flags(list.of);
    let (title, empty) = match list.of {
        FlagsOf::All => {
            (format!("Flags: {}", plan.counts().words()), "There are no flags. Nothing is missing.")
        }
        FlagsOf::StopRecording => (
            format!("Not recorded, because versions are kept for good: {} in the way", numbers.len()),
            "Nothing is in the way any more. Esc, then F9 records.",
        ),
    };
    let inner = boxed(model, frame, &title);
    let findings: Vec<&Finding> =
        numbers.iter().filter_map(|number| plan.report.findings.get(*number)).collect();
    let chosen = list.chosen;
    let detail = findings.get(chosen.min(findings.len().saturating_sub(1)));
    let detail_rows = if inner.height >= 12 { (inner.height * 2 / 5).min(8) } else { 2 };
    let list_area = Rect { height: inner.height.saturating_sub(detail_rows + 1), ..inner };
    let rows = findings
        .iter()
        .map(|finding| {
            let section = plan.section_of(finding).and_then(|section| plan.form.sections.get(section));
            let place = match plan.line_of_comment(finding) {
                Some(_) => "Comment",
                None => section.map_or("", |section| section.short.as_str()),
            };
            let aside = match () {
                () if finding.waived => "(set aside) ",
                () if finding.is_asked_aside() => "(asked) ",
                () => "",
            };
            let mark = model.theme.flag(finding.class);
            let text = format!("{mark} {} {aside}{}", cell(place, 10), plan.flag_in_words(finding));
            (text, model.theme.plain())
        })
        .collect();
    let list = Listed { query: None, chosen, rows, empty };
    listed(model, list_area, list, frame, drawn);
    if let Some(finding) = detail {
        let area = Rect { y: list_area.bottom() + 1, height: detail_rows, ..inner };
        let mut text = format!("{} ", sentence(&plan.flag_in_words(finding)));
        text.push_str(&finding.help.replace('\n', " "));
        if let Some(aside) = finding.aside_in_words() {
            text = format!("{aside} {text}");
        }
        if let Some(allow) = &finding.allow {
            let noun = crate::plan::allow::noun(allow.key);
            text = format!("p: Allow this {noun}, if the public may read it. {text}");
        }
        if let Some(mend) = &finding.mend {
            text = format!("m: {} {text}", sentence(&mend.label));
        }
        let mut lines = wrap(&text, usize::from(area.width));
        let room = usize::from(area.height);
        if lines.len() > room {
            const MORE: &str = " … F1: all of it";
            lines.truncate(room);
            if let Some(last) = lines.last_mut() {
                let kept = usize::from(area.width).saturating_sub(width(MORE));
                *last = format!("{}{MORE}", cell(last, kept).trim_end());
            }
        }
        lines_from(frame, area, lines.into_iter().map(|line| (line, model.theme.plain())));
    }
}

fn venues_box(model: &Model, chosen: usize, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "The venue book: said once, used by many");
    let room = usize::from(inner.width).saturating_sub(2);
    let rows = model
        .areas
        .venues
        .iter()
        .map(|venue| {
            let access =
                if venue.access.is_empty() { "access not said".into() } else { venue.access.join(", ") };
            let name = room * 2 / 5;
            let town = room / 5;
            (
                format!("{} {} {access}", cell(&venue.name, name), cell(&venue.settlement, town)),
                model.theme.plain(),
            )
        })
        .collect();
    let list = Listed { query: None, chosen, rows, empty: "No venues yet. n adds one." };
    listed(model, inner, list, frame, drawn);
}
