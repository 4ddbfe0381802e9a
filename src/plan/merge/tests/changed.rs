//! Random plans, and random changes of them.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::select;

use crate::plan::document::written;
use crate::plan::sentences;
use crate::plan::value::Value;

#[derive(Debug, Clone)]
struct Field {
    key: String,
    value: Value,
    above: Option<String>,
    behind: Option<String>,
}

/// A header with its fields; the first has none.
#[derive(Debug, Clone)]
struct Block {
    header: String,
    above: Option<String>,
    fields: Vec<Field>,
}

type File = Vec<Block>;

fn render(file: &File) -> String {
    let mut out = String::new();
    for block in file {
        if !block.header.is_empty() {
            out.push('\n');
            out.extend(block.above.iter().map(|comment| format!("{comment}\n")));
            out.push_str(&format!("{}\n", block.header));
        }
        for field in &block.fields {
            out.extend(field.above.iter().map(|comment| format!("{comment}\n")));
            out.push_str(&format!("{} = {}", field.key, written(&field.value)));
            out.extend(field.behind.iter().map(|comment| format!("  {comment}")));
            out.push('\n');
        }
    }
    out
}

fn sentence() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{2,5} [a-z\"#]{1,4}[.!?]"
}

fn words() -> impl Strategy<Value = Value> {
    prop::collection::vec(select(vec!["ash", "birch", "cedar", "elm", "fir"]), 0..4).prop_map(|mut all| {
        all.dedup();
        Value::List(all.into_iter().map(Value::from).collect())
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => "[a-z]{1,6}".prop_map(Value::Text),
        1 => (0..9_i64).prop_map(Value::Integer),
        3 => prop::collection::vec(sentence(), 2..5).prop_map(|all| Value::Text(all.join(" "))),
        1 => prop::collection::vec(sentence(), 2..4).prop_map(|all| Value::Text(all.join("\n\n"))),
        3 => words(),
        1 => Just(Value::from("")),
    ]
}

fn comment() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.2, "# [a-z]{6}")
}

fn field(keys: Vec<&'static str>) -> impl Strategy<Value = Field> {
    (select(keys), value(), comment(), comment()).prop_map(|(key, value, above, behind)| Field {
        key: key.to_owned(),
        value,
        above,
        behind,
    })
}

fn block(header: &'static str, keys: Vec<&'static str>) -> impl Strategy<Value = Block> {
    (prop::collection::vec(field(keys), 0..4), comment()).prop_map(move |(mut fields, above)| {
        let mut seen = HashSet::new();
        fields.retain(|field| seen.insert(field.key.clone()));
        Block { header: header.to_owned(), above, fields }
    })
}

const ROW: [&str; 4] = ["action", "channels", "source", "colour"];

fn row(header: &'static str) -> impl Strategy<Value = Block> {
    (block(header, ROW.to_vec()), "[a-z]{3}", select(vec!["id", "id", "id", "title"])).prop_map(
        |(mut block, name, key)| {
            let field = Field { key: key.into(), value: Value::Text(name), above: None, behind: None };
            block.fields.insert(0, field);
            block
        },
    )
}

const LISTS: [&str; 3] = ["[[priorities]]", "[[standards.website.activities]]", "[[waivers]]"];

fn file() -> impl Strategy<Value = File> {
    let top = block("", vec!["area", "status", "classification", "colour"]);
    let rows = |header| prop::collection::vec(row(header), 0..4);
    (
        top,
        block("[profile]", vec!["summary", "settlements", "households"]),
        rows(LISTS[0]),
        block("[standards.website]", vec!["commitment", "page", "not-applicable"]),
        rows(LISTS[1]),
        rows(LISTS[2]),
    )
        .prop_map(|(mut top, profile, priorities, website, activities, waivers)| {
            let format = Field { key: "format".into(), value: Value::Integer(1), above: None, behind: None };
            top.fields.insert(0, format);
            let mut file = vec![top, profile];
            file.extend(priorities);
            file.push(website);
            file.extend(activities);
            file.extend(waivers);
            let mut seen = HashSet::new();
            // Within a list no two rows of the same name.
            file.retain(|block| {
                !block.header.starts_with("[[") || seen.insert((block.header.clone(), name(block)))
            });
            file
        })
}

fn name(block: &Block) -> String {
    block.fields.first().and_then(|field| field.value.as_text()).unwrap_or_default().to_owned()
}

#[derive(Debug, Clone)]
enum Doing {
    Set(usize, usize, Value),
    Add(usize, Field),
    Unset(usize, usize),
    AddRow(usize, Block),
    RemoveRow(usize),
    MoveRow(usize, usize),
    Sentence(usize, usize, usize, String),
    Word(usize, usize, String),
    LoseWord(usize, usize, usize),
    Above(usize, String),
    Behind(usize, usize, String),
}

