//! Editions read from their files.
//!
//! A file is either wholly understood or not used at all: a plan must never be judged by half an edition.
//! So every key is known, or an error that names it, its line and the nearest key that there is.

mod requires;
mod table;

use toml::de::DeTable;

use super::{
    Choice, Descriptor, Edition, Field, FieldKind, Grade, Kind, Map, MapKind, Source, SourceKind, Standard,
};
use crate::plan::keys;
use crate::problem::Problem;
use table::{Ids, Origin, Table};

/// The largest edition file that is read, in bytes.
pub const LIMIT: usize = 1024 * 1024;

/// The editions that come with the program, as file name and text: what a new plan directory is given.
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    &[
        ("nec-2020.toml", include_str!("editions/nec-2020.toml")),
        ("nec-2019.toml", include_str!("editions/nec-2019.toml")),
        ("npg-2025.toml", include_str!("editions/npg-2025.toml")),
    ]
}

/// Reads an edition. `name` is its file, relative to the plan directory: `standards/nec-2020.toml`.
///
/// # Errors
/// Names the file, the line, the column and what to do, for the first thing that is wrong: not TOML, larger
/// than [`LIMIT`], a key that no edition has, a value of the wrong sort, an id that is repeated or not
/// shaped as one, a reference to something that is not there, or an id that differs from the file's name.
pub fn parse(name: &str, text: &str) -> Result<Edition, Problem> {
    let origin = Origin { name, text };
    if text.len() > LIMIT {
        return Err(origin.problem(
            0,
            format!("the file has {} bytes, and an edition may have {LIMIT}", text.len()),
            "Make it shorter.",
        ));
    }
    let root = DeTable::parse(text).map_err(|error| {
        origin.problem(
            error.span().map_or(0, |span| span.start),
            format!("this is not TOML: {}", error.message()),
            "Mend that line in a text editor, or bring an earlier version of the file back.",
        )
    })?;
    edition(&Table::new(origin, "the edition", 0, root.get_ref()))
}

fn edition(from: &Table) -> Result<Edition, Problem> {
    from.only(&[
        "id",
        "revision",
        "title",
        "force",
        "issued",
        "supersedes",
        "provenance",
        "grade",
        "kind",
        "channel",
        "standard",
        "map",
    ])?;
    let id = from.id("id")?;
    let file = from.origin.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if file.strip_suffix(".toml").is_some_and(|stem| stem != id) {
        return Err(from.wrong(
            "id",
            format!("the file is {file}, but the edition inside says it is \"{id}\""),
            "Plans name an edition by its file. Give both the same name.",
        ));
    }
    let mut edition = Edition {
        id,
        revision: from.number("revision")?.unwrap_or(1),
        title: from.text("title")?,
        force: from.text("force")?,
        issued: from.text("issued")?,
        supersedes: from.optional_id("supersedes")?,
        provenance: from.prose("provenance")?,
        ..Edition::default()
    };
    let mut ids = Ids::default();
    for row in from.rows("grade", "grade")? {
        edition.grades.push(grade(&row, &mut ids)?);
    }
    let mut ids = Ids::default();
    for row in from.rows("kind", "kind of activity")? {
        edition.kinds.push(kind(&row, &mut ids)?);
    }
    edition.channels = choices(from, "channel", "channel")?;
    let mut ids = Ids::default();
    let mut numbers = Vec::new();
    for row in from.rows("standard", "standard")? {
        let standard = standard(&row, &edition, &mut ids)?;
        if numbers.contains(&standard.number) {
            return Err(row.wrong(
                "number",
                format!("a standard before this one is number {} already", standard.number),
                "Give each standard a number of its own.",
            ));
        }
        numbers.push(standard.number);
        edition.standards.push(standard);
    }
    if edition.standards.is_empty() {
        return Err(from.missing("standard", "Add at least one [[standard]]."));
    }
    for row in from.rows("map", "map")? {
        let map = map(&row, &edition)?;
        edition.maps.push(map);
    }
    Ok(edition)
}

