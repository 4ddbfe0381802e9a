//! A step that can be taken back, in words: what that will do, and what it did. The command line and the screen say the
//! same.

use crate::git::record::short;
use crate::git::undo::{Last, Reason, TakenBack, Way};
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::report::versions::moment;

/// Files that are named; of more, how many there are.
const MOST_NAMED: usize = 6;

/// What the screen says where there is nothing to take back: whoever asks there has looked for it where it is.
pub const NOTHING_LEFT: &str = "There is nothing left to take back.";

/// What is told on the command line where there is nothing to take back.
pub fn nothing() -> Problem {
    Problem::new(
        "there is nothing to take back here",
        "nec commit, sync, resolve, restore, migrate and allow can be taken back, and a plan that was taken out of the \
         list of areas; what is typed on the screen is undone there, with Ctrl+Z.",
    )
    .safe("Nothing was changed.")
}

/// What taking it back will do, a sentence or two a line.
pub fn will(last: &Last) -> Vec<String> {
    let step = &last.step;
    let mut lines = vec![format!("The last step, on {}: {}.", moment(step.at), one_line(&step.did))];
    let Some(moved) = &step.moved else {
        lines.push(puts_back(last));
        return lines;
    };
    let version = short(&moved.to);
    if let Some(received) = &moved.received {
        let from = moved.from.as_deref().map_or("", short);
        lines.push(match last.way {
            Way::FilesOnly | Way::Out => {
                let sync = match &received.elsewhere {
                    // The usual one brings nothing of it.
                    Some(address) => format!("nec sync --remote {}", one_line(address)),
                    None => "sending and receiving (nec sync)".to_owned(),
                };
                format!(
                    "This goes back to the version {from}. What came in ({}) stays with the others: {sync} brings it \
                     here again.",
                    versions(last.received)
                )
            }
            Way::NewVersion(Reason::Sent) => format!(
                "What was sent stays sent, so this records a new version that has the files as they were before. \
                 When that is sent too, what came in ({}) goes out of everybody's files; the versions themselves stay \
                 (nec log, nec restore).",
                versions(last.received)
            ),
            Way::NewVersion(Reason::BuiltOn) => format!(
                "Later versions follow, so this records a new version that has the files as they were before. When \
                 that is sent, what came in ({}) goes out of everybody's files; the versions themselves stay \
                 (nec log, nec restore).",
                versions(last.received)
            ),
        });
        if received.decided.is_some() && last.way == Way::Out {
            lines.push(
                "What was decided is to be settled again (nec resolve); all decisions but the last are kept."
                    .to_owned(),
            );
        }
        if !last.files.is_empty() {
            lines.push(puts_back(last));
        }
        return lines;
    }
    match last.way {
        Way::FilesOnly => {}
        Way::Out => lines.push(format!("This takes the version {version} out again; nobody else has it.")),
        Way::NewVersion(Reason::Sent) => lines.push(format!(
            "Others have the version {version}, so this records a new version that takes it back."
        )),
        Way::NewVersion(Reason::BuiltOn) => lines.push(format!(
            "Later versions follow the version {version}, so this records a new version that takes it back."
        )),
    }
    lines.push(match step.files.as_slice() {
        [] => "The words stay in the files, as changes that are not recorded.".to_owned(),
        _ => puts_back(last),
    });
    lines
}

/// What taking it back did.
pub fn did(last: &Last, taken: &TakenBack) -> Vec<String> {
    let step = &last.step;
    let received = step.moved.as_ref().and_then(|moved| moved.received.as_ref());
    let version = step.moved.as_ref().map_or("", |moved| short(&moved.to));
    let mut lines = Vec::new();
    match (taken, received) {
        (TakenBack::FilesOnly, _) => {}
        (TakenBack::Out, None) => lines.push(format!("The version {version} is out again.")),
        (TakenBack::Out, Some(_)) => {
            let from = step.moved.as_ref().and_then(|moved| moved.from.as_deref()).map_or("", short);
            lines.push(format!("What is recorded here is the version {from} again."));
        }
        (TakenBack::NewVersion(id), None) => {
            lines.push(format!("The version {version} is taken back by the new version {}.", short(id)));
        }
        (TakenBack::NewVersion(id), Some(_)) => {
            lines.push(format!("It is taken back by the new version {}, which is not sent yet.", short(id)));
        }
    }
    let what = one_line(&step.did);
    if step.files.is_empty() && received.is_none() {
        lines.push("The words are in the files: nec commit records them.".to_owned());
        return lines;
    }
    lines.extend(match (last.files.as_slice(), step.files.as_slice()) {
        ([], _) => None,
        (_, [one]) if one.before.is_none() => Some(format!("{} is gone, as it was before {what}.", one.file)),
        ([one], _) => Some(format!("{} is as it was before {what}.", one_line(one))),
        (many, _) => Some(format!("{} are as they were before {what}.", named(many))),
    });
    lines
}

fn puts_back(last: &Last) -> String {
    match last.step.files.as_slice() {
        [one] if one.before.is_none() => format!("This takes {} away: it was not there before.", one.file),
        _ => format!("This puts {} back as before that step.", named(&last.files)),
    }
}

fn versions(count: usize) -> String {
    match count {
        1 => "1 version".to_owned(),
        many => format!("{many} versions"),
    }
}

fn named(files: &[String]) -> String {
    let shown: Vec<String> = files.iter().take(MOST_NAMED).map(|file| one_line(file)).collect();
    match files.len().saturating_sub(MOST_NAMED) {
        0 => shown.join(", "),
        1 => format!("{} and 1 more", shown.join(", ")),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
