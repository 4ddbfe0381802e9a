//! Texts to read: help, a standard, the year, the tour.

use crate::form::SectionId;
use crate::form::base::access_choices;
use crate::form::phrases;
use crate::standards::SourceKind;
use crate::tui::command::Command;
use crate::tui::keymap::{self, BINDINGS, Scope};
use crate::tui::model::{Model, Screen};
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then};
use crate::tui::plan::PlanScreen;
use crate::tui::plan::year::Counted;
use crate::tui::theme::{Month, Theme, class_words};
use crate::tui::view::words::sentence;

fn heading(text: impl Into<String>) -> TextLine {
    TextLine::Heading(text.into())
}

fn plain(text: impl Into<String>) -> TextLine {
    TextLine::Plain(text.into())
}

fn fixed(text: impl Into<String>) -> TextLine {
    TextLine::Fixed(text.into())
}

fn blank() -> TextLine {
    TextLine::Plain(String::new())
}

fn page(title: impl Into<String>, lines: Vec<TextLine>) -> Overlay {
    Overlay::Text(Box::new(TextPage { title: title.into(), lines, top: 0, then: Then::Close }))
}

/// What the mark of a text of two people asks for, and how it goes away.
const READ_ONCE: &str = "Sentences of two people stand together in this text, so it may say a thing twice, or two \
                         different things. The mark goes when you leave the field, or change the text.";

/// Help on where somebody is: the field first, then the keys.
pub fn help(model: &Model) -> Overlay {
    let mut lines = Vec::new();
    let mut title = String::from("Help");
    if model.overlays.is_empty()
        && let Screen::Plan(plan) = &model.screen
    {
        if let Some(field) = plan.field() {
            title = format!("Help: {}", field.label);
            for paragraph in field.help.lines() {
                lines.push(plain(paragraph));
            }
            if !field.example.is_empty() {
                lines.push(blank());
                lines.push(heading("A good example"));
                lines.extend(field.example.lines().map(plain));
            }
            if plan.read_once.contains(&field.path) {
                lines.push(blank());
                lines.push(heading("Read once: by two people"));
                lines.push(plain(READ_ONCE));
            }
            for finding in plan.flags_at(&field.path) {
                lines.push(blank());
                lines.push(heading(format!("Flag, {}: {}", class_words(finding.class), finding.message)));
                lines.extend(finding.help.lines().map(plain));
            }
            lines.push(blank());
        }
        if let SectionId::Standard(_) = plan.section_id() {
            lines.push(plain("F4 shows the whole standard: what it asks, what panels usually find wanting, and its sources."));
            lines.push(blank());
        }
    }
    if let (Some(Overlay::Flags(_)), Some(finding)) =
        (model.overlays.last(), super::waiving::flag_meant(model))
    {
        title = "Help: this flag".into();
        let says = match &model.screen {
            Screen::Plan(plan) => plan.flag_in_words(finding),
            _ => finding.message.clone(),
        };
        lines.push(heading(format!("{}: {says}", class_words(finding.class))));
        lines.extend(finding.aside_in_words().map(plain));
        lines.extend(finding.help.lines().map(plain));
        lines.push(blank());
    }
    if let Some(Overlay::Venue(_)) = model.overlays.last() {
        title = "Help: a venue".into();
        lines.push(plain(
            "A venue is said once and used by many activities: its name, where it is, and how easy it is to use. \
             A public venue that does not say its access is flagged.",
        ));
        lines.push(blank());
        let ways: Vec<String> = access_choices().into_iter().map(|way| way.label.to_lowercase()).collect();
        lines.push(plain(format!("Access, with commas between: {}; or your own words.", ways.join(", "))));
        lines.push(blank());
    }
    if let Some(Overlay::Waive(_)) = model.overlays.last() {
        title = "Help: asking for a flag to be set aside".into();
        lines.push(plain(
            "What cannot be put right yet can be asked to be set aside: say why, until when, and who asks. The flag \
             stands and says so until a reviewer accepts it; then it no longer counts, until that day. The summary \
             lists what is asked for: Enter there changes it, Delete takes it out.",
        ));
        lines.push(blank());
    }
    let scopes = super::scopes(model);
    lines.push(heading("Keys here"));
    lines.extend(keys_in(&scopes));
    if scopes.contains(&Scope::Text) {
        lines.push(fixed(key_row("Shift+arrows", "Select; Ctrl+C copies, Ctrl+X cuts, Ctrl+V pastes")));
        lines.push(fixed(key_row("Ctrl+arrows", "A word at a time")));
    }
    lines.push(blank());
    lines.push(plain("Everything is saved by itself within a second. Esc goes back and never discards."));
    page(title, lines)
}

