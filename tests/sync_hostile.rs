//! What somebody with bad intent sends: nothing of this computer is read, written or sent elsewhere for it. And
//! programs that git starts and that do not end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use std::path::{Path, PathBuf};

use cli_support::{Desk, PLAN};
use shared::Shared;

/// Somebody who sends with git alone.
struct Sender<'s> {
    shared: &'s Shared,
    _home: tempfile::TempDir,
    copy: PathBuf,
}

impl<'s> Sender<'s> {
    fn new(shared: &'s Shared) -> Self {
        let home = tempfile::tempdir().unwrap();
        let copy = home.path().join("copy");
        shared.git_in(home.path(), &["clone", "-q", &shared.address(), copy.to_str().unwrap()]);
        // Whoever has bad intent is not held up by a git that refuses.
        shared.git_in(&copy, &["config", "core.protectNTFS", "false"]);
        Sender { shared, _home: home, copy }
    }

    /// Sends a version that has this at that path besides: a file (`100644`) or a link (`120000`).
    fn sends(&self, files: &[(&str, &str, &str)]) {
        for (mode, path, content) in files {
            let note = self.copy.join(".git/content");
            std::fs::write(&note, content).unwrap();
            let id = self.git(&["hash-object", "-w", note.to_str().unwrap()]);
            self.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{},{path}", id.trim())]);
        }
        self.git(&["commit", "-qm", "Something"]);
        self.git(&["push", "-qf", "origin", "HEAD:main"]);
    }

