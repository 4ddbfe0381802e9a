//! Rules on words, against what people write: near misses, hits, and everything around them.

use super::Bench;
use crate::check::{Family, Finding, find};

/// The lines of a corpus, without what only says what comes.
fn lines(corpus: &'static str) -> impl Iterator<Item = &'static str> {
    corpus.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

fn near_misses() -> Vec<(&'static str, String)> {
    lines(include_str!("near-misses.txt"))
        .map(|line| {
            let (tempts, text) = line.split_once(" | ").unwrap();
            (tempts, text.replace("\\n", "\n"))
        })
        .collect()
}

/// Name of the rule, phrase, text.
fn hits() -> Vec<(&'static str, String, String)> {
    lines(include_str!("hits.txt"))
        .map(|line| {
            let (rule, rest) = line.split_once(" | ").unwrap();
            let (phrase, text) = rest.split_once(" | ").unwrap();
            (rule, phrase.replace("\\n", "\n"), text.replace("\\n", "\n"))
        })
        .collect()
}

fn of_words(bench: &Bench) -> Vec<Finding> {
    let all = bench.report().findings.into_iter();
    all.filter(|finding| find(finding.rule).unwrap().family == Family::Words).collect()
}

fn summary(text: &str) -> Bench {
    Bench::with(|bench| bench.plan.profile.summary = text.to_owned())
}

#[test]
fn every_rule_on_words_is_silent_on_what_only_comes_close() {
    let all = near_misses();
    assert!(all.len() >= 100, "{}", all.len());
    let mut wrong = Vec::new();
    for (tempts, text) in &all {
        let places = [
            summary(text),
            Bench::with(|bench| bench.activity("farms").purpose = text.clone()),
            Bench::with(|bench| bench.set("publicising", "publicised-by", text.as_str())),
            Bench::with(|bench| bench.plan.classification = text.clone()),
            Bench::with(|bench| bench.plan.comments = vec![format!("# {text}")]),
        ];
        for bench in places {
            for finding in of_words(&bench) {
                wrong.push(format!(
                    "{tempts}: {text}\n  {} {} at {}",
                    finding.rule, finding.message, finding.path
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn every_rule_on_words_finds_what_it_is_for_and_points_at_it() {
    let all = hits();
    assert!(all.len() >= 60, "{}", all.len());
    let mut wrong = Vec::new();
    for (rule, phrase, text) in &all {
        let found = of_words(&summary(text));
        let pointed: Vec<(&str, &str)> =
            found.iter().map(|finding| (finding.rule, &text[finding.part.clone().unwrap().bytes])).collect();
        if pointed != [(*rule, phrase.as_str())] {
            wrong.push(format!("{rule} {phrase:?} in {text:?}: {pointed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}
