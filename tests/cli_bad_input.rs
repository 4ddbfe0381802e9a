//! What bad input gets: named with file, line and what to do; nothing touched; everything else still usable.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

const BAD: &str = "2026-27/purbeck.toml";

/// A directory with a good plan and this in the place of another.
fn beside(bytes: impl AsRef<[u8]>) -> Desk {
    let desk = Desk::new();
    desk.write(BAD, bytes);
    desk
}

#[test]
fn what_cannot_be_read_as_a_plan_is_named_and_the_others_are_judged() {
    let deep = format!("format = 1\nx = {}{}\n", "[".repeat(5000), "]".repeat(5000));
    let cases: [(&str, Vec<u8>, u64); 11] = [
        ("not TOML", b"format = 1\narea = west dorset\n".to_vec(), 2),
        ("not closed", b"format = 1\nsummary = \"\"\"\nand so on\n".to_vec(), 2),
        ("no format", b"area = \"purbeck\"\n".to_vec(), 1),
        ("a newer format", b"# new\nformat = 2\n".to_vec(), 2),
        ("a format of no sort", b"format = \"one\"\n".to_vec(), 1),
        ("empty", b"".to_vec(), 1),
        ("white space", b" \n\n".to_vec(), 1),
        ("too big", vec![b'#'; (1 << 20) + 1], 1),
        ("too deep", deep.into_bytes(), 2),
        ("not UTF-8", b"format = 1\narea = \"caf\xe9\"\n".to_vec(), 2),
        ("in conflict", b"format = 1\n<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n".to_vec(), 2),
    ];
    let desk = Desk::new();
    for (name, bytes, line) in cases {
        desk.write(BAD, &bytes);
        let (json, status) = desk.checked(&[]);
        assert_eq!(status, 1, "{name}");
        assert_eq!(json["summary"]["unreadable"], 1, "{name}");
        assert_eq!(json["summary"]["plans"], 2, "{name}");
        let bad = &json["plans"][0];
        assert!(
            bad["status"].is_null() && bad["standards"].is_null() && bad["phase"].is_null(),
            "{name}: {bad}"
        );
        assert_eq!(json["plans"][1]["standards"].as_array().unwrap().len(), 8, "{name}");
        let finding = &json["findings"][0];
        assert_eq!((&finding["rule"], &finding["class"]), (&"file-unreadable".into(), &"unreadable".into()));
        assert_eq!((&finding["file"], &finding["area"]), (&BAD.into(), &"purbeck".into()), "{name}");
        assert!(finding["path"].is_null() && finding["standard"].is_null());
        let told = finding["line"].as_u64().unwrap();
        assert!(told >= line && told <= line + 2, "{name}: {finding}");
        assert!(!finding["help"].as_str().unwrap().is_empty(), "{name}");
        let (human, err, _) = desk.all(&["check"]);
        let shown = human + &err;
        assert!(
            shown.contains(BAD) && !shown.contains('\u{1b}') && !shown.contains("panick"),
            "{name}: {shown}"
        );
        for command in
            [vec!["get", "purbeck", "profile.summary"], vec!["set", "purbeck", "profile.summary", "x"]]
        {
            let (out, err, status) = desk.all(&command);
            assert_eq!((out.as_str(), status), ("", 2), "{name} {command:?}: {err}");
            assert!(err.contains(BAD), "{name} {command:?}: {err}");
        }
        desk.nec(&["fmt"]).assert().code(1);
        desk.nec(&["set", "west-dorset", "profile.summary", name]).assert().success();
        desk.nec(&["commit"]).assert().code(1);
        assert_eq!(std::fs::read(desk.root.join(BAD)).unwrap(), bytes, "{name}: untouched");
        let (json, _) = desk.checked(&["west-dorset"]);
        assert_eq!(json["summary"]["unreadable"], 0, "{name}: not its matter");
    }
    for command in [
        vec!["show", "purbeck"],
        vec!["unset", "purbeck", "status"],
        vec!["draft", "purbeck", "--standard", "1"],
    ] {
        let (_, err, status) = desk.all(&command);
        assert_eq!(status, 2, "{command:?}");
        assert!(err.contains(BAD), "{command:?}: {err}");
    }
    desk.nec(&["show", "west-dorset"]).assert().success();
    desk.nec(&["status"]).assert().success();
}

