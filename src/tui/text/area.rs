//! A text being edited: the text, its cursor and selection, and the part of it that is in view.

use std::ops::Range;

use super::differ::Changed;
use super::glyph::{after, before, snap_back, snap_on};
use super::layout::{Columns, Layout};
use super::motion::Motion;
use super::paste::clean;

/// What kind of field a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line, which scrolls sideways. It takes no new line: a pasted one becomes a space.
    Line,
    /// Paragraphs, wrapped at words.
    Prose,
}

/// What a person means to do to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextCommand {
    /// Typed characters, in the place of what is selected.
    Insert(String),
    /// A new paragraph; nothing in a one-line field.
    Newline,
    DeleteBack,
    DeleteForward,
    DeleteWordBack,
    DeleteWordForward,
    Move(Motion, Select),
    SelectAll,
    /// Text from outside, in the place of what is selected.
    Paste(String),
    Cut,
    Copy,
}

impl TextCommand {
    /// Whether it may change the text.
    pub fn changes(&self) -> bool {
        !matches!(self, TextCommand::Move(..) | TextCommand::SelectAll | TextCommand::Copy)
    }
}

/// What a motion does to the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// Drops it.
    Drop,
    /// Carries its end along, or starts one at the cursor.
    Extend,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: there was nowhere to go, or nothing to delete.
    None,
    /// The cursor or the selection moved.
    Moved,
    /// The text changed.
    Typed(Typing),
    /// The text selected, for the clipboard.
    Copied(String),
    /// The same, and it is gone from the text: an undo step of its own.
    Cut(String),
}

/// How the text changed, so that undo can join what belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// Letters and marks, one after another.
    Letters,
    /// Blanks and new lines.
    Blanks,
    /// A character or a word deleted.
    Deleting,
    /// A paste, or a selection replaced or deleted: an undo step of its own.
    Whole,
}

/// A text, its cursor and selection, and the part of it that is in view.
///
/// Offsets are in bytes. The cursor and the selection's ends are always on boundaries of graphemes.
#[derive(Debug, Clone)]
pub struct TextArea {
    pub(super) text: String,
    pub(super) shape: Shape,
    pub(super) cursor: usize,
    anchor: Option<usize>,
    /// The column that motions up and down aim at, kept over shorter rows.
    pub(super) goal: Option<usize>,
    pub(super) layout: Layout,
    pub(super) width: u16,
    pub(super) height: u16,
    /// The first row in view.
    pub(super) top: usize,
    /// The first column in view, in a one-line field.
    pub(super) left: usize,
}

impl TextArea {
    /// A text with the cursor at its end, in view on 80 columns and 24 rows until it is resized.
    pub fn new(text: &str, shape: Shape) -> Self {
        let (width, height) = (80, 24);
        let mut area = TextArea {
            text: text.to_owned(),
            shape,
            cursor: text.len(),
            anchor: None,
            goal: None,
            layout: Layout::new(text, columns(shape, width)),
            width,
            height,
            top: 0,
            left: 0,
        };
        area.reveal();
        area
    }

    /// The text, to the byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The rows that it was fitted to.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// What is selected; never empty.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Puts the cursor at an offset, or the nearest boundary before it, and drops the selection.
    pub fn set_cursor(&mut self, offset: usize) {
        self.go(snap_back(&self.text, offset.min(self.text.len())), Select::Drop);
    }

    /// Says how large the text is drawn. Rows are one column narrower, so that the cursor can stand after
    /// the last character of a full one.
    pub fn resize(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (width, height);
        let columns = columns(self.shape, width);
        if columns != self.layout.columns() {
            self.layout = Layout::new(&self.text, columns);
        }
        self.reveal();
    }

    /// How many rows the whole text takes at its width; at least one.
    pub fn rows(&self) -> usize {
        self.layout.len()
    }

    /// The first row in view, counted from 0.
    pub fn first_row(&self) -> usize {
        self.top
    }

    /// Puts another text in the place of this one, after undo or redo: the cursor goes to the end of what
    /// changed. The same text changes nothing.
    pub fn set_text(&mut self, text: &str) {
        if let Some(changed) = self.swap(text) {
            self.go(snap_on(&self.text, changed.new_end()), Select::Drop);
        }
    }

    /// The same after another hand's change: cursor and selection stay with the words they were at.
    pub fn refresh(&mut self, text: &str) {
        let (cursor, anchor) = (self.cursor, self.anchor);
        if let Some(changed) = self.swap(text) {
            self.anchor = anchor.map(|anchor| snap_on(&self.text, changed.follow(anchor)));
            self.go(snap_on(&self.text, changed.follow(cursor)), Select::Extend);
            self.anchor = self.anchor.filter(|_| anchor.is_some());
        }
    }

