//! The schema of an edition of the standards. The program refuses a key that it does not know, and so does
//! the schema: a slip of the pen must not change how plans are judged.

use serde_json::{Value, json};

use super::parts::{
    cadence, closed, count, date, id, list, requiring, said, set, text, whole, words, yes_no,
};
use crate::standards::{FieldKind, MapKind, SourceKind};

pub fn schema() -> Value {
    let grade = requiring(
        closed(vec![
            ("id", said(id(), "Id", "")),
            ("title", said(text(), "Title", "As people read it.")),
            (
                "needs-evidence",
                said(yes_no(), "Needs evidence", "True where the grade needs something to show."),
            ),
        ]),
        &["id"],
    );
    let kind = requiring(
        closed(vec![
            ("id", said(id(), "Id", "As activities name it.")),
            ("label", said(text(), "Label", "As people read it.")),
            ("meeting", said(yes_no(), "A meeting", "Anybody can put a question and hear the answer.")),
            ("public", said(yes_no(), "Open to all", "Unless the activity says otherwise.")),
            (
                "lead-days",
                said(
                    days(),
                    "Days ahead",
                    "By which one must be publicised; absent: the standard's own lead-days.",
                ),
            ),
            ("also", said(list(text()), "Other words", "By which people call it, for quick add.")),
        ]),
        &["id"],
    );
    let map = requiring(
        closed(vec![
            ("kind", said(words(&MapKind::ALL.map(MapKind::id)), "What becomes of them", "")),
            ("from", said(list(text()), "From", "Standards of the superseded edition.")),
            ("to", said(list(text()), "To", "Standards of this one.")),
        ]),
        &["kind"],
    );
    let mut edition = requiring(
        closed(vec![
            ("id", said(id(), "Id", "The name of this file without .toml.")),
            (
                "revision",
                said(
                    whole(),
                    "Revision",
                    "A number that goes up when a change could alter how a plan is judged.",
                ),
            ),
            ("title", said(text(), "Title", "")),
            ("force", said(text(), "Force", "")),
            ("issued", said(text(), "Issued", "")),
            ("supersedes", said(id(), "Supersedes", "The id of the edition before this one.")),
            (
                "provenance",
                said(
                    text(),
                    "Provenance",
                    "Where the wording comes from; shown wherever a standard is read.",
                ),
            ),
            ("grade", said(list(grade), "Grades", "From the best.")),
            ("kind", said(list(kind), "Kinds of activity", "")),
            ("channel", said(reference("choices"), "Channels", "Ways to publicise.")),
            ("standard", said(list(standard()), "Standards", "")),
            ("map", said(list(map), "Maps", "How plans of the superseded edition come over.")),
        ]),
        &["id", "standard"],
    );
    set(&mut edition, "title", json!("An edition of the standards"));
    let defs =
        json!({ "choices": choices(), "column": field(false), "field": field(true), "demand": demand() });
    set(&mut edition, "$defs", defs);
    edition
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn days() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 })
}

fn share() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1 })
}

fn choices() -> Value {
    let row = requiring(
        closed(vec![
            ("id", said(id(), "Id", "As plans name it.")),
            ("label", said(text(), "Label", "As people read it.")),
        ]),
        &["id"],
    );
    json!({ "type": "array", "items": { "anyOf": [row, text()] } })
}

fn standard() -> Value {
    let source = requiring(
        closed(vec![
            ("cite", said(text(), "Cite", "What it is called.")),
            ("says", said(text(), "Says", "What it says.")),
            ("binds", said(text(), "Binds", "Whom it binds.")),
            ("kind", said(words(&SourceKind::ALL.map(SourceKind::id)), "Kind", "")),
            (
                "in-force-from",
                said(date(), "In force from", "A source is shown only for periods in which it was in force."),
            ),
            ("in-force-to", said(date(), "In force to", "")),
        ]),
        &["cite", "kind"],
    );
    let descriptor = requiring(
        closed(vec![
            ("grade", said(text(), "Grade", "Its id.")),
            ("text", said(text(), "Text", "What that grade looks like.")),
        ]),
        &["grade"],
    );
    requiring(
        closed(vec![
            ("id", said(id(), "Id", "As plans name it; one that is in use should stay.")),
            ("number", said(days(), "Number", "")),
            ("title", said(text(), "Title", "")),
            ("asks", said(text(), "Asks", "What it asks for, in a sentence or two.")),
            ("guidance", said(text(), "Guidance", "What readers look for and often miss.")),
            ("prompts", said(list(text()), "Prompts", "Questions to answer in the commitment.")),
            (
                "example",
                said(text(), "Example", "A good commitment; a plan that only repeats it falls short."),
            ),
            ("source", said(list(source), "Sources", "")),
            ("descriptor", said(list(descriptor), "Descriptors", "What each grade looks like.")),
            (
                "field",
                said(
                    list(reference("field")),
                    "Fields",
                    "What a plan says beside its commitment and its activities.",
                ),
            ),
            ("requires", requires()),
        ]),
        &["id", "number"],
    )
}

