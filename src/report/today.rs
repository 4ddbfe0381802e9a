//! The day by which rules judge.

use jiff::civil::Date;

use crate::plan::Force;
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// Today: what the option says, else the environment (`NEC_TODAY`), else `as-at` of `nec.toml`, else the clock.
///
/// # Errors
/// Where the environment says something that is no date.
pub fn today(
    option: Option<Date>,
    environment: Option<&str>,
    force: &Force,
    clock: Date,
) -> Result<Date, Problem> {
    if let Some(option) = option {
        return Ok(option);
    }
    if let Some(text) = environment.filter(|text| !text.is_empty()) {
        return text.parse().map_err(|_| {
            Problem::new(
                format!("NEC_TODAY is “{}”, which is no date", one_line(text)),
                "Set it to a day such as 2026-11-11, or unset it.",
            )
        });
    }
    Ok(force.as_at.unwrap_or(clock))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_nearest_word_wins() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let clock = day("2026-01-01");
        let at = |option, environment, as_at: Option<&str>| {
            let force = Force { as_at: as_at.map(day), ..Force::default() };
            today(option, environment, &force, clock)
        };
        let option = Some(day("2026-04-04"));
        assert_eq!(at(option, Some("2026-03-03"), Some("2026-02-02")).unwrap(), day("2026-04-04"));
        assert_eq!(at(None, Some("2026-03-03"), Some("2026-02-02")).unwrap(), day("2026-03-03"));
        assert_eq!(at(None, Some(""), Some("2026-02-02")).unwrap(), day("2026-02-02"));
        assert_eq!(at(None, None, None).unwrap(), clock);
        assert!(at(None, Some("soon"), None).unwrap_err().what.contains("“soon”"));
    }
}
