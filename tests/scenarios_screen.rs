//! The screen itself: sizes, colours, marks, the mouse, help, and every command by name.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{Desk, PLAN, Screen};

#[test]
fn every_size_on_the_way_shows_what_is_being_written() {
    let desk = Desk::plan();
    let mut nec = desk.open_at("face-to-face");
    nec.type_text("One ");
    for (columns, rows, word) in [(60, 20, "two "), (40, 10, "three ")] {
        nec.resize(columns, rows);
        nec.wait_for("the other size", |screen| {
            // The footer is in the last row, and nothing is beyond the right edge.
            screen.row(rows - 1).contains("F1 help") && screen.contains("What we commit to")
        });
        nec.type_text(word);
        nec.wait_for_words(word.trim());
    }
    nec.resize(39, 9);
    nec.wait_for_text("Too small");
    nec.type_text("lost");
    nec.resize(120, 40);
    nec.wait_for("the wide screen", |screen| {
        screen.contains("One two three") && screen.row(39).contains("F1 help") && !screen.contains("lost")
    });
    nec.type_text("four");
    nec.wait_saved("One two three four");
    nec.leave();
    assert!(desk.text().contains("commitment = \"One two three four\""), "{}", desk.text());
}

#[test]
fn a_field_is_filled_on_the_smallest_screen() {
    let desk = Desk::plan().size(40, 10);
    let mut nec = desk.open();
    nec.keys(&["Tab"]);
    nec.wait_for_text(">Author's work e-mail");
    nec.type_text("insp.west@example.police.uk");
    nec.keys(&["Tab"]);
    nec.wait_for_text(">The area in a few sentences");
    nec.type_text("A large rural area with two market towns, where buses are few.");
    nec.wait_for_words("where buses are few.");
    nec.keys(&["F8"]);
    nec.wait_for("a flag", |screen| screen.contains("◐") || screen.contains("✗"));
    nec.keys(&["F1"]);
    nec.wait_for_text("Help");
    nec.keys(&["Esc"]);
    nec.leave();
    let text = desk.text();
    assert!(text.contains("email = \"insp.west@example.police.uk\""), "{text}");
    assert!(text.contains("where buses are few."), "{text}");
}

/// The colours that these bytes ask a terminal for.
fn colours(raw: &[u8]) -> Vec<String> {
    let raw = String::from_utf8_lossy(raw).into_owned();
    let is_colour = |number: &str| {
        number.parse().is_ok_and(|number: u32| matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    };
    raw.split("\x1b[")
        .skip(1)
        .filter_map(|rest| rest.split_once('m').map(|(numbers, _)| numbers))
        .filter(|numbers| numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
        .filter(|numbers| numbers.split(';').any(is_colour))
        .map(str::to_owned)
        .collect()
}

#[test]
fn with_no_color_no_colour_is_asked_for_and_states_are_still_told() {
    let walk = |desk: Desk| {
        let mut nec = desk.open();
        nec.wait_for_text("Area✗");
        nec.sections(10);
        nec.wait_for_text("Record a version");
        nec.keys(&["F1", "Esc", "Ctrl+K", "Esc", "F5", "Esc"]);
        nec.leave();
        colours(&nec.raw())
    };
    let none = walk(Desk::plan().env("NO_COLOR", "1"));
    assert!(none.is_empty(), "{none:?}");
    assert!(!walk(Desk::plan()).is_empty(), "without it there are colours");
}

#[test]
fn marks_that_look_wrong_become_letters_and_stay_so() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.wait_for_text("1○");
    nec.command("marks look wrong");
    nec.wait_for("letters alone", |screen| {
        screen.contains("1-") && screen.contains("Area") && !screen.contains("○")
    });
    nec.keys(&["F1"]);
    let screen = nec.wait_for_text("Help");
    assert!(!screen.contains("│"), "no lines that such a terminal lacks: {screen}");
    nec.keys(&["Esc"]);
    nec.leave();
    let mut again = desk.open();
    again.wait_for_text("1-");
    again.command("marks look wrong");
    again.wait_for_text("1○");
    again.leave();
}

#[test]
fn over_ssh_the_mouse_stays_with_the_terminal() {
    let desk = Desk::plan().env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut nec = desk.open();
    assert!(!nec.screen().modes().contains(&"mouse"), "{}", nec.screen());
    let raw = String::from_utf8_lossy(&nec.raw()).into_owned();
    for mode in ["?1000h", "?1002h", "?1003h", "?1006h", "?1015h"] {
        assert!(!raw.contains(mode), "{mode} in {raw:?}");
    }
    nec.command("mouse on or off");
    nec.wait_for("the mouse", |screen| screen.modes().contains(&"mouse"));
    nec.leave();
}

#[test]
fn a_click_goes_where_it_points() {
    let desk = Desk::plan();
    let mut nec = desk.open_areas();
    let click = |nec: &mut support::Session, text: &str| {
        let screen = nec.wait_for_text(text);
        let row = screen.row_with(text).unwrap();
        let before = screen.row(row);
        let column = before[..before.find(text).unwrap()].chars().count();
        let (x, y) = (column + 1, row + 1);
        nec.send(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    };
    click(&mut nec, "West Dorset");
    nec.wait_for_text("> West Dorset");
    click(&mut nec, "West Dorset");
    nec.wait_for_text("West Dorset · 2026-27");
    click(&mut nec, "The area in a few sentences");
    nec.wait_for_text(">The area in a few sentences");
    nec.type_text("Clicked.");
    nec.wait_saved("Clicked.");
    click(&mut nec, "Summary");
    // The foot is drawn last.
    nec.wait_for_text("Enter open  a set aside");
    click(&mut nec, "F1 help");
    nec.wait_for_text("Esc back");
    nec.keys(&["Esc"]);
    nec.leave();
    assert!(desk.text().contains("summary = \"Clicked.\""), "{}", desk.text());
}

#[test]
fn the_palette_finds_by_any_word_and_says_why_not() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.keys(&["Ctrl+K"]);
    nec.wait_for_text("Commands: type to find one");
    nec.type_text("undo");
    nec.wait_for_text("> Undo (there is nothing to undo)");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for_no_text("Commands: type to find one");
    assert!(screen.contains("There is nothing to undo."), "{screen}");
    // Git's word finds the screen's.
    nec.keys(&["Ctrl+K"]);
    nec.type_text("commit");
    nec.wait_for_text("> Record a version");
    nec.keys(&["Esc"]);
    nec.wait_for_text(">Author's post");
    nec.command("go to the summary");
    nec.wait_for_text("section 11 of 11");
    nec.command("go to the priorities");
    nec.wait_for_text("section 2 of 11");
    nec.command("list of areas");
    nec.wait_for_text("Plans · Dorset Police");
    nec.leave();
}

#[test]
fn help_is_on_the_very_field() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.keys(&["Tab", "F1"]);
    let screen = nec.wait_for_text("Help: Author's work e-mail");
    assert!(screen.contains("Where reviewers reach you."), "{screen}");
    nec.keys(&["Esc", "Tab", "F1"]);
    nec.wait_for_text("Help: The area in a few sentences");
    nec.keys(&["Enter"]);
    nec.sections(2);
    nec.wait_for_text("section 3 of 11");
    nec.keys(&["F4"]);
    let screen = nec.wait_for_text("Standard 1");
    nec.keys(&["End"]);
    let end = nec.wait_for_words("Nothing has to be rebuilt.");
    assert_ne!(screen.text(), end.text());
    nec.keys(&["Esc"]);
    nec.wait_for_text(">What we commit to");
    nec.leave();
}

