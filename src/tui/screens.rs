//! Every screen at three sizes: text, styles and cursor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::areas::{AreaPlan, AreaRow};
use super::msg::{Effect, Msg};
use super::testing::{NEW_PLAN, Stage};
use super::told::Told;
use crate::check::State;
use crate::git::network::Progress;
use crate::git::standing::{Standing, With};
use crate::plan::{Document, FieldPath, Place, RelPath, diff};
use crate::problem::Problem;
use crate::report::away::{Away, Theirs};
use crate::report::for_you::{ForYou, Kind};
use crate::report::not_kept::{How, Much, NotKept};

const SIZES: [(u16, u16); 3] = [(80, 24), (60, 20), (120, 40)];
const SMALL_TOO: [(u16, u16); 3] = [(80, 24), (60, 20), (40, 10)];

/// A plan half written: two activities, one of them with no venue.
fn half_written() -> String {
    format!(
        "{NEW_PLAN}email = \"insp.west@example.police.uk\"\n\n[standards.face-to-face]\ncommitment = \"\"\"\n\
         Every month one of our officers will be at the drop-in in Bridport. In every quarter there is a meeting in each \
         other neighbourhood, in the evening, and we say what came of the last.\"\"\"\n\n\
         [[standards.face-to-face.activities]]\nid = \"k7m2qx\"\ntitle = \"Bridport drop-in\"\nkind = \"drop-in\"\n\
         starts = 2026-12-03\nevery = \"month\"\non = \"first thursday\"\ntime = 18:30:00\nuntil = 19:30:00\n\
         venues = [\"example-hall\"]\nneighbourhoods = [\"bridport\"]\nowner = \"Sergeant, Bridport\"\n\n\
         [[standards.face-to-face.activities]]\nid = \"p4n8ra\"\ntitle = \"Beaminster meeting\"\n\
         kind = \"beat-meeting\"\ndates = [2027-03-11]\nneighbourhoods = [\"beaminster\"]\n"
    )
}

fn shoot(name: &str, open: impl Fn(u16, u16) -> Stage) {
    for (width, height) in SIZES {
        let stage = open(width, height);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), stage.picture());
    }
}

fn plan_at(keys: &'static [&'static str]) -> impl Fn(u16, u16) -> Stage {
    move |width, height| {
        let mut stage = Stage::plan(width, height, &half_written());
        stage.press(keys);
        stage
    }
}

#[test]
fn first_screen() {
    shoot("first", |width, height| {
        let mut stage = Stage::new(width, height);
        super::update::welcome(&mut stage.model);
        stage
    });
}

#[test]
fn opening_the_forces_plans() {
    for (width, height) in SMALL_TOO {
        let mut stage = Stage::new(width, height);
        super::update::welcome(&mut stage.model);
        stage.press(&["Enter"]);
        stage.type_text("ssh://git@server.example.police.uk/plans.git");
        insta::assert_snapshot!(format!("join_{width}x{height}"), stage.picture());
        stage.press(&["Enter"]);
        stage.tell(Msg::Progress(Progress { doing: "Receiving", percent: Some(45) }));
        insta::assert_snapshot!(format!("joining_{width}x{height}"), stage.picture());
    }
}

#[test]
fn where_the_words_are() {
    for (width, height) in SMALL_TOO {
        let mut stage = plan_at(&["Tab"])(width, height);
        stage.type_text("x");
        stage.save_arrives();
        stage.tell(Msg::VersionRecorded {
            file: "2026-27/west-dorset.toml".into(),
            words: "Recorded.".into(),
        });
        let file = RelPath::new("2026-27/west-dorset.toml").unwrap();
        let with = With { to_send: 1, unsent: [file].into(), ..With::default() };
        let unrecorded = [RelPath::new("areas.toml").unwrap()].into();
        let standing = Some(Standing::With(with));
        stage.tell(Msg::Told(Box::new(Told { standing, unrecorded, ..Told::default() })));
        let corner = stage.screen().lines().next().unwrap().to_owned();
        stage.press(&["Esc"]);
        let list = stage.screen().lines().next().unwrap().to_owned();
        insta::assert_snapshot!(format!("where_{width}x{height}"), format!("{corner}\n{list}"));
    }
}

fn for_you() -> Vec<ForYou> {
    let place = Place::new("2026-27", "west-dorset");
    let one = |kind, words: &str, aside: &str, place: Option<&Place>| ForYou {
        kind,
        words: words.into(),
        aside: aside.into(),
        place: place.cloned(),
    };
    vec![
        one(Kind::SentBack, "West Dorset 2026-27 was sent back", "due 30 Nov 2026", place.as_ref()),
        one(
            Kind::Changed,
            "Sergeant, Bridport changed 3 things in West Dorset 2026-27",
            "standards 2, 3",
            place.as_ref(),
        ),
        one(Kind::NotSent, "2 versions recorded, NOT SENT YET", "Purbeck 2026-27", None),
    ]
}

