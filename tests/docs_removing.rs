//! `docs/removing-personal-data.md`: its commands, run as they stand, with the real git.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use std::path::Path;
use std::process::Command;

use cli_support::{Desk, PLAN};

const GUIDE: &str = include_str!("../docs/removing-personal-data.md");
const NUMBER: &str = "01632 960123";
const ADDRESS: &str = "a.resident@example.com";
const FORM: &str = "evidence/2026-27/west-dorset/form.txt";

/// The guide's blocks of commands, in order.
fn blocks() -> Vec<&'static str> {
    GUIDE.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Runs a script on that desk's computer, and gives what it prints.
fn run(desk: &Desk, script: &str) -> String {
    let nec = Path::new(assert_cmd::cargo::cargo_bin!("nec")).parent().unwrap().to_owned();
    let path = format!("{}:{}", nec.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .env_clear()
        .env("PATH", path)
        .env("HOME", desk.home.path())
        .env("GIT_CONFIG_GLOBAL", desk.home.path().join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
        .env("GIT_AUTHOR_EMAIL", "inspector@example.police.uk")
        .env("GIT_COMMITTER_NAME", "Inspector, West Dorset")
        .env("GIT_COMMITTER_EMAIL", "inspector@example.police.uk")
        .env("NEC_TODAY", "2026-11-22")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(&desk.root)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{script}\n{out}{err}");
    out
}

/// A shared repository in whose versions a number, an address and a form stand, recorded by another program.
fn spoilt(desk: &Desk) -> String {
    let server = desk.home.path().join("plans.git");
    desk.nec(&["commit"]).assert().success();
    let before = desk.read(PLAN);
    let spoilt = before.clone()
        + &format!("\n# ring {NUMBER}\n[standards.website]\ncommitment = \"Write to {ADDRESS}.\"\n");
    desk.write(PLAN, spoilt);
    desk.write(FORM, "The form of a resident\n");
    run(desk, &format!("git add . && git commit -qm 'Ring {NUMBER}' && git tag -a sent -m 'Sent'"));
    desk.write(PLAN, before);
    std::fs::remove_file(desk.root.join(FORM)).unwrap();
    run(desk, "git add . && git commit -qm 'Taken out' && git branch other sent");
    run(
        desk,
        &format!(
            "git init -q --bare -b $(git branch --show-current) '{0}' && git push -q --mirror '{0}'",
            server.display()
        ),
    );
    server.display().to_string()
}

/// Whether an object of a repository, reachable or not, holds that text.
fn holds(desk: &Desk, repository: &str, text: &str) -> bool {
    let all = format!(
        "git -C '{repository}' cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype)' | \
         while read -r id kind; do git -C '{repository}' cat-file \"$kind\" \"$id\"; done | grep -aFc '{text}' || true"
    );
    run(desk, &all).trim() != "0"
}

#[test]
fn the_commands_of_the_guide_take_the_words_out_of_every_version() {
    let desk = Desk::new();
    let server = spoilt(&desk);
    for text in [NUMBER, ADDRESS, "The form of a resident"] {
        assert!(holds(&desk, &server, text), "{text}");
    }
    let count = format!("git -C '{server}' rev-list --all --count");
    let versions = run(&desk, &count);
    // All as it stands, but for the place of the server; what the last step destroys is looked at before.
    let blocks = blocks();
    let (last, steps) = blocks.split_last().unwrap();
    let script = steps.concat().replace("SERVER=/srv/git/plans.git", &format!("SERVER='{server}'"));
    let out = run(&desk, &script);
    assert!(
        out.contains("Taken out") && out.contains("Ring 01632 960123"),
        "step 4 shows where they stand: {out}"
    );
    let cleaned = out.rsplit("Ring 01632 960123").next().unwrap();
    assert!(!cleaned.contains("Taken out"), "step 6 prints nothing: {cleaned}");
    assert!(cleaned.contains("West Dorset, 2026-27: draft"), "nec works on the new copy: {cleaned}");
    for text in [NUMBER, ADDRESS, "The form of a resident"] {
        assert!(!holds(&desk, &server, text), "{text} is still on the server");
    }
    assert_eq!(run(&desk, &count), versions, "no version is lost");
    assert!(holds(&desk, &server, "# ring [taken out]") && holds(&desk, &server, "Write to [taken out]."));
    let copy = desk.home.path().join("cleaning/copy");
    let work = format!(
        "cd '{}' && git fsck --strict --no-dangling && nec set west-dorset profile.summary Lanes. && nec commit west-dorset",
        copy.display()
    );
    assert!(run(&desk, &work).contains("Recorded version"));
    run(&desk, &format!("WORK='{}'\n{last}", desk.home.path().join("cleaning").display()));
    let left: Vec<_> = std::fs::read_dir(desk.home.path().join("cleaning"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["evidence.bundle"]);
}
