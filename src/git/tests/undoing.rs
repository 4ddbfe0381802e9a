//! Versions and files taken back.

use super::*;
use crate::git::undo::{Reason, TakenBack, Way, newest, remember_version, take_back};
use crate::store::undo::{Doing, Move, Text, remember};

fn recorded(fixture: &Fixture, file: &str, text: &str) -> String {
    fixture.write(file, text);
    match fixture.record(&[file], "A version").unwrap() {
        Recorded::Version(version) => {
            remember_version(&fixture.root, &version).unwrap();
            version.id
        }
        Recorded::Nothing | Recorded::Overtaken => panic!("nothing was recorded"),
    }
}

fn undo(fixture: &Fixture) -> Result<TakenBack, Problem> {
    let step = newest(&fixture.root)?.expect("nothing to take back").step;
    take_back(&fixture.root, &step, || Ok(inspector()))
}

fn way(fixture: &Fixture) -> Option<Way> {
    newest(&fixture.root).unwrap().map(|last| last.way)
}

fn tip(fixture: &Fixture) -> String {
    fixture.git(&["rev-parse", "main"]).trim().to_owned()
}

#[test]
fn a_version_that_nobody_has_is_taken_out_and_its_words_stay() {
    let fixture = Fixture::new("plans");
    let first = recorded(&fixture, PLAN, "one\n");
    recorded(&fixture, PLAN, "two\n");
    fixture.write("notes.txt", "staged\n");
    fixture.git(&["add", "plans/notes.txt"]);
    assert_eq!(way(&fixture), Some(Way::Out));
    assert_eq!(undo(&fixture).unwrap(), TakenBack::Out);
    assert_eq!(tip(&fixture), first);
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), "two\n");
    assert_eq!(fixture.status(), format!(" M plans/{PLAN}\nA  plans/notes.txt\n"));
    fixture.sound();
    assert_eq!(undo(&fixture).unwrap(), TakenBack::Out);
    assert!(!fixture.run(&["rev-parse", "-q", "--verify", "main"]).status.success(), "no version is left");
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), "two\n");
    assert_eq!(fixture.status(), format!("A  plans/notes.txt\n?? plans/{PLAN}\n"));
    assert_eq!(way(&fixture), None);
    let again = recorded(&fixture, PLAN, "two\n");
    assert_eq!(tip(&fixture), again);
    fixture.sound();
}

#[test]
fn a_version_that_others_have_is_taken_back_by_a_new_one() {
    let fixture = Fixture::new("");
    recorded(&fixture, PLAN, "one\n");
    let second = recorded(&fixture, PLAN, "two\n");
    fixture.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    assert_eq!(way(&fixture), Some(Way::NewVersion(Reason::Sent)));
    let taken = undo(&fixture).unwrap();
    assert_eq!(taken, TakenBack::NewVersion(tip(&fixture)));
    assert_eq!(fixture.git(&["rev-parse", "main~1"]).trim(), second);
    assert_eq!(fixture.git(&["show", &format!("main:{PLAN}")]), "one\n");
    assert_eq!(fixture.git(&["log", "-1", "--format=%s"]), "Take back: A version\n");
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), "two\n");
    assert_eq!(fixture.status(), format!(" M {PLAN}\n"));
    fixture.sound();
}

#[test]
fn a_version_that_later_ones_follow_is_taken_back_unless_they_changed_the_same_file() {
    let fixture = Fixture::new("");
    recorded(&fixture, PLAN, "one\n");
    recorded(&fixture, PLAN, "two\n");
    fixture.write("2026-27/purbeck.toml", "by git\n");
    fixture.git(&["add", "2026-27/purbeck.toml"]);
    fixture.git(&["commit", "-qm", "By git"]);
    assert_eq!(way(&fixture), Some(Way::NewVersion(Reason::BuiltOn)));
    undo(&fixture).unwrap();
    assert_eq!(fixture.git(&["show", &format!("main:{PLAN}")]), "one\n");
    fixture.git(&["add", PLAN]);
    fixture.git(&["commit", "-qm", "The same file by git"]);
    let before = tip(&fixture);
    let problem = newest(&fixture.root).unwrap_err();
    assert!(problem.what.contains("later version changed") && !jargon(&problem), "{problem}");
    assert_eq!(tip(&fixture), before);
}

#[test]
fn a_version_that_is_out_already_is_forgotten_and_the_one_before_is_next() {
    let fixture = Fixture::new("");
    let first = recorded(&fixture, PLAN, "one\n");
    recorded(&fixture, PLAN, "two\n");
    fixture.git(&["reset", "-q", "--soft", "HEAD~1"]);
    let last = newest(&fixture.root).unwrap().unwrap();
    assert_eq!((last.step.moved.unwrap().to, last.way), (first, Way::Out));
}

#[test]
fn on_another_branch_or_none_nothing_is_taken_back() {
    let fixture = Fixture::new("");
    recorded(&fixture, PLAN, "one\n");
    let second = recorded(&fixture, PLAN, "two\n");
    fixture.git(&["switch", "-q", "-c", "other"]);
    let problem = undo(&fixture).unwrap_err();
    assert!(problem.what.contains("on another now") && problem.next.contains("switch main"), "{problem}");
    fixture.git(&["switch", "-q", "--detach"]);
    assert!(undo(&fixture).unwrap_err().what.contains("on no branch"));
    assert_eq!(tip(&fixture), second);
}

#[test]
fn a_step_with_a_version_and_files_is_taken_back_whole_also_after_a_stop_half_way() {
    let fixture = Fixture::new("");
    let first = fixture.version_of("one\n");
    let file = rel(PLAN);
    let second = fixture.version_of("two\n");
    let moved = Some(Move {
        branch: "refs/heads/main".into(),
        from: Some(first.clone()),
        to: second,
        received: None,
    });
    let text = Text { file: &file, before: Some("one\n"), after: Some("two\n") };
    remember(&fixture.root, &Doing { did: "it was received", files: vec![text], edits: Vec::new(), moved })
        .unwrap();
    // A stop after the branch went back and before the file did.
    fixture.git(&["update-ref", "refs/heads/main", &first]);
    assert_eq!(way(&fixture), Some(Way::FilesOnly));
    assert_eq!(undo(&fixture).unwrap(), TakenBack::FilesOnly);
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), "one\n");
    assert_eq!((tip(&fixture), way(&fixture)), (first, None));
}

#[test]
fn a_file_that_was_changed_since_keeps_the_branch_where_it_is() {
    let fixture = Fixture::new("");
    let first = fixture.version_of("one\n");
    let file = rel(PLAN);
    let second = fixture.version_of("two\n");
    let moved = Some(Move {
        branch: "refs/heads/main".into(),
        from: Some(first),
        to: second.clone(),
        received: None,
    });
    let text = Text { file: &file, before: Some("one\n"), after: Some("two\n") };
    remember(&fixture.root, &Doing { did: "it was received", files: vec![text], edits: Vec::new(), moved })
        .unwrap();
    fixture.write(PLAN, "two, and more\n");
    assert!(undo(&fixture).unwrap_err().what.contains("changed since"));
    assert_eq!(tip(&fixture), second);
}

impl Fixture {
    /// Writes and records the plan, and gives the version's id.
    fn version_of(&self, text: &str) -> String {
        self.write(PLAN, text);
        self.version(&[PLAN])
    }
}
