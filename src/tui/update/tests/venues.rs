//! Venues of the book, chosen and added from an activity.

use crate::tui::msg::Effect;
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn enter_in_a_list_to_choose_from_takes_the_bar_and_goes_on() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    let venues = stage.open().page().fields.iter().position(|f| f.path.leaf() == "venues").unwrap();
    for _ in 0..venues {
        stage.press(&["Tab"]);
    }
    stage.press(&["Enter", "Enter"]);
    assert!(stage.saved().contains("venues = [\"example-hall\"]"), "{}", stage.saved());
    assert_eq!(stage.open().page().focus, venues + 1);
}

#[test]
fn a_venue_added_from_an_activity_stands_in_it() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    let venues = stage.open().page().fields.iter().position(|f| f.path.leaf() == "venues").unwrap();
    for _ in 0..venues {
        stage.press(&["Tab"]);
    }
    stage.press(&["Enter"]);
    stage.type_text("new venue");
    stage.press(&["Enter"]);
    stage.type_text("Example Barn\n");
    stage.press(&["Esc"]);
    assert!(
        stage
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveVenue { venue, .. } if venue.id == "example-barn"))
    );
    assert!(stage.saved().contains("venues = [\"example-barn\"]"), "{}", stage.saved());
}
