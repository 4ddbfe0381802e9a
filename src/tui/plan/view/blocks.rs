//! The fields of a page: the focused one open, the rest a line each.

mod rows;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Manner, Parts};
use crate::check::word_count;
use crate::form::{Field, Kind};
use crate::tui::model::Model;
use crate::tui::msg::Target;
use crate::tui::plan::PlanScreen;
use crate::tui::plan::year::{Counted, Strip};
use crate::tui::text;
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{cell, counted, cut, width, wrap_at_most};

/// Cells of the labels beside values.
const LABEL: u16 = 27;

/// Rows of a list that has not the focus.
const FOLDED: usize = 6;

/// The lines of quick add that there always are: the line itself, and what was understood.
const QUICK: usize = 4;

/// Lines of the screen beside what was understood: the list's name, the line itself, and what comes next.
const BESIDE_QUICK: u16 = 4;

/// A field laid out: how many lines it takes, and which of them must be in view.
struct Block<'a> {
    field: &'a Field,
    number: usize,
    height: u16,
    /// The line that must be in view when it has the focus.
    line: u16,
    strip: Option<Strip>,
}

/// How much room the text of the focused field has.
pub fn text_size(plan: &PlanScreen, parts: &Parts) -> (u16, u16) {
    let Some(field) = plan.field() else {
        return (1, 1);
    };
    match field.kind {
        Kind::Prose | Kind::Kept => (parts.body.width.saturating_sub(2), prose_rows(plan, parts)),
        _ if parts.manner == Manner::Wide => (parts.body.width.saturating_sub(LABEL + 3), 1),
        _ => (parts.body.width.saturating_sub(4), 1),
    }
}

/// Cells of the line of quick add.
pub fn quick_width(parts: &Parts) -> u16 {
    parts.body.width.saturating_sub(4)
}

/// A focused text takes the screen but for its label, and a line for each neighbour that fits.
fn prose_rows(plan: &PlanScreen, parts: &Parts) -> u16 {
    if parts.manner == Manner::Single {
        return parts.body.height.saturating_sub(1).max(1);
    }
    let others = u16::try_from(plan.page().fields.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let left = parts.body.height.saturating_sub(1 + 14).min(others).min(3);
    parts.body.height.saturating_sub(1 + left).max(1)
}

/// Draws the fields of the page on top.
pub fn fields(model: &Model, plan: &PlanScreen, frame: &mut Frame, parts: &Parts, drawn: &mut Drawn) {
    let page = plan.page();
    let body = parts.body;
    let blocks: Vec<Block> = page
        .fields
        .iter()
        .enumerate()
        .filter(|(number, _)| parts.manner != Manner::Single || *number == page.focus)
        .map(|(number, field)| block(plan, parts, field, number))
        .collect();
    let mut tops = Vec::with_capacity(blocks.len());
    let mut total: u16 = 0;
    let mut must_see = 0..0;
    for block in &blocks {
        tops.push(total);
        if block.number == page.focus {
            let last = if matches!(block.field.kind, Kind::Rows(_)) { block.line + 1 } else { block.height };
            let first =
                if block.height <= body.height { total } else { total + block.line.saturating_sub(2) };
            must_see = first..total + last.max(1);
        }
        total = total.saturating_add(block.height);
    }
    // What comes next is in view too, where there is room.
    let below = must_see.end.saturating_add(2).min(total);
    let top = if total <= body.height { 0 } else { below.saturating_sub(body.height).min(must_see.start) };
    for (block, start) in blocks.iter().zip(tops) {
        for line in 0..block.height {
            let at = start + line;
            if at < top || at >= top + body.height {
                continue;
            }
            let row = Rect { y: body.y + at - top, height: 1, ..body };
            draw_line(model, plan, frame, parts, block, line, row, drawn);
        }
    }
}

fn block<'a>(plan: &PlanScreen, parts: &Parts, field: &'a Field, number: usize) -> Block<'a> {
    let is_focus = number == plan.page().focus;
    let mut strip = None;
    let (height, line) = match &field.kind {
        Kind::Prose | Kind::Kept if is_focus => (1 + prose_rows(plan, parts), 0),
        Kind::Rows(_) => {
            let shown = plan.shown_rows(&field.path).len();
            let chosen = plan
                .page()
                .lists
                .get(&field.path)
                .map_or(0, |state| state.chosen)
                .min(shown.saturating_sub(1));
            let rows_high = if is_focus { shown.max(1) } else { shown.clamp(1, FOLDED + 1) };
            let quick = plan
                .quick
                .as_ref()
                .filter(|quick| quick.list == field.path)
                .map_or(0, |quick| rows::quick_high(&rows::understood_lines(plan, quick, parts)));
            let filter = u16::from(plan.filter_of(&field.path).is_some());
            if plan.has_strip(&field.path) && parts.manner != Manner::Single {
                strip = plan.strip(Counted::Meetings).filter(|strip| !strip.rows.is_empty());
            }
            let strip_high = strip.as_ref().map_or(0, |strip| strip.rows.len() + 1);
            let high = 1 + rows_high + quick + usize::from(filter) + strip_high;
            (
                u16::try_from(high).unwrap_or(u16::MAX),
                1 + u16::try_from(if quick > 0 { rows_high + quick - 1 } else { chosen }).unwrap_or(0),
            )
        }
        _ if is_focus => {
            let lines = hint_lines(plan, parts, field).len().max(1);
            (u16::from(parts.manner != Manner::Wide) + 1 + u16::try_from(lines).unwrap_or(1), 0)
        }
        _ => (1, 0),
    };
    Block { field, number, height, line, strip }
}

