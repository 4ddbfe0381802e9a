//! `nec join`: the force's plans, brought to a computer that had none, or some of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use cli_support::{Desk, PLAN};
use shared::Shared;

fn home(desk: &Desk) -> std::path::PathBuf {
    desk.home.path().join(".local/share/nec")
}

#[test]
fn with_one_address_the_forces_plans_are_here_and_nec_opens_them() {
    let shared = Shared::new();
    let desk = Desk::empty();
    let out = desk.out(&["join", &shared.address()]);
    assert!(out.contains("Joined Dorset Police") && out.contains("Next: nec"), "{out}");
    let status = desk.out(&["status"]);
    assert!(status.contains("West Dorset"), "{status}");
    let copy = home(&desk).join("plans");
    assert!(copy.join(PLAN).is_file() && out.contains(copy.to_str().unwrap()), "{out}");
    assert_eq!(shared.git_in(&copy, &["status", "--porcelain"]), "");
    assert_eq!(shared.git_in(&copy, &["rev-parse", "--abbrev-ref", "main@{upstream}"]).trim(), "origin/main");
    let left: Vec<_> =
        std::fs::read_dir(home(&desk)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["plans"], "nothing is left beside it");
    let again = desk.out(&["join", &shared.address()]);
    assert!(again.contains("is here already"), "{again}");
}

#[test]
fn plans_that_were_drafted_before_are_carried_in() {
    let shared = Shared::new();
    shared.desk.nec(&["new", "north-dorset"]).assert().success();
    shared.desk.nec(&["set", "north-dorset", "profile.summary", "The force's."]).assert().success();
    shared.desk.nec(&["commit"]).assert().success();
    shared.desk.nec(&["sync"]).assert().success();
    let desk = Desk::empty();
    desk.nec(&["new", "north-dorset"]).assert().success();
    desk.nec(&["set", "north-dorset", "profile.summary", "Ours."]).assert().success();
    desk.nec(&["new", "purbeck"]).assert().success();
    desk.nec(&["new", "west-dorset"]).assert().success();
    desk.nec(&["set", "west-dorset", "profile.summary", "Words of mine."]).assert().success();
    desk.nec(&["set", "purbeck", "standards.face-to-face.activities.+", "Drop-in"]).assert().success();
    let own = home(&desk).join("plans");
    let before = std::fs::read_to_string(own.join(PLAN)).unwrap();
    let areas = own.join("areas.toml");
    let book = std::fs::read_to_string(&areas).unwrap()
        + "\n[[venue]]\nid = \"our-hall\"\nname = \"Our Hall\"\n\n[[venue]]\nid = \"unused\"\nname = \"Unused\"\n";
    std::fs::write(&areas, &book).unwrap();
    let purbeck = own.join("2026-27/purbeck.toml");
    let text = std::fs::read_to_string(&purbeck).unwrap();
    std::fs::write(
        &purbeck,
        text.replace("title = \"Drop-in\"", "title = \"Drop-in\"\nvenues = [\"our-hall\"]"),
    )
    .unwrap();
    let out = desk.out(&["join", &shared.address()]);
    assert!(out.contains("Carried in, not recorded yet: Purbeck 2026-27"), "{out}");
    let copy = home(&desk).join("plans-2");
    let book = std::fs::read_to_string(copy.join("areas.toml")).unwrap();
    assert!(book.contains("our-hall") && !book.contains("unused"), "{book}");
    let status = shared.git_in(&copy, &["status", "--porcelain"]);
    assert!(status.contains("2026-27/purbeck.toml"), "{status}");
    assert!(out.contains("Brought together with yours, not recorded yet: West Dorset"), "{out}");
    assert!(std::fs::read_to_string(copy.join(PLAN)).unwrap().contains("Words of mine."));
    assert!(out.contains("North Dorset 2026-27: the force's stays"), "{out}");
    let kept = std::fs::read_dir(copy.join(".nec/kept")).unwrap().next().unwrap().unwrap().path();
    assert!(out.contains(kept.to_str().unwrap()), "{out}");
    assert!(std::fs::read_to_string(kept).unwrap().contains("Ours."));
    assert_eq!(std::fs::read_to_string(own.join(PLAN)).unwrap(), before, "the old directory is untouched");
}

