//! Files that are not what they should be, opened on the screen: named with what to do, left untouched, and
//! everything else still usable.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::os::unix::fs::symlink;

use support::{Desk, PLAN, Screen};

/// Opens the list, then West Dorset, whose file is bad; what is told has all of these words. The file stays as
/// it was, and Poole's plan opens and takes words.
#[track_caller]
fn told_and_others_open(desk: &Desk, says: &[&str]) -> Screen {
    let before = std::fs::read(desk.path(PLAN)).ok();
    desk.nec_well(&["new", "poole"]);
    let mut nec = desk.open_areas();
    nec.keys(&["/"]);
    nec.type_text("west dor");
    nec.wait_for_text("Filter: west dor");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for(&format!("{says:?}"), |screen| {
        says.iter().all(|word| screen.words().replace("- ", "-").contains(word))
    });
    nec.keys(&["Esc"]);
    nec.wait_for_no_text("Something went wrong");
    nec.keys(&["Esc", "/"]);
    nec.type_text("poole");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Poole · 2026-27");
    nec.keys(&["Tab"]);
    nec.type_text("insp.poole@example.police.uk");
    nec.wait_saved("insp.poole@example.police.uk");
    nec.leave();
    assert!(desk.read("2026-27/poole.toml").contains("insp.poole@example.police.uk"));
    assert_eq!(std::fs::read(desk.path(PLAN)).ok(), before, "the bad file is untouched");
    let raw = String::from_utf8_lossy(&nec.raw()).into_owned();
    assert!(!raw.contains("panicked"), "{raw}");
    screen
}

#[test]
fn a_plan_that_is_no_toml() {
    let desk = Desk::plan();
    desk.write(PLAN, format!("{}\n[profile\nsummary = \n", desk.text()));
    told_and_others_open(&desk, &["Something went wrong", PLAN, "line 2"]);
}

#[test]
fn a_plan_with_marks_of_a_conflict() {
    let desk = Desk::plan();
    let text = desk.text();
    let other = text.replace("Inspector, West Dorset", "Inspector, Bridport");
    desk.write(PLAN, format!("<<<<<<< ours\n{text}=======\n{other}>>>>>>> theirs\n"));
    let screen = told_and_others_open(&desk, &["Mine", "Theirs", "Bridport"]);
    assert!(!screen.words().contains("<<<<"), "{screen}");
}

#[test]
fn a_plan_of_a_newer_format() {
    let desk = Desk::plan();
    desk.change(PLAN, "format = 1", "format = 99");
    told_and_others_open(
        &desk,
        &["Something went wrong", PLAN, "of format 99", "Bring the program up to date"],
    );
}

#[test]
fn a_plan_that_is_empty() {
    let desk = Desk::plan();
    desk.write(PLAN, "");
    told_and_others_open(&desk, &["Something went wrong", PLAN, "empty"]);
}

#[test]
fn a_plan_that_is_too_big() {
    let desk = Desk::plan();
    desk.write(PLAN, format!("{}\n# {}\n", desk.text(), "long ".repeat(300_000)));
    told_and_others_open(&desk, &["Something went wrong", PLAN, "1 MiB"]);
}

#[test]
fn a_plan_that_is_too_deep() {
    let desk = Desk::plan();
    desk.write(PLAN, format!("{}\ndeep = {}1{}\n", desk.text(), "[".repeat(100_000), "]".repeat(100_000)));
    told_and_others_open(&desk, &["Something went wrong", PLAN]);
}

#[test]
fn a_plan_that_is_not_text() {
    let desk = Desk::plan();
    desk.write(PLAN, b"format = 1\n# \xff\xfe\x00\x1b[2J\n");
    told_and_others_open(&desk, &["Something went wrong", PLAN, "UTF-8"]);
}

#[test]
fn a_plan_that_is_a_link() {
    let desk = Desk::plan();
    let elsewhere = desk.setup.home().join("elsewhere.toml");
    std::fs::rename(desk.path(PLAN), &elsewhere).unwrap();
    symlink(&elsewhere, desk.path(PLAN)).unwrap();
    told_and_others_open(&desk, &["Something went wrong", PLAN, "link"]);
}

#[test]
fn a_plan_with_values_of_wrong_types_opens_and_keeps_them() {
    let desk = Desk::plan();
    desk.change(PLAN, "[author]\n", "[author]\nemail = 7\n");
    desk.write(PLAN, format!("{}\n[standards.face-to-face]\ncommitment = [\"a\", 1]\nactivities = \"none yet\"\n[standards.no-such]\ncommitment = \"kept\"\n", desk.text()));
    let before = desk.text();
    let mut nec = desk.open();
    nec.keys(&["Tab"]);
    nec.wait_for_text(">Author's work e-mail");
    nec.sections(10);
    nec.wait_for_text("section 11 of 12");
    nec.wait_for_text("No longer asked for");
    nec.sections(1);
    nec.wait_for_text("section 12 of 12");
    nec.keys(&["F2"; 11]);
    nec.wait_for_text(">Author's post");
    assert_eq!(desk.text(), before, "looking changes nothing");
    nec.type_text(" again");
    nec.wait_saved("Inspector, West Dorset again");
    let text = desk.wait_for_words("Inspector, West Dorset again");
    for kept in
        ["email = 7\n", "commitment = [\"a\", 1]", "activities = \"none yet\"", "commitment = \"kept\""]
    {
        assert!(text.contains(kept), "{kept} is not in\n{text}");
    }
    nec.leave();
}

