//! Where the rows of a text begin, kept as the text changes: an edit lays out again only what it touched.

use std::ops::Range;

use super::glyph::{graphemes_from, is_blank, width_at};

/// Rows before the one edited that are laid out again: a shorter word may move up a row, and where a row
/// ends depends on no more than the row after it.
const BACK: usize = 2;

/// The rows of a text at some width. Rows are ranges of bytes; a new line belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    columns: Columns,
    paragraphs: Vec<Paragraph>,
}

/// How wide a row may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// Rows end at words, and at new lines.
    Wrapped(usize),
    /// One row holds all, new lines too.
    Endless,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Paragraph {
    len: usize,
    /// Where each row starts, from the paragraph's start; the first is 0.
    rows: Vec<usize>,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    index: usize,
    start: usize,
    first_row: usize,
}

/// One row of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub range: Range<usize>,
    pub end: RowEnd,
}

/// What ends a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowEnd {
    /// The next row goes on with the same paragraph.
    Wrap,
    /// A new line, or the text's end.
    Paragraph,
}

impl Layout {
    pub(super) fn new(text: &str, columns: Columns) -> Self {
        let paragraphs = paragraphs(text, columns).collect();
        Layout { columns, paragraphs }
    }

    pub(super) fn columns(&self) -> Columns {
        self.columns
    }

    /// How many rows there are; at least one.
    pub(super) fn len(&self) -> usize {
        self.paragraphs.iter().map(|paragraph| paragraph.rows.len()).sum()
    }

    /// The row that holds a byte offset. An offset where a row wraps is the next row's start.
    pub(super) fn row_of(&self, offset: usize) -> usize {
        let place = self.place(offset);
        let rows = &self.paragraphs[place.index].rows;
        place.first_row + rows.partition_point(|row| *row <= offset - place.start).saturating_sub(1)
    }

    /// The rows from row `first` on.
    pub(super) fn rows_from(&self, first: usize) -> impl Iterator<Item = Row> {
        let mut start = 0;
        let mut seen = 0;
        self.paragraphs.iter().flat_map(move |paragraph| {
            let from = start;
            let skip = first.saturating_sub(seen).min(paragraph.rows.len());
            start += paragraph.len + 1;
            seen += paragraph.rows.len();
            (skip..paragraph.rows.len()).map(move |row| paragraph.row(row, from))
        })
    }

    /// One row; the last where there are fewer.
    pub(super) fn row(&self, row: usize) -> Row {
        let mut start = 0;
        let mut seen = 0;
        for paragraph in &self.paragraphs {
            if row < seen + paragraph.rows.len() {
                return paragraph.row(row - seen, start);
            }
            start += paragraph.len + 1;
            seen += paragraph.rows.len();
        }
        match self.paragraphs.last() {
            Some(last) => last.row(last.rows.len().saturating_sub(1), start - 1 - last.len),
            None => Row { range: 0..0, end: RowEnd::Paragraph },
        }
    }

    /// Lays out again after `removed` bytes at `at` gave way to `inserted` bytes; `text` is the text since.
    pub(super) fn edit(&mut self, text: &str, at: usize, removed: usize, inserted: usize) {
        let first = self.place(at);
        let last = self.place(at + removed);
        let end = last.start + self.paragraphs[last.index].len - removed + inserted;
        let body = &text[first.start..end];
        let one_before = first.index == last.index;
        let one_now = self.columns == Columns::Endless || !text[at..at + inserted].contains('\n');
        if one_before && one_now {
            let paragraph = &mut self.paragraphs[first.index];
            paragraph.edit(body, self.columns, at - first.start, removed, inserted);
        } else {
            self.paragraphs.splice(first.index..=last.index, paragraphs(body, self.columns));
        }
    }

    fn place(&self, offset: usize) -> Place {
        let mut place = Place { index: 0, start: 0, first_row: 0 };
        for paragraph in &self.paragraphs {
            if offset <= place.start + paragraph.len || place.index + 1 == self.paragraphs.len() {
                break;
            }
            place.index += 1;
            place.start += paragraph.len + 1;
            place.first_row += paragraph.rows.len();
        }
        place
    }
}

impl Paragraph {
    fn new(text: &str, columns: Columns) -> Self {
        let mut rows = vec![0];
        let mut start = 0;
        while let Some(next) = next_row(text, start, columns) {
            rows.push(next);
            start = next;
        }
        Paragraph { len: text.len(), rows }
    }

