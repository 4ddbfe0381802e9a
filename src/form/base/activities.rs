//! The columns of an activity.

use super::offered::access_choices;
use super::{Known, choice, field};
use crate::form::{Field, Kind};

/// The key of an activity's venues of the book.
pub const VENUES: &str = "venues";

impl Known<'_> {
    /// The columns of an activity, in the order in which people think of them.
    pub(in crate::form) fn activity_columns(&self) -> Vec<Field> {
        let kinds = self.edition.kinds.iter().map(|kind| choice(&kind.id, &kind.label)).collect();
        let venues = self
            .areas
            .venues
            .iter()
            .map(|venue| {
                let is_said = venue.settlement.is_empty() || venue.name.contains(&venue.settlement);
                let place = if is_said { String::new() } else { format!(", {}", venue.settlement) };
                choice(&venue.id, &format!("{}{place}", venue.name))
            })
            .collect();
        vec![
            field(
                &["title"],
                "What it is",
                Kind::Line,
                "A short title that the public will read.",
                "Bridport drop-in",
            ),
            field(
                &["kind"],
                "Kind",
                Kind::Choice(kinds),
                "Some kinds are meetings, where anybody can put a question and hear the answer. Stalls and posts \
                 are not.",
                "",
            ),
            field(
                &["starts"],
                "When, or the first time",
                Kind::Date,
                "A date, or how often: first Thursday of the month, every fortnight from 3 Dec.",
                "3 Dec 2026",
            ),
            field(&["every"], "Repeats", Kind::Cadence, "Leave empty if it happens once.", "month"),
            field(
                &["on"],
                "On the",
                Kind::Weekday,
                "For what repeats by month or longer. Leave empty for the same day of the month.",
                "first Thursday",
            ),
            field(&["ends"], "Last time", Kind::Date, "Leave empty to go on until the plan ends.", ""),
            field(
                &["except"],
                "Not on",
                Kind::Dates,
                "Dates that fall out, with commas between them.",
                "7 Jan 2027",
            ),
            field(
                &["dates"],
                "Also on",
                Kind::Dates,
                "Single dates, alone or beside what repeats.",
                "14 Aug 2027",
            ),
            field(
                &["time"],
                "From",
                Kind::Time,
                "People with jobs come in the evening or at a weekend.",
                "6.30pm",
            ),
            field(&["until"], "Until", Kind::Time, "", "7.30pm"),
            field(
                &["venues"],
                "Venue from the book",
                Kind::List(venues),
                "Enter shows the venue book. Several are taken in turn.",
                "Example Hall",
            ),
            field(
                &["venue"],
                "Or a venue not in the book",
                Kind::Line,
                "Better in the venue book, so that its access is said once.",
                "",
            ),
            field(
                &["access"],
                "Access of that venue",
                Kind::List(access_choices()),
                "Only for a venue that is not in the book.",
                "step-free, hearing loop",
            ),
            field(
                &["link"],
                "Or a link",
                Kind::Link,
                "For what is held online.",
                "https://example.police.uk/meet",
            ),
            field(
                &["neighbourhoods"],
                "Neighbourhoods",
                Kind::List(self.neighbourhoods()),
                "Which it counts for. Leave empty for the whole area.",
                "Bridport",
            ),
            field(&["owner"], "Who holds it", Kind::Line, "By post.", "Sergeant, Bridport"),
            field(
                &["deputy"],
                "Who stands in",
                Kind::Line,
                "Who goes if that person is called away.",
                "PC, Bridport",
            ),
            field(
                &["purpose"],
                "What for",
                Kind::Line,
                "What people get out of it.",
                "Hear concerns and say what was done",
            ),
            field(
                &["audience"],
                "Who it is for",
                Kind::List(self.audiences()),
                "Name a group of the inclusion standard here, and the activity counts for it.",
                "everyone",
            ),
            field(
                &["channels"],
                "Publicised through",
                Kind::List(self.channels()),
                "The panel asks for at least two, one of them the alert service or the website.",
                "Dorset Alert, website",
            ),
            field(
                &["publicise-days"],
                "Days ahead",
                Kind::Number("days".into()),
                "How long before the event people are told.",
                "21",
            ),
            field(&["measure"], "How we measure it", Kind::Line, "", "People attending"),
            field(&["target"], "Target", Kind::Line, "", "15 at each"),
            field(
                &["public"],
                "Open to the public",
                Kind::YesNo,
                "Leave empty to take what the kind says.",
                "",
            ),
        ]
    }
}
