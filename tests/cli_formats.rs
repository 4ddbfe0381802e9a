//! `nec check` for programs: SARIF, JUnit and GitHub's workflow commands, from the same flags as the JSON; and
//! what a gate lets pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use std::collections::HashSet;

use cli_support::{Desk, PLAN};
use quick_xml::events::Event;
use serde_json::{Value, json};

const FORMATS: [&str; 6] = ["human", "short", "json", "sarif", "junit", "github"];

/// A desk whose plan has, beside the usual flags, a value that is hard to write in any format.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        PLAN,
        desk.read(PLAN)
            .replace("[profile]\n", "[profile]\npopulation = \"👪 100% <b>&amp; ]]> 'x', y: z\" # a note\n"),
    );
    desk
}

fn sarif(desk: &Desk, args: &[&str]) -> Value {
    let (out, err, _) = desk.all(&[&["check", "--format", "sarif"], args].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"))
}

fn results(sarif: &Value) -> &Vec<Value> {
    sarif["runs"][0]["results"].as_array().unwrap()
}

fn of_rule<'s>(sarif: &'s Value, rule: &str) -> &'s Value {
    results(sarif).iter().find(|result| result["ruleId"] == rule).unwrap()
}

#[test]
fn every_format_says_the_same_twice_with_the_same_status() {
    let desk = desk();
    for format in FORMATS {
        let args = ["check", "--format", format];
        let (out, _, status) = desk.all(&args);
        assert_eq!(status, 1, "{format}");
        assert_eq!(desk.all(&args).0, out, "{format}");
        let hidden = |c: char| c.is_control() && c != '\n';
        assert!(!out.contains(hidden) && !out.is_empty() && out.ends_with('\n'), "{format}: {out}");
        assert_eq!(desk.all(&["check", "--format", format, "--today", "2030-01-01"]).2, 0, "{format}");
    }
}

#[test]
fn sarif_has_what_code_scanning_reads() {
    let desk = desk();
    let sarif = sarif(&desk, &[]);
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(
        (&run["invocations"][0]["exitCode"], &run["tool"]["driver"]["name"]),
        (&1.into(), &"nec".into())
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), nec::check::rules().len());
    for rule in rules {
        for text in [
            &rule["id"],
            &rule["shortDescription"]["text"],
            &rule["fullDescription"]["text"],
            &rule["help"]["text"],
            &rule["help"]["markdown"],
        ] {
            assert!(!text.as_str().unwrap().is_empty(), "{rule}");
        }
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
    }
    let (json, _) = desk.checked(&[]);
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(results(&sarif).len(), findings.len());
    for (result, finding) in results(&sarif).iter().zip(findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], finding["rule"]);
        let level = match finding["class"].as_str().unwrap() {
            "incomplete" => "warning",
            "advice" => "note",
            _ => "error",
        };
        assert_eq!(result["level"], level);
        assert!(
            result["message"]["text"].as_str().unwrap().starts_with(finding["message"].as_str().unwrap())
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({ "uri": PLAN, "uriBaseId": "%SRCROOT%" }));
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
        assert_eq!(result["suppressions"], json!([]));
        assert_eq!(
            result["relatedLocations"].as_array().unwrap().len(),
            finding["also"].as_array().unwrap().len()
        );
    }
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].get("uri").is_none(), "no path of this computer");
}

#[test]
fn sarif_points_at_the_value_in_code_units() {
    let desk = desk();
    let sarif = sarif(&desk, &[]);
    let flag = of_rule(&sarif, "value-not-understood");
    let line = desk.read(PLAN).lines().position(|line| line.starts_with("population")).unwrap() + 1;
    let value = "\"👪 100% <b>&amp; ]]> 'x', y: z\"";
    let end = 14 + value.encode_utf16().count();
    assert_eq!(
        flag["locations"][0]["physicalLocation"]["region"],
        json!({ "startLine": line, "startColumn": 14, "endLine": line, "endColumn": end })
    );
    let group = of_rule(&sarif, "named-officer-missing")["relatedLocations"].as_array().unwrap();
    let lines: HashSet<u64> = group
        .iter()
        .map(|place| place["physicalLocation"]["region"]["startLine"].as_u64().unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{group:?}");
}

#[test]
fn fingerprints_are_distinct_and_hold_when_lines_move() {
    let desk = desk();
    let prints = |sarif: &Value| -> Vec<String> {
        let print = |result: &Value| {
            result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()
        };
        results(sarif).iter().map(print).collect()
    };
    let before = prints(&sarif(&desk, &[]));
    assert_eq!(before.iter().collect::<HashSet<_>>().len(), before.len());
    desk.write(PLAN, format!("# One line\n# and another\n{}", desk.read(PLAN)));
    assert_eq!(prints(&sarif(&desk, &[])), before);
    desk.nec(&["new", "purbeck"]).assert().success();
    let with_another = prints(&sarif(&desk, &[]));
    assert!(before.iter().all(|print| with_another.contains(print)));
    assert_eq!(with_another.iter().collect::<HashSet<_>>().len(), with_another.len());
}

#[test]
fn what_the_force_has_set_is_in_the_level_and_told() {
    let desk = desk();
    let set = "[rules]\nauthor-missing = \"advice\"\nprofile-missing = \"off\"\n";
    desk.write("nec.toml", desk.read("nec.toml").replace("[rules]\n", set));
    let sarif = sarif(&desk, &[]);
    let run = &sarif["runs"][0];
    assert_eq!(of_rule(&sarif, "author-missing")["level"], "note");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let told: Vec<(&Value, &Value)> = run["invocations"][0]["ruleConfigurationOverrides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| {
            let index = set["descriptor"]["index"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], set["descriptor"]["id"]);
            (&set["descriptor"]["id"], &set["configuration"])
        })
        .collect();
    assert_eq!(
        told,
        [
            (&json!("author-missing"), &json!({ "level": "note" })),
            (&json!("profile-missing"), &json!({ "enabled": false })),
        ]
    );
}

