//! The way through a plan and out of it.

use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn behind_the_last_field_comes_the_next_section_and_behind_a_row_its_list() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let fields = stage.open().page().fields.len();
    for _ in 0..fields {
        stage.press(&["Tab"]);
    }
    assert_eq!(stage.open().section, 1);
    stage.press(&["n"]);
    for _ in 0..stage.open().page().fields.len() {
        stage.press(&["Tab"]);
    }
    assert_eq!((stage.open().pages.len(), stage.open().section), (1, 1));
    stage.press(&["Shift+Tab"]);
    assert_eq!((stage.open().section, stage.open().page().focus), (0, fields - 1));
}

#[test]
fn esc_behind_a_row_that_closed_itself_stays_in_the_plan_once() {
    let mut stage =
        Stage::plan(80, 24, &format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n"));
    stage.press(&["F3", "Enter"]);
    for _ in 0..20 {
        if stage.open().pages.len() == 1 {
            break;
        }
        stage.press(&["Tab"]);
    }
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Esc again goes to the list of areas"), "{}", stage.screen());
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Plans · Dorset Police"), "{}", stage.screen());
}

#[test]
fn a_standard_is_gone_to_by_its_number_from_the_commands() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Ctrl+K"]);
    stage.type_text("standard 5\n\n");
    assert!(stage.screen().contains("section 7 of 11"), "{}", stage.screen());
}

#[test]
fn a_text_scrolled_beyond_its_end_is_still_there() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F1", "End", "Down", "PageDown", "Up"]);
    assert!(stage.screen().contains("1 more line:"), "{}", stage.screen());
}

#[test]
fn leaving_waits_until_everything_is_saved() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.press(&["Ctrl+Q"]);
    assert_eq!(stage.effects.last(), Some(&Effect::Finish));
    let save = stage.effects.iter().rposition(|effect| matches!(effect, Effect::Save { .. })).unwrap();
    assert!(save < stage.effects.len() - 1);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::AsSoonAsSaved);
    stage.tell(Msg::AllDone);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::Now);
}

#[test]
fn nobody_leaves_unsaved_without_being_told() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    let problem = crate::problem::Problem::new("the disk is full", "Make room.");
    let file = "2026-27/west-dorset.toml".to_owned();
    stage.tell(Msg::SaveFailed { file, number: 1, problem });
    stage.press(&["Esc", "Ctrl+Q"]);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::Running);
    assert!(stage.screen().contains("Ctrl+Q again"), "{}", stage.screen());
    stage.press(&["Ctrl+Q"]);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::AsSoonAsSaved);
}
