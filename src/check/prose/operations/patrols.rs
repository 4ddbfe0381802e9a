//! Patrols with a time of day.

use std::ops::Range;

use super::clock::clock;
use crate::check::prose::scan::{Word, around, is_space, next_word, word_before, words};
use crate::check::texts::Text;
use crate::check::words::is_weekday;
use crate::plan::Activity;

/// Whether a word is about a patrol.
pub fn is_patrol(said: &str) -> bool {
    const WORDS: [&str; 4] = ["patrol", "patrols", "patrolled", "patrolling"];
    WORDS.iter().any(|word| said.eq_ignore_ascii_case(word))
}

/// What is no patrol, though it is called after one.
const BEFORE: [&str; 2] = ["crossing", "paw"];
const AFTER: [&str; 34] = [
    "car",
    "cars",
    "van",
    "vehicle",
    "boat",
    "bike",
    "bikes",
    "dog",
    "leader",
    "leaders",
    "base",
    "volunteer",
    "volunteers",
    "talk",
    "talks",
    "hut",
    "room",
    "office",
    "station",
    "members",
    "display",
    "displays",
    "demonstration",
    "exhibition",
    "stand",
    "stall",
    "quiz",
    "competition",
    "training",
    "meeting",
    "tent",
    "uniform",
    "club",
    "shop",
];

/// What people come to at a time.
const EVENTS: [&str; 23] = [
    "surgery",
    "surgeries",
    "drop-in",
    "in",
    "ins",
    "meeting",
    "meetings",
    "stall",
    "session",
    "sessions",
    "talk",
    "talks",
    "hub",
    "event",
    "events",
    "coffee",
    "forum",
    "panel",
    "workshop",
    "fete",
    "fair",
    "hall",
    "shops",
];

/// A patrol with a time of day in its sentence; not a crossing patrol, a patrol car at a show, what the
/// activity's own time says already, or where the time is that of a surgery before or after it.
pub fn patrol(text: &Text<'_, '_>, word: Word) -> Option<Range<usize>> {
    let is = |beside: Option<Word>, list: &[&str]| {
        beside.is_some_and(|beside| list.iter().any(|one| beside.of(text.text).eq_ignore_ascii_case(one)))
    };
    if is(word_before(text.text, word.start, is_space), &BEFORE)
        || is(next_word(text.text, word.end, is_space), &AFTER)
    {
        return None;
    }
    let sentence = around(text.text, word.start);
    let said = text.text.get(..sentence.end)?;
    let (time, _) = words(said, sentence.start)
        .filter(Word::has_digit)
        .filter_map(|word| clock(said, word))
        .filter(|(_, minutes)| !is_own(text.activity, *minutes))
        .find(|(time, _)| !is_of_event(said, sentence.start, word, time.start))?;
    Some(word.start.min(time.start)..word.end.max(time.end))
}

/// The most words between an event and its time.
const FARTHEST: usize = 6;

/// Whether a time is said of an event, and that is told apart from the patrol: by a comma, by "then", or
/// because it comes after the patrol.
fn is_of_event(said: &str, from: usize, patrol: Word, time: usize) -> bool {
    const SMALL: [&str; 18] = [
        "at", "from", "to", "until", "till", "between", "and", "is", "are", "on", "starts", "start", "opens",
        "open", "begins", "begin", "each", "every",
    ];
    const PARTING: [&str; 5] = ["and", "then", "before", "after", "followed"];
    let is = |list: &[&str], word: Word| list.iter().any(|one| word.of(said).eq_ignore_ascii_case(one));
    let light = |c: char| is_space(c) || matches!(c, ',' | ':' | '.' | '-' | '–' | '(');
    let mut at = time;
    let mut event = None;
    for _ in 0..FARTHEST {
        let Some(before) = word_before(said, at, light).filter(|before| before.start > from) else {
            break;
        };
        if is(&EVENTS, before) {
            event = Some(before);
            break;
        }
        if !(is(&SMALL, before) || before.has_digit() || is_weekday(before.of(said))) {
            break;
        }
        at = before.start;
    }
    let Some(event) = event else {
        return false;
    };
    let between =
        if event.start > patrol.end { patrol.end..event.start } else { time.min(patrol.start)..patrol.start };
    let gap = said.get(between).unwrap_or_default();
    let parted = gap.contains([',', ';', '(']) || words(gap, 0).any(|word| is_in(&PARTING, word.of(gap)));
    let comes_after = || {
        let start = said.get(from..patrol.start).unwrap_or_default();
        words(start, 0).any(|word| is_in(&["after", "following", "before"], word.of(start)))
    };
    parted || comes_after()
}

fn is_in(list: &[&str], said: &str) -> bool {
    list.iter().any(|one| said.eq_ignore_ascii_case(one))
}

/// Whether it is the time at which an activity begins or ends.
fn is_own(activity: Option<&Activity>, minutes: u16) -> bool {
    activity.is_some_and(|activity| {
        [activity.time.get(), activity.until.get()].into_iter().flatten().any(|time| {
            let own = i32::from(time.hour()) * 60 + i32::from(time.minute());
            let half_day = 12 * 60;
            // "At 6" of an evening.
            own == i32::from(minutes) || own == i32::from(minutes) + half_day
        })
    })
}
