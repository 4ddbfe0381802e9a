//! A whole activity in one line.

use super::dates::short_date;
use super::describe::describe_when_in_full;
use super::when::{NotUnderstood, When, parse_when};
use super::{Near, names};
use crate::plan::{Areas, Value};
use crate::standards::Edition;

mod kinds;
mod people;
mod places;
#[cfg(test)]
mod tests;

pub(super) use people::names_a_rank;
pub use people::parse_post;
pub(super) use places::names_a_venue;
use places::{Found, Places};

/// What a line was understood to say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuickAdd {
    /// The keys of the activity's row with their values, in the order of the file; without an `id`.
    pub row: Vec<(String, Value)>,
    /// What each part means: a label and words, in the same order.
    pub understood: Vec<(String, String)>,
    /// The parts that stay at the title's end because nothing else can be made of them.
    pub not_understood: Vec<NotUnderstood>,
}

/// Understands a line such as `Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport`:
/// the title first, then parts by comma in any order.
///
/// `area_id` says whose neighbourhoods are meant, `posts` are those that the plan already names. Nothing
/// typed is dropped: what is not understood stays at the title's end. A line with no comma is a title, and
/// from where its rest says on which days, when and perhaps where.
pub fn quick_add(
    line: &str,
    near: &Near,
    edition: &Edition,
    areas: &Areas,
    area_id: &str,
    posts: &[String],
) -> QuickAdd {
    let places = Places::new(areas, area_id);
    let posts = places.with_inspector(posts);
    let reading = Reading { near, edition, places, posts };
    let mut parts = if line.len() > LONGEST_LINE { vec![line] } else { split(line) };
    if let [only] = parts.as_slice() {
        parts = reading.without_commas(only);
    }
    join_venues(line, &mut parts, areas);
    let Some((title, rest)) = parts.split_first() else {
        return QuickAdd::default();
    };
    let rest: Vec<&str> = rest.iter().flat_map(|part| reading.parted(part, title)).collect();
    let mut draft = Draft { title: (*title).to_owned(), ..Draft::default() };
    draft.take_parts(&rest, &reading);
    draft.finish(&reading)
}

/// More parts than a line has; what follows is one part.
const MOST_PARTS: usize = 32;
/// A longer line is a page of prose: a title as it stands.
const LONGEST_LINE: usize = 2_000;
/// A longer part is prose, and is not searched for dates.
const LONGEST_PART: usize = 200;

/// Dates that are told one by one.
const MOST_TOLD: usize = 6;

const WHICH_VENUE: &str = "The venue book has several of that name. Pick one in the venue field.";
const WHICH_NEIGHBOURHOOD: &str =
    "It is not one neighbourhood's. Pick those meant in the neighbourhoods field.";
const ONE_VENUE: &str = "A venue is named already.";
const ONE_LINK: &str = "A link is named already.";
const TWO_PEOPLE: &str = "An owner and a deputy are named already.";

