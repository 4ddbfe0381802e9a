//! The schema of `areas.toml`.

use serde_json::{Value, json};

use super::parts::{date, id, list, offered, requiring, said, set, table, text};
use crate::form::base::access_choices;

pub fn schema() -> Value {
    let settlements = |of: &str| said(list(text()), "Towns and villages", of);
    let neighbourhood = requiring(
        table(vec![
            ("id", said(id(), "Id", "As plans name it.")),
            ("name", said(text(), "Name", "As people read it.")),
            ("police-uk", said(text(), "Id on police.uk", "")),
            ("settlements", settlements("Those of the neighbourhood.")),
        ]),
        &["id"],
    );
    let area = requiring(
        table(vec![
            ("id", said(id(), "Id", "As the files of its plans are named.")),
            ("name", said(text(), "Name", "As people read it.")),
            ("inspector", said(text(), "Inspector", "By post.")),
            ("settlements", settlements("Those of the area.")),
            (
                "neighbourhood",
                said(list(neighbourhood), "Neighbourhoods", "None listed: the area is one neighbourhood."),
            ),
        ]),
        &["id"],
    );
    let venue = requiring(
        table(vec![
            ("id", said(id(), "Id", "As activities name it.")),
            ("name", said(text(), "Name", "")),
            ("address", said(text(), "Address", "")),
            ("settlement", said(text(), "Town or village", "")),
            (
                "access",
                said(
                    list(offered(&access_choices())),
                    "Access",
                    "How accessible it is, said once for all who use it.",
                ),
            ),
            ("checked", said(date(), "Checked on", "The day on which somebody last checked the access.")),
        ]),
        &["id"],
    );
    let mut whole = table(vec![
        ("area", said(list(area), "Areas", "What an inspector answers for: a row each.")),
        ("venue", said(list(venue), "The venue book", "Places, said once and used by many.")),
    ]);
    set(&mut whole, "title", json!("Areas, neighbourhoods and the venue book"));
    whole
}
