//! When nothing is recorded, and what is said then.

use super::*;

#[test]
fn on_no_branch_it_is_refused_in_words() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    let id = fixture.version(&[PLAN]);
    fixture.git(&["checkout", "-q", "--detach"]);
    fixture.write(PLAN, "a = 2\n");
    let problem = fixture.record(&[PLAN], "x").unwrap_err();
    assert!(problem.what.contains("on no branch") && !jargon(&problem), "{problem}");
    assert_eq!(fixture.git(&["rev-parse", "HEAD"]).trim(), id);
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), "a = 2\n");
}

#[test]
fn in_the_middle_of_a_merge_it_is_refused_and_so_is_a_file_in_conflict() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    fixture.version(&[PLAN]);
    fixture.git(&["checkout", "-qb", "other"]);
    fixture.write(PLAN, "a = 2\n");
    fixture.version(&[PLAN]);
    fixture.git(&["checkout", "-q", "main"]);
    fixture.write(PLAN, "a = 3\n");
    fixture.version(&[PLAN]);
    assert!(!fixture.run(&["merge", "-q", "other"]).status.success());
    let problem = fixture.record(&[PLAN], "x").unwrap_err();
    assert!(problem.what.contains("bring versions together") && !jargon(&problem), "{problem}");
    fixture.git(&["merge", "--quit"]);
    let problem = fixture.record(&[PLAN], "x").unwrap_err();
    assert!(problem.what.contains("two versions"), "{problem}");
    fixture.write(PLAN, "a = 4\n");
    fixture.version(&[PLAN]);
    assert_eq!(fixture.status(), "", "the conflict is settled for git too");
    fixture.sound();
}

/// Records without patience, which is to fail.
fn hasty(fixture: &Fixture) -> Problem {
    let patience = std::time::Duration::from_millis(100);
    let plan = [Content::read(&fixture.root, &rel(PLAN)).unwrap()];
    super::record::record_within(patience, &fixture.root, &plan, "x", &inspector()).unwrap_err()
}

#[test]
fn a_repository_that_somebody_else_holds_is_left_alone() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    let id = fixture.version(&[PLAN]);
    let lock = fixture.folder.path().join(".git/index.lock");
    std::fs::write(&lock, "another program's").unwrap();
    fixture.write(PLAN, "a = 2\n");
    let problem = hasty(&fixture);
    assert!(problem.what.contains("another program"), "{problem}");
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), "another program's");
    assert_eq!(fixture.git(&["rev-parse", "main"]).trim(), id);
    std::fs::remove_file(&lock).unwrap();
    let branch = fixture.folder.path().join(".git/refs/heads/main.lock");
    std::fs::write(&branch, "").unwrap();
    assert!(!jargon(&hasty(&fixture)));
    assert!(branch.exists() && !lock.exists());
    std::fs::remove_file(&branch).unwrap();
    fixture.version(&[PLAN]);
    fixture.sound();
}

#[test]
fn no_hook_of_the_repository_runs() {
    let fixture = Fixture::new("");
    let hooks = fixture.folder.path().join(".git/hooks");
    std::fs::create_dir_all(&hooks).unwrap();
    let trace = fixture.folder.path().join("ran");
    for name in ["pre-commit", "commit-msg", "post-commit", "reference-transaction", "fsmonitor"] {
        let hook = hooks.join(name);
        std::fs::write(&hook, format!("#!/bin/sh\ntouch {}\nexit 1\n", trace.display())).unwrap();
        make_runnable(&hook);
    }
    fixture.git(&["config", "core.fsmonitor", ".git/hooks/fsmonitor"]);
    fixture.write(PLAN, "a = 1\n");
    fixture.version(&[PLAN]);
    changed(&fixture.root, &[rel(PLAN)]).unwrap();
    assert!(!trace.exists());
    assert!(!std::fs::read_to_string(fixture.folder.path().join(".git/config")).unwrap().contains("fsync"));
}

#[cfg(unix)]
pub(super) fn make_runnable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
pub(super) fn make_runnable(_: &Path) {}

#[test]
fn repositories_that_cannot_be_used_are_told_plainly() {
    let told = |arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("git").args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(made.status.success(), "{arguments:?}");
        let bytes = Some(b"a = 1\n".as_slice().into());
        let settings = [Content { file: rel("nec.toml"), bytes, over: crate::store::content::Over::Any }];
        let problem = super::record(folder.path(), &settings, "x", &inspector()).unwrap_err();
        assert!(!jargon(&problem) && !problem.safe.is_empty() && !problem.next.is_empty(), "{problem}");
        problem.what
    };
    assert!(told(&["init", "-q", "--bare"]).contains("bare"));
    assert!(told(&["init", "-q", "--object-format=sha256"]).contains("of a kind that nec does not know"));
    assert!(told(&["init", "-q", "--ref-format=reftable"]).contains("of a kind that nec does not know"));
    let folder = tempfile::tempdir().unwrap();
    let problem = super::record(folder.path(), &[], "x", &inspector()).unwrap_err();
    assert!(problem.what.contains("in no repository"), "{problem}");
}

#[test]
fn a_list_of_files_that_is_not_understood_is_left_as_it_is() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    let id = fixture.version(&[PLAN]);
    fixture.git(&["update-index", "--split-index"]);
    fixture.write(PLAN, "a = 2\n");
    let before = fixture.status();
    let problem = fixture.record(&[PLAN], "x").unwrap_err();
    assert!(problem.what.contains("split or sparse"), "{problem}");
    assert_eq!(fixture.git(&["rev-parse", "main"]).trim(), id);
    assert_eq!(fixture.status(), before);
    fixture.git(&["update-index", "--no-split-index"]);
    fixture.version(&[PLAN]);
    fixture.sound();
}
