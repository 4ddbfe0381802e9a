use jiff::civil::date;

use super::Bench;
use crate::check::Class;
use crate::plan::model::Waiver;
use crate::plan::{Edit, Entry, FieldPath, Value};

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

#[test]
fn a_waiver_counts_only_when_a_reviewer_has_accepted_it() {
    let bench = Bench::with(|bench| {
        bench.add_waiver().rule = "commitment-missing".to_owned();
        bench.answer("website").commitment.clear();
    });
    assert!(!bench.only("commitment-missing").waived);
}