#[test]
fn what_is_asked_to_be_set_aside_is_under_review() {
    let desk = Desk::new();
    let waiver = "\n[[waivers]]\nid = \"w1\"\nrule = \"author-missing\"\nreason = \"The post is vacant until spring.\"\nby = \"Inspector, West Dorset\"\nuntil = 2027-03-31\n";
    desk.write(PLAN, desk.read(PLAN) + waiver);
    let sarif = sarif(&desk, &[]);
    let asked = &of_rule(&sarif, "author-missing")["suppressions"][0];
    assert_eq!((&asked["kind"], &asked["status"]), (&json!("inSource"), &json!("underReview")));
    assert!(asked["justification"].as_str().unwrap().contains("31 March 2027"), "{asked}");
}

#[test]
fn paths_begin_at_the_top_of_the_repository() {
    let desk = Desk::new();
    let larger = desk.home.path().join("larger");
    let inner = larger.join("forces/West Country/plans");
    git2::Repository::init(&larger).unwrap();
    let dir = inner.to_str().unwrap();
    desk.nec(&["init", dir]).assert().success();
    desk.nec(&["--dir", dir, "new", "purbeck"]).assert().success();
    let plan = "forces/West Country/plans/2026-27/purbeck.toml";
    let sarif = sarif(&desk, &["--dir", dir]);
    let uri = &results(&sarif)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, &plan.replace(' ', "%20"));
    let (github, _, _) = desk.all(&["check", "--dir", dir, "--format", "github"]);
    assert!(github.contains(&format!("file={plan},line=")), "{github}");
    let (junit, _, _) = desk.all(&["check", "--dir", dir, "--format", "junit"]);
    assert!(junit.contains(&format!("file=\"{plan}\"")), "{junit}");
    desk.nec(&["--dir", dir, "commit"]).assert().success();
    let (github, _, _) = desk.all(&["check", "--dir", dir, "--format", "github", "--rev", "HEAD"]);
    assert!(github.contains(&format!("file={plan},line=")), "{github}");
}

/// A tag with its attributes and the text right inside.
type Tag = (String, Vec<(String, String)>, String);

/// The tags of an XML text, in order.
fn tags(xml: &str) -> Vec<Tag> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut tags = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    (key, attribute.unescape_value().unwrap().into_owned())
                });
                tags.push((name, attributes.collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some(last) = tags.last_mut() {
                    last.2.push_str(&text.decode().unwrap());
                }
            }
            Event::GeneralRef(entity) => {
                let text = entity.decode().unwrap().into_owned();
                let text = quick_xml::escape::unescape(&format!("&{text};")).unwrap().into_owned();
                tags.last_mut().unwrap().2.push_str(&text);
            }
            Event::Eof => return tags,
            _ => {}
        }
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> &'t str {
    &tag.1.iter().find(|(key, _)| key == name).unwrap().1
}

