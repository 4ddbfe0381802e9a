//! A plan carried over from the edition that another supersedes, by the map of the newer one.
//!
//! Nothing is lost. What the newer edition has no place for is kept in the file under the standard that it
//! came to, where `unknown-key` flags it and the screen shows it; a standard that has no heir stays as it is,
//! flagged by `standard-unknown`.

mod combine;

use super::{Edition, Map, MapKind, Standard};
use crate::plan::{Document, Edit, FieldPath, Plan, Status, Value, keys};
use crate::problem::Problem;

/// What is said of carrying a plan over that is closed.
pub const CLOSED: &str = "Its period is over: the plan is closed, and shown as it stood. Of its flags only those stay \
                          that outlast a period, such as personal data; they are told by the newer edition.";

/// A plan's way to another edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Migration {
    /// What carries it over, as one step.
    pub edit: Edit,
    /// What that does, in words.
    pub parts: Vec<Part>,
}

impl Migration {
    /// How many values are kept with no place of their own.
    pub fn kept(&self) -> usize {
        let notes = self.parts.iter().flat_map(|part| &part.notes);
        notes.filter(|note| note.weight == Weight::Kept).count()
    }
}

/// What becomes of one standard, or of several alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// "6 Using Dorset Alert → 5 Social media and Dorset Alert, two-way".
    pub title: String,
    pub notes: Vec<Note>,
}

/// What becomes of one value, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub weight: Weight,
    pub says: String,
}

impl Note {
    /// It in a line, with what a reader should do about it first.
    pub fn line(&self) -> String {
        match self.weight {
            Weight::Moves => self.says.clone(),
            Weight::Look => format!("To look at: {}", self.says),
            Weight::Kept => format!("To find a place for: {}", self.says),
        }
    }
}

/// How much of a reader's attention it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It has its place.
    Moves,
    /// Read it again there.
    Look,
    /// It has no place, and is kept as it is.
    Kept,
}

/// The way of a plan from its edition to the one that supersedes it. Nothing is changed yet.
///
/// # Errors
/// Where the plan is on that edition already, where the edition says of none how its plans come over or of
/// another than the plan's, and where the plan was sent: what was sent stays as it was sent.
pub fn migrate(document: &Document, from: &Edition, to: &Edition) -> Result<Migration, Problem> {
    let plan = document.plan();
    refuse(plan, from, to)?;
    let mut journey = Journey { document: document.clone(), edits: Vec::new(), parts: Vec::new(), from, to };
    let mut as_they_are = Vec::new();
    let mut mapped: Vec<&str> = Vec::new();
    for map in &to.maps {
        mapped.extend(map.from.iter().map(String::as_str));
        journey.follow(map, &mut as_they_are)?;
    }
    for answer in plan.answers.iter().filter(|answer| !mapped.contains(&answer.id.as_str())) {
        if to.standard(&answer.id).is_some() {
            journey.stay(&answer.id, &mut as_they_are);
        } else {
            journey.leave(&answer.id);
        }
    }
    journey.waivers()?;
    journey.apply(Edit::Set { path: FieldPath::of(["edition"]), value: Value::from(to.id.as_str()) })?;
    let mut parts = journey.parts;
    if !as_they_are.is_empty() {
        let title = format!("As they are: {}", as_they_are.join(", "));
        parts.insert(0, Part { title, notes: Vec::new() });
    }
    let after = journey.document.plan();
    let new: Vec<&str> = to
        .standards
        .iter()
        .filter(|standard| after.answer(&standard.id).is_none_or(|answer| answer.is_blank()))
        .map(|standard| standard.id.as_str())
        .collect();
    if !new.is_empty() {
        parts.push(Part { title: format!("Still to be begun: {}", new.join(", ")), notes: Vec::new() });
    }
    Ok(Migration { edit: Edit::All(journey.edits), parts })
}

