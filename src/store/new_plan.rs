//! A new, blank plan.

use super::directory::Directory;
use super::read::{self, Why};
use crate::plan::areas::Area;
use crate::plan::id::{self, is_file_id};
use crate::plan::{Document, Edit, FieldPath, Period, Place, Value};
use crate::problem::Problem;

/// What a new plan is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan<'a> {
    pub area: &'a str,
    pub period: &'a str,
    /// Without one, the edition that `nec.toml` names for new plans.
    pub edition: Option<&'a str>,
    /// Without them, the dates of the period of that id in `nec.toml`.
    pub dates: Option<Period>,
}

/// The text of a blank plan in the program's form, and its place. It is not yet saved.
///
/// # Errors
/// Where the area or edition is not one of the directory's, the period has no dates, or there is a plan
/// already.
pub fn new_plan(directory: &Directory, new: &NewPlan) -> Result<(Place, String), Problem> {
    let area = area(directory, new.area)?;
    let place = Place::new(new.period, new.area).ok_or_else(|| {
        let wrong = if is_file_id(new.area) { new.period } else { new.area };
        Problem::new(format!("“{}” cannot name a file", crate::plan::printable::one_line(wrong)), id::SHAPE)
    })?;
    let file = place.plan_file();
    match read::locate(&directory.root, &file) {
        Err(unreadable) if unreadable.why == Why::Missing => {}
        Err(unreadable) => return Err(unreadable.problem),
        Ok(_) => {
            return Err(Problem::new(
                "there is a plan for this area and period already",
                format!("Open it with: nec draft {} --period {}", place.area(), place.period()),
            )
            .safe("It is untouched.")
            .in_file(file.to_string()));
        }
    }
    let dates = dates(directory, new)?;
    let edition = edition(directory, new)?;
    Ok((place, text(area, new.period, &edition, dates)?))
}

fn area<'d>(directory: &'d Directory, id: &str) -> Result<&'d Area, Problem> {
    directory.areas.area(id).ok_or_else(|| {
        let known: Vec<&str> = directory.areas.areas.iter().map(|area| area.id.as_str()).collect();
        let id = crate::plan::printable::one_line(id);
        Problem::new(format!("there is no area “{id}” in areas.toml"), choice(&id, &known, "areas.toml"))
    })
}

fn dates(directory: &Directory, new: &NewPlan) -> Result<Period, Problem> {
    if let Some(dates) = new.dates {
        return Ok(dates);
    }
    let id = crate::plan::printable::one_line(new.period);
    let period = directory.force.period(new.period).ok_or_else(|| {
        let known: Vec<&str> = directory.force.periods.iter().map(|period| period.id.as_str()).collect();
        let near = choice(&id, &known, "nec.toml");
        Problem::new(
            format!("nec.toml has no dates for a period “{id}”"),
            format!("{near} Or state the dates with --starts and --ends."),
        )
    })?;
    Period::new(period.starts, period.ends).ok_or_else(|| {
        Problem::new(
            format!("the period “{id}” of nec.toml ends before it starts"),
            "Mend its dates there, or state them with --starts and --ends.",
        )
    })
}

fn edition(directory: &Directory, new: &NewPlan) -> Result<String, Problem> {
    let id = new.edition.unwrap_or(&directory.force.edition);
    if directory.edition(id).is_some() {
        return Ok(id.to_owned());
    }
    let file = format!("standards/{id}.toml");
    if let Some(problem) = directory.problems.iter().find(|problem| problem.file.as_ref() == Some(&file)) {
        return Err(problem.clone());
    }
    let known: Vec<&str> = directory.editions.iter().map(|edition| edition.id.as_str()).collect();
    let id = crate::plan::printable::one_line(id);
    Err(Problem::new(
        format!("there is no edition “{id}” in the folder standards"),
        choice(&id, &known, "the folder standards"),
    ))
}

/// What to name in place of a word that is not known.
fn choice(word: &str, known: &[&str], whence: &str) -> String {
    match similar::get_close_matches(word, known, 1, 0.6).first() {
        Some(near) => format!("Did you mean “{near}”?"),
        None if known.is_empty() => format!("Add it to {whence}: there is none yet."),
        None => format!("Those of {whence} are: {}.", known.join(", ")),
    }
}