/// The parts of a line. A comma between two digits parts nothing: "1,000 leaflets".
fn split(line: &str) -> Vec<&str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in line.char_indices() {
        let is_between = match mark {
            ',' => !(digit(line[..at].chars().next_back()) && digit(line[at + 1..].chars().next())),
            '\n' | '\t' => true,
            _ => false,
        };
        if is_between && parts.len() + 1 < MOST_PARTS {
            parts.push(&line[start..at]);
            start = at + 1;
        }
    }
    parts.push(&line[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Joins two parts behind the title that are together the name of a venue of the book.
fn join_venues<'l>(line: &'l str, parts: &mut Vec<&'l str>, areas: &Areas) {
    let start = |part: &str| (part.as_ptr() as usize).checked_sub(line.as_ptr() as usize);
    let mut at = 1;
    while at + 1 < parts.len() {
        let joined = start(parts[at])
            .zip(start(parts[at + 1]))
            .and_then(|(from, next)| line.get(from..next + parts[at + 1].len()));
        match joined.filter(|joined| is_whole_venue(joined, areas)) {
            Some(joined) => {
                parts[at] = joined;
                parts.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

fn is_whole_venue(text: &str, areas: &Areas) -> bool {
    areas
        .venues
        .iter()
        .any(|venue| venue.name.contains(',') && venue.name.trim().to_lowercase() == text.to_lowercase())
}

/// What a line is read with.
struct Reading<'a> {
    near: &'a Near,
    edition: &'a Edition,
    places: Places<'a>,
    posts: Vec<&'a str>,
}

impl Reading<'_> {
    /// A line with no comma: its title, and the rest from where that says on which days.
    fn without_commas<'p>(&self, line: &'p str) -> Vec<&'p str> {
        if line.len() > LONGEST_PART {
            return vec![line];
        }
        let breaks = line.match_indices(char::is_whitespace).map(|(at, _)| at);
        breaks
            .map(|at| (line[..at].trim_end(), line[at..].trim_start()))
            .find(|(title, rest)| {
                let days = self.parted(rest, title).first().and_then(|days| self.when(days).ok());
                days.is_some_and(|when| when.starts.is_some() || !when.dates.is_empty())
            })
            .map_or_else(|| vec![line], |(title, rest)| vec![title, rest])
    }

    /// A part in two, where a date or time and then a place or post stand in it with no comma between.
    fn parted<'p>(&self, part: &'p str, title: &str) -> Vec<&'p str> {
        if let Err(not) = self.when(part)
            && let Some(before) = part.strip_suffix(not.part.as_str()).map(str::trim_end)
            && !before.is_empty()
            && self.when(before).is_ok()
        {
            let rest = part[before.len()..].trim_start();
            let is_something = !matches!(self.places.venue(rest, title), Found::None)
                || people::post(rest, &self.posts, &self.places).is_some()
                || link(rest).is_some()
                || places::is_a_venue(rest);
            if is_something {
                return vec![before, rest];
            }
        }
        vec![part]
    }

    fn when(&self, text: &str) -> Result<When, NotUnderstood> {
        parse_when(text, self.near)
    }
}

/// What has been understood so far.
#[derive(Default)]
struct Draft<'a> {
    title: String,
    kind: Option<&'a crate::standards::Kind>,
    /// The parts that say when, and what they say together.
    phrase: String,
    when: When,
    venues: Vec<&'a crate::plan::Venue>,
    venue: String,
    link: String,
    neighbourhoods: Vec<&'a crate::plan::Neighbourhood>,
    people: Vec<String>,
    channels: Vec<&'a crate::standards::Choice>,
    left: Vec<NotUnderstood>,
}

