//! Merges told as triples: the text before, both sides, and what comes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod changed;
mod random;

use super::*;

const BASE: &str = r#"# A plan with somebody's notes
format = 1
edition = "nec-2020"
area = "west-dorset"  # the area
status = "draft"
colour = "green"

[profile]
summary = """
Two market towns. Many villages between the hills and the sea."""
settlements = ["Bridport", "Beaminster"]
[profile.team]
sergeants = 2
constables = 4

# What matters
[[priorities]]
id = "p1"
title = "Scams"
action = "Talks"

# The second
[[priorities]]
id = "p2"
title = "Speeding"
neighbourhoods = ["bridport"]

[[priorities]]
title = "Walkabout"

[standards.face-to-face]
commitment = """
We meet monthly. Anybody may come.

We publish dates."""

# The one in town
[[standards.face-to-face.activities]]
id = "a1"
title = "Drop-in"
channels = ["website"]  # more to come

[[standards.face-to-face.activities]]
id = "a2"
title = "Meeting"

[standards.website]
not-applicable = ""
# the end
"#;

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

/// The base with each of these texts put in the place of the other.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (before, after)| {
        assert!(text.contains(before), "{before}");
        text.replacen(before, after, 1)
    })
}

fn merged(ours: &str, theirs: &str) -> Merge {
    let merged = merge(Some(BASE), ours, theirs).unwrap();
    let mirrored = merge(Some(BASE), theirs, ours).unwrap();
    if merged.conflicts.is_empty() {
        assert_eq!(merged, mirrored);
    }
    let turned: Vec<Conflict> = mirrored
        .conflicts
        .into_iter()
        .map(|conflict| Conflict { ours: conflict.theirs, theirs: conflict.ours, ..conflict })
        .collect();
    assert_eq!(merged.conflicts, turned);
    merged
}

/// Both changes merge to both, to the byte.
#[track_caller]
fn clean(ours: &[(&str, &str)], theirs: &[(&str, &str)], expected: &[(&str, &str)]) {
    let found = merged(&with(ours), &with(theirs));
    assert_eq!(found.conflicts, []);
    assert_eq!(found.text, with(expected));
}

#[test]
fn different_fields_rows_and_comments_are_all_there() {
    let changes: [(&str, &str); 12] = [
        ("\"draft\"", "\"submitted\""),
        ("green", "blue"),
        ("sergeants = 2", "sergeants = 3"),
        ("# The second", "# The second one"),
        ("# the area", "# our area"),
        ("\"Scams\"", "\"Fraud\" # was scams"),
        ("constables = 4\n", ""),
        ("title = \"Meeting\"", "title = \"Meeting\"\nevery = \"month\""),
        ("# the end", "# the very end"),
        ("not-applicable = \"\"", "commitment = \"We write\""),
        ("[profile]", "[author]\npost = \"Inspector\"\n\n[profile]"),
        ("area = \"west-dorset\"", "area    =    'west-dorset'"),
    ];
    for (at, one) in changes.iter().enumerate() {
        for two in &changes[at + 1..] {
            clean(&[*one], &[*two], &[*one, *two]);
        }
    }
    clean(&changes[..6], &changes[6..], &changes);
}

#[test]
fn both_the_same_is_no_conflict() {
    let same =
        [("\"draft\"", "\"submitted\""), ("\"Bridport\", ", ""), ("We meet monthly", "We meet weekly")];
    clean(&same, &same, &same);
    clean(&[same[0], ("green", "blue")], &same, &[same[0], same[1], same[2], ("green", "blue")]);
}

