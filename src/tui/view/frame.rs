//! What every screen has: the bar on top, the line of notices, the footer; and screens of one message.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Drawn;
use super::words::{cut, sentence, width, wrap};
use crate::plan::printable::capital;
use crate::problem::Problem;
use crate::tui::command::Command;
use crate::tui::keymap::{self, Scope};
use crate::tui::model::Model;
use crate::tui::msg::Target;
use crate::tui::update;

/// Puts a text at a cell and gives the cell behind it. The terminal may just have become smaller than the
/// screen was laid out for: what lies beyond it is left out until it is laid out anew.
pub fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if y < area.top() || y >= area.bottom() || x >= area.right() {
        return x;
    }
    let room = usize::from(area.right() - x);
    let text = cut(text, room);
    let (end, _) = buffer.set_stringn(x, y, &text, room, style);
    end
}

/// The bar on top: where somebody is at the left, how things stand at the right.
///
/// `right` holds the same from the longest form to the shortest: the first that leaves half of the bar is shown.
pub fn bar(model: &Model, frame: &mut Frame, left: &str, right: &[String]) {
    let area = Rect { height: 1, ..frame.area() };
    let style = model.theme.bar();
    let buffer = frame.buffer_mut();
    buffer.set_style(area, style);
    let most = usize::from(area.width / 2);
    let fits = right.iter().find(|form| width(form) <= most).or(right.last());
    let right = cut(fits.map_or("", String::as_str), most);
    let room = usize::from(area.width).saturating_sub(width(&right) + 3);
    put(buffer, area, area.x + 1, area.y, &cut(left, room), style);
    let x = area.right().saturating_sub(u16::try_from(width(&right)).unwrap_or(0) + 1);
    put(buffer, area, x, area.y, &right, style);
}

