//! What holds of every plan, however it is mangled.

use proptest::prelude::*;

use super::Bench;
use crate::check::{Class, State, find};
use crate::plan::Document;

/// The base plan with lines taken out, doubled and swapped, where it can still be read.
fn mangled() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = include_str!("plan.toml").lines().collect();
    let at = 0..lines.len();
    proptest::collection::vec((at.clone(), at, 0..4), 1..12).prop_map(move |changes| {
        let mut lines = lines.clone();
        for (one, other, how) in changes {
            let (one, other) = (one.min(lines.len() - 1), other.min(lines.len() - 1));
            match how {
                0 => drop(lines.remove(one)),
                1 => lines.insert(other, lines[one]),
                _ => lines.swap(one, other),
            }
        }
        lines.join("\n")
    })
}

proptest! {
    #[test]
    fn every_flag_is_whole_and_the_states_follow_from_them(text in mangled(), day in 0_i64..600) {
        let Ok(document) = Document::parse(&text) else { return Ok(()); };
        let bench = Bench::with(|bench| {
            bench.plan = document.plan().clone();
            bench.today = crate::plan::calendar::days_after(bench.today, day);
        });
        let report = bench.report();
        for finding in &report.findings {
            let rule = find(finding.rule).unwrap();
            prop_assert_eq!(finding.class, rule.class);
            prop_assert!(rule.phases.contains(&report.phase));
            prop_assert!(!finding.path.is_root() && !finding.message.is_empty() && !finding.help.is_empty());
            prop_assert!(!finding.message.ends_with('.') && finding.message.chars().count() <= 200);
            prop_assert!(!finding.also.contains(&finding.path), "{finding:?}");
        }
        for standard in &report.standards {
            let short = report.findings.iter().any(|finding| {
                finding.standard.as_ref() == Some(&standard.id) && finding.class == Class::NonCompliant
            });
            if standard.state == State::Complete {
                prop_assert!(!short, "{standard:?}");
            }
        }
        prop_assert_eq!(bench.report(), report, "the same plan, the same report");
    }

    #[test]
    fn a_mend_clears_its_flag(text in mangled()) {
        let Ok(mut document) = Document::parse(&text) else { return Ok(()); };
        let bench = Bench::with(|bench| bench.plan = document.plan().clone());
        let findings = bench.report().findings;
        let Some(finding) = findings.into_iter().find(|finding| finding.mend.is_some()) else { return Ok(()); };
        document.apply(&finding.mend.unwrap().edit).unwrap();
        let mended = Bench::with(|bench| bench.plan = document.plan().clone());
        let still = mended.report().findings;
        prop_assert!(
            !still.iter().any(|other| other.rule == finding.rule && other.path == finding.path),
            "{} at {}: {text}", finding.rule, finding.path
        );
    }
}
