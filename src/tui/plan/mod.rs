//! The screen of one plan: a section at a time, rows on pages of their own.

pub mod fields;
pub mod flags;
pub mod pages;
pub mod quick;
pub mod rows;
pub mod view;
pub mod waivers;
pub mod walk;
pub mod year;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::msg::Effect;
use super::text::TextArea;
use crate::check::{self, Context, Copies, Finding, Report};
use crate::form::phrases::Near;
use crate::form::{Field, Form, Kind};
use crate::plan::edit::{History, Manner};
use crate::plan::mint;
use crate::plan::{Areas, Document, Edit, FieldPath, Force, Period};
use crate::problem::Problem;
use crate::standards::Edition;

/// What is known around a plan while it is open.
#[derive(Debug, Clone)]
pub struct Around {
    pub force: Arc<Force>,
    pub areas: Arc<Areas>,
    pub edition: Arc<Edition>,
    /// Every edition of the directory that can be used, whole: a plan can move from one to another.
    pub known: Arc<Vec<Edition>>,
    /// Every edition of the directory: id, and the id that it supersedes.
    pub editions: Arc<Vec<(String, Option<String>)>>,
    /// The area's other plans: id of the period, and dates.
    pub other_periods: Arc<Vec<(String, Period)>>,
    /// The ids of the plan's waivers that a reviewer has accepted.
    pub accepted_waivers: Arc<Vec<String>>,
    /// The texts of all plans, once they have been read.
    pub copies: Option<Arc<Copies>>,
}

/// Which plan it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPlace {
    pub area: String,
    pub period: String,
    /// Its file, relative to the directory.
    pub file: String,
    /// The area's name.
    pub name: String,
}

/// How the text on the disk stands to the text on the screen.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// Counts the changes; the last one that was asked to be saved.
    pub asked: u64,
    /// The last one that is on the disk.
    pub done: u64,
    /// When that was, as the clock of the machine shows it.
    pub at: String,
    /// Why the last save failed, while it has.
    pub trouble: Option<Problem>,
    /// How the file stands to the last version recorded.
    pub recorded: Recorded,
}

/// How the file stands to the last version recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Recorded {
    #[default]
    Unknown,
    Never,
    Changed,
    Same,
}

/// An open plan.
#[derive(Debug)]
pub struct PlanScreen {
    pub place: PlanPlace,
    pub around: Around,
    pub today: Date,
    pub doc: Document,
    pub history: History,
    pub form: Form,
    pub report: Report,
    pub keeping: Keeping,
    pub section: usize,
    /// The section's own page, then the rows opened from it; never empty.
    pub pages: Vec<Page>,
    /// The text of the field that has the focus, while it is one that is typed.
    pub input: Option<Input>,
    /// The line of quick add, while it is open.
    pub quick: Option<quick::Quick>,
    /// Whether the page of a row was just closed by going on from its last field.
    pub closed: Closed,
    /// The list whose filter is being typed.
    pub filtering: Option<FieldPath>,
    /// The flag gone to, until somebody goes elsewhere: it is the one that is shown, and the next one comes
    /// after it.
    pub flag_gone_to: Option<flags::FlagPlace>,
    /// Whether a shared repository is known: then the summary offers to send and receive.
    pub shared: bool,
    /// What is chosen on the summary: a flag, or behind them recording, and sending.
    pub summary_chosen: usize,
    /// The last change from outside that was taken in.
    pub generation: u64,
    /// The last change that came by undo or redo.
    pub undone_at: u64,
    /// The place last remembered: section, and the field's address.
    pub remembered: Option<(usize, FieldPath)>,
    /// Texts in which sentences of two people stand together, marked until somebody has been there.
    pub read_once: Vec<FieldPath>,
    /// The one of them that has the focus: it is read once that goes elsewhere.
    pub reading: Option<FieldPath>,
    /// What was said last of what came in from outside.
    pub came_in: Option<String>,
    /// What is to be done outside, until the loop fetches it.
    pub outbox: Vec<Effect>,
}

