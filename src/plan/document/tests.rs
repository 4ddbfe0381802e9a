#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const PLAN: &str = r#"# A plan with somebody's notes
format = 1
edition = "nec-2020"
area = "west-dorset"  # the area
period = "2026-27"
starts = 2026-12-01
colour = "green"

[author]
post = "Inspector, West Dorset"

# What we promise
[standards.face-to-face]
commitment = """
We will be there.
Every month."""

# The one in town
[[standards.face-to-face.activities]]
id = "k7m2qx"
title = "Bridport drop-in"
starts = 2026-12-03
channels = ["website"]  # more to come

[[standards.face-to-face.activities]]
id = "aaaaaa"
title = "Beaminster meeting"

[standards.website]
page = "https://example.police.uk/west"
"#;

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

fn doc() -> Document {
    Document::parse(PLAN).unwrap()
}

fn set(path_text: &str, value: impl Into<Value>) -> Edit {
    Edit::Set { path: path(path_text), value: value.into() }
}

#[test]
fn reads_fields_rows_and_what_it_does_not_know() {
    let doc = doc();
    assert_eq!(doc.get_text(&path("standards.face-to-face.activities.k7m2qx.title")), "Bridport drop-in");
    assert_eq!(doc.get_text(&path("standards.face-to-face.commitment")), "We will be there.\nEvery month.");
    assert_eq!(doc.get(&path("colour")), Some(Value::from("green")));
    assert_eq!(doc.plan().unknown, vec![path("colour")]);
    assert_eq!(doc.plan().answer("face-to-face").unwrap().activities.len(), 2);
    assert_eq!(doc.locate(&path("standards.face-to-face.activities.aaaaaa.title")), (27, 1));
    assert_eq!(doc.locate(&path("standards.face-to-face.activities.aaaaaa.owner")), (25, 1));
}

#[test]
fn setting_a_value_keeps_the_comment_behind_it() {
    let mut doc = doc();
    doc.apply(&set("area", "purbeck")).unwrap();
    assert!(doc.text().contains("area = \"purbeck\"  # the area\n"));
}

#[test]
fn a_new_key_goes_where_the_program_has_it() {
    let mut doc = doc();
    doc.apply(&set("standards.face-to-face.activities.k7m2qx.kind", "drop-in")).unwrap();
    assert!(
        doc.text().contains("title = \"Bridport drop-in\"\nkind = \"drop-in\"\nstarts"),
        "{}",
        doc.text()
    );
    doc.apply(&set("author.email", "inspector@example.police.uk")).unwrap();
    assert!(doc.text().contains("post = \"Inspector, West Dorset\"\nemail = "));
    doc.apply(&set("status", "draft")).unwrap();
    assert!(doc.text().contains("starts = 2026-12-01\nstatus = \"draft\"\ncolour"), "{}", doc.text());
}

#[test]
fn a_missing_table_is_made_in_its_place() {
    let mut doc = doc();
    doc.apply(&set("profile.team.sergeants", Value::Integer(2))).unwrap();
    assert!(
        doc.text().contains("[profile.team]\nsergeants = 2\n\n# What we promise\n[standards"),
        "{}",
        doc.text()
    );
}

#[test]
fn rows_are_added_removed_and_named() {
    let mut doc = doc();
    let list = path("standards.face-to-face.activities");
    let row = vec![("id".to_owned(), Value::from("zzz")), ("title".to_owned(), Value::from("Stall"))];
    doc.apply(&Edit::AddRow { list: list.clone(), before: Some("aaaaaa".into()), row: row.clone() }).unwrap();
    let order: Vec<&str> =
        doc.plan().answer("face-to-face").unwrap().activities.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(order, ["k7m2qx", "zzz", "aaaaaa"]);
    doc.apply(&Edit::RemoveRow { path: list.child("k7m2qx") }).unwrap();
    assert!(doc.text().contains("# The one in town"));
    assert_eq!(doc.plan().answer("face-to-face").unwrap().activities.len(), 2);
    let priorities = path("priorities");
    doc.apply(&Edit::AddRow { list: priorities, before: None, row }).unwrap();
    assert!(doc.text().find("[[priorities]]").unwrap() < doc.text().find("[standards").unwrap());
    assert!(doc.apply(&Edit::RemoveRow { path: list.child("nobody") }).is_err());
}

#[test]
fn a_row_under_a_row_that_is_gone_is_refused() {
    let mut doc = doc();
    let before = doc.text().to_owned();
    assert!(doc.apply(&set("standards.face-to-face.activities.gone.title", "x")).is_err());
    assert_eq!(doc.text(), before);
}

