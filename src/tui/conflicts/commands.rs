//! Keys and commands while something is being settled.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{Conflicts, Decision, Ending, Spot, finished};
use crate::form::convert::understand;
use crate::form::phrases::Near;
use crate::git::left::Written;
use crate::git::settling::End;
use crate::git::sync::conflicts::Finished;
use crate::plan::Value;
use crate::plan::merge::Take;
use crate::problem::Problem;
use crate::report::clash::Clash;
use crate::report::left;
use crate::store::drafts::Draft;
use crate::tui::command::Command;
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::input::KeyPress;
use crate::tui::keymap::{self, Scope};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then, scroll};
use crate::tui::text::TextCommand;
use crate::tui::update::{drafts, text_command};

/// What is said where another program, or a disk that refuses, made what was written anew no decision.
const LET_GO: &str = "What you wrote anew is no decision now. It is kept: e shows it.";

/// What is being settled, wherever it lies.
pub fn open(model: &mut Model) -> Option<&mut Conflicts> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Conflicts(conflicts) => Some(&mut **conflicts),
        _ => None,
    })
}

/// What is to be settled is known: it is shown, or shown anew.
pub fn listed(model: &mut Model, listed: Result<Vec<Clash>, Problem>) {
    let places = match listed {
        Ok(places) => places,
        Err(problem) => {
            if let Some(conflicts) = open(model) {
                conflicts.not_ended();
            }
            model.overlays.push(Overlay::Problem(Box::new(problem)));
            return;
        }
    };
    let none = places.is_empty();
    match open(model) {
        Some(conflicts) if !none => {
            for spot in conflicts.listed(places) {
                model.drafts.forget(&drafts::of_place(&spot));
            }
            if keep_what_was_let_go(model) {
                model.notice = Some(LET_GO.into());
            }
        }
        None if !none => model.overlays.push(Overlay::Conflicts(Box::new(Conflicts::new(places)))),
        _ => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflicts(_)));
            model.notice = Some("Nothing is to be settled: both sides say the same.".into());
        }
    }
}

/// Both sides are together, or something is left.
pub fn ended(model: &mut Model, end: Result<End, Problem>) -> Vec<Effect> {
    let close = |model: &mut Model| {
        model.overlays.retain(|overlay| !matches!(overlay, Overlay::Conflicts(_)));
    };
    match end {
        Ok(End::Came(not_yet @ (Finished::Open(_) | Finished::Otherwise))) => {
            model.notice = Some(finished(&not_yet));
            if let Some(conflicts) = open(model) {
                conflicts.not_ended();
                conflicts.look = None;
            }
            return vec![Effect::ListConflicts];
        }
        Ok(End::Came(Finished::Recorded(id))) => {
            close(model);
            model.notice = None;
            model.overlays.push(send_it_now(&id));
        }
        Ok(End::Came(end)) => {
            close(model);
            model.notice = Some(finished(&end));
        }
        Ok(End::Written(written)) => {
            close(model);
            model.notice = None;
            written_now(model, &written);
        }
        Err(problem) => {
            if let Some(conflicts) = open(model) {
                conflicts.not_ended();
            }
            model.overlays.push(Overlay::Problem(Box::new(problem)));
        }
    }
    Vec::new()
}

/// Asks whether what was brought together is sent at once.
fn send_it_now(id: &str) -> Overlay {
    let lines = vec![
        TextLine::Plain(finished(&Finished::Recorded(id.to_owned()))),
        TextLine::Plain(String::new()),
        TextLine::Plain(
            "Until it is sent, nobody else can see it. Enter sends it now; Esc leaves it for later.".into(),
        ),
    ];
    Overlay::Text(Box::new(TextPage { title: "Send it now?".into(), lines, top: 0, then: Then::Send }))
}

/// What git left is settled: says how it goes on.
fn written_now(model: &mut Model, written: &Written) {
    if let Screen::Plan(plan) = &mut model.screen
        && plan.keeping.asked == plan.keeping.done
    {
        plan.keeping.trouble = None;
    }
    let names = written.files.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut lines = vec![format!("Settled, and written: {names}.")];
    if !written.read_once.is_empty() {
        lines.push("Read it once: sentences of two people stand together in it.".into());
    }
    lines.extend(left::next(written));
    lines.push("To put back what was there before: nec undo".into());
    let blank = || TextLine::Plain(String::new());
    let lines = lines.into_iter().flat_map(|line| [TextLine::Plain(line), blank()]).collect();
    let page = TextPage { title: "Settled".into(), lines, top: 0, then: Then::Close };
    model.overlays.push(Overlay::Text(Box::new(page)));
}

