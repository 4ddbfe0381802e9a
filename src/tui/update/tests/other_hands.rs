//! Changes of the plan by another hand.

use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn another_hands_change_is_shown_and_what_is_not_saved_yet_is_done_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
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
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
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
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: "<<<<<<< x\n".into(),
        generation: 0,
    });
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert!(stage.screen().contains("unmerged"), "{}", stage.screen());
    assert!(matches!(stage.effects.last(), Some(Effect::KeepAside { .. })));
}

#[test]
fn a_redo_that_is_not_saved_yet_is_put_away_when_another_hand_changes_the_plan() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("mine");
    stage.press(&["Ctrl+Z"]);
    stage.save_arrives();
    stage.press(&["Ctrl+Y"]);
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let kept =
        stage.effects.iter().any(|e| matches!(e, Effect::KeepAside { text, .. } if text.contains("mine")));
    assert!(kept, "{:?}", stage.effects.last());
}

#[test]
fn a_row_removed_here_and_changed_by_another_hand_is_told() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "Delete"]);
    let theirs = format!("{text}source = \"their words\"\n");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let kept = stage
        .effects
        .iter()
        .any(|e| matches!(e, Effect::KeepAside { text, .. } if text.contains("their words")));
    assert!(kept && stage.screen().contains("same place"), "{}", stage.screen());
}

#[test]
fn a_clash_is_told_in_the_words_of_the_form() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "Enter"]);
    stage.type_text("s");
    let theirs = text.replace("Fraud", "Scams");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let screen = stage.screen().replace('\n', " ");
    assert!(screen.contains("Priorities, Fraud") && !screen.contains("priorities.p1"), "{screen}");
}
