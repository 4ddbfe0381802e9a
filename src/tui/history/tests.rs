#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::Timestamp;

use super::{Against, Coming, Sent, VersionRow};
use crate::git::history::{Content, Entry};
use crate::plan::{Document, RelPath};
use crate::problem::Problem;
use crate::report::differences::{Difference, differences};
use crate::tui::msg::{Effect, Msg};
use crate::tui::testing::{NEW_PLAN, Stage};

const FILE: &str = "2026-27/west-dorset.toml";
const SIZES: [(u16, u16); 3] = [(80, 24), (60, 20), (40, 10)];

fn row(nth: usize, content: Option<Content>) -> VersionRow {
    let entry = Entry {
        id: format!("{nth:08x}").repeat(5),
        by: "Inspector, West Dorset".into(),
        email: "inspector@example.police.uk".into(),
        when: Timestamp::UNIX_EPOCH,
        note: format!("West Dorset 2026-27: priority {nth} changed"),
        file: RelPath::new(FILE).unwrap(),
        content,
        before: None,
    };
    VersionRow {
        entry,
        who: "Inspector, West Dorset".into(),
        when: "22 Nov 2026 14:02".into(),
        what: format!("Priority {nth}'s action changed; Bridport drop-in: venue added"),
        sent: if nth == 1 { Sent::Not } else { Sent::Yes },
    }
}

fn rows(from: usize, to: usize) -> Vec<VersionRow> {
    (from..=to).map(|nth| row(nth, Some(Content::example()))).collect()
}

/// The versions of the open plan, so many of them.
fn listed(width: u16, height: u16, many: usize, coming: Coming) -> Stage {
    let mut stage = Stage::plan(width, height, NEW_PLAN);
    stage.press(&["F2", "h"]);
    stage.tell(Msg::VersionsListed { file: FILE.into(), rows: rows(1, many), coming });
    stage
}

fn found() -> Vec<Difference> {
    let old = format!("{NEW_PLAN}\n[profile]\nsummary = \"Hills, villages and three market towns.\"\n");
    let new = old.replace("Hills, villages", "Hills, coast").replace("2026-12-01", "2026-12-02")
        + "population = 12345\n";
    let parse = |text: &str| Document::parse(text).unwrap();
    let form = crate::form::Form { sections: Vec::new() };
    differences(Some(&parse(&old)), Some(&parse(&new)), &form)
}

fn opened(width: u16, height: u16) -> Stage {
    let mut stage = listed(width, height, 3, Coming::All);
    stage.press(&["Enter"]);
    let id = row(1, None).entry.id;
    stage.tell(Msg::VersionCompared { id, against: Against::Before, differences: found() });
    stage
}

fn shoot(name: &str, open: impl Fn(u16, u16) -> Stage) {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), open(width, height).picture());
    }
}

fn asked(stage: &Stage, wanted: impl Fn(&Effect) -> bool) -> usize {
    stage.effects.iter().filter(|effect| wanted(effect)).count()
}

#[test]
fn the_versions() {
    shoot("versions", |width, height| listed(width, height, 30, Coming::All));
}

#[test]
fn no_version_yet() {
    shoot("no_versions", |width, height| listed(width, height, 0, Coming::All));
}

#[test]
fn one_version() {
    shoot("version", opened);
}

#[test]
fn asked_whether_to_bring_it_back() {
    shoot("bring_back", |width, height| {
        let mut stage = opened(width, height);
        stage.press(&["r"]);
        let id = row(1, None).entry.id;
        stage.tell(Msg::VersionCompared { id, against: Against::Now, differences: found() });
        stage
    });
}

#[test]
fn the_question_says_how_many_fields_change_and_which_lose_words() {
    let mut stage = listed(80, 24, 3, Coming::All);
    stage.press(&["Down", "r"]);
    let now = |effect: &Effect| matches!(effect, Effect::CompareVersion { against: Against::Now, .. });
    assert_eq!(asked(&stage, now), 1);
    assert!(stage.screen().contains("looking at what changes"), "{}", stage.screen());
    let told =
        |stage: &Stage| stage.screen().split_whitespace().collect::<Vec<_>>().join(" ").replace("│ │ ", "");
    let other = row(1, None).entry.id;
    stage.tell(Msg::VersionCompared { id: other, against: Against::Now, differences: Vec::new() });
    assert!(stage.screen().contains("looking at what changes"), "another version's: {}", stage.screen());
    let id = row(2, None).entry.id;
    stage.tell(Msg::VersionCompared { id, against: Against::Now, differences: found() });
    let words = told(&stage);
    for said in [
        "as it was on 22 Nov 2026 14:02",
        "3 fields change, and words go from “First day”, “Area summary”, “Population”.",
        "What anybody wrote since goes out of the plan.",
        "A copy of what is in it now is kept, and Ctrl+Z takes this back.",
    ] {
        assert!(words.contains(said), "{said}: {}", stage.screen());
    }
}

#[test]
fn the_plan_is_saved_before_it_is_compared_and_the_list_says_that_it_looks() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F2", "h"]);
    let save = stage.effects.iter().position(|effect| matches!(effect, Effect::Save { .. })).unwrap();
    let list = stage.effects.iter().position(|effect| matches!(effect, Effect::ListVersions { .. })).unwrap();
    assert!(save < list);
    assert!(stage.screen().contains("Looking for versions"), "{}", stage.screen());
}

