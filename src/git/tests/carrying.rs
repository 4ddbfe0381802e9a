//! A sync that was killed at each step: the old state, or one that the next `nec` brings to its end.

use git2::Oid;

use super::*;
use crate::git::sync;
use crate::git::undo::{Reason, TakenBack, Way, newest, take_back};
use crate::store::undo::{self, Doing, Move, Received};

/// A copy in which a newer version lies ready, as a sync finds it when it has fetched.
struct Half {
    fixture: Fixture,
    from: String,
    to: String,
    old: String,
    new: String,
}

impl Half {
    fn new() -> Half {
        let fixture = Fixture::new("");
        fixture.write("nec.toml", "format = 1\n");
        fixture.write(PLAN, "format = 1\narea = \"west-dorset\"\n");
        fixture.write("2026-27/purbeck.toml", "format = 1\n");
        let from = fixture.version(&["nec.toml", PLAN, "2026-27/purbeck.toml"]);
        fixture.write(PLAN, "format = 1\narea = \"west-dorset\"\nstatus = \"draft\"\n");
        std::fs::remove_file(fixture.root.join("2026-27/purbeck.toml")).unwrap();
        let to = fixture.version(&[PLAN, "2026-27/purbeck.toml"]);
        let blob =
            |version: &str| fixture.git(&["rev-parse", &format!("{version}:{PLAN}")]).trim().to_owned();
        let (old, new) = (blob(&from), blob(&to));
        fixture.git(&["reset", "-q", "--hard", &from]);
        Half { fixture, from, to, old, new }
    }

    fn journal(&self) -> PathBuf {
        self.fixture.root.join(".nec/carry.json")
    }

    fn write_journal(&self) {
        let purbeck = self.fixture.git(&["rev-parse", &format!("{}:2026-27/purbeck.toml", self.from)]);
        let text = format!(
            "{{\"version\":1,\"from\":\"{}\",\"to\":\"{}\",\"files\":[\
             {{\"path\":\"2026-27/purbeck.toml\",\"disk\":\"{}\",\"to\":null}},\
             {{\"path\":\"{PLAN}\",\"disk\":\"{}\",\"to\":[\"{}\",33188]}}]}}",
            self.from,
            self.to,
            purbeck.trim(),
            self.old,
            self.new
        );
        crate::store::private::folder(&self.fixture.root).unwrap();
        std::fs::write(self.journal(), text).unwrap();
    }

    /// What a kill after the branch moved leaves of git's own.
    fn move_branch(&self) {
        self.fixture.git(&["update-ref", "refs/heads/main", &self.to]);
        self.fixture.git(&["read-tree", &self.to]);
    }

    fn plan(&self) -> String {
        std::fs::read_to_string(self.fixture.root.join(PLAN)).unwrap()
    }
}

#[test]
fn killed_before_the_branch_moved_everything_is_as_it_was() {
    let half = Half::new();
    half.write_journal();
    sync::recover(&half.fixture.root).unwrap();
    assert!(!half.journal().exists());
    assert_eq!(half.fixture.git(&["rev-parse", "HEAD"]).trim(), half.from);
    assert_eq!(half.fixture.status(), "");
    std::fs::write(half.journal(), "{ torn").unwrap();
    sync::recover(&half.fixture.root).unwrap();
    assert!(!half.journal().exists());
}

#[test]
fn killed_after_the_branch_moved_the_files_follow_however_many_were_written() {
    for written in 0..3 {
        let half = Half::new();
        half.write_journal();
        half.move_branch();
        if written > 0 {
            std::fs::remove_file(half.fixture.root.join("2026-27/purbeck.toml")).unwrap();
        }
        if written > 1 {
            half.fixture.git(&["checkout-index", "-f", PLAN]);
        }
        sync::recover(&half.fixture.root).unwrap();
        assert_eq!(half.fixture.status(), "", "{written} written");
        assert!(half.plan().contains("draft") && !half.journal().exists());
        half.fixture.sound();
    }
}

#[test]
fn what_is_recorded_next_takes_nothing_back_that_was_received() {
    let half = Half::new();
    half.write_journal();
    half.move_branch();
    half.fixture.write("areas.toml", "# areas\n");
    half.fixture.version(&["areas.toml"]);
    assert!(half.plan().contains("draft"));
    assert_eq!(half.fixture.status(), "");
}

