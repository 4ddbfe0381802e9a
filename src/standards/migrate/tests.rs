#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::standards::load;

/// An edition that comes with the program, read once for all tests.
fn embedded(id: &str) -> Edition {
    static ALL: std::sync::LazyLock<Vec<Edition>> =
        std::sync::LazyLock::new(|| ["nec-2019", "nec-2020"].map(read).to_vec());
    ALL.iter().find(|edition| edition.id == id).unwrap().clone()
}

fn read(id: &str) -> Edition {
    let name = format!("{id}.toml");
    let (_, text) = load::embedded().iter().find(|(known, _)| *known == name).unwrap();
    load::parse(&name, text).unwrap()
}

fn document(answers: &str) -> Document {
    Document::parse(&format!("format = 1\nedition = \"nec-2019\"\n\n{answers}")).unwrap()
}

/// The plan after it was carried over, and what was said of it.
fn carried(document: &Document) -> (Document, Migration) {
    let migration = migrate(document, &embedded("nec-2019"), &embedded("nec-2020")).unwrap();
    let mut after = document.clone();
    let inverse = after.apply(&migration.edit).unwrap();
    let mut back = after.clone();
    back.apply(&inverse).unwrap();
    assert_eq!(back.text(), document.text(), "undo puts the same bytes back");
    (after, migration)
}

fn said(migration: &Migration) -> Vec<&str> {
    migration.parts.iter().flat_map(|part| &part.notes).map(|note| note.says.as_str()).collect()
}

#[test]
fn two_standards_that_become_one_come_together_whole() {
    let before = document(
        r#"# What we post.
[standards.social-media]
commitment = "We post."  # twice a week
feeds = ["facebook"]
not-for-emergencies = "Pinned."

[[standards.social-media.activities]]
id = "aaaaaa"
title = "Post"

# Dorset Alert, by the PCSO.
[standards.dorset-alert]
# agreed in May
commitment = "We alert."
# who presses the button
sent-by = "PCSO"  # and deputy
own-note = "Ask IT."

[[standards.dorset-alert.activities]]
id = "bbbbbb" # weekly
title = "Alert"
"#,
    );
    let (after, migration) = carried(&before);
    assert_eq!(
        after.text(),
        r#"format = 1
edition = "nec-2020"

# What we post.
[standards.social-media]
commitment = """
We post.

We alert."""  # twice a week
feeds = ["facebook"]
not-for-emergencies = "Pinned."
# agreed in May
# who presses the button
sent-by = "PCSO"  # and deputy
own-note = "Ask IT."

[[standards.social-media.activities]]
id = "aaaaaa"
title = "Post"

# Dorset Alert, by the PCSO.

[[standards.social-media.activities]]
id = "bbbbbb" # weekly
title = "Alert"
"#
    );
    assert_eq!(migration.kept(), 2);
    assert_eq!(
        said(&migration),
        [
            "The commitment: put behind that of social-media, both whole. Read them as one.",
            "Who sends the messages: no field of social-media takes it. It is kept as it is, in \
             standards.social-media.sent-by, and unknown-key flags it.",
            "own-note: no field of social-media takes it. It is kept as it is, in \
             standards.social-media.own-note, and unknown-key flags it.",
            "Activities: 1 row joins those of social-media.",
        ]
    );
}

#[test]
fn two_standards_with_a_new_name_are_put_together_there() {
    let before = document(
        "[standards.listening]\ncommitment = \"We listen.\"\nroute = \"Surveys\"\nself-assessment = \"good\"\n\n[standards.reporting-back]\ncommitment = \"We report.\"\ntarget = \"8 in 10\"\nself-assessment = \"inadequate\"\n",
    );
    let (after, migration) = carried(&before);
    assert_eq!(
        after.text(),
        "format = 1\nedition = \"nec-2020\"\n\n[standards.feedback]\ncommitment = \"\"\"\nWe listen.\n\nWe report.\"\"\"\nroute = \"Surveys\"\nself-assessment = \"good\"\ntarget = \"8 in 10\"\nreporting-back-self-assessment = \"inadequate\"\n"
    );
    assert_eq!(migration.kept(), 1, "{:?}", said(&migration));
}

#[test]
fn what_stays_and_what_is_new_is_said() {
    let (_, migration) = carried(&document("[standards.partners]\ncommitment = \"x\"\n"));
    let titles: Vec<&str> = migration.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "As they are: partners",
            "Still to be begun: priorities, face-to-face, publicising, website, social-media, inclusion, feedback"
        ]
    );
}

#[test]
fn rows_and_lists_come_together_however_they_are_written() {
    let before = document(
        "[standards.social-media]\nactivities = [{ id = \"a\", title = \"One\" }]\n[standards]\ndorset-alert.commitment = \"Dotted.\"\ndorset-alert.activities = [{ id = \"b\", title = \"Two\" }]\n",
    );
    let (after, _) = carried(&before);
    let answer = after.plan().answer("social-media").unwrap();
    let titles: Vec<&str> = answer.activities.iter().map(|activity| activity.title.as_str()).collect();
    assert_eq!((titles, answer.commitment.as_str()), (vec!["One", "Two"], "Dotted."));
    assert!(after.plan().answer("dorset-alert").is_none());
    let before = document(
        "[standards.social-media]\nactivities = [ # ours\n  { id = \"a\" },\n]\n[[standards.dorset-alert.activities]]\nid = \"b\"\n",
    );
    let (after, migration) = carried(&before);
    assert!(after.text().contains("# ours"), "{}", after.text());
    assert_eq!(migration.kept(), 1, "rather than lose the comment");
}

