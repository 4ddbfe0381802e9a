//! A line of a file with the part of it that a flag is about.

use std::ops::Range;

use crate::plan::printable::printable;

/// The widest line that is quoted, in characters.
const WIDEST: usize = 120;
/// How much of a cut line is left before the part that is pointed at.
const BEFORE: usize = 40;
/// Stands where a line was cut.
const CUT: &str = "…";

/// A line of a file, safe to show, cut to 120 characters, and what is pointed at in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Counted from one.
    pub line: usize,
    pub text: String,
    /// Bytes of `text`.
    pub span: Range<usize>,
}

impl Excerpt {
    /// The line of `text` in which the bytes begin. What lies on later lines is not pointed at.
    pub fn of(text: &str, at: &Range<usize>) -> Option<Self> {
        let before = text.get(..at.start)?;
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |found| found + 1);
        let end = text[at.start..].find('\n').map_or(text.len(), |found| at.start + found);
        let until = at.end.clamp(at.start, end);
        let parts = [text.get(start..at.start)?, text.get(at.start..until)?, text.get(until..end)?];
        let [before, inside, after] = parts.map(|part| printable(part).replace('\t', " "));
        let over = (before.chars().count() + inside.chars().count() + after.chars().count()) > WIDEST;
        let (before, room) = if over { last(&before, BEFORE) } else { (before, WIDEST) };
        let room = room.min(WIDEST - before.chars().count());
        let inside = if over { first(&inside, room) } else { inside };
        let room = room.saturating_sub(inside.chars().count());
        let after = if over { first(&after, room) } else { after };
        let span = before.len()..before.len() + inside.len();
        Some(Excerpt { line, text: format!("{before}{inside}{after}"), span })
    }
}

/// The first characters of a text, at most so many, with a mark where it was cut.
fn first(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(CUT.chars()).collect()
}

/// The last characters of a text, at most so many, and how many there is room for after them.
fn last(text: &str, most: usize) -> (String, usize) {
    let count = text.chars().count();
    if count <= most {
        return (text.to_owned(), WIDEST - count);
    }
    let kept: String = CUT.chars().chain(text.chars().skip(count + 1 - most)).collect();
    (kept, WIDEST - most)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(text: &str, what: &str) -> (usize, String, String) {
        let start = text.find(what).unwrap();
        let excerpt = Excerpt::of(text, &(start..start + what.len())).unwrap();
        (excerpt.line, excerpt.text[excerpt.span.clone()].to_owned(), excerpt.text)
    }

    #[test]
    fn the_part_is_pointed_at_in_its_line() {
        let text = "format = 1\nstarts = 2026-12-01\n";
        assert_eq!(of(text, "2026-12-01"), (2, "2026-12-01".into(), "starts = 2026-12-01".into()));
        assert_eq!(Excerpt::of("", &(0..0)).unwrap().text, "");
        assert_eq!(Excerpt::of("é", &(1..1)), None);
    }

    #[test]
    fn what_goes_on_over_lines_is_pointed_at_where_it_begins() {
        let (line, inside, text) = of("a = \"\"\"\nlong\"\"\"\n", "\"\"\"\nlong\"\"\"");
        assert_eq!((line, inside.as_str(), text.as_str()), (1, "\"\"\"", "a = \"\"\""));
    }

    #[test]
    fn a_long_line_is_cut_around_it_and_nothing_hides_in_it() {
        let long = format!("{}\u{202e}here{}", "é".repeat(300), "ü".repeat(300));
        let (_, inside, text) = of(&long, "here");
        assert_eq!(inside, "here");
        assert_eq!(text.chars().count(), 120);
        assert!(text.contains("⟨U+202E⟩here") && text.starts_with('…') && text.ends_with('…'), "{text}");
        let (_, inside, text) = of(&long, &long);
        assert_eq!((inside.chars().count(), text.chars().count()), (120, 120));
    }
}
