#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

const OLD: &str = r#"format = 1
edition = "nec-2020"
status = "draft"

[profile]
summary = "A SECRET summary"

[[neighbourhoods]]
id = "beaminster"
contact = "101"

[[priorities]]
id = "p1"
title = "SECRET scams"
action = "Talks"

[[priorities]]
id = "p2"
title = "SECRET roads"
action = "Checks"

[standards.face-to-face]
commitment = "We meet"

[[standards.face-to-face.activities]]
id = "a1"
title = "Bridport drop-in"
every = "month"
venues = []

[[standards.face-to-face.activities]]
title = "Walkabout"

[standards.partners]
commitment = "We work together"

[[standards.partners.partners]]
id = "x1"
name = "Example Council"
"#;

fn document(text: &str) -> Document {
    Document::parse(text).unwrap()
}

/// What changed when each of these is put in the place of the other.
fn after(replace: &[(&str, &str)]) -> Vec<Change> {
    let mut text = OLD.to_owned();
    for (before, after) in replace {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    changes(Some(&document(OLD)), &document(&text))
}

fn words(replace: &[(&str, &str)]) -> Vec<String> {
    after(replace).iter().map(Change::words).collect()
}

fn message(replace: &[(&str, &str)]) -> String {
    let message = summary("West Dorset 2026-27", &after(replace));
    assert!(!message.contains("SECRET") && !message.contains("drop-in"), "{message}");
    message.strip_prefix("West Dorset 2026-27: ").unwrap().to_owned()
}

#[test]
fn fields_are_told_by_name() {
    assert_eq!(words(&[("Talks", "Visits")]), ["Priority 1's action changed"]);
    assert_eq!(words(&[("venues = []", "venues = [\"hall\"]")]), ["Bridport drop-in: venues added"]);
    assert_eq!(words(&[("every = \"month\"\n", "")]), ["Bridport drop-in: how often removed"]);
    assert_eq!(
        words(&[("contact = \"101\"", "contact = \"\"")]),
        ["Neighbourhood beaminster: contact removed"]
    );
    assert_eq!(words(&[("A SECRET summary", "x")]), ["Area summary changed"]);
    assert_eq!(words(&[("We meet", "We shall")]), ["Face to face: commitment changed"]);
    assert_eq!(words(&[("[profile]", "[profile.team]\npcsos = 9\n[profile]")]), ["Number of PCSOs added"]);
    let partner = ("name = \"Example Council\"", "name = \"Example Council\"\npurpose = \"x\"");
    assert_eq!(words(&[partner]), ["Partners: Example Council: purpose added"]);
}

#[test]
fn rows_are_told_as_a_whole_wherever_they_stand() {
    let added = (
        "[standards.partners]",
        "[[standards.face-to-face.activities]]\nid = \"a9\"\ntitle = \"Stall\"\n\n[standards.partners]",
    );
    let [change] = after(&[added]).try_into().unwrap();
    assert_eq!((change.words().as_str(), change.kind), ("Stall added", Kind::Added));
    assert_eq!(change.path.to_string(), "standards.face-to-face.activities.a9");
    let removed = ("[[priorities]]\nid = \"p1\"\ntitle = \"SECRET scams\"\naction = \"Talks\"\n\n", "");
    assert_eq!(words(&[removed]), ["Priority 1 removed"]);
    assert_eq!(
        words(&[removed, ("Checks", "Patrols")]),
        ["Priority 1's action changed", "Priority 1 removed"]
    );
}

#[test]
fn a_row_that_was_given_an_id_is_the_row_it_was() {
    let named = ("title = \"Walkabout\"", "id = \"a2\"\ntitle = \"Walkabout\"");
    assert_eq!(words(&[named]), ["Walkabout: id added"]);
}

#[test]
fn another_order_is_told_once() {
    let swapped =
        [("id = \"p1\"", "id = \"p9\""), ("id = \"p2\"", "id = \"p1\""), ("id = \"p9\"", "id = \"p2\"")];
    let told = words(&swapped);
    assert!(told.contains(&"Priorities put in another order".to_owned()), "{told:?}");
}

#[test]
fn layout_comments_and_empty_fields_are_no_change() {
    assert_eq!(words(&[("format = 1", "# mine\nformat   =  1"), ("venues = []\n", "")]), [""; 0]);
    assert_eq!(words(&[("status = \"draft\"", "status = 'draft'\nclassification = \" \"")]), [""; 0]);
    assert_eq!(message(&[("format = 1", "# mine\nformat = 1")]), "layout only");
}

#[test]
fn a_standard_set_aside_without_a_reason_yet_is_a_change() {
    let aside = ("[standards.partners]", "[standards.partners]\nnot-applicable = \"\"");
    assert_eq!(words(&[aside]), ["Partners: set aside added"]);
    assert_eq!(message(&[aside]), "partners set aside");
}

#[test]
fn the_message_counts_and_names_and_quotes_nothing() {
    let activities = "[[standards.face-to-face.activities]]\nid = \"b1\"\ntitle = \"SECRET\"\n\n[[standards.publicising.activities]]\nid = \"b2\"\ntitle = \"SECRET\"\n\n[standards.publicising]\ncommitment = \"SECRET\"\n\n[standards.partners]";
    let all = message(&[("[standards.partners]", activities), ("Checks", "SECRET")]);
    assert_eq!(all, "2 activities added, publicising filled in, priority 2 changed");
    let one = message(&[("month", "week"), ("We meet", "SECRET"), ("Talks", "SECRET"), ("Checks", "SECRET")]);
    assert_eq!(one, "1 activity changed, face to face changed, priorities 1 and 2 changed");
    assert_eq!(
        message(&[("\"draft\"", "\"submitted\""), ("101", "SECRET")]),
        "1 neighbourhood changed, status changed"
    );
    assert_eq!(message(&[("commitment = \"We work together\"", "")]), "partners emptied");
}

#[test]
fn the_first_version_says_that_it_is_one() {
    let message = summary("West Dorset 2026-27", &changes(None, &document(OLD)));
    assert_eq!(
        message,
        "West Dorset 2026-27: begun, 2 activities added, face to face filled in, partners filled in, 2 priorities added"
    );
    assert_eq!(changes(Some(&document(OLD)), &document(OLD)), []);
}

#[test]
fn a_long_list_of_changes_is_cut() {
    let many: String = (0..9).map(|n| format!("[standards.s{n}]\ncommitment = \"x\"\n\n")).collect();
    let message = message(&[("[standards.partners]", &format!("{many}[standards.partners]"))]);
    assert!(message.ends_with("s4 filled in, and 4 more"), "{message}");
}
