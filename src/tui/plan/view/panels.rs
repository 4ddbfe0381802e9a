//! The summary, and what stands beside the form on a wide screen.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::section_state;
use crate::check::{Finding, State};
use crate::form::phrases::short_date;
use crate::tui::model::Model;
use crate::tui::msg::Target;
use crate::tui::plan::year::Counted;
use crate::tui::plan::{PageOf, PlanScreen, Recorded};
use crate::tui::theme::{Theme, class_words};
use crate::tui::view::Drawn;
use crate::tui::view::frame::put;
use crate::tui::view::words::{cell, counted, cut, wrap};

/// The sections, at the left.
pub fn sections(model: &Model, plan: &PlanScreen, frame: &mut Frame, area: Rect, drawn: &mut Drawn) {
    let theme = model.theme;
    let room = usize::from(area.width).saturating_sub(5);
    for (at, section) in plan.form.sections.iter().enumerate() {
        let y = area.y + 1 + u16::try_from(at).unwrap_or(u16::MAX);
        if y >= area.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..area };
        let style = if at == plan.section { theme.chosen() } else { theme.plain() };
        if let Some(state) = section_state(plan, at) {
            put(frame.buffer_mut(), row, row.x + 1, y, theme.mark(state), theme.state(state));
        }
        put(frame.buffer_mut(), row, row.x + 3, y, &cut(&section.title, room), style);
        drawn.click(row, Target::Section(at));
    }
}

/// Help on the field and its flags, at the right.
pub fn help(model: &Model, plan: &PlanScreen, frame: &mut Frame, area: Rect) {
    let theme = model.theme;
    let cells = usize::from(area.width).saturating_sub(3);
    let mut lines: Vec<(String, ratatui::style::Style)> = Vec::new();
    if let Some(field) = plan.field() {
        lines.push((field.label.clone(), theme.strong()));
        for paragraph in field.help.lines() {
            lines.extend(wrap(paragraph, cells).into_iter().map(|line| (line, theme.plain())));
        }
        if !field.example.is_empty() {
            lines.push((String::new(), theme.plain()));
            lines.push(("A good example".into(), theme.strong()));
            lines.extend(wrap(&field.example, cells).into_iter().map(|line| (line, theme.plain())));
        }
    }
    if let PageOf::Row(row) = &plan.page().of {
        let days = plan.occurrences_of(row);
        if !days.is_empty() {
            lines.push((String::new(), theme.plain()));
            lines.push((format!("{} in the plan's period", counted(days.len(), "date")), theme.strong()));
            let dates: Vec<String> = days.iter().map(|day| short_date(*day)).collect();
            lines.extend(wrap(&dates.join(", "), cells).into_iter().map(|line| (line, theme.plain())));
        }
    }
    for finding in plan.flags_here() {
        lines.push((String::new(), theme.plain()));
        let mark = theme.flag(finding.class);
        lines.extend(
            wrap(&format!("{mark} {}", plan.flag_in_words(finding)), cells)
                .into_iter()
                .map(|line| (line, theme.class(finding.class))),
        );
    }
    for (y, (line, style)) in (area.y + 1..area.bottom()).zip(lines) {
        put(frame.buffer_mut(), area, area.x + 2, y, &line, style);
    }
}

