//! Running the `git` program: watched, stopped when it is told to or says nothing for too long, and with what it
//! says kept within bounds.

use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::address::Address;
use super::trouble::{self, Failed};
use super::{Asks, Watch};

/// How often it is looked whether somebody stopped it.
const PAUSE: Duration = Duration::from_millis(40);
/// The longest stretch without a word, where nobody can be asked anything, and where somebody may be typing.
const SILENCE: Duration = Duration::from_secs(60);
const SILENCE_OF_A_PERSON: Duration = Duration::from_secs(300);
/// How many lines of what is said are kept, and how long each may be.
const MOST_LINES: usize = 400;
const LONGEST_LINE: usize = 2000;
/// How many lines of an answer are taken: all of any true one.
const LONGEST_ANSWER: usize = 1_000_000;
/// How long what the program still had to say is waited for once it has ended: whatever it started and left behind
/// keeps its streams open.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// Variables of git's own that say how this user reaches servers, and where this user's own settings are. All
/// others of git's are left out: they say what another git is at work on.
const KEPT: [&str; 13] = [
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_ASKPASS",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_EXEC_PATH",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_SSL_CERT",
    "GIT_SSL_KEY",
    "GIT_PROXY_SSL_CAINFO",
];

/// What the program left.
pub struct Ended {
    pub status: ExitStatus,
    pub out: Vec<String>,
    /// What it said on standard error, without progress.
    pub said: Vec<String>,
}

/// A line, or a piece of progress, of one of the two streams.
enum Heard {
    Out(String),
    Said(String),
}

/// Runs `git` with these words in the repository at `home`, whose objects are kept in `objects`.
///
/// # Errors
/// Where there is no such program, it was cancelled, or it said nothing for too long; how it went otherwise is
/// for the caller to see.
pub fn git(
    home: &Path,
    objects: &Path,
    address: &Address,
    words: &[&str],
    watch: &Watch,
) -> Result<Ended, Failed> {
    let mut command = Command::new("git");
    command.args(words).current_dir(home);
    environment(&mut command, home, objects, address, watch.asks);
    let stdin = match watch.asks {
        Asks::Nobody => Stdio::null(),
        Asks::Terminal => Stdio::inherit(),
    };
    command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Whoever may ask at the terminal has to stay in front of it.
    #[cfg(unix)]
    if watch.asks == Asks::Nobody {
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
    }
    let child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::PermissionDenied => trouble::no_program(),
        _ => crate::store::write_problem(&error, "the program git could not be started").into(),
    })?;
    let mut running = Running { child, asks: watch.asks, ended: false };
    let (sender, heard) = channel();
    if let Some(out) = running.child.stdout.take() {
        listen(out, sender.clone(), Heard::Out);
    }
    if let Some(err) = running.child.stderr.take() {
        listen(err, sender, Heard::Said);
    }
    let (out, said) = attend(&mut running, &heard, address, watch)?;
    let status = running.wait().map_err(|error| {
        Failed::from(crate::store::write_problem(&error, "the program git could not be watched"))
    })?;
    Ok(Ended { status, out, said })
}

