//! `nec check --fix`: mends what needs nobody to decide anything.

use jiff::civil::Date;

use super::here::{Here, note, tell};
use crate::plan::Place;
use crate::problem::Problem;
use crate::report::mended::{self, Mended};
use crate::report::open_case;
use crate::store::{self, Directory};

/// Whether files are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Save what was mended.
    Save,
    /// Only show what would change.
    Show,
}

/// What mending came to.
pub struct Fixed {
    /// The difference of lines, where it is only shown.
    pub shown: String,
    /// Why plans could not be saved: another hand changed them meanwhile, or the system refused.
    pub problems: Vec<Problem>,
}

/// Mends these plans, and tells what was done in each on standard error. A plan that cannot be judged is left to
/// the check, which says why.
///
/// # Errors
/// Where a plan's text could not be changed.
pub fn fix(
    directory: &Directory,
    here: &Here,
    places: &[Place],
    today: Date,
    manner: Manner,
) -> Result<Fixed, Problem> {
    let mut fixed = Fixed { shown: String::new(), problems: Vec::new() };
    let mut count = 0;
    for place in places {
        let Ok(case) = open_case(directory, place, today) else { continue };
        let mended = mended::mend(directory, &case, today)?;
        if mended.before == mended.after {
            continue;
        }
        let file = place.plan_file();
        match manner {
            Manner::Show => {
                fixed.shown.push_str(&mended::difference(file.as_str(), &mended, here.colours()));
            }
            Manner::Save => {
                if let Err(error) = store::save(&directory.root, &file, &mended.after, Some(case.stamp)) {
                    let problem = error.problem(&file);
                    tell(&problem);
                    fixed.problems.push(problem);
                    continue;
                }
            }
        }
        count += mended.done.len();
        say(file.as_str(), &mended);
    }
    let what = match (manner, count) {
        (_, 0) => "Nothing to mend that needs nobody to decide it.".to_owned(),
        (Manner::Save, 1) => "Mended 1 flag.".to_owned(),
        (Manner::Save, many) => format!("Mended {many} flags."),
        (Manner::Show, 1) => "1 flag would be mended; nothing was changed.".to_owned(),
        (Manner::Show, many) => format!("{many} flags would be mended; nothing was changed."),
    };
    note(&what);
    Ok(fixed)
}

fn say(file: &str, mended: &Mended) {
    for done in &mended.done {
        note(&format!("{file}:{}: {} [{}]: {}.", done.line, done.message, done.rule, done.label));
    }
}
