//! What git left and is settled now: how it goes on, in words.

use crate::git::left::Written;
use crate::git::left::begun::Begun;

/// What is still to be done, a line each.
pub fn next(written: &Written) -> Vec<String> {
    let mut lines = Vec::new();
    if written.others > 0 {
        let files =
            if written.others == 1 { "1 more file" } else { &format!("{} more files", written.others) };
        lines.push(format!("Git still counts {files} as not settled: git status names them."));
    }
    lines.push(match written.begun.go_on() {
        Some(command) => {
            format!("Nothing is recorded yet. Git waits in the middle of what was begun; next: {command}")
        }
        None => "Nothing is recorded yet. Look at it, then record it: nec commit".to_owned(),
    });
    if written.begun == Begun::Rebase {
        lines.push("It may stop again at the next version; then settle that in the same way.".to_owned());
    }
    lines
}
