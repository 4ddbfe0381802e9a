//! Flags on the directory's own files: settings that can be read and yet do not hold together.

use std::collections::HashSet;

use super::rule::{Recording, Rule, find, rules};
use super::words::{blank, day, did_you_mean, quoted};
use super::{Aim, Finding, plan, understood};
use crate::plan::id::{SHAPE, is_file_id};
use crate::plan::model::row_keys;
use crate::plan::{Areas, FieldPath, Force, Value};
use crate::standards::Edition;

/// What a rule of `nec.toml` may be set to.
const CLASSES: [&str; 4] = ["off", "advice", "incomplete", "non-compliant"];

/// The keys of `nec.toml`, by table.
const FORCE: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "format",
            "force",
            "police-uk",
            "edition",
            "alert-service",
            "work-domains",
            "public-numbers",
            "public-operations",
            "public-addresses",
            "shared-text",
            "working-hours",
            "holidays",
            "as-at",
            "period",
            "quiet-period",
            "stage",
            "person",
            "rules",
        ],
    ),
    ("period", &["id", "starts", "ends", "submit-by", "smt-by", "panel-on", "publish-by"]),
    ("quiet-period", &["title", "from", "to"]),
    ("stage", &["id", "title"]),
    ("person", &["post", "emails", "stage", "area", "admin"]),
];

/// The keys of `areas.toml`, by table.
const AREAS: &[(&str, &[&str])] = &[
    ("", &["area", "venue"]),
    ("area", &["id", "name", "inspector", "settlements", "neighbourhood"]),
    ("neighbourhood", &["id", "name", "police-uk", "settlements"]),
    ("venue", &["id", "name", "address", "settlement", "access", "checked"]),
];

/// Flags on `nec.toml`, from what it was read as and what it says: keys and rules that there are none of,
/// settings that nothing can follow, periods that end before they start, what is there twice.
pub fn of_settings(force: &Force, said: &Value, areas: &Areas, editions: &[Edition]) -> Vec<Finding> {
    let mut flags = Told { force, found: Vec::new() };
    flags.unknown_keys(said, FORCE);
    flags.of_rules();
    flags.of_periods(said);
    flags.of_quiet_periods(said);
    flags.of_names(editions);
    flags.of_people(said, areas);
    for table in ["period", "stage"] {
        flags.repeated(&rows(&FieldPath::root(), said, table), table);
    }
    flags.found
}

/// Flags on `areas.toml`: keys that there are none of, ids that no file can have, and what is there twice.
pub fn of_areas(force: &Force, said: &Value) -> Vec<Finding> {
    let mut flags = Told { force, found: Vec::new() };
    flags.unknown_keys(said, AREAS);
    let venues = rows(&FieldPath::root(), said, "venue");
    let areas = rows(&FieldPath::root(), said, "area");
    for (at, row) in &areas {
        let neighbourhoods = rows(at, row, "neighbourhood");
        flags.repeated(&neighbourhoods, "neighbourhood");
        flags.unusable_ids(&neighbourhoods);
    }
    for (rows, table) in [(&areas, "area"), (&venues, "venue")] {
        flags.repeated(rows, table);
        flags.unusable_ids(rows);
    }
    flags.found
}

struct Told<'a> {
    force: &'a Force,
    found: Vec<Finding>,
}

