//! What one step of the cursor is, and how it looks: graphemes, their widths, and the spelling of what hides.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use crate::plan::printable::is_hidden;

/// Columns from one tab stop to the next, counted from the start of the row.
const TAB: usize = 4;

/// A new line inside a one-line field, which only a file can hold.
const NEW_LINE: &str = "↵";

/// The grapheme that starts at byte `at`, a grapheme boundary; empty at the end.
pub(super) fn grapheme_at(text: &str, at: usize) -> &str {
    let bytes = text.as_bytes();
    match (bytes.get(at), bytes.get(at + 1)) {
        (None, _) => "",
        // Nearly all text: two ASCII characters never join, but for CR LF.
        (Some(a), None) if a.is_ascii() => &text[at..],
        (Some(a), Some(b)) if a.is_ascii() && b.is_ascii() && *a != b'\r' => &text[at..=at],
        _ => text[at..].graphemes(true).next().unwrap_or_default(),
    }
}

/// The graphemes from byte `at` on, each with where it starts.
pub(super) fn graphemes_from(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut next = at;
    std::iter::from_fn(move || {
        let grapheme = grapheme_at(text, next);
        let start = next;
        next += grapheme.len();
        (!grapheme.is_empty()).then_some((start, grapheme))
    })
}

/// Where the grapheme before byte `at` starts; 0 at the start.
pub(super) fn before(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Where the grapheme that starts at byte `at` ends.
pub(super) fn after(text: &str, at: usize) -> usize {
    at + grapheme_at(text, at).len()
}

/// The nearest grapheme boundary at or before byte `at`, which may lie inside a character.
pub(super) fn snap_back(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if is_boundary(text, at) { at } else { before(text, at) }
}

/// The nearest grapheme boundary at or after byte `at`, which may lie inside a character.
pub(super) fn snap_on(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    if is_boundary(text, at) {
        return at;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

fn is_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// How many columns a grapheme takes when it starts in `column` of its row.
pub(super) fn width_at(grapheme: &str, column: usize) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        [b'\t'] => TAB - column % TAB,
        _ => graphemes_from(&shown(grapheme), 0).map(|(_, cell)| usize::from(cell.cell_width())).sum(),
    }
}

/// The grapheme as it is put on the screen; a tab, whose width depends on its place, is not asked here.
///
/// What hides is spelt out, and so is what would take no room at all, such as an accent with no letter:
/// whatever the cursor steps over can be seen.
pub(super) fn shown(grapheme: &str) -> Cow<'_, str> {
    if matches!(grapheme.as_bytes(), [b' '..=b'~']) {
        return Cow::Borrowed(grapheme);
    }
    let alone = grapheme.width() == 0;
    if !alone && !grapheme.chars().any(|c| c == '\n' || is_hidden(c)) {
        return Cow::Borrowed(grapheme);
    }
    let mut out = String::new();
    for c in grapheme.chars() {
        match c {
            '\n' => out.push_str(NEW_LINE),
            c if alone || is_hidden(c) => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a row may end after this grapheme: blank, and not one that holds two words together.
pub(super) fn is_blank(grapheme: &str) -> bool {
    match grapheme.as_bytes() {
        [byte] => matches!(byte, b' ' | b'\t'),
        _ => grapheme.chars().all(|c| {
            c.is_whitespace() && !is_hidden(c) && !matches!(c, '\n' | '\u{a0}' | '\u{2007}' | '\u{202f}')
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_what_a_person_sees_as_one() {
        for one in ["a", "é", "e\u{301}", "👩‍👩‍👧", "🇬🇧", "👍🏽", "क्ष", "\u{202e}"]
        {
            let text = format!("x{one}y");
            assert_eq!(grapheme_at(&text, 1), one);
            assert_eq!(after(&text, 1), 1 + one.len());
            assert_eq!(before(&text, 1 + one.len()), 1);
            for inside in 2..1 + one.len() {
                assert_eq!((snap_back(&text, inside), snap_on(&text, inside)), (1, 1 + one.len()));
            }
        }
        assert_eq!((before("", 0), after("", 0), snap_back("", 0), snap_on("", 0)), (0, 0, 0, 0));
    }

    #[test]
    fn widths_are_those_of_what_is_shown() {
        for (grapheme, width) in [("a", 1), ("你", 2), ("👩‍👩‍👧", 2), ("e\u{301}", 1), ("\u{202e}", 8), ("\n", 1)]
        {
            assert_eq!(width_at(grapheme, 0), width, "{grapheme:?}");
        }
        assert_eq!((width_at("\t", 0), width_at("\t", 3), width_at("\t", 4)), (4, 1, 4));
    }

    #[test]
    fn whatever_can_be_stepped_over_can_be_seen() {
        assert_eq!(shown("\u{1b}"), "⟨U+001B⟩");
        assert_eq!(shown("\u{301}"), "⟨U+0301⟩");
        assert_eq!(shown("\u{200d}"), "⟨U+200D⟩");
        assert_eq!(shown("a\u{200c}"), "a⟨U+200C⟩");
        assert_eq!(shown("👩‍👩‍👧"), "👩‍👩‍👧");
    }

    #[test]
    fn words_joined_on_purpose_stay_together() {
        assert!(is_blank(" ") && is_blank("\t") && is_blank("\u{2003}"));
        assert!(!is_blank("\u{a0}") && !is_blank("a") && !is_blank("\u{2028}"));
    }
}
