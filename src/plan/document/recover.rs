//! What is wrong in a broken file, and what can still be read of it.

use std::ops::Range;

use toml::de::DeTable;

use super::texts::{entry_end, key_end, line_end};
use super::{Document, Source, check_format, read, syntax_problem};
use crate::plan::areas::line_and_column;
use crate::problem::Problem;

/// The most errors that are told of a file.
pub const MOST_ERRORS: usize = 20;

/// The most bytes that are read in looking for further errors, over and over from the start: twenty errors of an
/// ordinary file take some milliseconds, and a hostile one is left after a few.
const MOST_READ: usize = 8 * super::LARGEST;

/// What is known of a plan file that is not TOML.
#[derive(Debug, Clone)]
pub struct Broken {
    /// What is wrong, in order, each with its line and column; the first of a line, and what follows from another
    /// error left out.
    pub problems: Vec<Problem>,
    /// What could still be read; its text has blanks where the errors were, and every place is as in the file.
    /// Nothing where too much is in doubt.
    pub rest: Option<Document>,
}

impl Broken {
    /// Looks for what is wrong in a text; nothing where it is TOML.
    ///
    /// An entry that cannot be read is blanked out, and the rest read anew. With a broken header goes all that
    /// stands under it, since nobody can tell where it belongs.
    pub fn of(text: &str) -> Option<Broken> {
        let mut rest = text.to_owned();
        let mut problems = Vec::new();
        let mut read = 0;
        let is_whole = loop {
            read += rest.len();
            let Err(error) = DeTable::parse(&rest) else {
                break true;
            };
            if problems.len() == MOST_ERRORS || read > MOST_READ {
                break false;
            }
            let at = error.span().map_or(0, |span| span.start);
            let culprit = Culprit::of(&rest, at);
            problems.push(culprit.problem(text).unwrap_or_else(|| syntax_problem(text, &error)));
            if !blank(&mut rest, culprit.lost) {
                break false;
            }
        };
        if problems.is_empty() {
            return None;
        }
        // What comes to light late may stand before what came first.
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup_by_key(|problem| problem.line);
        let rest = is_whole.then(|| document(&rest)).flatten();
        Some(Broken { problems, rest })
    }
}

impl Broken {
    /// All that is wrong as one problem: the first, and the places of some others.
    pub fn together(self) -> Option<Problem> {
        const MOST: usize = 3;
        let mut problems = self.problems.into_iter();
        let mut first = problems.next()?;
        let places: Vec<String> = problems
            .map(|problem| {
                let what = problem.what.strip_prefix("this file cannot be read: ").unwrap_or(&problem.what);
                format!("line {}, {what}", problem.line.unwrap_or(1))
            })
            .collect();
        let rest = match places.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        if !places.is_empty() {
            let shown = places.get(..MOST).unwrap_or(&places).join("; ");
            first.next = format!("{} There is more: {shown}{rest}.", first.next);
        }
        Some(first)
    }
}

fn document(rest: &str) -> Option<Document> {
    let (source, plan) = Source::read(rest, |text, table| {
        check_format(text, table).ok()?;
        Some(read::plan(table))
    })
    .ok()?;
    Some(Document { source, plan: plan? })
}

/// Puts a blank for each byte but the ends of lines; says whether anything changed.
fn blank(text: &mut String, lost: Range<usize>) -> bool {
    let Some(part) = text.get(lost.clone()) else {
        return false;
    };
    let blanks: String = part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    let changes = blanks != part;
    text.replace_range(lost, &blanks);
    changes
}

/// What is to be left out for the rest to be read.
struct Culprit {
    lost: Range<usize>,
    /// A text, list or table that goes on into what looks like another entry: where it begins, what it is, and
    /// where that entry is.
    open: Option<(usize, &'static str, usize)>,
}

impl Culprit {
    /// What is behind an error at a byte: the entry that it lies in, or that runs on into its line.
    fn of(text: &str, at: usize) -> Culprit {
        let bytes = text.as_bytes();
        let at = at.min(text.len());
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let mut from = 0;
        while from < text.len() {
            let entry = entry_end(bytes, from);
            if entry.end > at || entry.end >= text.len() {
                break;
            }
            from = entry.end + 1;
        }
        // An error behind the last entry is one of its line.
        let start = from.min(line);
        let end = entry_end(bytes, start).end.max(line_end(bytes, at)).min(text.len());
        let first_line_end = line_end(bytes, start);
        if bytes.get(start..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"[")) {
            return Culprit { lost: start..next_header(text, first_line_end), open: None };
        }
        let next =
            lines(text, first_line_end + 1).find(|(line, _)| *line < end && looks_like_entry(text, *line));
        match next {
            Some((next, _)) => {
                let value = key_end(bytes, start);
                let value = value
                    + text
                        .get(value..)
                        .map_or(0, |rest| rest.len() - rest.trim_start_matches(['=', ' ', '\t']).len());
                let what = match bytes.get(value) {
                    Some(b'[') => "list",
                    Some(b'{') => "table",
                    _ => "text",
                };
                Culprit { lost: start..next, open: Some((value, what, next)) }
            }
            None => Culprit { lost: start..end, open: None },
        }
    }

