//! Where the words of a directory are, in words: not recorded, recorded and not sent, sent. The list of areas, the corner
//! and the summary of a plan, and `nec status` have them from here, so that all say the same of the same.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::form::phrases::short_date;
use crate::git::standing::{Standing, With};

/// Changed since the last version.
pub const NOT_RECORDED: &str = "not recorded";
/// In a version, and on this computer alone.
pub const NOT_SENT: &str = "NOT SENT YET";
/// What that means for whoever is not connected.
pub const SAFE_HERE: &str = "Safe here; goes when you are connected";

/// How a whole directory stands, from the longest form to the shortest. `unrecorded` counts its files that differ from
/// the last version; what is not recorded and what is not sent are told apart.
pub fn of_directory(standing: &Standing, unrecorded: usize, today: Date) -> Vec<String> {
    let (changes, few) = (counted(unrecorded, "change"), unrecorded);
    match (standing, unrecorded) {
        (Standing::Alone, 0) => forms(&["Everything is recorded", "All recorded"]),
        (Standing::NeverSent, 0) => forms(&[
            "Recorded, NOTHING SENT YET. Safe here",
            "Recorded, NOTHING SENT YET",
            "NOTHING SENT YET",
            "NOT SENT",
        ]),
        (Standing::NeverSent, _) => vec![
            format!("{changes} {NOT_RECORDED}, NOTHING SENT YET"),
            format!("{few} {NOT_RECORDED}, NOTHING SENT YET"),
            format!("{few} {NOT_RECORDED}"),
        ],
        (Standing::With(with), 0) if with.to_send > 0 => vec![
            format!("Recorded, {} {NOT_SENT}", versions(with.to_send)),
            format!("Recorded, {NOT_SENT}"),
            NOT_SENT.to_owned(),
        ],
        (Standing::With(with), 0) => match as_of(with, today) {
            Some(when) => vec![format!("Everything is sent, {when}"), "All sent".into()],
            None => forms(&["Everything is sent", "All sent"]),
        },
        (Standing::With(with), _) if with.to_send > 0 => vec![
            format!("{changes} {NOT_RECORDED}, {} {NOT_SENT}", versions(with.to_send)),
            format!("{few} {NOT_RECORDED}, {} {NOT_SENT}", versions(with.to_send)),
            format!("{few} {NOT_RECORDED}, {} not sent", with.to_send),
            format!("{few} {NOT_RECORDED}"),
        ],
        (Standing::Alone | Standing::With(_), _) => {
            vec![format!("{changes} {NOT_RECORDED}"), format!("{few} {NOT_RECORDED}")]
        }
    }
}

/// As of when it is known how both stand, which is when something last came or went: "as of 14:20".
pub fn as_of(with: &With, today: Date) -> Option<String> {
    with.last.map(|when| format!("as of {}", moment(when, today)))
}

/// "14:20" where it was today, else the day: "2 Nov 2026".
pub fn moment(when: Timestamp, today: Date) -> String {
    let when = when.to_zoned(TimeZone::system());
    if when.date() == today { when.strftime("%H:%M").to_string() } else { short_date(when.date()) }
}

/// "1 version", "3 versions".
pub fn versions(count: usize) -> String {
    counted(count, "version")
}

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

fn forms(forms: &[&str]) -> Vec<String> {
    forms.iter().map(|form| (*form).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(standing: &Standing, unrecorded: usize) -> Vec<String> {
        of_directory(standing, unrecorded, "2026-11-11".parse().unwrap())
    }

    #[test]
    fn what_is_not_recorded_and_what_is_not_sent_are_told_apart() {
        let unsent = |to_send| Standing::With(With { to_send, ..With::default() });
        assert_eq!(of(&unsent(0), 0)[0], "Everything is sent");
        assert_eq!(of(&unsent(1), 0)[0], "Recorded, 1 version NOT SENT YET");
        assert_eq!(of(&unsent(0), 1)[0], "1 change not recorded");
        assert_eq!(of(&unsent(3), 2)[0], "2 changes not recorded, 3 versions NOT SENT YET");
        assert_eq!(of(&Standing::Alone, 0)[0], "Everything is recorded");
        assert_eq!(of(&Standing::Alone, 2)[0], "2 changes not recorded");
        assert_eq!(of(&Standing::NeverSent, 0)[0], "Recorded, NOTHING SENT YET. Safe here");
        assert_eq!(of(&Standing::NeverSent, 2)[0], "2 changes not recorded, NOTHING SENT YET");
    }

    #[test]
    fn every_form_is_shorter_than_the_one_before_and_the_last_fits_a_small_screen() {
        let unsent = |to_send| Standing::With(With { to_send, ..With::default() });
        for standing in [Standing::Alone, Standing::NeverSent, unsent(0), unsent(12)] {
            for unrecorded in [0, 1, 12] {
                let forms = of(&standing, unrecorded);
                assert!(forms.windows(2).all(|pair| pair[0].len() >= pair[1].len()), "{forms:?}");
                assert!(forms.last().unwrap().len() <= 18, "{forms:?}");
                assert!(!forms.iter().any(|form| form.contains("only on this computer")), "{forms:?}");
            }
        }
    }
}
