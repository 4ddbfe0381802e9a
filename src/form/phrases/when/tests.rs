#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::civil::{date, time};
use proptest::prelude::*;

use super::super::describe::{describe_when, describe_when_in_full};
use super::super::words::WEEKDAYS;
use super::*;
use crate::plan::calendar::occurrences;

fn period() -> Period {
    Period::new(date(2026, 12, 1), date(2027, 11, 30)).unwrap()
}

/// Three weeks before the period, a Wednesday.
fn near() -> Near {
    Near { period: Some(period()), today: date(2026, 11, 11) }
}

fn when(text: &str) -> When {
    parse_when(text, &near()).unwrap_or_else(|not| panic!("{text}: {not}"))
}

fn refused(text: &str) -> (String, Option<&'static str>) {
    let not = parse_when(text, &near()).unwrap_err();
    (not.part, not.ask)
}

const FIRST_THURSDAY: NthWeekday = NthWeekday { nth: Nth::First, weekday: Weekday::Thursday };

fn first_thursdays() -> When {
    When {
        starts: Some(date(2026, 12, 3)),
        every: Some(Cadence::Month),
        on: Some(FIRST_THURSDAY),
        ..When::default()
    }
}

fn every(cadence: Cadence, starts: Date) -> When {
    When { starts: Some(starts), every: Some(cadence), ..When::default() }
}

#[test]
fn the_weekday_of_a_month_in_many_ways() {
    for text in [
        "1st Thu monthly",
        "first Thursday of the month",
        "monthly, 1st Thursday",
        "monthly on the first Thursday",
        "every first Thursday",
        "First Thursday of every month",
        "on the 1st Thursday each month",
        "1st Thursdays",
        "once a month, first Thu",
        "1st Thu monthly from 3 Dec",
        "1st Thu monthly, 3 Dec",
        "first Thursday from December",
    ] {
        assert_eq!(when(text), first_thursdays(), "{text}");
    }
    let quarterly = When { every: Some(Cadence::Quarter), ..first_thursdays() };
    assert_eq!(when("first Thursday, quarterly"), quarterly);
    assert_eq!(when("first Thursday of every quarter"), quarterly);
    assert_eq!(when("every 3 months on the first Thursday of the month"), quarterly);
}

#[test]
fn from_until_and_except() {
    let half = When { starts: Some(date(2027, 1, 7)), ends: Some(date(2027, 6, 30)), ..first_thursdays() };
    for text in [
        "first Thursday of the month from January until June",
        "until June, first Thursday of the month, from January",
        "1st Thu monthly, January to June",
        "1st Thu monthly January - June",
        "1st Thu January to June",
        "1st Thu monthly from 7 Jan to the end of June",
        "1st Thu monthly, 7 Jan - 30 June",
        "1st Thu monthly starting in January 2027, ends 30/6/27",
    ] {
        assert_eq!(when(text), half, "{text}");
    }
    let last_friday = NthWeekday { nth: Nth::Last, weekday: Weekday::Friday };
    assert_eq!(
        when("last Friday monthly until June except 7 Jan"),
        When {
            starts: Some(date(2026, 12, 25)),
            every: Some(Cadence::Month),
            on: Some(last_friday),
            ends: Some(date(2027, 6, 30)),
            except: vec![date(2027, 1, 7)],
            ..When::default()
        }
    );
    let except = vec![date(2027, 1, 7), date(2027, 8, 5)];
    for text in [
        "1st Thu monthly except 7 Jan and 5 Aug",
        "1st Thu monthly, but not on 7 Jan, 5 Aug",
        "1st Thu monthly except in January and August",
        "1st Thu monthly, not 7 January or August",
    ] {
        assert_eq!(when(text), When { except: except.clone(), ..first_thursdays() }, "{text}");
    }
    assert_eq!(when("monthly from January 6.30pm").starts, Some(date(2027, 1, 1)));
    assert_eq!(when("monthly from January 6 6.30pm").starts, Some(date(2027, 1, 6)));
    assert_eq!(when("1st Thu monthly until November").ends, Some(date(2027, 11, 30)));
    assert_eq!(
        when("every Thursday in June"),
        When { ends: Some(date(2027, 6, 30)), ..every(Cadence::Week, date(2027, 6, 3)) }
    );
}

