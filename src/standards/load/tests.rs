#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::plan::Cadence;
use crate::standards::{Per, Requires};

#[test]
fn every_embedded_edition_loads() {
    for (name, text) in embedded() {
        if let Err(problem) = parse(&format!("standards/{name}"), text) {
            panic!("{problem}");
        }
    }
}

fn nec_2020() -> Edition {
    let (name, text) = embedded()[0];
    parse(name, text).unwrap()
}

#[test]
fn the_demands_of_2020_are_read() {
    let edition = nec_2020();
    let meetings = &edition.standard("face-to-face").unwrap().requires;
    assert_eq!(meetings.meeting_cadence, Some(Cadence::Quarter));
    assert_eq!(meetings.per, Some(Per::Neighbourhood));
    assert_eq!(meetings.longest_gap_days, Some(120));
    assert_eq!(meetings.virtual_share, Some(0.5));
    let reply = &edition.standard("social-media").unwrap().requires.fields;
    let (_, reply) = reply.iter().find(|(id, _)| id == "reply-hours").unwrap();
    assert_eq!((reply.at_most, reply.rule.as_deref()), (Some(72.0), Some("reply-time-missing")));
    assert_eq!(edition.standard("partners").unwrap().requires.partners, Some(2));
}

/// A small edition, to be broken in one place at a time.
const SMALL: &str = r#"id = "small"
supersedes = "older"
[[grade]]
id = "good"
[[kind]]
id = "surgery"
meeting = true
[[channel]]
id = "website"
[[standard]]
id = "website"
number = 4
[[standard.source]]
cite = "A charter"
kind = "local"
in-force-from = 2020-01-01
[[standard.descriptor]]
grade = "good"
text = "Kept up to date."
[[standard.field]]
id = "pages"
kind = "rows"
[[standard.field.column]]
id = "link"
kind = "link"
[[standard.field]]
id = "mood"
kind = "choice"
choice = ["calm", "brisk"]
[standard.requires]
channels-any-of = ["website"]
virtual-share = 0.5
pages = { at-least = 1 }
[[standard]]
id = "second"
number = 5
[[map]]
kind = "split"
from = ["both"]
to = ["website", "second"]
"#;

#[test]
fn what_is_not_said_gets_a_sensible_value() {
    let edition = parse("standards/small.toml", SMALL).unwrap();
    assert_eq!(edition.standards[0].title, "Website");
    assert_eq!(edition.kinds[0].label, "Surgery");
    assert_eq!((edition.kinds[0].public, edition.kinds[0].lead_days), (false, None));
    assert_eq!(edition.standards[1].requires, Requires::default());
    assert_eq!(edition.standards[0].fields[1].choices[1].id, "brisk");
}

/// One-based line and column.
type Place = (usize, usize);

