//! The list of areas.

use crate::tui::areas::{AreaPlan, AreaRow};
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::Stage;

#[test]
fn a_plan_is_taken_out_of_the_list_and_brought_back() {
    let mut stage = Stage::directory(80, 24);
    let row = |plan| AreaRow { id: "poole".into(), name: "Poole".into(), period: "2026-27".into(), plan };
    stage.tell(Msg::AreasListed(vec![row(AreaPlan::There)]));
    stage.press(&["Delete"]);
    assert!(matches!(stage.effects.last(), Some(Effect::RemovePlan { area, .. }) if area == "poole"));
    stage.tell(Msg::PlanRemoved { name: "Poole".into() });
    stage.tell(Msg::AreasListed(vec![row(AreaPlan::NotStarted)]));
    assert!(stage.screen().contains("Taken out: Poole. Ctrl+Z brings it back."), "{}", stage.screen());
    stage.press(&["Delete"]);
    assert!(stage.screen().contains("no plan to take out"), "{}", stage.screen());
    stage.press(&["Ctrl+Z"]);
    assert!(matches!(stage.effects.last(), Some(Effect::TakeBackInList)));
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.effects.last(), Some(&Effect::FindLast), "what was done before it is asked about");
}

#[test]
fn where_the_first_letter_of_a_name_is_a_key_the_list_says_how_to_look_for_it() {
    let listed = |names: &[&str]| {
        let mut stage = Stage::directory(80, 24);
        let row = |name: &&str| AreaRow {
            id: name.to_lowercase(),
            name: (*name).to_owned(),
            period: "2026-27".into(),
            plan: AreaPlan::NotStarted,
        };
        stage.tell(Msg::AreasListed(names.iter().map(row).collect()));
        stage
    };
    let mut stage = listed(&["Sherborne", "Poole", "North Dorset"]);
    assert!(stage.screen().contains("a name with n or s: type / first"), "{}", stage.screen());
    stage.press(&["/", "s", "h"]);
    assert!(stage.screen().contains("Filter: sh") && !stage.screen().contains("Poole"), "{}", stage.screen());
    assert!(!listed(&["Poole", "Weymouth"]).screen().contains("type / first"));
}

#[test]
fn keys_of_a_plan_say_in_the_list_where_they_work() {
    let mut stage = Stage::directory(80, 24);
    for (key, says) in [("F9", "F9 records a version of one plan"), ("F4", "F4 shows the standard")] {
        stage.press(&[key]);
        assert!(stage.screen().contains(says), "{key}: {}", stage.screen());
    }
}

#[test]
fn delete_while_a_filter_is_typed_takes_its_last_letter_and_no_plan() {
    let mut stage = Stage::directory(80, 24);
    let row =
        AreaRow { id: "poole".into(), name: "Poole".into(), period: "2026-27".into(), plan: AreaPlan::There };
    stage.tell(Msg::AreasListed(vec![row]));
    stage.type_text("poo");
    stage.press(&["Delete"]);
    assert!(stage.screen().contains("Filter: po") && !stage.screen().contains("Filter: poo"));
    assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::RemovePlan { .. })));
}

#[test]
fn a_low_screen_says_how_many_areas_found_no_room() {
    let row = |nth: usize| AreaRow {
        id: format!("area-{nth}"),
        name: format!("Area {nth}"),
        period: "2026-27".into(),
        plan: AreaPlan::NotStarted,
    };
    let mut stage = Stage::directory(40, 10);
    stage.tell(Msg::AreasListed((1..=10).map(row).collect()));
    assert!(stage.screen().contains("… 4 more"), "{}", stage.screen());
    let mut stage = Stage::directory(80, 24);
    stage.tell(Msg::AreasListed((1..=10).map(row).collect()));
    assert!(!stage.screen().contains("more"), "{}", stage.screen());
}
