//! One venue of the book, being written.

use jiff::civil::Date;
use ratatui::crossterm::event::KeyCode;

use super::{drafts, overlays};
use crate::form::phrases::{self, Near};
use crate::form::{Kind, base, convert};
use crate::plan::{FieldPath, Value, Venue};
use crate::store::drafts::{About, Draft};
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::input::KeyPress;
use crate::tui::model::{BookStep, Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, VENUE_FIELDS, VenueForm};
use crate::tui::text::{Change, Shape, TextArea};

/// The form of a venue, as it stands in the book.
pub fn form(venue: &Venue) -> VenueForm {
    let access = venue.access.iter().map(|id| Value::from(id.as_str())).collect();
    let texts = [
        venue.name.clone(),
        venue.address.clone(),
        venue.settlement.clone(),
        convert::show(&Kind::List(base::access_choices()), &Value::List(access)),
        venue.checked.map(phrases::short_date).unwrap_or_default(),
    ]
    .to_vec();
    VenueForm {
        id: venue.id.clone(),
        before: venue.clone(),
        opened: venue.clone(),
        wanted_in: None,
        fields: fields(&texts),
        began: texts.clone(),
        shown: Some(texts),
        focus: 0,
        trouble: None,
    }
}

fn fields(texts: &[String]) -> Vec<TextArea> {
    texts.iter().map(|text| TextArea::new(text, Shape::Line)).collect()
}

/// Opens the form of a venue, with what was written in it before and is not in the book: in the fields in which
/// somebody wrote; all others are as the book has them now.
pub fn open(model: &mut Model, venue: &Venue, wanted_in: Option<FieldPath>) {
    let mut form = VenueForm { wanted_in, ..form(venue) };
    if form.id.is_empty()
        && model.drafts.of(&drafts::of_venue(&form)).is_none()
        && let Some(id) = asked_for(model)
    {
        form.id.clone_from(&id);
        form.before.id.clone_from(&id);
        form.opened.id = id;
    }
    if let Some(draft) = model.drafts.offer(&drafts::of_venue(&form)) {
        let now = form.texts();
        let written = draft.words.iter().zip(&draft.began).zip(&now);
        let shown: Vec<String> =
            written.map(|((word, began), now)| if word == began { now } else { word }.clone()).collect();
        form.fields = fields(&shown);
        form.shown = Some(shown);
        model.notice = Some(FROM_BEFORE.into());
    }
    model.overlays.push(Overlay::Venue(Box::new(form)));
}

/// A new venue that was to be saved, and did not get into the book.
fn asked_for(model: &Model) -> Option<String> {
    model.drafts.all().iter().rev().find_map(|draft| match &draft.about {
        About::Venue { id } if !id.is_empty() && known(model, id).is_none() => Some(id.clone()),
        _ => None,
    })
}

fn known<'m>(model: &'m Model, id: &str) -> Option<&'m Venue> {
    model.areas.venues.iter().find(|venue| venue.id == id)
}

/// What the book has of what is written in a form is no draft any more, whatever the book says afterwards.
pub fn know_what_is_taken(model: &mut Model) {
    let (areas, today) = (&model.areas, model.today);
    for overlay in &mut model.overlays {
        if let Overlay::Venue(form) = overlay
            && let Some(known) = areas.venues.iter().find(|venue| venue.id == form.id)
        {
            form.began = without_taken(known, &form.texts(), &form.began, today);
        }
    }
}

/// What the fields of a venue began with, those that the book has as they are written among them.
fn without_taken(known: &Venue, words: &[String], began: &[String], today: Date) -> Vec<String> {
    let is_taken = are_in_book(known, words, today);
    let all = words.iter().zip(began).zip(is_taken);
    all.map(|((word, began), is_taken)| if is_taken { word } else { began }.clone()).collect()
}

/// The drafts of venues that the book has by now, and what is left of each.
pub fn taken(model: &Model) -> Vec<(About, Option<Draft>)> {
    let mut taken = Vec::new();
    for draft in model.drafts.all() {
        let About::Venue { id } = &draft.about else { continue };
        if model.drafts.of(&draft.about) != Some(draft) {
            continue;
        }
        let is_open = |overlay: &Overlay| matches!(overlay, Overlay::Venue(form) if form.id == *id);
        if id.is_empty() {
            // One that got its id goes on under that.
            let has_id = |overlay: &Overlay| matches!(overlay, Overlay::Venue(form) if !form.id.is_empty() && form.opened.id.is_empty());
            if model.overlays.iter().any(has_id) || is_in_book(model, &draft.words) {
                taken.push((draft.about.clone(), None));
            }
        } else if let Some(known) = known(model, id)
            && !model.overlays.iter().any(is_open)
        {
            let began = without_taken(known, &draft.words, &draft.began, model.today);
            if began == draft.words {
                taken.push((draft.about.clone(), None));
            } else if began != draft.began {
                taken.push((draft.about.clone(), Some(Draft { began, ..draft.clone() })));
            }
        }
    }
    taken
}

/// Which of the fields of a venue the book has as they are written.
fn are_in_book(known: &Venue, words: &[String], today: Date) -> [bool; VENUE_FIELDS.len()] {
    let Understood { venue, checked } = understood(words, today);
    [
        venue.name == known.name,
        venue.address == known.address,
        venue.settlement == known.settlement,
        venue.access == known.access,
        checked.is_ok_and(|checked| checked == known.checked),
    ]
}

/// Whether the book has a venue like a new one.
fn is_in_book(model: &Model, words: &[String]) -> bool {
    let like = |known: &Venue| are_in_book(known, words, model.today).iter().all(|is_there| *is_there);
    model.areas.venues.iter().any(like)
}

