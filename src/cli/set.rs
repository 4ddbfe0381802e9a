//! `nec set`: gives one field of a plan a value, or adds a row.

use std::io::Read;

use clap::Args;

use super::Done;
use super::address::{self, Addresses, Column, Spot};
use super::here::Here;
use crate::plan::mint;
use crate::plan::{Document, Edit, FieldPath, Place, Value};
use crate::problem::Problem;
use crate::store::read::MOST_BYTES;
use crate::store::{self, Directory, Stamp};

/// Stands for a row that is to be added.
const NEW: &str = "+";

/// Set one field of a plan, or add a row
///
/// A text is kept to the byte. A number, date, list, true or false is read as TOML. A row is named by its id;
/// `+` adds one and prints its id. A VALUE of `-` is read from standard input.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec set west-dorset standards.face-to-face.activities.+ \"Bridport drop-in\"\n  nec set west-dorset standards.face-to-face.activities.k7m2qx.starts 2026-12-03\n  nec set west-dorset standards.face-to-face.commitment - < commitment.txt"
)]
pub struct Set {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The field, dotted; a row by its id, or + for a new one
    #[arg(value_name = "PATH")]
    path: String,
    /// The value; - reads it from standard input
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
}

pub fn run(args: &Set, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let (place, mut document, stamp) = here.plan(&directory, &args.area)?;
    let path = address::parse(&args.path)?;
    let text = if args.value == "-" { standard_input()? } else { args.value.clone() };
    let addresses = Addresses::of(&directory, &place, &document);
    let new_at = path.segments().iter().position(|segment| segment == NEW);
    let (edit, id) = match new_at {
        Some(at) => {
            let list = FieldPath::of(path.segments()[..at].iter().cloned());
            let (edit, id) =
                new_row(&directory, &place, &addresses, &list, &path.segments()[at + 1..], &text)?;
            (edit, Some(id))
        }
        None => (field(&directory, &place, &addresses, &path, &text)?, None),
    };
    document.apply(&edit)?;
    save(&directory, &place, document, stamp)?;
    Ok(Done::well(id.map(|id| format!("{id}\n")).unwrap_or_default()))
}

/// Saves a plan that was changed here; rows that have no id get one.
pub fn save(
    directory: &Directory,
    place: &Place,
    mut document: Document,
    stamp: Stamp,
) -> Result<(), Problem> {
    if let Some(ids) = mint::missing_ids(&document) {
        document.apply(&ids)?;
    }
    let file = place.plan_file();
    store::save(&directory.root, &file, document.text(), Some(stamp))
        .map(drop)
        .map_err(|error| error.problem(&file))
}

