//! Places: the venue book, other venues, and the neighbourhoods of the area.

use crate::form::phrases::names::{find, plain, same};
use crate::plan::{Area, Areas, Neighbourhood, Venue};

/// The places that a line may name.
pub(super) struct Places<'a> {
    venues: &'a [Venue],
    area: Option<&'a Area>,
    /// Every name of a place of the area, in words, as it is spelt, and the neighbourhood it stands for.
    names: Vec<(Vec<String>, &'a str, Option<&'a str>)>,
}

/// What the venue book has for a part.
pub(super) enum Found<'a> {
    One(&'a Venue),
    Several,
    None,
}

/// Words by which a part that is not in the venue book is still a venue.
const VENUE_WORDS: [&str; 37] = [
    "academy",
    "arms",
    "barn",
    "cafe",
    "café",
    "centre",
    "chapel",
    "church",
    "clinic",
    "club",
    "college",
    "coop",
    "green",
    "hall",
    "hospital",
    "hotel",
    "house",
    "hub",
    "hut",
    "inn",
    "library",
    "market",
    "mosque",
    "museum",
    "park",
    "pavilion",
    "pub",
    "quay",
    "room",
    "rooms",
    "school",
    "shop",
    "square",
    "station",
    "store",
    "supermarket",
    "theatre",
];

/// Words by which a part behind a venue is more of its address.
const ADDRESS_WORDS: [&str; 12] =
    ["avenue", "close", "crescent", "drive", "hill", "lane", "rd", "road", "row", "street", "terrace", "way"];

/// More words than a venue's name has: such a part is a sentence.
const MOST_WORDS: usize = 8;

impl<'a> Places<'a> {
    pub(super) fn new(areas: &'a Areas, area_id: &str) -> Self {
        let area = areas.area(area_id);
        let mut names = Vec::new();
        if let Some(area) = area {
            for neighbourhood in &area.neighbourhoods {
                let own = [&neighbourhood.name].into_iter().chain(&neighbourhood.settlements);
                let own = own.chain([&neighbourhood.id]);
                let id = neighbourhood.id.as_str();
                names.extend(own.map(|name| (plain(name), name.as_str(), Some(id))));
            }
            let rest = [&area.name].into_iter().chain(&area.settlements);
            names.extend(rest.map(|name| (plain(name), name.as_str(), None)));
        }
        names.retain(|(words, _, _)| !words.is_empty());
        Places { venues: &areas.venues, area, names }
    }

