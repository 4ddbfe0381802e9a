//! What activities say of themselves, and when they take place.

use jiff::civil::{date, time};

use super::Bench;
use crate::check::{Class, Finding};
use crate::plan::model::NthWeekday;
use crate::plan::{Cadence, Edit, Entry, FieldPath, Value};

fn at(found: &Finding, path: &str) {
    assert_eq!(found.path, FieldPath::parse(path).unwrap());
}

#[test]
fn activity_missing() {
    let without = |id: &'static str| Bench::with(move |bench| bench.answer(id).activities.clear());
    let found = without("partners").only("activity-missing");
    assert_eq!(found.class, Class::Incomplete);
    assert_eq!(found.message, "Standard 6 has no activity; at least 1 is asked for");
    let found = Bench::with(|bench| bench.requires("partners").activities = Some(2)).only("activity-missing");
    assert_eq!(found.message, "Standard 6 has 1 activity; at least 2 are asked for");
}

#[test]
fn activity_without_date_silences_what_counts_dates() {
    let found = Bench::with(|bench| bench.activity("beat").dates.clear()).only("activity-without-date");
    assert_eq!(found.message, "“Beaminster meeting” has no date");
    at(&found, "standards.face-to-face.activities.beat.starts");
    Bench::with(|bench| bench.activity("posts").starts = Entry::Absent).only("activity-without-date");
    Bench::with(|bench| {
        let youth = bench.activity("youth");
        youth.dates.clear();
        youth.starts = Entry::Is(date(2027, 2, 10));
    })
    .clean();
}

#[test]
fn activity_without_venue() {
    let nowhere = |id: &'static str| Bench::with(move |bench| bench.activity(id).venues.clear());
    let mut bench = nowhere("drop-in");
    let found = bench.only("activity-without-venue");
    assert_eq!(found.message, "“Bridport drop-in” has no venue or link");
    bench.activity("drop-in").venue = "Example Chapel, Bridport".to_owned();
    bench.activity("drop-in").access = vec!["step-free".to_owned()];
    bench.clean();
    Bench::with(|bench| bench.activity("farms").public = Entry::Is(false)).clean();
}

#[test]
fn activity_without_owner_purpose_and_measure() {
    let found = Bench::with(|bench| bench.activity("youth").owner = " ".to_owned());
    assert_eq!(found.only("activity-without-owner").message, "“Evening at the youth club” has no owner");
    let found = Bench::with(|bench| {
        bench.activity("youth").purpose.clear();
        bench.activity("farms").purpose.clear();
    })
    .only("activity-without-purpose");
    assert_eq!(found.also.len(), 1, "the same lack in two rows is one flag");
    assert_eq!(found.message, "2 activities have no purpose: “Farm visits” and “Evening at the youth club”");
    let found = Bench::with(|bench| bench.activity("youth").target.clear()).only("activity-without-measure");
    at(&found, "standards.inclusion.activities.youth.target");
    let found = Bench::with(|bench| bench.activity("youth").measure.clear()).only("activity-without-measure");
    at(&found, "standards.inclusion.activities.youth.measure");
}

#[test]
fn activity_outside_period() {
    let youth = |day| Bench::with(|bench| bench.activity("youth").dates.push(day));
    youth(date(2027, 11, 30)).clean();
    let found = youth(date(2027, 12, 1)).only("activity-outside-period");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(
        found.message,
        "“Evening at the youth club” is on 1 December 2027, after the plan ends on 30 November 2027"
    );
    at(&found, "standards.inclusion.activities.youth.dates");
    let posts = |ends| Bench::with(|bench| bench.activity("posts").ends = Entry::Is(ends));
    posts(date(2027, 11, 30)).clean();
    let found = posts(date(2027, 12, 1)).only("activity-outside-period");
    let path = FieldPath::parse("standards.social-media.activities.posts.ends").unwrap();
    let last_day = Value::Date(date(2027, 11, 30));
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path, value: last_day });
    let single = Bench::with(|bench| {
        bench.activity("youth").dates.clear();
        bench.activity("youth").starts = Entry::Is(date(2026, 11, 30));
    });
    at(&single.only("activity-outside-period"), "standards.inclusion.activities.youth.starts");
    Bench::with(|bench| bench.activity("group").starts = Entry::Is(date(2026, 1, 12))).clean();
}

#[test]
fn activity_impossible_date() {
    let ends = |day| {
        Bench::with(|bench| {
            let visit = bench.activity("farms");
            visit.dates.clear();
            visit.starts = Entry::Is(date(2027, 2, 1));
            visit.every = Entry::Is(Cadence::Month);
            visit.ends = Entry::Is(day);
        })
    };
    ends(date(2027, 2, 1)).clean();
    let found = ends(date(2027, 1, 31)).only("activity-impossible-date");
    assert_eq!(found.message, "“Farm visits” ends on 31 January 2027, before it starts on 1 February 2027");
    ends(date(2025, 1, 31)).only("activity-impossible-date");
    Bench::with(|bench| {
        let meeting = bench.activity("beat");
        meeting.dates.clear();
        meeting.starts = Entry::Is(date(2027, 2, 1));
        meeting.every = Entry::Is(Cadence::Month);
        meeting.ends = Entry::Is(date(2026, 2, 1));
    })
    .only("activity-impossible-date");
    let until = |until| Bench::with(|bench| bench.activity("drop-in").until = Entry::Is(until));
    until(time(18, 30, 0, 0)).clean();
    let found = until(time(17, 30, 0, 0)).only("activity-impossible-date");
    assert_eq!(found.message, "“Bridport drop-in” ends at 17:30, before it starts at 18:30");
}

