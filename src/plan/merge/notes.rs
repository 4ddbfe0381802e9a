//! Comments and blank lines, merged: what stands above a thing by lines, what stands behind it as a whole.

use std::borrow::Cow;
use std::collections::HashMap;

use super::order;
use super::pieces::{Body, Entry, Head};
use crate::plan::document::comments;

/// What stands above a thing, merged: where both sides changed it, the lines that either added are there.
pub fn above<'t>([base, one, two]: [Option<&Cow<'t, str>>; 3]) -> Cow<'t, str> {
    let (one, two) = match (one, two) {
        (Some(one), Some(two)) => (one, two),
        (only, other) => return only.or(other).cloned().unwrap_or_default(),
    };
    if one == two || base == Some(two) {
        return one.clone();
    }
    if base == Some(one) {
        return two.clone();
    }
    let merged =
        order::set(&base.map_or_else(Vec::new, |base| split_of(base)), &split_of(one), &split_of(two));
    Cow::Owned(merged.concat() + lines(one).1)
}

fn split_of(text: &str) -> Vec<&str> {
    lines(text).0.split_inclusive('\n').collect()
}

/// Whole lines, and the indentation of what follows.
fn lines(text: &str) -> (&str, &str) {
    text.split_at(text.rfind('\n').map_or(0, |at| at + 1))
}

/// What stands behind a thing, merged; and the comment of the second side, where both sides changed it.
pub fn behind<'t>([base, one, two]: [Option<&Cow<'t, str>>; 3]) -> (Cow<'t, str>, Option<String>) {
    let (one, two) = match (one, two) {
        (Some(one), Some(two)) => (one, two),
        (only, other) => return (only.or(other).cloned().unwrap_or_default(), None),
    };
    let says = |text: &Cow<'t, str>| text.trim().to_owned();
    let before = base.map(says).unwrap_or_default();
    if says(one) == says(two) {
        return (if base == Some(one) { two.clone() } else { one.clone() }, None);
    }
    match (says(one) == before, says(two) == before) {
        (true, _) => (two.clone(), None),
        (_, true) => (one.clone(), None),
        _ if says(one).is_empty() => (two.clone(), None),
        _ if says(two).is_empty() => (one.clone(), None),
        _ => (one.clone(), Some(says(two))),
    }
}

/// The comments that stand with an entry: above it, behind it and in its value.
pub fn of_entry<'e>(entry: &'e Entry<'_>) -> impl Iterator<Item = &'e str> {
    in_lines(&entry.above).chain(inside(&entry.value)).chain(in_lines(&entry.behind))
}

/// The comments that stand with a header.
pub fn of_head<'h>(head: &'h Head<'_>) -> impl Iterator<Item = &'h str> {
    in_lines(&head.above).chain(in_lines(&head.behind))
}

/// All comments in a body.
pub fn of_body<'b>(body: &'b Body<'_>) -> impl Iterator<Item = &'b str> {
    body.heads().flat_map(of_head).chain(body.entries().flat_map(of_entry))
}

/// The comments in a value within brackets.
pub fn inside(value: &str) -> impl Iterator<Item = &str> {
    let found = (value.starts_with(['[', '{']) && value.contains('#')).then(|| comments(value));
    found.into_iter().flatten().filter_map(|span| value.get(span))
}

fn in_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| line.starts_with('#'))
}

/// The comments that are not among those before.
pub fn new_ones<'c>(
    before: impl Iterator<Item = &'c str>,
    now: impl Iterator<Item = &'c str>,
) -> Vec<&'c str> {
    let before: Vec<&str> = before.collect();
    now.filter(|comment| !before.contains(comment)).collect()
}

/// Adds lines of comments above a thing.
pub fn add_above(above: &mut Cow<'_, str>, comments: impl IntoIterator<Item = impl AsRef<str>>) {
    for comment in comments {
        let (whole, indentation) = lines(above);
        *above = Cow::Owned(format!("{whole}{}\n{indentation}", comment.as_ref()));
    }
}

/// A comment that both sides carried along, each with something else that they put above or below it, stands in the
/// merged text once for each time that it should.
pub fn once_each(base: &str, one: &str, two: &str, text: String) -> String {
    if !base.contains('#') {
        return text;
    }
    let count = |text: &str| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for span in comments(text) {
            *counts.entry(text[span].to_owned()).or_default() += 1;
        }
        counts
    };
    let [before, one, two] = [count(base), count(one), count(two)];
    let mut out = String::with_capacity(text.len());
    let mut met: HashMap<&str, usize> = HashMap::new();
    let mut at = 0;
    for span in comments(&text) {
        let comment = &text[span.clone()];
        let Some(known) = before.get(comment) else { continue };
        let (one, two) = (one.get(comment).copied().unwrap_or(0), two.get(comment).copied().unwrap_or(0));
        let most = (one + two).saturating_sub(*known).max(one.min(two));
        let times = met.entry(comment).or_default();
        *times += 1;
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let stands_alone = text[start..span.start].trim().is_empty();
        if *times > most && stands_alone {
            out.push_str(&text[at..start]);
            at = (span.end + 1).min(text.len());
        }
    }
    out.push_str(&text[at..]);
    out
}
