//! Titles that are too long.

use super::Prose;
use crate::check::Class;
use crate::check::rule::{Family, OPEN, Recording, Rule};
use crate::check::sources::{Cite, GOV_UK_STYLE};
use crate::check::texts::Text;
use crate::check::words::quoted;

const NAME: &str = "title-too-long";

/// The longest title, in characters.
const LONGEST: usize = 65;

pub(in crate::check) const TITLE_TOO_LONG: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a title has more than 65 characters",
    why: "Search results and lists of events cut longer titles off.",
    clears: "Shorten the title to 65 characters; what it leaves out goes into the purpose or the action.",
    example: "Beaminster and surrounding villages community contact point and surgery.",
    blind_spot: "Whether the title says what the thing is.",
    sources: &[Cite::Authority(&GOV_UK_STYLE, "titles of 65 characters or less")],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

pub fn title(text: &Text<'_, '_>, prose: &mut Prose) {
    let title = text.text.trim();
    if title.len() <= LONGEST {
        return;
    }
    let count = title.chars().count();
    if count > LONGEST {
        let start = text.text.len() - text.text.trim_start().len();
        let message =
            format!("A title of {count} characters, {} too many: {}", count - LONGEST, quoted(title));
        prose.tell(NAME, text, start..start + title.len(), message);
    }
}
