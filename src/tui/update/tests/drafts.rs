//! What is typed in dialogs is kept as it is typed, and offered again.

use crate::problem::Problem;
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

const FILE: &str = "2026-27/west-dorset.toml";

/// The plan in another run of the program, after the first was killed.
fn after_a_kill(before: &Stage) -> Stage {
    let mut stage = Stage::directory(80, 24);
    stage.tell(Msg::DraftsFound(before.drafts()));
    stage.reopen(NEW_PLAN);
    // What comes of it is counted from what is kept.
    stage.effects = before.drafts().all().iter().cloned().map(Effect::KeepDraft).collect();
    stage
}

fn prepared() -> Msg {
    let author = Some(("Inspector".to_owned(), "insp@example.police.uk".to_owned()));
    Msg::RecordPrepared { message: "West Dorset 2026-27: begun".into(), author }
}

#[test]
fn the_words_for_a_version_outlive_a_kill_until_it_is_recorded() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(prepared());
    assert!(stage.draft_words().is_empty(), "what the program proposed is nobody's");
    stage.press(&["Ctrl+A"]);
    stage.type_text("After the survey");
    let mut stage = after_a_kill(&stage);
    stage.tell(prepared());
    let screen = stage.screen();
    assert!(screen.contains("After the survey") && screen.contains("Kept from before"), "{screen}");
    stage.press(&["Enter"]);
    assert!(
        matches!(stage.effects.last(), Some(Effect::Record { message, .. }) if message == "After the survey")
    );
    assert_eq!(stage.draft_words().len(), 1, "recording can fail");
    stage.tell(Msg::VersionRecorded { file: FILE.into(), words: "Recorded.".into() });
    assert!(stage.draft_words().is_empty());
}

#[test]
fn esc_in_the_form_of_a_version_keeps_its_words_for_the_next_time() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(prepared());
    stage.type_text(" by the team");
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("F9 opens it again."), "{}", stage.screen());
    assert_eq!(stage.draft_words(), ["West Dorset 2026-27: begun by the team||"]);
    // Through the list of areas and back, and after a kill.
    stage.press(&["Esc"]);
    stage.reopen(NEW_PLAN);
    stage.tell(prepared());
    assert!(stage.screen().contains("begun by the team"), "{}", stage.screen());
    let mut stage = after_a_kill(&stage);
    stage.tell(prepared());
    assert!(stage.screen().contains("begun by the team"), "{}", stage.screen());
    // Cleared, it is gone.
    stage.press(&["Ctrl+A", "Delete"]);
    assert!(stage.draft_words().is_empty());
}

#[test]
fn why_a_flag_is_to_be_set_aside_outlives_a_kill_until_it_is_asked() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F2", "a"]);
    stage.type_text("The survey is late");
    assert_eq!(stage.draft_words().len(), 1, "{}", stage.screen());
    let mut stage = after_a_kill(&stage);
    stage.press(&["F2", "a"]);
    let screen = stage.screen();
    assert!(screen.contains("The survey is late") && screen.contains("Kept from before"), "{screen}");
    stage.press(&["Tab", "Tab", "Enter"]);
    assert_eq!(stage.open().doc.plan().waivers.len(), 1, "{}", stage.screen());
    assert!(stage.draft_words().is_empty());
}

/// The venue book says what was last asked to be saved.
fn book_is_saved(stage: &mut Stage) {
    let venue = stage.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveVenue { venue, .. } => Some((**venue).clone()),
        _ => None,
    });
    let mut areas = (*stage.model.areas).clone();
    let venue = venue.unwrap();
    areas.venues.retain(|known| known.id != venue.id);
    areas.venues.push(venue);
    let force = stage.open().around.force.clone();
    stage.tell(Msg::SettingsChanged { force, areas: areas.into() });
}

fn to_venues(stage: &mut Stage) {
    stage.press(&["Ctrl+K"]);
    stage.type_text("venue book");
    stage.press(&["Enter"]);
}

