//! Changes inside one value: tables by their keys, lists by the names of their rows.

use crate::plan::model::row_keys;
use crate::plan::value::Value;

/// The value inside another, by keys and by the names of rows.
pub fn descend<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    let Some((segment, rest)) = path.split_first() else {
        return Some(value);
    };
    let inner = match value {
        Value::Table(entries) => &entries.iter().find(|(key, _)| key == segment)?.1,
        Value::List(items) => &items[row_keys(items).iter().position(|key| key == segment)?],
        _ => return None,
    };
    descend(inner, rest)
}

/// Puts a value at a path inside another; false where there is no place for it.
pub(super) fn put(value: &mut Value, path: &[String], new: &Value) -> bool {
    let Some((segment, rest)) = path.split_first() else {
        *value = new.clone();
        return true;
    };
    match value {
        Value::Table(entries) => match entries.iter_mut().find(|(key, _)| key == segment) {
            Some((_, inner)) => put(inner, rest, new),
            None if rest.is_empty() => {
                entries.push((segment.clone(), new.clone()));
                true
            }
            None => false,
        },
        Value::List(items) => match row_keys(items).iter().position(|key| key == segment) {
            Some(at) => put(&mut items[at], rest, new),
            None => false,
        },
        _ => false,
    }
}

/// Takes the value at a path out of another.
pub(super) fn take(value: &mut Value, path: &[String]) -> Option<Value> {
    let (segment, rest) = path.split_first()?;
    match value {
        Value::Table(entries) => {
            let at = entries.iter().position(|(key, _)| key == segment)?;
            if rest.is_empty() { Some(entries.remove(at).1) } else { take(&mut entries[at].1, rest) }
        }
        Value::List(items) => {
            let at = row_keys(items).iter().position(|key| key == segment)?;
            if rest.is_empty() { Some(items.remove(at)) } else { take(&mut items[at], rest) }
        }
        _ => None,
    }
}

/// Puts a row into the list at a path, before the row of that name or at the end; false where there is no such place.
pub(super) fn insert_row(value: &mut Value, path: &[String], before: Option<&str>, row: &Value) -> bool {
    if let Some((segment, rest)) = path.split_first() {
        return match value {
            Value::Table(entries) => entries
                .iter_mut()
                .find(|(key, _)| key == segment)
                .is_some_and(|(_, inner)| insert_row(inner, rest, before, row)),
            Value::List(items) => row_keys(items)
                .iter()
                .position(|key| key == segment)
                .is_some_and(|at| insert_row(&mut items[at], rest, before, row)),
            _ => false,
        };
    }
    let Value::List(items) = value else {
        return false;
    };
    let at = match before {
        Some(before) => row_keys(items).iter().position(|key| key == before),
        None => Some(items.len()),
    };
    at.is_some_and(|at| {
        items.insert(at, row.clone());
        true
    })
}
