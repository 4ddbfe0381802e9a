//! What the real `git` leaves unsettled in a clone that knows nothing of this program, settled with `nec resolve`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod git_support;

use cli_support::PLAN;
use git_support::{Clone, changed};
use nec::git::settling::{self, End};
use nec::git::sync::conflicts::{Finished, Layer};
use nec::plan::merge::Take;
use nec::plan::{FieldPath, RelPath};

const TEXT: &str = r#"format = 1
edition = "nec-2020"
area = "west-dorset"
period = "2026-27"
starts = 2026-12-01
ends = 2027-11-30
status = "draft"

[profile]
summary = "Two market towns."
settlements = ["Bridport", "Beaminster"]

[[priorities]]
id = "p1"
title = "Scams"
action = "Talks"

[[priorities]]
id = "p2"
title = "Speeding"
"#;

impl Clone {
    /// A plan directory without this program's drivers, with the plan above recorded on `main`.
    fn new() -> Clone {
        let clone = Clone::with_plan(TEXT);
        for section in ["merge.nec", "diff.nec"] {
            clone.git(&["config", "--remove-section", section]);
        }
        clone.record("Begun");
        clone
    }

    /// A branch `other` with changes of the sergeant's, and `main`, checked out, with others.
    fn parted(&self, here: &[(&str, &str)], there: &[(&str, &str)]) {
        self.git(&["checkout", "-qb", "other"]);
        self.desk.write(PLAN, with(there));
        self.git(&["add", "-A"]);
        let (said, status) = self.tried_as("Sergeant, Bridport", &["commit", "-qm", "There"]);
        assert_eq!(status, Some(0), "{said}");
        self.git(&["checkout", "-q", "main"]);
        self.desk.write(PLAN, with(here));
        self.record("Here");
    }

    /// Stops in the middle of a merge.
    fn merged(here: &[(&str, &str)], there: &[(&str, &str)]) -> Clone {
        let clone = Clone::new();
        clone.parted(here, there);
        let (said, status) = clone.tried(&["merge", "--no-edit", "other"]);
        assert_eq!(status, Some(1), "{said}");
        clone
    }

    /// What `nec resolve` prints, where its exit status is this.
    #[track_caller]
    fn resolve(&self, args: &[&str], expected: i32) -> String {
        let args: Vec<&str> = ["resolve"].iter().chain(args).copied().collect();
        let (out, err, status) = self.desk.all(&args);
        assert_eq!(status, expected, "{out}{err}");
        out + &err
    }

    /// Whether git counts nothing as unsettled.
    fn is_settled_for_git(&self) -> bool {
        self.git(&["ls-files", "-u"]).is_empty()
    }
}

fn with(changes: &[(&str, &str)]) -> String {
    changed(TEXT, changes)
}

const HERE: [(&str, &str); 3] =
    [("Scams", "Fraud"), ("2026-12-01", "2026-12-05"), ("Talks", "Talks in halls")];
const THERE: [(&str, &str); 3] = [("Scams", "Cons"), ("2026-12-01", "2026-12-03"), ("Speeding", "Cars")];

