#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use toml::de::DeTable;

use super::*;
use crate::plan::Value;

fn by_the_parser(text: &str) -> Option<Vec<(String, Value)>> {
    let table = DeTable::parse(text).ok()?.into_inner();
    Some(
        table
            .into_iter()
            .map(|(key, value)| (key.into_inner().into(), Said::of(value.into_inner()).value()))
            .collect(),
    )
}

#[test]
fn the_files_that_the_program_writes_are_plain() {
    for file in [
        include_str!("../../../check/tests/plan.toml"),
        include_str!("../../../check/tests/areas.toml"),
        include_str!("../../../../plans/2026-27/west-dorset.toml"),
    ] {
        assert_eq!(table(file).unwrap().values(), by_the_parser(file).unwrap());
    }
}

#[test]
fn whatever_is_plain_says_what_the_parser_finds() {
    let file = "a = 1 # one\nb=\"x\"\n\tc\t=\t'y\\'\nd = [ # none\n] \ne = [1, \"two\", # and\n [true], ]\n\
                f = {}\ng = { h = 0, i = { j = 10:00:00 } }\nk = \"\\u00e9\\\"\"\nl = \"\"\"\n\"m\" \\n\"\"\"\n\
                [n]\n[n.o]\np = 2026-02-28\n[[q]]\n[[q.r]]\ns = ''\n[[q.r]]\n[q.t]\n[[q]]\n# end";
    assert_eq!(table(file).unwrap().values(), by_the_parser(file).unwrap());
}

#[test]
fn what_is_no_toml_is_never_plain() {
    let files = [
        "a = 1\na = 2",
        "[a]\n[a]",
        "[[a]]\n[a]",
        "[a]\n[[a]]",
        "a = 1\n[a]",
        "a = 1\n[a.b]",
        "a = []\n[[a]]",
        "a = [{}]\n[[a]]",
        "a = {}\n[a.b]",
        "[a.b]\n[a]\nb = 1",
        "[a.b]\n[b]\n[a]",
        "[a]\nb = 1\n[a.b]",
        "[a]x",
        "[a",
        "[[a]",
        "[ [a]]",
        "[]",
        "[.a]",
        "[a.]",
        "a",
        "a =",
        "a = \n1",
        "= 1",
        "a = 01",
        "a = 1 2",
        "a = \"\n\"",
        "a = \"\\q\"",
        "a = \"\"\"x",
        "a = '\n'",
        "a = [1 2]",
        "a = [,]",
        "a = {,}",
        "a = { b = 1, b = 2 }",
        "a = 2026-02-30",
        "a = 24:00:00",
        "a = tru",
        "a = \"x\u{1}\"",
        "a = 1 # \u{1}",
        "a = 99999999999999999999",
        "a = 1\rb = 2",
        "a.b = 1",
        "a = \"x\" b = 1",
        "a = 1e",
        "a = \"\\",
    ];
    for file in files {
        let (plain, parsed) = (table(file).map(|table| table.values()), by_the_parser(file));
        assert!(plain.is_none() || plain == parsed, "{file:?}: {plain:?}");
    }
}

#[test]
fn what_would_be_compared_with_thousands_is_left_to_the_parser() {
    let keys = |many: usize| (0..many).map(|nth| format!("k{nth} = 1")).collect::<Vec<_>>();
    for (many, is_plain) in [(WIDEST, true), (WIDEST + 1, false)] {
        let file = keys(many).join("\n");
        assert_eq!(table(&file).is_some(), is_plain);
        assert_eq!(table(&format!("a = {{ {} }}", keys(many).join(", "))).is_some(), is_plain);
        assert_eq!(table(&format!("[{}]", keys(many).join("]\n[").replace(" = 1", ""))).is_some(), is_plain);
    }
    let rows = "[[a]]\n".repeat(1000);
    assert_eq!(table(&rows).unwrap().values(), by_the_parser(&rows).unwrap());
}

/// Pieces of files, of which some make sense together.
fn files() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "b",
        "a = ",
        "b = ",
        "[a]",
        "[[a]]",
        "[a.b]",
        "[[a.b]]",
        "[b]",
        "[[b]]",
        "\n",
        "\n",
        "\n",
        "\n",
        " ",
        "=",
        "1",
        "0",
        "-1",
        "1.5",
        "true",
        "\"x\"",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\\",
        "\\n",
        "x",
        "é",
        "#",
        "# c\n",
        "[",
        "]",
        "{",
        "}",
        ",",
        "[1, 2]",
        "{ a = 1 }",
        "{}",
        "[]",
        "2026-12-01",
        "10:00:00",
        "2026-12-01 10:00:00",
        ".",
        "a.b = 1",
        "\r\n",
        "\t",
        "\u{1}",
        "\u{feff}",
        "inf",
        "0x1",
        "1_0",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

/// Headers in any order, each with an entry or none.
fn headers() -> impl Strategy<Value = String> {
    let lines = [
        "[a]",
        "[b]",
        "[a.b]",
        "[a.c]",
        "[a.b.c]",
        "[[a]]",
        "[[b]]",
        "[[a.b]]",
        "[[a.b.c]]",
        "b = 1",
        "c = 2",
    ];
    prop::collection::vec(prop::sample::select(lines.to_vec()), 0..8).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn tables_are_where_the_parser_puts_them(file in headers()) {
        if let Some(plain) = table(&file) {
            prop_assert_eq!(Some(plain.values()), by_the_parser(&file));
        }
    }

    #[test]
    fn nothing_is_plain_and_not_what_the_parser_finds(file in files()) {
        if let Some(plain) = table(&file) {
            prop_assert_eq!(Some(plain.values()), by_the_parser(&file));
        }
        if let Some(plain) = value(&file) {
            let parsed = toml::de::DeValue::parse(&file).ok().map(|value| Said::of(value.into_inner()).value());
            prop_assert_eq!(Some(plain.value()), parsed);
        }
    }

    #[test]
    fn a_plan_with_a_byte_changed_is_what_the_parser_finds(at in 0_usize..10_000, with in "[\\[\\]\"'=\n#.,{}a1 -]") {
        let file = include_str!("../../../check/tests/plan.toml");
        let at = at % file.len();
        if file.is_char_boundary(at) && file.is_char_boundary(at + 1) {
            let file = format!("{}{with}{}", &file[..at], &file[at + 1..]);
            if let Some(plain) = table(&file) {
                prop_assert_eq!(Some(plain.values()), by_the_parser(&file));
            }
        }
    }
}