#[test]
fn more_are_asked_for_once_when_few_are_left() {
    let mut stage = listed(80, 24, 60, Coming::More);
    let more = |stage: &Stage| asked(stage, |effect| *effect == Effect::MoreVersions);
    stage.press(&["Down"]);
    assert_eq!(more(&stage), 0);
    stage.press(&["End", "Up", "Down"]);
    assert_eq!(more(&stage), 1);
    stage.tell(Msg::VersionsListed { file: FILE.into(), rows: rows(61, 70), coming: Coming::All });
    stage.press(&["End"]);
    assert!(stage.screen().contains("priority 70 changed"), "{}", stage.screen());
    assert_eq!(more(&stage), 1);
}

#[test]
fn a_version_is_compared_with_now_and_with_the_one_before() {
    let mut stage = opened(80, 24);
    assert!(stage.screen().contains("Hills, [-villages-]{+coast+} and three"), "{}", stage.screen());
    stage.press(&["c"]);
    let now = |effect: &Effect| matches!(effect, Effect::CompareVersion { against: Against::Now, .. });
    assert_eq!(asked(&stage, now), 1);
    assert!(stage.screen().contains("what changed since") && stage.screen().contains("Looking"));
    let id = row(1, None).entry.id;
    stage.tell(Msg::VersionCompared { id: id.clone(), against: Against::Before, differences: found() });
    assert!(stage.screen().contains("Looking"), "an answer to the earlier question is not shown");
    stage.tell(Msg::VersionCompared { id, against: Against::Now, differences: Vec::new() });
    assert!(stage.screen().contains("Nothing changed since"), "{}", stage.screen());
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("Versions: West Dorset, 2026-27"), "{}", stage.screen());
}

#[test]
fn a_version_comes_back_into_the_open_plan_and_undo_takes_it_back() {
    let mut stage = listed(80, 24, 3, Coming::All);
    let before = stage.open().doc.text().to_owned();
    stage.press(&["Down", "r"]);
    let fetch = |effect: &Effect| matches!(effect, Effect::FetchVersion { .. });
    assert_eq!(asked(&stage, fetch), 0, "it asks first");
    stage.press(&["Esc", "r", "Enter"]);
    assert_eq!(asked(&stage, fetch), 1);
    let text = format!("{NEW_PLAN}\n[profile]\nsummary = \"As it was.\"\n");
    stage.tell(Msg::VersionFetched { file: FILE.into(), short: "00000002".into(), text: text.clone() });
    assert_eq!(stage.open().doc.text(), text);
    assert!(stage.screen().contains("Brought back as in version 00000002. Ctrl+Z"), "{}", stage.screen());
    assert_eq!(stage.saved(), text);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), before);
}

#[test]
fn a_version_that_took_the_plan_away_or_cannot_be_read_does_not_come_back() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F2", "h"]);
    stage.tell(Msg::VersionsListed { file: FILE.into(), rows: vec![row(1, None)], coming: Coming::All });
    stage.press(&["r"]);
    assert!(stage.screen().contains("took the plan away"), "{}", stage.screen());
    let before = stage.open().doc.text().to_owned();
    stage.tell(Msg::Failed(Problem::new("version 00000001 cannot be brought back", "Choose another.")));
    assert_eq!(stage.open().doc.text(), before);
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Versions:"), "{}", stage.screen());
}

#[test]
fn on_the_list_of_areas_a_plan_that_is_gone_comes_back_and_undo_takes_it_back() {
    use crate::tui::areas::{AreaPlan, AreaRow};
    let mut stage = Stage::directory(80, 24);
    let area = AreaRow {
        id: "west-dorset".into(),
        name: "West Dorset".into(),
        period: "2026-27".into(),
        plan: AreaPlan::NotStarted,
    };
    stage.tell(Msg::AreasListed(vec![area]));
    stage.press(&["h"]);
    stage.tell(Msg::VersionsListed { file: FILE.into(), rows: rows(1, 2), coming: Coming::All });
    stage.press(&["r", "Enter"]);
    assert_eq!(asked(&stage, |effect| matches!(effect, Effect::RestoreVersion { .. })), 1);
    stage.tell(Msg::VersionRestored { short: "00000001".into() });
    assert!(stage.screen().contains("Ctrl+Z takes it back"), "{}", stage.screen());
    stage.press(&["Ctrl+Z"]);
    assert_eq!(asked(&stage, |effect| *effect == Effect::TakeBackInList), 1);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(asked(&stage, |effect| *effect == Effect::TakeBackInList), 1, "once");
}

#[test]
fn in_the_list_a_version_is_compared_with_now() {
    let mut stage = listed(80, 24, 3, Coming::All);
    stage.press(&["Down", "c"]);
    let wanted = row(2, None).entry.id;
    assert!(
        matches!(stage.effects.last(), Some(Effect::CompareVersion { entry, against: Against::Now, .. }) if entry.id == wanted),
        "{:?}",
        stage.effects.last()
    );
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Versions: "), "back in the list: {}", stage.screen());
}
