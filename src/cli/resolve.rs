//! `nec resolve`: places where both sides say different things, listed and settled.

use clap::{Args, ValueEnum};

use super::commit;
use super::here::{Here, tell};
use super::{Done, Outcome};
use crate::git::left::Written;
use crate::git::record::short;
use crate::git::settling::{self, End};
use crate::git::sync::conflicts::{Finished, Layer, Open, Side};
use crate::plan::document::written;
use crate::plan::merge::Take;
use crate::plan::printable::{one_line, printable, shell_word};
use crate::plan::{FieldPath, RelPath, Value};
use crate::problem::Problem;
use crate::report::versions::moment;
use crate::report::{clash, left};
use crate::store::Directory;

/// Settle what you and others changed to different things
///
/// Without anything it lists each place, with both sides and who wrote them when. mine takes what stands here, theirs what
/// came in, both the two together where that can be. A place can be settled again until the last one is; then
/// what comes of it is recorded, and nec sync sends it. Leaving half way loses nothing.
///
/// What git merge, git rebase or git stash left with marks in it (<<<<<<<) is settled in the same way: the file is
/// then written, git counts it as settled, and you are told how git goes on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec resolve\n  nec resolve west-dorset standards.face-to-face.commitment theirs"
)]
pub struct Resolve {
    /// An area by id or name, or another file of the plan directory
    #[arg(value_name = "AREA")]
    area: Option<String>,
    /// The field, as it is listed; of a whole file, its path
    #[arg(value_name = "PATH", requires = "area")]
    path: Option<String>,
    /// Which side
    #[arg(value_name = "SIDE", requires = "path")]
    side: Option<Which>,
}

/// The sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// What stands here
    Mine,
    /// What came in
    Theirs,
    /// The two together
    Both,
}

pub fn run(args: &Resolve, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let listed_now = settling::list(&directory.root)?;
    for problem in &listed_now.troubles {
        tell(problem);
    }
    let mut open = listed_now.open;
    if listed_now.ready && args.side.is_none() {
        return finish(here, &directory);
    }
    if open.is_empty() {
        return Ok(match listed_now.troubles.as_slice() {
            [] => Done::well("Nothing is to be settled.\n"),
            _ => Done::found(""),
        });
    }
    if let Some(word) = &args.area {
        let area = here.area(&directory, word).ok();
        open.retain(|open| {
            let of_area = open.file.role().and_then(|role| role.place().cloned());
            open.file.as_str() == word || of_area.is_some_and(|place| Some(place.area()) == area.as_deref())
        });
    }
    if let Some(path) = &args.path {
        open.retain(|open| word_for(open) == *path);
    }
    if open.is_empty() {
        let what = match (&args.area, &args.path) {
            (Some(area), Some(path)) => {
                format!("nothing is to be settled at “{}” of {}", one_line(path), one_line(area))
            }
            (area, _) => format!("nothing is to be settled for {}", one_line(area.as_deref().unwrap_or(""))),
        };
        return Err(Problem::new(what, "nec resolve lists what is.").safe("Nothing was changed."));
    }
    let Some(side) = args.side else {
        return Ok(Done { out: listed(&directory, &open), outcome: Outcome::Found });
    };
    let take = match side {
        Which::Mine => Take::Mine,
        Which::Theirs => Take::Theirs,
        Which::Both => Take::Both,
    };
    let mut left = 0;
    let mut kept = Vec::new();
    let mut seen: Vec<(&RelPath, &FieldPath)> = Vec::new();
    for place in &open {
        if !seen.contains(&(&place.file, &place.path)) {
            let layer = Some(Layer::Left).filter(|left| place.layer == *left);
            let (file, path) = (&place.file, &place.path);
            let chosen = settling::choose(&directory.root, file, path, layer, Some(take.clone()), None)?;
            left = chosen.left;
            kept.extend(chosen.kept);
            seen.push((&place.file, &place.path));
        }
    }
    let said: String = kept
        .iter()
        .map(|path| one_line(&path.to_string_lossy()))
        .map(|path| format!("What was written anew there before is kept in {path}\n"))
        .collect();
    if left > 0 {
        let places = if left == 1 { "1 place is" } else { &format!("{left} places are") };
        return Ok(Done::well(format!("Settled. {places} left: nec resolve\n{said}")));
    }
    let mut done = finish(here, &directory).map_err(|mut problem| {
        problem.safe = format!("{} {}", problem.safe, said.trim_end()).trim().to_owned();
        problem
    })?;
    done.out.push_str(&said);
    Ok(done)
}

