//! What was checked, as workflow commands of GitHub: notes beside the lines of a pull request.

use super::checked::{Checked, Told};
use super::summary::summary;
use super::verdict::Verdict;
use crate::check::Class;
use crate::plan::Place;

/// A workflow command a flag, and what it came to in plain words. What is set aside is only in the count.
///
/// Paths are relative to the top of the repository, in which the plan directory is at `prefix` (empty, or with
/// a slash at its end): that is what GitHub takes.
pub fn github(checked: &Checked, verdict: Verdict, prefix: &str) -> String {
    let mut out: String =
        checked.findings.iter().filter(|told| !told.waived).map(|told| command(told, prefix)).collect();
    out.push_str(&summary(checked, verdict));
    out
}

fn command(told: &Told, prefix: &str) -> String {
    let name = match told.class {
        Class::Unreadable | Class::NonCompliant => "error",
        Class::Incomplete => "warning",
        Class::Advice => "notice",
    };
    let (from, to) = (told.reach.from, told.reach.to);
    let mut properties = vec![("line", from.line.max(1).to_string())];
    if !told.file.is_empty() {
        properties.insert(0, ("file", format!("{prefix}{}", told.file)));
    }
    // Columns count only within one line.
    if to.line > from.line {
        properties.push(("endLine", to.line.to_string()));
    } else {
        properties.push(("col", from.column.max(1).to_string()));
        properties.push(("endColumn", to.column.max(1).to_string()));
    }
    let of = told.place.as_ref().map_or(String::new(), |place: &Place| format!(", {place}"));
    properties.push(("title", format!("{}{of} [{}]", told.class.label(), told.rule)));
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let mut text = told.message.clone();
    let also: Vec<String> = told.also.iter().map(|(_, spot)| spot.line.to_string()).collect();
    if !also.is_empty() {
        text.push_str(&format!("\nAlso: line {}", also.join(", line ")));
    }
    for more in told.aside.iter().chain((!told.help.is_empty()).then_some(&told.help)) {
        text.push_str(&format!("\n{more}"));
    }
    format!("::{name} {}::{}\n", properties.join(","), data(&text))
}

/// A message as GitHub reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property as GitHub reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_property_or_a_command_is_escaped() {
        assert_eq!(property("100%, a:b\r\n"), "100%25%2C a%3Ab%0D%0A");
        assert_eq!(data("100%, a:b\n::error::x"), "100%25, a:b%0A::error::x");
    }
}
