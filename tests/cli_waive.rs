//! `nec waive`: what it writes, what it refuses, and how what is asked for is counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

const GAP: [&str; 4] = ["waive", "west-dorset", "meeting-gap", "--standard"];

fn waive<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut all: Vec<&str> = GAP.to_vec();
    all.extend(more);
    all
}

#[test]
fn a_waiver_is_a_row_with_an_id_of_its_own_and_all_else_stays() {
    let desk = Desk::new();
    desk.write(PLAN, desk.read(PLAN) + "\n# mine\n[unknown]\nkept = true # too\n");
    let args = ["face-to-face", "--reason", "The hall is closed", "--until", "2027-03-31"];
    let id = desk.out(&waive(&args));
    let id = id.trim_end();
    assert_eq!(id.len(), 6, "{id}");
    let text = desk.read(PLAN);
    let row = format!(
        "[[waivers]]\nid = \"{id}\"\nrule = \"meeting-gap\"\nstandard = \"face-to-face\"\nreason = \"The hall is closed\"\nby = \"Inspector, West Dorset\"\nuntil = 2027-03-31\n"
    );
    assert!(text.contains(&row), "{text}");
    assert!(text.contains("# mine\n[unknown]\nkept = true # too\n"), "{text}");
    assert_eq!(
        desk.out(&["get", "west-dorset", &format!("waivers.{id}.reason")]).trim_end(),
        "The hall is closed"
    );
    let (_, err, status) = desk.all(&waive(&args));
    assert_eq!(status, 2);
    assert!(err.contains("asked for already") && err.contains(&format!("waivers.{id}.until")), "{err}");
}

