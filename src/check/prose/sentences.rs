//! Where sentences begin and end.

use std::ops::Range;

use crate::check::words::word_count;

/// The most words of a sentence.
pub const LONGEST: usize = 25;

/// A sentence, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub bytes: Range<usize>,
    /// What stands between white space and holds a letter or a digit.
    pub words: usize,
}

/// The sentences of a text. A new line ends one where a list, or a paragraph, begins after it.
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..).filter(|rest| !rest.trim().is_empty())?;
            let start = from + (rest.len() - rest.trim_start().len());
            let end = end(text, start);
            from = end;
            let said = text.get(start..end).unwrap_or_default().trim_end();
            let words = word_count(said);
            if words > 0 {
                return Some(Sentence { bytes: start..start + said.len(), words });
            }
        }
    })
}

/// Where the sentence that begins at a byte ends.
fn end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    // Most bytes end nothing, and are passed over as bytes.
    let may_end = |byte: u8| matches!(byte, b'\n' | b'.' | b'!' | b'?' | ELLIPSIS);
    let candidates = rest.bytes().enumerate().filter(|(_, byte)| may_end(*byte));
    for (at, c) in candidates.filter_map(|(at, _)| Some((at, rest.get(at..)?.chars().next()?))) {
        let after = &rest[at + c.len_utf8()..];
        let ends = match c {
            '\n' => begins_anew(after) || rest[..at].trim_end().ends_with([':', ';']),
            '.' | '!' | '?' | '…' => {
                let closed = after.trim_start_matches(['"', '\'', '”', '’', ')', ']', '.', '!', '?']);
                let last = closed.is_empty() || closed.starts_with(char::is_whitespace);
                let next = closed.trim_start().chars().find(|c| !matches!(c, '"' | '\'' | '“' | '‘' | '('));
                let goes_on = next.is_some_and(char::is_lowercase)
                    || (c == '.' && is_short_for(last_word(&rest[..at])));
                last && !goes_on
            }
            _ => false,
        };
        if ends {
            let closing =
                after.len() - after.trim_start_matches(['"', '\'', '”', '’', ')', ']', '.', '!', '?']).len();
            return start + at + c.len_utf8() + closing;
        }
    }
    text.len()
}

/// The first byte of …, and of other marks.
const ELLIPSIS: u8 = 0xe2;

/// What stands behind the last white space.
fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Whether what comes after the end of a line is a paragraph or an item of a list.
fn begins_anew(after: &str) -> bool {
    let line = after.trim_start_matches([' ', '\t']);
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['\n', '-', '*', '•', '–', '·', '#'])
        || (numbered.len() < line.len() && numbered.starts_with(['.', ')']))
}

/// Whether a full stop after this belongs to it: "Mr", "e.g", an initial.
fn is_short_for(word: &str) -> bool {
    const SHORT: [&str; 14] =
        ["mr", "mrs", "ms", "dr", "st", "rev", "no", "vs", "e.g", "i.e", "eg", "ie", "approx", "insp"];
    let word = word.trim_start_matches(['"', '\'', '“', '‘', '(']);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(&str, usize)> {
        sentences(text).map(|sentence| (&text[sentence.bytes], sentence.words)).collect()
    }

    #[test]
    fn full_stops_end_sentences_but_for_those_of_short_words() {
        assert_eq!(
            said("One two. Three at 9.30 a.m. in St. Mary's? “Yes!” she said."),
            [("One two.", 2), ("Three at 9.30 a.m. in St. Mary's?", 7), ("“Yes!” she said.", 3),]
        );
        assert_eq!(
            said("See e.g. Bridport. See J. Smith."),
            [("See e.g. Bridport.", 3), ("See J. Smith.", 3)]
        );
        assert_eq!(said(" . \n "), []);
        assert_eq!(said("No end"), [("No end", 2)]);
    }

    #[test]
    fn paragraphs_and_items_of_lists_stand_alone() {
        assert_eq!(
            said("We will:\ncall\non you\n\nand - yes -\n- go\n2) rest\n"),
            [("We will:", 2), ("call\non you", 3), ("and - yes -", 2), ("- go", 1), ("2) rest", 2),]
        );
    }
}
