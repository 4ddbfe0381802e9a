//! The loop: it sleeps until something happens, takes it in, carries out what follows, and draws.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::Command as Program;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use jiff::civil::Date;
use ratatui::crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEventKind};

use super::colours::Colours;
use super::day;
use super::input::{self, Batch, Input, KeyPress};
use super::model::{self, Ending, Model};
use super::msg::{Effect, Msg, Switch};
use super::terminal::{self, Display, Modes, Mouse, Signal};
use super::theme::{Boxes, Marks, Theme};
use super::update::{self, update};
use super::view::{self, Drawn};
use super::worker::{Job, OpenRequest, Worker, Working, World};
use crate::problem::Problem;
use crate::store::elsewhere::Elsewhere;
use crate::store::private;
use crate::store::settings::{self, Settings};

/// What the screen starts with.
#[derive(Debug, Clone)]
pub struct Start {
    pub open: Open,
    pub world: World,
    pub colours: Colours,
    pub settings: Settings,
    /// What is wrong with the user's settings, to be told once.
    pub problems: Vec<Problem>,
}

/// What is opened first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// There is no plan directory yet: the first screen.
    Welcome,
    /// The list of areas.
    Areas { root: PathBuf, period: Option<String> },
    /// A plan, and perhaps a standard of it.
    Plan { root: PathBuf, area: String, period: String, standard: Option<String> },
}

/// Something happened.
enum Event {
    Batch(Batch),
    Msg(Box<Msg>),
    Signal(Signal),
}

/// Whether the loop goes on.
enum Flow {
    On,
    /// Ends, with this exit status.
    End(u8),
}

struct Screen {
    model: Model,
    display: Display,
    modes: Modes,
    worker: Worker,
    drawn: Drawn,
    root: Option<PathBuf>,
    /// The standard to go to once the plan is open.
    standard: Option<String>,
    /// The day that the clock showed when it was last looked at.
    day: Date,
}

/// Runs the screen until its user leaves. Gives the exit status.
///
/// # Errors
/// Where there is no terminal, or it fails.
pub fn run(start: Start) -> io::Result<u8> {
    let ssh = std::env::var_os("SSH_CONNECTION").is_some() || std::env::var_os("SSH_TTY").is_some();
    let mouse = if start.settings.mouse.unwrap_or(!ssh) { Mouse::On } else { Mouse::Off };
    let modes = Modes::enter(mouse)?;
    let display = Display::new()?;
    let (events, received) = channel();
    let worker = listen(&modes, &events, start.world.clone())?;
    let size = display.size()?;
    let theme = Theme {
        colours: start.colours,
        marks: match start.settings.marks {
            Some(settings::Marks::Letters) => Marks::Letters,
            _ => Marks::Glyphs,
        },
        boxes: if start.settings.boxes == Some(false) { Boxes::Plain } else { Boxes::Drawn },
    };
    let today = start.world.today.unwrap_or(start.world.clock);
    let mut model = Model::new((size.width, size.height), today, theme);
    model.mouse = if mouse == Mouse::On { Switch::On } else { Switch::Off };
    model.address = start.settings.join.unwrap_or_default();
    let mut standard = None;
    let root = match start.open {
        Open::Welcome => {
            update::welcome(&mut model);
            None
        }
        Open::Areas { root, period } => {
            // A worker that stopped already is told with the first thing that is asked of it.
            let _ = worker.ask(Job::Open(OpenRequest { root: root.clone(), plan: None, period }));
            Some(root)
        }
        Open::Plan { root, area, period, standard: at } => {
            standard = at;
            let plan = Some((area, period));
            let _ = worker.ask(Job::Open(OpenRequest { root: root.clone(), plan, period: None }));
            Some(root)
        }
    };
    let problems =
        start.problems.into_iter().map(|problem| super::overlay::Overlay::Problem(Box::new(problem)));
    model.overlays.extend(problems);
    let drawn = Drawn::default();
    let day = start.world.clock;
    let mut screen = Screen { model, display, modes, worker, drawn, root, standard, day };
    let status = screen.go(&received);
    if status.is_err() {
        // The terminal failed or is gone; what was typed is not to go with it.
        screen.save_all();
    }
    screen.worker.finish();
    // What the worker still had to say is for nobody; the texts are on the disk, or kept aside and told.
    screen.modes.leave()?;
    status
}

