//! The venue book: `areas.toml`, changed row by row, its comments kept.

use std::sync::Arc;

use super::Hand;
use crate::git;
use crate::plan::document::Source;
use crate::plan::{Edit, FieldPath, Force, RelPath, Value, Venue, allow};
use crate::problem::Problem;
use crate::report::booked::BOOK;
use crate::store::allow::{Allowed, Allowing};
use crate::store::find::MARK;
use crate::store::{self, Directory, SaveError, read, save};
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
        let file = RelPath::new(BOOK)?;
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
        self.changed_here.insert(BOOK);
        self.tell_settings(Arc::new(Directory::open(&root)?));
        Ok(())
    }

    /// Adds a value to a list of the force's settings, with who allowed it beside it, and tells them anew.
    pub(super) fn allow(&mut self, list: &'static str, value: &str, otherwise: &str) -> Result<(), Problem> {
        let root = self.root()?;
        let who = git::identity(&root, &self.settings()).map(|who| who.name().to_owned());
        let Some(by) = who.or_else(|| (!otherwise.is_empty()).then(|| otherwise.to_owned())) else {
            let next = "Fill in the author's post, in the first section of the plan, and try again.";
            return Err(Problem::new("nothing says who allows this", next).safe("Nothing was changed."));
        };
        let noun = allow::noun(list);
        let allowing = Allowing { list, value, by: &by, on: self.day()? };
        let words = match store::allow::allow(&root, &allowing)? {
            Allowed::Added => {
                self.changed_here.insert(MARK);
                Msg::Allowed(format!("Allowed by {by}, in nec.toml. Ctrl+Z takes it back."))
            }
            Allowed::Before => Msg::Done(format!("This {noun} is allowed already, in nec.toml.")),
        };
        self.tell_settings(Arc::new(Directory::open(&root)?));
        (self.tell)(words);
        Ok(())
    }

    /// Takes back what was allowed last, and tells the settings anew.
    pub(super) fn take_back_allowed(&mut self) -> Result<(), Problem> {
        let root = self.root()?;
        store::allow::take_back(&root)?;
        self.changed_here.insert(MARK);
        self.tell_settings(Arc::new(Directory::open(&root)?));
        (self.tell)(Msg::Done("nec.toml is as it was before that was allowed.".to_owned()));
        Ok(())
    }

    /// The day of today: that of the command line or of `NEC_TODAY`, else the clock's. An illustration's own day
    /// is not the day on which somebody allowed something.
    fn day(&self) -> Result<jiff::civil::Date, Problem> {
        let environment = self.world.environment.as_deref();
        crate::report::today(self.world.today, environment, &Force::default(), self.world.clock)
    }

    /// Takes the directory as it is now, and tells what stands around the plans.
    pub(super) fn tell_settings(&mut self, directory: Arc<Directory>) {
        let (force, areas) = (Arc::new(directory.force.clone()), Arc::new(directory.areas.clone()));
        self.open = Some(directory);
        (self.tell)(Msg::SettingsChanged { force, areas });
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
