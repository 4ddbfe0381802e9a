//! When the next day begins.

use std::time::Duration;

use jiff::Zoned;

/// What is waited beyond it, so that the clock shows the new day by then.
const BEYOND: Duration = Duration::from_millis(20);
/// Where the clock cannot tell: it is looked at again after so long.
const OTHERWISE: Duration = Duration::from_secs(3_600);

/// How long it is until the clock shows another day, where it is now; a little more, never less.
pub fn until_midnight(now: &Zoned) -> Duration {
    let next = now.tomorrow().and_then(|day| day.start_of_day());
    let left = next.ok().and_then(|next| Duration::try_from(now.duration_until(&next)).ok());
    left.unwrap_or(OTHERWISE) + BEYOND
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn left(now: &str) -> u64 {
        until_midnight(&now.parse().unwrap()).as_secs()
    }

    #[test]
    fn midnight_is_where_the_clock_is_also_on_days_of_another_length() {
        assert_eq!(left("2026-11-28T23:59:58[Europe/London]"), 2);
        assert_eq!(left("2026-12-31T23:00:00[Europe/London]"), 3_600);
        assert_eq!(left("2027-03-28T00:00:00[Europe/London]"), 23 * 3_600, "the clocks go forward");
        assert_eq!(left("2026-10-25T00:00:00[Europe/London]"), 25 * 3_600, "the clocks go back");
        assert_eq!(left("2026-11-28T23:59:58[Asia/Tokyo]"), 2);
    }
}
