//! Dates as people write them, day first.

use jiff::civil::{Date, Weekday};

use super::Near;
use super::words::{Piece, Words, month_names, weekday_name};
use crate::plan::calendar::days_after;

/// A date: `10/12/26`, `10 Dec`, `Thursday 10th December 2026`, `2026-12-10`, `10.12.2026`, `today`,
/// `tomorrow`, `Thursday` (the next, today among them), `next Thursday` (of next week, Monday first).
///
/// Without a year the year is one that puts it in the period, else the next on or after today. A weekday
/// that is not the date's is a slip, and such a date is not understood.
pub fn parse_date(text: &str, near: &Near) -> Option<Date> {
    Words::whole(text, |words| {
        words.word(&["on"]);
        read_date(words, near).or_else(|| words.attempt(day_dot_month).and_then(|day| day.resolve(near)))
    })
}

/// Several dates, by commas, `and` or a line each: "7 Jan, 4 Feb and 4 Mar", "7, 14 and 21 January". All of
/// them must be understood.
pub fn parse_dates(text: &str, near: &Near) -> Option<Vec<Date>> {
    Words::whole(text, |words| {
        words.word(&["on"]);
        read_dates(words, near)
    })
}

/// "Thursday 10 December 2026".
pub fn describe_date(date: Date) -> String {
    let (month, _) = month_names(date.month());
    format!("{} {} {month} {:04}", weekday_name(date.weekday()), date.day(), date.year())
}

/// "10 Dec 2026".
pub fn short_date(date: Date) -> String {
    let (_, month) = month_names(date.month());
    format!("{} {month} {:04}", date.day(), date.year())
}

/// A day as it was written, before a year is found for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    day: i8,
    month: i8,
    year: Option<i16>,
    weekday: Option<Weekday>,
}

/// In how many years a 29 February comes again at the latest, over a century's turn.
const YEARS_TO_A_LEAP_DAY: i16 = 8;

impl Written {
    fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }

    fn fits(self, date: Date) -> bool {
        self.weekday.is_none_or(|weekday| weekday == date.weekday())
    }

    fn resolve(self, near: &Near) -> Option<Date> {
        if let Some(year) = self.year {
            return self.in_year(year).filter(|date| self.fits(*date));
        }
        let in_period = near.period.and_then(|period| {
            // A period longer than a year holds the day twice: what is still to come is meant.
            let years = period.starts().year()..=period.ends().year();
            let days: Vec<Date> = years
                .take(usize::from(YEARS_TO_A_LEAP_DAY.unsigned_abs()) * 2)
                .filter_map(|year| self.in_year(year))
                .filter(|date| period.holds(*date))
                .collect();
            let fitting = || days.iter().copied().filter(|date| self.fits(*date));
            fitting().find(|date| *date >= near.today).or_else(|| fitting().next()).or(days.first().copied())
        });
        let this_year = near.today.year();
        in_period
            .or_else(|| {
                (this_year..=this_year.saturating_add(YEARS_TO_A_LEAP_DAY))
                    .filter_map(|year| self.in_year(year))
                    .find(|date| *date >= near.today)
            })
            .filter(|date| self.fits(*date))
    }
}

/// A date at this place.
pub(super) fn read_date(words: &mut Words, near: &Near) -> Option<Date> {
    words.attempt(|words| relative(words, near)).or_else(|| {
        words.attempt(|words| {
            let day = written(words)?;
            day.resolve(near)
        })
    })
}

/// Dates at this place: at least one, then as many as follow a comma, a semicolon or "and".
pub(super) fn read_dates(words: &mut Words, near: &Near) -> Option<Vec<Date>> {
    let mut dates = read_some(words, near)?;
    while let Some(more) = words.attempt(|words| {
        separator(words).then_some(())?;
        words.word(&["on"]);
        read_some(words, near)
    }) {
        dates.extend(more);
    }
    Some(dates)
}

/// One date, or several that share a month: "7, 14 and 21 January".
fn read_some(words: &mut Words, near: &Near) -> Option<Vec<Date>> {
    if let Some(date) = read_date(words, near) {
        return Some(vec![date]);
    }
    words.attempt(|words| {
        let mut days = vec![bare_day(words)?];
        while separator(words) {
            if let Some(last) = words.attempt(written) {
                let days = days.into_iter().map(|(day, weekday)| Written { day, weekday, ..last });
                return days.chain([last]).map(|day| day.resolve(near)).collect();
            }
            days.push(bare_day(words)?);
        }
        None
    })
}

fn bare_day(words: &mut Words) -> Option<(i8, Option<Weekday>)> {
    let weekday = words.weekday();
    words.word(&["the"]);
    Some((day_number(words)?, weekday))
}

fn separator(words: &mut Words) -> bool {
    let comma = words.mark(',') || words.mark(';') || words.mark('&') || words.mark('+');
    words.word(&["and"]) || comma
}

fn relative(words: &mut Words, near: &Near) -> Option<Date> {
    let today = near.today;
    if words.word(&["today"]) {
        return Some(today);
    }
    if words.word(&["tomorrow"]) {
        return today.tomorrow().ok();
    }
    if words.word(&["yesterday"]) {
        return today.yesterday().ok();
    }
    if words.word(&["next"]) {
        let weekday = words.weekday()?;
        let monday = days_after(today, 7 - i64::from(today.weekday().to_monday_zero_offset()));
        return Some(days_after(monday, i64::from(weekday.to_monday_zero_offset())));
    }
    let this = words.word(&["this"]);
    let weekday = words.weekday()?;
    // "Thursday 10 Dec" is a written date.
    let ahead = i64::from(today.weekday().until(weekday));
    (this || words.is_done()).then(|| days_after(today, ahead))
}

