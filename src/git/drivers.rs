//! This program as git's own merge driver and its reader of plans, so that `git merge`, `git rebase` and `git diff`
//! do by field what they would do by line.
//!
//! `.gitattributes` of the plan directory says for which files; what is to be run is in the repository's own
//! configuration, because git takes no commands from files that others may change.

use std::path::{Path, PathBuf};

use git2::{Config, ConfigLevel, MergeFileInput, MergeFileOptions};

use super::repository::{Repository, refused};
use crate::plan::printable::{one_line, shell_word};
use crate::problem::Problem;

/// Whether git runs this program in a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Set,
    /// It merges and compares plans by line.
    Missing,
    /// It would run a program that is not there (any more).
    Gone(String),
}

const NAME: &str = "plans, records and reviews field by field";
/// Of what `nec textconv` prints, only headings begin at a line's start.
const HEADING: &str = "^[^ ].*$";

/// This program's file, as git is to run it; nothing where it cannot be told, or this is no `nec` but a test of it.
pub fn program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    (program.file_stem()? == "nec").then_some(program)
}

/// Whether git runs this program, or another of its kind that is there, in the repository that the folder is in.
///
/// # Errors
/// Where the repository cannot be opened or its configuration not be read.
pub fn standing(root: &Path) -> Result<Standing, Problem> {
    let repository = Repository::open(root)?;
    let config =
        repository.git.config().and_then(|mut config| config.snapshot()).map_err(|error| refused(&error))?;
    let said = |key: &str| config.get_string(key).ok();
    let (Some(merge), Some(_)) = (said("merge.nec.driver"), said("diff.nec.textconv")) else {
        return Ok(Standing::Missing);
    };
    match named(&merge) {
        Some(file) if file.is_file() => Ok(Standing::Set),
        Some(file) => Ok(Standing::Gone(one_line(&file.to_string_lossy()))),
        // Somebody's own command: it is theirs to keep in order.
        None => Ok(Standing::Set),
    }
}

/// Has git run a program (an absolute path) in the repository that the folder is in.
///
/// # Errors
/// Where the repository cannot be opened, or its configuration not be written.
pub fn set(root: &Path, program: &Path) -> Result<(), Problem> {
    let repository = Repository::open(root)?;
    let write = || -> Result<(), git2::Error> {
        let mut config = own(&repository)?;
        let quoted = quoted(program);
        config.set_str("merge.nec.name", NAME)?;
        config.set_str(
            "merge.nec.driver",
            &format!("{} merge-driver %O %A %B %P", quoted.replace('%', "%%")),
        )?;
        config.set_str("diff.nec.textconv", &format!("{quoted} textconv"))?;
        config.set_str("diff.nec.xfuncname", HEADING)
    };
    write().map_err(|error| {
        Problem::new(
            format!("git's settings of this repository could not be written: {}", one_line(error.message())),
            "See that you may write there, and that no other program holds them, then run nec doctor --fix.",
        )
        .safe("Plans and versions are untouched; only git's own merge goes by lines.")
    })
}

/// The same with this program, where the plan directory has a repository of its own: in a larger one, settings are
/// written only when they are asked for (`nec doctor --fix`). Says whether they were.
///
/// # Errors
/// As [`set`].
pub fn set_if_own(root: &Path) -> Result<bool, Problem> {
    let is_own = Repository::open(root)?.prefix().is_empty();
    match program().filter(|_| is_own) {
        Some(program) => set(root, &program).map(|()| true),
        None => Ok(false),
    }
}

/// The repository's own configuration.
fn own(repository: &Repository) -> Result<Config, git2::Error> {
    repository.git.config()?.open_level(ConfigLevel::Local)
}

/// A program's path as git's shell takes it, which on Windows is the one that comes with git.
fn quoted(program: &Path) -> String {
    let path = program.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    shell_word(&path)
}

/// The file that a command of ours names.
fn named(command: &str) -> Option<PathBuf> {
    let (inside, _) = command.strip_prefix('\'')?.rsplit_once("' merge-driver ")?;
    Some(PathBuf::from(inside.replace(r"'\''", "'").replace("%%", "%")))
}

/// A file merged by git's own rules, by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByLine {
    Clean(Vec<u8>),
    /// With git's marks around the lines that both sides changed.
    Marked(Vec<u8>),
}

/// Merges a file by git's own rules.
///
/// # Errors
/// Where it cannot be merged, as with pictures.
pub fn by_line(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<ByLine, Problem> {
    if [base, ours, theirs].iter().any(|content| content.contains(&0)) {
        return Err(no_text("they are no text"));
    }
    let merge = || -> Result<ByLine, git2::Error> {
        // This one function of the library does not start it, and fails unless something else has.
        let _started = Config::new()?;
        let [mut before, mut mine, mut other] = std::array::from_fn(|_| MergeFileInput::new());
        before.content(base);
        mine.content(ours);
        other.content(theirs);
        let mut options = MergeFileOptions::new();
        options.our_label("ours").their_label("theirs");
        let merged = git2::merge_file(&before, &mine, &other, Some(&mut options))?;
        let content = merged.content().to_vec();
        Ok(if merged.is_automergeable() { ByLine::Clean(content) } else { ByLine::Marked(content) })
    };
    merge().map_err(|error| no_text(&one_line(error.message())))
}

fn no_text(why: &str) -> Problem {
    Problem::new(
        format!("the two versions cannot be merged: {why}"),
        "Choose one of them: git checkout --ours or --theirs, then git add.",
    )
    .safe("Both versions are kept by git.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_cannot_be_merged_by_field_is_merged_by_line() {
        let merged = |ours: &[u8], theirs: &[u8]| by_line(b"1\n2\n3\n4\n5\n", ours, theirs).unwrap();
        assert_eq!(
            merged(b"0\n2\n3\n4\n5\n", b"1\n2\n3\n4\n6\n"),
            ByLine::Clean(b"0\n2\n3\n4\n6\n".to_vec())
        );
        let ByLine::Marked(both) = merged(b"0\n2\n3\n4\n5\n", b"7\n2\n3\n4\n5\n") else { unreachable!() };
        assert!(
            String::from_utf8(both).unwrap().starts_with("<<<<<<< ours\n0\n=======\n7\n>>>>>>> theirs\n")
        );
        assert!(by_line(b"", b"\0", b"x").is_err());
    }

    #[test]
    fn a_program_is_named_so_that_a_shell_finds_it() {
        for path in ["/usr/bin/nec", "/o'brien/100% mine/nec", "/a b/$HOME/`x`/nec"] {
            let command = format!("{} merge-driver %O %A %B %P", quoted(Path::new(path)).replace('%', "%%"));
            assert_eq!(named(&command), Some(PathBuf::from(path)));
        }
        assert_eq!(quoted(Path::new("/o'brien/nec")), r"'/o'\''brien/nec'");
        assert_eq!(named("nec merge-driver %O %A %B %P"), None);
    }
}
