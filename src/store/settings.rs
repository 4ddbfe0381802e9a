//! What a user, or a computer, chose: `config.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::problem::Problem;

/// `config.toml`, the user's or the machine's. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The plan directory that is opened where none is named.
    pub directory: Option<PathBuf>,
    /// How states are marked.
    pub marks: Option<Marks>,
    /// Whether boxes are drawn around things.
    pub boxes: Option<bool>,
    /// Whether the mouse is used; without a choice, only where the program does not run over SSH.
    pub mouse: Option<bool>,
    /// Who records, where git's own settings do not say: asked once.
    pub name: Option<String>,
    pub email: Option<String>,
}

/// How states are marked on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marks {
    /// ● ◐ ✗ ○
    Glyphs,
    /// c i x -
    Letters,
}

impl Settings {
    /// Reads settings; a file that is not there is empty settings. A broken one is empty settings too, with
    /// the problem to tell.
    pub fn read(file: &Path) -> (Self, Option<Problem>) {
        match read(file) {
            Ok(settings) => (settings, None),
            Err(problem) => (Settings::default(), Some(problem)),
        }
    }

    /// These settings, and where they choose nothing, those of `other`.
    pub fn or(self, other: Settings) -> Settings {
        Settings {
            directory: self.directory.or(other.directory),
            marks: self.marks.or(other.marks),
            boxes: self.boxes.or(other.boxes),
            mouse: self.mouse.or(other.mouse),
            name: self.name.or(other.name),
            email: self.email.or(other.email),
        }
    }
}

fn read(file: &Path) -> Result<Settings, Problem> {
    let ignored = |problem: Problem| problem.safe("These settings are left aside; nothing else is touched.");
    let metadata = match std::fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(_) => return Ok(Settings::default()),
    };
    let shown = super::shown(file);
    if !metadata.is_file() || metadata.len() > super::read::MOST_BYTES {
        return Err(ignored(
            Problem::new("these settings are not an ordinary small file", "Move it out of the way.")
                .in_file(shown),
        ));
    }
    let text = std::fs::read_to_string(file).map_err(|error| {
        ignored(
            Problem::new(
                format!("these settings cannot be read: {}", super::reason(&error)),
                "Mend the file, or move it out of the way.",
            )
            .in_file(shown.clone()),
        )
    })?;
    crate::plan::areas::read_file(&shown, &text).map_err(ignored)
}