#[test]
fn the_same_field_changed_to_different_things_is_a_conflict() {
    let (ours, theirs) = (with(&[("Scams", "Fraud")]), with(&[("Scams", "Cons"), ("green", "blue")]));
    let found = merged(&ours, &theirs);
    let at = path("priorities.p1.title");
    let said = |text: &str| Some(Value::from(text));
    let conflict =
        Conflict { path: at.clone(), base: said("Scams"), ours: said("Fraud"), theirs: said("Cons") };
    assert_eq!(conflict.both(), said("Fraud / Cons"));
    assert_eq!(found.conflicts, [conflict]);
    assert_eq!(found.text, with(&[("Scams", "Fraud"), ("green", "blue")]));
    for (take, expected) in [
        (Take::Mine, "Fraud"),
        (Take::Theirs, "Cons"),
        (Take::Both, "Fraud / Cons"),
        (Take::Text(Value::from("Tricks")), "Tricks"),
    ] {
        let choice = Choice { path: at.clone(), take };
        let settled = settle(Some(BASE), &ours, &theirs, &[choice]).unwrap();
        assert_eq!(settled.conflicts, []);
        assert_eq!(settled.text, with(&[("Scams", expected), ("green", "blue")]));
    }
}

#[test]
fn emptied_on_one_side_and_changed_on_the_other_is_a_conflict() {
    let found = merged(&with(&[("status = \"draft\"\n", "")]), &with(&[("\"draft\"", "\"submitted\"")]));
    assert_eq!(found.conflicts.len(), 1);
    assert_eq!(found.conflicts[0].ours, None);
    assert!(!found.text.contains("status"));
}

#[test]
fn lists_of_words_are_sets() {
    clean(
        &[("\"Bridport\", \"Beaminster\"", "\"Bridport\", \"Lyme\", \"Beaminster\"")],
        &[("\"Bridport\", \"Beaminster\"", "\"Beaminster\", \"Maiden Newton\"")],
        &[("\"Bridport\", \"Beaminster\"", "\"Lyme\", \"Beaminster\", \"Maiden Newton\"")],
    );
    // No neighbourhoods are all neighbourhoods.
    let found = merged(
        &with(&[("neighbourhoods = [\"bridport\"]\n", "")]),
        &with(&[("[\"bridport\"]", "[\"bridport\", \"lyme\"]")]),
    );
    assert_eq!(found.conflicts[0].path, path("priorities.p2.neighbourhoods"));
}

#[test]
fn comments_within_a_list_that_both_changed_stand_above_it() {
    let many = "settlements = [\n  \"Bridport\", # the biggest\n  \"Lyme\",\n  \"Beaminster\",\n]";
    let found = merged(
        &with(&[("settlements = [\"Bridport\", \"Beaminster\"]", many)]),
        &with(&[("\"Beaminster\"]", "\"Beaminster\", \"Uplyme\"]")]),
    );
    assert!(
        found
            .text
            .contains("# the biggest\nsettlements = [\"Bridport\", \"Lyme\", \"Beaminster\", \"Uplyme\"]\n"),
        "{}",
        found.text
    );
}

#[test]
fn texts_are_merged_by_sentence_and_to_be_read_once() {
    let (one, two) = (("We meet monthly", "We meet weekly"), ("We publish dates", "We publish all dates"));
    let found = merged(&with(&[one]), &with(&[two]));
    assert_eq!(found.text, with(&[one, two]));
    assert_eq!(found.read_once, [path("standards.face-to-face.commitment")]);
    let found = merged(&with(&[one]), &with(&[("We meet monthly", "We meet daily"), two]));
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert_eq!(found.text, with(&[one]));
    assert_eq!(found.read_once, []);
    let both = "We meet weekly. We meet daily. Anybody may come.\n\nWe publish all dates.";
    assert_eq!(conflict.both(), Some(Value::from(both)));
}

