//! One plan, drawn: the section's strip, its fields with the focused one open, the flag, the footer.

mod blocks;
mod panels;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::flags::Counts;
use super::{PageOf, PlanScreen};
use crate::check::{Class, State};
use crate::form::{Kind, SectionId};
use crate::plan::Status;
use crate::report::overview;
use crate::tui::model::Model;
use crate::tui::msg::Target;
use crate::tui::view::Drawn;
use crate::tui::view::frame::{bar, footer, put};
use crate::tui::view::words::{cut, sentence, width, wrap};

/// The parts of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// The strip of sections; of no height on a low screen.
    strip: Rect,
    /// Title of the section or row, and what it asks.
    head: Rect,
    body: Rect,
    flag: Rect,
    /// Sections at the left and help at the right, on a wide screen.
    sides: Option<(Rect, Rect)>,
    pub manner: Manner,
}

/// How much of the form fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Labels beside values.
    Wide,
    /// Labels above values.
    Narrow,
    /// One field at a time.
    Single,
}

impl Parts {
    /// Divides a screen of that size.
    pub fn of(plan: &PlanScreen, size: (u16, u16)) -> Parts {
        let (columns, rows) = size;
        let manner = match () {
            () if rows < 16 || columns < 50 => Manner::Single,
            () if columns < 70 => Manner::Narrow,
            () => Manner::Wide,
        };
        let sides = (columns >= 110 && rows >= 20).then(|| {
            let height = rows.saturating_sub(2);
            (Rect::new(0, 1, 26, height), Rect::new(columns - 36, 1, 36, height))
        });
        let (left, across) = match sides {
            Some(_) => (26, columns - 26 - 36),
            None => (0, columns),
        };
        let strip_rows = u16::from(manner != Manner::Single && sides.is_none());
        let strip = Rect::new(0, 1, columns, strip_rows);
        let in_prose = matches!(plan.field().map(|field| &field.kind), Some(Kind::Prose));
        let asks = match manner {
            Manner::Single => 0,
            _ if in_prose && rows < 30 => 0,
            _ if plan.page().of != PageOf::Section => 0,
            _ => {
                let asks = plan.form.sections.get(plan.section).map_or("", |section| section.asks.as_str());
                u16::try_from(wrap(asks, usize::from(across).saturating_sub(4)).len()).unwrap_or(1).min(2)
            }
        };
        let head_top = 1 + strip_rows;
        let head = Rect::new(left, head_top, across, if manner == Manner::Single { 0 } else { 1 + asks });
        let flag_rows = if rows >= 20 { 2 } else { 1 };
        let flag = Rect::new(left, rows.saturating_sub(1 + flag_rows), across, flag_rows);
        let body_top = head.bottom();
        let body = Rect::new(left, body_top, across, flag.top().saturating_sub(body_top));
        Parts { strip, head, body, flag, sides, manner }
    }
}

/// Tells the texts how much room they have.
pub fn fit(plan: &mut PlanScreen, size: (u16, u16)) {
    let parts = Parts::of(plan, size);
    let (width, height) = blocks::text_size(plan, &parts);
    if let Some(input) = &mut plan.input {
        input.area.resize(width, height);
    }
    if let Some(quick) = &mut plan.quick {
        quick.area.resize(blocks::quick_width(&parts), 1);
    }
}

/// Draws a plan.
pub fn plan(model: &Model, plan: &PlanScreen, frame: &mut Frame, drawn: &mut Drawn) {
    let parts = Parts::of(plan, model.size);
    let status = plan.doc.plan().status.get().unwrap_or(Status::Draft);
    let life = overview::life(plan.report.phase, status);
    let left = match parts.manner {
        // There is no room for the strip of sections and the head: the bar says where one is.
        Manner::Single => {
            plan.form.sections.get(plan.section).map_or("", |section| &section.title).to_owned()
        }
        _ => format!("{} · {} · {life}{}", plan.place.name, plan.place.period, also_open(model, plan)),
    };
    let corner = model.told.in_corner(&plan.place.file, &plan.keeping, model.today);
    bar(model, frame, &left, &corner);
    strip(model, plan, frame, parts.strip, drawn);
    head(model, plan, frame, &parts);
    if let Some((left, right)) = parts.sides {
        panels::sections(model, plan, frame, left, drawn);
        panels::help(model, plan, frame, right);
    }
    if matches!(plan.section_id(), SectionId::Summary) && plan.page().of == PageOf::Section {
        panels::summary(model, plan, frame, parts.body, drawn);
    } else {
        blocks::fields(model, plan, frame, &parts, drawn);
    }
    flag(model, plan, frame, parts.flag);
    footer(model, frame, drawn);
}

/// Who else has this plan open.
fn also_open(model: &Model, plan: &PlanScreen) -> String {
    let file = Some(plan.place.file.as_str());
    let others: Vec<&str> = model
        .others
        .iter()
        .filter(|other| other.plan.as_deref() == file)
        .map(|other| other.who.as_str())
        .collect();
    if others.is_empty() { String::new() } else { format!(" · also open: {}", others.join("; ")) }
}

