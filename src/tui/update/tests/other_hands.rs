//! Changes of the plan by another hand.

use crate::plan::FieldPath;
use crate::report::came_in::CameIn;
use crate::tui::model::Screen;
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn another_hands_change_is_shown_and_what_is_not_saved_yet_is_done_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: theirs,
        before: NEW_PLAN.into(),
        generation: 1,
        came: CameIn::default(),
    });
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
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: theirs,
        before: NEW_PLAN.into(),
        generation: 1,
        came: CameIn::default(),
    });
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
        before: NEW_PLAN.into(),
        generation: 0,
        came: CameIn::default(),
    });
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert!(stage.screen().contains("unmerged"), "{}", stage.screen());
    assert!(matches!(stage.effects.last(), Some(Effect::KeepAside { .. })));
}

#[test]
fn a_redo_that_is_not_saved_yet_is_there_beside_another_hands_change() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("mine");
    stage.press(&["Ctrl+Z"]);
    stage.save_arrives();
    stage.press(&["Ctrl+Y"]);
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    changed(&mut stage, NEW_PLAN, &theirs);
    let author = stage.open().doc.plan().author.clone();
    assert_eq!((author.post.as_str(), author.email.as_str()), ("Chief Inspector", "mine"));
    assert!(!put_away(&stage), "nothing was in the way");
}

/// A plan whose summary is being written, at its end.
fn writing() -> (Stage, String) {
    let text = format!("{NEW_PLAN}\n[profile]\nsummary = \"A coast of villages. Two towns.\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    let summary = FieldPath::of(["profile", "summary"]);
    if let Screen::Plan(plan) = &mut stage.model.screen {
        assert!(plan.go_to(&summary));
    }
    stage.press(&["Ctrl+End"]);
    (stage, text)
}

fn changed(stage: &mut Stage, before: &str, theirs: &str) {
    let file = "2026-27/west-dorset.toml".to_owned();
    stage.tell(Msg::ChangedOutside {
        file,
        text: theirs.into(),
        before: before.into(),
        generation: 1,
        came: CameIn::default(),
    });
}

fn put_away(stage: &Stage) -> bool {
    stage.effects.iter().any(|effect| matches!(effect, Effect::KeepAside { .. }))
}

#[test]
fn two_hands_in_one_text_are_merged_by_sentence_and_whoever_writes_goes_on_writing() {
    let (mut stage, before) = writing();
    stage.type_text(" And a har");
    changed(&mut stage, &before, &before.replace("A coast of villages.", "A long coast of many villages."));
    assert!(!put_away(&stage) && stage.screen().contains("read it once"), "{}", stage.screen());
    stage.type_text("bour.");
    let summary = |stage: &mut Stage| stage.open().doc.plan().profile.summary.clone();
    assert_eq!(summary(&mut stage), "A long coast of many villages. Two towns. And a harbour.");
    assert!(stage.saved().contains("many villages. Two towns. And a harbour."));
    // What was written here goes, word by word, and what the other wrote stays.
    for _ in 0..6 {
        stage.press(&["Ctrl+Z"]);
    }
    assert_eq!(summary(&mut stage), "A long coast of many villages. Two towns.");
    for _ in 0..6 {
        stage.press(&["Ctrl+Y"]);
    }
    assert_eq!(summary(&mut stage), "A long coast of many villages. Two towns. And a harbour.");
}

#[test]
fn two_hands_in_one_sentence_are_told_and_both_texts_are_put_away() {
    let (mut stage, before) = writing();
    stage.press(&["Backspace"]);
    stage.type_text(" and a harbour.");
    changed(&mut stage, &before, &before.replace("Two towns.", "Three towns."));
    assert!(stage.open().doc.plan().profile.summary.ends_with("Two towns and a harbour."));
    assert!(put_away(&stage) && stage.screen().contains("same place"), "{}", stage.screen());
}

#[test]
fn what_was_saved_before_another_hand_wrote_is_taken_back_without_it() {
    let (mut stage, _) = writing();
    stage.type_text(" And a harbour.");
    stage.save_arrives();
    let saved = stage.open().doc.text().to_owned();
    changed(&mut stage, &saved, &saved.replace("Inspector, West Dorset", "Chief Inspector"));
    for _ in 0..6 {
        stage.press(&["Ctrl+Z"]);
    }
    let plan = stage.open().doc.plan();
    assert_eq!(plan.profile.summary, "A coast of villages. Two towns.");
    assert_eq!(plan.author.post, "Chief Inspector");
}

#[test]
fn rows_that_two_hands_add_to_one_list_are_both_there() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "n"]);
    stage.type_text("Theft");
    stage.press(&["Enter", "Esc"]);
    changed(&mut stage, &text, &format!("{text}\n[[priorities]]\nid = \"p9\"\ntitle = \"Noise\"\n"));
    let plan = stage.open().doc.plan().clone();
    let mut found: Vec<&str> = plan.priorities.iter().map(|one| one.title.as_str()).collect();
    found.sort();
    assert_eq!(found, ["Fraud", "Noise", "Theft"]);
    assert!(!put_away(&stage));
}