#[test]
fn weeks_and_fortnights() {
    let thursdays = every(Cadence::Week, date(2026, 12, 3));
    for text in ["every Thursday", "Thursdays", "weekly on Thursdays", "each Thu", "every week on a Thursday"]
    {
        assert_eq!(when(text), thursdays, "{text}");
    }
    let fortnights = every(Cadence::Fortnight, date(2026, 12, 3));
    for text in [
        "every fortnight from 3 Dec",
        "fortnightly on Thursdays",
        "every other Thursday",
        "alternate Thursdays",
        "every two weeks, Thursdays",
        "every two weeks from Thu 3 December",
        "fortnightly 3 Dec",
    ] {
        assert_eq!(when(text), fortnights, "{text}");
    }
    assert_eq!(when("weekly on Mondays"), every(Cadence::Week, date(2026, 12, 7)));
}

#[test]
fn steps_that_no_cadence_has_are_their_dates() {
    let dates = |text: &str| {
        let when = when(text);
        assert_eq!((when.starts, when.every, when.ends), (None, None, None), "{text}");
        when.dates
    };
    let step = |first: Date, days: i64, count: i64| {
        (0..count).map(|nth| days_after(first, nth * days)).collect::<Vec<_>>()
    };
    let four_weeks = step(date(2026, 12, 3), 28, 13);
    for text in [
        "every 4 weeks from 3 Dec",
        "every four weeks on Thursdays",
        "four-weekly from 3 Dec",
        "4 weekly on a Thursday",
        "every fourth week from 3 Dec",
        "every 28 days from 3 December",
        "Thursdays, every 4 weeks",
    ] {
        assert_eq!(dates(text), four_weeks, "{text}");
    }
    assert_eq!(dates("every 3rd week, Tuesdays, until March"), step(date(2026, 12, 1), 21, 6));
    assert_eq!(dates("every third week from 1 Dec until March"), step(date(2026, 12, 1), 21, 6));
    assert_eq!(dates("every ten days from 1 Dec until 31 Dec"), step(date(2026, 12, 1), 10, 4));
    let bar_one: Vec<Date> = four_weeks.iter().copied().filter(|day| *day != date(2026, 12, 31)).collect();
    assert_eq!(dates("every 4 weeks from 3 Dec except 31 Dec"), bar_one);
    assert_eq!(dates("every 4 weeks from 3 Dec except in June, plus 14 Aug").len(), 13);
    let months = |days: &[(i16, i8, i8)]| days.iter().map(|(y, m, d)| date(*y, *m, *d)).collect::<Vec<_>>();
    assert_eq!(
        dates("every two months from 31 Dec"),
        months(&[(2026, 12, 31), (2027, 2, 28), (2027, 4, 30), (2027, 6, 30), (2027, 8, 31), (2027, 10, 31)])
    );
    assert_eq!(dates("first Thursday, every 4 months"), months(&[(2026, 12, 3), (2027, 4, 1), (2027, 8, 5)]));
    assert_eq!(
        dates("three times a year, first Thursday of the month"),
        months(&[(2026, 12, 3), (2027, 4, 1), (2027, 8, 5)])
    );
    assert_eq!(when("every 4 weeks from 3 Nov 2027").starts, Some(date(2027, 11, 3)), "one day is one date");
    let no_period = Near { period: None, today: date(2026, 11, 11) };
    assert_eq!(parse_when("every 4 weeks", &no_period).unwrap().dates.len(), 14, "for a year");
    for (text, cadence) in [
        ("two-weekly", Cadence::Fortnight),
        ("every 3rd month", Cadence::Quarter),
        ("every 14 days", Cadence::Fortnight),
    ] {
        assert_eq!(when(text).every, Some(cadence), "{text}");
    }
    for text in ["every 0 weeks", "every 4000000000 weeks", "five times a year", "every 4 weeks, weekly"] {
        assert!(parse_when(text, &near()).is_err(), "{text}");
    }
}

#[test]
fn a_day_of_the_month_and_longer_cadences() {
    for text in ["monthly on the 3rd", "3rd of the month", "on the 3rd of every month", "monthly, the 3rd"] {
        assert_eq!(when(text), every(Cadence::Month, date(2026, 12, 3)), "{text}");
    }
    assert_eq!(when("monthly on the 31st from February"), every(Cadence::Month, date(2027, 3, 31)));
    assert_eq!(when("quarterly"), every(Cadence::Quarter, date(2026, 12, 1)));
    assert_eq!(when("twice a year from 14 March"), every(Cadence::HalfYear, date(2027, 3, 14)));
    assert_eq!(when("every year from 14 Aug"), every(Cadence::Year, date(2027, 8, 14)));
}

