//! The files that a new plan directory begins with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use nec::plan::{Areas, Force, id};
use nec::standards::load;

const OF_DORSET: (&str, &str) =
    (include_str!("../src/store/templates/nec.toml"), include_str!("../src/store/templates/areas.toml"));
const OF_ANOTHER: (&str, &str) = (
    include_str!("../src/store/templates/other-nec.toml"),
    include_str!("../src/store/templates/other-areas.toml"),
);

#[test]
fn the_settings_fit_the_editions_that_come_with_them() {
    for (text, _) in [OF_DORSET, OF_ANOTHER] {
        let force = Force::parse(text).unwrap();
        let (name, text) =
            load::embedded().iter().find(|(name, _)| *name == format!("{}.toml", force.edition)).unwrap();
        let edition = load::parse(name, text).unwrap();
        assert!(edition.channels.iter().any(|channel| channel.id == force.alert_service));
        let period = force.period("2026-27").unwrap();
        for day in &force.holidays {
            assert!(period.starts <= *day && *day <= period.ends, "{day}");
        }
        assert!(period.submit_by.unwrap() < period.starts);
        let stages: Vec<&str> = force.stages.iter().map(|stage| stage.id.as_str()).collect();
        assert_eq!(stages, ["smt", "opcc"]);
        assert!(force.people.is_empty() && force.as_at.is_none() && force.rules.is_empty());
        assert_eq!(force.work_domains, ["example.police.uk"]);
        assert_eq!(force.quiet_periods.len(), 1);
        assert_eq!(force.working_hours.len(), 2);
    }
}

#[test]
fn every_area_can_have_a_plan_at_once() {
    for (_, text) in [OF_DORSET, OF_ANOTHER] {
        let areas = Areas::parse(text).unwrap();
        assert!(areas.venues.is_empty(), "nothing is said of a real building");
        let mut ids: Vec<&str> = areas.areas.iter().map(|area| area.id.as_str()).collect();
        for area in &areas.areas {
            assert!(id::is_file_id(&area.id), "{}", area.id);
            assert_eq!(area.inspector, format!("Inspector, {}", area.name), "by post");
            let mut settlements = Vec::new();
            let mut known = Vec::new();
            for neighbourhood in &area.neighbourhoods {
                assert!(
                    id::is_id(&neighbourhood.id) && !known.contains(&&neighbourhood.id),
                    "{}",
                    neighbourhood.id
                );
                known.push(&neighbourhood.id);
                settlements.extend(neighbourhood.settlements.clone());
            }
            assert_eq!(settlements, area.settlements, "each settlement lies in one neighbourhood");
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), areas.areas.len());
    }
}

#[test]
fn dorset_has_the_ten_areas_that_are_known_and_another_force_has_one_to_begin_with() {
    let dorset = Areas::parse(OF_DORSET.1).unwrap();
    let names: Vec<&str> = dorset.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Bournemouth",
            "Poole",
            "Christchurch",
            "East Dorset",
            "North Dorset",
            "Purbeck",
            "Weymouth and Portland",
            "West Dorset",
            "Dorchester and Sherborne",
            "Bridport"
        ]
    );
    assert!(dorset.areas.iter().all(|area| (2..=5).contains(&area.neighbourhoods.len())));
    assert!(OF_DORSET.1.contains("two names are not to hand"));
    let another = Areas::parse(OF_ANOTHER.1).unwrap();
    assert_eq!(another.areas.len(), 1);
    assert_eq!(another.areas[0].all_neighbourhoods().len(), 1);
    assert!(!OF_ANOTHER.1.contains("Dorset") && !OF_ANOTHER.1.contains("Bridport"));
}
