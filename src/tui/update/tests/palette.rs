//! The commands by name.

use crate::tui::command::Command;
use crate::tui::overlay::Overlay;
use crate::tui::testing::{NEW_PLAN, Stage};

/// The command that stands first for what is typed.
fn first(words: &str) -> Option<Command> {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Ctrl+K"]);
    stage.type_text(words);
    match stage.model.overlays.last() {
        Some(Overlay::Palette(palette)) => palette.found().first().map(|(command, _)| *command),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_program_itself_says_to_type_finds_its_command_first() {
    for (words, command) in [
        ("settle", Command::Settle),
        ("Open my force's plans", Command::Join),
        ("pasted table", Command::PastedTable),
        ("send", Command::Sync),
        ("sync", Command::Sync),
    ] {
        assert_eq!(first(words), Some(command), "{words}");
    }
}

#[test]
fn a_name_comes_before_other_words_for_something_else() {
    for (words, command) in [
        ("versions", Command::History),
        ("record", Command::Record),
        ("venue", Command::Venues),
        ("redo", Command::Redo),
    ] {
        assert_eq!(first(words), Some(command), "{words}");
    }
}