#[test]
fn the_start_is_in_the_period_and_not_over() {
    let running = Near { today: date(2027, 2, 10), ..near() };
    assert_eq!(parse_when("quarterly", &running).unwrap().starts, Some(date(2027, 2, 10)));
    assert_eq!(parse_when("1st Thu monthly", &running).unwrap().starts, Some(date(2027, 3, 4)));
    assert_eq!(parse_when("weekly from January", &running).unwrap().starts, Some(date(2027, 1, 1)));
    let closed = Near { today: date(2028, 2, 10), ..near() };
    assert_eq!(parse_when("quarterly", &closed).unwrap().starts, Some(date(2026, 12, 1)));
    let no_period = Near { period: None, today: date(2026, 11, 11) };
    assert_eq!(parse_when("every Thursday", &no_period).unwrap().starts, Some(date(2026, 11, 12)));
    let until = parse_when("every Thursday until June", &no_period).unwrap().ends;
    assert_eq!(until, Some(date(2027, 6, 30)));
}

#[test]
fn dates_and_times() {
    let third = When { starts: Some(date(2026, 12, 3)), ..When::default() };
    let half_past_six = Some(time(18, 30, 0, 0));
    for text in ["3 Dec 6.30pm", "Thu 3 Dec, 6.30pm", "6.30pm on 3/12/26", "3 Dec at 18:30", "3 Dec 1830"] {
        assert_eq!(when(text), When { time: half_past_six, ..third.clone() }, "{text}");
    }
    for text in [
        "3 Dec, 6.30-7.30pm",
        "3 Dec from 6.30pm until 7.30pm",
        "6.30pm to 7.30pm, 3 Dec",
        "3 Dec 6.30pm, until 7.30pm",
        "first Thursday in December, 6.30-7.30pm",
        "6.30pm, first Thursday in December (6.30-7.30pm).",
    ] {
        let until = Some(time(19, 30, 0, 0));
        assert_eq!(when(text), When { time: half_past_six, until, ..third.clone() }, "{text}");
    }
    let dates = vec![date(2027, 1, 7), date(2027, 2, 4), date(2027, 3, 4)];
    assert_eq!(
        when("7 Jan, 4 Feb and 4 Mar, 6.30pm"),
        When { dates, time: half_past_six, ..When::default() }
    );
    for text in ["1st Thu monthly plus 14 Aug", "1st Thu monthly and 14 Aug", "1st Thu monthly + 14 Aug"] {
        assert_eq!(when(text), When { dates: vec![date(2027, 8, 14)], ..first_thursdays() }, "{text}");
    }
    assert_eq!(when("1st Sat of March, June and September").dates, {
        [date(2027, 3, 6), date(2027, 6, 5), date(2027, 9, 4)]
    });
    let by_day = when("Tuesdays 10-12");
    assert_eq!((by_day.time, by_day.until), (Some(time(10, 0, 0, 0)), Some(time(12, 0, 0, 0))));
    assert_eq!(when("6.30pm"), When { time: half_past_six, ..When::default() });
}

