//! The screen without a terminal, for tests: keys in, text, styles and cursor out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use jiff::civil::Date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::style::Modifier;

use super::colours::Colours;
use super::input::{Input, KeyPress};
use super::model::Model;
use super::msg::{Effect, Msg, OpenedDirectory, OpenedPlan};
use super::plan::{Around, PlanPlace, PlanScreen, Recorded};
use super::theme::{Boxes, Marks, Theme};
use super::update::update;
use super::view;
use crate::plan::{Areas, Document, Force, Place};
use crate::report::Surroundings;
use crate::report::away::Away;
use crate::standards::{Edition, load};
use crate::store::Directory;
use crate::store::drafts::Drafts;

/// A screen, what it asked for, and how to press its keys.
pub struct Stage {
    pub model: Model,
    /// Everything that was asked for so far.
    pub effects: Vec<Effect>,
}

/// The edition that comes with the program.
pub fn edition() -> Edition {
    let (name, text) = load::embedded()[0];
    load::parse(name, text).unwrap()
}

/// The areas that come with the program, and two venues.
pub fn areas() -> Areas {
    let venues = "\n[[venue]]\nid = \"example-hall\"\nname = \"Example Hall\"\nsettlement = \"Bridport\"\n\
                  access = [\"step-free\"]\n[[venue]]\nid = \"example-library\"\nname = \"Example Library\"\n\
                  settlement = \"Beaminster\"\n";
    Areas::parse(&format!("{}{venues}", include_str!("../store/templates/areas.toml"))).unwrap()
}

/// A plan just begun, as `nec new` makes it.
pub const NEW_PLAN: &str = "format = 1\nedition = \"nec-2020\"\narea = \"west-dorset\"\nperiod = \"2026-27\"\n\
    starts = 2026-12-01\nends = 2027-11-30\nstatus = \"draft\"\nclassification = \"OFFICIAL when complete\"\n\n\
    [author]\npost = \"Inspector, West Dorset\"\n";

impl Stage {
    /// A screen of that size on which nothing has happened.
    pub fn new(width: u16, height: u16) -> Stage {
        let theme = Theme { colours: Colours::Sixteen, marks: Marks::Glyphs, boxes: Boxes::Drawn };
        let model = Model::new((width, height), "2026-11-11".parse().unwrap(), theme);
        Stage { model, effects: Vec::new() }
    }

    /// The list of areas, with nothing listed yet.
    pub fn directory(width: u16, height: u16) -> Stage {
        let mut stage = Stage::new(width, height);
        stage.tell(Msg::DirectoryOpened(Box::new(OpenedDirectory {
            root: "plans".into(),
            force: "Dorset Police".into(),
            today: "2026-11-11".parse().unwrap(),
            period: None,
            periods: vec!["2026-27".into()],
            problems: Vec::new(),
            areas: Arc::new(areas()),
            last_area: String::new(),
            notice: None,
        })));
        stage
    }

    /// A plan of West Dorset with that text, open at its first field.
    pub fn plan(width: u16, height: u16, text: &str) -> Stage {
        Stage::plan_on(width, height, text, edition())
    }

    /// The same on another edition.
    pub fn plan_on(width: u16, height: u16, text: &str, edition: Edition) -> Stage {
        let mut stage = Stage::directory(width, height);
        stage.tell(opened(text, edition));
        stage
    }

    /// A plan of a directory, with all that stands around it there.
    pub fn plan_in(directory: &Directory, place: &Place, text: &str, edition: Edition, today: Date) -> Stage {
        let mut stage = Stage::directory(80, 24);
        let around = Surroundings::of(directory, place);
        stage.tell(Msg::PlanOpened(Box::new(OpenedPlan {
            place: PlanPlace {
                area: place.area().into(),
                period: place.period().into(),
                file: place.plan_file().to_string(),
                name: place.area().into(),
            },
            around: Around {
                force: Arc::new(directory.force.clone()),
                areas: Arc::new(directory.areas.clone()),
                editions: Arc::new(around.editions),
                known: Arc::new(directory.editions.clone()),
                edition: Arc::new(edition),
                other_periods: Arc::new(around.other_periods),
                accepted_waivers: Arc::default(),
                copies: None,
            },
            doc: Document::parse(text).unwrap(),
            today,
            recorded: Recorded::Never,
            was_at: None,
            away: None,
            notice: None,
        })));
        stage
    }

    /// The plan is opened again, with that text.
    pub fn reopen(&mut self, text: &str) {
        self.tell(opened(text, edition()));
    }

    /// A plan with that text is opened after others changed it.
    pub fn open_away(&mut self, text: &str, away: Away) {
        let Msg::PlanOpened(mut opened) = opened(text, edition()) else { return };
        opened.away = Some(away);
        self.tell(Msg::PlanOpened(opened));
    }

    /// Takes a fact in.
    pub fn tell(&mut self, msg: Msg) {
        self.effects.extend(update(&mut self.model, msg));
    }

    /// Presses keys by their names: "Tab", "Ctrl+N", "F8", "a".
    pub fn press(&mut self, keys: &[&str]) {
        for name in keys {
            self.tell(Msg::Input(Input::Key(key(name))));
        }
    }

