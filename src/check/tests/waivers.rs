use jiff::civil::date;

use super::Bench;
use crate::check::{Class, Finding, State};
use crate::plan::model::Waiver;
use crate::plan::{Edit, Entry, FieldPath, Status, Value};

fn waiving(change: impl FnOnce(&mut Waiver)) -> Bench {
    Bench::with(|bench| change(bench.add_waiver()))
}

#[test]
fn waiver_incomplete() {
    waiving(|_| {}).clean();
    let found = waiving(|waiver| waiver.reason = " ".to_owned()).only("waiver-incomplete");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "The waiver of “meeting-gap” has no reason");
    let found = waiving(|waiver| {
        waiver.by.clear();
        waiver.until = Entry::Absent;
    })
    .only("waiver-incomplete");
    assert_eq!(found.message, "The waiver of “meeting-gap” has no name of who asks and no end");
    assert_eq!(found.also, [FieldPath::parse("waivers.w1.until").unwrap()]);
}

#[test]
fn waiver_past_its_end_or_beyond_the_plans() {
    let until = |day| waiving(|waiver| waiver.until = Entry::Is(day));
    until(date(2026, 11, 11)).clean();
    let found = until(date(2026, 11, 10)).only("waiver-incomplete");
    assert_eq!(found.message, "The waiver of “meeting-gap” ended on 10 November 2026");
    let found = until(date(2027, 12, 1)).only("waiver-incomplete");
    let path = FieldPath::parse("waivers.w1.until").unwrap();
    let value = Value::Date(date(2027, 11, 30));
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path, value });
}

#[test]
fn a_waiver_of_what_is_not_there_names_the_nearest() {
    for (leaf, near, change) in [
        ("rule", "meeting-gap", (|waiver| waiver.rule = "meeting-gaps".to_owned()) as fn(&mut Waiver)),
        ("standard", "face-to-face", |waiver| waiver.standard = "face-to-fase".to_owned()),
        ("row", "drop-in", |waiver| waiver.row = "drop-inn".to_owned()),
    ] {
        let found = waiving(change).only("waiver-incomplete");
        assert_eq!(found.path.leaf(), leaf);
        assert!(found.help.contains(&format!("The nearest that there is: {near}.")), "{}", found.help);
    }
    waiving(|waiver| waiver.row = "drop-in".to_owned()).clean();
}

#[test]
fn what_must_never_be_recorded_cannot_be_waived() {
    let found = waiving(|waiver| waiver.rule = "hidden-characters".to_owned()).only("waiver-incomplete");
    assert_eq!(found.message, "“hidden-characters” can never be waived");
}

/// A standard with no commitment, and a waiver of that, changed.
fn without_commitment(change: impl FnOnce(&mut Waiver)) -> Bench {
    Bench::with(|bench| {
        bench.answer("website").commitment.clear();
        let waiver = bench.add_waiver();
        waiver.rule = "commitment-missing".to_owned();
        waiver.standard = "website".to_owned();
        change(waiver);
    })
}

fn accepted(mut bench: Bench) -> Bench {
    bench.accepted_waivers.push("w1".to_owned());
    bench
}

#[test]
fn a_waiver_counts_only_when_a_reviewer_has_accepted_it() {
    let asked = without_commitment(|_| {});
    let found = asked.only("commitment-missing");
    assert!(!found.waived && found.is_asked_aside());
    assert_eq!(
        found.aside_in_words().unwrap(),
        "Asked to be set aside until 30 November 2027 by Inspector, West Dorset: counts when a reviewer accepts it."
    );
    assert_eq!(asked.state("website"), State::Incomplete);
    let accepted = accepted(asked);
    let found = accepted.only("commitment-missing");
    assert!(found.waived && !found.is_asked_aside());
    assert_eq!(
        found.aside_in_words().unwrap(),
        "Set aside until 30 November 2027, asked by Inspector, West Dorset and accepted in the review."
    );
    assert_eq!(accepted.state("website"), State::Complete);
}