impl Told<'_> {
    fn raise(&mut self, rule: &'static Rule, path: FieldPath, message: String, detail: &str) {
        let aim = if rule.name == understood::UNKNOWN_KEY.name { Aim::Key } else { Aim::Value };
        if let Some(class) = rule.class_for(self.force) {
            self.found.push(Finding { class, aim, ..Finding::given(rule, path, message, detail) });
        }
    }

    fn unknown_keys(&mut self, said: &Value, known: &[(&str, &[&str])]) {
        self.unknown_in(&FieldPath::root(), said, "", known);
    }

    fn unknown_in(&mut self, at: &FieldPath, table: &Value, name: &str, known: &[(&str, &[&str])]) {
        let Value::Table(entries) = table else { return };
        let Some((_, keys)) = known.iter().find(|(table, _)| *table == name) else { return };
        for (key, value) in entries {
            if !keys.contains(&key.as_str()) {
                let message = format!("Nothing reads the key {}", quoted(key));
                self.raise(&understood::UNKNOWN_KEY, at.child(key), message, &did_you_mean(key, keys));
            } else if let Value::List(items) = value {
                for (item, row) in items.iter().zip(row_keys(items)) {
                    self.unknown_in(&at.child(key).child(&row), item, key, known);
                }
            }
        }
    }

    fn of_rules(&mut self) {
        let names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
        let force = self.force;
        for (name, class) in &force.rules {
            let path = FieldPath::of(["rules", name]);
            let Some(rule) = find(name) else {
                let message = format!("There is no rule {} to set", quoted(name));
                self.raise(&understood::UNKNOWN_KEY, path, message, &did_you_mean(name, &names));
                continue;
            };
            let message = if rule.recording == Recording::Blocked {
                format!("The rule {name} cannot be set: versions are kept for good")
            } else if CLASSES.contains(&class.as_str()) {
                continue;
            } else {
                format!("A rule cannot be set to {}", quoted(class))
            };
            let detail = format!("A rule can be set to: {}.", CLASSES.join(", "));
            self.raise(&understood::VALUE_NOT_UNDERSTOOD, path, message, &detail);
        }
    }

    fn of_periods(&mut self, said: &Value) {
        for (period, (at, _)) in self.force.periods.iter().zip(rows(&FieldPath::root(), said, "period")) {
            let name = quoted(&period.id);
            if !is_file_id(&period.id) {
                let message = format!("No folder can be called {name}, as this period is");
                self.raise(&plan::PERIOD_INVALID, at.child("id"), message, SHAPE);
            }
            if period.ends < period.starts {
                let (ends, starts) = (day(period.ends), day(period.starts));
                let message = format!("The period {name} ends on {ends}, before it starts on {starts}");
                self.raise(&plan::PERIOD_INVALID, at.child("ends"), message, "Nothing is taken from it.");
            }
        }
    }

    fn of_quiet_periods(&mut self, said: &Value) {
        let at = rows(&FieldPath::root(), said, "quiet-period");
        for (quiet, (at, _)) in self.force.quiet_periods.iter().zip(at) {
            if quiet.to < quiet.from {
                let (to, from) = (day(quiet.to), day(quiet.from));
                let message = format!("A quiet period ends on {to}, before it begins on {from}");
                self.raise(&plan::PERIOD_INVALID, at.child("to"), message, "It is left out of account.");
            }
        }
    }

    fn of_names(&mut self, editions: &[Edition]) {
        let force = self.force;
        let there: Vec<&str> = editions.iter().map(|edition| edition.id.as_str()).collect();
        if !there.is_empty() && !there.contains(&force.edition.as_str()) {
            let message = format!(
                "New plans are to be written to the edition {}, which is not here",
                quoted(&force.edition)
            );
            let detail = did_you_mean(&force.edition, &there);
            self.raise(&understood::VALUE_NOT_UNDERSTOOD, FieldPath::of(["edition"]), message, &detail);
        }
        let channels: Vec<&str> = editions
            .iter()
            .flat_map(|edition| &edition.channels)
            .map(|channel| channel.id.as_str())
            .collect();
        let service = force.alert_service.trim();
        if !service.is_empty() && !channels.is_empty() && !channels.contains(&service) {
            let message = format!("No edition here has the channel {}", quoted(service));
            let detail = did_you_mean(service, &channels);
            self.raise(&understood::VALUE_NOT_UNDERSTOOD, FieldPath::of(["alert-service"]), message, &detail);
        }
        let hours = force.working_hours.as_slice();
        if !(hours.is_empty() || matches!(hours, [from, to] if from < to)) {
            let message = "Working hours are two times, the first before the second".to_owned();
            let path = FieldPath::of(["working-hours"]);
            self.raise(&understood::VALUE_NOT_UNDERSTOOD, path, message, "Such as [09:00:00, 17:00:00].");
        }
    }

    fn of_people(&mut self, said: &Value, areas: &Areas) {
        let force = self.force;
        let stages: Vec<&str> = force.stages.iter().map(|stage| stage.id.as_str()).collect();
        let there: Vec<&str> = areas.areas.iter().map(|area| area.id.as_str()).collect();
        for (person, (at, _)) in force.people.iter().zip(rows(&FieldPath::root(), said, "person")) {
            let who =
                if blank(&person.post) { "Somebody with no post".to_owned() } else { quoted(&person.post) };
            if let Some(stage) = person.stage.as_deref().filter(|stage| !stages.contains(stage)) {
                let message = format!("{who} reads at the stage {}, which is not here", quoted(stage));
                let detail = did_you_mean(stage, &stages);
                self.raise(&understood::VALUE_NOT_UNDERSTOOD, at.child("stage"), message, &detail);
            }
            let area = person.area.as_deref().filter(|area| !areas.unread && !there.contains(area));
            if let Some(area) = area {
                let message = format!("{who} drafts for the area {}, which is not here", quoted(area));
                self.raise(&plan::AREA_UNKNOWN, at.child("area"), message, &did_you_mean(area, &there));
            }
        }
    }

    fn repeated(&mut self, rows: &[(FieldPath, &Value)], table: &str) {
        let mut seen = HashSet::new();
        for (at, row) in rows {
            let Some(id) = id(row) else { continue };
            if !seen.insert(id) {
                let message = format!("The {table} {} is there twice, and the first counts", quoted(id));
                self.raise(&understood::ROW_ID_REPEATED, at.child("id"), message, "");
            }
        }
    }

    fn unusable_ids(&mut self, rows: &[(FieldPath, &Value)]) {
        for (at, row) in rows {
            if let Some(id) = id(row).filter(|id| !is_file_id(id)) {
                let message = format!("{} is no id that a plan can use", quoted(id));
                self.raise(&understood::VALUE_NOT_UNDERSTOOD, at.child("id"), message, SHAPE);
            }
        }
    }
}

/// The rows of a list of tables that stands in the table at an address, each with its own.
fn rows<'v>(at: &FieldPath, table: &'v Value, list: &str) -> Vec<(FieldPath, &'v Value)> {
    let Value::Table(entries) = table else { return Vec::new() };
    let Some((_, Value::List(items))) = entries.iter().find(|(key, _)| key == list) else {
        return Vec::new();
    };
    items.iter().zip(row_keys(items)).map(|(row, key)| (at.child(list).child(key), row)).collect()
}

fn id(row: &Value) -> Option<&str> {
    let Value::Table(entries) = row else { return None };
    entries.iter().find(|(key, _)| key == "id")?.1.as_text()
}
