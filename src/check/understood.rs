//! Rules on whether what stands in the file can be understood: values, keys, ids, characters.

use std::collections::HashSet;

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{ALWAYS, Family, OPEN, Recording, Rule};
use super::texts::{Held, for_each_text};
use super::words::{blank, brief, did_you_mean, many, quoted};
use crate::plan::model::row_keys;
use crate::plan::printable::{is_hidden, printable};
use crate::plan::{Answer, Cadence, Edit, FieldPath, Value, keys, labels};
use crate::standards::{Field, FieldKind, Standard};

pub(super) const HIDDEN_CHARACTERS: Rule = Rule {
    name: "hidden-characters",
    family: Family::Words,
    class: Class::NonCompliant,
    phases: ALWAYS,
    recording: Recording::Blocked,
    flags_when: "a text, or a comment of the file, has control, bidirectional or zero-width characters",
    why: "Such characters are not seen, and can make a text read otherwise than it is stored.",
    clears: "Take them out: in a field F6 does so on the screen, and nec check --fix on the command line; in a \
             comment or the name of a key, by hand. They usually come with a paste.",
    example: "A title with ⟨U+202E⟩, after which letters run from right to left.",
    blind_spot: "Letters of other scripts that look like ours.",
    sources: &[],
    run: Some(hidden_characters),
};

fn hidden_characters(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for_each_text(facts.plan, |seen| {
        let text = seen.text;
        // Nearly every text is told clean by its bytes alone, which a processor sees many at a time.
        let plain = |byte: u8| (b' '..=b'~').contains(&byte) | (byte == b'\n') | (byte == b'\t');
        let suspicious = text.bytes().fold(false, |suspicious, byte| suspicious | !plain(byte));
        let Some(at) = suspicious.then(|| text.find(is_hidden)).flatten() else {
            return;
        };
        let path = seen.path();
        let number = text.chars().filter(|c| is_hidden(*c)).count();
        let here = match seen.held {
            Held::Key => "in the name of a key",
            Held::Comment(_) => "in a comment of the file",
            Held::Whole | Held::Item(_) => "here",
        };
        let message = format!("{} {here}: “{}”", many(number, "hidden character"), around(text, at));
        // What ends a line elsewhere ends one here, so that no two words run together.
        let ends_line = |c: char| matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\r');
        let end = if text.contains('\n') { '\n' } else { ' ' };
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter_map(|c| if ends_line(c) { Some(end) } else { (!is_hidden(c)).then_some(c) })
            .collect();
        // Persian, Urdu and emoji are spelt with joiners: somebody has to look.
        let needs_a_person = text.contains(['\u{200c}', '\u{200d}']);
        let hidden = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let mut flag = Flag::at(path.clone(), message).in_text(&seen, at..hidden);
        if seen.held == Held::Whole {
            flag = flag.mend("Take them out", Edit::Set { path, value: Value::Text(clean) });
            flag = if needs_a_person { flag } else { flag.by_any_hand() };
        }
        flags.raise(flag);
    });
}

/// A few characters on both sides of a place, with those that hide spelt out.
fn around(text: &str, at: usize) -> String {
    const EACH_SIDE: usize = 16;
    let (before, after) = text.split_at(at);
    let before: Vec<char> = before.chars().rev().take(EACH_SIDE).collect();
    let near: String = before.into_iter().rev().chain(after.chars().take(EACH_SIDE)).collect();
    printable(&near).replace(['\n', '\t'], " ")
}

pub(super) const VALUE_NOT_UNDERSTOOD: Rule = Rule {
    name: "value-not-understood",
    family: Family::Plan,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a date, a number or a choice still stands as it was typed",
    why: "It is kept as it was typed, and nothing is counted from it until it is understood.",
    clears: "Finish it: a date such as 10 December 2026, a whole number, or one of the choices. In the file itself \
             a date is written 2026-12-10, a time 18:30:00 and a number 12, without quotation marks.",
    example: "agreed = \"10 De\".",
    blind_spot: "A value that is understood and wrong.",
    sources: &[],
    run: Some(value_not_understood),
};