#[test]
fn a_row_removed_here_and_changed_by_another_hand_is_told() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "Delete"]);
    let theirs = format!("{text}source = \"their words\"\n");
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: theirs,
        before: text,
        generation: 1,
        came: CameIn::default(),
    });
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
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: theirs,
        before: text,
        generation: 1,
        came: CameIn::default(),
    });
    let screen = stage.screen().replace('\n', " ");
    assert!(screen.contains("Priorities, Fraud") && !screen.contains("priorities.p1"), "{screen}");
}

#[test]
fn a_text_of_two_people_is_marked_until_somebody_has_been_there() {
    for (width, height) in [(80, 24), (60, 20)] {
        let text = format!("{NEW_PLAN}\n[profile]\nsummary = \"Two towns. Many villages.\"\n");
        let mut stage = Stage::plan(width, height, &text);
        let path = crate::plan::FieldPath::parse("profile.summary").unwrap();
        let file = "2026-27/west-dorset.toml".to_owned();
        stage.tell(Msg::ToReadOnce { file: file.clone(), texts: vec![path.clone()] });
        assert!(stage.screen().contains("READ ONCE, 4 words"), "{}", stage.screen());
        stage.press(&["Tab", "Tab"]);
        assert!(
            stage.screen().contains("READ ONCE: by two people, 4 words"),
            "while it is being read: {}",
            stage.screen()
        );
        stage.press(&["F1"]);
        let help = stage.screen();
        assert!(help.contains("mark goes when you leave the field"), "{help}");
        stage.press(&["Esc"]);
        assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::WasRead { .. })));
        stage.press(&["Tab"]);
        assert!(!stage.screen().contains("READ ONCE"), "{}", stage.screen());
        assert!(stage.effects.contains(&Effect::WasRead { file, path }));
    }
}

#[test]
fn the_mark_of_a_text_of_two_people_covers_no_label_and_goes_with_the_first_word_written() {
    let text = format!("{NEW_PLAN}\n[profile]\nsummary = \"Two towns. Many villages.\"\n");
    let mut stage = Stage::plan(60, 20, &text);
    let path = crate::plan::FieldPath::parse("profile.summary").unwrap();
    let file = "2026-27/west-dorset.toml".to_owned();
    stage.tell(Msg::ToReadOnce { file: file.clone(), texts: vec![path.clone()] });
    stage.press(&["Tab", "Tab"]);
    assert!(stage.screen().contains("… READ ONCE: by two people"), "{}", stage.screen());
    stage.type_text("Read. ");
    assert!(!stage.screen().contains("READ ONCE"), "{}", stage.screen());
    assert!(stage.effects.contains(&Effect::WasRead { file, path }));
}

#[test]
fn what_came_in_is_told_until_whoever_writes_does_something_else() {
    for (width, height) in [(80, 24), (60, 20)] {
        let (mut stage, before) = writing();
        stage.model.size = (width, height);
        stage.type_text(" And");
        let words = "Received from Sergeant, Bridport: Author's post changed.";
        stage.tell(Msg::ChangedOutside {
            file: "2026-27/west-dorset.toml".into(),
            text: before.replace("Inspector, West Dorset", "Chief Inspector"),
            before: before.clone(),
            generation: 1,
            came: CameIn { by: Some("Sergeant, Bridport".into()), words: words.into() },
        });
        stage.type_text(" a harbour.");
        assert!(stage.screen().contains("Received from Sergeant, Bridport"), "{}", stage.screen());
        stage.press(&["Tab"]);
        assert!(!stage.screen().contains("Received from"), "{}", stage.screen());
        assert!(stage.saved().contains("And a harbour.") && stage.saved().contains("Chief Inspector"));
    }
}

#[test]
fn a_clash_names_whose_words_it_is_about() {
    let (mut stage, before) = writing();
    stage.press(&["Backspace"]);
    stage.type_text(" and a harbour.");
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: before.replace("Two towns.", "Three towns."),
        before,
        generation: 1,
        came: CameIn { by: Some("Sergeant, Bridport".into()), words: String::new() },
    });
    let screen = stage.screen();
    assert!(screen.contains("Sergeant, Bridport changed the same place"), "{screen}");
    assert!(!screen.contains("nother program"), "{screen}");
}
