//! Reading a file of the plan directory, within limits.

use std::fs::{File, Metadata};
use std::hash::BuildHasher;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use foldhash::quality::RandomState;

use super::plain::plain;
use crate::plan::RelPath;
use crate::plan::merge::{lines, marks};
use crate::problem::Problem;

/// The largest file that is read as text: 1 MiB, which is some 150,000 words.
pub const MOST_BYTES: u64 = 1 << 20;

/// What a file's bytes were when it was read: another hand's change is noticed by content, not by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: usize,
    hash: u64,
}

impl Stamp {
    /// The stamp of these bytes. It holds within one run of the program; it is not for keeping.
    pub fn of(bytes: &[u8]) -> Self {
        static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::default);
        Stamp { length: bytes.len(), hash: STATE.hash_one(bytes) }
    }
}

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The text without a byte order mark, its lines ended by a line feed alone.
    pub text: String,
    /// The stamp of the bytes as they stand on disk.
    pub stamp: Stamp,
}

/// Why a file could not be read, for those who do different things then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is no such file.
    Missing,
    /// Two people's versions stand in it side by side, with git's marks between them.
    Conflicted,
    /// Too big, not UTF-8, or empty.
    NotAText,
    /// A link, a folder, a device, or something outside the directory.
    NotAFile,
    /// The system refused.
    Refused,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub why: Why,
    pub problem: Problem,
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        unreadable.problem
    }
}

/// Reads a text file of the directory.
///
/// # Errors
/// Where it is missing, over [`MOST_BYTES`], a link or a special file, not UTF-8, empty, in conflict, or
/// refused by the system.
pub fn read(root: &Path, file: &RelPath) -> Result<Loaded, Unreadable> {
    understood(file, read_bytes(root, file, MOST_BYTES)?)
}

/// Bytes that were read, as the text that they are.
///
/// # Errors
/// Where they are not UTF-8, empty, or in conflict.
pub(super) fn understood(file: &RelPath, bytes: Vec<u8>) -> Result<Loaded, Unreadable> {
    let stamp = Stamp::of(&bytes);
    let text = text_of(bytes).map_err(|unreadable| unreadable.in_file(file))?;
    Ok(Loaded { text, stamp })
}

/// The text of a file of the directory to the byte, whatever it says; nothing where there is no such file.
///
/// # Errors
/// As [`read_bytes`], and where it is not UTF-8.
pub fn text_as_it_is(root: &Path, file: &RelPath) -> Result<Option<String>, Problem> {
    let bytes = match read_bytes(root, file, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(unreadable) if unreadable.why == Why::Missing => return Ok(None),
        Err(unreadable) => return Err(unreadable.problem),
    };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Problem::new(
            "the file on disk is no text: some of its bytes are not UTF-8",
            "Save it as UTF-8 in a text editor, or move it out of the way.",
        )
        .safe("It is untouched.")
        .in_file(file.to_string())
    })
}

/// Reads a file of the directory as it is, if it has at most `most` bytes.
///
/// # Errors
/// As [`read`], but for what only a text can fail.
pub fn read_bytes(root: &Path, file: &RelPath, most: u64) -> Result<Vec<u8>, Unreadable> {
    let (path, metadata) = locate(root, file)?;
    let too_big = || Unreadable::too_big(most).in_file(file);
    if metadata.len() > most {
        return Err(too_big());
    }
    let refused = |error: std::io::Error| Unreadable::refused(&error).in_file(file);
    let opened = File::open(&path).map_err(refused)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may have grown since it was looked at.
    opened.take(most + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > most {
        return Err(too_big());
    }
    Ok(bytes)
}

/// The path of a file on disk, and what it is, if it is an ordinary file with no link on the way to it.
///
/// # Errors
/// Where it is missing, a link, or no ordinary file.
pub fn locate(root: &Path, file: &RelPath) -> Result<(PathBuf, Metadata), Unreadable> {
    let mut path = root.to_path_buf();
    let mut found = None;
    for segment in file.as_str().split('/') {
        path.push(segment);
        let metadata = std::fs::symlink_metadata(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::missing().in_file(file),
            _ => Unreadable::refused(&error).in_file(file),
        })?;
        if metadata.is_symlink() {
            return Err(Unreadable::link().in_file(file));
        }
        found = Some(metadata);
    }
    match found {
        Some(metadata) if metadata.is_file() => Ok((path, metadata)),
        _ => Err(Unreadable::not_ordinary().in_file(file)),
    }
}

