//! What a version holds, and what it leaves alone.

use super::*;

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
fn a_text_is_recorded_plain_and_evidence_to_the_byte_whatever_git_is_set_to_and_the_mode_stays() {
    let fixture = Fixture::new("");
    fixture.git(&["config", "core.autocrlf", "true"]);
    let evidence = "evidence/2026-27/west-dorset/heard.csv";
    std::fs::create_dir_all(fixture.root.join(evidence).parent().unwrap()).unwrap();
    let text = "\u{feff}a = 1\r\nb = 2\n";
    fixture.write(PLAN, text);
    fixture.write(evidence, text);
    fixture.version(&[PLAN, evidence]);
    let recorded = |file: &str| fixture.git(&["cat-file", "blob", &format!("HEAD:{file}")]);
    assert_eq!((recorded(PLAN).as_str(), recorded(evidence).as_str()), ("a = 1\nb = 2\n", text));
    assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), text, "the file is as it was");
    assert_eq!(changed(&fixture.root, &[rel(PLAN), rel(evidence)]).unwrap(), []);
    fixture.git(&["update-index", "--chmod=+x", PLAN]);
    fixture.git(&["commit", "-qm", "mode"]);
    fixture.write(PLAN, "a = 2\n");
    fixture.version(&[PLAN]);
    assert!(fixture.git(&["ls-tree", "-r", "HEAD"]).starts_with("100755"));
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
fn in_a_second_working_copy_of_a_repository_its_own_branch_moves() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    let first = fixture.version(&[PLAN]);
    let second = tempfile::tempdir().unwrap();
    let root = second.path().join("copy");
    fixture.git(&["worktree", "add", "-q", "-b", "other", root.to_str().unwrap()]);
    let copy = Fixture { folder: second, root: root.clone() };
    copy.write(PLAN, "a = 2\n");
    let id = copy.version(&[PLAN]);
    assert_eq!(fixture.git(&["rev-parse", "main"]).trim(), first);
    assert_eq!(fixture.git(&["rev-parse", "other"]).trim(), id);
    assert_eq!(fixture.git(&["-C", root.to_str().unwrap(), "status", "--porcelain"]), "");
    assert_eq!(fixture.status(), "");
    fixture.sound();
}

#[test]
fn what_was_judged_is_recorded_and_a_later_change_is_left_as_not_recorded() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "a = 1\n");
    fixture.version(&[PLAN]);
    // Each of them as long as what was judged, so that no list of files can tell them by their length.
    for later in ["a = 3\n", "a = 1\n"] {
        fixture.write(PLAN, "a = 2\n");
        let taken = take(&fixture.root, &[rel(PLAN)]).unwrap();
        let (judged, _) = taken.files.first().unwrap();
        fixture.write(PLAN, later);
        let recorded =
            super::super::record(&fixture.root, std::slice::from_ref(judged), "x", &inspector()).unwrap();
        assert!(matches!(recorded, Recorded::Version(_)));
        assert_eq!(fixture.git(&["show", &format!("HEAD:{PLAN}")]), "a = 2\n");
        assert_eq!(fixture.git(&["show", &format!(":{PLAN}")]), "a = 2\n");
        assert_eq!(std::fs::read_to_string(fixture.root.join(PLAN)).unwrap(), later);
        assert_eq!(fixture.status(), format!(" M {PLAN}\n"), "git sees what was written since");
        let differs = vec![(rel(PLAN), Difference::Changed)];
        assert_eq!(changed(&fixture.root, &[rel(PLAN)]).unwrap(), differs);
        fixture.version(&[PLAN]);
        assert_eq!(fixture.status(), "");
    }
    std::fs::remove_file(fixture.root.join(PLAN)).unwrap();
    let gone = take(&fixture.root, &[rel(PLAN)]).unwrap();
    assert_eq!(gone.files[0].1, Difference::Gone);
    fixture.write(PLAN, "a = 9\n");
    super::super::record(&fixture.root, &[gone.files[0].0.clone()], "x", &inspector()).unwrap();
    assert_eq!(fixture.status(), format!("?? {PLAN}\n"));
    let new = take(&fixture.root, &[rel(PLAN)]).unwrap();
    std::fs::remove_file(fixture.root.join(PLAN)).unwrap();
    super::super::record(&fixture.root, &[new.files[0].0.clone()], "x", &inspector()).unwrap();
    assert_eq!(fixture.status(), format!(" D {PLAN}\n"));
    fixture.sound();
}

#[test]
fn what_was_read_before_another_version_came_does_not_take_that_back() {
    let fixture = Fixture::new("");
    fixture.write(PLAN, "format = 1\n");
    fixture.version(&[PLAN]);
    fixture.write(PLAN, "format = 1\n# mine\n");
    let mine = take(&fixture.root, &[rel(PLAN)]).unwrap().files.remove(0).0;
    fixture.write(PLAN, "format = 1\n# mine\n# received\n");
    let received = fixture.version(&[PLAN]);
    let again = || super::record(&fixture.root, std::slice::from_ref(&mine), "Mine", &inspector()).unwrap();
    assert_eq!(again(), Recorded::Overtaken);
    assert_eq!(fixture.git(&["rev-parse", "HEAD"]).trim(), received);
}
