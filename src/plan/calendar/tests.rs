#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::plan::model::{Entry, Plan};
use crate::plan::{Answer, Period};

fn year() -> Period {
    Period::new(date(2026, 12, 1), date(2027, 11, 30)).unwrap()
}

fn every(starts: Date, every: Cadence) -> Activity {
    Activity { starts: Entry::Is(starts), every: Entry::Is(every), ..Activity::default() }
}

fn on(text: &str) -> Entry<NthWeekday> {
    Entry::Is(NthWeekday::parse(text).unwrap())
}

#[test]
fn a_month_from_the_31st_is_clamped_and_does_not_drift() {
    let days = occurrences(&every(date(2026, 12, 31), Cadence::Month), year());
    assert_eq!(days[..4], [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]);
    assert_eq!(days.len(), 12);
}

#[test]
fn a_weekday_of_the_month_before_the_start_is_no_occurrence() {
    let mut drop_in = every(date(2026, 12, 10), Cadence::Month);
    drop_in.on = on("first thursday");
    let days = occurrences(&drop_in, year());
    assert_eq!(days[0], date(2027, 1, 7), "3 December is before the start");
    assert_eq!(days.len(), 11);
    drop_in.on = on("last friday");
    assert_eq!(occurrences(&drop_in, year())[0], date(2026, 12, 25));
}

#[test]
fn a_recurrence_that_is_not_understood_gives_no_day() {
    let typed = || Entry::AsTyped("first thu".to_owned());
    let mut drop_in = every(date(2026, 12, 3), Cadence::Month);
    drop_in.dates = vec![date(2027, 8, 14)];
    assert_eq!(occurrences(&drop_in, year()).len(), 13);
    let by_weekday = Activity { on: typed(), ..drop_in.clone() };
    let by_end = Activity { ends: Entry::AsTyped("10 De".to_owned()), ..drop_in };
    for activity in [by_weekday, by_end] {
        assert_eq!(occurrences(&activity, year()), [date(2027, 8, 14)], "what is stated stays");
        assert!(!recurs(&activity));
    }
}

#[test]
fn exceptions_ends_and_stated_dates() {
    let mut drop_in = every(date(2026, 12, 3), Cadence::Month);
    drop_in.on = on("first thursday");
    drop_in.ends = Entry::Is(date(2027, 3, 3));
    drop_in.except = vec![date(2027, 1, 7)];
    drop_in.dates = vec![date(2027, 8, 14), date(2027, 2, 4), date(2028, 1, 1)];
    let expected = [date(2026, 12, 3), date(2027, 2, 4), date(2027, 8, 14)];
    assert_eq!(occurrences(&drop_in, year()), expected);
    assert_eq!(recurring(&drop_in, year()), expected[..2]);
}

#[test]
fn a_start_alone_is_a_stated_date_and_half_a_recurrence_is_none() {
    let mut stall = Activity { starts: Entry::Is(date(2027, 6, 5)), ..Activity::default() };
    assert_eq!(occurrences(&stall, year()), [date(2027, 6, 5)]);
    assert!(!recurs(&stall));
    stall.every = Entry::AsTyped("mon".to_owned());
    assert_eq!(occurrences(&stall, year()), []);
}

#[test]
fn an_old_recurrence_keeps_its_step_and_is_reached_at_once() {
    let days = occurrences(&every(date(-9999, 1, 1), Cadence::Fortnight), year());
    assert!((26..=27).contains(&days.len()));
    assert_eq!(days_between(date(-9999, 1, 1), days[0]) % 14, 0);
    let ages = Period::new(date(-9999, 1, 1), date(9999, 12, 31)).unwrap();
    assert_eq!(occurrences(&every(date(-9999, 1, 1), Cadence::Week), ages).len(), MOST_DATES);
    assert_eq!(occurrences(&every(date(-9999, 1, 31), Cadence::Month), ages).len(), MOST_DATES);
    assert_eq!(occurrences(&every(date(9999, 12, 31), Cadence::Week), ages), [date(9999, 12, 31)]);
}

#[test]
fn venues_are_taken_in_turn() {
    let walk = Activity { venues: vec!["hall".to_owned(), "library".to_owned()], ..Activity::default() };
    let turns: Vec<_> = (0..3).map(|nth| venue_in_turn(&walk, nth)).collect();
    assert_eq!(turns, [Some("hall"), Some("library"), Some("hall")]);
    assert_eq!(venue_in_turn(&Activity::default(), 0), None);
}

