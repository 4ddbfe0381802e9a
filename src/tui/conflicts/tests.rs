//! Keys in, decisions and pictures out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod written;

use super::*;
use crate::git::left::{Written, begun::Begun};
use crate::git::settling::End;
use crate::git::standing::{Standing, With};
use crate::git::sync::conflicts::{Open, Side};
use crate::plan::Value;
use crate::problem::Problem;
use crate::report::for_you::{ForYou, Kind as Line};
use crate::tui::areas::{AreaPlan, AreaRow};
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::Stage;
use crate::tui::told::Told;

const MINE: &str = "Every month one of our officers will be at the drop-in in Bridport, in the evening.";
const THEIRS: &str = "Every week one of our officers will be at the drop-in in Bridport, in the morning.";

fn place(path: &str, field: &str, mine: Option<&str>, theirs: Option<&str>, both: Option<&str>) -> Clash {
    let value = |text: Option<&str>| text.map(Value::from);
    let side = |by: &str, at: &str| Side { by: Some(by.into()), when: Some(at.parse().unwrap()) };
    let text = |text: Option<&str>| text.map(str::to_owned);
    Clash {
        open: Open {
            file: RelPath::new("2026-27/west-dorset.toml").unwrap(),
            path: FieldPath::parse(path).unwrap(),
            layer: Layer::Recorded,
            base: None,
            ours: value(mine),
            theirs: value(theirs),
            both: value(both),
            mine: side("Inspector, West Dorset", "2026-11-11T09:00:00Z"),
            other: side("Sergeant, Bridport", "2026-11-10T16:30:00Z"),
            choice: None,
            turn: None,
        },
        plan: "West Dorset 2026-27".into(),
        field: field.into(),
        base: text(Some("One of our officers will be at the drop-in.")),
        mine: text(mine),
        theirs: text(theirs),
        both: text(both),
        anew: None,
        kind: Some(if both.is_some() { Kind::Prose } else { Kind::Date }),
    }
}

pub fn places() -> Vec<Clash> {
    let title = "2 Meeting people face to face";
    vec![
        place(
            "standards.face-to-face.commitment",
            &format!("{title}, What we commit to"),
            Some(MINE),
            Some(THEIRS),
            Some(&format!("{MINE} {THEIRS}")),
        ),
        place("starts", "The area, First day", Some("1 Dec 2026"), Some("3 Dec 2026"), None),
        place("profile.summary", "The area, In a few sentences", Some("Hills."), None, Some("Hills.")),
    ]
}

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::directory(width, height);
    stage.effects.clear();
    stage.tell(Msg::ConflictsListed(Ok(places())));
    stage
}

fn shown(stage: &mut Stage) -> &mut Conflicts {
    commands::open(&mut stage.model).expect("something is being settled")
}

/// What was asked to be kept, by the field's last word.
fn kept(stage: &Stage) -> Vec<(String, Option<Take>)> {
    let decision = |effect: &Effect| match effect {
        Effect::Decide(decision) => Some((decision.spot.path.leaf().to_owned(), decision.take.clone())),
        _ => None,
    };
    stage.effects.iter().filter_map(decision).collect()
}

#[test]
fn each_key_keeps_a_decision_and_goes_on_to_what_is_left() {
    let mut stage = stage(80, 24);
    stage.press(&["m", "t", "b"]);
    let expected = [("commitment", Take::Mine), ("starts", Take::Theirs), ("summary", Take::Both)];
    assert_eq!(kept(&stage), expected.map(|(leaf, take)| (leaf.to_owned(), Some(take))));
    assert!(stage.screen().contains("3 of 3 settled"), "{}", stage.screen());
    stage.press(&["Enter"]);
    let none = stage.effects.iter().all(|effect| !matches!(effect, Effect::FinishConflicts { .. }));
    assert!(none && stage.screen().contains("A last look"), "{}", stage.screen());
    stage.press(&["Enter", "Enter", "m"]);
    let ends = stage.effects.iter().filter(|effect| matches!(effect, Effect::FinishConflicts { .. })).count();
    assert_eq!((ends, kept(&stage).len()), (1, 3), "once, and nothing more is decided meanwhile");
    stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Recorded("1a2b3c4d5e6f".into())))));
    assert!(stage.screen().contains("together in version 1a2b3c4d"), "{}", stage.screen());
    assert!(!stage.screen().contains("last look"), "{}", stage.screen());
}

