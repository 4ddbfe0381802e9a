//! Words cut and wrapped to the cells that they have.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::plan::printable::one_line;

/// Cells that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text on one line, safe to show, cut to `cells` with an ellipsis where it is longer.
pub fn cut(text: &str, cells: usize) -> String {
    let text = one_line(text);
    if text.width() <= cells {
        return text;
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let next = used + grapheme.width();
        if next + 1 > cells {
            break;
        }
        out.push_str(grapheme);
        used = next;
    }
    if cells > 0 {
        out.push('…');
    }
    out
}

/// A text with a stop behind it, unless it ends as a sentence does.
pub fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// A text cut or filled with blanks to just `cells`.
pub fn cell(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    let used = out.width();
    out.push_str(&" ".repeat(cells.saturating_sub(used)));
    out
}

/// A text in lines of at most `cells`, safe to show; a list item's lines are indented.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let text = crate::plan::printable::printable(text);
    if text.trim().is_empty() {
        return vec![String::new()];
    }
    let indent = if text.starts_with("- ") || text.starts_with("· ") { "  " } else { "" };
    let options = textwrap::Options::new(cells.max(1)).subsequent_indent(indent).break_words(true);
    text.lines().flat_map(|line| textwrap::wrap(line, &options)).map(|line| line.replace('\t', " ")).collect()
}

/// The same in so many lines at the most; where there is more, the last ends with an ellipsis.
pub fn wrap_at_most(text: &str, cells: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, cells);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last} …"), cells);
        }
    }
    lines
}

/// "1 word", "41 words".
pub fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_cells_and_never_splits_a_character() {
        assert_eq!(cut("Beaminster", 5), "Beam…");
        assert_eq!(cut("你好世界", 5), "你好…");
        assert_eq!(cell("ab", 4), "ab  ");
        assert_eq!(cut("a\u{1b}[31m\nb", 20), "a⟨U+001B⟩[31m b");
    }

    #[test]
    fn wraps_and_indents_items() {
        assert_eq!(wrap("- one two three", 9), ["- one two", "  three"]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap_at_most("one two three four", 9, 2), ["one two", "three …"]);
        assert_eq!(wrap_at_most("one two three", 9, 2), ["one two", "three"]);
    }
}
