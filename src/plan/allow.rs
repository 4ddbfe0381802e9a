//! Adding to the lists of `nec.toml` by which a force allows what plans may say.

use toml::de::DeValue;

use super::document::{Source, written};
use super::printable::one_line;
use super::{Edit, FieldPath, Value};
use crate::problem::Problem;

/// The lists that can be added to, and what one of them is called.
pub const LISTS: [(&str, &str); 4] = [
    ("public-numbers", "number"),
    ("public-addresses", "address"),
    ("public-operations", "operation"),
    ("work-domains", "domain"),
];

/// What one of a list is called: "number".
pub fn noun(list: &str) -> &'static str {
    LISTS.iter().find(|(key, _)| *key == list).map_or("phrase", |(_, noun)| noun)
}

/// The text of `nec.toml` with a value added to one of its lists, on a line of its own with a note beside it.
/// All else stays to the byte. Nothing where the list has the value already.
///
/// # Errors
/// Where the text is not TOML, or the list is no list.
pub fn with_value(text: &str, list: &str, value: &str, note: &str) -> Result<Option<String>, Problem> {
    let mut source = Source::parse(text)?;
    let path = FieldPath::of([list]);
    match source.get(&path) {
        None => drop(source.apply(&Edit::Set { path: path.clone(), value: Value::List(Vec::new()) })?),
        Some(Value::List(items)) if items.iter().any(|item| item.as_text() == Some(value)) => {
            return Ok(None);
        }
        Some(Value::List(_)) => {}
        Some(_) => return Err(no_list(list)),
    }
    let place = source.value_span(&path).ok_or_else(|| no_list(list))?;
    let array = source.text().get(place.clone()).unwrap_or_default();
    let tail_at = end_of_last(array).ok_or_else(|| no_list(list))?;
    let tail = array.get(tail_at..array.len().saturating_sub(1)).unwrap_or_default();
    let mut insert = String::new();
    let has_comma = tail.lines().any(|line| line.split('#').next().is_some_and(|line| line.contains(',')));
    if tail_at > 1 && !has_comma {
        insert.push(',');
    }
    insert.push_str(tail.trim_end_matches([' ', '\t']));
    if !insert.ends_with('\n') {
        insert.push('\n');
    }
    insert.push_str(&format!("  {}, # {}\n", written(&Value::from(value)), one_line(note)));
    let splice = Edit::Splice { at: place.start + tail_at, remove: tail.to_owned(), insert };
    source.apply(&splice)?;
    Ok(Some(source.text().to_owned()))
}

/// Behind the last value of an array; behind its bracket where it is empty.
fn end_of_last(array: &str) -> Option<usize> {
    match DeValue::parse(array).ok()?.get_ref() {
        DeValue::Array(items) => Some(items.iter().last().map_or(1, |item| item.span().end)),
        _ => None,
    }
}

fn no_list(list: &str) -> Problem {
    Problem::new(format!("{list} in nec.toml is no list of texts"), format!("Write it as: {list} = []"))
        .safe("Nothing was changed.")
        .in_file("nec.toml")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::Force;

    fn added(text: &str) -> String {
        with_value(text, "public-numbers", "01632 960123", "allowed by Inspector, 22 November 2026")
            .unwrap()
            .unwrap()
    }

    const LINE: &str = "  \"01632 960123\", # allowed by Inspector, 22 November 2026\n";

    #[test]
    fn a_value_stands_on_a_line_of_its_own_and_all_else_stays() {
        for (before, after) in [
            (
                "public-numbers = [\"101\", \"999\"]  # mine\n",
                format!("public-numbers = [\"101\", \"999\",\n{LINE}]  # mine\n"),
            ),
            ("public-numbers = []\n", format!("public-numbers = [\n{LINE}]\n")),
            (
                "public-numbers = [\n  \"101\", # police, not 999\n  \"999\" # all, that is\n] # end\n",
                format!(
                    "public-numbers = [\n  \"101\", # police, not 999\n  \"999\", # all, that is\n{LINE}] # end\n"
                ),
            ),
            (
                "public-numbers = [\n  \"101\",\n  # none yet\n  ]\n",
                format!("public-numbers = [\n  \"101\",\n  # none yet\n{LINE}]\n"),
            ),
            ("public-numbers = [\"101\", ]\n", format!("public-numbers = [\"101\",\n{LINE}]\n")),
        ] {
            assert_eq!(added(before), after);
            // Once more, behind its own line.
            let twice = with_value(&after, "public-numbers", "112", "allowed").unwrap().unwrap();
            assert!(twice.contains(&format!("{LINE}  \"112\", # allowed\n]")), "{twice}");
        }
    }

    #[test]
    fn a_list_that_is_not_there_comes_before_the_tables() {
        let text = added("format = 1\nedition = \"nec-2020\" # ours\n\n[rules]\nmeeting-gap = \"advice\"\n");
        assert_eq!(Force::parse(&text).unwrap().public_numbers, ["01632 960123"]);
        assert!(text.contains("edition = \"nec-2020\" # ours\n") && text.contains(LINE), "{text}");
    }

    #[test]
    fn what_is_there_is_not_added_and_what_is_no_list_is_refused() {
        assert_eq!(with_value("public-numbers = [\"101\"]\n", "public-numbers", "101", "x").unwrap(), None);
        assert!(with_value("public-numbers = \"101\"\n", "public-numbers", "999", "x").is_err());
    }

    #[test]
    fn nothing_typed_gets_out_of_its_place() {
        let text = with_value("public-numbers = []\n", "public-numbers", "a\"]\nb = 1", "by\nc = 2\u{1b}")
            .unwrap()
            .unwrap();
        let source = Source::parse(&text).unwrap();
        assert_eq!(source.get(&FieldPath::of(["b"])), None);
        assert_eq!(source.get(&FieldPath::of(["c"])), None);
        assert_eq!(
            source.get(&FieldPath::of(["public-numbers"])),
            Some(Value::List(vec![Value::from("a\"]\nb = 1")]))
        );
    }
}
