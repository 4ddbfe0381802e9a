//! Tables that were pasted.

use crate::tui::testing::{NEW_PLAN, Stage};

#[test]
fn a_table_pasted_on_a_list_becomes_rows_as_one_step() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab"]);
    stage.paste(
        "What\tWhen\tVenue\nDrop-in\t1st Thu monthly\tExample Hall\nMeeting\t11/3/27\tExample Library\n",
    );
    assert!(stage.screen().contains("2 rows will be added"), "{}", stage.screen());
    stage.press(&["Enter"]);
    let plan = stage.open().doc.plan().clone();
    let titles: Vec<&str> = plan.activities().map(|(_, activity)| activity.title.as_str()).collect();
    assert_eq!(titles, ["Drop-in", "Meeting"]);
    let (_, meeting) = plan.activities().nth(1).unwrap();
    assert_eq!(meeting.starts.get(), Some("2027-03-11".parse().unwrap()));
    assert_eq!(plan.activities().next().unwrap().1.kind, "drop-in", "as its title says");
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn a_pasted_table_that_was_left_is_opened_again_by_name() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab"]);
    stage.paste("What\tWhen\nDrop-in\t1st Thu monthly\nMeeting\t11/3/27\n");
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("The table is kept"), "{}", stage.screen());
    stage.press(&["Ctrl+K"]);
    stage.type_text("pasted table");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("2 rows will be added"), "{}", stage.screen());
    stage.press(&["Enter"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 2);
    stage.press(&["Ctrl+K"]);
    stage.type_text("pasted table");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("No pasted table was left here"), "{}", stage.screen());
}

#[test]
fn a_pasted_table_reads_posts_as_quick_add_and_says_what_counts_for_the_whole_area() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab"]);
    stage.paste("What\tWhen\tOwner\nDrop-in\t11/3/27\tSgt Bridport\nBeaminster meeting\t12/3/27\tInsp\n");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("Added 2 rows, 1 of them for the whole area."), "{}", stage.screen());
    let owners: Vec<String> = stage.open().doc.plan().activities().map(|(_, a)| a.owner.clone()).collect();
    assert_eq!(owners, ["Sergeant, Bridport", "Inspector, West Dorset"]);
    stage.paste("What\tWhen\nDrop-in\t11/3/27\n");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("Added 1 row, for the whole area."), "{}", stage.screen());
}
