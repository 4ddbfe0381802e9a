//! The real `git` with this program as its merge driver and its reader of plans.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod git_support;

use cli_support::{Desk, PLAN};
use git_support::{Clone, changed};
use nec::git::drivers::{self, Standing};
use nec::git::left;
use nec::git::stages::stages;
use nec::plan::RelPath;

const TEXT: &str = r#"format = 1
edition = "nec-2020"
area = "west-dorset"
period = "2026-27"
starts = 2026-12-01
ends = 2027-11-30
status = "draft"

[profile]
summary = """
Two market towns. Many villages between the hills and the sea."""
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
    /// With the plan above recorded on `main`.
    fn new() -> Clone {
        let clone = Clone::with_plan(TEXT);
        clone.record("Begun");
        clone
    }

    /// Puts one text in the place of another in the plan, and records it.
    #[track_caller]
    fn change(&self, before: &str, after: &str) {
        let text = self.plan();
        assert!(text.contains(before), "{before} in {text}");
        self.desk.write(PLAN, text.replacen(before, after, 1));
        self.record(after.lines().next().unwrap_or("taken out"));
    }

    /// Puts one more priority behind the second, and records it.
    #[track_caller]
    fn add_priority(&self, id: &str, title: &str) {
        let before = "title = \"Speeding\"\n";
        self.change(before, &format!("{before}\n[[priorities]]\nid = \"{id}\"\ntitle = \"{title}\"\n"));
    }

    /// A branch `other` with one change, and `main`, checked out, with another.
    fn parted(&self, here: (&str, &str), there: (&str, &str)) {
        self.git(&["checkout", "-qb", "other"]);
        self.change(there.0, there.1);
        self.git(&["checkout", "-q", "main"]);
        self.change(here.0, here.1);
    }

    fn file() -> RelPath {
        RelPath::new(PLAN).unwrap()
    }
}

fn with(changes: &[(&str, &str)]) -> String {
    changed(TEXT, changes)
}

/// Two changes of one line, which git alone cannot merge.
const HERE: (&str, &str) = ("\"Bridport\", ", "\"Bridport\", \"Lyme\", ");
const THERE: (&str, &str) = ("\"Beaminster\"]", "\"Beaminster\", \"Uplyme\"]");
const BOTH: [(&str, &str); 2] = [HERE, THERE];

#[test]
fn a_merge_goes_by_field_in_both_directions() {
    for (on, from) in [("main", "other"), ("other", "main")] {
        let clone = Clone::new();
        clone.parted(HERE, THERE);
        clone.git(&["checkout", "-q", on]);
        clone.git(&["merge", "-q", "--no-edit", from]);
        assert_eq!(clone.plan(), with(&BOTH), "{from} into {on}");
    }
}

#[test]
fn different_sentences_are_merged_and_said_to_be_read_once() {
    let clone = Clone::new();
    clone.parted(("Two market towns", "Three market towns"), ("Many villages", "Some villages"));
    let said = clone.git(&["merge", "--no-edit", "other"]);
    assert!(said.contains("profile.summary") && said.contains("read it once"), "{said}");
    assert_eq!(clone.plan(), with(&[("Two", "Three"), ("Many", "Some")]));
}

