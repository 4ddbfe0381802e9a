//! From what was taken to be recorded to what may be: judged by the very bytes that a version would hold.

use std::collections::HashMap;
use std::path::Path;

use super::blocked::blocked;
use crate::git::versions::Difference;
use crate::git::{self, Taken};
use crate::plan::place::Role;
use crate::plan::{Place, RelPath};
use crate::problem::Problem;
use crate::store::content::Content;
use crate::store::{Directory, Files};

/// What may be recorded, and why the rest may not.
pub struct Fit {
    /// The plan directory with these contents in place of those on disk.
    pub directory: Directory,
    pub files: Vec<(Content, Difference)>,
    /// Why others are left out.
    pub left_out: Vec<Problem>,
}

impl Fit {
    /// What is to be recorded.
    pub fn contents(&self) -> Vec<Content> {
        self.files.iter().map(|(content, _)| content.clone()).collect()
    }
}

/// Judges what was taken from the plan directory at `root`, by its settings as they would be recorded.
///
/// A file that is gone waits where it seems to have been renamed to one that is left out: to record one half of
/// that would take the plan away.
///
/// # Errors
/// Where what was taken leaves no plan directory, or the repository cannot be read.
pub fn fit(root: &Path, taken: Taken) -> Result<Fit, Problem> {
    let files = Files::taken(root, taken.files.iter().map(|(content, _)| content));
    let directory = Directory::of(root, files)?;
    let mut fit = Fit { directory, files: Vec::new(), left_out: taken.problems };
    let mut new_and_unfit = Vec::new();
    for (content, difference) in taken.files {
        let problems = match difference {
            Difference::Gone => Vec::new(),
            Difference::New | Difference::Changed => blocked(&fit.directory, &content.file),
        };
        if problems.is_empty() {
            fit.files.push((content, difference));
        } else if difference == Difference::New {
            new_and_unfit.push(content);
        }
        fit.left_out.extend(problems);
    }
    fit.keep_renamed(&new_and_unfit)?;
    Ok(fit)
}

impl Fit {
    /// Leaves out what is gone and stands under another name in a file that is left out.
    fn keep_renamed(&mut self, left_out: &[Content]) -> Result<(), Problem> {
        if left_out.is_empty() {
            return Ok(());
        }
        let mut waiting: HashMap<Place, RelPath> = HashMap::new();
        for (content, difference) in &self.files {
            let Some(Role::Plan(place)) = content.file.role() else { continue };
            if *difference == Difference::Gone
                && let Some(before) = git::recorded_text(&self.directory.root, &content.file)?
                && let Some(now) = left_out.iter().find(|new| is_much_of(&before, new))
            {
                waiting.insert(place, now.file.clone());
            }
        }
        let now_at = |content: &Content, difference: Difference| {
            let place = content.file.role()?.place().cloned()?;
            waiting.get(&place).filter(|_| difference == Difference::Gone)
        };
        for (content, difference) in &self.files {
            if let Some(now) = now_at(content, *difference) {
                let what =
                    format!("this file is gone, and much of its plan is now in {now}, which is left out");
                let next = "Once that one can be recorded, both are recorded together.";
                let problem = Problem::new(what, next).in_file(content.file.to_string());
                self.left_out.push(problem.safe("It is not recorded as taken away."));
            }
        }
        self.files.retain(|(content, difference)| now_at(content, *difference).is_none());
        Ok(())
    }
}

/// Whether at least half of a text's lines stand in a file too.
fn is_much_of(text: &str, content: &Content) -> bool {
    let Some(bytes) = &content.bytes else { return false };
    let other = String::from_utf8_lossy(bytes);
    let mut there: HashMap<&str, usize> = HashMap::new();
    for line in other.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *there.entry(line).or_default() += 1;
    }
    let (mut all, mut kept) = (0_usize, 0_usize);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        all += 1;
        if let Some(left) = there.get_mut(line).filter(|left| **left > 0) {
            *left -= 1;
            kept += 1;
        }
    }
    all > 0 && kept * 2 >= all
}
