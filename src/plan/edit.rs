//! An edit of a plan, and its inverse.

use super::document::Document;
use super::path::FieldPath;
use super::value::Value;
use crate::problem::Problem;

/// One thing done to a plan file. [`crate::plan::Document::apply`] carries it out and gives its inverse.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Gives a field a value; tables on the way are made where they are missing.
    Set { path: FieldPath, value: Value },
    /// Empties a field.
    Unset { path: FieldPath },
    /// Adds a row to a list, before the row named, else at its end. `row` holds the row's keys in order,
    /// with its `id` among them.
    AddRow { list: FieldPath, before: Option<String>, row: Vec<(String, Value)> },
    /// Takes a row away.
    RemoveRow { path: FieldPath },
    /// Moves a value, or a list of rows, to an address that has no value, with its comments. Rows join those of
    /// a list that is there.
    Move { from: FieldPath, to: FieldPath },
    /// Puts a text in the place of another, where the file still holds it: how an edit is undone.
    Splice { at: usize, remove: String, insert: String },
    /// Several, as one step.
    All(Vec<Edit>),
}

impl Edit {
    /// The places whose values it changes or takes away; rows that it adds have none before.
    pub fn places(&self) -> Vec<&FieldPath> {
        match self {
            Edit::Set { path, .. } | Edit::Unset { path } | Edit::RemoveRow { path } => vec![path],
            Edit::Move { from, to } => vec![from, to],
            Edit::AddRow { .. } | Edit::Splice { .. } => Vec::new(),
            Edit::All(edits) => edits.iter().flat_map(Edit::places).collect(),
        }
    }
}

/// How an edit came about, for what one undo takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A letter or so, as part of a run: undone with the run.
    Typing,
    /// A step of its own.
    Step,
}

/// One thing that undo takes back.
#[derive(Debug, Clone)]
struct Step {
    undo: Vec<Edit>,
    at: FieldPath,
    manner: Manner,
}

/// What was done to a document and what was undone. It keeps the edits, not the texts.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The next edit begins a step of its own, whatever its manner.
    closed: bool,
}

/// More steps than anybody takes back by hand; the oldest go first.
const MOST_STEPS: usize = 10_000;

impl History {
    /// Carries an edit out and remembers how to take it back. A run of typing in one field is one step until
    /// [`History::close`].
    ///
    /// # Errors
    /// As [`Document::apply`]; then nothing changed.
    pub fn apply(
        &mut self,
        doc: &mut Document,
        edit: &Edit,
        at: &FieldPath,
        manner: Manner,
    ) -> Result<(), Problem> {
        let before = doc.text().len();
        let inverse = doc.apply(edit)?;
        if doc.text().len() == before && is_nothing(&inverse) {
            return Ok(());
        }
        self.undone.clear();
        let runs_on = !self.closed && manner == Manner::Typing;
        self.closed = false;
        match self.done.last_mut() {
            Some(last) if runs_on && last.manner == Manner::Typing && last.at == *at => {
                let joined = last.undo.last().and_then(|earlier| join(earlier, &inverse));
                match (joined, last.undo.last_mut()) {
                    (Some(joined), Some(earlier)) => *earlier = joined,
                    _ => last.undo.push(inverse),
                }
            }
            _ => {
                if self.done.len() >= MOST_STEPS {
                    self.done.remove(0);
                }
                self.done.push(Step { undo: vec![inverse], at: at.clone(), manner });
            }
        }
        Ok(())
    }

    /// Ends a run of typing: the next edit is a step of its own.
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// Takes the last step back and says where it was; nothing when there is none.
    ///
    /// # Errors
    /// When the text there was changed by another hand; then nothing changed, and the step is gone.
    pub fn undo(&mut self, doc: &mut Document) -> Result<Option<FieldPath>, Problem> {
        let Some(step) = self.done.pop() else {
            return Ok(None);
        };
        let (at, back) = reverse(step, doc)?;
        self.undone.push(back);
        self.closed = true;
        Ok(Some(at))
    }

    /// Does the last undone step again and says where it was; nothing when there is none.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, doc: &mut Document) -> Result<Option<FieldPath>, Problem> {
        let Some(step) = self.undone.pop() else {
            return Ok(None);
        };
        let (at, back) = reverse(step, doc)?;
        self.done.push(back);
        self.closed = true;
        Ok(Some(at))
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

fn reverse(step: Step, doc: &mut Document) -> Result<(FieldPath, Step), Problem> {
    let edit = Edit::All(step.undo.into_iter().rev().collect());
    let inverse = doc.apply(&edit)?;
    Ok((step.at.clone(), Step { undo: vec![inverse], at: step.at, manner: Manner::Step }))
}

fn is_nothing(edit: &Edit) -> bool {
    match edit {
        Edit::Splice { remove, insert, .. } => remove == insert,
        Edit::All(edits) => edits.iter().all(is_nothing),
        _ => false,
    }
}

/// Two undo splices of letters typed one after the other, as one.
fn join(earlier: &Edit, later: &Edit) -> Option<Edit> {
    let Edit::Splice { at, remove, insert } = earlier else {
        return None;
    };
    let Edit::Splice { at: next, remove: more, insert: none } = later else {
        return None;
    };
    (none.is_empty() && *next == at + remove.len()).then(|| Edit::Splice {
        at: *at,
        remove: format!("{remove}{more}"),
        insert: insert.clone(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed(history: &mut History, doc: &mut Document, text: &str) {
        let path = FieldPath::of(["profile", "summary"]);
        for end in 1..=text.len() {
            let edit = Edit::Set { path: path.clone(), value: Value::from(&text[..end]) };
            history.apply(doc, &edit, &path, Manner::Typing).unwrap();
            if text[..end].ends_with(' ') {
                history.close();
            }
        }
    }

    #[test]
    fn a_run_of_typing_is_one_step_and_words_are_their_own() {
        let start = "format = 1\n";
        let mut doc = Document::parse(start).unwrap();
        let mut history = History::default();
        typed(&mut history, &mut doc, "one two");
        let end = doc.text().to_owned();
        assert_eq!(history.undo(&mut doc).unwrap(), Some(FieldPath::of(["profile", "summary"])));
        assert_eq!(doc.plan().profile.summary, "one ");
        history.undo(&mut doc).unwrap();
        assert_eq!(doc.text(), start);
        assert_eq!(history.undo(&mut doc).unwrap(), None);
        history.redo(&mut doc).unwrap();
        history.redo(&mut doc).unwrap();
        assert_eq!(doc.text(), end);
        assert!(!history.can_redo());
    }

    #[test]
    fn a_new_edit_forgets_what_was_undone() {
        let mut doc = Document::parse("format = 1\n").unwrap();
        let mut history = History::default();
        typed(&mut history, &mut doc, "one");
        history.undo(&mut doc).unwrap();
        typed(&mut history, &mut doc, "two");
        assert!(!history.can_redo());
        assert_eq!(doc.plan().profile.summary, "two");
    }
}
