//! The files of a new plan directory.

use std::path::Path;

use super::example;
use super::find::MARK;
use super::read::{self, Why};
use super::save;
use crate::plan::document::Source;
use crate::plan::{Edit, FieldPath, RelPath, Value};
use crate::problem::Problem;
use crate::standards;

/// What a new plan directory is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InitOptions {
    /// The force's name; without one, Dorset Police and its areas.
    pub force: Option<String>,
    /// The project's own illustration, in place of an empty directory.
    pub example: bool,
    /// In a repository of its own, even where the folder lies in another: for the directory that is made
    /// without being asked for, which may lie in somebody's home that is itself in a repository.
    pub alone: bool,
}

/// The force whose areas come with the program.
const DORSET: &str = "Dorset Police";

/// Settings and areas of Dorset Police.
const DORSETS: [&str; 2] = [include_str!("templates/nec.toml"), include_str!("templates/areas.toml")];
/// Settings and areas of any other force.
const OTHERS: [&str; 2] =
    [include_str!("templates/other-nec.toml"), include_str!("templates/other-areas.toml")];

/// For git: texts as they are, and plans merged and compared by field where git knows how.
const GIT_ATTRIBUTES: [&str; 3] = ["* -text", "*/*.toml merge=nec diff=nec", "standards/*.toml !merge !diff"];
/// For git: the program's private folder is never recorded.
const GIT_IGNORE: [&str; 1] = ["/.nec/"];

