//! The hooks and workflows of `docs/`, word for word, with the real git.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "hooks/content.rs"]
mod content;
#[path = "hooks/server.rs"]
mod server;

use std::path::Path;

use server::{Server, block, nec_path};

const PLAN: &str = "2026-27/west-dorset.toml";
const HIDDEN: &str = "format = 1\n[profile]\nsummary = \"West\u{202e}Dorset\"\n";

#[test]
fn a_push_is_taken_in_or_refused_as_a_whole_and_the_advice_helps() {
    let server = Server::new("");
    let desk = server.desk("inspector");
    desk.nec(&["new", "west-dorset"]);
    desk.write("2026-27/purbeck.toml", HIDDEN);
    desk.record("A draft");
    desk.write("2026-27/purbeck.toml", "format = 1\n");
    desk.record("Without what it may not hold");
    let before = server.tip("main");
    let said = desk.refused(&["push"]);
    assert!(said.contains("main, version ") && said.contains("recorded by inspector"), "{said}");
    assert!(said.contains("2026-27/purbeck.toml:3:16: ") && said.contains("[hidden-characters]"), "{said}");
    assert!(said.contains("git reset --soft @{upstream}"), "{said}");
    assert_eq!(server.tip("main"), before, "nothing was taken in");
    // What the message and the document say to do.
    let advice = block("server-gate.md", "git reset --soft");
    desk.run("sh", &["-e", "-c", &advice]);
    assert_ne!(server.tip("main"), before);
    assert!(!server.git(&["log", "-p", "main"]).contains('\u{202e}'));
    server.sound();
}