#[allow(clippy::too_many_arguments)]
fn draw_line(
    model: &Model,
    plan: &PlanScreen,
    frame: &mut Frame,
    parts: &Parts,
    block: &Block,
    line: u16,
    row: Rect,
    drawn: &mut Drawn,
) {
    let is_focus = block.number == plan.page().focus;
    match &block.field.kind {
        Kind::Rows(of) => rows::rows_line(model, plan, frame, block, of, line, row, drawn, parts),
        Kind::Prose | Kind::Kept if is_focus => prose_line(model, plan, frame, block.field, line, row, drawn),
        _ if is_focus => focused_line(model, plan, frame, parts, block, line, row, drawn),
        _ => folded_line(model, plan, frame, parts, block, row, drawn),
    }
}

/// A field that has not the focus: its label and what it holds.
fn folded_line(
    model: &Model,
    plan: &PlanScreen,
    frame: &mut Frame,
    parts: &Parts,
    block: &Block,
    row: Rect,
    drawn: &mut Drawn,
) {
    let theme = model.theme;
    let field = block.field;
    let worst = plan.flags_at(&field.path).map(|finding| finding.class).min();
    if let Some(class) = worst {
        put(frame.buffer_mut(), row, row.x, row.y, theme.flag(class), theme.class(class));
    }
    let label = if parts.manner == Manner::Wide { LABEL } else { LABEL.min(row.width / 2) };
    let value = plan.shown(field);
    let label_room = if value.is_empty() { row.width.saturating_sub(2) } else { label };
    put(
        frame.buffer_mut(),
        row,
        row.x + 1,
        row.y,
        &cut(&field.label, usize::from(label_room)),
        theme.plain(),
    );
    let room = usize::from(row.width.saturating_sub(label + 3));
    let shown = if field.kind.is_long() && !value.is_empty() {
        let words = noted(plan, field, "READ ONCE", words_of(field, &value));
        format!("{}  {words}", cell(&value, room.saturating_sub(width(&words) + 2)))
    } else {
        value
    };
    put(frame.buffer_mut(), row, row.x + label + 2, row.y, &shown, theme.plain());
    drawn.click(row, Target::Field(block.number));
}

/// What is said at the right of a text, with a word where two people wrote it and nobody has read it since.
fn noted(plan: &PlanScreen, field: &Field, note: &str, words: String) -> String {
    if plan.read_once.contains(&field.path) { format!("{note}, {words}") } else { words }
}

/// "41 words", or "12 of 25 words" while there are fewer than asked.
fn words_of(field: &Field, text: &str) -> String {
    let written = word_count(text);
    match field.words {
        Some(asked) if i64::try_from(written).unwrap_or(i64::MAX) < asked => {
            format!("{}, at least {asked}", counted(written, "word"))
        }
        _ => counted(written, "word"),
    }
}

/// A one-line field that has the focus: its label, the text, and beneath what was made of it.
#[allow(clippy::too_many_arguments)]
fn focused_line(
    model: &Model,
    plan: &PlanScreen,
    frame: &mut Frame,
    parts: &Parts,
    block: &Block,
    line: u16,
    row: Rect,
    drawn: &mut Drawn,
) {
    let theme = model.theme;
    let field = block.field;
    let is_wide = parts.manner == Manner::Wide;
    if line == 0 {
        put(frame.buffer_mut(), row, row.x, row.y, ">", theme.strong());
        let room = if is_wide { usize::from(LABEL) } else { usize::from(row.width.saturating_sub(2)) };
        put(frame.buffer_mut(), row, row.x + 1, row.y, &cut(&field.label, room), theme.strong());
    }
    let text_line = if is_wide { 0 } else { 1 };
    if line == text_line
        && let Some(input) = &plan.input
    {
        let x = row.x + if is_wide { LABEL + 2 } else { 2 };
        let area = Rect { x, width: row.right().saturating_sub(x + 1), ..row };
        drawn.cursor = text::draw(&input.area, area, frame.buffer_mut(), theme.plain().underlined());
        drawn.click(area, Target::Text(0, 0));
    }
    if line > text_line {
        let x = row.x + if is_wide { LABEL + 2 } else { 2 };
        if let Some(text) = hint_lines(plan, parts, field).get(usize::from(line - text_line - 1)) {
            put(frame.buffer_mut(), row, x, row.y, text, theme.plain());
        }
    }
}

