//! The flags on `nec.toml` and `areas.toml`, each with its place there.

use std::ops::Range;

use super::checked::{Quote, Told};
use super::excerpt::Excerpt;
use super::spot::Lines;
use super::{blocked, private};
use crate::check::{self, Aim, Finding};
use crate::plan::document::Source;
use crate::plan::{FieldPath, RelPath, Value};
use crate::store::Directory;
use crate::store::find::MARK;

/// What does not hold together in settings that can be read, and what must never be recorded in them and in the
/// editions. What cannot be read at all is among the directory's problems.
pub(super) fn flags(directory: &Directory) -> Vec<Told> {
    let Directory { force, areas, editions, .. } = directory;
    let of_settings = |said: &Value| check::of_settings(force, said, areas, editions);
    let mut flags = in_file(directory, MARK, &directory.force_text, of_settings);
    flags
        .extend(in_file(directory, "areas.toml", &directory.areas_text, |said| check::of_areas(force, said)));
    for edition in editions {
        let file = format!("standards/{}.toml", edition.id);
        let text = RelPath::new(&file).ok().and_then(|file| directory.files.read(&file).ok());
        flags.extend(
            text.map(|read| in_file(directory, &file, &read.text, |_| Vec::new())).unwrap_or_default(),
        );
    }
    flags
}

/// The flags on one file, with what says who somebody is hidden in all of them.
fn in_file(
    directory: &Directory,
    file: &str,
    text: &str,
    flags: impl Fn(&Value) -> Vec<Finding>,
) -> Vec<Told> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let Some(said) = source.get(&FieldPath::root()) else { return Vec::new() };
    let never = blocked::in_source(directory, &source);
    let personal = never.iter().filter(|finding| finding.rule == private::PERSONAL_DATA);
    let phrase = |finding: &Finding| part(&source, finding).and_then(|at| text.get(at));
    let phrases: Vec<&str> = personal
        .map(|finding| phrase(finding).unwrap_or_else(|| finding.path.leaf()))
        .filter(|phrase| !phrase.is_empty())
        .collect();
    let shown = private::hidden(text, &phrases);
    let found = flags(&said);
    let found = found.iter().chain(&never);
    let mut told: Vec<Told> = found.map(|finding| told(file, &source, &shown, finding)).collect();
    told.iter_mut().for_each(|told| private::hide(told, &phrases));
    told
}

/// The bytes of the part of a text that a flag is about.
fn part(source: &Source, finding: &Finding) -> Option<Range<usize>> {
    finding.part.as_ref().and_then(|part| source.part_span(&finding.path, part))
}

/// `shown` is the text with what is hidden in it, byte for byte.
fn told(file: &str, source: &Source, shown: &str, finding: &Finding) -> Told {
    let value = || source.value_span(&finding.path).filter(|_| finding.aim == Aim::Value);
    let pointed = part(source, finding).or_else(value).unwrap_or_else(|| source.span(&finding.path));
    let quote = Excerpt::of(shown, &pointed).map_or(Quote::Nothing, Quote::Line);
    Told::of(finding, file, Lines::of(source.text()).reach(&pointed), quote)
}
