//! Merges of random plans with random changes on both sides, and of what somebody may have left in a file.

use proptest::prelude::*;
use proptest::sample::select;

use super::super::*;
use super::changed::three;
use crate::plan::diff::{self, Change, Kind};
use crate::plan::document::{Document, written};
use crate::plan::sentences;

fn mirrored(merge: &Merge) -> Vec<Conflict> {
    let turn = |conflict: Conflict| Conflict { ours: conflict.theirs, theirs: conflict.ours, ..conflict };
    merge.conflicts.iter().cloned().map(turn).collect()
}

fn texts_of(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Text(text)) => sentences::split(text).map(|(_, said)| said.to_owned()).collect(),
        Some(Value::List(items)) => items.iter().map(written).collect(),
        _ => Vec::new(),
    }
}

/// Whether what a side did is in the merged plan: the value, or what it added to and took out of a list or a text that
/// the other side changed too.
fn is_there(change: &Change, merged: &Document, theirs: &Document, merge: &Merge) -> bool {
    let near = |path: &FieldPath| path.is_within(&change.path) || change.path.is_within(path);
    let now = merged.get(&change.path);
    let same = |value: &Option<Value>| match (&now, value) {
        (Some(now), Some(value)) => field::same(now, value),
        (None, value) | (value, None) => value.as_ref().is_none_or(Value::is_blank),
    };
    if change.kind == Kind::Reordered || merge.conflicts.iter().any(|conflict| near(&conflict.path)) {
        return true;
    }
    if same(&change.new) {
        return true;
    }
    // A row that the other side added as well is merged field by field.
    if let (Some(Value::Table(row)), Some(Value::Table(_))) = (&change.new, &theirs.get(&change.path)) {
        return row.iter().all(|(key, value)| {
            let path = change.path.child(key.clone());
            let mut change = change.clone();
            (change.path, change.old, change.new) = (path, None, Some(value.clone()));
            is_there(&change, merged, theirs, merge)
        });
    }
    let (old, new, now) =
        (texts_of(change.old.as_ref()), texts_of(change.new.as_ref()), texts_of(now.as_ref()));
    let other = texts_of(theirs.get(&change.path).as_ref());
    new.iter().filter(|one| !old.contains(one)).all(|one| now.contains(one))
        && old
            .iter()
            .filter(|one| !new.contains(one))
            .all(|one| !now.contains(one) || other.iter().filter(|o| *o == one).count() > 1)
}