fn value_not_understood(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for of_field in facts.plan.misread.chunk_by(|one, other| one.path == other.path) {
        let (Some(first), more) = (of_field.first(), of_field.len() - 1) else {
            continue;
        };
        let more = if more == 0 { String::new() } else { format!(", nor are {more} more here") };
        let message =
            format!("{}: {} is not {}{more}", label(&first.path), quoted(&first.found), first.wanted);
        flags.raise(placed(first.path.clone(), message));
    }
    for standard in &facts.edition.standards {
        if let Some(answer) = facts.plan.answer(&standard.id) {
            for field in &standard.fields {
                if let Some(value) = answer.field(&field.id) {
                    let path = || FieldPath::of(["standards", &standard.id, &field.id]);
                    look_at(field, value, &path, flags);
                }
            }
        }
    }
    unknown_choices(facts, flags);
}

/// What a value is called on the screen; where it has no name there, its key in words: "Population year".
fn label(path: &FieldPath) -> String {
    if let Some(label) = labels::label(path) {
        return label.to_owned();
    }
    let words = path.leaf().replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn placed(path: FieldPath, message: String) -> Flag {
    let standard = match path.segments() {
        [standards, id, ..] if standards == "standards" => Some(id.clone()),
        _ => None,
    };
    let flag = Flag::at(path, message);
    match standard {
        Some(id) => flag.by(&id),
        None => flag,
    }
}

/// Looks at the value of a standard's own field, or of a column.
fn look_at(field: &Field, value: &Value, path: &dyn Fn() -> FieldPath, flags: &mut Flags<'_>) {
    if value.is_blank() {
        return;
    }
    let (fits, wanted) = match field.kind {
        // A day is a line that scripts can read: "when" may be a date or "autumn 2026".
        FieldKind::Line => (value.as_text().is_some() || matches!(value, Value::Date(_)), "a text"),
        FieldKind::Prose | FieldKind::Link => (value.as_text().is_some(), "a text"),
        FieldKind::Number => (matches!(value, Value::Integer(_) | Value::Decimal(_)), "a number"),
        FieldKind::Date => (matches!(value, Value::Date(_)), "a date"),
        FieldKind::Cadence => (
            value.as_text().and_then(|text| Cadence::parse(text.trim())).is_some(),
            "a word for how often, such as month",
        ),
        FieldKind::Choice => {
            let chosen = value.as_text().map(str::trim);
            (
                chosen.is_some_and(|id| field.choices.iter().any(|choice| choice.id == id)),
                "one of the choices",
            )
        }
        FieldKind::List => (
            matches!(value, Value::List(items) if items.iter().all(|item| item.as_text().is_some())),
            "a list of texts",
        ),
        FieldKind::Rows => {
            let Value::List(rows) = value else {
                flags.raise(placed(path(), format!("{} is not a list of rows", said(value))));
                return;
            };
            look_at_rows(field, rows, path, flags);
            return;
        }
    };
    if !fits {
        let there: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
        let near = value.as_text().map_or_else(String::new, |text| did_you_mean(text.trim(), &there));
        let called =
            if field.label.trim().is_empty() { label(&path()) } else { field.label.trim().to_owned() };
        let message = format!("{called}: {} is not {wanted}", said(value));
        flags.raise(placed(path(), message).detail(near));
    }
}

fn look_at_rows(field: &Field, rows: &[Value], path: &dyn Fn() -> FieldPath, flags: &mut Flags<'_>) {
    for (nth, row) in rows.iter().enumerate() {
        let Value::Table(entries) = row else {
            flags.raise(placed(path(), format!("{} is not a row", said(row))));
            continue;
        };
        for column in &field.columns {
            if let Some((_, value)) = entries.iter().find(|(name, _)| *name == column.id) {
                look_at(column, value, &|| path().child(&row_keys(rows)[nth]).child(&column.id), flags);
            }
        }
    }
}

/// A value in a message.
fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Boolean(is) => is.to_string(),
        Value::Date(date) => super::day(*date),
        other => {
            let mut noun = other.noun().chars();
            noun.next().map_or_else(String::new, |first| first.to_uppercase().chain(noun).collect())
        }
    }
}