#[test]
fn a_last_look_says_what_each_place_will_be_and_esc_goes_back_to_them() {
    let mut stage = stage(80, 24);
    stage.press(&["e"]);
    stage.type_text(" nmbt");
    stage.press(&["Esc", "t", "t", "Enter"]);
    let screen = stage.screen();
    for says in ["What we commit to", "Written anew: Every month one", "First day", "Theirs: 3 Dec 2026"] {
        assert!(screen.contains(says), "{says}: {screen}");
    }
    assert!(screen.contains("Theirs: (taken out)"), "{screen}");
    // Nothing is decided from here.
    stage.press(&["m", "u", "Ctrl+Z"]);
    assert_eq!(kept(&stage).len(), 3);
    stage.press(&["Esc", "u"]);
    assert_eq!(kept(&stage).last(), Some(&("summary".to_owned(), None)));
    // What comes up meanwhile is shown in place of the look.
    stage.press(&["m", "Enter"]);
    assert!(stage.screen().contains("A last look"), "{}", stage.screen());
    for _ in 0..5 {
        stage.tell(Msg::ConflictsListed(Ok(places())));
    }
    assert!(stage.screen().contains("0 of 3 settled"), "{}", stage.screen());
}

#[test]
fn a_long_last_look_scrolls_to_its_end_on_every_size() {
    for (width, height) in [(80, 24), (60, 20), (40, 10)] {
        let mut stage = Stage::directory(width, height);
        let many = (0..30).map(|at| {
            let path = format!("standards.face-to-face.activities.row{at}.title");
            let mut place = place(&path, &format!("Activity {at}, Title"), Some(MINE), Some(THEIRS), None);
            place.open.choice = Some(Take::Mine);
            place
        });
        stage.tell(Msg::ConflictsListed(Ok(many.collect())));
        stage.press(&["Enter"]);
        assert!(stage.screen().contains("Activity 0, Title"), "{}", stage.screen());
        assert!(stage.screen().contains("more lines: PageDown"), "{}", stage.screen());
        let mut seen = stage.screen();
        for _ in 0..30 {
            stage.press(&["PageDown"]);
            seen.push_str(&stage.screen());
        }
        for at in 0..30 {
            assert!(seen.contains(&format!("Activity {at}, Title")), "{at}");
        }
        assert!(!stage.screen().contains("more lines"), "{}", stage.screen());
    }
}

#[test]
fn the_last_decision_is_taken_back_here_and_after_coming_back() {
    let mut stage = stage(80, 24);
    stage.press(&["m", "t", "p", "p", "t", "u"]);
    assert_eq!(kept(&stage).last().unwrap(), &("commitment".to_owned(), Some(Take::Mine)));
    stage.press(&["Ctrl+Z", "u", "u"]);
    let none = |leaf: &str| (leaf.to_owned(), None);
    assert_eq!(kept(&stage)[4..], [none("starts"), none("commitment")]);
    assert!(stage.screen().contains("Nothing is settled yet."), "{}", stage.screen());

    let mut left = places();
    (left[0].open.choice, left[0].open.turn) = (Some(Take::Both), Some(1));
    (left[1].open.choice, left[1].open.turn) = (Some(Take::Mine), Some(0));
    let mut stage = Stage::directory(80, 24);
    stage.tell(Msg::ConflictsListed(Ok(left)));
    assert!(stage.screen().contains("2 of 3 settled"), "{}", stage.screen());
    assert_eq!(shown(&mut stage).at, 2, "the first that is left");
    stage.press(&["u"]);
    assert_eq!(kept(&stage), [none("commitment")]);
}

#[test]
fn what_cannot_be_is_said_and_decides_nothing() {
    let mut stage = stage(80, 24);
    stage.press(&["n", "b"]);
    assert!(stage.screen().contains("There cannot be both here"), "{}", stage.screen());
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("Choose first"), "{}", stage.screen());
    assert_eq!(stage.effects, []);
}

