//! `nec check` as a whole process, beside `taplo lint`, and beside reading and parsing alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;
use toml::de::DeTable;

use super::Outcome;
use super::directory::{Made, TODAY};
use super::figures::{line, median, ms, ratio, spent_by_others};

/// 1,000 plans, beside taplo and the floor.
pub fn check() -> Outcome {
    let thousand = Made::new(100)?;
    let bytes = fs::metadata(thousand.a_plan())?.len();
    println!(
        "1,000 plans of {} lines, {bytes} bytes",
        fs::read_to_string(thousand.a_plan())?.lines().count()
    );
    size(&thousand, 15)?;
    Ok(())
}

/// 10,000 plans, beside the same and beside 1,000.
pub fn check_10000() -> Outcome {
    let first = alone(&Made::new(100)?, 5)?;
    told("nec check, 1,000 plans", &first);
    println!("\n10,000 plans");
    let then = size(&Made::new(1000)?, 5)?;
    println!("nec check, ten times the plans: {:.1} times the time", ratio(then, median(&cores(&first))));
    Ok(())
}

/// 10,000 plans, of which none is broken, then a hundred.
pub fn broken() -> Outcome {
    const ROUNDS: usize = 5;
    let made = Made::new(1000)?;
    let whole = alone(&made, ROUNDS)?;
    for file in made.files.iter().step_by(made.files.len() / 100) {
        let path = made.root().join(file);
        // The first quote of a text is missing.
        let text = fs::read_to_string(&path)?.replacen("area = \"", "area = ", 1);
        fs::write(&path, text)?;
    }
    let broken = alone(&made, ROUNDS)?;
    told("nec check, 10,000 plans", &whole);
    told("nec check, 10,000 plans, 100 of them broken", &broken);
    let [wall, cores] = [wall, cores].map(|of| ratio(median(&of(&broken)), median(&of(&whole))));
    println!("with a hundred broken ÷ with none: {wall:.2}; by time on cores: {cores:.2}");
    Ok(())
}

/// `nec check` alone, so many times after a first one that only warms the disk's cache.
fn alone(made: &Made, rounds: usize) -> Outcome<Vec<Took>> {
    nec(made.root(), "human")?;
    (0..rounds).map(|_| nec(made.root(), "human")).collect()
}

/// Measures all on one directory, in turn, and gives the median of the time of `nec check` on cores.
fn size(made: &Made, rounds: usize) -> Outcome<Duration> {
    let (mut human, mut json, mut schema, mut plain) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut floor, mut halves) = (Vec::new(), Vec::new());
    // The project's own, as it stands beside the plans of this edition.
    let own = NamedTempFile::with_suffix(".json")?;
    fs::write(own.path(), schema_of_plans(made.root())?)?;
    let own = format!("--schema=file://{}", own.path().display());
    for round in 0..=rounds {
        let times = [
            (&mut human, Some(nec(made.root(), "human")?)),
            (&mut json, Some(nec(made.root(), "json")?)),
            (&mut schema, taplo(made, &own)?),
            (&mut plain, taplo(made, "--no-schema")?),
            (&mut floor, Some(read_and_parse(made, 1)?)),
            (&mut halves, Some(read_and_parse(made, 2)?)),
        ];
        // The first round only warms the disk's cache.
        for (all, time) in times.into_iter().filter(|_| round > 0) {
            all.extend(time);
        }
    }
    told("nec check", &human);
    told("nec check --format json", &json);
    told("reading and parsing alone, one core", &floor);
    told("reading and parsing alone, two cores", &halves);
    if schema.is_empty() {
        println!("taplo is not installed");
    } else {
        told("taplo lint --schema", &schema);
        told("taplo lint --no-schema", &plain);
        let [wall, cores] = [wall, cores].map(|of| ratio(median(&of(&schema)), median(&of(&human))));
        println!("taplo with a schema ÷ nec check: {wall:.1}; by time on cores: {cores:.1}");
    }
    println!(
        "nec check ÷ reading and parsing on one core: {:.2}",
        ratio(median(&wall(&human)), median(&wall(&floor)))
    );
    Ok(median(&cores(&human)))
}

/// What a program took.
#[derive(Debug, Clone, Copy)]
struct Took {
    wall: Duration,
    /// The time on cores, together. It changes less than the other when the machine is not alone.
    cores: Duration,
}

fn wall(all: &[Took]) -> Vec<Duration> {
    all.iter().map(|took| took.wall).collect()
}

fn cores(all: &[Took]) -> Vec<Duration> {
    all.iter().map(|took| took.cores).collect()
}

fn told(what: &str, all: &[Took]) {
    line(what, &wall(all));
    let spent = median(&cores(all));
    if !spent.is_zero() {
        println!("{:<52} {:>11}", "  on cores", ms(spent));
    }
}

fn nec(root: &Path, format: &str) -> Outcome<Took> {
    let mut nec = Command::new(env!("CARGO_BIN_EXE_nec"));
    nec.args(["--today", TODAY, "check", "--format", format, "--dir"]).arg(root);
    let (time, status) = time(&mut nec)?;
    // 1: it ran and found something.
    if !matches!(status, Some(0 | 1)) {
        return Err(format!("nec check ended with {status:?}").into());
    }
    Ok(time)
}

/// The JSON Schema of a plan.
fn schema_of_plans(root: &Path) -> Outcome<Vec<u8>> {
    let mut nec = Command::new(env!("CARGO_BIN_EXE_nec"));
    let output = nec.args(["schema", "plan", "--dir"]).arg(root).output()?;
    if !output.status.success() {
        return Err("nec schema failed".into());
    }
    Ok(output.stdout)
}

/// Nothing where taplo is not installed.
fn taplo(made: &Made, schema: &str) -> Outcome<Option<Took>> {
    let mut taplo = Command::new("taplo");
    taplo.current_dir(made.root()).args(["lint", schema]).args(&made.files).env("RUST_LOG", "error");
    match time(&mut taplo) {
        Ok((time, Some(0))) => Ok(Some(time)),
        Ok((_, status)) => Err(format!("taplo ended with {status:?}").into()),
        Err(_) => Ok(None),
    }
}

fn time(command: &mut Command) -> Outcome<(Took, Option<i32>)> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let (start, before) = (Instant::now(), spent_by_others());
    let status = command.status()?;
    Ok((Took { wall: start.elapsed(), cores: spent_by_others().saturating_sub(before) }, status.code()))
}

/// Reads every plan and parses it as TOML, and does nothing with it, on so many cores.
fn read_and_parse(made: &Made, cores: usize) -> Outcome<Took> {
    let start = Instant::now();
    let share = made.files.len().div_ceil(cores);
    let work = |files: &[String]| {
        files
            .iter()
            .filter_map(|file| fs::read_to_string(made.root().join(file)).ok())
            .filter(|text| DeTable::parse(text).is_ok())
            .count()
    };
    let read: usize = std::thread::scope(|scope| {
        let threads: Vec<_> =
            made.files.chunks(share).map(|files| scope.spawn(move || work(files))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).sum()
    });
    if read != made.files.len() {
        return Err("a plan could not be parsed".into());
    }
    Ok(Took { wall: start.elapsed(), cores: Duration::ZERO })
}
