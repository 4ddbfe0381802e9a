//! What the embedded editions promise to those who count on their ids, and to those who read them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::plan::Cadence;

fn edition(id: &str) -> Edition {
    let (name, text) = load::embedded().iter().find(|(name, _)| *name == format!("{id}.toml")).unwrap();
    load::parse(&format!("standards/{name}"), text).unwrap()
}

fn all() -> Vec<Edition> {
    vec![edition("nec-2020"), edition("nec-2019"), edition("npg-2025")]
}

/// The editions of the contract.
fn contracts() -> Vec<Edition> {
    vec![edition("nec-2020"), edition("nec-2019")]
}

fn ids(edition: &Edition) -> Vec<&str> {
    edition.standards.iter().map(|standard| standard.id.as_str()).collect()
}

#[test]
fn the_first_edition_has_ten_standards_and_the_second_eight() {
    let first = edition("nec-2019");
    let second = edition("nec-2020");
    assert_eq!(
        ids(&second),
        [
            "priorities",
            "face-to-face",
            "publicising",
            "website",
            "social-media",
            "partners",
            "inclusion",
            "feedback"
        ]
    );
    assert_eq!(
        ids(&first),
        [
            "priorities",
            "face-to-face",
            "publicising",
            "website",
            "social-media",
            "dorset-alert",
            "partners",
            "inclusion",
            "listening",
            "reporting-back"
        ]
    );
    for edition in [&first, &second] {
        let numbers: Vec<i64> = edition.standards.iter().map(|standard| standard.number).collect();
        assert_eq!(numbers, (1..=edition.standards.len() as i64).collect::<Vec<_>>());
    }
    assert_eq!(second.supersedes.as_deref(), Some("nec-2019"));
    assert_eq!(first.supersedes, None);
}

/// The fields of the contract: standard, field, kind, and columns where it has rows.
const FIELDS: &[(&str, &str, FieldKind, &[&str])] = &[
    ("priorities", "consulted", FieldKind::Rows, &["who", "how", "when"]),
    ("priorities", "what-changed", FieldKind::Prose, &[]),
    ("face-to-face", "if-called-away", FieldKind::Prose, &[]),
    ("publicising", "publicised-by", FieldKind::Line, &[]),
    ("publicising", "default-channels", FieldKind::List, &[]),
    ("publicising", "default-days", FieldKind::Number, &[]),
    ("publicising", "if-cancelled", FieldKind::Line, &[]),
    ("website", "page", FieldKind::Link, &[]),
    ("website", "page-owner", FieldKind::Line, &[]),
    ("website", "reviewed-every", FieldKind::Cadence, &[]),
    ("website", "contact-shown", FieldKind::Line, &[]),
    ("social-media", "feeds", FieldKind::List, &[]),
    ("social-media", "watched", FieldKind::Line, &[]),
    ("social-media", "reply-hours", FieldKind::Number, &[]),
    ("social-media", "not-for-emergencies", FieldKind::Line, &[]),
    ("partners", "partners", FieldKind::Rows, &["name", "purpose", "meets"]),
    ("partners", "good-practice", FieldKind::Rows, &["title", "shared-with", "result"]),
    ("inclusion", "groups", FieldKind::Rows, &["name", "needs", "how-we-know"]),
    ("inclusion", "equality", FieldKind::Rows, &["aim", "how"]),
    ("feedback", "route", FieldKind::Line, &[]),
    ("feedback", "reported-every", FieldKind::Cadence, &[]),
    ("feedback", "reported-where", FieldKind::List, &[]),
    ("feedback", "measure", FieldKind::Line, &[]),
    ("feedback", "target", FieldKind::Line, &[]),
];

#[test]
fn the_fields_of_2020_are_those_that_scripts_count_on() {
    let edition = edition("nec-2020");
    let found: Vec<_> = edition
        .standards
        .iter()
        .flat_map(|standard| {
            standard.fields.iter().map(|field| {
                let columns: Vec<&str> = field.columns.iter().map(|column| column.id.as_str()).collect();
                (standard.id.as_str(), field.id.as_str(), field.kind, columns)
            })
        })
        .collect();
    let wanted: Vec<_> = FIELDS
        .iter()
        .map(|(standard, id, kind, columns)| (*standard, *id, *kind, columns.to_vec()))
        .collect();
    assert_eq!(found, wanted);
    let equality = &edition.standard("inclusion").unwrap().fields[1];
    let aims: Vec<&str> = equality.columns[0].choices.iter().map(|aim| aim.id.as_str()).collect();
    assert_eq!(aims, ["discrimination", "opportunity", "relations"]);
}

