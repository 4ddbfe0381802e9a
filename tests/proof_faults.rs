//! A disk that fails, or a kill, at every write, sync and change of names of a save, a version, and sending and
//! receiving: afterwards there is the old state or the new one, the repository is whole, the trouble was told, and
//! the same command then does what it should.
//!
//! It needs `strace`, and says so where it cannot run. Some of the moments are taken, others each time;
//! `NEC_PROOF_FAULTS=all` takes every one: see `docs/proofs.md`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod faults_support;
mod sync_support;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use cli_support::{Desk, PLAN};
use faults_support::{Faults, Moment, hindrance};
use nec::plan::{Document, Edit, FieldPath};
use sync_support::Shared;

/// A state of everything that can be gone back to.
struct Scene {
    desk: Desk,
    shared: Option<Shared>,
    faults: Faults,
    places: Vec<PathBuf>,
    saved: tempfile::TempDir,
}

impl Scene {
    fn new(desk: Desk, shared: Option<Shared>) -> Scene {
        let mut places = vec![desk.root.clone()];
        places.extend(shared.as_ref().map(|shared| PathBuf::from(shared.address())));
        let faults = Faults::new(shared.is_some());
        let scene = Scene { desk, shared, faults, places, saved: tempfile::tempdir().unwrap() };
        for (at, place) in scene.places.iter().enumerate() {
            copy(place, &scene.saved.path().join(at.to_string()));
        }
        scene
    }

    fn go_back(&self) {
        for (at, place) in self.places.iter().enumerate() {
            std::fs::remove_dir_all(place).unwrap();
            copy(&self.saved.path().join(at.to_string()), place);
        }
    }

    /// Every moment, or about `some` of them; `check` looks at what is left, and fails where it is wrong.
    fn sweep(&self, args: &[&str], some: usize, check: impl Fn(&Scene, &Output, &str)) {
        let all = self.moments(args);
        self.at_each(args, &all, some, check, |moment| self.faults.at(&self.desk, args, moment));
    }

    /// The same, but nothing fails: `meanwhile` is done by another program while this one waits there.
    fn sweep_stopped(
        &self,
        args: &[&str],
        some: usize,
        meanwhile: impl Fn(&Scene),
        check: impl Fn(&Scene, &Output, &str),
    ) {
        let mut all = self.moments(args);
        all.retain(Moment::is_a_change_by_nec);
        self.at_each(args, &all, some, check, |moment| {
            self.faults.stopped_at(&self.desk, args, moment, || meanwhile(self))
        });
    }

    fn moments(&self, args: &[&str]) -> Vec<Moment> {
        self.go_back();
        self.faults.moments(&self.desk, args)
    }

    fn at_each(
        &self,
        args: &[&str],
        all: &[Moment],
        some: usize,
        check: impl Fn(&Scene, &Output, &str),
        run: impl Fn(&Moment) -> (Output, bool),
    ) {
        let (taken, seed) = chosen(all, some);
        let (mut moments, mut came_not, mut wrong) = (0, 0, 0);
        for moment in &taken {
            self.go_back();
            let (output, came) = run(moment);
            if !came {
                came_not += 1;
                continue;
            }
            moments += 1;
            let label =
                format!("nec {args:?} (seed {seed}; alone: NEC_PROOF_FAULTS='{moment}'): {}", told(&output));
            // All are told, not only the first.
            let checked = catch_unwind(AssertUnwindSafe(|| check(self, &output, &label)));
            wrong += usize::from(checked.is_err());
        }
        println!("nec {}: {moments} moments of {}, {came_not} not met", args[0], all.len());
        assert!(all.len() > 5, "the faults never came");
        assert!(came_not * 2 <= taken.len(), "{came_not} of {} moments were not met", taken.len());
        assert_eq!(wrong, 0, "moments after which something was wrong, told above");
    }

