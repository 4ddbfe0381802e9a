//! What is recorded, and what was written for it.

use crate::tui::msg::{Effect, Msg};
use crate::tui::plan::Recorded;
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn what_was_written_for_a_version_is_there_when_the_form_is_opened_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let prepared = |proposed: &str| Msg::RecordPrepared { message: proposed.into(), author: None };
    stage.tell(prepared("West Dorset 2026-27: begun"));
    stage.type_text(" by the team\nInspector");
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("What you wrote for this version is kept"), "{}", stage.screen());
    stage.tell(prepared("West Dorset 2026-27: 1 priority added"));
    let screen = stage.screen();
    assert!(screen.contains("begun by the team") && screen.contains("Inspector"), "{screen}");
    // Recording can fail: then it is there still.
    stage.type_text("\n\ninspector@example.police.uk\n");
    assert!(matches!(stage.effects.last(), Some(Effect::Record { .. })), "{:?}", stage.effects.last());
    stage.tell(prepared("West Dorset 2026-27: 2 priorities added"));
    assert!(stage.screen().contains("begun by the team"), "{}", stage.screen());
    stage.press(&["Esc"]);
    stage.tell(Msg::VersionRecorded { file: "2026-27/west-dorset.toml".into(), words: "Recorded".into() });
    stage.tell(prepared("West Dorset 2026-27: 3 priorities added"));
    assert!(stage.screen().contains("3 priorities added"), "{}", stage.screen());
}

#[test]
fn what_the_program_proposed_for_a_version_is_proposed_anew() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(Msg::RecordPrepared { message: "West Dorset 2026-27: begun".into(), author: None });
    stage.press(&["Esc"]);
    stage.tell(Msg::RecordPrepared { message: "West Dorset 2026-27: 1 priority added".into(), author: None });
    assert!(stage.screen().contains("1 priority added"), "{}", stage.screen());
}

#[test]
fn what_is_undone_is_compared_with_the_last_version() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.save_arrives();
    assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::CompareWithRecorded { .. })));
    stage.press(&["Ctrl+Z"]);
    stage.save_arrives();
    assert!(matches!(stage.effects.last(), Some(Effect::CompareWithRecorded { .. })), "{:?}", stage.effects);
    let file = stage.open().place.file.clone();
    stage.tell(Msg::RecordedKnown { file, recorded: Recorded::Same });
    assert!(stage.screen().contains(", recorded"), "{}", stage.screen());
}

#[test]
fn recording_what_is_recorded_leaves_it_recorded() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let file = stage.open().place.file.clone();
    stage.tell(Msg::RecordedKnown { file, recorded: Recorded::Same });
    stage.press(&["F9"]);
    stage.save_arrives();
    assert!(stage.screen().contains(", recorded"), "{}", stage.screen());
}