#[test]
fn what_could_mean_two_things_is_said_not_guessed() {
    for (text, part, ask) in [
        ("every second Tuesday", "every second Tuesday", OTHER_OR_OF_THE_MONTH),
        ("every 3rd Tue, 6pm", "every 3rd Tue", WEEKS_OR_OF_THE_MONTH),
        ("every fourth Tuesday", "every fourth Tuesday", WEEKS_OR_OF_THE_MONTH),
        ("every 10 days on Mondays", "on Mondays", ONE_RECURRENCE),
        ("every 2 months on Mondays", "on Mondays", WHICH_OF_THE_MONTH),
        ("every 4 weeks on the first Monday", "on the first Monday", ONE_RECURRENCE),
        ("1st and 3rd Thursday", "1st and 3rd Thursday", ONE_RECURRENCE),
        ("1st Thursday and 3rd Thursday", "1st Thursday and 3rd Thursday", ONE_RECURRENCE),
        ("every Monday and Thursday", "Thursday", ONE_RECURRENCE),
        ("Mondays and Thursdays", "Thursdays", ONE_RECURRENCE),
        ("monthly on Thursdays", "on Thursdays", WHICH_OF_THE_MONTH),
        ("first Thursday weekly", "first Thursday weekly", ONE_RECURRENCE),
        ("Thursday, 6.30pm", "Thursday", ONE_OR_EVERY),
        ("from 3 Dec", "from 3 Dec", HOW_OFTEN),
        ("3 Dec until June", "3 Dec until June", HOW_OFTEN),
        ("every Thursday, 14 Aug", "14 Aug", PLUS),
        ("monthly, 3 Dec and 14 Jan", "3 Dec and 14 Jan", PLUS),
        ("weekly from 3 Dec until 1 Dec 2026", "1 Dec 2026", ENDS_BEFORE),
    ] {
        assert_eq!(refused(text), (part.to_owned(), Some(ask)), "{text}");
    }
    let (part, ask) = refused("1st Thu monthly, 6.30");
    assert_eq!(part, "6.30");
    assert!(ask.unwrap().contains("am or pm"));
    for (text, part) in [
        ("", ""),
        ("1st Thu monthly, tea and cake", "tea and cake"),
        ("monthly-ish", "-ish"),
        ("twice a month", "twice a month"),
        ("14-15 Aug", "14-15 Aug"),
        ("weekly 2026-2027", "2026-2027"),
        ("weekly, monthly", "monthly"),
        ("6pm, 7pm", "7pm"),
        ("1st Thu monthly except Easter", "except Easter"),
        ("5th Thursday", "5th Thursday"),
    ] {
        assert_eq!(refused(text).0, part, "{text}");
    }
    assert_eq!(
        parse_when("every second Tuesday", &near()).unwrap_err().to_string(),
        "“every second Tuesday” is not understood. Every fortnight, or the second of the month? Such as: \
         every fortnight from 1 Dec; second Tuesday of the month."
    );
    let second = NthWeekday { nth: Nth::Second, weekday: Weekday::Tuesday };
    assert_eq!(when("every second Tuesday of the month").on, Some(second));
    assert_eq!(when("monthly, every second Tuesday").on, Some(second));
}

#[test]
fn a_row_of_the_plan_has_the_keys_of_the_file() {
    let row = when("1st Thu monthly until June except 7 Jan, plus 14 Aug, 6.30pm-7.30pm").edits_row();
    let expected = [
        ("starts", Value::Date(date(2026, 12, 3))),
        ("every", Value::from("month")),
        ("on", Value::from("first thursday")),
        ("ends", Value::Date(date(2027, 6, 30))),
        ("except", Value::List(vec![Value::Date(date(2027, 1, 7))])),
        ("dates", Value::List(vec![Value::Date(date(2027, 8, 14))])),
        ("time", Value::Time(time(18, 30, 0, 0))),
        ("until", Value::Time(time(19, 30, 0, 0))),
    ];
    assert_eq!(row, expected.map(|(key, value)| (key.to_owned(), value)));
    assert_eq!(When::default().edits_row(), []);
}

#[test]
fn in_words_short_and_in_full() {
    for (text, short, full) in [
        (
            "1st Thu monthly, 6.30-7.30pm",
            "1st Thursday of the month, 6.30pm to 7.30pm",
            "1st Thursday of the month from 3 Dec 2026, 6.30pm to 7.30pm",
        ),
        ("11 Mar 7pm", "11 Mar 2027, 7pm", "Thursday 11 March 2027, 7pm"),
        ("every fortnight from 3 Dec", "every fortnight from 3 Dec 2026", "every fortnight from 3 Dec 2026"),
        ("7 Jan, 4 Feb and 4 Mar", "3 dates", "7 Jan 2027, 4 Feb 2027 and 4 Mar 2027"),
        (
            "every Thursday until June except 7 Jan, plus 14 Aug, noon",
            "every Thursday and 1 date, noon",
            "every Thursday from 3 Dec 2026 until 30 Jun 2027, plus 14 Aug 2027, except 7 Jan 2027, noon",
        ),
        ("monthly on the 22nd", "22nd of the month", "22nd of the month from 22 Dec 2026"),
        (
            "last Friday, quarterly",
            "last Friday, every quarter",
            "last Friday, every quarter from 25 Dec 2026",
        ),
        ("6pm", "6pm", "6pm"),
    ] {
        let activity = when(text).activity();
        assert_eq!(describe_when(&activity), short, "{text}");
        assert_eq!(describe_when_in_full(&activity), full, "{text}");
    }
}

#[test]
fn what_was_not_understood_is_shown_as_typed() {
    fn typed<T>(text: &str) -> Entry<T> {
        Entry::AsTyped(text.to_owned())
    }
    let mut activity = Activity { starts: typed("10 De"), ..Activity::default() };
    assert_eq!(describe_when(&activity), "10 De");
    activity.dates = vec![date(2027, 8, 14)];
    assert_eq!(describe_when(&activity), "10 De and 14 Aug 2027");
    activity.time = typed("6.30\u{1b}");
    assert_eq!(describe_when_in_full(&activity), "10 De and Saturday 14 August 2027, 6.30⟨U+001B⟩");
    activity = Activity { every: typed("often"), on: typed("thrid Thu"), ..Activity::default() };
    assert_eq!(describe_when(&activity), "often, thrid Thu");
    assert_eq!(describe_when(&Activity::default()), "");
    assert_eq!(describe_when_in_full(&Activity::default()), "");
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i64..365).prop_map(|days| days_after(date(2026, 12, 1), days))
}

