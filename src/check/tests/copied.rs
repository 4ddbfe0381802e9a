//! What was copied from another area, or from last period.

use jiff::civil::{Date, date};

use super::Bench;
use crate::check::Copies;
use crate::check::copies::PlanTexts;

/// So many words that stand nowhere else, told apart by their first letter.
fn own(letter: char, count: usize) -> String {
    (0..count).map(|nth| format!("{letter}{nth}")).collect::<Vec<_>>().join(" ")
}

const NOW: Date = date(2026, 12, 1);
const LAST_YEAR: Date = date(2025, 12, 1);

fn other(area: &str, period: &str, starts: Date, summary: &str) -> PlanTexts {
    let file = format!("format = 1\n[profile]\nsummary = \"\"\"{summary}\"\"\"\n");
    PlanTexts::of(area, period, Some(starts), &file)
}

/// The base plan with that summary, beside other plans.
fn beside(summary: &str, others: Vec<PlanTexts>) -> Bench {
    Bench::with(|bench| {
        bench.plan.profile.summary = summary.to_owned();
        // What is compared are runs of words, with no full stop in them.
        bench.force.rules.insert("hard-to-read".to_owned(), "off".to_owned());
        bench.copies = Some(Copies::new(others));
    })
}

#[test]
fn what_another_area_says_is_told_with_the_place_where_it_stands() {
    let text = "Our officers will be at the market every Saturday morning, and at the library in the week, \
                for whoever wants to tell them what is wrong in town.";
    let theirs = format!("{} {}", own('a', 10), text.to_uppercase().replace(' ', "\n"));
    let found = beside(text, vec![other("poole", "2026-27", NOW, &theirs)]).only("copied-from-area");
    assert_eq!(found.path.to_string(), "profile.summary");
    for said in ["“Our officers will be", "poole", "2026-27", "profile.summary"] {
        assert!(found.message.contains(said), "{said}: {}", found.message);
    }
    assert!(found.help.contains("28 of its 28 words"), "{}", found.help);
}

#[test]
fn half_of_a_text_is_much_and_a_word_less_is_not() {
    let theirs = vec![other("poole", "2026-27", NOW, &own('x', 40))];
    let of = |copied: usize, ours: usize| format!("{} {}", own('a', ours), own('x', copied));
    beside(&of(20, 20), theirs.clone()).only("copied-from-area");
    beside(&of(19, 20), theirs.clone()).clean();
    beside(&of(20, 21), theirs.clone()).clean();
    // Twenty-five words are compared, twenty-four are not.
    beside(&of(25, 0), theirs.clone()).only("copied-from-area");
    beside(&of(24, 0), theirs).clean();
}

#[test]
fn eight_words_in_a_row_are_copied_and_seven_are_not() {
    let theirs = vec![other("poole", "2026-27", NOW, &own('x', 64))];
    let runs = |long: usize| {
        let words: Vec<String> = own('x', 64).split(' ').map(str::to_owned).collect();
        let runs: Vec<String> = (0..5)
            .map(|nth| {
                format!(
                    "{} {}",
                    words[nth * 9..nth * 9 + long].join(" "),
                    own(['a', 'b', 'c', 'd', 'e'][nth], 3)
                )
            })
            .collect();
        runs.join(" ")
    };
    let found = beside(&runs(8), theirs.clone()).only("copied-from-area");
    assert!(found.help.contains("40 of its 55 words"), "{}", found.help);
    beside(&runs(7), theirs).clean();
}

#[test]
fn what_every_area_may_say_is_left_out() {
    let (ours, theirs) = (own('a', 24), own('x', 30));
    let with_shared = |shared: Vec<String>| {
        let mut bench = beside(&format!("{ours} {theirs}"), vec![other("poole", "2026-27", NOW, &theirs)]);
        bench.force.shared_text = shared;
        bench
    };
    with_shared(vec![own('y', 30)]).only("copied-from-area");
    with_shared(vec!["the".into(), format!("{} and more", theirs.to_uppercase())]).clean();
    // What is left is all copied.
    let mut bench =
        beside(&format!("{} {}", own('s', 40), own('x', 25)), vec![other("poole", "2026-27", NOW, &theirs)]);
    bench.clean();
    bench.force.shared_text = vec![own('s', 40)];
    bench.only("copied-from-area");
}

#[test]
fn a_plan_that_starts_later_and_the_areas_own_others_are_not_what_it_was_copied_from() {
    let text = own('x', 30);
    beside(&text, vec![other("poole", "2027-28", date(2026, 12, 2), &text)]).clean();
    beside(&text, vec![other("west-dorset", "2027-28", date(2027, 12, 1), &text)]).clean();
    beside(&text, vec![other("west-dorset", "2026-27", NOW, &text)]).clean();
    let found = beside(&text, vec![other("poole", "2020", date(2020, 1, 1), &text)]).only("copied-from-area");
    assert!(found.message.contains("2020"), "{}", found.message);
}

#[test]
fn what_stood_in_last_periods_plan_is_told_once() {
    let text = own('x', 30);
    let older = other("west-dorset", "2024-25", date(2024, 12, 1), &own('o', 30));
    let last = other("west-dorset", "2025-26", LAST_YEAR, &text);
    let poole = other("poole", "2026-27", NOW, &text);
    let found = beside(&text, vec![poole, last.clone(), older.clone()]).only("copied-from-period");
    assert!(found.message.contains("this area's plan for 2025-26"), "{}", found.message);
    // A word less than half, and what stood in an older plan alone.
    beside(&format!("{} {}", own('x', 19), own('a', 20)), vec![last.clone(), older.clone()]).clean();
    beside(&own('o', 30), vec![last, older]).clean();
}

#[test]
fn the_texts_of_a_standard_that_came_from_one_plan_are_one_flag() {
    let (text, more) = (own('x', 30), own('y', 30));
    let file = format!("[standards.website]\ncommitment = \"{text} {more}\"\n");
    let poole = PlanTexts::of("poole", "2026-27", Some(NOW), &file);
    let mut bench = beside("Short.", vec![poole]);
    bench.answer("face-to-face").commitment = text.clone();
    bench.set("face-to-face", "if-called-away", more);
    bench.answer("website").commitment = text;
    let found = bench.report().findings;
    let told: Vec<_> =
        found.iter().map(|flag| (flag.rule, flag.standard.as_deref(), flag.also.len())).collect();
    assert_eq!(
        told,
        [("copied-from-area", Some("face-to-face"), 1), ("copied-from-area", Some("website"), 0)]
    );
    assert!(found[0].message.contains("2 texts here stand in the plan of poole"), "{}", found[0].message);
    assert!(found[0].message.ends_with("at standards.website.commitment"), "{}", found[0].message);
}

#[test]
fn of_a_thousand_plans_with_one_passage_the_earliest_is_named() {
    let text = own('x', 200);
    let others = (0..1000).rev().map(|nth| {
        let day = crate::plan::calendar::days_after(LAST_YEAR, nth % 10);
        other(&format!("area-{nth}"), &format!("period-{}", nth % 10), day, &text)
    });
    let found = beside(&text, others.collect()).only("copied-from-area");
    assert!(found.message.contains("the plan of area-0 for period-0"), "{}", found.message);
}