fn refuse(plan: &Plan, from: &Edition, to: &Edition) -> Result<(), Problem> {
    let problem = |what: String, next: String| Err(Problem::new(what, next).safe("Nothing was changed."));
    if plan.edition == to.id {
        return problem(
            format!("the plan is on {} already", to.id),
            "There is nothing to carry over.".into(),
        );
    }
    if to.supersedes.as_deref() != Some(&from.id) {
        let next = match &to.supersedes {
            _ if from.supersedes.as_deref() == Some(&to.id) => {
                "Plans go on to a newer edition, not back. nec undo takes a migration back.".to_owned()
            }
            Some(other) => {
                format!(
                    "It carries on plans of {other}. Carry the plan over to that one first, if it can be."
                )
            }
            None => format!(
                "Begin a new plan on it: nec new AREA --edition {} for another period. Or say in standards/{}.toml \
                 that it supersedes {}, with a [[map]] of its standards.",
                to.id, to.id, from.id
            ),
        };
        return problem(format!("{} does not say how plans of {} come over to it", to.id, from.id), next);
    }
    match plan.status.get() {
        None | Some(Status::Draft | Status::ChangesRequested) => Ok(()),
        Some(status) => problem(
            format!("the plan is {}, and stays as it was sent", status.id()),
            "Take it back into draft first (status = \"draft\"), or carry over the next period's plan."
                .to_owned(),
        ),
    }
}

struct Journey<'a> {
    /// The plan as far as it has come.
    document: Document,
    edits: Vec<Edit>,
    parts: Vec<Part>,
    from: &'a Edition,
    to: &'a Edition,
}

/// On which side of what is there a text is joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

fn answer(standard: &str) -> FieldPath {
    FieldPath::of(["standards", standard])
}

const SET_ASIDE: &str = "not-applicable";