fn grade(from: &Table, ids: &mut Ids) -> Result<Grade, Problem> {
    from.only(&["id", "title", "needs-evidence"])?;
    let id = from.fresh_id(ids)?;
    Ok(Grade { title: from.text_or_spoken("title", &id)?, needs_evidence: from.flag("needs-evidence")?, id })
}

fn kind(from: &Table, ids: &mut Ids) -> Result<Kind, Problem> {
    from.only(&["id", "label", "meeting", "public", "lead-days", "also"])?;
    let id = from.fresh_id(ids)?;
    Ok(Kind {
        label: from.text_or_spoken("label", &id)?,
        meeting: from.flag("meeting")?,
        public: from.flag("public")?,
        lead_days: from.count("lead-days")?,
        also: from.texts("also")?,
        id,
    })
}

/// Rows of id and label, or a plain list of texts, whose ids and labels are the same.
fn choices(from: &Table, key: &str, noun: &str) -> Result<Vec<Choice>, Problem> {
    if from.is_list_of_texts(key) {
        return Ok(from.texts(key)?.into_iter().map(|id| Choice { label: id.clone(), id }).collect());
    }
    let mut ids = Ids::default();
    let mut found = Vec::new();
    for row in from.rows(key, noun)? {
        row.only(&["id", "label"])?;
        let id = row.fresh_id(&mut ids)?;
        found.push(Choice { label: row.text_or_spoken("label", &id)?, id });
    }
    Ok(found)
}

fn standard(from: &Table, edition: &Edition, ids: &mut Ids) -> Result<Standard, Problem> {
    from.only(&[
        "id",
        "number",
        "title",
        "asks",
        "guidance",
        "prompts",
        "example",
        "source",
        "descriptor",
        "field",
        "requires",
    ])?;
    let id = from.fresh_id(ids)?;
    let from = &from.called(format!("the standard \"{id}\""));
    let number = from
        .count("number")?
        .ok_or_else(|| from.missing("number", "Say which number the standard has, such as number = 3."))?;
    let mut standard = Standard {
        number,
        title: from.text_or_spoken("title", &id)?,
        asks: from.prose("asks")?,
        guidance: from.prose("guidance")?,
        prompts: from.texts("prompts")?,
        example: from.prose("example")?,
        id,
        ..Standard::default()
    };
    for row in from.rows("source", "source")? {
        standard.sources.push(source(&row)?);
    }
    for row in from.rows("descriptor", "descriptor")? {
        row.only(&["grade", "text"])?;
        let grade = row.id("grade")?;
        row.refers("grade", &grade, "grade", edition.grades.iter().map(|grade| grade.id.as_str()))?;
        standard.descriptors.push(Descriptor { grade, text: row.prose("text")? });
    }
    let mut ids = Ids::default();
    for row in from.rows("field", "field")? {
        let field = field(&row, edition, &mut ids)?;
        if keys::ANSWER.contains(&field.id.as_str()) {
            return Err(row.wrong(
                "id",
                format!("every standard has \"{}\" already", field.id),
                "Give the field another id.",
            ));
        }
        standard.fields.push(field);
    }
    if let Some(table) = from.table("requires", "what is required")? {
        standard.requires = requires::requires(&table, &standard, edition)?;
    }
    Ok(standard)
}

fn source(from: &Table) -> Result<Source, Problem> {
    from.only(&["cite", "says", "binds", "kind", "in-force-from", "in-force-to"])?;
    let cite = from.text("cite")?;
    if cite.trim().is_empty() {
        return Err(
            from.missing("cite", "Say which source it is, such as cite = \"Equality Act 2010, s.149\".")
        );
    }
    Ok(Source {
        cite,
        says: from.prose("says")?,
        binds: from.text("binds")?,
        kind: from.one_of("kind", &SourceKind::ALL.map(|kind| (kind, kind.id())))?,
        in_force_from: from.date("in-force-from")?,
        in_force_to: from.date("in-force-to")?,
    })
}

