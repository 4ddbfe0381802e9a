//! From the start of the program to its first frame and to all that follows; memory; and doing nothing.

use std::path::Path;
use std::time::Duration;

use vt100::Screen;

use super::Outcome;
use super::directory::{Made, TODAY};
use super::figures::{line, median, ms};
use super::pty::Running;
use super::words::area_name;

const NEC: &str = env!("CARGO_BIN_EXE_nec");
const SIZE: (u16, u16) = (80, 24);
const VERSIONS: usize = 10_000;
const ROUNDS: usize = 21;

fn shows(text: &'static str) -> impl Fn(&Screen) -> bool {
    move |screen| screen.contents().contains(text)
}

/// The list of areas, the flags of its plans not known yet, or known.
fn names(screen: &Screen) -> bool {
    screen.contents().contains(&area_name(0))
}

fn flags(screen: &Screen) -> bool {
    // Each of these plans has priorities that were agreed too long ago.
    names(screen) && screen.contents().contains("falls short")
}

/// The start of the list of areas, and of peers on one plan of the same directory.
pub fn start() -> Outcome {
    let made = Made::new(100)?;
    made.record(VERSIONS)?;
    let home = tempfile::tempdir()?;
    println!("1,000 plans of 100 areas, {VERSIONS} versions, a screen of 80x24");
    let mut list: [Vec<Duration>; 4] = Default::default();
    let mut memory = Vec::new();
    let plan = made.a_plan();
    let plan = plan.to_str().ok_or("the temporary folder's name is no text")?;
    let peers = [
        ("vim, one plan", vec!["vim", plan]),
        ("vim -u NONE, one plan", vec!["vim", "-u", "NONE", plan]),
        ("nano, one plan", vec!["nano", plan]),
        ("less, one plan", vec!["less", plan]),
    ];
    let mut others = vec![Vec::new(); peers.len()];
    for round in 0..=ROUNDS {
        // The first round only warms the disk's cache.
        let counts = round > 0;
        let mut nec = open(&made, home.path())?;
        let times = [
            nec.seen(|screen| !screen.contents().trim().is_empty())?,
            nec.seen(names)?,
            nec.seen(flags)?,
            nec.seen(shows("last recorded"))?,
        ];
        for (all, time) in list.iter_mut().zip(times).filter(|_| counts) {
            all.push(time);
        }
        memory.push(nec.peak_memory()?);
        drop(nec);
        for ((_, words), all) in peers.iter().zip(&mut others) {
            let seen = Running::start(words, home.path(), SIZE)
                .and_then(|mut peer| peer.seen(shows("edition = \"nec-2020\"")));
            // One that is not installed is left out.
            all.extend(seen.ok().filter(|_| counts));
        }
    }
    let [first, names, flags, last] = &list;
    line("nec, first frame", first);
    line("nec, names of the areas", names);
    line("nec, all flags", flags);
    line("nec, last changes", last);
    for ((name, _), times) in peers.iter().zip(&others) {
        if times.is_empty() {
            println!("{name}: not installed");
        } else {
            line(name, times);
        }
    }
    println!("nec, most memory: {:.1} MiB", mebibytes(median(&memory)));
    Ok(())
}

/// The time on a core while nobody does anything.
pub fn idle() -> Outcome {
    const WATCHED: Duration = Duration::from_secs(5);
    let made = Made::new(100)?;
    made.record(100)?;
    let home = tempfile::tempdir()?;
    let mut nec = open(&made, home.path())?;
    nec.seen(shows("last recorded"))?;
    for (what, keys) in [("the list of areas", ""), ("a plan", "\r"), ("a plan with a change", "x")] {
        nec.press(keys)?;
        nec.settle(Duration::from_secs(1))?;
        let before = nec.cpu_time()?;
        std::thread::sleep(WATCHED);
        let used = nec.cpu_time()?.saturating_sub(before);
        println!("{what}, {} s: {} on a core", WATCHED.as_secs(), ms(used));
    }
    Ok(())
}

fn open(made: &Made, home: &Path) -> Outcome<Running> {
    let root = made.root().to_str().ok_or("the temporary folder's name is no text")?;
    Running::start(&[NEC, "--today", TODAY, "--dir", root], home, SIZE)
}

/// For people to read; what is lost of the last bytes does not matter.
#[allow(clippy::cast_precision_loss)]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
