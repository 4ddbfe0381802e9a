//! What a version changed of a plan, in words, and when it was made.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::form::phrases::short_date;
use crate::git::history::{Content, Entry, History};
use crate::plan::diff::{self, Change};
use crate::plan::printable::one_line;
use crate::plan::{Document, Force, RelPath};
use crate::problem::Problem;

/// How many changes are told one by one in a line.
const MOST_TOLD: usize = 3;

/// What a version did to a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Begun,
    TakenAway,
    Changed(Vec<Change>),
    /// Nothing but spacing, order of keys, comments.
    LayoutOnly,
    /// It made, of a text that was none, a plan that can be read.
    Readable,
    /// It left a text that cannot be read as a plan.
    Broken(Problem),
}

impl What {
    /// In a line: "Bridport drop-in: venue added; Area summary changed; and 3 more". It may hold the titles of
    /// activities.
    pub fn line(&self) -> String {
        match self {
            What::Begun => "begun".to_owned(),
            What::TakenAway => "taken away".to_owned(),
            What::LayoutOnly => "layout only".to_owned(),
            What::Readable => "made readable again".to_owned(),
            What::Broken(_) => "left as something that cannot be read as a plan".to_owned(),
            What::Changed(changes) => {
                let mut told: Vec<String> = changes.iter().take(MOST_TOLD).map(Change::words).collect();
                match changes.len().saturating_sub(MOST_TOLD) {
                    0 => {}
                    // One more takes no more room than saying that there is one.
                    1 => told.extend(changes.last().map(Change::words)),
                    more => told.push(format!("and {more} more")),
                }
                told.join("; ")
            }
        }
    }

    /// The changes, one by one; none where it is told as a whole.
    pub fn changes(&self) -> &[Change] {
        match self {
            What::Changed(changes) => changes,
            _ => &[],
        }
    }
}

/// Tells what each version of a history changed, from the newest on. What a version followed is the next one, for
/// the most part, so that it is read once for both.
#[derive(Default)]
pub struct Telling {
    /// What the version told last had followed.
    last: Option<(Content, Read)>,
}

/// A text that was recorded: a plan, or why it is none.
type Read = Result<Document, Problem>;

impl Telling {
    /// What a version changed. `asked` is the file that the history is of.
    pub fn what(&mut self, history: &History, entry: &Entry, asked: &RelPath) -> What {
        let read = |content: Content| -> Read {
            let text = history.text(asked, Some(content))?.unwrap_or_default();
            Document::parse(&text)
        };
        let last = self.last.take();
        let Some(content) = entry.content else { return What::TakenAway };
        let after = match last {
            Some((known, document)) if known == content => document,
            _ => read(content),
        };
        let Some(earlier) = entry.before else {
            return match after {
                Ok(_) => What::Begun,
                Err(problem) => What::Broken(problem),
            };
        };
        let before = read(earlier);
        let what = between(before.as_ref().ok(), after);
        self.last = Some((earlier, before));
        what
    }
}

/// What changed between two states of a plan; one that could not be read is nothing.
fn between(before: Option<&Document>, after: Read) -> What {
    let after = match after {
        Ok(after) => after,
        Err(problem) => return What::Broken(problem),
    };
    let Some(before) = before else { return What::Readable };
    match diff::changes(Some(before), &after) {
        changes if changes.is_empty() => What::LayoutOnly,
        changes => What::Changed(changes),
    }
}

/// When something was done, as this computer's clock has it: "22 Nov 2026 14:02".
pub fn moment(when: Timestamp) -> String {
    let when = when.to_zoned(TimeZone::system());
    format!("{} {}", short_date(when.date()), when.strftime("%H:%M"))
}

/// The post of whoever has that address, where nec.toml knows it, fit to be shown.
pub fn post(force: &Force, email: &str) -> Option<String> {
    let is = |known: &String| known.trim().eq_ignore_ascii_case(email.trim());
    let person = force.people.iter().find(|person| person.emails.iter().any(is))?;
    Some(one_line(&person.post)).filter(|post| !post.trim().is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_changed_is_told_in_a_line() {
        let before = "format = 1\n[profile]\nsummary = \"One\"\n";
        let line = |before: &str, after: &str| {
            between(Document::parse(before).ok().as_ref(), Document::parse(after)).line()
        };
        assert_eq!(line(before, &before.replace("One", "Two")), "Area summary changed");
        assert_eq!(line(before, &format!("{before}\n# a comment\n")), "layout only");
        assert_eq!(line("no plan", before), "made readable again");
        assert_eq!(line(before, "format = 9\n"), "left as something that cannot be read as a plan");
        let more = format!(
            "{before}population = 1\nhouseholds = 2\npopulation-year = 2021\nsettlements = [\"A\"]\n"
        );
        let told = line(before, &more);
        assert!(told.matches("; ").count() == 3 || told.ends_with("and 2 more"), "{told}");
    }

    #[test]
    fn a_person_is_known_by_any_of_the_addresses_in_any_case() {
        let text = "format = 1\nedition = \"nec-2020\"\n[[person]]\npost = \"Inspector, West Dorset\"\n\
                    emails = [\"a@example.police.uk\", \"B@example.police.uk\"]\n";
        let force = Force::parse(text).unwrap();
        assert_eq!(post(&force, "b@example.police.uk ").as_deref(), Some("Inspector, West Dorset"));
        assert_eq!(post(&force, "c@example.police.uk"), None);
    }
}