#[test]
fn activity_impossible_date_where_a_recurrence_never_occurs() {
    let excepting = |days: &[jiff::civil::Date]| {
        Bench::with(|bench| {
            let visit = bench.activity("farms");
            visit.dates.clear();
            visit.starts = Entry::Is(date(2027, 2, 1));
            visit.every = Entry::Is(Cadence::HalfYear);
            visit.except = days.to_vec();
        })
    };
    excepting(&[date(2027, 2, 1)]).clean();
    let found = excepting(&[date(2027, 2, 1), date(2027, 8, 1)]).only("activity-impossible-date");
    assert_eq!(found.message, "“Farm visits” recurs, but on no day of the plan's period");
}

#[test]
fn activity_rare() {
    let bench = Bench::with(|bench| bench.activity("group").starts = Entry::Is(date(2027, 2, 28)));
    bench.clean();
    let found = Bench::with(|bench| bench.activity("group").starts = Entry::Is(date(2027, 3, 1)));
    let found = found.only("activity-rare");
    assert_eq!(found.message, "The activities of standard 6 are on 3 days; every quarter makes at least 4");
    let twice_a_day = Bench::with(|bench| {
        let mut again = bench.activity("group").clone();
        again.key = "again".to_owned();
        again.id = "again".to_owned();
        bench.activity("group").except = vec![date(2027, 4, 12)];
        again.except = vec![date(2027, 4, 12)];
        bench.answer("partners").activities.push(again);
    });
    twice_a_day.only("activity-rare");
}

#[test]
fn activity_rare_waits_for_a_date_to_be_understood() {
    Bench::reading("starts = 2027-01-12", "starts = \"12 Ja\"").only("value-not-understood");
    let none_of_a_standard_that_counts_none = Bench::with(|bench| {
        bench.answer("partners").activities.clear();
        bench.requires("partners").activities = None;
    });
    none_of_a_standard_that_counts_none.only("activity-rare");
}

#[test]
fn activity_overlap() {
    let meeting_at = |hour, minute, owner: &'static str| {
        Bench::with(move |bench| {
            let youth = bench.activity("youth");
            youth.dates = vec![date(2026, 12, 3)];
            youth.time = Entry::Is(time(hour, minute, 0, 0));
            youth.venue = "Youth club".to_owned();
            youth.owner = owner.to_owned();
        })
    };
    meeting_at(19, 30, "Sergeant, Bridport").clean();
    meeting_at(19, 29, "PC, Bridport").clean();
    let found = meeting_at(19, 29, "sergeant, bridport ").only("activity-overlap");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(
        found.message,
        "Sergeant, Bridport is at two places on 3 December 2026 at 19:29: “Bridport drop-in” and “Evening at \
         the youth club”"
    );
    assert_eq!(found.also.len(), 1);
    let mut same_place = meeting_at(19, 0, "Sergeant, Bridport");
    same_place.activity("youth").venue = "example-hall".to_owned();
    same_place.clean();
}

#[test]
fn activity_overlap_takes_venues_in_turn() {
    let with_venues = |venues: &[&str]| {
        Bench::with(|bench| {
            let mut second = bench.activity("drop-in").clone();
            second.key = "second".to_owned();
            second.id = "second".to_owned();
            second.venues = venues.iter().map(|id| (*id).to_owned()).collect();
            bench.answer("face-to-face").activities.push(second);
            bench.requires("face-to-face").deputy_above = None;
        })
    };
    with_venues(&["example-hall"]).clean();
    with_venues(&["example-hall", "example-room"]).only("activity-overlap");
}

#[test]
fn activity_on_holiday() {
    let on = |text: &str| {
        Bench::with(|bench| bench.activity("drop-in").on = Entry::Is(NthWeekday::parse(text).unwrap()))
    };
    let mut bench = on("last friday");
    bench.activity("drop-in").except = vec![date(2027, 4, 30)];
    let found = bench.only("activity-on-holiday");
    assert_eq!(
        (found.class, &*found.message),
        (Class::Advice, "“Bridport drop-in” falls on a holiday: 25 December 2026")
    );
    let Edit::Set { path, value } = found.mend.unwrap().edit else { panic!("not one edit") };
    assert_eq!(path.leaf(), "except");
    assert_eq!(value, Value::List(vec![Value::Date(date(2027, 4, 30)), Value::Date(date(2026, 12, 25))]));
    bench.force.holidays = vec![date(2026, 12, 24), date(2026, 12, 26)];
    bench.clean();
}

#[test]
fn pre_election_clash() {
    let held_on = |day| Bench::with(|bench| bench.activity("beat").dates.push(day));
    let found = held_on(date(2027, 3, 29)).only("pre-election-clash");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(found.message, "1 public event lies in “Local elections”, 29 March 2027 to 6 May 2027");
    assert!(found.help.contains("a candidate on the platform"), "{}", found.help);
    held_on(date(2027, 3, 28)).clean();
    held_on(date(2027, 5, 7)).clean();
    Bench::with(|bench| bench.activity("youth").dates.push(date(2027, 4, 1))).clean();
}
