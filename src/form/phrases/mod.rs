//! What people type, understood; and what is stored, in words.
//!
//! Dates, times and recurrences as people in Britain write them, a whole activity in one line, and tables
//! pasted from elsewhere. Pure: text in, values out. What is not plainly one thing is not understood rather
//! than guessed at, and it is for the form to keep it as it was typed.

mod cadence;
mod dates;
mod describe;
mod names;
mod quick_add;
mod table;
mod times;
mod when;
mod words;

use jiff::civil::Date;

pub use cadence::{describe_cadence, describe_weekday_of_month, parse_cadence, parse_weekday_of_month};
pub use dates::{describe_date, no_such_day, parse_date, parse_dates, short_date};
pub use describe::{describe_when, describe_when_in_full};
pub use quick_add::{QuickAdd, parse_post, quick_add};
pub use table::{Columns, Header, guess_columns, table};
pub use times::{describe_time, describe_times, parse_time, parse_times};
pub use when::{NotUnderstood, When, parse_when};

use crate::plan::Period;

/// What a date without a year is near to.
///
/// For a day that lies in the past, such as when something was agreed, give the year up to today as the
/// period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// A date without a year lies in it, if it can.
    pub period: Option<Period>,
    /// Else it is the next on or after today.
    pub today: Date,
}
