//! Places in a text, as people and as programs count them.

use std::ops::Range;

/// A place in a text, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub line: usize,
    /// In characters, as people count.
    pub column: usize,
    /// In UTF-16 code units, as many programs count.
    pub utf16: usize,
}

/// A part of a text: from where to where, the end not included. Of nothing both are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub from: Spot,
    pub to: Spot,
}

impl Spot {
    /// A place in a text that is not to hand: what stands before it is taken for plain letters.
    pub fn at((line, column): (usize, usize)) -> Self {
        Spot { line, column, utf16: column }
    }
}

impl From<Spot> for Reach {
    fn from(spot: Spot) -> Self {
        Reach { from: spot, to: spot }
    }
}

/// Where the lines of a text begin: a text with many flags is gone through once, not once a flag.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(starts).collect() }
    }

    /// The place of a byte.
    pub(super) fn spot(&self, at: usize) -> Spot {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        Spot { line, column: before.chars().count() + 1, utf16: before.encode_utf16().count() + 1 }
    }

    /// The place of some bytes.
    pub(super) fn reach(&self, bytes: &Range<usize>) -> Reach {
        Reach { from: self.spot(bytes.start), to: self.spot(bytes.end) }
    }

    /// The byte at a line and a column in characters, both from one; the line's end where it is shorter.
    pub(super) fn byte(&self, (line, column): (usize, usize)) -> usize {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text[start..].split('\n').next().unwrap_or_default();
        start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_characters_and_in_code_units() {
        let lines = Lines::of("a = 1\nb = \"👪é\" # x\n");
        let spot = |line, column, utf16| Spot { line, column, utf16 };
        assert_eq!(lines.spot(0), spot(1, 1, 1));
        assert_eq!(lines.reach(&(10..18)), Reach { from: spot(2, 5, 5), to: spot(2, 9, 10) });
        assert_eq!(lines.byte((2, 9)), 18);
        assert_eq!(lines.byte((1, 99)), 5);
        assert_eq!(lines.byte((9, 1)), 23);
    }
}
