//! Rules on words: every text of a plan is gone through once, for all of them.
//!
//! | file | what |
//! |---|---|
//! | [`scan`] | words of a text, and what stands around them |
//! | [`begins`] | which words any rule can begin at |
//! | [`placeholders`], [`links`], [`titles`] | what was to be filled in, links that say nothing, long titles |
//! | [`sentences`], [`readable`] | long sentences, reading age |
//! | [`acronyms`] | letters that are not written out |
//! | [`personal`] | what says who somebody is, where they live, how to reach them |
//! | [`wide`] | wide letters and figures, as plain ones |
//! | [`markings`], [`operations`] | protective markings; call signs, names of operations, times of patrols |

mod acronyms;
mod begins;
mod links;
mod markings;
mod operations;
mod personal;
mod placeholders;
mod readable;
mod scan;
mod sentences;
mod titles;
mod wide;

use std::ops::Range;

use memchr::memchr2;

use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::texts::{Sort, Text, for_each_figure, for_each_text};
use crate::plan::FieldPath;
use scan::words;

pub(super) use acronyms::ACRONYM_UNEXPLAINED;
pub(super) use begins::is_worth;
pub(super) use links::VAGUE_LINK;
pub(super) use markings::PROTECTIVE_MARKING;
pub(super) use operations::OPERATIONAL_DETAIL;
pub(super) use personal::PERSONAL_DATA;
pub use personal::{is_private, is_provider};
pub(super) use placeholders::PLACEHOLDER_TEXT;
pub(super) use readable::HARD_TO_READ;
pub(super) use scan::Word;
pub(super) use titles::TITLE_TOO_LONG;

/// What every rule on words has to say of a plan.
#[derive(Debug, Default)]
pub(super) struct Prose {
    found: Vec<Found>,
    /// How many were found by each rule.
    counts: Vec<(&'static str, usize)>,
}

/// The most flags of one rule that are told of a plan: a file that is full of them is not looked at for minutes.
const MOST: usize = 100;

#[derive(Debug)]
struct Found {
    rule: &'static str,
    /// The phrase, where the same one in another place is no other flag.
    phrase: Option<String>,
    standard: Option<String>,
    places: Vec<FieldPath>,
    flag: Flag,
}

impl Prose {
    /// Goes through a plan.
    pub fn of(facts: &Facts<'_>) -> Self {
        Prose::through(facts, is_worth)
    }

    /// Goes through a plan, and passes over the words that are not worth a look.
    pub(super) fn through(facts: &Facts<'_>, worth: impl Fn(&str, Word) -> bool) -> Self {
        let mut prose = Prose::default();
        let mut uses = acronyms::Uses::default();
        for_each_text(facts.plan, |text| look(facts, &text, &worth, &mut uses, &mut prose));
        for_each_figure(facts.plan, |path, standard, value| {
            personal::figure(facts, path, standard, value, &mut prose)
        });
        uses.tell(facts, &mut prose);
        prose
    }

    /// Raises what one rule has to say.
    pub fn raise(&self, rule: &str, flags: &mut Flags<'_>) {
        for found in self.found.iter().filter(|found| found.rule == rule) {
            let places: Vec<&FieldPath> = found.places.iter().collect();
            let place = |place: &&FieldPath| (*place).clone();
            flags.raise_rows(found.flag.standard(), places, place, |places| {
                // The phrase is told where it was found; elsewhere its place is the whole text.
                let is_there = places.first().copied() == found.places.first();
                if is_there { found.flag.clone() } else { found.flag.clone().of_the_whole() }
            });
        }
    }

    /// Whether one more flag of a rule is told, and counts it.
    fn has_room(&mut self, rule: &'static str) -> bool {
        let at = self.counts.iter().position(|(name, _)| *name == rule).unwrap_or_else(|| {
            self.counts.push((rule, 0));
            self.counts.len() - 1
        });
        self.counts[at].1 += 1;
        self.counts[at].1 <= MOST
    }

    /// A flag on a part of a text.
    fn tell(&mut self, rule: &'static str, text: &Text<'_, '_>, bytes: Range<usize>, message: String) {
        self.tell_more(rule, text, bytes, message, |flag| flag);
    }

    /// A flag that is made already.
    fn tell_flag(&mut self, rule: &'static str, path: FieldPath, flag: Flag) {
        self.found.push(Found { rule, phrase: None, standard: None, places: vec![path], flag });
    }