#[test]
fn the_demands_of_2020_are_those_of_the_table() {
    let edition = edition("nec-2020");
    let requires = |id: &str| edition.standard(id).unwrap().requires.clone();
    for standard in &edition.standards {
        assert_eq!(standard.requires.commitment_words, Some(25), "{}", standard.id);
    }
    let priorities = requires("priorities");
    assert_eq!(priorities.priorities, Some(Range { at_least: Some(1), at_most: Some(5) }));
    assert_eq!((priorities.review_days, priorities.profile), (Some(92), true));
    let meetings = requires("face-to-face");
    assert_eq!((meetings.activities, meetings.meeting_cadence), (Some(1), Some(Cadence::Quarter)));
    assert_eq!((meetings.per, meetings.longest_gap_days), (Some(Per::Neighbourhood), Some(120)));
    assert_eq!(meetings.virtual_share, Some(0.5));
    let publicity = requires("publicising");
    assert_eq!(publicity.channels, Some(2));
    assert_eq!(publicity.channels_any_of, ["dorset-alert", "website"]);
    assert!(requires("website").named_officer);
    let social = requires("social-media");
    assert_eq!((social.cadence, social.alert_share), (Some(Cadence::Week), Some(0.5)));
    let partners = requires("partners");
    assert_eq!((partners.partners, partners.cadence), (Some(2), Some(Cadence::Quarter)));
    let inclusion = requires("inclusion");
    assert_eq!(inclusion.groups, Some(2));
    assert!(inclusion.venue_access && inclusion.equality_aims);
    let feedback = requires("feedback");
    let asked: Vec<&str> = feedback.fields.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(asked, ["route", "reported-every", "reported-where", "measure", "target"]);
}

#[test]
fn kinds_say_what_counts_as_a_meeting_and_how_far_ahead_it_is_advertised() {
    for edition in contracts() {
        let kind = |id: &str| edition.kind(id).unwrap();
        for (id, days) in [
            ("beat-meeting", 14),
            ("surgery", 14),
            ("public-meeting", 14),
            ("virtual-meeting", 14),
            ("drop-in", 7),
            ("contact-point", 7),
            ("street-briefing", 2),
        ] {
            let kind = kind(id);
            assert_eq!((kind.meeting, kind.public, kind.lead_days), (true, true, Some(days)), "{id}");
        }
        for id in ["stall", "walkabout", "social-media", "alert", "visit", "survey", "partnership", "school"]
        {
            assert!(!kind(id).meeting, "{id}");
        }
        assert!(kind("virtual-meeting").also.iter().any(|also| also == "online public meeting"));
        let council = kind("parish-council");
        assert!(
            council.meeting && !council.public,
            "it counts only where the activity says that it is public"
        );
    }
}

#[test]
fn every_standard_of_2019_goes_somewhere_in_2020() {
    let (first, second) = (edition("nec-2019"), edition("nec-2020"));
    let mut from: Vec<&str> =
        second.maps.iter().flat_map(|map| map.from.iter().map(String::as_str)).collect();
    let mut to: Vec<&str> = second.maps.iter().flat_map(|map| map.to.iter().map(String::as_str)).collect();
    let (mut old, mut new) = (ids(&first), ids(&second));
    for list in [&mut from, &mut to, &mut old, &mut new] {
        list.sort_unstable();
    }
    assert_eq!(from, old);
    assert_eq!(to, new);
}

