//! Another day begins while the screen is open.

use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

const NEXT: &str = "2026-11-12";

fn text() -> String {
    // Asked for until the day of the tests.
    format!(
        "{NEW_PLAN}\n[[waivers]]\nid = \"w1\"\nrule = \"meeting-gap\"\nstandard = \"face-to-face\"\nreason = \"The hall \
         is closed.\"\nby = \"Inspector\"\nuntil = 2026-11-11\n"
    )
}

fn rules(stage: &mut Stage) -> Vec<String> {
    stage.open().report.findings.iter().map(|finding| finding.rule.to_owned()).collect()
}

#[test]
fn flags_and_dates_go_by_the_new_day() {
    let mut stage = Stage::plan(80, 24, &text());
    let before = rules(&mut stage);
    stage.tell(Msg::DayCame(NEXT.parse().unwrap()));
    let after = rules(&mut stage);
    assert_ne!(before, after, "what was asked for until yesterday has run out");
    assert_eq!(stage.open().near().today.to_string(), NEXT);
    assert_eq!(stage.model.today.to_string(), NEXT);
    stage.tell(Msg::DayCame("2026-11-11".parse().unwrap()));
    assert_eq!(rules(&mut stage), before, "a clock that is put back is followed too");
}

#[test]
fn what_is_being_written_stays_as_it_is_and_is_judged_by_the_new_day_when_it_is_left() {
    let mut stage = Stage::plan(80, 24, &text());
    stage.press(&["Tab"]);
    stage.type_text("insp");
    let before = rules(&mut stage);
    stage.tell(Msg::DayCame(NEXT.parse().unwrap()));
    assert_eq!(rules(&mut stage), before);
    stage.type_text(".west");
    assert_eq!(stage.open().doc.plan().author.email, "insp.west");
    stage.press(&["Tab"]);
    assert_ne!(rules(&mut stage), before);
}

#[test]
fn the_list_is_asked_for_anew_and_the_same_day_changes_nothing() {
    let mut stage = Stage::directory(80, 24);
    stage.effects.clear();
    stage.tell(Msg::DayCame("2026-11-11".parse().unwrap()));
    assert_eq!(stage.effects, []);
    stage.tell(Msg::DayCame(NEXT.parse().unwrap()));
    assert_eq!(stage.effects, [Effect::ListAreas { period: None }]);
}

#[test]
fn beneath_whatever_lies_on_it_a_plan_is_judged_by_the_new_day() {
    let plan = |keys: &[&str]| {
        let mut stage = Stage::plan(80, 24, &text());
        stage.press(keys);
        stage
    };
    let mut past = plan(&["F2", "h"]);
    let row = past.effects.iter().any(|effect| matches!(effect, Effect::ListVersions { .. }));
    assert!(row, "the history is open: {:?}", past.effects);
    let mut both = plan(&[]);
    both.tell(Msg::ConflictsListed(Ok(crate::tui::conflicts::tests::places())));
    assert!(both.screen().contains("Mine: "), "{}", both.screen());
    for (what, stage) in [
        ("summary", &mut plan(&["F2"])),
        ("history", &mut past),
        ("conflicts", &mut both),
        ("year", &mut plan(&["F5"])),
    ] {
        let before = rules(stage);
        stage.tell(Msg::DayCame(NEXT.parse().unwrap()));
        stage.model.overlays.clear();
        assert_ne!(rules(stage), before, "{what}");
        assert_eq!(stage.open().near().today.to_string(), NEXT, "{what}");
    }
}

#[test]
fn beneath_what_lies_on_it_the_list_is_asked_for_anew() {
    let mut stage = Stage::directory(80, 24);
    stage.tell(Msg::ConflictsListed(Ok(crate::tui::conflicts::tests::places())));
    stage.effects.clear();
    stage.tell(Msg::DayCame(NEXT.parse().unwrap()));
    assert_eq!(stage.effects, [Effect::ListAreas { period: None }]);
}
