//! What can be filled in, from the edition: sections, fields, rows, help. It knows no screen, so that the
//! full screen and a linear mode for screen readers can be two faces of one form.

pub mod base;
pub mod convert;
pub mod phrases;
mod summary;

pub use summary::WAIVERS;

use crate::plan::{Areas, FieldPath, Force, Plan};
use crate::standards::{Choice, Edition, Standard};

/// The whole form of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub sections: Vec<Section>,
}

/// What a section of the form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionId {
    /// The area, its people and its neighbourhoods.
    Area,
    Priorities,
    /// A standard, by id.
    Standard(String),
    /// Answers to standards that the edition does not have.
    Kept,
    /// Flags, what is asked to be set aside, the year, and recording.
    Summary,
}

/// One screenful of the walk: a title, what is asked, and fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub id: SectionId,
    /// "2 Meeting people face to face".
    pub title: String,
    /// For the strip of sections: "2".
    pub short: String,
    /// What the standard asks, in a sentence.
    pub asks: String,
    pub fields: Vec<Field>,
}

/// Something that can be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its address. A column's is within its row.
    pub path: FieldPath,
    pub label: String,
    pub kind: Kind,
    /// Help on this field: why it is asked, and what panels find wanting.
    pub help: String,
    pub example: String,
    /// Words asked of a text, where a number is asked.
    pub words: Option<i64>,
}

/// What a field holds, and so how it is typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Line,
    Prose,
    /// A whole number, with its unit.
    Number(String),
    /// One of these.
    Choice(Vec<Choice>),
    /// Texts, with these on offer.
    List(Vec<Choice>),
    Date,
    Dates,
    Time,
    Cadence,
    /// A weekday of the month.
    Weekday,
    YesNo,
    Link,
    Rows(Rows),
    /// What the file has and the edition has no place for: it is shown, and cannot be written.
    Kept,
}

impl Kind {
    /// Whether it is a text of many lines, which opens to the whole screen.
    pub fn is_long(&self) -> bool {
        matches!(self, Kind::Prose | Kind::Kept)
    }
}

/// A list of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// One of them, with its article: "an activity".
    pub one: String,
    /// The columns, each with an address within the row.
    pub columns: Vec<Field>,
    /// How many are asked, where a number is.
    pub asked: Option<i64>,
    pub manner: RowManner,
}

/// How rows come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowManner {
    /// Added one by one.
    Free,
    /// Activities: also added in one line.
    Activities,
    /// One for each neighbourhood of the area, no more and no fewer.
    Neighbourhoods,
}

impl Form {
    /// The form of a plan on an edition.
    pub fn new(plan: &Plan, edition: &Edition, areas: &Areas, force: &Force) -> Form {
        let known = base::Known { plan, edition, areas, force };
        let mut sections = vec![known.area_section(), known.priorities_section()];
        sections.extend(edition.standards.iter().map(|standard| known.standard_section(standard)));
        sections.extend(known.kept_section());
        sections.push(known.summary_section());
        Form { sections }
    }

    /// The place in the form nearest to an address: section, field, and the row and column inside it.
    pub fn find(&self, path: &FieldPath) -> Option<Place> {
        for (section, of) in self.sections.iter().enumerate() {
            for (field, at) in of.fields.iter().enumerate() {
                if path.is_within(&at.path) {
                    let mut inside = path.segments()[at.path.segments().len()..].iter().cloned();
                    let Kind::Rows(rows) = &at.kind else {
                        return Some(Place { section, field, row: None, column: None });
                    };
                    let row = inside.next();
                    let column = inside
                        .next()
                        .and_then(|name| rows.columns.iter().position(|column| column.path.leaf() == name));
                    return Some(Place { section, field, row, column });
                }
            }
        }
        let section = match path.segments() {
            [first, id, ..] if first == "standards" => self.standard(id)?,
            _ => 0,
        };
        Some(Place { section, field: 0, row: None, column: None })
    }

    /// The section of a standard.
    pub fn standard(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| matches!(&section.id, SectionId::Standard(of) if of == id))
    }

    /// A field of a row as a field of its own, with the row's address.
    pub fn in_row(column: &Field, row: &FieldPath) -> Field {
        Field { path: row.child(column.path.leaf()), ..column.clone() }
    }
}

/// A place in the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub section: usize,
    pub field: usize,
    /// The row's segment of the address.
    pub row: Option<String>,
    pub column: Option<usize>,
}

/// The words that ask for a standard's rows of a field.
fn asked_rows(standard: &Standard, field: &str) -> Option<i64> {
    match field {
        "partners" => standard.requires.partners,
        "groups" => standard.requires.groups,
        _ => None,
    }
    .or_else(|| {
        let (_, demand) = standard.requires.fields.iter().find(|(id, _)| id == field)?;
        demand.at_least.map(|number| number as i64)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::{Document, labels};
    use crate::standards::load;

    #[test]
    fn flags_call_a_field_as_the_form_does() {
        let (name, text) = load::embedded()[0];
        let edition = load::parse(name, text).unwrap();
        let text = "format = 1\n[standards.website]\nnot-applicable = \"\"\n";
        let document = Document::parse(text).unwrap();
        let form = Form::new(document.plan(), &edition, &Areas::default(), &Force::default());
        let mut told = 0;
        let mut same = |path: FieldPath, label: &str| {
            assert_eq!(labels::label(&path), Some(label), "{path}");
            told += 1;
        };
        for section in &form.sections {
            for field in &section.fields {
                let is_own =
                    |standard: &&Standard| standard.fields.iter().any(|own| own.id == field.path.leaf());
                let is_of_edition = edition.standards.iter().any(|standard| is_own(&standard));
                match &field.kind {
                    Kind::Rows(_) if is_of_edition => {}
                    Kind::Rows(rows) => {
                        let row = field.path.child("a1");
                        rows.columns
                            .iter()
                            .for_each(|column| same(row.child(column.path.leaf()), &column.label));
                    }
                    _ if is_of_edition => {}
                    _ => same(field.path.clone(), &field.label),
                }
            }
        }
        assert!(told > 60, "{told}");
    }
}
