//! The section about what residents want done first.

use super::{Known, field};
use crate::form::{Kind, RowManner, Rows, Section, SectionId};

impl Known<'_> {
    /// The local priorities.
    pub fn priorities_section(&self) -> Section {
        let columns = vec![
            field(
                &["title"],
                "What it is",
                Kind::Line,
                "A few words, as residents would say it.",
                "Prevent scams and fraud",
            ),
            field(
                &["source"],
                "How we know",
                Kind::Prose,
                "Where it comes from: a survey, meetings, reports, partners.",
                "Your Dorset survey",
            ),
            field(
                &["agreed"],
                "Agreed on",
                Kind::Date,
                "The day it was agreed with the community.",
                "2 Nov 2026",
            ),
            field(
                &["action"],
                "What we will do",
                Kind::Prose,
                "Who will do what. The public reads this.",
                "Visit every victim of a scam with advice, and talk to groups that are targeted.",
            ),
            field(
                &["reviewed"],
                "Looked at again on",
                Kind::Dates,
                "Days on which you looked at it again and it was still right. Leave it empty at first; later, add today.",
                "28 Jan 2027",
            ),
            field(
                &["neighbourhoods"],
                "Where",
                Kind::List(self.neighbourhoods()),
                "Leave empty if it is for the whole area.",
                "",
            ),
        ];
        let asked = self
            .edition
            .standards
            .iter()
            .find_map(|standard| standard.requires.priorities)
            .and_then(|range| range.at_least);
        let rows = Rows { one: "a priority".into(), columns, asked, manner: RowManner::Free };
        Section {
            id: SectionId::Priorities,
            title: "Local priorities".into(),
            short: "Priorities".into(),
            asks: "What residents want done first: a few, each with where it comes from, when it was agreed \
                   and what the team will do."
                .into(),
            fields: vec![field(
                &["priorities"],
                "Priorities",
                Kind::Rows(rows),
                "n adds one, Enter opens it.",
                "",
            )],
        }
    }
}
