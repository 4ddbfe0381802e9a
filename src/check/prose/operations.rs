//! What tells how the police work: call signs, names of operations, times of patrols.

use std::ops::Range;

use super::Prose;
use super::scan::{Word, around, char_at, char_before, is_space, next_word, word_before, words};
use crate::check::Class;
use crate::check::facts::Facts;
use crate::check::rule::{ALWAYS, Family, Recording, Rule};
use crate::check::sources::Cite;
use crate::check::texts::{Sort, Text};
use crate::check::words::quoted;
use crate::plan::{Activity, Force};

const NAME: &str = "operational-detail";

pub(in crate::check) const OPERATIONAL_DETAIL: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::NonCompliant,
    phases: ALWAYS,
    recording: Recording::Blocked,
    flags_when: "a text, or a comment of the file, has a call sign, the name of an operation that is not on \
                 public-operations, or a patrol with a time of day",
    why: "Who knows when and how officers are out knows when they are not. Versions are kept for good.",
    clears: "Take it out, or say it in general: \"after dark\" for a time. The name of an operation that the \
             public may read is listed in public-operations of nec.toml.",
    example: "Foot patrol of the seafront from 22:00 to 02:00.",
    blind_spot: "An operation with no \"Op\" or \"Operation\" before its name, or in small letters; times in words, \
                 such as midnight; a sign that no words such as \"call sign\" announce; officers out at a time with no word such as \
                 patrol, or with a time that has no colon or am or pm; tactics told in other words. The date, time and venue of an activity are \
                 told to the public, and are let through.",
    sources: &[Cite::Settings],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// Looks at a word that could begin one of them. Gives the byte up to which it was taken.
pub fn word(facts: &Facts<'_>, text: &Text<'_, '_>, word: Word, prose: &mut Prose) -> usize {
    if text.sort == Sort::Chosen {
        return word.end;
    }
    let said = word.of(text.text);
    let sign = match said.len() {
        2 if matches!(said, "Op" | "OP") => {
            operation(facts.force, text, word, prose);
            None
        }
        9 if matches!(said, "Operation" | "OPERATION") => {
            operation(facts.force, text, word, prose);
            None
        }
        6..=10 if is_patrol(said) => {
            patrol(text, word, prose);
            None
        }
        4 if said.eq_ignore_ascii_case("call") => {
            let sign = next_word(text.text, word.end, |c| is_space(c) || c == '-');
            let sign = sign.filter(|sign| {
                ["sign", "signs"].iter().any(|one| sign.of(text.text).eq_ignore_ascii_case(one))
            });
            sign.and_then(|sign| named_sign(text.text, word.start, sign))
        }
        8 | 9 if ["callsign", "callsigns"].iter().any(|one| said.eq_ignore_ascii_case(one)) => {
            named_sign(text.text, word.start, word)
        }
        _ if said.starts_with(|c: char| c.is_ascii_uppercase()) => sign(text.text, word),
        _ => None,
    };
    let Some(bytes) = sign else {
        return word.end;
    };
    let end = bytes.end;
    tell(text, bytes, "What looks like a call sign", prose);
    end
}

fn tell(text: &Text<'_, '_>, bytes: Range<usize>, what: &str, prose: &mut Prose) {
    let phrase = text.text.get(bytes.clone()).unwrap_or_default();
    let message = format!("{what}: {}", quoted(phrase));
    prose.tell_phrase(NAME, text, bytes, message, |flag| flag);
}

// Names of operations.

/// The most bytes of the name of an operation that are compared with the list.
const LONGEST_NAME: usize = 120;

/// What follows "Operation" in a heading, and is no name.
const NO_NAMES: [&str; 22] = [
    "hours", "times", "dates", "days", "manager", "managers", "plan", "plans", "team", "order", "orders",
    "room", "and", "of", "the", "in", "is", "names", "name", "see", "from", "until",
];