    /// The same with more to say.
    fn tell_more(
        &mut self,
        rule: &'static str,
        text: &Text<'_, '_>,
        bytes: Range<usize>,
        message: String,
        more: impl FnOnce(Flag) -> Flag,
    ) {
        if !self.has_room(rule) {
            return;
        }
        let path = text.path();
        let flag = more(Flag::at(path.clone(), message).in_text(text, bytes));
        let standard = text.standard.map(str::to_owned);
        self.found.push(Found { rule, phrase: None, standard, places: vec![path], flag });
    }

    /// A flag on a phrase; the same phrase elsewhere under the same standard is one flag with it.
    fn tell_phrase(
        &mut self,
        rule: &'static str,
        text: &Text<'_, '_>,
        bytes: Range<usize>,
        message: String,
        more: impl FnOnce(Flag) -> Flag,
    ) {
        let phrase = text.text.get(bytes.clone()).unwrap_or_default();
        let same = self.found.iter_mut().find(|found| {
            found.rule == rule
                && found.phrase.as_deref() == Some(phrase)
                && found.standard.as_deref() == text.standard
        });
        match same {
            None => {
                let before = self.found.len();
                self.tell_more(rule, text, bytes, message, more);
                if let Some(found) = self.found.get_mut(before) {
                    found.phrase = Some(phrase.to_owned());
                }
            }
            Some(found) => {
                let path = text.path();
                if !found.places.contains(&path) {
                    found.places.push(path);
                }
            }
        }
    }
}

/// Looks at one text, by every rule that looks at texts of its sort.
fn look<'a>(
    facts: &Facts<'_>,
    text: &Text<'a, '_>,
    worth: impl Fn(&str, Word) -> bool,
    uses: &mut acronyms::Uses<'a>,
    prose: &mut Prose,
) {
    let to_read = matches!(text.sort, Sort::Words | Sort::Title | Sort::Venue);
    let to_fill_in = to_read || matches!(text.sort, Sort::Link | Sort::Contact);
    let narrow = wide::narrow(text.text);
    let mut count = 0;
    // Up to where what was found goes on: a number of several words, the address of a page.
    let mut until = 0;
    for word in words(text.text, 0) {
        count += 1;
        if word.start < until || !worth(text.text, word) {
            continue;
        }
        if word.has_digit() {
            until = if narrow.is_some() { word.end } else { personal::number(facts, text, word, prose) };
            continue;
        }
        if is_link(text.text, word) {
            let rest = text.text.get(word.end..).unwrap_or_default();
            until = word.end + rest.find(char::is_whitespace).unwrap_or(rest.len());
            continue;
        }
        if word.is_letters() {
            until = operations::word(facts, text, word, prose);
            markings::word(text, word, prose);
            if to_fill_in {
                placeholders::word(text, word, prose);
            }
            if to_read {
                links::word(text, word, prose);
                uses.word(text, word);
            }
        }
    }
    // Few texts have either.
    if memchr2(b'@', b'[', text.text.as_bytes()).is_some() {
        if narrow.is_none() && text.text.contains('@') {
            personal::emails(facts, text, prose);
        }
        if to_fill_in && text.text.contains('[') {
            placeholders::brackets(text, prose);
            links::markdown(text, prose);
        }
    }
    if let Some(narrow) = &narrow {
        look_at_wide(facts, text, narrow, prose);
    }
    if text.sort == Sort::Title {
        titles::title(text, prose);
    }
    if text.sort == Sort::Words && count > sentences::LONGEST {
        readable::text(text, prose);
    }
}

/// Looks for personal data in a text with wide letters or figures as if they were plain; what is found is told at
/// the place of what stands there.
fn look_at_wide(facts: &Facts<'_>, text: &Text<'_, '_>, narrow: &wide::Narrow, prose: &mut Prose) {
    let before = prose.found.len();
    let seen = text.reading(&narrow.text);
    let mut until = 0;
    for word in words(seen.text, 0).filter(|word| word.has_digit()) {
        if word.start >= until {
            until = personal::number(facts, &seen, word, prose);
        }
    }
    if seen.text.contains('@') {
        personal::emails(facts, &seen, prose);
    }
    for found in prose.found.iter_mut().skip(before) {
        found.flag.move_part(|bytes| narrow.origin(bytes));
    }
}

/// Whether the address of a page begins here.
fn is_link(text: &str, word: Word) -> bool {
    let rest = text.get(word.end..).unwrap_or_default();
    match word.len() {
        3 => word.of(text).eq_ignore_ascii_case("www") && rest.starts_with('.'),
        4 | 5 => {
            rest.starts_with("://")
                && word.of(text).get(..4).is_some_and(|http| http.eq_ignore_ascii_case("http"))
        }
        _ => false,
    }
}
