//! Ids of rows.

use std::collections::HashSet;

use super::document::Document;
use super::edit::Edit;
use super::model::row_keys;
use super::path::FieldPath;
use super::value::Value;

/// Letters and digits of which none is easily taken for another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// 31 to the power of this is nearly a thousand million: two clones do not mint the same.
const LENGTH: usize = 6;

/// A random id for a new row.
pub fn new_id() -> String {
    let mut bytes = [0_u8; LENGTH];
    // Without a source of chance an id may repeat; the rule `row-id-repeated` says so then.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// What gives every row that has none an id; nothing where all have one. Rows of `[[neighbourhoods]]` are
/// known by their neighbourhood, and what the format lacks stays as somebody wrote it.
pub fn missing_ids(document: &Document) -> Option<Edit> {
    let root = FieldPath::root();
    let mut minting = Minting::default();
    for list in ["priorities", "waivers"] {
        minting.list(document, &root.child(list));
    }
    let standards = root.child("standards");
    if let Some(Value::Table(answers)) = document.get(&standards) {
        for (id, answer) in answers {
            let Value::Table(fields) = answer else { continue };
            let answer = standards.child(id);
            fields.into_iter().for_each(|(field, value)| minting.rows(&answer.child(field), &value));
        }
    }
    let mut edits = minting.edits;
    // A row that gets its id no longer goes by its name, and a later one of that name would then: the last
    // rows go first.
    edits.reverse();
    (!edits.is_empty()).then_some(Edit::All(edits))
}

#[derive(Default)]
struct Minting {
    edits: Vec<Edit>,
    used: HashSet<String>,
}

impl Minting {
    fn list(&mut self, document: &Document, path: &FieldPath) {
        if let Some(value) = document.get(path) {
            self.rows(path, &value);
        }
    }

    /// Gives ids to the rows of a list, if the value is one.
    fn rows(&mut self, path: &FieldPath, value: &Value) {
        let Value::List(rows) = value else { return };
        for (row, key) in rows.iter().zip(row_keys(rows)) {
            let Value::Table(entries) = row else { continue };
            if !entries.iter().any(|(key, _)| key == "id") {
                let id = std::iter::repeat_with(new_id).take(8).find(|id| self.used.insert(id.clone()));
                let value = Value::from(id.unwrap_or_else(new_id));
                self.edits.push(Edit::Set { path: path.child(key).child("id"), value });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_row_gets_an_id_and_keeps_all_else() {
        let text = "format = 1\n\n[[neighbourhoods]]\nofficer = \"PC\"\n\n[[priorities]]\ntitle = \"Scams\" # first\n\n[[priorities]]\ntitle = \"Scams\"\n\n[[priorities]]\nid = \"q3fz7k\"\ntitle = \"Speeding\"\n\n[standards.partners]\npartners = [{ name = \"Council\" }, { name = \"Council\", id = \"x\" }]\n\n[extra]\nwhatever = { a = 1, b = [1, {c = 3}] }\n";
        let mut document = Document::parse(text).unwrap();
        document.apply(&missing_ids(&document).unwrap()).unwrap();
        let plan = document.plan();
        let ids: Vec<&str> = plan.priorities.iter().map(|priority| priority.id.as_str()).collect();
        assert!(ids[0].len() == 6 && ids[1].len() == 6 && ids[0] != ids[1] && ids[2] == "q3fz7k", "{ids:?}");
        assert_eq!(plan.answer("partners").unwrap().rows("partners").len(), 2);
        assert!(
            document.text().ends_with("[extra]\nwhatever = { a = 1, b = [1, {c = 3}] }\n"),
            "what is not the program's"
        );
        assert!(document.text().contains("# first") && plan.neighbourhoods[0].id.is_empty());
        assert_eq!(missing_ids(&document), None);
    }

    #[test]
    fn ids_have_the_shape_of_ids() {
        assert!((0..100).all(|_| crate::plan::id::is_id(&new_id())));
    }
}
