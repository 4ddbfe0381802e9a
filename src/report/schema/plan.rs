//! The schema of a plan, from the form that its edition gives.

use serde_json::{Map, Value, json};

use super::combine::{beyond, either};
use super::parts::{
    self, cadence, choice, count, date, id, list, offered, requiring, said, set, table, text, time, words,
    yes_no,
};
use crate::form::{Field, Form, Kind, SectionId};
use crate::plan::{Areas, FieldPath, Force, Plan, Status};
use crate::standards::{Demand, Edition, FieldKind, Standard};

/// Where all activities have their shape.
const ACTIVITY: &str = "activity";

/// What every plan can hold, whatever its edition, and then what each edition asks alone.
pub fn schema(editions: &[&Edition]) -> Value {
    let exact: Vec<OfEdition> = editions.iter().map(|edition| OfEdition::of(edition)).collect();
    let mut shared = exact.first().map_or_else(OfEdition::default, OfEdition::clone);
    for other in exact.iter().skip(1) {
        shared.take_in(other);
    }
    let ids: Vec<&str> = editions.iter().map(|edition| edition.id.as_str()).collect();
    let alone: Vec<Value> =
        exact.iter().zip(&ids).filter_map(|(exact, id)| exact.alone(&shared, id)).collect();
    let mut properties = vec![
        ("format", said(json!({ "const": 1 }), "Format of this file", "")),
        ("edition", said(words(&ids), "Edition", "The standards that the plan is written to and judged by.")),
        ("area", said(id(), "Area", "Its id in areas.toml; the same as the name of this file.")),
        ("period", said(id(), "Period", "Its id; the same as the name of the folder.")),
        ("status", said(words(&Status::ALL.map(Status::id)), "Status", STATUS)),
        ("classification", said(text(), "Classification", "Such as: OFFICIAL when complete")),
    ];
    properties.extend(BASE.map(|key| (key, shared.base.get(key).cloned().unwrap_or_default())));
    let answers = said(
        json!({ "type": "object", "properties": shared.answers, "additionalProperties": { "type": "object" } }),
        "Answers to the standards",
        "A table for each standard, by its id.",
    );
    properties.push(("standards", answers));
    properties.push(("waivers", waivers(editions)));
    let mut plan = requiring(table(properties), &["format", "edition"]);
    set(&mut plan, "title", json!("A plan"));
    if !alone.is_empty() {
        set(&mut plan, "allOf", Value::Array(alone));
    }
    set(&mut plan, "$defs", json!({ ACTIVITY: shared.activity }));
    plan
}

const STATUS: &str = "A claim. What the program shows is what the sign-offs support.";

/// Fields of the form outside the standards, by their first key.
const BASE: [&str; 6] = ["starts", "ends", "author", "profile", "neighbourhoods", "priorities"];

/// What an edition makes of a plan.
#[derive(Clone, Default)]
struct OfEdition {
    base: Map<String, Value>,
    answers: Map<String, Value>,
    activity: Value,
}

impl OfEdition {
    fn of(edition: &Edition) -> Self {
        let (plan, areas, force) = (Plan::default(), Areas::default(), Force::default());
        let form = Form::new(&plan, edition, &areas, &force);
        let mut of = OfEdition::default();
        for section in &form.sections {
            let SectionId::Standard(standard) = &section.id else {
                for field in &section.fields {
                    put(&mut of.base, field.path.segments(), value(field));
                }
                continue;
            };
            let Some(standard) = edition.standard(standard) else { continue };
            let mut keys = Map::new();
            for field in &section.fields {
                let key = field.path.leaf();
                if key == "activities"
                    && let Kind::Rows(rows) = &field.kind
                {
                    of.activity = row(&rows.columns, "activities");
                    let activities = list(json!({ "$ref": format!("#/$defs/{ACTIVITY}") }));
                    keys.insert(key.to_owned(), said(activities, &field.label, ACTIVITIES));
                } else {
                    keys.insert(key.to_owned(), asked(value(field), key, standard));
                }
            }
            let reason = said(text(), "Set aside, because", SET_ASIDE);
            keys.insert("not-applicable".to_owned(), reason);
            let answer = said(json!({ "type": "object" }), &section.title, &section.asks);
            let mut answer = answer;
            set(&mut answer, "properties", Value::Object(keys));
            of.answers.insert(standard.id.clone(), answer);
        }
        of
    }