#[test]
fn what_is_no_plan_directory_or_in_the_way_changes_nothing() {
    let shared = Shared::new();
    let desk = Desk::empty();
    let other = desk.home.path().join("other.git");
    shared.git_in(desk.home.path(), &["init", "-q", "--bare", "-b", "main", other.to_str().unwrap()]);
    let (_, err, status) = desk.all(&["join", other.to_str().unwrap()]);
    assert!(status == 2 && err.contains("is empty") && err.contains("nec sync --remote"), "{err}");
    let source = desk.home.path().join("source");
    shared.git_in(desk.home.path(), &["clone", "-q", other.to_str().unwrap(), "source"]);
    std::fs::write(source.join("notes.txt"), "x").unwrap();
    shared.git_in(&source, &["add", "."]);
    shared.git_in(&source, &["commit", "-qm", "Notes"]);
    shared.git_in(&source, &["push", "-q", "origin", "HEAD:main"]);
    let (_, err, status) = desk.all(&["join", other.to_str().unwrap()]);
    assert!(status == 2 && err.contains("no plan directory"), "{err}");
    for address in ["ext::sh -c x", "--upload-pack=x", "ssh://-oProxyCommand=x/y"] {
        let (_, err, status) = desk.all(&["join", "--", address]);
        assert!(status == 2 && err.contains("cannot be used as an address"), "{err}");
    }
    let (_, err, status) = desk.all(&["join", "/nowhere/plans.git"]);
    assert!(status == 2 && err.contains("no shared repository"), "{err}");
    desk.write("full/notes.txt", "x");
    let (_, err, status) = desk.all(&["join", &shared.address(), "full"]);
    assert!(status == 2 && err.contains("holds other files"), "{err}");
    // The same files by the same person in the same second would be the same version.
    desk.nec(&["init", "mine"]).env("GIT_AUTHOR_NAME", "Somebody else").assert().success();
    let (_, err, status) = desk.all(&["join", &shared.address(), "mine"]);
    assert!(status == 2 && err.contains("plans of its own"), "{err}");
    assert_eq!(shared.git_in(&desk.root.join("mine"), &["remote"]), "");
    assert!(!home(&desk).join("plans").exists() && !home(&desk).join("other").exists());
    let (_, err, status) = desk.all(&["join"]);
    assert!(status == 2 && err.contains("address"), "{err}");
}

#[test]
fn a_plan_directory_in_a_folder_of_a_larger_repository_is_found() {
    let shared = Shared::within("work/plans");
    let desk = Desk::empty();
    let out = desk.out(&["join", &format!("file://{}", shared.address()), "here"]);
    assert!(out.contains("here/work/plans"), "{out}");
    assert!(desk.out(&["status"]).contains("West Dorset"));
}

#[cfg(unix)]
#[test]
fn without_the_program_git_it_says_what_is_missing() {
    let shared = Shared::new();
    let desk = Desk::empty();
    let output = desk.nec(&["join", &shared.address()]).env("PATH", desk.home.path()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && err.contains("program git"), "{err}");
    assert!(err.contains("Everything else works without it"), "{err}");
    assert_eq!(std::fs::read_dir(home(&desk)).map(Iterator::count).unwrap_or_default(), 0);
}

#[cfg(unix)]
#[test]
fn a_name_that_this_computer_cannot_have_holds_no_joining_up() {
    let shared = Shared::new();
    let root = &shared.desk.root;
    let long = format!("notes/{}", "x".repeat(300));
    let id = shared.git_in(root, &["hash-object", "-w", "nec.toml"]);
    for path in [&long, "notes/ours.txt"] {
        let entry = format!("100644,{},{path}", id.trim());
        shared.git_in(root, &["update-index", "--add", "--cacheinfo", &entry]);
    }
    shared.git_in(root, &["commit", "-qm", "A long name"]);
    shared.git_in(root, &["push", "-q", "origin", "main"]);
    let mut desk = Desk::empty();
    let copy = desk.home.path().join("copy");
    let out = desk.out(&["join", &shared.address(), copy.to_str().unwrap()]);
    assert!(
        out.contains("Joined Dorset Police") && out.contains("Left out here") && out.contains("xxx"),
        "{out}"
    );
    assert!(copy.join(PLAN).is_file() && copy.join("notes/ours.txt").is_file());
    assert_eq!(shared.git_in(&copy, &["status", "--porcelain"]), "");
    assert_eq!(shared.git_in(&copy, &["ls-files", "-t", "--", &long]), format!("S {long}\n"));
    desk.root = copy;
    desk.nec(&["set", "west-dorset", "profile.summary", "A coast of villages."]).assert().success();
    desk.nec(&["commit"]).assert().success();
    desk.nec(&["sync"]).assert().success();
    let there =
        shared.git_in(std::path::Path::new(&shared.address()), &["ls-tree", "-r", "--name-only", "main"]);
    assert!(there.contains(&long), "it is safe with the others: {there}");
}
