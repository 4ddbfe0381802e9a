//! One place that both sides changed, drawn: what each has there with the words that differ marked, and who wrote it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Conflicts, look};
use crate::plan::diff::{Piece, words};
use crate::plan::merge::Take;
use crate::plan::printable::printable;
use crate::report::clash::{Clash, who};
use crate::tui::model::Model;
use crate::tui::overlay::view::boxed;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{counted, cut, width, wrap};

/// Stand-ins for the brackets around marked words while lines are filled, one column each; texts have none of them.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Rows of the foot.
pub(super) const FOOT: u16 = 1;

/// A line: its parts, marked or not.
pub(super) type Line = Vec<(String, Style)>;

/// The parts of the box.
struct Parts {
    head: Rect,
    body: Rect,
    foot: Rect,
}

impl Parts {
    fn of(inner: Rect, head_rows: u16) -> Parts {
        let head = Rect { height: head_rows.min(inner.height), ..inner };
        let body_top = head.bottom() + u16::from(inner.height >= 12);
        let foot = Rect { y: inner.bottom().saturating_sub(FOOT), height: FOOT, ..inner };
        let body = Rect { y: body_top, height: foot.y.saturating_sub(body_top), ..inner };
        Parts { head, body, foot }
    }
}

/// The rows of the head: what the place is.
fn head(place: &Clash, inner: Rect) -> Vec<String> {
    let text = format!("{}: {}", place.plan, place.field);
    let most = if inner.height >= 12 { 3 } else { 1 };
    let lines = wrap(&text, usize::from(inner.width));
    if lines.len() <= most { lines } else { vec![cut(&place.field, usize::from(inner.width))] }
}

/// Tells the text and the scrolling how much room there is.
pub fn fit(conflicts: &mut Conflicts, inner: Rect) {
    look::fit(conflicts, inner);
    let Some(place) = conflicts.places.get(conflicts.at) else { return };
    let rows = u16::try_from(head(place, inner).len()).unwrap_or(1);
    let body = Parts::of(inner, rows).body;
    if let Some(writing) = &mut conflicts.writing {
        writing.area.resize(body.width, body.height.saturating_sub(1).max(1));
    }
    let plain = Marked { strong: Style::new(), plain: Style::new(), mark: Style::new() };
    let lines = lines(place, usize::from(inner.width), &plain).len();
    conflicts.top = conflicts.top.min(lines.saturating_sub(usize::from(body.height)));
}

/// Draws it.
pub fn draw(model: &Model, conflicts: &Conflicts, frame: &mut Frame, drawn: &mut Drawn) {
    if let Some(top) = conflicts.look {
        return look::draw(model, conflicts, top, frame, drawn);
    }
    let (count, left) = (conflicts.places.len(), conflicts.left());
    let title = format!("{} of {count} settled: both sides changed this", count - left);
    let inner = boxed(model, frame, &title);
    let theme = model.theme;
    let Some(place) = conflicts.place() else { return };
    let head = head(place, inner);
    let parts = Parts::of(inner, u16::try_from(head.len()).unwrap_or(1));
    for (y, line) in (parts.head.top()..parts.head.bottom()).zip(&head) {
        put(frame.buffer_mut(), parts.head, inner.x, y, line, theme.strong());
    }
    if let Some(writing) = &conflicts.writing {
        let label = "Write what is to stand there:";
        put(frame.buffer_mut(), parts.body, inner.x, parts.body.y, label, theme.plain());
        let area = Rect { y: parts.body.y + 1, height: parts.body.height.saturating_sub(1), ..parts.body };
        drawn.cursor = text::draw(&writing.area, area, frame.buffer_mut(), theme.plain());
        return;
    }
    let lines = lines(place, usize::from(inner.width), &Marked::of(theme));
    let foot = foot(conflicts, place, left, usize::from(parts.foot.width));
    page(model, inner, parts.body, (lines, conflicts.top), &foot, frame, drawn);
}

/// Draws lines from one on, how many more there are, and the foot beneath.
pub(super) fn page(
    model: &Model,
    inner: Rect,
    body: Rect,
    (lines, top): (Vec<Line>, usize),
    foot: &str,
    frame: &mut Frame,
    drawn: &mut Drawn,
) {
    let theme = model.theme;
    drawn.cursor = Some(Position { x: inner.x, y: body.y });
    let below = lines.len().saturating_sub(top + usize::from(body.height));
    for (y, line) in (body.top()..body.bottom()).zip(lines.into_iter().skip(top)) {
        let mut x = inner.x;
        for (text, style) in line {
            x = put(frame.buffer_mut(), body, x, y, &text, style);
        }
    }
    let at = Rect { y: inner.bottom().saturating_sub(FOOT), height: FOOT, ..inner };
    put(frame.buffer_mut(), at, inner.x, at.y, foot, theme.strong());
    if below > 0 {
        let text = format!(" {}: PageDown ", counted(below, "more line"));
        let x = inner.right().saturating_sub(u16::try_from(text.len()).unwrap_or(0));
        let whole = frame.area();
        put(frame.buffer_mut(), whole, x, inner.bottom(), &text, theme.strong());
    }
}