#[test]
fn a_list_that_the_plan_does_not_know_begins_at_the_end() {
    let mut book =
        Source::parse("# Areas\n[[area]]\nid = \"a\"\n[[area.neighbourhood]]\nid = \"b\"\n").unwrap();
    let row = vec![("id".into(), Value::from("hall"))];
    book.apply(&Edit::AddRow { list: path("venue"), before: None, row }).unwrap();
    assert!(book.text().ends_with("id = \"b\"\n\n[[venue]]\nid = \"hall\"\n"), "{}", book.text());
}

#[test]
fn inline_rows_are_edited_where_they_stand() {
    let text = "format = 1\npriorities = [{ id = \"p1\", title = \"Fraud\" }]  # inline\n";
    let mut doc = Document::parse(text).unwrap();
    doc.apply(&set("priorities.p1.title", "Scams")).unwrap();
    assert_eq!(doc.plan().priorities[0].title, "Scams");
    doc.apply(&set("priorities.p1.source", "Survey")).unwrap();
    doc.apply(&Edit::AddRow {
        list: path("priorities"),
        before: None,
        row: vec![("id".into(), Value::from("p2"))],
    })
    .unwrap();
    assert_eq!(doc.plan().priorities.len(), 2);
    doc.apply(&Edit::RemoveRow { path: path("priorities.p1") }).unwrap();
    assert_eq!(doc.text(), "format = 1\npriorities = [{ id = \"p2\" }]  # inline\n");
}

#[test]
fn values_half_typed_are_kept_and_told() {
    let mut doc = doc();
    doc.apply(&set("starts", "10 De")).unwrap();
    assert_eq!(doc.plan().starts, crate::plan::Entry::AsTyped("10 De".into()));
    assert_eq!(doc.plan().misread[0].path, path("starts"));
    assert_eq!(doc.get_text(&path("starts")), "10 De");
}

#[test]
fn a_comment_behind_what_is_emptied_stays() {
    let mut doc = doc();
    doc.apply(&Edit::Unset { path: path("area") }).unwrap();
    assert!(doc.text().contains("\n# the area\n"));
    assert!(!doc.text().contains("west-dorset"));
}

#[test]
fn what_cannot_be_read_says_where_and_what_to_do() {
    let cases = [
        ("", 1, "empty"),
        ("format = 2\n", 1, "format 2"),
        ("area = \"x\"\n", 1, "does not say its format"),
        ("format = 1\narea = \n", 2, "cannot be read"),
        ("format = 1\n<<<<<<< ours\narea = 1\n", 2, "unmerged"),
        ("format = \"1\"\n", 1, "a text"),
    ];
    for (text, line, words) in cases {
        let problem = Document::parse(text).unwrap_err();
        assert_eq!(problem.line, Some(line), "{text:?}: {problem}");
        assert!(problem.what.contains(words), "{text:?}: {problem}");
        assert!(!problem.next.is_empty());
    }
}

#[test]
fn an_error_never_repeats_raw_controls() {
    let problem = Document::parse("format = 1\nx = \"\u{1b}[2J\"\n").unwrap_err();
    assert!(!problem.to_string().contains('\u{1b}'), "{problem:?}");
}

#[test]
fn the_program_form_is_a_fixed_point_and_keeps_everything() {
    let rough = "\u{feff}format=1\r\narea   =  'x' # note\r\n\r\n\r\n[author]\r\n# who\r\npost=\"P\"\r\n";
    let formed = in_program_form(rough);
    assert_eq!(formed, "format = 1\narea = \"x\"  # note\n\n[author]\n# who\npost = \"P\"\n");
    assert_eq!(in_program_form(&formed), formed);
    assert_eq!(in_program_form(PLAN), PLAN);
}

/// Texts with what breaks files: quotes, backslashes, line ends, controls, wide and combining characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z \"\\\\\n\t#=\\[\\]]{0,40}",
        "\\PC{0,40}",
        any::<String>().prop_map(|text| text.chars().take(60).collect()),
        "\"{0,7}",
        "a{75,90}",
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let paths = prop::sample::select(vec![
        "area",
        "starts",
        "colour",
        "new-key",
        "profile.summary",
        "profile.team.constables",
        "author.post",
        "standards.face-to-face.commitment",
        "standards.face-to-face.activities.k7m2qx.title",
        "standards.face-to-face.activities.k7m2qx.owner",
        "standards.feedback.route",
        "standards.website.page",
        "waivers.w1.reason",
    ]);
    let values = prop_oneof![
        text().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Boolean),
        prop::collection::vec(text().prop_map(Value::Text), 0..4).prop_map(Value::List),
    ];
    let lists = prop::sample::select(vec![
        "standards.face-to-face.activities",
        "standards.website.activities",
        "priorities",
        "waivers",
    ]);
    prop_oneof![
        4 => (paths.clone(), values).prop_map(|(at, value)| Edit::Set { path: path(at), value }),
        1 => paths.prop_map(|at| Edit::Unset { path: path(at) }),
        2 => (lists, "[a-z]{6}", text()).prop_map(|(list, id, title)| Edit::AddRow {
            list: path(list),
            before: None,
            row: vec![("id".into(), Value::Text(id)), ("title".into(), Value::Text(title))],
        }),
        1 => Just(Edit::RemoveRow { path: path("standards.face-to-face.activities.k7m2qx") }),
    ]
}