/// Each: what to put in the place of what, the line and column told, and words of what is told.
const BROKEN: &[(&str, &str, Place, &str, &str)] = &[
    ("id = \"small\"", "id = small", (1, 6), "not TOML", "Mend that line"),
    ("id = \"small\"", "id = \"Small\"", (1, 6), "cannot be an id", "small letters"),
    ("id = \"small\"", "id = \"other\"", (1, 6), "small.toml", "same name"),
    ("id = \"small\"\n", "", (1, 1), "no \"id\"", "Add it"),
    ("supersedes", "superseeds", (2, 1), "superseeds", "Did you mean \"supersedes\"?"),
    ("supersedes = \"older\"\n", "", (38, 8), "supersedes none", "supersedes ="),
    ("meeting = true", "meeting = \"yes\"", (7, 11), "true or false, and here it is a text", "Mend"),
    ("number = 4", "number = \"4\"", (12, 10), "a whole number", "Mend"),
    ("number = 4", "number = -4", (12, 10), "is -4", "0 to 1000000"),
    ("number = 4\n", "", (10, 1), "no \"number\"", "number = 3"),
    ("number = 5", "number = 4", (36, 10), "number 4 already", "of its own"),
    ("id = \"second\"", "id = \"website\"", (35, 6), "there already", "of its own"),
    ("cite = \"A charter\"\n", "", (13, 1), "no \"cite\"", "which source"),
    ("kind = \"local\"", "kind = \"lore\"", (15, 8), "cannot be \"lore\"", "local"),
    ("2020-01-01", "\"2020-01-01\"", (16, 17), "a date such as", "Mend"),
    ("grade = \"good\"", "grade = \"god\"", (18, 9), "no grade \"god\"", "Did you mean \"good\"?"),
    ("text = \"Kept", "text = \"\\u202eKept", (19, 8), "hidden character U+202E", "Take it away"),
    ("[[standard.field.column]]\nid = \"link\"\nkind = \"link\"\n", "", (20, 1), "no \"column\"", "below it"),
    (
        "id = \"pages\"\nkind = \"rows\"",
        "id = \"pages\"\nkind = \"list\"",
        (23, 1),
        "only a field of kind rows",
        "away",
    ),
    ("id = \"link\"", "id = \"id\"", (24, 6), "every row has", "another id"),
    ("id = \"mood\"", "id = \"commitment\"", (27, 6), "every standard has", "another id"),
    ("kind = \"choice\"", "kind = \"chioce\"", (28, 8), "cannot be \"chioce\"", "Did you mean \"choice\"?"),
    ("choice = [\"calm\", \"brisk\"]\n", "", (26, 1), "no \"choice\"", "below it"),
    ("\"brisk\"]", "\"calm\"]", (29, 19), "names \"calm\" twice", "away"),
    (
        "channels-any-of = [\"website\"]",
        "channels-any-of = [\"web\"]",
        (31, 19),
        "no channel \"web\"",
        "Did you mean",
    ),
    ("virtual-share = 0.5", "virtual-share = 50", (32, 17), "is 50", "half is 0.5"),
    (
        "virtual-share",
        "virtual-shares",
        (32, 1),
        "nothing that a rule asks",
        "Did you mean \"virtual-share\"?",
    ),
    (
        "pages = { at-least = 1 }",
        "page = { at-least = 1 }",
        (33, 1),
        "no field of this standard",
        "\"pages\"?",
    ),
    ("pages = { at-least = 1 }", "pages = { least = 1 }", (33, 11), "\"least\"", "\"at-least\"?"),
    ("pages = { at-least = 1 }", "pages = { words = 1 }", (33, 19), "of kind rows", "change the kind"),
    ("at-least = 1 }", "at-least = 3, at-most = 2 }", (33, 35), "at least 3 and at most 2", "Mend one"),
    ("pages = { at-least = 1 }", "pages = 1", (33, 9), "takes a table", "Mend"),
    ("kind = \"split\"", "kind = \"same\"", (39, 8), "the same on both sides", "Mend"),
    ("to = [\"website\"", "to = [\"webside\"", (40, 6), "no standard \"webside\"", "\"website\"?"),
];

#[test]
fn each_thing_wrong_is_told_with_its_place_and_what_to_do() {
    let mut misplaced = Vec::new();
    for (from, to, place, what, next) in BROKEN {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let problem = parse("standards/small.toml", &text).expect_err(to);
        assert_eq!(problem.file.as_deref(), Some("standards/small.toml"));
        assert!(problem.what.contains(what), "{to}: {problem}");
        assert!(problem.next.contains(next), "{to}: {problem}");
        if (problem.line, problem.column) != (Some(place.0), Some(place.1)) {
            misplaced.push(format!("wanted {place:?}, for {from}\n{problem}"));
        }
    }
    assert!(misplaced.is_empty(), "{}", misplaced.join("\n"));
}

