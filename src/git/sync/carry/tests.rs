//! From one version to another, with other hands at work.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use super::*;
use crate::git::record::Moved;
use crate::git::staging::Workbench;
use crate::git::tests::{Fixture, PLAN, inspector};

/// A version that others made, while this copy is at the one before it.
struct Came {
    fixture: Fixture,
    from: String,
    to: String,
}

/// `before` and `after` make the two versions by changing the files.
fn came(before: impl Fn(&Fixture), after: impl Fn(&Fixture)) -> Came {
    let fixture = Fixture::new("");
    fixture.write("nec.toml", "format = 1\n");
    let version = |fixture: &Fixture| {
        fixture.git(&["add", "-A"]);
        fixture.git(&["commit", "-qm", "A version"]);
        fixture.git(&["rev-parse", "HEAD"]).trim().to_owned()
    };
    before(&fixture);
    let from = version(&fixture);
    after(&fixture);
    let to = version(&fixture);
    fixture.git(&["reset", "-q", "--hard", &from]);
    Came { fixture, from, to }
}

impl Came {
    /// Receives it; `meanwhile` is what another hand does after it was looked at what is on disk.
    fn receive(&self, meanwhile: impl Fn(&Fixture)) -> Result<Carry, Problem> {
        let repository = Repository::open(&self.fixture.root)?;
        let bench = Workbench::take(&repository, &inspector(), Duration::from_secs(1))?;
        let find = |id: &str| repository.git.find_commit(Oid::from_str(id).unwrap()).unwrap();
        let (from, to) = (find(&self.from), find(&self.to));
        let carry = plan(&repository, &from.tree().unwrap(), &to.tree().unwrap(), &|_| Vec::new())?;
        assert!(carry.open.is_empty());
        meanwhile(&self.fixture);
        let way = Move { branch: "refs/heads/main", from: &from, to: to.id(), carry: &carry };
        assert_eq!(carry_out(&repository, &bench, &way)?, Moved::Yes);
        Ok(carry)
    }

    fn refused(&self) -> Problem {
        let problem = self.receive(|_| ()).unwrap_err();
        assert!(problem.safe.contains("Nothing was moved"), "{problem}");
        assert_eq!(self.fixture.git(&["rev-parse", "HEAD"]).trim(), self.from);
        assert!(!is_left(&self.fixture.root));
        problem
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.fixture.root.join(file)).unwrap()
    }
}

fn plan_text(status: &str, more: &str) -> String {
    format!("format = 1\narea = \"west-dorset\"\nstatus = \"{status}\"\n{more}")
}

fn changed_by_others() -> Came {
    came(
        |fixture| fixture.write(PLAN, &plan_text("draft", "")),
        |fixture| fixture.write(PLAN, &plan_text("agreed", "")),
    )
}

#[test]
fn what_is_written_while_it_comes_in_joins_what_was_not_recorded_and_what_came() {
    let came = changed_by_others();
    came.fixture.write(PLAN, &plan_text("draft", "version = 1\n"));
    came.receive(|fixture| fixture.write(PLAN, &plan_text("draft", "version = 2\n"))).unwrap();
    assert_eq!(came.text(PLAN), plan_text("agreed", "version = 2\n"));
}

#[test]
fn what_is_written_while_it_comes_in_and_clashes_with_it_is_told_and_both_are_kept() {
    let came = changed_by_others();
    let told = came.receive(|fixture| fixture.write(PLAN, &plan_text("published", ""))).unwrap_err();
    assert_eq!(came.text(PLAN), plan_text("published", ""));
    let kept = ".nec/kept/2026-27-west-dorset.toml.1.txt";
    assert!(told.next.contains(kept) && told.file.as_deref() == Some(PLAN), "{told}");
    assert_eq!(came.text(kept), plan_text("agreed", ""));
    assert!(!is_left(&came.fixture.root), "it is told once");
    came.fixture.sound();
}

