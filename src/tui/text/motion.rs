//! Where the cursor goes, and how the view follows it.

use std::ops::Range;

use super::area::{Shape, TextArea};
use super::glyph::{after, before, graphemes_from, snap_back, width_at};
use super::layout::RowEnd;

/// A way for the cursor to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    /// To the start of this word, or of the one before.
    WordLeft,
    /// To the start of the next word.
    WordRight,
    /// To the start of the row on the screen.
    LineStart,
    /// To the end of the row on the screen; where it wraps, before the blank or character that ends it,
    /// since what follows is the next row's start.
    LineEnd,
    /// A row up on the screen; nowhere from the first, and in a one-line field.
    Up,
    /// A row down on the screen; nowhere from the last, and in a one-line field.
    Down,
    PageUp,
    PageDown,
    TextStart,
    TextEnd,
    /// To a byte offset, as [`TextArea::offset_at`] gives for a click.
    To(usize),
}

impl Motion {
    /// Whether the motion goes to another row and keeps its column there.
    pub(super) fn is_vertical(self) -> bool {
        matches!(self, Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown)
    }
}

impl TextArea {
    /// The offset shown at a cell, counted from the upper left of what is in view; the nearest where there
    /// is no text.
    pub fn offset_at(&self, column: u16, row: u16) -> usize {
        self.offset_in_row(self.top + usize::from(row), self.left + usize::from(column))
    }

    /// Where a motion leads.
    pub(super) fn target(&self, motion: Motion) -> usize {
        let (text, cursor) = (&self.text, self.cursor);
        match motion {
            Motion::Left => before(text, cursor),
            Motion::Right => after(text, cursor),
            Motion::WordLeft => word_left(text, cursor),
            Motion::WordRight => word_right(text, cursor),
            Motion::LineStart => self.layout.row(self.layout.row_of(cursor)).range.start,
            Motion::LineEnd => self.offset_in_row(self.layout.row_of(cursor), usize::MAX),
            Motion::Up => self.rows_away(-1),
            Motion::Down => self.rows_away(1),
            Motion::PageUp | Motion::PageDown => self.rows_away(self.page(motion).unwrap_or(0)),
            Motion::TextStart => 0,
            Motion::TextEnd => text.len(),
            Motion::To(offset) => snap_back(text, offset.min(text.len())),
        }
    }

    /// How many rows a motion by pages goes: one row less than are in view.
    pub(super) fn page(&self, motion: Motion) -> Option<isize> {
        let page = isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1);
        match (motion, self.shape) {
            (Motion::PageUp, Shape::Prose) => Some(-page),
            (Motion::PageDown, Shape::Prose) => Some(page),
            _ => None,
        }
    }

    /// The column that motions by rows aim at.
    pub(super) fn goal_column(&self) -> usize {
        self.goal.unwrap_or_else(|| self.place_of(self.cursor).1)
    }

    /// The row and column of an offset, both from 0, in the whole text.
    pub(super) fn place_of(&self, offset: usize) -> (usize, usize) {
        let row = self.layout.row_of(offset);
        let start = self.layout.row(row).range.start;
        let column = cells(&self.text, start..offset).last().map_or(0, |(_, columns)| columns.end);
        (row, column)
    }

    /// Scrolls as little as brings the cursor into view.
    pub(super) fn reveal(&mut self) {
        let (row, column) = self.place_of(self.cursor);
        let (width, height) = (usize::from(self.width.max(1)), usize::from(self.height.max(1)));
        match self.shape {
            Shape::Prose => {
                let last = self.layout.len().saturating_sub(height);
                self.top = self.top.min(last).min(row).max((row + 1).saturating_sub(height));
            }
            Shape::Line => {
                let end = self.place_of(self.text.len()).1;
                let last = (end + 1).saturating_sub(width);
                self.left = self.left.min(last).min(column).max((column + 1).saturating_sub(width));
            }
        }
    }

    fn rows_away(&self, rows: isize) -> usize {
        let row = self.layout.row_of(self.cursor);
        let to = row.saturating_add_signed(rows).min(self.layout.len() - 1);
        if to == row { self.cursor } else { self.offset_in_row(to, self.goal_column()) }
    }

    /// The offset at a column of a row, or the row's last.
    fn offset_in_row(&self, row: usize, column: usize) -> usize {
        let row = self.layout.row(row);
        let mut offset = row.range.start;
        for (start, columns) in cells(&self.text, row.range.clone()) {
            if columns.end > column {
                return start;
            }
            offset = match row.end {
                RowEnd::Wrap => start,
                RowEnd::Paragraph => row.range.end,
            };
        }
        offset
    }
}

/// Where each grapheme of a row starts, and the columns that it takes, from the row's first.
fn cells(text: &str, row: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let mut column = 0;
    graphemes_from(&text[..row.end], row.start).map(move |(start, grapheme)| {
        let from = column;
        column += width_at(grapheme, column);
        (start, from..column)
    })
}

/// What a step by words goes over at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    Mark,
}

/// The class of the character at `at`; an apostrophe between letters belongs to their word.
fn class(text: &str, at: usize) -> Option<Class> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let c = text[at..].chars().next()?;
    Some(match c {
        c if c.is_whitespace() => Class::Blank,
        c if is_word(c) => Class::Word,
        '\'' | '’'
            if text[..at].chars().next_back().is_some_and(is_word)
                && text[at + c.len_utf8()..].chars().next().is_some_and(is_word) =>
        {
            Class::Word
        }
        _ => Class::Mark,
    })
}

/// The start of the next word; a paragraph's end and start are places to stop.
fn word_right(text: &str, from: usize) -> usize {
    if text[from..].starts_with('\n') {
        return from + 1;
    }
    let blank = |at: usize| class(text, at) == Some(Class::Blank) && !text[at..].starts_with('\n');
    let mut at = from;
    let here = class(text, from).filter(|class| *class != Class::Blank);
    while here.is_some() && class(text, at) == here {
        at = after(text, at);
    }
    while blank(at) {
        at = after(text, at);
    }
    at
}

/// The start of this word or of the one before, with the same places to stop.
fn word_left(text: &str, from: usize) -> usize {
    if text[..from].ends_with('\n') {
        return before(text, from);
    }
    let class_before = |at: usize| match at {
        0 => None,
        at if text[..at].ends_with('\n') => None,
        at => class(text, before(text, at)),
    };
    let mut at = from;
    while class_before(at) == Some(Class::Blank) {
        at = before(text, at);
    }
    let here = class_before(at);
    while here.is_some() && class_before(at) == here {
        at = before(text, at);
    }
    at
}