#[test]
fn an_edition_with_no_standard_or_too_large_is_refused() {
    assert!(parse("a.toml", "id = \"a\"").unwrap_err().what.contains("no \"standard\""));
    assert!(parse("a.toml", "").unwrap_err().what.contains("no \"id\""));
    let large = format!("#{}\n{SMALL}", "x".repeat(LIMIT));
    assert!(parse("standards/small.toml", &large).unwrap_err().what.contains("1048576"));
}

#[test]
fn a_demand_and_a_parameter_may_share_a_name() {
    let text = SMALL.replace("id = \"pages\"", "id = \"partners\"").replace("pages = {", "partners = {");
    let requires = parse("small.toml", &text).unwrap().standards[0].requires.clone();
    assert_eq!(requires.partners, None);
    assert_eq!(requires.fields[0].0, "partners");
    let text = text.replace("partners = { at-least = 1 }", "partners = 2");
    let requires = parse("small.toml", &text).unwrap().standards[0].requires.clone();
    assert_eq!((requires.partners, requires.fields.len()), (Some(2), 0));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = parse("a.toml", &text);
    }

    #[test]
    fn no_mangled_edition_panics(at in 0..SMALL.len(), length in 0..40usize, put in "[\\]\\[=\"{}a-z0-9.\n-]{0,8}") {
        let mut text = SMALL.to_owned();
        let end = (at + length).min(text.len());
        text.replace_range(at..end, &put);
        let _ = parse("small.toml", &text);
    }
}

#[test]
fn longer_texts_flow() {
    let asks = "asks = \"\"\"\nOne line\nand another.\n\nA list:\n- first\n- second\n\"\"\"\n";
    let text = SMALL.replace("number = 5\n", &format!("number = 5\n{asks}"));
    let edition = parse("small.toml", &text).unwrap();
    assert_eq!(edition.standards[1].asks, "One line and another.\n\nA list:\n- first\n- second");
}

#[test]
fn a_field_can_offer_what_the_edition_has_anyway() {
    let text = SMALL.replace("choice = [\"calm\", \"brisk\"]", "choices-from = \"kinds\"");
    let edition = parse("small.toml", &text).unwrap();
    assert_eq!(
        edition.standards[0].fields[1].choices,
        [Choice { id: "surgery".to_owned(), label: "Surgery".to_owned() }]
    );
    let text =
        SMALL.replace("choice = [\"calm\", \"brisk\"]", "choice = [\"calm\"]\nchoices-from = \"kinds\"");
    let problem = parse("small.toml", &text).unwrap_err();
    assert!(problem.what.contains("from elsewhere already"), "{problem}");
    assert_eq!(problem.line, Some(29));
}

#[test]
fn a_force_adds_a_kind_and_a_standard_with_a_field_of_each_kind() {
    let (_, text) = embedded()[0];
    let mut text = text.replace("id = \"nec-2020\"", "id = \"ours\"");
    text.push_str("\n[[kind]]\nid = \"cycle-marking\"\npublic = true\n");
    text.push_str("[[standard]]\nid = \"ninth\"\nnumber = 9\n");
    for kind in FieldKind::ALL {
        let id = kind.id();
        text.push_str(&format!("[[standard.field]]\nid = \"a-{id}\"\nkind = \"{id}\"\n"));
        match kind {
            FieldKind::Choice => text.push_str("choice = [\"one\", \"two\"]\n"),
            FieldKind::Rows => text.push_str("[[standard.field.column]]\nid = \"what\"\nkind = \"line\"\n"),
            _ => {}
        }
    }
    text.push_str("[standard.requires]\na-prose = { words = 10 }\na-date = { required = true }\n");
    let edition = parse("standards/ours.toml", &text).unwrap();
    let ninth = edition.standard("ninth").unwrap();
    assert_eq!(ninth.fields.iter().map(|field| field.kind).collect::<Vec<_>>(), FieldKind::ALL);
    assert_eq!(ninth.requires.fields.len(), 2);
    assert_eq!(edition.kind("cycle-marking").unwrap().label, "Cycle marking");
}