#[test]
fn where_it_is_not_known_what_was_there_nothing_is_merged_and_it_is_told() {
    let came = changed_by_others();
    let journal = format!(
        "{{\"version\":1,\"from\":\"{}\",\"to\":\"{}\",\"files\":[{{\"path\":\"{PLAN}\",\"disk\":\"{}\",\
         \"to\":[\"{}\",33188]}}]}}",
        came.from,
        came.to,
        "1".repeat(40),
        came.fixture.git(&["rev-parse", &format!("{}:{PLAN}", came.to)]).trim()
    );
    crate::store::private::folder(&came.fixture.root).unwrap();
    came.fixture.write(".nec/carry.json", &journal);
    came.fixture.git(&["update-ref", "refs/heads/main", &came.to]);
    let told = crate::git::sync::recover(&came.fixture.root).unwrap_err();
    assert!(told.next.contains(".nec/kept/"), "{told}");
    assert_eq!(came.text(PLAN), plan_text("draft", ""), "mine stands as it was");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_told_before_anything_moves() {
    let came = came(
        |_| (),
        |fixture| {
            std::fs::create_dir(fixture.root.join("notes")).unwrap();
            fixture.write("notes/a.md", "theirs\n");
        },
    );
    came.fixture.write("notes", "mine\n");
    let problem = came.refused();
    assert!(problem.what.contains("notes is no folder") && problem.next.contains("notes"), "{problem}");
    assert_eq!(came.text("notes"), "mine\n");
    std::fs::remove_file(came.fixture.root.join("notes")).unwrap();
    came.receive(|_| ()).unwrap();
    assert_eq!(came.text("notes/a.md"), "theirs\n");
}

#[test]
fn a_repository_within_that_becomes_a_file_goes_where_it_is_empty_and_is_told_where_it_is_not() {
    for content in [None, Some("mine.txt")] {
        let came = came(
            |fixture| {
                let entry = format!("160000,{},lib", "1".repeat(40));
                fixture.git(&["update-index", "--add", "--cacheinfo", &entry]);
                fixture.git(&["commit", "-qm", "Another repository"]);
                std::fs::create_dir(fixture.root.join("lib")).unwrap();
                fixture.write("areas.toml", "# areas\n");
            },
            |fixture| {
                std::fs::remove_dir(fixture.root.join("lib")).unwrap();
                fixture.write("lib", "a file\n");
            },
        );
        let lib = came.fixture.root.join("lib");
        std::fs::create_dir_all(&lib).unwrap();
        match content {
            None => {
                came.receive(|_| ()).unwrap();
                assert_eq!(came.text("lib"), "a file\n");
            }
            Some(name) => {
                std::fs::write(lib.join(name), "mine\n").unwrap();
                let problem = came.refused();
                assert!(problem.what.contains("in the way") && problem.next.contains("lib"), "{problem}");
            }
        }
    }
}

#[test]
fn a_folder_that_becomes_a_file_goes_with_what_is_in_it_and_stays_with_what_is_somebodys() {
    for mine in [false, true] {
        let came = came(
            |fixture| {
                std::fs::create_dir_all(fixture.root.join("notes/inner")).unwrap();
                fixture.write("notes/a.md", "a\n");
                fixture.write("notes/inner/b.md", "b\n");
            },
            |fixture| {
                std::fs::remove_dir_all(fixture.root.join("notes")).unwrap();
                fixture.write("notes", "a file\n");
            },
        );
        if mine {
            came.fixture.write("notes/mine.md", "mine\n");
            assert!(came.refused().what.contains("in the way"));
            assert_eq!(came.text("notes/a.md"), "a\n");
            std::fs::remove_file(came.fixture.root.join("notes/mine.md")).unwrap();
        }
        came.receive(|_| ()).unwrap();
        assert_eq!(came.text("notes"), "a file\n");
        assert_eq!(came.fixture.status(), "");
    }
}

#[test]
fn a_file_that_becomes_a_folder_makes_room_for_it() {
    let came = came(
        |fixture| fixture.write("notes", "a file\n"),
        |fixture| {
            std::fs::remove_file(fixture.root.join("notes")).unwrap();
            std::fs::create_dir(fixture.root.join("notes")).unwrap();
            fixture.write("notes/a.md", "a\n");
        },
    );
    came.receive(|_| ()).unwrap();
    assert_eq!((came.text("notes/a.md").as_str(), came.fixture.status().as_str()), ("a\n", ""));
}

#[test]
fn a_file_of_any_size_is_changed_and_goes() {
    let large = |fixture: &Fixture, name: &str| {
        let file = std::fs::File::create(fixture.root.join(name)).unwrap();
        file.set_len((64 << 20) + 1).unwrap();
    };
    let came = came(
        |fixture| {
            large(fixture, "changed.bin");
            large(fixture, "gone.bin");
        },
        |fixture| {
            fixture.write("changed.bin", "small\n");
            std::fs::remove_file(fixture.root.join("gone.bin")).unwrap();
        },
    );
    came.receive(|_| ()).unwrap();
    assert_eq!(came.text("changed.bin"), "small\n");
    assert!(!came.fixture.root.join("gone.bin").exists());
}

#[cfg(unix)]
#[test]
fn a_name_that_other_computers_cannot_have_comes_changes_and_goes_here() {
    assert!(safe_name(Path::new("/"), "docs/GIT~1").is_none(), "git's own folder, by its short name");
    for name in ["2026-27/minutes: june.txt", "a\\b"] {
        let came = came(
            |fixture| fixture.write("2026-27/goes: now.txt", "ours\n"),
            |fixture| {
                fixture.write(name, "theirs\n");
                std::fs::remove_file(fixture.root.join("2026-27/goes: now.txt")).unwrap();
            },
        );
        came.fixture.write("2026-27/own: notes.txt", "not recorded\n");
        let carry = came.receive(|_| ()).unwrap();
        assert_eq!((came.text(name).as_str(), carry.left_out.len()), ("theirs\n", 0));
        assert!(!came.fixture.root.join("2026-27/goes: now.txt").exists());
        assert_eq!(came.fixture.status(), "?? \"2026-27/own: notes.txt\"\n");
        came.fixture.sound();
    }
}

/// Records a file in git's list alone, under a name that this computer cannot have.
fn only_recorded(fixture: &Fixture, path: &str) {
    fixture.write("words", "theirs\n");
    let id = fixture.git(&["hash-object", "-w", "words"]);
    std::fs::remove_file(fixture.root.join("words")).unwrap();
    fixture.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{},{path}", id.trim())]);
    fixture.git(&["update-index", "--skip-worktree", path]);
}

#[test]
fn a_name_that_this_computer_cannot_have_is_left_out_and_the_rest_comes() {
    let long = format!("notes/{}", "a".repeat(300));
    let came = came(
        |fixture| fixture.write(PLAN, &plan_text("draft", "")),
        |fixture| {
            only_recorded(fixture, &long);
            fixture.write(PLAN, &plan_text("agreed", ""));
        },
    );
    let carry = came.receive(|_| ()).unwrap();
    assert_eq!(carry.left_out, std::slice::from_ref(&long));
    assert_eq!(came.text(PLAN), plan_text("agreed", ""));
    assert!(!came.fixture.root.join("notes").exists());
    assert_eq!(came.fixture.status(), "", "it is not gone for git either");
    came.fixture.sound();
}

#[test]
fn a_path_that_is_only_long_is_carried_and_own_words_in_it_stay() {
    let folder = vec!["a".repeat(200); 6].join("/");
    let long = format!("{folder}/notes.txt");
    let text = |first: &str, last: &str| format!("{first}\ntwo\nthree\nfour\n{last}\n");
    let write = |fixture: &Fixture, text: &str| {
        std::fs::create_dir_all(fixture.root.join(&folder)).unwrap();
        fixture.write(&long, text);
    };
    let came = came(
        |fixture| write(fixture, &text("one", "five")),
        |fixture| write(fixture, &text("one", "theirs")),
    );
    write(&came.fixture, &text("mine", "five"));
    let carry = came.receive(|_| ()).unwrap();
    assert_eq!(carry.left_out, [""; 0]);
    assert_eq!(came.text(&long), text("mine", "theirs"));
    assert_eq!(came.fixture.status(), format!(" M {long}\n"), "git sees what is not recorded");
    came.fixture.sound();
}

#[cfg(unix)]
#[test]
fn what_lies_deeper_than_nec_can_reach_is_never_hidden_from_git() {
    // Git writes a path of nearly 4,096 bytes from the top of the copy; the copy's own place comes to that here.
    let folder = vec!["a".repeat(200); 20].join("/");
    let deep = format!("{folder}/{}", "b".repeat(60));
    let came = came(
        |fixture| only_recorded(fixture, &deep),
        |fixture| {
            fixture.git(&["rm", "-q", "--cached", "--sparse", &deep]);
            only_recorded(fixture, &deep.replace('b', "c"));
        },
    );
    came.fixture.git(&["update-index", "--no-skip-worktree", &deep]);
    came.fixture.git(&["checkout", "--", "."]);
    assert_eq!(came.fixture.status(), "");
    let problem = came.refused();
    assert!(problem.what.contains("deep"), "{problem}");
    assert_eq!(came.fixture.status(), "");
}

#[test]
fn a_name_that_stands_for_an_own_folder_does_not_come() {
    let came = came(|_| (), |fixture| fixture.write("NEC~1", "theirs\n"));
    let problem = came.refused();
    assert!(problem.what.contains("NEC~1") && !problem.next.is_empty(), "{problem}");
}

#[test]
fn a_name_that_looks_like_one_and_is_none_comes() {
    let harmless = came(|_| (), |fixture| fixture.write("git~notes.md", "theirs\n"));
    harmless.receive(|_| ()).unwrap();
    assert_eq!(harmless.text("git~notes.md"), "theirs\n");
}

#[test]
fn what_git_leaves_out_of_this_copy_is_not_gone_and_stays_left_out() {
    let came = came(
        |fixture| {
            std::fs::create_dir(fixture.root.join("2025-26")).unwrap();
            fixture.write("2025-26/purbeck.toml", "format = 1\n");
            fixture.write(PLAN, &plan_text("draft", ""));
        },
        |fixture| fixture.write("2025-26/purbeck.toml", "format = 1\narea = \"purbeck\"\n"),
    );
    came.fixture.git(&["sparse-checkout", "set", "2026-27"]);
    let left_out = crate::git::tests::rel("2025-26/purbeck.toml");
    let files = [left_out.clone(), crate::git::tests::rel(PLAN)];
    let root = &came.fixture.root;
    assert!(!root.join(left_out.as_str()).exists());
    for _ in 0..2 {
        assert_eq!(crate::git::changed(root, &files).unwrap(), []);
        assert_eq!(crate::git::take(root, &files).unwrap(), crate::git::Taken::default());
        assert_eq!(came.fixture.status(), "");
        assert!(!root.join(left_out.as_str()).exists());
        if came.fixture.git(&["rev-parse", "HEAD"]).trim() == came.from {
            came.receive(|_| ()).unwrap();
        }
    }
    assert_eq!(came.fixture.git(&["rev-parse", "HEAD"]).trim(), came.to);
    came.fixture.sound();
}

#[test]
fn ends_of_lines_that_git_keeps_otherwise_on_disk_are_no_change_and_stay() {
    let notes = |text: &str| format!("# Notes\n\none\n\ntwo\n\nthree\n\n{text}\n");
    let came = came(
        |fixture| {
            fixture.write(PLAN, &plan_text("draft", ""));
            fixture.write("notes.md", &notes("four"));
        },
        |fixture| {
            fixture.write(PLAN, &plan_text("agreed", ""));
            fixture.write("notes.md", &notes("theirs"));
        },
    );
    let fixture = &came.fixture;
    fixture.git(&["config", "core.autocrlf", "true"]);
    for file in [PLAN, "notes.md"] {
        std::fs::remove_file(fixture.root.join(file)).unwrap();
        fixture.git(&["checkout", "--", file]);
        assert!(came.text(file).contains("\r\n"));
    }
    let files = [crate::git::tests::rel(PLAN)];
    assert_eq!(crate::git::changed(&fixture.root, &files).unwrap(), []);
    assert_eq!(crate::git::take(&fixture.root, &files).unwrap(), crate::git::Taken::default());
    // What was not recorded is brought together with it all the same.
    fixture.write("notes.md", &notes("four").replace("# Notes", "# Our notes").replace('\n', "\r\n"));
    came.receive(|_| ()).unwrap();
    assert_eq!(came.text(PLAN), plan_text("agreed", "").replace('\n', "\r\n"));
    assert_eq!(
        came.text("notes.md"),
        notes("theirs").replace("# Notes", "# Our notes").replace('\n', "\r\n")
    );
    assert_eq!(fixture.status(), " M notes.md\n");
    assert_eq!(crate::git::changed(&fixture.root, &files).unwrap(), []);
    fixture.sound();
}
