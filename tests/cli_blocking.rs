//! What must never be recorded, and allowing what the public may read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use nec::check::Recording;
use nec::report::blocked::blocked;
use nec::store::Directory;

fn versions(desk: &Desk) -> usize {
    let repository = git2::Repository::open(&desk.root).unwrap();
    let mut walk = repository.revwalk().unwrap();
    walk.push_head().unwrap();
    walk.count()
}

#[test]
fn every_place_in_the_way_is_told_and_nothing_is_recorded() {
    let desk = Desk::new();
    let before = versions(&desk);
    desk.out(&["set", "west-dorset", "author.post", "Inspec\u{200b}tor"]);
    desk.out(&["set", "west-dorset", "profile.summary", "Quiet\u{202e} lanes"]);
    let (out, err, status) = desk.all(&["commit", "west-dorset"]);
    assert_eq!((out.as_str(), status), ("", 1));
    assert_eq!(err.matches("hidden-characters").count(), 2, "{err}");
    assert!(err.contains(&format!("{PLAN}:")) && err.contains("⟨U+202E⟩"), "{err}");
    assert!(err.contains("It is saved in its file.") && err.contains("Take them out"), "{err}");
    assert_eq!(versions(&desk), before);
}

#[test]
fn the_words_of_a_version_are_kept_for_good_too() {
    let desk = Desk::new();
    let before = versions(&desk);
    desk.nec(&["commit", "-m", "Begun\u{200b}"]).assert().code(2);
    assert_eq!(versions(&desk), before);
}