/// Git left two versions in the plan that is open: nothing of it is shown, what is shown stays, and it is told once.
pub fn left_in(model: &mut Model, file: &str, problem: Problem) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else { return Vec::new() };
    if plan.place.file != file {
        return Vec::new();
    }
    let mut problem =
        problem.safe("Both versions are kept, and what you see here too; it is not saved until then.");
    problem.next = "Settle it one field at a time: Ctrl+K, then settle.".into();
    if plan.keeping.trouble.replace(problem.clone()).is_some() {
        return Vec::new();
    }
    let mine = plan.doc.text().to_owned();
    model.overlays.push(Overlay::Problem(Box::new(problem)));
    vec![Effect::KeepAside { name: format!("mine-{file}"), text: mine }]
}

fn keep(decision: Option<Decision>) -> Vec<Effect> {
    decision.map(Effect::Decide).into_iter().collect()
}

/// Why a command of settling cannot be done now.
pub fn why_not(model: &Model, command: Command) -> Option<&'static str> {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last() else {
        return Some("Settle first what both changed: this is about one of those places.");
    };
    match command {
        _ if conflicts.ending == Ending::Asked => Some("Both sides are being brought together."),
        _ if conflicts.look.is_some() => Some("This is the last look: Esc goes back to the places."),
        Command::TakeBoth if conflicts.place().is_some_and(|place| place.both.is_none()) => {
            Some("There cannot be both here: m takes mine, t takes theirs.")
        }
        Command::WriteAnew if conflicts.place().is_some_and(|place| place.kind.is_none()) => {
            Some("This cannot be written anew here: take one, and change it in the plan afterwards.")
        }
        _ => None,
    }
}

/// A command while a place is shown.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Command::TakeMine | Command::TakeTheirs | Command::TakeBoth | Command::WriteAnew = command
        && let Some(why) = why_not(model, command)
    {
        model.notice = Some(why.into());
        return Vec::new();
    }
    let page = usize::from(model.size.1.saturating_sub(8)).max(1);
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    if let Some(top) = &mut conflicts.look {
        let page = usize::from(model.size.1.saturating_sub(6)).max(1);
        if !scroll(top, command, page) && command == Command::Open && conflicts.ending == Ending::No {
            conflicts.ending = Ending::Asked;
            let shown = conflicts.places.iter().map(|place| place.open.clone()).collect();
            return vec![Effect::FinishConflicts { shown }];
        }
        return Vec::new();
    }
    if scroll(&mut conflicts.top, command, page) {
        return Vec::new();
    }
    match command {
        Command::TakeMine => return decide(model, Take::Mine),
        Command::TakeTheirs => return decide(model, Take::Theirs),
        Command::TakeBoth => return decide(model, Take::Both),
        Command::WriteAnew => {
            write_anew(model);
        }
        Command::Elsewhere => {
            if (conflicts.writing.is_some() || write_anew(model))
                && let Some(conflicts) = open(model)
            {
                let text = conflicts.writing.as_ref().map_or("", |writing| writing.area.text()).to_owned();
                return vec![Effect::Edit { text }];
            }
            model.notice = Some("This cannot be written anew here.".into());
        }
        Command::NextPlace => conflicts.step(1),
        Command::PreviousPlace => conflicts.step(-1),
        Command::Undo => {
            let back = conflicts.undo();
            if back.is_none() {
                model.notice = Some("Nothing is settled yet.".into());
            }
            keep_what_was_let_go(model);
            return keep(back);
        }
        Command::Open if conflicts.left() == 0 => conflicts.look = Some(0),
        Command::Open => {
            model.notice = Some("Choose first: m mine, t theirs, b both, e writes it anew.".into());
        }
        _ => {}
    }
    Vec::new()
}

