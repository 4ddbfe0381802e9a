//! Answers to standards that the edition does not have: read, copied, taken out.

use crate::form::SectionId;
use crate::plan::FieldPath;
use crate::tui::testing::{NEW_PLAN, Stage};

/// A plan that came over from another edition: a whole answer, and a list of a standard that has no such field.
fn came_over() -> String {
    format!(
        "{NEW_PLAN}\n[standards.website]\ncommitment = \"Our page.\"\nold-pages = [\"one\", \"two\"]\n\n\
         [standards.dorset-alert]\ncommitment = \"\"\"\nEvery week one message.\nIt is short.\"\"\"\nreply-hours = 24\n\n\
         [[standards.dorset-alert.activities]]\nid = \"k7m2qx\"\ntitle = \"Message of the week\"\nstarts = 2026-12-03\n\
         every = \"week\"\n"
    )
}

fn at_the_answer() -> Stage {
    let mut stage = Stage::plan(80, 24, &came_over());
    assert!(stage.open().go_to(&FieldPath::parse("standards.dorset-alert").unwrap()));
    stage
}

#[test]
fn an_answer_that_nobody_asks_for_is_shown_with_why_and_what_can_be_done() {
    let mut stage = at_the_answer();
    let screen = stage.screen();
    for said in [
        "Kept\u{2717}",
        "No longer asked for",
        "Answer to “dorset-alert”",
        "What we commit to:",
        "Every week one message.",
        "reply-hours: 24",
        "What it is: Message of the week",
        "Thursday 3 December 2026",
        "has no standard “dorset-alert”",
    ] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    assert!(!screen.contains("k7m2qx"), "{screen}");
    stage.press(&["F1"]);
    let help = stage.screen();
    assert!(help.contains("has no such standard") && help.contains("Delete takes"), "{help}");
    let mut plain = Stage::plan(80, 24, NEW_PLAN);
    assert!(plain.open().form.sections.iter().all(|section| section.id != SectionId::Kept));
}

#[test]
fn it_can_be_copied_and_not_be_written() {
    let mut stage = at_the_answer();
    for keys in [&["x"][..], &["Backspace"], &["Ctrl+A", "Ctrl+X"], &["Ctrl+V"], &["Ctrl+E"]] {
        stage.press(keys);
        assert_eq!(stage.open().doc.text(), came_over(), "{keys:?}");
    }
    stage.paste("words\nand more");
    stage.type_text("typed at once");
    assert_eq!(stage.open().doc.text(), came_over());
    assert!(stage.screen().contains("can only be read"), "{}", stage.screen());
    stage.press(&["Ctrl+A", "Ctrl+C"]);
    assert!(
        stage.model.clipboard.contains("Every week one message.\nIt is short."),
        "{}",
        stage.model.clipboard
    );
    stage.press(&["Enter"]);
    assert_eq!(stage.open().section_id(), &SectionId::Summary, "Enter and Tab go on");
}

#[test]
fn delete_takes_the_whole_of_it_out_and_undo_brings_it_back() {
    let mut stage = at_the_answer();
    stage.press(&["Delete"]);
    assert!(!stage.open().doc.text().contains("dorset-alert"));
    assert!(
        stage.screen().contains("Removed: Answer to “dorset-alert”. Ctrl+Z brings it back."),
        "{}",
        stage.screen()
    );
    assert!(matches!(stage.open().section_id(), SectionId::Standard(_)));
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), came_over());
    assert_eq!(stage.open().section_id(), &SectionId::Kept);
}

#[test]
fn what_no_field_is_for_within_a_standard_is_shown_too() {
    let mut stage = Stage::plan(80, 24, &came_over());
    stage.open().go_to(&FieldPath::parse("standards.website.old-pages").unwrap());
    let screen = stage.screen();
    assert!(screen.contains("Kept: old-pages") && screen.contains("one, two"), "{screen}");
    stage.press(&["Delete"]);
    assert!(!stage.open().doc.text().contains("old-pages"));
    assert!(matches!(stage.open().section_id(), SectionId::Standard(id) if id == "website"));
}