#[test]
fn what_needs_its_user_first() {
    for (width, height) in [(80, 24), (60, 20), (120, 40), (40, 10)] {
        let mut stage = Stage::directory(width, height);
        let row = |id: &str, name: &str| AreaRow {
            id: id.into(),
            name: name.into(),
            period: "2026-27".into(),
            plan: AreaPlan::NotStarted,
        };
        stage.tell(Msg::AreasListed(vec![row("west-dorset", "West Dorset"), row("poole", "Poole")]));
        let standing = Some(Standing::With(With { to_send: 2, ..With::default() }));
        stage.tell(Msg::Told(Box::new(Told { standing, for_you: for_you(), ..Told::default() })));
        stage.press(&["Up", "Up"]);
        insta::assert_snapshot!(format!("for_you_{width}x{height}"), stage.picture());
        stage.press(&["Enter"]);
        let (area, period) = ("west-dorset".to_owned(), "2026-27".to_owned());
        assert_eq!(stage.effects.last(), Some(&Effect::OpenPlan { area, period }));
        stage.press(&["Down", "Enter"]);
        assert_eq!(stage.effects.last(), Some(&Effect::Sync));
    }
}

#[test]
fn while_somebody_was_away() {
    for (width, height) in SMALL_TOO {
        let mut stage = Stage::directory(width, height);
        let before = Document::parse(&half_written()).unwrap();
        let after = half_written()
            .replace("in the evening", "on Saturdays")
            .replace("id = \"p4n8ra\"", "id = \"p4n8ra\"\ntime = 19:00:00");
        let changes = diff::changes(Some(&before), &Document::parse(&after).unwrap());
        let theirs = Theirs {
            by: "Sergeant, Bridport".into(),
            when: "2026-11-10T14:20:00Z".parse().unwrap(),
            changes,
        };
        let read_once = vec!["Standard 2's commitment".into()];
        let not_kept = vec![NotKept {
            what: "Face to face: commitment".into(),
            path: FieldPath::of(["standards", "face-to-face", "commitment"]),
            by: Some("Sergeant, Bridport".into()),
            how: How::NotTaken,
            much: Much::All,
        }];
        let twice = vec!["Bridport drop-in".into()];
        let away = Away { theirs: vec![theirs], read_once, not_kept, twice };
        stage.open_away(&half_written(), away);
        insta::assert_snapshot!(format!("away_{width}x{height}"), stage.picture());
        stage.press(&["Enter"]);
        assert!(stage.screen().contains("You were here."), "{}", stage.screen());
    }
}

#[test]
fn sending_and_receiving() {
    for (width, height) in SMALL_TOO {
        let mut stage = plan_at(&["F2"])(width, height);
        let standing = Some(Standing::NeverSent);
        stage.tell(Msg::Told(Box::new(Told { standing, ..Told::default() })));
        stage.press(&["End"]);
        insta::assert_snapshot!(format!("summary_shared_{width}x{height}"), stage.picture());
        stage.press(&["Enter"]);
        stage.tell(Msg::Progress(Progress { doing: "Sending", percent: Some(80) }));
        insta::assert_snapshot!(format!("sending_{width}x{height}"), stage.picture());
        stage.tell(Msg::Synced(vec![
            "Sent 2 versions. Whoever shares these plans can see them.".into(),
            "Received 3 versions from Sergeant, Bridport (2); Inspector, Purbeck.".into(),
            "Not recorded, so not sent: the venue book.".into(),
        ]));
        insta::assert_snapshot!(format!("synced_{width}x{height}"), stage.picture());
    }
}

#[test]
fn list_of_areas() {
    shoot("areas", |width, height| {
        let mut stage = Stage::directory(width, height);
        let states = [State::Complete, State::Incomplete, State::NonCompliant, State::NotStarted];
        let checked = AreaPlan::Checked {
            states: (1..=8).map(|n| (n, states[(n as usize) % 4])).collect(),
            flags: "2 fall short, 5 to do".into(),
            status: "draft".into(),
            changed: "2 Nov 2026, Inspector, West Dorset".into(),
        };
        let row = |id: &str, name: &str, plan| AreaRow {
            id: id.into(),
            name: name.into(),
            period: "2026-27".into(),
            plan,
        };
        stage.tell(Msg::AreasListed(vec![
            row("west-dorset", "West Dorset", checked),
            row("poole", "Poole", AreaPlan::NotStarted),
            row(
                "purbeck",
                "Purbeck",
                AreaPlan::Broken(Box::new(Problem::new("this file is empty", "Begin it again."))),
            ),
        ]));
        stage
    });
}

#[test]
fn area_section() {
    shoot("section_area", plan_at(&[]));
}

#[test]
fn writing_a_commitment() {
    shoot("prose", plan_at(&["F3", "F3", "F3"]));
}

