//! Forms over a screen, being written: a version, what asks for a flag to be set aside, a venue, an address. Each knows
//! which of its words are somebody's own.

use crate::plan::{FieldPath, Venue};
use crate::tui::text::{Shape, TextArea};

/// What a version is to be called.
#[derive(Debug)]
pub struct RecordForm {
    /// What the program proposed.
    pub proposed: String,
    pub message: TextArea,
    /// Asked once where nothing says who records: name and e-mail.
    pub author: Option<(TextArea, TextArea)>,
    /// Who records, where it is known.
    pub known: Option<(String, String)>,
    pub focus: usize,
    /// What is wrong with what was entered.
    pub trouble: Option<String>,
}

impl RecordForm {
    /// The field that has the focus.
    pub fn area(&mut self) -> &mut TextArea {
        match (&mut self.author, self.focus) {
            (Some((name, _)), 1) => name,
            (Some((_, email)), 2) => email,
            _ => &mut self.message,
        }
    }

    /// What was written in it: message, name and e-mail; empty where nothing was.
    pub fn written(&self) -> Vec<String> {
        let message = Some(self.message.text()).filter(|message| *message != self.proposed);
        let (name, email) = match &self.author {
            Some((name, email)) => (name.text(), email.text()),
            None => ("", ""),
        };
        [message.unwrap_or_default(), name, email].map(str::to_owned).to_vec()
    }

    /// Takes over what was written in a form that was left.
    pub fn take_up(&mut self, words: &[String]) {
        let field = |at: usize| TextArea::new(words.get(at).map_or("", String::as_str), Shape::Line);
        if words.first().is_some_and(|message| !message.trim().is_empty()) {
            self.message = field(0);
        }
        if self.author.is_some() {
            self.author = Some((field(1), field(2)));
        }
    }

    /// How many fields there are.
    pub fn fields(&self) -> usize {
        if self.author.is_some() { 3 } else { 1 }
    }

    /// Who records, once it can be known.
    pub fn who(&self) -> Option<(String, String)> {
        self.known.clone().or_else(|| {
            let (name, email) = self.author.as_ref()?;
            let (name, email) = (name.text().trim(), email.text().trim());
            let is_address =
                email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            (!name.is_empty() && is_address).then(|| (name.to_owned(), email.to_owned()))
        })
    }
}

/// The fields of what asks for a flag to be set aside, in order, with what each takes.
pub const WAIVE_FIELDS: [(&str, &str); 3] = [
    ("Why", "The hall is closed for works until Easter"),
    ("Until", "31 Mar 2027, or sooner"),
    ("Who asks", "Sergeant, Bridport"),
];

/// What asks for a flag to be set aside, being written.
#[derive(Debug, Clone)]
pub struct WaiveForm {
    pub rule: &'static str,
    pub standard: Option<String>,
    /// Where the flag is.
    pub path: FieldPath,
    /// The one row that it is about, if it is about one.
    pub row: Option<String>,
    /// What the flag says.
    pub message: String,
    /// What stands in the fields at the beginning.
    pub began: Vec<String>,
    pub fields: Vec<TextArea>,
    pub focus: usize,
    /// What is wrong with what was entered.
    pub trouble: Option<String>,
}

impl WaiveForm {
    /// What was written in its fields; nothing where they are as they began.
    pub fn written(&self) -> Vec<String> {
        let texts: Vec<String> = self.fields.iter().map(|area| area.text().to_owned()).collect();
        if texts == self.began { Vec::new() } else { texts }
    }

    /// What stands in a field.
    pub fn text(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", |area| area.text().trim())
    }
}

/// The fields of a venue, in order.
pub const VENUE_FIELDS: [(&str, &str); 5] = [
    ("Name", "Example Hall"),
    ("Address", "Example Street, Bridport"),
    ("Town or village", "Bridport"),
    ("Access", "step-free, accessible toilet, hearing loop, parking, bus, quiet room"),
    ("Access checked on", "1 Sep 2026"),
];

/// One venue, being written.
#[derive(Debug)]
pub struct VenueForm {
    /// Its id; empty for a new one.
    pub id: String,
    /// As it was when opened, or last saved: only what differs is written.
    pub before: Venue,
    /// The venue as it was when the form was opened.
    pub opened: Venue,
    /// What stands in each field where nobody has written anything that the book has not: the rest is a draft.
    pub began: Vec<String>,
    /// What its fields showed when it was opened: until somebody writes, or ends it on purpose, nothing is saved.
    pub shown: Option<Vec<String>>,
    /// The field of an activity that it was added for, and is to stand in.
    pub wanted_in: Option<FieldPath>,
    pub fields: Vec<TextArea>,
    pub focus: usize,
    pub trouble: Option<String>,
}

impl VenueForm {
    /// What stands in its fields.
    pub fn texts(&self) -> Vec<String> {
        self.fields.iter().map(|area| area.text().to_owned()).collect()
    }

    /// Whether nobody has written in it since it was opened.
    pub fn is_as_opened(&self) -> bool {
        self.before == self.opened && self.shown.as_ref().is_some_and(|shown| *shown == self.texts())
    }
}

/// Where the force's plans are, being written.
#[derive(Debug)]
pub struct JoinForm {
    pub address: TextArea,
    /// The address that stood there at the beginning.
    pub began: String,
    /// What is wrong with what was entered.
    pub trouble: Option<&'static str>,
}