#[test]
fn a_text_is_written_anew_with_both_as_a_start_and_esc_keeps_it() {
    let mut stage = stage(80, 24);
    stage.press(&["e"]);
    stage.type_text(" nmbt");
    stage.press(&["Esc"]);
    let written = format!("{MINE} {THEIRS} nmbt");
    assert_eq!(kept(&stage), [("commitment".to_owned(), Some(Take::Text(Value::Text(written))))]);
    // Left as it began, it decides nothing; a date stays a date.
    stage.press(&["e", "Esc"]);
    assert_eq!(kept(&stage).len(), 1);
    stage.press(&["e"]);
    stage.paste("x");
    stage.press(&["Ctrl+A"]);
    stage.type_text("5 Dec 2026");
    stage.press(&["Enter"]);
    let date = Value::Date("2026-12-05".parse().unwrap());
    assert_eq!(kept(&stage)[1], ("starts".to_owned(), Some(Take::Text(date))));
}

#[test]
fn another_editor_writes_in_its_place() {
    let mut stage = stage(80, 24);
    stage.press(&["Ctrl+E"]);
    let Some(Effect::Edit { text }) = stage.effects.pop() else { panic!("no editor") };
    assert!(text.contains(MINE) && text.contains(THEIRS), "{text}");
    stage.tell(Msg::EditorClosed(Ok("By hand.".into())));
    assert!(stage.screen().contains("By hand."), "{}", stage.screen());
    stage.press(&["Ctrl+S"]);
    assert_eq!(kept(&stage)[0].1, Some(Take::Text("By hand.".into())));
}

#[test]
fn what_is_on_its_way_is_not_overtaken_by_an_older_list() {
    let mut stage = stage(80, 24);
    stage.press(&["m", "t"]);
    let mut first = places();
    first[0].open.choice = Some(Take::Mine);
    stage.tell(Msg::ConflictsListed(Ok(first.clone())));
    assert_eq!(shown(&mut stage).left(), 1, "the second decision is on its way");
    first[1].open.choice = Some(Take::Theirs);
    stage.tell(Msg::ConflictsListed(Ok(first)));
    assert_eq!((shown(&mut stage).left(), shown(&mut stage).at), (1, 2));
}

#[test]
fn what_came_up_meanwhile_and_what_went_wrong_are_told() {
    let mut stage = stage(80, 24);
    stage.press(&["m", "m", "m", "Enter", "Enter"]);
    let problem = Problem::new("somebody recorded at the same moment", "Try again.");
    stage.tell(Msg::ConflictsFinished(Err(problem)));
    assert!(stage.screen().contains("Somebody recorded at the same moment."), "{}", stage.screen());
    stage.press(&["Enter", "Enter"]);
    let is_asked = matches!(stage.effects.last(), Some(Effect::FinishConflicts { .. }));
    assert!(is_asked, "it can be tried again");
    stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Open(1)))));
    assert_eq!(stage.effects.last(), Some(&Effect::ListConflicts));
    stage.tell(Msg::ConflictsListed(Ok(Vec::new())));
    assert!(stage.screen().contains("Nothing is to be settled"), "{}", stage.screen());
}

#[test]
fn the_command_saves_what_is_written_before_it_looks() {
    let mut stage = Stage::plan(80, 24, crate::tui::testing::NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("x");
    stage.effects.clear();
    stage.press(&["Ctrl+K"]);
    stage.type_text("conflict");
    stage.press(&["Enter"]);
    assert_eq!(stage.effects.last(), Some(&Effect::ListConflicts));
}

#[test]
fn every_size_shows_what_both_say_and_long_texts_scroll() {
    for (width, height) in [(80, 24), (60, 20), (40, 10)] {
        let mut stage = stage(width, height);
        let screen = stage.screen();
        assert!(
            screen.contains("0 of 3 settled") && screen.contains("Mine: Inspector, West Dorset"),
            "{screen}"
        );
        stage.press(&["End"]);
        assert!(stage.screen().contains("morning."), "{}", stage.screen());
        stage.press(&["e"]);
        assert!(stage.screen().contains("Write what is to stand there"), "{}", stage.screen());
    }
}

#[test]
fn pictures() {
    let shoot = |name: &str, stage: &Stage, (width, height): (u16, u16)| {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), stage.picture());
    };
    for size in [(80, 24), (60, 20), (40, 10)] {
        let mut stage = stage(size.0, size.1);
        shoot("place", &stage, size);
        stage.press(&["e"]);
        shoot("writing", &stage, size);
        stage.press(&["Esc", "m", "t", "b"]);
        let mut kept = places();
        for (place, take) in kept.iter_mut().zip([Take::Mine, Take::Theirs, Take::Both]) {
            place.open.choice = Some(take);
        }
        for _ in 0..3 {
            stage.tell(Msg::ConflictsListed(Ok(kept.clone())));
        }
        shoot("all_settled", &stage, size);
        stage.press(&["Enter"]);
        shoot("last_look", &stage, size);
        stage.press(&["Enter"]);
        stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Recorded("1a2b3c4d5e6f".into())))));
        shoot("send_it_now", &stage, size);
    }
}