fn key_row(keys: &str, name: &str) -> String {
    format!("  {keys:<18} {name}")
}

/// The bindings that hold in these scopes, a line a command.
fn keys_in(scopes: &[Scope]) -> Vec<TextLine> {
    let mut seen: Vec<Command> = Vec::new();
    let mut lines = Vec::new();
    for binding in BINDINGS.iter().filter(|b| scopes.contains(&b.scope)) {
        if seen.contains(&binding.command) {
            continue;
        }
        seen.push(binding.command);
        let keys: Vec<String> = BINDINGS
            .iter()
            .filter(|b| b.command == binding.command && scopes.contains(&b.scope))
            .map(|b| b.key.to_string())
            .collect();
        lines.push(fixed(key_row(&keys.join(", "), binding.command.said().name)));
    }
    lines
}

/// The whole standard of the section: what it asks, guidance, example, sources, grades, provenance.
pub fn standard(plan: &PlanScreen) -> Option<Overlay> {
    let SectionId::Standard(id) = plan.section_id() else {
        return None;
    };
    let edition = &plan.around.edition;
    let standard = edition.standard(id)?;
    let mut lines = vec![heading("What it asks"), plain(standard.asks.clone()), blank()];
    if !standard.guidance.is_empty() {
        lines.push(heading("What panels usually find wanting"));
        lines.extend(standard.guidance.lines().map(plain));
        lines.push(blank());
    }
    if !standard.prompts.is_empty() {
        lines.push(heading("Questions to answer"));
        lines.extend(standard.prompts.iter().map(|prompt| plain(format!("- {prompt}"))));
        lines.push(blank());
    }
    if !standard.example.is_empty() {
        lines.push(heading("A good example"));
        lines.extend(standard.example.lines().map(plain));
        lines.push(blank());
    }
    let period = plan.doc.plan().dates();
    let in_force = |source: &&crate::standards::Source| {
        period.is_none_or(|period| {
            source.in_force_from.is_none_or(|from| from <= period.ends())
                && source.in_force_to.is_none_or(|to| to >= period.starts())
        })
    };
    let sources: Vec<_> = standard.sources.iter().filter(in_force).collect();
    if !sources.is_empty() {
        lines.push(heading("Where it comes from"));
        for source in sources {
            let binds =
                if source.binds.is_empty() { String::new() } else { format!(", binds {}", source.binds) };
            lines.push(plain(format!(
                "- {} ({}{binds}): {}",
                source.cite,
                kind_words(source.kind),
                source.says
            )));
        }
        lines.push(blank());
    }
    if !standard.descriptors.is_empty() {
        lines.push(heading("What each grade looks like"));
        for descriptor in &standard.descriptors {
            let grade = edition.grades.iter().find(|g| g.id == descriptor.grade);
            lines.push(plain(format!("- {}: {}", grade.map_or("", |g| g.title.as_str()), descriptor.text)));
        }
        lines.push(blank());
    }
    lines.push(heading(format!("This edition: {}", edition.title)));
    lines.extend(edition.provenance.lines().map(plain));
    Some(page(format!("Standard {} {}", standard.number, standard.title), lines))
}

fn kind_words(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Law => "law",
        SourceKind::Guidance => "guidance",
        SourceKind::Commitment => "commitment",
        SourceKind::Local => "local",
    }
}

