//! The section about the area: its people, its team, and whom to reach in each neighbourhood.

use super::{Known, choice, field};
use crate::form::{Kind, RowManner, Rows, Section, SectionId};

impl Known<'_> {
    /// The area, its people and its neighbourhoods.
    pub fn area_section(&self) -> Section {
        let number = |unit: &str| Kind::Number(unit.into());
        let officers = vec![
            field(
                &["officer"],
                "Officer, for the public",
                Kind::Line,
                "Who people can ask for in this neighbourhood. Plans speak by post; the public page by name.",
                "PC for Beaminster",
            ),
            field(
                &["post"],
                "Post",
                Kind::Line,
                "The post, so that it stays right when people move.",
                "PC, Beaminster",
            ),
            field(
                &["contact"],
                "How to reach them",
                Kind::Line,
                "A work address or number that the public may use. Never a private one.",
                "beaminster@example.police.uk",
            ),
            field(
                &["deputy"],
                "Who stands in",
                Kind::Line,
                "Who answers when this officer is on leave or called away.",
                "Sergeant, Bridport",
            ),
        ];
        let settlements =
            self.areas.area(&self.plan.area).map(|area| area.settlements.clone()).unwrap_or_default();
        let settlements = settlements.iter().map(|name| choice(name, name)).collect();
        let fields = vec![
            field(
                &["author", "post"],
                "Author's post",
                Kind::Line,
                "Who answers for this plan, by post.",
                "Inspector, West Dorset",
            ),
            field(
                &["author", "email"],
                "Author's work e-mail",
                Kind::Line,
                "Where reviewers reach you. A work address.",
                "inspector.westdorset@example.police.uk",
            ),
            field(
                &["profile", "summary"],
                "The area in a few sentences",
                Kind::Prose,
                "Who lives and works here, what is special about the area, and what makes engagement harder or \
                 easier. The panel reads this first.",
                "A large rural area with two market towns. Many people are over 65, and buses are few, so we go \
                 to the villages rather than ask people to come to us.",
            ),
            field(
                &["profile", "settlements"],
                "Towns and villages",
                Kind::List(settlements),
                "The places that the plan must reach. Put commas between them.",
                "Bridport, Beaminster",
            ),
            field(
                &["profile", "population"],
                "People",
                number("people"),
                "From the census or the council.",
                "24,000",
            ),
            field(&["profile", "population-year"], "Year of that figure", number(""), "", "2021"),
            field(&["profile", "households"], "Households", number("households"), "", "11,000"),
            field(
                &["profile", "team", "sergeants"],
                "Sergeants",
                number(""),
                "How many are in the team.",
                "2",
            ),
            field(
                &["profile", "team", "constables"],
                "Constables",
                number(""),
                "How many are in the team.",
                "4",
            ),
            field(
                &["profile", "team", "pcsos"],
                "PCSOs",
                number(""),
                "How many police community support officers are in the team.",
                "9",
            ),
            field(
                &["neighbourhoods"],
                "Who can be reached, in each neighbourhood",
                Kind::Rows(Rows {
                    one: "a neighbourhood".into(),
                    columns: officers,
                    asked: None,
                    manner: RowManner::Neighbourhoods,
                }),
                "A named officer for every neighbourhood, and a way to reach them. Enter opens one.",
                "",
            ),
            field(
                &["starts"],
                "First day of the plan",
                Kind::Date,
                "Set for the whole force; change it only if told to.",
                "",
            ),
            field(
                &["ends"],
                "Last day of the plan",
                Kind::Date,
                "Set for the whole force; change it only if told to.",
                "",
            ),
        ];
        Section {
            id: SectionId::Area,
            title: "The area and its neighbourhoods".into(),
            short: "Area".into(),
            asks: "Who lives and works here, who the team is, and whom people can reach.".into(),
            fields,
        }
    }
}
