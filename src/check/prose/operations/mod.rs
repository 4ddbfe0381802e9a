//! What tells how the police work: call signs, names of operations, times of patrols.
//!
//! | file | what |
//! |---|---|
//! | here | the rule, and names of operations |
//! | [`signs`] | call signs |
//! | [`patrols`], [`clock`] | patrols with a time of day, and what a time looks like |

mod clock;
mod patrols;
mod signs;

use std::ops::Range;

use super::Prose;
use super::scan::{Word, char_before, is_break, is_space, next_word, word_before};
use crate::check::Class;
use crate::check::facts::Facts;
use crate::check::rule::{ALWAYS, Family, Recording, Rule};
use crate::check::sources::Cite;
use crate::check::texts::{Sort, Text};
use crate::check::words::{is_month, is_weekday, quoted};
use crate::plan::Force;

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
    blind_spot: "An operation with no \"Op\" or \"Operation\" before its name (\"Operations\" is none), in small letters, or whose \
                 name is a word of offices such as Centre, Support or Lead; times in words, such as midnight; a sign that no words such as \
                 \"call sign\" announce, or before a word that it could count: \"Echo 50 readers\"; officers out at a time with no word such as \
                 patrol, with a number alone for it, or where the time is said of a surgery, a talk or the like in the \
                 same sentence; tactics told in other words. The date, time and venue of an activity are told to the \
                 public, and are let through.",
    sources: &[Cite::Settings],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// The words at which one can begin; see [`super::begins`].
pub const BEGINS: &[&str] = &[
    "op",
    "operation",
    "patrol",
    "patrols",
    "patrolled",
    "patrolling",
    "call",
    "callsign",
    "callsigns",
    // The letters as they are spelt on the radio.
    "alpha",
    "alfa",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliet",
    "juliett",
    "kilo",
    "lima",
    "mike",
    "november",
    "oscar",
    "papa",
    "quebec",
    "romeo",
    "sierra",
    "tango",
    "victor",
    "whiskey",
    "whisky",
    "xray",
    "yankee",
    "zulu",
];

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
        6..=10 if patrols::is_patrol(said) => {
            if let Some(bytes) = patrols::patrol(text, word) {
                tell(text, bytes, "A patrol with a time of day", prose);
            }
            None
        }
        4 if said.eq_ignore_ascii_case("call") => {
            let sign = next_word(text.text, word.end, |c| is_break(c) || c == '-');
            let sign = sign.filter(|sign| {
                ["sign", "signs"].iter().any(|one| sign.of(text.text).eq_ignore_ascii_case(one))
            });
            sign.and_then(|sign| signs::named_sign(text.text, word.start, sign))
        }
        8 | 9 if ["callsign", "callsigns"].iter().any(|one| said.eq_ignore_ascii_case(one)) => {
            signs::named_sign(text.text, word.start, word)
        }
        _ if said.starts_with(|c: char| c.is_ascii_uppercase()) => signs::sign(text.text, word),
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

/// The most bytes between "Operation" and its name.
const LONGEST_GAP: usize = 4;
/// The most bytes of the name of an operation that are compared with the list.
const LONGEST_NAME: usize = 120;

/// What follows "Operation" in a heading or the name of a post, and is no name.
const NO_NAMES: &[&str] = &[
    "hours",
    "times",
    "time",
    "dates",
    "date",
    "days",
    "manager",
    "managers",
    "plan",
    "plans",
    "planning",
    "team",
    "teams",
    "order",
    "orders",
    "room",
    "rooms",
    "and",
    "of",
    "the",
    "in",
    "is",
    "on",
    "at",
    "for",
    "names",
    "name",
    "see",
    "from",
    "until",
    "all",
    "daily",
    "weekly",
    "every",
    "open",
    "centre",
    "center",
    "support",
    "commander",
    "officer",
    "officers",
    "lead",
    "leads",
    "leader",
    "unit",
    "units",
    "shop",
    "shops",
    "care",
    "control",
    "base",
    "director",
    "head",
    "coordinator",
    "assistant",
    "supervisor",
    "inspector",
    "sergeant",
    "superintendent",
    "staff",
    "service",
    "services",
    "department",
    "division",
    "branch",
    "desk",
    "group",
    "board",
    "guide",
    "manual",
    "area",
    "areas",
    "site",
    "sites",
    "cost",
    "costs",
    "budget",
    "policy",
    "procedure",
    "procedures",
    "report",
    "review",
    "theatre",
    "theatres",
    "system",
    "systems",
    "period",
    "ward",
    "clinic",
    "nurse",
    "ed",
    "art",
];

/// What stands before an "Op" that is none of the police: the Co Op, a photo op.
const OTHER_OPS: [&str; 5] = ["co", "post", "pre", "photo", "press"];

fn operation(force: &Force, text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = text.text;
    let joined = matches!(char_before(said, word.start), Some('-' | '‑' | '/' | '\'' | '’'));
    // "As part of Op Snowdrop" is one; "Hours of Operation", and then a line's end, is none.
    let before = word_before(said, word.start, is_space).map(|before| before.of(said));
    let is = |list: &[&str]| before.is_some_and(|said| list.iter().any(|one| said.eq_ignore_ascii_case(one)));
    if joined || is(&OTHER_OPS) {
        return;
    }
    let light = |c: char| is_break(c) || "-‑–_:\"“‘'".contains(c) || (c == '.' && word.len() == 2);
    let Some(name) = next_word(said, word.end, light).filter(|name| name.start > word.end) else {
        return;
    };
    let gap = said.get(word.end..name.start).unwrap_or_default();
    let parted = gap.contains(['\n', ':']);
    if parted && is(&["of", "in", "into"]) {
        return;
    }
    let first = name.of(said);
    let capital = first.starts_with(char::is_uppercase);
    let no_name = NO_NAMES.iter().any(|other| first.eq_ignore_ascii_case(other))
        || is_month(first)
        || is_weekday(first)
        || gap.len() > LONGEST_GAP
        || gap.matches('\n').count() > 1;
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
