//! Texts of several sentences: what both sides changed in different sentences is both there.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::plan::sentences;

/// What became of a text that both sides changed.
#[derive(Debug, PartialEq)]
pub enum Merged {
    /// They changed different sentences: the text with the changes of both.
    Whole(String),
    /// They changed the same sentence: the text with both versions of it, the first side's before the second's.
    Clash(String),
}

/// Whether a text is prose: of several lines or sentences.
pub fn is_prose(text: &str) -> bool {
    text.contains('\n') || sentences::split(text).nth(1).is_some()
}

/// Merges two changed versions of a text, sentence by sentence.
///
/// Sentences that both added at the same place are both there, unless there was no text before.
pub fn merge(base: &str, one: &str, two: &str) -> Merged {
    let [base, one, two] = [Text::of(base), Text::of(one), Text::of(two)];
    let (ours, theirs) = (base.hunks_to(&one), base.hunks_to(&two));
    let mut walk = Walk { texts: [&base, &one, &two], at: [0; 3], out: Vec::new(), clashes: false };
    for cluster in clusters(&ours, &theirs) {
        walk.to(cluster.base.start);
        walk.change(&cluster);
    }
    walk.to(base.sentences.len());
    let text = walk.text();
    if walk.clashes { Merged::Clash(text) } else { Merged::Whole(text) }
}

/// A text as its sentences, each with the white space before it, and the white space at its end.
struct Text<'t> {
    sentences: Vec<Sentence<'t>>,
    end: &'t str,
}

#[derive(Clone, Copy)]
struct Sentence<'t> {
    space: &'t str,
    words: &'t str,
    is_first: bool,
}

/// Sentences of the earlier text that a side replaced, took out, or put others before.
#[derive(Debug, Clone)]
struct Hunk {
    base: Range<usize>,
    side: Range<usize>,
}

impl<'t> Text<'t> {
    fn of(text: &'t str) -> Self {
        let mut at = 0;
        let mut found = Vec::new();
        for (start, words) in sentences::split(text) {
            found.push(Sentence { space: &text[at..start], words, is_first: found.is_empty() });
            at = start + words.len();
        }
        Text { sentences: found, end: &text[at..] }
    }

    fn hunks_to(&self, side: &Text<'_>) -> Vec<Hunk> {
        let words = |text: &Text<'t>| text.sentences.iter().map(|one| one.words).collect::<Vec<_>>();
        let side = side.sentences.iter().map(|one| one.words).collect::<Vec<_>>();
        let mut hunks = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &words(self), &side) {
            let (base, side) = (op.old_range(), op.new_range());
            match op {
                DiffOp::Equal { .. } => {}
                // As many as before: each is a new version of the one that stood there.
                DiffOp::Replace { old_len, new_len, .. } if old_len == new_len => {
                    hunks.extend(base.zip(side).map(|(b, s)| Hunk { base: b..b + 1, side: s..s + 1 }));
                }
                _ => hunks.push(Hunk { base, side }),
            }
        }
        hunks
    }
}

/// What one side, or both, did to a run of sentences.
struct Cluster {
    base: Range<usize>,
    /// Of the first and the second side, the sentences that now stand there; none where it changed nothing.
    sides: [Option<Range<usize>>; 2],
}

/// The changes of both sides in order, those that meet put together.
fn clusters(one: &[Hunk], two: &[Hunk]) -> Vec<Cluster> {
    let mut all: Vec<(usize, &Hunk)> =
        one.iter().map(|hunk| (0, hunk)).chain(two.iter().map(|hunk| (1, hunk))).collect();
    all.sort_by_key(|(side, hunk)| (hunk.base.start, hunk.base.end, *side));
    let mut clusters: Vec<(Range<usize>, [Vec<&Hunk>; 2])> = Vec::new();
    for (side, hunk) in all {
        if let Some((base, sides)) = clusters.last_mut()
            && meet(base, &hunk.base)
        {
            base.end = base.end.max(hunk.base.end);
            sides[side].push(hunk);
            continue;
        }
        let mut sides = [Vec::new(), Vec::new()];
        sides[side].push(hunk);
        clusters.push((hunk.base.clone(), sides));
    }
    let now = |base: &Range<usize>, hunks: &[&Hunk]| -> Option<Range<usize>> {
        let (first, last) = (hunks.first()?, hunks.last()?);
        let start = first.side.start - (first.base.start - base.start);
        Some(start..last.side.end + (base.end - last.base.end))
    };
    let finished = clusters.into_iter();
    finished.map(|(base, [a, b])| Cluster { sides: [now(&base, &a), now(&base, &b)], base }).collect()
}

/// Whether two changes are of the same sentences, or put something at the same place.
fn meet(earlier: &Range<usize>, later: &Range<usize>) -> bool {
    later.start < earlier.end || (earlier.is_empty() && later.is_empty() && earlier.start == later.start)
}

struct Walk<'w, 't> {
    /// The earlier text and both sides'.
    texts: [&'w Text<'t>; 3],
    /// How far each was followed.
    at: [usize; 3],
    out: Vec<Sentence<'t>>,
    clashes: bool,
}

