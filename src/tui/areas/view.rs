//! The first screen and the list of areas, drawn.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{AreaPlan, AreasScreen, Filtering, Listed};
use crate::report::for_you::Kind;
use crate::tui::keymap::{self, Scope};
use crate::tui::model::{Model, WELCOME, Welcome};
use crate::tui::msg::Target;
use crate::tui::view::Drawn;
use crate::tui::view::frame::{bar, footer, notice, put};
use crate::tui::view::words::{cell, width, wrap};

/// The first screen, where there is no plan directory.
pub fn welcome(model: &Model, welcome: &Welcome, frame: &mut Frame, drawn: &mut Drawn) {
    let area = frame.area();
    bar(model, frame, "nec · Neighbourhood Engagement Contract plans", &[]);
    let cells = usize::from(area.width).saturating_sub(4);
    let is_low = area.height < 16;
    let mut y = area.top() + if is_low { 1 } else { 2 };
    if !is_low {
        let intro = "Good day. This helps you write your area's engagement plan, standard by standard, and says \
                     what is still missing while you write. Everything is saved by itself.";
        for line in wrap(intro, cells) {
            put(frame.buffer_mut(), area, area.x + 2, y, &line, model.theme.plain());
            y += 1;
        }
        y += 1;
    }
    for (at, (name, says)) in WELCOME.iter().enumerate() {
        let is_chosen = at == welcome.chosen;
        let style = if is_chosen { model.theme.chosen() } else { model.theme.strong() };
        let mark = if is_chosen { ">" } else { " " };
        let end = put(frame.buffer_mut(), area, area.x + 2, y, &format!("{mark} {name} "), style);
        if is_chosen {
            drawn.cursor = Some(Position { x: area.x + 2, y });
        }
        drawn.click(Rect { x: area.x + 2, y, width: end - area.x - 2, height: 1 }, Target::Row(at));
        y += 1;
        if !is_low || is_chosen {
            for line in wrap(says, cells.saturating_sub(2)) {
                put(frame.buffer_mut(), area, area.x + 4, y, &line, model.theme.plain());
                y += 1;
            }
        }
        if !is_low {
            y += 1;
        }
    }
    notice(model, frame);
    footer(model, frame, drawn);
}

/// The list of areas.
pub fn areas(model: &Model, list: &AreasScreen, frame: &mut Frame, drawn: &mut Drawn) {
    let area = frame.area();
    let directory = model.directory.as_ref();
    let force = directory.map_or("", |directory| directory.force.as_str());
    let period =
        directory.and_then(|directory| directory.period.as_deref()).unwrap_or("each area's current plan");
    bar(model, frame, &format!("Plans · {force} · {period}"), &model.told.in_list(model.today));
    let shown = list.shown();
    let columns = Columns::of(area.width, list);
    let above = list.above.filter(|at| *at < model.told.for_you.len());
    let mut y = for_you(model, above, frame, drawn);
    if area.height >= 14 {
        let standards: String = (1..=columns.standards).map(|n| format!("{} ", n % 10)).collect();
        let heading = format!(
            "  {} {} {}{}",
            cell("Area", columns.name),
            cell(&standards, columns.standards * 2),
            cell("Flags", columns.flags),
            if columns.changed > 0 { "Status" } else { "" }
        );
        put(frame.buffer_mut(), area, area.x + 1, y, &heading, model.theme.strong());
        y += 1;
    }
    let bottom = area.bottom().saturating_sub(3);
    let rows = usize::from(bottom.saturating_sub(y)).max(1);
    let chosen = list.chosen.min(shown.len().saturating_sub(1));
    let top = chosen.saturating_sub(rows - 1);
    for (at, row) in shown.iter().enumerate().skip(top).take(rows) {
        let is_chosen = at == chosen && above.is_none();
        let style = if is_chosen { model.theme.chosen() } else { model.theme.plain() };
        let mark = if is_chosen { ">" } else { " " };
        let line = Rect { y, height: 1, ..area };
        let buffer = frame.buffer_mut();
        let mut x =
            put(buffer, line, area.x + 1, y, &format!("{mark} {} ", cell(&row.name, columns.name)), style);
        let says = match &row.plan {
            AreaPlan::NotStarted => {
                x += u16::try_from(columns.standards * 2).unwrap_or(0);
                (String::from("no plan yet"), String::new())
            }
            AreaPlan::There => {
                x += u16::try_from(columns.standards * 2).unwrap_or(0);
                (String::from("…"), String::new())
            }
            AreaPlan::Unsettled => {
                x += u16::try_from(columns.standards * 2).unwrap_or(0);
                (String::from("to be settled: Enter"), String::new())
            }
            AreaPlan::Broken(_) => {
                x += u16::try_from(columns.standards * 2).unwrap_or(0);
                (String::from("cannot be read: Enter says why"), String::new())
            }
            AreaPlan::Checked { states, flags, status, .. } => {
                for at in 0..columns.standards {
                    if let Some((_, state)) = states.get(at) {
                        put(buffer, line, x, y, model.theme.mark(*state), model.theme.state(*state));
                    }
                    x += 2;
                }
                (flags.clone(), status.clone())
            }
        };
        let x = put(buffer, line, x + 1, y, &cell(&says.0, columns.flags), model.theme.plain());
        if columns.changed > 0 {
            put(buffer, line, x, y, &says.1, model.theme.plain());
        }
        if is_chosen {
            drawn.cursor = Some(Position { x: area.x + 1, y });
        }
        drawn.click(line, Target::Row(at));
        y += 1;
    }
    if shown.is_empty() {
        let says = match list.listed {
            Listed::Coming => "Looking at the plans …",
            Listed::Here if list.rows.is_empty() => {
                "No areas are listed. Add them to areas.toml in the folder below."
            }
            Listed::Here => "No area has that in its name. Esc clears the filter.",
        };
        put(frame.buffer_mut(), area, area.x + 1, y, says, model.theme.plain());
    }
    beneath(model, list, shown.len().saturating_sub(rows), frame, drawn);
    footer(model, frame, drawn);
}

