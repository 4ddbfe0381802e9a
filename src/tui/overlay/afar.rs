//! What comes and goes over the network, drawn: the address of the force's plans, and how far it is.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::view::{boxed, lines_from};
use super::{JoinForm, Stopping, Underway};
use crate::tui::model::Model;
use crate::tui::text;
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::wrap;

/// The address of the force's plans.
pub fn join(model: &Model, form: &JoinForm, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, "Open my force's plans");
    let theme = model.theme;
    let cells = usize::from(inner.width);
    let mut y = inner.y;
    if inner.height >= 10 {
        let intro = "They are brought here, and open from now on when you start nec. What you have drafted on this \
                     computer is carried in as drafts, and stays where it is too.";
        for line in wrap(intro, cells) {
            put(frame.buffer_mut(), inner, inner.x, y, &line, theme.plain());
            y += 1;
        }
        y += 1;
    }
    let label = if cells >= 50 { "The address that you were given" } else { "The address" };
    put(frame.buffer_mut(), inner, inner.x, y, label, theme.strong());
    let place = Rect { x: inner.x, y: y + 1, width: inner.width, height: 1 };
    drawn.cursor = text::draw(&form.address, place, frame.buffer_mut(), theme.plain().underlined());
    let hint = "such as: ssh://git@server.example.police.uk/plans.git, https://… or a shared folder";
    let lines = wrap(hint, cells).into_iter().map(|line| (line, theme.plain()));
    lines_from(frame, Rect { y: y + 2, height: inner.bottom().saturating_sub(y + 3), ..inner }, lines);
    if let Some(trouble) = form.trouble {
        put(frame.buffer_mut(), inner, inner.x, inner.bottom().saturating_sub(1), trouble, theme.short());
    }
}

/// How far it is.
pub fn underway(model: &Model, underway: &Underway, frame: &mut Frame, drawn: &mut Drawn) {
    let inner = boxed(model, frame, underway.title);
    let theme = model.theme;
    let says = match (&underway.progress, underway.stopping) {
        (_, Stopping::Asked) => "Stopping …".to_owned(),
        (None, Stopping::No) => "Getting ready …".to_owned(),
        (Some(progress), Stopping::No) if progress.percent.is_none() => format!("{progress} …"),
        (Some(progress), Stopping::No) => progress.to_string(),
    };
    put(frame.buffer_mut(), inner, inner.x, inner.y, &says, theme.strong());
    let note = "Esc stops it. What is half done is left as it was; your words are saved on this computer.";
    let lines = wrap(note, usize::from(inner.width)).into_iter().map(|line| (line, theme.plain()));
    lines_from(frame, Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner }, lines);
    drawn.cursor = Some(Position { x: inner.x, y: inner.y });
}
