//! When what was sent to `nec` has been read by it.
//!
//! Two keys sent one after another may be read together, and keys read together are a paste. So that a test
//! presses keys as a person does, one after another, it waits until each was read: Linux tells how many
//! bytes the program's reading thread has read, and whether it has gone back to sleep. Elsewhere, and for
//! other programs, nothing is waited for.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// The name of the thread in which `nec` reads the terminal.
const THREAD: &str = "terminal";

/// The thread that reads the terminal, and how much it has been sent.
pub struct Reader {
    tasks: Option<PathBuf>,
    sent: usize,
}

impl Reader {
    /// The thread of a process, where there is one and the system tells of it.
    pub fn of(process: Option<u32>) -> Self {
        let tasks =
            process.map(|id| PathBuf::from(format!("/proc/{id}/task"))).filter(|tasks| tasks.exists());
        let mut reader = Reader { tasks, sent: 0 };
        reader.sent = reader.state().map_or(0, |(read, _)| read);
        reader
    }

    /// Waits until `more` bytes beyond those of before have been read, or `over`. False where it took too
    /// long.
    pub fn wait(&mut self, more: usize, deadline: Instant, over: impl Fn() -> bool) -> bool {
        self.sent += more;
        while self.tasks.is_some() && !over() {
            if self.state().is_some_and(|(read, asleep)| read >= self.sent && asleep) {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            // The kernel has no way to tell when another process has read.
            thread::park_timeout(Duration::from_micros(200));
        }
        true
    }

    /// How many bytes the thread has read, and whether it sleeps; nothing where there is no such thread yet.
    fn state(&self) -> Option<(usize, bool)> {
        let tasks = fs::read_dir(self.tasks.as_ref()?).ok()?;
        let named =
            |task: &PathBuf| fs::read_to_string(task.join("comm")).is_ok_and(|name| name.trim() == THREAD);
        let task = tasks.filter_map(|task| Some(task.ok()?.path())).find(named)?;
        let read = fs::read_to_string(task.join("io")).ok()?;
        let read = read.lines().find_map(|line| line.strip_prefix("rchar: "))?.parse().ok()?;
        let stat = fs::read_to_string(task.join("stat")).ok()?;
        // After the name, which is in brackets.
        let asleep = stat.rsplit(')').next()?.trim_start().starts_with('S');
        Some((read, asleep))
    }
}
