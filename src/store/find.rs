//! Which plan directory, first match.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::settings::Settings;
use crate::problem::Problem;

/// The file that marks a plan directory.
pub const MARK: &str = "nec.toml";

/// What is asked for, in the order in which it is asked.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// `--dir`.
    pub option: Option<PathBuf>,
    /// `$NEC_DIR`.
    pub environment: Option<PathBuf>,
    /// The working directory: its nearest ancestor that holds [`MARK`], itself included.
    pub working: Option<PathBuf>,
    /// The user's settings name it.
    pub user: Option<PathBuf>,
    /// The machine's settings name it.
    pub machine: Option<PathBuf>,
    /// The platform's data directory.
    pub data: Option<PathBuf>,
}

/// Who named the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Option,
    Environment,
    Working,
    User,
    Machine,
    /// Nobody: it is the one in the platform's data directory, which is made on first use.
    Default,
}

/// A plan directory, or the place where the default one is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The directory's path, absolute.
    pub root: PathBuf,
    pub by: By,
}

impl Found {
    /// Whether it is there; only the default one may not be.
    pub fn is_made(&self) -> bool {
        mark(&self.root).is_some()
    }
}

impl Search {
    /// What this process is asked for: the option, its environment, its working directory, the settings.
    pub fn here(option: Option<PathBuf>, folders: Option<&Folders>) -> Self {
        let directory = |file: PathBuf| Settings::read(&file).0.directory;
        Search {
            option,
            environment: std::env::var_os("NEC_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from),
            working: std::env::current_dir().ok(),
            user: folders.and_then(|folders| directory(folders.config_file())),
            machine: folders.and_then(|folders| directory(folders.machine.clone())),
            data: folders.map(Folders::default_directory),
        }
    }
}

/// Which directory: the first that is asked for. One that is named but is no plan directory is an error, not
/// a reason to open another.
///
/// # Errors
/// Says which directory was named, by whom, and how to make it one.
pub fn find(search: &Search) -> Result<Found, Problem> {
    let found = find_broken(search)?;
    refuse_odd_mark(&found.root)?;
    Ok(found)
}

/// The same, also where its mark is a link or a folder: for what can put that right, and reads no settings.
///
/// # Errors
/// As [`find`].
pub fn find_broken(search: &Search) -> Result<Found, Problem> {
    let working = search.working.as_deref().and_then(nearest);
    let named = [
        (By::Option, search.option.as_deref()),
        (By::Environment, search.environment.as_deref()),
        (By::Working, working),
        (By::User, search.user.as_deref()),
        (By::Machine, search.machine.as_deref()),
        (By::Default, search.data.as_deref()),
    ]
    .into_iter()
    .find_map(|(by, dir)| dir.map(|dir| (by, dir)));
    let Some((by, dir)) = named else {
        return Err(Problem::new(
            "no plan directory was named, and this user has no home folder to keep one in",
            "Name one with --dir, or make one with nec init DIR.",
        ));
    };
    let root = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    if by != By::Default && mark(&root).is_none() {
        return Err(no_directory(&root, by));
    }
    Ok(Found { root, by })
}

/// The plan directory that a folder lies in: the nearest of it and its ancestors that holds [`MARK`].
///
/// # Errors
/// Where the mark is no ordinary file: no directory further out is opened in its place.
pub fn around(folder: &Path) -> Result<Option<&Path>, Problem> {
    let root = nearest(folder);
    root.map_or(Ok(()), refuse_odd_mark)?;
    Ok(root)
}

/// Where a folder is in the repository that it lies in, with a slash at its end; empty where it is the whole,
/// in none, or its name is no text. The repository need not be one that can be used.
pub fn in_repository(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let top = absolute.ancestors().find(|dir| dir.join(".git").symlink_metadata().is_ok());
    let inner = top.and_then(|top| absolute.strip_prefix(top).ok());
    let segments: Option<Vec<&str>> = inner.into_iter().flatten().map(std::ffi::OsStr::to_str).collect();
    segments.unwrap_or_default().iter().map(|segment| format!("{segment}/")).collect()
}

fn nearest(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|dir| mark(dir).is_some())
}

/// Whatever has the name of the mark there.
fn mark(dir: &Path) -> Option<Metadata> {
    dir.join(MARK).symlink_metadata().ok()
}

