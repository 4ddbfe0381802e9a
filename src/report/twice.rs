//! Activities that two people typed, each in their own copy, and that stand twice once both are together.

use crate::plan::Plan;
use crate::plan::model::Activity;
use crate::plan::printable::one_line;

/// The titles, fit to be shown, of activities of one standard that are the same but for their ids: title, dates, time and venue. `is_new`
/// is asked with the standard's id and the row's key; where none of the two is new, it was there to be seen before.
pub fn twice(plan: &Plan, is_new: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for standard in &plan.answers {
        for (at, one) in standard.activities.iter().enumerate() {
            let is_told = |other: &Activity| {
                are_same(one, other) && (is_new(&standard.id, &one.key) || is_new(&standard.id, &other.key))
            };
            let title = one_line(one.title.trim());
            if standard.activities[at + 1..].iter().any(is_told) && !found.contains(&title) {
                found.push(title);
            }
        }
    }
    found
}

/// Whether two rows are about the same event. What else they say may differ: each has somebody's words.
fn are_same(one: &Activity, other: &Activity) -> bool {
    let has_dates = one.starts.get().is_some() || !one.dates.is_empty();
    let dates = |of: &Activity| {
        let (mut stated, mut left_out) = (of.dates.clone(), of.except.clone());
        stated.sort_unstable();
        left_out.sort_unstable();
        (of.starts.get(), of.every.get(), of.on.get(), of.time.get(), stated, left_out)
    };
    let place = |of: &Activity| (of.venues.clone(), plain(&of.venue), plain(&of.link));
    let title = plain(&one.title);
    has_dates
        && !title.is_empty()
        && title == plain(&other.title)
        && dates(one) == dates(other)
        && place(one) == place(other)
}

/// As it is compared: capitals and spaces are no difference.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::plan::Document;

    fn of(rows: &[&str]) -> Vec<String> {
        let rows: String =
            rows.iter().map(|row| format!("[[standards.face-to-face.activities]]\n{row}\n")).collect();
        let document = Document::parse(&format!("format = 1\n{rows}")).unwrap();
        twice(document.plan(), |_, key| key == "two")
    }

    const ONE: &str = "id = \"one\"\ntitle = \"Bridport drop-in\"\nstarts = 2026-12-03\nevery = \"month\"\n\
                       time = 18:30:00\nvenues = [\"example-hall\"]\n";

    #[test]
    fn the_same_event_typed_by_two_people_is_told_whatever_else_the_rows_say() {
        let two = ONE.replace("\"one\"", "\"two\"").replace("Bridport drop-in", "Bridport  Drop-in");
        assert_eq!(of(&[ONE, &format!("{two}owner = \"Sergeant, Bridport\"")]), ["Bridport drop-in"]);
        assert_eq!(of(&[&two, ONE]).len(), 1);
    }

    #[test]
    fn another_day_time_or_place_is_another_event_and_so_is_one_without_a_date() {
        let two = ONE.replace("\"one\"", "\"two\"");
        for (from, to) in
            [("12-03", "12-10"), ("18:30", "19:30"), ("example-hall", "example-library"), ("month", "week")]
        {
            assert_eq!(of(&[ONE, &two.replace(from, to)]), [""; 0], "{to}");
        }
        let bare = |text: &str| text.replace("starts = 2026-12-03\nevery = \"month\"\n", "");
        assert_eq!(of(&[&bare(ONE), &bare(&two)]), [""; 0]);
        assert_eq!(of(&[ONE, &ONE.replace("\"one\"", "\"three\"")]), [""; 0], "it was there before");
    }
}
