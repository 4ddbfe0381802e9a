//! Dates as people write them, day first.

use jiff::civil::{Date, Weekday};

use super::Near;
use super::words::{Piece, Words, month_names, weekday_name};
use crate::plan::calendar::days_after;

#[cfg(test)]
mod tests;

/// A date: `10/12/26`, `10 Dec`, `Thursday 10th December 2026`, `2026-12-10`, `10.12.2026`, `today`,
/// `tomorrow`, `Thursday` (the next, today among them), `next Thursday` (of next week, Monday first).
///
/// Without a year the year is one that puts it in the period, else the next on or after today. A weekday
/// that is not the date's is a slip, and such a date is not understood.
pub fn parse_date(text: &str, near: &Near) -> Option<Date> {
    Words::whole(text, |words| {
        words.word(&["on"]);
        read_date(words, near)
            .or_else(|| words.attempt(day_dot_month).and_then(|day| day.resolve(near)))
            .or_else(|| words.weekday().map(|weekday| this_week(weekday, near)))
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

/// Why a text that is written as a date, or dates, names no day: "there is no such day: February 2027 has 28 days".
/// Nothing where it does, or is no date.
pub fn no_such_day(text: &str, near: &Near) -> Option<String> {
    let words = &mut Words::new(text);
    words.word(&["on"]);
    let mut found = None;
    while let Some(day) = words.attempt(written) {
        found = found.or_else(|| day.why_none(near));
        if words.is_done() {
            return found;
        }
        separator(words);
    }
    None
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

    /// What is wrong with a day that its month does not have.
    fn why_none(self, near: &Near) -> Option<String> {
        let first = Written { day: 1, weekday: None, ..self }.resolve(near)?;
        let last = first.last_of_month();
        (self.day > last.day() && self.resolve(near).is_none()).then(|| {
            let (month, _) = month_names(first.month());
            format!("there is no such day: {month} {:04} has {} days", first.year(), last.day())
        })
    }

    fn fits(self, date: Date) -> bool {
        self.weekday.is_none_or(|weekday| weekday == date.weekday())
    }

    fn resolve(self, near: &Near) -> Option<Date> {
        if let Some(year) = self.year {
            return self.in_year(year).filter(|date| self.fits(*date));
        }
        without_a_year(near, |year| self.in_year(year), |date| self.fits(date))
            .filter(|date| self.fits(*date))
    }
}

/// Which of a day's years is meant: one that puts it in the period, a fitting one before others, else the next on
/// or after today.
fn without_a_year(
    near: &Near,
    in_year: impl Fn(i16) -> Option<Date>,
    fits: impl Fn(Date) -> bool,
) -> Option<Date> {
    let in_period = near.period.and_then(|period| {
        // A period longer than a year holds the day twice: what is still to come is meant.
        let years = period.starts().year()..=period.ends().year();
        let days: Vec<Date> = years
            .take(usize::from(YEARS_TO_A_LEAP_DAY.unsigned_abs()) * 2)
            .filter_map(&in_year)
            .filter(|date| period.holds(*date))
            .collect();
        let fitting = || days.iter().copied().filter(|date| fits(*date));
        fitting().find(|date| *date >= near.today).or_else(|| fitting().next()).or(days.first().copied())
    });
    let this_year = near.today.year();
    in_period.or_else(|| {
        (this_year..=this_year.saturating_add(YEARS_TO_A_LEAP_DAY))
            .filter_map(&in_year)
            .find(|date| *date >= near.today)
    })
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

/// A comma, a semicolon or "and" between two of a list.
pub(super) fn separator(words: &mut Words) -> bool {
    let comma = words.mark(',') || words.mark(';') || words.mark('&');
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
    words.word(&["this"]).then_some(())?;
    words.weekday().map(|weekday| this_week(weekday, near))
}

/// The next such weekday, today among them.
fn this_week(weekday: Weekday, near: &Near) -> Date {
    days_after(near.today, i64::from(near.today.weekday().until(weekday)))
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
    // "From January 6.30pm".
    if goes_on(words, false) {
        return None;
    }
    let year = words.attempt(|words| if words.mark(',') { long_year(words) } else { year(words) });
    Some(Written { day, month, year, weekday: None })
}

/// A day of the month, with or without its "th".
pub(super) fn day_number(words: &mut Words) -> Option<i8> {
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

/// Up to here two digits and a dash could be the first of two times: `3 Dec 10 - 12`.
const LIKE_AN_HOUR: u32 = 2024;

/// A year in two digits or four. What comes next must not make a time or another date of it: `3 Dec 10am`,
/// `3 Dec 18.30`, `3 Dec 14 Jan`.
fn year(words: &mut Words) -> Option<i16> {
    let year = match words.number()? {
        (year, 2) => 2000 + year,
        (year, 4) if YEARS.contains(&year) => year,
        _ => return None,
    };
    let is_a_year = !goes_on(words, year <= LIKE_AN_HOUR);
    is_a_year.then(|| i16::try_from(year).ok()).flatten()
}

/// Whether a number that was just read is only the beginning of a time or of another date.
fn goes_on(words: &mut Words, like_an_hour: bool) -> bool {
    let place = words.place();
    let marked =
        (words.is_joined() || like_an_hour) && ['.', ':', '/', '-'].into_iter().any(|mark| words.mark(mark));
    let more = (marked && words.number().is_some())
        || words.word(&["am", "pm", "a", "p", "st", "nd", "rd", "th"])
        || words.month().is_some();
    words.go_to(place);
    more
}

/// A year of four digits.
fn long_year(words: &mut Words) -> Option<i16> {
    matches!(words.peek(), Some(Piece::Number { digits: 4, .. })).then(|| year(words)).flatten()
}

/// A day of a month, such as its first Thursday: "March", "March 2027". Without a year it is that of the month in
/// which it lies in the period, as a date is: what of a month lies outside the period is not meant.
pub(super) fn read_day_of_month(
    words: &mut Words,
    near: &Near,
    day_from: impl Fn(Date) -> Option<Date>,
) -> Option<Date> {
    words.attempt(|words| {
        let month = words.month()?;
        let in_year = |year| Date::new(year, month, 1).ok().and_then(&day_from);
        match words.attempt(year) {
            Some(year) => in_year(year),
            None => without_a_year(near, in_year, |_| true),
        }
    })
}

/// A month's first and last day: "June", "June 2027". Without a year it is one that the period meets, else
/// the next; it is not over before `after`.
pub(super) fn read_month(words: &mut Words, near: &Near, after: Date) -> Option<(Date, Date)> {
    words.attempt(|words| {
        let month = words.month()?;
        let in_year = |year| {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        };
        if let Some(year) = words.attempt(year) {
            return in_year(year);
        }
        let meets = |(first, last): &(Date, Date)| {
            near.period.is_none_or(|period| *first <= period.ends() && period.starts() <= *last)
        };
        let from = near.period.map_or(near.today, |period| period.starts()).max(after).year();
        let months = (from..=from.saturating_add(1)).filter_map(in_year).filter(|(_, last)| *last >= after);
        let mut months = months.filter(|(_, last)| near.period.is_some() || *last >= near.today);
        months.clone().find(meets).or_else(|| months.next())
    })
}