#[test]
fn a_merge_is_settled_field_by_field_and_goes_on() {
    let clone = Clone::merged(&HERE, &THERE);
    assert!(clone.plan().contains("<<<<<<<"));
    let listed = clone.resolve(&[], 1);
    assert!(listed.contains("2 places at which both sides say different things"), "{listed}");
    assert!(listed.contains("West Dorset 2026-27: priorities.p1.title"), "{listed}");
    assert!(
        listed.contains("mine, Inspector, West Dorset, ") && listed.contains("theirs, Sergeant, Bridport, ")
    );
    assert!(!listed.contains("<<<<"), "{listed}");
    let said = clone.resolve(&["west-dorset", "priorities.p1.title", "theirs"], 0);
    assert!(said.contains("1 place is left"), "{said}");
    assert!(clone.plan().contains("<<<<<<<"), "nothing is written before the last is settled");
    assert!(clone.resolve(&[], 1).contains("settled: theirs. Again"));
    let said = clone.resolve(&["west-dorset", "starts", "mine"], 0);
    assert!(said.contains("Settled, and written:") && said.contains("git merge --continue"), "{said}");
    let settled = with(&[HERE[1], HERE[2], THERE[0], THERE[2]]);
    assert_eq!(clone.plan(), settled);
    assert!(clone.is_settled_for_git());
    clone.git(&["merge", "--continue"]);
    assert_eq!(clone.git(&["show", &format!("HEAD:{PLAN}")]), settled);
    assert_eq!(clone.git(&["rev-list", "--count", "--merges", "HEAD"]).trim(), "1");
    assert!(clone.git(&["status", "--short"]).is_empty());
    assert!(clone.resolve(&[], 0).contains("Nothing is to be settled."));
    clone.git(&["fsck", "--strict"]);
}

#[test]
fn what_git_alone_cannot_merge_and_fields_can_needs_no_decision() {
    let clone = Clone::merged(
        &[("\"Bridport\", ", "\"Bridport\", \"Lyme\", ")],
        &[("\"Beaminster\"]", "\"Beaminster\", \"Uplyme\"]")],
    );
    let said = clone.resolve(&[], 0);
    assert!(said.contains("Settled, and written:"), "{said}");
    assert!(
        clone.plan().contains("[\"Bridport\", \"Lyme\", \"Beaminster\", \"Uplyme\"]"),
        "{}",
        clone.plan()
    );
    clone.git(&["merge", "--continue"]);
}

#[test]
fn a_rebase_stops_at_each_version_and_mine_is_what_i_wrote() {
    let clone = Clone::new();
    clone.parted(&[HERE[0]], &[THERE[0]]);
    clone.desk.write(PLAN, with(&[HERE[0], ("Speeding", "Cars")]));
    clone.record("Here again");
    clone.desk.write(PLAN, with(&[("Scams", "Fraud and scams"), ("Speeding", "Cars")]));
    clone.record("Here a third time");
    let (said, status) = clone.tried(&["rebase", "other"]);
    assert_eq!(status, Some(1), "{said}");
    let listed = clone.resolve(&[], 1);
    let (mine, theirs) = listed.split_once("  theirs, ").unwrap();
    assert!(mine.contains("mine, Inspector, West Dorset") && mine.contains("\"Fraud\""), "{listed}");
    assert!(theirs.starts_with("Sergeant, Bridport") && theirs.contains("\"Cons\""), "{listed}");
    let said = clone.resolve(&["west-dorset", "priorities.p1.title", "theirs"], 0);
    assert!(said.contains("git rebase --continue"), "{said}");
    // The version that is empty now is dropped by git; the third meets the same field with other words.
    let (said, _) = clone.tried(&["rebase", "--continue"]);
    assert!(clone.plan().contains("<<<<<<<"), "{said}");
    assert!(clone.resolve(&[], 1).contains("settle with"), "the decision was about other words");
    clone.resolve(&["west-dorset", "priorities.p1.title", "mine"], 0);
    clone.git(&["rebase", "--continue"]);
    assert_eq!(clone.plan(), with(&[("Scams", "Fraud and scams"), ("Speeding", "Cars")]));
    assert!(clone.git(&["status"]).contains("On branch main"));
}

