//! The fields that every plan has, and those that its edition adds.

use super::{Field, Form, Kind, RowManner, Rows, Section, SectionId, asked_rows};
use crate::plan::{Areas, FieldPath, Force, Plan};
use crate::standards::{Choice, Edition, FieldKind, Standard};

/// What the form is made from.
pub struct Known<'a> {
    pub plan: &'a Plan,
    pub edition: &'a Edition,
    pub areas: &'a Areas,
    pub force: &'a Force,
}

/// The key of an activity's venues of the book.
pub const VENUES: &str = "venues";

pub(super) fn field(path: &[&str], label: &str, kind: Kind, help: &str, example: &str) -> Field {
    Field {
        path: FieldPath::of(path.iter().copied()),
        label: label.into(),
        kind,
        help: help.into(),
        example: example.into(),
        words: None,
    }
}

pub(super) fn choice(id: &str, label: &str) -> Choice {
    Choice { id: id.into(), label: label.into() }
}

/// Ways in which a venue can be easy to use, offered where access is said.
pub fn access_choices() -> Vec<Choice> {
    [
        ("step-free", "Step-free"),
        ("accessible-toilet", "Accessible toilet"),
        ("hearing-loop", "Hearing loop"),
        ("parking", "Parking"),
        ("blue-badge", "Blue Badge parking"),
        ("bus", "Near a bus stop"),
        ("quiet-room", "Quiet room"),
    ]
    .map(|(id, label)| choice(id, label))
    .to_vec()
}

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

    /// A standard: its commitment, its own fields, its activities.
    pub fn standard_section(&self, standard: &Standard) -> Section {
        let base = FieldPath::of(["standards", standard.id.as_str()]);
        let mut fields = vec![Field {
            path: base.child("commitment"),
            label: "What we commit to".into(),
            kind: Kind::Prose,
            help: commitment_help(standard),
            example: standard.example.clone(),
            words: standard.requires.commitment_words,
        }];
        if self.plan.answer(&standard.id).is_some_and(|answer| answer.not_applicable.is_some()) {
            fields.insert(
                0,
                Field {
                    path: base.child("not-applicable"),
                    label: "Set aside, because".into(),
                    kind: Kind::Prose,
                    help: "Why this standard does not apply to the area. The panel reads it. The command “Set this \
                           standard aside” takes it back in."
                        .into(),
                    example: String::new(),
                    words: None,
                },
            );
        }
        let own = standard.fields.iter().map(|own| self.own_field(&base, own, Some(standard)));
        let kept = self.kept(&base, standard);
        let activities = Field {
            path: base.child("activities"),
            label: "Activities".into(),
            kind: Kind::Rows(Rows {
                one: "an activity".into(),
                columns: self.activity_columns(),
                asked: standard.requires.activities,
                manner: RowManner::Activities,
            }),
            help: "n adds one in a line: what, when, where, who. Enter opens it, d makes another like it. The strip beneath is the plan's year: □ something is planned, · nothing is, - a quiet period such as before an election."
                .into(),
            example: "Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport".into(),
            words: None,
        };
        // Where the standard is about events, they come before the small print.
        if standard.requires.activities.is_some() || standard.requires.meeting_cadence.is_some() {
            fields.push(activities);
            fields.extend(own);
        } else {
            fields.extend(own);
            fields.push(activities);
        }
        fields.extend(kept);
        let grade = Field {
            path: base.child("self-assessment"),
            label: "How we grade ourselves".into(),
            kind: Kind::Choice(self.edition.grades.iter().map(|g| choice(&g.id, &g.title)).collect()),
            help: grades_help(standard, self.edition),
            example: String::new(),
            words: None,
        };
        // Where the edition has no grades, nobody is asked for one.
        fields.extend((!self.edition.grades.is_empty()).then_some(grade));
        Section {
            id: SectionId::Standard(standard.id.clone()),
            title: format!("{} {}", standard.number, standard.title),
            short: standard.number.to_string(),
            asks: standard.asks.clone(),
            fields,
        }
    }

    /// Texts that the file has for a standard and the edition has no field for, such as those of a plan that
    /// came over from another edition.
    fn kept(&self, base: &FieldPath, standard: &Standard) -> Vec<Field> {
        let answer = self.plan.answer(&standard.id);
        let texts = answer.into_iter().flat_map(|answer| &answer.fields).filter(|(key, value)| {
            value.as_text().is_some() && standard.fields.iter().all(|field| field.id != *key)
        });
        let field = |key: &String| Field {
            path: base.child(key.as_str()),
            label: format!("Kept: {key}"),
            kind: Kind::Prose,
            help:
                "The file has this text, and the edition has no field for it. Move what is worth keeping to \
                   where it belongs, then empty this."
                    .into(),
            example: String::new(),
            words: None,
        };
        texts.map(|(key, _)| field(key)).collect()
    }

    fn own_field(
        &self,
        base: &FieldPath,
        own: &crate::standards::Field,
        standard: Option<&Standard>,
    ) -> Field {
        let kind = match own.kind {
            FieldKind::Line => Kind::Line,
            FieldKind::Prose => Kind::Prose,
            FieldKind::Number => Kind::Number(own.unit.clone()),
            FieldKind::Choice => Kind::Choice(own.choices.clone()),
            FieldKind::List if own.choices.is_empty() && own.id.contains("channel") => {
                Kind::List(self.channels())
            }
            FieldKind::List => Kind::List(own.choices.clone()),
            FieldKind::Cadence => Kind::Cadence,
            FieldKind::Date => Kind::Date,
            FieldKind::Link => Kind::Link,
            FieldKind::Rows => Kind::Rows(Rows {
                one: one_of(&own.label),
                columns: own
                    .columns
                    .iter()
                    .map(|column| self.own_field(&FieldPath::root(), column, None))
                    .collect(),
                asked: standard.and_then(|standard| asked_rows(standard, &own.id)),
                manner: RowManner::Free,
            }),
        };
        let demand = standard.and_then(|s| s.requires.fields.iter().find(|(id, _)| *id == own.id));
        Field {
            path: base.child(own.id.clone()),
            label: if own.label.is_empty() { own.id.clone() } else { own.label.clone() },
            kind,
            help: own.help.clone(),
            example: own.example.clone(),
            words: demand.and_then(|(_, demand)| demand.words),
        }
    }

    /// The columns of an activity, in the order in which people think of them.
    fn activity_columns(&self) -> Vec<Field> {
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

    fn neighbourhoods(&self) -> Vec<Choice> {
        let area = self.areas.area(&self.plan.area);
        area.map(|area| area.all_neighbourhoods().iter().map(|n| choice(&n.id, &n.name)).collect())
            .unwrap_or_default()
    }

    fn channels(&self) -> Vec<Choice> {
        let mut channels = self.edition.channels.clone();
        let alert = &self.force.alert_service;
        if !alert.is_empty() && !channels.iter().any(|channel| channel.id == *alert) {
            channels.insert(0, choice(alert, alert));
        }
        channels
    }

    fn audiences(&self) -> Vec<Choice> {
        let mut audiences = vec![choice("everyone", "Everyone")];
        for answer in &self.plan.answers {
            for (_, row) in answer.rows("groups") {
                let name = row.iter().find(|(key, _)| key == "name").and_then(|(_, value)| value.as_text());
                if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
                    audiences.push(choice(name, name));
                }
            }
        }
        audiences
    }
}

