//! What lies over a screen for a while: help, the palette, lists to choose from, recording, messages.

mod afar;
mod fields;
mod forms;
mod scroll;
pub mod view;

pub use forms::{JoinForm, RecordForm, VENUE_FIELDS, VenueForm, WAIVE_FIELDS, WaiveForm};
pub use scroll::scroll;

use crate::check::Allow;
use crate::git::network::Progress;
use crate::plan::FieldPath;
use crate::problem::Problem;
use crate::standards::Choice;
use crate::store::undo::Step;
use crate::tui::command::{COMMANDS, Command};
use crate::tui::conflicts::Conflicts;
use crate::tui::history::{VersionList, VersionPage};
use crate::tui::text::{Shape, TextArea};

/// One of them.
#[derive(Debug)]
pub enum Overlay {
    /// A text to read: help, a standard, the tour, the year.
    Text(Box<TextPage>),
    /// Every command by name.
    Palette(Box<Palette>),
    /// A list to choose from.
    Picker(Box<Picker>),
    /// The flags of the plan.
    Flags(FlagList),
    /// What a version is to be called, and who records it.
    Record(Box<RecordForm>),
    /// What asks for a flag to be set aside.
    Waive(Box<WaiveForm>),
    /// The venue book.
    Venues(VenueList),
    /// One venue.
    Venue(Box<VenueForm>),
    /// A pasted table, before it becomes rows.
    Table(Box<TablePaste>),
    /// The address of the force's plans.
    Join(Box<JoinForm>),
    /// Something that takes a while.
    Underway(Box<Underway>),
    /// The versions of a plan.
    Versions(Box<VersionList>),
    /// One version.
    Version(Box<VersionPage>),
    /// What both sides changed to different things.
    Conflicts(Box<Conflicts>),
    /// Something went wrong.
    Problem(Box<Problem>),
}

/// A text to read, in pages.
#[derive(Debug)]
pub struct TextPage {
    pub title: String,
    pub lines: Vec<TextLine>,
    pub top: usize,
    pub then: Then,
}

/// A line of a text, before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextLine {
    Heading(String),
    Plain(String),
    /// Shown as it stands, not wrapped.
    Fixed(String),
}

/// What Enter does on a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    Close,
    /// The same, and says where one is.
    GoOn,
    /// The next page of the tour.
    Tour(usize),
    /// The version beneath is brought back.
    Restore,
    /// This step is taken back.
    TakeBack(Box<Step>),
    /// What both sides changed is settled, one place at a time.
    Settle,
    /// What is recorded is sent.
    Send,
    /// The plan moves to the edition of that id.
    Migrate(String),
    /// This may stand in every plan of the force.
    Allow(Allow),
}

/// The palette: a filter, and the commands that it finds.
#[derive(Debug)]
pub struct Palette {
    pub query: TextArea,
    pub chosen: usize,
    /// Each with why it cannot be done now, where it cannot.
    pub commands: Vec<(Command, Option<&'static str>)>,
}

impl Palette {
    /// The commands that the filter finds, best first: by their names, then by other words for them.
    pub fn found(&self) -> Vec<(Command, Option<&'static str>)> {
        let query = self.query.text();
        if query.trim().is_empty() {
            return self.commands.clone();
        }
        use nucleo_matcher::Utf32Str;
        use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
        let mut matcher = nucleo_matcher::Matcher::new(nucleo_matcher::Config::DEFAULT);
        // Words as they are typed; letters here and there only where no words are found.
        for kind in [AtomKind::Substring, AtomKind::Fuzzy] {
            let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, kind);
            let names = self.commands.iter().map(|row| Named(*row));
            let mut found = pattern.match_list(names, &mut matcher);
            let mut letters = Vec::new();
            // As they stood, of those of one kind.
            found.sort_by_key(|(named, _)| {
                let name = Utf32Str::new(named.0.0.said().name, &mut letters);
                pattern.score(name, &mut matcher).is_none()
            });
            if !found.is_empty() {
                return found.into_iter().map(|(named, _)| named.0).collect();
            }
        }
        Vec::new()
    }
}

