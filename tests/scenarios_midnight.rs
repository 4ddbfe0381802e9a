//! The day that begins while the screen is open.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use support::{Desk, PLAN, Session};

/// A plan whose last day is today, at a place on earth where it is so many seconds before midnight; and that day.
fn evening(before_midnight: i32) -> (Desk, Date) {
    let now = Timestamp::now();
    let of_day = i32::try_from(now.as_second().rem_euclid(86_400)).unwrap();
    let east = (86_400 - before_midnight) - of_day;
    let today = now.to_zoned(TimeZone::fixed(Offset::from_seconds(east).unwrap())).date();
    // POSIX counts to the west.
    let (sign, west) = if east > 0 { ("-", east) } else { ("", -east) };
    let zone = format!("<here>{sign}{}:{:02}:{:02}", west / 3600, west / 60 % 60, west % 60);
    let desk = Desk::plan().env("NEC_TODAY", "").env("TZ", &zone);
    let begins = today.saturating_sub(Span::new().days(300));
    desk.change(PLAN, "starts = 2026-12-01", &format!("starts = {begins}"));
    desk.change(PLAN, "ends = 2027-11-30", &format!("ends = {today}"));
    (desk, today)
}

fn is_closed(nec: &Session) -> bool {
    nec.screen().row(0).contains("closed")
}

#[test]
fn over_midnight_the_plan_is_judged_by_the_new_day_with_nobody_touching_a_key() {
    for seconds in [8, 15, 25] {
        let (desk, today) = evening(seconds);
        let mut nec = desk.open();
        // On a busy computer midnight may be past by now.
        let was_before = !is_closed(&nec);
        nec.wait_for("the next day", |screen| screen.row(0).contains("closed"));
        nec.leave();
        if was_before {
            let mut said = desk.clone().env("NEC_TODAY", &today.to_string()).open();
            assert!(!is_closed(&said), "a day that was said stays: {}", said.screen());
            said.leave();
            return;
        }
    }
    panic!("midnight was past each time");
}
