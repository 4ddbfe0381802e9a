//! Writing in a field: entering and leaving it, and every key in between.

use super::{Input, PlanScreen, Written};
use crate::form::{Field, Kind, SectionId, convert, phrases};
use crate::plan::edit::Manner;
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;
use crate::tui::text::{Change, Shape, TextArea, TextCommand, Typing};

impl PlanScreen {
    /// A text of two people needs no mark any more: somebody was in it and left it, or wrote in it.
    pub fn was_read(&mut self, path: &FieldPath) {
        if self.read_once.contains(path) {
            self.read_once.retain(|known| known != path);
            self.outbox.push(super::Effect::WasRead { file: self.place.file.clone(), path: path.clone() });
        }
    }

    /// Begins to write in the field that has the focus.
    pub fn enter_field(&mut self) {
        let since = self.history.steps();
        self.input = self.field().filter(|field| !matches!(field.kind, Kind::Rows(_))).map(|field| {
            let shape = if field.kind.is_long() { Shape::Prose } else { Shape::Line };
            let mut area = TextArea::new(&self.shown(field), shape);
            area.set_cursor(if field.kind == Kind::Kept { 0 } else { area.text().len() });
            // A date is seldom mended, mostly written anew: what is typed takes the place of all of it.
            if matches!(field.kind, Kind::Date | Kind::Time | Kind::Number(_) | Kind::Cadence | Kind::Weekday)
            {
                area.apply(TextCommand::SelectAll);
            }
            Input {
                path: field.path.clone(),
                area,
                in_words: None,
                trouble: None,
                written: Written::Not,
                since,
            }
        });
    }

    /// Ends writing: what was typed is understood as far as it goes, and the plan judged anew.
    pub fn leave_field(&mut self) {
        self.history.close();
        if let Some(input) = self.input.take() {
            self.understand_when(&input);
            self.refresh();
        }
    }

    /// Understands what is being written as if the field was left, and stays in it.
    pub fn take_in_field(&mut self) {
        self.leave_field();
        self.enter_field();
    }

    /// A field's value as its text.
    pub fn shown(&self, field: &Field) -> String {
        self.doc.get(&field.path).map(|value| convert::show(&field.kind, &value)).unwrap_or_default()
    }

    /// Whether the focus is on what can only be read, and taken out.
    pub fn is_kept(&self) -> bool {
        self.field().is_some_and(|field| field.kind == Kind::Kept)
    }

    /// Takes out what the focus is on, where it can only be read; says what that was.
    ///
    /// # Errors
    /// When it is gone.
    pub fn remove_kept(&mut self) -> Result<Option<String>, Problem> {
        let Some(field) = self.field().filter(|field| field.kind == Kind::Kept).cloned() else {
            return Ok(None);
        };
        self.change(&Edit::Unset { path: field.path.clone() }, &field.path)?;
        // With the last of them goes its section, and the summary has come to its place.
        if *self.section_id() == SectionId::Summary {
            self.go_to_section(self.section.saturating_sub(1));
        }
        Ok(Some(field.label))
    }

    /// One change to the text of the field that has the focus; what can only be read takes none. Gives what is to be copied, if anything.
    ///
    /// # Errors
    /// When the place of the field is gone; the text stays on the screen.
    pub fn write(&mut self, command: TextCommand) -> Result<Option<String>, Problem> {
        if self.is_kept() && command.changes() {
            return Ok(None);
        }
        let Some(input) = &mut self.input else {
            return Ok(None);
        };
        let (typing, copied) = match input.area.apply(command) {
            Change::None => return Ok(None),
            Change::Moved => {
                self.history.close();
                return Ok(None);
            }
            Change::Copied(text) => return Ok(Some(text)),
            Change::Cut(text) => (Typing::Whole, Some(text)),
            Change::Typed(typing) => (typing, None),
        };
        if typing == Typing::Whole {
            self.history.close();
        }
        self.store(if typing == Typing::Whole { Manner::Step } else { Manner::Typing })?;
        if matches!(typing, Typing::Whole | Typing::Blanks) {
            self.history.close();
        }
        Ok(copied)
    }

    /// Puts the text of the field into the plan, as far as it is understood.
    fn store(&mut self, manner: Manner) -> Result<(), Problem> {
        let Some(field) = self.field().cloned() else {
            return Ok(());
        };
        let near = self.near_at(&field.path);
        let Some(input) = &mut self.input else {
            return Ok(());
        };
        let understood = convert::understand(&field.kind, input.area.text(), &near);
        input.in_words = understood.in_words;
        input.trouble = understood.trouble;
        input.written = Written::Since;
        self.edit(&set_or_unset(&field.path, understood.value), &field.path, manner)
    }