    /// Says what was not closed, if that is what is wrong.
    fn problem(&self, text: &str) -> Option<Problem> {
        let (at, what, next) = self.open?;
        let (line, column) = line_and_column(text, at);
        let (next, _) = line_and_column(text, next);
        Some(
            Problem::new(
                format!(
                    "this file cannot be read: the {what} that begins here is not closed before line {next}"
                ),
                "Close it in a text editor, or bring an earlier version of the plan back.",
            )
            .safe("The file is untouched.")
            .at(line, column),
        )
    }
}

/// The lines from one on: where each begins and ends.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        let start = at;
        (start < text.len()).then(|| {
            let end = line_end(text.as_bytes(), start);
            at = end + 1;
            (start, end)
        })
    })
}

fn next_header(text: &str, from: usize) -> usize {
    lines(text, from + 1)
        .find(|(line, _)| looks_like_header(line_at(text, *line)))
        .map_or(text.len(), |(line, _)| line)
}

fn line_at(text: &str, at: usize) -> &str {
    text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

fn is_key(key: &str) -> bool {
    let part = |part: &str| {
        let part = part.trim();
        let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_quoted = part.len() > 2 && part.starts_with('"') && part.ends_with('"');
        is_quoted || (!part.is_empty() && part.chars().all(is_bare))
    };
    key.split('.').all(part)
}

fn looks_like_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inside =
        inside.map(|one| one.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(one));
    // A list of numbers has no letter, and a text has spaces.
    inside.is_some_and(|key| is_key(key) && key.contains(|c: char| c.is_ascii_lowercase()))
}

