//! `nec migrate` and `nec undo`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::Desk;

const FILE: &str = "2019-20/east-dorset.toml";

/// The example, where the plan of 2019 has answers, and Windows line ends.
fn desk() -> (Desk, String) {
    let desk = Desk::empty();
    desk.nec(&["init", "--example"]).assert().success();
    let answers = "\n[standards.social-media]\ncommitment = \"We post.\"\n\n[standards.dorset-alert]\ncommitment = \"We alert.\" # each week\nsent-by = \"PCSO\"\n\n[[standards.dorset-alert.activities]]\nid = \"aaaaaa\"\ntitle = \"Alert\"\n";
    let text = (desk.read(FILE) + answers).replace('\n', "\r\n");
    desk.write(FILE, &text);
    (desk, text)
}

#[test]
fn a_plan_goes_over_to_the_newer_edition_and_back_to_the_byte() {
    let (desk, before) = desk();
    let migrate = ["migrate", "east-dorset", "--to", "nec-2020"];
    let shown = desk.out(&[&migrate[..], &["--dry-run"]].concat());
    for said in [
        "from nec-2019 to nec-2020",
        "both whole",
        "standards.social-media.sent-by",
        "Its period is over: the plan is closed, and shown as it stood.",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    let (shown, err, status) = desk.all(&migrate);
    assert_eq!(status, 2, "nobody can be asked");
    assert!(shown.contains("both whole") && err.contains("--yes"), "{shown}{err}");
    assert_eq!(desk.read(FILE), before, "nothing was changed so far");
    let shown = desk.out(&[&migrate[..], &["--yes"]].concat());
    assert!(shown.contains("nec undo takes it back"), "{shown}");
    let get = |path: &str| desk.out(&["get", "east-dorset", path]);
    assert_eq!(get("edition"), "nec-2020\n");
    assert_eq!(get("standards.social-media.commitment"), "We post.\n\nWe alert.\n");
    assert_eq!(get("standards.social-media.sent-by"), "PCSO\n");
    assert_eq!(get("standards.social-media.activities.aaaaaa.title"), "Alert\n");
    assert!(desk.read(FILE).contains("# each week"));
    assert!(desk.out(&["show", "east-dorset"]).contains("PCSO"));
    let (_, err, status) = desk.all(&migrate);
    assert_eq!(status, 2);
    assert!(err.contains("on nec-2020 already"), "{err}");
    let (shown, _, status) = desk.all(&["undo"]);
    assert_eq!(status, 2, "nobody can be asked");
    assert!(shown.contains("it was carried over to nec-2020.\nThis puts"), "{shown}");
    desk.nec(&["undo", "--yes"]).assert().success();
    assert_eq!(desk.read(FILE), before);
    desk.nec(&["undo", "--yes"]).assert().code(2);
}

#[test]
fn what_was_written_since_is_not_lost_by_undo() {
    let (desk, _) = desk();
    desk.nec(&["migrate", "east-dorset", "--to", "nec-2020", "--yes"]).assert().success();
    desk.nec(&["set", "east-dorset", "standards.feedback.route", "Surveys"]).assert().success();
    let now = desk.read(FILE);
    let (_, err, status) = desk.all(&["undo", "--yes"]);
    assert_eq!(status, 2);
    assert!(err.contains("changed since") && err.contains(".nec"), "{err}");
    assert_eq!(desk.read(FILE), now);
}

#[test]
fn what_cannot_be_carried_over_says_what_to_do() {
    let (desk, before) = desk();
    for (to, said) in [("nec-2O20", "“nec-2020”"), ("nec-2019", "already")] {
        let (_, err, status) = desk.all(&["migrate", "east-dorset", "--to", to, "--yes"]);
        assert_eq!(status, 2);
        assert!(err.contains(said), "{err}");
    }
    desk.nec(&["set", "east-dorset", "status", "approved"]).assert().success();
    let (_, err, status) = desk.all(&["migrate", "east-dorset", "--to", "nec-2020", "--yes"]);
    assert_eq!(status, 2);
    assert!(err.contains("stays as it was sent"), "{err}");
    desk.nec(&["undo"]).assert().code(2);
    assert!(before.contains("nec-2019"));
}
