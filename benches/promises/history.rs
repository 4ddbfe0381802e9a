//! One plan's history over 10,000 versions, beside `git log -- path`.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nec::git::history::{Entry, History};
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

fn one_plan(root: &Path, file: &str) -> Outcome {
    let rel = RelPath::new(file).map_err(|problem| problem.to_string())?;
    let area = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
    let (mut first, mut screen, mut whole) = Default::default();
    let (mut git, mut nec, mut lines) = Default::default();
    for round in 0..=ROUNDS {
        let [one, many, all] = walk(root, &rel)?;
        let mut log = Command::new("git");
        log.arg("-C").arg(root).args(["log", "--format=%h %ad %an %s", "--", file]);
        let mut own = Command::new(env!("CARGO_BIN_EXE_nec"));
        own.arg("--dir").arg(root).args(["--period", "2026-27", "log", area]);
        let (peer, told) = (process(&mut log)?, process(&mut own)?);
        let mut patches = Command::new("git");
        patches.arg("-C").arg(root).args(["log", "-p", "--", file]);
        let patches = process(&mut patches)?;
        // The first round only warms the disk's cache.
        if round > 0 {
            let into: [(&mut Vec<Duration>, Duration); 6] = [
                (&mut first, one),
                (&mut screen, many),
                (&mut whole, all),
                (&mut git, peer),
                (&mut nec, told),
                (&mut lines, patches),
            ];
            into.into_iter().for_each(|(times, time)| times.push(time));
        }
    }
    line("the first version, with what it changed", &first);
    line("a first screen: twenty versions, or all there are", &screen);
    line("the whole walk", &whole);
    line("git log -- path, as a process", &git);
    line("nec log, as a process, with what each changed", &nec);
    line("git log -p -- path, as a process: the same as lines", &lines);
    println!("the walk ÷ git: {:.2}", ratio(median(&whole), median(&git)));
    println!("nec log ÷ git: {:.2}", ratio(median(&nec), median(&git)));
    Ok(())
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