    /// A place of the area as it is spelt.
    pub(super) fn spelt(&self, words: &[String]) -> Option<&'a str> {
        self.names.iter().find(|(name, _, _)| same(name, words)).map(|(_, spelt, _)| *spelt)
    }

    /// These posts, with the one that answers for the area where it is known and not among them: named twice it
    /// would be two that a short form could mean.
    pub(super) fn with_inspector(&self, posts: &'a [String]) -> Vec<&'a str> {
        let mut all: Vec<&str> = posts.iter().map(String::as_str).collect();
        let inspector = self.area.map(|area| area.inspector.as_str()).filter(|post| !post.is_empty());
        all.extend(inspector.filter(|post| !posts.iter().any(|other| other == post)));
        all
    }

    /// Whether the area is more than one neighbourhood.
    pub(super) fn is_divided(&self) -> bool {
        self.area.is_some_and(|area| !area.neighbourhoods.is_empty())
    }

    /// The neighbourhood that a part names, and nothing else.
    pub(super) fn neighbourhood(&self, part: &str) -> Option<&'a Neighbourhood> {
        self.of_words(&plain(part))
    }

    /// The neighbourhoods that a title names, each once, in its order.
    pub(super) fn neighbourhoods_in(&self, title: &str) -> Vec<&'a Neighbourhood> {
        let words = plain(title);
        let mut found: Vec<&Neighbourhood> = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            // The longest name counts: "Bridport North" is not Bridport.
            let longest = self
                .names
                .iter()
                .map(|(name, _, _)| name)
                .filter(|name| rest.starts_with(name))
                .max_by_key(|n| n.len());
            let Some(name) = longest else {
                at += 1;
                continue;
            };
            at += name.len();
            found.extend(self.of_words(name).filter(|one| !found.iter().any(|other| other.id == one.id)));
        }
        found
    }

    /// A settlement that lies in several neighbourhoods stands for none of them, and neither does a name of
    /// the whole area's.
    fn of_words(&self, words: &[String]) -> Option<&'a Neighbourhood> {
        let mut ids: Vec<&str> =
            self.names.iter().filter(|(name, _, _)| same(name, words)).filter_map(|(_, _, id)| *id).collect();
        ids.dedup();
        let ([id], Some(area)) = (ids.as_slice(), self.area) else {
            return None;
        };
        area.neighbourhoods.iter().find(|neighbourhood| neighbourhood.id == *id)
    }

    /// The venue of the book whose name a part has in full.
    pub(super) fn venue(&self, part: &str, title: &str) -> Found<'a> {
        let words = venue_words(part);
        let exact = |venue: &Venue| {
            let name = plain(&venue.name);
            let full: Vec<String> = name.iter().cloned().chain(plain(&venue.settlement)).collect();
            same(&name, &words) || same(&full, &words) || venue.id == part
        };
        self.narrowed(self.venues.iter().filter(|venue| exact(venue)).collect(), title)
    }

    /// The venue of the book whose name begins as a part does.
    pub(super) fn venue_by_its_beginning(&self, part: &str, title: &str) -> Found<'a> {
        let typed = venue_words(part).join(" ");
        if typed.len() < 3 {
            return Found::None;
        }
        let begins = |venue: &&Venue| plain(&venue.name).join(" ").starts_with(&typed);
        self.narrowed(self.venues.iter().filter(begins).collect(), title)
    }

    /// Of several, the one in a settlement that the title names, else the one in the area.
    fn narrowed(&self, found: Vec<&'a Venue>, title: &str) -> Found<'a> {
        let title = plain(title);
        let in_title = |venue: &&&Venue| find(&plain(&venue.settlement), &title).is_some();
        let in_area = |venue: &&&Venue| self.spelt(&plain(&venue.settlement)).is_some();
        let only = |of: Vec<&&'a Venue>| match of.as_slice() {
            [one] => Some(Found::One(one)),
            _ => None,
        };
        match found.as_slice() {
            [] => Found::None,
            [one] => Found::One(one),
            several => only(several.iter().filter(in_title).collect())
                .or_else(|| only(several.iter().filter(in_area).collect()))
                .unwrap_or(Found::Several),
        }
    }

    /// The neighbourhood in which a venue lies.
    pub(super) fn of_venue(&self, venue: &Venue) -> Option<&'a Neighbourhood> {
        self.of_words(&plain(&venue.settlement))
    }
}

/// Whether a part that is not in the venue book looks like a venue, or says so with "at".
pub(super) fn is_a_venue(part: &str) -> bool {
    let words = plain(part);
    let says_so = words.len() > 1 && words.first().is_some_and(|first| first == "at");
    (says_so && words.len() <= MOST_WORDS) || names_a_venue(part)
}

/// Whether a text has a word by which venues are called: "Other Church Hall".
pub(in crate::form::phrases) fn names_a_venue(text: &str) -> bool {
    let words = plain(text);
    words.len() <= MOST_WORDS && words.iter().any(|word| VENUE_WORDS.contains(&word.as_str()))
}

/// Whether a part behind a venue is more of its address.
pub(super) fn is_an_address(part: &str) -> bool {
    let words = plain(part);
    words.len() <= MOST_WORDS && words.last().is_some_and(|last| ADDRESS_WORDS.contains(&last.as_str()))
}

/// A venue's name without the "at" before it.
pub(super) fn venue_name(part: &str) -> &str {
    let name = part.get(..3).filter(|at| at.eq_ignore_ascii_case("at ")).map_or(part, |_| &part[3..]);
    name.strip_prefix('@').unwrap_or(name).trim()
}

fn venue_words(part: &str) -> Vec<String> {
    plain(venue_name(part))
}
