//! Where a part of a text stands in the file, which spells some characters otherwise.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::layout::Layout;
use super::said::Said;
use crate::plan::model::row_keys;
use crate::plan::path::FieldPath;
use crate::plan::value::Value;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which text of a list, from zero; zero too where there is but one. At the root: which comment.
    pub item: usize,
    /// Its bytes in the text, as it reads.
    pub bytes: Range<usize>,
}

/// The bytes in the file of a part of the text at an address; at the root, of a part of a comment.
pub fn span(text: &str, layout: &Layout, path: &FieldPath, part: &Part) -> Option<Range<usize>> {
    if path.is_root() {
        let start = comments(text).nth(part.item)?.start;
        return Some(start + part.bytes.start..start + part.bytes.end);
    }
    let entry = layout.entry_around(path)?;
    let source = text.get(entry.value.clone())?;
    let parsed = DeValue::parse(source).ok()?;
    let mut value = &parsed;
    for segment in &path.segments()[entry.depth..] {
        value = match value.get_ref() {
            DeValue::Table(table) => table.get(segment.as_str())?,
            DeValue::Array(items) => {
                let said = |item: &Spanned<DeValue<'_>>| Said::of(item.get_ref().clone()).value();
                let rows: Vec<Value> = items.iter().map(said).collect();
                items.get(row_keys(&rows).iter().position(|key| key == segment)?)?
            }
            _ => return None,
        };
    }
    if let DeValue::Array(items) = value.get_ref() {
        value = items.get(part.item)?;
    }
    matches!(value.get_ref(), DeValue::String(_)).then_some(())?;
    let literal = value.span();
    let inside = in_literal(source.get(literal.clone())?, &part.bytes)?;
    let start = entry.value.start + literal.start;
    Some(start + inside.start..start + inside.end)
}

/// The bytes of the comments of a file, in order, each with its `#`.
pub fn comments(text: &str) -> impl Iterator<Item = Range<usize>> {
    // What comes after the last one need not be gone through, and most files have none.
    let end = text.rfind('#').map_or(0, |at| text[at..].find('\n').map_or(text.len(), |end| at + end));
    let tokens = (end > 0).then(|| Source::new(text.get(..end).unwrap_or_default()).lex().into_vec());
    let comments = tokens.into_iter().flatten().filter(|token| token.kind() == TokenKind::Comment);
    comments.map(|token| token.span().start()..token.span().end())
}

/// The bytes of a literal, quotes included, that stand for these bytes of what it says.
fn in_literal(literal: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
    let mut at = [r#"""""#, "'''", "\"", "'"].into_iter().find(|quote| literal.starts_with(quote))?.len();
    let many_lines = at == 3;
    if many_lines {
        let first = &literal[at..];
        at += if first.starts_with("\r\n") { 2 } else { usize::from(first.starts_with('\n')) };
    }
    let escapes = literal.starts_with('"');
    let (mut said, mut start) = (0, None);
    loop {
        if said >= bytes.start {
            start = start.or(Some(at));
        }
        if said >= bytes.end {
            return Some(start?..at);
        }
        let rest = literal.get(at..)?;
        let next = rest.chars().next()?;
        let (spelt, says) = if escapes && next == '\\' {
            escape(rest, many_lines)?
        } else {
            (next.len_utf8(), next.len_utf8())
        };
        // The end of a line that an escape takes away belongs to what comes after it.
        if says == 0 && start == Some(at) {
            start = None;
        }
        at += spelt;
        said += says;
    }
}

/// How many bytes an escape is, and how many it says.
fn escape(rest: &str, many_lines: bool) -> Option<(usize, usize)> {
    let digits = match rest.as_bytes().get(1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        b' ' | b'\t' | b'\r' | b'\n' if many_lines => {
            let after = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
            return Some((rest.len() - after.len(), 0));
        }
        _ => return Some((2, 1)),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::Document;

    const FILE: &str = r##"# a plan
format = 1 # the first
period = "caf\u00e9 \"one\" here"
area = """
one \
   two
three # no comment"""
[author]
post = 'C:\here'
[profile]
settlements = ["Bridport", 'Lyme # here']
[standards.inclusion]
equality = [{ id = "e1", how = "one" }, { id = "e2", how = "not here" }]
"##;

    fn found(path: &str, item: usize, word: &str) -> String {
        let document = Document::parse(FILE).unwrap();
        let path = if path.is_empty() { FieldPath::root() } else { FieldPath::parse(path).unwrap() };
        let said = match document.get(&path) {
            _ if path.is_root() => document.plan().comments[item].clone(),
            Some(Value::List(items)) => items[item].as_text().unwrap().to_owned(),
            said => said.unwrap().as_text().unwrap().to_owned(),
        };
        let start = said.find(word).unwrap();
        let part = Part { item, bytes: start..start + word.len() };
        FILE[document.part_span(&path, &part).unwrap()].to_owned()
    }

    #[test]
    fn a_part_is_found_however_the_file_spells_it() {
        assert_eq!(found("period", 0, "here"), "here");
        assert_eq!(found("period", 0, "é \"o"), r#"\u00e9 \"o"#);
        assert_eq!(found("area", 0, "one"), "one");
        assert_eq!(found("area", 0, "two"), "two");
        assert_eq!(found("area", 0, "three"), "three");
        assert_eq!(found("author.post", 0, "here"), "here");
        assert_eq!(found("profile.settlements", 1, "here"), "here");
        assert_eq!(found("standards.inclusion.equality.e2.how", 0, "here"), "here");
        assert_eq!(found("", 1, "first"), "first");
    }

    #[test]
    fn comments_are_those_outside_of_texts() {
        let comments: Vec<&str> = comments(FILE).map(|span| &FILE[span]).collect();
        assert_eq!(comments, ["# a plan", "# the first"]);
        assert_eq!(super::comments("format = 1\n").count(), 0);
    }

    #[test]
    fn a_part_that_is_not_there_is_nowhere() {
        let document = Document::parse(FILE).unwrap();
        for (path, item, bytes) in
            [("period", 0, 90..91), ("profile.settlements", 2, 0..1), ("format", 0, 0..1)]
        {
            let part = Part { item, bytes };
            assert_eq!(document.part_span(&FieldPath::parse(path).unwrap(), &part), None, "{path}");
        }
    }
}
