//! Where the words are, in words: on this computer alone, recorded, sent. No branch names, and nothing of sending
//! where no shared repository is known.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::plan::{Keeping, Recorded};
use crate::git::standing::Standing;
use crate::plan::RelPath;
use crate::plan::printable::capital;
use crate::report::for_you::ForYou;
use crate::report::whereabouts::{NOT_RECORDED, NOT_SENT, SAFE_HERE, as_of, of_directory};

/// How the directory stands to what is recorded and sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// How its versions stand to the shared repository; nothing until it was looked at.
    pub standing: Option<Standing>,
    /// The files that differ from the last version.
    pub unrecorded: BTreeSet<RelPath>,
    /// What needs this user first.
    pub for_you: Vec<ForYou>,
}

impl Told {
    /// Whether a shared repository is known.
    pub fn is_shared(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| *standing != Standing::Alone)
    }

    /// What the bar of the list says, from the longest form to the shortest.
    pub fn in_list(&self, today: Date) -> Vec<String> {
        let of = |standing| of_directory(standing, self.unrecorded.len(), today);
        self.standing.as_ref().map(of).unwrap_or_default()
    }

    /// What the corner of a plan says, from the longest form to the shortest.
    pub fn in_corner(&self, file: &str, keeping: &Keeping, today: Date) -> Vec<String> {
        if keeping.trouble.is_some() {
            return forms(&["NOT SAVED"]);
        }
        if keeping.done < keeping.asked {
            return forms(&["Saving …"]);
        }
        let saved =
            if keeping.at.is_empty() { String::from("Saved") } else { format!("Saved {}", keeping.at) };
        match (keeping.recorded, self.sent(file, today)) {
            (Recorded::Unknown, _) => vec![saved, "Saved".into()],
            (Recorded::Changed | Recorded::Never, _) => {
                vec![
                    format!("{saved}, {NOT_RECORDED}"),
                    format!("Saved, {NOT_RECORDED}"),
                    capital(NOT_RECORDED),
                ]
            }
            (Recorded::Same, Sent::Nowhere) => vec![format!("{saved}, recorded"), "Recorded".into()],
            (Recorded::Same, Sent::NotYet) => vec![format!("Recorded, {NOT_SENT}"), NOT_SENT.to_owned()],
            (Recorded::Same, Sent::There(Some(when))) => vec![format!("Sent, {when}"), "Sent".into()],
            (Recorded::Same, Sent::There(None)) => forms(&["Recorded and sent", "Sent"]),
        }
    }

    /// What the summary says of sending; nothing where no shared repository is known.
    pub fn in_summary(&self, file: &str, recorded: Recorded, today: Date) -> Option<String> {
        let sent = match self.sent(file, today) {
            Sent::Nowhere => return None,
            _ if matches!(recorded, Recorded::Changed | Recorded::Never) => {
                format!("{NOT_RECORDED}, so not sent; F9 records")
            }
            Sent::NotYet => format!("recorded, {NOT_SENT}. {SAFE_HERE}"),
            // The corner has the time.
            Sent::There(_) => "sent; whoever shares these plans can see it".to_owned(),
        };
        let waits = matches!(&self.standing, Some(Standing::With(with)) if with.to_take_in > 0);
        Some(if waits { format!("{sent}; others sent something") } else { sent })
    }

    /// Whether the last version of a file is where others can see it.
    pub fn sent(&self, file: &str, today: Date) -> Sent {
        let Some(file) = RelPath::new(file).ok() else { return Sent::Nowhere };
        let Some(standing) = &self.standing else { return Sent::Nowhere };
        match (standing.is_sent(&file), standing) {
            (None, _) => Sent::Nowhere,
            (Some(false), _) => Sent::NotYet,
            (Some(true), Standing::With(with)) => Sent::There(as_of(with, today)),
            (Some(true), _) => Sent::There(None),
        }
    }
}

/// Where a recorded file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// No shared repository is known.
    Nowhere,
    NotYet,
    /// It is there, and as of when that is known, in words.
    There(Option<String>),
}

fn forms(forms: &[&str]) -> Vec<String> {
    forms.iter().map(|form| (*form).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::git::standing::With;

    const PLAN: &str = "2026-27/west-dorset.toml";

    fn told(standing: Standing, unrecorded: &[&str]) -> Told {
        let unrecorded = unrecorded.iter().map(|file| RelPath::new(file).unwrap()).collect();
        Told { standing: Some(standing), unrecorded, for_you: Vec::new() }
    }

    fn today() -> Date {
        jiff::Zoned::now().date()
    }

    fn corner(told: &Told, recorded: Recorded) -> String {
        let keeping = Keeping { at: "14:02".into(), recorded, ..Keeping::default() };
        told.in_corner(PLAN, &keeping, today()).join(" | ")
    }

    #[test]
    fn without_a_shared_repository_nothing_is_said_of_sending() {
        let alone = told(Standing::Alone, &[PLAN]);
        assert_eq!(alone.in_list(today())[0], "1 change not recorded");
        assert_eq!(told(Standing::Alone, &[]).in_list(today())[0], "Everything is recorded");
        assert_eq!(corner(&alone, Recorded::Same), "Saved 14:02, recorded | Recorded");
        assert_eq!(
            corner(&Told::default(), Recorded::Changed).split(" | ").next(),
            Some("Saved 14:02, not recorded")
        );
        assert!(!alone.is_shared() && !Told::default().is_shared());
    }

    #[test]
    fn with_one_it_is_plain_what_is_sent_and_what_is_not() {
        let file = RelPath::new(PLAN).unwrap();
        let unsent = With { to_send: 1, unsent: [file].into(), ..With::default() };
        let told_of = told(Standing::With(unsent), &[PLAN, "areas.toml"]);
        assert_eq!(told_of.in_list(today())[0], "2 changes not recorded, 1 version NOT SENT YET");
        assert_eq!(corner(&told_of, Recorded::Same), "Recorded, NOT SENT YET | NOT SENT YET");
        assert!(corner(&told_of, Recorded::Changed).starts_with("Saved 14:02, not recorded"));
        assert_eq!(
            corner(&told(Standing::NeverSent, &[]), Recorded::Same),
            "Recorded, NOT SENT YET | NOT SENT YET"
        );
        let now = Timestamp::now();
        let sent = told(Standing::With(With { last: Some(now), ..With::default() }), &[]);
        let at = now.to_zoned(TimeZone::system()).strftime("%H:%M").to_string();
        assert_eq!(corner(&sent, Recorded::Same), format!("Sent, as of {at} | Sent"));
        assert_eq!(sent.in_list(today()), [format!("Everything is sent, as of {at}"), "All sent".into()]);
        let before = Timestamp::from_second(1_793_620_800).unwrap();
        let with = With { last: Some(before), ..With::default() };
        assert_eq!(corner(&told(Standing::With(with), &[]), Recorded::Same), "Sent, as of 2 Nov 2026 | Sent");
        assert_eq!(
            corner(&told(Standing::With(With::default()), &[]), Recorded::Same),
            "Recorded and sent | Sent"
        );
    }

    #[test]
    fn what_is_not_saved_comes_before_all_else() {
        let sent = told(Standing::With(With::default()), &[]);
        let saving = Keeping { asked: 2, done: 1, recorded: Recorded::Same, ..Keeping::default() };
        assert_eq!(sent.in_corner(PLAN, &saving, today()), ["Saving …"]);
        let trouble = Some(crate::problem::Problem::new("the disk is full", "Make room."));
        let failed = Keeping { trouble, ..saving };
        assert_eq!(sent.in_corner(PLAN, &failed, today()), ["NOT SAVED"]);
    }
}
