//! The table of rules itself.

use std::collections::BTreeSet;

use crate::check::{Class, Finding, Phase, Recording, find, rules};
use crate::problem::Problem;
use crate::standards::load;

/// Every rule that looks at a plan, its edition and the force's settings, and the two that a reader of files
/// applies.
const NAMES: &[&str] = &[
    "author-missing",
    "profile-missing",
    "named-officer-missing",
    "deputy-missing",
    "period-invalid",
    "plan-misplaced",
    "area-unknown",
    "deadline-near",
    "deadline-passed",
    "file-unreadable",
    "edition-unknown",
    "edition-outdated",
    "unknown-key",
    "value-not-understood",
    "row-id-repeated",
    "priority-missing",
    "priority-without-source",
    "priority-without-action",
    "priority-not-reviewed",
    "standard-not-started",
    "standard-unknown",
    "not-applicable-without-reason",
    "commitment-missing",
    "commitment-thin",
    "field-missing",
    "field-short",
    "activity-missing",
    "activity-without-date",
    "activity-without-venue",
    "activity-without-owner",
    "activity-without-purpose",
    "activity-without-measure",
    "activity-outside-period",
    "activity-impossible-date",
    "activity-on-holiday",
    "activity-overlap",
    "activity-rare",
    "meeting-frequency",
    "meeting-gap",
    "neighbourhood-uncovered",
    "settlement-uncovered",
    "out-of-hours-few",
    "virtual-share-high",
    "pre-election-clash",
    "publicity-lead-time",
    "publicity-channels",
    "alert-service-unused",
    "alert-service-rare",
    "website-review-rare",
    "reply-time-missing",
    "emergency-signpost-missing",
    "partners-too-few",
    "group-unnamed",
    "group-without-activity",
    "venue-access-unstated",
    "equality-aims-unaddressed",
    "feedback-loop-missing",
    "copied-from-area",
    "copied-from-period",
    "placeholder-text",
    "hard-to-read",
    "acronym-unexplained",
    "title-too-long",
    "vague-link",
    "personal-data",
    "protective-marking",
    "operational-detail",
    "hidden-characters",
    "waiver-incomplete",
    "waiver-not-accepted",
];

#[test]
fn has_each_rule_once() {
    let listed: BTreeSet<&str> = NAMES.iter().copied().collect();
    let there: BTreeSet<&str> = rules().iter().map(|rule| rule.name).collect();
    assert_eq!(there, listed);
    assert_eq!(rules().len(), there.len());
}

#[test]
fn editions_name_only_rules_that_there_are() {
    for (name, text) in load::embedded() {
        let edition = load::parse(name, text).unwrap();
        for (field, demand) in edition.standards.iter().flat_map(|standard| &standard.requires.fields) {
            if let Some(rule) = &demand.rule {
                assert!(find(rule).is_some(), "{name}, {field}: {rule}");
            }
        }
    }
}

#[test]
fn every_rule_explains_itself() {
    for rule in rules() {
        for (what, text) in [
            ("why", rule.why),
            ("clears", rule.clears),
            ("example", rule.example),
            ("blind spot", rule.blind_spot),
        ] {
            assert!(text.len() > 12 && text.ends_with(['.', '"']), "{} {what}: {text}", rule.name);
            assert!(!text.contains("  "), "{} {what}: {text}", rule.name);
        }
        assert!(!rule.flags_when.ends_with('.'), "{}", rule.name);
        let explanation = rule.explanation();
        assert!(explanation.starts_with(rule.name) && explanation.contains(rule.blind_spot), "{explanation}");
        assert!(find(rule.name).is_some_and(|found| found.name == rule.name));
    }
}

#[test]
fn only_what_must_never_be_recorded_blocks_recording_and_outlasts_the_period() {
    for rule in rules().iter().filter(|rule| rule.class != Class::Unreadable) {
        let blocks = rule.recording == Recording::Blocked;
        let never = ["personal-data", "protective-marking", "operational-detail", "hidden-characters"];
        assert_eq!(blocks, never.contains(&rule.name));
        assert_eq!(blocks, rule.phases.contains(&Phase::Closed), "{}", rule.name);
    }
}

#[test]
fn what_no_plan_can_be_read_for_is_said_by_its_reader() {
    let found = Finding::edition_unknown("nec-2O20", &["nec-2020", "nec-2019"]);
    assert_eq!((found.rule, found.class), ("edition-unknown", Class::Unreadable));
    assert!(found.help.contains("nec-2020"), "{}", found.help);
    let problem =
        Problem::new("this file is empty", "Bring an earlier version back.").safe("Nothing is lost.");
    let found = Finding::unreadable(&problem);
    assert_eq!((found.rule, found.message.as_str()), ("file-unreadable", "this file is empty"));
    assert_eq!(found.help, "Nothing is lost.\nBring an earlier version back.");
}

#[test]
fn what_asks_for_something_needs_the_whole_plan() {
    use crate::check::Needs;
    for rule in rules().iter().filter(|rule| rule.needs() == Needs::Part) {
        assert!(!rule.name.contains("missing") && !rule.name.contains("without"), "{}", rule.name);
    }
    for (rule, needs) in [
        ("personal-data", Needs::Part),
        ("hidden-characters", Needs::Part),
        ("activity-impossible-date", Needs::Part),
        ("acronym-unexplained", Needs::Whole),
        ("period-invalid", Needs::Whole),
        ("activity-overlap", Needs::Whole),
        ("waiver-incomplete", Needs::Whole),
    ] {
        assert_eq!(find(rule).unwrap().needs(), needs, "{rule}");
    }
}
