//! The venue book: `areas.toml`, changed row by row, its comments kept.

use std::sync::Arc;

use super::{Book, Hand};
use crate::plan::document::Source;
use crate::plan::{Edit, FieldPath, RelPath, Value, Venue};
use crate::problem::Problem;
use crate::store::{Directory, SaveError, read, save};
use crate::tui::msg::Msg;

impl Hand {
    /// Adds a venue, or changes of the one of its id what differs from `before`.
    pub(super) fn save_venue(&mut self, venue: &Venue, before: &Venue) -> Result<(), Problem> {
        let list = FieldPath::of(["venue"]);
        let row = list.child(venue.id.clone());
        let fields = values(venue);
        let old = values(before);
        self.change_book(|source| {
            if source.get(&row).is_none() {
                let mut entries = vec![("id".to_owned(), Value::from(venue.id.as_str()))];
                entries.extend(
                    fields.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.clone()?))),
                );
                return vec![Edit::AddRow { list: list.clone(), before: None, row: entries }];
            }
            fields
                .iter()
                .zip(&old)
                .filter(|(new, old)| new != old)
                .map(|((key, value), _)| match value {
                    Some(value) => Edit::Set { path: row.child(*key), value: value.clone() },
                    None => Edit::Unset { path: row.child(*key) },
                })
                .collect()
        })
    }

    /// Takes a venue out of the book.
    pub(super) fn remove_venue(&mut self, id: &str) -> Result<(), Problem> {
        let path = FieldPath::of(["venue", id]);
        self.change_book(|_| vec![Edit::RemoveRow { path: path.clone() }])
    }

    /// Reads the book, changes it, saves it if nobody else did meanwhile, and tells it anew.
    fn change_book(&mut self, edits: impl Fn(&Source) -> Vec<Edit>) -> Result<(), Problem> {
        let root = self.root()?;
        let file = RelPath::new("areas.toml")?;
        let mut tries = 0;
        loop {
            let loaded = read::read(&root, &file).map_err(|unreadable| unreadable.problem)?;
            let mut source = Source::parse(&loaded.text)?;
            for edit in edits(&source) {
                source.apply(&edit)?;
            }
            match save(&root, &file, source.text(), Some(loaded.stamp)) {
                Ok(_) => break,
                Err(SaveError::Changed(_)) if tries < 5 => tries += 1,
                Err(error) => return Err(error.problem(&file)),
            }
        }
        self.book = Book::ChangedHere;
        let directory = Arc::new(Directory::open(&root)?);
        self.open = Some(Arc::clone(&directory));
        (self.tell)(Msg::BookChanged(Arc::new(directory.areas.clone())));
        Ok(())
    }
}

/// The fields of a venue as its row holds them; nothing where there is nothing.
fn values(venue: &Venue) -> [(&'static str, Option<Value>); 5] {
    let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    let access = venue.access.iter().map(|way| Value::from(way.as_str())).collect();
    [
        ("name", text(&venue.name)),
        ("address", text(&venue.address)),
        ("settlement", text(&venue.settlement)),
        ("access", (!venue.access.is_empty()).then_some(Value::List(access))),
        ("checked", venue.checked.map(Value::Date)),
    ]
}
