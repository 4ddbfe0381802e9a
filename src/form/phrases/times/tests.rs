#![allow(clippy::unwrap_used)]
use jiff::civil::time;
use proptest::prelude::*;

use super::*;

fn at(hour: i8, minute: i8) -> Time {
    time(hour, minute, 0, 0)
}

#[test]
fn times_in_either_clock() {
    for text in [
        "6.30pm",
        "6:30pm",
        "6.30 pm",
        "6.30 p.m.",
        "06.30pm",
        "630pm",
        "0630PM",
        "18:30",
        "18.30",
        "1830",
        "18:30:00",
        "1830 hrs",
        "6·30pm",
        "half past 6pm",
        "half past six in the evening",
        "at 6.30pm",
        "18.30pm",
        " 6.30PM ",
    ] {
        assert_eq!(parse_time(text), Some(at(18, 30)), "{text}");
    }
    for (text, expected) in [
        ("6pm", at(18, 0)),
        ("six o'clock in the evening", at(18, 0)),
        ("noon", at(12, 0)),
        ("12 noon", at(12, 0)),
        ("midday", at(12, 0)),
        ("12pm", at(12, 0)),
        ("12.30pm", at(12, 30)),
        ("midnight", at(0, 0)),
        ("12am", at(0, 0)),
        ("00:30", at(0, 30)),
        ("06:30", at(6, 30)),
        ("0630", at(6, 30)),
        ("10.30", at(10, 30)),
        ("2030", at(20, 30)),
        ("quarter past 10", at(10, 15)),
        ("quarter to 7pm", at(18, 45)),
        ("a quarter to 12pm", at(11, 45)),
        ("quarter to 1pm", at(12, 45)),
    ] {
        assert_eq!(parse_time(text), Some(expected), "{text}");
    }
}

#[test]
fn what_could_be_morning_or_evening_is_not_a_time_nor_is_a_bare_number() {
    for text in [
        "6.30",
        "8:00",
        "half past 6",
        "6",
        "18",
        "630",
        "25:00",
        "18:60",
        "6.3pm",
        "13am",
        "0pm",
        "",
        "pm",
        "noonish",
        "6.30pm sharp",
        "٦pm",
        "99999999999999999999",
    ] {
        assert_eq!(parse_time(text), None, "{text}");
    }
}

#[test]
fn from_one_time_to_another() {
    for (text, from, until) in [
        ("6pm-7.30pm", at(18, 0), at(19, 30)),
        ("6.30-7.30pm", at(18, 30), at(19, 30)),
        ("6.30 – 7.30pm", at(18, 30), at(19, 30)),
        ("18:00 to 19:30", at(18, 0), at(19, 30)),
        ("1830-1930", at(18, 30), at(19, 30)),
        ("from 6pm until 7pm", at(18, 0), at(19, 0)),
        ("between 10am and noon", at(10, 0), at(12, 0)),
        ("11-1pm", at(11, 0), at(13, 0)),
        ("10.30-12.30pm", at(10, 30), at(12, 30)),
        ("12-2pm", at(12, 0), at(14, 0)),
        ("10am-2", at(10, 0), at(14, 0)),
        ("6pm-7.30", at(18, 0), at(19, 30)),
        ("7-9am", at(7, 0), at(9, 0)),
        ("10-12", at(10, 0), at(12, 0)),
        ("9-5", at(9, 0), at(17, 0)),
        ("18:30-7.30", at(18, 30), at(19, 30)),
    ] {
        assert_eq!(parse_times(text), Some((from, Some(until))), "{text}");
    }
    assert_eq!(parse_times("6pm"), Some((at(18, 0), None)));
    for text in ["6.30-7.30", "7.30pm-6.30pm", "6pm-6pm", "6pm-", "-7pm", "6pm 7pm"] {
        assert_eq!(parse_times(text), None, "{text}");
    }
}

#[test]
fn times_in_words() {
    assert_eq!(describe_time(at(18, 30)), "6.30pm");
    assert_eq!(describe_time(at(18, 0)), "6pm");
    assert_eq!(describe_time(at(12, 0)), "noon");
    assert_eq!(describe_time(at(12, 5)), "12.05pm");
    assert_eq!(describe_time(at(0, 0)), "midnight");
    assert_eq!(describe_time(at(0, 30)), "12.30am");
    assert_eq!(describe_times(at(9, 0), Some(at(12, 0))), "9am to noon");
}

proptest! {
    #[test]
    fn what_is_described_is_understood(hour in 0i8..24, minute in 0i8..60, second in 0i8..60) {
        for time in [at(hour, minute), time(hour, minute, second, 0)] {
            prop_assert_eq!(parse_time(&describe_time(time)), Some(time));
        }
    }

    #[test]
    fn a_range_described_is_understood(from in 0i16..1439, lasts in 1i16..1440) {
        let until = (from + lasts).min(1439);
        let of = |minutes: i16| at((minutes / 60) as i8, (minutes % 60) as i8);
        let (from, until) = (of(from), of(until));
        prop_assert_eq!(parse_times(&describe_times(from, Some(until))), Some((from, Some(until))));
    }

    #[test]
    fn any_text_can_be_typed(text in any::<String>(), parts in "([0-9]{1,5}|[.: -]|am|pm|p\\.m|to|half|past|noon){0,8}") {
        parse_times(&text);
        parse_times(&parts);
    }
}
