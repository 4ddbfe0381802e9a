//! A few one-line fields under each other, in a form that lies over a screen.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::model::Model;
use crate::tui::text::{self, TextArea};
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;

/// Cells of the labels.
const LABEL: u16 = 19;

/// The fields, and what is said beneath them.
pub struct Fields<'a> {
    /// What each is called, and an example of it.
    pub labels: &'a [(&'static str, &'static str)],
    pub areas: &'a [TextArea],
    pub focus: usize,
    /// What is wrong, in the place of the note.
    pub trouble: Option<&'a str>,
    pub note: &'a str,
}

/// Tells the texts how much room they have in a box of that width.
pub fn fit(areas: &mut [TextArea], width: u16) {
    for area in areas {
        area.resize(width.saturating_sub(LABEL), 1);
    }
}

/// Draws them; with an example beneath the one that has the focus, where there is room.
pub fn draw(model: &Model, inner: Rect, fields: &Fields<'_>, frame: &mut Frame, drawn: &mut Drawn) {
    let theme = model.theme;
    let is_roomy = usize::from(inner.height) > fields.labels.len() * 2 + 1;
    for (at, ((label, example), area)) in fields.labels.iter().zip(fields.areas).enumerate() {
        let y = inner.y + u16::try_from(at).unwrap_or(0) * if is_roomy { 2 } else { 1 };
        if y >= inner.bottom() {
            break;
        }
        let is_focus = at == fields.focus;
        let style = if is_focus { theme.strong() } else { theme.plain() };
        put(frame.buffer_mut(), inner, inner.x, y, label, style);
        let place = Rect { x: inner.x + LABEL, y, width: inner.width.saturating_sub(LABEL), height: 1 };
        let cursor = text::draw(area, place, frame.buffer_mut(), theme.plain().underlined());
        if is_focus {
            drawn.cursor = cursor;
            if is_roomy {
                let hint = format!("such as: {example}");
                put(frame.buffer_mut(), inner, place.x, y + 1, &hint, theme.plain());
            }
        }
    }
    let bottom = inner.bottom().saturating_sub(1);
    let (text, style) = match fields.trouble {
        Some(trouble) => (trouble, theme.short()),
        None => (fields.note, theme.plain()),
    };
    put(frame.buffer_mut(), inner, inner.x, bottom, text, style);
}
