//! The way through three texts at once, piece by piece.

use std::borrow::Cow;
use std::collections::HashMap;

use super::field::{self, Held, Outcome};
use super::pieces::{Body, Entry, Head, List, Row, Table, Unit};
use super::{Conflict, Take, notes, order, rows, shape};
use crate::plan::document::{prose_as_written, written};
use crate::plan::path::FieldPath;
use crate::plan::value::Value;

/// A piece as the earlier text, the first and the second side have it.
type Three<T> = [Option<T>; 3];

/// What a merge gathers on its way. The two sides are in an order of their own, so that who merges makes no
/// difference to what comes out; `ours` says which of them, 1 or 2, is this side.
pub struct Walk<'c> {
    pub ours: usize,
    pub choices: &'c HashMap<&'c FieldPath, &'c Take>,
    pub conflicts: Vec<Conflict>,
    pub read_once: Vec<FieldPath>,
}

impl Walk<'_> {
    /// Merges what stands at the top of a file, or in a row. `header` is the keys that headers in it begin with.
    pub fn body(
        &mut self,
        path: &FieldPath,
        header: &[String],
        mut bodies: Three<Body<'_>>,
        out: &mut String,
    ) {
        shape::align(&mut bodies, header);
        for address in shape::clashes(&bodies) {
            self.whole(path, &address, &mut bodies);
        }
        let mut numbers: HashMap<Vec<String>, usize> = HashMap::new();
        let mut names: Vec<Vec<String>> = Vec::new();
        let orders = bodies.each_ref().map(|body| {
            let units = body.iter().flat_map(|body| &body.units);
            let number = |unit: &Unit<'_>| {
                *numbers.entry(unit.address().to_vec()).or_insert_with(|| {
                    names.push(unit.address().to_vec());
                    names.len() - 1
                })
            };
            units.map(number).collect::<Vec<_>>()
        });
        let mut units: Vec<Three<Unit<'_>>> = names.iter().map(|_| [None, None, None]).collect();
        for (which, body) in bodies.into_iter().enumerate() {
            for (unit, number) in body.into_iter().flat_map(|body| body.units).zip(&orders[which]) {
                units[*number][which] = Some(unit);
            }
        }
        let [base, one, two] = &orders;
        for number in order::order(names.len(), base, one, two, |x, y| names[x].cmp(&names[y])) {
            self.unit(path, header, std::mem::take(&mut units[number]), out);
        }
    }

    fn unit(&mut self, path: &FieldPath, header: &[String], units: Three<Unit<'_>>, out: &mut String) {
        if let [None, Some(only), None] | [None, None, Some(only)] = &units {
            only.write(out);
            return;
        }
        let is_list = units.iter().flatten().any(|unit| matches!(unit, Unit::List(_)));
        if is_list {
            let lists = units.map(|unit| match unit {
                Some(Unit::List(list)) => Some(list),
                _ => None,
            });
            self.list(path, header, lists, out);
        } else {
            let tables = units.map(|unit| match unit {
                Some(Unit::Table(table)) => Some(table),
                _ => None,
            });
            self.table(path, tables, out);
        }
    }

    fn table(&mut self, path: &FieldPath, tables: Three<Table<'_>>, out: &mut String) {
        let path = tables.iter().flatten().next().map_or_else(
            || path.clone(),
            |table| table.address.iter().fold(path.clone(), |path, key| path.child(key.clone())),
        );
        let mut numbers: HashMap<&[String], usize> = HashMap::new();
        let mut entries: Vec<Three<&Entry<'_>>> = Vec::new();
        let mut orders = [Vec::new(), Vec::new(), Vec::new()];
        for (which, table) in tables.iter().enumerate() {
            for entry in table.iter().flat_map(|table| &table.entries) {
                let number = *numbers.entry(&entry.keys).or_insert_with(|| {
                    entries.push([None; 3]);
                    entries.len() - 1
                });
                entries[number][which] = Some(entry);
                orders[which].push(number);
            }
        }
        let keys: Vec<&[String]> = entries
            .iter()
            .map(|three| three.iter().flatten().next().map_or(&[][..], |entry| entry.keys.as_slice()))
            .collect();
        let [base, one, two] = &orders;
        let mut inside = String::new();
        let mut has_entries = false;
        for number in order::order(entries.len(), base, one, two, |x, y| keys[x].cmp(keys[y])) {
            let path = keys[number].iter().fold(path.clone(), |path, key| path.child(key.clone()));
            has_entries |= self.entry(&path, entries[number], &mut inside);
        }
        let heads = tables.each_ref().map(|table| table.as_ref().and_then(|table| table.head.as_ref()));
        let stays = match heads.map(|head| head.is_some()) {
            [_, true, true] => true,
            [true, ..] => has_entries,
            [false, one, two] => one || two,
        };
        if stays {
            head(heads, out);
        } else {
            let of = |head: Option<&Head<'_>>| {
                head.map(notes::of_head).into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
            };
            let before = of(heads[0]);
            for side in &heads[1..] {
                left_behind(before.iter().map(String::as_str), of(*side).iter().map(String::as_str), out);
            }
        }
        out.push_str(&inside);
    }

    /// Merges an entry; says whether there is one then.
    fn entry(&mut self, path: &FieldPath, entries: Three<&Entry<'_>>, out: &mut String) -> bool {
        if let [None, Some(only), None] | [None, None, Some(only)] = entries {
            only.write(out);
            return true;
        }
        let held = match field::merge(path.leaf(), entries) {
            Outcome::Clear(held) => held,
            Outcome::Woven(value) => {
                self.read_once.push(path.clone());
                Held::Value(value)
            }
            Outcome::Clash => self.clash(path, entries.map(|entry| entry.map(Entry::said))),
        };
        let value = match &held {
            Held::Nothing => {
                if let Some(base) = entries[0] {
                    for side in entries[1..].iter().flatten() {
                        left_behind(notes::of_entry(base), notes::of_entry(side), out);
                    }
                }
                return false;
            }
            Held::Of(which) => entries[*which].map(|entry| entry.value.clone()).unwrap_or_default(),
            Held::Value(value) => {
                let spelled = entries[1..].iter().flatten().find(|entry| field::same(&entry.said(), value));
                spelled.map_or_else(|| anew(value, entries), |entry| entry.value.clone())
            }
        };
        merged_entry(entries, value).write(out);
        true
    }

    /// What a field or row holds that both sides changed to different things.
    fn clash(&mut self, path: &FieldPath, said: Three<Value>) -> Held {
        let side = |which: usize| if said[which].is_some() { Held::Of(which) } else { Held::Nothing };
        let theirs = 3 - self.ours;
        match self.choices.get(path) {
            Some(Take::Mine) => return side(self.ours),
            Some(Take::Theirs) => return side(theirs),
            Some(Take::Text(value)) => return Held::Value(value.clone()),
            Some(Take::Both) => {
                let [base, ours, theirs] = [&said[0], &said[self.ours], &said[theirs]];
                if let Some(both) = field::both(base.as_ref(), ours.as_ref(), theirs.as_ref()) {
                    return Held::Value(both);
                }
            }
            None => {}
        }
        let held = side(self.ours);
        let [base, one, two] = said;
        let (ours, theirs) = if self.ours == 1 { (one, two) } else { (two, one) };
        self.conflicts.push(Conflict { path: path.clone(), base, ours, theirs });
        held
    }

    fn list(&mut self, path: &FieldPath, header: &[String], lists: Three<List<'_>>, out: &mut String) {
        let address = lists.iter().flatten().next().map(|list| list.address.clone()).unwrap_or_default();
        let path = address.iter().fold(path.clone(), |path, key| path.child(key.clone()));
        let header: Vec<String> = header.iter().chain(&address).cloned().collect();
        let known = rows::tell_apart(&lists);
        let texts = lists.each_ref().map(|list| list.as_ref().map(|list| Cow::Borrowed(list.notes.as_str())));
        out.push_str(&notes::above(texts.each_ref().map(Option::as_ref)));
        let mut all: Vec<Three<Row<'_>>> = (0..known.count()).map(|_| [None, None, None]).collect();
        for (which, list) in lists.into_iter().enumerate() {
            for (row, number) in list.into_iter().flat_map(|list| list.rows).zip(&known.orders[which]) {
                all[*number][which] = Some(row);
            }
        }
        let [base, one, two] = &known.orders;
        for number in order::order(known.count(), base, one, two, |x, y| known.names[x].cmp(&known.names[y]))
        {
            self.row(&path, &header, std::mem::take(&mut all[number]), out);
        }
    }

    fn row(&mut self, list: &FieldPath, header: &[String], three: Three<Row<'_>>, out: &mut String) {
        match three {
            [None, Some(only), None] | [None, None, Some(only)] => only.body.write(out),
            [base, Some(one), Some(two)] => {
                let before = base.as_ref().map(|row| row.key.as_str());
                // A row that got an id goes by it.
                let key = match (before == Some(&one.key), before == Some(&two.key)) {
                    (true, _) => two.key.clone(),
                    (_, true) => one.key.clone(),
                    _ => one.key.clone().min(two.key.clone()),
                };
                let bodies = [base.map(|row| row.body), Some(one.body), Some(two.body)];
                self.body(&list.child(key), header, bodies, out);
            }
            [Some(base), Some(left), None] => self.removed(list, header, base, (1, left), out),
            [Some(base), None, Some(left)] => self.removed(list, header, base, (2, left), out),
            _ => {}
        }
    }

    /// A row that one side removed: gone, unless the other changed it.
    fn removed(
        &mut self,
        list: &FieldPath,
        header: &[String],
        base: Row<'_>,
        (which, left): (usize, Row<'_>),
        out: &mut String,
    ) {
        let (before, now) = (base.body.said(), left.body.said());
        if field::same(&before, &now) || field::same(&before, &without_new_id(&before, &now)) {
            left_behind(notes::of_body(&base.body), notes::of_body(&left.body), out);
            return;
        }
        let mut said = [Some(before), None, None];
        said[which] = Some(now.clone());
        let chosen = self.choices.get(&list.child(left.key.clone()));
        // With a row there can be no more of both than the row as it was changed.
        let held = match chosen {
            Some(Take::Both) => Held::Of(which),
            _ => self.clash(&list.child(left.key.clone()), said),
        };
        match held {
            Held::Nothing => {}
            Held::Value(Value::Table(entries)) => Body::of_row(header, &entries).write(out),
            Held::Value(_) | Held::Of(_) => left.body.write(out),
        }
    }

    /// An address at which the bodies hold things that cannot be merged: one of them is taken as a whole.
    fn whole(&mut self, path: &FieldPath, address: &[String], bodies: &mut Three<Body<'_>>) {
        let said = bodies.each_ref().map(|body| {
            let all = body.as_ref().map(Body::said)?;
            address.iter().try_fold(all, |value, key| match value {
                Value::Table(entries) => {
                    entries.into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
                }
                _ => None,
            })
        });
        let same = |x: usize, y: usize| match (&said[x], &said[y]) {
            (Some(x), Some(y)) => field::same(x, y),
            (None, None) => true,
            _ => false,
        };
        let side = |which: usize| if said[which].is_some() { Held::Of(which) } else { Held::Nothing };
        let held = if same(1, 2) || same(0, 2) {
            side(1)
        } else if same(0, 1) {
            side(2)
        } else {
            let path = address.iter().fold(path.clone(), |path, key| path.child(key.clone()));
            self.clash(&path, said.clone())
        };
        let kept = match held {
            Held::Of(which) => which,
            Held::Nothing => 3,
            // What was typed in its place goes to the side that is taken over.
            Held::Value(value) => {
                let Some(body) = &mut bodies[self.ours] else { return };
                shape::remove(body, address);
                if let (Some(Unit::Table(own)), [key]) = (body.units.first_mut(), address) {
                    own.entries.push(Entry::new(key, &value));
                }
                self.ours
            }
        };
        for (which, body) in bodies.iter_mut().enumerate() {
            if which != kept
                && let Some(body) = body
            {
                shape::remove(body, address);
            }
        }
    }
}

