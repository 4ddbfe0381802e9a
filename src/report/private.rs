//! Personal data kept out of what is told: logs are read by others than those who may read the plan.

use std::borrow::Cow;

use super::checked::Told;
use crate::check::Finding;
use crate::plan::Document;

/// The rule whose phrases are hidden.
pub(super) const PERSONAL_DATA: &str = "personal-data";

/// The fewest letters of a phrase that are hidden where a message cuts it short.
const FEWEST: usize = 4;

/// The phrases of a plan that were found to be personal data, as its file has them.
pub(super) fn phrases<'d>(document: &'d Document, findings: &'d [Finding]) -> Vec<&'d str> {
    let personal = findings.iter().filter(|finding| finding.rule == PERSONAL_DATA);
    personal
        .filter_map(|finding| match &finding.part {
            Some(part) => document.text().get(document.part_span(&finding.path, part)?),
            // The name of a key.
            None => Some(finding.path.leaf()),
        })
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

/// A text in which stars stand for the letters of the phrases, byte for byte, so that places hold.
pub(super) fn hidden<'t>(text: &'t str, phrases: &[&str]) -> Cow<'t, str> {
    phrases.iter().fold(Cow::Borrowed(text), |text, phrase| {
        let stars: String =
            phrase.chars().map(|c| if c == '\n' { "\n".into() } else { "*".repeat(c.len_utf8()) }).collect();
        if text.contains(phrase) { Cow::Owned(text.replace(phrase, &stars)) } else { text }
    })
}

/// Hides the phrases in what other rules say of the same plan, also where a message cut one short.
pub(super) fn hide(told: &mut Told, phrases: &[&str]) {
    for text in [&mut told.message, &mut told.help] {
        for phrase in phrases {
            if text.contains(phrase) {
                *text = text.replace(phrase, "…");
            }
            let cuts = phrase.char_indices().map(|(at, _)| at).skip(FEWEST).collect::<Vec<_>>();
            if let Some(cut) = cuts.iter().rev().find(|cut| text.contains(&format!("{}…", &phrase[..**cut])))
            {
                *text = text.replace(&format!("{}…", &phrase[..*cut]), "…");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn stars_stand_for_the_letters_and_places_hold() {
        let text = "owner = \"René, 07700 900123\"\n";
        assert_eq!(hidden(text, &["07700 900123"]), "owner = \"René, ************\"\n");
        assert_eq!(hidden(text, &["René"]).len(), text.len());
        assert_eq!(
            hidden("14 West Street\nDT6 3ZZ", &["14 West Street\nDT6 3ZZ"]),
            "**************\n*******"
        );
        assert!(matches!(hidden(text, &[]), Cow::Borrowed(_)));
    }
}