fn any_when() -> impl Strategy<Value = When> {
    let days = || prop::collection::vec(any_day(), 0..4);
    let times = prop::option::of((0i8..12, 0i8..60, prop::option::of((12i8..24, 0i8..60))));
    let on = prop::option::of((0usize..5, 0usize..7));
    (prop::option::of(0usize..6), on, any_day(), prop::option::of(0i64..200), days(), days(), times).prop_map(
        |(every, on, day, lasts, except, dates, times)| {
            let nths = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last];
            let clock = |(hour, minute)| time(hour, minute, 0, 0);
            let mut when = When {
                time: times.map(|(hour, minute, _)| clock((hour, minute))),
                until: times.and_then(|(_, _, until)| until.map(clock)),
                ..When::default()
            };
            let Some(every) = every.map(|at| Cadence::ALL[at]) else {
                match dates.as_slice() {
                    [] => when.starts = Some(day),
                    [day] => when.starts = Some(*day),
                    _ => when.dates = dates,
                }
                return when;
            };
            let on = on.map(|(nth, day)| NthWeekday { nth: nths[nth], weekday: WEEKDAYS[day].0 });
            when.on = on.filter(|_| every >= Cadence::Month);
            when.every = Some(every);
            when.starts = when.on.map_or(Some(day), |on| Days::NthWeekday(on).first_from(day));
            when.ends = lasts.and_then(|days| when.starts.map(|starts| days_after(starts, days)));
            when.except = except;
            when.dates = dates;
            when
        },
    )
}

proptest! {
    #[test]
    fn parts_may_come_in_any_order(
        parts in Just(vec!["1st Thu monthly", "6.30pm", "from January", "until June", "plus 14 Aug", "except 1 Apr"])
            .prop_shuffle(),
    ) {
        let expected = When {
            starts: Some(date(2027, 1, 7)),
            ends: Some(date(2027, 6, 30)),
            except: vec![date(2027, 4, 1)],
            dates: vec![date(2027, 8, 14)],
            time: Some(time(18, 30, 0, 0)),
            ..first_thursdays()
        };
        prop_assert_eq!(parse_when(&parts.join(", "), &near()), Ok(expected));
    }

    #[test]
    fn what_is_described_in_full_is_understood(when in any_when()) {
        let words = describe_when_in_full(&when.activity());
        prop_assert_eq!(parse_when(&words, &near()), Ok(when), "{}", words);
    }

    #[test]
    fn a_recurrence_begins_on_a_day_of_its_own(
        nth in prop::sample::select(vec!["1st", "second", "3rd", "fourth", "last"]),
        day in 0usize..7,
        how in prop::sample::select(vec!["monthly", "quarterly", "of the month"]),
        today in 0i64..600,
    ) {
        let near = Near { today: days_after(date(2026, 8, 1), today), ..near() };
        let when = parse_when(&format!("{nth} {} {how}", WEEKDAYS[day].1), &near).unwrap();
        let days = occurrences(&when.activity(), Period::new(date(2026, 8, 1), date(2029, 1, 1)).unwrap());
        prop_assert_eq!(days.first().copied(), when.starts);
        prop_assert!(when.starts.unwrap() >= period().starts());
    }

    #[test]
    fn any_text_can_be_typed(
        text in any::<String>(),
        parts in "(([0-9]{1,4}|[/., &+:-]|Jan|dec|thu|next|and|st|every|other|from|until|except|plus|of the \
                  month|monthly|weekly|first|last|in|on|pm|6.30pm|Mondays) ?){0,14}",
        year in -9998i16..9999,
    ) {
        let odd = Near { period: Period::new(Date::MIN, Date::MAX), today: Date::new(year, 1, 1).unwrap() };
        for near in [near(), odd, Near { period: None, today: Date::MAX }, Near { period: None, today: Date::MIN }] {
            for text in [&text, &parts] {
                if let Ok(when) = parse_when(text, &near) {
                    describe_when(&when.activity());
                    describe_when_in_full(&when.activity());
                }
            }
        }
    }
}
