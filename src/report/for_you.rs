//! What needs this user first, above the list of areas: sent back, changed by others, not sent, waiting.

use jiff::civil::Date;

use super::away::{Reader, away};
use super::synced::name;
use super::whereabouts::{NOT_SENT, versions};
use crate::form::phrases::short_date;
use crate::git::settling::{self, Listed};
use crate::git::standing::Standing;
use crate::plan::model::Status;
use crate::plan::{Document, Place, RelPath};
use crate::standards::Edition;
use crate::store::Directory;
use crate::store::read::Why;
use crate::store::seen::seen;

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForYou {
    pub kind: Kind,
    /// "Sergeant, Bridport changed 3 things in West Dorset".
    pub words: String,
    /// What is said at the right, where there is room: "standards 2, 3".
    pub aside: String,
    /// The plan that it is about; nothing where it is about sending and receiving, or what is to be settled.
    pub place: Option<Place>,
}

impl ForYou {
    /// In a sentence without a full stop, with the command that sees to it; nothing of what is seen to in the plan, or
    /// told by where the words are.
    pub fn with_command(&self) -> Option<String> {
        let command = match self.kind {
            Kind::Unsettled => "nec resolve",
            Kind::Waiting => "nec sync",
            Kind::SentBack | Kind::Changed | Kind::NotSent => return None,
        };
        let aside = if self.aside.is_empty() { String::new() } else { format!(" ({})", self.aside) };
        Some(format!("{}{aside}: {command}", self.words))
    }
}

/// What it is, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two sides say different things, and nobody has decided yet.
    Unsettled,
    SentBack,
    Changed,
    Waiting,
    NotSent,
}

/// All there is for a user, what needs them first at the top. `email` is their own address; where the force says that
/// they draft for certain areas, only those are sent back to them.
pub fn for_you(
    directory: &Directory,
    standing: Option<&Standing>,
    today: Date,
    email: Option<&str>,
) -> Vec<ForYou> {
    let mut found = Vec::new();
    let mut is_marked = false;
    let reader = Reader { root: &directory.root, force: &directory.force, email };
    let own = own_areas(directory, email);
    for place in directory.plans().plans {
        let loaded = match directory.files.read(&place.plan_file()) {
            Ok(loaded) => loaded,
            Err(unreadable) => {
                is_marked |= unreadable.why == Why::Conflicted;
                continue;
            }
        };
        let is_mine = own.is_empty() || own.contains(&place.area());
        if is_mine && loaded.text.contains(Status::ChangesRequested.id()) {
            found.extend(sent_back(directory, &place, &loaded.text, today));
        }
        found.extend(changed(directory, &reader, &place, &loaded.text));
    }
    found.extend(of_all(directory, standing, is_marked));
    found.sort_by_key(|one| one.kind);
    found
}

/// What is to be settled, to be received and to be sent, whoever asks. `is_marked` says that a plan has git's conflict
/// marks.
pub fn of_all(directory: &Directory, standing: Option<&Standing>, is_marked: bool) -> Vec<ForYou> {
    let mut found = Vec::new();
    // What cannot be told now is told where it is settled.
    if (is_marked || settling::is_known(&directory.root))
        && let Ok(listed) = settling::list(&directory.root)
    {
        found.extend(unsettled(directory, &listed));
    }
    if let Some(standing) = standing {
        found.extend(afar(directory, standing));
    }
    found
}

/// What is to be settled, a line for each file.
fn unsettled(directory: &Directory, listed: &Listed) -> Vec<ForYou> {
    let mut files: Vec<&RelPath> =
        listed.open.iter().map(|open| &open.file).chain(listed.texts.keys()).collect();
    files.sort();
    files.dedup();
    let line = |file: &RelPath| {
        let open = listed.open.iter().filter(|open| open.file == *file && open.choice.is_none()).count();
        let aside = match open {
            0 => "all decided".to_owned(),
            1 => "1 place".to_owned(),
            many => format!("{many} places"),
        };
        let words = format!("{} is to be settled", name(directory, file));
        ForYou { kind: Kind::Unsettled, words, aside, place: None }
    };
    files.into_iter().map(line).collect()
}

