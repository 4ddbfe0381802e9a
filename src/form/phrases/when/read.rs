//! The parts of a phrase, read one after the other.

use jiff::civil::{Date, Time, Weekday};

use super::{Days, ENDS_BEFORE, ONE_RECURRENCE, Unclear};
use crate::form::phrases::Near;
use crate::form::phrases::cadence::{
    Step, of_the_month, read_cadence, read_nth, read_nth_weekday, read_step,
};
use crate::form::phrases::dates::{
    day_number, read_date, read_dates, read_day_of_month, read_month, separator,
};
use crate::form::phrases::times::{Asked, read_clock, read_range, read_time};
use crate::form::phrases::words::{Words, weekday, weekdays};
use crate::plan::Cadence;
use crate::plan::model::{Nth, NthWeekday};

/// What the parts of a phrase say, each with its place where it may turn out to contradict another.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) every: Option<(Cadence, usize)>,
    /// "Every 4 weeks", which no cadence says.
    pub(super) step: Option<(Step, usize)>,
    pub(super) days: Option<(Days, usize)>,
    /// "Thursday", which is every Thursday only beside a cadence.
    pub(super) one_weekday: Option<(Weekday, usize)>,
    /// "Every second Tuesday", which needs a word more.
    pub(super) doubtful: Option<usize>,
    pub(super) from: Option<(Date, usize)>,
    /// Where the end is written: it can only be understood once the start is known.
    pub(super) until: Option<usize>,
    pub(super) except: Vec<Date>,
    pub(super) except_months: Vec<i8>,
    pub(super) except_at: Option<usize>,
    pub(super) dates: Vec<(Date, usize)>,
    /// Dates that "plus" sets beside a recurrence.
    pub(super) beside: Vec<Date>,
    pub(super) times: Option<(Time, Option<Time>)>,
}

const MORNING_OR_EVENING: &str = "Morning or evening? Write am or pm behind it, such as 6.30pm.";
const TWICE: &str = "This is said twice, and not the same.";

/// What may stand between two parts and says nothing.
const PAUSES: [char; 5] = [',', ';', '.', '(', ')'];

/// Reads a whole phrase.
pub(super) fn read(words: &mut Words, near: &Near) -> Result<Said, Unclear> {
    let mut said = Said::default();
    let mut is_blank = true;
    while !words.is_done() {
        if PAUSES.into_iter().any(|mark| words.mark(mark)) {
            continue;
        }
        let place = words.place();
        if !said.clause(words, near)? {
            words.go_to(place);
            let no_half = read_clock(words).is_some_and(|clock| clock.lacks_its_half());
            return Err((place, no_half.then_some(MORNING_OR_EVENING)));
        }
        is_blank = false;
    }
    if is_blank { Err((0, None)) } else { Ok(said) }
}

/// The end at this place, when the start is known.
pub(super) fn end(words: &mut Words, near: &Near, starts: Date) -> Option<Date> {
    words.word(&["the"]);
    words.phrase(&["end", "of"]);
    let near = Near { today: near.today.max(starts), ..*near };
    read_date(words, &near).or_else(|| {
        let (first, last) = read_month(words, &near, starts)?;
        // The month in which the period ends.
        let cut = near.period.map(|period| period.ends()).filter(|day| (first..=last).contains(day));
        Some(cut.unwrap_or(last))
    })
}

/// Puts what was read where nothing or the same was said before.
fn once<T: PartialEq>(slot: &mut Option<(T, usize)>, value: T, place: usize) -> Result<(), Unclear> {
    match slot {
        Some((before, _)) if *before != value => Err((place, Some(TWICE))),
        _ => {
            *slot = Some((value, place));
            Ok(())
        }
    }
}

impl Said {
    /// Reads one part; false where none is understood.
    fn clause(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        if self.left_out(words, near)? || self.stated(words, near)? {
            return Ok(true);
        }
        words.word(&["and"]);
        Ok(self.days_of_the_month(words, near)?
            || self.clock(words)?
            || self.weekly(words)?
            || self.cadence(words)?
            || self.starts(words, near)?
            || self.ends(words, near)?
            || self.months(words, near)?)
    }

    /// "6.30pm to 7.30pm", "until 7.30pm".
    fn clock(&mut self, words: &mut Words) -> Result<bool, Unclear> {
        let place = words.place();
        let range = read_range(words, Asked::Anything).map(|(from, until)| (from, Some(until)));
        let times = range.or_else(|| read_time(words).map(|time| (time, None))).or_else(|| {
            let (from, None) = self.times? else {
                return None;
            };
            words.attempt(|words| {
                (words.word(&["until", "till", "to"]) || words.mark('-')).then_some(())?;
                read_time(words).map(|until| (from, Some(until)))
            })
        });
        match (times, self.times) {
            (None, _) => Ok(false),
            (Some((from, Some(until))), _) if until <= from => Err((place, Some(ENDS_BEFORE))),
            (Some((from, until)), Some((before, None))) if from == before => {
                self.times = Some((from, until));
                Ok(true)
            }
            (Some(times), Some(before)) if times != before => Err((place, Some(TWICE))),
            (Some(_), _) => {
                self.times = times;
                Ok(true)
            }
        }
    }

