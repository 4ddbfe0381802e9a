//! One call of one program made to fail, or the program killed at it, with `strace`.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::cli_support::Desk;

/// The calls that change what is on disk, or make it last. `?`: not every kind of computer has all of them.
const CALLS: [&str; 20] = [
    "?write",
    "?pwrite64",
    "?writev",
    "?ftruncate",
    "?fsync",
    "?fdatasync",
    "?sync_file_range",
    "?rename",
    "?renameat",
    "?renameat2",
    "?link",
    "?linkat",
    "?symlink",
    "?symlinkat",
    "?unlink",
    "?unlinkat",
    "?mkdir",
    "?mkdirat",
    "?open",
    "?openat",
];

/// How a call fails.
const FAULTS: [&str; 3] = ["error=ENOSPC", "error=EIO", "signal=SIGKILL"];

/// The program itself, among those that a sweep makes fail; the others are what it starts, as `fetch rev-list`: the
/// `git rev-list` that a `git fetch` starts.
const NEC: &str = "nec";

/// One call of one program, and how it fails. Its text names it, so that it can be run again alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    program: String,
    call: String,
    fault: &'static str,
    when: usize,
}

impl Moment {
    /// Whether `nec` itself changes something there.
    pub fn is_a_change_by_nec(&self) -> bool {
        self.program == NEC && self.fault == "signal=SIGKILL"
    }
}

impl Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}: {} {} {}", self.program, self.call, self.when, self.fault)
    }
}

/// Why nothing can be made to fail here; nothing where it can.
pub fn hindrance() -> Option<String> {
    match Command::new("strace").args(TRACE).args(["/dev/null", "true"]).output() {
        Err(error) => Some(format!("strace does not start ({error})")),
        Ok(output) if output.status.success() => None,
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " ");
            Some(format!("strace may not trace here ({said})"))
        }
    }
}

/// Runs `nec` with something failing, it or a `git` that it starts.
pub struct Faults {
    folder: tempfile::TempDir,
    /// What `PATH` and `GIT_EXEC_PATH` are, so that each `git` is started through a script of ours.
    ways: Vec<(&'static str, String)>,
}

impl Faults {
    /// `with_git`: what `nec` starts is to fail too.
    pub fn new(with_git: bool) -> Faults {
        let folder = tempfile::tempdir().unwrap();
        let ways = if with_git { stand_in(folder.path()) } else { Vec::new() };
        Faults { folder, ways }
    }

