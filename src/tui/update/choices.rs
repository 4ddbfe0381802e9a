//! The lists that fields are chosen from.

use crate::form::base::VENUES;
use crate::form::{Field, Kind, phrases};
use crate::plan::{Cadence, Value};
use crate::standards::Choice;
use crate::tui::model::{Model, Screen};
use crate::tui::overlay::{Many, NEW_VENUE, Overlay, Picker, PickerFor};

/// Opens the list of a field that has one.
pub fn choose(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else {
        return;
    };
    let Some(Field { path, label, kind, .. }) = plan.field().cloned() else {
        return;
    };
    plan.history.close();
    let (items, many) = match kind {
        Kind::Choice(choices) => (choices, Many::One),
        Kind::List(choices) => (choices, Many::Several),
        Kind::Cadence => (
            Cadence::ALL
                .map(|cadence| Choice { id: cadence.id().into(), label: phrases::describe_cadence(cadence) })
                .to_vec(),
            Many::One,
        ),
        Kind::Weekday => (weekdays_of_month(), Many::One),
        Kind::YesNo => {
            (["yes", "no"].map(|id| Choice { id: id.into(), label: id.into() }).to_vec(), Many::One)
        }
        _ => return,
    };
    let on: Vec<String> = match plan.doc.get(&path) {
        Some(Value::List(items)) => {
            items.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect()
        }
        Some(Value::Text(text)) => vec![text],
        Some(Value::Boolean(is)) => vec![if is { "yes" } else { "no" }.into()],
        _ => Vec::new(),
    };
    // What was typed and is on no list stays chosen, so that choosing loses nothing.
    let mut items = items;
    for id in on.iter().filter(|_| many == Many::Several) {
        if !items.iter().any(|item| item.id == *id) {
            items.push(Choice { id: id.clone(), label: id.clone() });
        }
    }
    if path.leaf() == VENUES {
        items.push(Choice { id: NEW_VENUE.into(), label: "+ A new venue for the book".into() });
    }
    model.overlays.push(Overlay::Picker(Box::new(Picker::new(
        label,
        items,
        on,
        many,
        PickerFor::Field(path),
    ))));
}

fn weekdays_of_month() -> Vec<Choice> {
    let mut choices = Vec::new();
    for weekday in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        for nth in ["first", "second", "third", "fourth", "last"] {
            let id = format!("{nth} {weekday}");
            choices.push(Choice { label: id.clone(), id });
        }
    }
    choices
}
