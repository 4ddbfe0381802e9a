//! Mending what needs nobody to decide anything, and the difference of lines that it makes.

use annotate_snippets::renderer::{AnsiColor, Style};
use jiff::civil::Date;
use similar::{ChangeTag, TextDiff};

use super::Colours;
use super::case::{Case, edition_of};
use crate::check::{self, Finding, Hand};
use crate::plan::mint;
use crate::plan::printable::printable;
use crate::problem::Problem;
use crate::store::Directory;

/// The most rounds: a mend can bring another flag to light, and none should go on for ever.
const ROUNDS: usize = 8;
/// Lines shown around a change.
const AROUND: usize = 3;

/// A plan before and after what was mended in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    pub before: String,
    pub after: String,
    /// What was done, flag by flag.
    pub done: Vec<Done>,
}

/// A flag that was mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub rule: &'static str,
    /// One-based line before anything was mended in this round.
    pub line: usize,
    pub message: String,
    /// What was done: "Take them out".
    pub label: String,
}

/// Mends the flags of a plan whose mend needs no person, until there are none. Comments, order and all else stay
/// as they are. Nothing is saved.
///
/// # Errors
/// Where the changed text could not be read as a plan.
pub fn mend(directory: &Directory, case: &Case, today: Date) -> Result<Mended, Problem> {
    let mut document = case.document.clone();
    let edition =
        edition_of(directory, &case.place, &document).map_err(|unjudged| unjudged.problem().clone())?;
    let context = case.around.context(directory, &case.place, today);
    let mut done: Vec<Done> = Vec::new();
    let mut report = case.report.clone();
    for _ in 0..ROUNDS {
        let before = document.clone();
        for (finding, mend) in report.findings.iter().filter_map(mechanical) {
            // A place that an earlier mend of this round took away is looked at again in the next.
            if document.apply(&mend.edit).is_ok() {
                let (line, _) = before.locate(&finding.path);
                let message = finding.message.trim_end_matches('.').to_owned();
                done.push(Done { rule: finding.rule, line, message, label: mend.label.clone() });
            }
        }
        if before.text() == document.text() {
            break;
        }
        if let Some(ids) = mint::missing_ids(&document) {
            document.apply(&ids)?;
        }
        report = check::check(document.plan(), edition, &context);
    }
    Ok(Mended { before: case.document.text().to_owned(), after: document.text().to_owned(), done })
}

fn mechanical(finding: &Finding) -> Option<(&Finding, &check::Mend)> {
    finding.mend.as_ref().filter(|mend| mend.by == Hand::Anybody).map(|mend| (finding, mend))
}

/// The lines of a file that differ, as `diff -u` shows them; what hides is spelt out. Empty where none do.
pub fn difference(file: &str, mended: &Mended, colours: Colours) -> String {
    let lines = TextDiff::from_lines(&mended.before, &mended.after);
    let groups = lines.grouped_ops(AROUND);
    if groups.is_empty() {
        return String::new();
    }
    let paint = |colour: AnsiColor, line: &str| match colours {
        Colours::Plain => format!("{line}\n"),
        Colours::Coloured => {
            let style: Style = colour.on_default();
            format!("{style}{line}{style:#}\n")
        }
    };
    let mut out = format!("--- {file}\n+++ {file}, mended\n");
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = |from: usize, to: usize| format!("{},{}", from + usize::from(to > from), to - from);
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        out.push_str(&paint(AnsiColor::Cyan, &format!("@@ -{old} +{new} @@")));
        for change in group.iter().flat_map(|op| lines.iter_changes(op)) {
            let text = printable(change.value().trim_end_matches('\n'));
            match change.tag() {
                ChangeTag::Delete => out.push_str(&paint(AnsiColor::Red, &format!("-{text}"))),
                ChangeTag::Insert => out.push_str(&paint(AnsiColor::Green, &format!("+{text}"))),
                ChangeTag::Equal => out.push_str(&format!(" {text}\n")),
            }
        }
    }
    out
}
