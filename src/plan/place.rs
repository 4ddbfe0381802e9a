//! Where things are in a plan directory: paths inside it, and which files are the program's.

use std::fmt;

use super::id::{is_device, is_file_id};
use crate::problem::Problem;

/// The folder of the schemas that help editors with the files.
pub const SCHEMAS: &str = ".schema";

/// How long the path of a file of the program's may be. The system's own limit is another for each folder.
const LONGEST_PATH: usize = 1024;
/// How long systems let a name be: in bytes, or in the units that some write it in.
const LONGEST_NAME: usize = 255;

/// Whose rules for the names of files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    /// A backslash stands between folders there, and a colon behind a drive or before a stream.
    Windows,
    /// Names are measured there in units of UTF-16, as on Windows.
    Mac,
    Other,
}

impl System {
    /// That of this computer.
    const HERE: System = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::Mac
    } else {
        System::Other
    };
}

/// A path inside the plan directory, with forward slashes, that cannot leave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelPath(String);

impl RelPath {
    /// The path, if it stays inside: no empty, `.` or `..` segment, no drive, no backslash, no control
    /// character, and nothing of git's own folder.
    ///
    /// # Errors
    /// Says that the path leaves the plan directory.
    pub fn new(path: &str) -> Result<Self, Problem> {
        let inside = !path.is_empty()
            && path.len() <= LONGEST_PATH
            && !path.contains(['\\', ':'])
            && !path.chars().any(super::printable::is_hidden)
            && path
                .split('/')
                .all(|segment| !["", ".", ".."].contains(&segment) && !segment.eq_ignore_ascii_case(".git"));
        if inside {
            return Ok(RelPath(path.to_owned()));
        }
        Err(Problem::new(
            format!("“{}” is not a file of the plan directory", super::printable::one_line(path)),
            "Name a file inside it, such as 2026-27/west-dorset.toml.",
        )
        .safe("Nothing was read or written."))
    }

    /// The path of any file of a repository, if this computer can have a file with these names: one that is none of the
    /// program's may be called what no other computer takes. How long the whole may be, the system says.
    ///
    /// # Errors
    /// Says that it cannot.
    pub fn here(path: &str) -> Result<Self, Problem> {
        Self::on(System::HERE, path, true)
    }

    /// The path of a file that may lie on this computer's disk already, however long its names are.
    ///
    /// # Errors
    /// Says that it leads elsewhere.
    pub fn lying(path: &str) -> Result<Self, Problem> {
        Self::on(System::HERE, path, false)
    }

    /// Whether a computer with Windows can have a file of that path.
    #[cfg(test)]
    pub(crate) fn is_for_windows(path: &str) -> bool {
        Self::on(System::Windows, path, true).is_ok()
    }

    fn on(system: System, path: &str, measured: bool) -> Result<Self, Problem> {
        let length = |segment: &str| match system {
            System::Windows | System::Mac => segment.encode_utf16().count(),
            System::Other => segment.len(),
        };
        let can_be = |segment: &str| {
            let stem = segment.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
            let windows = !segment.contains(['<', '>', '"', '|', '?', '*', ':', '\\'])
                && !segment.contains(char::is_control)
                && !segment.ends_with([' ', '.'])
                && !segment.eq_ignore_ascii_case(".git")
                && !is_device(&stem);
            !["", ".", ".."].contains(&segment)
                && (!measured || length(segment) <= LONGEST_NAME)
                && (system != System::Windows || windows)
        };
        if !path.contains('\0') && path.split('/').all(can_be) {
            return Ok(RelPath(path.to_owned()));
        }
        Err(Problem::new(
            format!("this computer cannot have a file called “{}”", super::printable::one_line(path)),
            "Give it another name where it comes from.",
        )
        .safe("Nothing was read or written."))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the directory says this file is; nothing where it is not one of the program's.
    pub fn role(&self) -> Option<Role> {
        let segments: Vec<&str> = self.0.split('/').collect();
        match segments.as_slice() {
            [
                "nec.toml" | "areas.toml" | "allowed-signers" | ".gitattributes" | ".gitignore"
                | ".taplo.toml",
            ] => Some(Role::Directory),
            [folder, file] if *folder == SCHEMAS => {
                file.strip_suffix(".json").filter(|id| is_file_id(id)).map(|_| Role::Directory)
            }
            ["standards", file] => {
                file.strip_suffix(".toml").filter(|id| is_file_id(id)).map(|_| Role::Edition)
            }
            ["evidence", period, area, _, ..] => Place::new(period, area).map(Role::Evidence),
            [period, file] => {
                let stem = file.strip_suffix(".toml")?;
                if let Some(area) = stem.strip_suffix(".record") {
                    return Place::new(period, area).map(Role::Record);
                }
                if let Some(area) = stem.strip_suffix(".review") {
                    return Place::new(period, area).map(Role::Review);
                }
                Place::new(period, stem).map(Role::Plan)
            }
            _ => None,
        }
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::printable::one_line(&self.0))
    }
}

