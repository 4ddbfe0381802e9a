//! One field: what becomes of it when either side, or both, changed it.

use std::collections::HashMap;

use super::pieces::Entry;
use super::{order, prose};
use crate::plan::document::written;
use crate::plan::value::Value;

/// What a field holds after a merge.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    Nothing,
    /// What the first or second side has, or the earlier text: 1, 2 or 0.
    Of(usize),
    Value(Value),
}

/// What became of a field.
#[derive(Debug)]
pub enum Outcome {
    Clear(Held),
    /// Both sides changed different sentences of it.
    Woven(Value),
    /// Both sides changed it to different things; what there would be with both, if there can be both.
    Clash,
}

/// Merges a field as the earlier text, the first and the second side have it.
pub fn merge(key: &str, entries: [Option<&Entry<'_>>; 3]) -> Outcome {
    let [base, one, two] = entries;
    if is_same(one, two) {
        // Where only the spelling was changed, the new spelling stays.
        let respelled = base.map(|entry| &entry.value) == one.map(|entry| &entry.value);
        return Outcome::Clear(held(two, 2, respelled).or(one, 1));
    }
    if is_same(base, one) {
        return Outcome::Clear(held(two, 2, true));
    }
    if is_same(base, two) {
        return Outcome::Clear(held(one, 1, true));
    }
    let said = entries.map(|entry| entry.map(Entry::said));
    // Of all fields, only this one says something by being there.
    let is_blank = |which: usize| key != "not-applicable" && said[which].as_ref().is_none_or(Value::is_blank);
    match [is_blank(0), is_blank(1), is_blank(2)] {
        [_, true, true] => return Outcome::Clear(held(one, 1, true).or(two, 2)),
        [true, true, false] => return Outcome::Clear(Held::Of(2)),
        [true, false, true] => return Outcome::Clear(Held::Of(1)),
        _ => {}
    }
    match &said {
        // Both gave the row an id that had none: nobody chose either.
        [None, Some(Value::Text(one)), Some(Value::Text(two))] if key == "id" => {
            Outcome::Clear(Held::Of(if one < two { 1 } else { 2 }))
        }
        [base, Some(Value::Text(one)), Some(Value::Text(two))] => {
            let base = base.as_ref().and_then(Value::as_text).unwrap_or_default();
            if ![base, one, two].into_iter().any(prose::is_prose) {
                return Outcome::Clash;
            }
            match prose::merge(base, one, two) {
                prose::Merged::Whole(text) => Outcome::Woven(Value::Text(text)),
                prose::Merged::Clash(_) => Outcome::Clash,
            }
        }
        [base, one, two] => match (words(base, key), words(one, key), words(two, key)) {
            (Some(base), Some(one), Some(two)) => {
                Outcome::Clear(Held::Value(Value::List(merge_words(base, one, two))))
            }
            _ => Outcome::Clash,
        },
    }
}

/// What there would be with the values of both sides: both versions of a sentence, both texts, all words of two
/// lists. Nothing where there cannot be both, as with dates.
pub fn both(base: Option<&Value>, ours: Option<&Value>, theirs: Option<&Value>) -> Option<Value> {
    match (ours?, theirs?) {
        (Value::Text(ours), Value::Text(theirs)) => {
            let base = base.and_then(Value::as_text).unwrap_or_default();
            let is_prose = [base, ours, theirs].into_iter().any(prose::is_prose);
            Some(Value::Text(match is_prose {
                true if base.trim().is_empty() => format!("{}\n\n{}", ours.trim_end(), theirs.trim_start()),
                true => match prose::merge(base, ours, theirs) {
                    prose::Merged::Whole(text) | prose::Merged::Clash(text) => text,
                },
                false => format!("{ours} / {theirs}"),
            }))
        }
        (Value::List(ours), Value::List(theirs)) => Some(Value::List(merge_words(&[], ours, theirs))),
        _ => None,
    }
}

/// The words of a list; an absent list has none. Rows are no words. An absent list of neighbourhoods means all of
/// them, so it is not an empty one.
fn words<'v>(value: &'v Option<Value>, key: &str) -> Option<&'v [Value]> {
    match value {
        Some(Value::List(items)) if !items.iter().any(|item| matches!(item, Value::Table(_))) => Some(items),
        None if key != "neighbourhoods" => Some(&[]),
        _ => None,
    }
}

fn merge_words(base: &[Value], one: &[Value], two: &[Value]) -> Vec<Value> {
    let spell = |items: &[Value]| items.iter().map(written).collect::<Vec<_>>();
    let known: HashMap<String, &Value> =
        base.iter().chain(one).chain(two).map(|item| (written(item), item)).collect();
    let merged = order::set(&spell(base), &spell(one), &spell(two));
    merged.iter().filter_map(|word| known.get(word).map(|item| (*item).clone())).collect()
}

fn held(entry: Option<&Entry<'_>>, which: usize, wanted: bool) -> Held {
    if entry.is_some() && wanted { Held::Of(which) } else { Held::Nothing }
}

impl Held {
    fn or(self, entry: Option<&Entry<'_>>, which: usize) -> Held {
        if self == Held::Nothing { held(entry, which, true) } else { self }
    }
}

fn is_same(one: Option<&Entry<'_>>, two: Option<&Entry<'_>>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.value == two.value || same(&one.said(), &two.said()),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two values say the same; the order of a table's keys says nothing.
pub fn same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Table(one), Value::Table(two)) => {
            one.len() == two.len()
                && one.iter().all(|(key, value)| {
                    two.iter().find(|(other, _)| other == key).is_some_and(|(_, other)| same(value, other))
                })
        }
        (Value::List(one), Value::List(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
        }
        (Value::Decimal(one), Value::Decimal(two)) => one.to_bits() == two.to_bits(),
        _ => one == two,
    }
}
