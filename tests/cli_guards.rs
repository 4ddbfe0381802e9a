//! What the command line refuses, and what it still does where something around a plan is broken.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

#[test]
fn a_mistyped_period_is_told_with_the_nearest() {
    let desk = Desk::new();
    for command in [["check"].as_slice(), &["status"], &["fmt", "--check"]] {
        let args = [command, &["--period", "2026-72"]].concat();
        let (_, err, status) = desk.all(&args);
        assert_eq!(status, 2, "{command:?}: {err}");
        assert!(err.contains("2026-27"), "{command:?}: {err}");
        let (_, err, status) = desk.all(&[command, &["--period", "2026-27"]].concat());
        assert_ne!(status, 2, "{command:?}: {err}");
    }
}

#[test]
fn settings_of_a_newer_program_are_left_alone_and_nothing_is_judged_by_them() {
    let desk = Desk::new();
    desk.write("nec.toml", desk.read("nec.toml").replacen("format = 1", "format = 2", 1));
    let before = desk.read(PLAN);
    for command in [
        ["set", "west-dorset", "author.post", "x"].as_slice(),
        &["unset", "west-dorset", "author.post"],
        &["new", "purbeck", "--period", "2026-27"],
        &["fmt"],
        &["commit"],
    ] {
        let (_, err, status) = desk.all(command);
        assert_eq!(status, 2, "{command:?}: {err}");
        assert!(err.contains("newer"), "{command:?}: {err}");
    }
    assert_eq!(desk.read(PLAN), before);
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    assert_eq!(json["findings"].as_array().unwrap().len(), 1, "{json}");
    assert!(json["plans"][0]["standards"].is_null(), "{json}");
}

#[test]
fn fields_are_set_while_the_edition_cannot_be_had() {
    let desk = Desk::new();
    let set = |path: &str, value: &str| desk.out(&["set", "west-dorset", path, value]);
    set("standards.social-media.reply-hours", "72");
    let (old, new) = ("edition = \"nec-2020\"", "edition = \"nec-2O20\"");
    desk.write(PLAN, desk.read(PLAN).replacen(old, new, 1));
    set("standards.website.commitment", "We will");
    set("standards.website.self-assessment", "good");
    set("standards.social-media.reply-hours", "1.5");
    let id = set("standards.website.activities.+", "Visit");
    set(&format!("standards.website.activities.{}.kind", id.trim()), "visit");
    assert_eq!(desk.out(&["get", "west-dorset", "standards.website.commitment"]), "We will\n");
    assert_eq!(desk.out(&["get", "west-dorset", "standards.social-media.reply-hours"]), "1.5\n");
}

#[test]
fn white_space_is_printed_and_only_nothing_is_empty() {
    let desk = Desk::new();
    desk.out(&["set", "west-dorset", "author.post", " "]);
    assert_eq!(desk.out(&["get", "west-dorset", "author.post"]), " \n");
    desk.out(&["set", "west-dorset", "author.post", ""]);
    assert_eq!(desk.all(&["get", "west-dorset", "author.post"]).2, 1);
}

#[test]
fn a_note_with_hidden_characters_is_refused() {
    let desk = Desk::new();
    let (_, err, status) = desk.all(&["commit", "-m", "Dates \u{202e}of May"]);
    assert_eq!(status, 2);
    assert!(err.contains("⟨U+202E⟩"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_plan_that_is_a_link_is_listed_and_not_judged() {
    let desk = Desk::new();
    std::os::unix::fs::symlink(desk.root.join(PLAN), desk.root.join("2026-27/purbeck.toml")).unwrap();
    let (json, status) = desk.checked(&["purbeck"]);
    assert_eq!(status, 1);
    assert_eq!(json["plans"][0]["path"], "2026-27/purbeck.toml");
    assert!(json["plans"][0]["status"].is_null() && json["plans"][0]["standards"].is_null(), "{json}");
    assert!(json["findings"][0]["message"].as_str().unwrap().contains("link"), "{json}");
}

#[test]
fn a_folder_with_the_name_of_the_mark_opens_no_directory_further_out() {
    let desk = Desk::new();
    let inner = desk.root.join("inner");
    std::fs::create_dir_all(inner.join("nec.toml")).unwrap();
    std::fs::write(inner.join("x.toml"), "").unwrap();
    for args in [["status"].as_slice(), &["check", "x.toml"]] {
        let mut command = desk.nec(args);
        let output = command.current_dir(&inner).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains("ordinary file"), "{args:?}: {err}");
    }
}

#[cfg(unix)]
#[test]
fn a_directory_whose_settings_are_a_link_or_a_folder_is_told_by_whatever_opens_it() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let mark = desk.root.join("nec.toml");
    let real = desk.home.path().join("settings.toml");
    std::fs::rename(&mark, &real).unwrap();
    let plan = desk.read(PLAN);
    for word in ["is a link to another place, and links are not followed", "is no ordinary file"] {
        if word.contains("link") {
            std::os::unix::fs::symlink(&real, &mark).unwrap();
        } else {
            std::fs::remove_file(&mark).unwrap();
            std::fs::create_dir(&mark).unwrap();
        }
        for command in [
            &[][..],
            &["draft", "west-dorset"],
            &["new", "purbeck"],
            &["check"],
            &["status"],
            &["show", "west-dorset"],
            &["set", "west-dorset", "profile.summary", "x"],
            &["commit"],
            &["log", "west-dorset"],
            &["restore", "west-dorset", "HEAD"],
            &["resolve"],
            &["allow", "operation", "Example"],
        ] {
            let (out, err, status) = desk.all(command);
            assert_eq!((out.as_str(), status), ("", 2), "{command:?}: {err}");
            for part in [word, "the plans are as they were", "Put the file itself in its place", "nec undo"] {
                assert!(err.contains(part), "{command:?}: {part}: {err}");
            }
        }
        let (out, _, status) = desk.all(&["doctor"]);
        assert!(status != 0 && out.contains(word), "{out}");
        assert_eq!(desk.read(PLAN), plan);
    }
    std::fs::remove_dir(&mark).unwrap();
    std::fs::rename(&real, &mark).unwrap();
    desk.out(&["status"]);
}
