use super::bench::Bench;
use crate::check::{Class, Finding, of_areas, of_settings};
use crate::plan::document::Source;
use crate::plan::{Areas, FieldPath, Force};

const SETTINGS: &str = r#"
format = 1
edition = "eight"
alert-service = "dorset-alert"
working-hours = [09:00:00, 17:00:00]
[[period]]
id = "2026-27"
starts = 2026-12-01
ends = 2027-11-30
[[quiet-period]]
title = "Local elections"
from = 2027-03-29
to = 2027-05-06
[[stage]]
id = "smt"
[[person]]
post = "Superintendent, County"
stage = "smt"
[[person]]
area = "west-dorset"
[rules]
activity-on-holiday = "off"
"#;

const AREAS: &str = r#"
[[area]]
id = "west-dorset"
[[area.neighbourhood]]
id = "bridport"
[[area.neighbourhood]]
id = "beaminster"
[[area]]
id = "purbeck"
[[area.neighbourhood]]
id = "bridport"
[[venue]]
id = "example-hall"
[[venue]]
id = "other-hall"
"#;

fn flags(text: &str) -> Vec<Finding> {
    let source = Source::parse(text).unwrap();
    let bench = Bench::base();
    let areas = Areas::parse(AREAS).unwrap();
    let said = source.get(&FieldPath::root()).unwrap();
    of_settings(&Force::parse(text).unwrap(), &said, &areas, &[bench.edition])
}

fn flags_of_areas(text: &str) -> Vec<Finding> {
    let source = Source::parse(text).unwrap();
    of_areas(&Force::default(), &source.get(&FieldPath::root()).unwrap())
}

fn only(found: &[Finding]) -> (&str, Class, String, &str) {
    let [finding] = found else { panic!("{found:#?}") };
    (finding.rule, finding.class, finding.path.to_string(), &finding.message)
}

#[test]
fn settings_that_hold_together_have_no_flag() {
    assert_eq!(flags(SETTINGS), []);
    assert_eq!(flags_of_areas(AREAS), []);
}

#[test]
fn settings_that_nothing_can_follow_are_flagged_at_their_place() {
    for (from, to, rule, path, message) in [
        ("edition = \"eight\"", "edition = \"eigth\"", "value-not-understood", "edition", "eigth"),
        ("dorset-alert", "dorset-alrt", "value-not-understood", "alert-service", "dorset-alrt"),
        ("09:00:00, 17", "18:00:00, 17", "value-not-understood", "working-hours", "two times"),
        ("format = 1", "format = 1\nworkdomains = []", "unknown-key", "workdomains", "workdomains"),
        ("ends = 2027", "ends = 2025", "period-invalid", "period.2026-27.ends", "30 November 2025"),
        ("id = \"2026-27\"", "id = \"2026/27\"", "period-invalid", "period.2026/27.id", "2026/27"),
        ("to = 2027", "to = 2026", "period-invalid", "quiet-period.\"Local elections\".to", "6 May 2026"),
        ("to = 2027", "too = 1\nto = 2027", "unknown-key", "quiet-period.\"Local elections\".too", "too"),
        ("stage = \"smt\"", "stage = \"stm\"", "value-not-understood", "person.#1.stage", "stm"),
        ("area = \"west-dorset\"", "area = \"west\"", "area-unknown", "person.#2.area", "no post"),
        (
            "activity-on-holiday",
            "activity-on-holidays",
            "unknown-key",
            "rules.activity-on-holidays",
            "no rule",
        ),
        ("= \"off\"", "= \"of\"", "value-not-understood", "rules.activity-on-holiday", "“of”"),
        (
            "activity-on-holiday",
            "hidden-characters",
            "value-not-understood",
            "rules.hidden-characters",
            "for good",
        ),
        ("[[stage]]", "[[stage]]\nid = \"smt\"\n[[stage]]", "row-id-repeated", "stage.#2.id", "twice"),
        (
            "[[quiet",
            "[[period]]\nid = \"2026-27\"\nstarts = 2027-12-01\nends = 2028-11-30\n[[quiet",
            "row-id-repeated",
            "period.#2.id",
            "twice",
        ),
    ] {
        assert!(SETTINGS.contains(from), "{from}");
        let found = flags(&SETTINGS.replacen(from, to, 1));
        let (found_rule, _, found_path, said) = only(&found);
        assert_eq!((found_rule, found_path.as_str()), (rule, path));
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn the_nearest_is_named_and_the_class_is_as_the_force_set_it() {
    let near = flags(&SETTINGS.replace("activity-on-holiday", "activity-on-holidays"));
    assert!(near[0].help.contains("The nearest that there is: activity-on-holiday."), "{}", near[0].help);
    assert_eq!(near[0].class, Class::Advice);
    let set = SETTINGS.replace("\"off\"", "\"off\"\nunknown-key = \"non-compliant\"\nunknown = 1");
    assert!(Force::parse(&set).is_err(), "a class is a text");
    let set = SETTINGS.replace("\"off\"", "\"off\"\nunknown-key = \"non-compliant\"\nunknown = \"off\"");
    assert_eq!(only(&flags(&set)).1, Class::NonCompliant);
    let off = SETTINGS.replace("\"off\"", "\"off\"\nunknown-key = \"off\"\nunknown = \"off\"");
    assert_eq!(flags(&off), []);
}

#[test]
fn areas_that_are_there_twice_or_cannot_name_a_file_are_flagged() {
    for (from, to, rule, path) in [
        ("id = \"purbeck\"", "id = \"west-dorset\"", "row-id-repeated", "area.#2.id"),
        ("id = \"purbeck\"", "id = \"Purbeck\"", "value-not-understood", "area.Purbeck.id"),
        (
            "id = \"beaminster\"",
            "id = \"bridport\"",
            "row-id-repeated",
            "area.west-dorset.neighbourhood.#2.id",
        ),
        (
            "id = \"beaminster\"",
            "id = \"beaminster\"\nnam = \"x\"",
            "unknown-key",
            "area.west-dorset.neighbourhood.beaminster.nam",
        ),
        ("id = \"other-hall\"", "id = \"example-hall\"", "row-id-repeated", "venue.#2.id"),
        (
            "id = \"other-hall\"",
            "id = \"other-hall\"\ncheckd = 2026-09-01",
            "unknown-key",
            "venue.other-hall.checkd",
        ),
    ] {
        assert!(AREAS.contains(from), "{from}");
        let found = flags_of_areas(&AREAS.replacen(from, to, 1));
        let (found_rule, _, found_path, _) = only(&found);
        assert_eq!((found_rule, found_path.as_str()), (rule, path));
    }
}