    fn row(&self, row: usize, start: usize) -> Row {
        let from = self.rows[row];
        match self.rows.get(row + 1) {
            Some(next) => Row { range: start + from..start + next, end: RowEnd::Wrap },
            None => Row { range: start + from..start + self.len, end: RowEnd::Paragraph },
        }
    }

    /// As [`Layout::edit`], inside one paragraph: from just before the edit until the rows fall as before.
    fn edit(&mut self, text: &str, columns: Columns, at: usize, removed: usize, inserted: usize) {
        let edited = self.rows.partition_point(|row| *row <= at).saturating_sub(1);
        let old = self.rows.split_off(edited.saturating_sub(BACK) + 1);
        self.len = text.len();
        let mut start = self.rows.last().copied().unwrap_or(0);
        while let Some(next) = next_row(text, start, columns) {
            self.rows.push(next);
            start = next;
            if next >= at + inserted
                && let Ok(same) = old.binary_search(&(next - inserted + removed))
            {
                self.rows.extend(old[same + 1..].iter().map(|row| row - removed + inserted));
                return;
            }
        }
    }
}

fn paragraphs(text: &str, columns: Columns) -> impl Iterator<Item = Paragraph> {
    let separator = match columns {
        Columns::Wrapped(_) => Some('\n'),
        Columns::Endless => None,
    };
    text.split(move |c| Some(c) == separator).map(move |text| Paragraph::new(text, columns))
}

/// Where the row after the one that starts at `start` begins, if there is one.
///
/// Blanks never begin a row on their own account: they hang over the end of the row before.
fn next_row(text: &str, start: usize, columns: Columns) -> Option<usize> {
    let Columns::Wrapped(columns) = columns else { return None };
    let mut column = 0;
    let mut after_blank = None;
    for (at, grapheme) in graphemes_from(text, start) {
        column += width_at(grapheme, column);
        let end = at + grapheme.len();
        if is_blank(grapheme) {
            after_blank = Some(end);
        } else if column > columns {
            let next = match after_blank {
                Some(blank) => blank,
                None if at > start => at,
                None => end,
            };
            return (next < text.len()).then_some(next);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        let layout = Layout::new(text, Columns::Wrapped(columns));
        layout.rows_from(0).map(|row| &text[row.range]).collect()
    }

    #[test]
    fn rows_end_at_words() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("one two three", 7), ["one two ", "three"]);
        assert_eq!(rows("one two three", 6), ["one ", "two ", "three"]);
        assert_eq!(rows("one\ntwo", 20), ["one", "two"]);
        assert_eq!(rows("one\n\n", 20), ["one", "", ""]);
        assert_eq!(rows("", 20), [""]);
    }

    #[test]
    fn blanks_hang_over_the_end() {
        assert_eq!(rows("one     two", 4), ["one     ", "two"]);
        assert_eq!(rows("one     ", 4), ["one     "]);
        assert_eq!(rows("      one", 4), ["      ", "one"]);
    }

    #[test]
    fn what_fits_on_no_row_is_broken_and_wide_characters_are_not() {
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(rows("a bcdefgh", 4), ["a ", "bcde", "fgh"]);
        assert_eq!(rows("你好吗你", 5), ["你好", "吗你"]);
        assert_eq!(rows("你好", 1), ["你", "好"]);
        assert_eq!(rows("a\u{202e}b", 8), ["a", "\u{202e}", "b"]);
    }

    #[test]
    fn rows_are_found_by_number_and_by_offset() {
        let text = "one two\nthree\n";
        let layout = Layout::new(text, Columns::Wrapped(4));
        let found: Vec<_> = layout.rows_from(0).collect();
        assert_eq!(layout.len(), 5);
        for (number, row) in found.iter().enumerate() {
            assert_eq!(layout.row(number), *row);
            assert_eq!(layout.row_of(row.range.start), number);
            assert_eq!(layout.rows_from(number).next().as_ref(), Some(row));
        }
        assert_eq!(layout.row(99), found[4]);
        assert_eq!(layout.row_of(text.len()), 4);
    }

    #[test]
    fn one_line_fields_have_one_row() {
        let layout = Layout::new("one\ntwo", Columns::Endless);
        assert_eq!(layout.rows_from(0).collect::<Vec<_>>(), [Row { range: 0..7, end: RowEnd::Paragraph }]);
    }
}
