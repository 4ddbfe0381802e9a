//! The editing of text, shown three ways: text before, commands and text after; the screen; and anything at
//! random.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod edits;
mod moves;
mod random;
mod screen;

use super::{Change, Motion, Select, Shape, TextArea, TextCommand};

/// A text area from a text with `|` for the cursor, and `[` and `]` around what is selected.
fn area(marked: &str, shape: Shape) -> TextArea {
    let text = marked.replace(['|', '[', ']'], "");
    let place = |mark: char| marked.find(mark).map(|at| marked[..at].replace(['|', '[', ']'], "").len());
    let mut area = TextArea::new(&text, shape);
    let cursor = place('|').expect("a cursor");
    if let (Some(start), Some(end)) = (place('['), place(']')) {
        area.set_cursor(if cursor == start { end } else { start });
        area.apply(TextCommand::Move(Motion::To(cursor), Select::Extend));
    } else {
        area.set_cursor(cursor);
    }
    area
}

/// The same way back.
fn marked(area: &TextArea) -> String {
    let mut marks = vec![(area.cursor(), "|")];
    match area.selection() {
        Some(selected) if selected.start == area.cursor() => {
            marks = vec![(selected.end, "]"), (selected.start, "|"), (selected.start, "[")];
        }
        Some(selected) => marks = vec![(selected.end, "]"), (selected.end, "|"), (selected.start, "[")],
        None => {}
    }
    let mut text = area.text().to_owned();
    for (at, mark) in marks {
        text.insert_str(at, mark);
    }
    text
}

/// Carries out commands on a text in a field 80 columns wide, and compares what comes of it.
#[track_caller]
fn check(shape: Shape, before: &str, commands: &[TextCommand], after: &str) {
    let mut area = area(before, shape);
    for command in commands {
        area.apply(command.clone());
    }
    assert_eq!(marked(&area), after, "after {commands:?} on {before:?}");
}

#[track_caller]
fn prose(before: &str, commands: &[TextCommand], after: &str) {
    check(Shape::Prose, before, commands, after);
}

#[track_caller]
fn line(before: &str, commands: &[TextCommand], after: &str) {
    check(Shape::Line, before, commands, after);
}

fn insert(text: &str) -> TextCommand {
    TextCommand::Insert(text.to_owned())
}

fn paste(text: &str) -> TextCommand {
    TextCommand::Paste(text.to_owned())
}

fn go(motion: Motion) -> TextCommand {
    TextCommand::Move(motion, Select::Drop)
}

fn extend(motion: Motion) -> TextCommand {
    TextCommand::Move(motion, Select::Extend)
}
