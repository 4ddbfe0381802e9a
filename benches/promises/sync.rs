//! `nec sync` with nothing to bring together, beside `git fetch && git push`, on a shared repository on this disk.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Outcome;
use super::figures::{line, median, ratio};

/// How often each is run; the first time only warms the disk's cache.
const ROUNDS: usize = 30;

pub fn sync() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    let nec = env!("CARGO_BIN_EXE_nec");
    let home = folder.path();
    let run = |program: &str, folder: &Path, words: &[&str]| timed(program, home, folder, words);
    let (own, shared, copy) = (path("own"), path("shared.git"), path("copy"));
    let text = |path: &Path| path.to_string_lossy().into_owned();
    run(nec, folder.path(), &["init", &text(&own)])?;
    run("git", folder.path(), &["clone", "-q", "--bare", &text(&own), &text(&shared)])?;
    run(nec, folder.path(), &["join", &text(&shared), &text(&copy)])?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let this = run(nec, &copy, &["sync"])?;
        let that = run("git", &copy, &["fetch", "-q"])? + run("git", &copy, &["push", "-q"])?;
        if round > 0 {
            ours.push(this);
            theirs.push(that);
        }
    }
    line("nec sync, nothing new on either side", &ours);
    line("git fetch && git push", &theirs);
    println!("nec sync ÷ git: {:.2}", ratio(median(&ours), median(&theirs)));
    Ok(())
}

/// Runs a program in a folder, with a home of its own; gives how long it took.
fn timed(program: &str, home: &Path, folder: &Path, words: &[&str]) -> Outcome<Duration> {
    let start = Instant::now();
    let status = Command::new(program)
        .args(words)
        .current_dir(folder)
        .env("HOME", home)
        .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
        .env("GIT_AUTHOR_EMAIL", "inspector@example.police.uk")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let took = start.elapsed();
    if status.success() { Ok(took) } else { Err(format!("{program} {words:?} failed").into()) }
}