#[test]
fn rows_are_added_removed_and_moved() {
    let row = |id: &str| format!("[[priorities]]\nid = \"{id}\" # new\n# {id} it is\naction = \"x\"\n\n");
    let at = "[standards.face-to-face]";
    let with_row = |ids: &[&str]| ids.iter().map(|id| row(id)).collect::<String>() + at;
    clean(&[(at, &with_row(&["m"]))], &[(at, &with_row(&["c", "z"]))], &[(at, &with_row(&["c", "z", "m"]))]);
    let second = "# The second\n[[priorities]]\nid = \"p2\"\ntitle = \"Speeding\"\nneighbourhoods = [\"bridport\"]\n\n";
    clean(&[(second, "")], &[("Scams", "Fraud")], &[(second, ""), ("Scams", "Fraud")]);
    clean(&[(second, "")], &[(second, "")], &[(second, "")]);
    let moved = [(second, ""), ("# What matters", &format!("{second}# What matters"))];
    let added = (at, with_row(&["m"]));
    clean(
        &moved,
        &[(at, &added.1), ("Speeding", "Cars")],
        &[moved[0], moved[1], (at, &added.1), ("Speeding", "Cars")],
    );
}

#[test]
fn a_row_removed_here_and_changed_there_is_a_conflict() {
    let second = "[[priorities]]\nid = \"p2\"\ntitle = \"Speeding\"\nneighbourhoods = [\"bridport\"]\n\n";
    let (ours, theirs) = (with(&[(second, "")]), with(&[("\"Speeding\"", "\"Cars\" # fast")]));
    let found = merged(&ours, &theirs);
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert_eq!(conflict.path, path("priorities.p2"));
    assert_eq!((conflict.ours.is_some(), conflict.theirs.is_some()), (false, true));
    assert!(!found.text.contains("Speeding") && !found.text.contains("Cars"));
    let take = |take| {
        let choice = Choice { path: path("priorities.p2"), take };
        let settled = settle(Some(BASE), &ours, &theirs, &[choice]).unwrap();
        assert_eq!(settled.conflicts, []);
        settled.text
    };
    assert_eq!(take(Take::Theirs), theirs);
    assert_eq!(take(Take::Both), theirs);
    assert_eq!(take(Take::Mine), found.text);
    let row = Value::Table(vec![("id".into(), Value::from("p2")), ("title".into(), Value::from("Other"))]);
    assert!(take(Take::Text(row)).contains("[[priorities]]\nid = \"p2\"\ntitle = \"Other\"\n"));
    // Only a comment was changed: it stays where the row stood.
    let found = merged(&ours, &with(&[("\"Speeding\"", "\"Speeding\" # fast")]));
    assert_eq!(found.conflicts, []);
    assert!(found.text.contains("# fast\n") && !found.text.contains("Speeding"), "{}", found.text);
}

#[test]
fn a_row_that_got_its_id_is_the_row_it_was() {
    let given = ("title = \"Walkabout\"", "id = \"w1\"\ntitle = \"Walkabout\"");
    let changed = ("title = \"Walkabout\"", "title = \"Walkabout\"\naction = \"Walk\"");
    let both = ("title = \"Walkabout\"", "id = \"w1\"\ntitle = \"Walkabout\"\naction = \"Walk\"");
    clean(&[given], &[changed], &[both]);
    // Both gave it one: nobody chose either.
    let other = ("title = \"Walkabout\"", "id = \"w2\"\ntitle = \"Walkabout\"");
    clean(&[given], &[other], &[given]);
    let row = "[[priorities]]\ntitle = \"Walkabout\"\n\n";
    clean(&[given], &[(row, "")], &[(row, "")]);
}

#[test]
fn the_same_row_added_on_both_sides_is_merged_field_by_field() {
    let at = "[standards.face-to-face]";
    let row = |fields: &str| format!("[[priorities]]\nid = \"n1\"\n{fields}\n\n{at}");
    let found = merged(
        &with(&[(at, &row("title = \"One\"\naction = \"a\""))]),
        &with(&[(at, &row("title = \"Two\"\nsource = \"s\""))]),
    );
    let paths: Vec<String> = found.conflicts.iter().map(|conflict| conflict.path.to_string()).collect();
    assert_eq!(paths, ["priorities.n1.title"]);
    assert!(found.text.contains("title = \"One\"\naction = \"a\"\nsource = \"s\"\n"), "{}", found.text);
}

