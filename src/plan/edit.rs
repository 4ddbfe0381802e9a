//! An edit of a plan, and its inverse.

use super::document::Document;
use super::merge::merge;
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

/// What was done to a document and what was undone. It keeps the edits, not the texts; but for those into which another
/// hand's changes came since.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The oldest first.
    earlier: Vec<Earlier>,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The next edit begins a step of its own, whatever its manner.
    closed: bool,
}

/// Steps on a text into which another hand's changes came since.
#[derive(Debug, Clone)]
struct Earlier {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The text that they speak of: as it would be without those changes.
    own: String,
}

/// More steps than anybody takes back by hand; the oldest go first.
const MOST_STEPS: usize = 10_000;
/// How many texts are kept for steps from before another hand's changes.
const MOST_EARLIER: usize = 100;

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
        self.earlier.iter_mut().for_each(|earlier| earlier.undone.clear());
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

    /// How many steps there are to take back before another hand's changes are come to.
    pub fn steps(&self) -> usize {
        self.done.len()
    }

    /// Makes one step of all those since there were so many: what they did together is taken back together.
    pub fn as_one(&mut self, since: usize) {
        self.closed = true;
        let mut steps = self.done.split_off(since.min(self.done.len())).into_iter();
        let Some(first) = steps.next() else { return };
        let one = steps.fold(first, |mut one, step| {
            one.undo.extend(step.undo);
            one
        });
        self.done.push(Step { manner: Manner::Step, ..one });
    }

    /// Another hand's changes come into the document, whose text was this before. Steps from before are taken back
    /// from then on by merging: what is this hand's goes, what is the other's stays.
    pub fn carry_over(&mut self, own: &str) {
        self.closed = true;
        if self.done.is_empty() && self.undone.is_empty() {
            return;
        }
        if self.earlier.len() >= MOST_EARLIER {
            self.earlier.remove(0);
        }
        let (done, undone) = (std::mem::take(&mut self.done), std::mem::take(&mut self.undone));
        self.earlier.push(Earlier { done, undone, own: own.to_owned() });
    }

    /// Takes the last step back and says where it was; nothing when there is none.
    ///
    /// # Errors
    /// When the text there was changed by another hand; then nothing changed, and the step is gone.
    pub fn undo(&mut self, doc: &mut Document) -> Result<Option<FieldPath>, Problem> {
        self.closed = true;
        if let Some(step) = self.done.pop() {
            let (at, back) = reverse(step, doc)?;
            self.undone.push(back);
            return Ok(Some(at));
        }
        for earlier in self.earlier.iter_mut().rev() {
            if let Some(step) = earlier.done.pop() {
                let (at, back) = earlier.reverse(step, doc)?;
                earlier.undone.push(back);
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Does the last undone step again and says where it was; nothing when there is none.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, doc: &mut Document) -> Result<Option<FieldPath>, Problem> {
        self.closed = true;
        // What is older was undone last.
        for earlier in &mut self.earlier {
            if let Some(step) = earlier.undone.pop() {
                let (at, back) = earlier.reverse(step, doc)?;
                earlier.done.push(back);
                return Ok(Some(at));
            }
        }
        let Some(step) = self.undone.pop() else {
            return Ok(None);
        };
        let (at, back) = reverse(step, doc)?;
        self.done.push(back);
        Ok(Some(at))
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty() || self.earlier.iter().any(|earlier| !earlier.done.is_empty())
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty() || self.earlier.iter().any(|earlier| !earlier.undone.is_empty())
    }
}

impl Earlier {
    /// Takes a step back, or does it again, in the text that it speaks of, and merges what that changes into the
    /// document.
    fn reverse(&mut self, step: Step, doc: &mut Document) -> Result<(FieldPath, Step), Problem> {
        let mut own = Document::parse(&self.own)?;
        let (at, back) = reverse(step, &mut own)?;
        // The steps before this one speak of the text without it, whatever becomes of it in the document.
        let before = std::mem::replace(&mut self.own, own.text().to_owned());
        let merged = merge(Some(&before), doc.text(), &self.own)?;
        if !merged.conflicts.is_empty() {
            return Err(Problem::new(
                "another hand changed the same words since, so this step cannot be taken back",
                "Change them by hand.",
            )
            .safe("Nothing was changed."));
        }
        *doc = Document::parse(&merged.text)?;
        Ok((at, back))
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

    fn set(history: &mut History, doc: &mut Document, path: &str, text: &str) {
        let path = FieldPath::parse(path).unwrap();
        let edit = Edit::Set { path: path.clone(), value: Value::from(text) };
        history.apply(doc, &edit, &path, Manner::Step).unwrap();
    }

    /// Another hand's text comes in, merged with what is here.
    fn comes(history: &mut History, doc: &mut Document, base: &str, theirs: &str) {
        let merged = merge(Some(base), doc.text(), theirs).unwrap();
        history.carry_over(doc.text());
        *doc = Document::parse(&merged.text).unwrap();
    }

    #[test]
    fn own_steps_are_taken_back_and_the_other_hands_words_stay() {
        let start = "format = 1\n\n[profile]\nsummary = \"A coast. Two towns.\"\n";
        let mut doc = Document::parse(start).unwrap();
        let mut history = History::default();
        set(&mut history, &mut doc, "author.post", "Inspector");
        set(&mut history, &mut doc, "profile.summary", "A coast. Two towns and a harbour.");
        let theirs = start.replace("A coast.", "A long coast.") + "settlements = [\"Bridport\"]\n";
        comes(&mut history, &mut doc, start, &theirs);
        set(&mut history, &mut doc, "author.email", "insp@example.police.uk");
        comes(
            &mut history,
            &mut doc,
            &theirs,
            &theirs.replace("\"Bridport\"", "\"Beaminster\", \"Bridport\""),
        );
        let both = doc.text().to_owned();
        assert_eq!(doc.plan().profile.summary, "A long coast. Two towns and a harbour.");
        let mut undo = |doc: &mut Document| history.undo(doc).unwrap().map(|at| at.to_string());
        assert_eq!(undo(&mut doc).as_deref(), Some("author.email"));
        assert_eq!(undo(&mut doc).as_deref(), Some("profile.summary"));
        assert_eq!(doc.plan().profile.summary, "A long coast. Two towns.");
        assert_eq!((undo(&mut doc).as_deref(), undo(&mut doc)), (Some("author.post"), None));
        let plan = doc.plan();
        assert!(plan.author.post.is_empty() && plan.author.email.is_empty());
        assert_eq!(plan.profile.settlements, ["Beaminster", "Bridport"]);
        for _ in 0..3 {
            history.redo(&mut doc).unwrap();
        }
        assert_eq!(doc.plan(), Document::parse(&both).unwrap().plan());
        assert!(!history.can_redo() && history.can_undo());
    }

    #[test]
    fn a_step_at_words_that_another_hand_changed_since_is_told_and_the_one_before_is_next() {
        let start = "format = 1\n\n[author]\npost = \"Inspector\"\n";
        let mut doc = Document::parse(start).unwrap();
        let mut history = History::default();
        set(&mut history, &mut doc, "author.email", "insp@example.police.uk");
        set(&mut history, &mut doc, "author.post", "Sergeant");
        let saved = doc.text().to_owned();
        comes(&mut history, &mut doc, &saved, &saved.replace("Sergeant", "Chief Inspector"));
        let problem = history.undo(&mut doc).unwrap_err();
        assert!(problem.what.contains("another hand"), "{problem}");
        assert_eq!(doc.plan().author.post, "Chief Inspector");
        history.undo(&mut doc).unwrap();
        assert!(doc.plan().author.email.is_empty() && doc.plan().author.post == "Chief Inspector");
    }

    #[test]
    fn a_new_edit_forgets_what_was_undone_before_another_hands_change_too() {
        let start = "format = 1\n";
        let mut doc = Document::parse(start).unwrap();
        let mut history = History::default();
        set(&mut history, &mut doc, "author.post", "Inspector");
        history.undo(&mut doc).unwrap();
        comes(&mut history, &mut doc, start, "format = 1\nstatus = \"draft\"\n");
        assert!(history.can_redo());
        history.redo(&mut doc).unwrap();
        assert_eq!(doc.plan().author.post, "Inspector");
        history.undo(&mut doc).unwrap();
        set(&mut history, &mut doc, "author.email", "insp@example.police.uk");
        assert!(!history.can_redo());
    }
}