#[test]
fn what_a_cadence_asks_for() {
    let asked_of = |period| Cadence::ALL.map(|cadence| asked(cadence, period));
    assert_eq!(asked_of(year()), [52, 26, 12, 4, 2, 1]);
    let quarter = Period::new(date(2021, 7, 1), date(2021, 9, 30)).unwrap();
    assert_eq!(asked_of(quarter), [13, 6, 3, 1, 1, 1]);
    let a_day_short = Period::new(date(2026, 12, 1), date(2027, 11, 29)).unwrap();
    assert_eq!(asked_of(a_day_short), [52, 26, 11, 3, 1, 1]);
    let one_day = Period::new(date(2026, 12, 1), date(2026, 12, 1)).unwrap();
    assert_eq!(asked_of(one_day), [1; 6]);
}

#[test]
fn gaps_run_from_the_start_between_neighbours_and_to_the_end() {
    let quiet = QuietDays::default();
    let days = [date(2026, 12, 3), date(2027, 2, 4), date(2027, 11, 1)];
    assert_eq!(
        longest_gap(&days[..2], year(), &quiet),
        Gap { from: date(2027, 2, 4), to: date(2027, 11, 30), days: 299, quiet_days: 0 }
    );
    assert_eq!(longest_gap(&days, year(), &quiet).days, 270);
    assert_eq!(longest_gap(&days[2..], year(), &quiet).from, date(2026, 12, 1));
    assert_eq!(longest_gap(&[], year(), &quiet).days, 364);
}

#[test]
fn quiet_days_are_told_apart_once_and_do_not_make_a_gap_the_longest() {
    let quiet = QuietDays::new([
        (date(2027, 4, 1), date(2027, 5, 6)),
        (date(2027, 3, 29), date(2027, 4, 10)),
        (date(2027, 6, 2), date(2027, 6, 1)),
    ]);
    let days = [date(2027, 1, 20), date(2027, 3, 20), date(2027, 6, 1), date(2027, 7, 30), date(2027, 10, 1)];
    let gap = longest_gap(&days, year(), &quiet);
    assert_eq!((gap.from, gap.days), (date(2027, 7, 30), 63), "73 days less 39 quiet ones are 34");
    let gap = longest_gap(&days[1..3], Period::new(days[1], days[2]).unwrap(), &quiet);
    assert_eq!((gap.days, gap.quiet_days, gap.counted()), (73, 39, 34));
    assert!(quiet.holds(date(2027, 5, 6)) && !quiet.holds(date(2027, 5, 7)));
}

#[test]
fn an_occurrence_in_a_quiet_period_is_not_a_quiet_day() {
    let week = Period::new(date(2027, 4, 1), date(2027, 4, 11)).unwrap();
    let quiet = QuietDays::new([(date(2027, 4, 1), date(2027, 4, 11))]);
    let gap = longest_gap(&[date(2027, 4, 5)], week, &quiet);
    assert_eq!((gap.days, gap.quiet_days), (4, 4), "the first four days, the meeting's own not among them");
}