/// Kinds, grades, neighbourhoods and venues that are none of those that there are.
fn unknown_choices(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let kinds = || facts.edition.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>();
    for doing in facts.rows() {
        let kind = doing.activity.kind.trim();
        if doing.kind.is_none() && !kind.is_empty() {
            let message = format!("{} is not a kind of activity of this edition", quoted(kind));
            flags.raise(placed(doing.field("kind"), message).detail(did_you_mean(kind, &kinds())));
        }
        let unbooked = |id: &&String| !facts.areas.unread && facts.areas.venue(id).is_none() && !blank(id);
        for id in doing.activity.venues.iter().filter(unbooked) {
            let there: Vec<&str> = facts.areas.venues.iter().map(|venue| venue.id.as_str()).collect();
            let message = format!("{} is not in the venue book", quoted(id));
            flags.raise(placed(doing.field("venues"), message).detail(did_you_mean(id, &there)));
        }
        neighbourhoods(facts, &doing.activity.neighbourhoods, || doing.field("neighbourhoods"), flags);
    }
    for row in &facts.plan.priorities {
        let path = || FieldPath::of(["priorities", &row.key, "neighbourhoods"]);
        neighbourhoods(facts, &row.neighbourhoods, path, flags);
    }
    for row in &facts.plan.neighbourhoods {
        let path = || FieldPath::of(["neighbourhoods", &row.key, "id"]);
        neighbourhoods(facts, std::slice::from_ref(&row.id), path, flags);
    }
    for (standard, answer) in facts.started() {
        let grade = answer.self_assessment.trim();
        if !grade.is_empty() && !facts.edition.grades.iter().any(|known| known.id == grade) {
            let there: Vec<&str> = facts.edition.grades.iter().map(|grade| grade.id.as_str()).collect();
            let path = FieldPath::of(["standards", &standard.id, "self-assessment"]);
            let message = format!("{} is not a grade of this edition", quoted(grade));
            flags.raise(placed(path, message).detail(did_you_mean(grade, &there)));
        }
    }
}

fn neighbourhoods(facts: &Facts<'_>, ids: &[String], path: impl Fn() -> FieldPath, flags: &mut Flags<'_>) {
    let Some(area) = facts.area else {
        return;
    };
    for id in ids
        .iter()
        .filter(|id| !blank(id) && !facts.neighbourhoods.iter().any(|place| place.id == id.as_str()))
    {
        let there: Vec<&str> = facts.neighbourhoods.iter().map(|place| place.id).collect();
        let message = format!("{} is not a neighbourhood of {}", quoted(id), brief(&area.name));
        flags.raise(placed(path(), message).detail(did_you_mean(id, &there)));
    }
}

pub(super) const ROW_ID_REPEATED: Rule = Rule {
    name: "row-id-repeated",
    family: Family::Plan,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "two rows have the same id",
    why: "Comments, the record and merges find a row by its id, and would take one for the other.",
    clears: "Take the second id away: a new one is made at the next save. Of two rows for one neighbourhood, \
             keep one.",
    example: "An activity that was copied in a text editor, id and all.",
    blind_spot: "Which of the two was there first.",
    sources: &[],
    run: Some(row_id_repeated),
};

