//! A program in a terminal of its own, with the time at which each piece of its output came.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use vt100::{Parser, Screen};

use super::Outcome;

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that runs in a terminal; it is ended when this is dropped.
pub struct Running {
    started: Instant,
    last: Duration,
    screen: Parser,
    output: Receiver<(Instant, Vec<u8>)>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Running {
    /// Starts a program with its arguments, with nothing of this user's settings.
    pub fn start(words: &[&str], home: &Path, (columns, rows): (u16, u16)) -> Outcome<Running> {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(words.first().ok_or("no program is named")?);
        command.args(&words[1..]);
        command.cwd(home);
        command.env("TERM", "xterm-256color");
        command.env("HOME", home);
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "NEC_DIR", "NEC_TODAY"] {
            command.env_remove(name);
        }
        let mut reader = pair.master.try_clone_reader()?;
        let input = pair.master.take_writer()?;
        let (to, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if to.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    break;
                }
            }
            drop(pair.master);
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        let side = |cells| NonZero::new(cells).ok_or("a screen has cells");
        let screen = Parser::new(side(rows)?, side(columns)?, 0);
        Ok(Running { started, last: Duration::ZERO, screen, output, input, child })
    }

    /// When the screen was first seen to be so, from the start of the program.
    pub fn seen(&mut self, is_so: impl Fn(&Screen) -> bool) -> Outcome<Duration> {
        while !is_so(self.screen.screen()) {
            let (at, bytes) = self.output.recv_timeout(PATIENCE).map_err(|error| {
                format!("it was not seen ({error}) on this screen:\n{}", self.screen.screen().contents())
            })?;
            self.screen.process(&bytes);
            self.last = at - self.started;
        }
        Ok(self.last)
    }

    /// Waits until nothing was drawn for that long.
    pub fn settle(&mut self, quiet: Duration) -> Outcome {
        loop {
            match self.output.recv_timeout(quiet) {
                Ok((_, bytes)) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err("the program ended".into()),
            }
        }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) -> Outcome {
        self.input.write_all(keys.as_bytes())?;
        Ok(self.input.flush()?)
    }

    /// The most memory that it ever had, in bytes.
    pub fn peak_memory(&self) -> Outcome<u64> {
        let text = std::fs::read_to_string(self.proc()?.join("status"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024)
    }

    /// The time that all its threads had on a core, by the scheduler's count.
    pub fn cpu_time(&self) -> Outcome<Duration> {
        let mut nanoseconds = 0;
        for task in std::fs::read_dir(self.proc()?.join("task"))? {
            let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
            nanoseconds += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    fn proc(&self) -> Outcome<std::path::PathBuf> {
        let id = self.child.process_id().ok_or("it has no process id")?;
        Ok(Path::new("/proc").join(id.to_string()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