impl<'t> Walk<'_, 't> {
    /// What neither side changed, up to a sentence of the earlier text.
    fn to(&mut self, base: usize) {
        while self.at[0] < base {
            let [old, one, two] = self.at;
            self.out.push(self.aligned(Some(old), Some(one), Some(two), 0));
            self.at = [old + 1, one + 1, two + 1];
        }
    }

    /// The sentence as the text `from` has it, with the space before it merged.
    fn aligned(
        &self,
        base: Option<usize>,
        one: Option<usize>,
        two: Option<usize>,
        from: usize,
    ) -> Sentence<'t> {
        let places = [base, one, two];
        let found: [Option<Sentence<'t>>; 3] = std::array::from_fn(|text| {
            places[text].and_then(|at| self.texts[text].sentences.get(at).copied())
        });
        let chosen = found[from].or(found[1]).or(found[2]).or(found[0]);
        let Some(mut sentence) = chosen else {
            return Sentence { space: "", words: "", is_first: true };
        };
        if let [Some(base), Some(one), Some(two)] = found {
            let side = if base.space == one.space { two } else { one };
            sentence.space = side.space;
            sentence.is_first = side.is_first;
        }
        sentence
    }

    fn change(&mut self, cluster: &Cluster) {
        let kept = cluster.base.len();
        let now: [Range<usize>; 2] = std::array::from_fn(|side| {
            let unchanged = self.at[side + 1]..self.at[side + 1] + kept;
            cluster.sides[side].clone().unwrap_or(unchanged)
        });
        match &cluster.sides {
            [Some(_), Some(_)] => self.both(cluster, &now),
            [Some(_), None] => self.one_side(cluster, &now, 1),
            _ => self.one_side(cluster, &now, 2),
        }
        self.at = [cluster.base.end, now[0].end, now[1].end];
    }

    /// What one side alone changed. A new version of one sentence stands with the other side's space before it.
    fn one_side(&mut self, cluster: &Cluster, now: &[Range<usize>; 2], from: usize) {
        let range = now[from - 1].clone();
        let paired = range.len() == cluster.base.len();
        for (step, at) in range.enumerate() {
            let sentence = if paired {
                let base = cluster.base.start + step;
                self.aligned(Some(base), Some(now[0].start + step), Some(now[1].start + step), from)
            } else {
                self.texts[from].sentences[at]
            };
            self.out.push(sentence);
        }
    }

    fn both(&mut self, cluster: &Cluster, now: &[Range<usize>; 2]) {
        let said: [Vec<Sentence<'t>>; 2] =
            std::array::from_fn(|side| self.texts[side + 1].sentences[now[side].clone()].to_vec());
        let words = |side: usize| said[side].iter().map(|one| one.words).collect::<Vec<_>>();
        let (one, two) = (words(0), words(1));
        if one == two {
            self.out.extend(said[0].iter());
            return;
        }
        let both_added = cluster.base.is_empty() && !self.texts[0].sentences.is_empty();
        self.clashes |= !both_added;
        let second_first = both_added && two < one;
        let [first, second] = if second_first { [&said[1], &said[0]] } else { [&said[0], &said[1]] };
        self.out.extend(first.iter().chain(second));
    }

    fn text(&self) -> String {
        let [base, one, two] = self.texts;
        let end = if base.end == one.end { two.end } else { one.end };
        let mut text = String::new();
        for (at, sentence) in self.out.iter().enumerate() {
            match (at == 0, sentence.is_first) {
                (true, false) => {}
                (false, true) => text.push_str(if sentence.space.is_empty() { " " } else { sentence.space }),
                _ => text.push_str(sentence.space),
            }
            text.push_str(sentence.words);
        }
        text + end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_sentences_are_merged_and_the_same_one_clashes() {
        let base = "We meet monthly. Anybody may come.\n\nWe publish dates.";
        for (one, two, expected) in [
            (
                "We meet weekly. Anybody may come.\n\nWe publish dates.",
                "We meet monthly. Everybody may come.\n\nWe publish dates.",
                Merged::Whole("We meet weekly. Everybody may come.\n\nWe publish dates.".into()),
            ),
            (
                "We meet monthly. Anybody may come.\n\nWe publish dates. One more.",
                "We meet monthly.\n\nWe publish dates.",
                Merged::Whole("We meet monthly.\n\nWe publish dates. One more.".into()),
            ),
            (
                "First. We meet monthly. Anybody may come.\n\nWe publish dates.",
                "We meet daily. Anybody may come.\n\nWe publish dates.",
                Merged::Whole("First. We meet daily. Anybody may come.\n\nWe publish dates.".into()),
            ),
            (
                "We meet monthly. Anybody may come.\n\nWe publish dates. Bring a friend.",
                "We meet monthly. Anybody may come.\n\nWe publish dates. Ask us.",
                Merged::Whole(
                    "We meet monthly. Anybody may come.\n\nWe publish dates. Ask us. Bring a friend.".into(),
                ),
            ),
            (
                "We meet weekly. Anybody may come.\n\nWe publish dates.",
                "We meet daily. Anybody may come.\n\nWe publish dates!",
                Merged::Clash("We meet weekly. We meet daily. Anybody may come.\n\nWe publish dates!".into()),
            ),
            (
                "We meet weekly. Everybody may come.\n\nWe publish dates.",
                "We meet monthly. Everybody may come. We publish dates.",
                Merged::Whole("We meet weekly. Everybody may come. We publish dates.".into()),
            ),
            (
                "Anybody may come.\n\nWe publish dates.",
                "First. We meet monthly. Anybody may come.\n\nWe publish dates.",
                Merged::Whole("First. Anybody may come.\n\nWe publish dates.".into()),
            ),
            (
                "",
                "We meet monthly. Anybody may come.\n\nWe publish all.",
                Merged::Clash("We meet monthly. Anybody may come.\n\nWe publish all.".into()),
            ),
        ] {
            assert_eq!(merge(base, one, two), expected, "{one} | {two}");
        }
    }

    #[test]
    fn two_first_texts_clash() {
        assert_eq!(merge("", "One. Two.", "Three."), Merged::Clash("One. Two. Three.".into()));
        assert_eq!(merge("", "One. Two.", "One. Two.\n"), Merged::Whole("One. Two.\n".into()));
    }
}