#[test]
fn an_allowed_number_stands_in_the_settings_with_who_allowed_it() {
    let desk = Desk::new();
    let before = desk.read("nec.toml");
    let (out, err, status) = desk.all(&["allow", "number", "01632 960123"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("public-numbers: 01632 960123") && err.contains("nec commit"), "{out}{err}");
    let after = desk.read("nec.toml");
    assert!(
        after.contains("\n  \"01632 960123\", # allowed by Inspector, West Dorset, 22 November 2026\n]"),
        "{after}"
    );
    // All else is as it was, comments too.
    let kept: Vec<&str> =
        after.lines().filter(|line| !line.contains("01632 960123") && *line != "]").collect();
    for line in before.lines().filter(|line| *line != "]" && !line.starts_with("public-numbers")) {
        assert!(kept.contains(&line), "{line:?} is gone: {after}");
    }
    assert!(desk.out(&["allow", "number", "01632 960123"]).contains("allowed already"));
    assert_eq!(desk.read("nec.toml"), after);
    for (kind, value) in [
        ("number", "banana"),
        ("number", "0"),
        ("domain", "uk"),
        ("domain", "co.uk"),
        ("domain", "gmail.com"),
        ("domain", "live.co.uk"),
        ("domain", "VirginMedia.com"),
    ] {
        desk.nec(&["allow", kind, value]).assert().code(2);
    }
    assert_eq!(desk.read("nec.toml"), after);
    desk.out(&["allow", "--by", "Superintendent, County", "operation", "Example"]);
    assert!(
        desk.read("nec.toml").contains("\"Example\", # allowed by Superintendent, County, 22 November 2026")
    );
    desk.nec(&["check", "nec.toml"]).assert().success();
}

#[test]
fn what_was_allowed_is_taken_back_unless_the_settings_were_changed_since() {
    let desk = Desk::new();
    let before = desk.read("nec.toml");
    desk.out(&["allow", "number", "01632 960123"]);
    desk.out(&["allow", "operation", "Example"]);
    let (out, err, status) = desk.all(&["undo", "--yes"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("this operation was allowed") && out.contains("nec.toml"), "{out}");
    assert!(desk.read("nec.toml").contains("01632 960123"), "only the last is taken back");
    desk.out(&["undo", "--yes"]);
    assert_eq!(desk.read("nec.toml"), before);
    desk.out(&["allow", "number", "01632 960123"]);
    let mended = format!("{}# Looked at.\n", desk.read("nec.toml"));
    std::fs::write(desk.root.join("nec.toml"), &mended).unwrap();
    desk.nec(&["undo", "--yes"]).assert().code(2);
    assert_eq!(desk.read("nec.toml"), mended);
}

#[test]
fn a_version_of_one_plan_says_when_the_settings_are_not_recorded() {
    let desk = Desk::new();
    desk.out(&["commit"]);
    desk.out(&["allow", "number", "01632 960123"]);
    desk.out(&["set", "west-dorset", "author.post", "Inspector, West Dorset"]);
    desk.out(&["set", "west-dorset", "profile.summary", "Lanes."]);
    let (_, err, status) = desk.all(&["commit", "west-dorset"]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("nec.toml, have changes that are not recorded"), "{err}");
    assert!(desk.out(&["commit"]).contains("nec.toml"));
}

#[test]
fn what_needs_no_allowing_or_is_nothing_is_refused() {
    let desk = Desk::new();
    let before = desk.read("nec.toml");
    for args in [&["allow", "Lanes"][..], &["allow", "  "], &["allow", "number", "\u{202e}1"], &["allow"]] {
        let (out, err, status) = desk.all(args);
        assert_eq!((out.as_str(), status), ("", 2), "{args:?}: {err}");
    }
    assert_eq!(desk.read("nec.toml"), before);
}

#[test]
fn every_file_of_the_directory_is_looked_at() {
    let desk = Desk::new();
    desk.out(&["commit"]);
    let number = "# Ask Sam on 01632 960123\n";
    let areas = desk.read("areas.toml")
        + "\n[[venue]]\nid = \"hall\"\nname = \"Hall\"\naddress = \"14 West Street, Bridport DT6 3AB\"\n";
    desk.write("areas.toml", &areas);
    desk.out(&["commit"]);
    for (file, text) in [
        ("areas.toml", format!("{areas}{number}")),
        (
            "nec.toml",
            desk.read("nec.toml").replace("[rules]", "shared-text = [\"Call 01632 960123.\"]\n[rules]"),
        ),
        ("standards/nec-2020.toml", format!("{number}{}", desk.read("standards/nec-2020.toml"))),
        ("2026-27/west-dorset.record.toml", format!("format = 1\n{number}")),
        ("2026-27/west-dorset.review.toml", "format = 1\nx = \"a\u{202e}b\"\n".to_owned()),
        ("evidence/2026-27/west-dorset/sam 01632 960123.txt", "x".to_owned()),
        ("allowed-signers", "sam@example.com ssh-ed25519 AAAA\n".to_owned()),
    ] {
        let before = std::fs::read(desk.root.join(file)).ok();
        desk.write(file, &text);
        let (out, err, status) = desk.all(&["commit"]);
        assert_eq!((out.as_str(), status), ("", 1), "{file}: {err}");
        let rule = if file.contains("review") { "[hidden-characters]" } else { "[personal-data]" };
        assert!(err.contains(file) && err.contains(rule), "{err}");
        if ["areas.toml", "nec.toml", "standards/nec-2020.toml"].contains(&file) {
            let (out, err, status) = desk.all(&["check", "--format", "short"]);
            assert_eq!(status, 1);
            assert!(
                out.lines()
                    .any(|line| line.starts_with(&format!("{file}:")) && line.contains("personal-data")),
                "{out}{err}"
            );
            let (out, ..) = desk.all(&["check"]);
            assert!(!out.contains("01632 960123"), "what it says is not spread: {out}");
        }
        match before {
            Some(before) => desk.write(file, before),
            None => std::fs::remove_file(desk.root.join(file)).unwrap(),
        }
    }
    assert!(desk.out(&["commit"]).contains("Nothing to record"));
}

#[test]
fn a_reason_that_must_never_be_recorded_is_told_at_once() {
    let desk = Desk::new();
    let reason = ["--reason", "Ask Sam on 01632 960123", "--until", "2027-03-31"];
    let arguments: Vec<&str> = ["waive", "west-dorset", "commitment-missing", "--standard", "face-to-face"]
        .into_iter()
        .chain(reason)
        .collect();
    let (_, err, status) = desk.all(&arguments);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("[personal-data]") && err.contains("cannot be recorded"), "{err}");
    assert!(desk.read(PLAN).contains("Ask Sam"), "it is saved");
}

#[test]
fn nothing_that_the_program_brings_along_is_in_the_way() {
    for arguments in [&["init"][..], &["init", "--force", "Example Police"], &["init", "--example"]] {
        let desk = Desk::empty();
        desk.out(arguments);
        let directory = Directory::open(&desk.root).unwrap();
        let files = directory.files();
        for file in ["nec.toml", "areas.toml", "standards/npg-2025.toml", ".schema/plan.json"] {
            assert!(files.iter().any(|there| there.as_str() == file), "{file}: {files:?}");
        }
        for file in files {
            assert_eq!(blocked(&directory, &file), [], "{arguments:?}: {file}");
        }
        let (json, _) = desk.checked(&[]);
        let never = json["findings"].as_array().unwrap().iter().filter(|flag| {
            nec::check::find(flag["rule"].as_str().unwrap())
                .is_some_and(|rule| rule.recording == Recording::Blocked)
        });
        assert_eq!(never.count(), 0, "{arguments:?}: {json}");
    }
}

#[test]
fn the_names_that_cameras_scanners_and_people_give_to_files_are_none_of_anybodys_data() {
    let desk = Desk::new();
    let names = [
        "20261203-183012.jpg",
        "IMG_20261203_183012.jpg",
        "PXL_20261203_183012345.jpg",
        "DSC_0042.jpg",
        "Screenshot 2026-12-03 at 18.30.12.png",
        "WhatsApp Image 2026-12-03 at 18.30.12.jpeg",
        "scan0012345678.pdf",
        "d41d8cd98f00b204e9800998ecf8427e.jpg",
        "A4-poster (2).pdf",
        "2026-12-03 Bridport drop-in, half past six.pdf",
    ];
    for name in names {
        desk.write(&format!("evidence/2026-27/west-dorset/{name}"), "x");
    }
    let told = desk.out(&["commit"]);
    for name in names {
        assert!(told.contains(name), "{name}: {told}");
    }
}