/// The files of a new directory, its mark last: until that is written, it is none.
fn files(options: &InitOptions) -> Result<Vec<(RelPath, String)>, Problem> {
    let other = options.force.as_deref().filter(|force| !force.trim().eq_ignore_ascii_case(DORSET));
    let mut files: Vec<(String, String)> = if options.example {
        example::FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    } else {
        let [settings, areas] = if other.is_some() { OTHERS } else { DORSETS };
        standards::load::embedded()
            .iter()
            .map(|(name, text)| (format!("standards/{name}"), (*text).to_owned()))
            .chain(example::for_editors().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
            .chain([("areas.toml".to_owned(), areas.to_owned()), (MARK.to_owned(), settings.to_owned())])
            .collect()
    };
    if !files.iter().any(|(path, _)| path == MARK) {
        return Err(Problem::new(
            "this build of the program has no illustration in it",
            "Make an empty plan directory: leave --example away.",
        )
        .safe("Nothing was written."));
    }
    if let Some(force) = other {
        for (_, text) in files.iter_mut().filter(|(path, _)| path == MARK) {
            *text = named(text, force.trim())?;
        }
    }
    files.sort_by_key(|(path, _)| path == MARK);
    files.into_iter().map(|(path, text)| Ok((RelPath::new(&path)?, text))).collect()
}

/// The settings with the name of the force in them.
fn named(settings: &str, force: &str) -> Result<String, Problem> {
    if force.is_empty() {
        return Err(Problem::new(
            "the name of the force is empty",
            "Give its name: --force \"Example Police\"",
        )
        .safe("Nothing was written."));
    }
    let mut source = Source::parse(settings)?;
    source.apply(&Edit::Set { path: FieldPath::of(["force"]), value: Value::from(force) })?;
    Ok(source.text().to_owned())
}

/// Writes the files of a new plan directory into a folder, which is made where it is missing. Other files in
/// it stay as they are; git's own two are added to. Gives what was written.
///
/// # Errors
/// Where the folder is a plan directory already, holds another file of a name that is needed, or cannot be
/// written.
pub fn write(root: &Path, options: &InitOptions) -> Result<Vec<RelPath>, Problem> {
    if root.join(MARK).symlink_metadata().is_ok() {
        return Err(Problem::new(
            format!("{} is a plan directory already", super::shown(root)),
            "Open it with nec --dir, or name another folder.",
        )
        .safe("Nothing in it was touched."));
    }
    let files = files(options)?;
    let mut fresh = Vec::new();
    for (file, text) in &files {
        if !is_there(root, file, text)? {
            fresh.push((file, text));
        }
    }
    std::fs::create_dir_all(root).map_err(|error| {
        super::write_problem(&error, &format!("the folder {} cannot be made", super::shown(root)))
    })?;
    let mut written = complete_git_files(root)?;
    for (file, text) in fresh {
        save::save(root, file, text, None).map_err(|error| error.problem(file))?;
    }
    written.extend(files.into_iter().map(|(file, _)| file));
    Ok(written)
}

/// Whether the file is there with just this text; not there is no. Another text is an error.
fn is_there(root: &Path, file: &RelPath, text: &str) -> Result<bool, Problem> {
    match read::read_bytes(root, file, read::MOST_BYTES) {
        Ok(bytes) if bytes == text.as_bytes() => Ok(true),
        Err(unreadable) if unreadable.why == Why::Missing => Ok(false),
        _ => Err(Problem::new(
            "there is a file of this name already, and a plan directory needs one of its own",
            "Name an empty folder, or move that file away.",
        )
        .safe("Nothing was touched.")
        .in_file(file.to_string())),
    }
}

/// What makes editors help that differs from what it should be: the schemas, which follow from the editions,
/// and the file that names them, which is only ever made where it is missing.
pub fn editor_files_lacking(root: &Path, schemas: &[(RelPath, String)]) -> Vec<(RelPath, String)> {
    let now = |file: &RelPath| read::read_bytes(root, file, read::MOST_BYTES);
    let stale = |(file, text): &&(RelPath, String)| now(file).ok().as_deref() != Some(text.as_bytes());
    let mut lacking: Vec<(RelPath, String)> = schemas.iter().filter(stale).cloned().collect();
    let named = example::for_editors().find(|(path, _)| *path == example::EDITORS);
    if let Some((path, text)) = named
        && let Ok(file) = RelPath::new(path)
        && now(&file).is_err_and(|unreadable| unreadable.why == Why::Missing)
    {
        lacking.push((file, (*text).to_owned()));
    }
    lacking
}

/// Writes them.
///
/// # Errors
/// Where one is no ordinary file, or cannot be written.
pub fn complete_editor_files(root: &Path, lacking: &[(RelPath, String)]) -> Result<(), Problem> {
    for (file, text) in lacking {
        let stamp = match read::read_bytes(root, file, read::MOST_BYTES) {
            Ok(bytes) => Some(read::Stamp::of(&bytes)),
            Err(unreadable) if unreadable.why == Why::Missing => None,
            Err(unreadable) => return Err(unreadable.problem),
        };
        save::save(root, file, text, stamp).map_err(|error| error.problem(file))?;
    }
    Ok(())
}

/// Git's own files in a plan directory, and the lines that they need.
const GIT_FILES: [(&str, &[&str]); 2] = [(".gitattributes", &GIT_ATTRIBUTES), (".gitignore", &GIT_IGNORE)];

/// Those of git's own files that lack lines which a plan directory needs.
pub fn git_files_lacking(root: &Path) -> Vec<&'static str> {
    let lacks = |name: &str, lines: &[&str]| {
        let file = RelPath::new(name).ok();
        let bytes = file.and_then(|file| read::read_bytes(root, &file, read::MOST_BYTES).ok());
        let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
        lines.iter().any(|line| !text.lines().any(|known| known.trim() == *line))
    };
    GIT_FILES.iter().filter(|(name, lines)| lacks(name, lines)).map(|(name, _)| *name).collect()
}

/// Adds the lines that git's own files lack; the rest of them stays. Gives the files.
///
/// # Errors
/// Where one is no ordinary file, or cannot be written.
pub fn complete_git_files(root: &Path) -> Result<Vec<RelPath>, Problem> {
    GIT_FILES.iter().map(|(name, lines)| add_lines(root, name, lines)).collect()
}

/// Adds the lines that one of git's files lacks.
fn add_lines(root: &Path, name: &str, lines: &[&str]) -> Result<RelPath, Problem> {
    let file = RelPath::new(name)?;
    let (mut text, stamp) = match read::read_bytes(root, &file, read::MOST_BYTES) {
        Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), Some(read::Stamp::of(&bytes))),
        Err(unreadable) if unreadable.why == Why::Missing => (String::new(), None),
        Err(unreadable) => return Err(unreadable.problem),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in lines {
        if !text.lines().any(|known| known.trim() == *line) {
            text.push_str(line);
            text.push('\n');
        }
    }
    save::save(root, &file, &text, stamp).map_err(|error| error.problem(&file))?;
    Ok(file)
}
