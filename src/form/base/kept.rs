//! Answers to standards that the edition does not have: to be read, copied from and taken out.

use super::Known;
use crate::form::{Field, Kind, Section, SectionId};
use crate::plan::FieldPath;

impl Known<'_> {
    /// A section with a field for each answer to a standard that the edition does not have, such as one that was
    /// retired; nothing where there is none.
    pub fn kept_section(&self) -> Option<Section> {
        let retired = self.plan.answers.iter().filter(|answer| self.edition.standard(&answer.id).is_none());
        let fields: Vec<Field> = retired
            .map(|answer| Field {
                path: FieldPath::of(["standards", answer.id.as_str()]),
                label: format!("Answer to “{}”", answer.id),
                kind: Kind::Kept,
                help: format!(
                    "The plan is on {}, which has no such standard: it was retired, or its name is mistyped. \
                     Nobody looks for an answer here, and nothing here can be changed.\nCtrl+A and Ctrl+C copy \
                     it, Ctrl+V puts it into the field where it belongs. Delete takes the whole answer out of \
                     the plan; Ctrl+Z brings it back.",
                    self.edition.id
                ),
                example: String::new(),
                words: None,
            })
            .collect();
        (!fields.is_empty()).then(|| Section {
            id: SectionId::Kept,
            title: "No longer asked for".into(),
            short: "Kept".into(),
            asks: format!(
                "{} has no such standard, so nobody looks for this. Copy what is worth keeping to where it \
                 belongs (Ctrl+A, Ctrl+C), then take it out (Delete).",
                self.edition.id
            ),
            fields,
        })
    }
}
