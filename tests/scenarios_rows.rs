//! Rows: activities in a line, tables pasted, columns, the venue book, and undo of all of it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{Desk, PLAN, Session};

/// Opens standard 2 on its list of activities.
fn open(desk: &Desk) -> Session {
    let mut nec = desk.open_at("face-to-face");
    nec.keys(&["Tab"]);
    nec.wait_for_text(">Activities");
    nec
}

fn count(text: &str, of: &str) -> usize {
    text.matches(of).count()
}

const ROW: &str = "[[standards.face-to-face.activities]]";

#[test]
fn three_activities_are_added_in_a_row() {
    let desk = Desk::plan();
    let mut nec = open(&desk);
    nec.keys(&["n"]);
    let lines = [
        "Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport",
        "Beaminster beat meeting, last Friday quarterly, 7pm, Example Library, PC Beaminster",
        "Lyme Regis walkabout, 14 Aug, 10am to noon",
    ];
    for line in lines {
        nec.type_text(line);
        nec.wait_for_text("Title: ");
        nec.keys(&["Enter"]);
        nec.wait_for_text("Added: ");
    }
    nec.keys(&["Esc"]);
    nec.wait_saved("Lyme Regis walkabout");
    let text = desk.text();
    assert_eq!(count(&text, ROW), 3, "{text}");
    for line in [
        "title = \"Bridport drop-in\"",
        "kind = \"drop-in\"",
        "every = \"month\"",
        "on = \"first thursday\"",
        "time = 18:30:00",
        "until = 19:30:00",
        "owner = \"Sergeant, Bridport\"",
        "neighbourhoods = [\"bridport\"]",
        "kind = \"beat-meeting\"",
        "every = \"quarter\"",
        "on = \"last friday\"",
        "owner = \"PC, Beaminster\"",
        "kind = \"walkabout\"",
        "2027-08-14",
        "time = 10:00:00",
        "until = 12:00:00",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert_eq!(count(&text, "\nid = \""), 3 + 3, "three neighbourhoods, three rows with ids:\n{text}");
    // Each was one step.
    nec.keys(&["Ctrl+Z"]);
    desk.wait_for_plan(|text| count(text, ROW) == 2 && !text.contains("Lyme Regis walkabout"));
    nec.keys(&["Ctrl+Y"]);
    desk.wait_for_plan(|now| now == text);
    nec.leave();
}

const TWO: &str = "[[standards.face-to-face.activities]]\nid = \"aaaaaa\"\ntitle = \"Bridport drop-in\" # the oldest\nkind = \"drop-in\"\n\
    starts = 2026-12-03\nevery = \"month\"\nowner = \"Sergeant, Bridport\"\n\n\
    [[standards.face-to-face.activities]]\nid = \"bbbbbb\"\ntitle = \"Beaminster meeting\"\nkind = \"beat-meeting\"\ndates = [2027-03-11]\n";

#[test]
fn another_like_it_removed_and_brought_back() {
    let desk = Desk::plan_with(TWO);
    let before = desk.text();
    let mut nec = open(&desk);
    nec.keys(&["d"]);
    nec.wait_for_text("Another like it is below.");
    let text = desk.wait_for_plan(|text| count(text, ROW) == 3);
    assert_eq!(count(&text, "title = \"Bridport drop-in\""), 2, "{text}");
    assert_eq!(count(&text, "id = \"aaaaaa\""), 1, "the other has an id of its own:\n{text}");
    nec.keys(&["Delete"]);
    nec.wait_for_text("Removed: Bridport drop-in. Ctrl+Z brings it back.");
    desk.wait_for_plan(|text| text == before);
    nec.keys(&["Home", "Delete"]);
    let text = desk.wait_for_plan(|text| count(text, ROW) == 1);
    assert!(text.contains("Beaminster meeting") && !text.contains("Bridport drop-in"), "{text}");
    nec.keys(&["Ctrl+Z"]);
    // Comments and all.
    desk.wait_for_plan(|text| text == before);
    nec.wait_saved("Bridport drop-in");
    nec.leave();
}

#[test]
fn a_table_pasted_on_the_list_becomes_rows_as_one_step() {
    let desk = Desk::plan();
    let mut nec = open(&desk);
    nec.paste(
        "Event\tDate\tTime\tVenue\tOwner\r\nBridport drop-in\t3/12/26\t6.30pm\tExample Hall\tSergeant, Bridport\r\n\
         Beaminster meeting\t11 March 2027\t7pm\tExample Library\tPC, Beaminster\r\n",
    );
    let screen = nec.wait_for_text("Beaminster meeting");
    assert!(!desk.text().contains("Beaminster meeting"), "nothing is added unasked: {screen}");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Added 2 rows.");
    nec.wait_saved("Bridport drop-in");
    let text = desk.text();
    assert_eq!(count(&text, ROW), 2, "{text}");
    for line in [
        "2026-12-03",
        "2027-03-11",
        "time = 18:30:00",
        "venue = \"Example Library\"",
        "owner = \"PC, Beaminster\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_text("None yet.");
    nec.leave();
    assert_eq!(count(&desk.text(), ROW), 0);
}

#[test]
fn a_table_from_a_terminal_without_marks_becomes_rows_too() {
    let desk = Desk::plan();
    let mut nec = open(&desk);
    nec.send("Bridport drop-in\t3 Dec 2026\rBeaminster meeting\t11 Mar 2027\r");
    nec.wait_for_text("Beaminster meeting");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Added 2 rows.");
    nec.wait_saved("Bridport drop-in");
    nec.leave();
    assert_eq!(count(&desk.text(), ROW), 2);
}

#[test]
fn one_column_of_all_rows_is_filled_at_once() {
    let desk = Desk::plan_with(TWO);
    desk.change(PLAN, "owner = \"Sergeant, Bridport\"\n", "");
    let before = desk.text();
    let mut nec = open(&desk);
    nec.keys(&["c"]);
    nec.wait_for_text("Which column, for all rows?");
    nec.type_text("who holds");
    nec.keys(&["Enter"]);
    nec.wait_for_text("row by row");
    nec.type_text("Sergeant, Bridport");
    nec.keys(&["Ctrl+D"]);
    nec.wait_for_text("Filled in 1 other row that had none.");
    let owned = |text: &str| count(text, "owner = \"Sergeant, Bridport\"");
    desk.wait_for_plan(|text| owned(text) == 2);
    nec.keys(&["Ctrl+Z"]);
    desk.wait_for_plan(|text| owned(text) == 1);
    nec.keys(&["Ctrl+Z"; 2]);
    desk.wait_for_plan(|text| text == before);
    nec.leave();
}

#[test]
fn a_venue_is_added_to_the_book_from_where_it_is_wanted() {
    let desk = Desk::plan_with(TWO);
    let book = desk.read("areas.toml");
    let mut nec = open(&desk);
    nec.keys(&["Enter"]);
    nec.wait_for_text(">What it is");
    // The eleventh field of an activity.
    nec.keys(&["Tab"; 10]);
    nec.wait_for_text(">Venue from the book");
    nec.keys(&["Enter"]);
    nec.wait_for_text("A new venue for the book");
    nec.keys(&["Enter"]);
    nec.wait_for_text("such as: Example Hall");
    nec.type_text("Example Barn");
    nec.keys(&["Tab", "Tab"]);
    nec.type_text("Bridport");
    nec.keys(&["Tab"]);
    nec.type_text("step-free, parking");
    nec.keys(&["Esc"]);
    nec.wait_saved("Example Barn, Bridport");
    let text = desk.text();
    assert!(text.contains("venues = [\"example-barn\"]"), "{text}");
    support::wait_for_file(&desk.path("areas.toml"), |text| {
        text.contains("access = [\"step-free\", \"parking\"]")
    });
    let now = desk.read("areas.toml");
    assert!(now.starts_with(book.trim_end()), "what a person wrote there stays");
    assert!(now.contains("id = \"example-barn\"\nname = \"Example Barn\"\n"), "{}", &now[book.len()..]);
    nec.leave();
    // The check knows the venue and its access.
    let said = desk.nec(&["check", "west-dorset", "--format", "json"]);
    assert!(!said.out.contains("venue-access-unstated"), "{}", said.out);
}
