//! Against real repositories, looked at with the `git` program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use super::versions::{Difference, recorded_files};
use super::*;
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::starter::InitOptions;

const PLAN: &str = "2026-27/west-dorset.toml";

/// A folder with a repository, and a plan directory in it.
struct Fixture {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl Fixture {
    /// `inner` is where the plan directory is in the repository; empty for the whole.
    fn new(inner: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(inner);
        std::fs::create_dir_all(root.join("2026-27")).unwrap();
        let fixture = Fixture { folder, root };
        fixture.git(&["init", "-q", "-b", "main"]);
        fixture
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> std::process::Output {
        Command::new("git")
            .args(["-c", "user.name=Other", "-c", "user.email=other@example.police.uk"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.root.join(file), text).unwrap();
    }

    fn record(&self, files: &[&str], message: &str) -> Result<Recorded, Problem> {
        let files: Vec<RelPath> = files.iter().map(|file| rel(file)).collect();
        super::record(&self.root, &files, message, &inspector())
    }

    /// Records, and gives the version's id.
    fn version(&self, files: &[&str]) -> String {
        match self.record(files, "A version").unwrap() {
            Recorded::Version(version) => version.id,
            Recorded::Nothing => panic!("nothing was recorded"),
        }
    }

    fn status(&self) -> String {
        self.git(&["status", "--porcelain", "--untracked-files=all"])
    }

    fn sound(&self) {
        let output = self.run(&["fsck", "--strict", "--no-dangling"]);
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("error") && !said.contains("bad"), "{said}");
        assert!(!self.folder.path().join(".git/index.lock").exists());
    }
}

fn rel(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

fn inspector() -> Identity {
    Identity::new("Inspector, West Dorset", "inspector@example.police.uk").unwrap()
}

fn jargon(problem: &Problem) -> bool {
    let text = problem.to_string();
    ["HEAD", "ref ", "refs", "index", "rebase", "panicked", "Error("].iter().any(|word| text.contains(word))
}

#[test]
fn the_first_version_of_a_repository_with_none() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "format = 1\n");
    assert_eq!(recorded_text(&fixture.root, &rel(PLAN)).unwrap(), None);
    let id = fixture.version(&[PLAN]);
    assert_eq!(fixture.git(&["rev-parse", "main"]).trim(), id);
    assert_eq!(
        fixture.git(&["log", "--format=%an <%ae> %s"]).trim(),
        "Inspector, West Dorset <inspector@example.police.uk> A version"
    );
    assert_eq!(fixture.status(), "");
    assert_eq!(recorded_text(&fixture.root, &rel(PLAN)).unwrap().as_deref(), Some("format = 1\n"));
    fixture.sound();
}

#[test]
fn in_a_larger_repository_what_others_staged_and_changed_stays() {
    let fixture = Fixture::new("work/plans");
    let file = |name: &str| fixture.folder.path().join(name);
    for name in ["staged", "dirty", "both", "removed"] {
        std::fs::write(file(name), "one\n").unwrap();
    }
    fixture.write(PLAN, "a = 1\n");
    fixture.write("2026-27/purbeck.toml", "a = 1\n");
    fixture.git(&["add", "."]);
    fixture.git(&["commit", "-qm", "first"]);
    for name in ["staged", "both"] {
        std::fs::write(file(name), "two\n").unwrap();
        fixture.git(&["add", name]);
    }
    std::fs::write(file("both"), "three\n").unwrap();
    std::fs::write(file("dirty"), "two\n").unwrap();
    std::fs::write(file("new"), "new\n").unwrap();
    fixture.git(&["rm", "-q", "--cached", "removed"]);
    fixture.write(PLAN, "a = 2\n");
    fixture.git(&["add", "work/plans/2026-27/west-dorset.toml"]);
    fixture.write(PLAN, "a = 3\n");
    fixture.write("2026-27/purbeck.toml", "a = 2\n");
    let before = fixture.status();

    fixture.version(&[PLAN]);

    let changed = fixture.git(&["show", "--format=", "--name-status", "HEAD"]);
    assert_eq!(changed, "M\twork/plans/2026-27/west-dorset.toml\n");
    assert_eq!(fixture.git(&["show", "HEAD:work/plans/2026-27/west-dorset.toml"]), "a = 3\n");
    let after: String =
        before.lines().filter(|line| !line.contains("west-dorset")).map(|line| format!("{line}\n")).collect();
    assert_eq!(fixture.status(), after, "all but the plan is as it was");
    assert_eq!(fixture.git(&["show", ":both"]), "two\n");
    fixture.sound();
}

#[test]
fn a_file_that_is_gone_is_recorded_as_gone() {
    let fixture = Fixture::new("plans");
    for file in [PLAN, "2026-27/west-dorset.record.toml", "nec.toml"] {
        fixture.write(file, "a = 1\n");
    }
    fixture.version(&[PLAN, "2026-27/west-dorset.record.toml", "nec.toml"]);
    std::fs::remove_dir_all(fixture.root.join("2026-27")).unwrap();
    let gone = vec![(rel(PLAN), Difference::Gone)];
    assert_eq!(changed(&fixture.root, &[rel(PLAN), rel("nec.toml")]).unwrap(), gone);
    fixture.version(&[PLAN, "2026-27/west-dorset.record.toml", "2026-27/never.toml"]);
    assert_eq!(fixture.git(&["ls-tree", "-r", "--name-only", "HEAD"]), "plans/nec.toml\n");
    assert_eq!(recorded_files(&fixture.root).unwrap(), [rel("nec.toml")]);
    assert_eq!(fixture.status(), "");
    fixture.sound();
}

#[test]
fn nothing_changed_is_no_version() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    let id = fixture.version(&[PLAN, PLAN]);
    assert_eq!(fixture.record(&[PLAN], "Again").unwrap(), Recorded::Nothing);
    assert_eq!(fixture.record(&["2026-27/never.toml"], "Again").unwrap(), Recorded::Nothing);
    assert_eq!(fixture.git(&["rev-parse", "main"]).trim(), id);
}