#[test]
fn rows_without_any_name_are_told_by_what_they_say() {
    let base = "format = 1\n[[occurrence]]\non = 2027-01-01\n[[occurrence]]\non = 2027-01-02\n";
    let ours = "format = 1\n[[occurrence]]\non = 2027-01-01\nattended = 3\n[[occurrence]]\non = 2027-01-02\n";
    let theirs = "format = 1\n[[occurrence]]\non = 2026-12-31\n[[occurrence]]\non = 2027-01-01\n[[occurrence]]\non = 2027-01-02\n";
    let merged = merge(Some(base), ours, theirs).unwrap();
    assert_eq!(merged.conflicts, []);
    assert_eq!(
        merged.text,
        "format = 1\n[[occurrence]]\non = 2026-12-31\n[[occurrence]]\non = 2027-01-01\nattended = 3\n[[occurrence]]\non = 2027-01-02\n"
    );
}

#[test]
fn a_comment_changed_on_both_sides_is_there_twice() {
    let found = merged(
        &with(&[("# What matters", "# What counts")]),
        &with(&[("# What matters", "# What matters most")]),
    );
    assert!(found.text.contains("\n# What counts\n# What matters most\n[[priorities]]"), "{}", found.text);
    let found = merged(&with(&[("# the area", "# ours")]), &with(&[("# the area", "# theirs")]));
    assert!(found.text.contains("# ours") && found.text.contains("# theirs"), "{}", found.text);
    // Both put something behind the last comment, which then stands above it on both sides.
    let end = |name: &str| format!("# the end\n\n[standards.{name}]\nx = 1");
    let found = merged(&with(&[("# the end", &end("a"))]), &with(&[("# the end", &end("b"))]));
    assert_eq!(found.text.matches("# the end").count(), 1, "{}", found.text);
}

#[test]
fn other_spellings_of_the_same_tables_and_rows_are_merged() {
    let dotted =
        ("[profile.team]\nsergeants = 2\nconstables = 4\n", "team.sergeants = 2\nteam.constables = 5\n");
    let found = merged(&with(&[dotted]), &with(&[("sergeants = 2", "sergeants = 1")]));
    let said = |merge: &Merge, at: &str| Source::parse(&merge.text).unwrap().get(&path(at));
    assert_eq!(found.conflicts, []);
    assert_eq!(said(&found, "profile.team.sergeants"), Some(Value::Integer(1)));
    assert_eq!(said(&found, "profile.team.constables"), Some(Value::Integer(5)));
    let braced = (
        "[profile.team]\nsergeants = 2\nconstables = 4\n",
        "team = { sergeants = 2, constables = 5 } # all\n",
    );
    let found = merged(&with(&[braced]), &with(&[("sergeants = 2", "sergeants = 1")]));
    assert_eq!(said(&found, "profile.team.sergeants"), Some(Value::Integer(1)));
    assert_eq!(said(&found, "profile.team.constables"), Some(Value::Integer(5)));
    assert!(found.text.contains("# all"));
    let base = "format = 1\npriorities = [{ id = \"a\", title = \"A\" }, { id = \"b\" }] # rows\nx = 1\n";
    let ours = "format = 1\npriorities = [{ id = \"a\", title = \"A2\" }, { id = \"b\" }] # rows\nx = 1\n";
    let theirs = "format = 1\nx = 1\n[[priorities]]\nid = \"a\"\ntitle = \"A\"\n[[priorities]]\nid = \"b\"\ntitle = \"B\"\n";
    let braced = "format = 1\npriorities = [{ id = \"a\", title = \"A\" }, { id = \"b\", title = \"B\" }] # rows\nx = 1\n";
    for theirs in [theirs, braced] {
        let found = merge(Some(base), ours, theirs).unwrap();
        assert_eq!(found.conflicts, []);
        assert_eq!(said(&found, "priorities.a.title"), Some(Value::from("A2")), "{}", found.text);
        assert_eq!(said(&found, "priorities.b.title"), Some(Value::from("B")), "{}", found.text);
    }
    let found =
        merge(Some("format = 1\npriorities = []\n"), "format = 1\npriorities = []\nx = 1\n", theirs).unwrap();
    assert_eq!(said(&found, "priorities.b.title"), Some(Value::from("B")), "{}", found.text);
}

