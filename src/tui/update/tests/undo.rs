//! What is taken back, and where that goes.

use super::path;
use crate::tui::msg::Effect;
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn undo_takes_back_a_run_and_goes_where_it_was() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    stage.press(&["F3", "Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert_eq!(stage.open().field().unwrap().path, path("author.email"));
    stage.press(&["Ctrl+Y"]);
    assert_eq!(stage.open().doc.plan().author.email, "insp");
}

#[test]
fn undo_goes_on_after_leaving_a_plan_and_coming_back() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    stage.press(&["Esc"]);
    let text = stage.saved().to_owned();
    stage.reopen(&text);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn undo_takes_back_a_change_of_the_venue_book_that_came_last() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.press(&["Ctrl+K"]);
    stage.type_text("venue book\n\n");
    stage.press(&["Ctrl+A", "Delete"]);
    stage.type_text("Another Hall");
    stage.press(&["Esc", "Esc"]);
    let text = stage.open().doc.text().to_owned();
    stage.press(&["Ctrl+Z"]);
    let Some(Effect::SaveVenue { venue, before }) = stage.effects.last() else {
        panic!("{:?}", stage.effects)
    };
    assert_eq!((venue.name.as_str(), before.name.as_str()), ("Example Hall", "Another Hall"));
    assert_eq!(stage.open().doc.text(), text, "the plan stays");
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}
