//! A program in a terminal of its own.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use super::Screen;
use super::consumed::Reader;
use super::keys;

/// How long anything may take before a test gives up: far longer than it ever should, even where many tests
/// share two cores.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a program is started. A clone starts it again in the same home and folder.
#[derive(Debug, Clone)]
pub struct Setup {
    root: Arc<TempDir>,
    program: PathBuf,
    args: Vec<OsString>,
    envs: Vec<(OsString, OsString)>,
    dir: PathBuf,
    size: (u16, u16),
}

impl Setup {
    /// `nec` at 80x24, with an empty home and an empty working folder of its own, and nothing of this
    /// machine's settings.
    pub fn new() -> Self {
        let root = TempDir::new().expect("a temporary folder");
        let dir = root.path().join("work");
        fs::create_dir(&dir).expect("a working folder");
        fs::create_dir(root.path().join("home")).expect("a home");
        let program = PathBuf::from(env!("CARGO_BIN_EXE_nec"));
        Setup { root: Arc::new(root), program, args: Vec::new(), envs: Vec::new(), dir, size: (80, 24) }
    }

    /// Another program than `nec`.
    pub fn program(mut self, program: impl AsRef<Path>) -> Self {
        self.program = program.as_ref().to_owned();
        self
    }

    pub fn args(mut self, args: &[impl AsRef<OsStr>]) -> Self {
        self.args = args.iter().map(|arg| arg.as_ref().to_owned()).collect();
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.envs.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Another working folder.
    pub fn in_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.dir = dir.as_ref().to_owned();
        self
    }

    /// Columns and rows.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// The working folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The home.
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The environment that the program gets, and no other.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let home = self.home();
        let mut envs: Vec<(OsString, OsString)> = vec![
            ("PATH".into(), env::var_os("PATH").unwrap_or_default()),
            ("HOME".into(), home.clone().into()),
            ("TERM".into(), "xterm-256color".into()),
            ("LANG".into(), "C.UTF-8".into()),
            ("TZ".into(), "Europe/London".into()),
        ];
        for (name, folder) in [
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
            ("XDG_CACHE_HOME", ".cache"),
            ("XDG_RUNTIME_DIR", ".run"),
        ] {
            envs.push((name.into(), home.join(folder).into()));
        }
        envs.extend(self.envs.iter().cloned());
        envs
    }

    /// Starts the program.
    pub fn start(&self) -> Session {
        Session::start(self)
    }
}

/// A program running in a terminal. It is killed when this is dropped.
pub struct Session {
    /// Its home and folder last as long as it does.
    _setup: Setup,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<Shared>,
    reader: Reader,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Seen>,
    news: Condvar,
}

#[derive(Default)]
struct Seen {
    terminal: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

impl Seen {
    fn is_over(&self) -> bool {
        self.ended || !self.terminal.screen().alternate_screen()
    }

    /// Whether no frame is half written: the program says where each begins and ends, and a terminal shows none of it
    /// before.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|bytes| bytes == mark);
        self.ended || last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }
}

impl Session {
    fn start(setup: &Setup) -> Self {
        let size = pty_size(setup.size);
        let pty = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(&setup.program);
        command.args(&setup.args);
        command.cwd(&setup.dir);
        command.env_clear();
        for (name, value) in setup.environment() {
            command.env(name, value);
        }
        let shared = Arc::new(Shared::default());
        shared.lock().terminal = parser(setup.size);
        let child = pty.slave.spawn_command(command).expect("the program starts");
        // The program's end of the terminal is its own now: the reading below ends when it lets go of it.
        drop(pty.slave);
        let mut output = pty.master.try_clone_reader().expect("the terminal's output");
        let writer = pty.master.take_writer().expect("the terminal's input");
        let told = Arc::clone(&shared);
        thread::spawn(move || {
            let mut bytes = [0; 64 * 1024];
            while let Ok(length @ 1..) = output.read(&mut bytes) {
                let mut seen = told.lock();
                seen.raw.extend_from_slice(&bytes[..length]);
                seen.terminal.process(&bytes[..length]);
                told.news.notify_all();
            }
            told.lock().ended = true;
            told.news.notify_all();
        });
        let reader = Reader::of(child.process_id());
        Session {
            _setup: setup.clone(),
            master: Some(pty.master),
            writer: Some(writer),
            child,
            shared,
            reader,
        }
    }

    /// Says that another process than the one started is the `nec` that reads keys and is waited for, or that
    /// none is.
    pub fn keys_go_to(&mut self, nec: Option<u32>) {
        self.reader = Reader::of(nec);
    }

    /// Sends text as it is, in one write: several keys at once, or a paste from a terminal that does not mark
    /// its pastes. Waits until the program has read it.
    pub fn send(&mut self, text: &str) {
        let writer = self.writer.as_mut().expect("a terminal");
        writer.write_all(text.as_bytes()).and_then(|()| writer.flush()).expect("the terminal takes input");
        // Without its screen, `nec` reads lines if anything.
        let over = || self.shared.lock().is_over();
        if !self.reader.wait(text.len(), Instant::now() + PATIENCE, over) {
            panic!("the program did not read {text:?}:\n{}", self.screen());
        }
    }

