//! Values as the program writes them.

use crate::plan::value::Value;

/// Texts longer than this, or of several lines, stand between three quotes on lines of their own.
const LONGEST_LINE: usize = 80;

/// The value in the program's form.
pub fn value(value: &Value) -> String {
    match value {
        Value::Text(text) if text.contains('\n') || text.chars().count() > LONGEST_LINE => prose(text),
        Value::Text(text) => line(text),
        other => inline(other),
    }
}

/// The value on one line, as inside a list.
pub fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => line(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) if number.is_finite() && number.fract() == 0.0 => format!("{number:.1}"),
        Value::Decimal(number) if number.is_nan() => "nan".to_owned(),
        Value::Decimal(number) => number.to_string(),
        Value::Boolean(is) => is.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.strftime("%H:%M:%S").to_string(),
        Value::Moment(moment) => moment.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, value)| format!("{} = {}", key(name), inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A key, in quotes where it needs them.
pub fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { line(name) }
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => escaped(other, &mut out),
        }
    }
    out.push('"');
    out
}

/// Between three quotes. The line break after the first three is not part of the text. A line that git would
/// have written as the mark of a conflict begins with an escape, so that the file is not taken for one.
pub fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("\"\"\"\n");
    let mut quotes = 0;
    let last = text.chars().count().saturating_sub(1);
    let mut starts_line = true;
    for (at, (byte, c)) in text.char_indices().enumerate() {
        let is_mark = starts_line && begins_with_mark(&text[byte..]);
        starts_line = c == '\n';
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            _ if is_mark => out.push_str(&format!("\\u{:04X}", c as u32)),
            '"' if quotes == 3 || at == last => {
                quotes = 0;
                out.push_str("\\\"");
            }
            '"' | '\n' | '\t' => out.push(c),
            other => escaped(other, &mut out),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn begins_with_mark(rest: &str) -> bool {
    rest.starts_with("<<<<<<< ")
        || rest.starts_with(">>>>>>> ")
        || rest.strip_prefix("=======").is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'))
}

fn escaped(c: char, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\r' => out.push_str("\\r"),
        c if (c as u32) < 0x20 || c == '\u{7f}' || crate::plan::printable::is_hidden(c) => {
            out.push_str(&match c as u32 {
                four @ ..=0xffff => format!("\\u{four:04X}"),
                eight => format!("\\U{eight:08X}"),
            });
        }
        c => out.push(c),
    }
}
