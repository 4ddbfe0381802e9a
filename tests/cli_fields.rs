//! `nec get`, `nec set`, `nec unset`: one field at a time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};

const ACTIVITIES: &str = "standards.face-to-face.activities";

#[test]
fn a_text_is_kept_to_the_byte() {
    let desk = Desk::new();
    let text = " Café — “quoted” \"\"\" \\n\tand\n\n  more  ";
    desk.nec(&["set", "west-dorset", "profile.summary", text]).assert().success().stdout("");
    desk.nec(&["get", "west-dorset", "profile.summary"]).assert().success().stdout(format!("{text}\n"));
    let other = "from\r\nstandard input\n";
    desk.nec(&["set", "west-dorset", "standards.website.commitment", "-"])
        .write_stdin(other)
        .assert()
        .success();
    desk.nec(&["get", "west-dorset", "standards.website.commitment"])
        .assert()
        .success()
        .stdout(format!("{other}\n"));
    let json = desk.out(&["get", "west-dorset", "profile.summary", "--format", "json"]);
    assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
}

#[test]
fn a_row_is_added_named_by_its_id_and_taken_away() {
    let desk = Desk::new();
    let id = desk.out(&["set", "west-dorset", &format!("{ACTIVITIES}.+"), "Bridport drop-in"]);
    let id = id.strip_suffix('\n').unwrap();
    assert!(id.len() >= 6 && id.chars().all(|c| c.is_ascii_alphanumeric()), "{id}");
    let field = |name: &str| format!("{ACTIVITIES}.{id}.{name}");
    for (name, value) in [
        ("kind", "contact-point"),
        ("starts", "2026-12-03"),
        ("every", "month"),
        ("on", "first thursday"),
        ("except", "[2027-01-07]"),
        ("time", "18:30:00"),
        ("venues", "[\"example-hall\"]"),
        ("publicise-days", "21"),
        ("public", "true"),
    ] {
        desk.nec(&["set", "west-dorset", &field(name), value]).assert().success().stdout("");
        let shown = desk.out(&["get", "west-dorset", &field(name)]);
        assert_eq!(shown, format!("{value}\n"));
    }
    let second = desk.out(&["set", "west-dorset", &format!("{ACTIVITIES}.+.owner"), "Sergeant, Bridport"]);
    assert_eq!(
        desk.out(&["get", "west-dorset", &format!("{ACTIVITIES}.{}.owner", second.trim())]),
        "Sergeant, Bridport\n"
    );
    let row = desk.out(&[
        "set",
        "west-dorset",
        "standards.partners.partners.+",
        "{ name = \"Council\", meets = \"quarter\" }",
    ]);
    let meets = format!("standards.partners.partners.{}.meets", row.trim());
    assert_eq!(desk.out(&["get", "west-dorset", &meets]), "quarter\n");
    desk.nec(&["unset", "west-dorset", &format!("{ACTIVITIES}.{id}")]).assert().success();
    let (_, err, status) = desk.all(&["get", "west-dorset", &field("title")]);
    assert_eq!(status, 2, "{err}");
    assert!(desk.read(PLAN).contains("Sergeant, Bridport"));
}

#[test]
fn what_is_empty_is_told_by_the_exit_status() {
    let desk = Desk::new();
    desk.nec(&["get", "west-dorset", "profile.households"]).assert().code(1).stdout("");
    desk.nec(&["get", "west-dorset", "profile.households", "--format", "json"])
        .assert()
        .code(1)
        .stdout("null\n");
    desk.nec(&["set", "west-dorset", "profile.households", "5678"]).assert().success();
    assert_eq!(desk.out(&["get", "west-dorset", "profile.households"]), "5678\n");
    desk.nec(&["unset", "west-dorset", "profile.households"]).assert().success();
    desk.nec(&["get", "west-dorset", "profile.households"]).assert().code(1);
    desk.nec(&["unset", "west-dorset", "profile.households"]).assert().success();
    desk.nec(&["set", "west-dorset", "profile.summary", ""]).assert().success();
    desk.nec(&["get", "west-dorset", "profile.summary"]).assert().code(1);
}

#[test]
fn an_unknown_path_names_the_nearest_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.read(PLAN);
    for (path, near) in [
        ("profile.sumary", "summary"),
        ("standards.face-to-fase.commitment", "face-to-face"),
        ("standards.face-to-face.comitment", "commitment"),
        ("standards.website.page-owners", "page-owner"),
        ("neighbourhoods.bridport.oficer", "officer"),
        ("neighborhoods.bridport.officer", "neighbourhoods"),
        ("standards.face-to-face.activities.zzzzzz.title", "+"),
    ] {
        for command in [
            vec!["set", "west-dorset", path, "x"],
            vec!["get", "west-dorset", path],
            vec!["unset", "west-dorset", path],
        ] {
            let (out, err, status) = desk.all(&command);
            assert_eq!((out.as_str(), status), ("", 2), "{command:?}: {err}");
            assert!(err.contains(near), "{command:?}: {err}");
        }
    }
    assert_eq!(desk.read(PLAN), before);
}

