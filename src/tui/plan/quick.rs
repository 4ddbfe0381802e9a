//! Quick add: an activity in one line, with what was understood shown beneath.

use super::PlanScreen;
use crate::form::phrases::{QuickAdd, quick_add};
use crate::plan::edit::Manner;
use crate::plan::mint::new_id;
use crate::plan::{Edit, FieldPath, Value};
use crate::problem::Problem;
use crate::tui::text::{Change, Shape, TextArea, TextCommand};

/// The line while it is open. It stays open for the next activity.
///
/// What is typed stands in the plan at once, as the title of a new activity, so that nothing typed is lost;
/// Enter puts what was understood in its place.
#[derive(Debug)]
pub struct Quick {
    pub list: FieldPath,
    pub area: TextArea,
    pub understood: QuickAdd,
    /// The activity that the line is kept in, once there is something to keep.
    pub row: Option<String>,
    /// How many were added since it was opened.
    pub added: usize,
}

impl PlanScreen {
    /// Opens the line for a list of activities.
    pub fn open_quick(&mut self, list: FieldPath) {
        let understood = self.understand_quick("");
        self.quick =
            Some(Quick { list, area: TextArea::new("", Shape::Line), understood, row: None, added: 0 });
    }

    /// One change to the line. Gives what is to be copied, if anything.
    ///
    /// # Errors
    /// When the list is gone; the line stays on the screen.
    pub fn write_quick(&mut self, command: TextCommand) -> Result<Option<String>, Problem> {
        let Some(quick) = self.quick.as_mut() else {
            return Ok(None);
        };
        let change = quick.area.apply(command);
        let line = quick.area.text().to_owned();
        let list = quick.list.clone();
        // A row that undo or another hand took away is begun anew with the next letter.
        let row = quick.row.clone().filter(|id| self.doc.get(&list.child(id.clone())).is_some());
        let kept = match row {
            Some(id) if line.trim().is_empty() => {
                let path = list.child(id);
                self.edit(&Edit::RemoveRow { path: path.clone() }, &path.child("title"), Manner::Typing)?;
                None
            }
            Some(id) => {
                let path = list.child(id.clone()).child("title");
                let edit = Edit::Set { path: path.clone(), value: Value::from(line.as_str()) };
                self.edit(&edit, &path, Manner::Typing)?;
                Some(id)
            }
            None if line.trim().is_empty() => None,
            None => {
                let id = new_id();
                let row = vec![
                    ("id".into(), Value::from(id.as_str())),
                    ("title".into(), Value::from(line.as_str())),
                ];
                let at = list.child(id.clone()).child("title");
                // The line, its row and what comes of it are one step.
                self.history.close();
                self.edit(&Edit::AddRow { list, before: None, row }, &at, Manner::Typing)?;
                Some(id)
            }
        };
        let understood = self.understand_quick(&line);
        if let Some(quick) = &mut self.quick {
            quick.understood = understood;
            quick.row = kept;
        }
        Ok(match change {
            Change::Copied(text) | Change::Cut(text) => Some(text),
            _ => None,
        })
    }

    /// Puts what the line says, with the usual channels and days, in the place of the line, and empties it for
    /// the next. Says what was added; an empty line adds nothing.
    ///
    /// # Errors
    /// When the list is gone; the line stays as it is.
    pub fn take_quick(&mut self) -> Result<Option<String>, Problem> {
        let Some(Quick { list, row: Some(id), understood, .. }) = &self.quick else {
            return Ok(None);
        };
        let (list, id) = (list.clone(), id.clone());
        if self.doc.get(&list.child(id.clone())).is_none() {
            return Ok(None);
        }
        let mut row = vec![("id".to_owned(), Value::from(id.as_str()))];
        row.extend(understood.row.iter().filter(|(key, _)| key != "id").cloned());
        self.add_defaults(&mut row);
        let path = list.child(id.clone());
        let edit = Edit::All(vec![
            Edit::RemoveRow { path: path.clone() },
            Edit::AddRow { list: list.clone(), before: None, row },
        ]);
        self.edit(&edit, &path.child("title"), Manner::Typing)?;
        self.history.close();
        self.show_again();
        self.choose_row(&list, &id);
        let title = self.row_title(&list, &id);
        let understood = self.understand_quick("");
        if let Some(quick) = &mut self.quick {
            quick.area = TextArea::new("", Shape::Line);
            quick.understood = understood;
            quick.row = None;
            quick.added += 1;
        }
        Ok(Some(title))
    }

    /// What a line says, with the plan around it.
    pub fn understand_quick(&self, line: &str) -> QuickAdd {
        quick_add(
            line,
            &self.near(),
            &self.around.edition,
            &self.around.areas,
            &self.place.area,
            &self.posts(),
        )
    }

    /// The channels and days that the publicising standard gives as usual, for a public activity.
    fn add_defaults(&self, row: &mut Vec<(String, Value)>) {
        let kind = row.iter().find(|(key, _)| key == "kind").and_then(|(_, value)| value.as_text());
        let is_public = kind.and_then(|kind| self.around.edition.kind(kind)).is_some_and(|kind| kind.public);
        if !is_public {
            return;
        }
        for (key, default) in [("channels", "default-channels"), ("publicise-days", "default-days")] {
            let usual = self.doc.plan().answers.iter().find_map(|answer| answer.field(default));
            if let Some(usual) = usual.filter(|value| !value.is_blank())
                && !row.iter().any(|(name, _)| name == key)
            {
                row.push((key.to_owned(), usual.clone()));
            }
        }
    }

    /// The posts that the plan speaks of, for owners by their short forms.
    pub fn posts(&self) -> Vec<String> {
        let plan = self.doc.plan();
        let officers = plan.neighbourhoods.iter().flat_map(|officer| [&officer.post, &officer.deputy]);
        let owners = plan.activities().flat_map(|(_, activity)| [&activity.owner, &activity.deputy]);
        let mut posts: Vec<String> =
            std::iter::once(&plan.author.post).chain(officers).chain(owners).cloned().collect();
        posts.retain(|post| !post.trim().is_empty());
        posts.sort();
        posts.dedup();
        posts
    }
}
