//! The long texts of a file, found without reading it as a plan: in a tenth of the time.

use std::borrow::Cow;

use toml_parser::Raw;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// Shows each text of a TOML file that is written with at least so many bytes: the header and the key under
/// which it stands, as the file spells them, and the text itself, perhaps still in its quotes.
///
/// What is no TOML is passed over.
pub fn long_texts(file: &str, least: usize, mut see: impl FnMut(&str, &str, &str)) {
    let mut place = Place::default();
    for token in Source::new(file).lex() {
        let span = token.span();
        if span.len() >= least
            && let Some(encoding) = token.kind().encoding()
        {
            let written = file.get(span.start()..span.end()).unwrap_or_default();
            let mut text = Cow::Borrowed(written);
            if written.contains('\\') {
                // What cannot be decoded is looked at as far as it can.
                let _ = Raw::new_unchecked(written, Some(encoding), span).decode_scalar(&mut text, &mut ());
            }
            see(place.header, place.key, &text);
        }
        place.after(file, token.kind(), span.start(), span.end());
    }
}

/// Where in a file its tokens are.
#[derive(Default)]
struct Place<'f> {
    header: &'f str,
    key: &'f str,
    within: Within,
    /// Where the header or key began.
    from: usize,
    /// How many lists and inline tables are open.
    depth: usize,
}

#[derive(Default, PartialEq, Eq)]
enum Within {
    #[default]
    LineStart,
    Header,
    Key,
    Value,
}

impl<'f> Place<'f> {
    fn after(&mut self, file: &'f str, kind: TokenKind, start: usize, end: usize) {
        let since = |from: usize| file.get(from..start).unwrap_or_default().trim();
        match (&self.within, kind) {
            (_, TokenKind::Newline) if self.depth == 0 => self.within = Within::LineStart,
            (Within::LineStart, TokenKind::LeftSquareBracket) => {
                self.within = Within::Header;
                self.from = end;
            }
            (Within::LineStart, TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline) => {}
            (Within::LineStart, _) => {
                self.within = Within::Key;
                self.from = start;
            }
            (Within::Header, TokenKind::LeftSquareBracket) => self.from = end,
            (Within::Header, TokenKind::RightSquareBracket) => {
                self.header = since(self.from);
                self.within = Within::Value;
            }
            (Within::Key, TokenKind::Equals) => {
                self.key = since(self.from);
                self.within = Within::Value;
            }
            (Within::Value, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket) => self.depth += 1,
            (Within::Value, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket) => {
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_found_with_their_keys_and_without_their_escapes() {
        let file = "a = \"short\" # \"a long text in a comment\"\n\
                    b = \"a long enough \\u00e9\"\n\
                    [profile]\n summary = \"\"\"a long\ntext = [\n\"\"\"\n\
                    [[priorities]]\nlist = [\"x\", { title = \"inside a table\" }]\n\
                    action = 'a \\literal text'\n[standards.\"x y\"]\nc.d = \"a dotted key's\"\n";
        let mut found = Vec::new();
        long_texts(file, 15, |header, key, text| {
            found.push((header.to_owned(), key.to_owned(), text.trim_matches('"').to_owned()));
        });
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|(header, key, text)| (header.as_str(), key.as_str(), text.as_str())).collect();
        assert_eq!(
            found,
            [
                ("", "b", "a long enough é"),
                ("profile", "summary", "a long\ntext = [\n"),
                ("priorities", "list", "inside a table"),
                ("priorities", "action", "a \\literal text"),
                ("standards.\"x y\"", "c.d", "a dotted key's"),
            ]
        );
    }
}