/// The footer: what works where the cursor is.
pub fn footer(model: &Model, frame: &mut Frame, drawn: &mut Drawn) {
    let whole = frame.area();
    let area = Rect { y: whole.bottom().saturating_sub(1), height: 1, ..whole };
    let scopes = update::scopes(model);
    let buffer = frame.buffer_mut();
    buffer.set_stringn(
        area.x,
        area.y,
        " ".repeat(usize::from(area.width)),
        usize::from(area.width),
        Style::new(),
    );
    let mut shown: Vec<(String, &'static str, Command)> = Vec::new();
    for binding in keymap::footer(&scopes) {
        let is_twice = shown
            .iter()
            .any(|(key, _, command)| *command == binding.command || *key == binding.key.to_string());
        let is_overruled = keymap::command(&scopes, binding.key) != Some(binding.command);
        let enabled = update::why_not(model, binding.command).is_none();
        if enabled && !is_twice && !is_overruled && !is_hidden(model, &scopes, binding.command) {
            shown.push((binding.key.to_string(), binding.command.said().short, binding.command));
        }
    }
    if let Some(extra) = extra_keys(model) {
        shown.retain(|(key, _, _)| !extra.iter().any(|(taken, _, _)| taken == key));
        shown.splice(0..0, extra);
    }
    // Help and the list of commands stay to the last; what is least needed goes first.
    let cells = |rows: &[(String, &str, Command)]| {
        rows.iter().map(|(key, short, _)| width(key) + width(short) + 3).sum::<usize>()
    };
    while cells(&shown) > usize::from(area.width) {
        let keep = |command: Command| matches!(command, Command::Help | Command::Palette);
        let Some(at) = shown.iter().rposition(|(_, _, command)| !keep(*command)) else {
            break;
        };
        shown.remove(at);
    }
    let mut x = area.x + 1;
    for (key, short, command) in shown {
        let start = x;
        x = put(buffer, area, x, area.y, &key, model.theme.key());
        x = put(buffer, area, x + 1, area.y, short, model.theme.plain());
        drawn.click(Rect { x: start, y: area.y, width: x - start, height: 1 }, Target::Command(command));
        x += 2;
    }
}

/// Esc means nothing on the outermost screens, and a field of prose takes Enter.
fn is_hidden(model: &Model, scopes: &[Scope], command: Command) -> bool {
    use crate::tui::model::Screen;
    use crate::tui::overlay::Overlay;
    match command {
        Command::Back => model.overlays.is_empty() && !matches!(model.screen, Screen::Plan(_)),
        Command::Leave => scopes.contains(&Scope::Plan),
        Command::Open => match model.overlays.last() {
            Some(Overlay::Versions(list)) => list.rows.is_empty(),
            Some(Overlay::Conflicts(conflicts)) => conflicts.left() > 0,
            _ => false,
        },
        Command::Filter => matches!(model.screen, Screen::Welcome(_)) || !model.overlays.is_empty(),
        Command::Column => {
            matches!(&model.screen, Screen::Plan(plan) if plan.list_in_focus().is_none_or(|list| plan.rows(&list).len() < 2))
        }
        _ => false,
    }
}

/// Keys that are no bindings: those of lines and lists that lie over the screen.
fn extra_keys(model: &Model) -> Option<Vec<(String, &'static str, Command)>> {
    use crate::tui::model::Screen;
    use crate::tui::overlay::{Many, Overlay, Then};
    let keys: &[(&str, &'static str, Command)] = match (model.overlays.last(), &model.screen) {
        (Some(Overlay::Palette(_)), _) => &[("Enter", "does it", Command::Open)],
        (Some(Overlay::Text(page)), _) if matches!(page.then, Then::Close | Then::GoOn) => {
            &[("Enter", "close", Command::Back)]
        }
        (Some(Overlay::Text(page)), _) if matches!(page.then, Then::Migrate(_)) => {
            &[("Enter", "move it", Command::Open), ("Esc", "leave it as it is", Command::Back)]
        }
        (Some(Overlay::Text(page)), _) if page.then == Then::Restore => {
            &[("Enter", "bring it back", Command::Open), ("Esc", "leave it as it is", Command::Back)]
        }
        (Some(Overlay::Text(page)), _) if matches!(page.then, Then::TakeBack(_)) => {
            &[("Enter", "take it back", Command::Open), ("Esc", "leave it as it is", Command::Back)]
        }
        (Some(Overlay::Text(page)), _) if page.then == Then::Settle => {
            &[("Enter", "settle them", Command::Open), ("Esc", "later", Command::Back)]
        }
        (Some(Overlay::Text(page)), _) if page.then == Then::Send => {
            &[("Enter", "send now", Command::Open), ("Esc", "later", Command::Back)]
        }
        (Some(Overlay::Version(_)), _) => &[("Enter", "close", Command::Back)],
        (Some(Overlay::Text(page)), _) if matches!(page.then, Then::Allow(_)) => {
            &[("Enter", "allow it", Command::Open), ("Esc", "leave it as it is", Command::Back)]
        }
        (Some(Overlay::Text(_)), _) => &[("Enter", "next page", Command::Open)],
        (Some(Overlay::Problem(_)), _) => &[("Enter", "close", Command::Back)],
        (Some(Overlay::Join(_)), _) => &[("Enter", "open", Command::Open)],
        (Some(Overlay::Underway(_)), _) => &[("Esc", "stop", Command::Back)],
        (Some(Overlay::Conflicts(conflicts)), _) if conflicts.writing.is_some() => {
            &[("Ctrl+S", "done", Command::SaveNow), ("Esc", "done", Command::Back)]
        }
        (Some(Overlay::Conflicts(conflicts)), _) if conflicts.look.is_some() => {
            if crate::tui::conflicts::look::is_left(conflicts) {
                &[("Enter", "write the plan", Command::Open), ("Esc", "back", Command::Back)]
            } else {
                &[("Enter", "bring together", Command::Open), ("Esc", "back", Command::Back)]
            }
        }
        (Some(Overlay::Conflicts(conflicts)), _) if conflicts.left() == 0 => {
            &[("Enter", "last look", Command::Open)]
        }
        (Some(Overlay::Picker(picker)), _) if picker.many == Many::Several => &[
            ("Space", "choose", Command::Choose),
            ("Enter", "done", Command::Open),
            ("Delete", "none", Command::Remove),
        ],
        (Some(Overlay::Picker(_)), _) => &[("Enter", "choose", Command::Open)],
        (Some(Overlay::Record(_)), _) => &[("Enter", "record", Command::Open)],
        (Some(Overlay::Venue(_)), _) => &[("Enter", "next", Command::Open)],
        (Some(Overlay::Waive(form)), _) if form.focus + 1 == form.fields.len() => {
            &[("Enter", "ask", Command::Open)]
        }
        (Some(Overlay::Waive(_)), _) => &[("Enter", "next", Command::Open)],
        (Some(Overlay::Table(_)), _) => &[
            ("Enter", "add the rows", Command::Open),
            ("Space", "what a column is", Command::Choose),
            ("h", "headings", Command::Column),
        ],
        (None, Screen::Plan(plan)) if plan.quick.is_some() => {
            &[("Enter", "add", Command::New), ("Esc", "done", Command::Back)]
        }
        (None, Screen::Plan(plan)) if plan.filtering.is_some() => &[("Enter", "done", Command::Open)],
        _ => return None,
    };
    Some(keys.iter().map(|(key, short, command)| ((*key).to_owned(), *short, *command)).collect())
}

/// The line above the footer on screens that have no flags, and at the bottom of what lies over one: the notice.
pub fn notice(model: &Model, frame: &mut Frame) {
    let Some(notice) = &model.notice else {
        return;
    };
    let whole = frame.area();
    let area = Rect { y: whole.bottom().saturating_sub(2), height: 1, ..whole };
    put(frame.buffer_mut(), area, area.x + 1, area.y, notice, model.theme.strong());
}

/// The terminal is too small for anything else.
pub fn too_small(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let lines = wrap(
        "Too small. Make the window at least 40 wide and 10 high. Everything is saved.",
        usize::from(area.width),
    );
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        put(frame.buffer_mut(), area, area.x, y, &line, model.theme.plain());
    }
}

/// A screen of one message.
pub fn message(model: &Model, frame: &mut Frame, headline: &str, text: &str) {
    let area = frame.area();
    bar(model, frame, "nec", &[]);
    let mut y = area.top() + 2;
    for line in wrap(headline, usize::from(area.width).saturating_sub(2)) {
        put(frame.buffer_mut(), area, area.x + 1, y, &line, model.theme.strong());
        y += 1;
    }
    for line in wrap(text, usize::from(area.width).saturating_sub(2)) {
        put(frame.buffer_mut(), area, area.x + 1, y, &line, model.theme.plain());
        y += 1;
    }
}

/// Nothing can be shown but what went wrong.
pub fn problem_screen(model: &Model, frame: &mut Frame, problem: &Problem) {
    let area = frame.area();
    bar(model, frame, "nec", &[]);
    let lines = problem_lines(problem, usize::from(area.width).saturating_sub(2), model);
    for (y, (text, style)) in (area.top() + 2..).zip(lines) {
        put(frame.buffer_mut(), area, area.x + 1, y, &text, style);
    }
    put(
        frame.buffer_mut(),
        area,
        area.x + 1,
        area.bottom().saturating_sub(1),
        "Ctrl+Q leave",
        model.theme.key(),
    );
}

/// A problem as lines: what happened, what is safe, what to do next.
pub fn problem_lines(problem: &Problem, cells: usize, model: &Model) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    let mut push = |text: &str, style: Style| {
        if !text.is_empty() {
            lines.extend(wrap(text, cells).into_iter().map(|line| (line, style)));
            lines.push((String::new(), style));
        }
    };
    if let Some(file) = &problem.file {
        let line = problem.line.map(|line| format!(", line {line}")).unwrap_or_default();
        push(&format!("{file}{line}"), model.theme.strong());
    }
    push(&sentence(&capital(&problem.what)), model.theme.short());
    push(&problem.safe, model.theme.plain());
    push(&problem.next, model.theme.plain());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_terminal_is_left_out() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        let laid_out_for = Rect::new(0, 0, 80, 24);
        put(&mut buffer, laid_out_for, 5, 5, "below", Style::new());
        put(&mut buffer, laid_out_for, 50, 0, "beside", Style::new());
        put(&mut buffer, laid_out_for, 8, 1, "abcdef", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["          ", "        a…"]));
    }
}