#[test]
fn picked_and_stashed_changes_are_settled_too() {
    let clone = Clone::new();
    clone.parted(&[HERE[0]], &[THERE[0]]);
    assert_eq!(clone.tried(&["cherry-pick", "other"]).1, Some(1));
    let listed = clone.resolve(&[], 1);
    assert!(listed.contains("theirs, Sergeant, Bridport"), "{listed}");
    let said = clone.resolve(&["west-dorset", "priorities.p1.title", "theirs"], 0);
    assert!(said.contains("git cherry-pick --continue"), "{said}");
    clone.git(&["cherry-pick", "--continue"]);
    // Put aside, and brought back onto other words.
    clone.desk.write(PLAN, with(&[("Scams", "Thefts")]));
    clone.git(&["stash", "-q"]);
    clone.desk.write(PLAN, with(&[("Scams", "Robbery")]));
    clone.record("Robbery");
    assert_eq!(clone.tried(&["stash", "pop"]).1, Some(1));
    let (_, err, status) = clone.desk.all(&["commit", "west-dorset"]);
    assert!(status == 1 && err.contains("nec resolve"), "{status} {err}");
    let listed = clone.resolve(&[], 1);
    let (mine, theirs) = listed.split_once("  theirs, ").unwrap();
    assert!(mine.contains("mine, put aside, not recorded") && mine.contains("\"Thefts\""), "{listed}");
    assert!(theirs.starts_with("Inspector, West Dorset") && theirs.contains("\"Robbery\""), "{listed}");
    let said = clone.resolve(&["west-dorset", "priorities.p1.title", "mine"], 0);
    assert!(said.contains("nec commit"), "{said}");
    assert_eq!(clone.plan(), with(&[("Scams", "Thefts")]));
    assert!(clone.is_settled_for_git());
    clone.desk.nec(&["commit", "west-dorset"]).assert().success();
}

#[test]
fn nothing_takes_such_a_file_for_a_plan() {
    let clone = Clone::merged(&HERE, &THERE);
    let (checked, status) = clone.desk.checked(&[]);
    let finding = &checked["findings"][0];
    assert_eq!((finding["rule"].as_str(), status), (Some("file-unreadable"), 1));
    assert!(finding["message"].as_str().unwrap().contains("two people changed the same place"), "{finding}");
    let (status, _, _) = clone.desk.all(&["status"]);
    assert!(status.contains("two versions: nec resolve"), "{status}");
    let (_, err, status) = clone.desk.all(&["commit"]);
    assert!(status != 0 && err.contains("nec resolve"), "{err}");
    let (_, err, status) = clone.desk.all(&["sync"]);
    assert!(
        status != 0 && err.contains("git merge --continue") && err.contains("git merge --abort"),
        "{err}"
    );
    let (_, err, status) = clone.desk.all(&["set", "west-dorset", "status", "submitted"]);
    assert!(status != 0 && err.contains("nec resolve"), "{err}");
    assert!(clone.plan().contains("<<<<<<<"), "it is as git left it");
    clone.git(&["merge", "--abort"]);
    assert!(clone.resolve(&[], 0).contains("Nothing is to be settled."));
}

#[test]
fn marks_that_somebody_recorded_are_read_back() {
    let clone = Clone::merged(&HERE, &THERE);
    clone.git(&["commit", "-qam", "Merged in a hurry"]);
    let (_, err, status) = clone.desk.all(&["sync"]);
    assert!(status != 0 && err.contains("nobody has settled") && err.contains("nec resolve"), "{err}");
    let listed = clone.resolve(&[], 1);
    assert!(listed.contains("\"Fraud\"") && listed.contains("\"Cons\""), "{listed}");
    // What both began with does not stand in the marks, so whatever differs between them is a place.
    for path in ["starts", "priorities.p1.title", "priorities.p1.action"] {
        clone.resolve(&["west-dorset", path, "mine"], 0);
    }
    assert_eq!(clone.plan(), with(&[HERE[0], HERE[1], HERE[2], THERE[2]]));
    clone.desk.nec(&["commit", "west-dorset"]).assert().success();
}

