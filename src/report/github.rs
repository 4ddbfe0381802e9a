//! What was checked, as workflow commands of GitHub: notes beside the lines of a pull request.

use super::checked::{Checked, Told};
use super::short::line;
use super::summary::summary;
use super::verdict::Verdict;
use crate::check::Class;
use crate::plan::Place;

/// A workflow command a flag, and what it came to in plain words. What is set aside is a line of the log, and no
/// note. At a gate what counts comes first, and what does not is a notice that says so.
///
/// Paths are relative to the top of the repository, in which the plan directory is at `prefix` (empty, or with
/// a slash at its end): that is what GitHub takes.
pub fn github(checked: &Checked, verdict: Verdict, prefix: &str) -> String {
    let of_files = checked.of_files().iter().map(|told| (told, verdict.counts(None, told)));
    let of_plans = checked.by_plan();
    let of_plans = of_plans
        .flat_map(|(plan, flags)| flags.iter().map(move |told| (told, verdict.counts(Some(plan), told))));
    let mut all: Vec<(&Told, bool)> = of_files.chain(of_plans).collect();
    if verdict.is_gate() {
        all.sort_by_key(|(_, counts)| !counts);
    }
    let one = |(told, counts): &(&Told, bool)| match () {
        () if told.waived => format!("{prefix}{}", line(told)),
        () if verdict.is_gate() && told.stands() && !counts => {
            command(told, prefix, "notice", ", does not count")
        }
        () => command(told, prefix, level(told.class), ""),
    };
    let mut out: String = all.iter().map(one).collect();
    out.push_str(&summary(checked, verdict));
    out
}

fn level(class: Class) -> &'static str {
    match class {
        Class::Unreadable | Class::NonCompliant => "error",
        Class::Incomplete => "warning",
        Class::Advice => "notice",
    }
}

fn command(told: &Told, prefix: &str, name: &str, remark: &str) -> String {
    let (at, column) = told.at();
    let to = told.reach.to;
    let mut properties = vec![("line", at.to_string()), ("col", column.to_string())];
    if !told.file.is_empty() {
        properties.insert(0, ("file", format!("{prefix}{}", told.file)));
    }
    // What goes on over lines is noted at its first: of several lines GitHub takes no columns.
    if to.line <= at {
        properties.push(("endColumn", to.column.max(1).to_string()));
    }
    let of = told.place.as_ref().map_or(String::new(), |place: &Place| format!(", {place}"));
    properties.push(("title", format!("{}{of}{remark} [{}]", told.kind(), told.rule)));
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