fn operation(force: &Force, text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = text.text;
    // The Co-Op, and a post-op.
    if matches!(char_before(said, word.start), Some('-' | '‑' | '/' | '\'' | '’')) {
        return;
    }
    let dot = |c: char| is_space(c) || (c == '.' && word.len() == 2) || "\"“‘'".contains(c);
    let Some(name) = next_word(said, word.end, dot).filter(|name| name.start > word.end) else {
        return;
    };
    let first = name.of(said);
    let capital = first.starts_with(char::is_uppercase);
    let no_name = NO_NAMES.iter().any(|other| first.eq_ignore_ascii_case(other)) || is_day_or_month(first);
    if !capital || no_name || first.chars().count() < 2 {
        return;
    }
    // A second word belongs to the name where it has a capital too, and is no letters for something.
    let second = next_word(said, name.end, is_space)
        .filter(|second| !second.is_capitals() || name.is_capitals())
        .filter(|second| second.is_letters() && second.of(said).starts_with(char::is_uppercase));
    let end = second.map_or(name.end, |second| second.end);
    let whole = said.get(name.start..end).unwrap_or_default();
    // Names are short: what stands further on is not gone through for each.
    let far = said.ceil_char_boundary((name.start + LONGEST_NAME).min(said.len()));
    let rest = said.get(name.start..far).unwrap_or_default();
    if !force.public_operations.iter().any(|listed| begins_with(rest, listed)) {
        let message = format!("The name of an operation that is not on the public list: {}", quoted(whole));
        prose.tell_phrase(NAME, text, word.start..end, message, |flag| {
            flag.allow("public-operations", whole).detail(
                "If the public may know it, it can be added to public-operations in nec.toml, and is a flag \
                 nowhere then.",
            )
        });
    }
}

/// Whether a text begins with the name of a listed operation, however that is listed.
fn begins_with(text: &str, listed: &str) -> bool {
    let listed = listed.trim();
    let name = ["operation ", "op. ", "op "]
        .iter()
        .find_map(|prefix| {
            listed.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix))?;
            listed.get(prefix.len()..)
        })
        .unwrap_or(listed)
        .trim();
    let (said, name) = (text.to_lowercase(), name.to_lowercase());
    // What is still being typed is the beginning of a name.
    let begins = said.strip_prefix(&name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    !name.is_empty() && (begins || name.starts_with(&said))
}

fn is_day_or_month(said: &str) -> bool {
    const NAMES: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    NAMES.iter().any(|name| said.eq_ignore_ascii_case(name))
}

// Call signs.

/// The words by which letters are spelt on the radio, without those that are first names, places or things
/// that have numbers.
const SPELT: [&str; 11] =
    ["Bravo", "Delta", "Echo", "Foxtrot", "Sierra", "Tango", "Whiskey", "Whisky", "Yankee", "Zulu", "Xray"];
/// The others; two such words side by side, and a number, are a call sign too.
const SPELT_TOO: [&str; 17] = [
    "Alpha", "Alfa", "Charlie", "Golf", "Hotel", "India", "Juliet", "Juliett", "Kilo", "Lima", "Mike",
    "November", "Oscar", "Papa", "Quebec", "Romeo", "Victor",
];

/// A sign that "call sign" announces: WD21, Tango Two One.
fn named_sign(text: &str, start: usize, sign: Word) -> Option<Range<usize>> {
    let between = |c: char| is_space(c) || matches!(c, ':' | '“' | '"' | '\'' | '(' | '-');
    let mut at = sign.end;
    for _ in 0..2 {
        let next = next_word(text, at, between)?;
        let said = next.of(text);
        let coded = (next.has_digit() && !next.is_digits()) || (next.is_capitals() && said.len() <= 4);
        if coded || spelt(said) {
            let more = next_word(text, next.end, |c| is_space(c) || c == '-').filter(Word::has_digit);
            return Some(start..more.map_or(next.end, |more| more.end));
        }
        at = next.end;
    }
    None
}

fn spelt(said: &str) -> bool {
    let is = |list: &[&str]| list.iter().any(|word| said.eq_ignore_ascii_case(word));
    is(&SPELT) || is(&SPELT_TOO) || said.eq_ignore_ascii_case("uniform")
}

/// A sign that nothing announces: a spelt letter, perhaps another, and a number of two or three figures.
fn sign(text: &str, word: Word) -> Option<Range<usize>> {
    let said = word.of(text);
    let sure = SPELT.contains(&said);
    if !sure && !SPELT_TOO.contains(&said) {
        return None;
    }
    let beside = |c: char| is_space(c) || c == '-';
    let mut next = next_word(text, word.end, beside)?;
    let two = spelt(next.of(text)) && next.of(text).starts_with(|c: char| c.is_ascii_uppercase());
    if two {
        next = next_word(text, next.end, beside)?;
    }
    let figures = next.is_digits() && (2..=3).contains(&next.len());
    let second = is_figure(next.of(text))
        .then(|| next_word(text, next.end, beside))
        .flatten()
        .filter(|second| is_figure(second.of(text)));
    let end = second.map_or(next.end, |second| second.end);
    ((sure || two) && (figures || second.is_some())).then_some(word.start..end)
}

