//! Typing in fields, and what it becomes.

use super::path;
use crate::plan::{Document, FieldPath};
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn what_is_typed_is_asked_to_be_saved_at_every_key() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp@example.police.uk");
    let saves = stage.effects.iter().filter(|effect| matches!(effect, Effect::Save { .. })).count();
    assert_eq!(saves, 22);
    assert!(stage.saved().contains("email = \"insp@example.police.uk\""));
}

#[test]
fn a_date_half_typed_is_kept_and_a_phrase_fills_the_fields_that_it_speaks_of() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b", "Tab", "Tab"]);
    stage.type_text("first Thursday of the mon");
    assert!(stage.saved().contains("starts = \"first Thursday of the mon\""));
    stage.type_text("th");
    stage.press(&["Tab"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert_eq!(activity.starts.get(), Some("2026-12-03".parse().unwrap()));
    assert_eq!(activity.on.get().unwrap().to_string(), "first thursday");
}

#[test]
fn a_paste_of_five_thousand_words_is_one_undo() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab", "Tab"]);
    let text = "word \r\n".repeat(5_000);
    stage.paste(&text);
    assert_eq!(stage.open().doc.plan().profile.summary.split_whitespace().count(), 5_000);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn a_screen_that_is_too_small_takes_no_keys() {
    let mut stage = Stage::plan(39, 10, NEW_PLAN);
    stage.type_text("lost?");
    assert!(stage.screen().contains("Too small"));
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn a_priority_was_agreed_before_today_and_an_activity_lies_in_the_period() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "n", "Tab", "Tab"]);
    stage.type_text("2 Nov");
    assert!(stage.saved().contains("agreed = 2026-11-02"), "{}", stage.saved());
    stage.press(&["F3", "F3", "Tab", "b", "Tab", "Tab"]);
    stage.type_text("2 Nov");
    assert!(stage.saved().contains("starts = 2027-11-02"), "{}", stage.saved());
}

#[test]
fn an_editor_that_changed_nothing_changes_nothing_and_a_date_stays_a_date() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let starts = stage.open().page().fields.iter().position(|f| f.path == path("starts")).unwrap();
    for _ in 0..starts {
        stage.press(&["Tab"]);
    }
    let shown = stage.open().input.as_ref().unwrap().area.text().to_owned();
    stage.tell(Msg::EditorClosed(Ok(shown)));
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    stage.tell(Msg::EditorClosed(Ok("2 December 2026".into())));
    assert!(stage.saved().contains("starts = 2026-12-02"), "{}", stage.saved());
}

#[test]
fn a_tab_in_a_burst_of_keys_goes_on_to_the_next_field() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.tell(Msg::Input(crate::tui::input::Input::Burst("insp@example.police.uk\tA town".into())));
    let plan = stage.open().doc.plan().clone();
    assert_eq!(
        (plan.author.email.as_str(), plan.profile.summary.as_str()),
        ("insp@example.police.uk", "A town")
    );
}

#[test]
fn what_is_typed_takes_the_place_of_a_date() {
    let mut stage =
        Stage::plan(80, 24, &format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\nagreed = 2026-10-01\n"));
    assert!(stage.open().go_to(&FieldPath::parse("priorities.p1.agreed").unwrap()));
    stage.type_text("2 Nov 2026");
    assert!(stage.saved().contains("agreed = 2026-11-02"), "{}", stage.saved());
}

#[test]
fn rows_without_an_id_get_one_with_the_next_save() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\ntitle = \"Fraud\"  # by hand\n");
    let mut stage = Stage::plan(80, 24, &text);
    assert!(
        !stage.effects.iter().any(|effect| matches!(effect, Effect::Save { .. })),
        "opening writes nothing"
    );
    stage.press(&["Tab"]);
    stage.type_text("x");
    let saved = Document::parse(stage.saved()).unwrap();
    assert_eq!(saved.plan().priorities[0].id.len(), 6);
    assert!(stage.saved().contains("title = \"Fraud\"  # by hand"));
}
