//! `nec sync` stopped with Ctrl+C, once and twice, while many files are brought together: what is here is as before or as
//! after, and the next `nec` goes on.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use cli_support::{Desk, PLAN};
use shared::Shared;

/// Plans that both sides changed: more than can be brought together before a signal comes.
const PLANS: usize = 60;
/// Rows in each of them.
const ROWS: usize = 120;
/// The longest that anything is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

/// A copy in which many plans were changed, where others changed them too and sent that.
struct Stage {
    shared: Shared,
    desk: Desk,
    before: String,
    theirs: String,
}

impl Stage {
    fn new() -> Stage {
        let shared = Shared::new();
        let (one, two) = (shared.joined(), shared.joined());
        let rows: String =
            (0..ROWS).map(|nth| format!("\n[[priorities]]\nid = \"p{nth}\"\ntitle = \"{nth}\"\n")).collect();
        let text = one.read(PLAN) + &rows;
        let write = |desk: &Desk, text: &str| {
            (0..PLANS).for_each(|nth| desk.write(&plan(nth), text));
            shared.git_in(&desk.root, &["add", "-A"]);
            shared.git_in(&desk.root, &["commit", "-qm", "Many"]);
        };
        write(&one, &text);
        one.out(&["sync"]);
        two.out(&["sync"]);
        write(&one, &text.replacen("status = \"draft\"", "status = \"submitted\"", 1));
        one.out(&["sync"]);
        write(&two, &format!("{text}\n[profile]\nsummary = \"A coast.\"\n"));
        let id = |desk: &Desk| shared.git_in(&desk.root, &["rev-parse", "HEAD"]).trim().to_owned();
        let (before, theirs) = (id(&two), id(&one));
        Stage { shared, desk: two, before, theirs }
    }

    fn sync(&self) -> Child {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("nec"));
        command
            .arg("sync")
            .current_dir(&self.desk.root)
            .env("HOME", self.desk.home.path())
            .env("GIT_CONFIG_GLOBAL", self.desk.home.path().join("gitconfig"))
            .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
            .env("GIT_AUTHOR_EMAIL", "inspector@example.police.uk")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// What others sent is here, and is being brought together with what is recorded here.
    fn is_bringing(&self) -> bool {
        let noted = self.desk.root.join(".git/refs/remotes/origin/main");
        std::fs::read_to_string(noted).is_ok_and(|id| id.trim() == self.theirs)
    }

    fn journal(&self) -> PathBuf {
        self.desk.root.join(".nec/carry.json")
    }

    fn tip(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.shared.git_in(&self.desk.root, arguments)
    }

    /// All of it is as before or as after, and the next sync brings it to its end.
    fn sound(&self) {
        self.git(&["fsck", "--strict", "--no-dangling"]);
        if self.tip() == self.before {
            assert_eq!(self.git(&["status", "--porcelain"]), "", "nothing moved");
            assert!(!self.desk.read(&plan(0)).contains("submitted"));
        }
        self.desk.out(&["sync"]);
        for nth in 0..PLANS {
            let text = self.desk.read(&plan(nth));
            assert!(text.contains("submitted") && text.contains("A coast."), "{nth}");
        }
        assert_eq!(self.git(&["status", "--porcelain"]), "");
        assert_eq!(self.shared.tip(), self.tip());
        assert!(!self.journal().exists());
        self.git(&["fsck", "--strict", "--no-dangling"]);
    }
}

fn plan(nth: usize) -> String {
    format!("2026-27/area-{nth}.toml")
}

fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < until, "{what} did not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Presses Ctrl+C until the program has ended, as somebody would.
fn interrupt_until_it_ends(mut child: Child) -> Output {
    wait_until("its end", || {
        // Not waited for, it is there to be sent signals to until it was found ended.
        let ended = child.try_wait().unwrap().is_some();
        if !ended {
            interrupt(&child);
        }
        ended
    });
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn once_it_stops_with_a_word_and_nothing_moved() {
    let stage = Stage::new();
    let child = stage.sync();
    wait_until("what others sent", || stage.is_bringing());
    interrupt(&child);
    let ended = child.wait_with_output().unwrap();
    let told = said(&ended);
    assert_eq!(ended.status.code(), Some(2), "{told}");
    assert!(told.contains("stopped") && told.contains("Nothing"), "{told}");
    assert_eq!(stage.tip(), stage.before);
    stage.sound();
}

#[test]
fn twice_it_ends_at_once_and_nothing_moved() {
    let stage = Stage::new();
    let child = stage.sync();
    wait_until("what others sent", || stage.is_bringing());
    let ended = interrupt_until_it_ends(child);
    assert!(matches!(ended.status.code(), Some(2 | 130)), "{:?}: {}", ended.status, said(&ended));
    assert_eq!(stage.tip(), stage.before);
    stage.sound();
}

#[test]
fn twice_while_the_files_are_written_it_ends_when_all_are() {
    let stage = Stage::new();
    // Another program holds git's list: it waits for that with all that it needs noted, and nothing moved.
    let lock = stage.desk.root.join(".git/index.lock");
    std::fs::write(&lock, "").unwrap();
    let child = stage.sync();
    wait_until("the journal", || stage.journal().exists());
    for _ in 0..3 {
        interrupt(&child);
    }
    std::fs::remove_file(&lock).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", said(&ended));
    assert!(is_merge(&stage.shared, &stage.desk.root), "what had begun to move has moved");
    assert_eq!(stage.git(&["status", "--porcelain"]), "", "files and all");
    assert!(!stage.journal().exists());
    stage.sound();
}

fn is_merge(shared: &Shared, root: &Path) -> bool {
    shared.run(root, &["rev-parse", "-q", "--verify", "HEAD^2"]).status.success()
}