/// What stands in the help of a commitment: guidance, then prompts.
fn commitment_help(standard: &Standard) -> String {
    let mut help = standard.guidance.trim().to_owned();
    for prompt in &standard.prompts {
        if !help.is_empty() {
            help.push('\n');
        }
        help.push_str("· ");
        help.push_str(prompt);
    }
    help
}

fn grades_help(standard: &Standard, edition: &Edition) -> String {
    let mut help = String::from("If you wish. The panel grades for itself.");
    for descriptor in &standard.descriptors {
        let title = edition.grades.iter().find(|g| g.id == descriptor.grade).map_or("", |g| g.title.as_str());
        help.push_str(&format!("\n· {title}: {}", descriptor.text));
    }
    help
}

/// "Partners" as one of them: "a row of partners".
fn one_of(label: &str) -> String {
    let lower = label.to_lowercase();
    match lower.strip_suffix('s') {
        Some(one) if !one.contains(' ') && !one.ends_with('s') => {
            let article = if one.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
            format!("{article} {one}")
        }
        _ => "a row".into(),
    }
}

impl Form {
    /// A field of a row as a field of its own, with the row's address.
    pub fn in_row(column: &Field, row: &FieldPath) -> Field {
        Field { path: row.child(column.path.leaf()), ..column.clone() }
    }
}
