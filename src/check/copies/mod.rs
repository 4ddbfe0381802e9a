//! The longer texts of all plans of a directory, so that what is copied from one to another is found.
//!
//! A text is kept as its words, each a number. Some of the runs of its words are marked ([`words`]), the same ones
//! wherever they stand; a mark that stands in several areas leads to the texts, which are then compared word by
//! word. The work grows with the number of words and no faster, also where ten thousand plans are the same: of
//! each mark, only the first [`MOST_AREAS`] areas are kept.

mod marked;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::{HashMap, HashSet};
use jiff::civil::Date;

use crate::plan::document::long_texts;
use marked::{Keep, Marked, Numbers};
use words::{Mark, SHINGLE, marks};

pub(super) use words::{RUN, Word, places, words};

/// The fewest words of a text that is compared: an answer, not a line.
pub(super) const LEAST_WORDS: usize = 25;
/// The fewest bytes that so many words and the spaces between them have.
pub(super) const LEAST_BYTES: usize = 2 * LEAST_WORDS - 1;

/// The areas that are remembered by one mark: the text's own, and two that it may have come from.
const MOST_AREAS: usize = 3;

/// The longer texts of one plan.
#[derive(Debug, Clone)]
pub struct PlanTexts {
    area: String,
    period: String,
    starts: Option<Date>,
    texts: Vec<PlanText>,
}

#[derive(Debug, Clone)]
struct PlanText {
    /// The keys under which it stands, dotted, rows left out.
    field: Box<str>,
    words: Vec<Word>,
    marks: Vec<Mark>,
}

impl PlanTexts {
    /// The texts of a plan's file, as far as they can be told; it need not be whole. `starts` is the plan's
    /// first day, where that is known.
    pub fn of(area: &str, period: &str, starts: Option<Date>, file: &str) -> Self {
        let mut texts = Vec::new();
        long_texts(file, LEAST_BYTES, |header, key, text| {
            let words = words(text);
            if words.len() >= LEAST_WORDS && header != "waivers" {
                let field = if header.is_empty() { key.to_owned() } else { format!("{header}.{key}") };
                let mut found = Vec::with_capacity(words.len() / 2);
                found.extend(marks(&words));
                texts.push(PlanText { field: field.into(), words, marks: found });
            }
        });
        PlanTexts { area: area.to_owned(), period: period.to_owned(), starts, texts }
    }
}

/// The longer texts of all plans of a directory, ready to be looked through.
#[derive(Debug, Default)]
pub struct Copies {
    /// In order of first day.
    plans: Vec<Whose>,
    /// Plan by plan.
    texts: Vec<Text>,
    /// Text by text.
    words: Vec<Word>,
    /// The plans of each area, in order of first day.
    of_area: HashMap<String, Vec<usize>>,
    marked: Marked,
    /// Where only these plans' own texts are looked for: the plans that have anything in common with another.
    alike: Option<HashSet<usize>>,
}

/// Whose texts they are.
#[derive(Debug)]
struct Whose {
    area: String,
    period: String,
    starts: Option<Date>,
    /// Of all texts.
    texts: Range<usize>,
}

#[derive(Debug)]
struct Text {
    plan: usize,
    field: Box<str>,
    /// Of all words.
    words: Range<usize>,
}

/// A text that much of another stands in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source<'c> {
    pub area: &'c str,
    pub period: &'c str,
    /// The keys under which the first copied words stand there, dotted.
    pub field: &'c str,
    /// The words that stand there, in runs of [`RUN`] and more, in order.
    pub runs: Vec<Range<usize>>,
}

impl Copies {
    /// Makes the texts of plans ready for any text to be looked for in them.
    pub fn new(plans: Vec<PlanTexts>) -> Self {
        Copies::of(plans, Keep::All)
    }

    /// Makes them ready for their own texts alone, in a fraction of the room: what stands in one plan alone is
    /// not looked for.
    pub fn among(plans: Vec<PlanTexts>) -> Self {
        Copies::of(plans, Keep::Repeated)
    }

    fn of(mut plans: Vec<PlanTexts>, keep: Keep) -> Self {
        plans.sort_by(|one, other| {
            (one.starts, &one.period, &one.area).cmp(&(other.starts, &other.period, &other.area))
        });
        let repeated = (keep == Keep::Repeated).then(|| Numbers::of_repeated(&plans));
        let is_worth = |mark: &&Mark| repeated.as_ref().is_none_or(|repeated| repeated.has(mark.hash));
        let mut copies = Copies::default();
        let mut spots = Vec::new();
        for plan in plans {
            let nth = copies.plans.len();
            let first_text = copies.texts.len();
            for text in plan.texts {
                let first = copies.words.len();
                let worthwhile = text.marks.iter().filter(is_worth);
                spots.extend(worthwhile.map(|mark| marked::spot(mark.hash, first + mark.at())));
                copies.words.extend_from_slice(&text.words);
                copies.texts.push(Text { plan: nth, field: text.field, words: first..copies.words.len() });
            }
            copies.of_area.entry(plan.area.clone()).or_default().push(nth);
            let texts = first_text..copies.texts.len();
            copies.plans.push(Whose { area: plan.area, period: plan.period, starts: plan.starts, texts });
        }
        let plan = |word| {
            let plan = copies.texts.get(copies.text_at(word)?)?.plan;
            Some((plan, copies.plans.get(plan)?.area.as_str()))
        };
        let (marked, alike) = Marked::new(spots, keep, plan);
        copies.marked = marked;
        copies.alike = (keep == Keep::Repeated).then_some(alike);
        copies
    }