impl<'a> Draft<'a> {
    fn take_parts(&mut self, parts: &[&str], reading: &Reading<'a>) {
        let mut waiting: Vec<NotUnderstood> = Vec::new();
        let mut behind_a_venue = false;
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            at += 1;
            if let Some(next) = parts.get(at).filter(|_| people::is_rank(part)) {
                let both = format!("{part}, {next}");
                let is_post = reading.places.spelt(&names::plain(next)).is_some()
                    || reading
                        .posts
                        .iter()
                        .any(|post| names::same(&names::plain(post), &names::plain(&both)));
                if is_post && let Some(Ok(post)) = people::post(&both, &reading.posts, &reading.places) {
                    at += 1;
                    if let Taken::Not(ask) = self.take_person(post) {
                        waiting.push(NotUnderstood { part: both, ask });
                    }
                    continue;
                }
            }
            let is_behind = std::mem::take(&mut behind_a_venue);
            if is_behind && places::is_an_address(part) {
                self.venue = format!("{}, {part}", self.venue);
                behind_a_venue = true;
                continue;
            }
            match self.take(part, reading) {
                Taken::Done => {}
                Taken::Venue => behind_a_venue = true,
                Taken::Not(ask) => waiting.push(NotUnderstood { part: (*part).to_owned(), ask }),
            }
        }
        // What makes no sense alone may do so with what came later: "until June, monthly".
        while let Some(at) = waiting.iter().position(|not| self.take_when(&not.part, reading).is_ok()) {
            waiting.remove(at);
        }
        self.left.extend(waiting);
    }

    fn take(&mut self, part: &str, reading: &Reading<'a>) -> Taken {
        if let Some(link) = link(part) {
            if !self.link.is_empty() {
                return Taken::Not(Some(ONE_LINK));
            }
            self.link = link.to_owned();
            return Taken::Done;
        }
        match reading.places.venue(part, &self.title) {
            Found::One(venue) => {
                self.venues.push(venue);
                return Taken::Done;
            }
            Found::Several => return Taken::Not(Some(WHICH_VENUE)),
            Found::None => {}
        }
        match people::post(part, &reading.posts, &reading.places) {
            Some(Ok(post)) => return self.take_person(post),
            Some(Err(ask)) => return Taken::Not(Some(ask)),
            None => {}
        }
        // "Dorset Alert" is how people hear of it, unless it is all that is said of what it is.
        let is_said = self.kind.is_some() || kinds::guessed(&self.title, reading.edition).is_some();
        if let Some(channel) = kinds::channel(part, reading.edition).filter(|_| is_said) {
            self.channels.push(channel);
            return Taken::Done;
        }
        if let Some(kind) = kinds::named(part, reading.edition).filter(|_| self.kind.is_none()) {
            self.kind = Some(kind);
            return Taken::Done;
        }
        if let Some(neighbourhood) = reading.places.neighbourhood(part) {
            self.neighbourhoods.push(neighbourhood);
            return Taken::Done;
        }
        let ask = match self.take_when(part, reading) {
            Ok(()) => return Taken::Done,
            Err(not) => not.ask,
        };
        let is_a_place = reading.places.spelt(&names::plain(part)).is_some();
        let begins = (!is_a_place).then(|| reading.places.venue_by_its_beginning(part, &self.title));
        if is_a_place && ask.is_none() && reading.places.is_divided() {
            return Taken::Not(Some(WHICH_NEIGHBOURHOOD));
        }
        match begins.unwrap_or(Found::None) {
            Found::One(venue) => {
                self.venues.push(venue);
                return Taken::Done;
            }
            Found::Several => return Taken::Not(Some(WHICH_VENUE)),
            Found::None => {}
        }
        if ask.is_none() && places::is_a_venue(part) {
            if !self.venue.is_empty() {
                return Taken::Not(Some(ONE_VENUE));
            }
            self.venue = places::venue_name(part).to_owned();
            return Taken::Venue;
        }
        Taken::Not(ask)
    }

    /// Adds a part to what says when, if they make sense together.
    fn take_when(&mut self, part: &str, reading: &Reading<'_>) -> Result<(), NotUnderstood> {
        if part.len() > LONGEST_PART {
            return Err(NotUnderstood { part: part.to_owned(), ask: None });
        }
        let phrase = match self.phrase.as_str() {
            "" => part.to_owned(),
            before => format!("{before}, {part}"),
        };
        self.when = reading.when(&phrase)?;
        self.phrase = phrase;
        Ok(())
    }

    /// The first is the owner, the second the deputy.
    fn take_person(&mut self, post: String) -> Taken {
        if self.people.len() >= 2 {
            return Taken::Not(Some(TWO_PEOPLE));
        }
        self.people.push(post);
        Taken::Done
    }

    fn finish(mut self, reading: &Reading<'a>) -> QuickAdd {
        if !self.venues.is_empty() && !self.venue.is_empty() {
            let part = std::mem::take(&mut self.venue);
            self.left.push(NotUnderstood { part, ask: Some(ONE_VENUE) });
        }
        let name = Some(self.title.as_str()).filter(|title| title.len() <= LONGEST_PART).unwrap_or_default();
        let kind = self.kind.or_else(|| kinds::guessed(name, reading.edition));
        let mut neighbourhoods = reading.places.neighbourhoods_in(name);
        neighbourhoods.append(&mut self.neighbourhoods);
        if neighbourhoods.is_empty() {
            neighbourhoods.extend(self.venues.iter().filter_map(|venue| reading.places.of_venue(venue)));
        }
        let mut seen = std::collections::HashSet::new();
        neighbourhoods.retain(|neighbourhood| seen.insert(neighbourhood.id.as_str()));
        let mut title = self.title;
        for not in &self.left {
            title.push_str(", ");
            title.push_str(&not.part);
        }
        let when = (!self.phrase.is_empty()).then(|| in_words(&self.when));
        let mut people = self.people.into_iter();

        let mut out = QuickAdd { not_understood: self.left, ..QuickAdd::default() };
        out.text("title", "Title", &title);
        if let Some(kind) = kind {
            out.row.push(("kind".to_owned(), Value::from(kind.id.as_str())));
            out.tell("Kind", kind.label.clone());
        }
        out.row.extend(self.when.edits_row());
        if let Some(when) = when {
            out.tell("When", when);
        }
        out.list("venues", "Venue", self.venues.iter().map(|venue| (venue.id.as_str(), venue.name.as_str())));
        out.text("venue", "Venue", &self.venue);
        out.text("link", "Link", &self.link);
        let named = neighbourhoods.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        out.list("neighbourhoods", "For", named);
        if neighbourhoods.is_empty() && reading.places.is_divided() {
            out.tell("For", "the whole area".to_owned());
        }
        out.text("owner", "Owner", &people.next().unwrap_or_default());
        out.text("deputy", "Deputy", &people.next().unwrap_or_default());
        let channels = self.channels.iter().map(|channel| (channel.id.as_str(), channel.label.as_str()));
        out.list("channels", "Publicised through", channels);
        out
    }
}

