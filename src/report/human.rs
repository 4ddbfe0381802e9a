//! What was checked, for people: plan by plan and standard by standard, each flag pointed at its place.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use super::Colours;
use super::case::Unjudged;
use super::checked::{CameTo, Checked, CheckedPlan, Quote, Told};
use super::excerpt::Excerpt;
use super::order;
use super::side_by_side::side_by_side;
use super::summary::{kind, standing, summary};
use super::verdict::Verdict;
use crate::check::{Class, Phase, StandardState, State};
use crate::plan::printable::one_line;
use crate::store::find::MARK;

/// How wide a quoted line may get, in columns.
const WIDTH: usize = 140;
/// How wide a line of help may get, in columns.
const HELP_WIDTH: usize = 100;
/// The flags as a person reads them, with a summary at the end that can be read aloud.
pub fn human(checked: &Checked, verdict: Verdict, colours: Colours) -> String {
    let printer = Printer { checked, colours, renderer: renderer(colours), filled: Mutex::default() };
    let mut out = String::new();
    if verdict.is_gate() {
        let told = |plan: Option<&CheckedPlan>, flags: &[Told], counts: bool| -> Vec<Told> {
            flags.iter().filter(|told| verdict.counts(plan, told) == counts).cloned().collect()
        };
        // What shuts the gate first; what does not count after it.
        let mut shut = printer.of_files(&told(None, checked.of_files(), true));
        for (plan, flags) in checked.by_plan() {
            let counted = told(Some(plan), flags, true);
            if !counted.is_empty() {
                shut.push_str(&printer.one_plan(plan, &counted, Ending::Flags));
            }
        }
        if !shut.is_empty() {
            out.push_str(&title(colours, "What counts at the gate"));
            out.push_str(&shut);
            out.push_str(&title(colours, "What does not count at the gate"));
        }
        out.push_str(&printer.of_files(&told(None, checked.of_files(), false)));
        let plans: Vec<_> = checked.by_plan().collect();
        let rest = |(plan, flags)| printer.one_plan(plan, &told(Some(plan), flags, false), Ending::Standards);
        out.extend(side_by_side(plans, rest));
    } else {
        out.push_str(&printer.of_files(checked.of_files()));
        let plans: Vec<_> = checked.by_plan().collect();
        out.extend(side_by_side(plans, |(plan, flags)| printer.one_plan(plan, flags, Ending::Standards)));
    }
    out.push_str(&summary(checked, verdict));
    out
}

/// What is the same for all that is printed.
struct Printer<'c> {
    checked: &'c Checked,
    colours: Colours,
    renderer: Renderer,
    /// Lines of help, broken where they are too long: most flags of a rule have the same ones.
    filled: Mutex<HashMap<String, String>>,
}

/// What is said after the flags of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Flags,
    /// How its standards stand.
    Standards,
}

