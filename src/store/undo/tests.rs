#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

fn rel(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

fn did(root: &Path, did: &str, files: &[(&str, Option<&str>, Option<&str>)]) {
    let names: Vec<RelPath> = files.iter().map(|(file, ..)| rel(file)).collect();
    let texts = names.iter().zip(files).map(|(file, (_, before, after))| Text {
        file,
        before: *before,
        after: *after,
    });
    remember(root, &Doing { did, files: texts.collect(), ..Doing::default() }).unwrap();
    for (file, _, after) in files {
        let path = root.join(file);
        match after {
            Some(after) => std::fs::write(path, after).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
    }
}

fn done() -> (tempfile::TempDir, RelPath) {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("nec.toml"), "\u{feff}before\r\n").unwrap();
    did(root.path(), "it was changed", &[("nec.toml", Some("\u{feff}before\r\n"), Some("after\n"))]);
    (root, rel("nec.toml"))
}

fn take_back(root: &Path, step: &Step) -> Result<(), Problem> {
    put_back(root, step)?;
    forget(root, step)
}

fn last(root: &Path) -> Step {
    steps(root).unwrap().into_iter().next().unwrap()
}

fn text(root: &Path, file: &str) -> Option<String> {
    std::fs::read_to_string(root.join(file)).ok()
}

#[test]
fn a_step_is_taken_back_to_the_byte_and_once() {
    let (root, file) = done();
    let step = last(root.path());
    assert_eq!((step.did.as_str(), &step.files[0].file), ("it was changed", &file));
    assert!(!is_as_before(root.path(), &step));
    take_back(root.path(), &step).unwrap();
    assert_eq!(text(root.path(), "nec.toml").as_deref(), Some("\u{feff}before\r\n"));
    assert!(steps(root.path()).unwrap().is_empty() && is_as_before(root.path(), &step));
}

#[test]
fn steps_are_taken_back_newest_first_with_files_made_and_taken_away() {
    let (root, _) = done();
    let root = root.path();
    did(root, "two", &[("nec.toml", Some("after\n"), Some("more\n")), ("areas.toml", None, Some("made\n"))]);
    did(root, "three", &[("areas.toml", Some("made\n"), None)]);
    let names: Vec<String> = steps(root).unwrap().into_iter().map(|step| step.did).collect();
    assert_eq!(names, ["three", "two", "it was changed"]);
    take_back(root, &last(root)).unwrap();
    assert_eq!(text(root, "areas.toml").as_deref(), Some("made\n"));
    take_back(root, &last(root)).unwrap();
    assert_eq!((text(root, "nec.toml").as_deref(), text(root, "areas.toml")), (Some("after\n"), None));
    take_back(root, &last(root)).unwrap();
    assert_eq!(text(root, "nec.toml").as_deref(), Some("\u{feff}before\r\n"));
}

#[test]
fn a_step_that_stopped_half_way_back_goes_on() {
    let (root, _) = done();
    let root = root.path();
    did(root, "two", &[("nec.toml", Some("after\n"), Some("more\n")), ("areas.toml", None, Some("made\n"))]);
    std::fs::write(root.join("nec.toml"), "after\n").unwrap();
    take_back(root, &last(root)).unwrap();
    assert_eq!(text(root, "areas.toml"), None);
}

#[test]
fn one_file_that_was_changed_keeps_all_as_they_are() {
    let (root, _) = done();
    let root = root.path();
    did(root, "two", &[("nec.toml", Some("after\n"), Some("more\n")), ("areas.toml", None, Some("made\n"))]);
    std::fs::write(root.join("areas.toml"), "made, and more\n").unwrap();
    let problem = take_back(root, &last(root)).unwrap_err();
    assert!(problem.what.contains("changed since"), "{problem}");
    assert_eq!(text(root, "nec.toml").as_deref(), Some("more\n"));
}

#[test]
fn the_list_has_an_end_and_its_texts_go_with_it() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    for n in 0..MOST_STEPS + 3 {
        let (before, after) = (format!("{n}\n"), format!("{}\n", n + 1));
        did(root, &format!("step {n}"), &[("nec.toml", Some(&before), Some(&after))]);
    }
    let all = steps(root).unwrap();
    assert_eq!((all.len(), all[0].did.as_str()), (MOST_STEPS, "step 52"));
    let kept = std::fs::read_dir(root.join(".nec/kept")).unwrap().count();
    assert_eq!(kept, MOST_STEPS);
}

#[test]
fn a_text_that_nec_did_not_put_away_is_not_taken() {
    let (root, _) = done();
    let file = root.path().join(".nec").join(FILE);
    let mut json: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    for elsewhere in ["/etc/hostname", "../nec.toml", "kept/../../nec.toml", "/x/kept/y", "kept/", "kept/.."]
    {
        json["steps"][0]["files"][0]["before"] = elsewhere.into();
        std::fs::write(&file, json.to_string()).unwrap();
        assert!(steps(root.path()).is_err(), "{elsewhere}");
    }
}

#[test]
fn what_was_changed_since_or_is_gone_is_left_alone() {
    let (root, _) = done();
    let path = root.path().join("nec.toml");
    let step = last(root.path());
    std::fs::write(&path, "after, and more\n").unwrap();
    let problem = take_back(root.path(), &step).unwrap_err();
    assert!(problem.what.contains("changed since") && problem.next.contains("kept"), "{problem}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "after, and more\n");
    std::fs::remove_file(&path).unwrap();
    assert!(take_back(root.path(), &step).unwrap_err().what.contains("gone"));
    std::fs::write(&path, "after\n").unwrap();
    std::fs::remove_file(step.files[0].before.as_ref().unwrap()).unwrap();
    assert!(take_back(root.path(), &step).unwrap_err().what.contains("not there any more"));
}

#[test]
fn a_list_that_is_broken_is_told_and_begun_anew_by_the_next_step() {
    let (root, _) = done();
    let outside = r#"{"version":2,"steps":[{"did":"x","at":"","files":[{"file":"../x","before":null,"after":null}],"moved":null}]}"#;
    for broken in ["{", outside, r#"{"version":3,"steps":[]}"#] {
        std::fs::write(root.path().join(".nec/undo.json"), broken).unwrap();
        assert!(steps(root.path()).is_err(), "{broken}");
    }
    did(root.path(), "again", &[("nec.toml", Some("after\n"), Some("x\n"))]);
    assert_eq!(last(root.path()).did, "again");
}