    /// Whether anything of the plan of that place can stand in another.
    pub(super) fn is_worth_looking(&self, area: &str, period: &str) -> bool {
        let Some(alike) = &self.alike else {
            return true;
        };
        let is_it = |nth: &&usize| self.plans.get(**nth).is_some_and(|plan| plan.period == period);
        let nth = self.of_area.get(area).and_then(|of_area| of_area.iter().find(is_it));
        nth.is_some_and(|nth| alike.contains(nth))
    }

    /// The plan of another area, not later than this one, in which most of a text's words stand, if any stand
    /// in one.
    pub(super) fn elsewhere(&self, area: &str, starts: Option<Date>, text: &[Word]) -> Option<Source<'_>> {
        let mut compared: HashMap<usize, Compared> = HashMap::default();
        for mark in marks(text) {
            for word in self.marked.at(mark.hash) {
                let Some((nth, there)) = self.text_at(word).and_then(|nth| Some((nth, self.texts.get(nth)?)))
                else {
                    continue;
                };
                let Some(plan) = self.plan_of(nth) else {
                    continue;
                };
                let later = plan.starts.zip(starts).is_some_and(|(theirs, ours)| theirs > ours);
                if plan.area != area && !later {
                    let at = word - there.words.start;
                    compared.entry(there.plan).or_default().compare(
                        text,
                        mark.at(),
                        (nth, self.words(there), at),
                    );
                }
            }
        }
        compared.into_values().filter_map(|compared| self.source(compared)).max_by(|one, other| {
            // Of several, the earliest.
            let count = one.count().cmp(&other.count());
            count.then_with(|| (other.period, other.area).cmp(&(one.period, one.area)))
        })
    }

    /// The area's plan before the one that starts on that day.
    pub(super) fn before(&self, area: &str, period: &str, starts: Date) -> Option<Before<'_>> {
        let earlier =
            |plan: &&Whose| plan.period != period && plan.starts.is_some_and(|theirs| theirs < starts);
        let of_area = self.of_area.get(area)?;
        let plan = of_area.iter().rev().filter_map(|nth| self.plans.get(*nth)).find(earlier)?;
        Some(Before { all: self, plan, marked: OnceCell::new() })
    }

    fn text_at(&self, word: usize) -> Option<usize> {
        self.texts.partition_point(|text| text.words.start <= word).checked_sub(1)
    }

    fn plan_of(&self, text: usize) -> Option<&Whose> {
        self.plans.get(self.texts.get(text)?.plan)
    }

    fn words(&self, text: &Text) -> &[Word] {
        self.words.get(text.words.clone()).unwrap_or_default()
    }

    fn source(&self, compared: Compared) -> Option<Source<'_>> {
        let Compared { mut runs, first } = compared;
        let text = self.texts.get(first?)?;
        let plan = self.plans.get(text.plan)?;
        runs.sort_by_key(|run| run.start);
        Some(Source { area: &plan.area, period: &plan.period, field: &text.field, runs: joined(runs) })
    }
}

/// The plan before another of the same area.
pub(super) struct Before<'c> {
    all: &'c Copies,
    plan: &'c Whose,
    /// Where its marks stand, text and word; made when one of them is met.
    marked: OnceCell<HashMap<u32, (usize, usize)>>,
}

impl<'c> Before<'c> {
    /// What of a text stands in that plan, if anything does.
    pub fn source(&self, text: &[Word]) -> Option<Source<'c>> {
        let mut compared = Compared::default();
        for mark in marks(text).filter(|mark| self.all.marked.has(mark.hash)) {
            let marked = self.marked.get_or_init(|| self.marks());
            if let Some((nth, at)) = marked.get(&mark.hash)
                && let Some(there) = self.all.texts.get(*nth)
            {
                compared.compare(text, mark.at(), (*nth, self.all.words(there), *at));
            }
        }
        self.all.source(compared)
    }

    fn marks(&self) -> HashMap<u32, (usize, usize)> {
        let mut marked = HashMap::default();
        for nth in self.plan.texts.clone() {
            let words = self.all.texts.get(nth).map(|text| self.all.words(text)).unwrap_or_default();
            for mark in marks(words) {
                marked.entry(mark.hash).or_insert((nth, mark.at()));
            }
        }
        marked
    }
}

impl Source<'_> {
    /// Whether both stand in the same plan.
    pub fn is_of_plan_of(&self, other: &Source<'_>) -> bool {
        (self.area, self.period) == (other.area, other.period)
    }

    /// How many words stand there.
    pub fn count(&self) -> usize {
        self.runs.iter().map(Range::len).sum()
    }
}

/// What of a text was found in one plan.
#[derive(Default)]
struct Compared {
    runs: Vec<Range<usize>>,
    /// The text there in which the first run stands.
    first: Option<usize>,
}

impl Compared {
    /// Finds how far the same words stand around a mark: here, and there in the text of that number.
    fn compare(&mut self, here: &[Word], at: usize, (text, there, at_there): (usize, &[Word], usize)) {
        let found = self.runs.last().map_or(0, |run| run.end);
        if at + SHINGLE <= found {
            return;
        }
        let (before, after) = here.split_at(at.min(here.len()));
        let (before_there, after_there) = there.split_at(at_there.min(there.len()));
        // What was found before is not gone through again, but for what makes a run long enough.
        let reach = before.len().saturating_sub(found.saturating_sub(RUN));
        let same = |(one, other): &(&Word, &Word)| one == other;
        let left = before.iter().rev().zip(before_there.iter().rev()).take(reach).take_while(same).count();
        let right = after.iter().zip(after_there).take_while(same).count();
        if left + right >= RUN {
            self.first.get_or_insert(text);
            self.runs.push(at - left..at + right);
        }
    }
}

/// Runs in order, those that overlap or touch as one.
fn joined(runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(runs.len());
    for run in runs {
        match joined.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => joined.push(run),
        }
    }
    joined
}
