//! The versions of one file, beside what `git log` says of them.

use super::*;
use crate::git::history::{Entry, History, stood};
use crate::git::sent::unsent;

fn history(fixture: &Fixture, file: &str) -> Vec<Entry> {
    History::of(&fixture.root, &rel(file)).unwrap().map(Result::unwrap).collect()
}

fn ids(fixture: &Fixture, file: &str) -> Vec<String> {
    history(fixture, file).into_iter().map(|entry| entry.id).collect()
}

/// Every version that changed the file; of those that bring others together, git names the file only where none
/// of the others had it so.
fn git_says(fixture: &Fixture, path: &str) -> Vec<String> {
    let all = fixture.git(&["log", "--full-history", "-c", "--name-only", "--format=%x00%H", "--", path]);
    let named = all.split('\0').filter_map(|version| version.trim().split_once('\n'));
    named.map(|(id, _)| id.to_owned()).collect()
}

/// Commits everything, at a time of its own.
fn commit(fixture: &Fixture, time: usize, note: &str) {
    fixture.git(&["add", "-A"]);
    let date = format!("{} +0000", 1_700_000_000 + time);
    let output = Command::new("git")
        .args(["-c", "user.name=Sergeant \u{1b}[2J", "-c", "user.email=sgt@example.police.uk"])
        .args(["commit", "-q", "--allow-empty", "-m", note])
        .current_dir(fixture.folder.path())
        .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn merge(fixture: &Fixture, branch: &str, text: Option<&str>) {
    let _ = fixture.run(&["merge", "-q", "--no-commit", "--no-ff", branch]);
    if let Some(text) = text {
        fixture.write(PLAN, text);
    }
    fixture.git(&["add", "-A"]);
    fixture.git(&["commit", "-q", "--allow-empty", "-m", "Bring together"]);
}

#[test]
fn only_versions_that_changed_the_file_are_given_newest_first() {
    let fixture = Fixture::new("plans/here");
    fixture.write(PLAN, "one\n");
    fixture.write("2026-27/purbeck.toml", "other\n");
    commit(&fixture, 1, "First\n\nMore of it");
    fixture.write("2026-27/purbeck.toml", "other 2\n");
    commit(&fixture, 2, "Elsewhere");
    fixture.write(PLAN, "two\n");
    commit(&fixture, 3, "\u{202e}Second");
    commit(&fixture, 4, "Nothing");
    std::fs::remove_file(fixture.root.join(PLAN)).unwrap();
    commit(&fixture, 5, "Taken away");
    let entries = history(&fixture, PLAN);
    let notes: Vec<&str> = entries.iter().map(|entry| entry.note.as_str()).collect();
    assert_eq!(notes, ["Taken away", "⟨U+202E⟩Second", "First"]);
    assert_eq!(entries[0].by, "Sergeant ⟨U+001B⟩[2J");
    assert_eq!(entries[0].when.as_second(), 1_700_000_005);
    assert_eq!(ids(&fixture, PLAN), git_says(&fixture, &format!("plans/here/{PLAN}")));
    let history = History::of(&fixture.root, &rel(PLAN)).unwrap();
    let text = |content| history.text(&rel(PLAN), content).unwrap();
    assert_eq!(
        (text(entries[1].before), text(entries[1].content)),
        (Some("one\n".into()), Some("two\n".into()))
    );
    assert_eq!((entries[2].before, entries[0].content), (None, None));
    assert!(ids(&fixture, "2026-27/never.toml").is_empty());
}

#[test]
fn what_was_recorded_on_every_side_is_found() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "one\n");
    commit(&fixture, 1, "First");
    for (branch, time) in [("theirs", 10), ("idle", 20), ("same", 30)] {
        fixture.git(&["switch", "-q", "-c", branch, "main"]);
        fixture.write("notes.txt", branch);
        if branch != "idle" {
            fixture.write(PLAN, if branch == "same" { "mine\n" } else { "theirs\n" });
        }
        commit(&fixture, time, branch);
    }
    fixture.git(&["switch", "-q", "main"]);
    fixture.write(PLAN, "mine\n");
    commit(&fixture, 15, "Mine");
    merge(&fixture, "theirs", Some("both\n"));
    merge(&fixture, "idle", Some("both\n"));
    merge(&fixture, "same", Some("all\n"));
    fixture.git(&["switch", "-q", "-c", "lost", "main"]);
    fixture.write(PLAN, "lost\n");
    commit(&fixture, 40, "Lost");
    fixture.git(&["switch", "-q", "main"]);
    fixture.write(PLAN, "taken\n");
    commit(&fixture, 45, "Taken");
    merge(&fixture, "lost", Some("taken\n"));
    assert_eq!(ids(&fixture, PLAN), git_says(&fixture, PLAN));
    let lost = history(&fixture, PLAN).into_iter().find(|entry| entry.note == "Lost");
    assert!(lost.is_some(), "it is there to be brought back");
}