#[test]
fn a_new_venue_outlives_a_kill_until_it_is_in_the_book() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    to_venues(&mut stage);
    stage.press(&["n"]);
    stage.type_text("Village Ha");
    assert_eq!(stage.draft_words(), ["Village Ha||||"]);
    let mut stage = after_a_kill(&stage);
    to_venues(&mut stage);
    stage.press(&["n"]);
    let screen = stage.screen();
    assert!(screen.contains("Village Ha") && screen.contains("Kept from before"), "{screen}");
    stage.type_text("ll");
    stage.press(&["Esc"]);
    assert_eq!(stage.draft_words(), ["Village Hall||||"], "the book can be busy");
    book_is_saved(&mut stage);
    assert!(stage.draft_words().is_empty());
    stage.press(&["n"]);
    assert!(!stage.screen().contains("Kept from before"), "{}", stage.screen());
}

#[test]
fn what_the_book_cannot_take_of_a_venue_is_there_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    to_venues(&mut stage);
    stage.press(&["Enter"]);
    stage.press(&["Tab", "Tab", "Tab", "Tab"]);
    stage.type_text("when it was open");
    stage.press(&["Esc", "Enter"]);
    assert!(stage.screen().contains("when it was open"), "{}", stage.screen());
    stage.press(&["Tab", "Tab", "Tab", "Tab", "Ctrl+A"]);
    stage.type_text("1/9/26");
    stage.press(&["Esc"]);
    book_is_saved(&mut stage);
    assert!(stage.draft_words().is_empty(), "{:?}", stage.draft_words());
}

/// Another hand changed the book.
fn book_is(stage: &mut Stage, change: impl FnOnce(&mut Vec<crate::plan::Venue>)) {
    let mut areas = (*stage.model.areas).clone();
    change(&mut areas.venues);
    let force = stage.open().around.force.clone();
    stage.tell(Msg::SettingsChanged { force, areas: areas.into() });
}

fn venues_saved(stage: &Stage) -> Vec<crate::plan::Venue> {
    let saved = |effect: &Effect| match effect {
        Effect::SaveVenue { venue, .. } => Some((**venue).clone()),
        _ => None,
    };
    stage.effects.iter().filter_map(saved).collect()
}

#[test]
fn a_venue_that_is_only_looked_at_overwrites_nobodys_words() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    to_venues(&mut stage);
    stage.press(&["Enter", "Tab"]);
    stage.type_text(" (rear)");
    stage.press(&["Tab", "Tab", "Tab"]);
    stage.type_text("soonish");
    stage.press(&["Esc"]);
    book_is_saved(&mut stage);
    let venue = venues_saved(&stage).last().unwrap().clone();
    book_is(&mut stage, |venues| {
        venues.iter_mut().find(|known| known.id == venue.id).unwrap().address = "New Road".into();
    });
    // The book is the same in another run.
    let areas = stage.model.areas.clone();
    let mut stage = after_a_kill(&stage);
    let force = stage.open().around.force.clone();
    stage.tell(Msg::SettingsChanged { force, areas });
    to_venues(&mut stage);
    let at = stage.model.areas.venues.iter().position(|known| known.id == venue.id).unwrap();
    stage.press(&vec!["Down"; at]);
    stage.press(&["Enter"]);
    let screen = stage.screen();
    assert!(screen.contains("New Road") && screen.contains("soonish"), "{screen}");
    stage.press(&["Esc"]);
    assert_eq!(venues_saved(&stage), []);
    assert_eq!(stage.draft_words().len(), 1, "the date is there still");
    stage.press(&["Enter", "Tab", "Tab"]);
    stage.type_text("x");
    assert_eq!(venues_saved(&stage).last().unwrap().address, "New Road");
}

#[test]
fn a_venue_that_was_added_is_not_added_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    to_venues(&mut stage);
    stage.press(&["n"]);
    stage.type_text("Hut");
    stage.press(&["Tab", "Tab", "Tab", "Tab"]);
    stage.type_text("soonish");
    stage.press(&["Esc"]);
    book_is_saved(&mut stage);
    let before = venues_saved(&stage).len();
    stage.press(&["n"]);
    assert!(!stage.screen().contains("Kept from before"), "{}", stage.screen());
    stage.press(&["Esc"]);
    assert_eq!(venues_saved(&stage).len(), before);
    let ids: Vec<_> = stage.drafts().all().iter().map(|draft| format!("{:?}", draft.about)).collect();
    assert_eq!(ids, ["Venue { id: \"hut\" }"]);
}