/// The summary: standards with their state, the strip, the flags, recording.
pub fn summary(model: &Model, plan: &PlanScreen, frame: &mut Frame, body: Rect, drawn: &mut Drawn) {
    let theme = model.theme;
    let findings = &plan.report.findings;
    let complete = plan.report.standards.iter().filter(|standard| standard.state == State::Complete).count();
    let mut y = body.y;
    let head = format!(
        "{complete} of {} standards have nothing missing; {}.",
        plan.report.standards.len(),
        plan.counts().words()
    );
    put(frame.buffer_mut(), body, body.x + 1, y, &head, theme.strong());
    y += 1;
    if body.height >= 16
        && let Some(strip) = plan.strip(Counted::Public)
        && strip.rows.len() <= usize::from(body.height / 3)
    {
        y += 1;
        y = strip_rows(theme, &strip, frame, body, y);
        y += 1;
    }
    let sending = if plan.shared {
        model.told.in_summary(&plan.place.file, plan.keeping.recorded, model.today)
    } else {
        None
    };
    let last = body.bottom().saturating_sub(2 + u16::from(sending.is_some()));
    let rows = usize::from(last.saturating_sub(y)).max(1);
    let waivers = plan.waivers();
    let count = findings.len() + waivers.len();
    let chosen = plan.summary_chosen.min(count + usize::from(sending.is_some()));
    let top = if chosen >= count { count.saturating_sub(rows) } else { chosen.saturating_sub(rows - 1) };
    for at in (top..count).take(rows) {
        let is_chosen = at == chosen;
        let style = if is_chosen { theme.chosen() } else { theme.plain() };
        let row = Rect { y, height: 1, ..body };
        put(frame.buffer_mut(), row, row.x + 1, y, if is_chosen { ">" } else { " " }, style);
        let text = match (findings.get(at), at.checked_sub(findings.len()).and_then(|at| waivers.get(at))) {
            (Some(finding), _) => {
                put(
                    frame.buffer_mut(),
                    row,
                    row.x + 2,
                    y,
                    theme.flag(finding.class),
                    theme.class(finding.class),
                );
                flag_in_words(plan, finding)
            }
            (None, Some(waiver)) => format!("Set aside? {}", plan.waiver_in_words(waiver)),
            (None, None) => String::new(),
        };
        let room = usize::from(row.width).saturating_sub(6);
        put(frame.buffer_mut(), row, row.x + 4, y, &cut(&text, room), style);
        if is_chosen {
            drawn.cursor = Some(Position { x: row.x + 1, y });
        }
        y += 1;
    }
    if findings.is_empty() && waivers.is_empty() {
        put(frame.buffer_mut(), body, body.x + 1, y, "Nothing is missing.", theme.fine());
    }
    let is_chosen = chosen == count;
    let style = if is_chosen { theme.chosen() } else { theme.plain() };
    let recorded = match plan.keeping.recorded {
        Recorded::Same => "everything is in the last version",
        Recorded::Never => "nothing is recorded yet",
        Recorded::Changed => "there are changes since the last version",
        Recorded::Unknown => "keeps this state for good",
    };
    let text = format!("{} Record a version: {recorded}", if is_chosen { ">" } else { " " });
    put(frame.buffer_mut(), body, body.x + 1, last, &text, style);
    if is_chosen {
        drawn.cursor = Some(Position { x: body.x + 1, y: last });
    }
    drawn.click(Rect { y: last, height: 1, ..body }, Target::Command(crate::tui::command::Command::Record));
    if let Some(sending) = &sending {
        let is_chosen = chosen > count;
        let style = if is_chosen { theme.chosen() } else { theme.plain() };
        let text = format!("{} Send and receive: {sending}", if is_chosen { ">" } else { " " });
        put(frame.buffer_mut(), body, body.x + 1, last + 1, &text, style);
        if is_chosen {
            drawn.cursor = Some(Position { x: body.x + 1, y: last + 1 });
        }
        drawn.click(
            Rect { y: last + 1, height: 1, ..body },
            Target::Command(crate::tui::command::Command::Sync),
        );
    }
    let says = findings.get(chosen).map(|finding| class_words(finding.class)).unwrap_or_default();
    let note = if plan.chosen_waiver().is_some() {
        "Enter opens it, Delete takes it out. It counts when a reviewer accepts it.".to_owned()
    } else if says.is_empty() {
        "Flags say what is written down. They do not say how good it is.".to_owned()
    } else {
        format!("Enter goes there ({says}). Flags say what is written down, not how good it is.")
    };
    put(frame.buffer_mut(), body, body.x + 1, body.bottom().saturating_sub(1), &note, theme.plain());
}

/// A flag as the summary tells it: its section, whether it is set aside, what is wrong.
fn flag_in_words(plan: &PlanScreen, finding: &Finding) -> String {
    let section = plan.section_of(finding).and_then(|section| plan.form.sections.get(section));
    let place = section.map_or("", |section| section.short.as_str());
    let aside = match () {
        () if finding.waived => "(set aside) ",
        () if finding.is_asked_aside() => "(asked) ",
        () => "",
    };
    format!("{} {aside}{}", cell(place, if place.len() > 2 { 10 } else { 2 }), plan.flag_in_words(finding))
}

fn strip_rows(
    theme: Theme,
    strip: &crate::tui::plan::year::Strip,
    frame: &mut Frame,
    body: Rect,
    mut y: u16,
) -> u16 {
    let name = strip.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).clamp(6, 26);
    let letters = format!("{}  {}", cell("", name), strip.letters.join(" "));
    put(frame.buffer_mut(), body, body.x + 3, y, &letters, theme.plain());
    for row in &strip.rows {
        y += 1;
        let months: Vec<&str> = row.months.iter().map(|month| theme.month(*month)).collect();
        let text = format!("{}  {}", cell(&row.name, name), months.join(" "));
        put(frame.buffer_mut(), body, body.x + 3, y, &text, theme.plain());
    }
    y + 1
}
