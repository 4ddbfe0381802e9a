use jiff::civil::{Date, date, time};

use super::Bench;
use crate::check::Class;
use crate::plan::Entry;
use crate::standards::Per;

/// Beaminster's meetings on these days.
fn beaminster(days: &[Date]) -> Bench {
    Bench::with(|bench| bench.activity("beat").dates = days.to_vec())
}

const FOUR: [Date; 4] = [date(2026, 12, 10), date(2027, 3, 11), date(2027, 6, 10), date(2027, 9, 9)];

#[test]
fn neighbourhood_uncovered_is_one_flag() {
    let mut bench = Bench::with(|bench| bench.activity("beat").neighbourhoods = vec!["bridport".to_owned()]);
    bench.requires("face-to-face").virtual_share = None;
    let found = bench.only("neighbourhood-uncovered");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "Beaminster and villages has no public meeting in the whole period");
    assert!(found.help.contains("s.34 (law, binds chief officers"), "{}", found.help);
    bench.activity("beat").neighbourhoods.clear();
    bench.clean();
}

#[test]
fn what_is_not_a_meeting_is_said_with_the_reason() {
    let bench = Bench::with(|bench| {
        bench.activity("beat").kind = "stall".to_owned();
        bench.requires("face-to-face").per = Some(Per::Area);
    });
    let found = bench.only("neighbourhood-uncovered");
    let expected = "“Beaminster meeting” (stall) is not a meeting: nobody can put a question there.";
    assert!(found.help.starts_with(expected), "{}", found.help);
    let found = Bench::with(|bench| bench.activity("beat").kind.clear()).only("neighbourhood-uncovered");
    assert!(found.help.contains("does not say of what kind it is"), "{}", found.help);
    let found = Bench::with(|bench| bench.activity("beat").public = Entry::Is(false));
    let found = found.only("neighbourhood-uncovered");
    assert!(
        found.help.starts_with("“Beaminster meeting” does not count: it is not public."),
        "{}",
        found.help
    );
}

#[test]
fn with_no_activity_at_all_only_that_is_flagged() {
    Bench::with(|bench| bench.answer("face-to-face").activities.clear()).only("activity-missing");
    let bench = Bench::with(|bench| {
        bench.answer("face-to-face").activities.clear();
        bench.add_stall("stall", date(2027, 6, 5));
    });
    assert_eq!(
        bench.only("neighbourhood-uncovered").message,
        "2 neighbourhoods have no public meeting: Bridport \
         and Beaminster and villages"
    );
}

#[test]
fn a_meeting_under_another_standard_counts() {
    let bench = Bench::with(|bench| {
        let beat = bench.answer("face-to-face").activities.remove(1);
        bench.answer("inclusion").activities.push(beat);
    });
    bench.clean();
}

#[test]
fn meeting_frequency() {
    let found = Bench::with(|bench| {
        bench.activity("beat").dates = vec![date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 1)];
    });
    let found = found.only("meeting-frequency");
    assert_eq!(found.message, "Beaminster and villages: 3 public meetings; every quarter makes at least 4");
    beaminster(&FOUR).clean();
    let twice_on_a_day = [FOUR[0], FOUR[1], FOUR[1], FOUR[2]];
    let bench = beaminster(&twice_on_a_day);
    assert_eq!(bench.rules(), ["meeting-frequency", "meeting-gap"]);
}

#[test]
fn meeting_frequency_over_the_area_counts_all_neighbourhoods_together() {
    let bench = Bench::with(|bench| {
        bench.requires("face-to-face").per = Some(Per::Area);
        bench.activity("beat").dates.truncate(1);
    });
    bench.clean();
}

#[test]
fn meeting_gap() {
    let bench = beaminster(&[FOUR[0], FOUR[1], date(2027, 5, 12), FOUR[3]]);
    bench.clean();
    let bench = beaminster(&[FOUR[0], FOUR[1], date(2027, 5, 11), FOUR[3]]);
    let found = bench.only("meeting-gap");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(
        found.message,
        "Beaminster and villages: no public meeting for 121 days, 11 May 2027 to 9 September 2027; at most 120"
    );
}

