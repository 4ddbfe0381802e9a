//! A plan, record or review line by line, for programs that compare lines: `git diff` and `git log -p`.

use super::diff::fields;
use super::document::Source;
use super::document::layout::Layout;
use super::merge::in_lines;
use super::merge::notes;
use super::merge::pieces::{self, Body, Entry, Unit};
use super::path::FieldPath;
use super::printable::capital;
use super::printable::{one_line, printable};
use super::sentences;
use super::value::Value;

/// The file a line a field, under headings that say where the field stands; texts a line a sentence, and comments where
/// they stand. Only headings begin at a line's start. What is not TOML comes as it is; hidden characters are spelt out.
pub fn lines(text: &str) -> String {
    let text = in_lines(text);
    if Source::parse(&text).is_err() {
        return printable(&text).into_owned();
    }
    let (body, end) = pieces::read(&text, &Layout::of(&text));
    let mut out = String::new();
    write(&FieldPath::root(), "The file", &body, &mut out);
    for comment in end.lines().map(str::trim).filter(|line| line.starts_with('#')) {
        push(1, comment, &mut out);
    }
    out
}

fn write(path: &FieldPath, heading: &str, body: &Body<'_>, out: &mut String) {
    for unit in &body.units {
        match unit {
            Unit::Table(table) => {
                let at = table.address.iter().fold(path.clone(), |path, key| path.child(key.clone()));
                let is_own = table.address.is_empty();
                let heading = if is_own { heading.to_owned() } else { words(&at) };
                title(&at, &heading, out);
                for comment in table.head.iter().flat_map(notes::of_head) {
                    push(1, comment, out);
                }
                table.entries.iter().for_each(|entry| field(entry, out));
            }
            Unit::List(list) => {
                let at = list.address.iter().fold(path.clone(), |path, key| path.child(key.clone()));
                for row in &list.rows {
                    let name = ["title", "name", "rule", "id"].iter().find_map(|key| row.body.text(key));
                    let heading = format!("{}: {}", words(&at), name.unwrap_or_else(|| row.key.clone()));
                    write(&at.child(row.key.clone()), &heading, &row.body, out);
                }
            }
        }
    }
}

fn words(path: &FieldPath) -> String {
    let keys: Vec<&str> = path.segments().iter().map(String::as_str).collect();
    capital(&fields(&keys))
}

fn title(path: &FieldPath, words: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    // Whatever a row is called, only headings begin at a line's start.
    let words = one_line(words.trim());
    if path.is_root() {
        out.push_str(&format!("{words}\n"));
    } else {
        out.push_str(&format!("{words} ({})\n", one_line(&path.to_string())));
    }
}

fn push(depth: usize, line: &str, out: &mut String) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(&one_line(line));
    out.push('\n');
}

fn field(entry: &Entry<'_>, out: &mut String) {
    let keys: Vec<&str> = entry.keys.iter().map(String::as_str).collect();
    for comment in notes::of_entry(entry) {
        push(1, comment, out);
    }
    let name = keys.join(" ").replace('-', " ");
    match entry.said() {
        Value::Text(text) if text.contains('\n') || sentences::split(&text).nth(1).is_some() => {
            push(1, &format!("{name}:"), out);
            let mut end = 0;
            for (start, sentence) in sentences::split(&text) {
                // A blank line before a paragraph is part of the text, too.
                if text[end..start].matches('\n').count() > 1 {
                    out.push('\n');
                }
                end = start + sentence.len();
                sentence.lines().for_each(|line| push(2, line, out));
            }
        }
        value => push(1, &format!("{name}: {}", plain(&value)), out),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) if text.is_empty() => "(empty)".to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(items) if items.iter().all(|item| !matches!(item, Value::Table(_) | Value::List(_))) => {
            let words: Vec<String> = items.iter().map(plain).collect();
            if words.is_empty() { "(none)".to_owned() } else { words.join(", ") }
        }
        other => super::document::written(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_reads_a_line_a_field() {
        let text = "\u{feff}# mine\r\nformat = 1\r\nstatus = \"draft\" # still\r\n[profile]\r\nsummary = \"\"\"\r\nOne. Two\r\nhere.\r\n\r\nThree.\"\"\"\r\nsettlements = [\"A\", \"B\"]\r\n[[standards.face-to-face.activities]]\r\nid = \"a1\"\r\ntitle = \"Drop-in\u{202e}\"\r\npublicise-days = 21\r\nvenues = []\r\n# end\r\n";
        assert_eq!(
            lines(text),
            "The file\n  # mine\n  format: 1\n  # still\n  status: draft\n\nProfile (profile)\n  summary:\n    One.\n    Two\n    here.\n\n    Three.\n  settlements: A, B\n\nStandards face to face activities: Drop-in⟨U+202E⟩ (standards.face-to-face.activities.a1)\n  id: a1\n  title: Drop-in⟨U+202E⟩\n  publicise days: 21\n  venues: (none)\n  # end\n"
        );
    }

    #[test]
    fn what_is_no_toml_comes_as_it_is_with_nothing_hidden() {
        assert_eq!(lines("a =\n\u{1b}[2J\n"), "a =\n⟨U+001B⟩[2J\n");
        assert_eq!(lines(""), "");
    }
}