fn field(from: &Table, edition: &Edition, ids: &mut Ids) -> Result<Field, Problem> {
    from.only(&["id", "label", "kind", "unit", "help", "example", "choice", "choices-from", "column"])?;
    let id = from.fresh_id(ids)?;
    let from = &from.called(format!("the field \"{id}\""));
    let mut field = Field {
        label: from.text_or_spoken("label", &id)?,
        kind: from.one_of("kind", &FieldKind::ALL.map(|kind| (kind, kind.id())))?,
        unit: from.text("unit")?,
        help: from.prose("help")?,
        example: from.prose("example")?,
        choices: offered(from, edition)?,
        columns: Vec::new(),
        id,
    };
    let mut ids = Ids::default();
    for row in from.rows("column", "column")? {
        let column = self::field(&row, edition, &mut ids)?;
        if column.kind == FieldKind::Rows {
            return Err(row.wrong("kind", "a column cannot hold rows of its own", "Give it another kind."));
        }
        if column.id == "id" {
            return Err(row.wrong(
                "id",
                "every row has an \"id\" of its own already",
                "Give the column another id.",
            ));
        }
        field.columns.push(column);
    }
    match (field.kind, field.columns.is_empty()) {
        (FieldKind::Rows, true) => {
            return Err(
                from.missing("column", "A field of kind rows needs [[standard.field.column]] below it.")
            );
        }
        (FieldKind::Rows, false) | (_, true) => {}
        (_, false) => {
            return Err(from.wrong("column", "only a field of kind rows has columns", "Take them away."));
        }
    }
    if field.kind == FieldKind::Choice && field.choices.is_empty() {
        return Err(
            from.missing("choice", "A field of kind choice needs [[standard.field.choice]] below it.")
        );
    }
    Ok(field)
}

/// The choices of a field: its own, or those that the edition has anyway.
fn offered(from: &Table, edition: &Edition) -> Result<Vec<Choice>, Problem> {
    if !from.has("choices-from") {
        return choices(from, "choice", "choice");
    }
    if from.has("choice") {
        return Err(from.wrong("choice", "the choices come from elsewhere already", "Keep one of the two."));
    }
    from.one_of("choices-from", &[(ChoicesFrom::Channels, "channels"), (ChoicesFrom::Kinds, "kinds")]).map(
        |list| match list {
            ChoicesFrom::Channels => edition.channels.clone(),
            ChoicesFrom::Kinds => edition
                .kinds
                .iter()
                .map(|kind| Choice { id: kind.id.clone(), label: kind.label.clone() })
                .collect(),
        },
    )
}

/// The lists of an edition that a field can offer.
#[derive(Clone, Copy)]
enum ChoicesFrom {
    Channels,
    Kinds,
}

fn map(from: &Table, edition: &Edition) -> Result<Map, Problem> {
    from.only(&["kind", "from", "to"])?;
    let map = Map {
        kind: from.one_of("kind", &MapKind::ALL.map(|kind| (kind, kind.id())))?,
        from: from.texts("from")?,
        to: from.texts("to")?,
    };
    if edition.supersedes.is_none() {
        return Err(from.wrong(
            "from",
            "a map carries plans over from another edition, and this edition supersedes none",
            "Name it at the top of the file, such as supersedes = \"nec-2019\", or take the map away.",
        ));
    }
    for id in &map.to {
        from.refers("to", id, "standard", edition.standards.iter().map(|standard| standard.id.as_str()))?;
    }
    let (wanted, right) = match (map.kind, map.from.len(), map.to.len()) {
        (MapKind::Same, one, _) => ("one standard, the same on both sides", one == 1 && map.from == map.to),
        (MapKind::Renamed, from, to) => ("one standard on each side", from == 1 && to == 1),
        (MapKind::Split, from, to) => ("one standard that becomes two or more", from == 1 && to > 1),
        (MapKind::Merged, from, to) => ("two or more standards that become one", from > 1 && to == 1),
        (MapKind::Retired, from, to) => ("one standard that becomes none", from == 1 && to == 0),
    };
    if !right {
        return Err(from.wrong(
            "from",
            format!("a map of kind \"{}\" has {wanted}", map.kind.id()),
            "Mend its from and its to, or its kind.",
        ));
    }
    Ok(map)
}

#[cfg(test)]
mod tests;