#[test]
fn who_asks_is_the_author_by_post_unless_named() {
    let desk = Desk::new();
    let by = |desk: &Desk| {
        let text = desk.read(PLAN);
        let waivers: Vec<&str> = text.lines().filter(|line| line.starts_with("by = ")).collect();
        waivers.last().unwrap().to_string()
    };
    let more = ["--reason", "R", "--until", "2027-03-31"];
    let ask = |rule: &str, extra: &[&str]| {
        let mut args = vec!["waive", "west-dorset", rule, "--standard", "face-to-face"];
        args.extend(more);
        args.extend(extra);
        desk.out(&args);
    };
    desk.nec(&["set", "west-dorset", "author.post", ""]).assert().success();
    ask("meeting-gap", &[]);
    assert_eq!(by(&desk), "by = \"Inspector, West Dorset\"", "as versions have it");
    desk.nec(&["set", "west-dorset", "author.post", "Chief Inspector, West"]).assert().success();
    ask("meeting-frequency", &[]);
    assert_eq!(by(&desk), "by = \"Chief Inspector, West\"");
    ask("activity-rare", &["--by", "Sergeant, Bridport"]);
    assert_eq!(by(&desk), "by = \"Sergeant, Bridport\"");
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest_and_nothing_changes() {
    let desk = Desk::new();
    desk.out(&["set", "west-dorset", "standards.face-to-face.activities.+", "Bridport drop-in"]);
    let before = desk.read(PLAN);
    let row =
        before.lines().find_map(|line| line.strip_prefix("id = ")).unwrap().trim_matches('"').to_owned();
    let near_row = format!("{row}x");
    let ending = ["--reason", "R", "--until", "2027-03-31"];
    for (args, says) in [
        (vec!["waive", "west-dorset", "meeting-gaps", "--standard", "face-to-face"], "meeting-gap"),
        (vec!["waive", "west-dorset", "meeting-gap", "--standard", "face-to-fase"], "face-to-face"),
        (waive(&["face-to-face", "--row", near_row.as_str()]), row.as_str()),
        (vec!["waive", "west-dorst", "meeting-gap", "--standard", "face-to-face"], "west-dorset"),
        (
            vec!["waive", "west-dorset", "hidden-characters", "--standard", "face-to-face"],
            "can never be set aside",
        ),
        (vec!["waive", "west-dorset", "file-unreadable"], "can never be set aside"),
        (vec!["waive", "west-dorset", "activity-missing"], "face-to-face"),
    ] {
        let mut args = args;
        args.extend(ending);
        let (out, err, status) = desk.all(&args);
        assert_eq!((out.as_str(), status), ("", 2), "{args:?}: {err}");
        assert!(err.contains(says) && err.contains("Nothing was"), "{args:?}: {err}");
    }
    for (until, says) in [("2027-12-01", "Give --until 2027-11-30"), ("2026-11-21", "is past")] {
        let (_, err, status) = desk.all(&waive(&["face-to-face", "--reason", "R", "--until", until]));
        assert_eq!(status, 2);
        assert!(err.contains(says), "{err}");
    }
    let (_, err, status) = desk.all(&waive(&["face-to-face", "--reason", " ", "--until", "2027-03-31"]));
    assert_eq!(status, 2, "{err}");
    assert_eq!(desk.read(PLAN), before);
}

#[test]
fn what_is_asked_for_stands_and_is_counted_apart() {
    let desk = Desk::new();
    let (before, _) = desk.checked(&[]);
    let rule = "profile-missing";
    desk.out(&[
        "waive",
        "west-dorset",
        rule,
        "--standard",
        "priorities",
        "--reason",
        "The census is late",
        "--until",
        "2027-03-31",
    ]);
    let (after, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    assert_eq!(before["summary"], after["summary"], "nothing is set aside before a reviewer accepts it");
    let flag = after["findings"].as_array().unwrap().iter().find(|flag| flag["rule"] == rule).unwrap();
    assert_eq!(flag["waived"], false);
    let (human, _, _) = desk.all(&["check"]);
    let said = "Asked to be set aside until 31 March 2027 by Inspector, West Dorset: counts when a reviewer accepts it.";
    assert!(human.contains(said) && human.contains("1 of them is asked to be set aside."), "{human}");
    assert!(desk.all(&["check", "--format", "short"]).0.contains("(asked to be set aside)"));
    assert!(desk.out(&["status"]).contains("(1 asked to be set aside)"));
    desk.nec(&["check", "--deny", "waived"]).assert().code(1);
    desk.write(PLAN, desk.read(PLAN).replace("status = \"draft\"", "status = \"submitted\""));
    assert!(desk.all(&["check", "--format", "short"]).0.contains("[waiver-not-accepted]"));
}

#[test]
fn a_row_is_named_only_where_the_flag_is_on_rows() {
    let desk = Desk::new();
    for title in ["Bridport drop-in", "Beaminster meeting"] {
        desk.out(&["set", "west-dorset", "standards.face-to-face.activities.+", title]);
    }
    let text = desk.read(PLAN);
    let mut ids = text.lines().filter_map(|line| line.strip_prefix("id = "));
    let row = ids.next_back().unwrap().trim_matches('"').to_owned();
    let ending = ["--standard", "face-to-face", "--row", &row, "--reason", "R", "--until", "2027-03-31"];
    let with = |rule: &'static str| [["waive", "west-dorset", rule].as_slice(), &ending].concat();
    let (_, err, status) = desk.all(&with("meeting-gap"));
    assert_eq!(status, 2);
    assert!(err.contains("meeting-gap is on no single row") && err.contains("Leave --row away"), "{err}");
    assert_eq!(desk.read(PLAN), text);
    let (_, err, status) = desk.all(&with("activity-without-owner"));
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("Asked to be set aside for 1 of 2 places"), "{err}");
    // Written by hand, it is told at the flag; nobody waits for it in vain.
    desk.write(PLAN, desk.read(PLAN).replace("activity-without-owner", "neighbourhood-uncovered"));
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let human = words(desk.all(&["check"]).0);
    assert!(human.contains("names a row, and this flag is on no single row: it stands."), "{human}");
    let explained = words(desk.out(&["explain", "neighbourhood-uncovered"]));
    assert!(explained.contains("one that names a row sets nothing aside"), "{explained}");
}