fn text(area: &Area, period: &str, edition: &str, dates: Period) -> Result<String, Problem> {
    let settlements: Vec<Value> = area.settlements.iter().map(|name| Value::from(name.as_str())).collect();
    let set = [
        (FieldPath::of(["edition"]), Value::from(edition)),
        (FieldPath::of(["area"]), Value::from(area.id.as_str())),
        (FieldPath::of(["period"]), Value::from(period)),
        (FieldPath::of(["starts"]), Value::Date(dates.starts())),
        (FieldPath::of(["ends"]), Value::Date(dates.ends())),
        (FieldPath::of(["status"]), Value::from("draft")),
        (FieldPath::of(["classification"]), Value::from("OFFICIAL when complete")),
        (FieldPath::of(["author", "post"]), Value::from(area.inspector.as_str())),
        (FieldPath::of(["profile", "settlements"]), Value::List(settlements)),
    ];
    let mut edits: Vec<Edit> = set
        .into_iter()
        .filter(|(_, value)| !value.is_blank())
        .map(|(path, value)| Edit::Set { path, value })
        .collect();
    for neighbourhood in area.all_neighbourhoods() {
        let row = vec![("id".to_owned(), Value::from(neighbourhood.id))];
        edits.push(Edit::AddRow { list: FieldPath::of(["neighbourhoods"]), before: None, row });
    }
    let mut document = Document::parse("format = 1\n")?;
    document.apply(&Edit::All(edits))?;
    Ok(document.text().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const NEC: &str = "format = 1\nedition = \"nec-2020\"\n[[period]]\nid = \"2026-27\"\nstarts = 2026-12-01\nends = 2027-11-30\n";
    const AREAS: &str = "[[area]]\nid = \"west-dorset\"\nname = \"West Dorset\"\ninspector = \"Inspector, West Dorset\"\nsettlements = [\"Bridport\", \"Beaminster\"]\n[[area.neighbourhood]]\nid = \"bridport\"\n[[area.neighbourhood]]\nid = \"beaminster\"\n[[area]]\nid = \"purbeck\"\n";

    fn directory() -> (tempfile::TempDir, Directory) {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("standards")).unwrap();
        std::fs::write(root.path().join("nec.toml"), NEC).unwrap();
        std::fs::write(root.path().join("areas.toml"), AREAS).unwrap();
        for (name, text) in crate::standards::load::embedded() {
            std::fs::write(root.path().join("standards").join(name), text).unwrap();
        }
        let directory = Directory::open(root.path()).unwrap();
        assert_eq!(directory.problems, []);
        (root, directory)
    }

    fn west_dorset<'a>() -> NewPlan<'a> {
        NewPlan { area: "west-dorset", period: "2026-27", edition: None, dates: None }
    }

    #[test]
    fn a_blank_plan_is_in_the_programs_form() {
        let (_root, directory) = directory();
        let (place, text) = new_plan(&directory, &west_dorset()).unwrap();
        assert_eq!(place.to_string(), "2026-27/west-dorset");
        assert_eq!(
            text,
            r#"format = 1
edition = "nec-2020"
area = "west-dorset"
period = "2026-27"
starts = 2026-12-01
ends = 2027-11-30
status = "draft"
classification = "OFFICIAL when complete"

[author]
post = "Inspector, West Dorset"

[profile]
settlements = ["Bridport", "Beaminster"]

[[neighbourhoods]]
id = "bridport"

[[neighbourhoods]]
id = "beaminster"
"#
        );
        let (_, purbeck) = new_plan(&directory, &NewPlan { area: "purbeck", ..west_dorset() }).unwrap();
        assert!(purbeck.ends_with("\n[[neighbourhoods]]\nid = \"purbeck\"\n") && !purbeck.contains("author"));
    }

    #[test]
    fn what_cannot_be_is_told_with_what_can() {
        let (root, directory) = directory();
        let told = |new: NewPlan| new_plan(&directory, &new).unwrap_err().to_string();
        assert!(told(NewPlan { area: "west-dorst", ..west_dorset() }).contains("“west-dorset”"));
        assert!(told(NewPlan { period: "2028-29", ..west_dorset() }).contains("--starts"));
        assert!(told(NewPlan { edition: Some("nec-2202"), ..west_dorset() }).contains("nec-20"));
        let dates = Period::new("2028-12-01".parse().unwrap(), "2029-11-30".parse().unwrap());
        assert!(told(NewPlan { period: "2028/29", dates, ..west_dorset() }).contains("cannot name a file"));
        assert!(new_plan(&directory, &NewPlan { period: "2028-29", dates, ..west_dorset() }).is_ok());
        std::fs::create_dir(root.path().join("2026-27")).unwrap();
        std::fs::write(root.path().join("2026-27/west-dorset.toml"), "mine").unwrap();
        assert!(told(west_dorset()).contains("already"));
    }
}
