//! A text that the user has open in an editor of their own.

use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{private, shown};
use crate::problem::Problem;

/// How the files' names begin.
const PREFIX: &str = "editing-";
/// Held by every `nec` that has an editor open; whoever sweeps wants it alone.
const LOCK: &str = "editing.lock";

/// A text in a file of the private folder, which goes when this is dropped. If this process is killed while
/// the editor is open, [`crate::store::private::sweep`] keeps what was written.
#[derive(Debug)]
pub struct Elsewhere {
    path: PathBuf,
    _held: File,
}

impl Elsewhere {
    /// Writes the text to a file of its own, mode 0600, whose name ends in `suffix` (`.txt`), by which editors
    /// know what it is.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn open(root: &Path, text: &str, suffix: &str) -> Result<Self, Problem> {
        let folder = private::folder(root)?;
        let open = || -> std::io::Result<Elsewhere> {
            let held = lock(&folder)?;
            // Without locks on this file system, a sweep may take the file for one left behind, and keeps it.
            let _ = held.try_lock_shared();
            let prefix = format!("{PREFIX}{:016x}-", fingerprint(text.as_bytes()));
            let mut file = tempfile::Builder::new().prefix(&prefix).suffix(suffix).tempfile_in(&folder)?;
            file.write_all(text.as_bytes())?;
            let (_, path) = file.keep().map_err(|refused| refused.error)?;
            Ok(Elsewhere { path, _held: held })
        };
        open().map_err(|error| super::write_problem(&error, "the text could not be handed to another editor"))
    }

    /// The file to open.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text as the editor left it: without a byte order mark, its lines ended by a line feed alone.
    ///
    /// # Errors
    /// Where it is no text any more, is over 1 MiB, or is gone. It is then kept.
    pub fn text(&self) -> Result<String, Problem> {
        let wrong = |what: String| {
            Problem::new(what, "Open it again, or copy what you need from that file.")
                .safe(format!("The field is as it was; what the editor wrote is in {}.", shown(&self.path)))
        };
        let text = std::fs::read(&self.path).map_err(|error| {
            wrong(format!("what the editor left cannot be read: {}", super::reason(&error)))
        })?;
        if text.len() as u64 > super::read::MOST_BYTES {
            return Err(wrong("the editor left a text of more than 1 MiB".to_owned()));
        }
        let text = String::from_utf8(text)
            .map_err(|_| wrong("what the editor left is not text in UTF-8".to_owned()))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // What could not be taken back stays for the next sweep, which keeps it.
        if self.text().is_ok() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Keeps the texts that a killed `nec` left open in an editor and that were changed there, and removes the
/// others. Gives the files kept. Nothing happens while any `nec` has an editor open.
pub(super) fn sweep(folder: &Path) -> Vec<PathBuf> {
    let mut kept = Vec::new();
    let Ok(lock) = lock(folder) else { return kept };
    if lock.try_lock().is_err() {
        return kept;
    }
    for path in private::files(folder, PREFIX) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some((before, _)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')) else {
            continue;
        };
        let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        let Some(bytes) = is_file.then(|| std::fs::read(&path).ok()).flatten() else { continue };
        if format!("{:016x}", fingerprint(&bytes)) != before {
            let Ok(file) = private::keep_in(folder, "edited", &bytes) else {
                continue;
            };
            kept.push(file);
        }
        let _ = std::fs::remove_file(&path);
    }
    kept
}

fn lock(folder: &Path) -> std::io::Result<File> {
    private::private(OpenOptions::new().write(true).create(true).truncate(false)).open(folder.join(LOCK))
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_text_goes_out_and_comes_back() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = Elsewhere::open(root.path(), "one\n", ".txt").unwrap();
        let path = elsewhere.path().to_path_buf();
        assert_eq!(elsewhere.text().unwrap(), "one\n");
        std::fs::write(&path, "\u{feff}one\r\ntwo\r\n").unwrap();
        assert_eq!(elsewhere.text().unwrap(), "one\ntwo\n");
        assert!(path.to_str().unwrap().ends_with(".txt"));
        drop(elsewhere);
        assert!(!path.exists());
    }

    #[test]
    fn what_cannot_be_taken_back_is_not_thrown_away() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = Elsewhere::open(root.path(), "one\n", ".txt").unwrap();
        let path = elsewhere.path().to_path_buf();
        std::fs::write(&path, b"caf\xe9").unwrap();
        assert!(elsewhere.text().unwrap_err().safe.contains("editing-"));
        drop(elsewhere);
        assert!(path.exists());
    }

    #[test]
    fn a_killed_nec_leaves_its_users_words_to_be_found() {
        let root = tempfile::tempdir().unwrap();
        for after in ["as it was", "with more words"] {
            let elsewhere = Elsewhere::open(root.path(), "as it was", ".txt").unwrap();
            std::fs::write(elsewhere.path(), after).unwrap();
            assert_eq!(private::sweep(root.path()), Vec::<PathBuf>::new(), "an editor is open");
            assert!(elsewhere.path().exists());
            let left = elsewhere.path().with_file_name(
                elsewhere.path().file_name().unwrap().to_str().unwrap().replace(".txt", "x.txt"),
            );
            std::fs::copy(elsewhere.path(), &left).unwrap();
            drop(elsewhere);
            let kept = private::sweep(root.path());
            let texts: Vec<String> = kept.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
            assert_eq!(texts, if after == "as it was" { vec![] } else { vec![after.to_owned()] });
            assert!(!left.exists());
        }
    }
}
