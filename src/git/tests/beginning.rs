//! A new plan directory; and who changed what last.

use super::*;

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