    /// Types a text, a key a character; a new line is Enter.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            self.tell(Msg::Input(Input::Key(KeyPress::plain(code))));
        }
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.tell(Msg::Input(Input::Paste(text.to_owned())));
    }

    /// The open plan.
    pub fn open(&mut self) -> &mut PlanScreen {
        self.model.plan().expect("a plan is open")
    }

    /// The text of the plan that was last asked to be saved.
    pub fn saved(&self) -> &str {
        self.effects
            .iter()
            .rev()
            .find_map(|effect| match effect {
                Effect::Save { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .expect("something was saved")
    }

    /// What is asked to be saved comes onto the disk.
    pub fn save_arrives(&mut self) {
        let number = self.open().keeping.asked;
        let file = self.open().place.file.clone();
        self.tell(Msg::Saved { file, number, at: "14:02".into() });
    }

    /// What is kept of dialogs, after all that was asked for so far.
    pub fn drafts(&self) -> Drafts {
        let mut drafts = Drafts::default();
        for effect in &self.effects {
            match effect {
                Effect::KeepDraft(draft) => drafts.set(draft.clone()),
                Effect::ForgetDraft(about) => drafts.forget(about),
                _ => {}
            }
        }
        drafts
    }

    /// Their words.
    pub fn draft_words(&self) -> Vec<String> {
        self.drafts().all().iter().map(|draft| draft.words.join("|")).collect()
    }

    /// The screen as text, a line a row.
    pub fn screen(&self) -> String {
        self.draw().0
    }

    /// The screen as text, then what is bold (`b`), reversed (`r`), underlined (`u`), italic (`i`) or coloured
    /// (its capital), then the cursor: all that somebody sees.
    pub fn picture(&self) -> String {
        let (text, styles, cursor) = self.draw();
        format!("{text}--\n{styles}--\ncursor {cursor}\n")
    }

    fn draw(&self) -> (String, String, String) {
        let (width, height) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut cursor = String::from("hidden");
        terminal
            .draw(|frame| {
                if let Some(at) = view::view(&self.model, frame).cursor {
                    cursor = format!("{},{}", at.x, at.y);
                }
            })
            .unwrap();
        let buffer = terminal.backend().buffer();
        let (mut text, mut styles) = (String::new(), String::new());
        for y in 0..height {
            let (mut line, mut marks) = (String::new(), String::new());
            for x in 0..width {
                let cell = &buffer[(x, y)];
                line.push_str(cell.symbol());
                marks.push(style_mark(cell));
            }
            text.push_str(line.trim_end());
            text.push('\n');
            styles.push_str(marks.trim_end());
            styles.push('\n');
        }
        (text, styles, cursor)
    }
}

fn style_mark(cell: &ratatui::buffer::Cell) -> char {
    use ratatui::style::Color;
    let colour = match cell.fg {
        Color::Reset => None,
        Color::Red => Some('R'),
        Color::Green => Some('G'),
        Color::Magenta => Some('M'),
        Color::Cyan => Some('C'),
        _ => Some('?'),
    };
    let mark = [
        (Modifier::REVERSED, 'r'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::ITALIC, 'i'),
        (Modifier::BOLD, 'b'),
    ];
    colour
        .or_else(|| {
            mark.iter().find(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, mark)| *mark)
        })
        .unwrap_or(' ')
}

/// The edition of the tests under another name, which supersedes it and has put two standards together.
fn newer() -> Edition {
    let (_, text) = load::embedded()[0];
    let at = text.find("\n[[map]]").unwrap();
    let text = text[..at].replace("id = \"nec-2020\"", "id = \"newer\"").replace("nec-2019", "nec-2020");
    let map = "\n[[map]]\nkind = \"merged\"\nfrom = [\"feedback\", \"inclusion\"]\nto = [\"feedback\"]\n";
    load::parse("newer.toml", &(text + map)).unwrap()
}

/// A plan of West Dorset with that text was opened.
fn opened(text: &str, edition: Edition) -> Msg {
    Msg::PlanOpened(Box::new(OpenedPlan {
        place: PlanPlace {
            area: "west-dorset".into(),
            period: "2026-27".into(),
            file: "2026-27/west-dorset.toml".into(),
            name: "West Dorset".into(),
        },
        around: Around {
            force: Arc::new(Force::parse(include_str!("../store/templates/nec.toml")).unwrap()),
            areas: Arc::new(areas()),
            editions: Arc::new(vec![(edition.id.clone(), None)]),
            known: Arc::new(vec![edition.clone(), newer()]),
            edition: Arc::new(edition),
            other_periods: Arc::new(Vec::new()),
            accepted_waivers: Arc::default(),
            copies: None,
        },
        doc: Document::parse(text).unwrap(),
        today: "2026-11-11".parse().unwrap(),
        recorded: Recorded::Never,
        was_at: None,
        notice: None,
        away: None,
    }))
}

/// A key by its name.
pub fn key(name: &str) -> KeyPress {
    let (modifiers, rest) = match name.split_once('+') {
        Some(("Ctrl", rest)) => (KeyModifiers::CONTROL, rest),
        Some(("Shift", rest)) if rest != "Tab" => (KeyModifiers::SHIFT, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match rest {
        "Tab" => KeyCode::Tab,
        "Shift+Tab" => KeyCode::BackTab,
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Space" => KeyCode::Char(' '),
        f if f.len() > 1 && f.starts_with('F') => KeyCode::F(f[1..].parse().expect("a function key")),
        c => KeyCode::Char(c.chars().next().expect("a key").to_ascii_lowercase()),
    };
    KeyPress { code, modifiers }
}
