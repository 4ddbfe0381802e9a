//! The long texts of a file, found without reading it as a plan: in a twentieth of the time.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr3};
use toml_parser::decoder::Encoding;
use toml_parser::{Raw, Span};

/// Shows each text of a TOML file that is written with at least so many bytes: the header and the key under
/// which it stands, as the file spells them, and the text itself, perhaps still in its quotes.
///
/// What is no TOML is passed over.
pub fn long_texts(file: &str, least: usize, mut see: impl FnMut(&str, &str, &str)) {
    let bytes = file.as_bytes();
    let (mut header, mut at) = ("", 0);
    while let Some(first) = bytes.get(at) {
        match first {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = line_end(bytes, at),
            b'[' => {
                let end = line_end(bytes, at);
                let line = file.get(at..end).unwrap_or_default();
                header = line.split(']').next().unwrap_or_default().trim_start_matches('[').trim();
                at = end;
            }
            _ => {
                let from = at;
                at = key_end(bytes, at);
                let key = file.get(from..at).unwrap_or_default().trim();
                at = value_end(bytes, at, |text| {
                    if text.len() >= least {
                        see(header, key, &decoded(file.get(text).unwrap_or_default()));
                    }
                });
            }
        }
    }
}

/// Goes through the rest of an entry, shows the texts in it, and says where it ends.
fn value_end(bytes: &[u8], mut at: usize, mut see: impl FnMut(Range<usize>)) -> usize {
    // How many lists and inline tables are open.
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                let end = text_end(bytes, at);
                see(at..end);
                at = end;
                continue;
            }
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'\n' if depth == 0 => return at,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    at
}

/// The byte behind the list or inline table that begins here.
pub(super) fn nested_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = text_end(bytes, at);
                continue;
            }
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth <= 1 => return at + 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Where a line ends that this byte is in.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    found(bytes, at, |rest| memchr(b'\n', rest))
}

/// Where the entry, header, comment or blank line ends that begins at the start of a line: at the end of its last
/// line.
pub(super) fn entry_end(bytes: &[u8], at: usize) -> Range<usize> {
    let start = found(bytes, at, |rest| rest.iter().position(|byte| !b" \t\r".contains(byte)));
    let end = match bytes.get(start) {
        Some(b'#' | b'[' | b'\n') | None => line_end(bytes, start),
        Some(_) => value_end(bytes, key_end(bytes, start), |_| {}),
    };
    start..end
}

/// The equals sign behind a key, or the end of its line.
pub(super) fn key_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = found(bytes, at, |rest| rest.iter().position(|byte| b"=\n\"'".contains(byte)));
        match bytes.get(at) {
            Some(b'"' | b'\'') => at = text_end(bytes, at),
            _ => return at,
        }
    }
}

/// The byte behind a text that begins here with its quote; of one that is not closed, the end of its line or
/// file.
pub(super) fn text_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes.get(at).copied().unwrap_or_default();
    let is_quote = |at: usize| bytes.get(at) == Some(&quote);
    let many_lines = is_quote(at + 1) && is_quote(at + 2);
    // What is of no account here stands for itself once more.
    let escape = if quote == b'"' { b'\\' } else { quote };
    let line_end = if many_lines { quote } else { b'\n' };
    let mut at = if many_lines { at + 3 } else { at + 1 };
    loop {
        at = found(bytes, at, |rest| memchr3(quote, escape, line_end, rest));
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(byte) if *byte == quote && !many_lines => return at + 1,
            Some(byte) if *byte == quote => {
                let quotes = (0..5).take_while(|more| is_quote(at + more)).count();
                at += quotes;
                if quotes >= 3 {
                    return at;
                }
            }
            _ => return at.min(bytes.len()),
        }
    }
}

/// Where something is found from a byte on; the end where it is not.
fn found(bytes: &[u8], from: usize, find: impl Fn(&[u8]) -> Option<usize>) -> usize {
    find(bytes.get(from..).unwrap_or_default()).map_or(bytes.len(), |found| from + found)
}

/// A text without its escapes; one that has none may keep its quotes.
fn decoded(text: &str) -> Cow<'_, str> {
    let encoding = if text.starts_with("\"\"\"") { Encoding::MlBasicString } else { Encoding::BasicString };
    let mut decoded = Cow::Borrowed(text);
    if text.starts_with('"') && text.contains('\\') {
        let span = Span::new_unchecked(0, text.len());
        // What cannot be decoded is looked at as far as it can.
        let _ = Raw::new_unchecked(text, Some(encoding), span).decode_scalar(&mut decoded, &mut ());
    }
    decoded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::document::Source;
    use crate::plan::{FieldPath, Value};

    fn found(file: &str, least: usize) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        long_texts(file, least, |header, key, text| {
            found.push((header.to_owned(), key.to_owned(), text.to_owned()));
        });
        found
    }

    #[test]
    fn long_texts_are_found_with_their_keys_and_without_their_escapes() {
        let file = "a = \"short\" # \"a long text in a comment\"\n\
                    b = \"a long enough \\u00e9\"\n\
                    [profile] # \"and another comment\"\n summary = \"\"\"a \"long\"\ntext = [\n\"\"\"\n\
                    [[priorities]]\nlist = [\"x\", # \"a comment, in a list\"\n { title = \"inside a table\" }]\n\
                    action = 'a \\literal text'\n[standards.\"x y\"]\n\"c = 1\".d = \"a dotted key's\"\n";
        let found: Vec<_> = found(file, 15)
            .into_iter()
            .map(|(header, key, text)| (header, key, text.trim_matches(['"', '\'']).to_owned()))
            .collect();
        let owned = |(header, key, text): (&str, &str, &str)| (header.into(), key.into(), text.into());
        let wanted = [
            ("", "b", "a long enough é"),
            ("profile", "summary", "a \"long\"\ntext = [\n"),
            ("priorities", "list", "inside a table"),
            ("priorities", "action", "a \\literal text"),
            ("standards.\"x y\"", "\"c = 1\".d", "a dotted key's"),
        ];
        assert_eq!(found, wanted.map(owned));
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        for file in ["a = \"", "a = \"\"\"x", "a", "[", "'", "a = [\n\"\\", "\"\"\"", "a = \"\\"] {
            found(file, 0);
        }
        assert_eq!(found("a = \"not closed\nb = \"closed\"\n", 8)[1].2, "\"closed\"");
    }

    fn texts_in(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::Text(text) => all.push(text.clone()),
            Value::List(items) => items.iter().for_each(|item| texts_in(item, all)),
            Value::Table(entries) => entries.iter().for_each(|(_, value)| texts_in(value, all)),
            _ => {}
        }
    }

    #[test]
    fn they_are_those_that_the_parser_finds() {
        let edition = include_str!("../../standards/editions/nec-2020.toml");
        for file in [edition, include_str!("../../check/tests/plan.toml")] {
            let mut parsed = Vec::new();
            texts_in(&Source::parse(file).unwrap().get(&FieldPath::root()).unwrap(), &mut parsed);
            let plain = |text: &str| text.trim_matches('"').trim().to_owned();
            let mut parsed: Vec<String> = parsed.iter().map(|text| plain(text)).collect();
            let mut found: Vec<String> = found(file, 0).iter().map(|(_, _, text)| plain(text)).collect();
            parsed.sort();
            found.sort();
            assert_eq!(found, parsed);
        }
    }
}
