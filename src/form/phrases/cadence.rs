//! How often, and on which weekday of the month.

use super::words::{Piece, Words, weekday, weekday_name, weekdays};
use crate::plan::Cadence;
use crate::plan::model::{Nth, NthWeekday};

/// How often: "monthly", "every month", "once a month", "fortnightly", "every two weeks", "every 3 months",
/// "twice a year", "annually".
///
/// "Biweekly" and "bimonthly" mean two things and are not understood.
pub fn parse_cadence(text: &str) -> Option<Cadence> {
    Words::whole(text, |words| read_cadence(words).or_else(|| words.known(bare)).or_else(|| half_year(words)))
}

/// A weekday of the month: "first Thursday", "1st Thu", "the last Friday of the month".
pub fn parse_weekday_of_month(text: &str) -> Option<NthWeekday> {
    Words::whole(text, |words| {
        words.word(&["on"]);
        let every = words.word(&["every", "each"]);
        words.word(&["the"]);
        let on = read_nth_weekday(words)?;
        // "Every second Tuesday" could be every other one.
        let said = of_the_month(words) || !every || matches!(on.nth, Nth::First | Nth::Last);
        said.then_some(())?;
        Some(on)
    })
}

/// "every month".
pub fn describe_cadence(cadence: Cadence) -> String {
    let unit = match cadence {
        Cadence::Week => "week",
        Cadence::Fortnight => "fortnight",
        Cadence::Month => "month",
        Cadence::Quarter => "quarter",
        Cadence::HalfYear => "six months",
        Cadence::Year => "year",
    };
    format!("every {unit}")
}

/// "1st Thursday", "last Friday".
pub fn describe_weekday_of_month(on: NthWeekday) -> String {
    let nth = match on.nth {
        Nth::First => "1st",
        Nth::Second => "2nd",
        Nth::Third => "3rd",
        Nth::Fourth => "4th",
        Nth::Last => "last",
    };
    format!("{nth} {}", weekday_name(on.weekday))
}

/// "week", "month" on their own, where nothing but a cadence is asked for.
fn bare(word: &str) -> Option<Cadence> {
    match word {
        "week" => Some(Cadence::Week),
        "fortnight" => Some(Cadence::Fortnight),
        "month" => Some(Cadence::Month),
        "quarter" => Some(Cadence::Quarter),
        "year" => Some(Cadence::Year),
        _ => None,
    }
}

fn half_year(words: &mut Words) -> Option<Cadence> {
    words.word(&["half"]).then_some(())?;
    words.mark('-');
    words.word(&["year"]).then_some(Cadence::HalfYear)
}

/// A cadence at this place, in words that leave no doubt.
pub(super) fn read_cadence(words: &mut Words) -> Option<Cadence> {
    words
        .known(adverb)
        .or_else(|| words.attempt(half_yearly))
        .or_else(|| words.attempt(every_so_many))
        .or_else(|| words.attempt(so_often))
        .or_else(|| words.attempt(so_many_monthly))
}

fn adverb(word: &str) -> Option<Cadence> {
    match word {
        "weekly" => Some(Cadence::Week),
        "fortnightly" => Some(Cadence::Fortnight),
        "monthly" => Some(Cadence::Month),
        "quarterly" => Some(Cadence::Quarter),
        "yearly" | "annually" | "annual" => Some(Cadence::Year),
        _ => None,
    }
}

fn half_yearly(words: &mut Words) -> Option<Cadence> {
    words.word(&["half"]).then_some(())?;
    words.mark('-');
    words.word(&["yearly"]).then_some(Cadence::HalfYear)
}

/// "every month", "each quarter", "every two weeks", "every other week".
fn every_so_many(words: &mut Words) -> Option<Cadence> {
    words.word(&["every", "each"]).then_some(())?;
    if words.attempt(half_year).is_some() {
        return Some(Cadence::HalfYear);
    }
    let many = how_many(words).unwrap_or(1);
    so_many(many, words.peek_word()?).inspect(|_| words.skip())
}

