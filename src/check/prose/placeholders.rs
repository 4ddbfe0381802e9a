//! What was to be filled in later.

use super::Prose;
use super::scan::{Word, char_at, char_before, is_space, next_word, words};
use crate::check::Class;
use crate::check::rule::{Family, OPEN, Recording, Rule};
use crate::check::texts::Text;
use crate::check::words::quoted;

const NAME: &str = "placeholder-text";

pub(in crate::check) const PLACEHOLDER_TEXT: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a text still holds TBC, TBA, TBD, lorem ipsum, xxx, or a prompt in square brackets",
    why: "What was to be filled in later is easily forgotten, and then it is published.",
    clears: "Put in what belongs there, or take the words out until it is known.",
    example: "venue = \"TBC\", or \"We will meet in [name of hall]\".",
    blind_spot: "An example's words that were left standing; \"to be confirmed\" within a longer sentence.",
    sources: &[],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// The longest prompt in brackets, in bytes; what is longer is an aside.
const LONGEST: usize = 80;

/// The words at which one can begin; see [`super::begins`].
pub const BEGINS: &[&str] = &["tbc", "tba", "tbd", "to", "lorem", "x"];

pub fn word(text: &Text<'_, '_>, word: Word, prose: &mut Prose) {
    let said = word.of(text.text);
    let end = match said.len() {
        3 if ["tbc", "tba", "tbd"].iter().any(|one| said.eq_ignore_ascii_case(one)) => word.end,
        2 if said.eq_ignore_ascii_case("to") => match to_be(text.text, word) {
            Some(end) => end,
            None => return,
        },
        5 if said.eq_ignore_ascii_case("lorem") => {
            match next_word(text.text, word.end, char::is_whitespace) {
                Some(next) if next.of(text.text).eq_ignore_ascii_case("ipsum") => next.end,
                _ => return,
            }
        }
        3.. if said.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x')) => word.end,
        _ => return,
    };
    tell(text, word.start..end, prose);
}

/// "To be confirmed" or "to be announced", where that is nearly all that the text says.
fn to_be(text: &str, word: Word) -> Option<usize> {
    const MOST_WORDS: usize = 5;
    let be = next_word(text, word.end, is_space).filter(|be| be.of(text).eq_ignore_ascii_case("be"))?;
    let last = next_word(text, be.end, is_space)?;
    let open = ["confirmed", "announced", "advised"];
    let is_open = open.iter().any(|one| last.of(text).eq_ignore_ascii_case(one));
    let is_all = next_word(text, last.end, |_| true).is_none();
    (is_open && is_all && words(text, 0).count() <= MOST_WORDS).then_some(last.end)
}

/// Prompts in square brackets; not notes such as [1], ticks, or links with their text in brackets.
pub fn brackets(text: &Text<'_, '_>, prose: &mut Prose) {
    let mut from = 0;
    while let Some(open) = text.text.get(from..).and_then(|rest| rest.find('[')).map(|at| from + at) {
        from = open + 1;
        let rest = text.text.get(from..).unwrap_or_default();
        let Some(close) = rest.find([']', '[', '\n']).filter(|at| rest[*at..].starts_with(']')) else {
            continue;
        };
        let inside = rest[..close].trim();
        let after = char_at(text.text, from + close + 1);
        let is_note = ["sic", "at", "dot"].iter().any(|note| inside.eq_ignore_ascii_case(note));
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        let in_word = char_before(text.text, open).is_some_and(char::is_alphanumeric)
            || after.is_some_and(char::is_alphanumeric);
        if letters > 1 && !is_note && !in_word && close <= LONGEST && !matches!(after, Some('(' | '[')) {
            tell(text, open..from + close + 1, prose);
        }
    }
}

fn tell(text: &Text<'_, '_>, bytes: std::ops::Range<usize>, prose: &mut Prose) {
    let phrase = text.text.get(bytes.clone()).unwrap_or_default();
    let message = format!("This was still to be filled in: {}", quoted(phrase));
    prose.tell_phrase(NAME, text, bytes, message, |flag| flag);
}
