//! The same thing may be spelled in several ways: as a table with a header, with dotted keys, or within braces.
//! Where the texts differ in that, or both sides changed what stands within braces, it gets headers in all.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::notes;
use super::pieces::{Body, Entry, List, Table, Unit};
use crate::plan::document::key_as_written;
use crate::plan::value::Value;

/// Tables within tables are opened up one level a round; the parser allows no deeper ones.
const MOST_ROUNDS: usize = 100;

type Address = Vec<String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Table,
    Rows,
}

/// Spells the three bodies alike, as far as they differ. `header` is the keys that a header in them begins with.
pub fn align(bodies: &mut [Option<Body<'_>>; 3], header: &[String]) {
    if bodies.iter().flatten().count() < 2 || !bodies.iter().flatten().any(may_differ) {
        return;
    }
    for _ in 0..MOST_ROUNDS {
        let wanted = wanted(bodies);
        let mut is_changed = false;
        for body in bodies.iter_mut().flatten() {
            is_changed |= open(body, header, &wanted);
        }
        if !is_changed {
            return;
        }
    }
}

/// Whether something in it could be spelled otherwise.
fn may_differ(body: &Body<'_>) -> bool {
    tables(body).flat_map(|table| &table.entries).any(|entry| {
        let value = entry.value.as_bytes();
        entry.keys.len() > 1
            || value.first() == Some(&b'{')
            || (value.first() == Some(&b'[') && (value.len() < 4 || value.contains(&b'{')))
    })
}

fn tables<'b, 't>(body: &'b Body<'t>) -> impl Iterator<Item = &'b Table<'t>> {
    body.units.iter().filter_map(|unit| match unit {
        Unit::Table(table) => Some(table),
        Unit::List(_) => None,
    })
}

fn address(table: &Table<'_>, entry: &Entry<'_>) -> Address {
    table.address.iter().chain(&entry.keys).cloned().collect()
}

/// The shape that a value within braces or brackets would have under headers. An empty list may be either.
fn shape(entry: &Entry<'_>) -> Option<(Shape, Value)> {
    if !entry.value.starts_with(['[', '{']) {
        return None;
    }
    match entry.said() {
        value @ Value::Table(_) => Some((Shape::Table, value)),
        Value::List(rows) if rows.iter().all(|row| matches!(row, Value::Table(_))) => {
            Some((Shape::Rows, Value::List(rows)))
        }
        _ => None,
    }
}

/// What stands under headers in a body.
fn under_headers(body: &Body<'_>) -> HashMap<Address, Shape> {
    let mut found = HashMap::new();
    for unit in &body.units {
        let (address, own) = match unit {
            Unit::Table(table) => (&table.address, Shape::Table),
            Unit::List(list) => (&list.address, Shape::Rows),
        };
        for end in 1..=address.len() {
            let shape = if end == address.len() { own } else { Shape::Table };
            found.insert(address[..end].to_vec(), shape);
        }
    }
    found
}

/// What is to stand under headers in every body.
fn wanted(bodies: &[Option<Body<'_>>; 3]) -> HashMap<Address, Shape> {
    let mut wanted = HashMap::new();
    for body in bodies.iter().flatten() {
        wanted.extend(under_headers(body));
    }
    let mut dotted = HashSet::new();
    let mut braced: HashMap<Address, [Option<&Entry<'_>>; 3]> = HashMap::new();
    for (which, body) in bodies.iter().enumerate() {
        for table in body.iter().flat_map(tables) {
            for entry in &table.entries {
                let address = address(table, entry);
                for end in table.address.len() + 1..address.len() {
                    dotted.insert(address[..end].to_vec());
                }
                braced.entry(address).or_default()[which] = Some(entry);
            }
        }
    }
    for (address, [base, one, two]) in braced {
        let value = |entry: Option<&Entry<'_>>| entry.map(|entry| entry.value.to_string());
        let both_changed = value(one) != value(two) && value(base) != value(one) && value(base) != value(two);
        let is_dotted = dotted.contains(&address);
        if is_dotted || (both_changed && one.is_some() && two.is_some()) {
            let there = [base, one, two].into_iter().flatten();
            // All of them, or what one has would not be what the others have.
            let shapes: Option<Vec<Shape>> = there.map(|entry| Some(shape(entry)?.0)).collect();
            let shapes = shapes.unwrap_or_default();
            let is_empty = |entry: Option<&Entry<'_>>| entry.is_some_and(|entry| entry.said().is_blank());
            let all_empty = [base, one, two].into_iter().all(|entry| entry.is_none() || is_empty(entry));
            if let [first, rest @ ..] = shapes.as_slice()
                && rest.iter().all(|shape| shape == first)
                && !all_empty
            {
                wanted.entry(address).or_insert(*first);
            }
        }
    }
    wanted
}

/// Puts under headers what is wanted there; says whether anything was.
fn open(body: &mut Body<'_>, header: &[String], wanted: &HashMap<Address, Shape>) -> bool {
    let mut is_changed = false;
    let mut at = 0;
    while at < body.units.len() {
        let mut moved = Vec::new();
        if let Unit::Table(table) = &mut body.units[at] {
            let entries = std::mem::take(&mut table.entries);
            for entry in entries {
                let address = address(table, &entry);
                match place(table.address.len(), &address, &entry, wanted) {
                    Some(place) => moved.push((address, place, entry)),
                    None => table.entries.push(entry),
                }
            }
        }
        is_changed |= !moved.is_empty();
        for (address, place, entry) in moved.into_iter().rev() {
            match place {
                Place::Within(end) => move_entry(body, header, at + 1, &address, end, entry),
                Place::Opened(value) => {
                    let keys: Address = header.iter().chain(&address).cloned().collect();
                    let unit = opened(address, &keys, value, &entry);
                    body.units.insert(at + 1, unit);
                }
            }
        }
        at += 1;
    }
    is_changed
}

enum Place {
    /// In the table whose address has so many segments.
    Within(usize),
    /// Under a header of its own.
    Opened(Value),
}

fn place(
    depth: usize,
    address: &Address,
    entry: &Entry<'_>,
    wanted: &HashMap<Address, Shape>,
) -> Option<Place> {
    let is_table = |end: &usize| wanted.get(&address[..*end]) == Some(&Shape::Table);
    if let Some(end) = (depth + 1..address.len()).rev().find(is_table) {
        return Some(Place::Within(end));
    }
    let wanted = *wanted.get(address)?;
    let (found, value) = shape(entry)?;
    (found == wanted).then_some(Place::Opened(value))
}

/// Puts an entry with dotted keys into the table that its first keys name.
fn move_entry<'t>(
    body: &mut Body<'t>,
    header: &[String],
    at: usize,
    address: &Address,
    end: usize,
    mut entry: Entry<'t>,
) {
    let (table, keys) = address.split_at(end);
    entry.keys = keys.to_vec();
    entry.key = Cow::Owned(keys.iter().map(|key| key_as_written(key)).collect::<Vec<_>>().join("."));
    for unit in &mut body.units {
        if let Unit::Table(known) = unit
            && known.address == table
        {
            known.entries.insert(0, entry);
            return;
        }
    }
    let keys: Vec<String> = header.iter().chain(table).cloned().collect();
    let mut new = Table::new(table.to_vec(), &keys, &[]);
    new.entries.push(entry);
    body.units.insert(at, Unit::Table(new));
}

/// A table or rows that stood within braces, under headers, with the comments that stood around and in them.
fn opened<'t>(address: Address, keys: &[String], value: Value, entry: &Entry<'_>) -> Unit<'t> {
    let comments: String = notes::of_entry(entry).map(|comment| format!("{comment}\n")).collect();
    match value {
        Value::List(rows) => {
            let mut list = List::new(address, keys, &rows);
            if !comments.is_empty() {
                list.notes = format!("\n{comments}");
            }
            Unit::List(list)
        }
        other => {
            let entries = if let Value::Table(entries) = other { entries } else { Vec::new() };
            let mut table = Table::new(address, keys, &entries);
            if let Some(head) = &mut table.head {
                head.above = Cow::Owned(format!("\n{comments}"));
            }
            Unit::Table(table)
        }
    }
}