fn doing() -> impl Strategy<Value = Doing> {
    let at = 0..12_usize;
    let field_at = 0..5_usize;
    prop_oneof![
        3 => (at.clone(), field_at.clone(), value()).prop_map(|(a, b, v)| Doing::Set(a, b, v)),
        2 => (at.clone(), field(vec!["other", "more", "action", "page"])).prop_map(|(a, f)| Doing::Add(a, f)),
        1 => (at.clone(), field_at.clone()).prop_map(|(a, b)| Doing::Unset(a, b)),
        2 => (at.clone(), select(LISTS.to_vec()).prop_flat_map(row)).prop_map(|(a, r)| Doing::AddRow(a, r)),
        1 => at.clone().prop_map(Doing::RemoveRow),
        1 => (at.clone(), at.clone()).prop_map(|(a, b)| Doing::MoveRow(a, b)),
        3 => (at.clone(), field_at.clone(), 0..4_usize, sentence()).prop_map(|(a, b, c, s)| Doing::Sentence(a, b, c, s)),
        2 => (at.clone(), field_at.clone(), "[a-z]{3}").prop_map(|(a, b, w)| Doing::Word(a, b, w)),
        1 => (at.clone(), field_at.clone(), 0..4_usize).prop_map(|(a, b, c)| Doing::LoseWord(a, b, c)),
        1 => (at.clone(), "# [a-z]{6}").prop_map(|(a, c)| Doing::Above(a, c)),
        1 => (at, field_at, "# [a-z]{6}").prop_map(|(a, b, c)| Doing::Behind(a, b, c)),
    ]
}

/// A field that may change: neither the format nor what names a row.
fn pick(file: &mut File, block: usize, field: usize) -> Option<&mut Field> {
    let count = file.len();
    let block = file.get_mut(block % count)?;
    let names = usize::from(block.header.is_empty() || block.header.starts_with("[["));
    let count = block.fields.len().checked_sub(names).filter(|count| *count > 0)?;
    block.fields.get_mut(names + field % count)
}

fn rows_of(file: &File, header: &str) -> Vec<usize> {
    (0..file.len()).filter(|at| file[*at].header == header).collect()
}

fn carry_out(file: &mut File, doing: &Doing) {
    let count = file.len();
    match doing.clone() {
        Doing::Set(at, field, value) => {
            if let Some(field) = pick(file, at, field) {
                field.value = value;
            }
        }
        Doing::Add(at, field) => {
            let block = &mut file[at % count];
            if !block.fields.iter().any(|known| known.key == field.key) {
                block.fields.push(field);
            }
        }
        Doing::Unset(at, field) => {
            if let Some(key) = pick(file, at, field).map(|field| field.key.clone()) {
                file[at % count].fields.retain(|field| field.key != key);
            }
        }
        Doing::AddRow(at, row) => {
            let rows = rows_of(file, &row.header);
            if rows.iter().any(|at| name(&file[*at]) == name(&row)) {
                return;
            }
            let place = rows.get(at % rows.len().max(1)).map_or(count, |row| row + 1);
            file.insert(place, row);
        }
        Doing::RemoveRow(at) => {
            if file[at % count].header.starts_with("[[") {
                file.remove(at % count);
            }
        }
        Doing::MoveRow(at, to) => {
            let header = file[at % count].header.clone();
            let rows = rows_of(file, &header);
            if header.starts_with("[[") {
                let row = file.remove(at % count);
                file.insert(rows[to % rows.len()], row);
            }
        }
        Doing::Sentence(at, field, which, new) => {
            if let Some(field) = pick(file, at, field)
                && let Value::Text(text) = &field.value
            {
                let found: Vec<&str> = sentences::split(text).map(|(_, said)| said).collect();
                if let Some(old) = found.get(which % found.len().max(1)).filter(|_| found.len() > 1) {
                    field.value = Value::Text(text.replacen(*old, &new, 1));
                }
            }
        }
        Doing::Word(at, field, word) => {
            if let Some(Field { value: Value::List(items), .. }) = pick(file, at, field) {
                items.push(Value::Text(word));
            }
        }
        Doing::LoseWord(at, field, which) => {
            if let Some(Field { value: Value::List(items), .. }) = pick(file, at, field)
                && !items.is_empty()
            {
                items.remove(which % items.len());
            }
        }
        Doing::Above(at, comment) => {
            if at % count > 0 {
                file[at % count].above = Some(comment);
            }
        }
        Doing::Behind(at, field, comment) => {
            if let Some(field) = pick(file, at, field) {
                field.behind = Some(comment);
            }
        }
    }
}

/// A random plan, and as two people have it who changed it at random.
pub fn three() -> impl Strategy<Value = (String, String, String)> {
    let doings = || prop::collection::vec(doing(), 0..6);
    (file(), doings(), doings()).prop_map(|(base, ours, theirs)| {
        let side = |doings: Vec<Doing>| {
            let mut file = base.clone();
            doings.iter().for_each(|doing| carry_out(&mut file, doing));
            render(&file)
        };
        (render(&base), side(ours), side(theirs))
    })
}