    fn is_whole(&self, label: &str) {
        for place in &self.places {
            let output = Command::new("git")
                .args(["-c", "safe.directory=*", "fsck", "--strict"])
                .current_dir(place)
                .output()
                .unwrap();
            assert!(output.status.success(), "{label}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }

    /// Whether a text with these words was put away.
    fn kept(&self, words: &str) -> bool {
        let kept = std::fs::read_dir(self.desk.root.join(".nec/kept")).into_iter().flatten();
        kept.flatten()
            .any(|entry| std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains(words)))
    }

    /// What a kill on the side of the server leaves held there is told, until whoever looks after it puts it right.
    fn release(&self, label: &str) {
        let shared = PathBuf::from(self.shared.as_ref().unwrap().address());
        let all = ["HEAD.lock", "packed-refs.lock", "refs/heads/main.lock"].map(|name| shared.join(name));
        if all.iter().any(|lock| lock.exists()) {
            let (out, err, status) = self.desk.all(&["sync"]);
            assert!(status == 0 || err.contains(".lock"), "{label}; and then: {out}{err}");
            for lock in all.iter().filter(|lock| lock.exists()) {
                std::fs::remove_file(lock).unwrap();
            }
        }
    }

    fn again(&self, args: &[&str], label: &str) {
        let (out, err, status) = self.desk.all(args);
        assert_eq!(status, 0, "{label}; and then: {out}{err}");
    }
}

/// Whether anything can be made to fail here. Where not, that is said, once, even where a test that passes says nothing.
fn can_run() -> bool {
    static CAN: OnceLock<bool> = OnceLock::new();
    *CAN.get_or_init(|| {
        let hindrance = hindrance();
        if let Some(why) = &hindrance {
            let _ = writeln!(std::io::stderr(), "not run: the proof by failing disks and kills, since {why}");
        }
        hindrance.is_none()
    })
}

/// The moments that `NEC_PROOF_FAULTS` asks for: all, those whose names begin so, or else every so manieth, so that it is about
/// `some`, beginning at one that the seed names: the clock's, so that in time all are taken.
fn chosen(all: &[Moment], some: usize) -> (Vec<Moment>, u64) {
    let asked = std::env::var("NEC_PROOF_FAULTS").unwrap_or_default();
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_micros().into();
    let seed: u64 = std::env::var("NEC_PROOF_SEED").ok().map_or_else(clock, |seed| seed.parse().unwrap());
    let step = all.len().div_ceil(some).max(1);
    let offset = usize::try_from(seed).unwrap() % step;
    let is_taken = |(at, moment): (usize, &Moment)| match asked.as_str() {
        "" => at % step == offset,
        "all" => true,
        name => moment.to_string().starts_with(name),
    };
    let taken = all.iter().enumerate().filter(|(at, moment)| is_taken((*at, moment)));
    (taken.map(|(_, moment)| moment.clone()).collect(), seed)
}

fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{} {}{}", output.status, text(&output.stdout), text(&output.stderr))
}

fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(status.success());
}

fn tip(desk: &Desk) -> String {
    let output = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(&desk.root).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Where it failed and nothing changed, it says so.
fn says_so(output: &Output, label: &str) {
    let was_killed = output.status.code().is_none_or(|code| code == 137);
    assert!(was_killed || (!output.status.success() && !output.stderr.is_empty()), "{label}");
}

const PATH: &str = "standards.face-to-face.commitment";

#[test]
fn a_save_is_the_old_text_or_the_new_one() {
    if !can_run() {
        return;
    }
    let scene = Scene::new(Desk::new(), None);
    let old = scene.desk.read(PLAN);
    let args = ["set", "west-dorset", PATH, "We meet people every month in the hall."];
    scene.desk.out(&args);
    let new = scene.desk.read(PLAN);
    assert_ne!(old, new);
    scene.sweep(&args, 24, |scene, output, label| {
        let now = scene.desk.read(PLAN);
        assert!(now == old || now == new, "{label}: {now}");
        if now == old {
            says_so(output, label);
        }
        scene.again(&args, label);
        assert_eq!(scene.desk.read(PLAN), new, "{label}");
    });
}

#[test]
fn a_version_is_recorded_whole_or_not_at_all() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    desk.out(&["commit"]);
    desk.out(&["set", "west-dorset", PATH, "We meet people every month in the hall."]);
    let scene = Scene::new(desk, None);
    let (old, text) = (tip(&scene.desk), scene.desk.read(PLAN));
    let args = ["commit", "west-dorset"];
    scene.sweep(&args, 40, |scene, output, label| {
        assert_eq!(scene.desk.read(PLAN), text, "{label}: the file is as it was");
        scene.is_whole(label);
        if tip(&scene.desk) == old {
            says_so(output, label);
        }
        scene.again(&args, label);
        scene.is_whole(label);
        assert_ne!(tip(&scene.desk), old, "{label}");
        let recorded = Command::new("git")
            .args(["show", &format!("HEAD:{PLAN}")])
            .current_dir(&scene.desk.root)
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(recorded.stdout).unwrap(), text, "{label}");
    });
}

/// Somebody here and somebody elsewhere recorded; here is something that is not recorded, too.
fn both_recorded() -> Scene {
    let shared = Shared::new();
    let (desk, other) = (shared.joined(), shared.joined());
    other.out(&["set", "west-dorset", "profile.summary", "Theirs, received."]);
    other.out(&["commit"]);
    other.out(&["sync"]);
    desk.out(&["set", "west-dorset", PATH, "Ours, recorded."]);
    desk.out(&["commit"]);
    desk.out(&["set", "west-dorset", "author.post", "Ours, not recorded"]);
    Scene::new(desk, Some(shared))
}