fn row_id_repeated(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let plan = facts.plan;
    let repeat = |path: FieldPath, id: &str, flags: &mut Flags<'_>| {
        let path = path.child("id");
        let message = format!("Another row before this one has the id {}", quoted(id));
        // A row of `neighbourhoods` has the id of its neighbourhood, and gets no other at the next save.
        let minted = !path.is_within(&FieldPath::of(["neighbourhoods"]));
        let edits = if minted { vec![Edit::Unset { path: path.clone() }] } else { Vec::new() };
        let flag = placed(path, message);
        flags.raise(flag.mend_all("Give this row an id of its own at the next save", edits).by_any_hand());
    };
    // The record knows an activity by its id alone, so that all activities of a plan count together.
    let mut seen = HashSet::new();
    for (answer, row) in plan.activities() {
        if !row.id.is_empty() && !seen.insert(row.id.as_str()) {
            repeat(FieldPath::of(["standards", &answer.id, "activities", &row.key]), &row.id, flags);
        }
    }
    let priorities = plan.priorities.iter().map(|row| ("priorities", &row.key, &row.id));
    let waivers = plan.waivers.iter().map(|row| ("waivers", &row.key, &row.id));
    let people = plan.neighbourhoods.iter().map(|row| ("neighbourhoods", &row.key, &row.id));
    let mut seen = HashSet::new();
    for (list, key, id) in priorities.chain(waivers).chain(people) {
        if !id.is_empty() && !seen.insert((list, id.as_str())) {
            repeat(FieldPath::of([list, key]), id, flags);
        }
    }
    for answer in &plan.answers {
        for (field, value) in &answer.fields {
            let Value::List(rows) = value else {
                continue;
            };
            let mut seen = HashSet::new();
            for (at, row) in rows.iter().enumerate() {
                let id = row_id(row);
                if !id.is_empty() && !seen.insert(id) {
                    let keys = row_keys(rows);
                    repeat(FieldPath::of(["standards", &answer.id, field, &keys[at]]), id, flags);
                }
            }
        }
    }
}

fn row_id(row: &Value) -> &str {
    let Value::Table(entries) = row else {
        return "";
    };
    entries.iter().find(|(key, _)| key == "id").and_then(|(_, value)| value.as_text()).unwrap_or("")
}

pub(super) const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    family: Family::Plan,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the file has a key that the format, or the edition, does not have",
    why: "It is kept, but nothing reads it. A mistyped key is an empty field.",
    clears: "Rename it to the key that was meant, or leave it where it is a note of your own.",
    example: "tittle = \"Bridport drop-in\".",
    blind_spot: "A key that is right and stands in the wrong place.",
    sources: &[],
    run: Some(unknown_key),
};

fn unknown_key(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let mut unknown: Vec<(FieldPath, Vec<&str>)> =
        facts.plan.unknown.iter().map(|path| (path.clone(), keys::of(&path.parent()).to_vec())).collect();
    for standard in &facts.edition.standards {
        if let Some(answer) = facts.plan.answer(&standard.id) {
            unknown_fields(standard, answer, &mut unknown);
        }
    }
    let mut told: HashSet<String> = HashSet::new();
    for (path, known) in &unknown {
        if !told.insert(path.leaf().to_owned()) {
            continue;
        }
        let alike: Vec<&FieldPath> =
            unknown.iter().map(|(other, _)| other).filter(|other| other.leaf() == path.leaf()).collect();
        flags.raise_rows(
            None,
            alike,
            |path| (*path).clone(),
            |alike| {
                let places =
                    if alike.len() == 1 { String::new() } else { format!(", in {} places", alike.len()) };
                Flag::saying(format!("Nothing reads the key {}{places}", quoted(path.leaf())))
                    .detail(did_you_mean(path.leaf(), known))
                    .of_key()
            },
        );
    }
}

fn unknown_fields<'a>(standard: &'a Standard, answer: &Answer, unknown: &mut Vec<(FieldPath, Vec<&'a str>)>) {
    for (key, value) in &answer.fields {
        let path = || FieldPath::of(["standards", &answer.id, key]);
        let Some(field) = standard.fields.iter().find(|field| field.id == *key) else {
            let own = standard.fields.iter().map(|field| field.id.as_str());
            let every = keys::of(&path().parent()).iter().copied();
            unknown.push((path(), own.chain(every).collect()));
            continue;
        };
        let (FieldKind::Rows, Value::List(rows)) = (field.kind, value) else {
            continue;
        };
        let is_column = |name: &str| name == "id" || field.columns.iter().any(|column| column.id == name);
        for (at, row) in rows.iter().enumerate() {
            let Value::Table(entries) = row else {
                continue;
            };
            for (name, _) in entries.iter().filter(|(name, _)| !is_column(name)) {
                let row = &row_keys(rows)[at];
                let columns = field.columns.iter().map(|column| column.id.as_str()).collect();
                unknown.push((path().child(row).child(name), columns));
            }
        }
    }
}
