//! What was checked, for people: plan by plan and standard by standard, each flag pointed at its place.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Colours;
use super::checked::{CameTo, Checked, CheckedPlan, Quote, Told};
use super::excerpt::Excerpt;
use super::overview::Counts;
use super::verdict::Verdict;
use super::wrap::wrap;
use crate::check::{self, Class, Phase, State};
use crate::plan::Place;
use crate::plan::printable::one_line;
use crate::store::find::MARK;

/// How wide a quoted line may get, in columns.
const WIDTH: usize = 140;

/// The flags as a person reads them, with a summary at the end that can be read aloud.
pub fn human(checked: &Checked, verdict: Verdict, colours: Colours) -> String {
    let renderer = renderer(colours);
    let mut out = String::new();
    let of = |place: Option<&Place>, rest: &[Told]| {
        rest.iter().position(|told| told.place.as_ref() != place).unwrap_or(rest.len())
    };
    let (of_files, mut rest) = checked.findings.split_at(of(None, &checked.findings));
    for told in of_files {
        out.push_str(&pointed(&renderer, told, ""));
        out.push('\n');
    }
    for plan in &checked.plans {
        let flags;
        (flags, rest) = rest.split_at(of(Some(&plan.place), rest));
        one_plan(&renderer, colours, plan, flags, &mut out);
    }
    out.push_str(&summary(checked, verdict));
    out
}

fn one_plan(renderer: &Renderer, colours: Colours, plan: &CheckedPlan, flags: &[Told], out: &mut String) {
    let name = format!("{}, {}", one_line(&plan.name), plan.place.period());
    match &plan.came_to {
        Err(unjudged) => {
            out.push_str(&heading(colours, &format!("{name}: not judged")));
            if flags.is_empty() {
                let file = unjudged.problem().file.as_deref().unwrap_or_default();
                let what = if file == MARK { "The force's settings" } else { "Its edition" };
                out.push_str(&format!("{what}, {}, cannot be read: see there.\n", one_line(file)));
            }
        }
        Ok(came_to) => {
            let life = match came_to.judged.phase {
                Phase::Closed => "closed, shown as it stood",
                _ => came_to.judged.status.id(),
            };
            out.push_str(&heading(colours, &format!("{name}: {life}")));
        }
    }
    // Of the plan as a whole first, then standard by standard.
    let number = |told: &&Told| {
        let of = |came_to: &CameTo| {
            let id = told.standard.as_deref()?;
            came_to.judged.standards.iter().position(|standard| standard.id == id)
        };
        plan.came_to.as_ref().ok().and_then(of)
    };
    let mut ordered: Vec<&Told> = flags.iter().filter(|told| !told.waived).collect();
    ordered.sort_by_key(number);
    let mut section = None;
    for told in ordered {
        let came_to = plan.came_to.as_ref().ok();
        if came_to.is_some() && section != Some(&told.standard) {
            section = Some(&told.standard);
            out.push_str(&heading(colours, &title(came_to, told)));
        }
        out.push_str(&pointed(renderer, told, &plan.text));
        out.push('\n');
    }
    for told in flags.iter().filter(|told| told.waived) {
        let aside = told.aside.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
        out.push_str(&format!(
            "Set aside: {} [{}]{}\n",
            one_line(&told.message),
            told.rule,
            one_line(&aside)
        ));
    }
    if let Ok(came_to) = &plan.came_to {
        out.push_str(&standing(came_to));
    }
    out.push('\n');
}

/// What a run of flags is about: "2 Meeting people face to face: falls short".
fn title(came_to: Option<&CameTo>, told: &Told) -> String {
    let Some(id) = &told.standard else {
        return "The plan as a whole".to_owned();
    };
    let known = came_to.and_then(|came_to| {
        let at = came_to.judged.standards.iter().position(|standard| standard.id == *id)?;
        Some((&came_to.judged.standards[at], came_to.titles.get(at)?))
    });
    match known {
        Some((standard, title)) => {
            format!("{} {}: {}", standard.number, one_line(title), standard.state.label())
        }
        None => one_line(id),
    }
}

