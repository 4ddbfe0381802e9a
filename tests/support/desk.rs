//! A plan directory of its own for a whole-program test, and what people do with it beside the screen.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use super::{Session, Setup, wait_for_file};

/// The plan that most scenarios write.
pub const PLAN: &str = "2026-27/west-dorset.toml";

/// A home, a working folder, and a day on which everything happens.
#[derive(Debug, Clone)]
pub struct Desk {
    pub setup: Setup,
}

/// What came of a command that ended by itself.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// An empty home, as on a new computer.
    pub fn new() -> Desk {
        Desk { setup: Setup::new().env("NEC_TODAY", "2026-11-11") }
    }

    /// A plan directory in the working folder, with no plan.
    pub fn directory() -> Desk {
        let desk = Desk::new();
        desk.nec_well(&["init"]);
        desk
    }

    /// A plan directory in the working folder, with West Dorset's plan begun.
    pub fn plan() -> Desk {
        let desk = Desk::directory();
        desk.nec_well(&["new", "west-dorset"]);
        desk
    }

    /// The same with more in the plan's file.
    pub fn plan_with(more: &str) -> Desk {
        let desk = Desk::plan();
        desk.write(PLAN, format!("{}\n{more}", desk.text()));
        desk
    }

    /// The same desk, its program with another setting.
    pub fn env(mut self, name: &str, value: &str) -> Desk {
        self.setup = self.setup.env(name, value);
        self
    }

    /// The same desk with a terminal of another size.
    pub fn size(mut self, columns: u16, rows: u16) -> Desk {
        self.setup = self.setup.size(columns, rows);
        self
    }

    /// A file of the working folder.
    pub fn path(&self, file: &str) -> PathBuf {
        self.setup.dir().join(file)
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// Replaces a text in a file that has it.
    pub fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{from:?} is not in {file}:\n{text}");
        self.write(file, text.replacen(from, to, 1));
    }

    /// The text of the plan on the disk.
    pub fn text(&self) -> String {
        self.read(PLAN)
    }

    /// Waits until the plan on the disk has a text, and gives it.
    #[track_caller]
    pub fn wait_for_words(&self, words: &str) -> String {
        self.wait_for_plan(|text| text.contains(words))
    }

    /// Waits until the plan on the disk is as asked, and gives it.
    #[track_caller]
    pub fn wait_for_plan(&self, asked: impl Fn(&str) -> bool) -> String {
        wait_for_file(&self.path(PLAN), asked);
        self.text()
    }

    /// Opens West Dorset's plan on the screen.
    #[track_caller]
    pub fn open(&self) -> Session {
        let session = self.start(&["draft", "west-dorset"]);
        session.wait_for("the plan", |screen| {
            let top = screen.row(0).to_lowercase().replace('-', " ");
            // On the smallest screen the bar says the section.
            top.contains("west dorset · 202") || top.contains("the area and its")
        });
        session
    }

    /// Opens the plan at a standard.
    #[track_caller]
    pub fn open_at(&self, standard: &str) -> Session {
        let session = self.start(&["draft", "west-dorset", "--standard", standard]);
        session.wait_for(standard, |screen| screen.contains(">What we commit to"));
        session
    }

    /// Opens the list of areas, and waits until every plan was looked at.
    #[track_caller]
    pub fn open_areas(&self) -> Session {
        let session = self.start(&[]);
        session.wait_for("the list of areas", |screen| {
            screen.contains("Bridport") && !screen.contains(" … ") && screen.contains("Kept in")
        });
        session
    }

    /// Starts `nec` on the screen.
    pub fn start(&self, args: &[&str]) -> Session {
        self.setup.clone().args(args).start()
    }

    /// Runs `nec` without a screen.
    pub fn nec(&self, args: &[&str]) -> Ran {
        ran(self.command(env!("CARGO_BIN_EXE_nec")).args(args).output())
    }

    /// Runs it, and gives what it says; it has to succeed.
    #[track_caller]
    pub fn nec_well(&self, args: &[&str]) -> String {
        let ran = self.nec(args);
        assert_eq!(ran.status, 0, "nec {args:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Runs `git` in the working folder and gives what it says; it has to succeed.
    #[track_caller]
    pub fn git(&self, args: &[&str]) -> String {
        let who = ["-c", "user.name=Somebody else", "-c", "user.email=somebody@example.police.uk"];
        let ran = ran(self.command("git").env("GIT_CONFIG_NOSYSTEM", "1").args(who).args(args).output());
        assert_eq!(ran.status, 0, "git {args:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// The same where it stops in the middle, with something to settle.
    #[track_caller]
    pub fn git_stops(&self, args: &[&str]) {
        let who = ["-c", "user.name=Somebody else", "-c", "user.email=somebody@example.police.uk"];
        let ran = ran(self.command("git").env("GIT_CONFIG_NOSYSTEM", "1").args(who).args(args).output());
        assert_eq!(ran.status, 1, "git {args:?}: {}{}", ran.out, ran.err);
    }

    /// A program that runs in the working folder with the environment of the desk.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.setup.dir()).env_clear().envs(self.setup.environment());
        command
    }
}

#[track_caller]
fn ran(output: std::io::Result<Output>) -> Ran {
    let output = output.expect("the program starts");
    Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// What scenarios do on the screen of `nec`.
impl Session {
    /// Does a command by its name, as the palette finds it.
    pub fn command(&mut self, name: &str) {
        self.keys(&["Ctrl+K"]);
        self.type_text(name);
        self.keys(&["Enter"]);
    }

    /// Goes to a section by pressing its key so many times.
    pub fn sections(&mut self, on: usize) {
        self.keys(&vec!["F3"; on]);
    }

    /// Waits until words are on the screen, however they are wrapped.
    #[track_caller]
    pub fn wait_for_words(&self, words: &str) -> super::Screen {
        self.wait_for(&format!("{words:?}"), |screen| screen.words().contains(words))
    }

    /// Waits until words are on the screen, however they are wrapped, and the corner says that all is saved.
    #[track_caller]
    pub fn wait_saved(&self, words: &str) -> super::Screen {
        self.wait_for(&format!("{words:?}, saved"), |screen| {
            screen.row(0).contains("Saved") && screen.words().contains(words)
        })
    }

    /// Leaves with the key for it; the program ends well and gives the terminal back.
    #[track_caller]
    pub fn leave(&mut self) {
        self.keys(&["Ctrl+Q"]);
        let status = self.wait_exit();
        assert_eq!(status.exit_code(), 0);
        assert_eq!(self.screen().modes(), [""; 0], "{}", self.screen());
    }
}