#[test]
fn spoilt_marks_are_not_guessed_at() {
    let clone = Clone::merged(&HERE, &THERE);
    clone.git(&["commit", "-qam", "Merged in a hurry"]);
    let spoilt = clone.plan().replacen("=======\n", "=======\ntitle = \n", 1);
    clone.desk.write(PLAN, &spoilt);
    let said = clone.resolve(&[], 1);
    assert!(said.contains("cannot be told apart") && said.contains("The file is untouched."), "{said}");
    assert_eq!(clone.plan(), spoilt);
}

#[test]
fn the_comments_of_the_driver_are_settled_also_where_somebody_recorded_them() {
    let clone = Clone::new();
    clone.desk.all(&["doctor", "--fix"]);
    clone.parted(&HERE, &THERE);
    assert_eq!(clone.tried(&["merge", "--no-edit", "other"]).1, Some(1));
    assert!(clone.plan().contains("# nec: conflict at starts"), "{}", clone.plan());
    assert!(clone.resolve(&[], 1).contains("2 places"));
    clone.git(&["commit", "-qam", "Merged in a hurry"]);
    assert!(clone.resolve(&[], 1).contains("2 places"));
    clone.resolve(&["west-dorset", "starts", "theirs"], 0);
    clone.resolve(&["west-dorset", "priorities.p1.title", "mine"], 0);
    assert_eq!(clone.plan(), with(&[HERE[0], THERE[1], HERE[2], THERE[2]]));
}

#[test]
fn what_one_removed_and_the_other_changed_is_a_decision() {
    for (side, there) in [("mine", true), ("theirs", false)] {
        let clone = Clone::new();
        clone.git(&["checkout", "-qb", "other"]);
        clone.git(&["rm", "-q", PLAN]);
        clone.git(&["commit", "-qm", "Removed"]);
        clone.git(&["checkout", "-q", "main"]);
        clone.desk.write(PLAN, with(&HERE));
        clone.record("Here");
        assert_eq!(clone.tried(&["merge", "--no-edit", "other"]).1, Some(1));
        assert!(
            clone.resolve(&[], 1).contains(&format!("nec resolve west-dorset {PLAN} and mine or theirs"))
        );
        clone.resolve(&["west-dorset", PLAN, side], 0);
        assert_eq!(clone.desk.root.join(PLAN).exists(), there);
        clone.git(&["merge", "--continue"]);
        assert!(clone.git(&["status", "--short"]).is_empty());
    }
}

#[test]
fn what_was_settled_by_hand_is_left_alone_and_a_driver_that_is_gone_settles_nothing() {
    let clone = Clone::merged(&HERE, &THERE);
    let by_hand = with(&[HERE[0], THERE[1]]);
    clone.desk.write(PLAN, &by_hand);
    let said = clone.resolve(&[], 1);
    assert!(
        said.contains("settled this file by hand") && said.contains(&format!("git add {PLAN}")),
        "{said}"
    );
    assert_eq!(clone.plan(), by_hand);
    // Where the driver's program is not there, git leaves its own version, and no marks.
    let clone = Clone::new();
    clone.git(&["config", "merge.nec.driver", "no-such-program-anywhere %O %A %B %P"]);
    clone.parted(&HERE, &THERE);
    clone.tried(&["merge", "--no-edit", "other"]);
    assert_eq!(clone.plan(), with(&HERE));
    assert!(clone.resolve(&[], 1).contains("2 places"));
}

#[test]
fn a_settled_file_is_taken_back_and_settled_again_from_the_same_versions() {
    let clone = Clone::merged(&HERE, &THERE);
    let marked = clone.plan();
    for path in ["starts", "priorities.p1.title"] {
        clone.resolve(&["west-dorset", path, "mine"], 0);
    }
    let (out, err, status) = clone.desk.all(&["undo", "--yes"]);
    assert_eq!((status, clone.plan()), (0, marked), "{out}{err}");
    let listed = clone.resolve(&[], 1);
    assert!(listed.contains("2 places") && !listed.contains("settled:"), "{listed}");
    for path in ["starts", "priorities.p1.title"] {
        clone.resolve(&["west-dorset", path, "theirs"], 0);
    }
    assert_eq!(clone.plan(), with(&[THERE[0], THERE[1], THERE[2], HERE[2]]));
}

