//! The program's form of a file: how `nec fmt` and a new plan are laid out.

use super::layout::Layout;
use super::said::Said;
use super::write;
use toml::de::DeValue;

/// The same file in the program's form: line ends, one blank line before each header, one space around
/// each equals sign, values as the program writes them. Comments, order and unknown keys stay.
///
/// Texts keep every byte. A list that holds comments is left as it is.
pub fn in_program_form(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let layout = Layout::of(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for section in &layout.sections {
        if !section.path.is_root() {
            between(&text[at..section.header.start], Before::Header, &mut out);
            let header: String = text[section.header.clone()].split_whitespace().collect();
            out.push_str(if header.contains('"') { &text[section.header.clone()] } else { &header });
            at = section.header.end;
        }
        for entry in &section.entries {
            between(&text[at..entry.key.start], Before::Entry, &mut out);
            out.push_str(text[entry.key.clone()].trim());
            out.push_str(" = ");
            out.push_str(&tidy(&text[entry.value.clone()]));
            at = entry.value.end;
        }
    }
    between(&text[at..], Before::End, &mut out);
    out
}

#[derive(PartialEq)]
enum Before {
    Header,
    Entry,
    End,
}

/// What stands between two things: a trailing comment, then whole lines of comments and blank lines. The last
/// of its lines is the indentation of what follows.
fn between(gap: &str, before: Before, out: &mut String) {
    let mut lines: Vec<&str> = gap.split('\n').map(str::trim).collect();
    if out.is_empty() {
        lines.insert(0, "");
    }
    let trailing = lines.remove(0);
    let last = lines.pop();
    if !out.is_empty() {
        if !trailing.is_empty() {
            out.push_str("  ");
            out.push_str(trailing);
        }
        out.push('\n');
    }
    // A file may end without a line end behind its last comment.
    if before == Before::End {
        lines.extend(last);
    }
    let mut blank = before == Before::Header;
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        push_line(line, out);
    }
    if blank && before != Before::End && !out.is_empty() {
        out.push('\n');
    }
}

fn push_line(line: &str, out: &mut String) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

fn tidy(source: &str) -> String {
    let holds_comment = source.starts_with(['[', '{']) && source.contains('#');
    match DeValue::parse(source) {
        Ok(value) if !holds_comment && is_plain(value.get_ref()) => {
            write::value(&Said::of(value.into_inner()).value())
        }
        _ => source.to_owned(),
    }
}

/// Numbers other than plain decimals, and moments, stay as somebody wrote them.
fn is_plain(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(_) | DeValue::Boolean(_) => true,
        DeValue::Integer(number) => number.radix() == 10,
        DeValue::Datetime(moment) => moment.date.is_none() || moment.time.is_none(),
        DeValue::Float(_) => false,
        DeValue::Array(items) => items.iter().all(|item| is_plain(item.get_ref())),
        DeValue::Table(_) => false,
    }
}