#[test]
fn half_understood_values_are_refused_with_what_the_field_takes() {
    let desk = Desk::new();
    let before = desk.read(PLAN);
    for (path, value, takes) in [
        ("starts", "10 De", "2026-12-03"),
        ("starts", "2026-02-30", "2026-12-03"),
        ("profile.households", "many", "whole number"),
        ("profile.households", "1\nformat = 2", "whole number"),
        ("profile.settlements", "Bridport", "list of texts"),
        ("profile.settlements", "[1, 2]", "list of texts"),
        ("status", "aproved", "approved"),
        ("edition", "nec-2077", "nec-2020"),
        ("standards.website.reviewed-every", "often", "month"),
        ("standards.website.self-assessment", "superb", "good"),
        ("standards.social-media.reply-hours", "\"72\"", "a number"),
        ("standards.face-to-face.activities", "[]", ".+"),
        ("neighbourhoods.bridport.id", "purbeck", "stays"),
        ("standards.face-to-face", "x", "Name one"),
        ("format", "1", "format"),
    ] {
        let (out, err, status) = desk.all(&["set", "west-dorset", path, value]);
        assert_eq!((out.as_str(), status), ("", 2), "{path} {value}: {err}");
        assert!(err.contains(takes) && err.contains("Nothing was changed"), "{path} {value}: {err}");
    }
    assert_eq!(desk.read(PLAN), before);
}

#[test]
fn comments_and_unknown_keys_survive_and_rows_get_their_ids() {
    let desk = Desk::new();
    let text = desk.read(PLAN)
        + "\n# Ours.\n[[priorities]]\ntitle = \"Speeding\" # Bridport\nmood = \"high\"\n\n[odd]\nkey = 1\n";
    desk.write(PLAN, &text);
    desk.nec(&["set", "west-dorset", "priorities.Speeding.source", "Your Dorset survey"]).assert().success();
    let now = desk.read(PLAN);
    for kept in ["# Ours.", "# Bridport", "mood = \"high\"", "[odd]\nkey = 1", "id = \""] {
        assert!(now.contains(kept), "{kept}: {now}");
    }
    assert_eq!(desk.out(&["get", "west-dorset", "odd.key"]), "1\n");
    desk.nec(&["unset", "west-dorset", "odd"]).assert().success();
    assert!(!desk.read(PLAN).contains("[odd]"));
}

#[test]
fn a_neighbourhood_has_its_row_when_it_is_first_spoken_of() {
    let desk = Desk::new();
    for id in ["bridport", "beaminster", "lyme-regis"] {
        desk.nec(&["unset", "west-dorset", &format!("neighbourhoods.{id}")]).assert().success();
    }
    assert!(!desk.read(PLAN).contains("[[neighbourhoods]]"));
    desk.nec(&["set", "west-dorset", "neighbourhoods.beaminster.officer", "PC, Beaminster"])
        .assert()
        .success();
    assert_eq!(desk.out(&["get", "west-dorset", "neighbourhoods.beaminster.officer"]), "PC, Beaminster\n");
    desk.nec(&["set", "west-dorset", "neighbourhoods.poole.officer", "x"]).assert().code(2);
    assert_eq!(desk.out(&["set", "west-dorset", "neighbourhoods.+", "bridport"]), "bridport\n");
    desk.nec(&["set", "west-dorset", "neighbourhoods.+", "bridport"]).assert().code(2);
}

#[test]
fn a_standard_is_set_aside_with_a_reason() {
    let desk = Desk::new();
    let path = "standards.inclusion.not-applicable";
    desk.nec(&["set", "west-dorset", path, "Another area covers it."]).assert().success();
    let (json, _) = desk.checked(&[]);
    let standards = json["plans"][0]["standards"].as_array().unwrap();
    let inclusion = standards.iter().find(|standard| standard["id"] == "inclusion").unwrap();
    assert_eq!(inclusion["state"], "not-applicable");
}

#[test]
fn what_is_not_text_is_refused() {
    let desk = Desk::new();
    let before = desk.read(PLAN);
    desk.nec(&["set", "west-dorset", "profile.summary", "-"])
        .write_stdin(b"caf\xe9".to_vec())
        .assert()
        .code(2);
    desk.nec(&["set", "west-dorset", "profile.summary", "-"])
        .write_stdin(vec![b'x'; (1 << 20) + 1])
        .assert()
        .code(2);
    desk.nec(&["set", "west-dorset", "profile.summary", "-"])
        .write_stdin(vec![b'x'; (1 << 20) - 1])
        .assert()
        .code(2);
    desk.nec(&["get", "west-dorset", "profile..summary"]).assert().code(2);
    assert_eq!(desk.read(PLAN), before);
}
