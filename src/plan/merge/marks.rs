//! Conflicts as comments, for who merges with git alone: the file stays one that can be read, and the other
//! version of each field stands right above it, so that nothing is lost where the file is recorded as it is.

use super::{Conflict, Merge};
use crate::plan::areas::line_and_column;
use crate::plan::document::{Source, comments, key_as_written, written};
use crate::plan::printable::one_line;
use crate::plan::value::Value;

/// How the comment of a conflict begins.
const MARK: &str = "# nec: conflict at ";
/// How its other lines begin.
const MORE: &str = "# nec:   ";

/// The merged text with a comment above each field in conflict that holds the other version.
pub fn marked(merge: &Merge) -> String {
    let Ok(source) = Source::parse(&merge.text) else { return merge.text.clone() };
    let mut places: Vec<(usize, String)> = merge
        .conflicts
        .iter()
        .map(|conflict| {
            let start = source.span(&conflict.path).start;
            (merge.text[..start].rfind('\n').map_or(0, |at| at + 1), comment(conflict))
        })
        .collect();
    places.sort_by_key(|(at, _)| *at);
    let mut text = merge.text.clone();
    for (at, comment) in places.iter().rev() {
        text.insert_str(*at, comment);
    }
    text
}

fn comment(conflict: &Conflict) -> String {
    let what = match (&conflict.ours, &conflict.theirs) {
        (_, None) => "changed here, and removed in the other version",
        (None, Some(_)) => "removed here, and in the other version it is",
        _ => "changed here, and in the other version it is",
    };
    let mut lines = format!("{MARK}{}: {what}\n", one_line(&conflict.path.to_string()));
    let entries = match &conflict.theirs {
        Some(Value::Table(entries)) => entries.clone(),
        Some(value) => vec![(conflict.path.leaf().to_owned(), value.clone())],
        None => Vec::new(),
    };
    for (key, value) in entries {
        for line in format!("{} = {}", key_as_written(&key), written(&value)).lines() {
            lines.push_str(&format!("{MORE}{line}\n"));
        }
    }
    lines
}

/// The one-based line of the first such comment in a file.
pub fn first(text: &str) -> Option<usize> {
    // Few files have such words at all.
    if !text.contains(MARK) {
        return None;
    }
    let found = comments(text).find(|span| text[span.clone()].starts_with(MARK))?;
    Some(line_and_column(text, found.start).0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::merge;
    use super::*;

    #[test]
    fn the_other_version_stands_above_the_field_and_the_file_can_be_read() {
        let base = "format = 1\nstatus = \"draft\" # s\n\n[[priorities]]\nid = \"a\"\ntitle = \"x\"\n\n[[priorities]]\nid = \"b\"\n";
        let ours =
            base.replace("draft", "approved").replace("\n[[priorities]]\nid = \"a\"\ntitle = \"x\"\n", "");
        let theirs = base.replace("draft", "One.\\nTwo \u{1b}").replace("\"x\"", "\"y\"");
        let theirs = theirs.replace('\u{1b}', "\\u001b");
        let merged = merge(Some(base), &ours, &theirs).unwrap();
        let text = marked(&merged);
        assert_eq!(
            text,
            "# nec: conflict at priorities.a: removed here, and in the other version it is\n# nec:   id = \"a\"\n\
             # nec:   title = \"y\"\nformat = 1\n\
             # nec: conflict at status: changed here, and in the other version it is\n\
             # nec:   status = \"\"\"\n# nec:   One.\n# nec:   Two \\u001B\"\"\"\nstatus = \"approved\" # s\n\n\
             [[priorities]]\nid = \"b\"\n"
        );
        assert_eq!(first(&text), Some(1));
        assert_eq!(
            Source::parse(&text).unwrap().get(&crate::plan::FieldPath::root()),
            Source::parse(&merged.text).unwrap().get(&crate::plan::FieldPath::root())
        );
        assert_eq!(first(&format!("a = \"\"\"\n{MARK}x\n\"\"\"\n")), None);
    }
}
