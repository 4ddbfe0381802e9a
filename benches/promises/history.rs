//! One plan's history over 10,000 versions, beside `git log -- path`.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nec::git::history::{Entry, History, remember};
use nec::plan::RelPath;
use nec::report::versions::Telling;

use super::Outcome;
use super::directory::Made;
use super::figures::{line, median, ratio};

/// Versions of the directory.
const VERSIONS: usize = 10_000;
/// Versions on a first screen.
const SCREEN: usize = 20;
const ROUNDS: usize = 11;

/// A plan with some ten versions among them, and one with some thousand.
pub fn history() -> Outcome {
    for (areas, plans) in [(100, "1,000"), (1, "ten")] {
        let made = Made::new(areas)?;
        made.record(VERSIONS)?;
        let path = made.a_plan();
        let file = path.strip_prefix(made.root())?.to_str().ok_or("the path is no text")?.to_owned();
        println!("10,000 versions of {plans} plans");
        one_plan(made.root(), &file)?;
    }
    Ok(())
}

/// Each is measured with nothing remembered, and with all that is remembered once the list of areas has been up.
fn one_plan(root: &Path, file: &str) -> Outcome {
    let rel = RelPath::new(file).map_err(|problem| problem.to_string())?;
    let area = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
    let log = |words: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(root).arg("log").args(words).args(["--", file]);
        process(&mut git)
    };
    let nec = || {
        let mut own = Command::new(env!("CARGO_BIN_EXE_nec"));
        process(own.arg("--dir").arg(root).args(["--period", "2026-27", "log", area]))
    };
    let mut times: [Vec<Duration>; WHAT.len()] = Default::default();
    for round in 0..=ROUNDS {
        forget(root)?;
        let cold = walk(root, &rel)?;
        let told_cold = nec()?;
        forget(root)?;
        let start = Instant::now();
        remember(root, &|| true).map_err(|problem| problem.to_string())?;
        let remembering = start.elapsed();
        let warm = walk(root, &rel)?;
        let told_warm = nec()?;
        let (git, patches) = (log(&["--format=%h %ad %an %s"])?, log(&["-p"])?);
        // The first round only warms the disk's cache.
        if round > 0 {
            let round = [cold[0], cold[1], cold[2], warm[0], warm[1], warm[2], git, told_cold, told_warm];
            let round = round.into_iter().chain([patches, remembering]);
            times.iter_mut().zip(round).for_each(|(times, time)| times.push(time));
        }
    }
    WHAT.iter().zip(&times).for_each(|(what, times)| line(what, times));
    let [.., cold, _, _, warm, git, told_cold, told_warm, _, _] = times.each_ref().map(|times| median(times));
    println!(
        "the whole walk ÷ git, nothing remembered: {:.2}; remembered: {:.2}",
        ratio(cold, git),
        ratio(warm, git)
    );
    println!(
        "nec log ÷ git, nothing remembered: {:.2}; remembered: {:.2}",
        ratio(told_cold, git),
        ratio(told_warm, git)
    );
    Ok(())
}

/// What is measured, in order.
const WHAT: [&str; 11] = [
    "the first version, with what it changed; nothing remembered",
    "a first screen: twenty versions, or all there are; nothing remembered",
    "the whole walk; nothing remembered",
    "the first version; remembered",
    "a first screen; remembered",
    "the whole walk; remembered",
    "git log -- path, as a process",
    "nec log, as a process, with what each changed; nothing remembered, and nothing kept where it is piped",
    "nec log, as a process; remembered",
    "git log -p -- path, as a process: the same as lines",
    "remembering what all versions changed, once",
];

/// Has nothing be remembered of the versions.
fn forget(root: &Path) -> Outcome {
    match std::fs::remove_file(root.join(".nec/history")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The time to the first version, to a screen of them, and to the last; what they changed is told of a screen.
fn walk(root: &Path, file: &RelPath) -> Outcome<[Duration; 3]> {
    let start = Instant::now();
    let mut history = History::of(root, file).map_err(|problem| problem.to_string())?;
    let mut times = [Duration::ZERO; 2];
    let mut telling = Telling::default();
    let mut many = 0;
    while many < SCREEN
        && let Some(entry) = history.next()
    {
        let entry: Entry = entry.map_err(|problem| problem.to_string())?;
        std::hint::black_box(telling.what(&history, &entry, file).line());
        many += 1;
        if many == 1 {
            times[0] = start.elapsed();
        }
    }
    times[1] = start.elapsed();
    many += history.filter_map(Result::ok).count();
    std::hint::black_box(many);
    Ok([times[0], times[1], start.elapsed()])
}

fn process(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut out = Vec::new();
    child.stdout.take().ok_or("it says nothing")?.read_to_end(&mut out)?;
    let ended = child.wait()?;
    let took = start.elapsed();
    if ended.success() && !out.is_empty() { Ok(took) } else { Err(format!("{command:?} failed").into()) }
}