/// Decides the place that is shown.
fn decide(model: &mut Model, take: Take) -> Vec<Effect> {
    let decision = open(model).and_then(|conflicts| conflicts.decide(take));
    keep_what_was_let_go(model);
    keep(decision)
}

/// What was written anew and is no decision any more is offered where somebody writes there again. Says whether
/// something was.
fn keep_what_was_let_go(model: &mut Model) -> bool {
    let let_go = open(model).map(Conflicts::let_go).unwrap_or_default();
    let is_some = !let_go.is_empty();
    for (spot, text) in let_go {
        let about = drafts::of_place(&spot);
        model.drafts.write(Draft { about, words: vec![text], began: Vec::new() });
    }
    is_some
}

/// Begins to write in the place of both, with what was written there before and not taken. Says whether that can be.
fn write_anew(model: &mut Model) -> bool {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else { return false };
    let Some(place) = conflicts.place() else { return false };
    let kept = model.drafts.offer(&drafts::of_place(&Spot::of(place)));
    let kept = kept.and_then(|draft| draft.words.into_iter().next());
    let is_writing = conflicts.write(kept.as_deref());
    if is_writing && kept.is_some() {
        model.notice = Some(FROM_BEFORE.into());
    }
    is_writing
}

/// A key while a text is being written. Nothing when the key means something else there.
pub fn key(model: &mut Model, key: KeyPress) -> Option<Vec<Effect>> {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else { return None };
    let writing = conflicts.writing.as_mut()?;
    let is_prose = matches!(writing.kind, crate::form::Kind::Prose);
    match (key.code, key.modifiers) {
        (KeyCode::Enter, KeyModifiers::NONE) if is_prose => write(writing, TextCommand::Newline),
        (KeyCode::Esc, _) if writing.is_as_opened() && writing.written().is_some() => {
            conflicts.writing = None;
            model.notice = Some("Nothing is settled by that. e shows what is kept.".into());
        }
        (KeyCode::Enter | KeyCode::Esc, _) => return Some(take_written(model)),
        _ => match keymap::command(&[Scope::Global, Scope::Text], key) {
            Some(Command::SaveNow) => return Some(take_written(model)),
            Some(Command::SelectAll) => write(writing, TextCommand::SelectAll),
            Some(Command::Copy | Command::Cut) => {
                let cut = keymap::command(&[Scope::Text], key) == Some(Command::Cut);
                let change = writing.area.apply(if cut { TextCommand::Cut } else { TextCommand::Copy });
                if let crate::tui::text::Change::Copied(text) | crate::tui::text::Change::Cut(text) = change {
                    model.clipboard = text;
                }
            }
            Some(Command::PasteHere) => {
                let text = model.clipboard.clone();
                write(writing, TextCommand::Paste(text));
            }
            Some(_) => return None,
            None => write(writing, text_command(key, is_prose)?),
        },
    }
    Some(Vec::new())
}

fn write(writing: &mut super::Writing, command: TextCommand) {
    writing.area.apply(command);
}

/// A paste into the text that is being written. Says whether there is one.
pub fn paste(model: &mut Model, text: &str) -> bool {
    let Some(Overlay::Conflicts(conflicts)) = model.overlays.last_mut() else { return false };
    let Some(writing) = &mut conflicts.writing else { return false };
    write(writing, TextCommand::Paste(text.to_owned()));
    true
}

/// The text that another editor left.
pub fn from_elsewhere(model: &mut Model, text: &str) {
    if let Some(writing) = open(model).and_then(|conflicts| conflicts.writing.as_mut()) {
        write(writing, TextCommand::SelectAll);
        write(writing, TextCommand::Paste(text.to_owned()));
    }
}

/// What was written is the decision; what was left as it began decides nothing.
pub fn take_written(model: &mut Model) -> Vec<Effect> {
    let near = Near { period: None, today: model.today };
    let Some(conflicts) = open(model) else { return Vec::new() };
    let Some(writing) = conflicts.writing.take() else { return Vec::new() };
    let Some(text) = writing.written() else {
        model.notice = Some("Left as it was: nothing is settled by that.".into());
        return Vec::new();
    };
    let value = understand(&writing.kind, text, &near).value.unwrap_or_else(|| Value::from(""));
    keep(conflicts.decide(Take::Text(value)))
}
