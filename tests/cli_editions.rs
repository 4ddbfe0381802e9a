//! Editions are data: a force's own standard, areas on different editions, and schemas that follow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

/// An edition with a standard, a kind and demands that the program has never heard of.
const RURAL: &str = r#"id = "rural-2026"
title = "Rural standards"

[[kind]]
id = "hack"
label = "Ride-out"
meeting = true
public = true

[[standard]]
id = "riders"
number = 1
title = "Meeting riders"
asks = "Riders know whom to tell."

[[standard.field]]
id = "stables"
label = "Stables visited"
kind = "number"
help = "Livery yards too."

[[standard.field]]
id = "liaison"
label = "Who keeps in touch"
kind = "line"

[standard.requires]
stables = { required = true, at-least = 3 }
liaison = { required = true }
"#;

/// A directory with a plan of the force's own edition.
fn rural() -> Desk {
    let desk = Desk::new();
    desk.write("standards/rural-2026.toml", RURAL);
    desk.nec(&["set", "west-dorset", "edition", "rural-2026"]).assert().success();
    desk
}

/// The rules that flag a plan, with where.
fn flags(desk: &Desk, area: &str) -> Vec<(String, String)> {
    let (json, _) = desk.checked(&[area]);
    let findings = json["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    findings.iter().map(|finding| (text(&finding["rule"]), text(&finding["path"]))).collect()
}

fn has(flags: &[(String, String)], rule: &str, path: &str) -> bool {
    flags.iter().any(|(a, b)| a == rule && b == path)
}

#[test]
fn a_standard_of_the_forces_own_is_checked_and_filled_in_with_no_code() {
    let desk = rural();
    let (stables, liaison) = ("standards.riders.stables", "standards.riders.liaison");
    desk.nec(&["set", "west-dorset", "standards.riders.commitment", "We ride out."]).assert().success();
    let before = flags(&desk, "west-dorset");
    assert!(has(&before, "field-missing", stables) && has(&before, "field-missing", liaison), "{before:?}");
    desk.nec(&["set", "west-dorset", stables, "2"]).assert().success();
    desk.nec(&["set", "west-dorset", liaison, "PC, Rural Crime Team"]).assert().success();
    let short = flags(&desk, "west-dorset");
    assert!(has(&short, "field-short", stables) && !has(&short, "field-missing", liaison), "{short:?}");
    desk.nec(&["set", "west-dorset", stables, "3"]).assert().success();
    assert_eq!(desk.out(&["get", "west-dorset", stables]), "3\n");
    let after = flags(&desk, "west-dorset");
    assert!(!after.iter().any(|(_, path)| path == stables || path == liaison), "{after:?}");
    desk.nec(&["set", "west-dorset", stables, "\"many\""]).assert().code(2);
    let row = desk.out(&["set", "west-dorset", "standards.riders.activities.+", "Hack to Corfe"]);
    let kind = format!("standards.riders.activities.{}.kind", row.trim());
    desk.nec(&["set", "west-dorset", &kind, "hack"]).assert().success();
    desk.nec(&["set", "west-dorset", &kind, "drop-in"]).assert().code(2);
    let schema: Value = serde_json::from_str(&desk.out(&["schema", "plan"])).unwrap();
    let riders = &schema["properties"]["standards"]["properties"]["riders"]["properties"];
    assert_eq!(riders["stables"]["type"], "number");
    let help = riders["stables"]["description"].as_str().unwrap();
    assert!(help.contains("Livery yards too.") && help.contains("at least 3"), "{help}");
    let kinds = schema["$defs"]["activity"]["properties"]["kind"]["enum"].as_array().unwrap();
    assert!(kinds.contains(&"hack".into()) && kinds.contains(&"drop-in".into()), "{kinds:?}");
}

#[test]
fn each_area_is_checked_by_its_own_edition() {
    let desk = rural();
    desk.nec(&["new", "purbeck", "--edition", "nec-2019"]).assert().success();
    desk.nec(&["new", "poole"]).assert().success();
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    let standards = |area: &str| {
        let plans = json["plans"].as_array().unwrap();
        let plan = plans.iter().find(|plan| plan["area"] == area).unwrap();
        plan["standards"].as_array().unwrap().len()
    };
    assert_eq!((standards("west-dorset"), standards("purbeck"), standards("poole")), (1, 10, 8));
    let outdated = |area: &str| flags(&desk, area).iter().any(|(rule, _)| rule == "edition-outdated");
    assert_eq!([outdated("west-dorset"), outdated("purbeck"), outdated("poole")], [false, true, false]);
    let alert = |area: &str| flags(&desk, area).iter().any(|(_, path)| path.contains("dorset-alert"));
    assert_eq!([alert("purbeck"), alert("poole")], [true, false]);
}

#[test]
fn schemas_come_without_a_directory_too() {
    let desk = Desk::empty();
    for file in ["plan", "record", "review", "edition", "areas", "directory"] {
        let schema: Value = serde_json::from_str(&desk.out(&["schema", file])).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{file}");
    }
    let editions = |desk: &Desk| {
        let schema: Value = serde_json::from_str(&desk.out(&["schema", "plan"])).unwrap();
        schema["properties"]["edition"]["enum"].as_array().unwrap().clone()
    };
    assert!(editions(&desk).contains(&"nec-2020".into()));
    let desk = rural();
    assert!(editions(&desk).contains(&"rural-2026".into()));
    desk.write("standards/rural-2026.toml", "not an edition");
    assert!(!editions(&desk).contains(&"rural-2026".into()), "what cannot be read has no part");
    desk.nec(&["schema", "plans"]).assert().code(2);
    assert!(desk.read(PLAN).contains("rural-2026"), "asking changes nothing");
}