#[test]
fn a_conflict_keeps_both_versions_in_a_file_that_can_be_read() {
    let clone = Clone::new();
    clone.parted(("Scams", "Fraud"), ("Scams", "Cons"));
    let (said, status) = clone.tried(&["merge", "--no-edit", "other"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains(PLAN) && said.contains("priorities.p1.title"), "{said}");
    let text = clone.plan();
    assert!(!text.contains("<<<<<<<"), "{text}");
    assert!(text.contains("# nec:   title = \"Cons\"\ntitle = \"Fraud\"\n"), "{text}");
    // It is a conflict for nec, and rebuilt from git.
    let left = left::list(&clone.desk.root).unwrap();
    assert_eq!(left.open.len(), 1);
    assert_eq!(left.texts[&Clone::file()], with(&[("Scams", "Fraud")]));
    let (_, err, status) = clone.desk.all(&["commit", "west-dorset"]);
    assert!(status != 0 && err.contains("nec resolve"), "{status} {err}");
    // Added as it is, the other version is still in the file, and nec does not take it for a plan.
    clone.git(&["add", PLAN]);
    clone.git(&["commit", "-qm", "Merged"]);
    assert_eq!(stages(&clone.desk.root, &Clone::file()).unwrap(), None);
    let (checked, status) = clone.desk.checked(&[]);
    assert_eq!((checked["findings"][0]["rule"].as_str(), status), (Some("file-unreadable"), 1));
}

#[test]
fn ten_commits_are_rebased_without_a_stop() {
    let clone = Clone::new();
    clone.git(&["checkout", "-qb", "other"]);
    clone.change("\"draft\"", "\"submitted\"");
    clone.change("Two market", "Three market");
    clone.change("\"Beaminster\"]", "\"Beaminster\", \"A\"]");
    clone.change("\"A\"]", "\"A\", \"B\"]");
    clone.change("Talks\"", "Talks\" # weekly");
    clone.change("[[priorities]]", "# What matters\n[[priorities]]");
    clone.add_priority("p3", "Litter");
    clone.change("Litter", "Litter and noise");
    clone.change("\"A\", ", "");
    clone.change("id = \"p2\"", "id = \"p2\"\nsource = \"Survey\"");
    clone.git(&["checkout", "-q", "main"]);
    clone.change("\"Bridport\", ", "");
    clone.change("[profile]", "[author]\npost = \"Inspector\"\n\n[profile]");
    clone.change("Many villages", "Some villages");
    clone.add_priority("m1", "Parking");
    clone.change("Scams", "Fraud");
    clone.git(&["checkout", "-q", "other"]);
    clone.git(&["rebase", "-q", "main"]);
    assert_eq!(clone.git(&["rev-list", "--count", "main..other"]).trim(), "10");
    let text = clone.plan();
    for words in [
        "submitted",
        "Three market towns. Some villages",
        "[\"Beaminster\", \"B\"]",
        "# weekly",
        "# What matters",
        "Inspector",
        "\"Fraud\"",
        "Litter and noise",
        "Parking",
        "Survey",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(text.matches("[[priorities]]").count(), 4);
}

#[test]
fn picked_reverted_and_stashed_changes_go_by_field() {
    let clone = Clone::new();
    clone.parted(HERE, THERE);
    clone.git(&["cherry-pick", "other"]);
    assert_eq!(clone.plan(), with(&BOTH));
    clone.git(&["revert", "--no-edit", "HEAD~1"]);
    assert_eq!(clone.plan(), with(&[THERE]));
    clone.desk.write(PLAN, with(&[THERE, ("\"Bridport\", ", "")]));
    clone.git(&["stash", "-q"]);
    clone.change("\"Uplyme\"", "\"Uplyme\", \"Charmouth\"");
    clone.git(&["stash", "pop", "-q"]);
    assert_eq!(
        clone.plan(),
        with(&[("\"Bridport\", \"Beaminster\"", "\"Beaminster\", \"Uplyme\", \"Charmouth\"")])
    );
}

#[test]
fn a_renamed_plan_is_merged_and_a_removed_one_is_a_persons_to_decide() {
    let clone = Clone::new();
    clone.git(&["checkout", "-qb", "other"]);
    clone.git(&["mv", PLAN, "2026-27/west.toml"]);
    clone.desk.write("2026-27/west.toml", with(&[THERE]));
    clone.record("Renamed");
    clone.git(&["checkout", "-q", "main"]);
    clone.change(HERE.0, HERE.1);
    clone.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(clone.desk.read("2026-27/west.toml"), with(&BOTH));
    clone.git(&["reset", "-q", "--hard", "main~1"]);
    let clone = Clone::new();
    clone.git(&["checkout", "-qb", "other"]);
    clone.git(&["rm", "-q", PLAN]);
    clone.git(&["commit", "-qm", "Removed"]);
    clone.git(&["checkout", "-q", "main"]);
    clone.change(HERE.0, HERE.1);
    let (said, status) = clone.tried(&["merge", "--no-edit", "other"]);
    assert_eq!(status, Some(1), "{said}");
    let found = stages(&clone.desk.root, &Clone::file()).unwrap().unwrap();
    assert_eq!((found.ours, found.theirs), (Some(with(&[HERE])), None));
    let left = left::list(&clone.desk.root).unwrap();
    assert!(left.open.len() == 1 && left.open[0].path.is_root(), "{left:?}");
    assert_eq!(clone.plan(), with(&[HERE]));
}

#[test]
fn what_is_no_toml_is_merged_by_line() {
    let clone = Clone::new();
    clone.change("format = 1\n", "format = 1\nbroken =\n");
    clone.parted(("\"draft\"", "\"submitted\""), ("Speeding", "Cars"));
    let said = clone.git(&["merge", "--no-edit", "other"]);
    assert!(said.contains("merged by line instead"), "{said}");
    assert!(clone.plan().contains("submitted") && clone.plan().contains("Cars"));
    clone.git(&["reset", "-q", "--hard", "HEAD~1"]);
    clone.change(HERE.0, HERE.1);
    clone.git(&["checkout", "-q", "other"]);
    clone.change(THERE.0, THERE.1);
    let (said, status) = clone.tried(&["merge", "--no-edit", "main"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(clone.plan().contains("<<<<<<<"), "{}", clone.plan());
}

#[test]
fn differences_are_told_by_field_and_sentence() {
    let clone = Clone::new();
    clone.change("Many villages between the hills and the sea", "Some\\u202e villages");
    clone.change("title = \"Speeding\"", "title = \"Cars\" # \"fast\"");
    let said = clone.git(&["log", "-p", "-2", "--format=%s"]);
    assert!(
        said.contains("\n-    Many villages between the hills and the sea.\n+    Some⟨U+202E⟩ villages.\n"),
        "{said}"
    );
    assert!(said.contains("\n+  # \"fast\"\n+  title: Cars\n"), "{said}");
    let said = clone.git(&["diff", "-U0", "HEAD~1"]);
    assert!(said.contains("@@ Priorities: ") || said.contains("+Priorities: Cars (priorities.p2)"), "{said}");
    clone.desk.write(PLAN, "no plan \u{1b}[2J\n");
    let said = clone.git(&["diff"]);
    assert!(said.contains("+no plan ⟨U+001B⟩[2J") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn both_added_the_plan() {
    let clone = Clone::new();
    let new = "2027-28/west-dorset.toml";
    clone.git(&["checkout", "-qb", "other"]);
    clone.desk.write(new, "format = 1\narea = \"west-dorset\"\nperiod = \"2027-28\"\n");
    clone.record("Begun there");
    clone.git(&["checkout", "-q", "main"]);
    clone.desk.write(new, "format = 1\narea = \"west-dorset\"\nstatus = \"draft\"\n");
    clone.record("Begun here");
    clone.git(&["merge", "-q", "--no-edit", "other"]);
    let text = clone.desk.read(new);
    assert!(text.contains("period = \"2027-28\"") && text.contains("status = \"draft\""), "{text}");
}

#[test]
fn the_doctor_sets_what_is_missing_and_notices_a_program_that_is_gone() {
    let clone = Clone::new();
    let root = &clone.desk.root;
    assert_eq!(drivers::standing(root).unwrap(), Standing::Set);
    let driver = clone.git(&["config", "merge.nec.driver"]);
    assert!(driver.trim_end().ends_with("' merge-driver %O %A %B %P"), "{driver}");
    let elsewhere = clone.desk.home.path().join("it's 100% mine").join("nec");
    drivers::set(root, &elsewhere).unwrap();
    assert_eq!(drivers::standing(root).unwrap(), Standing::Gone(elsewhere.to_string_lossy().into_owned()));
    let (out, _, status) = clone.desk.all(&["doctor"]);
    assert!(status == 1 && out.contains("100% mine") && out.contains("nec doctor --fix mends it"), "{out}");
    clone.desk.all(&["doctor", "--fix"]);
    assert_eq!(drivers::standing(root).unwrap(), Standing::Set);
    clone.git(&["config", "--unset", "diff.nec.textconv"]);
    assert_eq!(drivers::standing(root).unwrap(), Standing::Missing);
}

#[cfg(unix)]
#[test]
fn a_program_in_an_odd_place_is_found_by_git() {
    let clone = Clone::new();
    let place = clone.desk.home.path().join("it's 100%O $HOME `here`");
    std::fs::create_dir(&place).unwrap();
    let program = place.join("nec");
    std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin!("nec"), &program).unwrap();
    drivers::set(&clone.desk.root, &program).unwrap();
    assert_eq!(drivers::standing(&clone.desk.root).unwrap(), Standing::Set);
    clone.parted(HERE, THERE);
    clone.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(clone.plan(), with(&BOTH));
    assert!(clone.git(&["diff", "HEAD~1"]).contains("  settlements: "));
}

#[test]
fn a_larger_repositorys_settings_are_not_touched_unasked() {
    let desk = Desk::empty();
    git2::Repository::init(desk.home.path()).unwrap();
    desk.nec(&["init"]).assert().success();
    assert_eq!(drivers::standing(&desk.root).unwrap(), Standing::Missing);
    let (out, _, _) = desk.all(&["doctor"]);
    assert!(out.contains("by line"), "{out}");
    desk.all(&["doctor", "--fix"]);
    assert_eq!(drivers::standing(&desk.root).unwrap(), Standing::Set);
}
