//! One file that git left unsettled, merged anew from the versions that git keeps of it, else from its marks.

use git2::Oid;

use super::begun::{Begun, Meeting, Whose};
use super::kept::Kept;
use crate::git::content_id;
use crate::git::repository::{Repository, refused};
use crate::git::stages::text_of;
use crate::git::sync::authors::Authors;
use crate::git::sync::conflicts::{Layer, Open, Side};
use crate::git::sync::file::{self, Merged, Rules};
use crate::plan::document::Source;
use crate::plan::merge::{Choice, Merge, lines, marks};
use crate::plan::{FieldPath, RelPath};
use crate::problem::Problem;
use crate::store::read;

/// Whether a file is one that this program settles.
pub fn is_ours(file: &RelPath) -> bool {
    Rules::of(Some(file)) != Rules::Git
}

/// How a file was found.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// Git keeps these versions: what both sides began with, and the two sides.
    Stages([Option<Oid>; 3]),
    /// Only by the marks in it.
    Marks,
}

/// What it is merged from.
enum Made {
    Versions {
        base: Option<String>,
        mine: Option<String>,
        other: Option<String>,
    },
    /// Its own comments.
    Comments(Merge),
}

/// A file that git left.
pub struct Left {
    pub file: RelPath,
    made: Made,
    /// What stands in it now; nothing where it is not there.
    pub now: Option<String>,
    /// What git keeps of it; nothing where it counts it as settled.
    pub stages: Option<[Option<Oid>; 3]>,
    /// What is to be decided, without what was decided of it.
    pub open: Vec<Open>,
    /// The file with what is to be decided as this user has it; nothing where they took it away.
    pub text: Option<String>,
}

impl Left {
    /// The file, if there is something to settle in it.
    ///
    /// # Errors
    /// Where its versions cannot be read or told apart, or it was settled by hand and git was not told.
    pub fn of(
        repository: &Repository,
        file: &RelPath,
        found: Found,
        begun: Begun,
        kept: &Kept,
    ) -> Result<Option<Left>, Problem> {
        let now = read::text_as_it_is(repository.root(), file)?;
        let text = now.as_deref().unwrap_or_default();
        let sides = lines::sides(text);
        let label = sides.as_ref().map_or("", |sides| sides.label.as_str());
        let meeting = Meeting::of(repository, begun, label);
        let is_marked = lines::first(text).is_some() || marks::first(text).is_some();
        let remembered = match found {
            Found::Stages(stages) => Some(stages),
            // A settled file that was taken back has the marks again, and git has forgotten the versions.
            Found::Marks => kept.stages(file, &content_id(text.as_bytes())?),
        };
        let made = match remembered {
            Some(stages) => versions(repository, file, stages, meeting.mine)?,
            None => match (marks::read(text), sides) {
                (Some(found), _) => Made::Comments(found),
                (None, Some(sides))
                    if [&sides.ours, &sides.theirs].iter().all(|side| Source::parse(side).is_ok()) =>
                {
                    let (mine, other) = match meeting.mine {
                        Whose::First => (sides.ours, sides.theirs),
                        Whose::Second => (sides.theirs, sides.ours),
                    };
                    let base = sides.base.filter(|base| Source::parse(base).is_ok());
                    Made::Versions { base, mine: Some(mine), other: Some(other) }
                }
                _ => return Err(not_understood(lines::first(text).or_else(|| marks::first(text)))),
            },
        };
        let stages = match found {
            Found::Stages(stages) => Some(stages),
            Found::Marks => None,
        };
        let mut left = Left { file: file.clone(), made, now, stages, open: Vec::new(), text: None };
        if !is_marked && !left.is_as_git_left_it() && !left.is_written(&kept.choices_of(file)) {
            return match left.made {
                // Both took it away, or gave it another name.
                Made::Versions { mine: None, other: None, .. } => Ok(None),
                _ => Err(by_hand(file, begun)),
            };
        }
        let merged = left.merged(&[])?;
        left.text = merged.bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        left.open = opened(repository, &left.file, merged.conflicts, &meeting)?;
        Ok(Some(left))
    }

    /// Whether the file is as one of the versions: nobody has settled anything in it, and git put no marks there.
    fn is_as_git_left_it(&self) -> bool {
        let Made::Versions { mine, other, .. } = &self.made else { return true };
        let plain = |text: &Option<String>| text.as_ref().map(|text| text.replace("\r\n", "\n"));
        let now = plain(&self.now);
        now.is_some() && (now == plain(mine) || now == plain(other))
    }

