//! What is written in the dialogs that are open is kept, whatever becomes of them: the one place that knows what each
//! dialog is about and which of its words are somebody's own.

use super::venues;
use crate::plan::FieldPath;
use crate::store::drafts::{About, Draft};
use crate::tui::conflicts::Spot;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, TablePaste, VenueForm, WaiveForm};

/// Between the cells of a row of a table.
const CELLS: char = '\u{1f}';

/// Keeps what is written in dialogs and not kept yet, and forgets what is taken.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    venues::know_what_is_taken(model);
    let written: Vec<_> = model.overlays.iter().filter_map(|overlay| written(model, overlay)).collect();
    for draft in written {
        model.drafts.write(draft);
    }
    for (about, rest) in venues::taken(model) {
        match rest {
            Some(draft) => model.drafts.write(draft),
            None => model.drafts.forget(&about),
        }
    }
    model.drafts.take_outbox()
}

/// What is written in a dialog, and what it is about; blank where everything is as it began.
fn written(model: &Model, overlay: &Overlay) -> Option<Draft> {
    let plan = || match &model.screen {
        Screen::Plan(plan) => Some(plan.place.file.as_str()),
        _ => None,
    };
    let (about, words) = match overlay {
        Overlay::Record(form) => (of_version(plan()?), form.written()),
        Overlay::Waive(form) => (of_waiver(plan()?, form), form.written()),
        Overlay::Venue(form) => {
            let words = if form.texts() == form.began { Vec::new() } else { form.texts() };
            return Some(Draft { about: of_venue(form), words, began: form.began.clone() });
        }
        Overlay::Join(form) => {
            let address = form.address.text();
            let is_written = address != form.began;
            (About::Address, vec![if is_written { without_password(address) } else { String::new() }])
        }
        Overlay::Table(table) => (of_table(plan()?, &table.list), rows(table)),
        Overlay::Conflicts(conflicts) => {
            let writing = conflicts.writing.as_ref()?;
            (of_place(&writing.spot), vec![writing.written().unwrap_or_default().to_owned()])
        }
        _ => return None,
    };
    Some(Draft { about, words, began: Vec::new() })
}

/// An address as it may be kept: without a password, also where it is still being typed.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        let host = address.split('/').next().unwrap_or_default();
        // As SSH has it, `user@host:path`; a path of this computer has no user.
        return match host.rsplit_once('@').and_then(|(who, _)| who.split_once(':')) {
            Some((user, _)) if !host.contains('\\') => {
                let at = host.rfind('@').unwrap_or_default();
                format!("{user}{}", &address[at..])
            }
            _ => address.to_owned(),
        };
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let behind_colon = authority.split_once(':');
    // What is no port is of a password; a slash or an @ behind it may be so too.
    let is_password = behind_colon.is_some_and(|(_, text)| authority == rest || !is_port(text));
    let at = if is_password { rest.rfind('@') } else { authority.rfind('@') };
    match (at, behind_colon) {
        (Some(at), _) => {
            // Over anything but SSH, who signs in may be a token.
            let user = rest[..at].split(':').next().filter(|_| scheme == "ssh");
            let user = user.map(|user| format!("{user}@")).unwrap_or_default();
            format!("{scheme}://{user}{}", &rest[at + 1..])
        }
        (None, Some((before, _))) if is_password => format!("{scheme}://{before}"),
        _ => address.to_owned(),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The next version of a plan.
pub fn of_version(plan: &str) -> About {
    About::Version { plan: plan.to_owned() }
}

/// The flag that a form asks to be set aside.
pub fn of_waiver(plan: &str, form: &WaiveForm) -> About {
    About::Waiver {
        plan: plan.to_owned(),
        rule: form.rule.to_owned(),
        standard: form.standard.clone(),
        path: form.path.segments().to_vec(),
    }
}

/// A venue; a new one from when it is saved on by the id that it got.
pub fn of_venue(form: &VenueForm) -> About {
    About::Venue { id: form.id.clone() }
}

/// A place that is to be settled. Which of its sides are recorded makes no difference to the words.
pub fn of_place(spot: &Spot) -> About {
    About::Settling { file: spot.file.as_str().to_owned(), path: spot.path.segments().to_vec() }
}

/// A table pasted on a list.
pub fn of_table(plan: &str, list: &FieldPath) -> About {
    About::Table { plan: plan.to_owned(), list: list.segments().to_vec() }
}

/// The list and the rows of a table that was left in a plan.
pub fn table_left(model: &Model, plan: &str) -> Option<(FieldPath, Vec<Vec<String>>)> {
    model.drafts.all().iter().rev().find_map(|draft| match &draft.about {
        About::Table { plan: of, list } if of == plan => {
            let cells = |row: &String| row.split(CELLS).map(str::to_owned).collect();
            Some((FieldPath::of(list.clone()), draft.words.iter().map(cells).collect()))
        }
        _ => None,
    })
}

fn rows(table: &TablePaste) -> Vec<String> {
    table.rows.iter().map(|row| row.join(&CELLS.to_string())).collect()
}
