//! Everything that the screen shows, and nothing else: no files, no clock.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::areas::AreasScreen;
use super::drafts::Held;
use super::overlay::{Overlay, PutBy};
use super::plan::PlanScreen;
use super::theme::Theme;
use super::told::Told;
use crate::plan::{Areas, Venue};
use crate::problem::Problem;
use crate::store::presence::Other;

/// The state of the screen.
#[derive(Debug)]
pub struct Model {
    pub size: (u16, u16),
    /// The day by which rules judge.
    pub today: Date,
    pub theme: Theme,
    pub mouse: super::msg::Switch,
    pub screen: Screen,
    /// What lies over it, the last on top.
    pub overlays: Vec<Overlay>,
    /// One line, until the next key.
    pub notice: Option<String>,
    pub directory: Option<DirectoryShown>,
    /// Who else has the directory open.
    pub others: Vec<Other>,
    /// Where the words of the directory are.
    pub told: Told,
    /// The address of the force's shared repository, as the computer's settings name it; empty where they do not.
    pub address: String,
    /// The plan that was open last, so that undo goes on when it is opened again.
    pub resting: Option<Box<PlanScreen>>,
    /// The last change of the venue book, so that it can be taken back.
    pub book_step: Option<BookStep>,
    /// What was allowed last, while it can be taken back: the last change of the open plan before it.
    pub allowed_at: Option<u64>,
    /// A version was brought back from the list of areas, or a plan taken out of it.
    pub restored: Restored,
    pub put_by: PutBy,
    /// What was typed in dialogs and is not taken yet.
    pub drafts: Held,
    /// What was last copied or cut.
    pub clipboard: String,
    pub ending: Ending,
    /// The areas and the venue book.
    pub areas: Arc<Areas>,
}

/// A change of the venue book. A venue that is not there has its id and nothing else.
#[derive(Debug)]
pub struct BookStep {
    pub before: Venue,
    pub after: Venue,
    /// The last change of the open plan before it.
    pub at: u64,
}

/// Whether a version was brought back, or a plan taken out, that undo on the list of areas takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    Not,
    CanBeTakenBack,
}

/// Which screen it is.
#[derive(Debug)]
pub enum Screen {
    /// Nothing is known yet.
    Opening,
    /// No plan directory: what to begin with.
    Welcome(Welcome),
    Areas(AreasScreen),
    Plan(Box<PlanScreen>),
    /// Nothing can be shown but what went wrong.
    Stuck(Problem),
}

/// The choices of the first screen.
#[derive(Debug, Default)]
pub struct Welcome {
    pub chosen: usize,
}

/// What the first screen offers, in order.
pub const WELCOME: [(&str, &str); 4] = [
    ("Open my force's plans", "Brings them here from the address that you were given, to work on together."),
    ("Start on this computer", "Makes a folder for your plans and shows the list of areas."),
    ("Look at a finished example", "A whole plan to look at and play with. Nothing in it is real."),
    ("A short tour", "Five short pages: what this does and which keys matter."),
];

/// The plan directory that is open.
#[derive(Debug, Clone)]
pub struct DirectoryShown {
    pub root: PathBuf,
    pub force: String,
    pub period: Option<String>,
    pub periods: Vec<String>,
    pub problems: Vec<Problem>,
}

/// Whether the program is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Running,
    /// As soon as everything is on the disk.
    AsSoonAsSaved,
    /// Everything is.
    Now,
}

/// The smallest screen on which the program can be used.
pub const SMALLEST: (u16, u16) = (40, 10);

impl Model {
    /// A screen on which nothing has happened yet.
    pub fn new(size: (u16, u16), today: Date, theme: Theme) -> Model {
        Model {
            size,
            today,
            theme,
            mouse: super::msg::Switch::Off,
            screen: Screen::Opening,
            overlays: Vec::new(),
            notice: None,
            directory: None,
            others: Vec::new(),
            told: Told::default(),
            address: String::new(),
            resting: None,
            book_step: None,
            allowed_at: None,
            restored: Restored::Not,
            put_by: PutBy::default(),
            drafts: Held::default(),
            clipboard: String::new(),
            ending: Ending::Running,
            areas: Arc::new(Areas::default()),
        }
    }

    /// Whether the terminal is too small to be used.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// The open plan.
    pub fn plan(&mut self) -> Option<&mut PlanScreen> {
        match &mut self.screen {
            Screen::Plan(plan) => Some(plan),
            _ => None,
        }
    }
}