impl Printer<'_> {
    fn of_files(&self, flags: &[Told]) -> String {
        flags.iter().map(|told| self.flag(told, "")).collect()
    }

    fn flag(&self, told: &Told, text: &str) -> String {
        if !told.waived {
            return self.rendered(told, text, None) + "\n";
        }
        let (line, column) = told.at();
        let (file, message) = (one_line(&told.file), one_line(&told.message));
        let aside = told.aside.as_deref().map(one_line).unwrap_or_default();
        format!("{}[{}]: {message}\n  --> {file}:{line}:{column}\n  {aside}\n\n", told.kind(), told.rule)
    }

    fn one_plan(&self, plan: &CheckedPlan, flags: &[Told], ending: Ending) -> String {
        let mut out = String::new();
        let colours = self.colours;
        let name = format!("{}, {}", one_line(&plan.name), plan.place.period());
        match &plan.came_to {
            Err(unjudged) => {
                out.push_str(&title(colours, &format!("{name}: not judged")));
                if flags.is_empty() && matches!(unjudged, Unjudged::EditionBroken(_)) {
                    let file = unjudged.problem().file.as_deref().unwrap_or_default();
                    let what = if file == MARK { "The force's settings" } else { "Its edition" };
                    out.push_str(&format!("{what}, {}, cannot be read: see there.\n", one_line(file)));
                }
            }
            Ok(came_to) => {
                let so = if came_to.judged.phase == Phase::Closed { ", shown as it stood" } else { "" };
                out.push_str(&title(colours, &format!("{name}: {}{so}", came_to.judged.life())));
            }
        }
        let came_to = plan.came_to.as_ref().ok();
        let (own, group) = order::apart(flags);
        let mut section = None;
        for told in own {
            if came_to.is_some() && section != Some(&told.standard) {
                section = Some(&told.standard);
                out.push_str(&heading(colours, &of_section(came_to, told)));
            }
            out.push_str(&self.flag(told, &plan.text));
        }
        if !group.is_empty() {
            out.push_str(&heading(colours, "Not started"));
            out.push_str(&self.together(plan, group));
            out.push('\n');
        }
        if let Some(came_to) = came_to.filter(|_| ending == Ending::Standards) {
            let mut states = vec![State::Complete, State::NotStarted, State::NotApplicable];
            states.retain(|state| group.is_empty() || *state != State::NotStarted);
            for line in standing(&came_to.judged, &states) {
                out.push_str(&format!("{line}\n"));
            }
        }
        out.push('\n');
        out
    }

    /// Standards that are not started, as one flag: which they are, and once what to do.
    fn together(&self, plan: &CheckedPlan, group: &[Told]) -> String {
        let Some(first) = group.first() else { return String::new() };
        let named = group.iter().filter_map(|told| Some((told, section(plan.came_to.as_ref().ok(), told)?)));
        let named = named.map(|(told, (standard, title))| match told.at() {
            (1, 1) => format!("{} {title}", standard.number),
            (line, column) => format!("{} {title}, {line}:{column}", standard.number),
        });
        let named: Vec<String> = named.collect();
        let message = format!("{} standards are not started", group.len());
        // What is the same for all of them: the source names one standard.
        let common = |line: &&str| group.iter().all(|told| told.help.lines().any(|other| other == *line));
        let help: Vec<&str> = first.help.lines().filter(common).collect();
        let told = Told { message, help: help.join("\n"), quote: Quote::Nothing, ..first.clone() };
        let list = Level::NOTE.with_name(Some("these")).message(named.join("\n"));
        self.rendered(&told, &plan.text, Some(list))
    }

    /// A flag with its line of the file, the other places, what stands to it, and what to do.
    fn rendered(&self, told: &Told, text: &str, list: Option<Message<'_>>) -> String {
        let level = match told.class {
            Class::Unreadable | Class::NonCompliant => Level::ERROR,
            Class::Incomplete => Level::WARNING,
            Class::Advice => Level::INFO,
        };
        let title = level.with_name(Some(told.kind())).primary_title(told.message.as_str()).id(told.rule);
        let file = one_line(&told.file);
        let excerpt = match &told.quote {
            Quote::Nothing => None,
            Quote::Bytes(bytes) => Excerpt::of(text, bytes),
            Quote::Line(excerpt) => Some(excerpt.clone()),
        };
        let (line, column) = told.at();
        let group = Group::with_title(title);
        let group = match &excerpt {
            // Where a part of the file is missing, the nearest place is said, and is the top where nothing is nearer.
            None => group.element(Origin::path(file).line(line).char_column(column)),
            Some(excerpt) => {
                let quoted = Snippet::source(excerpt.text.as_str())
                    .line_start(excerpt.line)
                    .annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
                let before = excerpt.text.get(..excerpt.span.start).unwrap_or_default();
                if before.chars().count() + 1 == column {
                    group.element(quoted.path(file))
                } else {
                    // A line that is cut, or that spells out what hides, gives another column than the file.
                    group.element(Origin::path(file).line(line).char_column(column)).element(quoted)
                }
            }
        };
        let mut lines: Vec<usize> = told.also.iter().map(|(_, spot)| spot.line).collect();
        lines.retain(|other| *other != line);
        lines.dedup();
        let numbers = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let also = match lines.len() {
            0 => None,
            1 => Some(format!("line {numbers}")),
            _ => Some(format!("lines {numbers}")),
        };
        let also = also.map(|text| Level::NOTE.with_name(Some("also")).message(text));
        let aside = told.aside.as_deref().map(|text| Level::NOTE.with_name(Some("waiver")).message(text));
        let set = self.checked.set.iter().find(|set| set.rule.name == told.rule).map(|set| {
            Level::NOTE.with_name(Some("set")).message(format!(
                "the force counts it so in nec.toml; by itself it is {}",
                kind(set.rule.class)
            ))
        });
        let help = self.help(&told.help);
        let help = (!help.is_empty()).then(|| Level::HELP.message(help));
        let elements = list.into_iter().chain(also).chain(aside).chain(set).chain(help);
        let group = elements.fold(group, Group::element);
        self.renderer.render(&[group]) + "\n"
    }

    /// Lines of help, none wider than it may be.
    fn help(&self, help: &str) -> String {
        let mut filled = self.filled.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::with_capacity(help.len() + 8);
        for (nth, line) in help.lines().enumerate() {
            if nth > 0 {
                out.push('\n');
            }
            if let Some(known) = filled.get(line) {
                out.push_str(known);
            } else {
                let broken = textwrap::fill(line, HELP_WIDTH);
                out.push_str(&broken);
                filled.insert(line.to_owned(), broken);
            }
        }
        out
    }
}