/// The year at a glance: the strip, then every date.
pub fn year(plan: &PlanScreen, theme: Theme) -> Overlay {
    let mut lines = Vec::new();
    match plan.strip(Counted::Public) {
        None => lines.push(plain("The plan has no first and last day yet, or they are the wrong way round.")),
        Some(strip) => {
            let width = strip.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).clamp(8, 26);
            lines.push(heading("Events that the public can come to, by neighbourhood"));
            lines.push(fixed(format!("{:width$}  {}", "", strip.letters.join(" "))));
            for row in &strip.rows {
                let name: String = row.name.chars().take(width).collect();
                let months: Vec<&str> = row.months.iter().map(|month| theme.month(*month)).collect();
                lines.push(fixed(format!("{name:width$}  {}", months.join(" "))));
            }
            lines.push(fixed(format!(
                "{} planned   {} none   {} quiet period   {}",
                theme.month(Month::Planned),
                theme.month(Month::Empty),
                theme.month(Month::Quiet),
                strip.gap.unwrap_or_default()
            )));
        }
    }
    let agenda = plan.agenda();
    let mut month = None;
    for (day, words) in &agenda {
        if month != Some((day.year(), day.month())) {
            month = Some((day.year(), day.month()));
            lines.push(blank());
            let date = phrases::describe_date(*day);
            lines.push(heading(date.split(' ').skip(2).collect::<Vec<_>>().join(" ")));
        }
        let date = phrases::describe_date(*day);
        let weekday: String = date.chars().take(3).collect();
        lines.push(fixed(format!("{weekday} {:>2}  {words}", day.day())));
    }
    if agenda.is_empty() {
        lines.push(blank());
        lines.push(plain("Nothing has a date yet."));
    }
    page("The year at a glance", lines)
}

/// The keys of a command, for the tour.
fn key(command: Command) -> String {
    keymap::keys_of(command).first().cloned().unwrap_or_default()
}

/// A page of the tour.
pub fn tour(number: usize) -> Overlay {
    let pages: [(&str, Vec<String>); 5] = [
        ("What this is", vec![
            "You write your area's engagement plan here, a section at a time: the area, its priorities, then each \
             minimum standard.".into(),
            "Every field can stay empty and be filled in later. You can stop at any moment.".into(),
        ]),
        ("You never have to save", vec![
            "Every letter is on the disk within a second; the corner says when. Close the window and nothing is \
             lost: next time you are back where you were.".into(),
            format!("{} undoes, as often as you like.", key(Command::Undo)),
        ]),
        ("Getting about", vec![
            format!("{} goes to the next field, {} to the next section, {} to what is still missing.",
                key(Command::NextField), key(Command::NextSection), key(Command::NextFlag)),
            format!("{} is help on the very field you are in. {} lists everything by name: type a word and press Enter.",
                key(Command::Help), key(Command::Palette)),
        ]),
        ("Activities in one line", vec![
            "In a list of activities press n and type, for example:".into(),
            "Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport".into(),
            "What was understood is shown beneath before you press Enter. d makes another like it.".into(),
        ]),
        ("Flags, and recording", vec![
            "A flag says what is missing (to do) or not enough (falls short), and what would clear it. Flags never \
             stop you.".into(),
            format!(
                    "When you reach a good point, record a version with {}: it keeps the plan as it is then, for good.",
                    key(Command::Record)
                ),
        ]),
    ];
    let number = number.min(pages.len() - 1);
    let (title, texts) = &pages[number];
    let mut lines = Vec::new();
    for text in texts {
        lines.push(plain(text.clone()));
        lines.push(blank());
    }
    let last = number + 1 == pages.len();
    lines.push(plain(if last {
        "Enter ends the tour."
    } else {
        "Enter shows the next page. Esc ends the tour."
    }));
    Overlay::Text(Box::new(TextPage {
        title: format!("{title} ({} of {})", number + 1, pages.len()),
        lines,
        top: 0,
        then: if last { Then::Close } else { Then::Tour(number + 1) },
    }))
}

/// Where a flag on a comment of the file is, and how that is mended: no field shows it. Nothing for any other flag.
pub fn of_comment(model: &Model, number: usize) -> Option<Overlay> {
    let Screen::Plan(plan) = &model.screen else { return None };
    let finding = plan.report.findings.get(number)?;
    let line = plan.line_of_comment(finding)?;
    let root = model.directory.as_ref().map(|directory| directory.root.clone()).unwrap_or_default();
    let path = root.join(&plan.place.file);
    let lines = vec![
        TextLine::Plain(sentence(&finding.message)),
        TextLine::Plain(String::new()),
        TextLine::Plain(format!(
            "It is in a comment of the file, what stands behind a #. No field of this screen shows that. Open the file \
             in a text editor, change line {line} and save it; this screen takes that in at once."
        )),
        TextLine::Plain(String::new()),
        TextLine::Plain(path.display().to_string()),
    ];
    let title = format!("In a comment of the file, line {line}");
    Some(Overlay::Text(Box::new(TextPage { title, lines, top: 0, then: Then::Close })))
}
