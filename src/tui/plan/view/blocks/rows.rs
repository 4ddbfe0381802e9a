//! A list of rows among the fields: its heading, its rows, the line of quick add, the strip of the year.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{BESIDE_QUICK, Block, FOLDED, QUICK, quick_width};
use crate::form::phrases::no_such_day;
use crate::form::{Field, Rows};
use crate::tui::model::Model;
use crate::tui::msg::Target;
use crate::tui::plan::PlanScreen;
use crate::tui::plan::quick::Quick;
use crate::tui::plan::view::Parts;
use crate::tui::plan::year::Strip;
use crate::tui::text;
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{cell, cut, width, wrap_at_most};

/// A line of a list of rows: its heading, its rows, quick add, the strip.
#[allow(clippy::too_many_arguments)]
pub(super) fn rows_line(
    model: &Model,
    plan: &PlanScreen,
    frame: &mut Frame,
    block: &Block,
    rows: &Rows,
    line: u16,
    row: Rect,
    drawn: &mut Drawn,
    parts: &Parts,
) {
    let theme = model.theme;
    let field = block.field;
    let is_focus = block.number == plan.page().focus;
    let shown = plan.shown_rows(&field.path);
    if line == 0 {
        let style = if is_focus { theme.strong() } else { theme.plain() };
        let worst = plan.flags_at(&field.path).map(|finding| finding.class).min();
        match worst {
            _ if is_focus => put(frame.buffer_mut(), row, row.x, row.y, ">", theme.strong()),
            Some(class) => put(frame.buffer_mut(), row, row.x, row.y, theme.flag(class), theme.class(class)),
            None => row.x,
        };
        put(frame.buffer_mut(), row, row.x + 1, row.y, &field.label, style);
        let total = total_of(plan, field);
        let count = match rows.asked {
            Some(asked) if asked > 0 => format!("{total}, at least {asked}"),
            _ => total.to_string(),
        };
        let x = row.right().saturating_sub(u16::try_from(width(&count)).unwrap_or(0) + 1);
        put(frame.buffer_mut(), row, x, row.y, &count, theme.plain());
        drawn.click(row, Target::Field(block.number));
        return;
    }
    let at = usize::from(line - 1);
    let listed = if is_focus { shown.len().max(1) } else { shown.len().clamp(1, FOLDED + 1) };
    if at < listed {
        if shown.is_empty() {
            let text = match (is_focus, &field.example) {
                // The row that is being typed is in the list already, and stands below.
                _ if is_focus && plan.quick.is_some() => String::new(),
                _ if total_of(plan, field) > 0 => "Nothing matches.".to_owned(),
                (true, example) if example.is_empty() => format!("None yet. n adds {}.", rows.one),
                (true, example) => format!("None yet. n adds {}, such as: {example}", rows.one),
                (false, _) => "None yet.".to_owned(),
            };
            put(frame.buffer_mut(), row, row.x + 3, row.y, &text, theme.plain());
            if is_focus && plan.quick.is_none() {
                drawn.cursor = Some(Position { x: row.x + 1, y: row.y });
            }
            return;
        }
        if !is_focus && at == FOLDED {
            let more = format!("and {} more", shown.len() - FOLDED);
            put(frame.buffer_mut(), row, row.x + 3, row.y, &more, theme.plain());
            return;
        }
        let Some(item) = shown.get(at) else {
            return;
        };
        let chosen = plan.page().lists.get(&field.path).map_or(0, |state| state.chosen).min(shown.len() - 1);
        let is_chosen = is_focus && at == chosen && plan.quick.is_none();
        let style = if is_chosen { theme.chosen() } else { theme.plain() };
        let path = field.path.child(item.key.clone());
        let worst = plan.flags_at(&path).map(|finding| finding.class).min();
        let mark = if is_chosen { ">" } else { " " };
        put(frame.buffer_mut(), row, row.x + 1, row.y, mark, style);
        if let Some(class) = worst {
            put(frame.buffer_mut(), row, row.x + 2, row.y, theme.flag(class), theme.class(class));
        }
        let room = usize::from(row.width.saturating_sub(5));
        put(frame.buffer_mut(), row, row.x + 3, row.y, &columns(&item.title, &item.cells, room), style);
        if is_chosen {
            drawn.cursor = Some(Position { x: row.x + 1, y: row.y });
        }
        drawn.click(row, Target::FieldRow(block.number, at));
        return;
    }
    let mut rest = at - listed;
    if let Some(filter) = plan.filter_of(&field.path) {
        if rest == 0 {
            let end =
                put(frame.buffer_mut(), row, row.x + 3, row.y, &format!("Filter: {filter}"), theme.strong());
            if plan.filtering.as_ref() == Some(&field.path) {
                drawn.cursor = Some(Position { x: end.min(row.right() - 1), y: row.y });
            } else {
                put(frame.buffer_mut(), row, end + 2, row.y, "Esc shows all", theme.plain());
            }
            return;
        }
        rest -= 1;
    }
    if let Some(quick) = plan.quick.as_ref().filter(|quick| quick.list == field.path) {
        let lines = understood_lines(plan, quick, parts);
        match rest {
            0 => {
                put(frame.buffer_mut(), row, row.x + 1, row.y, "+", theme.strong());
                let area = Rect { x: row.x + 3, width: quick_width(parts), ..row };
                drawn.cursor = text::draw(&quick.area, area, frame.buffer_mut(), theme.plain().underlined());
            }
            _ => {
                if let Some(text) = lines.get(rest - 1) {
                    put(frame.buffer_mut(), row, row.x + 3, row.y, text, theme.plain());
                }
            }
        }
        let high = quick_high(&lines);
        if rest < high {
            return;
        }
        rest -= high;
    }
    if let Some(strip) = &block.strip {
        strip_line(model, frame, strip, rest, row);
    }
}