fn standard_input() -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let problem = |what: String, next: &str| Problem::new(what, next).safe("Nothing was changed.");
    std::io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| {
        problem(format!("standard input cannot be read: {error}"), "Give the value as a word instead.")
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(problem(
            "the value has more than 1 MiB".to_owned(),
            "A plan holds at most 1 MiB: make it shorter.",
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| problem("the value is not text in UTF-8".to_owned(), "Save it as UTF-8, and try again."))
}

fn field(
    directory: &Directory,
    place: &Place,
    addresses: &Addresses<'_>,
    path: &FieldPath,
    text: &str,
) -> Result<Edit, Problem> {
    let refused = |what: String, next: String| Err(Problem::new(what, next).safe("Nothing was changed."));
    let list = path.parent().parent();
    // The row of a neighbourhood comes about with its first field.
    let missing_row = list == FieldPath::of(["neighbourhoods"])
        && is_neighbourhood(directory, place, path.parent().leaf())
        && addresses.spot(&path.parent()).is_err();
    if missing_row && let Some(columns) = addresses.columns(&list) {
        let column = columns.iter().find(|column| column.key == path.leaf());
        let column = column.ok_or_else(|| addresses.unknown(path))?;
        let value = address::read(path, &column.kind, text)?;
        let row = vec![("id".to_owned(), Value::from(path.parent().leaf()))];
        let add = Edit::AddRow { list, before: None, row };
        return Ok(Edit::All(vec![add, Edit::Set { path: path.clone(), value }]));
    }
    match addresses.spot(path)? {
        Spot::Field(_) if path.leaf() == "id" => refused(
            format!("{path} is what the row is known by, so it stays"),
            "Add another row with + in place of the id, and take this one away with nec unset.".to_owned(),
        ),
        Spot::Field(kind) => Ok(Edit::Set { path: path.clone(), value: address::read(path, &kind, text)? }),
        Spot::Rows(_) => refused(
            format!("{path} is a list of rows"),
            format!("Add one with: nec set {} {path}.+ VALUE", place.area()),
        ),
        Spot::Row(columns) => {
            let keys: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
            refused(
                format!("{path} is a row, with several fields"),
                format!("Name one of them: {}.", keys.join(", ")),
            )
        }
        Spot::Group => refused(format!("{path} holds several fields"), "Name one of them.".to_owned()),
        Spot::Unknown => Err(addresses.unknown(path)),
    }
}

fn is_neighbourhood(directory: &Directory, place: &Place, id: &str) -> bool {
    let area = directory.areas.area(place.area());
    area.is_some_and(|area| area.all_neighbourhoods().iter().any(|known| known.id == id))
}

/// A new row: of one field, of a table of fields, or by what it is called.
fn new_row(
    directory: &Directory,
    place: &Place,
    addresses: &Addresses<'_>,
    list: &FieldPath,
    inside: &[String],
    text: &str,
) -> Result<(Edit, String), Problem> {
    let columns = addresses.columns(list).ok_or_else(|| {
        Problem::new(format!("{list} is no list of rows, so none can be added"), "Name a list before the +.")
            .safe("Nothing was changed.")
    })?;
    let row = list.child(NEW);
    let value_of = |column: &Column| address::read(&row.child(&column.key), &column.kind, text);
    let find = |key: &str| {
        let column = columns.iter().find(|column| column.key == key && key != "id");
        column.ok_or_else(|| {
            let keys: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
            let next = super::nearest::nearest(key, &keys)
                .unwrap_or_else(|| format!("It has: {}.", keys.join(", ")));
            Problem::new(format!("a row of {list} has no field “{key}”"), next).safe("Nothing was changed.")
        })
    };
    let mut id = mint::new_id();
    let mut fields = Vec::new();
    if *list == FieldPath::of(["neighbourhoods"]) {
        let known = inside.is_empty() && is_neighbourhood(directory, place, text);
        if !known || addresses.spot(&list.child(text)).is_ok() {
            let what = format!("“{text}” is no neighbourhood of the area that has no row yet");
            let next =
                "Rows of neighbourhoods go by the ids of areas.toml: neighbourhoods.ID.officer sets a field.";
            return Err(Problem::new(what, next).safe("Nothing was changed."));
        }
        id = text.to_owned();
    } else if let [key] = inside {
        let column = find(key)?;
        fields.push((column.key.clone(), value_of(column)?));
    } else if !inside.is_empty() {
        return Err(addresses.unknown(&inside.iter().fold(row, |path, segment| path.child(segment.as_str()))));
    } else if let Some(Value::Table(entries)) =
        text.trim_start().starts_with('{').then(|| address::toml(text)).flatten()
    {
        for (key, value) in entries {
            let column = find(&key)?;
            if !address::fits(&row.child(&key), &column.kind, &value) {
                let found = crate::plan::document::written(&value);
                return Err(address::refused(&row.child(&key), &column.kind, &found));
            }
            fields.push((key, value));
        }
    } else if let Some(column) = columns.first() {
        fields.push((column.key.clone(), value_of(column)?));
    }
    fields.insert(0, ("id".to_owned(), Value::from(id.as_str())));
    Ok((Edit::AddRow { list: list.clone(), before: None, row: fields }, id))
}