#[test]
fn the_strip_counts_by_neighbourhood_and_month() {
    let mut drop_in = every(date(2026, 12, 3), Cadence::Quarter);
    drop_in.neighbourhoods = vec!["bridport".to_owned()];
    let everywhere = Activity { dates: vec![date(2027, 3, 9)], ..Activity::default() };
    let answer = Answer { activities: vec![drop_in, everywhere], ..Answer::default() };
    let plan = Plan {
        starts: Entry::Is(year().starts()),
        ends: Entry::Is(year().ends()),
        answers: vec![answer],
        ..Plan::default()
    };
    let rows = year_strip(&plan, &["bridport".to_owned(), "beaminster".to_owned()], |_| true);
    let counts = |row: &StripRow| row.months.iter().map(|month| month.occurrences).collect::<Vec<_>>();
    assert_eq!(counts(&rows[0]), [1, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0, 0]);
    assert_eq!(counts(&rows[1]), [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(rows[0].months[1].month, Month { year: 2027, month: 1 });
}

/// The contract's words, day by day: slow and plain.
fn naive(activity: &Activity, period: Period) -> Vec<Date> {
    let mut wanted: Vec<Date> = activity.dates.clone();
    let starts = activity.starts.get().unwrap();
    match activity.every.get() {
        None => wanted.push(starts),
        Some(every) => {
            for n in 0..1_000 {
                let day = match every {
                    Cadence::Week => starts.checked_add(jiff::Span::new().days(7 * n)),
                    Cadence::Fortnight => starts.checked_add(jiff::Span::new().days(14 * n)),
                    Cadence::Month => starts.checked_add(jiff::Span::new().months(n)),
                    Cadence::Quarter => starts.checked_add(jiff::Span::new().months(3 * n)),
                    Cadence::HalfYear => starts.checked_add(jiff::Span::new().months(6 * n)),
                    Cadence::Year => starts.checked_add(jiff::Span::new().years(n)),
                };
                let mut day = day.unwrap();
                if let (Some(on), false) =
                    (activity.on.get(), matches!(every, Cadence::Week | Cadence::Fortnight))
                {
                    let of_month: Vec<Date> = day
                        .first_of_month()
                        .series(jiff::Span::new().days(1))
                        .take_while(|other| other.month() == day.month())
                        .filter(|other| other.weekday() == on.weekday)
                        .collect();
                    day = match on.nth {
                        Nth::First => of_month[0],
                        Nth::Second => of_month[1],
                        Nth::Third => of_month[2],
                        Nth::Fourth => of_month[3],
                        Nth::Last => *of_month.last().unwrap(),
                    };
                }
                if day >= starts && activity.ends.get().is_none_or(|ends| day <= ends) {
                    wanted.push(day);
                }
            }
        }
    }
    wanted.retain(|day| period.holds(*day) && !activity.except.contains(day));
    wanted.sort();
    wanted.dedup();
    wanted
}

fn a_day() -> impl Strategy<Value = Date> {
    (0_i64..2_200).prop_map(|days| days_after(date(2024, 1, 1), days))
}

fn an_activity() -> impl Strategy<Value = Activity> {
    let nth = proptest::sample::select(vec!["first", "second", "third", "fourth", "last"]);
    let weekday = proptest::sample::select(vec!["monday", "thursday", "saturday", "sunday"]);
    (
        a_day(),
        proptest::option::of(proptest::sample::select(Cadence::ALL.to_vec())),
        proptest::option::of((nth, weekday)),
        proptest::option::of(a_day()),
        proptest::collection::vec(a_day(), 0..4),
        proptest::collection::vec(0_usize..20, 0..3),
    )
        .prop_map(|(starts, every, on, ends, dates, except)| {
            let mut activity = Activity {
                starts: Entry::Is(starts),
                every: every.map_or(Entry::Absent, Entry::Is),
                on: on.map_or(Entry::Absent, |(nth, weekday)| {
                    Entry::Is(NthWeekday::parse(&format!("{nth} {weekday}")).unwrap())
                }),
                ends: ends.map_or(Entry::Absent, Entry::Is),
                dates,
                ..Activity::default()
            };
            let ages = Period::new(date(2024, 1, 1), date(2030, 12, 31)).unwrap();
            let all = occurrences(&activity, ages);
            activity.except = except.iter().filter_map(|nth| all.get(*nth).copied()).collect();
            activity
        })
}

proptest! {
    #[test]
    fn agrees_with_the_plain_reading_of_the_contract(
        activity in an_activity(), starts in a_day(), length in 0_i64..800,
    ) {
        let period = Period::new(starts, days_after(starts, length)).unwrap();
        let days = occurrences(&activity, period);
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once: {days:?}");
        prop_assert!(days.iter().all(|day| period.holds(*day)));
        prop_assert_eq!(days, naive(&activity, period));
    }

    #[test]
    fn from_the_31st_every_month_has_its_last_day_or_its_31st(months in 0_i64..60) {
        let period = Period::new(date(2024, 1, 31), date(2029, 12, 31)).unwrap();
        let days = occurrences(&every(date(2024, 1, 31), Cadence::Month), period);
        let day = days[usize::try_from(months).unwrap()];
        prop_assert_eq!(day, day.last_of_month());
    }

    #[test]
    fn no_gap_is_longer_than_the_longest(activity in an_activity(), starts in a_day(), length in 0_i64..800) {
        let period = Period::new(starts, days_after(starts, length)).unwrap();
        let days = occurrences(&activity, period);
        let gap = longest_gap(&days, period, &QuietDays::default());
        let mut marks = vec![period.starts()];
        marks.extend(&days);
        marks.push(period.ends());
        let longest = marks.windows(2).map(|pair| days_between(pair[0], pair[1])).max().unwrap();
        prop_assert_eq!(gap.days, longest);
    }
}
