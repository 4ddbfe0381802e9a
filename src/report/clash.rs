//! A place at which two sides say different things, as people read it: what it is, what each side has there, who
//! wrote it and when.

use std::collections::BTreeMap;

use crate::form::{Field, Form, Kind, Rows};
use crate::git::sync::conflicts::{Layer, Open, Side};
use crate::plan::printable::one_line;
use crate::plan::{Document, FieldPath, Place, RelPath, Value};
use crate::report::case::edition_of;
use crate::report::differences::{form_of, shown};
use crate::report::synced::name;
use crate::report::versions::moment;
use crate::store::Directory;

/// A place in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    pub open: Open,
    /// "West Dorset 2026-27"; of a file that is no plan, its path.
    pub plan: String,
    /// "2 Meeting people face to face, What we commit to".
    pub field: String,
    /// What stood there before both, what this side has and what the other has; nothing where nothing is.
    pub base: Option<String>,
    pub mine: Option<String>,
    pub theirs: Option<String>,
    /// What both together would be; nothing where there cannot be both.
    pub both: Option<String>,
    /// What was written anew in its place, if that was decided.
    pub anew: Option<String>,
    /// What kind of text can be written in its place; nothing where none can.
    pub kind: Option<Kind>,
}

/// Places in words, in the order in which they came. `texts` are those of files that cannot be read from the disk until
/// they are settled.
pub fn clashes(directory: &Directory, open: Vec<Open>, texts: &BTreeMap<RelPath, String>) -> Vec<Clash> {
    let mut known: Option<(RelPath, Around)> = None;
    let mut out = Vec::with_capacity(open.len());
    for open in open {
        let is_known = known.as_ref().is_some_and(|(file, _)| *file == open.file);
        if !is_known {
            known = Some((open.file.clone(), Around::of(directory, &open.file, texts.get(&open.file))));
        }
        if let Some((_, around)) = &known {
            out.push(around.clash(open));
        }
    }
    out
}

/// The file that a place is in.
struct Around {
    name: String,
    form: Form,
    document: Option<Document>,
}

/// Where a field stands: its section's title, itself, the key of the row it is in, and its column.
type Standing<'f> = (&'f str, Option<&'f Field>, Option<String>, Option<&'f Field>);

impl Around {
    fn of(directory: &Directory, file: &RelPath, text: Option<&String>) -> Around {
        let plan = file.role().and_then(|role| role.place().cloned());
        let plan = plan.filter(|place| place.plan_file() == *file);
        let read = |place: &Place| match text {
            Some(text) => Document::parse(text).ok(),
            None => directory.read_plan(place).ok().map(|(read, _)| read),
        };
        let document = plan.as_ref().and_then(read);
        let form = match (&plan, &document) {
            (Some(place), Some(document)) => {
                let edition = edition_of(directory, place, document).ok();
                form_of(document, edition, &directory.areas, &directory.force)
            }
            _ => Form { sections: Vec::new() },
        };
        Around { name: name(directory, file), form, document }
    }

    fn clash(&self, open: Open) -> Clash {
        let text = |value: &Option<Value>| {
            if open.path.is_root() {
                return Some(whole(value).to_owned());
            }
            value.as_ref().map(|value| shown(&self.form, &open.path, value).trim_end().to_owned())
        };
        let anew = match &open.choice {
            Some(crate::plan::merge::Take::Text(value)) => text(&Some(value.clone())),
            _ => None,
        };
        Clash {
            plan: self.name.clone(),
            field: self.field(&open.path, [&open.ours, &open.theirs, &open.base]),
            base: text(&open.base),
            mine: text(&open.ours),
            theirs: text(&open.theirs),
            both: text(&open.both),
            anew,
            kind: self.kind(&open),
            open,
        }
    }

    fn at(&self, path: &FieldPath) -> Option<Standing<'_>> {
        let place = self.form.find(path)?;
        let section = self.form.sections.get(place.section)?;
        let field = section.fields.get(place.field).filter(|field| path.is_within(&field.path));
        let column = match field.map(|field| &field.kind) {
            Some(Kind::Rows(Rows { columns, .. })) => place.column.and_then(|at| columns.get(at)),
            _ => None,
        };
        Some((&section.title, field, place.row.filter(|_| field.is_some()), column))
    }

    fn field(&self, path: &FieldPath, sides: [&Option<Value>; 3]) -> String {
        if path.is_root() {
            return "the file as a whole".into();
        }
        let Some((section, Some(field), row, column)) = self.at(path) else {
            return one_line(&path.to_string());
        };
        let mut words = vec![section.to_owned()];
        if field.label != section {
            words.push(field.label.clone());
        }
        if let Some(key) = row {
            let depth = field.path.segments().len() + 1;
            let row = FieldPath::of(path.segments()[..depth.min(path.segments().len())].to_vec());
            let stands = self.document.as_ref().and_then(|document| document.get(&row));
            let is_row = path.segments().len() == depth;
            let all = stands.iter().chain(sides.into_iter().flatten().filter(|_| is_row));
            words.push(all.filter_map(name_of).next().unwrap_or(key));
        }
        match column {
            Some(column) => words.push(column.label.clone()),
            None if path.segments().len() > field.path.segments().len() + 1 => {
                words.push(path.leaf().to_owned());
            }
            None => {}
        }
        one_line(&words.join(", "))
    }

    /// A field of a plan is written as the form has it; a text of another file as a text.
    fn kind(&self, open: &Open) -> Option<Kind> {
        let values = [&open.ours, &open.theirs, &open.base].into_iter().flatten();
        if open.path.is_root() || values.clone().any(|value| matches!(value, Value::Table(_))) {
            return None;
        }
        if let Some((_, Some(field), row, column)) = self.at(&open.path) {
            return match (column, row) {
                (Some(column), _) => Some(column.kind.clone()),
                (None, None) if field.path == open.path => Some(field.kind.clone()),
                _ => None,
            };
        }
        values.clone().all(|value| matches!(value, Value::Text(_))).then_some(Kind::Prose)
    }
}

/// What one side says of a file that is one side's or the other's as a whole.
pub fn whole(value: &Option<Value>) -> &'static str {
    if value.is_some() { "(the file as it is there)" } else { "(the file is taken away)" }
}

/// What a row is called.
fn name_of(row: &Value) -> Option<String> {
    let Value::Table(entries) = row else { return None };
    ["title", "name", "who", "aim", "rule", "id"].iter().find_map(|key| {
        let (_, value) = entries.iter().find(|(known, _)| known == key)?;
        value.as_text().filter(|text| !text.trim().is_empty()).map(str::to_owned)
    })
}

/// Who wrote what stands on a side, and when.
pub fn who(side: &Side, layer: Layer) -> String {
    match (&side.by, side.when) {
        (Some(by), Some(when)) => format!("{}, {}", one_line(by), moment(when)),
        (Some(by), None) => one_line(by),
        (None, _) if layer == Layer::Unrecorded => "not recorded yet".to_owned(),
        (None, _) => String::new(),
    }
}