    /// Carries out a command.
    pub fn apply(&mut self, command: TextCommand) -> Change {
        let shape = self.shape;
        match command {
            TextCommand::Insert(text) => {
                let blank = text.chars().all(char::is_whitespace);
                self.insert(&clean(&text, shape), if blank { Typing::Blanks } else { Typing::Letters })
            }
            TextCommand::Newline if shape == Shape::Line => Change::None,
            TextCommand::Newline => self.insert("\n", Typing::Blanks),
            TextCommand::Paste(text) => self.insert(&clean(&text, shape), Typing::Whole),
            TextCommand::DeleteBack => self.delete(before(&self.text, self.cursor)),
            TextCommand::DeleteForward => self.delete(after(&self.text, self.cursor)),
            TextCommand::DeleteWordBack => self.delete(self.target(Motion::WordLeft)),
            TextCommand::DeleteWordForward => self.delete(self.target(Motion::WordRight)),
            TextCommand::Move(motion, select) => self.travel(motion, select),
            TextCommand::SelectAll => {
                let was = (self.selection(), self.cursor);
                self.anchor = Some(0);
                self.go(self.text.len(), Select::Extend);
                self.moved_from(was)
            }
            TextCommand::Copy => match self.selection() {
                Some(selected) => Change::Copied(self.text[selected].to_owned()),
                None => Change::None,
            },
            TextCommand::Cut => match self.selection() {
                Some(selected) => {
                    let cut = self.text[selected.clone()].to_owned();
                    self.replace(selected, "");
                    Change::Cut(cut)
                }
                None => Change::None,
            },
        }
    }

    fn insert(&mut self, text: &str, typing: Typing) -> Change {
        match self.selection() {
            _ if text.is_empty() => Change::None,
            Some(selected) => {
                self.replace(selected, text);
                Change::Typed(Typing::Whole)
            }
            None => {
                self.replace(self.cursor..self.cursor, text);
                Change::Typed(typing)
            }
        }
    }

    /// Deletes the selection, else from the cursor to `target`, on either side of it.
    fn delete(&mut self, target: usize) -> Change {
        match self.selection() {
            Some(selected) => {
                self.replace(selected, "");
                Change::Typed(Typing::Whole)
            }
            None if target == self.cursor => Change::None,
            None => {
                self.replace(target.min(self.cursor)..target.max(self.cursor), "");
                Change::Typed(Typing::Deleting)
            }
        }
    }

    fn travel(&mut self, motion: Motion, select: Select) -> Change {
        let was = (self.selection(), self.cursor);
        let target = match (motion, select, self.selection()) {
            (Motion::Left, Select::Drop, Some(selected)) => selected.start,
            (Motion::Right, Select::Drop, Some(selected)) => selected.end,
            _ => self.target(motion),
        };
        let goal = motion.is_vertical().then(|| self.goal_column());
        if let Some(rows) = self.page(motion) {
            self.top = self.top.saturating_add_signed(rows);
        }
        self.go(target, select);
        self.goal = goal;
        self.moved_from(was)
    }

    fn moved_from(&self, was: (Option<Range<usize>>, usize)) -> Change {
        if (self.selection(), self.cursor) == was { Change::None } else { Change::Moved }
    }

    /// Puts `new` in the place of a range, and the cursor after it.
    fn replace(&mut self, range: Range<usize>, new: &str) {
        self.text.replace_range(range.clone(), new);
        self.layout.edit(&self.text, range.start, range.len(), new.len());
        self.go(snap_on(&self.text, range.start + new.len()), Select::Drop);
    }

    /// Puts in another text, and says where it differs; cursor and selection are the caller's to mend.
    fn swap(&mut self, text: &str) -> Option<Changed> {
        let changed = Changed::between(&self.text, text)?;
        self.text.clear();
        self.text.push_str(text);
        self.layout.edit(text, changed.start, changed.removed, changed.inserted);
        Some(changed)
    }

    fn go(&mut self, offset: usize, select: Select) {
        self.anchor = match select {
            Select::Drop => None,
            Select::Extend => Some(self.anchor.unwrap_or(self.cursor)),
        };
        self.cursor = offset;
        self.goal = None;
        self.reveal();
    }
}

fn columns(shape: Shape, width: u16) -> Columns {
    match shape {
        Shape::Line => Columns::Endless,
        Shape::Prose => Columns::Wrapped(usize::from(width).saturating_sub(1).max(1)),
    }
}