/// What a row says, without the id that it had not before.
fn without_new_id(before: &Value, now: &Value) -> Value {
    match (before, now) {
        (Value::Table(before), Value::Table(now)) if !before.iter().any(|(key, _)| key == "id") => {
            Value::Table(now.iter().filter(|(key, _)| key != "id").cloned().collect())
        }
        _ => now.clone(),
    }
}

/// Comments that one side put to something that the other removed stay where it stood.
fn left_behind<'c>(
    before: impl Iterator<Item = &'c str>,
    now: impl Iterator<Item = &'c str>,
    out: &mut String,
) {
    for comment in notes::new_ones(before, now) {
        out.push_str(comment);
        out.push('\n');
    }
}

/// A merged value as the program writes it; what was a block of prose stays one.
fn anew<'e>(value: &Value, entries: Three<&Entry<'_>>) -> Cow<'e, str> {
    let was_block = entries.iter().flatten().any(|entry| entry.value.starts_with("\"\"\""));
    Cow::Owned(match value {
        Value::Text(text) if was_block => prose_as_written(text),
        _ => written(value),
    })
}

fn head<'t>(heads: Three<&'t Head<'t>>, out: &mut String) {
    let of = |part: fn(&'t Head<'t>) -> &'t str| heads.map(|head| head.map(|head| Cow::Borrowed(part(head))));
    let (behind, more) = notes::behind(of(|head| &head.behind).each_ref().map(Option::as_ref));
    let mut above = notes::above(of(|head| &head.above).each_ref().map(Option::as_ref));
    notes::add_above(&mut above, more);
    let header = spelled(of(|head| &head.header).each_ref().map(Option::as_ref));
    Head { above, header, behind }.write(out);
}