#[derive(Clone, Copy)]
struct Named((Command, Option<&'static str>));

impl AsRef<str> for Named {
    fn as_ref(&self) -> &str {
        self.words()
    }
}

impl Named {
    /// The name and the other words of each command, joined once.
    fn words(self) -> &'static str {
        static WORDS: std::sync::OnceLock<Vec<(Command, String)>> = std::sync::OnceLock::new();
        let all = WORDS.get_or_init(|| {
            COMMANDS.iter().map(|said| (said.command, format!("{} ({})", said.name, said.also))).collect()
        });
        all.iter().find(|(command, _)| *command == self.0.0).map_or("", |(_, words)| words)
    }
}

/// A list to choose from.
#[derive(Debug)]
pub struct Picker {
    pub title: String,
    pub items: Vec<Choice>,
    /// The ids that are chosen, in order.
    pub on: Vec<String>,
    /// Those that were chosen when it was opened.
    pub before: Vec<String>,
    pub query: TextArea,
    pub chosen: usize,
    pub many: Many,
    pub goal: PickerFor,
}

/// How many may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    One,
    Several,
}

/// What the choice is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerFor {
    /// The value of a field.
    Field(FieldPath),
    /// A column of a list of rows.
    Column(FieldPath),
    /// The period that the list of areas shows.
    Period,
    /// The field that a column of a pasted table fills.
    TableColumn(usize),
    /// The section of the plan to go to.
    Section,
    /// The edition that the plan is to move to.
    Edition,
}

impl Picker {
    /// A list with nothing typed yet.
    pub fn new(
        title: impl Into<String>,
        items: Vec<Choice>,
        on: Vec<String>,
        many: Many,
        goal: PickerFor,
    ) -> Picker {
        let chosen = items.iter().position(|item| on.contains(&item.id)).unwrap_or(0);
        Picker {
            title: title.into(),
            items,
            before: on.clone(),
            on,
            query: TextArea::new("", Shape::Line),
            chosen,
            many,
            goal,
        }
    }

    /// The items that the filter lets through.
    pub fn shown(&self) -> Vec<&Choice> {
        let query = self.query.text().to_lowercase();
        self.items.iter().filter(|item| item.label.to_lowercase().contains(&query)).collect()
    }

    /// The item under the bar.
    pub fn under_bar(&self) -> Option<&Choice> {
        let shown = self.shown();
        shown.get(self.chosen.min(shown.len().saturating_sub(1))).copied()
    }

    /// Chooses the item under the bar, or no longer.
    pub fn toggle(&mut self) {
        let Some(id) = self.under_bar().map(|item| item.id.clone()) else {
            return;
        };
        match self.on.iter().position(|on| *on == id) {
            Some(at) => {
                self.on.remove(at);
            }
            None => self.on.push(id),
        }
    }

    /// What Enter takes: of one, the item under the bar; of several, what was chosen, or where nothing was
    /// changed, the item under the bar as well.
    pub fn take_bar(&mut self) {
        let Some(id) = self.under_bar().map(|item| item.id.clone()) else {
            return;
        };
        if self.many == Many::One {
            self.on = vec![id];
        } else if self.on == self.before && !self.on.contains(&id) {
            self.on.push(id);
        }
    }
}

/// The list of flags of a plan.
#[derive(Debug, Default)]
pub struct FlagList {
    pub chosen: usize,
    pub of: FlagsOf,
}

/// Which flags a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FlagsOf {
    #[default]
    All,
    /// Those that stop the plan from being recorded.
    StopRecording,
}

/// What was left half done, as it was: going back discards nothing.
#[derive(Debug, Default)]
pub struct PutBy {
    /// A pasted table, and the plan's file.
    pub table: Option<(String, Box<TablePaste>)>,
}

/// The venue book.
#[derive(Debug, Default)]
pub struct VenueList {
    pub chosen: usize,
}

/// The item of the venue book's list that adds one; no id looks like it.
pub const NEW_VENUE: &str = "+";

/// A pasted table, before it becomes rows.
#[derive(Debug)]
pub struct TablePaste {
    pub list: FieldPath,
    pub rows: Vec<Vec<String>>,
    /// For each column, the field that it fills.
    pub columns: Vec<Option<String>>,
    pub chosen: usize,
    /// The first row holds headings.
    pub skip: usize,
}

/// Something that takes a while, while it does.
#[derive(Debug)]
pub struct Underway {
    pub title: &'static str,
    /// How far it is, once that is known.
    pub progress: Option<Progress>,
    pub stopping: Stopping,
}

/// Whether somebody wants it to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopping {
    No,
    Asked,
}
