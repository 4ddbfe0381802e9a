//! The schema of `nec.toml`.

use serde_json::{Map, Value, json};

use super::parts::{
    channels, date, id, list, offered, requiring, said, set, table, text, time, words, yes_no,
};
use crate::check;
use crate::standards::Edition;

pub fn schema(editions: &[&Edition]) -> Value {
    let ids: Vec<&str> = editions.iter().map(|edition| edition.id.as_str()).collect();
    let texts = |title: &str, help: &str| said(list(text()), title, help);
    let mut hours = list(time());
    set(&mut hours, "minItems", json!(2));
    set(&mut hours, "maxItems", json!(2));
    let mut whole = requiring(
        table(vec![
            ("format", said(json!({ "const": 1 }), "Format of this file", "")),
            ("force", said(text(), "Force", "Its name.")),
            ("police-uk", said(text(), "Name on police.uk", "")),
            ("edition", said(words(&ids), "Edition", "The standards that new plans are written to.")),
            (
                "alert-service",
                said(
                    offered(&channels(editions)),
                    "Alert service",
                    "The channel of the edition that is the force's messaging service.",
                ),
            ),
            (
                "work-domains",
                texts("Work domains", "Endings of work e-mail addresses, which plans may hold."),
            ),
            ("public-numbers", texts("Public numbers", "Telephone numbers that may be published.")),
            (
                "public-operations",
                texts("Public operations", "Names of operations that the public may read."),
            ),
            (
                "public-addresses",
                texts("Public addresses", "E-mail or postal addresses that may be published."),
            ),
            ("shared-text", texts("Shared text", "Passages that every area may use word for word.")),
            (
                "working-hours",
                said(
                    hours,
                    "Working hours",
                    "From and to. Events outside them, and at weekends, count as out of hours.",
                ),
            ),
            ("holidays", said(list(date()), "Holidays", "Days on which public events are advised against.")),
            (
                "as-at",
                said(date(), "As at", "Illustrations and archives only: the day by which rules judge."),
            ),
            ("period", said(list(period()), "Periods", "For each of them every area writes a plan.")),
            (
                "quiet-period",
                said(
                    list(quiet_period()),
                    "Quiet periods",
                    "Before an election, and other times when public events are held back.",
                ),
            ),
            ("stage", said(list(stage()), "Stages", "Who reads a plan, in order.")),
            (
                "person",
                said(
                    list(person()),
                    "People",
                    "Who may review at a stage, draft for an area, or keep this directory.",
                ),
            ),
            ("rules", rules()),
        ]),
        &["format", "edition"],
    );
    set(&mut whole, "title", json!("A plan directory's settings"));
    whole
}

fn period() -> Value {
    let by = |title: &str| said(date(), title, "");
    requiring(
        table(vec![
            ("id", said(id(), "Id", "As the folder of its plans is named, such as 2026-27.")),
            ("starts", by("First day")),
            ("ends", by("Last day")),
            ("submit-by", by("Plans are sent by")),
            ("smt-by", by("The senior management team has read them by")),
            ("panel-on", by("The panel meets on")),
            ("publish-by", by("They are published by")),
        ]),
        &["id", "starts", "ends"],
    )
}

fn quiet_period() -> Value {
    requiring(
        table(vec![
            ("title", said(text(), "Title", "Such as: Local elections")),
            ("from", said(date(), "First day", "")),
            ("to", said(date(), "Last day", "")),
        ]),
        &["from", "to"],
    )
}

fn stage() -> Value {
    requiring(
        table(vec![("id", said(id(), "Id", "")), ("title", said(text(), "Title", "As people read it."))]),
        &["id"],
    )
}

fn person() -> Value {
    table(vec![
        ("post", said(text(), "Post", "")),
        ("emails", said(list(text()), "Work e-mail addresses", "")),
        ("stage", said(text(), "Stage", "The id of the stage at which this person reviews.")),
        ("area", said(text(), "Area", "The id of the area for which this person drafts.")),
        ("admin", said(yes_no(), "Keeps the directory", "")),
    ])
}

/// How weighty each rule is here.
fn rules() -> Value {
    let settings = ["off", "advice", "incomplete", "non-compliant"];
    let known: Map<String, Value> = check::rules()
        .iter()
        .map(|rule| {
            let help = format!("Flags when {}.", rule.flags_when);
            (rule.name.to_owned(), said(words(&settings), rule.name, &help))
        })
        .collect();
    let rules = json!({ "type": "object", "properties": known, "additionalProperties": words(&settings) });
    said(rules, "Rules", "How weighty a rule is here: off, advice, incomplete or non-compliant.")
}
