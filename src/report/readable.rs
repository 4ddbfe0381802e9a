//! A plan as plain text, to be read in a terminal or printed.

use super::wrap::wrap;
use crate::check;
use crate::form::phrases::describe_when_in_full;
use crate::form::{Field, Form, Kind, RowManner, Rows, Section, SectionId, convert};
use crate::plan::model::row_keys;
use crate::plan::printable::{one_line, printable};
use crate::plan::{Activity, Area, Document, FieldPath, Place, Value};
use crate::standards::Edition;
use crate::store::Directory;

/// Columns of an activity that its "when" tells in one sentence.
const WHEN: [&str; 8] = ["starts", "every", "on", "ends", "except", "dates", "time", "until"];

/// Everything that a plan says, section by section as on the form; what is empty is left out. What its
/// edition or its format does not know is told at the end.
pub fn readable(document: &Document, place: &Place, edition: &Edition, directory: &Directory) -> String {
    let plan = document.plan();
    let form = Form::new(plan, edition, &directory.areas, &directory.force);
    let area = directory.areas.area(place.area());
    let name = area.map_or(place.area(), |area| area.name.as_str());
    let mut head = vec![format!("{}, {}", one_line(name), place.period())];
    if let Some(dates) = plan.dates() {
        head.push(format!("{} to {}", check::day(dates.starts()), check::day(dates.ends())));
    }
    let mut out = format!("{}\n", head.join(": "));
    out.push_str(&format!("{}\n", "=".repeat(out.trim_end().chars().count())));
    let status = plan.status.get().map_or("draft", |status| status.id());
    out.push_str(&format!("Status: {}. Edition: {}.\n", status.replace('-', " "), one_line(&edition.title)));
    if !plan.classification.trim().is_empty() {
        out.push_str(&format!("{}\n", one_line(&plan.classification)));
    }
    let page = Page { document, area };
    // Answers to standards that the edition does not have are told at the end, with all that is strange.
    let known = |section: &&Section| !section.fields.is_empty() && section.id != SectionId::Kept;
    for section in form.sections.iter().filter(known) {
        out.push_str(&page.section(section));
    }
    out.push_str(&page.strangers(edition));
    out
}

struct Page<'d> {
    document: &'d Document,
    area: Option<&'d Area>,
}

impl Page<'_> {
    fn section(&self, section: &Section) -> String {
        let mut out = String::new();
        for field in section.fields.iter().filter(|field| field.kind != Kind::Kept) {
            // The dates of the plan stand at its head.
            if !["starts", "ends"].contains(&field.path.to_string().as_str()) {
                out.push_str(&self.field(field, 0));
            }
        }
        let title = one_line(&section.title);
        let under = "-".repeat(title.chars().count());
        if out.is_empty() {
            out.push_str("Nothing entered yet.\n");
        }
        format!("\n{title}\n{under}\n{out}")
    }

    fn field(&self, field: &Field, indent: usize) -> String {
        let Some(value) = self.document.get(&field.path).filter(|value| !value.is_blank()) else {
            // To set a standard aside says something even without a reason.
            let set_aside = field.path.leaf() == "not-applicable" && self.document.get(&field.path).is_some();
            return if set_aside { "Set aside, with no reason.\n".to_owned() } else { String::new() };
        };
        match &field.kind {
            Kind::Rows(rows) => self.rows(field, rows, &value),
            Kind::Prose => {
                let text = printable(value.as_text().unwrap_or_default()).into_owned();
                format!("{}{}:\n{}", " ".repeat(indent), one_line(&field.label), wrap(&text, indent + 2))
            }
            kind => {
                let text = one_line(&convert::show(kind, &value));
                let unit = match kind {
                    Kind::Number(unit)
                        if matches!(value, Value::Integer(_)) && !field.label.eq_ignore_ascii_case(unit) =>
                    {
                        format!(" {}", one_line(unit))
                    }
                    _ => String::new(),
                };
                wrap(&format!("{}: {text}{unit}", one_line(&field.label)), indent)
            }
        }
    }

    fn rows(&self, field: &Field, rows: &Rows, value: &Value) -> String {
        let mut out = format!("\n{}:\n", one_line(&field.label));
        let Value::List(items) = value else {
            return out + &wrap(&one_line(&self.document.get_text(&field.path)), 2);
        };
        for (at, key) in row_keys(items).into_iter().enumerate() {
            let row = field.path.child(key);
            let mut columns = rows.columns.iter();
            let first = columns.next().map(|column| Form::in_row(column, &row));
            let title = match rows.manner {
                RowManner::Neighbourhoods => one_line(self.neighbourhood(row.leaf())),
                _ => first
                    .as_ref()
                    .map_or(String::new(), |field| one_line(&self.document.get_text(&field.path))),
            };
            let title = if title.trim().is_empty() { "(no title)".to_owned() } else { title };
            out.push_str(&wrap(&format!("{}. {title}", at + 1), 0));
            if rows.manner == RowManner::Activities
                && let Some(activity) = self.activity(&row)
            {
                let when = describe_when_in_full(activity);
                let when = if when.is_empty() { "not said" } else { &when };
                out.push_str(&wrap(&format!("When: {}", one_line(when)), 3));
            }
            let misread = &self.document.plan().misread;
            let skipped = |path: &FieldPath| {
                rows.manner == RowManner::Activities
                    && WHEN.contains(&path.leaf())
                    && !misread.iter().any(|value| value.path == *path)
            };
            let first = first.filter(|_| rows.manner == RowManner::Neighbourhoods);
            for column in first.into_iter().chain(columns.map(|column| Form::in_row(column, &row))) {
                if !skipped(&column.path) {
                    out.push_str(&self.field(&column, 3));
                }
            }
        }
        out + "\n"
    }

    /// The name of a neighbourhood; its id where it has none.
    fn neighbourhood<'s>(&'s self, id: &'s str) -> &'s str {
        let Some(area) = self.area else { return id };
        let known = area.neighbourhoods.iter().find(|known| known.id == id).map(|known| known.name.as_str());
        // An area that lists none is one neighbourhood by itself.
        let known = known.or((area.id == id).then_some(area.name.as_str()));
        known.filter(|name| !name.trim().is_empty()).unwrap_or(id)
    }

    fn activity(&self, row: &FieldPath) -> Option<&Activity> {
        let [_, standard, _, key] = row.segments() else { return None };
        let answer = self.document.plan().answer(standard)?;
        answer.activities.iter().find(|activity| activity.key == *key)
    }

    /// What the file has and neither the format nor the edition knows: nothing is hidden.
    fn strangers(&self, edition: &Edition) -> String {
        let plan = self.document.plan();
        let mut paths: Vec<FieldPath> = plan.unknown.clone();
        for answer in &plan.answers {
            let path = FieldPath::of(["standards", answer.id.as_str()]);
            let Some(standard) = edition.standard(&answer.id) else {
                paths.push(path);
                continue;
            };
            let strange =
                answer.fields.iter().filter(|(key, _)| !standard.fields.iter().any(|f| f.id == *key));
            paths.extend(strange.map(|(key, _)| path.child(key.as_str())));
        }
        if paths.is_empty() {
            return String::new();
        }
        let mut out = "\nIn the file, and unknown to its edition\n".to_owned();
        for path in paths {
            let text = one_line(&self.document.get_text(&path));
            out.push_str(&wrap(&format!("{}: {text}", one_line(&path.to_string())), 0));
        }
        out
    }
}
