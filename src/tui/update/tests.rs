#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::testing::{NEW_PLAN, Stage};
use crate::plan::{Document, FieldPath};
use crate::tui::msg::{Effect, Msg};

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

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
fn quick_add_keeps_every_key_and_leaves_what_was_understood() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport");
    assert!(stage.saved().contains("title = \"Bridport drop-in, 1st Thu"), "kept while it is typed");
    stage.press(&["Enter", "Esc"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert_eq!(activity.title, "Bridport drop-in");
    assert_eq!(activity.venues, ["example-hall"]);
    assert_eq!(activity.owner, "Sergeant, Bridport");
    assert_eq!(plan.activities().count(), 1);
}

#[test]
fn esc_from_quick_add_discards_nothing() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Something half");
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().next().unwrap().1.title, "Something half");
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
fn another_hands_change_is_shown_and_what_is_not_saved_yet_is_done_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs });
    let plan = stage.open().doc.plan().clone();
    assert_eq!((plan.author.post.as_str(), plan.author.email.as_str()), ("Chief Inspector", "insp"));
    assert!(stage.saved().contains("Chief Inspector") && stage.saved().contains("insp"));
}

#[test]
fn where_both_changed_the_same_field_both_texts_are_put_away() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("mine");
    let theirs = format!("{NEW_PLAN}email = \"theirs\"\n");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs });
    let kept: Vec<&str> = stage
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepAside { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert!(kept.iter().any(|text| text.contains("theirs")) && kept.iter().any(|text| text.contains("mine")));
}

#[test]
fn a_plan_that_another_hand_broke_stays_here_as_it_was() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: "<<<<<<< x\n".into() });
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert!(stage.screen().contains("unmerged"), "{}", stage.screen());
    assert!(matches!(stage.effects.last(), Some(Effect::KeepAside { .. })));
}

#[test]
fn the_same_lack_in_many_rows_opens_a_column_and_use_for_all_fills_it() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    for town in ["Bridport", "Beaminster", "Lyme Regis"] {
        stage.type_text(&format!("{town} drop-in, 1st Thu monthly, Example Hall\n"));
    }
    stage.press(&["Esc", "c"]);
    stage.type_text("who holds");
    stage.press(&["Enter"]);
    stage.type_text("Sergeant, Bridport");
    stage.press(&["Ctrl+D"]);
    let owners: Vec<String> =
        stage.open().doc.plan().activities().map(|(_, activity)| activity.owner.clone()).collect();
    assert_eq!(owners, ["Sergeant, Bridport"; 3]);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.plan().activities().filter(|(_, a)| a.owner.is_empty()).count(), 2);
}

#[test]
fn a_screen_that_is_too_small_takes_no_keys() {
    let mut stage = Stage::plan(39, 10, NEW_PLAN);
    stage.type_text("lost?");
    assert!(stage.screen().contains("Too small"));
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
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
fn a_plan_can_be_set_aside_and_taken_back_in() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "Ctrl+K"]);
    stage.type_text("set this standard aside");
    stage.press(&["Enter"]);
    stage.type_text("Not here.");
    let doc = Document::parse(stage.saved()).unwrap();
    assert_eq!(doc.plan().answer("priorities").unwrap().not_applicable.as_deref(), Some("Not here."));
}