/// The addresses at which the bodies hold things that cannot be merged with one another, such as a text in one and
/// rows in the other; of those within one another, the outermost.
pub fn clashes(bodies: &[Option<Body<'_>>; 3]) -> Vec<Address> {
    let headers: Vec<HashMap<Address, Shape>> =
        bodies.iter().map(|body| body.as_ref().map(under_headers).unwrap_or_default()).collect();
    let mut found = value_on_the_way(bodies);
    if found.is_empty() && headers.iter().all(HashMap::is_empty) {
        return found;
    }
    for (which, body) in bodies.iter().enumerate() {
        let others = || headers.iter().enumerate().filter(move |(other, _)| *other != which);
        for (address, shape) in &headers[which] {
            if others().any(|(_, shapes)| shapes.get(address).is_some_and(|other| other != shape)) {
                found.push(address.clone());
            }
        }
        for table in body.iter().flat_map(tables) {
            for entry in &table.entries {
                let address = address(table, entry);
                // With dotted keys, a table on the way may be no table elsewhere.
                let ends = table.address.len() + 1..=address.len();
                let clash = ends.rev().find(|end| {
                    let wanted = if *end == address.len() { None } else { Some(&Shape::Table) };
                    others().any(|(_, shapes)| {
                        shapes.get(&address[..*end]).is_some_and(|shape| Some(shape) != wanted)
                    })
                });
                found.extend(clash.map(|end| address[..end].to_vec()));
            }
        }
    }
    found.sort();
    found.dedup();
    let outermost =
        |address: &Address| !(1..address.len()).any(|end| found.iter().any(|f| *f == address[..end]));
    found.iter().filter(|address| outermost(address)).cloned().collect()
}

/// Where one body has a value, and another goes on with dotted keys.
fn value_on_the_way(bodies: &[Option<Body<'_>>; 3]) -> Vec<Address> {
    let entries =
        || bodies.iter().flatten().flat_map(tables).flat_map(|t| t.entries.iter().map(move |e| (t, e)));
    if entries().all(|(_, entry)| entry.keys.len() < 2) {
        return Vec::new();
    }
    let values: HashSet<Address> = entries().map(|(table, entry)| address(table, entry)).collect();
    let mut found = Vec::new();
    for (table, entry) in entries().filter(|(_, entry)| entry.keys.len() > 1) {
        let address = address(table, entry);
        let on_the_way = (table.address.len() + 1..address.len()).map(|end| address[..end].to_vec());
        found.extend(on_the_way.filter(|address| values.contains(address)));
    }
    found
}

/// Takes everything at an address out of a body.
pub fn remove(body: &mut Body<'_>, address: &[String]) {
    body.units.retain(|unit| !unit.address().starts_with(address));
    for unit in &mut body.units {
        if let Unit::Table(table) = unit {
            let at = table.address.clone();
            table.entries.retain(|entry| {
                let whole: Address = at.iter().chain(&entry.keys).cloned().collect();
                !whole.starts_with(address)
            });
        }
    }
}
