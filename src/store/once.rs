//! Texts in which sentences of two people were brought together, and that this user has not read since. Kept in the
//! directory's private folder, by place alone: no words.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::private::{self, Lock};
use super::save;
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;

/// The file in the private folder.
const FILE: &str = "read-once.json";
const VERSION: u32 = 1;
/// Places that are kept, at most; the oldest are forgotten first.
const MOST: usize = 500;

#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    places: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    file: String,
    path: Vec<String>,
}

impl Place {
    fn of(file: &RelPath, path: &FieldPath) -> Place {
        Place { file: file.as_str().to_owned(), path: path.segments().to_vec() }
    }
}

/// The texts of a file that are still to be read; none where what is kept cannot be read.
pub fn of(root: &Path, file: &RelPath) -> Vec<FieldPath> {
    let of_file = stored(root).into_iter().filter(|place| place.file == file.as_str());
    of_file.map(|place| FieldPath::of(place.path)).collect()
}

/// Keeps that texts are to be read.
///
/// # Errors
/// Where the system refuses.
pub fn add(root: &Path, texts: &[(RelPath, FieldPath)]) -> Result<(), Problem> {
    if texts.is_empty() {
        return Ok(());
    }
    change(root, |places| {
        for place in texts.iter().map(|(file, path)| Place::of(file, path)) {
            places.retain(|known| *known != place);
            places.push(place);
        }
        let surplus = places.len().saturating_sub(MOST);
        places.drain(..surplus);
    })
}

/// Keeps that a text was read.
///
/// # Errors
/// Where the system refuses.
pub fn was_read(root: &Path, file: &RelPath, path: &FieldPath) -> Result<(), Problem> {
    let place = Place::of(file, path);
    change(root, |places| places.retain(|known| *known != place))
}

fn change(root: &Path, change: impl FnOnce(&mut Vec<Place>)) -> Result<(), Problem> {
    let what = "what is to be read once could not be kept";
    let _lock = Lock::take(root)?;
    private::folder(root)?;
    let mut places = stored(root);
    change(&mut places);
    let text = serde_json::to_vec(&List { version: VERSION, places })
        .map_err(|error| Problem::new(format!("{what}: {error}"), "Your plans are not touched by this."))?;
    save::replace(&at(root), &text).map_err(|error| super::write_problem(&error, what))
}

fn stored(root: &Path) -> Vec<Place> {
    let list = std::fs::read(at(root)).ok().and_then(|text| serde_json::from_slice::<List>(&text).ok());
    list.filter(|list| list.version == VERSION).map(|list| list.places).unwrap_or_default()
}

fn at(root: &Path) -> PathBuf {
    root.join(private::FOLDER).join(FILE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_to_be_read_stays_until_it_was() {
        let root = tempfile::tempdir().unwrap();
        let file = RelPath::new("2026-27/west-dorset.toml").unwrap();
        let other = RelPath::new("2026-27/purbeck.toml").unwrap();
        let [one, two] =
            ["profile.summary", "standards.a.commitment"].map(|path| FieldPath::parse(path).unwrap());
        assert_eq!(of(root.path(), &file), []);
        let texts = [(file.clone(), one.clone()), (other.clone(), one.clone()), (file.clone(), two.clone())];
        add(root.path(), &texts).unwrap();
        add(root.path(), &texts[..1]).unwrap();
        assert_eq!(of(root.path(), &file), [two.clone(), one.clone()]);
        was_read(root.path(), &file, &one).unwrap();
        assert_eq!((of(root.path(), &file), of(root.path(), &other)), (vec![two], vec![one]));
    }
}
