//! Which row of one text is which of another.

use std::collections::{HashMap, HashSet};

use super::field::same;
use super::pieces::{List, Row};
use crate::plan::document::written;

/// The rows of the earlier text and of both sides as numbers: the same row has the same number.
#[derive(Debug, Default)]
pub struct Known {
    pub orders: [Vec<usize>; 3],
    /// What each number stands for, to put them in order where nothing else does.
    pub names: Vec<String>,
}

impl Known {
    pub fn count(&self) -> usize {
        self.names.len()
    }

    fn number(&mut self, numbers: &mut HashMap<String, usize>, name: String) -> usize {
        *numbers.entry(name.clone()).or_insert_with(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }
}

/// Whether a row goes by its place alone.
fn is_unnamed(row: &Row<'_>) -> bool {
    row.key.starts_with('#')
}

/// Tells rows apart by their keys. A row that got its id on one side is the one that went by its name before; a row
/// without any name is the one of the same content, else the one that stands where it stood.
pub fn tell_apart(lists: &[Option<List<'_>>; 3]) -> Known {
    let mut known = Known::default();
    let mut numbers = HashMap::new();
    let none: &[Row<'_>] = &[];
    let [base, one, two] =
        lists.each_ref().map(|list| list.as_ref().map_or(none, |list| list.rows.as_slice()));
    let of_base: Vec<usize> = base
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let repeated = numbers.contains_key(&row.key);
            let name = if repeated { format!("{} {at}", row.key) } else { row.key.clone() };
            known.number(&mut numbers, name)
        })
        .collect();
    for (which, side) in [one, two].into_iter().enumerate() {
        let mut found = counterparts(base, side);
        let mut taken: HashSet<usize> = HashSet::new();
        let order = side.iter().enumerate().map(|(at, row)| {
            if let Some(at) = found.remove(&at)
                && taken.insert(of_base[at])
            {
                return of_base[at];
            }
            let content = if is_unnamed(row) { written(&row.body.said()) } else { row.key.clone() };
            (1..)
                .map(|time| known.number(&mut numbers, format!("+{content} {time}")))
                .find(|number| taken.insert(*number))
                .unwrap_or_default()
        });
        known.orders[which + 1] = order.collect();
    }
    known.orders[0] = of_base;
    known
}

/// For the rows of a side, by place, the rows of the earlier text that they were.
fn counterparts(base: &[Row<'_>], side: &[Row<'_>]) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    let by_key: HashMap<&str, usize> =
        base.iter().enumerate().rev().map(|(at, row)| (row.key.as_str(), at)).collect();
    let keys: HashSet<&str> = side.iter().map(|row| row.key.as_str()).collect();
    for (at, row) in side.iter().enumerate().filter(|(_, row)| !is_unnamed(row)) {
        if let Some(known) = by_key.get(row.key.as_str()) {
            found.insert(at, *known);
            continue;
        }
        let name = || {
            ["name", "title", "rule"]
                .iter()
                .find_map(|key| row.body.text(key).filter(|name| !name.is_empty()))
        };
        let before = name().and_then(|name| by_key.get(name.as_str()).copied());
        if let Some(before) = before.filter(|before| {
            !keys.contains(base[*before].key.as_str()) && base[*before].body.text("id").is_none()
        }) {
            found.insert(at, before);
        }
    }
    unnamed(base, side, &mut found);
    found
}

fn unnamed(base: &[Row<'_>], side: &[Row<'_>], found: &mut HashMap<usize, usize>) {
    let places = |rows: &[Row<'_>]| -> Vec<usize> {
        rows.iter().enumerate().filter(|(_, row)| is_unnamed(row)).map(|(at, _)| at).collect()
    };
    let (mut before, mut now) = (places(base), places(side));
    if before.is_empty() || now.is_empty() {
        return;
    }
    let says: HashMap<usize, _> = before.iter().map(|at| (*at, base[*at].body.said())).collect();
    now.retain(|at| {
        let row = side[*at].body.said();
        let equal = before.iter().position(|known| says.get(known).is_some_and(|said| same(said, &row)));
        if let Some(equal) = equal {
            found.insert(*at, before.remove(equal));
        }
        equal.is_none()
    });
    if before.len() == now.len() {
        found.extend(now.into_iter().zip(before));
    }
}