#[test]
fn a_hundred_random_versions_are_those_of_git() {
    let mut seed = 7_u64;
    let mut dice = |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let fixture = Fixture::new("");
    for n in 0..100 {
        match dice(6) {
            0 if n > 5 => {
                fixture.git(&["branch", "-q", "-f", "side"]);
            }
            1 if n > 10 && fixture.run(&["rev-parse", "-q", "--verify", "side"]).status.success() => {
                fixture.git(&["switch", "-q", "side"]);
                fixture.write(PLAN, &format!("{}\n", dice(3)));
                commit(&fixture, n, "Side");
                fixture.git(&["switch", "-q", "main"]);
                let text = format!("{}\n", dice(3));
                merge(&fixture, "side", Some(&text));
                continue;
            }
            2 => fixture.write("notes.txt", &n.to_string()),
            3 if fixture.root.join(PLAN).exists() => std::fs::remove_file(fixture.root.join(PLAN)).unwrap(),
            _ => fixture.write(PLAN, &format!("{}\n", dice(3))),
        }
        commit(&fixture, n, "A version");
    }
    assert_eq!(ids(&fixture, PLAN), git_says(&fixture, PLAN));
}

#[test]
fn an_area_whose_id_changed_keeps_its_history() {
    let fixture = Fixture::new("");
    let text =
        |area: &str| format!("format = 1\narea = \"{area}\"\n[profile]\nsummary = \"Long enough words.\"\n");
    fixture.write("2026-27/west.toml", &text("west"));
    commit(&fixture, 1, "Begun");
    std::fs::remove_file(fixture.root.join("2026-27/west.toml")).unwrap();
    fixture.write(PLAN, &text("west-dorset"));
    commit(&fixture, 2, "Another name");
    let entries = history(&fixture, PLAN);
    let files: Vec<&str> = entries.iter().map(|entry| entry.file.as_str()).collect();
    assert_eq!(files, [PLAN, "2026-27/west.toml"]);
    assert!(entries[0].before.is_some());
    let then = stood(&fixture.root, &rel(PLAN), &entries[1].id).unwrap();
    assert_eq!(then.text, Some(text("west")));
}

#[test]
fn a_copy_that_was_cut_short_ends_where_it_was_cut() {
    let fixture = Fixture::new("");
    for n in 1..=4 {
        fixture.write(PLAN, &format!("{n}\n"));
        commit(&fixture, n, "A version");
    }
    let whole = format!("file://{}", fixture.folder.path().display());
    fixture.git(&["clone", "-q", "--depth", "2", &whole, "short"]);
    let root = fixture.folder.path().join("short");
    let entries: Vec<_> = History::of(&root, &rel(PLAN)).unwrap().collect();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(Result::is_ok));
}

#[test]
fn a_version_is_named_safely_and_what_is_none_is_told() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "one\n");
    commit(&fixture, 1, "First");
    fixture.write(PLAN, "two\n");
    commit(&fixture, 2, "Second");
    let first = git_says(&fixture, PLAN)[1].clone();
    for name in [&first[..8], "main~1", "HEAD^"] {
        assert_eq!(stood(&fixture.root, &rel(PLAN), name).unwrap().text.as_deref(), Some("one\n"), "{name}");
    }
    assert_eq!(stood(&fixture.root, &rel("2026-27/never.toml"), "main").unwrap().text, None);
    for name in ["nowhere", "main..main", "", "--all", "\u{1b}[2J", "main:2026-27", "main@{99 years ago}x"] {
        let problem = stood(&fixture.root, &rel(PLAN), name).unwrap_err();
        assert!(!problem.to_string().contains('\u{1b}') && !jargon(&problem), "{name}: {problem}");
        assert!(problem.safe.contains("Nothing was changed"), "{problem}");
    }
}

#[test]
fn what_others_have_is_known_and_nothing_is_said_where_nobody_shares() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "one\n");
    commit(&fixture, 1, "First");
    assert_eq!(unsent(&fixture.root).unwrap(), None);
    fixture.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    fixture.write(PLAN, "two\n");
    commit(&fixture, 2, "Second");
    let unsent = unsent(&fixture.root).unwrap().unwrap();
    let all = ids(&fixture, PLAN);
    assert_eq!(all.iter().map(|id| unsent.contains(id)).collect::<Vec<_>>(), [true, false]);
}