#[test]
fn the_filter_narrows_the_list_and_goes_again() {
    let desk = Desk::plan();
    let mut nec = desk.open_areas();
    nec.keys(&["/"]);
    nec.type_text("dor");
    let screen = nec.wait_for("the areas of that name", |screen| {
        screen.contains("Filter: dor") && !screen.contains("Bournemouth")
    });
    assert!(screen.contains("East Dorset") && screen.contains("Dorchester"), "{screen}");
    nec.type_text("xyz");
    nec.wait_for_text("No area has that in its name.");
    nec.keys(&["Esc"]);
    nec.wait_for_text("Bournemouth");
    nec.leave();
}

#[test]
fn another_period_shows_its_plans() {
    let row = |screen: &Screen, name: &str| -> String {
        screen.rows().into_iter().find(|row| row.contains(name)).unwrap_or_default()
    };
    let desk = Desk::plan();
    let nec_toml = desk.read("nec.toml");
    desk.write(
        "nec.toml",
        format!("{nec_toml}\n[[period]]\nid = \"2027-28\"\nstarts = 2027-12-01\nends = 2028-11-30\n"),
    );
    desk.nec_well(&["new", "poole", "--period", "2027-28"]);
    let mut nec = desk.open_areas();
    nec.keys(&["F5"]);
    nec.wait_for_text("Which period?");
    nec.type_text("2027-28");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for("the other period", |screen| {
        screen.row(0).contains("2027-28") && row(screen, "Poole").contains("falls short")
    });
    assert!(row(&screen, "West Dorset").contains("no plan yet"), "{screen}");
    nec.keys(&["F5"]);
    nec.wait_for_text("Which period?");
    nec.type_text("2026-27");
    nec.keys(&["Enter"]);
    let screen = nec.wait_for("the first period", |screen| {
        screen.row(0).contains("2026-27") && row(screen, "West Dorset").contains("falls short")
    });
    assert!(row(&screen, "Poole").contains("no plan yet"), "{screen}");
    nec.leave();
}

#[test]
fn hidden_characters_in_a_plan_never_reach_the_terminal() {
    let desk = Desk::plan();
    desk.change(
        PLAN,
        "post = \"Inspector, West Dorset\"",
        "post = \"In\\u001b]0;owned\\u0007spec\\u202Etor\\u200B\"\n\"\\u001b[31mkey\" = 1",
    );
    desk.write(
        PLAN,
        format!(
            "{}\n[standards.face-to-face]\ncommitment = \"\"\"\nab\\u009b2Jcd\\u0008\u{202e}ef\"\"\"\n",
            desk.text()
        ),
    );
    let before = desk.text();
    let mut nec = desk.open();
    nec.sections(3);
    nec.wait_for_text("What we commit to");
    nec.sections(7);
    nec.wait_for_text("section 11 of 11");
    nec.command("all flags");
    nec.wait_for_text("Flags:");
    nec.keys(&["Esc", "F9"]);
    nec.wait_for_text("Not recorded, because versions are kept for good");
    nec.keys(&["Esc", "Esc"]);
    nec.wait_for_text("Plans · Dorset Police");
    nec.leave();
    let raw = String::from_utf8_lossy(&nec.raw()).into_owned();
    for hidden in ["\x1b]0;", "\x1b[31mkey", "\u{7}", "\u{8}", "\u{9b}", "\u{202e}", "\u{200b}"] {
        assert!(!raw.contains(hidden), "{hidden:?} reached the terminal");
    }
    assert_eq!(desk.text(), before, "looking changes nothing");
}