/// Writes or records what was decided: everything is.
fn finish(here: &Here, directory: &Directory) -> Result<Done, Problem> {
    let is_left = settling::list(&directory.root)?.open.iter().all(|open| open.layer == Layer::Left);
    // Whoever only writes files needs no name.
    let who = if is_left { None } else { Some(commit::who(here, directory)?) };
    Ok(match settling::finish(&directory.root, who.as_ref(), None)? {
        End::Came(Finished::Recorded(id)) => Done::well(format!(
            "Settled, and everything is brought together in version {}.\nIt is not sent yet. Next: nec sync\n",
            short(&id)
        )),
        End::Came(Finished::Received(id)) => Done::well(format!(
            "Settled, and version {} of others is received.\nWhat you decided is in your files; what differs from that \
             version is not recorded yet. Next: nec commit\n",
            short(&id)
        )),
        End::Came(Finished::Open(left)) => {
            Done::well(format!("Settled. Left to settle: {left}. nec resolve lists them.\n"))
        }
        End::Came(Finished::Otherwise) => {
            Done::well("Something else is decided by now. nec resolve lists it.\n")
        }
        End::Came(Finished::Nothing) => Done::well("Nothing is to be settled any more.\n"),
        End::Written(written) => Done::well(told(&written)),
    })
}

/// What was written, and how it goes on.
fn told(written: &Written) -> String {
    let mut out = "Settled, and written:\n".to_owned();
    for file in &written.files {
        out.push_str(&format!("  {}\n", one_line(file.as_str())));
    }
    for (file, path) in &written.read_once {
        let place = one_line(&format!("{file} {path}"));
        out.push_str(&format!("  both changed it, read it once: {place}\n"));
    }
    for line in left::next(written) {
        out.push_str(&line);
        out.push('\n');
    }
    out.push_str("nec undo puts the files back as they were.\n");
    out
}

/// How a place is named on the command line: its field, or of a whole file its path.
fn word_for(open: &Open) -> String {
    if open.path.is_root() { open.file.as_str().to_owned() } else { open.path.to_string() }
}

/// Each place, with both sides and who wrote them.
pub(super) fn listed(directory: &Directory, open: &[Open]) -> String {
    let mut out = match open.len() {
        1 => "1 place at which both sides say different things:\n".to_owned(),
        many => format!("{many} places at which both sides say different things:\n"),
    };
    for place in open {
        let area = place.file.role().and_then(|role| role.place().cloned());
        let (name, word) = match &area {
            Some(at) => {
                let name = directory.areas.area(at.area()).map_or(at.area(), |area| area.name.as_str());
                (format!("{} {}", one_line(name), at.period()), at.area().to_owned())
            }
            None => (place.file.to_string(), place.file.as_str().to_owned()),
        };
        let field = word_for(place);
        out.push_str(&format!("\n{name}: {}\n", one_line(&field)));
        let not_recorded = place.layer == Layer::Unrecorded;
        out.push_str(&side("mine", &place.mine, not_recorded, &place.ours, place.path.is_root()));
        out.push_str(&side("theirs", &place.other, false, &place.theirs, place.path.is_root()));
        let sides = if place.both.is_some() { "mine, theirs or both" } else { "mine or theirs" };
        let settled = match &place.choice {
            Some(Take::Mine) => "  settled: mine. Again",
            Some(Take::Theirs) => "  settled: theirs. Again",
            Some(Take::Both) => "  settled: both. Again",
            Some(Take::Text(_)) => "  settled: as written anew. Again",
            None => "  settle",
        };
        out.push_str(&format!(
            "{settled} with: nec resolve {} {} and {sides}\n",
            quoted(&word),
            quoted(&field)
        ));
    }
    out
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let word = one_line(word);
    let plain = word.chars().all(|c| c.is_alphanumeric() || "-_./#".contains(c));
    if plain { word } else { shell_word(&word) }
}

fn side(word: &str, side: &Side, not_recorded: bool, value: &Option<Value>, whole: bool) -> String {
    let who = match (&side.by, side.when) {
        (Some(by), Some(when)) => format!(", {by}, {}", moment(when)),
        (Some(by), None) => format!(", {by}"),
        _ if not_recorded => ", you, not recorded yet".to_owned(),
        _ => String::new(),
    };
    let said = match value {
        value if whole => clash::whole(value).to_owned(),
        None => "(taken out)".to_owned(),
        Some(value) => printable(written(value).trim_end()).replace('\n', "\n      "),
    };
    format!("  {word}{who}:\n      {said}\n")
}