    fn takes_back(&self) {
        self.git(&["reset", "-q", "--soft", "HEAD~1"]);
        self.git(&["read-tree", "HEAD"]);
        self.git(&["push", "-qf", "origin", "HEAD:main"]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.shared.git_in(&self.copy, arguments)
    }
}

fn tip(shared: &Shared, folder: &Path) -> String {
    shared.git_in(folder, &["rev-parse", "HEAD"])
}

#[test]
fn a_folder_that_is_each_computers_own_comes_in_by_no_spelling() {
    let shared = Shared::new();
    let sender = Sender::new(&shared);
    let member = shared.joined();
    let before = tip(&shared, &member.root);
    for path in [".nec/looked", ".NEC/undo.json", ".nec./x", "2026-27/.nec /x", "NEC~1/x"] {
        sender.sends(&[("100644", path, "{}")]);
        let desk = Desk::empty();
        let (_, err, status) = desk.all(&["join", &shared.address(), "copy"]);
        assert!(status == 2 && err.contains("each computer's own"), "{path}: {err}");
        assert!(!desk.root.join("copy").exists());
        let (_, err, status) = member.all(&["sync"]);
        assert!(status == 2 && err.contains("each computer's own"), "{path}: {err}");
        assert_eq!(tip(&shared, &member.root), before);
        sender.takes_back();
    }
    member.out(&["sync"]);
}

#[cfg(unix)]
#[test]
fn a_name_that_only_some_computers_can_have_holds_nobody_up() {
    let shared = Shared::within("plans");
    let sender = Sender::new(&shared);
    let mut member = shared.joined();
    member.root = member.root.join("plans");
    let names = ["notes/a:b.docx", "plans/2026-27/a\\b.txt", "plans/nec.toml::$DATA", "C:\\x"];
    sender.sends(&names.map(|name| ("100644", name, "theirs\n")));
    member.nec(&["set", "west-dorset", "profile.summary", "Mine."]).assert().success();
    member.nec(&["commit"]).assert().success();
    let told = member.out(&["sync"]);
    assert!(told.contains("Received 1 version") && !told.contains("Left out"), "{told}");
    let joined = shared.joined();
    for name in names {
        for top in [member.root.join(".."), joined.root.clone()] {
            assert_eq!(std::fs::read_to_string(top.join(name)).unwrap(), "theirs\n", "{name}");
        }
    }
    assert!(!member.read("nec.toml").contains("theirs"));
    assert_eq!(shared.git_in(&member.root, &["status", "--porcelain"]), "");
    // What such a name could hide stays where it is.
    for path in ["notes/x\\.git\\config", ".nec::$DATA/undo.json", "plans/a\\.NEC."] {
        let before = tip(&shared, &member.root);
        let sender = Sender::new(&shared);
        sender.sends(&[("100644", path, "{}")]);
        let (_, err, status) = member.all(&["sync"]);
        assert!(status == 2 && err.contains("each computer's own"), "{path}: {err}");
        assert!(err.contains("your plans are as they were") && err.contains("nec sync works again"), "{err}");
        assert_eq!(tip(&shared, &member.root), before);
        sender.takes_back();
    }
}

#[cfg(unix)]
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_named_and_stops_nobody_for_good() {
    use std::os::unix::ffi::OsStrExt;
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    let name = one.root.join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    std::fs::write(&name, "Notes\n").unwrap();
    let record = |desk: &Desk, note: &str| {
        shared.git_in(&desk.root, &["add", "-A"]);
        shared.git_in(&desk.root, &["commit", "-qm", note]);
    };
    record(&one, "A name in an old encoding");
    shared.git_in(&one.root, &["push", "-q"]);
    for own in [false, true] {
        if own {
            two.nec(&["set", "west-dorset", "profile.summary", "A coast."]).assert().success();
            two.nec(&["commit"]).assert().success();
        }
        let before = tip(&shared, &two.root);
        let (_, told, code) = two.all(&["sync"]);
        assert!(code == 2 && told.contains("caf") && told.contains("no text"), "{told}");
        assert!(told.contains("Nothing was moved") && told.contains("another name"), "{told}");
        assert!(!told.contains("recorded: "), "{told}");
        assert_eq!(tip(&shared, &two.root), before);
    }
    std::fs::rename(&name, one.root.join("cafe.txt")).unwrap();
    record(&one, "A name that is text");
    shared.git_in(&one.root, &["push", "-q"]);
    two.out(&["sync"]);
    assert_eq!(two.read("cafe.txt"), "Notes\n");
}

#[test]
fn a_directory_that_came_with_such_a_folder_is_not_opened() {
    let shared = Shared::new();
    let sender = Sender::new(&shared);
    let home = tempfile::tempdir().unwrap();
    let precious = home.path().join("precious");
    std::fs::write(&precious, "years of work").unwrap();
    sender.sends(&[("120000", ".nec/lock", precious.to_str().unwrap()), ("100644", ".nec/undo.json", "{}")]);
    let mut desk = Desk::empty();
    let copy = desk.home.path().join("copy");
    shared.git_in(desk.home.path(), &["clone", "-q", &shared.address(), copy.to_str().unwrap()]);
    desk.root = copy;
    for command in
        [&["status"][..], &["undo", "--yes"], &["sync"], &["set", "west-dorset", "profile.summary", "x"]]
    {
        let (_, err, status) = desk.all(command);
        assert!(status == 2 && err.contains("obeyed as your own"), "{command:?}: {err}");
    }
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "years of work");
    shared.git_in(&desk.root, &["rm", "-rq", ".nec"]);
    shared.git_in(&desk.root, &["commit", "-qm", "Out with it"]);
    desk.out(&["status"]);
}

