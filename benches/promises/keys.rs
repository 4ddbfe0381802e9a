//! From a key to its frame, and the bytes that the frame sends, by the way of the program itself: a key's
//! fact goes into `update`, `view` draws, and the frame goes into a terminal that counts.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use nec::plan::{Areas, Document, FieldPath, Force};
use nec::standards::load;
use nec::tui::areas::{AreaPlan, AreaRow};
use nec::tui::colours::Colours;
use nec::tui::input::{Input, KeyPress};
use nec::tui::model::Model;
use nec::tui::msg::{Msg, OpenedDirectory, OpenedPlan};
use nec::tui::plan::{Around, PlanPlace, Recorded};
use nec::tui::terminal::Frames;
use nec::tui::theme::{Boxes, Marks, Theme};
use nec::tui::update::update;
use nec::tui::view::view;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::Outcome;
use super::directory::{Made, TODAY};
use super::figures::{ms, percentile, waited};
use super::words::{Dice, area_id, area_name, period_id};

const KEYS: usize = 2_000;
/// Words of prose in the plan.
const PROSE: usize = 5_000;
const STANDARDS: [&str; 8] = [
    "priorities",
    "face-to-face",
    "publicising",
    "website",
    "social-media",
    "partners",
    "inclusion",
    "feedback",
];

/// A terminal that takes everything and shows nothing.
struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The loop of the program without its threads.
struct Loop {
    model: Model,
    frames: Frames<Nowhere>,
    terminal: Terminal<CrosstermBackend<Frames<Nowhere>>>,
    times: Vec<Duration>,
    bytes: Vec<u64>,
}

impl Loop {
    fn new((width, height): (u16, u16)) -> Outcome<Loop> {
        let theme = Theme { colours: Colours::Sixteen, marks: Marks::Glyphs, boxes: Boxes::Drawn };
        let frames = Frames::new(Nowhere);
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let terminal =
            Terminal::with_options(CrosstermBackend::new(frames.clone()), TerminalOptions { viewport })?;
        let model = Model::new((width, height), TODAY.parse()?, theme);
        Ok(Loop { model, frames, terminal, times: Vec::new(), bytes: Vec::new() })
    }

    /// Takes a fact in and draws.
    fn tell(&mut self, msg: Msg) -> Outcome {
        let effects = update(&mut self.model, msg);
        self.draw()?;
        drop(effects);
        Ok(())
    }

    fn draw(&mut self) -> Outcome {
        let model = &self.model;
        self.terminal.draw(|frame| {
            view(model, frame);
        })?;
        Ok(self.frames.send()?)
    }

    /// Presses a key: notes the time to its frame, without that in which others had the cores, and the bytes
    /// of that and of the frame that says that all is saved.
    fn press(&mut self, code: KeyCode) -> Outcome {
        let before = self.frames.sent();
        let (start, waited_before) = (Instant::now(), waited());
        self.tell(Msg::Input(Input::Key(KeyPress::plain(code))))?;
        let elapsed = start.elapsed();
        self.times.push(elapsed.saturating_sub(waited().saturating_sub(waited_before)));
        if let Some(plan) = self.model.plan() {
            let (file, number) = (plan.place.file.clone(), plan.keeping.asked);
            self.tell(Msg::Saved { file, number, at: "14:02".into() })?;
        }
        self.bytes.push(self.frames.sent() - before);
        Ok(())
    }

    fn go_to(&mut self, path: &[&str]) -> Outcome {
        let path = FieldPath::of(path.iter().copied());
        if !self.model.plan().is_some_and(|plan| plan.go_to(&path)) {
            return Err(format!("there is no field {path}").into());
        }
        self.tell(Msg::Input(Input::Resize(self.model.size.0, self.model.size.1)))
    }

    /// Prints what was noted, and forgets it.
    fn told(&mut self, what: &str) {
        let (times, bytes) = (std::mem::take(&mut self.times), std::mem::take(&mut self.bytes));
        let [middle, ninety_nine, most] = [50, 99, 100].map(|share| ms(percentile(&times, share)));
        let [half, nearly, all] = [50, 99, 100].map(|share| percentile(&bytes, share));
        println!("{what:<44} {middle:>8} {ninety_nine:>8} {most:>8}   {half:>5} {nearly:>5} {all:>5}");
    }
}

