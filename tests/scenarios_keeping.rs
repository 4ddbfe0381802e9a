//! Nothing typed is lost: not to a kill, a signal, another program, or another editor.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use support::{Desk, Session, wait_for_file};

const BEFORE: &str = "Every month an officer will be at the drop-in in Bridport. ";

/// The plan with a commitment to standard 2.
fn desk() -> Desk {
    Desk::plan_with(&format!("[standards.face-to-face]\ncommitment = \"{BEFORE}\"\n"))
}

fn open() -> (Desk, Session) {
    let desk = desk();
    let nec = desk.open_at("face-to-face");
    nec.wait_for_text("Every month an officer");
    (desk, nec)
}

/// The text of the commitment on the disk.
fn commitment(desk: &Desk) -> String {
    let text = desk.nec_well(&["get", "west-dorset", "standards.face-to-face.commitment"]);
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

#[test]
fn killed_while_typing_it_has_all_that_it_said_was_saved() {
    let (desk, mut nec) = open();
    let (saved, more) = ("We go to the villages too, in turn", ", and to the school at Beaminster as well.");
    nec.type_text(saved);
    nec.wait_saved("in turn");
    nec.type_text(more);
    nec.kill9();
    let text = commitment(&desk);
    assert!(text.starts_with(&format!("{BEFORE}{saved}")), "{text}");
    assert!(format!("{BEFORE}{saved}{more}").starts_with(&text), "letters in order, none made up: {text}");
    // The plan is whole, and it opens where it was.
    let again = desk.open();
    let screen = again.wait_for_text("You were here.");
    assert!(screen.contains(">What we commit to") && screen.contains("section 4 of 11"), "{screen}");
    assert!(screen.words().contains(saved), "{screen}");
}

#[test]
fn killed_in_the_middle_of_a_text_it_opens_with_the_cursor_there() {
    let (desk, mut nec) = open();
    nec.keys(&["Ctrl+A", "Left"]);
    let (first, then, after) = ("At first. ", "And then. ", "So it was.");
    nec.type_text(first);
    nec.wait_saved("At first.");
    let state = desk.setup.home().join(".local/state/nec/state.toml");
    wait_for_file(&state, |text| text.contains(&format!("cursor = {}", first.len())));
    nec.kill9();
    let mut again = desk.open();
    again.wait_for_text("You were here.");
    again.type_text(then);
    again.wait_saved("And then.");
    again.kill9();
    assert_eq!(commitment(&desk), format!("{first}{then}{BEFORE}"));
    // In a text that somebody changed meanwhile, no words are broken into.
    desk.change("2026-27/west-dorset.toml", "At first. ", "Before all else. ");
    let mut once_more = desk.open();
    once_more.wait_for_text("West Dorset · 2026-27");
    once_more.type_text(after);
    once_more.wait_saved("So it was.");
    assert_eq!(commitment(&desk), format!("Before all else. {then}{BEFORE}{after}"));
}

#[test]
fn signals_that_end_it_save_first_and_give_the_terminal_back() {
    for (signal, status) in [("TERM", 143), ("HUP", 129)] {
        let (desk, mut nec) = open();
        nec.type_text("Not a letter of this is lost.");
        let before = nec.raw().len();
        nec.signal(signal);
        assert_eq!(nec.wait_exit().exit_code(), status, "{signal}");
        assert_eq!(commitment(&desk), format!("{BEFORE}Not a letter of this is lost."), "{signal}");
        let raw = String::from_utf8_lossy(&nec.raw_since(before)).into_owned();
        for sequence in ["\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l"] {
            assert!(raw.contains(sequence), "{signal}: {sequence:?} is not in {raw:?}");
        }
        assert_eq!(nec.screen().modes(), [""; 0], "{signal}");
        let again = desk.open();
        again.wait_for_words("Not a letter of this is lost.");
    }
}

#[test]
fn suspended_and_taken_up_again_it_goes_on_where_it_was() {
    let desk = desk();
    let mut shell = desk
        .setup
        .clone()
        .program("/bin/sh")
        .args(&["-i"])
        .env("PS1", "shell> ")
        .env("NEC", env!("CARGO_BIN_EXE_nec"))
        .start();
    shell.wait_for_text("shell>");
    shell.send("sh -c 'echo process $$.; exec $NEC draft west-dorset --standard 2'\n");
    let named = |row: &String| row.strip_prefix("process ")?.strip_suffix('.')?.parse::<u32>().ok();
    shell.wait_for_text("Every month an officer");
    // The line that the shell wrote is behind the screen of the plan.
    let raw = String::from_utf8_lossy(&shell.raw()).replace('\r', "");
    let process = raw.lines().map(str::to_owned).find_map(|row| named(&row)).expect("a process");
    shell.keys_go_to(Some(process));
    shell.type_text("One. ");
    shell.wait_saved("One.");
    shell.signal_to("TSTP", process);
    let screen =
        shell.wait_for("the shell", |screen| screen.modes().is_empty() && screen.contains("Stopped"));
    assert!(!screen.contains("What we commit to"), "{screen}");
    shell.keys_go_to(None);
    shell.send("fg\n");
    shell.wait_for("the plan again", |screen| {
        screen.contains("One.") && screen.modes().contains(&"other screen")
    });
    shell.keys_go_to(Some(process));
    shell.type_text("Two.");
    shell.wait_saved("One. Two.");
    shell.keys(&["Ctrl+Q"]);
    shell.wait_for("the shell again", |screen| screen.modes().is_empty());
    assert_eq!(commitment(&desk), format!("{BEFORE}One. Two."));
}

#[test]
fn interrupting_and_going_back_discard_nothing() {
    let (desk, mut nec) = open();
    nec.type_text("Half a sen");
    nec.keys(&["Ctrl+C"]);
    nec.wait_for_text("Ctrl+Q leaves; everything is saved.");
    nec.type_text("tence");
    nec.keys(&["Esc"]);
    nec.wait_for_text("Plans · Dorset Police");
    assert_eq!(desk.wait_for_words("Half a sentence").matches("Half a sentence").count(), 1);
    nec.keys(&["Esc", "Esc", "Ctrl+C"]);
    nec.wait_for_text("West Dorset");
    nec.leave();
    assert_eq!(commitment(&desk), format!("{BEFORE}Half a sentence"));
}

/// An editor: a small script of a shell, which gets the file as its argument.
fn editor(desk: Desk, script: &str) -> Desk {
    let path = desk.path("editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    desk.env("EDITOR", &path)
}

#[test]
fn another_editor_takes_the_text_and_gives_it_back() {
    let desk = editor(
        desk(),
        "cp \"$1\" seen; chmod 600 \"$1\"; printf '%s' 'From elsewhere.\r\nTwo lines.\n' > \"$1\"",
    );
    let mut nec = desk.open_at("face-to-face");
    nec.wait_for_text("Every month an officer");
    nec.type_text("Here.");
    nec.keys(&["Ctrl+E"]);
    let screen = nec.wait_saved("From elsewhere.");
    assert!(screen.contains("Two lines.") && screen.modes().contains(&"other screen"), "{screen}");
    assert_eq!(desk.read("seen"), format!("{BEFORE}Here."));
    assert_eq!(commitment(&desk), "From elsewhere.\nTwo lines.");
    // It is one step, and the file that was lent is gone.
    nec.keys(&["Ctrl+Z"]);
    nec.wait_saved("Here.");
    assert_eq!(commitment(&desk), format!("{BEFORE}Here."));
    nec.leave();
    let left = fs::read_dir(desk.path(".nec")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".txt")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_editor_that_fails_leaves_the_text_as_it_was() {
    for (script, says) in
        [("echo changed > \"$1\"; exit 3", "ended with an error"), ("", "There is no program")]
    {
        let desk =
            if script.is_empty() { desk().env("EDITOR", "no-such-editor") } else { editor(desk(), script) };
        let mut nec = desk.open_at("face-to-face");
        nec.wait_for_text("Every month an officer");
        nec.type_text("Stays.");
        nec.keys(&["Ctrl+E"]);
        nec.wait_for_text(says);
        nec.keys(&["Esc"]);
        nec.type_text(" So does this.");
        nec.wait_saved("So does this.");
        assert_eq!(commitment(&desk), format!("{BEFORE}Stays. So does this."));
        nec.leave();
    }
}

#[test]
fn a_text_open_elsewhere_when_it_was_killed_is_kept_and_told() {
    let desk = editor(desk(), "echo 'Written elsewhere' > \"$1\"; echo edited > there; read line");
    let mut nec = desk.open_at("face-to-face");
    nec.wait_for_text("Every month an officer");
    nec.keys(&["Ctrl+E"]);
    wait_for_file(&desk.path("there"), |text| text == "edited\n");
    nec.kill9();
    drop(nec);
    let again = desk.open();
    again.wait_for_text("West Dorset · 2026-27");
    let kept: Vec<_> =
        fs::read_dir(desk.path(".nec/kept")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), "Written elsewhere\n");
    again.wait_for_text("A text left open in another editor was kept");
}

/// Types words in a dialog, kills the program, and opens the same dialog again, in which they are.
fn killed_in_a_dialog(desk: &Desk, open: impl Fn(&mut Session), words: &str) -> Session {
    let mut nec = desk.open();
    open(&mut nec);
    nec.type_text(words);
    wait_for_file(&desk.path(".nec/drafts.json"), |text| text.contains(words));
    nec.kill9();
    let mut again = desk.open();
    open(&mut again);
    let screen = again.wait_for_text("Kept from before");
    assert!(screen.contains(words), "{screen}");
    again
}

fn nothing_waits(desk: &Desk) {
    wait_for_file(&desk.path(".nec/drafts.json"), |text| text.contains("\"drafts\":[]"));
}

#[test]
fn killed_in_the_form_of_a_version_its_words_are_there_until_it_is_recorded() {
    let desk = desk().env("GIT_AUTHOR_NAME", "Inspector").env("GIT_AUTHOR_EMAIL", "insp@example.police.uk");
    let open = |nec: &mut Session| {
        nec.keys(&["F9"]);
        nec.wait_for_text("Record a version");
    };
    let mut nec = killed_in_a_dialog(&desk, open, " after the survey");
    // Esc discards nothing either.
    nec.keys(&["Esc"]);
    nec.wait_for_text("What you wrote for this version is kept.");
    nec.keys(&["F9"]);
    nec.wait_for_text("after the survey");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nothing_waits(&desk);
    nec.leave();
    assert!(desk.git(&["log", "-1", "--format=%s"]).contains("after the survey"));
}

#[test]
fn killed_while_asking_for_a_flag_to_be_set_aside_the_reason_is_there_until_it_is_asked() {
    let desk = desk();
    let open = |nec: &mut Session| {
        // The second time it opens where it was.
        if !nec.screen().contains("section 11 of 11") {
            nec.keys(&["F2"]);
        }
        nec.wait_for_text("section 11 of 11");
        nec.keys(&["a"]);
        nec.wait_for_text("Ask for this flag to be set aside");
    };
    let mut nec = killed_in_a_dialog(&desk, open, "The survey is late");
    nec.keys(&["Tab", "Tab", "Enter"]);
    nec.wait_for_text("Asked for");
    desk.wait_for_words("The survey is late");
    nothing_waits(&desk);
    nec.leave();
}

#[test]
fn killed_while_a_venue_gets_its_name_it_is_there_until_it_is_in_the_book() {
    let desk = desk();
    let open = |nec: &mut Session| {
        nec.command("venue book");
        nec.wait_for_text("The venue book");
        nec.keys(&["n"]);
        nec.wait_for_text("A new venue");
    };
    let mut nec = killed_in_a_dialog(&desk, open, "Village Hall");
    // Whoever only looks at it saves nothing.
    nec.keys(&["Tab", "Esc"]);
    nec.wait_for_text("Enter in the last field saves it.");
    assert!(!desk.read("areas.toml").contains("Village Hall"));
    nec.keys(&["n"]);
    nec.wait_for_text("Kept from before");
    nec.keys(&["Enter", "Enter", "Enter", "Enter", "Enter"]);
    nothing_waits(&desk);
    assert!(desk.read("areas.toml").contains("Village Hall"));
    nec.keys(&["Esc"]);
    nec.leave();
}

#[test]
fn killed_while_the_forces_address_is_typed_it_is_there_on_the_first_screen() {
    let desk = Desk::new();
    let open = || {
        let mut nec = desk.start(&[]);
        nec.wait_for_text("Open my force's plans");
        nec.keys(&["Enter"]);
        nec.wait_for_text("The address that you were given");
        nec
    };
    let mut nec = open();
    nec.type_text("/srv/no-such/plans");
    let drafts = desk.setup.home().join(".local/state/nec/drafts.json");
    wait_for_file(&drafts, |text| text.contains("/srv/no-such/plans"));
    nec.kill9();
    let nec = open();
    let screen = nec.wait_for_text("Kept from before");
    assert!(screen.contains("/srv/no-such/plans"), "{screen}");
}