/// The entry around a merged value: its spelling, and the comments that stand with it.
fn merged_entry<'e>(entries: Three<&'e Entry<'e>>, value: Cow<'e, str>) -> Entry<'e> {
    let of = |part: fn(&'e Entry<'e>) -> &'e str| {
        entries.map(|entry| entry.map(|entry| Cow::Borrowed(part(entry))))
    };
    let (behind, more) = notes::behind(of(|entry| &entry.behind).each_ref().map(Option::as_ref));
    let mut above = notes::above(of(|entry| &entry.above).each_ref().map(Option::as_ref));
    notes::add_above(&mut above, more);
    // Comments within a list that is written anew, or taken from the other side, stand above it.
    if entries.iter().flatten().any(|entry| entry.value.contains('#')) {
        let inside = |which: usize| -> Vec<&str> {
            entries[which].map(|entry| notes::inside(&entry.value).collect()).unwrap_or_default()
        };
        let wanted = order::set(&inside(0), &inside(1), &inside(2));
        let there: Vec<&str> = notes::inside(&value).collect();
        let lost: Vec<String> = wanted
            .iter()
            .filter(|comment| !there.contains(comment))
            .map(|comment| (*comment).to_owned())
            .collect();
        notes::add_above(&mut above, lost);
    }
    Entry {
        keys: Vec::new(),
        above,
        key: spelled(of(|entry| &entry.key).each_ref().map(Option::as_ref)),
        equals: spelled(of(|entry| &entry.equals).each_ref().map(Option::as_ref)),
        value,
        behind,
    }
}

/// The spelling of what says the same: as whoever changed it has it.
fn spelled<'t>([base, one, two]: Three<&Cow<'t, str>>) -> Cow<'t, str> {
    match (one, two) {
        (Some(one), Some(two)) => if base == Some(one) { two } else { one }.clone(),
        (only, other) => only.or(other).cloned().unwrap_or_default(),
    }
}