#[test]
fn wrong_values_are_flagged_and_the_plan_stays_usable() {
    let text = "format = 1\nedition = \"nec-2020\"\narea = \"purbeck\"\nperiod = \"2026-27\"\nstarts = 2026-12-01\nends = \"10 De\"\nstatus = 7\npriorities = \"none\"\n[profile]\nhouseholds = \"many\"\nsettlements = 3\n[standards.nonsense]\ncommitment = \"x\"\n[standards.website]\ncommitment = [1]\n";
    let desk = beside(text);
    let (json, status) = desk.checked(&["purbeck"]);
    assert_eq!(status, 1);
    assert_eq!(json["summary"]["unreadable"], 0);
    let rules: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    for rule in ["value-not-understood", "standard-unknown"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
    let shown = desk.out(&["show", "purbeck"]);
    assert!(shown.contains("nonsense"), "what the edition does not know is not hidden: {shown}");
    assert_eq!(desk.out(&["get", "purbeck", "ends"]), "10 De\n");
    desk.nec(&["set", "purbeck", "ends", "2027-11-30"]).assert().success();
    assert!(desk.read(BAD).contains("households = \"many\""));
}

#[test]
fn an_impossible_date_is_named_with_its_line() {
    let desk = beside("format = 1\nstarts = 2026-02-30\n");
    let (json, _) = desk.checked(&["purbeck"]);
    assert_eq!(
        (&json["findings"][0]["rule"], &json["findings"][0]["line"]),
        (&"file-unreadable".into(), &2.into())
    );
}

#[test]
fn nothing_hidden_reaches_the_terminal() {
    let text = "format = 1\nedition = \"nec-2020\"\narea = \"purbeck\"\nperiod = \"2026-27\"\nstarts = 2026-12-01\nends = 2027-11-30\n\"key\u{202e}x\" = 1\n[author]\npost = \"Inspector\u{202e}\u{200b}, \\u001b[2J\"\n[standards.\"a\\u001bb\"]\ncommitment = \"x\"\n[[standards.face-to-face.activities]]\ntitle = \"\\u001b]0;gone\\u0007\"\n";
    let desk = beside(text);
    desk.write("2026-27/bournemouth.toml", "format = 1\nx = \"\u{1b}[31m\u{202e}\n");
    let areas = desk.read("areas.toml").replace("name = \"Purbeck\"", "name = \"Pur\\u001bbeck\\u202e\"");
    desk.write("areas.toml", areas);
    for command in [
        vec!["check"],
        vec!["check", "--format", "short"],
        vec!["check", "--format", "json"],
        vec!["show", "purbeck"],
        vec!["status"],
        vec!["status", "--format", "csv"],
        vec!["status", "--format", "json"],
        vec!["fmt", "--check"],
        vec!["commit"],
        vec!["doctor"],
        vec!["get", "purbeck", "\u{1b}[2J"],
        vec!["check", "\u{1b}[2J"],
        vec!["draft", "\u{202e}"],
        vec!["explain", "\u{202e}\u{1b}"],
    ] {
        let (out, err, _) = desk.all(&command);
        let hidden = (out + &err).chars().find(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}' | '\u{200b}'));
        assert_eq!(hidden, None, "{command:?}");
    }
    let (json, _) = desk.checked(&["purbeck"]);
    let findings = json["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["rule"] == "hidden-characters"));
}

#[test]
fn a_plan_on_an_edition_that_is_not_there_is_not_judged_by_another() {
    let desk = Desk::new();
    desk.write(PLAN, desk.read(PLAN).replace("nec-2020", "nec-2O20"));
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    let finding = &json["findings"][0];
    assert_eq!((&finding["rule"], &finding["class"]), (&"edition-unknown".into(), &"unreadable".into()));
    assert_eq!((&finding["path"], &finding["line"]), (&"edition".into(), &2.into()));
    assert!(finding["help"].as_str().unwrap().contains("nec-2020"), "{finding}");
    assert!(json["plans"][0]["standards"].is_null());
    desk.nec(&["show", "west-dorset"]).assert().code(2);
    assert_eq!(desk.out(&["get", "west-dorset", "edition"]), "nec-2O20\n");
    desk.nec(&["set", "west-dorset", "edition", "nec-2020"]).assert().success();
    assert_eq!(desk.checked(&[]).0["summary"]["unreadable"], 0);
}

#[test]
fn a_broken_edition_is_told_once_on_its_file_and_its_plans_are_not_judged() {
    let desk = Desk::new();
    desk.nec(&["new", "purbeck"]).assert().success();
    desk.nec(&["new", "poole", "--edition", "nec-2019"]).assert().success();
    let text = desk.read("standards/nec-2020.toml").replacen("[[standard]]", "[[standard]]\nnonsense = 1", 1);
    desk.write("standards/nec-2020.toml", &text);
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    assert_eq!(json["summary"]["unreadable"], 1, "{}", json["findings"]);
    let finding = &json["findings"][0];
    assert_eq!(finding["file"], "standards/nec-2020.toml");
    assert!(finding["area"].is_null() && finding["line"].as_u64().unwrap() > 1);
    let judged: Vec<bool> =
        json["plans"].as_array().unwrap().iter().map(|plan| !plan["standards"].is_null()).collect();
    assert_eq!(judged, [true, false, false]);
    let (json, _) = desk.checked(&["poole"]);
    assert_eq!(json["summary"]["unreadable"], 0, "another edition's matter");
    let (json, _) = desk.checked(&["standards/nec-2020.toml"]);
    assert_eq!(json["summary"]["unreadable"], 1);
    assert_eq!(desk.read("standards/nec-2020.toml"), text);
}

#[test]
fn broken_settings_and_areas_are_told_and_plans_stay_usable() {
    for (file, bad) in [
        ("nec.toml", "format = 1\nedition = \n"),
        ("nec.toml", "format = 1\nedition = \"nec-2020\"\nholidays = \"often\"\n"),
        ("areas.toml", "[[area]]\nname = 1\n"),
        ("areas.toml", "\u{0}\u{1}"),
    ] {
        let desk = Desk::new();
        desk.write(file, bad);
        let (json, status) = desk.checked(&[]);
        assert_eq!(status, 1, "{file} {bad}");
        assert_eq!(json["findings"][0]["file"], file, "{bad}");
        assert!(json["plans"][0]["standards"].is_array(), "{file} {bad}");
        desk.nec(&["set", "west-dorset", "profile.summary", "still"]).assert().success();
        assert_eq!(desk.out(&["get", "west-dorset", "profile.summary"]), "still\n");
        desk.nec(&["show", "west-dorset"]).assert().success();
        let (_, err, status) = desk.all(&["status"]);
        assert_eq!(status, 0);
        assert!(err.contains(file), "{err}");
        desk.nec(&["doctor"]).assert().code(1);
        assert_eq!(desk.read(file), bad);
    }
}

#[cfg(unix)]
#[test]
fn links_are_told_and_not_followed() {
    let desk = Desk::new();
    let elsewhere = desk.home.path().join("elsewhere.toml");
    std::fs::copy(desk.root.join(PLAN), &elsewhere).unwrap();
    let before = std::fs::read(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, desk.root.join(BAD)).unwrap();
    let (json, status) = desk.checked(&[]);
    assert_eq!((status, &json["findings"][0]["file"]), (1, &BAD.into()));
    assert!(json["findings"][0]["message"].as_str().unwrap().contains("link"));
    desk.nec(&["check", BAD]).assert().code(1);
    desk.nec(&["set", "purbeck", "profile.summary", "x"]).assert().code(2);
    desk.nec(&["new", "purbeck"]).assert().code(2);
    assert_eq!(std::fs::read(elsewhere).unwrap(), before);
}

#[test]
fn a_name_that_no_plan_can_have_is_told() {
    let desk = Desk::new();
    desk.write("2026-27/East Dorset.toml", "format = 1\n");
    let (json, status) = desk.checked(&[]);
    assert_eq!((status, &json["findings"][0]["file"]), (1, &"2026-27/East Dorset.toml".into()));
    desk.nec(&["check", "2026-27/East Dorset.toml"]).assert().code(1);
}

#[cfg(unix)]
#[test]
fn where_one_may_not_write_it_is_said_and_nothing_is_lost() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let folder = desk.root.join("2026-27");
    let private = desk.root.join(".nec");
    let before = desk.read(PLAN);
    for path in [&folder, &private] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o555)).unwrap();
    }
    // Whoever may write everywhere cannot be shown this.
    let refused = std::fs::write(folder.join("probe"), "").is_err();
    if refused {
        let (_, err, status) = desk.all(&["set", "west-dorset", "profile.summary", "x"]);
        assert_eq!(status, 2, "{err}");
        assert!(err.contains("may not write"), "{err}");
        assert_eq!(desk.read(PLAN), before);
    }
    for path in [&folder, &private] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_directory_that_is_none_is_said_by_whom_it_was_named() {
    let desk = Desk::empty();
    let (_, err, status) = desk.all(&["--dir", "nowhere", "status"]);
    assert_eq!(status, 2);
    assert!(err.contains("nowhere") && err.contains("nec init"), "{err}");
    let output = desk.nec(&["status"]).env("NEC_DIR", desk.home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("NEC_DIR"));
}