#[test]
fn a_text_that_git_would_rewrite_is_recorded_to_the_byte_and_the_mode_stays() {
    let fixture = Fixture::new("");
    fixture.git(&["config", "core.autocrlf", "true"]);
    fixture.write(PLAN, "a = 1\r\nb = 2\n");
    fixture.version(&[PLAN]);
    assert_eq!(fixture.git(&["cat-file", "blob", &format!("HEAD:{PLAN}")]), "a = 1\r\nb = 2\n");
    fixture.git(&["update-index", "--chmod=+x", PLAN]);
    fixture.git(&["commit", "-qm", "mode"]);
    fixture.write(PLAN, "a = 2\n");
    fixture.version(&[PLAN]);
    assert!(fixture.git(&["ls-tree", "-r", "HEAD"]).starts_with("100755"));
}

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
    assert!(problem.what.contains("side by side"), "{problem}");
    fixture.write(PLAN, "a = 4\n");
    fixture.version(&[PLAN]);
    assert_eq!(fixture.status(), "", "the conflict is settled for git too");
    fixture.sound();
}

/// Records without patience, which is to fail.
fn hasty(fixture: &Fixture) -> Problem {
    let patience = std::time::Duration::from_millis(100);
    super::record::record_within(patience, &fixture.root, &[rel(PLAN)], "x", &inspector()).unwrap_err()
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
fn what_a_killed_nec_left_is_cleared_away() {
    for moved in [true, false] {
        let fixture = Fixture::new("");
        fixture.write(PLAN, "a = 1\n");
        fixture.version(&[PLAN]);
        let dot_git = fixture.folder.path().join(".git");
        let before = std::fs::read(dot_git.join("index")).unwrap();
        fixture.write(PLAN, "a = 2\n");
        let second = fixture.version(&[PLAN]);
        let after = std::fs::read(dot_git.join("index")).unwrap();
        // As if it had been killed just before, or just after, the branch moved.
        std::fs::write(dot_git.join("index"), before).unwrap();
        std::fs::write(dot_git.join("nec/index"), after).unwrap();
        std::fs::write(dot_git.join("index.lock"), format!("nec is recording the version {second}\n"))
            .unwrap();
        std::fs::write(dot_git.join("refs/heads/main.lock"), "").unwrap();
        std::fs::write(dot_git.join("nec/settings.lock"), "").unwrap();
        std::fs::write(dot_git.join("nec/index.lock"), "").unwrap();
        if !moved {
            let first = fixture.git(&["rev-parse", "main~"]);
            std::fs::write(dot_git.join("refs/heads/main"), first).unwrap();
        }
        let recorded = fixture.record(&[PLAN], "Again").unwrap();
        assert_eq!(recorded == Recorded::Nothing, moved);
        assert_eq!(fixture.git(&["rev-list", "--count", "main"]).trim(), "2");
        assert_eq!(fixture.status(), "");
        assert!(!dot_git.join("refs/heads/main.lock").exists());
        fixture.sound();
    }
}

#[test]
fn many_record_at_once_and_nothing_is_lost() {
    let fixture = Fixture::new("");
    fixture.write("nec.toml", "format = 1\n");
    fixture.version(&["nec.toml"]);
    let names: Vec<String> = (0..4).map(|n| format!("2026-27/area-{n}.toml")).collect();
    std::thread::scope(|scope| {
        for name in &names {
            let fixture = &fixture;
            scope.spawn(move || {
                for round in 0..5 {
                    fixture.write(name, &format!("a = {round}\n"));
                    fixture.version(&[name]);
                }
            });
        }
        scope.spawn(|| {
            for round in 0..5 {
                std::fs::write(fixture.folder.path().join("other"), format!("{round}")).unwrap();
                fixture.run(&["add", "other"]);
                fixture.run(&["commit", "-qm", "by git", "--", "other"]);
            }
        });
    });
    let ours = fixture.git(&["log", "--author=Inspector", "--format=%H"]).lines().count();
    assert_eq!(ours, 21);
    for name in &names {
        assert_eq!(fixture.git(&["show", &format!("HEAD:{name}")]), "a = 4\n");
    }
    assert!(!fixture.status().contains("area-"));
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
fn make_runnable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_runnable(_: &Path) {}

#[test]
fn repositories_that_cannot_be_used_are_told_plainly() {
    let told = |arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("git").args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(made.status.success(), "{arguments:?}");
        std::fs::write(folder.path().join("nec.toml"), "a = 1\n").unwrap();
        let problem = super::record(folder.path(), &[rel("nec.toml")], "x", &inspector()).unwrap_err();
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
fn the_last_change_is_found_through_merges() {
    let fixture = Fixture::new("plans");
    let (bridport, purbeck) = ("2026-27/bridport.toml", "2026-27/purbeck.toml");
    let change = |file: &str, text: &str| {
        fixture.write(file, text);
        fixture.version(&[file])
    };
    change("nec.toml", "format = 1\n");
    change(purbeck, "a = 1\n");
    fixture.git(&["checkout", "-qb", "other"]);
    let changed_purbeck = change(purbeck, "a = 2\n");
    fixture.git(&["checkout", "-q", "main"]);
    let changed_bridport = change(bridport, "a = 1\n");
    fixture.git(&["merge", "-q", "--no-edit", "other"]);
    change("nec.toml", "format = 1\n# changed\n");
    let files = [rel(bridport), rel(purbeck), rel("2026-27/never.toml")];
    let found = last_changes(&fixture.root, &files).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[&rel(bridport)].id, changed_bridport);
    assert_eq!(found[&rel(purbeck)].id, changed_purbeck);
    assert_eq!(found[&rel(purbeck)].by, "Inspector, West Dorset");
    let by_git = fixture.git(&["log", "-1", "--format=%at", "--", "plans/2026-27/purbeck.toml"]);
    assert_eq!(found[&rel(purbeck)].when.as_second().to_string(), by_git.trim());
}

#[test]
fn a_new_plan_directory_has_its_files_and_a_first_version() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("plans");
    let made = super::init::init(&root, &InitOptions::default(), None).unwrap();
    assert!(!made.joined && made.version.is_some());
    let directory = crate::store::Directory::open(&root).unwrap();
    assert_eq!(directory.problems, []);
    assert!(!directory.editions.is_empty() && !directory.areas.areas.is_empty());
    assert_eq!(changed(&root, &directory.files()).unwrap(), []);
    let fixture = Fixture { folder: tempfile::tempdir().unwrap(), root: root.clone() };
    let git = |arguments: &[&str]| fixture.git(&[&["-C", root.to_str().unwrap()], arguments].concat());
    assert_eq!(git(&["status", "--porcelain"]), "");
    assert_eq!(git(&["rev-list", "--count", "HEAD"]).trim(), "1");
    let again = super::init::init(&root, &InitOptions::default(), None).unwrap_err();
    assert!(again.what.contains("already"), "{again}");
}

#[test]
fn a_plan_directory_in_a_larger_repository_joins_it() {
    let fixture = Fixture::new("");
    std::fs::write(fixture.folder.path().join("staged"), "x").unwrap();
    fixture.git(&["add", "staged"]);
    let root = fixture.folder.path().join("force/plans");
    let options = InitOptions { force: Some("Exampleshire “Police”".into()), ..InitOptions::default() };
    let made = super::init::init(&root, &options, Some(&inspector())).unwrap();
    assert!(made.joined && !root.join(".git").exists());
    assert_eq!(fixture.status(), "A  staged\n");
    let directory = crate::store::Directory::open(&root).unwrap();
    assert_eq!(directory.problems, []);
    assert_eq!(directory.force.force, "Exampleshire “Police”");
    assert!(directory.areas.area("west-dorset").is_none());
    fixture.sound();
}

#[test]
fn the_default_directory_keeps_to_itself() {
    let fixture = Fixture::new("");
    let root = fixture.folder.path().join(".local/share/nec/plans");
    let options = InitOptions { alone: true, ..InitOptions::default() };
    let made = super::init::init(&root, &options, Some(&inspector())).unwrap();
    assert!(!made.joined && root.join(".git").is_dir());
    assert!(!fixture.run(&["log"]).status.success(), "the repository around it has no version");
}

#[test]
fn git_merges_and_compares_plans_by_field_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    super::init::init(folder.path(), &InitOptions::default(), None).unwrap();
    let fixture = Fixture { root: folder.path().to_path_buf(), folder };
    let said = |file: &str| fixture.git(&["check-attr", "text", "merge", "diff", "--", file]);
    assert_eq!(said(PLAN), format!("{PLAN}: text: unset\n{PLAN}: merge: nec\n{PLAN}: diff: nec\n"));
    for file in ["standards/nec-2020.toml", "areas.toml", "evidence/2026-27/purbeck/a.toml"] {
        assert!(said(file).contains("merge: unspecified"), "{}", said(file));
    }
}

#[test]
fn a_file_that_is_in_the_way_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("areas.toml"), "mine\n").unwrap();
    std::fs::write(folder.path().join(".gitignore"), "*.bak").unwrap();
    let problem = super::init::init(folder.path(), &InitOptions::default(), None).unwrap_err();
    assert_eq!(problem.file.as_deref(), Some("areas.toml"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    std::fs::remove_file(folder.path().join("areas.toml")).unwrap();
    super::init::init(folder.path(), &InitOptions::default(), None).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "*.bak\n/.nec/\n");
}