    /// Makes room for what another edition takes.
    fn take_in(&mut self, other: &OfEdition) {
        self.activity = either(&self.activity, &other.activity);
        for (own, others) in [(&mut self.base, &other.base), (&mut self.answers, &other.answers)] {
            for (key, value) in others {
                let both = own.get(key).map_or_else(|| value.clone(), |known| either(known, value));
                own.insert(key.clone(), both);
            }
        }
    }

    /// What a plan of this edition has to be beyond what any plan has to be.
    fn alone(&self, shared: &OfEdition, id: &str) -> Option<Value> {
        let mut asked = Map::new();
        let answers: Map<String, Value> = self
            .answers
            .iter()
            .filter_map(|(id, answer)| Some((id.clone(), beyond(shared.answers.get(id)?, answer)?)))
            .collect();
        if !answers.is_empty() {
            asked.insert("properties".to_owned(), Value::Object(answers));
        }
        if let Some(activity) = beyond(&shared.activity, &self.activity) {
            let any = json!({ "properties": { "activities": { "items": activity } } });
            asked.insert("patternProperties".to_owned(), json!({ "": any }));
        }
        (!asked.is_empty()).then(|| {
            json!({
                "if": { "properties": { "edition": { "const": id } }, "required": ["edition"] },
                "then": { "properties": { "standards": asked } },
            })
        })
    }
}

/// Puts a field at its address, in tables on the way.
fn put(properties: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            properties.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let table = properties
                .entry(key.clone())
                .or_insert_with(|| json!({ "type": "object", "properties": {} }));
            if let Some(Value::Object(inner)) = table.get_mut("properties") {
                put(inner, rest, value);
            }
        }
    }
}

/// What a field of the form takes, with its help.
fn value(field: &Field) -> Value {
    let path = field.path.to_string();
    let of = match &field.kind {
        Kind::Rows(rows) => list(row(&rows.columns, &path)),
        kind => takes(kind, &path),
    };
    let help = IN_A_FILE
        .iter()
        .find(|(known, _)| *known == path)
        .map_or_else(|| help(field), |(_, help)| (*help).to_owned());
    said(of, &field.label, &help)
}

/// The help, and an example where it is written in the file as it is typed on the screen.
fn help(field: &Field) -> String {
    let is_text = matches!(field.kind, Kind::Line | Kind::Prose | Kind::Link);
    let example = field.example.trim();
    let mut help = field.help.trim().to_owned();
    if let Kind::Number(unit) = &field.kind
        && !unit.is_empty()
    {
        help.push_str(&format!("\n\nIn {unit}."));
    }
    if let Some(asked) = field.words {
        help.push_str(&format!("\n\nAsked for: at least {asked} words."));
    }
    if is_text && !example.is_empty() {
        help.push_str(&format!("\n\nFor example: {example}"));
    }
    help
}

fn takes(kind: &Kind, path: &str) -> Value {
    match kind {
        Kind::Line | Kind::Prose | Kind::Link | Kind::Rows(_) | Kind::Kept => text(),
        // Numbers that every plan has are whole; those of an edition's own may be decimal.
        Kind::Number(_) if path.starts_with("standards.") => json!({ "type": "number" }),
        Kind::Number(_) => count(),
        Kind::Choice(choices) => choice(choices),
        Kind::List(choices) if path == "activities.access" => {
            json!({ "type": ["array", "string"], "items": offered(choices) })
        }
        Kind::List(choices) => list(offered(choices)),
        Kind::Date => date(),
        Kind::Dates => list(date()),
        Kind::Time => time(),
        Kind::Cadence => cadence(),
        Kind::Weekday => json!({ "type": "string", "pattern": WEEKDAY }),
        Kind::YesNo => yes_no(),
    }
}