#[test]
fn what_git_left_is_shown_in_the_list_and_how_it_goes_on_is_told() {
    for size in [(80, 24), (60, 20), (40, 10)] {
        let mut stage = Stage::directory(size.0, size.1);
        let row = AreaRow {
            id: "west-dorset".into(),
            name: "West Dorset".into(),
            period: "2026-27".into(),
            plan: AreaPlan::Unsettled,
        };
        stage.tell(Msg::AreasListed(vec![row]));
        let words = "West Dorset 2026-27 is to be settled".to_owned();
        let line = ForYou { kind: Line::Unsettled, words, aside: "3 places".into(), place: None };
        stage.tell(Msg::Told(Box::new(Told { for_you: vec![line], ..Told::default() })));
        insta::assert_snapshot!(format!("left_in_list_{}x{}", size.0, size.1), stage.picture());
        stage.press(&["Enter"]);
        let (area, period) = ("west-dorset".to_owned(), "2026-27".to_owned());
        assert_eq!(
            stage.effects.last(),
            Some(&Effect::OpenPlan { area, period }),
            "which lists what is to be settled"
        );
        stage.press(&["Up", "Enter"]);
        assert_eq!(stage.effects.last(), Some(&Effect::ListConflicts));
        stage.tell(Msg::ConflictsListed(Ok(places())));
        let written = Written {
            files: vec![RelPath::new("2026-27/west-dorset.toml").unwrap()],
            read_once: Vec::new(),
            begun: Begun::Rebase,
            others: 1,
        };
        stage.tell(Msg::ConflictsFinished(Ok(End::Written(written))));
        assert!(!stage.screen().contains("of 3 settled"), "{}", stage.screen());
        insta::assert_snapshot!(format!("written_{}x{}", size.0, size.1), stage.picture());
    }
}

#[test]
fn what_came_from_the_server_is_not_asked_to_be_sent() {
    let mut stage = stage(80, 24);
    stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Received("1a2b3c4d5e6f".into())))));
    let screen = stage.screen();
    assert!(
        screen.contains("Version 1a2b3c4d of others is received; what you decided is in your files."),
        "{screen}"
    );
    assert!(!screen.contains("Send it now"), "{screen}");
}

#[test]
fn it_is_sent_now_or_later() {
    let asked = || {
        let mut stage = stage(80, 24);
        let standing = Some(Standing::With(With::default()));
        stage.tell(Msg::Told(Box::new(Told { standing, ..Told::default() })));
        stage.tell(Msg::ConflictsFinished(Ok(End::Came(Finished::Recorded("1a2b3c4d5e6f".into())))));
        stage
    };
    let mut now = asked();
    now.press(&["Enter"]);
    assert_eq!(now.effects.last(), Some(&Effect::Sync));
    let mut later = asked();
    later.press(&["Esc"]);
    assert!(!later.effects.contains(&Effect::Sync) && !later.screen().contains("Send it now?"));
}

#[test]
fn git_that_leaves_marks_in_the_open_plan_is_told_once_and_what_is_shown_stays() {
    let mut stage = Stage::plan(80, 24, crate::tui::testing::NEW_PLAN);
    let shown = stage.screen();
    let problem = Problem::new("two people changed the same place of this file", "Settle it.");
    let file = "2026-27/west-dorset.toml".to_owned();
    for _ in 0..2 {
        stage.tell(Msg::LeftUnsettled { file: file.clone(), problem: problem.clone() });
    }
    assert!(stage.screen().contains("Two people changed the same place"), "{}", stage.screen());
    let kept = stage.effects.iter().filter(|effect| matches!(effect, Effect::KeepAside { .. })).count();
    assert_eq!(kept, 1);
    stage.press(&["Enter"]);
    let after = stage.screen();
    assert_eq!(after.lines().nth(2), shown.lines().nth(2));
    assert!(after.lines().next().unwrap().contains("NOT SAVED"), "{after}");
}