    /// "except 7 Jan", "but not in August".
    fn left_out(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let place = words.place();
        words.word(&["but", "and"]);
        let except = words.word(&["except", "excluding", "excl", "not", "skipping", "omitting", "bar"])
            || words.phrase(&["apart", "from"])
            || words.phrase(&["other", "than"]);
        if !except {
            words.go_to(place);
            return Ok(false);
        }
        words.word(&["for"]);
        words.word(&["on", "in", "during"]);
        self.except_at = Some(place);
        let mut any = false;
        loop {
            let before = words.place();
            if any {
                words.mark(',');
                words.word(&["and", "or"]);
                words.word(&["on", "in"]);
            }
            if let Some(dates) = read_dates(words, near) {
                self.except.extend(dates);
            } else if let Some(month) = words.attempt(|words| {
                let month = words.month()?;
                (!matches!(words.peek_word(), Some("to" | "until" | "till"))).then_some(month)
            }) {
                self.except_months.push(month);
            } else {
                words.go_to(before);
                return if any { Ok(true) } else { Err((place, None)) };
            }
            any = true;
        }
    }

    /// "first Thursday of the month", "first Thursday in March", "on the 3rd of every month".
    fn days_of_the_month(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let place = words.place();
        words.word(&["on"]);
        let every = words.word(&["every", "each"]);
        words.word(&["the"]);
        if let Some(on) = read_nth_weekday(words) {
            return self.nth_weekday(words, near, on, every, place).map(|()| true);
        }
        if words.attempt(two_of_them).is_some() {
            return Err((place, Some(ONE_RECURRENCE)));
        }
        words.go_to(place);
        let day = words.attempt(|words| {
            let on_the = words.word(&["on"]) | words.word(&["the"]);
            let day = day_number(words)?;
            let of_the = of_the_month(words);
            // "The 3rd of December" is a date.
            let is_date = words.word(&["of"]) || words.month().is_some();
            ((on_the && !is_date) || of_the).then_some((day, of_the))
        });
        let Some((day, of_the)) = day else {
            return Ok(false);
        };
        once(&mut self.days, Days::OfMonth(day), place)?;
        if of_the {
            self.at_least_monthly(place)?;
        }
        Ok(true)
    }

    fn nth_weekday(
        &mut self,
        words: &mut Words,
        near: &Near,
        on: NthWeekday,
        every: bool,
        place: usize,
    ) -> Result<(), Unclear> {
        let another = words.attempt(|words| {
            (words.word(&["and", "or"]) || words.mark('&')).then_some(())?;
            words.word(&["the"]);
            read_nth(words)
        });
        if another.is_some() {
            return Err((place, Some(ONE_RECURRENCE)));
        }
        let of_a_month = words.attempt(|words| {
            words.word(&["of", "in"]);
            let day = read_day_of_month(words, near, |first| Days::NthWeekday(on).first_from(first))?;
            let goes_on = words.word(&["to", "until", "till", "through"]) || words.mark('-');
            (!goes_on).then_some(day)
        });
        if let Some(first) = of_a_month {
            self.dates.push((first, place));
            while let Some(next) = words.attempt(|words| {
                separator(words).then_some(())?;
                read_day_of_month(words, near, |first| Days::NthWeekday(on).first_from(first))
            }) {
                self.dates.push((next, place));
            }
            return Ok(());
        }
        once(&mut self.days, Days::NthWeekday(on), place)?;
        if of_the_month(words) {
            return self.at_least_monthly(place);
        }
        let of_another = words.attempt(|words| {
            words.word(&["of", "in"]).then_some(())?;
            read_cadence(words)
        });
        if let Some(every) = of_another {
            return once(&mut self.every, every, place);
        }
        if every && !matches!(on.nth, Nth::First | Nth::Last) {
            self.doubtful = Some(place);
        }
        Ok(())
    }

    /// "Of the month": every month, unless something longer is said.
    fn at_least_monthly(&mut self, place: usize) -> Result<(), Unclear> {
        match (self.every, self.step) {
            (Some((every, _)), _) if every > Cadence::Month => Ok(()),
            (_, Some((Step::Months(_), _))) => Ok(()),
            _ => once(&mut self.every, Cadence::Month, place),
        }
    }