/// What is said beneath a field, in two lines at the most.
fn hint_lines(plan: &PlanScreen, parts: &Parts, field: &Field) -> Vec<String> {
    let indent = if parts.manner == Manner::Wide { LABEL + 3 } else { 3 };
    let cells = usize::from(parts.body.width.saturating_sub(indent));
    wrap_at_most(&hint(plan, field), cells, 2)
}

/// What is said beneath a field while it is being written.
fn hint(plan: &PlanScreen, field: &Field) -> String {
    let Some(input) = &plan.input else {
        return String::new();
    };
    if let Some(trouble) = &input.trouble {
        return match plan.when_typed(input) {
            Some((when, _)) if when.every.is_none() && when.dates.len() > 1 => {
                format!("Understood as {}; Tab fills them in.", counted(when.dates.len(), "date"))
            }
            Some(_) => "Understood as how often; Tab fills it in.".into(),
            None => trouble.clone(),
        };
    }
    if let Some(words) = &input.in_words {
        return format!("= {words}");
    }
    if matches!(field.path.leaf(), "starts" | "every" | "on" | "ends" | "except" | "dates") {
        let days = plan.occurrences_of(&field.path.parent());
        if !days.is_empty() {
            let first: Vec<String> =
                days.iter().take(4).map(|day| crate::form::phrases::short_date(*day)).collect();
            let more = if days.len() > 4 { " …" } else { "" };
            return format!("{}: {}{more}", counted(days.len(), "date"), first.join(", "));
        }
    }
    let has_list = crate::tui::update::has_options(field);
    let example = match (field.example.is_empty(), input.area.text().is_empty()) {
        (false, true) => match &field.kind {
            Kind::Number(unit) => format!("such as: {} {unit}", field.example),
            _ => format!("such as: {}", field.example),
        },
        _ => field.help.lines().next().unwrap_or_default().to_owned(),
    };
    match (has_list, input.area.text().is_empty()) {
        (true, true) => "Enter shows the list; or type.".into(),
        _ => example,
    }
}

/// A text that has the focus: a line of label, then the text.
fn prose_line(
    model: &Model,
    plan: &PlanScreen,
    frame: &mut Frame,
    field: &Field,
    line: u16,
    row: Rect,
    drawn: &mut Drawn,
) {
    let theme = model.theme;
    let Some(input) = &plan.input else {
        return;
    };
    if line == 0 {
        put(frame.buffer_mut(), row, row.x, row.y, ">", theme.strong());
        let words = noted(plan, field, "READ ONCE: by two people", words_of(field, input.area.text()));
        let x = row.right().saturating_sub(u16::try_from(width(&words)).unwrap_or(0) + 1);
        let room = usize::from(x.saturating_sub(row.x + 2));
        put(frame.buffer_mut(), row, row.x + 1, row.y, &cut(&field.label, room), theme.strong());
        put(frame.buffer_mut(), row, x, row.y, &words, theme.plain());
        return;
    }
    if line == 1 {
        let (wide, high) = (row.width.saturating_sub(2), text_rows(&input.area, frame, row));
        let area = Rect { x: row.x + 1, y: row.y, width: wide, height: high };
        drawn.cursor = text::draw(&input.area, area, frame.buffer_mut(), theme.plain());
        if input.area.text().is_empty() {
            let example = if field.example.is_empty() { &field.help } else { &field.example };
            let lead = if field.example.is_empty() { "" } else { "For example: " };
            let lines = crate::tui::view::words::wrap(&format!("{lead}{example}"), usize::from(wide));
            for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
                put(frame.buffer_mut(), area, area.x, y, &line, theme.plain().italic());
            }
        }
        drawn.click(area, Target::Text(0, 0));
    }
}

/// The rows that a text was fitted to, as far as the screen has them.
fn text_rows(area: &text::TextArea, frame: &Frame, row: Rect) -> u16 {
    area.height().min(frame.area().bottom().saturating_sub(row.y))
}
