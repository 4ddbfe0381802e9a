//! Where the user was: for the program to open again at the same field and cursor.
//!
//! Nothing of a plan's text is in it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folders::Folders;
use super::read::MOST_BYTES;
use crate::plan::Place;
use crate::problem::Problem;

/// Plans that are remembered, at most; those not opened for longest are forgotten first.
const MOST_PLANS: usize = 200;

/// What is remembered from one run to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct State {
    /// The short tour was seen, or declined.
    pub tour_seen: bool,
    /// Where the user was, the plan opened last at the end.
    #[serde(rename = "plan")]
    plans: Vec<Remembered>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    directory: PathBuf,
    plan: String,
    #[serde(flatten)]
    spot: Spot,
}

/// A place in a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spot {
    /// The section: the id of a standard, or a word of the screen's own.
    pub section: String,
    /// The field's path.
    pub field: String,
    /// The cursor in the field's text: bytes before it.
    pub cursor: usize,
    /// How many bytes the text had.
    #[serde(default)]
    pub length: usize,
}

impl State {
    /// Reads what is remembered; nothing where there is nothing. What cannot be understood is forgotten, with
    /// the problem to tell.
    pub fn read(folders: &Folders) -> (Self, Option<Problem>) {
        let path = file(folders);
        let problem = |what: String| {
            Problem::new(what, "It begins anew by itself.")
                .safe("Only where you were is forgotten; your plans are untouched.")
                .in_file(super::shown(&path))
        };
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() && metadata.len() <= MOST_BYTES => {}
            Ok(_) => {
                let what = "what is remembered of the last time is not an ordinary small file";
                return (State::default(), Some(problem(what.to_owned())));
            }
            Err(_) => return (State::default(), None),
        }
        let read = std::fs::read_to_string(&path).map_err(|error| super::reason(&error));
        let state = read.and_then(|text| {
            toml::from_str(&text).map_err(|error| crate::plan::printable::one_line(error.message()))
        });
        match state {
            Ok(state) => (state, None),
            Err(why) => {
                let what = format!("what is remembered of the last time cannot be read: {why}");
                (State::default(), Some(problem(what)))
            }
        }
    }

    /// Where the user was in a plan.
    pub fn spot(&self, root: &Path, place: &Place) -> Option<&Spot> {
        let plan = place.to_string();
        self.plans.iter().find(|known| known.directory == root && known.plan == plan).map(|known| &known.spot)
    }

    /// The plan of a directory that was opened last.
    pub fn last(&self, root: &Path) -> Option<Place> {
        let known = self.plans.iter().rev().find(|known| known.directory == root)?;
        let (period, area) = known.plan.split_once('/')?;
        Place::new(period, area)
    }

    /// Remembers where the user is.
    pub fn remember(&mut self, root: &Path, place: &Place, spot: Spot) {
        let plan = place.to_string();
        self.plans.retain(|known| known.directory != root || known.plan != plan);
        self.plans.push(Remembered { directory: root.to_path_buf(), plan, spot });
        let surplus = self.plans.len().saturating_sub(MOST_PLANS);
        self.plans.drain(..surplus);
    }

    /// Writes what is remembered, whole or not at all.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn write(&self, folders: &Folders) -> Result<(), Problem> {
        let what = "where you were could not be remembered";
        let text = toml::to_string(self).map_err(|error| {
            Problem::new(format!("{what}: {error}"), "Your plans are not touched by this.")
        })?;
        super::save::replace(&file(folders), text.as_bytes())
            .map_err(|error| super::write_problem(&error, what))
    }
}

fn file(folders: &Folders) -> PathBuf {
    folders.state.join("state.toml")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn spot(field: &str) -> Spot {
        Spot { section: "face-to-face".into(), field: field.into(), cursor: 7, length: 12 }
    }

    #[test]
    fn where_i_was_is_there_again() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::inside(home.path());
        assert_eq!(State::read(&folders), (State::default(), None));
        let place = |area: &str| Place::new("2026-27", area).unwrap();
        let root = Path::new("/plans");
        let mut state = State { tour_seen: true, ..State::default() };
        state.remember(root, &place("purbeck"), spot("standards.face-to-face.commitment"));
        state.remember(root, &place("west-dorset"), spot("profile.summary"));
        state.remember(root, &place("purbeck"), spot("priorities.\"a b\".action"));
        state.write(&folders).unwrap();
        let (again, problem) = State::read(&folders);
        assert_eq!((&again, problem), (&state, None));
        assert_eq!(again.spot(root, &place("purbeck")), Some(&spot("priorities.\"a b\".action")));
        assert_eq!(again.spot(Path::new("/others"), &place("purbeck")), None);
        assert_eq!(again.last(root), Some(place("purbeck")));
    }

    #[test]
    fn a_broken_memory_is_told_and_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::inside(home.path());
        std::fs::create_dir_all(&folders.state).unwrap();
        std::fs::write(folders.state.join("state.toml"), "tour-seen = 3\u{1b}\n").unwrap();
        let (state, problem) = State::read(&folders);
        assert_eq!(state, State::default());
        assert!(!problem.unwrap().to_string().contains('\u{1b}'));
    }

    #[test]
    fn memory_has_an_end() {
        let mut state = State::default();
        for n in 0..(MOST_PLANS + 3) {
            state.remember(
                Path::new("/plans"),
                &Place::new("2026-27", &format!("area-{n}")).unwrap(),
                spot(""),
            );
        }
        assert_eq!(state.plans.len(), MOST_PLANS);
        assert_eq!(state.plans[0].plan, "2026-27/area-3");
    }
}
