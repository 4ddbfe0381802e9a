//! The last thing that a command did and that can be taken back: kept in `.nec/`, on this computer only.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::private;
use super::read::{self, Stamp, Why};
use super::save;
use crate::plan::RelPath;
use crate::problem::Problem;

/// The file in `.nec/`.
const FILE: &str = "undo.json";
/// The newest form of it that is understood.
const VERSION: u32 = 1;

/// A step that can be taken back: one file's text, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done, to follow "before": "it was carried over to nec-2020".
    pub did: String,
    pub file: RelPath,
    /// Where the text from before is kept, for whoever wants to look into it.
    pub kept: PathBuf,
    after: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    version: u32,
    did: String,
    file: String,
    /// The name of the text from before, beside this file.
    before: PathBuf,
    /// The text that the step left.
    after: String,
}

/// Remembers a step before it is done, in place of the one before it. `before` and `after` are the whole text
/// of the file, to the byte.
///
/// # Errors
/// Where the private folder takes no file; then nothing should be done that has to be undone.
pub fn remember(root: &Path, did: &str, file: &RelPath, before: &str, after: &str) -> Result<(), Problem> {
    let folder = private::folder(root)?;
    let problem = |error: &std::io::Error| {
        super::write_problem(error, "the text as it is now cannot be kept, so nothing was changed")
    };
    let kept = private::keep_in(&folder, file.as_str(), before).map_err(|error| problem(&error))?;
    let written = Written {
        version: VERSION,
        did: did.to_owned(),
        file: file.as_str().to_owned(),
        before: kept.strip_prefix(&folder).map(Path::to_path_buf).unwrap_or(kept),
        after: after.to_owned(),
    };
    let text = serde_json::to_vec(&written)
        .map_err(|error| Problem::new(format!("the step cannot be kept: {error}"), "Nothing was changed."))?;
    save::replace(&folder.join(FILE), &text).map_err(|error| problem(&error))
}

/// The step that can be taken back; nothing where there is none.
///
/// # Errors
/// Where what is kept of it cannot be read.
pub fn last(root: &Path) -> Result<Option<Step>, Problem> {
    let folder = root.join(private::FOLDER);
    let problem = |why: String| {
        Problem::new(
            format!("what can be taken back cannot be read: {why}"),
            format!("The texts from before are in {}/kept: look there.", super::shown(&folder)),
        )
        .safe("Nothing was changed.")
    };
    let bytes = match std::fs::read(folder.join(FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(super::reason(&error))),
    };
    let written: Written = serde_json::from_slice(&bytes).map_err(|error| problem(error.to_string()))?;
    if written.version != VERSION {
        return Err(problem("it was kept by another nec".to_owned()));
    }
    let Written { did, file, before, after, .. } = written;
    if !is_of_kept_texts(Path::new(&before)) {
        return Err(problem("it names a text that nec did not put away".to_owned()));
    }
    Ok(Some(Step { did, file: RelPath::new(&file)?, kept: folder.join(before), after }))
}

/// Whether a path is one at which texts are put away: inside `.nec/`, or, where that took nothing, in a folder
/// of kept texts elsewhere. A repository from somebody else is not to name any file of this computer.
fn is_of_kept_texts(path: &Path) -> bool {
    let plain = path.components().all(|part| !matches!(part, std::path::Component::ParentDir));
    plain && path.parent().and_then(Path::file_name).is_some_and(|folder| folder == super::private::KEPT)
}

/// Takes a step back: the file gets its text from before, if it is still what the step left.
///
/// # Errors
/// Where the file was changed since, or either text cannot be had; nothing is changed then.
pub fn take_back(root: &Path, step: &Step) -> Result<(), Problem> {
    let kept = super::shown(&step.kept);
    let refused = |what: String| {
        let next = format!("The text from before is in {kept}: take from it what you need, by hand.");
        Err(Problem::new(what, next).safe("Nothing was changed.").in_file(step.file.to_string()))
    };
    let now = match read::read_bytes(root, &step.file, read::MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(unreadable) if unreadable.why == Why::Missing => {
            return refused("the file is gone, so nothing can be taken back in it".to_owned());
        }
        Err(unreadable) => return Err(unreadable.problem),
    };
    if now != step.after.as_bytes() {
        return refused("the file was changed since, and taking the step back would lose that".to_owned());
    }
    let before = match std::fs::read_to_string(&step.kept) {
        Ok(before) => before,
        Err(error) => {
            return refused(format!("the text from before cannot be read: {}", super::reason(&error)));
        }
    };
    save::save(root, &step.file, &before, Some(Stamp::of(&now)))
        .map_err(|error| error.problem(&step.file))?;
    // What is left of it would be refused: the file is no longer what the step left.
    let _ = std::fs::remove_file(root.join(private::FOLDER).join(FILE));
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn done() -> (tempfile::TempDir, RelPath) {
        let root = tempfile::tempdir().unwrap();
        let file = RelPath::new("nec.toml").unwrap();
        std::fs::write(root.path().join("nec.toml"), "\u{feff}before\r\n").unwrap();
        remember(root.path(), "it was changed", &file, "\u{feff}before\r\n", "after\n").unwrap();
        std::fs::write(root.path().join("nec.toml"), "after\n").unwrap();
        (root, file)
    }

    #[test]
    fn a_step_is_taken_back_to_the_byte_and_once() {
        let (root, file) = done();
        let step = last(root.path()).unwrap().unwrap();
        assert_eq!((step.did.as_str(), &step.file), ("it was changed", &file));
        take_back(root.path(), &step).unwrap();
        assert_eq!(std::fs::read_to_string(root.path().join("nec.toml")).unwrap(), "\u{feff}before\r\n");
        assert_eq!(last(root.path()).unwrap(), None);
        assert!(take_back(root.path(), &step).is_err());
    }

    #[test]
    fn a_text_that_nec_did_not_put_away_is_not_taken() {
        let (root, _) = done();
        let file = root.path().join(".nec").join(FILE);
        let written = std::fs::read_to_string(&file).unwrap();
        let mut json: serde_json::Value = serde_json::from_str(&written).unwrap();
        for elsewhere in ["/etc/hostname", "../nec.toml", "kept/../../nec.toml"] {
            json["before"] = elsewhere.into();
            std::fs::write(&file, json.to_string()).unwrap();
            assert!(last(root.path()).is_err(), "{elsewhere}");
        }
    }

    #[test]
    fn what_was_changed_since_or_is_gone_is_left_alone() {
        let (root, _) = done();
        let path = root.path().join("nec.toml");
        let step = last(root.path()).unwrap().unwrap();
        std::fs::write(&path, "after, and more\n").unwrap();
        let problem = take_back(root.path(), &step).unwrap_err();
        assert!(problem.what.contains("changed since") && problem.next.contains("kept"), "{problem}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "after, and more\n");
        std::fs::remove_file(&path).unwrap();
        assert!(take_back(root.path(), &step).unwrap_err().what.contains("gone"));
        std::fs::write(&path, "after\n").unwrap();
        std::fs::remove_file(&step.kept).unwrap();
        assert!(take_back(root.path(), &step).unwrap_err().what.contains("cannot be read"));
    }

    #[test]
    fn what_is_kept_and_broken_is_told() {
        let (root, _) = done();
        std::fs::write(root.path().join(".nec/undo.json"), "{").unwrap();
        assert!(last(root.path()).is_err());
        let outside = r#"{"version":1,"did":"x","file":"../x","before":"kept/x","after":""}"#;
        std::fs::write(root.path().join(".nec/undo.json"), outside).unwrap();
        assert!(last(root.path()).is_err());
    }
}