#[test]
fn junit_has_a_suite_a_plan_and_a_test_a_standard() {
    let desk = desk();
    desk.write("2026-27/purbeck.toml", "not = [toml\n");
    desk.write("2026-27/bad \u{7}name.toml", "");
    let (xml, _, status) = desk.all(&["check", "--format", "junit"]);
    assert_eq!(status, 1);
    let tags = tags(&xml);
    let named = |name: &str| tags.iter().filter(|tag| tag.0 == name).collect::<Vec<_>>();
    let suites: Vec<&str> = named("testsuite").iter().map(|tag| attribute(tag, "name")).collect();
    assert_eq!(suites, ["The plan directory", "Purbeck, 2026-27", "West Dorset, 2026-27"]);
    let cases = named("testcase");
    assert_eq!(cases.len(), 1 + 1 + 9);
    let all = named("testsuites")[0];
    assert_eq!(attribute(all, "tests"), cases.len().to_string());
    assert_eq!(attribute(all, "failures"), named("failure").len().to_string());
    assert_eq!(attribute(all, "errors"), named("error").len().to_string());
    assert_eq!(named("error").len(), 2, "a plan that cannot be read, and a name that no plan can have");
    let failure = named("failure").into_iter().find(|tag| tag.2.contains("[value-not-understood]")).unwrap();
    assert!(failure.2.contains("👪 100% <b>&amp; ]]> 'x', y: z"), "{}", failure.2);
    assert!(failure.2.contains(&format!("{PLAN}:")) && attribute(failure, "message").contains("to do"));
    assert_eq!(attribute(cases[3], "classname"), "2026-27.west-dorset");
    assert_eq!(attribute(cases[3], "name"), "1 Knowing the community and agreeing its priorities");
}

#[test]
fn junit_leaves_out_what_does_not_apply_and_only_shows_advice() {
    let desk = Desk::new();
    desk.write(
        PLAN,
        desk.read(PLAN).replace("[profile]\n", "[profile]\npopulaton = 5\n")
            + "\n[standards.partners]\nnot-applicable = \"The force does this for all areas.\"\n",
    );
    let (xml, _, _) = desk.all(&["check", "--format", "junit"]);
    let tags = tags(&xml);
    let after = |name: &str| {
        let at =
            tags.iter().position(|tag| tag.0 == "testcase" && attribute(tag, "name").contains(name)).unwrap();
        tags[at + 1..].iter().take_while(|tag| tag.0 != "testcase").collect::<Vec<_>>()
    };
    let inside = |name: &str| after(name).iter().map(|tag| tag.0.as_str()).collect::<Vec<_>>();
    assert!(
        after("The plan as a whole")
            .iter()
            .any(|tag| tag.0 == "system-out" && tag.2.contains("[unknown-key]"))
    );
    assert_eq!(inside("Working with partners"), ["skipped"]);
}

#[test]
fn github_has_a_command_a_flag_and_nothing_ends_one() {
    let desk = desk();
    desk.write("2026-27/a,b: c.toml", "");
    let (out, _, _) = desk.all(&["check", "--format", "github"]);
    let (json, _) = desk.checked(&[]);
    let commands: Vec<&str> = out.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), json["findings"].as_array().unwrap().len());
    for (class, command) in
        [("incomplete", "::warning "), ("non-compliant", "::error "), ("advice", "::notice ")]
    {
        let of_class =
            json["findings"].as_array().unwrap().iter().filter(|finding| finding["class"] == class);
        let unread = if class == "non-compliant" { 1 } else { 0 };
        let told = commands.iter().filter(|line| line.starts_with(command)).count();
        assert_eq!(told, of_class.count() + unread, "{class}");
    }
    assert!(commands[0].starts_with("::error file=2026-27/a%2Cb%3A c.toml,line=1,"), "{}", commands[0]);
    let value = commands.iter().find(|line| line.contains("[value-not-understood]")).unwrap();
    assert!(value.contains("100%25 <b>") && value.contains("%0A"), "{value}");
    assert!(value.contains(",title=to do%2C 2026-27/west-dorset [value-not-understood]::"), "{value}");
    assert!(out.lines().any(|line| line.starts_with("1 plan was checked")), "{out}");
}

#[test]
fn a_gate_lets_drafts_pass_and_nothing_else() {
    let desk = Desk::new();
    assert_eq!(desk.all(&["check"]).2, 1);
    let (out, _, status) = desk.all(&["check", "--gate"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("The gate is open: no flag counts."), "{out}");
    assert!(out.contains("flags on drafts do not count"), "{out}");
    let (_, err, status) = desk.all(&["check", "--gate", "--format", "json", "--deny", "advice"]);
    assert_eq!((status, err.contains("The gate is open")), (0, true), "{err}");
    let draft = desk.read(PLAN);
    for (text, told) in [
        (draft.replace("status = \"draft\"", "status = \"submitted\""), "The gate is shut"),
        (
            draft.replace("[profile]\n", "[profile]\nsummary = \"West\u{202e}Dorset\"\n"),
            "on what must never be recorded",
        ),
        ("not = [toml".to_owned(), "The gate is shut: 1 flag counts."),
    ] {
        desk.write(PLAN, text);
        let (out, _, status) = desk.all(&["check", "--gate"]);
        assert_eq!(status, 1, "{out}");
        assert!(out.contains(told), "{out}");
    }
}
