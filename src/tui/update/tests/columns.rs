//! One column of many rows, and what fills it down.

use crate::plan::FieldPath;
use crate::tui::msg::Effect;
use crate::tui::testing::{NEW_PLAN, Stage};

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

/// Two activities with a venue written in, one over a link; the second and third lack their access and purpose.
const THREE: &str = "\n[[standards.face-to-face.activities]]\nid = \"a1\"\ntitle = \"First\"\nvenue = \"Chapel\"\n\
    access = [\"step-free\"]\n[[standards.face-to-face.activities]]\nid = \"a2\"\ntitle = \"Second\"\n\
    venue = \"Barn\"\n[[standards.face-to-face.activities]]\nid = \"a3\"\ntitle = \"Third\"\nlink = \"online\"\n";

#[test]
fn access_is_filled_down_only_where_a_venue_is_written_in() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let access = FieldPath::parse("standards.face-to-face.activities.a1.access").unwrap();
    assert!(stage.open().go_to(&access));
    stage.press(&["Ctrl+D"]);
    assert!(stage.screen().contains("Filled in 1 other row"), "{}", stage.screen());
    let plan = stage.open().doc.plan().clone();
    let access: Vec<usize> = plan.activities().map(|(_, activity)| activity.access.len()).collect();
    assert_eq!(access, [1, 1, 0]);
}

#[test]
fn a_column_is_filled_down_only_in_the_rows_that_are_shown() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let cell =
        |row: &str| FieldPath::parse(&format!("standards.face-to-face.activities.{row}.purpose")).unwrap();
    stage.open().open_column(&[cell("a1"), cell("a3")]);
    stage.press(&["Ctrl+D"]);
    assert!(stage.screen().contains("This one is empty"), "{}", stage.screen());
    stage.type_text("To talk");
    stage.press(&["Ctrl+D"]);
    let plan = stage.open().doc.plan().clone();
    let purposes: Vec<&str> = plan.activities().map(|(_, activity)| activity.purpose.as_str()).collect();
    assert_eq!(purposes, ["To talk", "", "To talk"]);
}

#[test]
fn the_next_flag_of_a_column_is_behind_it_from_whichever_row() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let cell =
        |row: &str| FieldPath::parse(&format!("standards.face-to-face.activities.{row}.purpose")).unwrap();
    let rows = ["a1", "a2", "a3"];
    let mut visited = Vec::new();
    for at in 0..3 {
        stage.open().go_to_section(3);
        stage.open().open_column(&rows.map(cell));
        for _ in 0..at {
            stage.press(&["Down"]);
        }
        stage.press(&["F8"]);
        let gone_to = stage.open().flag_gone_to.clone().expect("a flag");
        visited.push(gone_to);
    }
    assert_eq!(visited[0], visited[1]);
    assert_eq!(visited[1], visited[2]);
}

/// An activity that recurs, one with words in the place of its first date, and one without.
const DATED: &str = "\n[[standards.face-to-face.activities]]\nid = \"a1\"\ntitle = \"First\"\n\
    starts = 2026-12-03\nevery = \"month\"\non = \"first thursday\"\n[[standards.face-to-face.activities]]\n\
    id = \"a2\"\ntitle = \"Second\"\nstarts = \"first Saturday of the month\"\non = \"first saturday\"\n\
    [[standards.face-to-face.activities]]\nid = \"a3\"\ntitle = \"Third\"\n";

fn column_of(leaf: &str) -> (Stage, String) {
    let text = format!("{NEW_PLAN}{DATED}");
    let mut stage = Stage::plan(80, 24, &text);
    let cell =
        |row: &str| FieldPath::parse(&format!("standards.face-to-face.activities.{row}.{leaf}")).unwrap();
    stage.open().go_to_section(3);
    stage.open().open_column(&["a1", "a2", "a3"].map(cell));
    (stage, text)
}

#[test]
fn a_column_of_first_dates_understands_how_often_and_takes_it_back_in_one_step() {
    for goes in ["Down", "Tab", "Esc"] {
        let (mut stage, text) = column_of("starts");
        stage.press(&["Down", "Down"]);
        stage.type_text("first Sat of the month");
        assert!(stage.screen().contains("Understood as how often"), "{}", stage.screen());
        stage.press(&[goes]);
        let (_, activity) =
            stage.open().doc.plan().activities().nth(2).map(|(a, b)| (a.clone(), b.clone())).unwrap();
        assert_eq!(activity.starts.get(), Some("2026-12-05".parse().unwrap()), "{goes}");
        assert_eq!(activity.on.get().map(|on| on.to_string()).as_deref(), Some("first saturday"));
        assert!(activity.every.get().is_some());
        stage.press(&["Ctrl+Z"]);
        assert_eq!(stage.open().doc.text(), text, "{goes}");
        stage.press(&["Ctrl+Y"]);
        assert!(stage.open().doc.plan().activities().nth(2).unwrap().1.every.get().is_some());
    }
}

#[test]
fn a_phrase_in_a_rows_form_is_taken_back_in_one_step() {
    let text = format!("{NEW_PLAN}{DATED}");
    let mut stage = Stage::plan(80, 24, &text);
    let starts = FieldPath::parse("standards.face-to-face.activities.a1.starts").unwrap();
    assert!(stage.open().go_to(&starts));
    stage.type_text("first Saturday of the month");
    stage.press(&["Tab", "Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), text);
}

#[test]
fn passing_over_a_column_writes_nothing() {
    for leaf in ["starts", "every", "on", "ends"] {
        let (mut stage, text) = column_of(leaf);
        let before = stage.effects.len();
        stage.press(&["Down", "Down", "Up", "Up", "Tab", "Tab", "Tab", "Esc"]);
        assert_eq!(stage.open().doc.text(), text, "{leaf}");
        let saves =
            stage.effects[before..].iter().filter(|effect| matches!(effect, Effect::Save { .. })).count();
        assert_eq!(saves, 0, "{leaf}");
    }
}