    /// "3 Dec", "3 Dec to 4 Mar", "plus 14 Aug".
    fn stated(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let before = words.place();
        let beside = more(words);
        let place = words.place();
        words.word(&["on"]);
        let Some(dates) = read_dates(words, near) else {
            words.go_to(before);
            return Ok(false);
        };
        if beside {
            self.beside.extend(dates);
            return Ok(true);
        }
        if let [from] = dates.as_slice() {
            let until = words.attempt(|words| {
                (words.mark('-') || words.word(&["to", "until", "till"])).then_some(())?;
                let until = words.place();
                end(words, near, *from)?;
                Some(until)
            });
            if until.is_some() {
                self.until = until;
                return once(&mut self.from, *from, place).map(|()| true);
            }
        }
        self.dates.extend(dates.into_iter().map(|day| (day, place)));
        Ok(true)
    }

    /// "every Thursday", "Mondays", "every other Tuesday", "on Thursday".
    fn weekly(&mut self, words: &mut Words) -> Result<bool, Unclear> {
        let place = words.place();
        let found = words.attempt(|words| {
            words.word(&["on"]);
            words.word(&["a"]);
            let every = words.word(&["every", "each"]);
            let other = words.word(&["other", "alternate"]);
            let day = words.known(|word| {
                let one = weekday(word).map(|weekday| (weekday, false));
                one.or_else(|| weekdays(word).map(|weekday| (weekday, true)))
            });
            let (weekday, many) = day?;
            words.mark('.');
            Some((weekday, many || every, other))
        });
        let Some((weekday, every, other)) = found else {
            return Ok(false);
        };
        if other {
            once(&mut self.every, Cadence::Fortnight, place)?;
        }
        if every || other {
            once(&mut self.days, Days::Weekday(weekday), place)
                .map_err(|(at, _)| (at, Some(ONE_RECURRENCE)))?;
        } else {
            once(&mut self.one_weekday, weekday, place).map_err(|(at, _)| (at, Some(ONE_RECURRENCE)))?;
        }
        Ok(true)
    }

    fn cadence(&mut self, words: &mut Words) -> Result<bool, Unclear> {
        let place = words.place();
        if let Some(every) = read_cadence(words) {
            once(&mut self.every, every, place)?;
        } else if let Some(step) = read_step(words) {
            once(&mut self.step, step, place)?;
        } else {
            return Ok(false);
        }
        match (self.every, self.step) {
            (Some(_), Some(_)) => Err((place, Some(TWICE))),
            _ => Ok(true),
        }
    }

    /// "from 3 Dec", "starting in January".
    fn starts(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let place = words.place();
        let from = words.attempt(|words| {
            words.word(&["from", "starting", "starts", "beginning", "begins", "since"]).then_some(())?;
            words.word(&["on", "in"]);
            read_date(words, near).or_else(|| month_start(words, near))
        });
        from.map_or(Ok(false), |from| once(&mut self.from, from, place).map(|()| true))
    }

    /// "until June", "to 30 Nov".
    fn ends(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let place = words.place();
        let until = words.attempt(|words| {
            let until = words.word(&["until", "till", "til", "to", "through", "ending", "ends"])
                || words.phrase(&["up", "to"])
                || words.mark('-');
            until.then_some(())?;
            words.word(&["on", "in"]);
            let until = words.place();
            end(words, near, Date::MIN)?;
            Some(until)
        });
        match (until, self.until) {
            (None, _) => Ok(false),
            (Some(_), Some(_)) => Err((place, Some(TWICE))),
            (until, None) => {
                self.until = until;
                Ok(true)
            }
        }
    }

    /// "January to June", "in June".
    fn months(&mut self, words: &mut Words, near: &Near) -> Result<bool, Unclear> {
        let place = words.place();
        let found = words.attempt(|words| {
            let within = words.word(&["in", "during"]);
            let month = words.place();
            let from = month_start(words, near)?;
            if words.mark('-') || words.word(&["to", "until", "till", "through"]) {
                let until = words.place();
                end(words, near, from)?;
                return Some((from, until));
            }
            within.then_some((from, month))
        });
        let Some((from, until)) = found else {
            return Ok(false);
        };
        if self.until.replace(until).is_some() {
            return Err((place, Some(TWICE)));
        }
        once(&mut self.from, from, place).map(|()| true)
    }
}

/// A month's first day, but none before the period.
fn month_start(words: &mut Words, near: &Near) -> Option<Date> {
    let (first, last) = read_month(words, near, Date::MIN)?;
    Some(
        near.period.map(|period| period.starts()).filter(|day| (first..=last).contains(day)).unwrap_or(first),
    )
}

/// "plus", "and also", which set a date beside a recurrence.
fn more(words: &mut Words) -> bool {
    let and = words.word(&["and"]) || words.mark('&');
    words.word(&["plus", "also", "including"]) || words.mark('+') || and
}

/// "1st and 3rd Thursday".
fn two_of_them(words: &mut Words) -> Option<()> {
    read_nth(words)?;
    (words.word(&["and", "or"]) || words.mark('&') || words.mark(',')).then_some(())?;
    words.word(&["the"]);
    read_nth_weekday(words).map(|_| ())
}
