//! The illustration in `plans/` is what it says it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use nec::check::{Phase, State};
use nec::plan::document::in_program_form;
use nec::report::overview::{self, PlanStatus, Scope};
use nec::store::Directory;

fn plans() -> Directory {
    Directory::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plans")).unwrap()
}

#[test]
fn one_plan_is_complete_and_free_of_flags_and_of_advice() {
    let directory = plans();
    let today = directory.force.as_at.unwrap();
    let rows = overview::overview(&directory, today, Scope::Period("2026-27"));
    let judged = |area: &str| {
        let row = rows.iter().find(|row| row.area == area).unwrap();
        match &row.plan {
            PlanStatus::Judged(judged) => judged.clone(),
            other => panic!("{area}: {other:?}"),
        }
    };
    let complete = judged("west-dorset");
    assert_eq!(complete.counts, overview::Counts::default());
    assert!(complete.standards.iter().all(|standard| standard.state == State::Complete));
    assert_eq!(complete.phase, Phase::Drafting);
    for area in ["bournemouth", "poole", "purbeck", "christchurch", "north-dorset"] {
        assert!(!judged(area).counts.is_clear(), "{area} is in an honest intermediate state");
    }
    assert!(rows.iter().any(|row| row.plan == PlanStatus::NotStarted));
}

#[test]
fn the_published_plans_are_closed() {
    let directory = plans();
    let today = directory.force.as_at.unwrap();
    for (period, area) in [("2019-20", "east-dorset"), ("2021-q3", "west-dorset")] {
        let rows = overview::overview(&directory, today, Scope::Period(period));
        let row = rows.iter().find(|row| row.area == area).unwrap();
        let PlanStatus::Judged(judged) = &row.plan else { panic!("{area}: {:?}", row.plan) };
        assert_eq!(judged.phase, Phase::Closed);
    }
}

#[test]
fn every_plan_is_in_the_programs_form_and_its_editions_are_those_that_come_with_it() {
    let directory = plans();
    assert!(directory.problems.is_empty(), "{:?}", directory.problems);
    for place in directory.plans().plans {
        let (document, _) = directory.read_plan(&place).unwrap();
        assert_eq!(in_program_form(document.text()), document.text(), "{place}");
    }
    for (name, text) in nec::standards::load::embedded() {
        let path = directory.root.join("standards").join(name);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), *text, "{}", path.display());
    }
}

#[test]
fn no_plan_says_what_a_rule_on_words_is_against() {
    let directory = plans();
    let checked =
        nec::report::check(&directory, directory.force.as_at.unwrap(), nec::report::Chosen::All(None));
    let of_words: Vec<_> = checked
        .findings
        .iter()
        .filter(|told| {
            nec::check::find(told.rule).is_some_and(|rule| rule.family == nec::check::Family::Words)
        })
        .filter(|told| !told.rule.starts_with("copied-"))
        .collect();
    assert!(of_words.is_empty(), "{of_words:#?}");
}

#[test]
fn its_schemas_are_those_of_its_editions_and_of_the_rules() {
    let directory = plans();
    for (file, text) in nec::report::schema::files(&directory).unwrap() {
        let there = std::fs::read_to_string(directory.root.join(file.as_str())).unwrap();
        assert!(there == text, "{file} is of other editions or rules: nec --dir plans doctor --fix");
    }
}