#[test]
fn things_of_different_kinds_at_one_place_are_a_conflict() {
    let ours = with(&[("[profile.team]\nsergeants = 2\nconstables = 4\n", "team = \"small\"\n")]);
    let theirs = with(&[("sergeants = 2", "sergeants = 1")]);
    let found = merged(&ours, &theirs);
    assert_eq!(found.conflicts.len(), 1);
    assert_eq!(found.conflicts[0].path, path("profile.team"));
    assert_eq!(found.text, ours);
    let choice = Choice { path: path("profile.team"), take: Take::Theirs };
    let settled = settle(Some(BASE), &ours, &theirs, &[choice]).unwrap();
    assert_eq!((settled.text, settled.conflicts.len()), (theirs, 0));
    clean(
        &[("[profile.team]\nsergeants = 2\nconstables = 4\n", "team = \"small\"\n")],
        &[("green", "blue")],
        &[("[profile.team]\nsergeants = 2\nconstables = 4\n", "team = \"small\"\n"), ("green", "blue")],
    );
}

#[test]
fn a_key_that_says_something_by_being_there_is_no_empty_field() {
    let set_aside =
        ("title = \"Meeting\"", "title = \"Meeting\"\n\n[standards.feedback]\nnot-applicable = \"\"");
    clean(&[set_aside], &[("green", "blue")], &[set_aside, ("green", "blue")]);
    let found = merged(
        &with(&[("not-applicable = \"\"\n", "")]),
        &with(&[("not-applicable = \"\"", "not-applicable = \"None\"")]),
    );
    assert_eq!(found.conflicts[0].path, path("standards.website.not-applicable"));
    // Any other empty field is as good as none.
    let (base, ours, theirs) = ("format = 1\nx = \"\"\n", "format = 1\n", "format = 1\nx = \"new\"\n");
    assert_eq!(merge(Some(base), ours, theirs).unwrap().text, theirs);
}

#[test]
fn line_ends_and_byte_order_marks_are_no_change() {
    let crlf = format!("\u{feff}{}", with(&[("green", "blue")]).replace('\n', "\r\n"));
    let theirs = with(&[("Scams", "Fraud")]);
    assert_eq!(merged(&crlf, &theirs).text, with(&[("green", "blue"), ("Scams", "Fraud")]));
    assert_eq!(merged(&BASE.replace('\n', "\r\n"), &theirs).text, theirs);
    let short = with(&[("# the end\n", "")]);
    assert_eq!(merged(short.trim_end(), &theirs).text, with(&[("# the end\n", ""), ("Scams", "Fraud")]));
}

#[test]
fn both_added_the_file() {
    let merged =
        merge(None, "format = 1\narea = \"a\"\n", "format = 1\narea = \"a\"\nperiod = \"p\"\n").unwrap();
    assert_eq!(
        (merged.text.as_str(), merged.conflicts.len()),
        ("format = 1\narea = \"a\"\nperiod = \"p\"\n", 0)
    );
    let merged = merge(None, "format = 1\narea = \"a\"\n", "format = 1\narea = \"b\"\n").unwrap();
    assert_eq!(merged.conflicts[0].path, path("area"));
}

#[test]
fn what_cannot_be_merged_says_whose_it_is() {
    for (base, ours, theirs, whose) in [
        ("x =", "format = 1\n", "format = 1\na = 1\n", "both began with"),
        (BASE, "x =\n", "format = 1\n", "this side's"),
        (BASE, "format = 1\n", "x =\n", "the other side's"),
        (BASE, "format = 2\n", "format = 1\n", "format 2"),
    ] {
        let problem = merge(Some(base), ours, theirs).unwrap_err();
        assert!(problem.what.contains(whose), "{problem}");
        assert!(!problem.next.is_empty() && !problem.safe.is_empty(), "{problem}");
    }
}