#[test]
fn list_of_activities() {
    shoot("activities", plan_at(&["F3", "F3", "F3", "Tab", "Down"]));
}

#[test]
fn one_activity() {
    shoot("activity", plan_at(&["F3", "F3", "F3", "Tab", "Enter", "Tab", "Tab"]));
}

#[test]
fn quick_add() {
    shoot("quick_add", |width, height| {
        let mut stage = plan_at(&["F3", "F3", "F3", "Tab", "n"])(width, height);
        stage.type_text("Lyme Regis surgery, last Fri monthly, 6pm-7pm, Example Library, PC Lyme Regis");
        stage
    });
}

#[test]
fn summary() {
    shoot("summary", |width, height| {
        let mut stage = plan_at(&["F2"])(width, height);
        stage.save_arrives();
        stage
    });
}

#[test]
fn flags() {
    shoot("flags", |width, height| {
        let mut stage = plan_at(&["Ctrl+K"])(width, height);
        stage.type_text("all flags");
        stage.press(&["Enter"]);
        stage
    });
}

#[test]
fn the_year() {
    shoot("year", plan_at(&["F5"]));
}

#[test]
fn help_on_a_field() {
    shoot("help", plan_at(&["F3", "F3", "F3", "F1"]));
}

#[test]
fn commands_by_name() {
    shoot("palette", |width, height| {
        let mut stage = plan_at(&["Ctrl+K"])(width, height);
        stage.type_text("commit");
        stage
    });
}

#[test]
fn choosing_a_kind() {
    shoot("picker", plan_at(&["F3", "F3", "F3", "Tab", "Enter", "Tab", "Enter"]));
}

#[test]
fn recording() {
    shoot("record", |width, height| {
        let mut stage = plan_at(&[])(width, height);
        stage.tell(Msg::RecordPrepared {
            message: "West Dorset 2026-27: 2 activities added".into(),
            author: None,
        });
        stage
    });
}

#[test]
fn asking_for_a_flag_to_be_set_aside() {
    shoot("waive", |width, height| {
        let mut stage = plan_at(&["F2", "a"])(width, height);
        stage.type_text("The figures come with the census");
        stage.press(&["Tab"]);
        stage
    });
}

#[test]
fn venue_book() {
    shoot("venues", |width, height| {
        let mut stage = plan_at(&["Ctrl+K"])(width, height);
        stage.type_text("venue");
        stage.press(&["Enter"]);
        stage
    });
}

#[test]
fn one_venue() {
    shoot("venue", |width, height| {
        let mut stage = plan_at(&["Ctrl+K"])(width, height);
        stage.type_text("venue");
        stage.press(&["Enter", "Enter"]);
        stage
    });
}

#[test]
fn a_problem() {
    shoot("problem", |width, height| {
        let mut stage = plan_at(&[])(width, height);
        let problem = Problem::new("the disk is full", "Make room on the disk, and try again.")
            .safe("What you wrote is safe.")
            .in_file("2026-27/west-dorset.toml");
        stage.tell(Msg::Failed(problem));
        stage
    });
}

#[test]
fn one_field_at_a_time_on_a_tiny_screen() {
    for (name, keys) in
        [("line", &["Tab"][..]), ("prose", &["Tab", "Tab"]), ("rows", &["F3", "F3", "F3", "Tab"])]
    {
        let stage = plan_at(&[])(40, 10);
        let mut stage = stage;
        stage.press(keys);
        insta::assert_snapshot!(format!("tiny_{name}_40x10"), stage.picture());
    }
}

#[test]
fn letters_in_place_of_glyphs() {
    let mut stage = plan_at(&["F2", "Ctrl+K"])(80, 24);
    stage.type_text("marks look wrong");
    stage.press(&["Enter"]);
    insta::assert_snapshot!("letters_80x24", stage.picture());
}

#[test]
fn no_screen_shows_raw_controls() {
    let hostile = format!("{NEW_PLAN}email = \"a\\u001b[2Jb\\u202ec\"\n");
    let mut stage = Stage::plan(80, 24, &hostile);
    for keys in [&["Tab"][..], &["Tab"], &["F2"], &["Enter"]] {
        stage.press(keys);
        let screen = stage.screen();
        assert!(!screen.chars().any(|c| c != '\n' && crate::plan::printable::is_hidden(c)), "{screen}");
    }
}

#[test]
fn the_picture_in_the_readme_is_the_screen() {
    let stage = plan_at(&["F3", "F3", "F3", "Tab", "Down"])(80, 24);
    let readme = include_str!("../../README.md");
    let picture = readme.split("<!-- screen").nth(1).and_then(|rest| rest.split("```").nth(1)).unwrap();
    assert_eq!(picture.trim_start_matches('\n'), stage.screen(), "put this screen into README.md");
}