#[test]
fn a_folder_that_passes_for_a_repository_is_not_obeyed() {
    let shared = Shared::within("plans");
    let sender = Sender::new(&shared);
    let elsewhere = tempfile::tempdir().unwrap();
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n[remote \"origin\"]\n\turl = {}\n",
        elsewhere.path().display()
    );
    let member = shared.joined();
    let before = tip(&shared, &member.root);
    sender.sends(&[
        ("100644", "plans/HEAD", "ref: refs/heads/main\n"),
        ("100644", "plans/config", &config),
        ("100644", "plans/objects/x", ""),
        ("100644", "plans/refs/x", ""),
    ]);
    let (_, err, status) = Desk::empty().all(&["join", &shared.address(), "copy"]);
    assert!(status == 2 && err.contains("pass for a repository"), "{err}");
    let mut inner = member;
    inner.root = inner.root.join("plans");
    let (_, err, status) = inner.all(&["sync"]);
    assert!(status == 2 && err.contains("pass for a repository"), "{err}");
    assert_eq!(tip(&shared, &inner.root), before);
    // Who copied it with git has it on disk.
    let mut desk = Desk::empty();
    let copy = desk.home.path().join("copy");
    shared.git_in(desk.home.path(), &["clone", "-q", &shared.address(), copy.to_str().unwrap()]);
    desk.root = copy.join("plans");
    for command in [&["sync"][..], &["commit"]] {
        desk.write(PLAN, format!("{}# mine\n", desk.read(PLAN)));
        let (_, err, status) = desk.all(command);
        assert!(status == 2 && err.contains("passes for a repository"), "{command:?}: {err}");
    }
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn settings_that_nobody_could_open_do_not_come_in_and_a_mended_version_does() {
    let shared = Shared::new();
    let sender = Sender::new(&shared);
    let member = shared.joined();
    let good = member.read("nec.toml");
    let newer = good.replacen("format = 1", "format = 2", 1);
    for (mode, content, told) in [
        ("120000", "nec.toml.new", "a link or a folder"),
        ("100644", newer.as_str(), "newer nec"),
        ("100644", "format = ", "nec.toml"),
    ] {
        let before = tip(&shared, &member.root);
        // Whoever has a nec that took it in is to get out again.
        let mut stuck = Desk::empty();
        sender.sends(&[(mode, "nec.toml", content)]);
        let copy = stuck.home.path().join("copy");
        shared.git_in(stuck.home.path(), &["clone", "-q", &shared.address(), copy.to_str().unwrap()]);
        stuck.root = copy;
        let (_, err, status) = member.all(&["sync"]);
        assert!(status == 2 && err.contains(told), "{content}: {err}");
        assert_eq!((tip(&shared, &member.root), member.read("nec.toml")), (before, good.clone()));
        sender.sends(&[("100644", "nec.toml", &good)]);
        member.out(&["sync"]);
        member.out(&["status"]);
        stuck.out(&["sync"]);
        assert_eq!(stuck.read("nec.toml"), good);
        stuck.out(&["status"]);
    }
}

#[cfg(unix)]
#[test]
fn whatever_git_leaves_running_does_not_hold_it_up() {
    use std::os::unix::fs::PermissionsExt;
    let shared = Shared::new();
    let desk = shared.joined();
    // As SSH with a connection that is kept does: it goes on, and keeps the stream of messages open.
    let relay = desk.home.path().join("relay");
    let script = "#!/bin/sh\nsleep 75 >/dev/null </dev/null &\nfor last; do :; done\neval \"$last\"\n";
    std::fs::write(&relay, script).unwrap();
    std::fs::set_permissions(&relay, std::fs::Permissions::from_mode(0o755)).unwrap();
    let status = with_relay(&desk, &relay, &shared).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

/// `nec sync` by a program in the place of SSH, which nobody listens to.
#[cfg(unix)]
fn with_relay(desk: &Desk, relay: &Path, shared: &Shared) -> std::process::Command {
    let address = format!("ssh://server.example.police.uk{}", shared.address());
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("nec"));
    command
        .args(["sync", "--remote", &address])
        .current_dir(&desk.root)
        .env("HOME", desk.home.path())
        .env("GIT_CONFIG_GLOBAL", desk.home.path().join("gitconfig"))
        .env("GIT_SSH_COMMAND", relay)
        .env("GIT_SSH_VARIANT", "simple")
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    command
}

#[test]
fn a_lock_that_was_left_in_the_shared_repository_is_told_as_one() {
    let shared = Shared::new();
    let desk = shared.joined();
    desk.out(&["set", "west-dorset", "profile.summary", "Ours."]);
    desk.out(&["commit"]);
    let lock = std::path::PathBuf::from(shared.address()).join("refs/heads/main.lock");
    std::fs::write(&lock, "").unwrap();
    let (_, told, code) = desk.all(&["sync"]);
    assert!(code == 2 && told.contains("ends in .lock") && told.contains("not sent"), "{told}");
    std::fs::remove_file(&lock).unwrap();
    desk.out(&["sync"]);
    assert!(shared.sent(PLAN).contains("Ours."));
}