fn comments_of(text: &str) -> Vec<String> {
    Document::parse(text).unwrap().plan().comments.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn who_merges_makes_no_difference((base, ours, theirs) in three()) {
        let merged = merge(Some(&base), &ours, &theirs).unwrap();
        let other = merge(Some(&base), &theirs, &ours).unwrap();
        prop_assert_eq!(mirrored(&merged), other.conflicts);
        prop_assert_eq!(&merged.read_once, &other.read_once);
        if merged.conflicts.is_empty() {
            prop_assert_eq!(merged.text, other.text);
        }
    }

    #[test]
    fn what_did_not_change_yields_the_other((base, ours, _) in three()) {
        for merged in [
            merge(Some(&base), &ours, &ours),
            merge(Some(&base), &base, &ours),
            merge(Some(&base), &ours, &base),
            merge(None, &ours, &ours),
        ] {
            let merged = merged.unwrap();
            prop_assert_eq!(&merged.text, &ours);
            prop_assert!(merged.conflicts.is_empty());
        }
        // And so does the long way round: a side with nothing but a comment of its own.
        let noted = format!("{base}# noted\n");
        let merged = merge(Some(&base), &noted, &ours).unwrap();
        prop_assert_eq!(merged.text, format!("{ours}# noted\n"));
    }

    #[test]
    fn no_change_is_dropped((base, ours, theirs) in three()) {
        let merge = merge(Some(&base), &ours, &theirs).unwrap();
        let [before, mine, other, merged] =
            [&base, &ours, &theirs, &merge.text].map(|text| Document::parse(text).unwrap());
        for (side, against) in [(&mine, &other), (&other, &mine)] {
            for change in diff::changes(Some(&before), side) {
                prop_assert!(
                    is_there(&change, &merged, against, &merge),
                    "{} lost: {:?}\n--- base\n{}\n--- ours\n{}\n--- theirs\n{}\n--- merged\n{}",
                    change.path, change.kind, base, ours, theirs, merge.text
                );
            }
        }
        if merge.conflicts.is_empty() {
            let (known, there) = (comments_of(&base), comments_of(&merge.text));
            for comment in comments_of(&ours).iter().chain(&comments_of(&theirs)) {
                prop_assert!(
                    known.contains(comment) || there.contains(comment),
                    "{} lost\n--- base\n{}\n--- ours\n{}\n--- theirs\n{}\n--- merged\n{}",
                    comment, base, ours, theirs, merge.text
                );
            }
        }
    }

    #[test]
    fn what_neither_side_changed_stays((base, ours, theirs) in three()) {
        let merge = merge(Some(&base), &ours, &theirs).unwrap();
        let [before, mine, other, merged] =
            [&base, &ours, &theirs, &merge.text].map(|text| Document::parse(text).unwrap());
        let touched: Vec<FieldPath> = [&mine, &other]
            .iter()
            .flat_map(|side| diff::changes(Some(&before), side))
            .map(|change| change.path)
            .collect();
        for change in diff::changes(Some(&before), &merged) {
            let known = touched.iter().any(|path| change.path.is_within(path) || path.is_within(&change.path));
            prop_assert!(known, "{} changed by itself\n{}\n{}", change.path, base, merge.text);
        }
    }

    #[test]
    fn settled_with_one_side_it_holds_what_that_side_has((base, ours, theirs) in three()) {
        let open = merge(Some(&base), &ours, &theirs).unwrap().conflicts;
        for (take, side) in [(Take::Mine, &ours), (Take::Theirs, &theirs)] {
            let choices: Vec<Choice> =
                open.iter().map(|conflict| Choice { path: conflict.path.clone(), take: take.clone() }).collect();
            let settled = settle(Some(&base), &ours, &theirs, &choices).unwrap();
            prop_assert_eq!(&settled.conflicts, &[]);
            let [settled, side] = [&settled.text, side].map(|text| Document::parse(text).unwrap());
            for choice in &choices {
                let same = match (settled.get(&choice.path), side.get(&choice.path)) {
                    (Some(one), Some(two)) => field::same(&one, &two),
                    (one, two) => one == two,
                };
                prop_assert!(same, "{}\n{}", choice.path, settled.text());
            }
        }
        if let Some((first, rest)) = open.split_first() {
            let choice = Choice { path: first.path.clone(), take: Take::Theirs };
            let half = settle(Some(&base), &ours, &theirs, &[choice]).unwrap();
            prop_assert_eq!(&half.conflicts, rest);
        }
    }
}

