//! Tests of saving.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

fn directory() -> (tempfile::TempDir, RelPath) {
    (tempfile::tempdir().unwrap(), RelPath::new("2026-27/west-dorset.toml").unwrap())
}

#[test]
fn a_new_file_is_made_with_its_folder_and_then_saved_over() {
    let (root, file) = directory();
    let first = save(root.path(), &file, "a = 1\n", None).unwrap();
    let second = save(root.path(), &file, "a = 2\n", Some(first)).unwrap();
    assert_eq!(read::read(root.path(), &file).unwrap(), Loaded { text: "a = 2\n".into(), stamp: second });
    let left: Vec<_> = std::fs::read_dir(root.path().join(".nec"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| ![".gitignore", "lock"].contains(&name.as_str()))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing is left behind");
}

#[test]
fn another_hands_change_is_never_overwritten() {
    let (root, file) = directory();
    let stamp = save(root.path(), &file, "a = 1\n", None).unwrap();
    let path = root.path().join(file.as_str());
    std::fs::write(&path, "a = 9\n").unwrap();
    let Err(SaveError::Changed(now)) = save(root.path(), &file, "a = 2\n", Some(stamp)) else { panic!() };
    assert_eq!(now.text, "a = 9\n");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a = 9\n");
    let Err(SaveError::Changed(_)) = save(root.path(), &file, "a = 2\n", None) else { panic!() };
    let again = save(root.path(), &file, "a = 2\n", Some(now.stamp)).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(save(root.path(), &file, "a = 3\n", Some(again)), Err(SaveError::Gone));
    assert!(!path.exists());
}

#[test]
fn the_text_that_is_there_already_is_saved_whoever_wrote_it() {
    let (root, file) = directory();
    let stamp = save(root.path(), &file, "a = 1\n", None).unwrap();
    std::fs::write(root.path().join(file.as_str()), "a = 2\n").unwrap();
    let second = save(root.path(), &file, "a = 2\n", Some(stamp)).unwrap();
    assert_eq!(second, Stamp::of(b"a = 2\n"));
}

#[test]
fn a_change_that_only_touched_the_time_is_none() {
    let (root, file) = directory();
    let stamp = save(root.path(), &file, "a = 1\n", None).unwrap();
    std::fs::write(root.path().join(file.as_str()), "a = 1\n").unwrap();
    assert!(save(root.path(), &file, "a = 2\n", Some(stamp)).is_ok());
}

#[test]
fn a_text_over_the_limit_is_refused_before_anything_is_touched() {
    let (root, file) = directory();
    let stamp = save(root.path(), &file, "a = 1\n", None).unwrap();
    let big = "#".repeat(1 + (1 << 20));
    let Err(SaveError::Refused(problem)) = save(root.path(), &file, &big, Some(stamp)) else { panic!() };
    assert!(problem.what.contains("too big"));
    assert_eq!(std::fs::read_to_string(root.path().join(file.as_str())).unwrap(), "a = 1\n");
}

#[cfg(unix)]
#[test]
fn the_mode_is_kept_and_a_new_file_gets_the_usual_one() {
    use std::os::unix::fs::PermissionsExt;
    let (root, file) = directory();
    let stamp = save(root.path(), &file, "a = 1\n", None).unwrap();
    let path = root.path().join(file.as_str());
    std::fs::write(root.path().join("usual"), "").unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), mode(&root.path().join("usual")));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    save(root.path(), &file, "a = 2\n", Some(stamp)).unwrap();
    assert_eq!(mode(&path), 0o640);
}

#[cfg(unix)]
#[test]
fn links_are_never_written_through() {
    use std::os::unix::fs::symlink;
    let (root, file) = directory();
    let elsewhere = root.path().join("elsewhere.toml");
    std::fs::write(&elsewhere, "a = 1\n").unwrap();
    std::fs::create_dir(root.path().join("2026-27")).unwrap();
    symlink(&elsewhere, root.path().join(file.as_str())).unwrap();
    let Err(SaveError::Refused(problem)) = save(root.path(), &file, "a = 2\n", Some(Stamp::of(b"a = 1\n")))
    else {
        panic!()
    };
    assert!(problem.what.contains("link"), "{problem}");
    assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "a = 1\n");
    symlink(root.path().join("2026-27"), root.path().join("2027-28")).unwrap();
    let linked = RelPath::new("2027-28/purbeck.toml").unwrap();
    assert!(save(root.path(), &linked, "a = 2\n", None).is_err());
    symlink(root.path(), root.path().join("fresh")).unwrap();
    let below = RelPath::new("fresh/purbeck.toml").unwrap();
    assert!(save(root.path(), &below, "a = 2\n", None).is_err());
    assert!(!root.path().join("purbeck.toml").exists());
}

#[test]
fn nothing_is_put_where_another_hand_wrote_while_the_disk_took_its_time() {
    let (root, file) = directory();
    save(root.path(), &file, "a = 1\n", None).unwrap();
    let path = root.path().join(file.as_str());
    let at_the_last_moment = || {
        std::fs::write(&path, "a = 9\n").unwrap();
        std::fs::read_to_string(&path).unwrap() == "a = 1\n"
    };
    let places = (root.path(), root.path());
    let is_put = put(places, &file, b"a = 2\n", Manner::Plain, &at_the_last_moment).unwrap();
    assert!(!is_put);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a = 9\n");
}