impl Journey<'_> {
    fn apply(&mut self, edit: Edit) -> Result<(), Problem> {
        self.document.apply(&edit)?;
        self.edits.push(edit);
        Ok(())
    }

    /// What the file holds of a standard, however it is written there.
    fn held(&self, standard: &str) -> Option<Value> {
        let entry = |value: Value, key: &str| match value {
            Value::Table(entries) => {
                entries.into_iter().find(|(known, _)| known == key).map(|(_, value)| value)
            }
            _ => None,
        };
        let standards = entry(self.document.get(&FieldPath::root())?, "standards")?;
        entry(standards, standard)
    }

    /// What the plan says to a standard, by key, in the order of the file.
    fn entries(&self, standard: &str) -> Vec<(String, Value)> {
        match self.held(standard) {
            Some(Value::Table(entries)) => entries,
            _ => Vec::new(),
        }
    }

    fn has(&self, standard: &str) -> bool {
        self.held(standard).is_some()
    }

    fn follow(&mut self, map: &Map, as_they_are: &mut Vec<String>) -> Result<(), Problem> {
        match (map.kind, map.from.as_slice(), map.to.as_slice()) {
            (MapKind::Same, [one], _) => self.stay(one, as_they_are),
            (MapKind::Renamed, [one], [heir]) => self.carry(one, &[heir], Side::Behind)?,
            (MapKind::Split, [one], heirs) => {
                let mut heirs: Vec<&str> = heirs.iter().map(String::as_str).collect();
                // What may stay where it is stays.
                heirs.sort_by_key(|heir| heir != one);
                self.carry(one, &heirs, Side::Behind)?;
            }
            (MapKind::Merged, several, [heir]) => self.merge(several, heir, as_they_are)?,
            (_, several, _) => several.iter().for_each(|one| self.leave(one)),
        }
        Ok(())
    }

    /// A standard that stays: only its own fields may be others now.
    fn stay(&mut self, id: &str, as_they_are: &mut Vec<String>) {
        if !self.has(id) {
            return;
        }
        let mut notes = Vec::new();
        for (key, _) in self.entries(id) {
            if !self.is_known(id, &key) {
                notes.push(self.kept(&key, id, &key));
            }
        }
        notes.extend(self.to_look_at(id));
        if notes.is_empty() {
            as_they_are.push(id.to_owned());
        } else {
            self.parts.push(Part { title: self.title(self.to, id), notes });
        }
    }

    /// A standard with no heir.
    fn leave(&mut self, id: &str) {
        if !self.has(id) {
            return;
        }
        let says = format!(
            "{} has no such standard. It stays in the file as it is, under {}, and standard-unknown flags it.",
            self.to.id,
            answer(id)
        );
        let notes = vec![Note { weight: Weight::Kept, says }];
        self.parts.push(Part { title: self.title(self.from, id), notes });
    }

    fn merge(
        &mut self,
        several: &[String],
        heir: &str,
        as_they_are: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let aside = |journey: &Self, id: &str| journey.document.get(&answer(id).child(SET_ASIDE)).is_some();
        // The whole is set aside only where each of its parts was.
        if !several.iter().all(|id| aside(self, id)) {
            for id in several.iter().filter(|id| aside(self, id)).cloned().collect::<Vec<_>>() {
                let key = self.free_key(&id, &id, SET_ASIDE);
                self.apply(Edit::Move { from: answer(&id).child(SET_ASIDE), to: answer(&id).child(&*key) })?;
            }
        }
        let own = several.iter().position(|id| id == heir);
        if own.is_some() {
            self.stay(heir, as_they_are);
        }
        let (before, behind) = several.split_at(own.unwrap_or(0));
        for id in before.iter().rev() {
            self.carry(id, &[heir], Side::Before)?;
        }
        for id in behind.iter().filter(|id| *id != heir) {
            self.carry(id, &[heir], Side::Behind)?;
        }
        Ok(())
    }

    /// Carries what is said to a standard over to its heirs: a field to the first that has it, all else to the
    /// first.
    fn carry(&mut self, id: &str, heirs: &[&str], side: Side) -> Result<(), Problem> {
        let Some(first) = heirs.first().copied().filter(|_| self.has(id)) else { return Ok(()) };
        let mut notes = Vec::new();
        let whole = Edit::Move { from: answer(id), to: answer(first) };
        if heirs.len() == 1 && !self.has(first) && self.apply(whole).is_ok() {
            let mut as_it_is = Vec::new();
            self.stay(first, &mut as_it_is);
            let title = format!("{} → {}", self.title(self.from, id), self.title(self.to, first));
            let notes = self.parts.pop_if(|_| as_it_is.is_empty()).map_or_else(
                || vec![Note { weight: Weight::Moves, says: "All of it, as it is.".to_owned() }],
                |part| part.notes,
            );
            self.parts.push(Part { title, notes });
            return Ok(());
        }
        for (key, value) in self.entries(id) {
            let heir = heirs.iter().copied().find(|heir| self.has_field(heir, &key)).unwrap_or(first);
            if heir != id {
                notes.extend(self.carry_value(id, heir, &key, value, side)?);
            } else if !self.is_known(heir, &key) {
                notes.push(self.kept(&key, heir, &key));
            }
        }
        if heirs.len() > 1 {
            let others: Vec<&str> = heirs.iter().copied().filter(|heir| *heir != first).collect();
            let says =
                format!("Look through what came to {first}: some of it may belong to {}.", others.join(", "));
            notes.push(Note { weight: Weight::Look, says });
        }
        if matches!(self.held(id), Some(Value::Table(left)) if left.is_empty()) {
            self.apply(Edit::Unset { path: answer(id) })?;
        }
        for heir in heirs {
            notes.extend(self.to_look_at(heir));
        }
        let heirs: Vec<String> = heirs.iter().map(|heir| self.title(self.to, heir)).collect();
        let title = format!("{} → {}", self.title(self.from, id), heirs.join("; "));
        self.parts.push(Part { title, notes });
        Ok(())
    }

    /// Waivers follow their standard.
    fn waivers(&mut self) -> Result<(), Problem> {
        let heirs: Vec<(String, String)> = self
            .document
            .plan()
            .waivers
            .iter()
            .filter_map(|waiver| {
                let map = self.to.maps.iter().find(|map| map.from.contains(&waiver.standard))?;
                let heir = map.to.first().filter(|_| !map.to.contains(&waiver.standard))?;
                Some((waiver.key.clone(), heir.clone()))
            })
            .collect();
        for (row, heir) in &heirs {
            let path = FieldPath::of(["waivers", row, "standard"]);
            self.apply(Edit::Set { path, value: Value::from(heir.as_str()) })?;
        }
        if !heirs.is_empty() {
            let says = format!(
                "{} now of the standard that theirs came to.",
                counted(heirs.len(), "waiver is", "waivers are")
            );
            let notes = vec![Note { weight: Weight::Look, says }];
            self.parts.push(Part { title: "Waivers".to_owned(), notes });
        }
        Ok(())
    }

    /// Words of an answer that mean something in one edition and nothing in the other.
    fn to_look_at(&self, heir: &str) -> Vec<Note> {
        let Some(answer) = self.document.plan().answer(heir) else { return Vec::new() };
        let look = |says: String| Note { weight: Weight::Look, says };
        let mut notes = Vec::new();
        let kinds = answer.activities.iter().filter(|activity| {
            !activity.kind.is_empty()
                && self.from.kind(&activity.kind).is_some()
                && self.to.kind(&activity.kind).is_none()
        });
        for activity in kinds {
            let (name, kind) = (activity.name(), &activity.kind);
            notes.push(look(format!("{name}: {} has no kind “{kind}”. Choose another.", self.to.id)));
        }
        let grade = &answer.self_assessment;
        if !grade.is_empty() && !self.to.grades.iter().any(|known| known.id == *grade) {
            notes.push(look(format!("{} has no grade “{grade}”. Choose another.", self.to.id)));
        }
        notes
    }

    fn has_field(&self, standard: &str, key: &str) -> bool {
        let standard = self.to.standard(standard);
        standard.is_some_and(|standard| standard.fields.iter().any(|field| field.id == key))
    }

    fn is_known(&self, standard: &str, key: &str) -> bool {
        keys::ANSWER.contains(&key) || self.has_field(standard, key)
    }

    /// What is said of a value that has no field at its new place, or at its old one.
    fn kept(&self, was: &str, heir: &str, key: &str) -> Note {
        let label = self.label(was);
        let at = answer(heir).child(key);
        let says = format!(
            "{label}: no field of {heir} takes it. It is kept as it is, in {at}, and unknown-key flags it."
        );
        Note { weight: Weight::Kept, says }
    }

    /// What people call a key: the label of the field in either edition.
    fn label(&self, key: &str) -> String {
        let base = match key {
            "commitment" => Some("The commitment"),
            "activities" => Some("Activities"),
            "self-assessment" => Some("The team's own grade"),
            SET_ASIDE => Some("Why it was set aside"),
            _ => None,
        };
        let fields = || {
            [self.from, self.to]
                .into_iter()
                .flat_map(|edition| &edition.standards)
                .flat_map(|one| &one.fields)
        };
        match (base, fields().find(|field| field.id == key)) {
            (Some(base), _) => base.to_owned(),
            (None, Some(field)) => field.label.clone(),
            (None, None) => key.to_owned(),
        }
    }

    fn title(&self, edition: &Edition, id: &str) -> String {
        let titled = |standard: &Standard| format!("{} {}", standard.number, standard.title);
        edition.standard(id).map_or_else(|| id.to_owned(), titled)
    }

    /// A key under an heir that nothing has: that of the standard it comes from, and its own.
    fn free_key(&self, heir: &str, id: &str, key: &str) -> String {
        let base = format!("{id}-{key}");
        let taken = |key: &str| self.document.get(&answer(heir).child(key)).is_some();
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(base)
    }
}

/// "1 waiver is", "3 waivers are".
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests;
