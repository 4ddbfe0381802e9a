//! Passing over the words at which no rule begins hides nothing.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::Bench;
use super::words::{hits, near_misses};
use crate::check::facts::Facts;
use crate::check::prose::{Prose, Word, is_worth};
use crate::plan::{Answer, Plan};

/// What people write, near misses and hits: each text as its words.
static CORPUS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let near = near_misses().into_iter().map(|(_, text)| text);
    let all = near.chain(hits().into_iter().map(|(_, _, text)| text));
    all.map(|text| text.split(' ').map(str::to_owned).collect()).collect()
});

/// The ways in which a word is put.
const CASES: [fn(&str) -> String; 4] = [str::to_owned, str::to_lowercase, str::to_uppercase, |word: &str| {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + &letters.as_str().to_lowercase()
}];

/// What the rules say of a plan whose texts are this one, where they are shown these words alone.
fn said(bench: &Bench, worth: impl Fn(&str, Word) -> bool) -> String {
    let context = bench.context();
    let facts = Facts::gather(&bench.plan, &bench.edition, &context);
    format!("{:#?}", Prose::through(&facts, worth))
}

/// Whether a rule says less of a text where words are passed over.
fn hides(bench: &mut Bench, text: &str, worth: impl Fn(&str, Word) -> bool) -> bool {
    bench.plan.profile.summary = text.to_owned();
    bench.plan.comments = vec![text.to_owned()];
    let activity = bench.plan.answers.iter_mut().flat_map(|answer| &mut answer.activities).next().unwrap();
    activity.title = text.to_owned();
    activity.link = text.to_owned();
    activity.id = text.to_owned();
    said(bench, worth) != said(bench, |_, _| true)
}

/// A plan with nothing else in it to look at, so that many texts are looked at in a moment.
fn bare() -> Bench {
    Bench::with(|bench| {
        let farms = bench.activity("farms").clone();
        bench.plan = Plan::default();
        let answer = Answer { id: "face-to-face".to_owned(), activities: vec![farms], ..Answer::default() };
        bench.plan.answers = vec![answer];
    })
}

#[test]
fn nothing_of_the_corpora_is_hidden_in_any_case() {
    let mut bench = bare();
    for words in &*CORPUS {
        for case in CASES {
            let text = words.iter().map(|word| case(word)).collect::<Vec<_>>().join(" ");
            assert!(!hides(&mut bench, &text, is_worth), "{text}");
        }
    }
}

#[test]
fn a_word_that_was_not_named_would_be_missed() {
    let texts: Vec<String> = CORPUS.iter().map(|words| words.join(" ")).collect();
    let mut bench = bare();
    for missing in ["operation", "patrol", "official", "tbc", "lorem", "click", "call", "sierra"] {
        let without =
            |text: &str, word: Word| is_worth(text, word) && !word.of(text).eq_ignore_ascii_case(missing);
        assert!(texts.iter().any(|text| hides(&mut bench, text, without)), "{missing}");
    }
}

proptest! {
    #[test]
    fn nothing_is_hidden(
        pieces in proptest::collection::vec(
            // Which text, from which of its words, how many; in which a word of another text stands, and where;
            // in which case.
            (0..1000_usize, 0..12_usize, 1..12_usize, 0..12_usize, any::<prop::sample::Index>(), 0..CASES.len()),
            1..5,
        ),
    ) {
        let all: Vec<&String> = CORPUS.iter().flatten().collect();
        let mut said = Vec::new();
        for (which, from, count, at, other, case) in pieces {
            let words = &CORPUS[which % CORPUS.len()];
            let from = from % words.len();
            let mut piece: Vec<&String> = words.iter().skip(from).take(count).collect();
            if let Some(word) = piece.get_mut(at) {
                *word = all[other.index(all.len())];
            }
            said.extend(piece.into_iter().map(|word| CASES[case](word)));
        }
        let text = said.join(" ");
        prop_assert!(!hides(&mut bare(), &text, is_worth), "{text}");
    }
}