/// What a section comes to: of a standard its state, by what that asks for, wherever it is to be mended. `nec status`
/// and the list say the same.
pub fn section_state(plan: &PlanScreen, section: usize) -> Option<State> {
    match plan.form.sections.get(section).map(|section| &section.id)? {
        SectionId::Summary => None,
        SectionId::Standard(id) => {
            plan.report.standards.iter().find(|standard| standard.id == *id).map(|standard| standard.state)
        }
        SectionId::Area | SectionId::Priorities | SectionId::Kept => {
            let of_section = plan.report.findings.iter().filter(|finding| {
                !finding.waived && finding.class != Class::Advice && plan.section_of(finding) == Some(section)
            });
            Some(match of_section.map(|finding| finding.class).min() {
                None => State::Complete,
                Some(Class::Incomplete) => State::Incomplete,
                Some(_) => State::NonCompliant,
            })
        }
    }
}

/// The strip of sections, with their marks.
fn strip(model: &Model, plan: &PlanScreen, frame: &mut Frame, area: Rect, drawn: &mut Drawn) {
    if area.height == 0 {
        return;
    }
    let theme = model.theme;
    let is_narrow = area.width < 76;
    let mut x = area.x + 1;
    for (at, section) in plan.form.sections.iter().enumerate() {
        let name = if is_narrow { section.short.chars().take(3).collect() } else { section.short.clone() };
        let is_here = at == plan.section;
        let style = if is_here { theme.chosen() } else { theme.plain() };
        let start = x;
        x = put(frame.buffer_mut(), area, x, area.y, &name, style);
        if let Some(state) = section_state(plan, at) {
            let mark_style = if is_here { theme.chosen() } else { theme.state(state) };
            x = put(frame.buffer_mut(), area, x, area.y, theme.mark(state), mark_style);
        }
        drawn.click(Rect { x: start, width: x - start, ..area }, Target::Section(at));
        x += if section.short.len() > 2 { 2 } else { 1 };
    }
    let place = format!("section {} of {}", plan.section + 1, plan.form.sections.len());
    let at = area.right().saturating_sub(u16::try_from(width(&place)).unwrap_or(0) + 1);
    if at > x {
        put(frame.buffer_mut(), area, at, area.y, &place, theme.plain());
    }
}

/// The title of the section or row, and what it asks.
fn head(model: &Model, plan: &PlanScreen, frame: &mut Frame, parts: &Parts) {
    let area = parts.head;
    if area.height == 0 {
        return;
    }
    let title = match &plan.page().of {
        PageOf::Section => plan.page().title.clone(),
        PageOf::Row(path) => {
            let section = plan.form.sections.get(plan.section).map_or("", |section| section.title.as_str());
            let title = plan.row_title(&path.parent(), path.leaf());
            format!("{section} > {title}")
        }
        PageOf::Column => plan.page().title.clone(),
    };
    put(frame.buffer_mut(), area, area.x + 1, area.y, &title, model.theme.strong());
    let rule_from = area.x + 2 + u16::try_from(width(&title)).unwrap_or(area.width);
    for x in rule_from..area.right().saturating_sub(1) {
        put(frame.buffer_mut(), area, x, area.y, model.theme.rule(), model.theme.plain());
    }
    let asks = plan.form.sections.get(plan.section).map_or("", |section| section.asks.as_str());
    let mut lines = wrap(asks, usize::from(area.width).saturating_sub(4));
    if lines.len() > usize::from(area.height - 1) && area.height > 1 {
        lines.truncate(usize::from(area.height - 1));
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last} …"), usize::from(area.width).saturating_sub(4));
        }
    }
    for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
        put(frame.buffer_mut(), area, area.x + 3, y, &line, model.theme.plain());
    }
}

/// The lines above the footer: a notice, else the flag of where the focus is.
fn flag(model: &Model, plan: &PlanScreen, frame: &mut Frame, area: Rect) {
    let theme = model.theme;
    let cells = usize::from(area.width).saturating_sub(4);
    if let Some(notice) = &model.notice {
        for (y, line) in (area.y..area.bottom()).zip(wrap(notice, cells)) {
            put(frame.buffer_mut(), area, area.x + 1, y, &line, theme.strong());
        }
        return;
    }
    let Some(finding) = plan.flag_here() else {
        let here = Counts::of(plan.flags_here());
        if here != Counts::default() && plan.page().of == PageOf::Section {
            let text = format!("In this section: {}. F8 goes to the next flag.", here.words());
            put(frame.buffer_mut(), area, area.x + 1, area.y, &text, theme.plain());
        }
        return;
    };
    let mut text = sentence(&plan.flag_in_words(finding));
    if let Some(aside) = finding.aside_in_words() {
        text.push(' ');
        text.push_str(&aside);
    }
    if let Some(mend) = &finding.mend {
        text.push_str(&format!(" F6: {}", sentence(&mend.label)));
    }
    put(frame.buffer_mut(), area, area.x + 1, area.y, theme.flag(finding.class), theme.class(finding.class));
    let mut lines = wrap(&text, cells);
    let rows = usize::from(area.height);
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            *last = format!("{} …", cut(last, cells.saturating_sub(2)));
        }
    }
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        put(frame.buffer_mut(), area, area.x + 3, y, &line, theme.plain());
    }
}
