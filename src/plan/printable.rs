//! Text made safe to show.

use std::borrow::Cow;

/// Whether a character must never reach a terminal or a page as it is: controls (but not a new line or a
/// tab), bidirectional overrides and isolates, zero-width characters, blank fillers, soft hyphens, tags, and the
/// byte order mark.
///
/// The zero-width joiner and the variation selectors hold emoji together and are let through.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every hidden character spelt out: `⟨U+202E⟩`.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            out.push_str(&format!("⟨U+{:04X}⟩", c as u32));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The same on one line: new lines and tabs become spaces.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// A word as a shell takes it, whatever is in it.
pub fn shell_word(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A text that begins with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_out_what_hides_and_leaves_words_alone() {
        assert_eq!(printable("Café, 你好 👩‍👩‍👧"), "Café, 你好 👩‍👩‍👧");
        assert_eq!(printable("a\u{202e}b\u{1b}[2J"), "a⟨U+202E⟩b⟨U+001B⟩[2J");
        assert_eq!(one_line("a\nb"), "a b");
        for c in "\u{ad}\u{34f}\u{115f}\u{1160}\u{180e}\u{3164}\u{ffa0}\u{e0000}\u{e0041}\u{e007f}".chars() {
            assert!(is_hidden(c), "U+{:04X}", u32::from(c));
        }
    }
}