/// How many lines for this user there are on an ordinary screen.
const MOST_FOR_YOU: usize = 4;

/// What needs this user first, above the areas: some lines, on a low screen one with their number. Gives the row
/// beneath.
fn for_you(model: &Model, chosen: Option<usize>, frame: &mut Frame, drawn: &mut Drawn) -> u16 {
    let area = frame.area();
    let mut y = area.top() + 1;
    let all = &model.told.for_you;
    if all.is_empty() {
        return y;
    }
    let is_low = area.height < 16;
    let most = if is_low { 1 } else { MOST_FOR_YOU };
    let top = chosen.map_or(0, |at| at.saturating_sub(most - 1));
    let more = match all.len() {
        many if many > most => format!("For you ({many})"),
        _ => "For you".to_owned(),
    };
    if !is_low {
        put(frame.buffer_mut(), area, area.x + 1, y, &more, model.theme.strong());
        y += 1;
    }
    for (at, one) in all.iter().enumerate().skip(top).take(most) {
        let is_chosen = chosen == Some(at);
        let style = if is_chosen { model.theme.chosen() } else { model.theme.plain() };
        let mark = match one.kind {
            Kind::Unsettled => "=",
            Kind::SentBack => "!",
            Kind::Changed => "~",
            Kind::Waiting => "v",
            Kind::NotSent => "^",
        };
        let words = if is_low { format!("{more}: {}", one.words) } else { format!("{mark} {}", one.words) };
        let line = Rect { y, height: 1, ..area };
        let start = if is_chosen { "> " } else { "  " };
        let start = if is_low { start.trim_end() } else { start };
        let x = put(frame.buffer_mut(), line, area.x + 1, y, &format!("{start}{words}"), style);
        let aside = u16::try_from(width(&one.aside)).unwrap_or(u16::MAX);
        let right = area.right().saturating_sub(aside.saturating_add(1));
        if aside > 0 && right > x + 1 {
            put(frame.buffer_mut(), line, right, y, &one.aside, model.theme.plain());
        }
        if is_chosen {
            drawn.cursor = Some(Position { x: area.x + 1, y });
        }
        drawn.click(line, Target::ForYou(at));
        y += 1;
    }
    y
}

