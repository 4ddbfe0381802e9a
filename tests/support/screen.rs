//! What the terminal shows.

use std::fmt;

/// The terminal's screen at one moment. Rows and columns count from 0.
#[derive(Clone)]
pub struct Screen(vt100::Screen);

impl Screen {
    pub fn new(screen: &vt100::Screen) -> Self {
        Screen(screen.clone())
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.0.size();
        (columns.get(), rows.get())
    }

    /// The rows, without the blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        self.0.rows(0, self.size().0).map(|row| row.trim_end().to_owned()).collect()
    }

    /// One row, without the blanks at its end.
    pub fn row(&self, row: u16) -> String {
        self.rows().swap_remove(usize::from(row))
    }

    /// All rows, without those that are blank at the end.
    pub fn text(&self) -> String {
        self.rows().join("\n").trim_end().to_owned()
    }

    /// The words of all rows in a line: a text on it can be found however it was wrapped.
    pub fn words(&self) -> String {
        let is_box = |c: char| matches!(c, '─' | '│' | '┌' | '┐' | '└' | '┘');
        self.text()
            .split(|c: char| c.is_whitespace() || is_box(c))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub fn contains(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The row that a text is in, the first from the top.
    pub fn row_with(&self, text: &str) -> Option<u16> {
        self.rows().iter().position(|row| row.contains(text)).and_then(|row| u16::try_from(row).ok())
    }

    /// The row and column of the cursor; none where it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        (!self.0.hide_cursor()).then(|| self.0.cursor_position())
    }

    /// A cell, for its colours and the like.
    pub fn cell(&self, row: u16, column: u16) -> &vt100::Cell {
        self.0.cell(row, column).unwrap_or_else(|| panic!("no cell at row {row}, column {column}"))
    }

    /// The cells of the first row that a text is in, under the text.
    pub fn cells_of(&self, text: &str) -> Vec<&vt100::Cell> {
        let row = self.row_with(text).unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{self}"));
        let columns = 0..self.size().0;
        let start = columns
            .clone()
            .find(|column| self.0.contents_between(row, *column, row, self.size().0).starts_with(text))
            .expect("a column");
        let mut seen = String::new();
        columns
            .skip(usize::from(start))
            .map(|column| self.cell(row, column))
            .take_while(|cell| {
                let more = seen.len() < text.len();
                seen.push_str(if cell.has_contents() || cell.is_wide_continuation() {
                    cell.contents()
                } else {
                    " "
                });
                more
            })
            .collect()
    }

    /// The terminal's modes that are not as a shell expects them, in words.
    pub fn modes(&self) -> Vec<&'static str> {
        let mouse = self.0.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        [
            (self.0.alternate_screen(), "other screen"),
            (self.0.bracketed_paste(), "marked pastes"),
            (mouse, "mouse"),
            (self.0.hide_cursor(), "cursor hidden"),
            (self.0.application_cursor(), "application cursor keys"),
            (self.0.application_keypad(), "application keypad"),
            (self.0.bold() || self.0.inverse() || self.0.underline(), "text attributes"),
            (
                self.0.fgcolor() != vt100::Color::Default || self.0.bgcolor() != vt100::Color::Default,
                "colours",
            ),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
        .collect()
    }
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = usize::from(self.size().0);
        writeln!(f, "+{}+ cursor {:?}, {:?}", "-".repeat(width), self.cursor(), self.modes())?;
        for row in self.rows() {
            writeln!(f, "|{row}")?;
        }
        write!(f, "+{}+", "-".repeat(width))
    }
}
