//! The kind of an activity, from its title.

use crate::form::phrases::names::{find, plain, same, singular};
use crate::standards::{Choice, Edition, Kind};

/// Words behind which a title no longer says what the activity is: "Drop-in at the school".
const AFTER: [&str; 10] = ["at", "in", "for", "with", "of", "on", "to", "by", "from", "about"];

/// The kind that a part names, and nothing else: "surgery".
pub(super) fn named<'e>(part: &str, edition: &'e Edition) -> Option<&'e Kind> {
    let part = words(part);
    names(edition).find(|(name, _)| same(name, &part)).map(|(_, kind)| kind)
}

/// The channel that a part names, and nothing else: "Dorset Alert".
pub(super) fn channel<'e>(part: &str, edition: &'e Edition) -> Option<&'e Choice> {
    let part = words(part);
    edition
        .channels
        .iter()
        .find(|channel| same(&words(&channel.label), &part) || same(&words(&channel.id), &part))
}

/// Every gathering is one: in "Farm Watch meeting" the other name says more.
const VAGUE: &str = "meeting";

/// The kind that a title speaks of. The last name before "at", "with" and the like is what it is: a school
/// drop-in is a drop-in. Where names overlap the first counts, and of two that begin together the longer.
pub(super) fn guessed<'e>(title: &str, edition: &'e Edition) -> Option<&'e Kind> {
    let title = words(title);
    let mut all: Vec<(usize, usize, &Kind)> = names(edition)
        .filter_map(|(name, kind)| find(&name, &title).map(|at| (at, at + name.len(), kind)))
        .collect();
    all.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut found: Vec<(usize, usize, &Kind)> = Vec::new();
    for name in all {
        if found.last().is_none_or(|last| last.1 <= name.0) {
            found.push(name);
        }
    }
    let inside = |at: usize| found.iter().any(|(start, end, _)| (*start..*end).contains(&at));
    let head = title
        .iter()
        .enumerate()
        .find(|(at, word)| AFTER.contains(&word.as_str()) && !inside(*at))
        .map_or(title.len(), |(at, _)| at);
    let is_vague = |start: usize, end: usize| title.get(start..end).is_some_and(|words| words == [VAGUE]);
    found
        .iter()
        .filter(|(start, _, _)| *start < head)
        .max_by_key(|(start, end, _)| (!is_vague(*start, *end), *end))
        .or_else(|| found.first())
        .map(|(_, _, kind)| *kind)
}

/// What every kind goes by: its label, its id and what else the edition says it is called.
fn names(edition: &Edition) -> impl Iterator<Item = (Vec<String>, &Kind)> {
    edition.kinds.iter().flat_map(|kind| {
        let names = [&kind.label, &kind.id].into_iter().chain(&kind.also);
        names.map(move |name| (words(name), kind))
    })
}

fn words(text: &str) -> Vec<String> {
    plain(text).iter().map(|word| singular(word)).collect()
}