/// Which standards have nothing missing, which are not started.
fn standing(came_to: &CameTo) -> String {
    let mut out = String::new();
    for state in [State::Complete, State::NotStarted, State::NotApplicable] {
        let numbers: Vec<String> = came_to
            .judged
            .standards
            .iter()
            .filter(|standard| standard.state == state)
            .map(|standard| standard.number.to_string())
            .collect();
        if let [.., last] = numbers.as_slice() {
            let others = &numbers[..numbers.len() - 1];
            let which = if others.is_empty() {
                format!("standard {last}")
            } else {
                format!("standards {} and {last}", others.join(", "))
            };
            let label = state.label();
            let (first, rest) = label.split_at(1);
            out.push_str(&format!("{}{rest}: {which}.\n", first.to_uppercase()));
        }
    }
    out
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

fn pointed(renderer: &Renderer, told: &Told, text: &str) -> String {
    let level = match told.class {
        Class::Unreadable | Class::NonCompliant => Level::ERROR,
        Class::Incomplete => Level::WARNING,
        Class::Advice => Level::INFO,
    };
    let title = level.with_name(Some(told.class.label())).primary_title(told.message.as_str()).id(told.rule);
    let file = one_line(&told.file);
    let excerpt = match &told.quote {
        Quote::Nothing => None,
        Quote::Bytes(bytes) => Excerpt::of(text, bytes),
        Quote::Line(excerpt) => Some(excerpt.clone()),
    };
    let group = match &excerpt {
        Some(excerpt) => Group::with_title(title).element(
            Snippet::source(excerpt.text.as_str())
                .line_start(excerpt.line)
                .path(file)
                .annotation(AnnotationKind::Primary.span(excerpt.span.clone())),
        ),
        None => Group::with_title(title).element(Origin::path(file)),
    };
    let mut lines: Vec<usize> = told.also.iter().map(|(_, spot)| spot.line).collect();
    lines.retain(|line| *line != told.at.0);
    lines.dedup();
    let numbers = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    let also = match lines.len() {
        0 => None,
        1 => Some(format!("line {numbers}")),
        _ => Some(format!("lines {numbers}")),
    };
    let also = also.map(|text| Level::NOTE.with_name(Some("also")).message(text));
    let aside = told.aside.as_deref().map(|text| Level::NOTE.with_name(Some("waiver")).message(text));
    let help = (!told.help.is_empty()).then(|| Level::HELP.message(told.help.as_str()));
    let group = also.into_iter().chain(aside).chain(help).fold(group, Group::element);
    renderer.render(&[group]) + "\n"
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

/// What it came to, as it would be read aloud, and what flags do not say.
pub(super) fn summary(checked: &Checked, verdict: Verdict) -> String {
    let plans = match checked.plans.len() {
        0 => "No plan was checked".to_owned(),
        1 => "1 plan was checked".to_owned(),
        many => format!("{many} plans were checked"),
    };
    let gate = verdict.in_words().map_or(String::new(), |words| wrap(&words, 0));
    let tally = tally(&checked.counts);
    format!("{plans}, as of {}. {tally}\n{gate}{}\n", check::day(checked.today), check::CAVEAT)
}

/// "3 fall short, 5 are to do, 2 are advice, 1 is set aside."
pub fn tally(counts: &Counts) -> String {
    let is = |count: usize| if count == 1 { "is" } else { "are" };
    let Counts { unreadable, non_compliant, incomplete, advice, waived, asked } = *counts;
    let parts: Vec<String> = [
        (unreadable, "cannot be read".to_owned()),
        (non_compliant, if non_compliant == 1 { "falls short" } else { "fall short" }.to_owned()),
        (incomplete, format!("{} to do", is(incomplete))),
        (advice, format!("{} advice", is(advice))),
        (waived, format!("{} set aside", is(waived))),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    if parts.is_empty() {
        return "No flags.".to_owned();
    }
    let asked = match asked {
        0 => String::new(),
        1 => " 1 of them is asked to be set aside.".to_owned(),
        many => format!(" {many} of them are asked to be set aside."),
    };
    format!("Flags: {}.{asked}", parts.join(", "))
}