fn written(words: &mut Words) -> Option<Written> {
    let weekday = words.weekday();
    if weekday.is_some() {
        words.mark(',');
    }
    words.word(&["the"]);
    let day = words
        .attempt(year_first)
        .or_else(|| words.attempt(in_numbers))
        .or_else(|| words.attempt(day_first))
        .or_else(|| words.attempt(month_first))?;
    Some(Written { weekday, ..day })
}

/// `2026-12-10`.
fn year_first(words: &mut Words) -> Option<Written> {
    let (year, 4) = words.number()? else {
        return None;
    };
    let dash = words.mark('-');
    (dash || words.mark('/')).then_some(())?;
    let month = month_number(words)?;
    words.mark(if dash { '-' } else { '/' }).then_some(())?;
    let day = day_number(words)?;
    Some(Written { day, month, year: i16::try_from(year).ok(), weekday: None })
}

/// `10/12`, `10/12/26`, `10.12.2026`, `10-12-26`.
fn in_numbers(words: &mut Words) -> Option<Written> {
    let day = day_number(words)?;
    let between = ['/', '.', '-'].into_iter().find(|mark| words.mark(*mark))?;
    let month = month_number(words)?;
    let year = words.attempt(|words| {
        words.mark(between).then_some(())?;
        year(words)
    });
    // `6.30` is a time and `10-12` a range: with these the year is needed.
    (year.is_some() || between == '/').then_some(Written { day, month, year, weekday: None })
}

/// `10.12`, where nothing but a date is asked for.
fn day_dot_month(words: &mut Words) -> Option<Written> {
    let day = day_number(words)?;
    words.mark('.').then_some(())?;
    let month = month_number(words)?;
    words.mark('.');
    Some(Written { day, month, year: None, weekday: None })
}

/// `10 Dec`, `10th of December 2026`, `10-Dec-26`.
fn day_first(words: &mut Words) -> Option<Written> {
    let day = day_number(words)?;
    words.word(&["of"]);
    let dash = words.mark('-');
    let month = words.month()?;
    let year = words.attempt(|words| {
        if dash {
            words.mark('-').then_some(())?;
        } else if words.mark(',') {
            return long_year(words);
        }
        year(words)
    });
    Some(Written { day, month, year, weekday: None })
}

/// `Dec 10`, `December 10th, 2026`.
fn month_first(words: &mut Words) -> Option<Written> {
    let month = words.month()?;
    words.word(&["the"]);
    let day = day_number(words)?;
    let year = words.attempt(|words| if words.mark(',') { long_year(words) } else { year(words) });
    Some(Written { day, month, year, weekday: None })
}

/// A day of the month, with or without its "th".
fn day_number(words: &mut Words) -> Option<i8> {
    let (day @ 1..=31, 1 | 2) = words.number()? else {
        return None;
    };
    words.ordinal_ending();
    i8::try_from(day).ok()
}

fn month_number(words: &mut Words) -> Option<i8> {
    let (month @ 1..=12, 1 | 2) = words.number()? else {
        return None;
    };
    i8::try_from(month).ok()
}

/// The years that four digits can mean behind a day; others are a time, `1830`.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;

/// A year in two digits or four. What comes next must not make a time or another date of it: `3 Dec 10am`,
/// `3 Dec 18.30`, `3 Dec 14 Jan`.
fn year(words: &mut Words) -> Option<i16> {
    let year = match words.number()? {
        (year, 2) => 2000 + year,
        (year, 4) if YEARS.contains(&year) => year,
        _ => return None,
    };
    let goes_on = words.attempt(|words| {
        let marked = words.is_joined() && ['.', ':', '/', '-'].into_iter().any(|mark| words.mark(mark));
        let more = (marked && words.number().is_some())
            || words.word(&["am", "pm", "a", "p", "st", "nd", "rd", "th"])
            || words.month().is_some();
        more.then_some(())
    });
    if goes_on.is_some() { None } else { i16::try_from(year).ok() }
}

/// A year of four digits.
fn long_year(words: &mut Words) -> Option<i16> {
    matches!(words.peek(), Some(Piece::Number { digits: 4, .. })).then(|| year(words)).flatten()
}

#[cfg(test)]
mod tests {
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
        let quarter =
            Near { period: Period::new(date(2021, 7, 1), date(2021, 9, 30)), today: date(2021, 8, 1) };
        assert_eq!(parse_date("1 July", &quarter), Some(date(2021, 7, 1)));
        assert_eq!(parse_date("1 June", &quarter), Some(date(2022, 6, 1)));
        assert_eq!(parse_date("1 Aug", &quarter), Some(date(2021, 8, 1)));
        let none = Near { period: None, today: date(2026, 11, 11) };
        assert_eq!(parse_date("11 Nov", &none), Some(date(2026, 11, 11)));
        assert_eq!(parse_date("10 Nov", &none), Some(date(2027, 11, 10)));
        assert_eq!(parse_date("29 Feb", &none), Some(date(2028, 2, 29)));
        let long =
            Near { period: Period::new(date(2026, 1, 1), date(2028, 12, 31)), today: date(2027, 6, 1) };
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
}