/// How many lines quick add takes, with these beneath it.
pub(super) fn quick_high(lines: &[String]) -> usize {
    QUICK.max(1 + lines.len())
}

/// What was understood of the line of quick add, as far as the screen has room.
pub(super) fn understood_lines(plan: &PlanScreen, quick: &Quick, parts: &Parts) -> Vec<String> {
    let most = usize::from(parts.body.height.saturating_sub(BESIDE_QUICK)).max(QUICK - 1);
    wrap_at_most(&understood(plan, quick), usize::from(parts.body.width.saturating_sub(4)), most)
}

/// What was understood of the line of quick add.
fn understood(plan: &PlanScreen, quick: &Quick) -> String {
    if quick.area.text().trim().is_empty() {
        return "What, when, from and until, where, who: with commas between. Enter adds it; Esc ends."
            .into();
    }
    let mut parts: Vec<String> = Vec::new();
    // First what needs looking at: the rest may be cut.
    for not in &quick.understood.not_understood {
        let why = no_such_day(&not.part, &plan.near()).map(|why| format!(" ({why})")).unwrap_or_default();
        parts.push(format!("not understood, kept in the title: {}{why}", not.part));
    }
    parts.extend(quick.understood.understood.iter().map(|(label, words)| format!("{label}: {words}")));
    parts.join(" · ")
}

/// A row's title and cells in columns of the room there is.
fn columns(title: &str, cells: &[String], room: usize) -> String {
    let (name, rest) = match (room, cells.len()) {
        (_, 0) => return cut(title, room),
        (0..45, _) => (room / 2, 1),
        (45..60, _) => (room * 2 / 5, 2.min(cells.len())),
        _ => (room / 3, cells.len()),
    };
    let mut out = cell(title, name);
    let mut left = room.saturating_sub(name);
    for (at, value) in cells.iter().take(rest).enumerate() {
        let share = left / (rest - at);
        out.push(' ');
        out.push_str(&cell(value, share.saturating_sub(1)));
        left -= share;
    }
    out
}

/// A line of the strip of the year.
fn strip_line(model: &Model, frame: &mut Frame, strip: &Strip, line: usize, row: Rect) {
    let theme = model.theme;
    let longest = strip.rows.iter().map(|row| width(&row.name)).max().unwrap_or(0);
    let name = longest.clamp(6, usize::from(row.width / 3));
    let text = if line == 0 {
        let gap = strip.gap.clone().unwrap_or_default();
        format!("{}  {}   {gap}", cell("", name), strip.letters.join(" "))
    } else {
        match strip.rows.get(line - 1) {
            Some(row) => {
                let months: Vec<&str> = row.months.iter().map(|month| theme.month(*month)).collect();
                format!("{}  {}", cell(&row.name, name), months.join(" "))
            }
            None => String::new(),
        }
    };
    put(frame.buffer_mut(), row, row.x + 3, row.y, &text, theme.plain());
}

/// How many rows a list has, whatever its filter lets through.
fn total_of(plan: &PlanScreen, field: &Field) -> usize {
    plan.rows(&field.path).len()
}
