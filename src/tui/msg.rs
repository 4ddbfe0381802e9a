//! What happened, and what is to be done outside: the two ends of [`super::update::update`].

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::areas::AreaRow;
use super::conflicts::Decision;
use super::history::{Against, Coming, VersionRow};
use super::input::Input;
use super::plan::{Around, PlanPlace, Recorded};
use super::told::Told;
use crate::check::Copies;
use crate::git::history::Entry;
use crate::git::network::{Failed, Progress};
use crate::git::settling::End;
use crate::git::sync::conflicts::Open;
use crate::plan::{Areas, Document, FieldPath, Force, Venue};
use crate::problem::Problem;
use crate::report::away::Away;
use crate::report::came_in::CameIn;
use crate::report::clash::Clash;
use crate::report::differences::Difference;
use crate::store::drafts::{About, Draft, Drafts};
use crate::store::presence::Other;
use crate::store::undo::Step;

/// A fact.
#[derive(Debug)]
pub enum Msg {
    /// A key, a paste, the mouse, a new size.
    Input(Input),
    /// Something on the screen was clicked.
    Clicked(Target),
    /// A plan directory was opened.
    DirectoryOpened(Box<OpenedDirectory>),
    /// What is in the list of areas, as far as it is known.
    AreasListed(Vec<AreaRow>),
    /// A plan was opened.
    PlanOpened(Box<OpenedPlan>),
    /// A file is on the disk as it was when its change of that number was made.
    Saved { file: String, number: u64, at: String },
    /// A file could not be written; where the text was kept, the problem says.
    SaveFailed { file: String, number: u64, problem: Problem },
    /// Another hand changed a file that is open; its text now.
    ChangedOutside {
        file: String,
        text: String,
        /// What was on the disk when this program last read or wrote it.
        before: String,
        /// Counts such changes of the file: what is saved on top of an older one is refused.
        generation: u64,
        /// Whose it is, and what it changed.
        came: CameIn,
    },
    /// Git left two versions in a file that is open, to be settled.
    LeftUnsettled { file: String, problem: Problem },
    /// The texts of a plan in which sentences of two people stand together, and that nobody here has read since.
    ToReadOnce { file: String, texts: Vec<FieldPath> },
    /// Who else has the directory open.
    OthersHere(Vec<Other>),
    /// Where the words are: recorded, sent.
    Told(Box<Told>),
    /// How far it is with what takes a while.
    Progress(Progress),
    /// The force's plans are here and open; what is to be said of it.
    Joined(Vec<String>),
    /// Sending and receiving went well; what is to be said of it.
    Synced(Vec<String>),
    /// Sending and receiving stopped, because both sides say different things at these places: each in a line.
    LeftToDecide(Vec<String>),
    /// What takes a while came to nothing, or was stopped.
    NotDone(Box<Failed>),
    /// What is to be settled between both sides, as it is kept now.
    ConflictsListed(Result<Vec<Clash>, Problem>),
    /// What came of bringing both sides together.
    ConflictsFinished(Result<End, Problem>),
    /// What was done last and can be taken back, and what that will do, in words.
    LastFound { step: Box<Step>, lines: Vec<String> },
    /// It was taken back; what that did, in words.
    TakenBack(Vec<String>),
    /// Another hand changed something in the directory.
    DirectoryChanged,
    /// How a file stands to the last version recorded.
    RecordedKnown { file: String, recorded: Recorded },
    /// What a version would hold, and who would record it.
    RecordPrepared { message: String, author: Option<(String, String)> },
    /// A plan that was never recorded was taken out.
    PlanRemoved { name: String },
    /// It is back.
    PlanBroughtBack,
    /// A version was recorded, or there was nothing to record.
    VersionRecorded { file: String, words: String },
    /// What was typed in dialogs and never taken, as it is kept.
    DraftsFound(Drafts),
    /// What is being typed in a dialog could not be kept; it is on the screen alone.
    DraftNotKept(Problem),
    /// The next versions of a plan were found.
    VersionsListed { file: String, rows: Vec<VersionRow>, coming: Coming },
    /// A version was compared.
    VersionCompared { id: String, against: Against, differences: Vec<Difference> },
    /// The text of a version that is to be brought back into the plan that is open.
    VersionFetched { file: String, short: String, text: String },
    /// A version of a plan that is not open was brought back.
    VersionRestored { short: String },
    /// The other editor is closed; the text that it left.
    EditorClosed(Result<String, Problem>),
    /// Something outside failed.
    Failed(Problem),
    /// Something outside went well, in words.
    Done(String),
    /// Something was allowed in the force's settings; the words say so.
    Allowed(String),
    /// The venue book, the list of areas or the force's settings changed.
    SettingsChanged { force: Arc<Force>, areas: Arc<Areas> },
    /// The texts of the directory's plans were read.
    CopiesKnown(Arc<Copies>),
    /// Another day began: the one by which rules judge from now on.
    DayCame(Date),
    /// Everything asked for so far is done, or was told as failed.
    AllDone,
}