#[test]
fn what_cannot_be_read_is_refused() {
    let server = Server::new("");
    let desk = server.desk("inspector");
    for (file, text, told) in [
        (PLAN, "not = [toml\n", "west-dorset.toml:1:"),
        (PLAN, "<<<<<<< mine\na = 1\n=======\na = 2\n>>>>>>> theirs\n", "git left both versions in it"),
        (PLAN, "", "this file is empty"),
        (
            "2026-27/west-dorset.record.toml",
            "<<<<<<< a\n=======\n>>>>>>> b\n",
            "git left both versions in it",
        ),
        ("2026-27/west-dorset.review.toml", "x = \n", "west-dorset.review.toml:1:"),
        ("nec.toml", "format = \"one\"\n", "nec.toml"),
        ("nec.toml", "format = 99\n", "newer nec"),
        ("standards/nec-2020.toml", "id = 1\n", "standards/nec-2020.toml"),
        ("areas.toml", "[[area]]\nname = 1\n", "areas.toml"),
    ] {
        desk.write(file, text);
        desk.record("Something");
        let said = desk.refused(&["push"]);
        assert!(said.contains(told), "{file}: {text}: {said}");
        desk.git(&["reset", "-q", "--hard", "origin/main"]);
    }
    std::os::unix::fs::symlink("/etc/passwd", desk.root.join("2026-27.toml")).unwrap();
    std::fs::create_dir_all(desk.root.join("2026-27")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", desk.root.join(PLAN)).unwrap();
    desk.record("A link");
    assert!(desk.refused(&["push"]).contains("this is a link"));
    desk.git(&["reset", "-q", "--hard", "origin/main"]);
    // Too big, and so many files that git keeps what it receives in a pack.
    for n in 0..150 {
        desk.write(&format!("evidence/2026-27/west-dorset/{n}.txt"), &format!("{n}"));
    }
    desk.write(PLAN, &"#".repeat((1 << 20) + 1));
    desk.record("Much");
    assert!(desk.refused(&["push"]).contains("it has more than 1 MiB"));
    desk.write(PLAN, "format = 1\n");
    desk.git(&["commit", "-qa", "--amend", "-m", "Much"]);
    desk.git(&["push"]);
}

/// A server whose `nec.toml` lists people: the inspectors of West Dorset and of Purbeck, a reviewer, and
/// somebody who keeps the directory.
fn with_people(folder: &str) -> Server {
    let server = Server::new(folder);
    let desk = server.desk("first");
    let person = |who: &str, what: &str| {
        format!("[[person]]\npost = \"Post of {who}\"\nemails = [\"{who}@example.police.uk\"]\n{what}\n")
    };
    let people = [
        person("west", "area = \"west-dorset\""),
        person("purbeck", "area = \"purbeck\""),
        person("reviewer", "stage = \"smt\""),
        person("keeper", "admin = true"),
    ];
    let settings = desk.read("nec.toml");
    let (before, rules) = settings.split_once("[rules]").unwrap();
    desk.write("nec.toml", &format!("{before}{}[rules]{rules}", people.concat()));
    for area in ["west-dorset", "purbeck"] {
        desk.nec(&["new", area]);
    }
    desk.record("Who may change what");
    desk.git(&["push"]);
    server
}

fn add(desk: &server::Desk, file: &str, text: &str) {
    let there = std::fs::read_to_string(desk.root.join(file)).unwrap_or_default();
    desk.write(file, &(there + text));
    desk.record(&format!("Change {file}"));
}

#[test]
fn each_changes_what_is_theirs_and_nobody_lets_himself_in() {
    let server = with_people("");
    let west = server.desk("west");
    add(&west, PLAN, "# mine\n");
    add(&west, "2026-27/west-dorset.record.toml", "format = 1\n");
    add(&west, "evidence/2026-27/west-dorset/poster.txt", "A poster\n");
    add(&west, "notes.txt", "Anybody's\n");
    west.git(&["push"]);
    for file in
        ["2026-27/purbeck.toml", "evidence/2026-27/purbeck/x.txt", "areas.toml", ".gitattributes", "NEC.toml"]
    {
        add(&west, file, "# not mine\n");
        let said = west.refused(&["push"]);
        assert!(said.contains(&format!("  {file}: west@example.police.uk may not change")), "{said}");
        let post = if file.contains("purbeck") { "Post of purbeck" } else { "Post of keeper" };
        assert!(said.contains(&format!("Ask {post} to do it")), "{said}");
        west.git(&["reset", "-q", "--hard", "origin/main"]);
    }
    // Listed in the same push, or in an earlier version of it: what stood before counts.
    west.write("nec.toml", &west.read("nec.toml").replace("keeper@", "west@"));
    west.record("Let me in");
    add(&west, "areas.toml", "# and in\n");
    assert!(west.refused(&["push"]).contains("may not change the settings"));
    assert!(west.refused(&["push", "origin", "HEAD:refs/heads/new"]).contains("may not change the settings"));
    assert!(west.refused(&["push", "origin", "HEAD:refs/tags/new"]).contains("may not change the settings"));
    let keeper = server.desk("keeper");
    keeper.write(
        "nec.toml",
        &keeper
            .read("nec.toml")
            .replace("keeper@example.police.uk\"", "keeper@example.police.uk\", \"west@example.police.uk\""),
    );
    keeper.record("Another who keeps the directory");
    keeper.git(&["push"]);
    add(&keeper, PLAN, "# no plan of mine\n");
    assert!(
        keeper.refused(&["push"]).contains("may not change the plan, record and evidence of west-dorset")
    );
    west.git(&["reset", "-q", "--hard", "origin/main"]);
    west.git(&["pull", "-q"]);
    add(&west, "areas.toml", "# mine now\n");
    west.git(&["push"]);
    server.sound();
}

#[test]
fn a_review_is_for_reviewers_but_for_submitting_and_answering() {
    let server = with_people("");
    let review = "2026-27/west-dorset.review.toml";
    let west = server.desk("west");
    add(&west, review, "format = 1\n[[submission]]\nby = \"Inspector\"\n[[comment]]\nid = \"a\"\n");
    west.git(&["push"]);
    add(&west, review, "[[signoff]]\nstage = \"smt\"\n");
    let said = west.refused(&["push"]);
    assert!(
        said.contains("may not change decisions, marks and sign-offs in the review of west-dorset"),
        "{said}"
    );
    let reviewer = server.desk("reviewer");
    add(&reviewer, review, "[[signoff]]\nstage = \"smt\"\n");
    reviewer.git(&["push"]);
    let purbeck = server.desk("purbeck");
    add(&purbeck, review, "[[comment]]\nid = \"b\"\n");
    assert!(purbeck.refused(&["push"]).contains("review of west-dorset"));
}

#[test]
fn the_server_may_say_who_pushes() {
    let server = with_people("");
    server.hook(&block("server-gate.md", "awk -v login="));
    let said = server.desk("early").with("GL_USER", "wd", &["push", "origin", "HEAD:refs/heads/new"]);
    let said = said.unwrap_err();
    assert!(said.contains("The server has no file pushers") && !said.contains("awk"), "{said}");
    std::fs::write(server.bare.join("pushers"), "wd west@example.police.uk\nkd keeper@example.police.uk\n")
        .unwrap();
    // Everything is recorded in another's name.
    let liar = server.desk("purbeck");
    add(&liar, "2026-27/purbeck.toml", "# in another's name\n");
    let push = |login: &str| liar.with("GL_USER", login, &["push"]);
    let said = push("wd").unwrap_err();
    assert!(
        said.contains("west@example.police.uk may not change the plan, record and evidence of purbeck"),
        "{said}"
    );
    let said = push("nobody").unwrap_err();
    assert!(said.contains("The server knows no e-mail address for nobody"), "{said}");
    liar.git(&["reset", "-q", "--hard", "origin/main"]);
    add(&liar, PLAN, "# really by west\n");
    push("wd").unwrap();
}

#[test]
fn bringing_versions_together_is_nobodys_change_unless_it_puts_something_back() {
    let server = with_people("");
    let (west, purbeck) = (server.desk("west"), server.desk("purbeck"));
    add(&west, PLAN, "# one\n");
    west.git(&["push"]);
    add(&purbeck, "2026-27/purbeck.toml", "# one\n");
    purbeck.git(&["pull", "-q", "--no-rebase", "--no-edit"]);
    purbeck.git(&["push"]);
    // A branch that was sent before is brought in by somebody else.
    west.git(&["pull", "-q"]);
    west.git(&["switch", "-qc", "spring"]);
    add(&west, PLAN, "# two\n");
    west.git(&["push", "-q", "origin", "spring"]);
    purbeck.git(&["pull", "-q"]);
    purbeck.git(&["merge", "-q", "--no-ff", "--no-edit", "origin/spring"]);
    purbeck.git(&["push"]);
    assert!(server.git(&["show", &format!("main:{PLAN}")]).ends_with("# one\n# two\n"));
    // The plan of the other area as it was before, slipped into a merge.
    let old = purbeck.git(&["rev-parse", "HEAD~1"]);
    purbeck.git(&["switch", "-qc", "side", old.trim()]);
    add(&purbeck, "2026-27/purbeck.toml", "# three\n");
    purbeck.git(&["switch", "-q", "main"]);
    purbeck.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    purbeck.git(&["checkout", "-q", "side", "--", PLAN]);
    purbeck.git(&["commit", "-qm", "Merge"]);
    assert!(!purbeck.read(PLAN).contains("# two"));
    add(&purbeck, "2026-27/purbeck.toml", "# and one on top\n");
    let said = purbeck.refused(&["push"]);
    assert!(said.contains("puts an earlier state of it back") && said.contains(PLAN), "{said}");
    server.sound();
}

#[test]
fn versions_are_not_taken_away_but_by_those_who_keep_the_directory() {
    let server = with_people("");
    let west = server.desk("west");
    add(&west, PLAN, "# one\n");
    west.git(&["push"]);
    west.git(&["reset", "-q", "--hard", "HEAD~1"]);
    add(&west, PLAN, "# other\n");
    let said = west.refused(&["push", "--force"]);
    assert!(said.contains("those would be lost") && said.contains("Post of keeper"), "{said}");
    assert!(west.refused(&["push", "--force", "origin", "HEAD~1:main"]).contains("would be lost"));
    west.git(&["push", "-q", "origin", "HEAD:refs/heads/spring"]);
    assert!(west.refused(&["push", "origin", ":spring"]).contains("take the branch away"));
    // What another name still leads to is not lost.
    west.git(&["push", "-q", "origin", "HEAD:refs/heads/copy", "HEAD:refs/tags/copy"]);
    west.git(&["push", "-q", "origin", ":refs/heads/copy"]);
    // How something is taken out for good.
    let keeper = server.desk("keeper");
    keeper.git(&["checkout", "-q", "HEAD~1"]);
    keeper.write(PLAN, "format = 1\n# rewritten\n");
    keeper.record("Without what slipped in");
    keeper.git(&["push", "-q", "--force", "origin", "HEAD:main"]);
    keeper.write(PLAN, HIDDEN);
    keeper.record("Something else slips in");
    keeper.git(&["commit", "-q", "--amend", "-m", "Rewritten again"]);
    assert!(keeper.refused(&["push", "--force", "origin", "HEAD:main"]).contains("[hidden-characters]"));
}

#[test]
fn in_a_larger_repository_only_the_plan_directory_is_guarded() {
    let server = with_people("forces/west country");
    let west = server.desk("west");
    add(&west, PLAN, "# mine\n");
    std::fs::create_dir_all(west.folder.join("2026-27")).unwrap();
    std::fs::write(west.folder.join("2026-27/purbeck.toml"), HIDDEN).unwrap();
    std::fs::write(west.folder.join("nec.txt"), "x").unwrap();
    west.record("Elsewhere in the repository");
    west.git(&["push"]);
    add(&west, "2026-27/purbeck.toml", "# not mine\n");
    let said = west.refused(&["push"]);
    assert!(said.contains("  forces/west country/2026-27/purbeck.toml: west@"), "{said}");
    // A plan directory that is new is guarded from its first version.
    west.git(&["reset", "-q", "--hard", "origin/main"]);
    for (file, text) in [("nec.toml", "format = 1\nedition = \"x\"\n"), (PLAN, HIDDEN)] {
        let path = west.folder.join("another").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    west.record("Another plan directory");
    assert!(west.refused(&["push"]).contains("  another/2026-27/west-dorset.toml:3:16: "));
}

#[test]
fn what_no_hook_says_is_not_understood() {
    let server = Server::new("");
    for (input, told) in [("x y z\n", "is not what git tells"), ("\u{1b}[2J\n", "is not what git tells")] {
        let (said, status) = server.gate(input);
        assert!(status == 2 && said.contains(told) && !said.contains('\u{1b}'), "{said}");
    }
    let zero = "0".repeat(40);
    let (said, status) = server.gate(&format!("{zero} {} refs/heads/x\n", "1".repeat(40)));
    assert_eq!(status, 2, "{said}");
    assert_eq!(server.gate(""), (String::new(), 0));
    let blob = server.git(&["rev-parse", "main:nec.toml"]);
    let (said, status) = server.gate(&format!("{zero} {} refs/tags/x\n", blob.trim()));
    assert!(status == 1 && said.contains("no version"), "{said}");
}

#[test]
fn the_hook_before_a_commit_checks_what_is_about_to_be_committed() {
    for folder in ["", "plans"] {
        let server = Server::new(folder);
        let desk = server.desk("inspector");
        let hook = block("pre-commit.md", "git write-tree");
        let hook = if folder.is_empty() { hook } else { hook.replace("plans=.", &format!("plans={folder}")) };
        server::script(&desk.folder.join(".git/hooks/pre-commit"), &hook);
        desk.nec(&["new", "west-dorset"]);
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "A draft lacks what it lacks"]);
        let draft = desk.read(PLAN);
        desk.write(PLAN, &draft.replace("[profile]\n", "[profile]\nsummary = \"West\u{202e}Dorset\"\n"));
        let said = desk.refused(&["commit", "-qam", "Not this"]);
        assert!(said.contains(&format!("{PLAN}:")) && said.contains("[hidden-characters]"), "{said}");
        // Only on the disk, and not about to be committed.
        std::fs::write(desk.folder.join("other.txt"), "x").unwrap();
        desk.git(&["add", ":/other.txt"]);
        desk.git(&["commit", "-qm", "Something else"]);
    }
}