/// So many lines that are no TOML.
fn no_toml(lines: usize) -> String {
    (1..=lines).map(|line| format!("bad-{line} = \n")).collect()
}

#[test]
fn every_error_of_the_directorys_own_files_is_told_at_once() {
    for (file, broken, told) in
        [("nec.toml", 3, 3), ("areas.toml", 30, 20), ("standards/nec-2020.toml", 4, 4)]
    {
        let desk = Desk::new();
        let bad = no_toml(broken) + &desk.read(file);
        desk.write(file, &bad);
        let (json, status) = desk.checked(&[]);
        assert_eq!(status, 1, "{file}");
        let of_it = json["findings"].as_array().unwrap().iter().filter(|flag| flag["file"] == file);
        let lines: Vec<u64> = of_it
            .filter(|flag| flag["rule"] == "file-unreadable" && flag["class"] == "unreadable")
            .map(|flag| flag["line"].as_u64().unwrap())
            .collect();
        assert_eq!(lines, (1..=told).collect::<Vec<u64>>(), "{file}: {}", json["findings"]);
        let (short, ..) = desk.all(&["check", "--format", "short"]);
        for line in 1..=told {
            assert!(short.contains(&format!("{file}:{line}:")), "{file}: {short}");
        }
        assert_eq!(short.matches(&format!("{file}:")).count(), told as usize, "{short}");
        let (json, _) = desk.checked(&[]);
        assert_eq!(json["summary"]["unreadable"], 1, "{file}: one file, {told} errors");
        let (human, _, status) = desk.all(&["check"]);
        assert_eq!(status, 1);
        assert!(human.contains("1 file cannot be read"), "{file}: {human}");
        for line in 1..=told {
            assert!(human.contains(&format!("bad-{line} =")), "{file}: {human}");
        }
        assert!(!human.contains(&format!("bad-{} =", told + 1)), "{file}: {human}");
        // What is wrong with one file leaves the plan to be written.
        desk.out(&["set", "west-dorset", "profile.summary", "still"]);
        assert_eq!(desk.read(file), bad, "untouched");
    }
}

