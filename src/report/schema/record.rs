//! The schema of a plan's record: what was done, publicised, heard, with evidence.

use serde_json::{Value, json};

use super::parts::{
    channels, count, date, list, offered, requiring, said, set, standards, table, text, words,
};
use crate::standards::Edition;

/// Of what changes by edition, what any of the editions has.
pub fn schema(editions: &[&Edition]) -> Value {
    let id = || ("id", said(text(), "Id", "Given when the row is first written; it stays."));
    let occurrence = table(vec![
        id(),
        ("activity", said(text(), "Activity", "Its id in the plan.")),
        ("on", said(date(), "On", "The day on which it was to be.")),
        ("what", said(words(&["held", "moved", "cancelled"]), "What became of it", "")),
        ("moved-to", said(date(), "Moved to", "")),
        ("why", said(text(), "Why", "Why it was moved or cancelled.")),
        ("told", said(text(), "How people were told", "")),
        ("attended", said(count(), "How many came", "")),
        ("raised", said(text(), "What was raised", "")),
        ("outcome", said(text(), "What came of it", "")),
    ]);
    let publicity = table(vec![
        id(),
        ("activities", said(list(text()), "Activities", "Their ids in the plan.")),
        ("for", said(date(), "For", "The day of the event; without it, all of them.")),
        ("channel", said(offered(&channels(editions)), "Channel", "")),
        ("on", said(date(), "On", "The day on which it was publicised.")),
        ("link", said(text(), "Link", "")),
    ]);
    let said_and_did = table(vec![
        id(),
        ("you-said", said(text(), "You said", "")),
        ("we-did", said(text(), "We did", "")),
        ("when", said(text(), "When", "")),
    ]);
    let evidence = table(vec![
        id(),
        ("standard", said(offered(&standards(editions)), "Standard", "")),
        ("activity", said(text(), "Activity", "Its id in the plan, where it is about one.")),
        ("title", said(text(), "Title", "")),
        ("on", said(date(), "On", "")),
        ("link", said(text(), "Link", "Or a file.")),
        ("file", said(text(), "File", "Its path in the plan directory, under evidence/.")),
        (
            "sha256",
            said(
                json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
                "Fingerprint of the file",
                "Its SHA-256.",
            ),
        ),
    ]);
    let mut whole = requiring(
        table(vec![
            ("format", said(json!({ "const": 1 }), "Format of this file", "")),
            ("occurrence", said(list(occurrence), "What became of each event", "A row each.")),
            (
                "publicity",
                said(list(publicity), "Publicity", "Where and when events were publicised: a row each."),
            ),
            ("said-and-did", said(list(said_and_did), "You said, we did", "A row each.")),
            ("evidence", said(list(evidence), "Evidence", "A link or a file: a row each.")),
        ]),
        &["format"],
    );
    set(&mut whole, "title", json!("The record of a plan"));
    whole
}