/// Takes in what the program says until it has closed both streams, or has ended.
fn attend(
    running: &mut Running,
    heard: &Receiver<Heard>,
    address: &Address,
    watch: &Watch,
) -> Result<(Vec<String>, Vec<String>), Failed> {
    let (mut out, mut said) = (Vec::new(), Vec::new());
    let silence = watch.patience.unwrap_or(match watch.asks {
        Asks::Nobody => SILENCE,
        Asks::Terminal => SILENCE_OF_A_PERSON,
    });
    let mut last = Instant::now();
    let mut ended: Option<Instant> = None;
    loop {
        if watch.is_cancelled() {
            return Err(trouble::cancelled());
        }
        match heard.recv_timeout(PAUSE) {
            Ok(Heard::Out(line)) => {
                last = Instant::now();
                if out.len() < LONGEST_ANSWER {
                    out.push(line);
                }
            }
            Ok(Heard::Said(line)) => {
                last = Instant::now();
                match super::progress::read(&line) {
                    Some(progress) => watch.tell(progress),
                    None => keep(&mut said, line),
                }
            }
            Err(RecvTimeoutError::Timeout)
                if ended.is_some_and(|ended| ended.max(last).elapsed() > LAST_WORDS) =>
            {
                return Ok((out, said));
            }
            Err(RecvTimeoutError::Timeout) if last.elapsed() > silence => {
                return Err(trouble::timed_out(address, silence.as_secs()));
            }
            Err(RecvTimeoutError::Timeout) => {
                if ended.is_none() && matches!(running.child.try_wait(), Ok(Some(_))) {
                    ended = Some(Instant::now());
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Ok((out, said)),
        }
    }
}

/// Keeps the first lines and the last.
fn keep(lines: &mut Vec<String>, line: String) {
    if lines.len() >= MOST_LINES {
        lines.remove(MOST_LINES / 2);
    }
    lines.push(line);
}

fn environment(command: &mut Command, home: &Path, objects: &Path, address: &Address, asks: Asks) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let of_git = text.starts_with("GIT_") && !KEPT.contains(&&*text);
        if of_git || text.starts_with("LC_") || text == "LANGUAGE" {
            command.env_remove(&name);
        }
    }
    command
        .env("GIT_DIR", home)
        .env("GIT_OBJECT_DIRECTORY", objects)
        .env("GIT_ALLOW_PROTOCOL", address.protocols())
        .env("GIT_OPTIONAL_LOCKS", "0")
        // What it says is looked through for its meaning.
        .env("LC_ALL", "C")
        .env("LANG", "C");
    if asks == Asks::Nobody {
        command.env("GIT_TERMINAL_PROMPT", "0");
        if let Some(ssh) = quiet_ssh() {
            command.env("GIT_SSH_COMMAND", ssh);
        }
    }
}

/// The user's own way to start SSH, told to ask nothing; nothing where it is another program than OpenSSH, which
/// would not know the option.
fn quiet_ssh() -> Option<OsString> {
    let own = match std::env::var("GIT_SSH_COMMAND") {
        Ok(own) => Some(own),
        Err(_) if std::env::var_os("GIT_SSH").is_some() => return None,
        Err(_) => crate::git::identity::of_the_user("core.sshCommand"),
    };
    let own = own.unwrap_or_else(|| "ssh".to_owned());
    let program = own.split_whitespace().next().unwrap_or_default();
    let name = Path::new(program).file_stem()?.to_string_lossy().to_lowercase();
    (name == "ssh").then(|| format!("{own} -o BatchMode=yes -o ConnectTimeout=20").into())
}

/// Reads a stream to its end in a thread of its own, a line or a piece of progress at a time.
fn listen(mut stream: impl Read + Send + 'static, sender: Sender<Heard>, as_heard: fn(String) -> Heard) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        let mut line: Vec<u8> = Vec::new();
        let tell = |line: &mut Vec<u8>| {
            let text = String::from_utf8_lossy(line).trim_end().to_owned();
            line.clear();
            text.is_empty() || sender.send(as_heard(text)).is_ok()
        };
        while let Ok(read @ 1..) = stream.read(&mut buffer) {
            for byte in &buffer[..read] {
                let is_end = matches!(byte, b'\n' | b'\r');
                if is_end && !tell(&mut line) {
                    return;
                }
                if !is_end && line.len() < LONGEST_LINE {
                    line.push(*byte);
                }
            }
        }
        tell(&mut line);
    });
}

/// The program while it runs. Dropped before it ended, it is stopped with everything that it started.
struct Running {
    child: Child,
    asks: Asks,
    ended: bool,
}

impl Running {
    fn wait(&mut self) -> std::io::Result<ExitStatus> {
        let status = self.child.wait();
        self.ended = status.is_ok();
        status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        #[cfg(unix)]
        if self.asks == Asks::Nobody
            && let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw)
        {
            // First asked, so that it takes its half-written files away.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
            let gone = super::super::staging::wait_until(Duration::from_millis(1500), || {
                matches!(self.child.try_wait(), Ok(Some(_)))
            });
            if !gone {
                let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            }
        }
        #[cfg(windows)]
        {
            let id = self.child.id().to_string();
            let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &id]).output();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