fn looks_like_entry(text: &str, at: usize) -> bool {
    let line = line_at(text, at);
    looks_like_header(line)
        || line.split_once('=').is_some_and(|(key, value)| {
            let value = value.trim_start();
            let is_value =
                value.starts_with(['"', '\'', '[', '{']) || value.starts_with(|c: char| c.is_ascii_digit());
            is_key(key) && (is_value || ["true", "false"].contains(&value.trim_end()))
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::FieldPath;

    const PLAN: &str = include_str!("../../check/tests/plan.toml");

    /// Line and column of each error, and what could still be read.
    fn broken(text: &str) -> (Vec<(usize, usize)>, Option<Document>) {
        let Broken { problems, rest: part } = Broken::of(text).unwrap();
        (problems.iter().map(|problem| (problem.line.unwrap(), problem.column.unwrap())).collect(), part)
    }

    fn line_of(what: &str) -> usize {
        PLAN.lines().position(|line| line.starts_with(what)).unwrap() + 1
    }

    #[test]
    fn what_is_whole_has_no_errors() {
        assert!(Broken::of(PLAN).is_none());
    }

    #[test]
    fn each_error_has_its_line_and_the_rest_is_read_where_it_stands() {
        let text = PLAN
            .replace("email = \"west@example.police.uk\"", "email = \"west@example.police.uk")
            .replace("sergeants = 2", "sergeants = two")
            .replace("title = \"Beaminster meeting\"", "title \"Beaminster meeting\"");
        let (at, part) = broken(&text);
        let lines: Vec<usize> = at.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, ["email", "sergeants", "title = \"Beaminster meeting\""].map(line_of));
        let part = part.unwrap();
        assert_eq!(part.plan().author.post, "Inspector, West Dorset");
        assert_eq!((part.plan().author.email.as_str(), part.plan().activities().count()), ("", 6));
        let path = FieldPath::parse("profile.team.constables").unwrap();
        assert_eq!(part.locate(&path), (line_of("constables"), 1));
    }

    #[test]
    fn one_missing_quote_is_one_error_wherever_it_is_missing() {
        for (from, to) in [
            ("summary = \"Two", "summary = \"\"\"Two"),
            ("commitment = \"We ask", "commitment = We ask"),
            ("if-called-away = \"The deputy", "if-called-away = \"\"\"\nThe deputy"),
            ("venues = [\"example-hall\"]", "venues = [\"example-hall\""),
            ("dates = [2026-12-10, ", "dates = [\n  2026-13-10,\n  "),
            ("when = 2026-10-01 }]", "when = 2026-10-01 "),
            ("[standards.face-to-face]", "[standards.face-to-face"),
            ("starts = 2026-12-01", "starts = 2026-12-01\nstarts = 2026-12-02"),
            ("[author]", "[author]\n[author]"),
        ] {
            assert!(PLAN.contains(from), "{from}");
            let (at, part) = broken(&PLAN.replacen(from, to, 1));
            let line = PLAN[..PLAN.find(from).unwrap()].lines().count() + 1;
            assert_eq!(at.len(), 1, "{to:?}: {at:?}");
            assert!((line - 1..line + 4).contains(&at[0].0), "{to:?}: {at:?}, {line}");
            assert!(part.is_some(), "{to:?}");
        }
    }

    #[test]
    fn a_text_that_is_not_closed_is_told_where_it_begins() {
        let text = PLAN.replace("summary = \"Two", "summary = \"\"\"Two");
        let problem = Broken::of(&text).unwrap().problems.remove(0);
        assert_eq!((problem.line, problem.column), (Some(line_of("summary")), Some(11)));
        assert!(
            problem.what.ends_with(&format!("not closed before line {}", line_of("settlements"))),
            "{problem}"
        );
    }

    #[test]
    fn what_stands_under_a_broken_header_is_in_doubt_and_is_left_out() {
        let (at, part) = broken(&PLAN.replace("[standards.face-to-face]", "[standards.face to face]"));
        assert_eq!(at.len(), 1, "{at:?}");
        let part = part.unwrap();
        let answers: Vec<&str> = part.plan().answers.iter().map(|answer| answer.id.as_str()).collect();
        assert_eq!(&answers[..2], ["priorities", "face-to-face"]);
        assert!(part.plan().answers[0].fields.iter().all(|(key, _)| key == "consulted"));
        assert_eq!(part.plan().answers[1].commitment, "");
    }

    #[test]
    fn at_most_twenty_errors_are_told_and_nothing_is_made_of_a_file_with_more() {
        let many = |errors: usize| format!("format = 1\n{}", "a = b = c\n".repeat(errors));
        let (at, part) = broken(&many(20));
        assert_eq!((at.len(), part.is_some()), (20, true));
        let (at, part) = broken(&many(21));
        assert_eq!((at.len(), part.is_some()), (MOST_ERRORS, false));
        // A hostile file is left sooner.
        assert!(broken(&"=\n".repeat(500_000)).0.len() < MOST_ERRORS);
        assert_eq!(broken(&"=".repeat(1_000_000)).0, [(1, 2)]);
        assert_eq!(broken(&"[".repeat(1_000_000)).0.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_broken_is_told_within_the_file_and_in_order(
            cuts in proptest::collection::vec((0..PLAN.len(), 0_usize..4, "[\"'=\\[\\]{}#\n a]{0,3}"), 1..5)
        ) {
            let mut text = PLAN.to_owned();
            for (at, long, new) in cuts {
                let at = at.min(text.len());
                let end = (at + long).min(text.len());
                if text.is_char_boundary(at) && text.is_char_boundary(end) {
                    text.replace_range(at..end, &new);
                }
            }
            if let Some(Broken { problems, rest: part }) = Broken::of(&text) {
                proptest::prop_assert!(!problems.is_empty() && problems.len() <= MOST_ERRORS);
                let lines: Vec<usize> = problems.iter().filter_map(|problem| problem.line).collect();
                proptest::prop_assert!(lines.is_sorted_by(|one, other| one < other), "{lines:?}");
                proptest::prop_assert!(lines.iter().all(|line| *line <= text.lines().count() + 1));
                if let Some(part) = part {
                    proptest::prop_assert_eq!(part.text().len(), text.len());
                }
            } else {
                proptest::prop_assert!(DeTable::parse(&text).is_ok());
            }
        }
    }
}