#[test]
fn sending_and_receiving_is_done_or_not_and_loses_nothing() {
    if !can_run() {
        return;
    }
    let scene = both_recorded();
    let old = scene.desk.read(PLAN);
    let args = ["sync"];
    scene.sweep(&args, 45, |scene, output, label| {
        // What nobody recorded is in the file at every moment, and what was received does not go again.
        let now = scene.desk.read(PLAN);
        assert!(now.contains("Ours, recorded.") && now.contains("Ours, not recorded"), "{label}: {now}");
        assert!(now == old || now.contains("Theirs, received."), "{label}: {now}");
        scene.is_whole(label);
        if output.status.success() {
            let sent = scene.shared.as_ref().unwrap().sent(PLAN);
            assert!(sent.contains("Ours, recorded.") && now.contains("Theirs, received."), "{label}: {sent}");
        } else {
            says_so(output, label);
        }
        scene.release(label);
        scene.again(&args, label);
        scene.again(&["commit"], label);
        scene.again(&args, label);
        let sent = scene.shared.as_ref().unwrap().sent(PLAN);
        assert_eq!(scene.desk.read(PLAN), sent, "{label}");
        for words in ["Ours, recorded.", "Ours, not recorded", "Theirs, received."] {
            assert!(sent.contains(words), "{label}: {words}: {sent}");
        }
        scene.is_whole(label);
    });
}

/// Another program's change of one field, as an editor makes it: read, and put in place whole.
fn another_hand(scene: &Scene, path: &str) {
    let mut doc = Document::parse(&scene.desk.read(PLAN)).unwrap();
    doc.apply(&Edit::Set { path: FieldPath::parse(path).unwrap(), value: "Another hand.".into() }).unwrap();
    let new = scene.desk.home.path().join("new");
    std::fs::write(&new, doc.text()).unwrap();
    std::fs::rename(&new, scene.desk.root.join(PLAN)).unwrap();
}

#[test]
fn what_another_hand_writes_while_it_receives_is_kept() {
    if !can_run() {
        return;
    }
    let scene = both_recorded();
    let meanwhile = |scene: &Scene| another_hand(scene, "standards.feedback.route");
    scene.sweep_stopped(&["sync"], 16, meanwhile, |scene, output, label| {
        assert!(output.status.success(), "{label}");
        scene.again(&["commit"], label);
        scene.again(&["sync"], label);
        let sent = scene.shared.as_ref().unwrap().sent(PLAN);
        assert_eq!(scene.desk.read(PLAN), sent, "{label}");
        for words in ["Ours, recorded.", "Ours, not recorded", "Theirs, received.", "Another hand."] {
            assert!(sent.contains(words), "{label}: {words}: {sent}");
        }
    });
}

#[test]
fn what_another_hand_writes_over_what_comes_in_stands_and_what_came_in_is_kept() {
    if !can_run() {
        return;
    }
    let scene = both_recorded();
    let meanwhile = |scene: &Scene| another_hand(scene, "profile.summary");
    scene.sweep_stopped(&["sync"], 12, meanwhile, |scene, output, label| {
        let now = scene.desk.read(PLAN);
        for words in ["Ours, recorded.", "Ours, not recorded", "Another hand."] {
            assert!(now.contains(words), "{label}: {words}: {now}");
        }
        let shared = scene.shared.as_ref().unwrap();
        assert!(shared.sent(PLAN).contains("Theirs, received."), "{label}");
        if output.status.success() {
            // It was written when what came in was in the file: by somebody who saw it.
            assert!(!scene.kept("Theirs, received."), "{label}");
        } else if output.status.code() == Some(1) {
            assert!(told(output).contains("Theirs, received."), "both are shown: {label}");
        } else {
            assert!(told(output).contains("kept in") && scene.kept("Theirs, received."), "{label}");
        }
    });
}

#[test]
fn what_another_hand_writes_while_it_saves_stands() {
    if !can_run() {
        return;
    }
    let scene = Scene::new(Desk::new(), None);
    let meanwhile = |scene: &Scene| another_hand(scene, "standards.feedback.route");
    let args = ["set", "west-dorset", PATH, "Ours, saved."];
    scene.sweep_stopped(&args, 8, meanwhile, |scene, output, label| {
        let now = scene.desk.read(PLAN);
        assert!(now.contains("Another hand."), "{label}: {now}");
        assert!(now.contains("Ours, saved.") || !output.status.success(), "{label}: {now}");
        scene.again(&args, label);
        let now = scene.desk.read(PLAN);
        assert!(now.contains("Another hand.") && now.contains("Ours, saved."), "{label}: {now}");
    });
}