#[test]
fn twenty_broken_plans_of_two_hundred_are_told_and_the_others_judged() {
    let desk = Desk::empty();
    desk.out(&["init"]);
    let mut areas = String::new();
    desk.out(&["new", "west-dorset"]);
    let whole = desk.read(PLAN);
    std::fs::remove_file(desk.root.join(PLAN)).unwrap();
    for nth in 0..200 {
        areas += &format!("[[area]]\nid = \"area-{nth:03}\"\nname = \"Area {nth}\"\n");
        let plan = whole.replace("west-dorset", &format!("area-{nth:03}"));
        let bad = if nth % 10 == 0 { no_toml(1) } else { String::new() };
        desk.write(&format!("2026-27/area-{nth:03}.toml"), bad + &plan);
    }
    desk.write("areas.toml", areas);
    let (json, status) = desk.checked(&[]);
    assert_eq!(status, 1);
    assert_eq!(json["summary"]["plans"], 200);
    assert_eq!(json["summary"]["unreadable"], 20);
    let is_broken = |id: &str| id.ends_with('0');
    for plan in json["plans"].as_array().unwrap() {
        assert_eq!(plan["standards"].is_null(), is_broken(plan["area"].as_str().unwrap()), "{plan}");
    }
    let (human, _, status) = desk.all(&["check"]);
    assert_eq!(status, 1);
    for nth in 0..200 {
        let head = format!("Area {nth}, 2026-27: ");
        let line = human.lines().find(|line| line.starts_with(&head)).unwrap_or_else(|| panic!("{head}"));
        assert_eq!(line.contains("not judged"), is_broken(&nth.to_string()), "{line}");
    }
    let last: String = human.lines().rev().take(4).collect();
    assert!(last.contains("20 files cannot be read"), "{last}");
    let (short, _, status) = desk.all(&["check", "--format", "short"]);
    assert_eq!(status, 1);
    let unread: Vec<&str> = short.lines().filter(|line| line.contains("[file-unreadable]")).collect();
    assert_eq!(unread.len(), 20, "{unread:#?}");
    for (nth, line) in unread.iter().enumerate() {
        assert!(line.starts_with(&format!("2026-27/area-{:03}.toml:1:", nth * 10)), "{line}");
        assert_eq!(line.matches("cannot be read").count(), 1, "{line}");
    }
}
