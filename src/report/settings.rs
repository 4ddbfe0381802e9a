//! The flags on `nec.toml` and `areas.toml`, each with its place there.

use super::checked::{Quote, Told};
use super::excerpt::Excerpt;
use super::spot::Lines;
use crate::check::{self, Finding};
use crate::plan::document::Source;
use crate::plan::printable::printable;
use crate::plan::{FieldPath, Value};
use crate::store::Directory;
use crate::store::find::MARK;

/// What does not hold together in settings that can be read. What cannot be read at all is among the
/// directory's problems.
pub(super) fn flags(directory: &Directory) -> Vec<Told> {
    let Directory { force, areas, editions, .. } = directory;
    let of_settings = |said: &Value| check::of_settings(force, said, areas, editions);
    let mut flags = in_file(MARK, &directory.force_text, of_settings);
    flags.extend(in_file("areas.toml", &directory.areas_text, |said| check::of_areas(force, said)));
    flags
}

fn in_file(file: &str, text: &str, flags: impl Fn(&Value) -> Vec<Finding>) -> Vec<Told> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let said = source.get(&FieldPath::root());
    said.map(|said| flags(&said))
        .unwrap_or_default()
        .into_iter()
        .map(|flag| told(file, &source, flag))
        .collect()
}

fn told(file: &str, source: &Source, finding: Finding) -> Told {
    let quoted = source.value_span(&finding.path).unwrap_or_else(|| source.span(&finding.path));
    Told {
        rule: finding.rule,
        class: finding.class,
        place: None,
        standard: None,
        at: source.locate(&finding.path),
        reach: Lines::of(source.text()).reach(&quoted),
        path: finding.path,
        file: file.to_owned(),
        message: printable(&finding.message).into_owned(),
        help: printable(&finding.help).into_owned(),
        waived: false,
        asked: false,
        aside: None,
        also: Vec::new(),
        quote: Excerpt::of(source.text(), &quoted).map_or(Quote::Nothing, Quote::Line),
    }
}