#[test]
fn a_standard_is_set_aside_only_where_all_its_parts_were() {
    let aside = |social: &str, alert: &str| {
        let text = format!("[standards.social-media]\n{social}\n[standards.dorset-alert]\n{alert}\n");
        let (after, migration) = carried(&document(&text));
        let plan = after.plan().clone();
        (plan.answer("social-media").unwrap().not_applicable.clone(), migration.kept(), after)
    };
    let (both, kept, _) = aside("not-applicable = \"No feeds.\"", "not-applicable = \"No alerts.\"");
    assert_eq!((both.as_deref(), kept), (Some("No feeds.\n\nNo alerts."), 0));
    let (one, kept, after) = aside("commitment = \"We post.\"", "not-applicable = \"No alerts.\"");
    assert_eq!((one, kept), (None, 1));
    assert!(after.text().contains("No alerts."));
    let (one, kept, after) = aside("not-applicable = \"No feeds.\"", "commitment = \"We alert.\"");
    assert_eq!((one, kept), (None, 1));
    assert!(after.text().contains("No feeds.") && after.text().contains("We alert."));
}

#[test]
fn waivers_follow_their_standard() {
    let before = document(
        "[standards.dorset-alert]\ncommitment = \"x\"\n\n[[waivers]]\nid = \"w\"\nrule = \"alert-service-rare\"\nstandard = \"dorset-alert\"\n",
    );
    let (after, _) = carried(&before);
    assert_eq!(after.plan().waivers[0].standard, "social-media");
}

/// An edition with these standards, each with its fields, and what it says at its top and end.
fn edition(id: &str, top: &str, standards: &[(&str, &[&str])], end: &str) -> Edition {
    let mut text = format!("id = \"{id}\"\n{top}\n");
    for (number, (standard, fields)) in standards.iter().enumerate() {
        text.push_str(&format!("[[standard]]\nid = \"{standard}\"\nnumber = {}\n", number + 1));
        for field in *fields {
            text.push_str(&format!("[[standard.field]]\nid = \"{field}\"\nkind = \"prose\"\n"));
        }
    }
    load::parse(&format!("{id}.toml"), &(text + end)).unwrap()
}

#[test]
fn standards_are_renamed_split_and_retired() {
    let old = edition("nec-2019", "", &[("one", &["a"]), ("two", &["b", "c"]), ("three", &[])], "");
    let new = edition(
        "new",
        "supersedes = \"nec-2019\"",
        &[("uno", &["a"]), ("due", &["b"]), ("tre", &["c"])],
        "[[map]]\nkind = \"renamed\"\nfrom = [\"one\"]\nto = [\"uno\"]\n[[map]]\nkind = \"split\"\nfrom = [\"two\"]\nto = [\"due\", \"tre\"]\n[[map]]\nkind = \"retired\"\nfrom = [\"three\"]\n",
    );
    let before = document(
        "[standards.one] # first\ncommitment = \"1\"\na = \"A\"\n[standards.two]\ncommitment = \"2\"\nb = \"B\"\nc = \"C\"\n[[standards.two.activities]]\nid = \"x\"\n[standards.three]\ncommitment = \"3\"\n",
    );
    let migration = migrate(&before, &old, &new).unwrap();
    let mut after = before.clone();
    after.apply(&migration.edit).unwrap();
    let get = |path: &str| after.get_text(&FieldPath::parse(path).unwrap());
    assert_eq!(
        ["uno.commitment", "uno.a", "due.commitment", "due.b", "tre.c", "three.commitment"]
            .map(|path| get(&format!("standards.{path}"))),
        ["1", "A", "2", "B", "C", "3"]
    );
    assert_eq!(after.plan().answer("due").unwrap().activities.len(), 1);
    assert!(after.plan().answer("one").is_none() && after.text().contains("# first"));
    assert_eq!(migration.kept(), 1, "{:?}", said(&migration));
    assert!(said(&migration).iter().any(|says| says.contains("may belong to tre")), "{:?}", said(&migration));
}

#[test]
fn what_cannot_be_carried_over_is_refused_with_what_to_do() {
    let (old, new) = (embedded("nec-2019"), embedded("nec-2020"));
    let told = |text: &str, from: &Edition, to: &Edition| {
        let problem = migrate(&document(text), from, to).unwrap_err();
        assert!(!problem.next.is_empty() && problem.safe == "Nothing was changed.", "{problem}");
        problem.to_string()
    };
    assert!(told("", &new, &old).contains("on nec-2019 already"));
    let on =
        |id: &str, text: &str| Document::parse(&format!("format = 1\nedition = \"{id}\"\n{text}")).unwrap();
    assert!(migrate(&on("nec-2020", ""), &new, &old).unwrap_err().next.contains("nec undo"));
    let other = edition("other", "", &[("one", &[])], "");
    assert!(told("", &old, &other).contains("does not say how plans of nec-2019"));
    assert!(told("status = \"approved\"", &old, &new).contains("stays as it was sent"));
    assert!(migrate(&on("nec-2019", "status = \"changes-requested\""), &old, &new).is_ok());
}