/// A field of a standard's own, or a column of one.
fn field(columns: bool) -> Value {
    let kinds: Vec<&str> = FieldKind::ALL
        .into_iter()
        .filter(|kind| columns || *kind != FieldKind::Rows)
        .map(FieldKind::id)
        .collect();
    let mut keys = vec![
        ("id", said(id(), "Id", "As plans name it.")),
        ("label", said(text(), "Label", "As people read it.")),
        ("kind", said(words(&kinds), "Kind", "What it holds.")),
        ("unit", said(text(), "Unit", "Of a number.")),
        ("help", said(text(), "Help", "What readers look for in it.")),
        ("example", said(text(), "Example", "")),
        ("choice", said(reference("choices"), "Choices", "What a choice offers, what a list suggests.")),
        (
            "choices-from",
            said(words(&["channels", "kinds"]), "Choices from", "A list that the edition has anyway."),
        ),
    ];
    if columns {
        keys.push(("column", said(list(reference("column")), "Columns", "Of rows.")));
    }
    requiring(closed(keys), &["id", "kind"])
}

/// What can be asked of a field.
fn demand() -> Value {
    closed(vec![
        ("required", said(yes_no(), "Required", "")),
        (
            "at-least",
            said(json!({ "type": "number" }), "At least", "Of a number; of a list or rows, how many."),
        ),
        (
            "at-most",
            said(json!({ "type": "number" }), "At most", "Of a number; of a list or rows, how many."),
        ),
        ("words", said(count(), "Words", "Of a text, at least.")),
        ("cadence", said(cadence(), "Cadence", "At least this often.")),
        ("rule", said(text(), "Rule", "The rule that flags it instead of field-missing and field-short.")),
    ])
}

/// The parameters of rules, any of which can also be the id of one of the standard's fields.
fn requires() -> Value {
    let range = closed(vec![("at-least", count()), ("at-most", count())]);
    let parameters = [
        ("commitment-words", days(), "At least this many words of commitment."),
        ("activities", days(), "At least this many activities of the standard's own."),
        ("cadence", cadence(), "Those activities at least this often."),
        ("meeting-cadence", cadence(), "Public meetings, in the whole plan, at least this often."),
        ("longest-gap-days", days(), "Public meetings never longer apart."),
        ("per", words(&["area", "neighbourhood"]), "Where both are counted."),
        ("virtual-share", share(), "At most this share of the meetings by link only; half is 0.5."),
        ("out-of-hours", share(), "At least this share of public events outside working hours."),
        ("lead-days", days(), "Days ahead to publicise, for kinds that state none."),
        ("named-officer", yes_no(), "A named officer who can be reached, in each neighbourhood."),
        ("deputy-above", days(), "More events than this on one person ask for a deputy."),
        ("channels", days(), "Ways to publicise each public event, at least."),
        ("channels-any-of", list(text()), "One of these channels among them."),
        ("alert-share", share(), "At least this share of public events told through the alert service."),
        ("priorities", range, "How many priorities."),
        ("review-days", days(), "Days after which a priority must be looked at again."),
        ("partners", days(), "Partners, at least, in the field of that name."),
        ("groups", days(), "Groups, at least, in the field of that name."),
        ("venue-access", yes_no(), "Every public venue says how accessible it is."),
        ("profile", yes_no(), "The area's summary, settlements and team."),
        ("equality-aims", yes_no(), "The three equality aims, in the field “equality”."),
    ];
    let keys = parameters
        .into_iter()
        .map(|(key, takes, help)| {
            (key, json!({ "description": help, "anyOf": [takes, reference("demand")] }))
        })
        .collect();
    let mut requires = closed(keys);
    set(&mut requires, "additionalProperties", reference("demand"));
    said(
        requires,
        "Requires",
        "What is asked for; without a line its rule does not run. A field of the standard's own, by its id, takes a demand.",
    )
}