/// Lines that make all kinds of files, some of which are TOML.
fn line() -> impl Strategy<Value = &'static str> {
    select(vec![
        "[a]",
        "[[a]]",
        "[a.b]",
        "[[a.b]]",
        "[a.b.c]",
        "[[a.b.c]]",
        "[b]",
        "[[b]]",
        "a = 1",
        "a = 2",
        "a = []",
        "a = [{ id = \"x\" }, { id = \"#2\", b = 1 }]",
        "a = [{ id = \"x\", b = 2 }]",
        "a = { b = 1 }",
        "a = { b = { c = 2 } } # k",
        "a.b = 2",
        "a.b.c = \"x\"",
        "b = 1",
        "b = [1, 2, 1]",
        "b = [2, [3], 1]",
        "b = { c = [] }",
        "b.c = [{}]",
        "b.c = [{}, {}]",
        "c = \"One. Two.\"",
        "c = \"One. Three. Two.\"",
        "c = \"\"\"\nOne.\n# two\"\"\"",
        "c = 'x' # here",
        "id = \"x\"",
        "id = \"#2\"",
        "id = \"y\"",
        "name = \"x\"",
        "title = \"a.b\"",
        "\"a b\" = 1",
        "'' = nan",
        "# c",
        "# c d",
        "",
        "  ",
        "format = 1",
        "d = [ # in\n 1,\n]",
        "d = [ # out\n 1, 3\n]",
        "not-applicable = \"\"",
        "neighbourhoods = [\"x\"]",
        "e = 0x1f",
        "e = 31",
    ])
}

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..9).prop_map(|lines| {
        let mut text = String::from("format = 1\n");
        for line in lines {
            // What would make it no TOML is left away.
            let more = format!("{text}{line}\n");
            if Source::parse(&more).is_ok() {
                text = more;
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_toml_is_merged(base in prop::option::of(soup()), ours in soup(), theirs in soup()) {
        let base = base.as_deref();
        let merged = merge(base, &ours, &theirs);
        prop_assert!(merged.is_ok(), "{}\n--- {:?}\n--- ours\n{}\n--- theirs\n{}", merged.unwrap_err(), base, ours, theirs);
        let merged = merged.unwrap();
        let other = merge(base, &theirs, &ours).unwrap();
        // Spelled out, because one that is no number equals nothing.
        prop_assert_eq!(format!("{:?}", mirrored(&merged)), format!("{:?}", other.conflicts));
        for take in [Take::Mine, Take::Theirs, Take::Both, Take::Text(Value::from("x"))] {
            let choices: Vec<Choice> = merged
                .conflicts
                .iter()
                .map(|conflict| Choice { path: conflict.path.clone(), take: take.clone() })
                .collect();
            let settled = settle(base, &ours, &theirs, &choices);
            prop_assert!(settled.is_ok(), "{:?} {}\n--- {:?}\n--- ours\n{}\n--- theirs\n{}", take, settled.unwrap_err(), base, ours, theirs);
            if take != Take::Both {
                prop_assert_eq!(settled.unwrap().conflicts, vec![]);
            }
        }
    }

    #[test]
    fn nothing_makes_it_panic(
        texts in prop::collection::vec(prop_oneof![any::<String>(), "[\\[\\]{}=.\"'#a-c\n\r ,1]{0,40}", soup()], 3),
        cut in 0..60_usize,
    ) {
        let cut = |text: &str| text.chars().take(cut).collect::<String>();
        let [base, ours, theirs] = [texts[0].clone(), texts[1].clone(), cut(&texts[2])];
        if let Ok(merged) = merge(Some(&base), &ours, &theirs) {
            let all = [&base, &ours, &theirs].iter().all(|text| Source::parse(text).is_ok());
            prop_assert!(Source::parse(&merged.text).is_ok() || !all);
        }
        let _ = merge(None, &cut(&texts[0]), &texts[2]);
    }
}

#[test]
fn a_file_of_the_largest_size_is_merged_or_refused_in_time() {
    let rows: String = (0..20_000).map(|at| format!("[[a]]\nid = \"r{at}\"\n")).collect();
    let turned: String = (0..20_000).rev().map(|at| format!("[[a]]\nid = \"r{at}\"\n")).collect();
    let merged = merge(Some(&rows), &format!("{turned}[[b]]\n"), &format!("{turned}[c]\n")).unwrap();
    assert!(merged.text.contains("[[b]]") && merged.text.contains("[c]"));
    let deep = |key: &str| format!("{}x = \"{key}\"\n", "[[a.a.a.a.a.a.a.a]]\n".repeat(3));
    let nested: String = (1..60).map(|depth| format!("[[{}a]]\n", "a.".repeat(depth - 1))).collect();
    for text in [nested, deep("x")] {
        let _ = merge(Some(&text), &format!("{text}# one\n"), &format!("# two\n{text}"));
    }
}