#[test]
fn what_is_taken_to_be_recorded_waits_for_what_is_being_received() {
    let half = Half::new();
    half.write_journal();
    half.move_branch();
    let taken = crate::git::take(&half.fixture.root, &[rel(PLAN), rel("2026-27/purbeck.toml")]).unwrap();
    assert_eq!(taken, crate::git::Taken::default(), "nothing of it was changed here");
    assert!(half.plan().contains("draft") && !half.journal().exists());
}

#[test]
fn a_folder_in_the_way_of_one_file_holds_up_neither_the_others_nor_the_recording() {
    let half = Half::new();
    half.write_journal();
    half.move_branch();
    std::fs::remove_file(half.fixture.root.join(PLAN)).unwrap();
    std::fs::create_dir(half.fixture.root.join(PLAN)).unwrap();
    half.fixture.write(&format!("{PLAN}/mine.txt"), "mine\n");
    let told = sync::recover(&half.fixture.root).unwrap_err();
    assert!(told.what.contains("in the way") && told.next.contains(PLAN) && !jargon(&told), "{told}");
    assert!(!half.fixture.root.join("2026-27/purbeck.toml").exists(), "the other one is done");
    half.fixture.write("areas.toml", "# areas\n");
    let taken = crate::git::take(&half.fixture.root, &[rel("areas.toml"), rel(PLAN)]).unwrap();
    assert_eq!((taken.files.len(), taken.problems.len()), (1, 1), "{taken:?}");
    half.fixture.version(&["areas.toml"]);
    assert!(half.journal().exists());
    std::fs::remove_dir_all(half.fixture.root.join(PLAN)).unwrap();
    sync::recover(&half.fixture.root).unwrap();
    assert!(half.plan().contains("draft") && !half.journal().exists());
    assert_eq!(half.fixture.status(), "");
    half.fixture.sound();
}

#[test]
fn what_somebody_wrote_after_the_kill_stays_with_what_came_in() {
    let half = Half::new();
    half.write_journal();
    half.move_branch();
    half.fixture.write(PLAN, "format = 1\narea = \"west-dorset\"\nperiod = \"2026-27\"\n");
    half.fixture.write("2026-27/purbeck.toml", "format = 1\n# mine\n");
    let told = sync::recover(&half.fixture.root).unwrap_err();
    assert!(told.what.contains("others took it out") && told.file.as_deref() == Some("2026-27/purbeck.toml"));
    sync::recover(&half.fixture.root).unwrap();
    assert!(half.plan().contains("draft") && half.plan().contains("period"), "{}", half.plan());
    assert_eq!(half.fixture.status(), format!(" M {PLAN}\n?? 2026-27/purbeck.toml\n"));
    // Another branch by now: there is nothing to finish.
    half.write_journal();
    half.fixture.git(&["checkout", "-qf", "-b", "side", &half.from]);
    sync::recover(&half.fixture.root).unwrap();
    assert!(!half.plan().contains("draft") && !half.journal().exists());
}

#[test]
fn a_journal_that_names_what_lies_outside_writes_nothing_there() {
    let half = Half::new();
    half.move_branch();
    half.fixture.git(&["checkout-index", "-fa"]);
    assert!(Oid::from_str(&half.new).is_ok());
    for path in ["../outside.txt", "/tmp/outside-of-nec.txt", ".git/hooks/post-commit", ".GIT/x", ".nec/lock"]
    {
        crate::store::private::folder(&half.fixture.root).unwrap();
        let text = format!(
            "{{\"version\":1,\"from\":\"{}\",\"to\":\"{}\",\"files\":[\
             {{\"path\":\"{path}\",\"disk\":null,\"to\":[\"{}\",33188]}}]}}",
            half.from, half.to, half.new
        );
        std::fs::write(half.journal(), text).unwrap();
        sync::recover(&half.fixture.root).unwrap();
        let place = half.fixture.root.join(path);
        let there = std::fs::read_to_string(place).unwrap_or_default();
        assert!(!there.contains("draft"), "{path}");
    }
}

