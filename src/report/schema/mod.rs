//! What the files of a plan directory can hold, as JSON Schema (draft 2020-12), for editors and linters.
//!
//! Everything that stands in a file is a string, a number and so on to a schema: TOML's own dates and times
//! are strings to it, and taplo hands them over as such. Only what draft 7 has too is used, with `$defs`:
//! that is what the validators behind editors understand.
//!
//! A plan, a record and a review may hold keys that the schema does not name: the program keeps them, and
//! `unknown-key` advises. An edition may not: the program refuses it.

mod areas;
mod combine;
mod directory;
mod edition;
mod parts;
mod plan;
mod record;
mod review;

use serde_json::{Map, Value, json};

use crate::plan::RelPath;
use crate::plan::place::SCHEMAS;
use crate::problem::Problem;
use crate::standards::Edition;
use crate::store::Directory;

/// A file of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    Plan,
    Record,
    Review,
    Edition,
    Areas,
    Directory,
}

impl File {
    pub const ALL: [File; 6] =
        [File::Plan, File::Record, File::Review, File::Edition, File::Areas, File::Directory];

    /// Its name on the command line, and that of its schema's file.
    pub fn id(self) -> &'static str {
        match self {
            File::Plan => "plan",
            File::Record => "record",
            File::Review => "review",
            File::Edition => "edition",
            File::Areas => "areas",
            File::Directory => "directory",
        }
    }
}

/// The editions of a directory, in the order in which schemas take them: the one for new plans helps first.
pub fn editions(directory: &Directory) -> Vec<&Edition> {
    let mut editions: Vec<&Edition> = directory.editions.iter().collect();
    editions.sort_by_key(|edition| edition.id != directory.force.edition);
    editions
}

/// The schema of a file. Those of a plan, a record and a review follow from `editions`, of which the first is
/// the one that helps where several have the same standard.
pub fn schema(file: File, editions: &[&Edition]) -> Value {
    let body = match file {
        File::Plan => plan::schema(editions),
        File::Record => record::schema(editions),
        File::Review => review::schema(editions),
        File::Edition => edition::schema(),
        File::Areas => areas::schema(),
        File::Directory => directory::schema(editions),
    };
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    if let Value::Object(body) = body {
        whole.extend(body);
    }
    Value::Object(whole)
}

/// The schema of a file as text, laid out to be read.
pub fn text(file: File, editions: &[&Edition]) -> String {
    format!("{:#}\n", schema(file, editions))
}

/// The schemas as files of a directory.
///
/// # Errors
/// Never in truth: their paths lie in the directory.
pub fn files(directory: &Directory) -> Result<Vec<(RelPath, String)>, Problem> {
    let editions = editions(directory);
    let file =
        |file: File| Ok((RelPath::new(&format!("{SCHEMAS}/{}.json", file.id()))?, text(file, &editions)));
    File::ALL.into_iter().map(file).collect()
}

#[cfg(test)]
mod tests;
