//! What is written anew is kept while it is written, and is no decision before somebody says so.

use super::*;
use crate::store::drafts::{Draft, Drafts};

#[test]
fn what_is_half_written_is_kept_as_it_is_typed_and_decides_nothing_when_the_program_ends() {
    let mut stage = stage(80, 24);
    stage.press(&["e"]);
    stage.type_text(" More.");
    assert_eq!(stage.draft_words(), [format!("{MINE} {THEIRS} More.")]);
    stage.press(&["Ctrl+Q"]);
    assert_eq!(kept(&stage), []);
    assert_eq!(stage.effects.last(), Some(&Effect::Finish));
}

/// The places again, in another run of the program, with what was kept of the first; its sides are others by now.
fn after_a_kill(words: &str) -> Stage {
    let mut stage = stage(80, 24);
    let about = crate::tui::update::drafts::of_place(&Spot::of(&places()[0]));
    let drafts = vec![Draft { about, words: vec![words.into()], began: Vec::new() }];
    stage.tell(Msg::DraftsFound(Drafts::new(drafts)));
    let mut changed = places();
    changed[0].mine = Some("Something else by now.".into());
    stage.tell(Msg::ConflictsListed(Ok(changed)));
    stage.effects.clear();
    stage
}

#[test]
fn what_was_half_written_is_offered_again_and_is_no_decision_before_somebody_says_so() {
    let mut stage = after_a_kill("Half a sente");
    stage.press(&["n", "p", "e"]);
    let screen = stage.screen();
    assert!(screen.contains("Half a sente") && screen.contains("Kept from before"), "{screen}");
    // Back as it was found, nothing is decided, and it is there still.
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Nothing is settled by that."), "{}", stage.screen());
    assert_eq!(stage.effects, []);
    assert_eq!(shown(&mut stage).left(), 3);
    stage.press(&["e"]);
    stage.type_text("nce.");
    assert_eq!(stage.draft_words(), ["Half a sentence."]);
    stage.press(&["Ctrl+S"]);
    assert_eq!(kept(&stage)[0].1, Some(Take::Text("Half a sentence.".into())));
    // It is kept as a draft until it is known to be kept as a decision.
    assert_eq!(stage.draft_words(), ["Half a sentence."]);
    let mut decided = places();
    decided[0].open.choice = Some(Take::Text("Half a sentence.".into()));
    decided[0].anew = Some("Half a sentence.".into());
    stage.tell(Msg::ConflictsListed(Ok(decided)));
    assert!(stage.draft_words().is_empty());
}

#[test]
fn ending_it_with_what_was_kept_takes_it_and_a_decision_that_cannot_be_kept_leaves_it() {
    let mut stage = after_a_kill("Whole already.");
    stage.press(&["e", "Ctrl+S"]);
    assert_eq!(kept(&stage)[0].1, Some(Take::Text("Whole already.".into())));
    // The disk is full: nothing is settled, and what was written is offered again.
    stage.tell(Msg::ConflictsListed(Ok(places())));
    stage.tell(Msg::Failed(Problem::new("the disk is full", "Make room.")));
    stage.press(&["Enter", "p", "p", "e"]);
    assert!(stage.screen().contains("Whole already."), "{}", stage.screen());
}

#[test]
fn what_was_written_and_is_decided_otherwise_by_now_is_offered_where_it_is_written_again() {
    for keys in [["u"].as_slice(), &["p", "m", "p"]] {
        let mut stage = stage(80, 24);
        stage.press(&["e", "Ctrl+A"]);
        stage.type_text("By hand.");
        stage.press(&["Ctrl+S"]);
        let mut decided = places();
        decided[0].open.choice = Some(Take::Text("By hand.".into()));
        decided[0].anew = Some("By hand.".into());
        stage.tell(Msg::ConflictsListed(Ok(decided)));
        assert!(stage.draft_words().is_empty());
        stage.press(keys);
        assert_eq!(stage.draft_words(), ["By hand."], "{keys:?}");
        stage.tell(Msg::ConflictsListed(Ok(places())));
        stage.press(&["e"]);
        let screen = stage.screen();
        assert!(screen.contains("By hand.") && screen.contains("Kept from before"), "{keys:?}: {screen}");
    }
}

/// The places, the first of them decided.
fn decided(take: Take, anew: Option<&str>) -> Vec<Clash> {
    let mut decided = places();
    decided[0].open.choice = Some(take);
    decided[0].anew = anew.map(str::to_owned);
    decided
}

#[test]
fn what_was_written_and_another_program_decides_otherwise_is_offered_where_it_is_written_again() {
    let mut stage = stage(80, 24);
    stage.tell(Msg::ConflictsListed(Ok(decided(Take::Text("By hand.".into()), Some("By hand.")))));
    stage.tell(Msg::ConflictsListed(Ok(decided(Take::Mine, None))));
    assert_eq!(stage.draft_words(), ["By hand."]);
    assert!(stage.screen().contains("It is kept: e shows it."), "{}", stage.screen());
}

#[test]
fn nothing_ends_that_is_decided_otherwise_than_it_was_shown() {
    let mut stage = stage(80, 24);
    stage.press(&["m", "t", "b", "Enter", "Enter"]);
    let shown = stage.effects.iter().find_map(|effect| match effect {
        Effect::FinishConflicts { shown } => Some(shown.clone()),
        _ => None,
    });
    let takes: Vec<_> = shown.unwrap().into_iter().filter_map(|open| open.choice).collect();
    assert_eq!(takes, [Take::Mine, Take::Theirs, Take::Both]);
    stage.effects.clear();
    stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Otherwise))));
    assert!(stage.effects.contains(&Effect::ListConflicts), "{:?}", stage.effects);
    let screen = stage.screen();
    assert!(!screen.contains("A last look") && screen.contains("Another program decided"), "{screen}");
}