    /// Presses keys by name, one after another: `&["Ctrl+N", "Shift+Tab", "F8", "a"]`.
    pub fn keys(&mut self, names: &[&str]) {
        for name in names {
            self.send(&keys::bytes(name));
        }
    }

    /// Types a text, a key at a time; a new line is Enter.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.send(&if c == '\n' { '\r' } else { c }.to_string());
        }
    }

    /// Pastes a text as terminals do that mark their pastes.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let mut seen = self.shared.lock();
        let (height, width) = (NonZeroU16::new(rows), NonZeroU16::new(columns));
        seen.terminal.screen_mut().set_size(height.expect("rows"), width.expect("columns"));
        drop(seen);
        self.master.as_ref().expect("a terminal").resize(pty_size((columns, rows))).expect("another size");
    }

    /// What the terminal shows now.
    pub fn screen(&self) -> Screen {
        Screen::new(self.shared.lock().terminal.screen())
    }

    /// Waits until the screen is as asked, and gives it. `what` says what was expected.
    #[track_caller]
    pub fn wait_for(&self, what: &str, mut asked: impl FnMut(&Screen) -> bool) -> Screen {
        let found =
            self.wait(|seen| seen.is_whole().then(|| Screen::new(seen.terminal.screen())).filter(&mut asked));
        found.unwrap_or_else(|why| panic!("{why} while waiting for {what}:\n{}", self.screen()))
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) -> Screen {
        self.wait_for(&format!("{text:?}"), |screen| screen.contains(text))
    }

    /// Waits until a text is not on the screen.
    #[track_caller]
    pub fn wait_for_no_text(&self, text: &str) -> Screen {
        self.wait_for(&format!("no {text:?}"), |screen| !screen.contains(text))
    }

    /// Waits until the program has ended, and gives how.
    #[track_caller]
    pub fn wait_exit(&mut self) -> ExitStatus {
        // The end of the output is the end of the program, unless another holds the terminal.
        let ended = self.wait(|seen| seen.ended.then_some(()));
        ended.unwrap_or_else(|why| panic!("{why} while waiting for the program's end:\n{}", self.screen()));
        self.child.wait().expect("the program's status")
    }

    /// All that the program wrote so far, to the byte.
    pub fn raw(&self) -> Vec<u8> {
        self.shared.lock().raw.clone()
    }

    /// What it wrote since it had written `bytes`.
    pub fn raw_since(&self, bytes: usize) -> Vec<u8> {
        self.shared.lock().raw[bytes..].to_vec()
    }

    /// The program's process id.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a process id")
    }

    /// Sends a signal by name: "HUP", "TERM", "TSTP", "CONT".
    pub fn signal(&self, name: &str) {
        self.signal_to(name, self.id());
    }

    /// Sends a signal to another process, such as one that the program started.
    pub fn signal_to(&self, name: &str, process: u32) {
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{name} {process}")).status();
        assert!(sent.is_ok_and(|status| status.success()), "no signal {name} could be sent");
    }

    /// Kills the program at once, as a power cut would, and waits until it is gone.
    pub fn kill9(&mut self) {
        self.signal("KILL");
        self.child.wait().expect("the program's status");
    }

    /// Waits for what `find` finds in what was seen, or says why it never will.
    fn wait<T>(&self, mut find: impl FnMut(&Seen) -> Option<T>) -> Result<T, &'static str> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.shared.lock();
        loop {
            if let Some(found) = find(&seen) {
                return Ok(found);
            }
            if seen.ended {
                return Err("the program ended");
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err("it took too long");
            }
            seen = self.shared.news.wait_timeout(seen, left).expect("no other thread failed").0;
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Already gone, perhaps.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("no other thread failed")
    }
}

/// Waits until a process is stopped: a signal to go on that comes earlier is lost.
#[track_caller]
pub fn wait_until_stopped(process: u32) {
    // The state follows the name, which is in brackets.
    let is_stopped =
        |stat: &str| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'));
    if cfg!(target_os = "linux") {
        wait_for_file(Path::new(&format!("/proc/{process}/stat")), is_stopped);
    }
}

/// Waits until a file is there and its text is as asked.
#[track_caller]
pub fn wait_for_file(path: &Path, asked: impl Fn(&str) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let text = fs::read_to_string(path).unwrap_or_default();
        if asked(&text) {
            return;
        }
        assert!(Instant::now() < deadline, "{} is not as it should be: {text:?}", path.display());
        // Nothing tells of another process's files but asking.
        thread::park_timeout(Duration::from_millis(1));
    }
}

fn parser((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(rows).expect("rows"), NonZeroU16::new(columns).expect("columns"), 0)
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