/// How the page of a row was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    ByHand,
    /// By a step beyond its last field: whoever then presses Esc means that page, not the plan.
    ByGoingOn,
}

/// The text that is being written, and the field that it belongs to.
#[derive(Debug)]
pub struct Input {
    pub path: FieldPath,
    pub area: TextArea,
    /// What was made of it, for fields that are understood.
    pub in_words: Option<String>,
    /// Why it was not understood.
    pub trouble: Option<String>,
    /// Whether the text differs from what was judged last: its flags are told again when it is left.
    pub written: Written,
    /// How many steps of the history are from before it was entered, or shown anew.
    pub since: usize,
}

/// Whether a field was changed since its plan was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Not,
    Since,
}

/// Fields to walk through: a section's, a row's, or a column of several rows.
#[derive(Debug, Clone)]
pub struct Page {
    pub title: String,
    pub fields: Vec<Field>,
    pub focus: usize,
    /// What is chosen in the lists, by their address.
    pub lists: HashMap<FieldPath, ListState>,
    pub of: PageOf,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq)]
pub enum PageOf {
    Section,
    /// One row, by its address.
    Row(FieldPath),
    /// One column of several rows.
    Column,
}

/// What is chosen in a list of rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListState {
    pub chosen: usize,
    pub filter: String,
}

impl PlanScreen {
    /// Opens a plan at its first section.
    pub fn new(place: PlanPlace, around: Around, mut doc: Document, today: Date) -> PlanScreen {
        // Rows without an id get one; it is written with the next save. What cannot be minted stays as it is.
        if let Some(minted) = mint::missing_ids(&doc) {
            let _ = doc.apply(&minted);
        }
        let form = Form::new(doc.plan(), &around.edition, &around.areas, &around.force);
        let report = report(&doc, &around, &place, today);
        let first = Page {
            title: String::new(),
            fields: Vec::new(),
            focus: 0,
            lists: HashMap::new(),
            of: PageOf::Section,
        };
        let mut screen = PlanScreen {
            place,
            around,
            today,
            doc,
            history: History::default(),
            form,
            report,
            keeping: Keeping::default(),
            section: 0,
            pages: vec![first],
            input: None,
            quick: None,
            closed: Closed::ByHand,
            filtering: None,
            flag_gone_to: None,
            shared: false,
            summary_chosen: 0,
            generation: 0,
            undone_at: 0,
            remembered: None,
            read_once: Vec::new(),
            reading: None,
            came_in: None,
            outbox: Vec::new(),
        };
        screen.go_to_section(0);
        screen
    }

    /// The page on top.
    pub fn page(&self) -> &Page {
        &self.pages[self.pages.len() - 1]
    }

    /// The page on top, to be changed.
    pub fn page_mut(&mut self) -> &mut Page {
        let top = self.pages.len() - 1;
        &mut self.pages[top]
    }

    /// The field that has the focus; none on a page without fields.
    pub fn field(&self) -> Option<&Field> {
        let page = self.page();
        page.fields.get(page.focus)
    }

    /// How the dates of what is planned are to be understood: in the plan's period.
    pub fn near(&self) -> Near {
        Near { period: self.doc.plan().dates(), today: self.today }
    }

    /// How a date typed at an address is to be understood: activities lie in the plan's period, what was
    /// agreed, asked or looked at lies in the year up to today.
    pub fn near_at(&self, path: &FieldPath) -> Near {
        let is_planned = match path.segments() {
            [first, _, list, ..] if first == "standards" => list == "activities",
            [first, ..] => first != "priorities",
            [] => true,
        };
        if is_planned {
            return self.near();
        }
        let year_ago =
            self.today.saturating_sub(jiff::Span::new().years(1)).saturating_add(jiff::Span::new().days(1));
        Near { period: Period::new(year_ago, self.today), today: self.today }
    }

