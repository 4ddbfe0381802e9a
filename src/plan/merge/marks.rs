//! Conflicts as comments, for who merges with git alone: the file stays one that can be read, and the other
//! version of each field stands right above it, so that nothing is lost where the file is recorded as it is.

use super::{Choice, Conflict, Merge, Take};
use crate::plan::areas::line_and_column;
use crate::plan::document::{Source, comments, key_as_written, written};
use crate::plan::edit::Edit;
use crate::plan::path::FieldPath;
use crate::plan::printable::one_line;
use crate::plan::value::Value;
use crate::problem::Problem;

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

/// A text with such comments, as the merge that it came of: its text without them, and what they say is in conflict.
/// What stood there before both is not in it. Nothing where there are none, or they cannot be understood.
pub fn read(text: &str) -> Option<Merge> {
    first(text)?;
    let mut conflicts = Vec::new();
    let mut plain = String::with_capacity(text.len());
    // The conflict that is being read: where it is, and the lines of the other version.
    let mut open: Option<(FieldPath, String)> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        match (bare.strip_prefix(MARK), bare.strip_prefix(MORE), &mut open) {
            (Some(head), ..) => {
                conflicts.extend(open.take());
                let path =
                    [": changed here", ": removed here"].iter().find_map(|cut| head.split_once(cut))?.0;
                open = Some((FieldPath::parse(path)?, String::new()));
            }
            (None, Some(more), Some((_, lines))) => {
                lines.push_str(more);
                lines.push('\n');
            }
            _ => {
                conflicts.extend(open.take());
                plain.push_str(line);
            }
        }
    }
    conflicts.extend(open);
    let source = Source::parse(&plain).ok()?;
    let conflicts = conflicts.into_iter().map(|(path, lines)| {
        let theirs = other(&path, &lines)?;
        Some(Conflict { ours: source.get(&path), base: None, theirs, path })
    });
    let conflicts = conflicts.collect::<Option<Vec<_>>>()?;
    Some(Merge { text: plain, conflicts, read_once: Vec::new() })
}

/// The other version of a place, as its comment has it; inside, nothing where that side has none.
#[allow(clippy::option_option)]
fn other(path: &FieldPath, lines: &str) -> Option<Option<Value>> {
    if lines.is_empty() {
        return Some(None);
    }
    let Some(Value::Table(mut entries)) = Source::parse(lines).ok()?.get(&FieldPath::root()) else {
        return None;
    };
    Some(Some(match entries.as_slice() {
        [(key, _)] if key == path.leaf() => entries.pop()?.1,
        _ => Value::Table(entries),
    }))
}

/// Settles what [`read`] found; what is left is told.
///
/// # Errors
/// Where a place is not there to be changed.
pub fn settle(found: &Merge, choices: &[Choice]) -> Result<Merge, Problem> {
    let mut source = Source::parse(&found.text)?;
    let mut left = Vec::new();
    for conflict in &found.conflicts {
        let path = &conflict.path;
        let take = choices.iter().rev().find(|choice| choice.path == *path).map(|choice| &choice.take);
        let value = match take {
            Some(Take::Mine) => continue,
            Some(Take::Theirs) => conflict.theirs.clone(),
            Some(Take::Text(value)) => Some(value.clone()),
            Some(Take::Both) if let Some(both) = conflict.both() => Some(both),
            Some(Take::Both) | None => {
                left.push(conflict.clone());
                continue;
            }
        };
        let is_row = |row: &[(String, Value)]| {
            row.iter().any(|(key, id)| key == "id" && id.as_text() == Some(path.leaf()))
        };
        let edit = match (value, &conflict.ours) {
            (None, Some(Value::Table(_))) => Edit::RemoveRow { path: path.clone() },
            (None, _) => Edit::Unset { path: path.clone() },
            (Some(Value::Table(row)), None) if is_row(&row) => {
                Edit::AddRow { list: path.parent(), before: None, row }
            }
            (Some(value), _) => Edit::Set { path: path.clone(), value },
        };
        source.apply(&edit)?;
    }
    Ok(Merge { text: source.text().to_owned(), conflicts: left, read_once: Vec::new() })
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

    const BASE: &str = "format = 1\nstatus = \"draft\" # s\n\n[[priorities]]\nid = \"a\"\ntitle = \"x\"\n\n\
                        [[priorities]]\nid = \"b\"\ntitle = \"z\"\n";

    #[test]
    fn a_file_with_comments_is_settled_from_what_they_say() {
        let ours =
            BASE.replace("draft", "approved").replace("\n[[priorities]]\nid = \"a\"\ntitle = \"x\"\n", "");
        let ours = ours.replace("\"z\"", "\"mine\"");
        let theirs = BASE.replace("draft", "Two.\\nLines").replace("\"x\"", "\"y\"");
        let theirs = theirs.replace("\n[[priorities]]\nid = \"b\"\ntitle = \"z\"\n", "");
        let merged = merge(Some(BASE), &ours, &theirs).unwrap();
        let found = read(&marked(&merged)).unwrap();
        assert_eq!(found.text, merged.text);
        let said = |conflicts: &[Conflict]| {
            let mut said: Vec<_> =
                conflicts.iter().map(|c| (c.path.to_string(), c.ours.clone(), c.theirs.clone())).collect();
            said.sort_by(|one, two| one.0.cmp(&two.0));
            said
        };
        assert_eq!(said(&found.conflicts), said(&merged.conflicts));
        assert_eq!(settle(&found, &[]).unwrap().conflicts.len(), 3);
        let all = |take: &Take| -> Vec<Choice> {
            found.conflicts.iter().map(|c| Choice { path: c.path.clone(), take: take.clone() }).collect()
        };
        assert_eq!(settle(&found, &all(&Take::Mine)).unwrap().text, ours);
        let theirs_now = settle(&found, &all(&Take::Theirs)).unwrap();
        assert_eq!(theirs_now.conflicts, []);
        let read = |text: &str| Source::parse(text).unwrap().get(&FieldPath::root());
        assert_eq!(read(&theirs_now.text), read(&theirs));
    }

    #[test]
    fn comments_that_somebody_spoilt_are_not_guessed_at() {
        for text in [
            "format = 1\n",
            "# nec: conflict at a b: what\nformat = 1\n",
            "# nec: conflict at a: changed here, and\n# nec:   a = \nformat = 1\n",
            "# nec: conflict at a: changed here, and\n# nec:   a = 1\na = \n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