/// "other", "third", "3rd", "three".
fn how_many(words: &mut Words) -> Option<u32> {
    words
        .known(|word| match word {
            "other" | "second" | "alternate" => Some(2),
            "third" => Some(3),
            "fourth" => Some(4),
            "fifth" => Some(5),
            "sixth" => Some(6),
            "eighth" => Some(8),
            "tenth" => Some(10),
            _ => None,
        })
        .or_else(|| words.count().inspect(|_| _ = words.ordinal_ending()))
}

/// A step that no cadence of the file has: its days are written down one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Days(u32),
    Months(u32),
}

/// The longest step: longer ones are mistyped years.
const LONGEST_STEP: u32 = 104;

/// A step at this place that is no cadence: "every 4 weeks", "every third week", "six-weekly", "every two
/// months", "three times a year", "every ten days".
pub(super) fn read_step(words: &mut Words) -> Option<Step> {
    words.attempt(every_step).or_else(|| words.attempt(so_many_ly)).or_else(|| words.attempt(times_a_year))
}

fn every_step(words: &mut Words) -> Option<Step> {
    words.word(&["every", "each"]).then_some(())?;
    let many = how_many(words)?;
    step(many, words.peek_word()?).inspect(|_| words.skip())
}

fn step(many: u32, unit: &str) -> Option<Step> {
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let of = |count: u32| (1..=LONGEST_STEP).contains(&many).then_some(many * count);
    match unit {
        "day" => of(1).map(Step::Days),
        "week" => of(7).map(Step::Days),
        "fortnight" => of(14).map(Step::Days),
        "month" => of(1).map(Step::Months),
        "quarter" => of(3).map(Step::Months),
        "year" => of(12).map(Step::Months),
        _ => None,
    }
}

fn so_many_ly(words: &mut Words) -> Option<Step> {
    let (many, unit) = many_ly(words)?;
    step(many, unit)
}

/// "three-monthly", "6 monthly", "two-weekly".
fn many_ly(words: &mut Words) -> Option<(u32, &'static str)> {
    let many = words.count()?;
    words.mark('-');
    let unit = words.known(|word| match word {
        "weekly" => Some("week"),
        "monthly" => Some("month"),
        _ => None,
    })?;
    Some((many, unit))
}

/// As many times as share a year out in whole months.
fn times_a_year(words: &mut Words) -> Option<Step> {
    let times = words.count()?;
    words.word(&["times"]).then_some(())?;
    words.word(&["a", "per", "every", "each", "in"]);
    words.word(&["a"]);
    words.word(&["year"]).then_some(())?;
    matches!(times, 3 | 6).then(|| Step::Months(12 / times))
}

fn so_many(many: u32, unit: &str) -> Option<Cadence> {
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    match (many, unit) {
        (1, "week") => Some(Cadence::Week),
        (2, "week") | (1, "fortnight") | (14, "day") => Some(Cadence::Fortnight),
        (7, "day") => Some(Cadence::Week),
        (1, "month") => Some(Cadence::Month),
        (3, "month") | (1, "quarter") => Some(Cadence::Quarter),
        (6, "month") | (2, "quarter") => Some(Cadence::HalfYear),
        (12, "month") | (4, "quarter") | (1, "year") => Some(Cadence::Year),
        _ => None,
    }
}

/// "once a month", "twice a year", "four times a year".
fn so_often(words: &mut Words) -> Option<Cadence> {
    let times = if words.word(&["once"]) {
        1
    } else if words.word(&["twice"]) {
        2
    } else {
        let times = words.count()?;
        words.word(&["times"]).then_some(())?;
        times
    };
    words.word(&["a", "per", "every", "each", "in"]);
    words.word(&["a"]);
    match (times, words.peek_word()?) {
        (1, unit) => so_many(1, unit),
        (2, "year") => Some(Cadence::HalfYear),
        (4, "year") => Some(Cadence::Quarter),
        (12, "year") => Some(Cadence::Month),
        _ => None,
    }
    .inspect(|_| words.skip())
}

fn so_many_monthly(words: &mut Words) -> Option<Cadence> {
    let (many, unit) = many_ly(words)?;
    so_many(many, unit)
}