/// When, in words that fit beneath the line: of many dates the first and the last.
fn in_words(when: &When) -> String {
    let (Some(first), Some(last)) = (when.dates.iter().min(), when.dates.iter().max()) else {
        return describe_when_in_full(&when.activity());
    };
    if when.every.is_some() || when.dates.len() <= MOST_TOLD {
        return describe_when_in_full(&when.activity());
    }
    let span = format!("{} dates, {} to {}", when.dates.len(), short_date(*first), short_date(*last));
    let times = describe_when_in_full(&When { dates: Vec::new(), ..when.clone() }.activity());
    if times.is_empty() { span } else { format!("{span}, {times}") }
}

/// What became of a part.
enum Taken {
    Done,
    /// It is a venue that is not in the book; more of its address may follow.
    Venue,
    Not(Option<&'static str>),
}

impl QuickAdd {
    fn tell(&mut self, label: &str, words: String) {
        self.understood.push((label.to_owned(), words));
    }

    fn text(&mut self, key: &str, label: &str, text: &str) {
        if !text.is_empty() {
            self.row.push((key.to_owned(), Value::from(text)));
            self.tell(label, text.to_owned());
        }
    }

    /// Ids and what they are called; one without a name goes by its id.
    fn list<'v>(&mut self, key: &str, label: &str, of: impl Iterator<Item = (&'v str, &'v str)>) {
        let (ids, names): (Vec<Value>, Vec<&str>) =
            of.map(|(id, name)| (Value::from(id), if name.is_empty() { id } else { name })).unzip();
        if !ids.is_empty() {
            self.row.push((key.to_owned(), Value::List(ids)));
            self.tell(label, names.join(", "));
        }
    }
}

/// The link of a part that says the activity is held over one: its address, else the word for it.
fn link(part: &str) -> Option<&str> {
    const ONLINE: [&str; 6] = ["online", "virtual", "virtually", "teams", "zoom", "webinar"];
    let is_address = |word: &&str| {
        ["http://", "https://", "www."].iter().any(|start| {
            word.len() > start.len()
                && word.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
        })
    };
    let words: Vec<&str> = part.split_whitespace().collect();
    let (said, address) = match words.split_last() {
        Some((last, before)) if is_address(last) => (before, Some(*last)),
        _ => (words.as_slice(), None),
    };
    let is_said = |word: &&str| {
        let word = word.trim_matches(':').to_lowercase();
        ONLINE.contains(&word.as_str()) || ["on", "at", "by", "via", "link"].contains(&word.as_str())
    };
    let says_online =
        said.iter().any(|word| ONLINE.contains(&word.trim_matches(':').to_lowercase().as_str()));
    if !said.iter().all(is_said) {
        return None;
    }
    address.or_else(|| says_online.then_some(part))
}