/// The commands after a `run:`, or the list after `script:`.
fn steps(workflow: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut inside = None;
    for line in workflow.lines() {
        let indent = line.len() - line.trim_start().len();
        if inside.is_some_and(|outer| indent <= outer) {
            inside = None;
        }
        if inside.is_some() {
            let text = line.trim_start();
            let last = steps.last_mut().unwrap();
            last.push_str(text.strip_prefix("- ").unwrap_or(text));
            last.push('\n');
        } else if line.trim() == "run: |" || line.trim() == "script:" {
            inside = Some(indent);
            steps.push(String::new());
        }
    }
    steps
}

#[test]
fn the_workflows_run() {
    let server = Server::new("plans");
    let desk = server.desk("inspector");
    desk.nec(&["new", "west-dorset"]);
    let shell = |script: &str| {
        let mut command = desk.command("sh");
        command.args(["-e", "-c", script]).current_dir(&desk.folder);
        let output = command.output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    };
    let github = steps(&block("continuous-checks.md", "upload-sarif"));
    let gitlab = steps(&block("continuous-checks.md", "junit: nec.xml"));
    assert_eq!((github.len(), gitlab.len()), (2, 1));
    let read = |file: &str| std::fs::read_to_string(desk.folder.join(file)).unwrap();
    for (status, expected, level) in [("draft", 0, "notice"), ("submitted", 1, "warning")] {
        desk.write(PLAN, &desk.read(PLAN).replace("status = \"draft\"", &format!("status = \"{status}\"")));
        let (out, code) = shell(&github[0]);
        assert_eq!(code, expected, "{out}");
        assert!(out.contains(&format!("::{level} file=plans/2026-27/west-dorset.toml,line=")), "{out}");
        assert_eq!(shell(&github[1]).1, 0, "it is written down whatever it says");
        let sarif: serde_json::Value = serde_json::from_str(&read("nec.sarif")).unwrap();
        assert_eq!(sarif["runs"][0]["invocations"][0]["exitCode"], expected);
        assert_eq!(shell(&gitlab[0]).1, expected);
        assert!(read("nec.xml").contains("<testsuite name=\"West Dorset, 2026-27\""));
    }
    std::fs::remove_file(desk.root.join("nec.toml")).unwrap();
    assert_ne!(shell(&github[1]).1, 0, "what could not run is not hidden");
}

#[test]
fn the_documents_name_what_is_there() {
    assert!(Path::new(&nec_path()).join("nec").is_file());
    assert!(block("server-gate.md", "exec nec gate").starts_with("#!/bin/sh\n"));
}
