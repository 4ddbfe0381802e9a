//! Text in: typed, pasted with and without the terminal's marks, undone and done again.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{Desk, Session};

fn open() -> (Desk, Session) {
    let desk = Desk::plan();
    let nec = desk.open_at("face-to-face");
    (desk, nec)
}

fn get(desk: &Desk, path: &str) -> String {
    let text = desk.nec_well(&["get", "west-dorset", path]);
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

const COMMITMENT: &str = "standards.face-to-face.commitment";

#[test]
fn five_thousand_words_pasted_are_one_undo() {
    let (desk, mut nec) = open();
    nec.type_text("Before. ");
    let words: Vec<String> = (1..=5000).map(|n| format!("word{n}")).collect();
    // As Word gives it: smart quotes, bullets, lines that end as on Windows.
    let text = format!("“{}” –\r\n• one\r\n• two", words.join(" "));
    nec.paste(&text);
    nec.wait_saved("• two");
    let saved = get(&desk, COMMITMENT);
    assert!(
        saved.starts_with("Before. “word1 word2 ") && saved.contains(" word5000” –\n"),
        "{}",
        &saved[..80]
    );
    assert!(saved.ends_with("• one\n• two") && !saved.contains('\r'), "{}", &saved[saved.len() - 60..]);
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_no_text("• two");
    nec.wait_saved("Before.");
    assert_eq!(get(&desk, COMMITMENT), "Before. ");
    nec.keys(&["Ctrl+Y"]);
    nec.wait_saved("• two");
    assert_eq!(get(&desk, COMMITMENT), saved);
    nec.leave();
}

#[test]
fn lines_that_come_at_once_are_a_paste_without_marks() {
    let (desk, mut nec) = open();
    nec.send("First line\rSecond line\r\nThird line with q, n, ? and /");
    nec.wait_saved("Third line with q, n, ? and /");
    assert_eq!(get(&desk, COMMITMENT), "First line\nSecond line\nThird line with q, n, ? and /");
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_no_text("Second line");
    nec.wait_saved("What we commit to");
    // A busy system may cut in two what came at once: then each part is a step of its own.
    if desk.text().contains("First line") {
        nec.keys(&["Ctrl+Z"]);
        nec.wait_for_no_text("First line");
        nec.wait_saved("What we commit to");
    }
    assert!(!desk.text().contains("First line"), "{}", desk.text());
    nec.leave();
}

#[test]
fn a_paste_into_a_field_of_one_line_stays_on_one_line() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.keys(&["Tab"]);
    nec.paste("insp.west\r\n@example.police.uk\n");
    // Not what the hint of the empty field says too.
    nec.wait_saved("insp.west");
    let email = get(&desk, "author.email");
    assert!(!email.contains('\n') && email.starts_with("insp.west"), "{email:?}");
    assert!(nec.screen().contains(">Author's work e-mail"), "{}", nec.screen());
    nec.leave();
}

#[test]
fn control_characters_in_a_paste_reach_neither_the_terminal_nor_the_file() {
    let (desk, mut nec) = open();
    let before = nec.raw().len();
    nec.paste("Plain \u{7}\u{1b}]0;title\u{7}\u{1b}[31mred\u{1b}[2J\u{0} after");
    nec.wait_saved("after");
    let text = desk.wait_for_words("after");
    let controls: Vec<char> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(controls.is_empty(), "{controls:?} in {text}");
    let raw = String::from_utf8_lossy(&nec.raw_since(before)).into_owned();
    for sequence in ["\x1b]0;", "\x1b[31m", "\x1b[2J", "\u{7}"] {
        assert!(!raw.contains(sequence), "{sequence:?} in {raw:?}");
    }
    nec.leave();
}

#[test]
fn undo_and_redo_go_across_fields_and_sections() {
    let (desk, mut nec) = open();
    nec.type_text("One.");
    nec.sections(1);
    nec.type_text("Two.");
    nec.keys(&["F2", "F2", "F2", "F2", "Tab"]);
    nec.type_text("three@example.police.uk");
    nec.wait_saved("three@example.police.uk");
    let all = desk.text();
    let steps = [("three@", "section 1 of 11"), ("Two.", "section 5 of 11"), ("One.", "section 4 of 11")];
    for (text, section) in steps {
        nec.keys(&["Ctrl+Z"]);
        nec.wait_for(section, |screen| screen.contains(section) && !screen.contains(text));
        nec.wait_saved(section);
        assert!(!desk.text().contains(text), "{text} in {}", desk.text());
    }
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_text("There is nothing to undo.");
    for (text, section) in steps.iter().rev() {
        nec.keys(&["Ctrl+Y"]);
        nec.wait_for(section, |screen| screen.contains(section) && screen.contains(text));
    }
    nec.wait_saved("three@example.police.uk");
    assert_eq!(desk.text(), all);
    nec.leave();
}

#[test]
fn what_is_half_understood_is_kept_as_it_was_typed() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    nec.keys(&["Tab", "Tab", "Tab", "Tab"]);
    nec.wait_for_text(">People");
    nec.type_text("about 12 thou");
    nec.keys(&["Tab"]);
    nec.wait_saved("about 12 thou");
    assert!(desk.text().contains("population = \"about 12 thou\""), "{}", desk.text());
    let said = desk.nec(&["check", "west-dorset", "--format", "short"]);
    assert!(said.out.contains("value-not-understood"), "{}", said.out);
    nec.keys(&["Shift+Tab", "Ctrl+A", "Backspace"]);
    nec.type_text("12,345");
    nec.keys(&["Tab"]);
    nec.wait_saved(">Year of that figure");
    assert!(desk.text().contains("population = 12345\n"), "{}", desk.text());
    nec.leave();
}

#[test]
fn cut_copied_and_pasted_text_moves_between_fields() {
    let (desk, mut nec) = open();
    nec.type_text("Grüße, naïve 日本 👩‍👩‍👧 text");
    nec.keys(&["Ctrl+A", "Ctrl+X"]);
    nec.wait_for_no_text("naïve");
    nec.sections(1);
    nec.keys(&["Ctrl+V"]);
    nec.wait_saved("naïve");
    assert_eq!(get(&desk, "standards.publicising.commitment"), "Grüße, naïve 日本 👩‍👩‍👧 text");
    // One Backspace takes a whole character, however it is made up.
    for _ in 0.." text".len() + 1 {
        nec.keys(&["Backspace"]);
    }
    nec.wait_saved("日本");
    nec.leave();
    assert_eq!(get(&desk, "standards.publicising.commitment"), "Grüße, naïve 日本 ");
}