#[test]
fn a_settings_file_with_marks_in_it_is_settled_too() {
    let clone = Clone::new();
    let before = clone.desk.read("nec.toml");
    let named = |name: &str| {
        let force = before.lines().find(|line| line.starts_with("force = ")).unwrap();
        before.replace(force, &format!("force = \"{name}\""))
    };
    clone.git(&["checkout", "-qb", "other"]);
    clone.desk.write("nec.toml", named("Dorset Constabulary"));
    clone.record("There");
    clone.git(&["checkout", "-q", "main"]);
    clone.desk.write("nec.toml", named("Dorset Police Force"));
    clone.record("Here");
    assert_eq!(clone.tried(&["merge", "--no-edit", "other"]).1, Some(1));
    let listed = clone.resolve(&[], 1);
    assert!(listed.contains("nec resolve nec.toml force and mine"), "{listed}");
    clone.resolve(&["nec.toml", "force", "theirs"], 0);
    assert_eq!(clone.desk.read("nec.toml"), named("Dorset Constabulary"));
    assert!(clone.is_settled_for_git());
}

/// Where the words are kept, if they are.
fn kept_with(clone: &Clone, words: &str) -> Option<std::path::PathBuf> {
    let kept = std::fs::read_dir(clone.desk.root.join(".nec/kept")).ok()?;
    let mut paths = kept.map(|entry| entry.unwrap().path());
    paths.find(|path| std::fs::read_to_string(path).unwrap().contains(words))
}

#[test]
fn a_text_that_another_program_wrote_anew_is_kept_where_it_is_decided_otherwise() {
    let clone = Clone::merged(&HERE, &THERE);
    let root = clone.desk.root.clone();
    let (file, path) = (RelPath::new(PLAN).unwrap(), FieldPath::of(["priorities", "p1", "title"]));
    let decide = |take: Take, seen: Option<&Take>| {
        settling::choose(&root, &file, &path, Some(Layer::Left), Some(take), seen).unwrap()
    };
    let text = |text: &str| Take::Text(text.into());
    decide(text("Half"), None);
    // Who writes on knows what was there.
    let chosen = decide(text("Doorstep crime"), Some(&text("Half")));
    assert!(chosen.kept.is_empty() && kept_with(&clone, "Half").is_none());
    let said = clone.resolve(&["west-dorset", "priorities.p1.title", "mine"], 0);
    let kept = kept_with(&clone, "Doorstep crime").unwrap();
    assert!(said.contains(&format!("is kept in {}", kept.display())), "{said}");
}

#[test]
fn what_is_decided_otherwise_than_it_was_shown_is_not_ended() {
    let clone = Clone::merged(&HERE, &THERE);
    let root = clone.desk.root.clone();
    let (file, path) = (RelPath::new(PLAN).unwrap(), FieldPath::of(["priorities", "p1", "title"]));
    let decide = |path: &FieldPath, take: Take| {
        settling::choose(&root, &file, path, Some(Layer::Left), Some(take), None).unwrap()
    };
    decide(&FieldPath::of(["starts"]), Take::Mine);
    decide(&path, Take::Text("Doorstep crime".into()));
    let shown = settling::list(&root).unwrap().open;
    decide(&path, Take::Mine);
    let end = settling::finish(&root, None, Some(&shown)).unwrap();
    assert_eq!(end, End::Came(Finished::Otherwise));
    assert!(clone.plan().contains("<<<<<<<"), "nothing is written");
    let shown = settling::list(&root).unwrap().open;
    assert!(matches!(settling::finish(&root, None, Some(&shown)).unwrap(), End::Written(_)));
    assert!(kept_with(&clone, "Doorstep crime").is_some());
}