/// A sync that received, remembered as it remembers itself; carried out.
fn received(half: &Half) -> undo::Step {
    let moved = Move {
        branch: "refs/heads/main".to_owned(),
        from: Some(half.from.clone()),
        to: half.to.clone(),
        received: Some(Received { theirs: half.to.clone(), decided: None, elsewhere: None }),
    };
    let doing = Doing { did: "it was received", moved: Some(moved), ..Doing::default() };
    let step = undo::remember(&half.fixture.root, &doing).unwrap();
    half.fixture.git(&["reset", "-q", "--hard", &half.to]);
    half.fixture.git(&["update-ref", "refs/remotes/origin/main", &half.to]);
    step
}

#[test]
fn what_was_received_is_taken_back_wherever_that_was_killed() {
    for killed in ["before the branch moved", "after it moved", "after a file was written", "at the end"] {
        let half = Half::new();
        let step = received(&half);
        let purbeck = half.fixture.git(&["rev-parse", &format!("{}:2026-27/purbeck.toml", half.from)]);
        let text = format!(
            "{{\"version\":1,\"from\":\"{}\",\"to\":\"{}\",\"files\":[\
             {{\"path\":\"{PLAN}\",\"disk\":\"{}\",\"to\":[\"{}\",33188]}},\
             {{\"path\":\"2026-27/purbeck.toml\",\"disk\":null,\"to\":[\"{}\",33188]}}]}}",
            half.to,
            half.from,
            half.new,
            half.old,
            purbeck.trim(),
        );
        std::fs::write(half.journal(), text).unwrap();
        if killed != "before the branch moved" {
            half.fixture.git(&["update-ref", "refs/heads/main", &half.from]);
            half.fixture.git(&["read-tree", &half.from]);
        }
        if killed == "after a file was written" {
            half.fixture.git(&["checkout-index", "-f", PLAN]);
        }
        if killed == "at the end" {
            half.fixture.git(&["checkout-index", "-fa"]);
            std::fs::remove_file(half.journal()).unwrap();
        }
        sync::recover(&half.fixture.root).unwrap();
        assert!(!half.journal().exists());
        assert_eq!(half.fixture.status(), "", "killed {killed}");
        if killed == "before the branch moved" {
            assert!(half.plan().contains("draft"), "nothing has happened");
            let last = newest(&half.fixture.root).unwrap().unwrap();
            assert_eq!((last.way, last.received), (Way::Out, 1));
            assert_eq!(take_back(&half.fixture.root, &step, || Ok(inspector())).unwrap(), TakenBack::Out);
        }
        assert!(!half.plan().contains("draft") && half.fixture.root.join("2026-27/purbeck.toml").exists());
        assert_eq!(half.fixture.git(&["rev-parse", "HEAD"]).trim(), half.from);
        assert!(newest(&half.fixture.root).unwrap().is_none(), "it is taken back once, killed {killed}");
        half.fixture.sound();
    }
}

#[test]
fn what_was_received_and_never_came_to_be_is_nothing_to_take_back() {
    let half = Half::new();
    received(&half);
    half.fixture.git(&["reset", "-q", "--hard", &half.from]);
    assert!(newest(&half.fixture.root).unwrap().is_none());
}

#[test]
fn a_new_version_that_took_a_sent_one_back_before_that_was_noted_is_known() {
    let half = Half::new();
    let fixture = &half.fixture;
    let step = received(&half);
    let moved = step.moved.clone().map(|moved| Move {
        received: Some(Received { theirs: half.from.clone(), decided: None, elsewhere: None }),
        ..moved
    });
    undo::forget(&fixture.root, &step).unwrap();
    undo::remember(&fixture.root, &Doing { did: "it was received", moved, ..Doing::default() }).unwrap();
    let last = newest(&fixture.root).unwrap().unwrap();
    assert_eq!(last.way, Way::NewVersion(Reason::Sent));
    let taken = take_back(&fixture.root, &last.step, || Ok(inspector())).unwrap();
    assert!(matches!(taken, TakenBack::NewVersion(_)) && !half.plan().contains("draft"));
    assert_eq!(fixture.status(), "");
    // As if it had been stopped just before it forgot the step.
    let doing = Doing { did: "it was received", moved: last.step.moved, ..Doing::default() };
    undo::remember(&fixture.root, &doing).unwrap();
    assert!(newest(&fixture.root).unwrap().is_none());
    fixture.sound();
}