/// What a file of the plan directory is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The directory's own: its settings, areas and signers, git's files and the editors'.
    Directory,
    Edition,
    Plan(Place),
    Record(Place),
    Review(Place),
    Evidence(Place),
}

impl Role {
    /// Whether the file is one of text, and no evidence, of which every byte counts.
    pub fn is_text(&self) -> bool {
        !matches!(self, Role::Evidence(_))
    }

    /// The plan that the file belongs to, if it belongs to one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Role::Directory | Role::Edition => None,
            Role::Plan(place) | Role::Record(place) | Role::Review(place) | Role::Evidence(place) => {
                Some(place)
            }
        }
    }
}

/// Which plan: an area's, for a period. In order of period, then area.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    period: String,
    area: String,
}

impl Place {
    /// A plan's place, if both are ids.
    pub fn new(period: &str, area: &str) -> Option<Self> {
        (is_file_id(period) && is_file_id(area))
            .then(|| Place { period: period.to_owned(), area: area.to_owned() })
    }

    pub fn period(&self) -> &str {
        &self.period
    }

    pub fn area(&self) -> &str {
        &self.area
    }

    /// The plan's file: `2026-27/west-dorset.toml`.
    pub fn plan_file(&self) -> RelPath {
        RelPath(format!("{}/{}.toml", self.period, self.area))
    }

    /// The file of what was done.
    pub fn record_file(&self) -> RelPath {
        RelPath(format!("{}/{}.record.toml", self.period, self.area))
    }

    /// The file of comments, decisions, marks and sign-offs.
    pub fn review_file(&self) -> RelPath {
        RelPath(format!("{}/{}.review.toml", self.period, self.area))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.period, self.area)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        for path in ["nec.toml", "2026-27/west-dorset.toml", "evidence/2026-27/purbeck/Poster 1.pdf"] {
            assert!(RelPath::new(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "C:/x",
            "a\\b",
            ".git/config",
            "a/.GIT/x",
            "a\u{1b}b",
        ] {
            assert!(RelPath::new(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_name_that_one_computer_cannot_have_another_can() {
        let can = |system: System, path: &str| RelPath::on(system, path, true).is_ok();
        for path in
            ["notes/a:b.docx", "a\\b", "C:/x", "nec.toml::$DATA", "a?", "a. ", "b/aux.txt", "COM1", "a\nb"]
        {
            assert!(can(System::Other, path) && can(System::Mac, path), "{path}");
            assert!(!can(System::Windows, path), "{path}");
        }
        let long = "a".repeat(256);
        for path in ["", "/a", "../a", "a//b", "a/./b", "a\0", &long] {
            assert!(!can(System::Other, path) && !can(System::Windows, path), "{path}");
        }
        let deep = "ab/".repeat(500) + "c";
        for path in ["notes/a.docx", "Café 1 (2).pdf", "auxiliary.txt", "com10", &deep] {
            assert!(can(System::Other, path) && can(System::Windows, path), "{path}");
        }
        let accents = "é".repeat(200);
        assert!(!can(System::Other, &accents), "that many bytes");
        assert!(can(System::Windows, &accents) && can(System::Mac, &accents));
        assert!(RelPath::on(System::Other, &long, false).is_ok(), "what lies there has its name");
        assert!(RelPath::on(System::Other, "a/../../b", false).is_err());
    }

    #[test]
    fn the_path_says_what_a_file_is() {
        let role = |path: &str| RelPath::new(path).unwrap().role();
        let place = Place::new("2026-27", "west-dorset").unwrap();
        assert_eq!(role("nec.toml"), Some(Role::Directory));
        assert_eq!(role("standards/nec-2020.toml"), Some(Role::Edition));
        assert_eq!(role(".taplo.toml"), Some(Role::Directory));
        assert_eq!(role(".schema/plan.json"), Some(Role::Directory));
        assert_eq!(role("2026-27/west-dorset.toml"), Some(Role::Plan(place.clone())));
        assert_eq!(role("2026-27/west-dorset.record.toml"), Some(Role::Record(place.clone())));
        assert_eq!(role("2026-27/west-dorset.review.toml"), Some(Role::Review(place.clone())));
        assert_eq!(role("evidence/2026-27/west-dorset/poster.pdf"), Some(Role::Evidence(place.clone())));
        for other in [
            "notes.txt",
            "2026-27/notes.txt",
            "2026-27/West.toml",
            "a/b/c.toml",
            "standards/x/y.toml",
            "evidence/x",
            ".schema/x/plan.json",
            ".schema/plan.toml",
        ] {
            assert_eq!(role(other), None, "{other}");
        }
        assert_eq!(place.plan_file().as_str(), "2026-27/west-dorset.toml");
    }
}