/// The two lines above the footer: the filter, how many areas found no room, and what stands behind the chosen one.
fn beneath(model: &Model, list: &AreasScreen, hidden: usize, frame: &mut Frame, drawn: &mut Drawn) {
    let area = frame.area();
    let y = area.bottom().saturating_sub(3);
    if list.filtering == Filtering::Open || !list.filter.is_empty() {
        let text = format!("Filter: {}", list.filter);
        put(frame.buffer_mut(), area, area.x + 1, y, &text, model.theme.strong());
        if list.filtering == Filtering::Open {
            let x = area.x + 1 + u16::try_from(width(&text)).unwrap_or(0);
            drawn.cursor = Some(Position { x: x.min(area.right().saturating_sub(1)), y });
        }
    } else if let Some(directory) = &model.directory {
        let folder = format!("Kept in {}", directory.root.display());
        let end = put(frame.buffer_mut(), area, area.x + 1, y, &folder, model.theme.plain());
        if let Some(hint) = looking_for_a_name(list).filter(|_| hidden == 0) {
            let cells = u16::try_from(width(&hint)).unwrap_or(u16::MAX);
            let at = area.right().saturating_sub(cells.saturating_add(1));
            if at > end {
                put(frame.buffer_mut(), area, at, y, &hint, model.theme.plain());
            }
        }
    }
    if hidden > 0 {
        let more = format!(" … {hidden} more");
        let cells = u16::try_from(width(&more)).unwrap_or(u16::MAX);
        let x = area.right().saturating_sub(cells.saturating_add(1)).max(area.x);
        put(frame.buffer_mut(), area, x, y, &more, model.theme.strong());
    }
    if model.notice.is_some() {
        notice(model, frame);
        return;
    }
    let for_you = list.above.and_then(|at| model.told.for_you.get(at));
    let says = match list.chosen().map(|row| (&row.plan, row)) {
        _ if let Some(one) = for_you => what_enter_does(one.kind).to_owned(),
        Some((AreaPlan::NotStarted, row)) => format!("{}, {}: Enter begins the plan.", row.name, row.period),
        Some((AreaPlan::Checked { changed, flags, .. }, row)) => {
            let changed =
                if changed.is_empty() { String::new() } else { format!("; last recorded {changed}") };
            format!("{}, {}: {flags}{changed}", row.name, row.period)
        }
        Some((AreaPlan::Unsettled, row)) => {
            format!("{}, {}: two versions, both kept. Enter settles.", row.name, row.period)
        }
        Some((AreaPlan::Broken(problem), _)) => problem.what.clone(),
        _ => String::new(),
    };
    put(frame.buffer_mut(), area, area.x + 1, area.bottom().saturating_sub(2), &says, model.theme.plain());
}

/// What Enter does on a line above the areas.
fn what_enter_does(kind: Kind) -> &'static str {
    match kind {
        Kind::Unsettled => "Enter shows each place, to settle it.",
        Kind::SentBack | Kind::Changed => "Enter opens the plan.",
        Kind::Waiting | Kind::NotSent => "Enter sends and receives.",
    }
}

/// How to look for a name whose first letter is a key of the list; nothing where no name begins so.
fn looking_for_a_name(list: &AreasScreen) -> Option<String> {
    let is_first = |letter: &char| {
        list.rows.iter().any(|row| row.name.chars().next().is_some_and(|c| c.to_ascii_lowercase() == *letter))
    };
    let mut letters: Vec<char> = keymap::letters(Scope::Areas).filter(is_first).collect();
    letters.sort_unstable();
    let (last, others) = letters.split_last()?;
    let others: Vec<String> = others.iter().map(char::to_string).collect();
    let letters =
        if others.is_empty() { last.to_string() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!("a name with {letters}: type / first"))
}

/// How wide the columns are.
struct Columns {
    name: usize,
    standards: usize,
    flags: usize,
    changed: usize,
}

impl Columns {
    fn of(cells: u16, list: &AreasScreen) -> Columns {
        let standards = list
            .rows
            .iter()
            .map(|row| match &row.plan {
                AreaPlan::Checked { states, .. } => states.len(),
                _ => 8,
            })
            .max()
            .unwrap_or(8);
        let name = if cells >= 70 { 24 } else { 18 };
        let left = usize::from(cells).saturating_sub(name + 2 * standards + 6);
        let changed = if left >= 36 { 12 } else { 0 };
        Columns { name, standards, flags: left.saturating_sub(changed), changed }
    }
}
