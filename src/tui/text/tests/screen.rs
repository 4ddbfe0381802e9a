use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::super::draw;
use super::Motion::*;
use super::*;

/// What is drawn, a row a line; what is selected in brackets, the cursor's cell as `|` before it.
fn screenshot(text: &TextArea, width: u16, height: u16) -> Vec<String> {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::filled(area, ratatui::buffer::Cell::new("#"));
    let cursor = draw(text, area, &mut buffer, Style::new()).expect("room");
    let mut rows = Vec::new();
    for y in 0..height {
        let mut row = String::new();
        let mut reversed = false;
        let mut covered = 0;
        for x in 0..width {
            let cell = &buffer[(x, y)];
            let now = cell.modifier.contains(Modifier::REVERSED);
            if now != reversed {
                row.push(if now { '[' } else { ']' });
                reversed = now;
            }
            if cursor == Position::new(x, y) {
                row.push('|');
            }
            if covered == 0 {
                row.push_str(cell.symbol());
                covered = unicode_width::UnicodeWidthStr::width(cell.symbol());
            }
            covered -= 1;
        }
        row.push_str(if reversed { "]" } else { "" });
        rows.push(row);
    }
    rows
}

#[track_caller]
fn shows(shape: Shape, marked: &str, commands: &[TextCommand], width: u16, height: u16, expected: &[&str]) {
    let mut text = area(marked, shape);
    text.resize(width, height);
    for command in commands {
        text.apply(command.clone());
    }
    assert_eq!(screenshot(&text, width, height), expected);
}

#[test]
fn prose_is_wrapped_and_the_rest_left_blank() {
    shows(Shape::Prose, "We meet |people.", &[], 8, 4, &["We meet ", "|people. ", "        ", "        "]);
    shows(Shape::Prose, "abcdefg|", &[], 8, 2, &["abcdefg| ", "        "]);
    shows(Shape::Prose, "|", &[], 3, 1, &["|   "]);
}

#[test]
fn the_cursor_is_kept_in_view() {
    shows(Shape::Prose, "a\nb\nc\nd|", &[], 3, 2, &["c  ", "d|  "]);
    shows(Shape::Prose, "a\nb\nc\nd|", &[go(Up), go(Up)], 3, 2, &["b|  ", "c  "]);
    shows(Shape::Prose, "|a\nb\nc\nd\ne\nf", &[go(PageDown)], 3, 3, &["|c  ", "d  ", "e  "]);
    // Blanks hang over the end of a row, and so the cursor stays at its edge.
    shows(Shape::Prose, "abc     |", &[], 4, 2, &["abc| ", "    "]);
    // No blank rows at the end while there is text above.
    shows(
        Shape::Prose,
        "a\nb\nc|",
        &[TextCommand::DeleteBack, TextCommand::DeleteBack],
        3,
        2,
        &["a  ", "b|  "],
    );
}

#[test]
fn one_line_fields_scroll_sideways() {
    shows(Shape::Line, "abcdefgh|", &[], 5, 1, &["efgh| "]);
    shows(Shape::Line, "abcdefgh|", &[go(LineStart)], 5, 1, &["|abcde"]);
    shows(Shape::Line, "ab|cdefgh", &[go(Right), go(Right), go(Right)], 5, 1, &["bcde|f"]);
    shows(Shape::Line, "abcdefgh|", &[TextCommand::DeleteWordBack], 5, 1, &["|     "]);
    // A wide character is never shown by half.
    shows(Shape::Line, "你好吗|", &[], 6, 1, &[" 好吗| "]);
    shows(Shape::Line, "|a你好", &[], 4, 1, &["|a你 "]);
    // A new line that a file holds is there to be seen, and to be deleted.
    shows(Shape::Line, "one\ntwo|", &[], 9, 2, &["one↵two|  ", "         "]);
}

#[test]
fn what_is_selected_is_reversed_with_its_new_lines() {
    shows(Shape::Prose, "a[b\nc|]d", &[], 5, 2, &["a[b ]  ", "[c]|d   "]);
    shows(Shape::Prose, "a[|你]b", &[], 5, 1, &["a[|你]b "]);
}

#[test]
fn what_hides_is_spelt_out_and_tabs_are_blanks() {
    shows(Shape::Prose, "a\u{202e}b|", &[], 12, 1, &["a⟨U+202E⟩b|  "]);
    shows(Shape::Prose, "\u{1b}(2J|", &[], 14, 1, &["⟨U+001B⟩(2J|   "]);
    shows(Shape::Prose, "a\tb\t|c", &[], 12, 1, &["a   b   |c   "]);
    shows(Shape::Prose, "👩‍👩‍👧e\u{301}|🇬🇧", &[], 8, 1, &["👩‍👩‍👧e\u{301}|🇬🇧   "]);
}

#[test]
fn drawn_at_another_size_it_is_laid_out_for_that() {
    let mut text = area("one two three|", Shape::Prose);
    text.resize(40, 10);
    assert_eq!(screenshot(&text, 6, 2), ["two   ", "three|"].map(|row| row.replace("three|", "three| ")));
    let nowhere = Rect::new(0, 0, 0, 3);
    assert_eq!(draw(&text, nowhere, &mut Buffer::empty(nowhere), Style::new()), None);
}

#[test]
fn the_style_is_the_callers() {
    let text = area("a|", Shape::Line);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 3));
    let cursor = draw(&text, Rect::new(2, 1, 3, 1), &mut buffer, Style::new().fg(Color::Cyan));
    assert_eq!(cursor, Some(Position::new(3, 1)));
    let coloured: Vec<_> = (0..6).map(|x| buffer[(x, 1)].fg == Color::Cyan).collect();
    assert_eq!(coloured, [false, false, true, true, true, false]);
    assert_eq!(buffer[(2, 1)].symbol(), "a");
}
