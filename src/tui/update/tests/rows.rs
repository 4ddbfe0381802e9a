//! Rows of a list: added in one line, begun, left, filtered.

use jiff::civil::date;

use crate::plan::{Document, FieldPath};
use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn quick_add_keeps_every_key_and_leaves_what_was_understood() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport");
    assert!(stage.saved().contains("title = \"Bridport drop-in, 1st Thu"), "kept while it is typed");
    assert!(!stage.screen().contains("Nothing matches."), "{}", stage.screen());
    stage.press(&["Enter", "Esc"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert_eq!(activity.title, "Bridport drop-in");
    assert_eq!(activity.venues, ["example-hall"]);
    assert_eq!(activity.owner, "Sergeant, Bridport");
    assert_eq!(plan.activities().count(), 1);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN, "one line, one undo");
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
fn a_line_whose_row_was_taken_away_begins_anew() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Stall");
    let theirs = format!("{NEW_PLAN}email = \"x\"\n");
    stage.open().doc = Document::parse(&theirs).unwrap();
    stage.type_text("s");
    assert_eq!(stage.open().doc.plan().activities().next().unwrap().1.title, "Stalls");
    stage.press(&["Esc"]);
    assert!(stage.open().quick.is_none());
}

#[test]
fn a_row_begun_and_left_with_nothing_in_it_is_taken_back() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 1);
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 0, "{}", stage.open().doc.text());
    stage.press(&["b"]);
    stage.type_text("x");
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 1);
}

#[test]
fn a_filter_that_lets_nothing_through_says_so_and_esc_takes_it_away() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "/"]);
    stage.type_text("zzz\n");
    let screen = stage.screen();
    assert!(screen.contains("Nothing matches.") && screen.contains("Filter: zzz  Esc shows all"), "{screen}");
    stage.press(&["Esc"]);
    let screen = stage.screen();
    assert!(screen.contains("Fraud") && !screen.contains("Filter"), "{screen}");
}

#[test]
fn every_four_weeks_in_how_often_becomes_its_dates() {
    let row = "\n[standards.face-to-face]\n\n[[standards.face-to-face.activities]]\nid = \"k7m2qx\"\ntitle = \"Bridport drop-in\"\nstarts = 2026-12-03\n";
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{row}"));
    let every = FieldPath::parse("standards.face-to-face.activities.k7m2qx.every").unwrap();
    stage.open().go_to(&every);
    stage.type_text("every 4 weeks");
    assert!(stage.screen().contains("Understood as 13 dates; Tab fills them in."), "{}", stage.screen());
    stage.press(&["Tab"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert!(activity.every.is_absent() && activity.starts.is_absent());
    assert_eq!((activity.dates.len(), activity.dates[0]), (13, date(2026, 12, 3)));
    stage.press(&["Ctrl+Z"]);
    let plan = stage.open().doc.plan().clone();
    assert_eq!(plan.activities().next().unwrap().1.starts.get(), Some(date(2026, 12, 3)), "one step back");
}

#[test]
fn all_that_was_understood_of_a_line_is_shown_where_there_is_room_else_it_says_that_there_is_more() {
    let line = "Drop-in, last Wed of Feb, May, Aug and Nov, 10am to noon, at the Other Church Hall, PC Example, 31 Feb";
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text(line);
    let screen = stage.screen();
    assert!(screen.contains("Owner: PC Example"), "{screen}");
    assert!(screen.contains("2027 has 28 days)") && screen.contains("For: the whole"), "{screen}");
    let mut stage = Stage::plan(80, 12, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text(&format!("{line}{}", ", tea and cake".repeat(12)));
    let screen = stage.screen();
    let is_marked = screen.lines().skip(1).any(|line| line.ends_with('…'));
    assert!(is_marked && !screen.contains("Owner: PC Example"), "{screen}");
}