/// Opens the list while a file of the directory is broken: told at once with file and line, and West Dorset's
/// plan still opens and takes words where `opens`.
#[track_caller]
fn told_at_once(desk: &Desk, says: &[&str]) -> support::Session {
    let mut nec = desk.start(&[]);
    nec.wait_for(&format!("{says:?}"), |screen| says.iter().all(|word| screen.words().contains(word)));
    nec.keys(&["Esc"]);
    nec
}

#[test]
fn a_broken_book_of_areas_is_told_and_plans_still_open() {
    let desk = Desk::plan();
    let book = format!("{}\n[[area]\nid = \"broken\n", desk.read("areas.toml"));
    desk.write("areas.toml", &book);
    let mut nec = told_at_once(&desk, &["Something went wrong", "areas.toml", "line"]);
    nec.leave();
    let mut nec = desk.open();
    nec.wait_for_text("areas.toml");
    nec.keys(&["Esc", "Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.wait_saved("insp.west@example.police.uk");
    nec.leave();
    assert_eq!(desk.read("areas.toml"), book);
    assert!(desk.text().contains("insp.west@example.police.uk"));
}

#[test]
fn a_broken_edition_is_told_with_file_and_line() {
    let desk = Desk::plan();
    desk.write(
        "2019-20/poole.toml",
        desk.text()
            .replace("nec-2020", "nec-2019")
            .replace("west-dorset", "poole")
            .replace("2026-27", "2019-20"),
    );
    let edition = desk.read("standards/nec-2020.toml").replacen(
        "\ncommitment-words = 25",
        "\ncommitment-words = \"many\"",
        1,
    );
    desk.write("standards/nec-2020.toml", &edition);
    let mut nec = told_at_once(&desk, &["standards/nec-2020.toml"]);
    nec.wait_for_text("Kept in");
    nec.keys(&["/"]);
    nec.type_text("west dor");
    nec.wait_for("West Dorset", |screen| screen.contains("> West Dorset") && !screen.contains(" … "));
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_words("standards/nec-2020.toml");
    assert!(screen.contains("line"), "{screen}");
    nec.leave();
    assert_eq!(desk.read("standards/nec-2020.toml"), edition);
}

#[test]
fn a_broken_nec_toml_is_told_with_file_and_line() {
    let desk = Desk::plan();
    let broken = desk.read("nec.toml").replacen("force =", "force", 1);
    desk.write("nec.toml", &broken);
    let mut nec = desk.start(&[]);
    nec.wait_for("what is wrong", |screen| screen.contains("nec.toml") && screen.contains("line"));
    if nec.screen().modes().contains(&"other screen") {
        nec.keys(&["Ctrl+Q"]);
    }
    nec.wait_exit();
    assert_eq!(nec.screen().modes(), [""; 0], "{}", nec.screen());
    assert_eq!(desk.read("nec.toml"), broken);
}

#[test]
fn broken_settings_of_the_user_are_told_and_left_aside() {
    let desk = Desk::plan();
    let settings = desk.setup.home().join(".config/nec/config.toml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "marks = \"runes\"\n").unwrap();
    let mut nec = desk.open();
    let screen = nec.wait_for_text("config.toml");
    assert!(screen.words().contains("line 1"), "{screen}");
    nec.keys(&["Esc", "Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.wait_saved("insp.west@example.police.uk");
    nec.leave();
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "marks = \"runes\"\n");
}

#[test]
fn where_nothing_can_be_written_it_is_told_once_and_the_text_is_kept() {
    let desk = Desk::plan();
    std::fs::remove_dir_all(desk.path(".nec")).unwrap();
    // Even who may do everything cannot make a folder beneath a file.
    desk.write(".nec", "in the way");
    let before = desk.text();
    let mut nec = desk.open();
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example");
    let screen = nec.wait_for_text("Something went wrong");
    assert!(screen.words().contains("What you wrote is safe in"), "{screen}");
    nec.type_text(".police.uk");
    nec.keys(&["Esc"]);
    let screen = nec.wait_for("all that was typed", |screen| screen.contains("insp.west@example.police.uk"));
    assert!(screen.row(0).contains("NOT SAVED"), "{screen}");
    assert_eq!(desk.text(), before);
    // Once it can be written again, the next letter saves all.
    std::fs::remove_file(desk.path(".nec")).unwrap();
    nec.keys(&["Ctrl+S"]);
    nec.wait_saved("insp.west@example.police.uk");
    nec.leave();
    assert!(desk.text().contains("email = \"insp.west@example.police.uk\""), "{}", desk.text());
}

#[test]
fn what_is_wrong_with_a_broken_plan_is_told_together_on_every_screen() {
    for (columns, rows) in [(80, 24), (60, 20)] {
        let desk = Desk::plan().size(columns, rows);
        let first = desk.text().lines().count() + 2;
        let bad = "bad-1 = \nbad-2 = [1, \nbad-3 = \"x\nbad-4 = \nbad-5 = 10 De\nbad-6 = \n";
        desk.write(PLAN, format!("{}\n{bad}", desk.text()));
        let mut nec = desk.start(&["draft", "west-dorset"]);
        let screen = nec.wait_for_words("and 2 more.");
        let words = screen.words();
        for told in [
            format!("{PLAN}, line {first} "),
            format!("There is more: line {}, the list that begins here is not closed", first + 1),
            format!("line {}, ", first + 2),
            format!("line {}, ", first + 3),
            "The file is untouched.".to_owned(),
            "bring an earlier version of the plan back".to_owned(),
            "Enter or Esc closes this.".to_owned(),
        ] {
            assert!(words.contains(&told), "{told}: {screen}");
        }
        nec.keys(&["Esc"]);
        nec.wait_for_no_text("Something went wrong");
        nec.leave();
    }
}
