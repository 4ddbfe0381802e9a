//! How a page is scrolled.

use crate::tui::command::Command;

/// Scrolls a page, whose first line shown is `top`, where the command is one of moving; says whether it was.
/// `rows` are how many lines a page goes on. `top` may lie behind the end: who draws the page knows its length.
pub fn scroll(top: &mut usize, command: Command, rows: usize) -> bool {
    *top = match command {
        Command::Up => top.saturating_sub(1),
        Command::Down => top.saturating_add(1),
        Command::PageUp => top.saturating_sub(rows),
        Command::PageDown => top.saturating_add(rows),
        Command::First => 0,
        Command::Last => usize::MAX,
        _ => return false,
    };
    true
}