mod random {
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;

    /// Every text of a plan but the names of its edition and standards, and every id of a row.
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Text(text) => found.push(text.clone()),
            Value::List(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Table(entries) => {
                let told = entries.iter().filter(|(key, _)| key != "edition" && key != "standard");
                told.for_each(|(_, value)| texts(value, found));
            }
            _ => {}
        }
    }

    fn all(document: &Document) -> Vec<String> {
        let mut found = Vec::new();
        texts(&document.get(&FieldPath::root()).unwrap(), &mut found);
        found
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            6 => "[a-z \"'#\\\\\n=é\\[\\]{}]{1,40}".prop_filter("said", |text| !text.trim().is_empty()).prop_map(Value::Text),
            1 => Just(Value::Integer(3)),
            2 => proptest::collection::vec("[a-z#]{1,8}", 0..4)
                .prop_map(|items| Value::List(items.into_iter().map(Value::Text).collect())),
            1 => "[a-z]{6}".prop_map(|id| Value::List(vec![Value::Table(vec![("id".into(), Value::Text(id))])])),
        ]
    }

    fn keys() -> Vec<&'static str> {
        vec![
            "commitment",
            "self-assessment",
            "not-applicable",
            "feeds",
            "sent-by",
            "sign-up",
            "route",
            "measure",
            "target",
            "reported-where",
            "watched",
            "mine",
            "rows",
        ]
    }

    /// A plan: standards in any order, each with some keys, comments between them, and rows.
    fn plan() -> impl Strategy<Value = String> {
        let standards = vec![
            "social-media",
            "dorset-alert",
            "listening",
            "reporting-back",
            "feedback",
            "partners",
            "odd",
        ];
        let answer =
            (subsequence(keys(), 0..6), proptest::collection::vec(value(), 6), 0..3_usize, any::<bool>());
        let answers = (Just(standards).prop_shuffle(), proptest::collection::vec(answer, 7));
        let ends = select(vec!["\n", ""]);
        (answers, ends).prop_map(|((standards, answers), end)| {
            let mut text = "format = 1\nedition = \"nec-2019\"\n".to_owned();
            let mut comment = 0;
            let mut note = |text: &mut String, before: &str| {
                comment += 1;
                text.push_str(&format!("{before}# c{comment}c\n"));
            };
            for (standard, (keys, values, rows, inline)) in standards.iter().zip(&answers) {
                note(&mut text, "\n");
                text.push_str(&format!("[standards.{standard}]"));
                note(&mut text, "  ");
                for (key, value) in keys.iter().zip(values) {
                    note(&mut text, "");
                    text.push_str(&format!("{key} = {}", crate::plan::document::written(value)));
                    note(&mut text, " ");
                }
                let row = |number: usize| format!("id = \"{standard}{number}\"");
                if *inline {
                    let rows: Vec<String> =
                        (0..*rows).map(|number| format!("{{ {} }}", row(number))).collect();
                    text.push_str(&format!("activities = [{}]\n", rows.join(", ")));
                } else {
                    for number in 0..*rows {
                        text.push_str(&format!("\n[[standards.{standard}.activities]]\n{}", row(number)));
                        note(&mut text, " ");
                    }
                }
            }
            format!("{}{end}", text.trim_end())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn nothing_is_lost_and_undo_puts_the_same_bytes_back(text in plan()) {
            let before = Document::parse(&text).unwrap();
            let (after, _) = carried(&before);
            let there = all(&after);
            for said in all(&before).iter().filter(|said| !said.trim().is_empty()) {
                prop_assert!(there.iter().any(|text| text.contains(said)), "{said:?} is lost\n{text}\n---\n{}", after.text());
            }
            for comment in text.split('#').skip(1).filter_map(|rest| rest.split_once("c\n")).map(|(c, _)| c) {
                if comment.starts_with(" c") && comment[2..].bytes().all(|byte| byte.is_ascii_digit()) {
                    prop_assert!(after.text().contains(&format!("#{comment}c")), "#{comment}c is lost\n{text}\n---\n{}", after.text());
                }
            }
            let rows = |document: &Document| document.plan().activities().count();
            prop_assert_eq!(rows(&before), rows(&after) + misread_rows(&after));
            prop_assert_eq!(after.plan().edition.as_str(), "nec-2020");
        }
    }

    /// Rows of activities that had to be kept under a key of their own.
    fn misread_rows(document: &Document) -> usize {
        let answers = &document.plan().answers;
        let kept =
            answers.iter().flat_map(|answer| &answer.fields).filter(|(key, _)| key.ends_with("-activities"));
        kept.map(|(_, value)| if let Value::List(rows) = value { rows.len() } else { 0 }).sum()
    }
}
