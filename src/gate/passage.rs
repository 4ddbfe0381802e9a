//! One name that a push would move, looked at.

use std::path::Path;

use super::people::{Keeper, May, keeper, may};
use super::{Pusher, Refusal, content};
use crate::git::push::{Arriving, Change, Origin, Receiving, Tip, Update, VersionId};
use crate::plan::document::Source;
use crate::plan::printable::one_line;
use crate::plan::{FieldPath, Force, Value};
use crate::problem::Problem;
use crate::store::Directory;
use crate::store::find::MARK;

/// What of a review is for those who review, and for nobody else.
const OF_REVIEWERS: [&str; 3] = ["decision", "mark", "signoff"];
/// How many refusals of one name are told.
const MOST: usize = 20;

struct Passage<'g> {
    receiving: &'g Receiving,
    pusher: &'g Pusher,
    /// As people call it.
    name: String,
    tip: Option<VersionId>,
    arriving: Vec<Arriving>,
    /// Every folder that is a plan directory before or after, with a slash at its end.
    folders: Vec<String>,
    /// The settings of those that stand before the push, and where they are.
    before: Vec<(String, Force)>,
    found: Vec<Refusal>,
}

/// Why a name must not be moved so; nothing where it may.
///
/// # Errors
/// As [`super::refusals`].
pub(super) fn refusals(
    receiving: &Receiving,
    update: &Update,
    all: &[Update],
    pusher: &Pusher,
) -> Result<Vec<Refusal>, Problem> {
    let name = ["refs/heads/", "refs/tags/"].iter().find_map(|kind| update.name.strip_prefix(kind));
    let name = one_line(name.unwrap_or(&update.name));
    let tip = match receiving.tip(update)? {
        Tip::Version(tip) => Some(tip),
        Tip::Gone => None,
        Tip::NoVersion => {
            let what = "it names a single file or folder and no version, which cannot be checked";
            let problem = Problem::new(what, "Name a version: git tag NAME main.");
            return Ok(vec![Refusal { name, version: None, of_content: false, problem }]);
        }
    };
    let arriving = tip.map(|tip| receiving.arriving(tip)).transpose()?.unwrap_or_default();
    let standing = receiving.standing(update)?;
    let folders = receiving.plan_directories(&standing, &arriving)?;
    let before = before(receiving, &standing, &folders)?;
    let mut passage = Passage { receiving, pusher, name, tip, arriving, folders, before, found: Vec::new() };
    passage.content()?;
    if passage.lost_versions(update, all)? != Keeping::ByKeeper {
        passage.people()?;
        passage.whole(update)?;
    }
    Ok(passage.found)
}

/// The settings that stand before the push.
fn before(
    receiving: &Receiving,
    standing: &[VersionId],
    folders: &[String],
) -> Result<Vec<(String, Force)>, Problem> {
    let mut before = Vec::new();
    for version in standing {
        for folder in folders {
            let Some(files) = receiving.files(*version, folder, &[])? else { continue };
            let directory = Directory::of(Path::new(folder), files)?;
            let broken = directory.problems.into_iter().find(|problem| problem.file.as_deref() == Some(MARK));
            if let Some(problem) = broken {
                let what = format!(
                    "the settings that this repository has now cannot be read, so nobody knows who may change \
                     what: {}",
                    problem.what
                );
                let next = "Whoever looks after the server takes the hook away, lets mended settings in, and \
                            puts it back.";
                let problem = Problem { what, next: next.to_owned(), ..problem };
                return Err(problem.in_file(format!("{folder}{MARK}")).safe("Nothing was taken in."));
            }
            before.push((folder.clone(), directory.force));
        }
    }
    Ok(before)
}

/// What is known of an update that would leave versions behind.
#[derive(PartialEq, Eq)]
enum Keeping {
    /// It leaves none behind, or it is refused.
    Other,
    /// It is somebody's who is listed to keep the directory: that is how what slipped in is taken out.
    ByKeeper,
}