    /// Judges the plan anew and lays the form out anew: when a field is left, a row comes or goes, or undo
    /// changes something; not at each key.
    pub fn refresh(&mut self) {
        let id = &self.doc.plan().edition;
        if self.around.edition.id != *id
            && let Some(edition) = self.around.known.iter().find(|edition| edition.id == *id)
        {
            self.around.edition = Arc::new(edition.clone());
        }
        self.form = Form::new(self.doc.plan(), &self.around.edition, &self.around.areas, &self.around.force);
        self.report = report(&self.doc, &self.around, &self.place, self.today);
        if let Some(section) = self.form.sections.get(self.section)
            && let Some(page) = self.pages.first_mut()
        {
            page.fields = pages::walked(section).to_vec();
            page.focus = page.focus.min(page.fields.len().saturating_sub(1));
        }
        let form = &self.form;
        for page in self.pages.iter_mut().skip(1) {
            for field in &mut page.fields {
                if let Some(fresh) = pages::column_field(form, &field.path) {
                    field.kind = fresh.kind;
                }
            }
        }
    }

    /// The texts of the directory's plans are known.
    pub fn compare_with(&mut self, copies: Arc<Copies>) {
        self.around.copies = Some(copies);
        self.judge();
    }

    /// Another day began.
    pub fn judge_by(&mut self, today: Date) {
        self.today = today;
        self.judge();
    }

    /// Judges the plan anew where what is around it changed. What is being written is judged when it is left.
    fn judge(&mut self) {
        if self.input.as_ref().is_none_or(|input| input.written == Written::Not) {
            self.report = report(&self.doc, &self.around, &self.place, self.today);
        }
    }

    /// Carries an edit out, remembers how to take it back, and asks for it to be saved.
    ///
    /// # Errors
    /// As [`Document::apply`]; then nothing changed.
    pub fn edit(&mut self, edit: &Edit, at: &FieldPath, manner: Manner) -> Result<(), Problem> {
        self.history.apply(&mut self.doc, edit, at, manner)?;
        self.was_read(at);
        self.save();
        Ok(())
    }

    /// A change is on the disk, and all before it.
    pub fn saved(&mut self, number: u64, at: String) {
        self.keeping.done = self.keeping.done.max(number);
        self.keeping.at = at;
        self.keeping.trouble = None;
    }

    /// Another hand's text, with what was not on the disk yet merged into it. Undo goes on taking back what was done
    /// here, and nothing of the other hand's.
    pub fn take_from_outside(&mut self, doc: Document) {
        self.history.carry_over(self.doc.text());
        self.doc = doc;
        // The cursor stays with the words that it was at.
        self.show_with(TextArea::refresh);
    }

    /// Asks for the text to be saved after a change.
    pub fn save(&mut self) {
        if self.keeping.recorded == Recorded::Same {
            self.keeping.recorded = Recorded::Changed;
        }
        self.save_again();
    }

    /// Asks for the text as it is now to be saved.
    pub fn save_again(&mut self) {
        self.keeping.asked += 1;
        self.outbox.push(Effect::Save {
            file: self.place.file.clone(),
            text: self.doc.text().to_owned(),
            number: self.keeping.asked,
            generation: self.generation,
        });
    }

    /// The flags at a field or inside it.
    pub fn flags_at<'a>(&'a self, path: &FieldPath) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let path = path.clone();
        self.report.findings.iter().filter(move |finding| {
            finding.path.is_within(&path) || finding.also.iter().any(|also| also.is_within(&path))
        })
    }

    /// The section in which a flag is to be mended.
    pub fn section_of(&self, finding: &Finding) -> Option<usize> {
        self.form.find(&finding.path).map(|place| place.section)
    }

    /// The list of rows that has the focus.
    pub fn list_in_focus(&self) -> Option<FieldPath> {
        self.field().filter(|field| matches!(field.kind, Kind::Rows(_))).map(|field| field.path.clone())
    }
}

fn report(doc: &Document, around: &Around, place: &PlanPlace, today: Date) -> Report {
    let context = Context {
        today,
        force: &around.force,
        areas: &around.areas,
        place: Some((&place.area, &place.period)),
        editions: &around.editions,
        other_periods: &around.other_periods,
        accepted_waivers: &around.accepted_waivers,
        copies: around.copies.as_deref(),
    };
    check::check(doc.plan(), &around.edition, &context)
}