/// Starts the threads that bring events, and the worker.
fn listen(modes: &Modes, events: &Sender<Event>, world: World) -> io::Result<Worker> {
    let flow = |sent: bool| if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    let to = events.clone();
    input::spawn(move |batch| flow(to.send(Event::Batch(batch)).is_ok()))?;
    #[cfg(unix)]
    {
        let to = events.clone();
        terminal::watch(modes, move |signal| flow(to.send(Event::Signal(signal)).is_ok()))?;
    }
    let to = events.clone();
    Worker::start(world, move |msg| {
        let _ = to.send(Event::Msg(Box::new(msg)));
    })
}

impl Screen {
    fn go(&mut self, events: &Receiver<Event>) -> io::Result<u8> {
        self.draw()?;
        while let Some(first) = self.next(events) {
            // Draw once for all that has happened.
            let mut next = Some(first);
            while let Some(event) = next {
                if let Flow::End(status) = self.take(event)? {
                    return Ok(status);
                }
                if self.model.ending == Ending::Now {
                    return Ok(0);
                }
                next = events.try_recv().ok();
            }
            self.draw()?;
        }
        Ok(0)
    }

    /// Sleeps until something happens; nothing where nothing more can. Midnight is something that happens, and so is what
    /// is found by the clock after a computer slept through it.
    fn next(&mut self, events: &Receiver<Event>) -> Option<Event> {
        loop {
            let event = events.recv_timeout(day::until_midnight(&jiff::Zoned::now()));
            let now = clock();
            if now != self.day {
                self.day = now;
                // A worker that stopped is told with the next thing that is asked of it.
                let _ = self.worker.ask(Job::Day(now));
            }
            match event {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn take(&mut self, event: Event) -> io::Result<Flow> {
        match event {
            Event::Batch(Batch { inputs, hold }) => {
                for input in inputs {
                    match input {
                        Input::Gone => return Err(io::Error::other("it cannot be read any more")),
                        Input::Mouse(mouse) => self.mouse(mouse.kind, mouse.column, mouse.row)?,
                        input => self.tell(Msg::Input(input))?,
                    }
                }
                // Keys meant for a program that the terminal was lent to are not read here.
                drop(hold);
            }
            Event::Msg(msg) => {
                if let Msg::DirectoryOpened(opened) = &*msg {
                    self.root = Some(opened.root.clone());
                }
                let is_plan = matches!(*msg, Msg::PlanOpened(_));
                self.tell(*msg)?;
                if is_plan && let Some(standard) = self.standard.take() {
                    self.go_to(&standard);
                }
            }
            #[cfg(unix)]
            Event::Signal(Signal::Suspend) => {
                self.modes.suspend()?;
                self.redraw()?;
            }
            #[cfg(unix)]
            Event::Signal(Signal::Resume) => {
                self.modes.retake()?;
                self.redraw()?;
            }
            Event::Signal(Signal::Leave(status)) => {
                self.save_all();
                return Ok(Flow::End(status));
            }
            #[cfg(not(unix))]
            Event::Signal(_) => {}
        }
        Ok(Flow::On)
    }

    /// Before the end that nobody chose.
    fn save_all(&mut self) {
        for effect in update::leave_at_once(&mut self.model) {
            // A worker that stopped was told when it did, and the text was kept then.
            let _ = self.worker.ask(Job::Effect(effect));
        }
    }

    /// Asks the worker for something. One that stopped by a fault of its own ends the program, and what is
    /// written is kept first.
    fn ask(&mut self, effect: Effect) -> io::Result<()> {
        if self.worker.ask(Job::Effect(effect)) == Working::On {
            return Ok(());
        }
        let kept = match (&self.model.screen, &self.root) {
            (model::Screen::Plan(plan), Some(root)) => {
                private::keep(root, None, &plan.place.file, plan.doc.text()).ok()
            }
            _ => None,
        };
        let place = kept.map(|path| format!("; what you wrote is in {}", path.display())).unwrap_or_default();
        Err(io::Error::other(format!("saving has stopped by a fault of the program{place}")))
    }

    fn go_to(&mut self, standard: &str) {
        if let Some(plan) = self.model.plan()
            && let Some(section) = plan.form.standard(standard)
        {
            plan.go_to_section(section);
        }
    }

    fn tell(&mut self, msg: Msg) -> io::Result<()> {
        let mouse = self.model.mouse;
        for effect in update(&mut self.model, msg) {
            match effect {
                Effect::Edit { text } => self.edit_elsewhere(&text)?,
                effect => self.ask(effect)?,
            }
        }
        if self.model.mouse != mouse {
            self.modes.set_mouse(if self.model.mouse == Switch::On { Mouse::On } else { Mouse::Off })?;
        }
        Ok(())
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> io::Result<()> {
        let wheel = |code| Msg::Input(Input::Key(KeyPress { code, modifiers: KeyModifiers::NONE }));
        match kind {
            MouseEventKind::Down(MouseButton::Left) => match self.drawn.at(column, row) {
                Some(target) => self.tell(Msg::Clicked(target)),
                None => Ok(()),
            },
            MouseEventKind::ScrollUp => self.tell(wheel(KeyCode::Up)),
            MouseEventKind::ScrollDown => self.tell(wheel(KeyCode::Down)),
            _ => Ok(()),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let (model, drawn) = (&self.model, &mut self.drawn);
        self.display.draw(|frame| *drawn = view::view(model, frame))
    }

    /// After another program had the terminal.
    fn redraw(&mut self) -> io::Result<()> {
        self.display.forget()?;
        let size = self.display.size()?;
        self.tell(Msg::Input(Input::Resize(size.width, size.height)))?;
        self.draw()
    }

    /// Lends the terminal to `$VISUAL` or `$EDITOR`, and takes back what it wrote.
    fn edit_elsewhere(&mut self, text: &str) -> io::Result<()> {
        let result = match (&self.root, editor()) {
            (Some(root), Some(editor)) => Elsewhere::open(root, text, ".txt").and_then(|elsewhere| {
                let (ran, back) = self
                    .modes
                    .lend(|| Program::new(&editor[0]).args(&editor[1..]).arg(elsewhere.path()).status());
                let ran = match back {
                    Ok(()) => ran,
                    Err(error) => Err(error),
                };
                // An editor that fails may have written first: that is kept before its file goes.
                let kept = || {
                    let new = elsewhere.text().ok().filter(|new| new != text)?;
                    private::keep(root, None, "from-the-other-editor", &new).ok()
                };
                let safe = || match kept() {
                    Some(path) => {
                        format!("The field is as it was; what was written there is in {}", path.display())
                    }
                    None => "The text is as it was before.".to_owned(),
                };
                match ran {
                    Ok(status) if status.success() => elsewhere.text(),
                    Ok(_) => Err(Problem::new(
                        format!("{} ended with an error", editor[0]),
                        "Open it again with Ctrl+E, or go on here.",
                    )
                    .safe(safe())),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Problem::new(
                        format!("there is no program {} on this computer", editor[0]),
                        "Set EDITOR to the name of an editor that there is, such as vi.",
                    )),
                    Err(error) => Err(Problem::new(
                        format!("{} could not be started: {error}", editor[0]),
                        "Set EDITOR to the name of an editor, such as nano.",
                    )
                    .safe(safe())),
                }
            }),
            (_, None) => Err(Problem::new(
                "no other editor is set",
                "Set EDITOR to the name of one, such as nano, and start nec again.",
            )
            .safe("You can go on writing here.")),
            (None, _) => Ok(text.to_owned()),
        };
        // An editor adds a line end that nobody typed.
        let result = result.map(|new| match new.strip_suffix('\n') {
            Some(cut) if !text.ends_with('\n') => cut.to_owned(),
            _ => new,
        });
        self.tell(Msg::EditorClosed(result))?;
        self.redraw()
    }
}

/// The user's editor, its words apart.
fn editor() -> Option<Vec<String>> {
    ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
}

/// The day that the clock shows.
pub fn clock() -> Date {
    jiff::Zoned::now().date()
}