fn own_areas<'d>(directory: &'d Directory, email: Option<&str>) -> Vec<&'d str> {
    let Some(email) = email else { return Vec::new() };
    let people = directory.force.people.iter();
    let own = people
        .filter(|person| person.emails.iter().any(|known| known.trim().eq_ignore_ascii_case(email.trim())));
    own.filter_map(|person| person.area.as_deref()).collect()
}

fn sent_back(directory: &Directory, place: &Place, text: &str, today: Date) -> Option<ForYou> {
    let document = Document::parse(text).ok()?;
    let plan = document.plan();
    if plan.status.get() != Some(Status::ChangesRequested) || plan.ends.get().is_some_and(|ends| ends < today)
    {
        return None;
    }
    let period = directory.force.periods.iter().find(|period| period.id == place.period());
    let due = period.and_then(|period| period.submit_by).filter(|day| *day >= today);
    Some(ForYou {
        kind: Kind::SentBack,
        words: format!("{} was sent back", name(directory, &place.plan_file())),
        aside: due.map(|day| format!("due {}", short_date(day))).unwrap_or_default(),
        place: Some(place.clone()),
    })
}

fn changed(directory: &Directory, reader: &Reader<'_>, place: &Place, text: &str) -> Option<ForYou> {
    let file = place.plan_file();
    let away = away(reader, &file, &seen(&directory.root, place)?, text).ok()??;
    let things: usize = away.theirs.iter().map(|theirs| theirs.changes.len()).sum();
    let things = if things == 1 { "1 thing".to_owned() } else { format!("{things} things") };
    let who = match away.theirs.as_slice() {
        [one] => one.by.clone(),
        [first, ..] => format!("{} and others", first.by),
        [] => return None,
    };
    let edition = Document::parse(text).ok().map(|document| document.plan().edition.clone());
    let edition = edition.and_then(|id| directory.editions.iter().find(|edition| edition.id == id));
    let paths = away.theirs.iter().flat_map(|theirs| &theirs.changes).map(|change| change.path.segments());
    Some(ForYou {
        kind: Kind::Changed,
        words: format!("{who} changed {things} in {}", name(directory, &file)),
        aside: if away.not_kept.is_empty() { standards(edition, paths) } else { "yours not kept".to_owned() },
        place: Some(place.clone()),
    })
}

/// "standards 2, 3".
fn standards<'p>(edition: Option<&Edition>, paths: impl Iterator<Item = &'p [String]>) -> String {
    let number = |path: &[String]| match path {
        [first, id, ..] if first == "standards" => edition?.standard(id).map(|standard| standard.number),
        _ => None,
    };
    let mut numbers: Vec<i64> = paths.filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let list = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match numbers.len() {
        0 => String::new(),
        1 => format!("standard {list}"),
        _ => format!("standards {list}"),
    }
}

/// What waits to be received, and what waits to be sent.
fn afar(directory: &Directory, standing: &Standing) -> Vec<ForYou> {
    let of = |kind, words: String, aside| ForYou { kind, words, aside, place: None };
    match standing {
        Standing::Alone => Vec::new(),
        Standing::NeverSent => {
            vec![of(Kind::NotSent, "Nothing of this is sent yet: Enter sends it".to_owned(), String::new())]
        }
        Standing::With(with) => {
            let mut found = Vec::new();
            if with.to_take_in > 0 {
                let words = format!("{} of others can be received", versions(with.to_take_in));
                found.push(of(Kind::Waiting, words, names(directory, with.waiting.iter())));
            }
            if with.to_send > 0 {
                let words = format!("{} recorded, {NOT_SENT}", versions(with.to_send));
                found.push(of(Kind::NotSent, words, names(directory, with.unsent.iter())));
            }
            found
        }
    }
}

fn names<'f>(directory: &Directory, files: impl Iterator<Item = &'f RelPath>) -> String {
    files.map(|file| name(directory, file)).collect::<Vec<_>>().join(", ")
}