const WEEKDAY: &str =
    "^(first|second|third|fourth|last) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)$";

/// A row with these columns.
fn row(columns: &[Field], list: &str) -> Value {
    let mut keys = Map::new();
    let what = if list == "neighbourhoods" { "The neighbourhood's id in areas.toml." } else { ROW_ID };
    keys.insert("id".to_owned(), said(text(), "Id", what));
    for column in columns {
        let path = FieldPath::of(list.split('.').chain([column.path.leaf()]));
        keys.insert(column.path.leaf().to_owned(), value(&Field { path, ..column.clone() }));
    }
    json!({ "type": "object", "properties": keys })
}

/// What the edition demands of a field, in words: a plan that falls short is still a plan.
fn asked(mut schema: Value, key: &str, standard: &Standard) -> Value {
    let demand = standard.requires.fields.iter().find(|(id, _)| id == key).map(|(_, demand)| demand);
    let kind = standard.fields.iter().find(|field| field.id == key).map(|field| field.kind);
    let demands = demand.map_or_else(Vec::new, |demand| demands(demand, kind));
    if demands.is_empty() {
        return schema;
    }
    let before = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{before}\n\nAsked for: {}.", demands.join(", "));
    set(&mut schema, "description", json!(description));
    schema
}

fn demands(demand: &Demand, kind: Option<FieldKind>) -> Vec<String> {
    let rows = if matches!(kind, Some(FieldKind::List | FieldKind::Rows)) { " of them" } else { "" };
    let parts = [
        demand.required.then(|| "it has to be said".to_owned()),
        demand.at_least.map(|least| format!("at least {least}{rows}")),
        demand.at_most.map(|most| format!("at most {most}{rows}")),
        demand.cadence.map(|cadence| format!("at least every {}", cadence.id())),
    ];
    parts.into_iter().flatten().collect()
}

fn waivers(editions: &[&Edition]) -> Value {
    let standards = offered(&parts::standards(editions));
    let row = table(vec![
        ("id", said(text(), "Id", ROW_ID)),
        ("rule", said(text(), "Rule", "The name of the rule, such as meeting-gap.")),
        ("standard", said(standards, "Standard", "Whose flag is set aside.")),
        ("row", said(text(), "Row", "The id of one row; without it, all of the standard.")),
        ("reason", said(text(), "Reason", "Why it is right to set it aside.")),
        ("by", said(text(), "Asked by", "A post.")),
        ("until", said(date(), "Until", "No later than the plan's last day.")),
    ]);
    said(list(row), "Waivers", "Flags set aside on purpose. They count when a reviewer accepts them.")
}

const ROW_ID: &str =
    "Given at the next save where it is missing; it stays, because others speak of the row by it.";
const SET_ASIDE: &str =
    "Why this standard does not apply to the area. The key, even empty, sets the standard aside.";
const ACTIVITIES: &str = "What happens, when, where, for whom, and how people hear of it: a row each.";

/// Words for the file where those of the form are about the screen.
const IN_A_FILE: [(&str, &str); 12] = [
    ("neighbourhoods", "A named officer for every neighbourhood, and a way to reach them: a row each."),
    ("priorities", "What residents want done first: a row each."),
    ("profile.settlements", "The places that the plan must reach."),
    ("priorities.reviewed", "Days on which you looked at it again and it was still right."),
    ("activities.starts", "The day, or the first day of what repeats."),
    ("activities.every", "For what repeats. Absent: it happens once."),
    (
        "activities.on",
        "For what repeats by month or longer: first thursday. Absent: the same day of the month.",
    ),
    ("activities.ends", "The last day. Absent: it goes on until the plan ends."),
    ("activities.except", "Days that fall out."),
    ("activities.dates", "Stated days, alone or beside what repeats."),
    ("activities.venues", "Ids of the venue book in areas.toml. Several are taken in turn."),
    ("activities.public", "Absent: what the kind says."),
];