impl Passage<'_> {
    fn refuse(&mut self, version: Option<&Arriving>, of_content: bool, problem: Problem) {
        if self.found.len() < MOST {
            let version = version.map(|version| {
                let who = if version.name.is_empty() { &version.email } else { &version.name };
                format!("version {}, recorded by {}", version.id.short(), one_line(who))
            });
            self.found.push(Refusal { name: self.name.clone(), version, of_content, problem });
        }
    }

    /// The plan directory that a path of the repository is in, and its path there.
    fn place<'p>(&self, path: &'p str) -> Option<(String, &'p str)> {
        let inner =
            self.folders.iter().filter_map(|folder| Some((folder, path.strip_prefix(folder.as_str())?)));
        let (folder, path) = inner.max_by_key(|(folder, _)| folder.len())?;
        Some((folder.clone(), path))
    }

    fn who(&self, version: Option<&Arriving>) -> Option<String> {
        match self.pusher {
            Pusher::Known(email) => Some(email.clone()),
            Pusher::AsRecorded => version.map(|version| version.email.clone()),
        }
    }

    /// The version of the push that its newest is, where that is new.
    fn newest(&self) -> Option<&Arriving> {
        self.arriving.iter().find(|version| Some(version.id) == self.tip)
    }

    /// Puts in place of what these settings let through what was let through before the push, unless this person
    /// may change the settings: nobody else widens them and uses it in one push.
    fn as_before(&self, folder: &str, who: Option<&str>, force: &mut Force) {
        let mut standing =
            self.before.iter().filter(|(stands, _)| stands == folder).map(|(_, before)| before);
        let Some(before) = standing.find(|before| may(before, &Keeper::Directory, who) != May::Change) else {
            return;
        };
        force.work_domains.clone_from(&before.work_domains);
        force.public_numbers.clone_from(&before.public_numbers);
        force.public_operations.clone_from(&before.public_operations);
        force.public_addresses.clone_from(&before.public_addresses);
    }

    /// What no version may hold.
    fn content(&mut self) -> Result<(), Problem> {
        for version in self.arriving.clone() {
            if let Some(found) = self.receiving.trespass(version.id)? {
                let problem = found.problem("Leave it out of the version.").safe("");
                self.refuse(Some(&version), true, problem);
            }
            for folder in self.folders.clone() {
                let (gone, changed): (Vec<_>, Vec<_>) = version
                    .changes
                    .iter()
                    .filter_map(|(path, change)| Some((self.place(path)?, *change)))
                    .filter(|((inside, _), _)| *inside == folder)
                    .map(|((_, path), change)| (path, change))
                    .partition(|(_, change)| *change == Change::Gone);
                // One that only brings others together, or changes nothing, has a note and names all the same.
                if gone.is_empty() && changed.is_empty() && !version.changes.is_empty() {
                    continue;
                }
                let wanted: Vec<&str> = changed.iter().map(|(path, _)| *path).collect();
                let files = self.receiving.files(version.id, &folder, &wanted)?;
                let Some(files) = files else {
                    // Without its settings nobody can say what may be read in these plans, and a merge would
                    // bring them in.
                    for path in wanted.iter().filter(|path| keeper(path).is_some()) {
                        let problem = Problem::new(
                            "this version of the plans has no nec.toml, so it cannot be checked",
                            "Make the version anew with nec.toml in it.",
                        );
                        let file = one_line(&format!("{folder}{path}"));
                        self.refuse(Some(&version), true, problem.in_file(file).safe(""));
                    }
                    continue;
                };
                let mut directory = Directory::of(Path::new(&folder), files)?;
                self.as_before(&folder, self.who(Some(&version)).as_deref(), &mut directory.force);
                let own = content::own_folders(&directory);
                let mut problems: Vec<Problem> = directory.newer.iter().cloned().collect();
                problems.extend(content::of_version(&directory.force, &version));
                for (path, change) in changed {
                    match content::misplaced(&own, path, change) {
                        Some(problem) => problems.push(problem),
                        None => problems.extend(content::refused(&directory, path)),
                    }
                }
                problems.dedup();
                for problem in problems {
                    let problem = match &problem.file {
                        Some(file) => {
                            let file = one_line(&format!("{folder}{file}"));
                            problem.in_file(file)
                        }
                        None => problem,
                    };
                    self.refuse(Some(&version), true, problem.safe(""));
                }
            }
        }
        Ok(())
    }

    /// Refuses to leave versions behind, but for those who keep the directory.
    fn lost_versions(&mut self, update: &Update, all: &[Update]) -> Result<Keeping, Problem> {
        if self.before.is_empty() || !self.receiving.loses_versions(update, all)? {
            return Ok(Keeping::Other);
        }
        let who = self.who(self.newest());
        let kept: Vec<May> =
            self.before.iter().map(|(_, force)| may(force, &Keeper::Directory, who.as_deref())).collect();
        let posts =
            kept.iter().find_map(|may| if let May::Not(posts) = may { Some(posts.clone()) } else { None });
        if let Some(posts) = posts {
            let what = if update.is_deletion() {
                "this would take the branch away, and versions with it that are nowhere else"
            } else {
                "this would put other versions in place of some that are here, and those would be lost"
            };
            let next = if update.is_deletion() {
                "Leave the branch, or bring its versions into another first."
            } else {
                "Get what is here first (git pull), and send your versions on top of it."
            };
            let next = format!(
                "{next} To take something out for good, ask {}: the server has to know them by NEC_PUSHER.",
                named(&posts)
            );
            let problem = Problem::new(what, next);
            self.refuse(None, false, problem);
            return Ok(Keeping::Other);
        }
        let is_listed = self.before.iter().all(|(_, force)| force.people.iter().any(|person| person.admin));
        Ok(if is_listed { Keeping::ByKeeper } else { Keeping::Other })
    }

    /// What each version may change.
    fn people(&mut self) -> Result<(), Problem> {
        for version in self.arriving.clone() {
            let who = self.who(Some(&version));
            let mut told: Vec<(String, Keeper)> = Vec::new();
            for path in version.changes.keys() {
                let Some((folder, inner)) = self.place(path) else { continue };
                let Some(keeper) = keeper(inner) else { continue };
                if told.contains(&(folder.clone(), keeper.clone())) {
                    continue;
                }
                let answers = || self.answers(&version, path);
                let Some(posts) = self.not(&folder, &keeper, who.as_deref(), answers)? else { continue };
                let problem = forbidden(&keeper, who.as_deref(), &posts).in_file(one_line(path));
                self.refuse(Some(&version), false, problem);
                told.push((folder, keeper));
            }
        }
        Ok(())
    }

    /// Who may change it, where this person may not; nothing where he may. `answers` says whether a change of a
    /// review leaves alone what is for reviewers.
    fn not(
        &self,
        folder: &str,
        keeper: &Keeper,
        who: Option<&str>,
        answers: impl Fn() -> Result<bool, Problem>,
    ) -> Result<Option<Vec<String>>, Problem> {
        for (_, force) in self.before.iter().filter(|(stands, _)| stands == folder) {
            match may(force, keeper, who) {
                May::Change => {}
                May::Answer if answers()? => {}
                May::Answer => return Ok(Some(Vec::new())),
                May::Not(posts) => return Ok(Some(posts)),
            }
        }
        Ok(None)
    }

    /// Whether a version leaves a review's decisions, marks and sign-offs as they were in one that it follows.
    fn answers(&self, version: &Arriving, path: &str) -> Result<bool, Problem> {
        let now = of_reviewers(self.receiving.text(version.id, path)?.as_deref());
        let parents = self.receiving.parents(version.id)?;
        if parents.is_empty() {
            return Ok(now == Some(Vec::new()));
        }
        for parent in parents {
            if now.is_some() && now == of_reviewers(self.receiving.text(parent, path)?.as_deref()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the push as a whole changes: nothing is put back over what stands by bringing versions together, or
    /// by leaving some behind.
    fn whole(&mut self, update: &Update) -> Result<(), Problem> {
        let (Some(old), Some(tip)) = (self.receiving.old(update), self.tip) else { return Ok(()) };
        let follows = self.receiving.follows(tip, old)?;
        for path in self.receiving.between(old, tip)?.into_keys() {
            let Some((folder, inner)) = self.place(&path) else { continue };
            let Some(keeper) = keeper(inner) else { continue };
            let choosers = if follows {
                match self.receiving.origin(&path, tip, &self.arriving)? {
                    Origin::Natural => continue,
                    Origin::Chosen(choosers) => choosers,
                }
            } else {
                vec![tip]
            };
            let choosers: Vec<Option<&Arriving>> =
                choosers.iter().map(|id| self.arriving.iter().find(|version| version.id == *id)).collect();
            let mut refused = None;
            for chooser in &choosers {
                let who = self.who(*chooser);
                match self.not(&folder, &keeper, who.as_deref(), || Ok(false))? {
                    None => {
                        refused = None;
                        break;
                    }
                    Some(posts) => refused = Some((chooser.cloned(), who, posts)),
                }
            }
            if let Some((version, who, posts)) = refused {
                let problem = forbidden(&keeper, who.as_deref(), &posts).in_file(one_line(&path));
                let what = format!("{}, and this puts an earlier state of it back", problem.what);
                self.refuse(version.as_ref(), false, Problem { what, ..problem });
            }
        }
        Ok(())
    }
}

/// What of a review is for reviewers, as it says it; nothing where it cannot be read. No review is an empty one.
fn of_reviewers(text: Option<&str>) -> Option<Vec<(String, Value)>> {
    let Some(text) = text else { return Some(Vec::new()) };
    let Some(Value::Table(entries)) = Source::parse(text).ok()?.get(&FieldPath::root()) else { return None };
    Some(entries.into_iter().filter(|(key, _)| OF_REVIEWERS.contains(&key.as_str())).collect())
}

fn forbidden(keeper: &Keeper, who: Option<&str>, posts: &[String]) -> Problem {
    let what = match keeper {
        Keeper::Area(area) => format!("the plan, record and evidence of {area}"),
        Keeper::Review(area) => format!("decisions, marks and sign-offs in the review of {area}"),
        Keeper::Directory => "the settings, areas, editions and git's own files".to_owned(),
    };
    let who = who.map_or_else(
        || "somebody whom the server does not know may not change".to_owned(),
        |who| format!("{} may not change", one_line(who)),
    );
    Problem::new(
        format!("{who} {what}"),
        format!(
            "Ask {} to do it; or to list this e-mail address in nec.toml, in a push of its own before this one.",
            named(posts)
        ),
    )
}

/// Those who may, by post.
fn named(posts: &[String]) -> String {
    match posts {
        [] => "those whom nec.toml lists for it".to_owned(),
        [one] => one_line(one),
        [others @ .., last] => format!("{} or {}", one_line(&others.join(", ")), one_line(last)),
    }
}