/// What was decided here, and what is next.
fn foot(conflicts: &Conflicts, place: &Clash, left: usize, cells: usize) -> String {
    // Until it is on the disk, nobody is told that it is settled.
    if conflicts.is_under_way() {
        return "Keeping what you decided …".into();
    }
    let decided = match &place.open.choice {
        None => "Not settled yet.",
        Some(Take::Mine) => "Settled: mine.",
        Some(Take::Theirs) => "Settled: theirs.",
        Some(Take::Both) => "Settled: both.",
        Some(Take::Text(_)) => "Settled: as written anew.",
    };
    if left == 0 {
        let long = format!("{decided} Enter: a last look at all of them.");
        return if width(&long) <= cells { long } else { "Enter: a last look at all.".into() };
    }
    format!("{decided} Place {} of {}.", conflicts.at + 1, conflicts.places.len())
}

/// The styles of a text: its heading, its words, and those of them that differ.
struct Marked {
    strong: Style,
    plain: Style,
    mark: Style,
}

impl Marked {
    fn of(theme: Theme) -> Marked {
        Marked { strong: theme.strong(), plain: theme.plain(), mark: theme.strong().underlined() }
    }
}

/// The place line by line.
fn lines(place: &Clash, cells: usize, marked: &Marked) -> Vec<Line> {
    let (mine, theirs) = (place.mine.as_deref(), place.theirs.as_deref());
    let pieces = words(mine.unwrap_or(""), theirs.unwrap_or(""));
    let side = |is_mine: bool| -> String {
        let text = |piece: &Piece| match (piece, is_mine) {
            (Piece::Same(text), _) => Some(safe(text)),
            (Piece::Old(text), true) | (Piece::New(text), false) => {
                Some(format!("{}{}{}", MARKS[0], safe(text), MARKS[1]))
            }
            _ => None,
        };
        pieces.iter().filter_map(text).collect()
    };
    let heading = |word: &str, who: String| {
        if who.is_empty() { word.to_owned() } else { format!("{word}: {who}") }
    };
    let (mine_by, theirs_by) =
        (who(&place.open.mine, place.open.layer), who(&place.open.other, place.open.layer));
    let mut parts = vec![
        (heading("Mine", mine_by), gone(mine).unwrap_or_else(|| side(true))),
        (heading("Theirs", theirs_by), gone(theirs).unwrap_or_else(|| side(false))),
    ];
    if let Some(Take::Text(_)) = &place.open.choice {
        parts.insert(0, ("As written anew".into(), safe(place.anew.as_deref().unwrap_or(""))));
    }
    let before = match place.base.as_deref() {
        None => "(nothing)".to_owned(),
        Some(text) if text.trim().is_empty() => "(left empty)".to_owned(),
        Some(text) => safe(text),
    };
    parts.push(("What was there before".into(), before));
    if let Some(both) = &place.both {
        parts.push(("Both would be".into(), safe(both)));
    }
    let mut out: Vec<Line> = Vec::new();
    for (heading, text) in parts {
        if !out.is_empty() {
            out.push(Vec::new());
        }
        out.extend(wrap(&heading, cells).into_iter().map(|line| vec![(line, marked.strong)]));
        let mut is_marked = false;
        for line in wrap(&text, cells.saturating_sub(2)) {
            out.push(spans(&line, &mut is_marked, marked));
        }
    }
    out
}

/// What is said of a text that is not there, or is empty.
pub(super) fn gone(text: Option<&str>) -> Option<String> {
    match text {
        None => Some("(taken out)".to_owned()),
        Some(text) if text.trim().is_empty() => Some("(left empty)".to_owned()),
        Some(_) => None,
    }
}

fn safe(text: &str) -> String {
    printable(text).replace(MARKS, "\u{fffd}")
}

/// A line in its parts; marked words go on from the line before.
fn spans(line: &str, is_marked: &mut bool, marked: &Marked) -> Line {
    let mut spans: Line = vec![("  ".into(), marked.plain)];
    for part in line.split_inclusive(MARKS) {
        let style = |is_marked: bool| if is_marked { marked.mark } else { marked.plain };
        let (text, mark) = match part.chars().next_back().filter(|c| MARKS.contains(c)) {
            Some(mark) => (&part[..part.len() - mark.len_utf8()], Some(mark)),
            None => (part, None),
        };
        if !text.is_empty() {
            spans.push((text.to_owned(), style(*is_marked)));
        }
        if let Some(mark) = mark {
            *is_marked = mark == MARKS[0];
            spans.push((if *is_marked { "[" } else { "]" }.into(), marked.mark));
        }
    }
    spans
}