#[test]
fn what_was_left_of_a_venue_is_saved_where_somebody_ends_it_so() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    to_venues(&mut stage);
    stage.press(&["n"]);
    stage.type_text("Village Hall");
    let mut stage = after_a_kill(&stage);
    to_venues(&mut stage);
    stage.press(&["n", "Esc"]);
    assert_eq!(venues_saved(&stage), []);
    assert!(stage.screen().contains("Enter in the last field saves it."), "{}", stage.screen());
    stage.press(&["n", "Enter", "Enter", "Enter", "Enter", "Enter"]);
    assert_eq!(venues_saved(&stage)[0].name, "Village Hall");
}

#[test]
fn a_pasted_table_outlives_a_kill_until_it_is_rows() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Ctrl+N", "Ctrl+N", "Ctrl+N", "Tab"]);
    stage.paste("Drop-in\t3 Dec 2026\nSurgery\t10 Dec 2026\n");
    assert!(stage.screen().contains("2 rows will be added"), "{}", stage.screen());
    let mut stage = after_a_kill(&stage);
    stage.press(&["Ctrl+K"]);
    stage.type_text("pasted table");
    stage.press(&["Enter"]);
    let screen = stage.screen();
    assert!(screen.contains("2 rows will be added") && screen.contains("Kept from before"), "{screen}");
    stage.press(&["Enter"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 2);
    assert!(stage.draft_words().is_empty());
}

#[test]
fn an_address_is_there_until_the_plans_are() {
    let mut stage = Stage::new(80, 24);
    super::super::welcome(&mut stage.model);
    stage.press(&["Enter"]);
    stage.type_text("/srv/pla");
    stage.press(&["Esc", "Enter"]);
    let screen = stage.screen();
    assert!(screen.contains("/srv/pla") && screen.contains("Kept from before"), "{screen}");
    stage.type_text("ns");
    stage.press(&["Enter"]);
    assert_eq!(stage.draft_words(), ["/srv/plans"]);
    stage.tell(Msg::Joined(Vec::new()));
    assert!(stage.draft_words().is_empty());
}

#[test]
fn no_password_in_an_address_is_kept() {
    for (typed, expected) in [
        ("https://alex:secret@server.example.police.uk/plans", "https://server.example.police.uk/plans"),
        ("https://alex:se/cr@et@server.example.police.uk/plans", "https://server.example.police.uk/plans"),
        ("https://secret@server.example.police.uk/plans", "https://server.example.police.uk/plans"),
        ("ssh://git:secret@server.example.police.uk/plans", "ssh://git@server.example.police.uk/plans"),
        ("ssh://git@server.example.police.uk:22/plans", "ssh://git@server.example.police.uk:22/plans"),
        ("git@server.example.police.uk:plans", "git@server.example.police.uk:plans"),
        ("https://server.example.police.uk:8443/plans", "https://server.example.police.uk:8443/plans"),
        ("/srv/plans", "/srv/plans"),
    ] {
        let mut stage = Stage::new(80, 24);
        super::super::welcome(&mut stage.model);
        stage.press(&["Enter"]);
        stage.type_text(typed);
        assert_eq!(stage.draft_words(), [expected], "{typed}");
        // Nor on the way there.
        let is_told = stage.effects.iter().any(|effect| format!("{effect:?}").contains("secret"));
        assert!(!is_told || typed.starts_with("https://secret"), "{:?}", stage.effects);
    }
}

#[test]
fn what_is_found_while_a_dialog_is_empty_is_not_cleared_by_it() {
    let mut before = Stage::new(80, 24);
    super::super::welcome(&mut before.model);
    before.press(&["Enter"]);
    before.type_text("/srv/plans");
    let mut stage = Stage::new(80, 24);
    super::super::welcome(&mut stage.model);
    stage.press(&["Enter"]);
    stage.tell(Msg::DraftsFound(before.drafts()));
    stage.press(&["Esc", "Enter"]);
    assert!(stage.screen().contains("/srv/plans"), "{}", stage.screen());
}

#[test]
fn what_cannot_be_kept_is_said_in_one_line_and_nobody_is_interrupted() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(prepared());
    stage.type_text(" x");
    stage.tell(Msg::DraftNotKept(Problem::new("it could not be kept", "Go on.")));
    assert!(stage.screen().contains("It could not be kept."), "{}", stage.screen());
    stage.type_text("y");
    assert!(stage.screen().contains("begun xy"), "{}", stage.screen());
}
