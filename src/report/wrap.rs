//! Text on lines of a readable width.

use unicode_width::UnicodeWidthStr;

/// How wide a line of running text may get, in columns.
const WIDTH: usize = 80;

/// Running text with this indent, each line at most 80 columns wide where its words allow. Lines of the text
/// stay lines.
pub fn wrap(text: &str, indent: usize) -> String {
    let mut out = String::new();
    for line in text.trim_end().split('\n') {
        let own = line.len() - line.trim_start().len();
        let indent = indent + own.min(WIDTH / 4);
        let mut width = 0;
        for word in line.split_whitespace() {
            if width > 0 && indent + width + 1 + word.width() > WIDTH {
                out.push('\n');
                width = 0;
            }
            if width == 0 {
                out.push_str(&" ".repeat(indent));
            } else {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += word.width();
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_paragraphs_stay() {
        let text = "word ".repeat(30) + "\n\nlast";
        let wrapped = wrap(&text, 2);
        assert!(
            wrapped.lines().all(|line| line.width() <= WIDTH && (line.is_empty() || line.starts_with("  ")))
        );
        assert_eq!(wrapped.lines().count(), 4);
        assert_eq!(wrap(&"x".repeat(90), 0), format!("{}\n", "x".repeat(90)));
        assert_eq!(wrap("你好 你好", 0), "你好 你好\n");
    }
}