    /// Gives a field another value, as by choosing from a list.
    ///
    /// # Errors
    /// When the place of the field is gone.
    pub fn set(&mut self, path: &FieldPath, value: Option<Value>) -> Result<(), Problem> {
        self.change(&set_or_unset(path, value), path)
    }

    /// An edit as a step of its own, after which the plan is judged and shown anew.
    ///
    /// # Errors
    /// As [`PlanScreen::edit`].
    pub fn change(&mut self, edit: &Edit, at: &FieldPath) -> Result<(), Problem> {
        self.history.close();
        self.edit(edit, at, Manner::Step)?;
        self.history.close();
        self.show_again();
        Ok(())
    }

    /// A phrase such as "first Thursday of the month" in the field of a first date fills the fields that it
    /// speaks of, and so does "every 4 weeks", which no cadence says, in that of how often.
    fn understand_when(&mut self, input: &Input) {
        if input.trouble.is_none() {
            return;
        }
        let Some((when, taken)) = self.when_typed(input) else { return };
        let row = input.path.parent();
        let mut edits: Vec<Edit> = taken.iter().map(|leaf| Edit::Unset { path: row.child(*leaf) }).collect();
        edits.extend(
            when.edits_row().into_iter().map(|(key, value)| Edit::Set { path: row.child(key), value }),
        );
        // What cannot be carried out leaves the phrase as it was typed, and flagged.
        if self.edit(&Edit::All(edits), &input.path, Manner::Step).is_ok() {
            // The phrase and what came of it are one entry: taken back in part, it would say half of both.
            self.history.as_one(input.since);
        }
    }

    /// What is typed in the field of a first date, or of how often, as a phrase that says when; with the fields
    /// whose place it takes.
    pub fn when_typed(&self, input: &Input) -> Option<(phrases::When, &'static [&'static str])> {
        let row = input.path.parent();
        let activity = self.activity(&row)?;
        let text = input.area.text();
        match input.path.leaf() {
            "starts" => Some((phrases::parse_when(text, &self.near()).ok()?, &["starts"])),
            "every" => {
                let on = activity.on.get().map(|on| format!("{on}, ")).unwrap_or_default();
                let from = activity.starts.get().map(|day| format!(" from {day}")).unwrap_or_default();
                let until = activity.ends.get().map(|day| format!(" until {day}")).unwrap_or_default();
                let when = phrases::parse_when(&format!("{on}{text}{from}{until}"), &self.near()).ok()?;
                let recurs = when.every.is_some() || when.dates.len() > 1;
                recurs.then_some((when, &["starts", "every", "on", "ends"]))
            }
            _ => None,
        }
    }

    /// After undo, redo, a choice or another hand's change: the field shows what the plan says now.
    pub fn show_again(&mut self) {
        self.show_with(TextArea::set_text);
    }

    /// The same, with a way to put the text into its field.
    pub fn show_with(&mut self, put: fn(&mut TextArea, &str)) {
        self.drop_lost_pages();
        self.refresh();
        let text = match (&self.input, self.field()) {
            (Some(input), Some(field)) if input.path == field.path => Some(self.shown(field)),
            _ => None,
        };
        match (text, &mut self.input) {
            (Some(text), Some(input)) => {
                put(&mut input.area, &text);
                input.in_words = None;
                input.trouble = None;
                input.written = Written::Not;
                input.since = self.history.steps();
            }
            _ => self.enter_field(),
        }
    }

    /// Takes the last step back, and goes to where it was; says whether there was one.
    ///
    /// # Errors
    /// When the text there was changed by another hand.
    pub fn undo(&mut self) -> Result<bool, Problem> {
        let at = self.history.undo(&mut self.doc)?;
        Ok(self.after_step(at))
    }

    /// Does the last undone step again, and goes to where it was; says whether there was one.
    ///
    /// # Errors
    /// As [`PlanScreen::undo`].
    pub fn redo(&mut self) -> Result<bool, Problem> {
        let at = self.history.redo(&mut self.doc)?;
        Ok(self.after_step(at))
    }

    fn after_step(&mut self, at: Option<FieldPath>) -> bool {
        let Some(at) = at else {
            return false;
        };
        let is_here = self.field().is_some_and(|field| at.is_within(&field.path));
        self.show_again();
        if !is_here {
            self.go_to(&at);
        }
        self.save();
        self.undone_at = self.keeping.asked;
        true
    }
}

fn set_or_unset(path: &FieldPath, value: Option<Value>) -> Edit {
    match value {
        Some(value) => Edit::Set { path: path.clone(), value },
        None => Edit::Unset { path: path.clone() },
    }
}
