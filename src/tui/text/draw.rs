//! A text area on the screen.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::area::TextArea;
use super::glyph::{graphemes_from, shown, width_at};
use super::layout::{Row, RowEnd};

/// Draws what is in view and fills the rest of `area` with blanks. Gives where the terminal's cursor stands
/// when the field has the focus; none where there is no room.
///
/// An area of another size than [`TextArea::resize`] was told is laid out for this once, which is slower.
pub fn draw(text: &TextArea, area: Rect, buffer: &mut Buffer, style: Style) -> Option<Position> {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return None;
    }
    let mut text = Cow::Borrowed(text);
    if (text.width, text.height) != (area.width, area.height) {
        text.to_mut().resize(area.width, area.height);
    }
    buffer.set_style(area, style);
    for (row, y) in text
        .layout
        .rows_from(text.top)
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(area.top()..area.bottom())
    {
        let start = buffer.index_of(area.x, y);
        let cells = &mut buffer.content[start..start + usize::from(area.width)];
        let end = row.map_or(0, |row| draw_row(&text, &row, cells));
        for cell in &mut cells[end..] {
            cell.set_symbol(" ");
        }
    }
    let (row, column) = text.place_of(text.cursor);
    let x = u16::try_from(column - text.left).unwrap_or(u16::MAX).min(area.width - 1);
    let y = u16::try_from(row - text.top).unwrap_or(u16::MAX).min(area.height - 1);
    Some(Position::new(area.x + x, area.y + y))
}

/// Draws one row into its cells; gives how many of them it took.
fn draw_row(text: &TextArea, row: &Row, cells: &mut [Cell]) -> usize {
    let selected = text.selection().unwrap_or(0..0);
    let mut pen = Pen { cells, left: text.left, column: 0 };
    for (start, grapheme) in graphemes_from(&text.text[..row.range.end], row.range.start) {
        let look = if selected.contains(&start) { Look::Selected } else { Look::Plain };
        match grapheme {
            "\t" => {
                for _ in 0..width_at(grapheme, pen.column) {
                    pen.put(" ", 1, look);
                }
            }
            _ => match shown(grapheme) {
                Cow::Borrowed(shown) => pen.put(shown, width_at(shown, pen.column), look),
                Cow::Owned(spelt) => {
                    for (_, letter) in graphemes_from(&spelt, 0) {
                        pen.put(letter, width_at(letter, pen.column), look);
                    }
                }
            },
        }
        if pen.is_full() {
            return pen.taken();
        }
    }
    if row.end == RowEnd::Paragraph && selected.contains(&row.range.end) {
        pen.put(" ", 1, Look::Selected);
    }
    pen.taken()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Selected,
}

/// Puts graphemes side by side, as far as they are in view.
struct Pen<'a> {
    cells: &'a mut [Cell],
    /// The first column in view.
    left: usize,
    /// The column where the next grapheme goes.
    column: usize,
}

impl Pen<'_> {
    fn put(&mut self, symbol: &str, width: usize, look: Look) {
        let columns = self.column..self.column + width;
        self.column = columns.end;
        let right = self.left + self.cells.len();
        let whole = columns.start >= self.left && columns.end <= right;
        for column in columns.start.max(self.left)..columns.end.min(right) {
            let cell = &mut self.cells[column - self.left];
            // A wide character cut by the edge is not shown by half, and the cells under one stay empty.
            cell.set_symbol(if whole && column == columns.start { symbol } else { " " });
            if look == Look::Selected {
                cell.modifier.insert(Modifier::REVERSED);
            }
        }
    }

    fn is_full(&self) -> bool {
        self.column >= self.left + self.cells.len()
    }

    fn taken(&self) -> usize {
        self.column.saturating_sub(self.left).min(self.cells.len())
    }
}
