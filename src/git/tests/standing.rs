//! Where the words are.

use super::*;
use crate::git::shared::{Found, Shared};
use crate::git::standing::{Standing, With, standing};

fn with(fixture: &Fixture) -> With {
    match standing(&fixture.root).unwrap() {
        Standing::With(with) => with,
        other => panic!("{other:?}"),
    }
}

/// A repository with a version, and a copy of it that others send to.
fn shared(inner: &str) -> (Fixture, tempfile::TempDir) {
    let fixture = Fixture::new(inner);
    fixture.write(PLAN, "format = 1\n");
    fixture.version(&[PLAN]);
    let there = tempfile::tempdir().unwrap();
    let path = there.path().to_str().unwrap();
    fixture.git(&["clone", "-q", "--bare", ".", path]);
    fixture.git(&["remote", "add", "origin", path]);
    (fixture, there)
}

#[test]
fn without_a_shared_repository_nothing_is_said_of_sending() {
    let fixture = Fixture::new("");
    assert_eq!(standing(&fixture.root).unwrap(), Standing::Alone);
    assert_eq!(Standing::Alone.is_sent(&rel(PLAN)), None);
}

#[test]
fn what_was_recorded_since_it_was_sent_is_told_by_file() {
    let (fixture, _there) = shared("plans");
    assert_eq!(standing(&fixture.root).unwrap(), Standing::NeverSent);
    fixture.git(&["push", "-q", "-u", "origin", "main"]);
    let sent = with(&fixture);
    assert_eq!((sent.to_send, sent.to_take_in, sent.unsent.len()), (0, 0, 0));
    assert!(sent.last.is_some());
    fixture.write(PLAN, "format = 1\nstatus = \"draft\"\n");
    fixture.version(&[PLAN]);
    std::fs::write(fixture.folder.path().join("elsewhere.txt"), "x").unwrap();
    fixture.git(&["add", "elsewhere.txt"]);
    fixture.git(&["commit", "-q", "-m", "Beside the plans"]);
    let unsent = with(&fixture);
    assert_eq!((unsent.to_send, unsent.to_take_in), (2, 0));
    assert_eq!(unsent.unsent.iter().map(ToString::to_string).collect::<Vec<_>>(), [PLAN]);
    assert_eq!(Standing::With(unsent).is_sent(&rel(PLAN)), Some(false));
}

#[test]
fn a_file_that_was_changed_and_put_back_since_it_was_sent_is_not_sent() {
    let (fixture, _there) = shared("");
    fixture.git(&["push", "-q", "-u", "origin", "main"]);
    for text in ["format = 1\n# other\n", "format = 1\n"] {
        fixture.write("2026-27/poole.toml", text);
        fixture.version(&["2026-27/poole.toml"]);
    }
    fixture.git(&["push", "-q"]);
    for text in ["format = 1\n# other\n", "format = 1\n"] {
        fixture.write("2026-27/poole.toml", text);
        fixture.version(&["2026-27/poole.toml"]);
    }
    let unsent = with(&fixture);
    assert_eq!(unsent.to_send, 2);
    assert_eq!(Standing::With(unsent).is_sent(&rel("2026-27/poole.toml")), Some(false));
}

#[test]
fn what_came_and_was_not_taken_in_is_told_by_file() {
    let (fixture, _there) = shared("");
    let before = fixture.git(&["rev-parse", "HEAD"]);
    fixture.write("2026-27/poole.toml", "format = 1\n");
    fixture.version(&["2026-27/poole.toml"]);
    fixture.git(&["push", "-q", "-u", "origin", "main"]);
    fixture.git(&["reset", "-q", "--hard", before.trim()]);
    fixture.write(PLAN, "format = 1\n# ours\n");
    fixture.version(&[PLAN]);
    let apart = with(&fixture);
    assert_eq!((apart.to_send, apart.to_take_in), (1, 1));
    assert_eq!(apart.waiting.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-27/poole.toml"]);
    assert_eq!(apart.unsent.iter().map(ToString::to_string).collect::<Vec<_>>(), [PLAN]);
}

#[test]
fn the_repository_that_the_branch_follows_comes_first() {
    let (fixture, there) = shared("");
    let of = || {
        let repository = repository::Repository::open(&fixture.root).unwrap();
        match Shared::find(&repository, "refs/heads/main").unwrap() {
            Found::One(shared) => shared,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(of().noted(), "refs/remotes/origin/main");
    fixture.git(&["remote", "add", "force", there.path().to_str().unwrap()]);
    assert_eq!(of().name, "origin");
    fixture.git(&["config", "branch.main.remote", "force"]);
    fixture.git(&["config", "branch.main.merge", "refs/heads/plans"]);
    assert_eq!(of().noted(), "refs/remotes/force/plans");
    fixture.git(&["checkout", "-q", "--detach"]);
    assert_eq!(standing(&fixture.root).unwrap(), Standing::Alone);
}