/// What a run of flags is about: "2 Meeting people face to face: falls short".
fn of_section(came_to: Option<&CameTo>, told: &Told) -> String {
    let Some(id) = &told.standard else {
        return "The plan as a whole".to_owned();
    };
    match section(came_to, told) {
        Some((standard, title)) => {
            format!("{} {title}: {}", standard.number, standard.state.label())
        }
        None => one_line(id),
    }
}

/// The standard that asked, and what it is called.
fn section<'c>(came_to: Option<&'c CameTo>, told: &Told) -> Option<(&'c StandardState, String)> {
    let (came_to, id) = (came_to?, told.standard.as_ref()?);
    let at = came_to.judged.standards.iter().position(|standard| standard.id == *id)?;
    Some((&came_to.judged.standards[at], one_line(came_to.titles.get(at)?)))
}

/// The heading of a plan, which stands out without colours too.
fn title(colours: Colours, text: &str) -> String {
    let under = "=".repeat(text.width());
    format!("{}\n{under}\n\n", heading(colours, text).trim_end_matches('\n'))
}

fn heading(colours: Colours, text: &str) -> String {
    match colours {
        Colours::Plain => format!("{text}\n\n"),
        Colours::Coloured => {
            let bold = Style::new().effects(Effects::BOLD);
            format!("{bold}{text}{bold:#}\n\n")
        }
    }
}

/// The 16 colours of the terminal, and never text in blue or yellow: they cannot be read on some.
fn renderer(colours: Colours) -> Renderer {
    if colours == Colours::Plain {
        return Renderer::plain().term_width(WIDTH);
    }
    let bold = |colour: AnsiColor| colour.on_default().effects(Effects::BOLD);
    Renderer::styled()
        .term_width(WIDTH)
        .error(bold(AnsiColor::Red))
        .warning(bold(AnsiColor::Magenta))
        .info(bold(AnsiColor::Cyan))
        .note(bold(AnsiColor::Cyan))
        .help(bold(AnsiColor::Green))
        .line_num(Style::new().effects(Effects::DIMMED))
        .context(Style::new().effects(Effects::DIMMED))
        .emphasis(Style::new().effects(Effects::BOLD))
}