    /// Whether the file is what these choices make of it: a program that was killed came as far as that.
    fn is_written(&self, choices: &[Choice]) -> bool {
        self.merged(choices).is_ok_and(|merged| {
            merged.conflicts.is_empty() && merged.bytes.as_deref() == self.now.as_deref().map(str::as_bytes)
        })
    }

    /// The file with what was decided of it.
    ///
    /// # Errors
    /// Where what was decided cannot be done.
    pub fn merged(&self, choices: &[Choice]) -> Result<Merged, Problem> {
        match &self.made {
            Made::Versions { base, mine, other } => {
                let bytes = |text: &Option<String>| text.clone().map(String::into_bytes);
                let (base, mine, other) = (bytes(base), bytes(mine), bytes(other));
                let rules = Rules::of(Some(&self.file));
                Ok(file::merge(rules, base.as_deref(), mine.as_deref(), other.as_deref(), choices))
            }
            Made::Comments(found) => {
                let merge = marks::settle(found, choices)?;
                Ok(Merged {
                    bytes: Some(merge.text.into_bytes()),
                    conflicts: merge.conflicts,
                    read_once: merge.read_once,
                })
            }
        }
    }
}

fn versions(
    repository: &Repository,
    file: &RelPath,
    stages: [Option<Oid>; 3],
    mine: Whose,
) -> Result<Made, Problem> {
    let text = |id: Option<Oid>| id.map(|id| text_of(&repository.git, id, file)).transpose();
    let [base, first, second] = stages;
    let (base, first, second) = (text(base)?, text(first)?, text(second)?);
    Ok(match mine {
        Whose::First => Made::Versions { base, mine: first, other: second },
        Whose::Second => Made::Versions { base, mine: second, other: first },
    })
}

/// The places in words that a person can decide on, with who wrote each side.
fn opened(
    repository: &Repository,
    file: &RelPath,
    conflicts: Vec<crate::plan::merge::Conflict>,
    meeting: &Meeting,
) -> Result<Vec<Open>, Problem> {
    let base = match (meeting.mine_from, meeting.other_from) {
        (Some(mine), Some(other)) => repository.git.merge_base(mine, other).ok(),
        _ => None,
    };
    let path = repository.path_of(file);
    let mut authors = Authors::since(repository, base);
    let mut who = |from: Option<Oid>, field: &FieldPath| -> Result<Side, Problem> {
        let Some(from) = from else { return Ok(Side { by: None, when: None }) };
        let tip = repository.git.find_commit(from).map_err(|error| refused(&error))?;
        authors.of(&tip, &path, field)
    };
    let mut open = Vec::with_capacity(conflicts.len());
    for conflict in conflicts {
        let mut mine = who(meeting.mine_from, &conflict.path)?;
        if meeting.unrecorded {
            mine.by = Some("put aside, not recorded".to_owned());
        }
        open.push(Open {
            file: file.clone(),
            layer: Layer::Left,
            both: if conflict.path.is_root() { None } else { conflict.both() },
            mine,
            other: who(meeting.other_from, &conflict.path)?,
            path: conflict.path,
            base: conflict.base,
            ours: conflict.ours,
            theirs: conflict.theirs,
            choice: None,
            turn: None,
        });
    }
    Ok(open)
}

fn not_understood(line: Option<usize>) -> Problem {
    let problem = Problem::new(
        "two versions stand in this file, and they cannot be told apart any more: lines of them, or of the marks \
         around them, were changed, and git keeps no versions of it",
        "In a text editor, keep the lines that are right, and take the lines with marks out (those that begin with \
         <<<<<<<, ======= or >>>>>>>, or # nec:). Or bring a version back: nec log, then nec restore.",
    )
    .safe("The file is untouched.");
    match line {
        Some(line) => problem.at(line, 1),
        None => problem,
    }
}

fn by_hand(file: &RelPath, begun: Begun) -> Problem {
    let next = begun.go_on().map_or_else(|| "Then record.".to_owned(), |command| format!("Then {command}."));
    Problem::new(
        "somebody settled this file by hand, and git was not told yet",
        format!("See that it is as it should be, and tell git: git add {file}. {next}"),
    )
    .safe("The file is untouched, and git still keeps both versions.")
}

impl Kept {
    /// What was decided of a file.
    pub fn choices_of(&self, file: &RelPath) -> Vec<Choice> {
        crate::git::decided::choices(&self.choices, file, Layer::Left)
    }
}
