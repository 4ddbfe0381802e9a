//! Flags: when they are told, and the way from one to the next.

use super::path;
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn a_flag_is_not_told_while_its_field_is_being_written() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab", "Tab"]);
    assert!(stage.open().flag_here().is_some());
    stage.type_text("A town");
    assert!(stage.open().flag_here().is_none());
    stage.press(&["Tab", "Shift+Tab"]);
    assert_eq!(stage.open().report.findings.iter().filter(|f| f.rule == "profile-missing").count(), 1);
}

#[test]
fn f8_walks_every_flag_in_the_order_of_the_form_and_says_when_it_begins_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let total = stage.open().report.findings.len();
    let mut sections = Vec::new();
    for _ in 0..total {
        stage.press(&["F8"]);
        assert!(stage.model.notice.is_none(), "{:?} after {}", stage.model.notice, sections.len());
        sections.push(stage.open().section);
    }
    assert!(sections.is_sorted(), "{sections:?}");
    stage.press(&["F8"]);
    assert!(stage.model.notice.as_deref().is_some_and(|notice| notice.contains("last flag")));
    stage.press(&["F7"]);
    assert_eq!(stage.open().section, sections[total - 1]);
}

#[test]
fn a_flag_that_was_mended_does_not_make_f8_skip_the_next() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F8"]);
    let rules: Vec<&str> = stage.open().report.findings.iter().map(|f| f.rule).collect();
    let first = stage.open().flag_here().unwrap().rule;
    stage.press(&["F8"]);
    let second = stage.open().flag_here().unwrap().message.clone();
    let mut again = Stage::plan(80, 24, NEW_PLAN);
    again.press(&["F8"]);
    assert_eq!(again.open().flag_here().unwrap().rule, first, "{rules:?}");
    again.type_text("insp@example.police.uk");
    again.press(&["F8"]);
    assert_eq!(again.open().flag_here().unwrap().message, second);
}

#[test]
fn what_stands_in_another_areas_plan_is_told_once_all_plans_are_read_and_not_in_the_middle_of_a_word() {
    use crate::check::{Copies, copies::PlanTexts};
    let text = (0..30).map(|nth| format!("w{nth}")).collect::<Vec<_>>().join(" ");
    let theirs = format!("[profile]\nsummary = \"{text}\"\n");
    let known = || {
        Msg::CopiesKnown(std::sync::Arc::new(Copies::new(vec![PlanTexts::of(
            "poole", "2026-27", None, &theirs,
        )])))
    };
    let copied =
        |stage: &mut Stage| stage.open().report.findings.iter().any(|flag| flag.rule == "copied-from-area");
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}\n{theirs}"));
    assert!(!copied(&mut stage));
    stage.tell(known());
    assert!(copied(&mut stage));
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.open().go_to(&path("profile.summary"));
    stage.paste(&text);
    stage.tell(known());
    assert!(!copied(&mut stage), "it is still being written");
    stage.press(&["Tab"]);
    assert!(copied(&mut stage));
    stage.tell(Msg::DirectoryChanged);
    assert!(stage.effects.contains(&Effect::ReadCopies));
}