fn text_of(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let (line, column) = crate::plan::areas::line_and_column(
            &String::from_utf8_lossy(&error.as_bytes()[..valid]),
            usize::MAX,
        );
        let mut unreadable = Unreadable::new(
            Why::NotAText,
            "this file is not text in UTF-8",
            "Save it as UTF-8 in a text editor, or bring an earlier version of the file back.",
        );
        unreadable.problem = unreadable.problem.at(line, column);
        unreadable
    })?;
    let text = plain(text);
    if text.trim().is_empty() {
        return Err(Unreadable::new(
            Why::NotAText,
            "this file is empty",
            "Bring an earlier version of the file back, or delete it and begin anew.",
        ));
    }
    match conflicted(&text) {
        Some(unreadable) => Err(unreadable),
        None => Ok(text),
    }
}

/// Refuses a file of the program's in which two versions stand side by side.
///
/// # Errors
/// Says so, with the line of git's first mark.
pub fn unless_conflicted(file: &RelPath, bytes: &[u8]) -> Result<(), Problem> {
    if !file.as_str().ends_with(".toml") {
        return Ok(());
    }
    match conflicted(&String::from_utf8_lossy(bytes)) {
        Some(unreadable) => Err(unreadable.in_file(file).problem),
        None => Ok(()),
    }
}

/// Why a text is in conflict: git's marks are in it, or the comments of a merge by git with this program.
fn conflicted(text: &str) -> Option<Unreadable> {
    lines::first(text).or_else(|| marks::first(text)).map(Unreadable::conflicted)
}

impl Unreadable {
    fn new(why: Why, what: impl Into<String>, next: &str) -> Self {
        Unreadable { why, problem: Problem::new(what, next).safe("The file is untouched.") }
    }

    fn conflicted(line: usize) -> Self {
        let mut unreadable = Unreadable::new(
            Why::Conflicted,
            "two people changed the same place of this file, and git left both versions in it, to be settled",
            "Settle it one field at a time: nec resolve, or Enter on it in the list of areas.",
        );
        unreadable.problem = unreadable.problem.safe("Both versions are kept.").at(line, 1);
        unreadable
    }

    fn refused(error: &std::io::Error) -> Self {
        let (what, next) = match error.kind() {
            ErrorKind::PermissionDenied => (
                "this file may not be read by you".to_owned(),
                "Ask whoever looks after the computer for the right to read it.",
            ),
            _ => (
                format!("the system could not read this file: {}", super::reason(error)),
                "Try again; if it stays so, ask whoever looks after the computer.",
            ),
        };
        Unreadable::new(Why::Refused, what, next)
    }

    pub(super) fn missing() -> Self {
        Unreadable::new(
            Why::Missing,
            "there is no such file",
            "Check the name, or bring the file back from an earlier version.",
        )
    }

    pub(super) fn link() -> Self {
        Unreadable::new(
            Why::NotAFile,
            "this is a link to another place, and links are not followed",
            "Put the file itself there in place of the link.",
        )
    }

    pub(super) fn not_ordinary() -> Self {
        Unreadable::new(
            Why::NotAFile,
            "this is not an ordinary file",
            "Move it out of the way, and bring the file back from an earlier version.",
        )
    }

    pub(super) fn too_big(most: u64) -> Self {
        let limit = if most == MOST_BYTES { "1 MiB".to_owned() } else { format!("{} MiB", most >> 20) };
        Unreadable::new(
            Why::NotAText,
            format!("this file is too big: it has more than {limit}"),
            "Take out what does not belong in it, or bring an earlier version of the file back.",
        )
    }

    pub(super) fn in_file(mut self, file: &RelPath) -> Self {
        self.problem = self.problem.in_file(file.to_string());
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const FILE: &str = "2026-27/west-dorset.toml";

    fn written(bytes: &[u8]) -> (tempfile::TempDir, RelPath) {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("2026-27")).unwrap();
        std::fs::write(root.path().join(FILE), bytes).unwrap();
        (root, RelPath::new(FILE).unwrap())
    }