pub fn keys() -> Outcome {
    for size in [(200, 60), (80, 24)] {
        println!(
            "{}x{}, {KEYS} keys each{:>25} 50%      99%     most     50%   99%  most bytes",
            size.0, size.1, ""
        );
        let mut at = opened(size, &[PROSE / 8; 8])?;
        at.go_to(&["standards", "face-to-face", "commitment"])?;
        type_prose(&mut at)?;
        at.told("prose, 5,000 words in eight fields");
        let mut at = opened(size, &[PROSE, 40, 40, 40, 40, 40, 40, 40])?;
        at.go_to(&["standards", "priorities", "commitment"])?;
        type_prose(&mut at)?;
        at.told("prose, 5,000 words in this field");
        at.go_to(&["standards", "publicising", "publicised-by"])?;
        for key in 0..KEYS {
            let code = if key % 40 < 20 { KeyCode::Char('a') } else { KeyCode::Backspace };
            at.press(code)?;
        }
        at.told("a line, 5,000 words beside it");
        for key in 0..KEYS {
            at.press(if key % 40 < 20 { KeyCode::Tab } else { KeyCode::BackTab })?;
        }
        at.told("from field to field");
        let mut at = list(size)?;
        for key in 0..KEYS {
            at.press(if key % 200 < 100 { KeyCode::Down } else { KeyCode::Up })?;
        }
        at.told("up and down the list of 100 areas");
        let before = at.frames.sent();
        at.draw()?;
        println!("drawn again with nothing changed: {} bytes\n", at.frames.sent() - before);
    }
    Ok(())
}

/// Writes at a place until a sentence is done, then goes elsewhere, as people do.
fn type_prose(at: &mut Loop) -> Outcome {
    let mut dice = Dice::new(3);
    let mut text = String::new();
    while at.times.len() < KEYS {
        if text.is_empty() {
            text = dice.prose(8).chars().rev().collect();
            let area = at.model.plan().and_then(|plan| plan.input.as_mut()).map(|input| &mut input.area);
            let area = area.ok_or("no text is being written")?;
            // The plan's words are all plain letters, so any byte is a place.
            area.set_cursor(dice.below(area.text().len()));
            at.tell(Msg::Input(Input::Resize(at.model.size.0, at.model.size.1)))?;
        }
        let code = match dice.below(12) {
            0 => KeyCode::Backspace,
            1 => KeyCode::Left,
            _ => text.pop().map_or(KeyCode::End, KeyCode::Char),
        };
        at.press(code)?;
    }
    Ok(())
}

/// An open plan with so many words in the commitment of each standard.
fn opened(size: (u16, u16), words: &[usize; 8]) -> Outcome<Loop> {
    let mut at = list(size)?;
    let made = Made::new(1)?;
    let read = |name: &str| std::fs::read_to_string(made.root().join(name));
    let mut dice = Dice::new(4);
    let mut text = std::fs::read_to_string(made.a_plan())?;
    for (standard, words) in STANDARDS.iter().zip(words) {
        let heading = format!("[standards.{standard}]\ncommitment = \"\"\"");
        let (before, after) = text.split_once(&heading).ok_or("the plan lacks a commitment")?;
        let (_, after) = after.split_once("\"\"\"").ok_or("the plan's commitment has no end")?;
        text = format!("{before}{heading}{}\"\"\"{after}", dice.paragraphs(*words));
    }
    let told = |problem: nec::problem::Problem| problem.to_string();
    let edition = load::parse("nec-2020.toml", &read("standards/nec-2020.toml")?).map_err(told)?;
    at.tell(Msg::PlanOpened(Box::new(OpenedPlan {
        place: PlanPlace {
            area: area_id(0),
            period: period_id(2026),
            file: format!("{}/{}.toml", period_id(2026), area_id(0)),
            name: area_name(0),
        },
        around: Around {
            force: Arc::new(Force::parse(&read("nec.toml")?).map_err(told)?),
            areas: Arc::new(Areas::parse(&read("areas.toml")?).map_err(told)?),
            editions: Arc::new(vec![(edition.id.clone(), None)]),
            known: Arc::default(),
            edition: Arc::new(edition),
            other_periods: Arc::new(Vec::new()),
            accepted_waivers: Arc::default(),
            copies: None,
        },
        doc: Document::parse(&text).map_err(told)?,
        today: TODAY.parse()?,
        recorded: Recorded::Same,
        was_at: None,
        notice: None,
        away: None,
    })))?;
    Ok(at)
}

/// The list of 100 areas, all checked.
fn list(size: (u16, u16)) -> Outcome<Loop> {
    let mut at = Loop::new(size)?;
    at.tell(Msg::DirectoryOpened(Box::new(OpenedDirectory {
        root: "plans".into(),
        force: "Example Police".into(),
        today: TODAY.parse()?,
        period: None,
        periods: vec![period_id(2026)],
        problems: Vec::new(),
        areas: Arc::new(Areas::default()),
        last_area: String::new(),
        notice: None,
    })))?;
    let row = |area| AreaRow {
        id: area_id(area),
        name: area_name(area),
        period: period_id(2026),
        plan: AreaPlan::Checked {
            states: (1..=8).map(|number| (number, nec::check::State::Complete)).collect(),
            flags: format!("{} to do", area % 7),
            status: "draft".into(),
            changed: format!("{} Nov 2026, Inspector, {}", 1 + area % 28, area_name(area)),
        },
    };
    at.tell(Msg::AreasListed((0..100).map(row).collect()))?;
    Ok(at)
}