fn is_figure(said: &str) -> bool {
    const FIGURES: [&str; 10] =
        ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Zero"];
    FIGURES.contains(&said)
}

// Times of patrols.

fn is_patrol(said: &str) -> bool {
    const WORDS: [&str; 4] = ["patrol", "patrols", "patrolled", "patrolling"];
    WORDS.iter().any(|word| said.eq_ignore_ascii_case(word))
}

/// A patrol with a time of day in its sentence; not a crossing patrol, a patrol car at a show, or what the
/// activity's own time says already.
fn patrol(text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    const BEFORE: [&str; 2] = ["crossing", "paw"];
    const AFTER: [&str; 10] =
        ["car", "cars", "van", "vehicle", "boat", "bike", "bikes", "dog", "leader", "leaders"];
    let is = |beside: Option<Word>, list: &[&str]| {
        beside.is_some_and(|beside| list.iter().any(|one| beside.of(text.text).eq_ignore_ascii_case(one)))
    };
    if is(word_before(text.text, word.start, is_space), &BEFORE)
        || is(next_word(text.text, word.end, is_space), &AFTER)
    {
        return;
    }
    let sentence = around(text.text, word.start);
    let Some(said) = text.text.get(..sentence.end) else {
        return;
    };
    let time = words(said, sentence.start)
        .filter(Word::has_digit)
        .find_map(|word| clock(said, word).filter(|(_, minutes)| !is_own(text.activity, *minutes)));
    if let Some((time, _)) = time {
        let bytes = word.start.min(time.start)..word.end.max(time.end);
        tell(text, bytes, "A patrol with a time of day", prose);
    }
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

/// The time of day that begins with a word, in minutes from midnight: 22:00, 9.30pm, 9pm, 9 p.m., 2200 hours,
/// 10 o'clock. A number alone is none.
fn clock(text: &str, word: Word) -> Option<(Range<usize>, u16)> {
    let said = word.of(text);
    let count = said.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, joined) = said.split_at(count);
    if !(1..=4).contains(&count) || matches!(char_before(text, word.start), Some(':' | '.' | '£' | '/')) {
        return None;
    }
    let number: u16 = figures.parse().ok()?;
    let (mut hour, mut minute, mut end) =
        if count > 2 { (number / 100, number % 100, word.end) } else { (number, 0, word.end) };
    let mut half = half_of_day(joined);
    let mut sure = false;
    if joined.is_empty() && count <= 2 {
        let mark = char_at(text, word.end);
        let minutes =
            next_word(text, word.end, |c| c == ':' || c == '.').filter(|next| next.start == word.end + 1);
        if let Some(minutes) = minutes {
            let said = minutes.of(text);
            let count = said.bytes().take_while(u8::is_ascii_digit).count();
            if count == 2 {
                minute = said.get(..2)?.parse().ok()?;
                half = half_of_day(said.get(2..)?);
                end = minutes.end;
                sure = mark == Some(':');
            }
        }
    }
    if half.is_none() {
        let rest = text.get(end..)?;
        let after = rest.trim_start_matches(is_space);
        let mark = MARKS.iter().find(|(mark, _)| {
            after.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
                && !after[mark.len()..].starts_with(char::is_alphanumeric)
        });
        if let Some((mark, of)) =
            mark.filter(|(_, of)| *of != Half::Either || count == 4 || mark_is_clock(after))
        {
            half = Some(*of);
            end += rest.len() - after.len() + mark.len();
        }
    }
    sure |= half.is_some() || (count == 4 && matches!(joined, "hrs" | "h"));
    if half == Some(Half::Afternoon) && hour < 12 {
        hour += 12;
    }
    (sure && hour <= 24 && minute < 60).then_some((word.start..end, hour * 60 + minute))
}

/// What says that a number before it is a time.
const MARKS: [(&str, Half); 8] = [
    ("am", Half::Morning),
    ("a.m", Half::Morning),
    ("pm", Half::Afternoon),
    ("p.m", Half::Afternoon),
    ("hours", Half::Either),
    ("hrs", Half::Either),
    ("o'clock", Half::Either),
    ("o’clock", Half::Either),
];

/// "Hours" follow a number of them too; "o'clock" is always a time.
fn mark_is_clock(after: &str) -> bool {
    after.starts_with(['o', 'O'])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Either,
}

fn half_of_day(said: &str) -> Option<Half> {
    if said.eq_ignore_ascii_case("am") {
        Some(Half::Morning)
    } else if said.eq_ignore_ascii_case("pm") {
        Some(Half::Afternoon)
    } else {
        None
    }
}