/// "first", "1st", "last".
pub(super) fn read_nth(words: &mut Words) -> Option<Nth> {
    words.attempt(|words| match words.peek()? {
        Piece::Number { value, .. } => {
            let nth = match value {
                1 => Nth::First,
                2 => Nth::Second,
                3 => Nth::Third,
                4 => Nth::Fourth,
                _ => return None,
            };
            words.skip();
            words.ordinal_ending().then_some(nth)
        }
        Piece::Word(word) => {
            let nth = match word.as_str() {
                "first" => Nth::First,
                "second" => Nth::Second,
                "third" => Nth::Third,
                "fourth" => Nth::Fourth,
                "last" => Nth::Last,
                _ => return None,
            };
            words.skip();
            Some(nth)
        }
        Piece::Mark(_) => None,
    })
}

/// "first Thursday", "1st Thu".
pub(super) fn read_nth_weekday(words: &mut Words) -> Option<NthWeekday> {
    words.attempt(|words| {
        let nth = read_nth(words)?;
        let weekday = words.known(|word| weekday(word).or_else(|| weekdays(word)))?;
        words.mark('.');
        Some(NthWeekday { nth, weekday })
    })
}

/// "of the month", "in each month", "every month".
pub(super) fn of_the_month(words: &mut Words) -> bool {
    words
        .attempt(|words| {
            let of = words.word(&["of", "in"]);
            let each = words.word(&["the", "each", "every", "a"]);
            ((of || each) && words.word(&["month"])).then_some(())
        })
        .is_some()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use proptest::prelude::*;

    use super::super::words::WEEKDAYS;
    use super::*;

    #[test]
    fn cadences_as_people_write_them() {
        let table: [(Cadence, &[&str]); 6] = [
            (Cadence::Week, &["weekly", "every week", "each week", "once a week", "Week"]),
            (
                Cadence::Fortnight,
                &["fortnightly", "every two weeks", "every 2 weeks", "every other week", "once a fortnight"],
            ),
            (Cadence::Month, &["month", "monthly", "every month", "once a month", "once every month"]),
            (
                Cadence::Quarter,
                &["quarterly", "every 3 months", "every three months", "four times a year", "three-monthly"],
            ),
            (
                Cadence::HalfYear,
                &["half-yearly", "half yearly", "half-year", "twice a year", "every six months", "6-monthly"],
            ),
            (Cadence::Year, &["yearly", "annually", "every year", "once a year", "every 12 months"]),
        ];
        for (cadence, texts) in table {
            for text in texts {
                assert_eq!(parse_cadence(text), Some(cadence), "{text}");
            }
            assert_eq!(parse_cadence(cadence.id()), Some(cadence), "as the file spells it");
            assert_eq!(parse_cadence(&describe_cadence(cadence)), Some(cadence));
        }
        for text in
            ["", "biweekly", "bimonthly", "every two months", "daily", "often", "every", "monthly-ish"]
        {
            assert_eq!(parse_cadence(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_of_the_month() {
        let first = NthWeekday { nth: Nth::First, weekday: Weekday::Thursday };
        for text in
            ["first Thursday", "1st Thu", "the first Thursday of the month", "1st Thurs. of every month"]
        {
            assert_eq!(parse_weekday_of_month(text), Some(first), "{text}");
        }
        let last = NthWeekday { nth: Nth::Last, weekday: Weekday::Friday };
        assert_eq!(parse_weekday_of_month("last friday"), Some(last));
        for text in
            ["", "fifth Monday", "5th Monday", "1 Thu", "Thursday", "first", "first of May", "every 2nd Tue"]
        {
            assert_eq!(parse_weekday_of_month(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_described_is_understood(nth in 0usize..5, day in 0usize..7) {
            let nths = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last];
            let on = NthWeekday { nth: nths[nth], weekday: WEEKDAYS[day].0 };
            prop_assert_eq!(parse_weekday_of_month(&describe_weekday_of_month(on)), Some(on));
            prop_assert_eq!(parse_weekday_of_month(&on.to_string()), Some(on));
        }

        #[test]
        fn any_text_can_be_typed(text in any::<String>(), parts in "([0-9]|st|every|two|month|thu|half|-| |a){0,8}") {
            for text in [&text, &parts] {
                parse_cadence(text);
                parse_weekday_of_month(text);
            }
        }
    }
}
