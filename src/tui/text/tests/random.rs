use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::super::glyph::{is_blank, width_at};
use super::super::layout::{Columns, Layout};
use super::super::{Typing, draw};
use super::*;

/// Pieces that have gone wrong in editors before.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,9}",
        3 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\t".to_owned()),
        1 => prop::sample::select(vec![
            "👩‍👩‍👧", "👩", "\u{200d}", "👧", "🇬", "🇧", "👍🏽", "e\u{301}", "\u{301}", "\u{fe0f}", "你", "好",
            "\u{202e}", "\u{1b}", "\r", "\r\n", "\u{200c}", "\u{a0}", "\u{2028}", "क", "\u{94d}", "ष", "’", "ｶﾞ", "\0",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn motion() -> impl Strategy<Value = Motion> {
    use Motion::*;
    prop_oneof![
        prop::sample::select(vec![
            Left, Right, WordLeft, WordRight, LineStart, LineEnd, Up, Down, PageUp, PageDown, TextStart,
            TextEnd,
        ]),
        (0usize..200).prop_map(To),
    ]
}

fn command() -> impl Strategy<Value = TextCommand> {
    use TextCommand::*;
    prop_oneof![
        4 => piece().prop_map(Insert),
        2 => text().prop_map(Paste),
        4 => prop::sample::select(vec![
            Newline, DeleteBack, DeleteForward, DeleteWordBack, DeleteWordForward, SelectAll, Cut, Copy,
        ]),
        8 => (motion(), prop::sample::select(vec![Select::Drop, Select::Extend]))
            .prop_map(|(motion, select)| Move(motion, select)),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    prop::sample::select(vec![Shape::Line, Shape::Prose])
}

/// Offsets where the cursor may be: between graphemes, a new line always being one of its own in prose.
fn boundaries(text: &str, shape: Shape) -> Vec<usize> {
    let mut offsets: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    offsets.push(text.len());
    if shape == Shape::Prose {
        offsets.extend(text.match_indices('\n').map(|(at, _)| at));
    }
    offsets
}

proptest! {
    #[test]
    fn nothing_panics_and_all_holds(
        start in text(), shape in shape(), width in 0u16..30, height in 0u16..6,
        commands in prop::collection::vec(command(), 0..30),
    ) {
        let mut area = TextArea::new(&start, shape);
        area.resize(width, height);
        for command in commands {
            let was = area.clone();
            let change = area.apply(command.clone());
            let ends = area.selection().unwrap_or(area.cursor()..area.cursor());
            for offset in [area.cursor(), ends.start, ends.end] {
                prop_assert!(boundaries(area.text(), shape).contains(&offset), "{offset} after {command:?}");
            }
            match &change {
                Change::None => prop_assert_eq!((was.text(), was.cursor()), (area.text(), area.cursor())),
                Change::Moved | Change::Copied(_) => prop_assert_eq!(was.text(), area.text()),
                Change::Typed(_) | Change::Cut(_) => {
                    // What was not selected or deleted is there, to the byte, around what was put in.
                    let gone = was.selection().unwrap_or(was.cursor()..was.cursor());
                    let (before, after) = (&was.text()[..gone.start], &was.text()[gone.end..]);
                    match (&change, &command) {
                        (Change::Typed(Typing::Deleting), TextCommand::DeleteBack | TextCommand::DeleteWordBack) => {
                            prop_assert!(area.text().ends_with(after));
                            prop_assert!(before.starts_with(&area.text()[..area.text().len() - after.len()]));
                        }
                        (Change::Typed(Typing::Deleting), _) => {
                            prop_assert!(area.text().starts_with(before));
                            prop_assert!(after.ends_with(&area.text()[before.len()..]));
                        }
                        _ => prop_assert!(
                            area.text().starts_with(before) && area.text()[before.len()..].ends_with(after)
                        ),
                    }
                }
            }
            let screen = Rect::new(1, 1, width, height);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 32, 8));
            let cursor = draw(&area, screen, &mut buffer, Style::new());
            prop_assert_eq!(cursor.is_some(), width > 0 && height > 0);
            prop_assert!(cursor.is_none_or(|cursor| screen.contains(cursor)));
            for (at, cell) in buffer.content().iter().enumerate() {
                prop_assert!(!cell.symbol().contains(char::is_control));
                let (x, y) = (at as u16 % 32, at as u16 / 32);
                prop_assert!(cell.symbol() == " " || screen.contains((x, y).into()));
            }
        }
    }

    #[test]
    fn an_edit_lays_out_as_if_from_new(
        text in text(), width in 1usize..20, shape in shape(), edits in prop::collection::vec((0.0..1.0f64, 0usize..20, text()), 1..6),
    ) {
        let columns = match shape { Shape::Line => Columns::Endless, Shape::Prose => Columns::Wrapped(width) };
        let mut now = text;
        let mut layout = Layout::new(&now, columns);
        for (place, remove, insert) in edits {
            let at = now.floor_char_boundary((now.len() as f64 * place) as usize);
            let end = now.floor_char_boundary((at + remove).min(now.len()));
            now.replace_range(at..end, &insert);
            layout.edit(&now, at, end - at, insert.len());
            prop_assert_eq!(&layout, &Layout::new(&now, columns));
        }
    }

    #[test]
    fn rows_hold_the_whole_text_and_no_more_than_fits(text in text(), width in 1usize..20) {
        let layout = Layout::new(&text, Columns::Wrapped(width));
        let mut next = 0;
        for row in layout.rows_from(0) {
            prop_assert!(row.range.start == next || text[next..].starts_with('\n') && row.range.start == next + 1);
            next = row.range.end;
            let graphemes: Vec<_> = text[row.range].graphemes(true).collect();
            let shown = graphemes.iter().rposition(|grapheme| !is_blank(grapheme)).map_or(0, |last| last + 1);
            let columns = graphemes[..shown].iter().fold(0, |column, grapheme| column + width_at(grapheme, column));
            prop_assert!(columns <= width || shown == 1, "{graphemes:?}");
        }
        prop_assert_eq!(next, text.len());
    }

    #[test]
    fn a_text_put_in_is_that_text(old in text(), new in text(), cursor in 0usize..100, shape in shape()) {
        let mut area = TextArea::new(&old, shape);
        area.resize(10, 4);
        area.set_cursor(cursor);
        let mut other = area.clone();
        area.set_text(&new);
        other.refresh(&new);
        for area in [area, other] {
            prop_assert_eq!(area.text(), &new);
            prop_assert!(boundaries(&new, shape).contains(&area.cursor()));
            prop_assert_eq!(&area.layout, &Layout::new(&new, area.layout.columns()));
        }
    }
}
