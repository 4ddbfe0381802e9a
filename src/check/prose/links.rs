//! Links that do not say where they lead.

use super::Prose;
use super::scan::{Word, is_space, next_word};
use crate::check::Class;
use crate::check::rule::{Family, OPEN, Recording, Rule};
use crate::check::sources::{ACCESSIBILITY, Cite, GOV_UK_STYLE};
use crate::check::texts::Text;
use crate::check::words::quoted;

const NAME: &str = "vague-link";

pub(in crate::check) const VAGUE_LINK: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a text says \"click here\", or a link's own text says only \"here\", \"link\" or \"read more\"",
    why: "Who hears a page read aloud goes from link to link, and hears \"here\", \"here\", \"here\". On paper \
          nothing can be clicked.",
    clears: "Name what the link leads to: \"the survey for Bridport\", with its address.",
    example: "To take part, click here.",
    blind_spot: "A link whose text names the wrong page.",
    sources: &[
        Cite::Authority(&ACCESSIBILITY, "WCAG 2.4.4: the purpose of each link can be told from its text"),
        Cite::Authority(&GOV_UK_STYLE, "link text that describes the page"),
    ],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// What follows "click" where nothing is named.
const NOTHING_NAMED: [&[&str]; 6] = [
    &["here"],
    &["on", "here"],
    &["this", "link"],
    &["on", "this", "link"],
    &["the", "link"],
    &["on", "the", "link"],
];

/// What says nothing as the text of a link.
const SAYS_NOTHING: [&str; 7] = ["here", "link", "this link", "more", "read more", "this", "this page"];

/// The words at which one can begin; see [`super::begins`].
pub const BEGINS: &[&str] = &["tap", "click", "clicking"];

pub fn word(text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = word.of(text.text);
    let clicks = match said.len() {
        3 => said.eq_ignore_ascii_case("tap"),
        5 => said.eq_ignore_ascii_case("click"),
        8 => said.eq_ignore_ascii_case("clicking"),
        _ => false,
    };
    if !clicks {
        return;
    }
    let follows = |words: &[&str]| {
        words.iter().try_fold(word.end, |end, expected| {
            let next = next_word(text.text, end, is_space)?;
            next.of(text.text).eq_ignore_ascii_case(expected).then_some(next.end)
        })
    };
    if let Some(end) = NOTHING_NAMED.iter().find_map(|words| follows(words)) {
        tell(text, word.start..end, prose);
    }
}

/// Links written with their text in brackets: [here](https://…).
pub fn markdown(text: &Text<'_, '_>, prose: &mut Prose) {
    for (middle, _) in text.text.match_indices("](") {
        let before = text.text.get(..middle).unwrap_or_default();
        let Some(open) = before.rfind('[') else {
            continue;
        };
        let said = before[open + 1..].trim();
        if SAYS_NOTHING.iter().any(|nothing| said.eq_ignore_ascii_case(nothing)) {
            tell(text, open..middle + 1, prose);
        }
    }
}

fn tell(text: &Text<'_, '_>, bytes: std::ops::Range<usize>, prose: &mut Prose) {
    let phrase = text.text.get(bytes.clone()).unwrap_or_default();
    let message = format!("{} does not say where it leads", quoted(phrase));
    prose.tell_phrase(NAME, text, bytes, message, |flag| flag);
}