proptest! {
    #[test]
    fn an_edit_and_its_inverse_leave_the_file_as_it_was(edits in prop::collection::vec(edit(), 1..12)) {
        let mut doc = doc();
        let mut undo = Vec::new();
        let mut texts = Vec::new();
        for edit in &edits {
            let before = doc.text().to_owned();
            match doc.apply(edit) {
                Ok(inverse) => { undo.push(inverse); texts.push(before); }
                Err(_) => prop_assert_eq!(doc.text(), before),
            }
        }
        let end = doc.text().to_owned();
        let mut redo = Vec::new();
        for (inverse, text) in undo.iter().zip(&texts).rev() {
            redo.push(doc.apply(inverse).unwrap());
            prop_assert_eq!(doc.text(), text);
        }
        for step in redo.iter().rev() {
            doc.apply(step).unwrap();
        }
        prop_assert_eq!(doc.text(), end);
    }

    #[test]
    fn what_is_set_is_what_is_read_and_the_rest_stays(at in edit()) {
        let mut doc = doc();
        if doc.apply(&at).is_ok() {
            if let Edit::Set { path, value } = &at {
                let read = doc.get(path);
                prop_assert_eq!(read.as_ref(), Some(value));
            }
            for comment in ["# A plan with somebody's notes", "# the area", "# What we promise", "# The one in town"] {
                prop_assert!(doc.text().contains(comment), "{} lost in\n{}", comment, doc.text());
            }
            if !matches!(&at, Edit::Set { path: p, .. } | Edit::Unset { path: p } if *p == path("colour")) {
                prop_assert_eq!(doc.get(&path("colour")), Some(Value::from("green")));
            }
        }
    }

    #[test]
    fn writing_what_was_read_is_the_identity_in_the_programs_form(edits in prop::collection::vec(edit(), 0..8)) {
        let mut doc = doc();
        for edit in &edits {
            let _ = doc.apply(edit);
        }
        let formed = in_program_form(doc.text());
        prop_assert_eq!(&in_program_form(&formed), &formed);
        let again = Document::parse(&formed).unwrap();
        prop_assert_eq!(again.plan(), doc.plan());
        prop_assert_eq!(again.text(), formed);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = Document::parse(&text);
        let _ = in_program_form(&text);
        let _ = Document::parse(&format!("format = 1\n{text}"));
    }
}

#[test]
fn the_dates_are_read_from_the_top_as_from_the_whole() {
    let dated = "format = 1\nstarts = 2026-12-01\nends = 2027-11-30\n";
    let looks_like_a_table =
        format!("format = 1\nx = \"\"\"\n[author]\n\"\"\"\ny = [\n[1]]\n{}", &dated[11..]);
    for text in [
        dated.to_owned(),
        format!("{dated}[author]\npost = \"x\"\n"),
        format!("{dated}  [author]\nstarts = 1\n[[priorities]]\nid = \"a\"\n"),
        looks_like_a_table,
        dated.replace("= 1", "= 2"),
        dated.replace("2027-11-30", "\"30 Nov\""),
        dated.replace("2027-11-30", "2025-11-30"),
        "format = 1\n[profile]\nstarts = 2026-12-01\nends = 2027-11-30\n".to_owned(),
        "no plan".to_owned(),
        String::new(),
    ] {
        let whole = Document::parse(&text).ok().and_then(|document| document.plan().dates());
        assert_eq!(Document::dates(&text), whole, "{text}");
    }
    assert!(Document::dates(dated).is_some());
}

#[test]
fn a_line_of_a_text_that_looks_like_a_comment_is_none() {
    let text = "format = 1\n\n[profile]\nsummary = \"\"\"\nOne\n# two\"\"\"\nhouseholds = 3\n\n[standards.a]\nx = \"\"\"\nOne\n# two\"\"\"\n[waivers]\n";
    let mut doc = Document::parse(text).unwrap();
    doc.apply(&Edit::Move { from: path("profile.households"), to: path("standards.a.y") }).unwrap();
    doc.apply(&Edit::Set { path: path("standards.b.y"), value: Value::from("z") }).unwrap();
    assert_eq!(doc.get_text(&path("profile.summary")), "One\n# two");
    assert_eq!(doc.get_text(&path("standards.a.x")), "One\n# two");
    assert_eq!(doc.get_text(&path("standards.a.y")), "3");
    assert_eq!(doc.get_text(&path("standards.b.y")), "z");
}
