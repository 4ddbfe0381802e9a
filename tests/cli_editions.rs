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

/// A plan that answers the Guarantee whole.
const GUARANTEE: &str = r#"
[author]
post = "Inspector, First Area"
email = "inspector@example.police.uk"

[[priorities]]
id = "aaaaaa"
title = "Speeding past the school"
source = "Beat meeting in October"
agreed = 2026-11-02
action = "Checks at school times, and the results on our page."

[standards.named-officer]
commitment = "People will find the name of their officer on our page and in the library, with a way to reach them. When an officer moves on we change both within a week."
shown-where = ["website", "poster"]

[standards.response]
commitment = "Whoever writes to us, calls or asks at a meeting will have an answer within 72 hours. Otherwise we say by then when there will be one, at weekends too."
reply-hours = 72
routes = ["e-mail", "telephone", "at meetings"]
watched = "The duty officer, every day at 9am and 4pm"

[standards.beat-meetings]
commitment = "There will be a beat meeting every quarter, in turn by day and in the evening. Anybody can put a question there, and hear what came of the last ones."

[[standards.beat-meetings.activities]]
id = "bbbbbb"
title = "Beat meeting"
kind = "beat-meeting"
starts = 2026-12-10
every = "quarter"
time = 18:30:00
until = 19:30:00
venue = "Example Hall"
access = ["step-free"]
owner = "PC, First Area"
purpose = "Hear concerns and say what was done"
measure = "people attending"
target = "15 at each"

[standards.priorities]
commitment = "Every three months we will look at our priorities again with the people who come to our meetings. We put them on our page with the date and what we did."
page = "https://www.example.police.uk/first-area"
page-owner = "PC, First Area"

[standards.anti-social-behaviour]
commitment = "What people tell us goes to the force's lead each month, with the places and what was tried. Whoever reports it hears from their own officer what will be done."
lead = "Superintendent, Neighbourhoods"
"#;

#[test]
fn a_plan_is_drafted_to_the_guarantee_and_checked_by_it() {
    let desk = Desk::empty();
    desk.nec(&["init", "--force", "Wessex Example Police"]).assert().success();
    desk.nec(&["new", "first-area", "--edition", "npg-2025"]).assert().success();
    let file = "2026-27/first-area.toml";
    let blank = flags(&desk, "first-area");
    assert_eq!(blank.iter().filter(|(rule, _)| rule == "standard-not-started").count(), 5, "{blank:?}");
    assert!(blank.iter().any(|(rule, _)| rule == "named-officer-missing"), "{blank:?}");
    let (top, neighbourhoods) = {
        let text = desk.read(file);
        let at = text.find("[[neighbourhoods]]").unwrap();
        let officer = "officer = \"PC Example\"\ncontact = \"first@example.police.uk\"\n";
        let rows = text[at..].split("\n\n").map(|row| format!("{}\n{officer}\n", row.trim_end()));
        (text[..text.find("[author]").unwrap_or(at)].to_owned(), rows.collect::<String>())
    };
    desk.write(file, format!("{top}{neighbourhoods}{GUARANTEE}"));
    let whole = flags(&desk, "first-area");
    assert_eq!(whole, [], "{whole:?}");
    for (path, value, rule) in [
        ("standards.response.reply-hours", "96", "reply-time-missing"),
        ("priorities.aaaaaa.agreed", "2026-06-01", "priority-not-reviewed"),
        ("standards.beat-meetings.activities.bbbbbb.every", "year", "meeting-frequency"),
    ] {
        let was = desk.out(&["get", "first-area", path]);
        desk.nec(&["set", "first-area", path, value]).assert().success();
        assert!(flags(&desk, "first-area").iter().any(|(flag, _)| flag == rule), "{rule}");
        desk.nec(&["set", "first-area", path, was.trim()]).assert().success();
    }
    let lead = "standards.anti-social-behaviour.lead";
    desk.nec(&["unset", "first-area", lead]).assert().success();
    assert_eq!(flags(&desk, "first-area"), [("field-missing".to_owned(), lead.to_owned())]);
    let (_, err, status) = desk.all(&["migrate", "first-area", "--to", "nec-2020", "--yes"]);
    assert_eq!(status, 2);
    assert!(err.contains("does not say") || err.contains("carries on plans of nec-2019"), "{err}");
    let (_, err, _) = desk.all(&["standards", "--add", "npg-2025"]);
    assert!(err.contains("already"), "{err}");
    std::fs::remove_file(desk.root.join("standards/npg-2025.toml")).unwrap();
    assert!(desk.out(&["standards"]).contains("nec standards --add npg-2025"));
    desk.nec(&["standards", "--add", "npg-2025"]).assert().success();
}

#[test]
fn what_helps_editors_follows_the_editions_and_breaks_nothing() {
    let desk = Desk::new();
    let plan = ".schema/plan.json";
    assert_eq!(desk.read(plan), desk.out(&["schema", "plan"]), "a new directory has them");
    assert!(desk.read(".taplo.toml").contains(plan));
    desk.write(".taplo.toml", "# ours\n");
    desk.write("standards/rural-2026.toml", RURAL);
    let (out, _, status) = desk.all(&["doctor"]);
    assert_eq!(status, 1);
    assert!(out.contains("helps editors") && out.contains(plan) && !out.contains(".taplo.toml"), "{out}");
    desk.nec(&["doctor", "--fix"]).assert().success();
    assert!(desk.read(plan).contains("Livery yards too."));
    assert_eq!(desk.read(".taplo.toml"), "# ours\n", "what somebody wrote there stays");
    let recorded = desk.out(&["commit"]);
    assert!(recorded.contains(plan) && recorded.contains(".taplo.toml"), "{recorded}");
    // What is not recorded is counted beneath the areas.
    let areas = || desk.out(&["status"]).split("\n\n").next().map(str::to_owned);
    let before = areas();
    std::fs::remove_dir_all(desk.root.join(".schema")).unwrap();
    std::fs::remove_file(desk.root.join(".taplo.toml")).unwrap();
    desk.write(plan, "not even JSON");
    assert_eq!(areas(), before);
    desk.nec(&["check"]).assert().code(1).stderr("");
    desk.nec(&["doctor", "--fix"]).assert().success();
    assert_eq!(desk.read(plan), desk.out(&["schema", "plan"]));
}
