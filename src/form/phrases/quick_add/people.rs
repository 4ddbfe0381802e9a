//! Posts, from rank and place.

use super::places::Places;
use crate::form::phrases::names::{plain, same};
use crate::form::phrases::words::fold;
use crate::plan::Areas;

/// Ranks as posts name them, and how they are shortened.
const RANKS: [(&str, &[&str]); 7] = [
    ("Chief Superintendent", &["chief superintendent", "chief supt", "ch supt"]),
    ("Superintendent", &["superintendent", "supt"]),
    ("Chief Inspector", &["chief inspector", "chief insp", "ch insp"]),
    ("Inspector", &["inspector", "insp"]),
    ("Sergeant", &["police sergeant", "sergeant", "sgt"]),
    ("PC", &["police constable", "constable", "pc"]),
    ("PCSO", &["police community support officer", "pcso"]),
];

/// More words than a rank and a name have: such a part says something else.
const MOST_WORDS: usize = 5;

const WHICH_POST: &str = "Whose? Such as: Sergeant, Bridport.";

/// The post that a text means, spelt as that of a quick line would be; nothing where it names none, or could be
/// several. `area_id` says whose places are meant, `posts` are those that the plan already names.
pub fn parse_post(text: &str, areas: &Areas, area_id: &str, posts: &[String]) -> Option<String> {
    let places = Places::new(areas, area_id);
    post(text.trim(), &places.with_inspector(posts), &places)?.ok()
}

/// The post that a part names, as the plan spells it.
///
/// Gives the known post of that rank and place, else one made of rank and place, else, behind a rank, what
/// was typed. Nothing when it names no post; a question when it could be several.
pub(super) fn post(part: &str, posts: &[&str], places: &Places) -> Option<Result<String, &'static str>> {
    let part = match part.split_once(char::is_whitespace) {
        Some((first, rest)) if ["with", "by", "owner", "owner:"].contains(&fold(first).as_str()) => {
            rest.trim()
        }
        _ => part,
    };
    let words = plain(part);
    let words = words.as_slice();
    if let Some(post) = posts.iter().find(|post| same(&plain(post), words)) {
        return Some(Ok((*post).to_owned()));
    }
    let (rank, place) = rank_first(words).or_else(|| rank_last(words, places))?;
    let of_rank: Vec<(&str, Vec<String>)> = posts
        .iter()
        .filter_map(|post| {
            let words = plain(post);
            let (other, place) = rank_first(&words)?;
            (other == rank).then(|| (*post, place.to_vec()))
        })
        .collect();
    if let Some((post, _)) = of_rank.iter().find(|(_, other)| same(other, place)) {
        return Some(Ok((*post).to_owned()));
    }
    let typed = place.join(" ");
    let mut begins = of_rank.iter().filter(|(_, other)| other.join(" ").starts_with(&typed));
    match (begins.next(), begins.next()) {
        (Some((post, _)), None) => return Some(Ok((*post).to_owned())),
        _ if place.is_empty() => return Some(Err(WHICH_POST)),
        _ => {}
    }
    if let Some(place) = places.spelt(place) {
        return Some(Ok(format!("{rank}, {place}")));
    }
    (words.len() <= MOST_WORDS).then(|| Ok(part.to_owned()))
}

/// Whether a part is a rank and nothing else, so that its place may follow behind a comma.
pub(super) fn is_rank(part: &str) -> bool {
    rank_first(&plain(part)).is_some_and(|(_, place)| place.is_empty())
}

/// Whether a text begins with a rank: "Sgt Bridport".
pub(in crate::form::phrases) fn names_a_rank(text: &str) -> bool {
    rank_first(&plain(text)).is_some()
}

fn rank_first(words: &[String]) -> Option<(&'static str, &[String])> {
    RANKS.iter().find_map(|(rank, names)| {
        let len = names.iter().find_map(|name| starts(words, &plain(name)))?;
        Some((*rank, &words[len..]))
    })
}

/// "Bridport Sgt", where the place is one of the area's.
fn rank_last<'w>(words: &'w [String], places: &Places) -> Option<(&'static str, &'w [String])> {
    (1..words.len()).find_map(|at| {
        let (rank, rest) = rank_first(&words[at..])?;
        (rest.is_empty() && places.spelt(&words[..at]).is_some()).then_some((rank, &words[..at]))
    })
}

fn starts(words: &[String], name: &[String]) -> Option<usize> {
    words.starts_with(name).then_some(name.len())
}