    /// Runs it once with nothing failing, and gives every moment at which something could.
    pub fn moments(&self, desk: &Desk, args: &[&str]) -> Vec<Moment> {
        let output = self.run(desk, args, "*", &["-e", &format!("trace={}", CALLS.join(","))]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut moments = Vec::new();
        for (program, log) in self.logs() {
            for (call, whens) in calls(&log) {
                for (when, changes) in whens {
                    // What is only read can fail as well; a kill there leaves what a kill at the next change leaves.
                    let faults = match (changes, program == NEC) {
                        (true, _) => &FAULTS[..],
                        (false, true) => &FAULTS[1..2],
                        (false, false) => &[],
                    };
                    moments.extend(faults.iter().map(|fault| Moment {
                        program: program.clone(),
                        call: call.clone(),
                        fault,
                        when,
                    }));
                }
            }
        }
        moments
    }

    /// Runs it with this call failing. Says whether it came that far.
    pub fn at(&self, desk: &Desk, args: &[&str], moment: &Moment) -> (Output, bool) {
        let Moment { program, call, fault, when } = moment;
        let inject = format!("inject={call}:{fault}:when={when}");
        let output = self.run(desk, args, program, &["-e", &format!("trace={call}"), "-e", &inject]);
        let came = |(_, log): (String, String)| log.contains("INJECTED") || log.contains("killed by SIGKILL");
        (output, self.logs().into_iter().any(came))
    }

    /// Runs it, stops it after this call of its, has something done meanwhile, and lets it go on. Says whether it came
    /// that far.
    pub fn stopped_at(
        &self,
        desk: &Desk,
        args: &[&str],
        moment: &Moment,
        meanwhile: impl FnOnce(),
    ) -> (Output, bool) {
        let Moment { program, call, when, .. } = moment;
        let inject = format!("inject={call}:signal=SIGSTOP:when={when}");
        let mut command = self.command(desk, args, program, &["-e", &format!("trace={call}"), "-e", &inject]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stopped = loop {
            let log = std::fs::read(self.folder.path().join("logs").join(program)).unwrap_or_default();
            let log = String::from_utf8_lossy(&log).into_owned();
            if let Some(line) = log.lines().find(|line| line.contains("stopped by SIGSTOP")) {
                break Some(line.split(' ').next().unwrap().to_owned());
            }
            if child.try_wait().unwrap().is_some() {
                break None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        if let Some(thread) = &stopped {
            meanwhile();
            let status = std::fs::read_to_string(format!("/proc/{thread}/status")).unwrap();
            let process = status.lines().find_map(|line| line.strip_prefix("Tgid:")).unwrap().trim();
            assert!(Command::new("kill").args(["-CONT", process]).status().unwrap().success());
        }
        (child.wait_with_output().unwrap(), stopped.is_some())
    }

    fn run(&self, desk: &Desk, args: &[&str], program: &str, words: &[&str]) -> Output {
        self.command(desk, args, program, words).output().unwrap()
    }

    /// `nec`, with `strace` and these words of its for one program, or for all (`*`).
    fn command(&self, desk: &Desk, args: &[&str], program: &str, words: &[&str]) -> Command {
        let logs = self.folder.path().join("logs");
        let _ = std::fs::remove_dir_all(&logs);
        std::fs::create_dir(&logs).unwrap();
        let nec = desk.nec(args);
        let is_traced = program == NEC || program == "*";
        let mut command = if is_traced {
            let mut strace = Command::new("strace");
            strace.args(TRACE).arg(logs.join(NEC)).args(words).arg(nec.get_program());
            strace
        } else {
            Command::new(nec.get_program())
        };
        command.args(nec.get_args()).current_dir(&desk.root).env_clear();
        for (name, value) in nec.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        for (name, value) in &self.ways {
            command.env(name, value);
        }
        command.env("PROOF_LOGS", &logs).env("PROOF_PROGRAM", program).env("PROOF_WORDS", words.join(" "));
        command
    }

    /// What `strace` noted, by the program's name.
    fn logs(&self) -> BTreeMap<String, String> {
        let entries = std::fs::read_dir(self.folder.path().join("logs")).unwrap();
        let read = |entry: std::fs::DirEntry| {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            (entry.file_name().into_string().unwrap(), text)
        };
        entries.map(|entry| read(entry.unwrap())).collect()
    }
}

/// Its threads are followed, what it starts is let go.
const TRACE: [&str; 5] = ["-f", "-b", "execve", "-qq", "-o"];

/// Every call in what `strace` noted, by name: the how manieth of its thread, and whether it changes anything.
fn calls(log: &str) -> BTreeMap<String, BTreeMap<usize, bool>> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut calls: BTreeMap<String, BTreeMap<usize, bool>> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, words)) = rest.trim_start().split_once('(') else { continue };
        if !call.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            continue;
        }
        let when = counts.entry((thread, call)).or_default();
        *when += 1;
        let opens = call.starts_with("open");
        let changes = !opens || ["O_CREAT", "O_WRONLY", "O_RDWR"].iter().any(|flag| words.contains(flag));
        *calls.entry(call.to_owned()).or_default().entry(*when).or_default() |= changes;
    }
    calls
}

/// Puts a script in the place of `git` and of each program that it starts, so that each can be traced by its name.
fn stand_in(folder: &Path) -> Vec<(&'static str, String)> {
    let asked = Command::new("git").arg("--exec-path").output().unwrap();
    let real = PathBuf::from(String::from_utf8(asked.stdout).unwrap().trim());
    let ours = folder.join("git-core");
    std::fs::create_dir(&ours).unwrap();
    let names: BTreeSet<_> =
        std::fs::read_dir(&real).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    for name in names {
        let traced = ["git", "git-upload-pack", "git-receive-pack"].iter().any(|traced| name == *traced);
        if !traced {
            std::os::unix::fs::symlink(real.join(&name), ours.join(&name)).unwrap();
            continue;
        }
        let script = format!(
            r#"#!/bin/sh
case ${{0##*/}} in
git-*) name=${{0##*/git-}} ;;
*) name=$1 ;;
esac
case $name in -*) name=$2 ;; esac
if [ -n "$PROOF_WITHIN" ]; then program="$PROOF_WITHIN $name"; else program=$name; fi
PROOF_WITHIN=${{PROOF_WITHIN:-$name}}
export PROOF_WITHIN
if [ "$PROOF_PROGRAM" = "*" ] || [ "$PROOF_PROGRAM" = "$program" ]; then
    exec strace {} "$PROOF_LOGS/$program" $PROOF_WORDS "{}" "$@"
fi
exec "{}" "$@"
"#,
            TRACE.join(" "),
            real.join(&name).display(),
            real.join(&name).display(),
        );
        write_script(&ours.join(&name), &script);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let ours = ours.to_str().unwrap();
    vec![("PATH", format!("{ours}:{path}")), ("GIT_EXEC_PATH", ours.to_owned())]
}

fn write_script(place: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(place, text).unwrap();
    std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755)).unwrap();
}
