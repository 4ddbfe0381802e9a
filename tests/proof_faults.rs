//! A disk that fails, or a kill, at every write, sync and change of names of a save, a version, and sending and
//! receiving: afterwards there is the old state or the new one, the repository is whole, the trouble was told, and
//! the same command then does what it should.
//!
//! Ignored unless asked for, since it needs `strace`: `cargo test --test proof_faults -- --ignored`. The short form
//! takes some of the moments, `NEC_PROOF_FAULTS=all` every one: see `docs/proofs.md`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod sync_support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cli_support::{Desk, PLAN};
use sync_support::Shared;

/// What is made to fail.
const CALLS: [&str; 4] = [
    "write,pwrite64,writev",
    "fsync,fdatasync,sync_file_range",
    "rename,renameat,renameat2,link,linkat",
    "openat",
];

/// How it fails.
const FAULTS: [&str; 3] = ["error=ENOSPC", "error=EIO", "signal=SIGKILL"];

/// Of how many moments the short form takes one.
const STRIDE: usize = 7;

/// A state of everything that can be gone back to.
struct Scene {
    desk: Desk,
    shared: Option<Shared>,
    places: Vec<PathBuf>,
    saved: tempfile::TempDir,
}

impl Scene {
    fn new(desk: Desk, shared: Option<Shared>) -> Scene {
        let mut places = vec![desk.root.clone()];
        places.extend(shared.as_ref().map(|shared| PathBuf::from(shared.address())));
        let scene = Scene { desk, shared, places, saved: tempfile::tempdir().unwrap() };
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

    /// Runs `nec` with the `when`th of these calls failing. Says whether it came that far.
    fn with_fault(&self, args: &[&str], calls: &str, fault: &str, when: usize) -> (Output, bool) {
        let log = self.saved.path().join("log");
        let nec = self.desk.nec(args);
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "-qq", "-o", log.to_str().unwrap()])
            .args(["-e", &format!("trace={calls}")])
            .args(["-e", &format!("inject={calls}:{fault}:when={when}")])
            .arg(nec.get_program())
            .args(nec.get_args())
            .current_dir(&self.desk.root)
            .env_clear();
        for (name, value) in nec.get_envs() {
            strace.env(name, value.unwrap_or_default());
        }
        let output = strace.output().expect("strace is installed");
        let log = String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).into_owned();
        let came = log.contains("INJECTED") || log.contains("killed by SIGKILL");
        (output, came)
    }

    /// Every moment, or some of them; `check` looks at what is left and gives what is wrong with it.
    fn sweep(&self, args: &[&str], check: impl Fn(&Scene, &Output, &str)) {
        let all = std::env::var("NEC_PROOF_FAULTS").is_ok_and(|asked| asked == "all");
        let mut moments = 0;
        for (which, calls) in CALLS.iter().enumerate() {
            for (how, fault) in FAULTS.iter().enumerate() {
                let step = if all { 1 } else { STRIDE };
                let mut when = if all { 1 } else { 1 + (which * FAULTS.len() + how) % STRIDE };
                loop {
                    self.go_back();
                    let (output, came) = self.with_fault(args, calls, fault, when);
                    if !came {
                        break;
                    }
                    moments += 1;
                    let label = format!("nec {args:?}, {calls} {fault} at {when}: {}", told(&output));
                    check(self, &output, &label);
                    when += step;
                }
            }
        }
        println!("nec {args:?}: {moments} moments");
        assert!(moments > 10, "the faults never came");
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

    fn again(&self, args: &[&str], label: &str) {
        let (out, err, status) = self.desk.all(args);
        assert_eq!(status, 0, "{label}; and then: {out}{err}");
    }
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
#[ignore = "needs strace"]
fn a_save_is_the_old_text_or_the_new_one() {
    let scene = Scene::new(Desk::new(), None);
    let old = scene.desk.read(PLAN);
    let args = ["set", "west-dorset", PATH, "We meet people every month in the hall."];
    scene.desk.all(&args);
    let new = scene.desk.read(PLAN);
    assert_ne!(old, new);
    scene.sweep(&args, |scene, output, label| {
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
#[ignore = "needs strace"]
fn a_version_is_recorded_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.out(&["commit"]);
    desk.out(&["set", "west-dorset", PATH, "We meet people every month in the hall."]);
    let scene = Scene::new(desk, None);
    let (old, text) = (tip(&scene.desk), scene.desk.read(PLAN));
    let args = ["commit", "west-dorset"];
    scene.sweep(&args, |scene, output, label| {
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

#[test]
#[ignore = "needs strace"]
fn sending_and_receiving_is_done_or_not_and_loses_nothing() {
    let shared = Shared::new();
    let (desk, other) = (shared.joined(), shared.joined());
    other.out(&["set", "west-dorset", "profile.summary", "Theirs, received."]);
    other.out(&["commit"]);
    other.out(&["sync"]);
    desk.out(&["set", "west-dorset", PATH, "Ours, recorded."]);
    desk.out(&["commit"]);
    desk.out(&["set", "west-dorset", "author.post", "Ours, not recorded"]);
    let scene = Scene::new(desk, Some(shared));
    let old = scene.desk.read(PLAN);
    let args = ["sync"];
    scene.sweep(&args, |scene, _, label| {
        // What nobody recorded is in the file at every moment, and what was received does not go again.
        let now = scene.desk.read(PLAN);
        assert!(now.contains("Ours, recorded.") && now.contains("Ours, not recorded"), "{label}: {now}");
        assert!(now == old || now.contains("Theirs, received."), "{label}: {now}");
        scene.is_whole(label);
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