#[test]
fn every_standard_is_explained_from_end_to_end() {
    for edition in all() {
        assert!(edition.provenance.contains("working wording"), "{}", edition.id);
        assert!(
            edition.provenance.contains("not to hand") && edition.provenance.contains("Nothing has to be")
        );
        for standard in &edition.standards {
            let what = format!("{} {}", edition.id, standard.id);
            for text in [&standard.asks, &standard.guidance] {
                assert!(text.split_whitespace().count() > 8, "{what}: {text}");
            }
            assert!(standard.prompts.len() >= 2, "{what}");
            let words = standard.example.split_whitespace().count() as i64;
            assert!(words >= standard.requires.commitment_words.unwrap(), "{what}: {words} words");
            assert!(standard.sources.iter().any(|source| source.kind == SourceKind::Local), "{what}");
            let grades: Vec<&str> =
                standard.descriptors.iter().map(|descriptor| descriptor.grade.as_str()).collect();
            let wanted: Vec<&str> = edition.grades.iter().map(|grade| grade.id.as_str()).collect();
            assert_eq!(grades, wanted, "{what}");
            for field in &standard.fields {
                assert!(!field.help.is_empty() || !field.example.is_empty(), "{what} {}", field.id);
            }
        }
    }
    assert!(edition("nec-2020").provenance.contains("March 2021 still says ten"));
}

#[test]
fn law_is_cited_with_whom_it_binds_since_when_and_that_it_gives_no_number() {
    for edition in all() {
        for source in edition.standards.iter().flat_map(|standard| &standard.sources) {
            assert!(!source.says.is_empty() && !source.binds.is_empty(), "{}", source.cite);
            let own = ["Neighbourhood Engagement", "This edition"];
            let is_own = own.iter().any(|start| source.cite.starts_with(start));
            assert_eq!(source.in_force_from.is_none(), is_own, "{}", source.cite);
            if source.cite.ends_with("s.34") {
                assert!(
                    source.says.contains("no number") || source.says.contains("nothing of"),
                    "{}",
                    source.says
                );
                assert_eq!((source.binds.as_str(), source.kind), ("chief officers", SourceKind::Law));
            }
            if source.cite == "Neighbourhood Policing Guarantee" {
                assert_eq!(source.kind, SourceKind::Commitment);
                assert!(source.in_force_from.unwrap().year() == 2025, "not before it was given");
            }
        }
    }
}

#[test]
fn the_guarantee_asks_for_what_it_promises_and_calls_its_figures_its_own() {
    let edition = edition("npg-2025");
    assert_eq!(
        ids(&edition),
        ["named-officer", "response", "beat-meetings", "priorities", "anti-social-behaviour"]
    );
    assert_eq!(edition.supersedes, None, "it stands beside the contract");
    assert!(edition.grades.is_empty(), "it grades nobody");
    let requires = |id: &str| edition.standard(id).unwrap().requires.clone();
    assert!(requires("named-officer").named_officer);
    let demand = |id: &str, field: &str| {
        let fields = requires(id).fields;
        fields.into_iter().find(|(known, _)| known == field).unwrap().1
    };
    assert_eq!(demand("response", "reply-hours").at_most, Some(72.0));
    assert_eq!(demand("response", "reply-hours").rule.as_deref(), Some("reply-time-missing"));
    assert_eq!(requires("priorities").review_days, Some(92));
    assert!(demand("anti-social-behaviour", "lead").required);
    let meetings = requires("beat-meetings");
    assert_eq!((meetings.meeting_cadence, meetings.longest_gap_days), (Some(Cadence::Quarter), None));
    for standard in &edition.standards {
        let kinds: Vec<SourceKind> = standard.sources.iter().map(|source| source.kind).collect();
        assert!(kinds.contains(&SourceKind::Commitment) && kinds.contains(&SourceKind::Local));
    }
    assert!(edition.kinds.iter().all(|kind| kind.lead_days.is_none()), "it says nothing of days ahead");
}

/// GOV.UK style: sentences up to 25 words.
#[test]
fn sentences_are_short() {
    let mut long = Vec::new();
    for edition in all() {
        let mut texts = vec![edition.provenance.clone()];
        for standard in &edition.standards {
            texts.extend([standard.asks.clone(), standard.guidance.clone(), standard.example.clone()]);
            texts.extend(standard.prompts.iter().cloned());
            texts.extend(standard.sources.iter().map(|source| source.says.clone()));
            texts.extend(standard.descriptors.iter().map(|descriptor| descriptor.text.clone()));
            texts.extend(standard.fields.iter().map(|field| field.help.clone()));
        }
        for text in texts {
            for sentence in text.split_inclusive(['.', '?', ':']).map(str::trim) {
                if sentence.split_whitespace().count() > 25 {
                    long.push(sentence.to_owned());
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}
