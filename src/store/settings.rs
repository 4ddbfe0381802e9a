//! What a user, or a computer, chose: `config.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::folders::Folders;
use crate::plan::document::Source;
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;

/// `config.toml`, the user's or the machine's. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The plan directory that is opened where none is named.
    pub directory: Option<PathBuf>,
    /// The address of the force's shared repository, for whoever has not joined it yet.
    pub join: Option<String>,
    /// How states are marked.
    pub marks: Option<Marks>,
    /// Whether boxes are drawn around things.
    pub boxes: Option<bool>,
    /// Whether the mouse is used; without a choice, only where the program does not run over SSH.
    pub mouse: Option<bool>,
    /// Whether what others sent is looked for when a shared directory is opened; without a choice, it is.
    pub fetch: Option<bool>,
    /// Who records, where git's own settings do not say: asked once.
    pub name: Option<String>,
    pub email: Option<String>,
}

/// How new settings begin.
const HEADER: &str = "# Settings of nec: directory, join (an address), marks (glyphs, letters), boxes, mouse, fetch, name, email.\n";

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

    /// The user's settings, and the machine's where the user chose nothing; with what could not be read.
    pub fn of(folders: &Folders) -> (Self, Vec<Problem>) {
        let (user, first) = Settings::read(&folders.config_file());
        let (machine, second) = Settings::read(&folders.machine);
        (user.or(machine), [first, second].into_iter().flatten().collect())
    }

    /// These settings, and where they choose nothing, those of `other`.
    pub fn or(self, other: Settings) -> Settings {
        Settings {
            directory: self.directory.or(other.directory),
            join: self.join.or(other.join),
            marks: self.marks.or(other.marks),
            boxes: self.boxes.or(other.boxes),
            mouse: self.mouse.or(other.mouse),
            fetch: self.fetch.or(other.fetch),
            name: self.name.or(other.name),
            email: self.email.or(other.email),
        }
    }
}

/// Keeps a choice in the user's settings; all else in them stays as it is, comments too.
///
/// # Errors
/// Where the settings are broken, or the system refuses; they are then as they were.
pub fn choose(folders: &Folders, choice: &Choice) -> Result<(), Problem> {
    let file = folders.config_file();
    read(&file)?;
    let failed = |error: std::io::Error| super::write_problem(&error, "your settings could not be saved");
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HEADER.to_owned(),
        Err(error) => return Err(failed(error)),
    };
    let text = if text.trim().is_empty() { HEADER.to_owned() } else { text };
    let mut source = Source::parse(&text)?;
    for (key, value) in choice.entries()? {
        source.apply(&Edit::Set { path: FieldPath::of([key]), value })?;
    }
    super::save::replace(&file, source.text().as_bytes()).map_err(failed)
}

/// Something that a user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The plan directory that is opened where none is named.
    Directory(PathBuf),
    Marks(Marks),
    /// Whether boxes are drawn.
    Boxes(Shown),
    /// Who records.
    Who {
        name: String,
        email: String,
    },
}

/// Whether something is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Yes,
    No,
}

impl Choice {
    fn entries(&self) -> Result<Vec<(&'static str, Value)>, Problem> {
        Ok(match self {
            Choice::Directory(path) => {
                let path = path.to_str().ok_or_else(|| {
                    Problem::new(
                        "this folder's name is not text in UTF-8, so settings cannot name it",
                        "Rename the folder.",
                    )
                })?;
                vec![("directory", Value::from(path))]
            }
            Choice::Marks(Marks::Glyphs) => vec![("marks", Value::from("glyphs"))],
            Choice::Marks(Marks::Letters) => vec![("marks", Value::from("letters"))],
            Choice::Boxes(shown) => vec![("boxes", Value::Boolean(*shown == Shown::Yes))],
            Choice::Who { name, email } => {
                vec![("name", Value::from(name.as_str())), ("email", Value::from(email.as_str()))]
            }
        })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn home(user: &str, machine: &str) -> (tempfile::TempDir, Folders) {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::inside(home.path());
        for (file, text) in [(folders.config_file(), user), (folders.machine.clone(), machine)] {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        (home, folders)
    }

    #[test]
    fn the_users_choice_comes_before_the_machines() {
        let (_home, folders) = home("marks = \"letters\"\n", "marks = \"glyphs\"\nboxes = false\n");
        let (settings, problems) = Settings::of(&folders);
        assert_eq!(problems, []);
        assert_eq!(
            (settings.marks, settings.boxes, settings.mouse),
            (Some(Marks::Letters), Some(false), None)
        );
    }

    #[test]
    fn broken_settings_are_told_and_left_aside() {
        let (_home, folders) = home("boxes = \"perhaps\"\n", "boxes = true\n");
        let (settings, problems) = Settings::of(&folders);
        assert_eq!(settings.boxes, Some(true));
        assert_eq!((problems.len(), problems[0].line), (1, Some(1)));
        assert!(choose(&folders, &Choice::Marks(Marks::Glyphs)).is_err());
        assert_eq!(std::fs::read_to_string(folders.config_file()).unwrap(), "boxes = \"perhaps\"\n");
    }

    #[test]
    fn a_choice_is_kept_beside_what_a_person_wrote() {
        let (_home, folders) = home("# mine\nmarks = \"glyphs\" # or letters\nother = 1\n", "");
        choose(&folders, &Choice::Marks(Marks::Letters)).unwrap();
        let who = Choice::Who { name: "PC \"Bridport\"".into(), email: "pc@example.police.uk".into() };
        choose(&folders, &who).unwrap();
        choose(&folders, &Choice::Directory("/plans".into())).unwrap();
        let text = std::fs::read_to_string(folders.config_file()).unwrap();
        assert!(text.starts_with("# mine\nmarks = \"letters\" # or letters\nother = 1\n"), "{text}");
        let (settings, _) = Settings::of(&folders);
        assert_eq!(settings.name.as_deref(), Some("PC \"Bridport\""));
        assert_eq!(settings.directory, Some("/plans".into()));
    }

    #[test]
    fn the_first_choice_makes_the_file() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::inside(home.path());
        choose(&folders, &Choice::Boxes(Shown::No)).unwrap();
        assert_eq!(Settings::of(&folders).0.boxes, Some(false));
    }
}