fn refuse_odd_mark(root: &Path) -> Result<(), Problem> {
    let Some(mark) = mark(root).filter(|mark| !mark.is_file()) else { return Ok(()) };
    let why = if mark.is_symlink() {
        "is a link to another place, and links are not followed"
    } else {
        "is no ordinary file"
    };
    Err(Problem::new(
        format!("{MARK} in {} {why}, so the plans there are not opened", super::shown(root)),
        "Put the file itself in its place. If it came in like that, nec undo takes that back, and nec sync brings it \
         when somebody has put it right. Or name another directory with --dir.",
    )
    .safe("Nothing was read or written; the plans are as they were."))
}

fn no_directory(root: &Path, by: By) -> Problem {
    let shown = super::shown(root);
    let by = match by {
        By::Environment => ", which NEC_DIR names,",
        By::User => ", which your settings name,",
        By::Machine => ", which the settings of this computer name,",
        By::Option | By::Working | By::Default => "",
    };
    let what = if root.is_dir() {
        format!("{shown}{by} is not a plan directory: it has no nec.toml")
    } else {
        format!("there is no folder {shown}{}", by.trim_end_matches(','))
    };
    Problem::new(what, format!("Name a plan directory, or make this one with: nec init {shown}"))
        .safe("Nothing was read or written.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn directory(root: &Path, name: &str) -> Option<PathBuf> {
        let dir = root.join(name);
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join(MARK), "format = 1\n").unwrap();
        Some(dir)
    }

    #[test]
    fn the_first_that_is_asked_for_is_taken() {
        let root = tempfile::tempdir().unwrap();
        let working = directory(root.path(), "working").map(|dir| dir.join("2026-27"));
        std::fs::create_dir(working.as_deref().unwrap()).unwrap();
        let mut search = Search {
            option: directory(root.path(), "option"),
            environment: directory(root.path(), "environment"),
            working,
            user: directory(root.path(), "user"),
            machine: directory(root.path(), "machine"),
            data: Some(root.path().join("data")),
        };
        let mut found = Vec::new();
        for forget in [
            |_: &mut Search| (),
            |search: &mut Search| search.option = None,
            |search: &mut Search| search.environment = None,
            |search: &mut Search| search.working = None,
            |search: &mut Search| search.user = None,
            |search: &mut Search| search.machine = None,
        ] {
            forget(&mut search);
            let at = find(&search).unwrap();
            found.push((at.by, at.is_made(), at.root.file_name().unwrap().to_string_lossy().into_owned()));
        }
        let expected = [
            (By::Option, true, "option"),
            (By::Environment, true, "environment"),
            (By::Working, true, "working"),
            (By::User, true, "user"),
            (By::Machine, true, "machine"),
            (By::Default, false, "data"),
        ];
        assert_eq!(found, expected.map(|(by, made, name)| (by, made, name.to_owned())));
    }

    #[test]
    fn a_mark_that_is_no_file_is_told_and_no_directory_further_out_is_opened() {
        let root = tempfile::tempdir().unwrap();
        let inner = directory(root.path(), "outer").unwrap().join("inner");
        std::fs::create_dir_all(inner.join(MARK)).unwrap();
        let search = Search { working: Some(inner.clone()), ..Search::default() };
        assert!(find(&search).unwrap_err().what.contains("no ordinary file"));
        assert!(around(&inner).is_err());
        assert!(find(&Search { data: Some(inner), ..Search::default() }).is_err());
        let outer = root.path().join("outer");
        assert_eq!(around(&outer.join("2026-27")).unwrap(), Some(outer.as_path()));
        #[cfg(unix)]
        {
            let linked = outer.join("linked");
            std::fs::create_dir(&linked).unwrap();
            std::os::unix::fs::symlink(outer.join(MARK), linked.join(MARK)).unwrap();
            assert!(find(&Search { working: Some(linked), ..Search::default() }).is_err());
        }
    }

    #[test]
    fn a_named_directory_that_is_none_is_told_and_no_other_is_opened() {
        let root = tempfile::tempdir().unwrap();
        let search = Search {
            environment: Some(root.path().join("gone")),
            user: directory(root.path(), "user"),
            ..Search::default()
        };
        let problem = find(&search).unwrap_err();
        assert!(problem.what.contains("gone") && problem.what.contains("NEC_DIR"), "{problem}");
        let search = Search { option: Some(root.path().to_path_buf()), ..Search::default() };
        assert!(find(&search).unwrap_err().what.contains("no nec.toml"));
        assert!(find(&Search::default()).is_err());
    }
}
