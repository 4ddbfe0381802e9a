#![allow(clippy::unwrap_used)]
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::plan::Period;

fn near() -> Near {
    // A Wednesday, three weeks before the period.
    Near { period: Period::new(date(2026, 12, 1), date(2027, 11, 30)), today: date(2026, 11, 11) }
}

fn parsed(text: &str) -> Option<Date> {
    parse_date(text, &near())
}

#[test]
fn dates_as_people_write_them() {
    for text in [
        "10/12/26",
        "10/12",
        "10/12/2026",
        "10.12.2026",
        "10.12.26",
        "10.12",
        "10-12-2026",
        "2026-12-10",
        "10 Dec",
        "10 dec.",
        "10th December 2026",
        "10th of December",
        "the 10th of December",
        "Thu 10 Dec",
        "Thursday, 10 December 2026",
        "Thurs 10th Dec 26",
        "Dec 10",
        "December 10th, 2026",
        "10Dec",
        "10-Dec-26",
        "on 10 December",
        " 10  DEC ",
    ] {
        assert_eq!(parsed(text), Some(date(2026, 12, 10)), "{text}");
    }
}

#[test]
fn without_a_year_the_period_decides_else_what_comes_next() {
    assert_eq!(parsed("7 Jan"), Some(date(2027, 1, 7)));
    assert_eq!(parsed("30/11"), Some(date(2027, 11, 30)));
    let quarter = Near { period: Period::new(date(2021, 7, 1), date(2021, 9, 30)), today: date(2021, 8, 1) };
    assert_eq!(parse_date("1 July", &quarter), Some(date(2021, 7, 1)));
    assert_eq!(parse_date("1 June", &quarter), Some(date(2022, 6, 1)));
    assert_eq!(parse_date("1 Aug", &quarter), Some(date(2021, 8, 1)));
    let none = Near { period: None, today: date(2026, 11, 11) };
    assert_eq!(parse_date("11 Nov", &none), Some(date(2026, 11, 11)));
    assert_eq!(parse_date("10 Nov", &none), Some(date(2027, 11, 10)));
    assert_eq!(parse_date("29 Feb", &none), Some(date(2028, 2, 29)));
    let long = Near { period: Period::new(date(2026, 1, 1), date(2028, 12, 31)), today: date(2027, 6, 1) };
    assert_eq!(parse_date("1 May", &long), Some(date(2028, 5, 1)));
    assert_eq!(parse_date("Sat 1 May", &long), Some(date(2027, 5, 1)), "the weekday says which");
}

#[test]
fn days_that_are_near() {
    assert_eq!(parsed("today"), Some(date(2026, 11, 11)));
    assert_eq!(parsed("Tomorrow"), Some(date(2026, 11, 12)));
    assert_eq!(parsed("yesterday"), Some(date(2026, 11, 10)));
    assert_eq!(parsed("Thursday"), Some(date(2026, 11, 12)));
    assert_eq!(parsed("this Wednesday"), Some(date(2026, 11, 11)));
    assert_eq!(parsed("next Thursday"), Some(date(2026, 11, 19)));
    assert_eq!(parsed("next Monday"), Some(date(2026, 11, 16)));
}

#[test]
fn what_is_no_date_is_not_understood() {
    for text in [
        "",
        "10 De",
        "31 Feb",
        "32/1/26",
        "12/25/26",
        "Fri 10 Dec",
        "10",
        "Dec",
        "10 Dec 2026 or so",
        "10/12/026",
        "6.30pm",
        "first Thursday",
        "0/0",
        "10/13",
        "٣ Dec",
        "10 Dec 18:30",
        "10 Dec 1830",
    ] {
        assert_eq!(parsed(text), None, "{text}");
    }
}

#[test]
fn several_dates_all_of_them_understood() {
    let two = vec![date(2027, 1, 7), date(2027, 2, 4)];
    let three = [two.clone(), vec![date(2027, 3, 4)]].concat();
    for text in [
        "7 Jan, 4 Feb and 4 Mar",
        "7/1, 4/2, 4/3",
        "7 Jan; 4 Feb; 4 Mar",
        "7 Jan 2027, 4 Feb 2027 & 4 Mar 2027",
        "Thu 7 Jan, Thu 4 Feb, and Thu 4 Mar",
        "on 7 Jan, on 4 Feb and on 4 Mar",
        "7 Jan,\n4 Feb,\n4 Mar",
    ] {
        assert_eq!(parse_dates(text, &near()), Some(three.clone()), "{text}");
    }
    let january = vec![date(2027, 1, 7), date(2027, 1, 14), date(2027, 1, 21)];
    assert_eq!(parse_dates("7, 14 and 21 January", &near()), Some(january.clone()));
    assert_eq!(parse_dates("7th, 14th & 21st Jan 2027", &near()), Some(january.clone()));
    assert_eq!(parse_dates("10 Dec, 14 and 21 Jan", &near()).unwrap()[1..], january[1..]);
    assert_eq!(parse_dates("7 Jan", &near()), Some(vec![date(2027, 1, 7)]));
    for text in ["7 Jan, 31 Feb", "7 Jan 4 Feb", "7 Jan,", "7, 14", "", "7 Jan and so on"] {
        assert_eq!(parse_dates(text, &near()), None, "{text}");
    }
}

#[test]
fn dates_in_words() {
    assert_eq!(describe_date(date(2026, 12, 10)), "Thursday 10 December 2026");
    assert_eq!(short_date(date(2027, 5, 1)), "1 May 2027");
}

proptest! {
    #[test]
    fn what_is_described_is_understood(days in 0i64..40_000) {
        let day = days_after(date(1990, 1, 1), days);
        prop_assert_eq!(parsed(&describe_date(day)), Some(day));
        prop_assert_eq!(parsed(&short_date(day)), Some(day));
        prop_assert_eq!(parsed(&day.to_string()), Some(day));
    }

    #[test]
    fn a_day_of_the_period_needs_no_year(days in 0i64..365) {
        let day = days_after(date(2026, 12, 1), days);
        let (_, month) = month_names(day.month());
        prop_assert_eq!(parsed(&format!("{} {month}", day.day())), Some(day));
        prop_assert_eq!(parsed(&format!("{}/{}", day.day(), day.month())), Some(day));
    }

    #[test]
    fn any_text_can_be_typed(
        text in any::<String>(),
        parts in "([0-9]{1,9}|[/., -]|Jan|dec|thu|next|and|st){0,10}",
        year in 1i16..9999,
    ) {
        let odd = Near { period: Period::new(Date::MIN, Date::MAX), today: Date::new(year, 1, 1).unwrap() };
        let last = Near { period: None, today: Date::MAX };
        for near in [near(), odd, last] {
            parse_dates(&text, &near);
            parse_dates(&parts, &near);
            parse_date(&parts, &near);
        }
    }
}

#[test]
fn a_day_that_its_month_does_not_have_is_told() {
    let why = |text: &str| no_such_day(text, &near());
    let february = Some("there is no such day: February 2027 has 28 days".to_owned());
    for text in ["31/2/27", "31 Feb", "30 February", "7 Jan and 30 Feb"] {
        assert_eq!(why(text), february, "{text}");
    }
    assert_eq!(why("31 Apr 2027").unwrap(), "there is no such day: April 2027 has 30 days");
    for text in ["28 Feb", "29/2/28", "10 De", "31 Febs", "Fri 10 Dec", "", "12/25/26"] {
        assert_eq!(why(text), None, "{text}");
    }
}