/// A plan directory, for the screen.
#[derive(Debug)]
pub struct OpenedDirectory {
    pub root: PathBuf,
    pub force: String,
    /// By which day rules judge.
    pub today: Date,
    /// The period that is shown, and those there are.
    pub period: Option<String>,
    pub periods: Vec<String>,
    pub problems: Vec<Problem>,
    pub areas: Arc<Areas>,
    /// The area whose plan was open last; empty where none was.
    pub last_area: String,
    /// The plan directory is an illustration, or one with no shared repository.
    pub notice: Option<String>,
}

/// A plan, for the screen.
#[derive(Debug)]
pub struct OpenedPlan {
    pub place: PlanPlace,
    pub around: Around,
    pub doc: Document,
    pub today: Date,
    pub recorded: Recorded,
    /// Where somebody was when it was last open.
    pub was_at: Option<WasAt>,
    /// What else is to be said on opening.
    pub notice: Option<String>,
    /// What others changed since it was last seen here.
    pub away: Option<Away>,
}

/// Where somebody was in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WasAt {
    /// The address of the field, dotted; empty for the first.
    pub path: String,
    /// The section.
    pub section: usize,
    /// The cursor in its text, in bytes.
    pub cursor: usize,
    /// How many bytes the text had: in another text the cursor means nothing.
    pub length: usize,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make the plan directory of this computer, and open it.
    StartHere,
    /// Bring the force's plans here from an address, and open them.
    Join { address: String },
    /// Send what is recorded, and receive what others recorded.
    Sync,
    /// Stop what takes a while.
    Stop,
    /// Make the finished example where it can be played with, and open it.
    OpenExample,
    /// List the areas of a period; of none, each area's plan of today.
    ListAreas { period: Option<String> },
    /// Open a plan.
    OpenPlan { area: String, period: String },
    /// Make a plan and open it.
    NewPlan { area: String, period: String },
    /// Put a text on the disk.
    Save {
        file: String,
        text: String,
        number: u64,
        /// The last change from outside that the text takes in.
        generation: u64,
    },
    /// Put a text where nothing overwrites it, and say where.
    KeepAside { name: String, text: String },
    /// Add a venue to the book or change one, then read the book again.
    /// Only what differs from the venue as it was opened is written.
    SaveVenue { venue: Box<Venue>, before: Box<Venue> },
    /// Take a venue out of the book.
    RemoveVenue(String),
    /// Take out a plan of which no version was ever recorded.
    RemovePlan { area: String, period: String },
    /// Find out how a plan stands to its last version.
    CompareWithRecorded { file: String },
    /// Find out what a version would hold, and who would record it.
    PrepareRecord { file: String },
    /// Record a version of a plan.
    Record { file: String, message: String, author: (String, String) },
    /// Look for the versions of a plan.
    ListVersions { file: String },
    /// Look for more of them.
    MoreVersions,
    /// Compare a version.
    CompareVersion { file: String, entry: Box<Entry>, against: Against },
    /// Read the text of a version, for the plan that is open.
    FetchVersion { file: String, entry: Box<Entry> },
    /// Bring a version back of a plan that is not open.
    RestoreVersion { file: String, entry: Box<Entry> },
    /// Take back what was done last in the list of areas: a plan brought back so, or taken out.
    TakeBackInList,
    /// Find out what was done last to the plans and can be taken back.
    FindLast,
    /// Take that back.
    TakeBack(Box<Step>),
    /// Find out what is to be settled between both sides.
    ListConflicts,
    /// Keep that a text of two people was read.
    WasRead { file: String, path: FieldPath },
    /// Keep how a place is settled.
    Decide(Decision),
    /// Bring both sides together: everything is settled.
    FinishConflicts { shown: Vec<Open> },
    /// Write a text in another editor.
    Edit { text: String },
    /// Read the texts of the directory's plans, for the plan that is open to be compared with.
    ReadCopies,
    /// Allow something in the force's settings; `otherwise` is who allows it where nothing says who records.
    Allow { list: &'static str, value: String, otherwise: String },
    /// Take back what was allowed last.
    TakeBackAllowed,
    /// Keep what is being typed in a dialog, in the place of what was kept of it before.
    KeepDraft(Draft),
    /// Forget it: its words were taken, or cleared.
    ForgetDraft(About),
    /// Remember where somebody was.
    Remember { area: String, period: String, was_at: WasAt },
    /// Remember how the screen is to look.
    RememberLook { letters: Switch, boxes: Switch },
    /// Finish what is under way, and say so.
    Finish,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
}

/// Something on the screen that can be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A row of the list that is shown.
    Row(usize),
    /// A line for this user above the list of areas.
    ForYou(usize),
    /// A section of the plan.
    Section(usize),
    /// A field of the page.
    Field(usize),
    /// A row of a list in a field of the page.
    FieldRow(usize, usize),
    /// A cell of the text that is being written: column and row from its corner.
    Text(u16, u16),
    /// A command of the footer.
    Command(super::command::Command),
}
