//! The section of a standard, from what its edition asks.

use super::{Known, choice};
use crate::form::{Field, Kind, RowManner, Rows, Section, SectionId, asked_rows};
use crate::plan::{FieldPath, Value};
use crate::standards::{Edition, FieldKind, Standard};

impl Known<'_> {
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

    /// What the file has for a standard and the edition has no field for, such as in a plan that came over from
    /// another edition. Texts can be written; all else is shown.
    fn kept(&self, base: &FieldPath, standard: &Standard) -> Vec<Field> {
        let answer = self.plan.answer(&standard.id);
        let strange = answer
            .into_iter()
            .flat_map(|answer| &answer.fields)
            .filter(|(key, _)| standard.fields.iter().all(|field| field.id != *key));
        let field = |key: &String, value: &Value| {
            let (kind, then) = match value.as_text() {
                Some(_) => (Kind::Prose, "then empty this"),
                None => (Kind::Kept, "then take it out with Delete"),
            };
            Field {
                path: base.child(key.as_str()),
                label: format!("Kept: {key}"),
                kind,
                help: format!(
                    "The file has this, and the edition has no field for it. Move what is worth keeping to where \
                     it belongs, {then}."
                ),
                example: String::new(),
                words: None,
            }
        };
        strange.map(|(key, value)| field(key, value)).collect()
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