#[test]
fn meeting_gap_tells_quiet_days_apart() {
    let with_gap_until = |day| beaminster(&[date(2026, 12, 10), date(2027, 1, 14), day, date(2027, 9, 9)]);
    with_gap_until(date(2027, 6, 22)).clean();
    let found = with_gap_until(date(2027, 6, 23)).only("meeting-gap");
    assert!(found.message.contains("for 121 days, 14 January 2027 to 23 June 2027"), "{}", found.message);
    let expected = "39 more days lie in a quiet period (Local elections) and do not count.";
    assert!(found.help.starts_with(expected), "{}", found.help);
}

#[test]
fn neighbourhoods_that_lack_the_same_share_a_flag() {
    let bench = Bench::with(|bench| {
        bench.answer("face-to-face").activities.remove(0);
        let beat = bench.activity("beat");
        beat.neighbourhoods.clear();
        beat.dates = vec![date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 1)];
        beat.venues = vec!["example-hall".to_owned(), "example-room".to_owned()];
    });
    let found = bench.only("meeting-frequency");
    assert!(found.message.starts_with("Bridport and Beaminster and villages: 3 public"), "{}", found.message);
}

#[test]
fn meetings_wait_for_dates_and_kinds_to_be_understood() {
    Bench::reading("dates = [2026-12-10, 2027-03-11,", "dates = [\"10 De\",").only("value-not-understood");
    Bench::with(|bench| bench.activity("beat").kind = "beat-meting".to_owned()).only("value-not-understood");
    Bench::with(|bench| bench.activity("beat").neighbourhoods = vec!["beamister".to_owned()])
        .only("value-not-understood");
    Bench::with(|bench| bench.activity("drop-in").every = Entry::AsTyped("mon".to_owned())).clean();
}

#[test]
fn settlement_uncovered() {
    let bench = Bench::with(|bench| {
        bench.areas.areas[0].neighbourhoods[1].settlements.push("Charmouth".to_owned());
        bench.plan.profile.settlements.push("Lyme Regis".to_owned());
    });
    let found = bench.only("settlement-uncovered");
    assert_eq!(
        (found.class, &*found.message),
        (Class::Advice, "2 settlements have no public meeting: Charmouth and Lyme Regis")
    );
    assert!(found.help.contains("Without one: Charmouth, Lyme Regis."), "{}", found.help);
    let in_turn = Bench::with(|bench| {
        bench.areas.areas[0].neighbourhoods[1].settlements.push("Charmouth".to_owned());
        let beat = bench.activity("beat");
        beat.venue = "Village hall, Charmouth".to_owned();
        beat.access = vec!["step-free".to_owned()];
    });
    in_turn.clean();
}

#[test]
fn virtual_share_high() {
    let over_links = |meetings: usize| {
        Bench::with(|bench| {
            bench.activity("drop-in").dates = vec![];
            let mut call = bench.activity("beat").clone();
            call.key = "call".to_owned();
            call.id = "call".to_owned();
            call.venues.clear();
            call.link = "https://example.police.uk/call".to_owned();
            call.dates = (0..meetings).map(|nth| date(2027, 7, 1 + i8::try_from(nth).unwrap())).collect();
            call.owner = "Inspector, West Dorset".to_owned();
            call.deputy = "Sergeant, Beaminster".to_owned();
            bench.answer("face-to-face").activities.push(call);
        })
    };
    over_links(14).clean();
    let found = over_links(15).only("virtual-share-high");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(found.message, "15 of 29 public meetings are virtual; at most 14 may be");
}

#[test]
fn out_of_hours_few() {
    let at = |hour, minute| {
        Bench::with(|bench| {
            let when = Entry::Is(time(hour, minute, 0, 0));
            bench.activity("drop-in").time = when.clone();
            bench.activity("beat").time = when;
            bench.activity("drop-in").until = Entry::Absent;
            bench.activity("beat").until = Entry::Absent;
        })
    };
    at(17, 0).clean();
    at(8, 59).clean();
    let found = at(16, 59).only("out-of-hours-few");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(
        found.message,
        "0 of 14 public events are outside 09:00 to 17:00 on weekdays; at least 3 should be"
    );
    let mut saturdays = at(9, 0);
    saturdays.activity("beat").dates =
        vec![date(2026, 12, 12), date(2027, 3, 13), date(2027, 6, 12), date(2027, 9, 12)];
    saturdays.clean();
}