/// A venue as it was typed: with no id, and apart from it the day on which its access was checked, or what was typed
/// for one and is none.
struct Understood {
    venue: Venue,
    checked: Result<Option<Date>, String>,
}

fn understood(words: &[String], today: Date) -> Understood {
    let near = Near { period: None, today };
    let text = |at: usize| words.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
    let mut name = text(0);
    if name.is_empty() {
        // What else was written is not to be lost for want of a name.
        name = "(no name yet)".into();
    }
    let access = match convert::understand(&Kind::List(base::access_choices()), &text(3), &near).value {
        Some(Value::List(items)) => items.iter().filter_map(|v| v.as_text().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let typed = text(4);
    let checked = match phrases::parse_date(&typed, &near) {
        None if !typed.is_empty() => Err(typed),
        read => Ok(read),
    };
    let venue = Venue { name, address: text(1), settlement: text(2), access, ..Venue::default() };
    Understood { venue, checked }
}

/// A key of the form of a venue. Nothing when it means something else there.
pub fn key(model: &mut Model, key: KeyPress) -> Option<Vec<Effect>> {
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return None;
    };
    let last = VENUE_FIELDS.len() - 1;
    match key.code {
        KeyCode::Enter if form.focus == last => {
            form.shown = None;
            return Some(overlays::close(model));
        }
        KeyCode::Tab | KeyCode::Down | KeyCode::Enter => form.focus = (form.focus + 1).min(last),
        KeyCode::BackTab | KeyCode::Up => form.focus = form.focus.saturating_sub(1),
        _ => {
            let write = overlays::typed(key)?;
            let focus = form.focus;
            if let Some(Change::None | Change::Moved) =
                form.fields.get_mut(focus).map(|area| area.apply(write))
            {
                return Some(Vec::new());
            }
            // A venue that has its id is saved as it is written; a new one gets it from its whole name.
            return Some(save_if_known(model));
        }
    }
    Some(save(model))
}

/// The venue of the form, to be saved if it has its id already.
pub fn save_if_known(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last() {
        Some(Overlay::Venue(form)) if !form.id.is_empty() => save(model),
        _ => Vec::new(),
    }
}

/// The venue of the form, to be saved; nothing while it is empty, or nobody wrote in it.
pub fn save(model: &mut Model) -> Vec<Effect> {
    let taken: Vec<String> = model.areas.venues.iter().map(|venue| venue.id.clone()).collect();
    let today = model.today;
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let words = form.texts();
    if form.is_as_opened() || words.iter().all(|text| text.trim().is_empty()) {
        return Vec::new();
    }
    let Understood { venue, checked } = understood(&words, today);
    form.trouble = checked
        .as_ref()
        .err()
        .map(|typed| format!("“{typed}” is no date, so that of before stays. Type one such as 1 Sep 2026."));
    let checked = checked.unwrap_or(form.before.checked);
    if form.id.is_empty() {
        form.id = free_id(&venue.name, &taken);
    }
    let venue = Venue { id: form.id.clone(), checked, ..venue };
    let before = std::mem::replace(&mut form.before, venue.clone());
    if before == venue {
        return Vec::new();
    }
    vec![Effect::SaveVenue { venue: Box::new(venue), before: Box::new(before) }]
}

/// Remembers a change of the book that was made, to be taken back.
pub fn remember(model: &mut Model, before: Venue, after: Venue) {
    let at = match &model.screen {
        Screen::Plan(plan) => plan.keeping.asked,
        _ => 0,
    };
    let before = Venue { id: after.id.clone(), ..before };
    if before != after {
        model.book_step = Some(BookStep { before, after, at });
    }
}

/// Whether the venue book was changed last, after every change of the plan.
pub fn is_last_changed(model: &Model) -> bool {
    let at = match &model.screen {
        Screen::Plan(plan) => plan.keeping.asked,
        _ => 0,
    };
    model.book_step.as_ref().is_some_and(|step| step.at == at)
}

/// Takes the last change of the book back.
pub fn undo(model: &mut Model) -> Vec<Effect> {
    let Some(BookStep { before, after, .. }) = model.book_step.take() else {
        model.notice = Some("There is nothing to undo.".into());
        return Vec::new();
    };
    let name = if before.name.is_empty() { &after.name } else { &before.name };
    model.notice = Some(format!("The venue book is as it was: {name}."));
    let is_new = before == Venue { id: before.id.clone(), ..Venue::default() };
    if is_new {
        return vec![Effect::RemoveVenue(before.id)];
    }
    vec![Effect::SaveVenue { venue: Box::new(before), before: Box::new(after) }]
}

/// A venue added from an activity stands in that activity.
pub fn put_where_wanted(model: &mut Model) {
    let Some(Overlay::Venue(form)) = model.overlays.last_mut() else {
        return;
    };
    // One that was only looked at is not in the book.
    if form.id.is_empty() || form.before.name.is_empty() {
        return;
    }
    let id = Value::from(form.id.as_str());
    let Some(path) = form.wanted_in.take() else {
        return;
    };
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let mut venues = match plan.doc.get(&path) {
        Some(Value::List(venues)) => venues,
        _ => Vec::new(),
    };
    if !venues.contains(&id) {
        venues.push(id);
    }
    if let Err(problem) = plan.set(&path, Some(Value::List(venues))) {
        model.overlays.push(Overlay::Problem(Box::new(problem)));
    }
}

/// An id made of a name, which no other has.
fn free_id(name: &str, taken: &[String]) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut stem: String = words.join("-").chars().take(56).collect();
    stem = stem.trim_end_matches('-').to_owned();
    if stem.is_empty() {
        stem = "venue".into();
    }
    let mut id = stem.clone();
    let mut number = 2;
    while taken.contains(&id) {
        id = format!("{stem}-{number}");
        number += 1;
    }
    id
}