#[test]
fn an_accepted_waiver_sets_aside_only_its_own_rule_and_standard_and_only_while_it_is_complete() {
    let of = |bench: &Bench| -> Finding {
        let found = bench.report().findings;
        found.into_iter().find(|finding| finding.rule == "commitment-missing").unwrap()
    };
    let left_alone = |change: fn(&mut Waiver)| {
        let found = of(&accepted(without_commitment(change)));
        assert!(!found.waived && found.asked.is_none(), "{found:#?}");
    };
    left_alone(|waiver| waiver.rule = "commitment-thin".to_owned());
    left_alone(|waiver| waiver.standard = "face-to-face".to_owned());
    left_alone(|waiver| waiver.standard.clear());
    left_alone(|waiver| waiver.reason.clear());
    left_alone(|waiver| waiver.until = Entry::Is(date(2026, 11, 10)));
    assert!(of(&accepted(without_commitment(|waiver| waiver.until = Entry::Is(date(2026, 11, 11))))).waived);
    let mut another = without_commitment(|_| {});
    another.accepted_waivers.push("w2".to_owned());
    assert!(!of(&another).waived);
}

#[test]
fn a_waiver_of_a_row_sets_a_flag_aside_when_no_other_row_is_in_it() {
    let no_purpose = |rows: &[&str]| {
        accepted(Bench::with(|bench| {
            for day in 1..=2_i8 {
                bench.add_stall(&format!("stall-{day}"), date(2027, 3, day));
            }
            for row in rows {
                bench.activity(row).purpose.clear();
            }
            let waiver = bench.add_waiver();
            waiver.rule = "activity-without-purpose".to_owned();
            waiver.row = "stall-1".to_owned();
        }))
    };
    let of = |bench: Bench| bench.only("activity-without-purpose");
    assert!(of(no_purpose(&["stall-1"])).waived);
    assert!(of(no_purpose(&["stall-2"])).asked.is_none());
    let both = of(no_purpose(&["stall-1", "stall-2"]));
    assert!(!both.waived && !both.is_asked_aside());
    assert_eq!(
        both.aside_in_words().unwrap(),
        "Asked to be set aside for 1 of 2 places until 30 November 2027 by Inspector, West Dorset: the others stand."
    );
}

#[test]
fn a_flag_of_no_standard_is_set_aside_by_a_waiver_that_names_none() {
    let mut bench = accepted(Bench::with(|bench| {
        bench.plan.author.post.clear();
        let waiver = bench.add_waiver();
        waiver.rule = "author-missing".to_owned();
        waiver.standard.clear();
    }));
    assert!(bench.only("author-missing").waived);
    bench.plan.waivers[0].standard = "website".to_owned();
    assert!(!bench.only("author-missing").waived);
}

#[test]
fn waiver_not_accepted() {
    let sent = |change: fn(&mut Waiver)| {
        Bench::with(|bench| {
            bench.plan.status = Entry::Is(Status::Submitted);
            change(bench.add_waiver());
        })
    };
    waiving(|_| {}).clean();
    let found = sent(|_| {}).only("waiver-not-accepted");
    assert_eq!(
        found.message,
        "The waiver of “meeting-gap”, asked by Inspector, West Dorset until 30 November 2027, is not accepted yet"
    );
    accepted(sent(|_| {})).clean();
    // What lacks something cannot be accepted: one flag says so, not two.
    sent(|waiver| waiver.reason.clear()).only("waiver-incomplete");
    let mut begun = waiving(|_| {});
    begun.today = date(2026, 12, 1);
    assert!(begun.rules().contains(&"waiver-not-accepted"));
    begun.today = date(2027, 12, 1);
    begun.clean();
}

#[test]
fn the_asking_itself_cannot_be_set_aside() {
    let found = waiving(|waiver| waiver.rule = "waiver-not-accepted".to_owned()).only("waiver-incomplete");
    assert_eq!(found.message, "“waiver-not-accepted” can never be waived");
}