    fn why(bytes: &[u8]) -> (Why, Problem) {
        let (root, file) = written(bytes);
        let unreadable = read(root.path(), &file).unwrap_err();
        assert_eq!(std::fs::read(root.path().join(FILE)).unwrap(), bytes, "the file is untouched");
        (unreadable.why, unreadable.problem)
    }

    #[test]
    fn a_mark_at_the_start_and_windows_lines_are_taken_off() {
        let (root, file) = written("\u{feff}format = 1\r\narea = \"é\"\r\n".as_bytes());
        let loaded = read(root.path(), &file).unwrap();
        assert_eq!(loaded.text, "format = 1\narea = \"é\"\n");
        assert_eq!(loaded.stamp, Stamp::of("\u{feff}format = 1\r\narea = \"é\"\r\n".as_bytes()));
        assert_ne!(loaded.stamp, Stamp::of(loaded.text.as_bytes()));
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let (reason, problem) = why(b"format = 1\nname = \"\xff\"\n");
        assert_eq!(reason, Why::NotAText);
        assert_eq!((problem.file.as_deref(), problem.line, problem.column), (Some(FILE), Some(2), Some(9)));
        assert_eq!(why(b" \n\n").0, Why::NotAText);
        assert_eq!(why(&vec![b'#'; 1 + (1 << 20)]).0, Why::NotAText);
    }

    #[test]
    fn one_byte_under_the_limit_is_read() {
        let (root, file) = written(&vec![b'#'; 1 << 20]);
        assert_eq!(read(root.path(), &file).unwrap().text.len(), 1 << 20);
    }

    #[test]
    fn a_conflict_is_named_and_a_line_of_equals_signs_is_not_one() {
        let (reason, problem) = why(b"format = 1\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n");
        assert_eq!((reason, problem.line), (Why::Conflicted, Some(2)));
        let (root, file) = written(b"a = \"\"\"\n=======\n<<<<<<< \n>>>>>>> x\n\"\"\"\n");
        assert!(read(root.path(), &file).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn what_the_program_writes_is_never_taken_for_a_conflict(
            lines in proptest::collection::vec(
                proptest::sample::select(vec!["<<<<<<< ", "<<<<<<< x", "=======", ">>>>>>> y", "", "a", "\"", "\r"]),
                0..12,
            )
        ) {
            use crate::plan::{Document, Edit, FieldPath, Value};
            let text = lines.join("\n");
            let mut document = Document::parse("format = 1\n").unwrap();
            let path = FieldPath::of(["profile", "summary"]);
            document.apply(&Edit::Set { path: path.clone(), value: Value::from(text.as_str()) }).unwrap();
            let (root, file) = written(document.text().as_bytes());
            let loaded = read(root.path(), &file).unwrap();
            proptest::prop_assert_eq!(Document::parse(&loaded.text).unwrap().get_text(&path), text);
        }
    }

    #[test]
    fn a_missing_file_and_a_folder_are_told_apart() {
        let (root, _) = written(b"x");
        let why = |path: &str| read(root.path(), &RelPath::new(path).unwrap()).unwrap_err().why;
        assert_eq!(why("2026-27/purbeck.toml"), Why::Missing);
        assert_eq!(why("2025-26/purbeck.toml"), Why::Missing);
        assert_eq!(why("2026-27/west-dorset.toml/x.toml"), Why::Missing);
        assert_eq!(why("2026-27"), Why::NotAFile);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused_on_the_file_and_on_the_way_to_it() {
        let (root, _) = written(b"format = 1\n");
        std::os::unix::fs::symlink(root.path().join(FILE), root.path().join("2026-27/purbeck.toml")).unwrap();
        std::os::unix::fs::symlink(root.path().join("2026-27"), root.path().join("2027-28")).unwrap();
        for path in ["2026-27/purbeck.toml", "2027-28/west-dorset.toml"] {
            let unreadable = read(root.path(), &RelPath::new(path).unwrap()).unwrap_err();
            assert_eq!(unreadable.why, Why::NotAFile, "{path}");
            assert!(unreadable.problem.what.contains("link"), "{path}");
        }
    }
}
