//! A text that another editor keeps with other ends of lines: it is recorded as it is to be, shows no change that nobody
//! made, and stays on disk as that editor has it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
#[path = "sync_support/mod.rs"]
mod shared;

use cli_support::{Desk, PLAN};
use shared::Shared;

const COMMITMENT: &str = "standards.face-to-face.commitment";
const SUMMARY: &str = "profile.summary";

/// As an editor on Windows writes it.
fn otherwise(text: &str) -> String {
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

fn rewrite(desk: &Desk, file: &str) -> String {
    let text = otherwise(&desk.read(file));
    desk.write(file, &text);
    text
}

fn recorded(desk: &Desk, file: &str) -> String {
    let git = git2::Repository::open(&desk.root).unwrap();
    let tree = git.head().unwrap().peel_to_tree().unwrap();
    let blob = git.find_blob(tree.get_path(std::path::Path::new(file)).unwrap().id()).unwrap();
    String::from_utf8(blob.content().to_vec()).unwrap()
}

#[test]
fn what_an_editor_only_ended_otherwise_is_no_change_and_what_it_changed_is_recorded_plain() {
    let desk = Desk::new();
    desk.nec(&["commit"]).assert().success();
    let files = [PLAN, "areas.toml", "nec.toml", "standards/nec-2020.toml"];
    let (mut disk, plain) = (files.map(|file| rewrite(&desk, file)), files.map(|file| recorded(&desk, file)));
    assert!(desk.out(&["commit"]).contains("Nothing to record"), "nobody changed a word");
    for (file, text) in files.iter().zip(&mut disk) {
        text.push_str("# by hand\r\n");
        desk.write(file, &text);
    }
    let said = desk.out(&["commit"]);
    for ((file, text), before) in files.iter().zip(&disk).zip(&plain) {
        assert!(said.contains(file), "{file}: {said}");
        assert_eq!(recorded(&desk, file), format!("{before}# by hand\n"));
        assert_eq!(&desk.read(file), text, "{file} is the editor's");
    }
    assert!(desk.out(&["commit"]).contains("Nothing to record"));
    desk.nec(&["diff", "west-dorset", "--exit-code"]).assert().success();
    // The program's own save is what makes it plain.
    desk.nec(&["set", "west-dorset", SUMMARY, "A coast of villages."]).assert().success();
    assert!(!desk.read(PLAN).contains(['\r', '\u{feff}']));
    desk.nec(&["undo", "--yes"]).assert().success();
}

#[test]
fn a_version_that_another_program_recorded_otherwise_is_left_until_it_is_changed() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    rewrite(&one, PLAN);
    shared.git_in(&one.root, &["commit", "-qam", "By an editor"]);
    assert!(one.out(&["commit"]).contains("Nothing to record"));
    one.nec(&["diff", "west-dorset", "HEAD~1", "HEAD", "--exit-code"]).assert().success();
    one.out(&["sync"]);
    // Somebody else changes it meanwhile, in the text as it was.
    two.nec(&["set", "west-dorset", COMMITMENT, "We meet people."]).assert().success();
    two.nec(&["commit"]).assert().success();
    two.out(&["sync"]);
    one.nec(&["set", "west-dorset", SUMMARY, "A coast of villages."]).assert().success();
    one.out(&["sync"]);
    for desk in [&one, &two] {
        assert!(desk.read(PLAN).contains("We meet people."));
    }
    one.nec(&["commit"]).assert().success();
    assert!(recorded(&one, PLAN).contains("A coast") && !recorded(&one, PLAN).contains(['\r', '\u{feff}']));
}

#[test]
fn what_comes_in_joins_a_text_that_an_editor_keeps_otherwise_and_goes_again_to_the_byte() {
    let shared = Shared::new();
    let (one, two) = (shared.joined(), shared.joined());
    one.nec(&["set", "west-dorset", COMMITMENT, "We meet people."]).assert().success();
    one.nec(&["commit"]).assert().success();
    one.write("areas.toml", format!("{}# theirs\n", one.read("areas.toml")));
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    // One is only ended otherwise, the other has words of its own that are not recorded.
    let areas = rewrite(&two, "areas.toml");
    two.nec(&["set", "west-dorset", SUMMARY, "A coast of villages."]).assert().success();
    let plan = rewrite(&two, PLAN);
    let told = two.out(&["sync"]);
    assert!(told.contains("Received 2 versions"), "{told}");
    let came = two.read(PLAN);
    assert!(came.contains("We meet people.") && came.contains("A coast of villages."), "{came}");
    assert_eq!(two.read("areas.toml"), format!("{areas}# theirs\r\n"));
    assert_eq!(came, otherwise(&came.replace("\r\n", "\n").replace('\u{feff}', "")), "as the editor has it");
    two.nec(&["undo", "--yes"]).assert().success();
    assert_eq!((two.read(PLAN), two.read("areas.toml")), (plan, areas));
    two.out(&["sync"]);
    assert_eq!(two.read(PLAN), came);
    two.nec(&["commit"]).assert().success();
    two.out(&["sync"]);
    assert!(shared.sent(PLAN).contains("A coast") && !shared.sent(PLAN).contains('\r'));
}

#[test]
fn a_copy_that_git_checked_out_otherwise_is_as_it_was_recorded() {
    let shared = Shared::new();
    let mut desk = Desk::empty();
    let copy = desk.home.path().join("copy");
    // Where the directory says nothing of it, git's settings end the lines.
    let one = shared.joined();
    std::fs::remove_file(one.root.join(".gitattributes")).unwrap();
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    let address = shared.address();
    let words = [
        "-c",
        "core.autocrlf=true",
        "clone",
        "-q",
        "-c",
        "core.autocrlf=true",
        &address,
        copy.to_str().unwrap(),
    ];
    shared.git_in(desk.home.path(), &words);
    desk.root = copy;
    assert!(desk.read(PLAN).contains("\r\n"));
    assert!(desk.out(&["commit"]).contains("Nothing to record"));
    let before = recorded(&desk, PLAN);
    desk.write(PLAN, format!("{}# by hand\r\n", desk.read(PLAN)));
    desk.nec(&["commit"]).assert().success();
    assert_eq!(recorded(&desk, PLAN), format!("{before}# by hand\n"));
    assert_eq!(shared.git_in(&desk.root, &["status", "--porcelain"]), "");
    one.nec(&["set", "west-dorset", COMMITMENT, "We meet people."]).assert().success();
    one.nec(&["commit"]).assert().success();
    one.out(&["sync"]);
    desk.out(&["sync"]);
    let came = desk.read(PLAN);
    assert!(came.contains("We meet people.") && came.contains("# by hand"), "{came}");
    assert_eq!(came, came.replace("\r\n", "\n").replace('\n', "\r\n"), "as git has it in this copy");
    assert_eq!(shared.git_in(&desk.root, &["status", "--porcelain"]), "");
}
